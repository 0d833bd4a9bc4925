"""What the Feedback room says around its pages."""

from datetime import UTC, datetime

from PySide6.QtCore import QCoreApplication

from app.contract.catalogue import catalogue
from app.desktop.panels.feedback.state import DAYS, NEWS, PATTERNS, REGRESSION, SHOWN, SIGNALS, TRAINING, FeedbackState
from app.desktop.panels.feedback.words import names, regression_room
from app.desktop.widgets import formats, reasons

translate = QCoreApplication.translate


def choice_names() -> dict[str, str]:
    return {
        "shown": translate("Feedback", "Which findings"),
        "became": translate("Feedback", "Which cases"),
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
        "became": regression_room.became_choice(state),
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
    if state.told == "taken":
        text = translate("Feedback", "Every digest is right. The files are in {where}.").format(where=state.saved)
        return text, "good", *close
    if state.told == "saved":
        text = translate("Feedback", "Saved as picture, vectors and table: {where}").format(where=state.saved)
        return text, "good", *close
    if state.told:
        undo = (translate("Feedback", "Take back"), "undo") if state.undo_until else close
        text, tone = (_told() | regression_room.told()).get(state.told, (reasons.problem(state.told), "bad"))
        return text, tone, *undo
    if state.stale:
        since = formats.day_time(moment(state.as_of))
        if state.stale == "offline":
            text = translate("Feedback", "The server cannot be reached. This is what it said at {time}.")
        else:
            text = translate("Feedback", "The server did not answer as it should. This is what it said at {time}.")
        return text.format(time=since), "warn", translate("Feedback", "Ask again"), "again"
    return "", "info", "", ""


def step_words(state: FeedbackState, of_signal: bool) -> str:
    """The one main thing to do on the page in sight, "" where there is none. `of_signal`: a finding is open about the
    signal in sight."""
    rights, inner = state.rights, bool(state.inner)
    match state.page:
        case "patterns" if inner:
            return translate("Feedback", "Change") if "feedback.manage" in rights else ""
        case "patterns":
            return translate("Feedback", "Raise a finding") if "feedback.raise" in rights else ""
        case "signals":
            return translate("Feedback", "Go to its finding") if inner and of_signal else ""
        case "regression":
            return regression_room.step_words(state)
        case "training":
            if "training.manage" not in rights:
                return ""
            return translate("Feedback", "Ask for retraining") if inner else translate("Feedback", "New training set")
    unread = state.data is not None and state.data[0].unread > 0
    return translate("Feedback", "Mark all as read") if unread else ""


def hand_words(state: FeedbackState) -> list[tuple[str, str]]:
    """(words, action) of what else can be done with what is open."""
    if state.page == NEWS and state.data is not None:
        own = state.data[1]
        return _own_hands() if own is not None and any(one.state == "open" for one in own.items) else []
    if state.page == REGRESSION:
        return regression_room.hand_words(state)
    if not state.inner or state.detail is None:
        return []
    if state.page == TRAINING:
        return [(translate("Feedback", "Take the files"), "feedback.files")]
    if state.page != PATTERNS:
        return []
    told = []
    if "feedback.manage" in state.rights:
        if state.detail.view.item.kind != "signal":
            told.append((translate("Feedback", "Merge"), "feedback.merge"))
        if state.picked:
            words = translate("Feedback", "Split off %n cases", "", len(state.picked))
            told.append((words, "feedback.split"))
    elif state.detail.view.item.own and state.detail.view.item.state == "open":
        told += _own_hands()
    if "training.manage" in state.rights and state.detail.view.item.cases:
        told.append((translate("Feedback", "Make a training set"), "feedback.set"))
    return told


def _own_hands() -> list[tuple[str, str]]:
    return [
        (translate("Feedback", "Word it otherwise"), "feedback.reword"),
        (translate("Feedback", "Take it back"), "feedback.take_back"),
    ]


def _told() -> dict[str, tuple[str, str]]:
    kept = translate("Feedback", "Kept; it goes out in 10 s.")
    return {
        "not_saved": (translate("Feedback", "The files could not be written. Nothing else is changed."), "bad"),
        "raised_now": (formats.together(kept, translate("Feedback", "You hear what becomes of it.")), "good"),
        "changed_now": (kept, "good"),
        "withdrawn_now": (kept, "good"),
        "merged_now": (kept, "good"),
        "split_now": (kept, "good"),
        "taken_back": (translate("Feedback", "Taken back. Nothing was sent."), "info"),
        "too_late": (translate("Feedback", "It is sent already and cannot be taken back."), "warn"),
        "only_reads": (translate("Feedback", "You may read findings; leads and owners change them."), "info"),
        "not_own": (translate("Feedback", "Whoever raised it takes it back. This one you did not raise."), "info"),
        "own_first": (
            translate("Feedback", "Go to the row of a finding that you raised first: it stands in the table beneath."),
            "info",
        ),
        "taken_up": (
            translate("Feedback", "Somebody has taken it up or settled it: it is not yours to change any more."),
            "info",
        ),
        "all_shown": (translate("Feedback", "Everything there is stands here."), "info"),
        "no_raise": (translate("Feedback", "Findings are raised by those who decide cases."), "info"),
        "no_training": (translate("Feedback", "Training sets are made by leads and the model’s owner."), "info"),
        "no_cases": (translate("Feedback", "No case stands behind it that a set could be made of."), "info"),
        "finding_ended": (
            translate("Feedback", "This finding has ended, so that nothing of it changes any more."),
            "info",
        ),
        "no_other": (translate("Feedback", "There is no other finding of this type that is still open."), "info"),
        "signal_alone": (
            translate("Feedback", "A failing signal has no cases that another finding could take in."),
            "info",
        ),
        "pick_first": (translate("Feedback", "Pick the cases first: P on their rows."), "info"),
        "mined_some": (translate("Feedback", "Looked: what holds in the window stands in the list."), "good"),
        "mined_none": (translate("Feedback", "Looked: nothing recurs beyond chance, and no signal fails."), "info"),
        "case_gone": (translate("Feedback", "The server has no such case that you may see."), "info"),
        "case_offline": (
            translate(
                "Feedback",
                "The case is not kept at this seat and the server cannot be reached. What is known of it stands in the"
                " table.",
            ),
            "warn",
        ),
        "set_made": (
            translate("Feedback", "The set is frozen. Where nothing had changed, it is the version before."),
            "good",
        ),
        "asked_folder": (translate("Feedback", "Asked. The set goes into the folder of the model’s owner."), "good"),
        "asked_webhook": (translate("Feedback", "Asked. The service of the model’s owner is told."), "good"),
        "asked_waiting": (translate("Feedback", "Asked. It waits until the model’s owner reads it here."), "good"),
        "taking": (translate("Feedback", "The files are being fetched and checked …"), "info"),
        "digest_differs": (
            translate(
                "Feedback",
                "A file is not what its manifest says, so none was kept. Ask again; if it stays so, tell who runs the"
                " server.",
            ),
            "bad",
        ),
        "exports_off": (
            translate("Feedback", "Files may not leave this window: the house does not allow it now."),
            "warn",
        ),
    }
