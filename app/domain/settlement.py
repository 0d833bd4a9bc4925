"""What becomes of a review that reaches the server: applied, late, contested or refused.

A review is never thrown away. Whatever cannot take effect is kept beside the decision in force and shown to its
author, so that a person can settle it.
"""

import enum

import msgspec

from app.domain.case import CaseState
from app.domain.decision import Decision
from app.domain.priority import is_key_user


class Settled(enum.StrEnum):
    """How a review ended. The first four take effect or agree; the rest are kept but change nothing."""

    APPLIED = "applied"
    LATE = "late"
    RESTORED = "restored"
    CONCURRING = "concurring"
    LEASE_LOST = "lease_lost"
    CONTESTED = "contested"
    CASE_WITHDRAWN = "case_withdrawn"
    STALE_EVIDENCE = "stale_evidence"
    MUST_ESCALATE = "must_escalate"
    ALREADY_ESCALATED = "already_escalated"
    NOT_YOURS_TO_RESOLVE = "not_yours_to_resolve"

    @property
    def takes_effect(self) -> bool:
        return self in (Settled.APPLIED, Settled.LATE, Settled.RESTORED)


class CaseStanding(msgspec.Struct, frozen=True):
    """The case as the server holds it, locked, at the moment the review is applied. `lowered_by`: who took the
    Key User's mark off it, where it had one."""

    state: CaseState
    priority: int
    rev: int
    fence: int
    lease_live: bool
    material_rev: int
    decided: Decision | None = None
    open_escalation_id: str | None = None
    lowered_by: str | None = None


class Attempt(msgspec.Struct, frozen=True):
    """What the review's author brings. `may_resolve` is the four-eyes rule already asked of the open escalation;
    `older_epoch` means that it was written before the server was restored from a backup."""

    decision: Decision
    fence: int
    base_rev: int
    escalation_id: str | None = None
    may_resolve: bool = False
    older_epoch: bool = False
    author: str = ""


def settle(case: CaseStanding, attempt: Attempt) -> Settled:
    """The one table of outcomes, asked in this order: is the case still there, is it already decided, is this person
    enough, does the lease hold, is the evidence the same. A Key User case is refused to one person even where the
    lease is lost, so that no path around the rule exists."""
    if case.state is CaseState.WITHDRAWN:
        return Settled.CASE_WITHDRAWN
    if case.state is CaseState.CLOSED:
        return Settled.CONCURRING if attempt.decision is case.decided else Settled.CONTESTED
    refused = _four_eyes(case, attempt)
    if refused is not None:
        return refused
    if attempt.fence < case.fence or (attempt.fence > case.fence and not attempt.older_epoch):
        return Settled.LEASE_LOST
    if attempt.base_rev < case.material_rev or (attempt.base_rev > case.rev and not attempt.older_epoch):
        return Settled.STALE_EVIDENCE  # of the past, or one that nobody can have seen
    if attempt.fence > case.fence:
        return Settled.RESTORED
    return Settled.APPLIED if case.lease_live else Settled.LATE


def _four_eyes(case: CaseStanding, attempt: Attempt) -> Settled | None:
    if case.state is CaseState.ESCALATED:
        if attempt.decision is Decision.ESCALATE:
            return Settled.ALREADY_ESCALATED
        if attempt.escalation_id != case.open_escalation_id or not attempt.may_resolve:
            return Settled.NOT_YOURS_TO_RESOLVE
        return None
    # Whoever takes the mark off a case is the first of the two people that it needs.
    alone = is_key_user(case.priority) or (case.lowered_by is not None and case.lowered_by == attempt.author)
    if alone and attempt.decision is not Decision.ESCALATE:
        return Settled.MUST_ESCALATE
    return None
