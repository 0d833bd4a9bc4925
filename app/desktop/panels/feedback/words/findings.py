"""Findings in a list, and one of them: figures, weeks, cases, history."""

from PySide6.QtCore import QCoreApplication

from app.contract.feedback import FeedbackBrief, FeedbackPage
from app.desktop.panels.feedback.words import names
from app.desktop.panels.feedback.words.names import NONE
from app.desktop.widgets import finding_words, formats
from app.desktop.widgets.figure import FigureWords
from app.desktop.widgets.page import Table
from app.desktop.widgets.record_list import Cell, Column

translate = QCoreApplication.translate


def lift_text(lift: float | None, low: float | None, high: float | None) -> str:
    if lift is None or low is None or high is None:
        return NONE
    return translate("Feedback", "{lift} × ({low}–{high})").format(
        lift=formats.number(lift, 1), low=formats.number(low, 1), high=formats.number(high, 1)
    )


def more_said(page: FeedbackPage) -> str:
    """How many stand in the list, where there are more."""
    if page.next_after is None:
        return ""
    return translate("Feedback", "These are the newest %n; H shows more.", "", len(page.items))


def state_figures(page: FeedbackPage) -> tuple[FigureWords, ...]:
    """How many findings stand where."""
    said = {
        "open": translate("Feedback", "Nobody has taken them on yet."),
        "in_work": translate("Feedback", "Accepted, or somebody is at it."),
        "shipped": translate("Feedback", "A change is out; cases from now on show whether it holds."),
        "verified": translate("Feedback", "Mended, by the cases that came since."),
    }
    counts = dict(page.counts)
    counts["in_work"] = counts.get("in_work", 0) + counts.get("accepted", 0)
    return tuple(
        FigureWords(formats.count(counts.get(state, 0)), finding_words.state(state)[0], reason=text)
        for state, text in said.items()
    )


def listed(page: FeedbackPage) -> Table:
    """Findings, the newest first."""
    columns = (
        Column(translate("Feedback", "Finding"), 1.0),
        Column(translate("Feedback", "Type"), 0.3, gives=True),
        Column(translate("Feedback", "Errors"), 0.0, right=True),
        Column(translate("Feedback", "Lift"), 0.1),
        Column(translate("Feedback", "Chance?"), 0.1),
        Column(translate("Feedback", "Cost"), 0.0, right=True),
        Column(translate("Feedback", "Route"), 0.3),
        Column(translate("Feedback", "State"), 0.0),
    )
    return columns, tuple(_row(item) for item in page.items)


def _row(item: FeedbackBrief) -> tuple[Cell, ...]:
    text, data = names.finding(item)
    kind, kind_data = names.type_words(item.case_type)
    chance, colour = names.chance_short(item.q) if item.q is not None else (NONE, "muted")
    state, badge = finding_words.state(item.state)
    of = (
        translate("Feedback", "{n} of {all}").format(n=formats.count(item.count), all=formats.count(item.errors))
        if item.count is not None and item.errors is not None
        else formats.count(item.cases)
        if item.cases
        else NONE
    )
    return (
        Cell(text, data=data, strong=True),
        Cell(kind, data=kind_data),
        Cell(of),
        Cell(lift_text(item.lift, item.lift_low, item.lift_high)),
        Cell(chance, colour),
        Cell(names.cost_words(item.minutes) if item.minutes is not None else NONE),
        Cell(names.route_words(item), "text" if item.route else "muted"),
        Cell(state, badge=badge),
    )
