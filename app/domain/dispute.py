"""Contesting a judgement: whoever was judged says why it is wrong, and a third person settles it."""

import enum
from collections.abc import Collection

import msgspec

from app.domain.faults import Fault
from app.domain.notes import note_faults
from app.domain.text import LANGUAGES

MAX_REASON = 1_000
LONGEST_JUDGEMENT = 111


class DisputeState(enum.StrEnum):
    """`upheld`: the judgement stands; `overturned`: the decision that was judged was right after all."""

    OPEN = "open"
    UPHELD = "upheld"
    OVERTURNED = "overturned"


class DisputeBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The body of `judgement.dispute`. `reason_language`: "en" or "zh"."""

    judgement_id: str
    reason: str
    reason_language: str


class ResolveDisputeBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The body of `dispute.resolve`: an outcome other than open, with words for the one who raised it."""

    dispute_id: str
    outcome: DisputeState
    resolution: str
    resolution_language: str


def dispute_faults(body: DisputeBody) -> tuple[Fault, ...]:
    """Everything that is wrong with a dispute's words."""
    return _words(body.reason, "/reason", body.reason_language, "/reason_language")


def resolve_faults(body: ResolveDisputeBody) -> tuple[Fault, ...]:
    """The same for a settlement."""
    outcome = (Fault("dispute_outcome", "/outcome"),) if body.outcome is DisputeState.OPEN else ()
    return (*outcome, *_words(body.resolution, "/resolution", body.resolution_language, "/resolution_language"))


def _words(text: str, at: str, language: str, language_at: str) -> tuple[Fault, ...]:
    told = () if language in LANGUAGES else (Fault("note_language", language_at),)
    if len(text) > MAX_REASON:
        return (Fault("note_too_long", at, {"most": MAX_REASON}), *told)
    return (*note_faults(text, at), *told)


def may_settle(user_id: str, raised_by: str, judges: Collection[str | None]) -> bool:
    """Whether this person neither raised the dispute nor was one of those who made the judgement."""
    return user_id != raised_by and user_id not in judges
