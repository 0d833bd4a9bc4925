"""What the Calibrate room says around its pages."""

from datetime import datetime, timedelta

from PySide6.QtCore import QCoreApplication

from app.contract.catalogue import catalogue
from app.desktop.panels.calibrate.state import (
    BOUNDARY,
    BY,
    COSTS,
    DAYS,
    FIGURES,
    PERIODIC,
    PROPOSALS,
    TARGETS,
    THRESHOLDS,
    CalibrateState,
    FiguresData,
    ProposalsData,
    SessionsData,
    main_step,
    session_step,
)
from app.desktop.panels.calibrate.words import calibration, figures, proposals, sessions
from app.desktop.widgets import formats, reasons

translate = QCoreApplication.translate


def page_words(page: str) -> str:
    return {
        "figures": translate("Calibrate", "Model calibration"),
        "thresholds": translate("Calibrate", "Thresholds"),
        "proposals": translate("Calibrate", "Proposals"),
        "boundary": translate("Calibrate", "Automation boundary"),
        "sessions": translate("Calibrate", "Sessions"),
        "targets": translate("Calibrate", "Targets"),
    }.get(page, page)


def days_words(days: int) -> str:
    return translate("Calibrate", "last %n days", "", days)


def cost_words(minutes: int) -> str:
    return translate("Calibrate", "a wrong one: {n} min").format(n=formats.count(minutes))


WIDE = {"case_type": 190, "of": 170, "model": 150, "segment": 150, "by": 160, "days": 130, "cost": 170}
"""How wide each choice is, in pixels."""


def choice_names() -> dict[str, str]:
    return {
        "case_type": translate("Calibrate", "Type"),
        "of": translate("Calibrate", "Type"),
        "model": translate("Calibrate", "Model version"),
        "segment": translate("Calibrate", "Segment"),
        "by": translate("Calibrate", "Told apart"),
        "days": translate("Calibrate", "Period"),
        "cost": translate("Calibrate", "What a wrong decision costs"),
    }


def choices(state: CalibrateState) -> dict[str, tuple[list[tuple[str, str, bool]], str, bool]]:
    """What can be chosen of a page, as (code, words, whether they are data); what is; and whether it says anything."""
    types = [(code, *figures.type_words(code)) for code in catalogue().case_types]
    return {
        "case_type": (types, state.case_type, state.page == THRESHOLDS),
        "of": ([("", *figures.type_words("")), *types], state.of, state.page in (FIGURES, TARGETS)),
        "model": (_models(state), state.model, state.page == FIGURES),
        "segment": (_segments(state), state.segment, state.page == FIGURES),
        "by": ([(by, calibration.by_words(by), False) for by in BY], state.by, state.page == FIGURES),
        "days": (
            [(str(days), days_words(days), False) for days in DAYS],
            str(state.days),
            state.page in PERIODIC,
        ),
        "cost": (
            [(str(cost), cost_words(cost), False) for cost in COSTS],
            str(state.cost),
            state.page == THRESHOLDS,
        ),
    }


def _models(state: CalibrateState) -> list[tuple[str, str, bool]]:
    view = state.data.view if isinstance(state.data, FiguresData) else None
    listed = view.model_versions if view is not None else ()
    # What is chosen stands in the list also where the window has none of it.
    named = dict.fromkeys((*listed, *((state.model,) if state.model else ())))
    return [("", translate("Calibrate", "all models"), False), *((one, one, True) for one in named)]


def _segments(state: CalibrateState) -> list[tuple[str, str, bool]]:
    view = state.data.view if isinstance(state.data, FiguresData) else None
    found = [("", translate("Calibrate", "all segments"), False)]
    codes = [f"{kind}={key}" for kind, keys in (view.segments.items() if view is not None else ()) for key in keys]
    for code in dict.fromkeys((*codes, *((state.segment,) if state.segment else ()))):
        kind, _, key = code.partition("=")
        text, data = calibration.key_words(kind, key)
        told = translate("Calibrate", "{kind}: {segment}")
        found.append((code, told.format(kind=calibration.kind_words(kind), segment=text), data))
    return found


