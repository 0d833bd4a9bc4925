"""What the Calibrate room shows, in codes and figures."""

from typing import TYPE_CHECKING, Any

import msgspec

if TYPE_CHECKING:
    from app.contract.calibration import CalibrationGroups, CalibrationView
    from app.contract.calibration_sessions import Attendee, ChallengePage, SessionItem, SessionPage, SessionView
    from app.contract.hub import HubView, ProposalPage, ProposalView, SideView, SimulationView

FIGURES, THRESHOLDS, PROPOSALS, BOUNDARY, SESSIONS, TARGETS = (
    "figures",
    "thresholds",
    "proposals",
    "boundary",
    "sessions",
    "targets",
)
PAGES = (FIGURES, THRESHOLDS, PROPOSALS, BOUNDARY, SESSIONS, TARGETS)
DAYS = (30, 90, 180, 365)
COSTS = (10, 30, 60, 120, 480)
"""What a wrong decision of the agent alone may cost, in minutes of a person's work."""
SIDES = ("block", "pass")
BY = ("case_type", "model_version", "country", "language", "vendor", "priority", "key_user")
"""What calibration is told apart by, as the contract names it."""
PERIODIC = frozenset({FIGURES, THRESHOLDS, BOUNDARY, TARGETS})
"""Pages whose figures are of a period that one chooses."""
MAX_WORDS = 500
"""Characters of a reason."""
NEAR = 1e-9

PROPOSE, ROLL_BACK, DECIDE, WITHDRAW, START, STOP, PROMOTE, SLICE, BRING_BACK = (
    "propose",
    "roll_back",
    "decide",
    "withdraw",
    "start",
    "stop",
    "promote",
    "slice",
    "bring_back",
)


NEW_SESSION, NOTE, FOLLOW_UP = "new_session", "note", "follow_up"
REVEAL, SHOW, CLOSE, CANCEL, END_SERIES = "reveal", "show", "close_session", "cancel", "end_series"
CHALLENGE, ANSWER = "challenge", "answer"
WORDLESS = frozenset({NEW_SESSION, REVEAL, SHOW, CLOSE, CANCEL, END_SERIES})
"""Sheets on which no reason is written."""


class VoteState(msgspec.Struct, frozen=True):
    """A case of a session that is in sight, with what is being said of it. `kind`: vote (a ballot), settle (what is
    true) or read. `codes`: those that may be given with this decision, all of `code_kind`; `code`: the one given."""

    ref: str
    kind: str
    decision: str = ""
    text: str = ""
    problem: str = ""
    busy: bool = False
    code: str = ""
    code_kind: str = ""
    codes: tuple[str, ...] = ()


class SessionsData(msgspec.Struct, frozen=True):
    """The list, and the session that is open, if one is. `kept`: as it was before the server went away;
    `challenges`: one's own."""

    page: "SessionPage"
    open: "SessionView | None" = None
    kept: bool = False
    challenges: "ChallengePage | None" = None

    def item(self, ref: str) -> "SessionItem | None":
        found = self.open.items if self.open is not None else ()
        return next((one for one in found if one.ref == ref), None)


class SheetState(msgspec.Struct, frozen=True):
    """The sheet that is open. `about` is what it is of, in codes and figures; `picks` what was chosen in its lists;
    `entry` what stands in its line, `second` in the line after it."""

    kind: str
    id: str
    about: Any = None
    picks: dict[str, str] = {}
    entry: str = ""
    second: str = ""
    text: str = ""
    problem: str = ""
    busy: bool = False


class HubData(msgspec.Struct, frozen=True):
    """Every side with its versions, and what each threshold would have done on both sides of the type in sight."""

    hub: "HubView"
    case_type: str
    sims: "dict[str, SimulationView]"

    def side(self, case_type: str, side: str) -> "SideView | None":
        return next((one for one in self.hub.sides if (one.case_type, one.side) == (case_type, side)), None)


class ProposalsData(msgspec.Struct, frozen=True):
    """The list, the proposal that is open, if one is, and the thresholds that people challenge."""

    page: "ProposalPage"
    open: "ProposalView | None" = None
    challenges: "ChallengePage | None" = None


class FiguresData(msgspec.Struct, frozen=True):
    """The figures of the cases chosen, and the same of each group."""

    view: "CalibrationView"
    groups: "CalibrationGroups"


class CalibrateState(msgspec.Struct, frozen=True):
    """`data` is what the server said for the page in sight, None before it answered. `at` is the threshold that the
    keys moved each side to, by side; `of`, `model` and `segment` what calibration and targets are of, "" for all, and
    `by` what calibration is told apart by; `inner` what is open on a page that holds a list, `vote` the case of a
    session in sight. `told` is a code of what was done last, or an error's, which can be taken back until `undo_until`;
    `saved` where files went; `rights` what of it this person may change."""

    page: str = THRESHOLDS
    pages: tuple[str, ...] = (THRESHOLDS,)
    rights: frozenset[str] = frozenset()
    case_type: str = ""
    side: str = "block"
    days: int = 90
    cost: int = 60
    at: dict[str, float] = {}
    of: str = ""
    model: str = ""
    segment: str = ""
    by: str = "case_type"
    data: Any = None
    inner: str = ""
    asking: bool = False
    failed: str = ""
    told: str = ""
    saved: str = ""
    as_table: bool = False
    vote: VoteState | None = None
    undo_until: int = 0
    sheet: SheetState | None = None


def threshold_of(data: HubData, case_type: str, side: str) -> float | None:
    """The threshold in force on a side, None where there is none yet."""
    found = data.side(case_type, side)
    return found.in_force.threshold if found is not None and found.in_force is not None else None


def chosen_of(state: CalibrateState, side: str) -> float:
    """The threshold that a side's slider stands on: where it was moved to, else the one in force, else the middle of
    what people mostly ask for."""
    if side in state.at:
        return state.at[side]
    found = threshold_of(state.data, state.case_type, side) if isinstance(state.data, HubData) else None
    return found if found is not None else 0.85


def main_step(one: "ProposalView") -> str:
    """decide, start, promote, look or locked (promotion waits for what was planned); "" where nothing is left to this
    person."""
    for step in (DECIDE, START, PROMOTE):
        if step in one.may:
            return step
    if one.state == "testing":
        return "locked" if "stop" in one.may else "look" if "look" in one.may else ""
    return ""


def who_was_there(view: "SessionView") -> "tuple[Attendee, ...]":
    """Whoever has joined, and the chair, who writes it down."""
    return tuple(one for one in view.attendees if one.joined_at is not None or one.user_id == view.session.chair_id)


def session_step(view: "SessionView") -> str:
    """What comes next of a session for this person: join, vote, show, reveal, settle or close; "" for nothing."""
    for step, open_ in (
        ("join", not view.session.shown),
        ("vote", not view.session.shown and any(one.mine is None for one in view.items)),
        ("show", True),
        ("reveal", True),
        ("settle", any(one.truth is None for one in view.items)),
        ("close", True),
    ):
        if step in view.may and open_:
            return step
    return ""
