"""Figures with their interval, their number and what may be said of them."""

from PySide6.QtCore import QCoreApplication

from app.contract.scorecards import (
    DifferenceFigure,
    Figure,
    HandlingFigure,
    ScorecardView,
    ThroughputFigure,
)
from app.desktop.widgets import formats
from app.desktop.widgets.figure import FigureWords

translate = QCoreApplication.translate
NONE = "–"
STATES = {"met": "pass_", "missed": "block", "not_yet_known": "escalate"}


def sentences(*parts: str) -> str:
    """One after the other, as the language sets them."""
    return ("" if formats.language() == "zh" else " ").join(part for part in parts if part)


def state_words(state: str) -> str:
    return {
        "met": translate("Team", "met"),
        "missed": translate("Team", "missed"),
        "not_yet_known": translate("Team", "not yet known"),
    }.get(state, "")


def interval(low: float, high: float) -> str:
    return translate("Team", "{low}–{high} %").format(
        low=formats.number(low * 100, 1), high=formats.number(high * 100, 1)
    )


def number_words(n: int) -> str:
    return translate("Team", "n {n}").format(n=formats.count(n))


def withheld(more: int) -> str:
    """Why nothing is said yet."""
    return translate("Team", "Not enough yet: %n more cases until it is shown.", "", more)


def share_text(figure: Figure) -> str:
    """A share in a row of a table: its value, interval and number."""
    if figure.share is None or figure.low is None or figure.high is None:
        return number_words(figure.n) if figure.n else NONE
    return translate("Team", "{share} ({interval}), n {n}").format(
        share=formats.percent(figure.share),
        interval=interval(figure.low, figure.high),
        n=formats.count(figure.n),
    )


def reason(figure: Figure) -> str:
    """Why a figure stands to its target as it does, and what the contract's point estimate says."""
    if figure.target is None or not figure.state:
        return ""
    # The figure and its sign stay on one line.
    target = formats.percent(figure.target, 0).replace(" ", "\u00a0")
    match figure.state:
        case "met":
            why = translate("Team", "Even the lower bound of what it may truly be clears {target}.")
        case "missed":
            why = translate("Team", "Even the upper bound of what it may truly be is below {target}.")
        case _ if figure.more_to_know and figure.more_at_rate:
            why = translate(
                "Team",
                "%n more cases without an error would show {target}; about {rate} if it goes on as it has.",
                "",
                figure.more_to_know,
            ).replace("{rate}", formats.count(figure.more_at_rate))
        case _ if figure.more_to_know:
            why = translate("Team", "%n more cases without an error would show {target}.", "", figure.more_to_know)
        case _:
            why = translate("Team", "Too few cases to say whether it is {target}.")
    contract = {
        "met": translate("Team", "The contract's point estimate: met."),
        "missed": translate("Team", "The contract's point estimate: missed."),
    }.get(figure.contract or "", "")
    return sentences(why.format(target=target), contract)


def share(figure: Figure, word: str) -> FigureWords:
    """A share as a card."""
    undecided = translate("Team", "%n not settled yet", "", figure.undecided) if figure.undecided else ""
    if figure.share is None or figure.low is None or figure.high is None:
        return FigureWords(NONE, word, number_words(figure.n), reason=withheld(figure.more_to_show))
    basis = translate("Team", "{interval}, n {n}").format(
        interval=interval(figure.low, figure.high), n=formats.count(figure.n)
    )
    return FigureWords(
        formats.percent(figure.share),
        word,
        " · ".join(part for part in (basis, undecided) if part),
        state_words(figure.state or ""),
        STATES.get(figure.state or "", "muted"),
        reason(figure),
    )


def handling(figure: HandlingFigure) -> FigureWords:
    word = translate("Team", "active time for a decision")
    if figure.median_ms is None or figure.p90_ms is None:
        return FigureWords(NONE, word, number_words(figure.n), reason=withheld(figure.more_to_show))
    basis = translate("Team", "nine in ten under {p90}, n {n}").format(
        p90=formats.span(figure.p90_ms / 1000), n=formats.count(figure.n)
    )
    idle = translate("Team", "The median of input and focus; pauses over {idle} do not count.").format(
        idle=formats.span(figure.idle_cutoff_ms / 1000)
    )
    return FigureWords(formats.span(figure.median_ms / 1000), word, basis, reason=idle)


def throughput(figure: ThroughputFigure) -> FigureWords:
    word = translate("Team", "decisions a day")
    if figure.per_day is None:
        return FigureWords(NONE, word, number_words(figure.n), reason=withheld(figure.more_to_show))
    basis = translate("Team", "{n} on %n days", "", figure.days).format(n=formats.count(figure.n))
    hour = (
        translate("Team", "{pace} in an hour of active time").format(pace=formats.number(figure.per_active_hour, 1))
        if figure.per_active_hour is not None
        else ""
    )
    return FigureWords(formats.number(figure.per_day, 1), word, basis, reason=hour)


def pull(figure: DifferenceFigure) -> FigureWords:
    """How far the agent's word moves decisions."""
    word = translate("Team", "pull of ROCA's word")
    basis = translate("Team", "n {n_1} with it in sight, {n_2} blind").format(
        n_1=formats.count(figure.n_1), n_2=formats.count(figure.n_2)
    )
    if figure.difference is None or figure.low is None or figure.high is None:
        return FigureWords(NONE, word, basis, reason=withheld(figure.more_to_show))
    value = translate("Team", "{points} points").format(points=formats.signed(figure.difference * 100, 1))
    why = (
        translate("Team", "Between {low} and {high} points: no pull is shown.")
        if figure.low <= 0 <= figure.high
        else translate("Team", "Between {low} and {high} points: decisions follow its word.")
        if figure.low > 0
        else translate("Team", "Between {low} and {high} points: decisions go against its word.")
    ).format(low=formats.signed(figure.low * 100, 1), high=formats.signed(figure.high * 100, 1))
    return FigureWords(value, word, basis, reason=why)


def card_figures(card: ScorecardView) -> tuple[FigureWords, ...]:
    """All of a card, the most telling first."""
    return (
        share(card.accuracy, translate("Team", "accuracy")),
        share(card.gold, translate("Team", "right on cases with a known answer")),
        share(card.agreement, translate("Team", "agreement with others")),
        share(card.in_time, translate("Team", "decided in time")),
        share(card.needless, translate("Team", "needless escalations")),
        share(card.overturned, translate("Team", "overturned")),
        handling(card.handling),
        throughput(card.throughput),
    )


def measure_words(measure: str) -> str:
    return {
        "accuracy": translate("Team", "accuracy"),
        "needless": translate("Team", "needless escalations"),
        "overturned": translate("Team", "overturned"),
        "in_time": translate("Team", "decided in time"),
        "agreement": translate("Team", "agreement with others"),
        "gold": translate("Team", "right on cases with a known answer"),
    }.get(measure, measure)


def source_words(source: str) -> str:
    """Where a judgement comes from."""
    return {
        "four_eyes": translate("Team", "four eyes"),
        "contested": translate("Team", "decided again"),
        "replaced": translate("Team", "replaced later"),
        "re_review": translate("Team", "QA re-review"),
        "session": translate("Team", "calibration session"),
    }.get(source, source)
