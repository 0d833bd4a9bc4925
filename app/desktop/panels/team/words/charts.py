"""Charts of the Team room, and the tables behind them."""

from PySide6.QtCore import QCoreApplication

from app.contract.recall import RecallFigure, RecallRow, RecallView
from app.contract.scorecards import Figure, FunnelPoint, FunnelView, OwnScorecard, Subject
from app.desktop.panels.team.words import figures
from app.desktop.widgets import captions, formats
from app.desktop.widgets.chart_spec import Axis, Band, Bar, Bars, Chart, Curve, Dot, Level, nice_places
from app.desktop.widgets.chart_ticks import lowest, nice_top, shares
from app.desktop.widgets.page import Table
from app.desktop.widgets.record_list import Cell, Column

translate = QCoreApplication.translate


def subject_words(subject: Subject) -> tuple[str, bool]:
    """(words, whether they are data) of whom a card is about."""
    if subject.kind == "case_type":
        return captions.case_type(subject.id)
    if subject.kind == "vendor" and not subject.id:
        return translate("Team", "the house"), False
    if subject.kind == "team" and not subject.id:
        return translate("Team", "no team"), False
    if subject.kind == "all":
        return translate("Team", "all together"), False
    return subject.name or subject.id, True


def by_type(own: OwnScorecard) -> Bars | None:
    """One's own accuracy, type by type."""
    if not own.by_type:
        return None
    told = [(one, one.accuracy) for one in own.by_type]
    lows = [figure.low for _, figure in told if figure.low is not None]
    start = lowest(lows, 0.9)
    bars = tuple(bar(captions.case_type(one.subject.id)[0], figure) for one, figure in told)
    level = Level(own.card.benchmark, translate("Team", "automated checks {share}").format(
        share=formats.percent(own.card.benchmark, 0)
    ), "muted")  # fmt: skip
    name = translate("Team", "Accuracy by type")
    return Bars(
        name, Axis(translate("Team", "share judged right, 95 % interval"), start, 1, shares(start, 1)), bars, level
    )


def bar(name: str, figure: Figure, *, data: bool = False, colour: str = "bar") -> Bar:
    if figure.share is None:
        shown = translate("Team", "n {n}, %n more until it is shown", "", figure.more_to_show)
        return Bar(name, shown.format(n=formats.count(figure.n)), data=data)
    return Bar(name, figures.share_text(figure), figure.share, figure.low, figure.high, colour, data=data)


def by_type_table(own: OwnScorecard) -> Table:
    columns = (Column(translate("Team", "Type"), 1.0), Column(figures.measure_words("accuracy"), 1.0))
    rows = tuple((Cell(*_typed(one.subject.id)), Cell(figures.share_text(one.accuracy))) for one in own.by_type)
    return columns, rows


def _typed(code: str) -> tuple[str, str, bool]:
    text, data = captions.case_type(code)
    return text, "text", data


def funnel(view: FunnelView) -> Chart | None:
    """Shares against the number of cases they rest on; None while nobody has enough."""
    points = [point for point in view.points if point.figure.share is not None]
    if not points:
        return None
    most = max(point.figure.n for point in points)
    far = nice_places(0, most * 1.08, 5)
    end = max(most * 1.1, far[-1] if far else 1)
    limits = [limit for limit in view.limits if 0 < limit.n <= end]
    values = [point.figure.share or 0.0 for point in points] + [limit.low95 for limit in limits if limit.n >= most / 4]
    high_wanted = max((point.figure.share or 0.0 for point in points), default=1.0)
    good_is_high = view.measure in ("accuracy", "agreement", "in_time")
    low = lowest(values, 0.9) if good_is_high else 0.0
    high = (
        1.0
        if good_is_high
        else min(1.0, max(0.05, nice_top(max(high_wanted, *(one.high95 for one in limits[-1:]), 0.0))))
    )
    levels: list[Level] = []
    if view.centre.share is not None:
        text = translate("Team", "all together {share}").format(share=formats.percent(view.centre.share))
        levels.append(Level(view.centre.share, text, "muted"))
    if view.benchmark is not None:
        text = translate("Team", "automated checks {share}").format(share=formats.percent(view.benchmark, 0))
        levels.append(Level(view.benchmark, text, "pass_"))
    return Chart(
        translate("Team", "{measure} against the number of cases").format(measure=figures.measure_words(view.measure)),
        Axis(translate("Team", "cases judged"), 0, end, tuple((place, formats.count(round(place))) for place in far)),
        Axis(figures.measure_words(view.measure), low, high, shares(low, high)),
        bands=(Band(tuple((one.n, max(low, one.low95), min(high, one.high95)) for one in limits)),),
        curves=tuple(
            Curve(tuple((one.n, value(one)) for one in limits if low <= value(one) <= high), "muted", True)
            for value in (lambda one: one.low998, lambda one: one.high998)
        ),
        levels=tuple(levels),
        dots=tuple(_dot(point) for point in points),
    )


