"""What My day says: its figures, the forecast, the cases one by one, the sheet for handing over."""

from datetime import UTC, datetime

from PySide6.QtCore import QCoreApplication

from app.desktop.panels.day.state import QUEUE, HandOverState
from app.desktop.ports import DayCase, DayState, DoneCase
from app.desktop.widgets import captions, formats, reasons
from app.desktop.widgets.choice_lines import ChoiceLine
from app.desktop.widgets.record_list import Cell, Column
from app.desktop.widgets.sheet import SheetContent, SheetList
from app.domain.notes import MAX_NOTE
from app.domain.sla import SlaStage

translate = QCoreApplication.translate
_STAGES = {SlaStage.AMBER: "escalate", SlaStage.RED: "block", SlaStage.LATE: "block"}
_DECISIONS = {"pass": "pass_", "block": "block", "escalate": "escalate"}


def moment(ms: int) -> datetime:
    return datetime.fromtimestamp(ms / 1000, UTC)


def plain_clock(ms: int) -> str:
    """As it is typed: the clock of this seat."""
    return moment(ms).astimezone().strftime("%H:%M")


def figures(day: DayState) -> tuple[tuple[str, str, str], ...]:
    return (
        (formats.count(day.assigned), translate("Day", "assigned to you"), "text"),
        (formats.count(day.held), translate("Day", "reserved for you"), "text"),
        (formats.count(day.late), translate("Day", "of yours late"), "block" if day.late else "text"),
        (formats.count(day.done), translate("Day", "done today"), "text"),
        (formats.span(day.active_ms / 1000), translate("Day", "active on cases"), "text"),
    )


def forecast_words(day: DayState) -> str:
    """How far the shift will get, with its interval; or why nothing can be said."""
    end = formats.clock(moment(day.shift_end)) if day.shift_end else ""
    told = day.forecast
    if not told.enough:
        return translate(
            "Day", "Too little is done today to say how far the shift will get. Three cases and 15 min are enough."
        )
    if day.now >= day.shift_end:
        return translate("Day", "The shift is over.")
    text = translate(
        "Day", "By {end} about {n} more cases, between {low} and {high} on four days in five like this one."
    )
    return text.format(
        end=end, n=formats.count(round(told.expected)), low=formats.count(told.low), high=formats.count(told.high)
    )


def basis_words(day: DayState) -> str:
    """What the forecast rests on."""
    if day.pace_per_hour is None:
        return translate("Day", "It is told from your own pace of today alone.")
    return translate("Day", "From your own pace of today: {pace} cases an hour, breaks included.").format(
        pace=formats.number(day.pace_per_hour, 1)
    )


def due_columns() -> tuple[Column, ...]:
    return (
        Column(translate("Day", "Due"), 0.0),
        Column(translate("Day", "Case"), 0.0),
        Column(translate("Day", "Type"), 1.0, gives=True),
        Column(translate("Day", "Left"), 0.0, right=True),
    )


def due_row(one: DayCase, now_ms: int) -> tuple[Cell, ...]:
    """A case that is to do: its colour goes with what it says of the time."""
    return (
        Cell(formats.clock(moment(one.due_at)), "muted"),
        Cell(one.case_id, data=True),
        Cell(*_type(one.case_type, key_user=one.key_user)),
        Cell(formats.time_left((one.due_at - now_ms) / 1000), _STAGES.get(one.stage, "text")),
    )


def done_columns() -> tuple[Column, ...]:
    return (
        Column(translate("Day", "At"), 0.0),
        Column(translate("Day", "Case"), 0.0),
        Column(translate("Day", "Type"), 1.0, gives=True),
        Column(translate("Day", "Decision"), 0.4, gives=True),
        Column(translate("Day", "Active"), 0.0, right=True),
    )


def done_row(one: DoneCase) -> tuple[Cell, ...]:
    return (
        Cell(formats.clock(moment(one.at)), "muted"),
        Cell(one.case_id, data=True),
        Cell(*_type(one.case_type)),
        Cell(captions.verb(one.case_type, one.decision) if one.decision else "–", _DECISIONS.get(one.decision, "text")),
        Cell(formats.span(one.active_ms / 1000) if one.active_ms is not None else "–", "muted"),
    )


def _type(code: str, *, key_user: bool = False) -> tuple[str, str, bool]:
    """(words, colour, whether they are data) of a type; that it is a Key User's goes first."""
    text, data = captions.case_type(code) if code else ("–", False)
    if key_user:
        return translate("Day", "KEY · {type}").format(type=text), "key", data
    return text, "text", data


def sheet_content(state: HandOverState) -> SheetContent:
    people = tuple(ChoiceLine(one.user_id, one.name, True) for one in state.people or ())
    lines = (ChoiceLine(QUEUE, translate("Day", "Back to the queue")), *people)
    chosen = frozenset({state.to} if state.to is not None else ())
    said, tone = "", "muted"
    if state.problem:
        code = state.problem
        said = translate("Day", "Choose a person, or the queue") if code == "assignee_required" else _why(code)
        tone = "block"
    elif state.busy:
        said = translate("Day", "Being kept …")
    elif state.people is None:
        said = translate("Day", "Asking the server who is here …")
    elif state.offline:
        said = translate("Day", "The server did not name your colleagues. The cases can go back to the queue.")
    return SheetContent(
        title=translate("Day", "Hand everything over"),
        lead=translate("Day", "%n cases of yours go to one person, or back to the queue.", "", state.count),
        under=translate("Day", "What you have drafted stays yours; the note goes with each case."),
        lists=(
            SheetList(
                "to",
                translate("Day", "To whom"),
                lines,
                chosen,
                filtered=True,
                most=8,
                none=translate("Sheets", "Nobody is called that"),
            ),
        ),
        entry=state.find,
        entry_name=translate("Day", "Find a colleague"),
        entry_hint=translate("Day", "Type to find a colleague"),
        text=state.note,
        text_name=translate("Day", "Note"),
        text_hint=translate("Day", "What the next person should know"),
        counted=translate("Day", "{n} of {most}").format(
            n=formats.count(len(state.note)), most=formats.count(MAX_NOTE)
        ),
        too_many=len(state.note) > MAX_NOTE,
        said=said,
        tone=tone,
        button=translate("Day", "Hand over"),
        keys_entry=translate("Sheets", "Type to find, ↑ ↓ move, Enter chooses, Tab to the note, Esc closes"),
        keys_text=translate("Sheets", "Enter sends, Shift+Enter starts a line, Esc closes"),
    )


def _why(code: str) -> str:
    known = reasons.why_not(code)
    return known if known != reasons.other(code) else reasons.problem(code)
