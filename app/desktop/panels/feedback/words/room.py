"""What the Feedback room says around its pages."""

from datetime import UTC, datetime

from PySide6.QtCore import QCoreApplication

from app.contract.catalogue import catalogue
from app.desktop.panels.feedback.state import DAYS, NEWS, PATTERNS, SHOWN, SIGNALS, FeedbackState
from app.desktop.panels.feedback.words import names
from app.desktop.widgets import formats, reasons

translate = QCoreApplication.translate


def choice_names() -> dict[str, str]:
    return {
        "shown": translate("Feedback", "Which findings"),
        "case_type": translate("Feedback", "Type"),
        "days": translate("Feedback", "Period"),
    }


def choices(state: FeedbackState) -> dict[str, tuple[list[tuple[str, str, bool]], str, bool]]:
    """What can be chosen of a page, as (code, words, whether they are data); what is; and whether it says anything."""
    types = [("", *names.type_words("")), *((code, *names.type_words(code)) for code in catalogue().case_types)]
    return {
        "shown": (
            [(one, names.shown_words(one), False) for one in SHOWN],
            state.shown,
            state.page == PATTERNS and not state.inner,
        ),
        "case_type": (types, state.case_type, state.page in (PATTERNS, SIGNALS) and not state.inner),
        "days": (
            [(str(days), translate("Feedback", "last %n days", "", days), False) for days in DAYS],
            str(state.days),
            state.page == SIGNALS,
        ),
    }


def moment(ms: int) -> datetime:
    return datetime.fromtimestamp(ms / 1000, UTC)


def summary(state: FeedbackState) -> str:
    """Of when what stands there is."""
    if not state.as_of or state.data is None or state.page == NEWS:
        return ""
    return translate("Feedback", "as of {time}").format(time=formats.clock(moment(state.as_of)))


def nothing(state: FeedbackState, key: str) -> str:
    """What stands there while there is nothing to show."""
    if state.asking:
        return translate("Feedback", "Asking the server …")
    if state.failed == "offline":
        return translate(
            "Feedback",
            "The server cannot be reached, and this was not looked at before. {key} asks again. Your news are here"
            " without it, and findings that you raise wait and go out by themselves.",
        ).format(key=key or "R")
    if state.failed:
        return reasons.problem(state.failed)
    return translate("Feedback", "There is nothing to show yet.")


def message(state: FeedbackState) -> tuple[str, str, str, str]:
    """(text, tone, words of its button, what the button does)"""
    close = (translate("Feedback", "Close"), "close")
    if state.told == "saved":
        text = translate("Feedback", "Saved: {where}").format(where=state.saved)
        return text, "good", *close
    if state.told:
        undo = (translate("Feedback", "Take back"), "undo") if state.undo_until else close
        text, tone = _told().get(state.told, (reasons.problem(state.told), "bad"))
        return text, tone, *undo
    if state.stale:
        since = formats.day_time(moment(state.as_of))
        if state.stale == "offline":
            text = translate("Feedback", "The server cannot be reached. This is what it said at {time}.")
        else:
            text = translate("Feedback", "The server did not answer as it should. This is what it said at {time}.")
        return text.format(time=since), "warn", translate("Feedback", "Ask again"), "again"
    return "", "info", "", ""


def _told() -> dict[str, tuple[str, str]]:
    return {
        "not_saved": (translate("Feedback", "The files could not be written. Nothing else is changed."), "bad"),
    }