def outside_words(point: FunnelPoint) -> tuple[str, str]:
    """(words, colour) of where somebody lies."""
    if point.outside is None:
        return translate("Team", "not enough yet"), "muted"
    if point.outside == 0:
        return translate("Team", "within chance"), "text"
    if abs(point.outside) == 1:
        above = point.outside > 0
        return (translate("Team", "above 95 % limit") if above else translate("Team", "below 95 % limit")), "escalate"
    above = point.outside > 0
    return (translate("Team", "above 99.8 % limit") if above else translate("Team", "below 99.8 % limit")), "block"


def _dot(point: FunnelPoint) -> Dot:
    name, data = subject_words(point.subject)
    words, colour = outside_words(point)
    told = translate("Team", "{name}: {share}, {where}").format(
        name=name, share=figures.share_text(point.figure), where=words
    )
    return Dot(
        point.figure.n,
        point.figure.share or 0.0,
        name,
        told,
        colour="accent" if not point.outside else colour,
        named=bool(point.outside),
        data=data,
    )


def funnel_table(view: FunnelView) -> Table:
    columns = (
        Column(translate("Team", "Who"), 1.0),
        Column(figures.measure_words(view.measure), 1.0),
        Column(translate("Team", "Against the limits"), 1.0),
    )
    rows: list[tuple[Cell, ...]] = []
    for point in view.points:
        name, data = subject_words(point.subject)
        words, colour = outside_words(point)
        rows.append((Cell(name, data=data), Cell(figures.share_text(point.figure)), Cell(words, colour)))
    return columns, tuple(rows)


def funnel_said(view: FunnelView) -> str:
    """What the funnel means, in a sentence or two."""
    counted = [point for point in view.points if point.outside is not None]
    if not counted:
        return translate("Team", "Nobody has enough judged cases yet for a figure that may be shown.")
    out = sum(bool(point.outside) for point in counted)
    held = len(view.points) - len(counted)
    said = (
        translate("Team", "All lie within the limits: they differ by no more than chance does.")
        if not out
        else translate("Team", "%n lie outside the limits; the others differ by no more than chance does.", "", out)
    )
    return figures.sentences(said, translate("Team", "%n have too few cases to be shown.", "", held) if held else "")


def part_words(part: str) -> str:
    return {
        "auto_pass": translate("Team", "passed by ROCA alone"),
        "auto_block": translate("Team", "blocked by ROCA alone"),
        "queue": translate("Team", "decided by people"),
    }.get(part, part)


def recall_bars(view: RecallView) -> Bars | None:
    """Recall by type with its targets; None while there is nothing to estimate from."""
    rows = [row for row in view.rows if row.recall.estimate is not None]
    if not rows:
        return None
    lows = [row.recall.low for row in rows if row.recall.low is not None]
    start = lowest(lows, 0.9)
    bars = tuple(_recall_bar(row) for row in view.rows)
    targets = sorted({one.target for row in rows for one in row.recall.targets})
    level = Level(targets[-1], formats.percent(targets[-1], 0), "pass_") if targets else None
    name = translate("Team", "Recall by random audits")
    axis = Axis(translate("Team", "share of bad cases that ROCA catches, 95 % interval"), start, 1, shares(start, 1))
    return Bars(name, axis, bars, level)


def type_words(code: str) -> tuple[str, bool]:
    return (translate("Team", "all types"), False) if code == "*" else captions.case_type(code)


def _recall_bar(row: RecallRow) -> Bar:
    name = type_words(row.case_type)[0]
    if row.recall.estimate is None:
        return Bar(name, translate("Team", "too few audits"))
    return Bar(name, estimate_text(row.recall), row.recall.estimate, row.recall.low, row.recall.high)


def estimate_text(figure: RecallFigure) -> str:
    if figure.estimate is None:
        return figures.NONE
    if figure.low is None or figure.high is None:
        return formats.percent(figure.estimate)
    return translate("Team", "{share} ({interval})").format(
        share=formats.percent(figure.estimate), interval=figures.interval(figure.low, figure.high)
    )
