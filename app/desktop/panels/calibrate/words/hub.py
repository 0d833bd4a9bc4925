"""Thresholds and the simulator in words."""

from PySide6.QtCore import QCoreApplication

from app.contract.hub import HubView, RuleView, SideView, SimulationRow, SimulationView
from app.desktop.panels.calibrate.state import CalibrateState, HubData, chosen_of, threshold_of
from app.desktop.panels.calibrate.words import figures
from app.desktop.panels.calibrate.words.figures import NONE
from app.desktop.widgets import formats
from app.desktop.widgets.chart_spec import Axis, Band, Chart, Curve, Dot, Rule
from app.desktop.widgets.chart_ticks import counts, nice_top, shares
from app.desktop.widgets.page import Table
from app.desktop.widgets.record_list import Cell, Column

translate = QCoreApplication.translate


def row_at(view: SimulationView, at: float | None) -> SimulationRow | None:
    """The row of the grid that a threshold lies on."""
    if at is None or not view.rows:
        return None
    return min(view.rows, key=lambda row: abs(row.threshold - at))


def heading(side: str) -> str:
    return {
        "pass": translate("Calibrate", "ROCA passes alone from"),
        "block": translate("Calibrate", "ROCA blocks alone from"),
    }.get(side, side)


def slider_name(state: CalibrateState, side: str) -> str:
    """What a screen reader hears of a slider."""
    data: HubData = state.data
    now, at = threshold_of(data, data.case_type, side), chosen_of(state, side)
    return f"{heading(side)} {figures.change(now if now != at else None, at)}"


def compare_table(state: CalibrateState, side: str) -> Table:
    """What the threshold in force would have done beside the one under the slider."""
    data: HubData = state.data
    view = data.sims[side]
    now, to = threshold_of(data, data.case_type, side), chosen_of(state, side)
    old, new = row_at(view, now), row_at(view, to)
    columns = (
        Column(translate("Calibrate", "last %n days", "", state.days), 0.5, 120),
        Column(
            NONE if now is None else translate("Calibrate", "in force: {at}").format(at=figures.threshold(now)),
            0.25,
            right=True,
        ),
        Column(translate("Calibrate", "at {at}").format(at=figures.threshold(to)), 0.25, right=True),
    )

    def line(words: str, tell: object) -> tuple[Cell, ...]:
        assert callable(tell)
        left = Cell(tell(old) if old is not None else NONE, "muted")
        return Cell(words), left, Cell(tell(new) if new is not None else NONE, strong=True)

    rows = (
        line(translate("Calibrate", "To people"), lambda row: formats.count(row.to_people)),
        line(translate("Calibrate", "of all cases"), lambda row: figures.share_of(row.share)),
        line(translate("Calibrate", "Work of people"), lambda row: figures.hours(row.hours)),
        line(figures.error_words(side), lambda row: figures.number_of(row.wrong)),
        line(
            translate("Calibrate", "Cost, a wrong one at {n} min").format(n=formats.count(state.cost)),
            lambda row: figures.hours(None if row.cost is None else row.cost / 60),
        ),
    )
    return columns, rows


def said(state: CalibrateState, side: str) -> str:
    """What the simulator rests on, and what the labels cannot say."""
    view = state.data.sims[side]
    if not view.cases:
        return translate("Calibrate", "No case of this type came on this side in this time.")
    row = row_at(view, chosen_of(state, side))
    known = row.known if row is not None else 0
    rests = translate(
        "Calibrate", "Of {cases} past cases; of those that ROCA would decide alone the truth of {known} is known."
    ).format(cases=formats.count(view.cases), known=formats.count(known))
    unseen = ""
    if row is not None and row.unseen:
        unseen = translate("Calibrate", "Of %n cases nothing can be said: none of their kind was looked at.", "",
                           row.unseen)  # fmt: skip
    return formats.together(rests, unseen, *(note_words(note) for note in view.notes))