def summary(state: CalibrateState) -> str:
    """What the figures in sight are of."""
    data = state.data
    if data is None:
        return ""
    if state.page == BOUNDARY:
        return _span(data.routed_from, data.routed_before)
    if isinstance(data, SessionsData):
        if state.inner and data.open is None:
            return translate("Calibrate", "Asking the server …")
        if data.kept:
            return translate(
                "Calibrate", "as read before the server went away; ballots are kept and go out by themselves"
            )
        if data.open is not None and state.vote is not None:
            return sessions.case_title(data.open, state.vote)
        return ""
    if isinstance(data, FiguresData):
        return _span(data.view.from_at, data.view.before_at)
    if state.page == TARGETS:
        return _span(data.from_at, data.before_at)
    return ""


def _span(start: datetime, before: datetime) -> str:
    """From the first day to the last; a period that ends with a day ends before the next one begins."""
    return translate("Calibrate", "{start} to {end}").format(
        start=formats.date(start), end=formats.date(before - timedelta(milliseconds=1))
    )


def nothing(state: CalibrateState, key: str) -> str:
    """What stands there while there is nothing to show."""
    if state.asking:
        return translate("Calibrate", "Asking the server …")
    if state.failed == "offline":
        return translate(
            "Calibrate",
            "The server cannot be reached. These figures are made there; {key} asks again. Nothing is lost.",
        ).format(key=key or "R")
    if state.failed:
        return reasons.problem(state.failed)
    return translate("Calibrate", "There is nothing to show yet.")


def step_words(state: CalibrateState) -> str:
    """The words of the one main thing to do on a page, "" where there is none."""
    data = state.data
    if state.page == THRESHOLDS and data is not None and "hub.propose" in state.rights:
        found = data.side(state.case_type, state.side)
        if found is not None and found.proposal_id is not None:
            return translate("Calibrate", "Open the proposal")
        return translate("Calibrate", "Propose threshold")
    if state.page == PROPOSALS and isinstance(data, ProposalsData) and data.open is not None:
        return {
            "decide": translate("Calibrate", "Approve or reject"),
            "start": translate("Calibrate", "Start the A/B"),
            "promote": translate("Calibrate", "Promote"),
            "locked": translate("Calibrate", "Promote: locked"),
            "look": translate("Calibrate", "Look now"),
        }.get(main_step(data.open), "")
    if isinstance(data, SessionsData):
        if data.open is None:
            opens = bool(state.inner)
            return translate("Calibrate", "New session") if "calibration.chair" in state.rights and not opens else ""
        return sessions.step_words(data.open) if state.vote is None else sessions.cast_words(state.vote)
    return ""


def is_locked(state: CalibrateState) -> bool:
    """Whether the main step of the page waits for something."""
    data = state.data
    return isinstance(data, ProposalsData) and data.open is not None and main_step(data.open) == "locked"


def more_steps(state: CalibrateState) -> dict[str, str]:
    """The words of what else can be done, by action; "" for nothing."""
    data = state.data
    found = dict.fromkeys(("roll_back", "look", "end", "add", "follow"), "")
    if isinstance(data, SessionsData) and data.open is not None:
        _session_steps(data, found, inside=state.vote is not None)
    if state.page == THRESHOLDS and data is not None and "hub.approve" in state.rights:
        side = data.side(state.case_type, state.side)
        if side is not None and len({one.threshold for one in side.versions}) > 1:
            found["roll_back"] = translate("Calibrate", "Roll back")
    if state.page == PROPOSALS and isinstance(data, ProposalsData) and data.open is not None:
        may = data.open.may
        if "look" in may and main_step(data.open) != "look":
            found["look"] = translate("Calibrate", "Look now")
        elif "replay" in may:
            found["look"] = translate("Calibrate", "Replay again")
        if "stop" in may:
            found["end"] = translate("Calibrate", "End the A/B")
        elif "withdraw" in may:
            found["end"] = translate("Calibrate", "Withdraw")
    return found


def _session_steps(data: SessionsData, found: dict[str, str], *, inside: bool) -> None:
    """`inside`: a case of it is in sight."""
    assert data.open is not None
    may = data.open.may
    if "note" in may:
        found["add"] = translate("Calibrate", "Note")
    if inside:
        return
    step = session_step(data.open)
    if "reveal" in may and step != "reveal":
        found["look"] = translate("Calibrate", "Reveal")
    elif "show" in may and step != "show":
        found["look"] = translate("Calibrate", "Show the ballots")
    if "cancel" in may:
        found["end"] = translate("Calibrate", "Cancel")
    elif "end_series" in may:
        found["end"] = translate("Calibrate", "End the series")
    if "follow_up" in may:
        found["follow"] = translate("Calibrate", "Send on")


