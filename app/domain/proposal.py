"""A proposal to let the agent decide more, or less, by itself, and the steps that it goes through.

open → approved | rejected | withdrawn; approved → testing → shown → promoted → rolled_back. testing → failed where the
change was harmful, was not shown to help, or was stopped. A proposal that changes nothing in force (the first threshold
of a side, or a slice with its own evidence) is promoted without an experiment.
"""

import enum

from app.domain.decision import Verdict
from app.domain.faults import Fault
from app.domain.threshold_rule import NEAR, threshold_fault


class ProposalState(enum.StrEnum):
    OPEN = "open"
    APPROVED = "approved"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    TESTING = "testing"
    SHOWN = "shown"
    FAILED = "failed"
    PROMOTED = "promoted"
    ROLLED_BACK = "rolled_back"


class ProposalKind(enum.StrEnum):
    THRESHOLD = "threshold"
    SLICE = "slice"


class Source(enum.StrEnum):
    """What a proposal comes from."""

    FEEDBACK = "feedback"
    CALIBRATION = "calibration"
    BOUNDARY = "boundary"
    HAND = "hand"


_S = ProposalState
FOLLOWS: dict[ProposalState, frozenset[ProposalState]] = {
    _S.OPEN: frozenset({_S.APPROVED, _S.REJECTED, _S.WITHDRAWN}),
    _S.APPROVED: frozenset({_S.TESTING, _S.PROMOTED, _S.WITHDRAWN}),
    _S.TESTING: frozenset({_S.SHOWN, _S.FAILED}),
    _S.SHOWN: frozenset({_S.PROMOTED, _S.WITHDRAWN}),
    _S.PROMOTED: frozenset({_S.ROLLED_BACK}),
    _S.REJECTED: frozenset(),
    _S.WITHDRAWN: frozenset(),
    _S.FAILED: frozenset(),
    _S.ROLLED_BACK: frozenset(),
}
OVER = frozenset(state for state, after in FOLLOWS.items() if not after) | {_S.PROMOTED}
"""Another proposal may be made for the same side then."""


def step_fault(state: ProposalState, to: ProposalState) -> Fault | None:
    """Why a proposal cannot take this step: not_at_this_step."""
    return None if to in FOLLOWS[state] else Fault("not_at_this_step")


def needs_experiment(kind: ProposalKind, base: float | None) -> bool:
    """Whether only an experiment can show that a proposal is good. `base`: the threshold it would replace."""
    return kind is ProposalKind.THRESHOLD and base is not None


def moved_region(base: float, threshold: float) -> tuple[float, float]:
    """Cases whose confidence lies in [low, high) are decided otherwise by the one threshold than by the other."""
    return (min(base, threshold) - NEAR, max(base, threshold) - NEAR)


def order_fault(threshold: float, base: float | None) -> Fault | None:
    """Why this cannot be proposed: out_of_range, or same_threshold."""
    if fault := threshold_fault(threshold):
        return Fault(fault)
    if base is not None and abs(base - threshold) <= NEAR:
        return Fault("same_threshold")
    return None


def error_kind(side: Verdict) -> str:
    """What a wrong decision of the agent alone is on this side: a pass that should have been blocked is missed."""
    return "FN" if side is Verdict.PASS else "FP"