def note_words(note: str) -> str:
    return {
        "labels_from_queue": translate(
            "Calibrate", "Labels of the queue are of cases that ROCA was unsure of; they say little of the others."
        ),
        "labels_from_audits": translate("Calibrate", "Decisions of ROCA alone are known by random audits."),
        "no_audits": translate(
            "Calibrate", "Of some that ROCA decided alone none was audited: what it gets wrong there nobody knows."
        ),
        "few_labels": translate("Calibrate", "Fewer than 30 labels: too few to say much."),
        "undecided_left_out": translate("Calibrate", "People have not decided all of them yet."),
        "seen_labels": translate(
            "Calibrate", "Some were decided with ROCA's word in sight, and people follow it."
        ),
    }.get(note, note)  # fmt: skip


# --- charts -----------------------------------------------------------------------------------------


def _x() -> Axis:
    ticks = tuple((n / 10, formats.number(n / 10, 1)) for n in range(5, 11))
    return Axis(translate("Calibrate", "threshold"), 0.5, 1.0, ticks)


def _rules(state: CalibrateState, side: str, top: float) -> tuple[Rule, ...]:
    now, to = threshold_of(state.data, state.data.case_type, side), chosen_of(state, side)
    found = []
    if now is not None:
        found.append(Rule(now, top, translate("Calibrate", "in force") if now != to else "", "muted"))
    if now is None or abs(now - to) > 1e-9:
        found.append(Rule(to, top, figures.threshold(to), "accent"))
    return tuple(found)


def people_chart(state: CalibrateState, side: str) -> Chart | None:
    """How much of the work people would have."""
    view = state.data.sims[side]
    if not view.cases:
        return None
    rows = view.rows
    return Chart(
        translate("Calibrate", "Share of cases to people, by threshold"),
        _x(),
        Axis(translate("Calibrate", "to people"), 0, 1, shares(0, 1)),
        bands=(Band(tuple((row.threshold, row.share.low, row.share.high) for row in rows)),),
        curves=(Curve(tuple((row.threshold, row.share.estimate) for row in rows)),),
        rules=_rules(state, side, 0.94),
        dots=tuple(_dot(row, row.share.estimate, figures.share_of(row.share)) for row in rows[::5]),
    )


def wrong_chart(state: CalibrateState, side: str) -> Chart | None:
    """How many decisions of the agent alone would have been wrong."""
    view = state.data.sims[side]
    rows = [(row, row.wrong) for row in view.rows if row.wrong is not None]
    if not view.cases or not rows:
        return None
    top = max(1.0, nice_top(max(wrong.high for _, wrong in rows)))

    return Chart(
        translate("Calibrate", "Wrong decisions of ROCA alone, by threshold"),
        _x(),
        Axis(figures.error_words(side), 0, top, counts(0, top)),
        bands=(Band(tuple((row.threshold, wrong.low, wrong.high) for row, wrong in rows), "block_bg"),),
        curves=(Curve(tuple((row.threshold, wrong.estimate) for row, wrong in rows), "block"),),
        rules=_rules(state, side, top * 0.94),
        dots=tuple(_dot(row, wrong.estimate, figures.number_of(wrong), "block") for row, wrong in rows[::5]),
    )


def _dot(row: SimulationRow, y: float, shown: str, colour: str = "accent") -> Dot:
    told = translate("Calibrate", "at {at}: {shown}").format(at=figures.threshold(row.threshold), shown=shown)
    return Dot(row.threshold, y, told, told, colour=colour, data=False)


def grid_table(view: SimulationView) -> Table:
    """What lies behind both charts."""
    columns = (
        Column(translate("Calibrate", "Threshold"), 0.0),
        Column(translate("Calibrate", "To people"), 0.2, right=True),
        Column(translate("Calibrate", "of all cases"), 0.4, right=True),
        Column(translate("Calibrate", "Work of people"), 0.2, right=True),
        Column(figures.error_words(view.side), 0.4, right=True),
        Column(translate("Calibrate", "Cost"), 0.2, right=True),
    )
    rows = tuple(
        (
            Cell(figures.threshold(row.threshold)),
            Cell(formats.count(row.to_people)),
            Cell(figures.share_of(row.share)),
            Cell(figures.hours(row.hours)),
            Cell(figures.number_of(row.wrong)),
            Cell(figures.hours(None if row.cost is None else row.cost / 60)),
        )
        for row in view.rows
    )
    return columns, rows


# --- tables -----------------------------------------------------------------------------------------


