"""Recall in rows: estimates, their targets, what they rest on."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from app.contract.recall import RecallRow, RecallTarget, RecallView
from app.desktop.panels.team.words import charts, figures
from app.desktop.widgets import formats
from app.desktop.widgets.page import Table
from app.desktop.widgets.record_list import Cell, Column

translate = QCoreApplication.translate


def targets(row: RecallRow) -> Sequence[RecallTarget]:
    return sorted(row.recall.targets, key=lambda one: one.target)


def target_words(one: RecallTarget) -> str:
    target = formats.percent(one.target, 0)
    if one.state == "not_yet_known" and one.more:
        text = translate("Team", "{target}: %n more audits needed", "", one.more)
    elif one.state == "met":
        text = translate("Team", "{target}: met")
    elif one.state == "missed":
        text = translate("Team", "{target}: missed")
    else:
        text = translate("Team", "{target}: not yet known")
    return text.format(target=target)


def recall(view: RecallView) -> Table:
    columns = (
        Column(translate("Team", "Type"), 0.5),
        Column(translate("Team", "recall"), 0.4),
        Column(translate("Team", "precision"), 0.4),
        Column(translate("Team", "targets"), 0.8),
        Column(translate("Team", "the queue alone would say"), 0.2, right=True),
    )
    rows: list[tuple[Cell, ...]] = []
    for row in view.rows:
        name, data = charts.type_words(row.case_type)
        rows.append(
            (
                Cell(name, data=data, strong=row.case_type == "*"),
                Cell(charts.estimate_text(row.recall)),
                Cell(charts.estimate_text(row.precision)),
                Cell(" · ".join(target_words(one) for one in targets(row)) or figures.NONE),
                Cell(formats.percent(row.queue_only) if row.queue_only is not None else figures.NONE, "muted"),
            )
        )
    return columns, tuple(rows)


def strata(row: RecallRow) -> Table:
    """What an estimate rests on."""
    columns = (
        Column(translate("Team", "Part"), 1.0),
        Column(translate("Team", "cases"), 0.0, right=True),
        Column(translate("Team", "audited"), 0.0, right=True),
        Column(translate("Team", "bad"), 0.0, right=True),
        Column(translate("Team", "caught"), 0.0, right=True),
        Column(translate("Team", "waiting"), 0.0, right=True),
    )
    rows = tuple(
        (
            Cell(charts.part_words(one.part)),
            *(Cell(formats.count(value)) for value in (one.size, one.looked_at, one.bad, one.caught, one.waiting)),
        )
        for one in row.strata
    )
    return columns, rows
