"""The automation boundary in words."""

from collections import Counter

from PySide6.QtCore import QCoreApplication

from app.contract.boundary import BoundaryView, SliceStanding
from app.contract.hub import SliceView
from app.desktop.panels.calibrate.words import figures
from app.desktop.panels.calibrate.words.figures import NONE
from app.desktop.widgets import formats
from app.desktop.widgets.chart_spec import Axis, Bar, Bars, Level
from app.desktop.widgets.chart_ticks import counts, lowest, nice_top, shares
from app.desktop.widgets.figure import FigureWords
from app.desktop.widgets.page import Table
from app.desktop.widgets.record_list import Cell, Column

translate = QCoreApplication.translate
MOST = 12
"""Slices in the chart; the table has them all."""
LEFT = {"proposed": "accent", "graduated": "pass_", "fell_back": "block", "withdrawn": "muted"}


def left_words(state: str) -> str:
    return {
        "proposed": translate("Calibrate", "proposed"),
        "graduated": translate("Calibrate", "under audit"),
        "fell_back": translate("Calibrate", "fell back"),
        "withdrawn": translate("Calibrate", "brought back"),
    }.get(state, state)


def slice_name(key: object) -> str:
    """A slice of the cases: type, country, clause."""
    parts = (
        figures.type_words(getattr(key, "case_type", ""))[0],
        figures.segment_words(getattr(key, "segment", "-"))[0],
        figures.clause_words(getattr(key, "clause", "-"))[0],
    )
    return figures.listed(list(parts))


def figures_of(view: BoundaryView) -> tuple[FigureWords, ...]:
    whole = next((one for one in view.totals if one.case_type == "*"), None)
    cases, decided, right = (whole.cases, whole.decided, whole.agent_right) if whole is not None else (0, 0, 0)
    of = translate("Calibrate", "{n} of {all}")
    hours = sum(one.hours for one in view.slices)
    met = sum(one.state == "met" and not one.proposed for one in view.slices)
    alone = sum(one.state == "graduated" for one in view.left)
    fell = sum(one.state == "fell_back" for one in view.left)
    return (
        FigureWords(
            formats.count(cases),
            translate("Calibrate", "cases came to people"),
            translate("Calibrate", "{hours} of their work").format(hours=figures.hours(hours)),
        ),
        FigureWords(
            of.format(n=formats.count(right), all=formats.count(decided)) if decided else NONE,
            translate("Calibrate", "ROCA was right, of those decided"),
            reason=translate("Calibrate", "Most were decided with its word in sight; slices count blind cases alone."),
        ),
        FigureWords(
            formats.count(met),
            translate("Calibrate", "slices could leave people's hands"),
            translate("Calibrate", "%n judged", "", view.slices_judged),
            *((translate("Calibrate", "propose one"), "accent") if met else ("", "muted")),
            reason=translate(
                "Calibrate", "The lower bound has to clear {target}, however many slices there are."
            ).format(target=formats.percent(view.target, 0)),
        ),
        FigureWords(
            formats.count(alone),
            translate("Calibrate", "slices ROCA decides alone, under audit"),
            translate("Calibrate", "%n fell back", "", fell) if fell else "",
            reason=translate("Calibrate", "One whose audits fall below the target goes back to people by itself."),
        ),
    )


def reasons_chart(view: BoundaryView) -> Bars | None:
    """Why cases came to people."""
    found = Counter[str]()
    for one in view.slices:
        found[one.key.unsure] += one.cases
    if not found:
        return None
    whole, top = found.total(), nice_top(max(found.values()))
    shown = translate("Calibrate", "{n}, {share}")
    bars = tuple(
        Bar(figures.unsure_words(code), shown.format(n=formats.count(n), share=formats.percent(n / whole, 0)), n)
        for code, n in found.most_common()
    )
    name = translate("Calibrate", "Why cases came to people")
    return Bars(name, Axis(translate("Calibrate", "cases"), 0, top, counts(0, top)), bars)


def reasons_table(view: BoundaryView) -> Table:
    columns = (
        Column(translate("Calibrate", "Why ROCA was unsure"), 0.6),
        Column(translate("Calibrate", "cases"), 0.2, right=True),
        Column(translate("Calibrate", "decided"), 0.2, right=True),
        Column(translate("Calibrate", "ROCA right"), 0.2, right=True),
    )
    sums: dict[str, list[int]] = {}
    for one in view.slices:
        row = sums.setdefault(one.key.unsure, [0, 0, 0])
        for place, value in enumerate((one.cases, one.decided, one.agent_right)):
            row[place] += value
    order = sorted(sums.items(), key=lambda item: -item[1][0])
    rows = tuple(
        (Cell(figures.unsure_words(code)), *(Cell(formats.count(value)) for value in row)) for code, row in order
    )
    return columns, rows


def _charted(view: BoundaryView) -> list[SliceStanding]:
    """Those with most blind cases."""
    told = [one for one in view.slices if one.share is not None and one.blind >= view.least]
    return sorted(told, key=lambda one: (-one.blind, one.key))[:MOST]