def in_force_table(hub: HubView) -> Table:
    columns = (
        Column(translate("Calibrate", "Type"), 0.5),
        Column(translate("Calibrate", "ROCA may"), 0.2),
        Column(translate("Calibrate", "From confidence"), 0.0, right=True),
        Column(translate("Calibrate", "Rule version"), 0.4, gives=True),
        Column(translate("Calibrate", "Since"), 0.1),
        Column(translate("Calibrate", "Set by"), 0.3, gives=True),
        Column(translate("Calibrate", "Under way"), 0.3),
    )
    return columns, tuple(_side_row(one) for one in hub.sides)


def _side_row(one: SideView) -> tuple[Cell, ...]:
    text, data = figures.type_words(one.case_type)
    rule = one.in_force
    if one.proposal_id is not None:
        way = Cell(translate("Calibrate", "proposal open"), badge="escalate")
    elif one.next is not None:
        told = translate("Calibrate", "{at} from {day}")
        way = Cell(told.format(at=figures.threshold(one.next.threshold), day=formats.day_time(one.next.effective_from)))
    else:
        way = Cell(NONE, "muted")
    return (
        Cell(text, data=data),
        Cell(figures.side_words(one.side)),
        Cell(figures.threshold(rule.threshold if rule is not None else None), strong=True),
        Cell(rule.rule_version if rule is not None else NONE, "muted", data=True),
        Cell(formats.day_time(rule.effective_from) if rule is not None else NONE, "muted"),
        Cell(rule.set_by_name if rule is not None else NONE, data=True),
        way,
    )


def versions_table(found: SideView | None) -> Table:
    columns = (
        Column(translate("Calibrate", "Version"), 0.0, right=True),
        Column(translate("Calibrate", "From confidence"), 0.0, right=True),
        Column(translate("Calibrate", "In force"), 0.2),
        Column(translate("Calibrate", "Set by"), 0.2, gives=True),
        Column(translate("Calibrate", "Outside"), 0.2, gives=True),
        Column(translate("Calibrate", "Why"), 1.0, gives=True),
    )
    return columns, tuple(_version_row(rule) for rule in (found.versions if found is not None else ()))


def _version_row(rule: RuleView) -> tuple[Cell, ...]:
    start = formats.day_time(rule.effective_from)
    if rule.ended_at is None:
        span = translate("Calibrate", "since {start}").format(start=start)
    else:
        span = translate("Calibrate", "{start} to {end}").format(start=start, end=formats.day_time(rule.ended_at))
    taken = NONE
    if rule.acknowledged_at is not None:
        taken = translate("Calibrate", "taken over {time}").format(time=formats.day_time(rule.acknowledged_at))
    why = rule.why
    if rule.rolled_back is not None:
        why = translate("Calibrate", "Rolled back: {why}").format(why=rule.why)
    return (
        Cell(formats.count(rule.version)),
        Cell(figures.threshold(rule.threshold), strong=rule.ended_at is None),
        Cell(span, "text" if rule.ended_at is None else "muted"),
        Cell(rule.set_by_name, data=True),
        Cell(taken, "muted"),
        Cell(why, data=True),
    )


def flag_words(flag: str) -> str:
    return {
        "other_rule": translate("Calibrate", "cited a version that was not in force"),
        "other_threshold": translate("Calibrate", "cited another threshold than the version has"),
        "other_arm": translate("Calibrate", "used the rule of the other arm of an experiment"),
        "against_rule": translate("Calibrate", "decided against the threshold cited"),
    }.get(flag, flag)


def mismatch_table(hub: HubView) -> Table:
    columns = (
        Column(translate("Calibrate", "Type"), 0.4),
        Column(translate("Calibrate", "What ROCA did"), 1.0),
        Column(translate("Calibrate", "to people"), 0.0, right=True),
        Column(translate("Calibrate", "alone"), 0.0, right=True),
    )
    rows = []
    for one in hub.mismatches:
        text, data = figures.type_words(one.case_type)
        rows.append(
            (
                Cell(text, data=data),
                Cell(flag_words(one.flag)),
                Cell(formats.count(one.cases)),
                Cell(formats.count(one.alone)),
            )
        )
    return columns, tuple(rows)
