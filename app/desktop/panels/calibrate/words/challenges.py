"""Thresholds that people challenge, in words."""

from PySide6.QtCore import QCoreApplication

from app.contract.calibration_sessions import ChallengePage, ChallengeView
from app.desktop.panels.calibrate.words import figures
from app.desktop.panels.calibrate.words.figures import NONE
from app.desktop.widgets import formats
from app.desktop.widgets.page import Table
from app.desktop.widgets.record_list import Cell, Column

translate = QCoreApplication.translate
STATES = {"challenged": "escalate", "taken": "pass_", "declined": "muted"}


def state_words(state: str) -> str:
    return {
        "challenged": translate("Calibrate", "challenged"),
        "taken": translate("Calibrate", "taken up"),
        "declined": translate("Calibrate", "declined"),
    }.get(state, state)


def table(page: ChallengePage, *, mine: bool) -> Table:
    """`mine`: one's own, with what was answered; else those of others, with who says so."""
    columns = (
        Column(translate("Calibrate", "State"), 0.0),
        Column(translate("Calibrate", "Case"), 0.0),
        Column(translate("Calibrate", "Type"), 0.2, gives=True),
        Column(translate("Calibrate", "Confidence, threshold"), 0.1, right=True),
        Column(translate("Calibrate", "Wished for"), 0.0, right=True),
        Column(translate("Calibrate", "Answer") if mine else translate("Calibrate", "Who"), 0.4, gives=True),
        Column(translate("Calibrate", "Why"), 0.8, gives=True),
        Column(translate("Calibrate", "When"), 0.0),
    )
    return columns, tuple(_row(one, mine) for one in page.challenges)


def _row(one: ChallengeView, mine: bool) -> tuple[Cell, ...]:
    kind, data = figures.type_words(one.case_type)
    told = f"{formats.number(one.confidence, 2)} / {figures.threshold(one.cited)}"
    wanted = NONE if one.threshold is None else figures.threshold(one.threshold)
    return (
        Cell(state_words(one.state), badge=STATES.get(one.state, "muted")),
        Cell(one.case_id, data=True),
        Cell(kind, data=data),
        Cell(told),
        Cell(wanted, "text" if one.threshold is not None else "muted"),
        Cell((one.answer or NONE) if mine else one.by_name, data=True),
        Cell(one.reason, data=True),
        Cell(formats.day_time(one.at), "muted"),
    )