def slices_chart(view: BoundaryView) -> Bars | None:
    """The share that the agent got right in slices, against the target."""
    told = _charted(view)
    if not told:
        return None
    start = lowest([one.lower for one in told], 0.9)
    bars = tuple(
        Bar(
            slice_name(one.key),
            _share_text(one),
            one.share.estimate if one.share is not None else None,
            one.lower,
            one.upper,
            {"met": "pass_", "missed": "block"}.get(one.state, "bar"),
            data=True,
        )
        for one in told
    )
    level = Level(view.target, translate("Calibrate", "target {share}").format(share=formats.percent(view.target, 0)))
    axis = Axis(translate("Calibrate", "ROCA right in blind cases, always-valid interval"), start, 1, shares(start, 1))
    return Bars(translate("Calibrate", "Slices against the target"), axis, bars, level)


def _share_text(one: SliceStanding) -> str:
    if one.share is None:
        return figures.number_words(one.blind)
    return translate("Calibrate", "{share} ({interval}), n {n}").format(
        share=formats.percent(one.share.estimate),
        interval=figures.interval(one.lower, one.upper),
        n=formats.count(one.blind),
    )


def slices_table(view: BoundaryView) -> Table:
    columns = (
        Column(translate("Calibrate", "State"), 0.0),
        Column(translate("Calibrate", "Type"), 0.3, gives=True),
        Column(translate("Calibrate", "Country"), 0.0),
        Column(translate("Calibrate", "Last clause"), 0.2, gives=True),
        Column(translate("Calibrate", "Why ROCA was unsure"), 0.3, gives=True),
        Column(translate("Calibrate", "cases"), 0.0, right=True),
        Column(translate("Calibrate", "Right in blind cases"), 0.3),
        Column(translate("Calibrate", "Work"), 0.0, right=True),
        Column(translate("Calibrate", "What next"), 0.3, gives=True),
    )
    return columns, tuple(_slice_row(one) for one in view.slices)


def _slice_row(one: SliceStanding) -> tuple[Cell, ...]:
    kind, kind_data = figures.type_words(one.key.case_type)
    country, country_data = figures.segment_words(one.key.segment)
    clause, clause_data = figures.clause_words(one.key.clause)
    return (
        Cell(figures.state_words(one.state), badge=figures.STATES.get(one.state, "muted")),
        Cell(kind, data=kind_data),
        Cell(country, data=country_data),
        Cell(clause, data=clause_data),
        Cell(figures.unsure_words(one.key.unsure)),
        Cell(formats.count(one.cases)),
        Cell(_share_text(one)),
        Cell(figures.hours(one.hours)),
        Cell(_next(one), "muted"),
    )


def _next(one: SliceStanding) -> str:
    if one.proposed:
        return translate("Calibrate", "proposed, or decided alone")
    if one.state == "met":
        return translate("Calibrate", "Enter proposes it")
    if one.state == "not_yet_known" and one.more:
        return translate("Calibrate", "%n more blind cases, all right", "", one.more)
    return translate("Calibrate", "stays with people")


def left_table(view: BoundaryView) -> Table:
    columns = (
        Column(translate("Calibrate", "State"), 0.0),
        Column(translate("Calibrate", "Slice"), 0.6, gives=True),
        Column(translate("Calibrate", "Why ROCA was unsure"), 0.3, gives=True),
        Column(translate("Calibrate", "Proposed on"), 0.3),
        Column(translate("Calibrate", "Audits since"), 0.3),
        Column(translate("Calibrate", "Since"), 0.0),
    )
    return columns, tuple(_left_row(one) for one in view.left)


def audits_words(one: SliceView) -> str:
    """What a slice's own audits found; those that nobody answered in time count as wrong in the bound."""
    told = []
    if one.audited_n:
        told.append(
            translate("Calibrate", "{n} of {all} right, at most {upper}").format(
                n=formats.count(one.audited_right),
                all=formats.count(one.audited_n),
                upper=formats.percent(one.audited_upper),
            )
        )
    if one.audited_late:
        told.append(translate("Calibrate", "%n unanswered for too long", "", one.audited_late))
    return figures.listed(told) if told else translate("Calibrate", "none yet")


def _left_row(one: SliceView) -> tuple[Cell, ...]:
    of = translate("Calibrate", "{n} of {all} right, bound {bound}")
    on = of.format(n=formats.count(one.right), all=formats.count(one.n), bound=formats.percent(one.bound))
    since = one.ended_at or one.graduated_at
    return (
        Cell(left_words(one.state), badge=LEFT.get(one.state, "muted")),
        Cell(slice_name(one), data=True),
        Cell(figures.unsure_words(one.unsure)),
        Cell(on),
        Cell(audits_words(one), "text" if one.audited_n or one.audited_late else "muted"),
        Cell(formats.day_time(since) if since is not None else NONE, "muted"),
    )