def message(state: CalibrateState) -> tuple[str, str, str, str]:
    """(text, tone, words of its button, what the button does)"""
    if not state.told:
        return "", "info", "", ""
    close = translate("Calibrate", "Close")
    if state.told == "saved":
        text = translate("Calibrate", "Saved as picture, vectors and table: {where}").format(where=state.saved)
        return text, "good", close, "close"
    text, tone = _told().get(state.told, (reasons.problem(state.told), "bad"))
    if state.told == "locked" and isinstance(state.data, ProposalsData) and state.data.open is not None:
        text = proposals.why_locked(state.data.open)
    if state.undo_until:
        return text, tone, translate("Calibrate", "Take back"), "undo"
    return text, tone, close, "close"


def _told() -> dict[str, tuple[str, str]]:
    return {
        "not_saved": (translate("Calibrate", "The files could not be written. Nothing else is changed."), "bad"),
        "only_reads": (translate("Calibrate", "You may read this; model owners and leads change it."), "info"),
        "proposed": (translate("Calibrate", "Proposed and replayed. Somebody else approves it."), "good"),
        "proposal_open": (translate("Calibrate", "A proposal for this side is under way: see to it first."), "info"),
        "rolled_back": (translate("Calibrate", "The threshold of before is in force again."), "good"),
        "nothing_before": (translate("Calibrate", "There is no other threshold to go back to."), "info"),
        "approved": (translate("Calibrate", "Approved. What comes next stands at the top right."), "good"),
        "rejected": (translate("Calibrate", "Rejected. Its author reads why."), "good"),
        "started": (translate("Calibrate", "The A/B runs, and its plan is frozen."), "good"),
        "locked": (translate("Calibrate", "Promotion is locked until the plan holds."), "info"),
        "looked": (translate("Calibrate", "Looked at, with all that is known now."), "good"),
        "replayed": (translate("Calibrate", "Replayed on all that is known now."), "good"),
        "promoted": (translate("Calibrate", "In force. ROCA takes it with its next question."), "good"),
        "stopped": (translate("Calibrate", "The A/B is over. The threshold in force holds for every case."), "good"),
        "withdrawn": (translate("Calibrate", "Withdrawn."), "good"),
        "slice_proposed": (translate("Calibrate", "This slice is proposed, or decided alone, already."), "info"),
        "slice_missed": (
            translate("Calibrate", "Even the upper bound of this slice lies below the target: it stays with people."),
            "info",
        ),
        "slice_unknown": (
            translate("Calibrate", "Too few blind cases yet to say that this slice clears the target."),
            "info",
        ),
        "slice_proposed_now": (translate("Calibrate", "Proposed. Somebody else approves it."), "good"),
        "challenged": (translate("Calibrate", "The challenge is kept and goes out in 10 s."), "good"),
        "answered": (translate("Calibrate", "Answered. The author reads it."), "good"),
        "joined": (translate("Calibrate", "You take part. Nobody sees a ballot before the reveal."), "good"),
        "voted": (translate("Calibrate", "The ballot is kept and goes out in 10 s."), "good"),
        "settled": (translate("Calibrate", "Written down, with who was there."), "good"),
        "noted": (translate("Calibrate", "The note is kept and goes out in 10 s."), "good"),
        "notes_later": (translate("Calibrate", "The discussion begins with the reveal."), "info"),
        "session_made": (translate("Calibrate", "The session is open. Those invited find it in their list."), "good"),
        "revealed": (translate("Calibrate", "All ballots are in sight now."), "good"),
        "session_closed": (translate("Calibrate", "Closed. Its agreement stands."), "good"),
        "cancelled": (translate("Calibrate", "Cancelled. No ballot was told to anybody."), "good"),
        "series_ended": (translate("Calibrate", "No further session of this series will be made."), "good"),
        "followed": (translate("Calibrate", "Sent on. What comes of it stands beneath."), "good"),
        "taken_back": (translate("Calibrate", "Taken back. Nothing was sent."), "info"),
        "too_late": (translate("Calibrate", "It is sent already and cannot be taken back."), "warn"),
        "brought_back": (translate("Calibrate", "Its cases come to people again."), "good"),
    }  # fmt: skip
