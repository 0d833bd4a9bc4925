"""What a person sent, as the design's picture of the Activity room shows it."""

from typing import Any

import msgspec

from app.desktop.ports import ActivityRow, ActivityState, MissingWork, SeenChange, StatusState
from tests.support.sample_desk import NOW_MS

MINUTE = 60_000


def _row(number: int, case_id: str, decision: str, state: str, ago_min: float, **more: Any) -> ActivityRow:
    values: dict[str, Any] = {
        "command_id": f"command-{number}",
        "command_seq": number,
        "command_type": "review.submit",
        "case_id": case_id,
        "case_type": "kyc_audit",
        "decision": decision,
        "label": {"pass": "TN", "block": "TP"}.get(decision),
        "code": None,
        "state": state,
        "problem": None,
        "flags": (),
        "created_at": NOW_MS - int(ago_min * MINUTE),
        "release_at": NOW_MS - int(ago_min * MINUTE) + 10_000,
        "settled_at": None,
        "attempts": 0,
        "mine": {"decision": decision},
        "theirs": None,
        "needs_attention": False,
        "can_undo": False,
    }
    return ActivityRow(**(values | more))


def sample_activity() -> ActivityState:
    contested = _row(
        1904,
        "C-204790",
        "block",
        "conflict",
        15,
        problem="contested",
        needs_attention=True,
        mine={
            "decision": "block",
            "code": "evidence_unclear",
            "rationale": "Passport expired on 3 Nov; the selfie predates the renewal.",
        },
        theirs={
            "decision": "pass",
            "label": "FP",
            "code": "threshold_miscalibrated",
            "rationale": "Renewal receipt accepted under KYC-04 §2; expiry is covered.",
            "reviewer_name": "reviewer-19",
        },
    )
    rows = (
        _row(1908, "C-204831", "pass", "pending", 0.9),
        _row(1907, "C-204822", "escalate", "pending", 3.2),
        _row(1906, "C-204817", "block", "waiting", 0.06, can_undo=True),
        contested,
        _row(1903, "C-204772", "block", "applied", 51, label="FN"),
        _row(1902, "C-204769", "pass", "applied", 56, flags=("late",)),
        _row(1901, "C-204765", "pass", "refused", 58, problem="review_invalid", needs_attention=True),
    )
    return ActivityState(rows, 2, 2, 3, NOW_MS - 4 * MINUTE)


def conflicts() -> ActivityState:
    """One of each kind that a review can come back as."""
    mine = {
        "decision": "block",
        "code": "evidence_unclear",
        "rationale": "Passport expired on 3 Nov; the selfie predates the renewal.",
    }
    theirs = {
        "decision": "pass",
        "label": "FP",
        "code": "threshold_miscalibrated",
        "rationale": "Renewal receipt accepted under KYC-04 §2; expiry is covered.",
        "decided_at": "2026-11-21T10:31:00Z",
    }
    changes = (
        SeenChange("verdict", "", "block 0.72", "pass 0.31"),
        SeenChange("evidence_changed", "identity_compare"),
        SeenChange("evidence_new", "liveness"),
    )

    def one(number: int, problem: str, state: str = "conflict", **more: Any) -> ActivityRow:
        values = {"problem": problem, "needs_attention": True, "mine": mine, "label": "TP"} | more
        return _row(number, f"C-20{number}", "block", state, 15, **values)

    rows = (
        one(1911, "stale_evidence", changes=changes),
        one(1910, "must_escalate", "refused"),
        one(1909, "lease_lost"),
        one(1908, "contested", theirs=theirs),
        one(1907, "lease_lost", theirs=theirs, standing="contested"),
        one(1906, "lease_lost", theirs={**theirs, "decision": "block"}, standing="concurring"),
        one(1905, "case_withdrawn"),
        _row(1904, "C-204772", "block", "applied", 51, flags=("restored",)),
        _row(1903, "C-204771", "block", "applied", 52, flags=("late",), beside=1),
        _row(1902, "C-204769", "pass", "applied", 56, flags=("concurring",)),
    )
    return ActivityState(rows, 0, 7, 3, None)


def offline_status() -> StatusState:
    return StatusState("offline", NOW_MS - 27 * MINUTE, NOW_MS - 27 * MINUTE, 2, 2, NOW_MS + 128 * MINUTE, "inherited")


def online_status() -> StatusState:
    return StatusState("online", NOW_MS - 60 * MINUTE, NOW_MS - 8_000, 0, 0, NOW_MS + 221 * MINUTE, "inherited")


class ActivityDesk:
    """Holds one state; remembers what was dealt with."""

    def __init__(self) -> None:
        self.state = sample_activity()
        self.dealt: list[str] = []
        self.reopened: list[str] = []
        self.read_of: list[MissingWork] = []

    def read(self, limit: int = 500, whole: bool = True) -> ActivityState:
        return self.state

    def deal_with(self, command_id: str) -> None:
        self.dealt.append(command_id)

    def missing_read(self, missing: MissingWork) -> None:
        self.read_of.append(missing)
        self.state = msgspec.structs.replace(self.state, missing=msgspec.structs.replace(missing, read=True))

    def reopen(self, command_id: str) -> str:
        self.reopened.append(command_id)
        return "C-204765"


class StatusDesk:
    def __init__(self, state: StatusState) -> None:
        self.state = state

    def read(self) -> StatusState:
        return self.state
