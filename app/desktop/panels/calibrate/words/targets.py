"""The targets board in words."""

from PySide6.QtCore import QCoreApplication

from app.contract.targets import TargetRow, TargetsBoard
from app.desktop.panels.calibrate.words import figures
from app.desktop.panels.calibrate.words.figures import NONE
from app.desktop.widgets import formats
from app.desktop.widgets.chart_spec import Axis, Chart, Curve, Dot, Level
from app.desktop.widgets.chart_ticks import lowest, shares
from app.desktop.widgets.figure import FigureWords
from app.desktop.widgets.page import Table
from app.desktop.widgets.record_list import Cell, Column

translate = QCoreApplication.translate


def measure_words(measure: str) -> str:
    return {
        "sla": translate("Calibrate", "decided within the SLA"),
        "accuracy": translate("Calibrate", "decision accuracy"),
        "precision": translate("Calibrate", "precision of ROCA"),
        "recall": translate("Calibrate", "recall of ROCA, with audits"),
        "sop_coverage": translate("Calibrate", "SOP coverage"),
        "automation": translate("Calibrate", "decided by ROCA alone"),
    }.get(measure, measure)


def value_text(row: TargetRow) -> str:
    if row.value is None:
        return NONE
    if row.low is None or row.high is None:
        return formats.percent(row.value)
    return translate("Calibrate", "{share} ({interval})").format(
        share=formats.percent(row.value), interval=figures.interval(row.low, row.high)
    )


def state_of(row: TargetRow) -> tuple[str, str]:
    """(words, colour) of how a figure stands to its target; nothing where it has none."""
    if row.target is None:
        return "", "muted"
    return figures.state_words(row.state), figures.STATES.get(row.state, "muted")


def reason(row: TargetRow) -> str:
    """Why it stands so, in a sentence."""
    if row.target is None:
        return translate("Calibrate", "Told without a target.")
    target = formats.percent(row.target, 0).replace(" ", "\u00a0")
    if row.lacking:
        return translate("Calibrate", "Target {target}. Lacking: random audits of what ROCA decided alone.").format(
            target=target
        )
    if row.value is None and row.more_to_show:
        return translate(
            "Calibrate", "Target {target}: %n more cases until it is shown.", "", row.more_to_show
        ).replace("{target}", target)
    if row.value is None:
        return translate("Calibrate", "Target {target}. Nothing is known yet.").format(target=target)
    match row.state:
        case "met":
            return translate("Calibrate", "Even the lower bound reaches {target}.").format(target=target)
        case "missed":
            return translate("Calibrate", "Even the upper bound stays below {target}.").format(target=target)
        case _ if row.more:
            return translate("Calibrate", "Target {target}: %n more cases may settle it.", "", row.more).replace(
                "{target}", target
            )
        case _:
            return translate("Calibrate", "Target {target}: too few cases to say.").format(target=target)


def figures_of(board: TargetsBoard) -> tuple[FigureWords, ...]:
    found = []
    for row in board.rows:
        basis = ""
        if row.low is not None and row.high is not None:
            basis = translate("Calibrate", "{interval}, n {n}").format(
                interval=figures.interval(row.low, row.high), n=formats.count(row.n)
            )
        value = NONE if row.value is None else formats.percent(row.value)
        found.append(FigureWords(value, measure_words(row.measure), basis, *state_of(row), reason(row)))
    return tuple(found)


def board_table(board: TargetsBoard) -> Table:
    columns = (
        Column(translate("Calibrate", "State"), 0.0),
        Column(translate("Calibrate", "Target"), 0.5),
        Column(translate("Calibrate", "at least"), 0.0, right=True),
        Column(translate("Calibrate", "value"), 0.4, right=True),
        Column(translate("Calibrate", "n"), 0.0, right=True),
        Column(translate("Calibrate", "What it takes"), 0.8, gives=True),
    )
    rows = []
    for row in board.rows:
        words, colour = state_of(row)
        rows.append(
            (
                Cell(words, badge=colour) if words else Cell(NONE, "muted"),
                Cell(measure_words(row.measure)),
                Cell(NONE if row.target is None else formats.percent(row.target, 0)),
                Cell(value_text(row), strong=True),
                Cell(formats.count(row.n)),
                Cell(reason(row), "muted"),
            )
        )
    return columns, tuple(rows)


