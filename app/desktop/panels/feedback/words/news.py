"""News in words: what became of what one has annotated, and of what one raised."""

from PySide6.QtCore import QCoreApplication

from app.contract.feedback import OwnFeedbackPage
from app.contract.news import NewsView
from app.desktop.panels.feedback.words import names
from app.desktop.panels.feedback.words.names import NONE
from app.desktop.ports import NewsRow, NewsState
from app.desktop.widgets import captions, finding_words, formats
from app.desktop.widgets.figure import FigureWords
from app.desktop.widgets.page import Table
from app.desktop.widgets.record_list import Cell, Column

translate = QCoreApplication.translate


def event_words(event: str) -> tuple[str, str]:
    """(words, badge colour) of what happened."""
    return {
        "opened": (translate("Feedback", "found to recur"), "escalate"),
        "accepted": (translate("Feedback", "accepted"), "accent"),
        "in_work": (translate("Feedback", "in work"), "accent"),
        "shipped": (translate("Feedback", "a change is out"), "key"),
        "verified": (translate("Feedback", "verified as mended"), "pass_"),
        "dismissed": (translate("Feedback", "dismissed"), "muted"),
        "merged": (translate("Feedback", "merged into another"), "muted"),
        "reopened": (translate("Feedback", "opened again"), "escalate"),
        "retested": (translate("Feedback", "a candidate was tested"), "key"),
    }.get(event, (event, "muted"))


def about(view: NewsView) -> tuple[str, bool]:
    """(words, whether they are data) of which of one's findings it is about."""
    if view.title:
        return view.title, True
    text, data = names.cause(view.label, view.code, view.attribution)
    return text or names.type_words(view.case_type)[0], data


def figures(state: NewsState) -> tuple[FigureWords, ...]:
    """What has become of it all so far."""
    events = [row.view.event for row in state.rows]
    latest: dict[str, str] = {}
    for row in reversed(state.rows):
        latest[row.view.feedback_id] = row.view.event
    now = list(latest.values())
    return (
        FigureWords(
            formats.count(state.unread),
            translate("Feedback", "not read yet"),
            translate("Feedback", "of {n}").format(n=formats.count(len(events))),
        ),
        FigureWords(
            formats.count(sum(event in ("accepted", "in_work") for event in now)),
            translate("Feedback", "being worked on"),
            reason=translate("Feedback", "Findings to which your reviews belong."),
        ),
        FigureWords(
            formats.count(sum(event == "shipped" for event in now)),
            translate("Feedback", "changed"),
            reason=translate("Feedback", "A new version, threshold or SOP page is out."),
        ),
        FigureWords(
            formats.count(sum(event == "verified" for event in now)),
            translate("Feedback", "verified as mended"),
            reason=translate("Feedback", "By the cases that came since."),
        ),
    )


def listed(state: NewsState) -> Table:
    columns = (
        Column(translate("Feedback", "When"), 0.0),
        Column("", 0.0),
        Column(translate("Feedback", "What happened"), 0.0),
        Column(translate("Feedback", "To what you found"), 0.6),
        Column(translate("Feedback", "Type"), 0.3, gives=True),
        Column(translate("Feedback", "Your cases"), 0.0, right=True),
        Column(translate("Feedback", "In their words"), 0.6, gives=True),
        Column(translate("Feedback", "By"), 0.1, gives=True),
    )
    return columns, tuple(_row(row) for row in state.rows)


def _row(row: NewsRow) -> tuple[Cell, ...]:
    view = row.view
    words, badge = event_words(view.event)
    what, data = about(view)
    kind, kind_data = names.type_words(view.case_type)
    return (
        Cell(formats.day_time(view.at), "muted"),
        Cell(translate("Feedback", "new"), badge="accent") if row.unread else Cell(""),
        Cell(words, badge=badge),
        Cell(what, data=data, strong=row.unread),
        Cell(kind, data=kind_data),
        Cell(formats.count(view.cases)),
        Cell(came_of(view) or NONE, data=bool(view.reason)),
        Cell(view.by_name or NONE, data=view.by_name is not None),
    )


def came_of(view: NewsView) -> str:
    """What whoever did it said, and what came of it."""
    told = [view.reason] if view.reason else []
    if view.result_ref:
        told.append(f"{finding_words.result(view.result_kind or '')} {view.result_ref}")
    mended, repeated = getattr(view, "mended", None), getattr(view, "repeated", None)
    if mended is not None:
        told.append(translate("Feedback", "%n of your marks no longer hold", "", mended))
    if repeated is not None:
        told.append(translate("Feedback", "%n of your marks still hold", "", repeated))
    return translate("Feedback", "; ").join(told)


def whole(view: NewsView) -> str:
    """One piece of news in sentences, with the cases it is about."""
    words = event_words(view.event)[0]
    route = captions.route(view.route)[0] if view.route else ""
    # What somebody wrote as a sentence ends with a stop of its own.
    what = about(view)[0].rstrip(" .。")
    said = translate("Feedback", "{what}: {event}.").format(what=what, event=words)
    raised = translate("Feedback", "You raised it.") if view.raised else ""
    way = translate("Feedback", "Route {route}.").format(route=route) if route else ""
    reason = translate("Feedback", "“{reason}”").format(reason=view.reason) if view.reason else ""
    cases = translate("Feedback", ", ").join(view.case_ids)
    of = (
        translate("Feedback", "Your latest cases in it: {cases}. O opens the first.").format(cases=cases)
        if cases
        else ""
    )
    return formats.together(said, raised, way, reason, of)


def own_said(page: OwnFeedbackPage) -> str:
    """What can be done with what one raised."""
    said = translate(
        "Feedback", "While a finding is open, E words it otherwise and B takes it back; Tab leads from table to table."
    )
    more = (
        translate("Feedback", "These are the newest %n; H shows more.", "", len(page.items)) if page.next_after else ""
    )
    return formats.together(said, more)


def own(page: OwnFeedbackPage) -> Table:
    columns = (
        Column(translate("Feedback", "Raised"), 0.0),
        Column(translate("Feedback", "Finding"), 0.6),
        Column(translate("Feedback", "Cases"), 0.0, right=True),
        Column(translate("Feedback", "Route"), 0.2),
        Column(translate("Feedback", "State"), 0.0),
        Column(translate("Feedback", "In their words"), 0.4, gives=True),
    )
    rows = []
    for one in page.items:
        words, badge = finding_words.state(one.state)
        rows.append(
            (
                Cell(formats.day_time(one.opened_at), "muted"),
                Cell(one.title, data=True),
                Cell(formats.count(len(one.cases))),
                Cell(captions.route(one.route)[0] if one.route else NONE),
                Cell(words, badge=badge),
                Cell(one.reason or NONE, data=bool(one.reason)),
            )
        )
    return columns, tuple(rows)
