"""The words of the light sheets: each kind of `SheetState` as a `SheetContent`."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication

from app.desktop.panels.review.sheet_state import SheetState
from app.desktop.panels.review.view import along_words, decision_words, house_words, queue_words
from app.desktop.panels.review.view.sentences import personal_line
from app.desktop.panels.review.view.sheet_parts import fact, list_of, moment
from app.desktop.widgets import captions, formats, reasons
from app.desktop.widgets.rationale_edit import TextMark
from app.desktop.widgets.sheet import SheetContent
from app.domain.missing import MAX_TEXT
from app.domain.notes import MAX_NOTE

translate = QCoreApplication.translate


def content(state: SheetState) -> SheetContent:
    made = _KINDS[state.kind](state)
    said, tone = made.said, made.tone
    personal = personal_words(state)
    if personal:
        said, tone = personal, "block" if any(mark.refused for mark in state.marks) else "escalate"
    if state.problem:
        said, tone = problem(state.problem), "block"
    if state.busy:
        said, tone = translate("Sheets", "Being kept …"), "muted"
    marks = tuple(TextMark(mark.start, mark.end, mark.refused) for mark in state.marks)
    return made._replace(
        said=said,
        tone=tone,
        text=state.text,
        entry=state.entry,
        marks=marks,
        keys=made.keys or _keys(state),
        keys_entry=made.keys_entry or translate("Sheets", "Tab goes on, Enter sends, Esc closes"),
        keys_text=made.keys_text or translate("Sheets", "Enter sends, Shift+Enter starts a line, Esc closes"),
    )


def problem(code: str) -> str:
    """Why it cannot be sent; what belongs to a sheet alone is said here."""
    own = {
        "time_required": translate("Sheets", "Choose until when"),
        "time_unknown": translate("Sheets", "Write a time such as 14:30, or a length such as 2h or 90 min"),
        "pattern_empty": translate("Sheets", "No case is left to decide: leave fewer out"),
        "assignee_required": translate("Sheets", "Choose a person, or the queue"),
        "offline": translate("Sheets", "The server is out of reach. Try again online."),
    }
    if code in own:
        return own[code]
    along = along_words.problem(code)
    if along is not None:
        return along
    known = reasons.why_not(code)
    return known if known != reasons.other(code) else reasons.problem(code)


def personal_words(state: SheetState) -> str:
    """What looks like personal data in the note, by its kinds."""
    return personal_line(tuple((mark.kind, mark.refused) for mark in state.marks))


def _keys(state: SheetState) -> str:
    if state.text is None:
        return translate("Sheets", "↑ ↓ or 1–9 choose, Enter goes on, Esc closes")
    if not state.groups:
        return translate("Sheets", "Enter sends, Shift+Enter starts a line, Esc closes")
    return translate("Sheets", "↑ ↓ or 1–9 choose, Tab goes on, Enter sends, Esc closes")


def _short_note(most: int) -> str:
    return translate("Sheets", "Note, if one is needed (up to {most} characters)").format(most=formats.count(most))


# --- around a case ----------------------------------------------------------------------------------


def _snooze(state: SheetState) -> SheetContent:
    words = {
        "m30": translate("Sheets", "30 minutes"),
        "h1": translate("Sheets", "1 hour"),
        "h4": translate("Sheets", "4 hours"),
        "tomorrow": translate("Sheets", "Tomorrow, 09:00"),
        "own": translate("Sheets", "A time of my own"),
        "back": translate("Sheets", "Bring it back now"),
    }
    lists = {
        "reason": list_of(state, "reason", translate("Sheets", "Why"), captions.work_code),
        "until": list_of(state, "until", translate("Sheets", "Until when"), lambda row: (words.get(row, row), False)),
    }
    ordered = [lists[group.name] for group in state.groups]
    return SheetContent(
        title=translate("Sheets", "Snooze the case"),
        under=translate("Sheets", "It leaves the queue until then. Its clock goes on."),
        lists=(ordered[0], ordered[1]._replace(beside=True)),
        entry_name=translate("Sheets", "Own time"),
        entry_hint=translate("Sheets", "14:30, 2h, 90 min"),
        entry_first=False,
        text_name=translate("Sheets", "Note"),
        text_hint=_short_note(MAX_NOTE),
        said=snooze_words(state),
        tone="block" if state.facts.get("due_first") else "text",
        button=translate("Sheets", "Bring back")
        if state.chosen("until") == "back"
        else translate("Sheets", "Snooze", "button"),
        wide=True,
    )


def snooze_words(state: SheetState) -> str:
    """What being away until then does to the deadline."""
    if "until" not in state.facts:
        return ""
    when = formats.day_time(moment(state.facts["until"]))
    if state.facts.get("due_first"):
        late = formats.span(int(state.facts["late_by"]) / 1000)
        return translate("Sheets", "Back {when}: it falls due before that and will be {late} late.").format(
            when=when, late=late
        )
    left = formats.span(int(state.facts["left"]) / 1000)
    return translate("Sheets", "Back {when}, {left} before its deadline.").format(when=when, left=left)


def _wait(state: SheetState) -> SheetContent:
    return SheetContent(
        title=translate("Sheets", "Stop the clock"),
        under=translate("Sheets", "The deadline stands still until the clock is started again or evidence comes."),
        lists=(list_of(state, "reason", translate("Sheets", "Whom it waits for"), captions.work_code),),
        text_name=translate("Sheets", "Note"),
        text_hint=_short_note(MAX_NOTE),
        button=translate("Sheets", "Stop the clock"),
    )


def _skip(state: SheetState) -> SheetContent:
    return SheetContent(
        title=translate("Sheets", "Skip the case"),
        under=translate("Sheets", "It goes to somebody else. Skips are counted by their reason."),
        lists=(list_of(state, "reason", translate("Sheets", "Why"), captions.work_code),),
        text_name=translate("Sheets", "Note"),
        text_hint=_short_note(MAX_NOTE),
        button=translate("Sheets", "Skip", "button"),
    )


def _note(state: SheetState) -> SheetContent:
    return SheetContent(
        title=translate("Sheets", "Note on this case"),
        under=translate("Sheets", "Colleagues who work on the case read it. No customer and no agent does."),
        text_name=translate("Sheets", "Note"),
        text_hint=translate("Sheets", "What a colleague should know"),
        counted=translate("Sheets", "{n} of {most}").format(
            n=formats.count(len(state.text or "")), most=formats.count(MAX_NOTE)
        ),
        too_many=len(state.text or "") > MAX_NOTE,
        button=translate("Sheets", "Keep the note"),
    )


def _missing(state: SheetState) -> SheetContent:
    return SheetContent(
        title=translate("Sheets", "What was missing?"),
        under=translate("Sheets", "What you looked for in this case and did not find."),
        lists=(list_of(state, "missing", "", captions.work_code)._replace(most=10),),
        text_name=translate("Sheets", "What else"),
        text_hint=translate("Sheets", "In your own words (up to {most} characters)").format(
            most=formats.count(MAX_TEXT)
        ),
        button=translate("Sheets", "Say so"),
    )


def _hand_over(state: SheetState) -> SheetContent:
    def words(row: str) -> tuple[str, bool]:
        if row == "queue":
            return translate("Sheets", "Back to the queue"), False
        return state.names.get(row, row), True

    said = ""
    if state.facts.get("asking"):
        said = translate("Sheets", "Asking the server who is here …")
    elif fact(state, "offline"):
        said = translate("Sheets", "The server did not name your colleagues. The case can go back to the queue.")
    return SheetContent(
        title=translate("Sheets", "Hand the case over"),
        lists=(
            list_of(state, "to", translate("Sheets", "To whom"), words)._replace(
                filtered=True, most=8, none=translate("Sheets", "Nobody is called that")
            ),
        ),
        entry_name=translate("Sheets", "Find a colleague"),
        entry_hint=translate("Sheets", "Type to find a colleague"),
        keys_entry=translate("Sheets", "Type to find, ↑ ↓ move, Enter chooses, Tab to the note, Esc closes"),
        text_name=translate("Sheets", "Note"),
        text_hint=translate("Sheets", "What the next person should know"),
        said=said,
        button=translate("Sheets", "Hand over"),
    )


_KINDS: dict[str, Callable[[SheetState], SheetContent]] = {
    "snooze": _snooze,
    "wait": _wait,
    "skip": _skip,
    "note": _note,
    "missing": _missing,
    "hand_over": _hand_over,
    **decision_words.KINDS,
    **queue_words.KINDS,
    **house_words.KINDS,
    **along_words.KINDS,
}