def trend(row: TargetRow) -> Chart | None:
    """The same figure period by period, against its target."""
    points = [point for point in row.trend if point.value is not None]
    if not points:
        return None
    lows = [point.low if point.low is not None else point.value or 0.0 for point in points]
    start = lowest([*lows, row.target if row.target is not None else 1.0], 1.0)
    places = {point.from_at: float(number) for number, point in enumerate(row.trend)}
    ticks = tuple((places[point.from_at], formats.near_date(point.before_at)) for point in row.trend)
    dots = []
    for point in points:
        told = translate("Calibrate", "to {day}: {share}, n {n}").format(
            day=formats.near_date(point.before_at), share=formats.percent(point.value or 0.0), n=formats.count(point.n)
        )
        colour = {"met": "pass_", "missed": "block"}.get(point.state, "accent")
        at = places[point.from_at]
        dots.append(Dot(at, point.value or 0.0, told, told, point.low, point.high, colour, data=False))
    level: tuple[Level, ...] = ()
    if row.target is not None:
        words = translate("Calibrate", "target {share}").format(share=formats.percent(row.target, 0))
        level = (Level(row.target, words),)
    return Chart(
        measure_words(row.measure),
        Axis(translate("Calibrate", "end of the period"), -0.5, max(0.5, len(row.trend) - 0.5), ticks),
        Axis(translate("Calibrate", "share, 95 % interval"), start, 1, shares(start, 1)),
        curves=(Curve(tuple((dot.x, dot.y) for dot in dots)),),
        levels=level,
        dots=tuple(dots),
    )


def trend_table(row: TargetRow) -> Table:
    columns = (
        Column(translate("Calibrate", "Period"), 0.5),
        Column(translate("Calibrate", "value"), 0.4, right=True),
        Column(translate("Calibrate", "n"), 0.1, right=True),
        Column(translate("Calibrate", "State"), 0.2),
    )
    rows = []
    for point in row.trend:
        span = translate("Calibrate", "{start} to {end}").format(
            start=formats.near_date(point.from_at), end=formats.near_date(point.before_at)
        )
        value = NONE
        if point.value is not None:
            value = formats.percent(point.value)
            if point.low is not None and point.high is not None:
                value = translate("Calibrate", "{share} ({interval})").format(
                    share=value, interval=figures.interval(point.low, point.high)
                )
        words = figures.state_words(point.state) if row.target is not None else NONE
        rows.append((Cell(span), Cell(value), Cell(formats.count(point.n)), Cell(words, "muted")))
    return columns, tuple(rows)


def movers_table(row: TargetRow) -> Table:
    columns = (
        Column(translate("Calibrate", "Type"), 0.6),
        Column(translate("Calibrate", "n"), 0.0, right=True),
        Column(translate("Calibrate", "value"), 0.2, right=True),
        Column(translate("Calibrate", "would lift it by"), 0.3, right=True),
        Column(translate("Calibrate", "since the period before"), 0.3, right=True),
    )
    points = translate("Calibrate", "{n} points")
    rows = []
    for one in row.movers:
        text, data = figures.type_words(one.case_type)
        rows.append(
            (
                Cell(text, data=data),
                Cell(formats.count(one.n)),
                Cell(NONE if one.value is None else formats.percent(one.value)),
                Cell(points.format(n=formats.signed(one.contribution * 100, 2)), strong=one.contribution > 0),
                Cell(NONE if one.change is None else points.format(n=formats.signed(one.change * 100, 1)), "muted"),
            )
        )
    return columns, tuple(rows)
