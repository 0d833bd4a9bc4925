"""Calibration sessions: several people decide the same cases blind, see the ballots together, and write down the truth.

A ballot counts while its author has not been shown the ballots of the others: until the reveal for whoever is there,
and for somebody who was away until they open the session after it, at the latest until it is closed. What comes later
is kept as late: it is read beside the others and is in no figure. The newest ballot of a person on a case stands.
"""

import enum
import hashlib
from collections.abc import Iterable, Sequence

import msgspec

from app.domain.decision import Decision
from app.domain.faults import Fault
from app.domain.ids import CASE_ID, is_uuid7
from app.domain.notes import note_faults
from app.domain.text import LANGUAGES

MOST_WORDS = 1_000
MOST_ITEMS, MOST_ATTENDEES, MOST_NOTES = 60, 30, 500


class SessionKind(enum.StrEnum):
    """What is looked at. `model`: why the agent erred; its word is in sight, what reviewers decided is not. `reviewer`:
    whether people decide alike; neither is in sight."""

    MODEL = "model"
    REVIEWER = "reviewer"


class SessionState(enum.StrEnum):
    """`open`: ballots are taken, each seen by its author alone. `revealed`: all are seen and talked about. `closed`:
    the agreement stands. `cancelled`: never revealed."""

    OPEN = "open"
    REVEALED = "revealed"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class BallotBody(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """The body of `calibration.ballot`: one person's word on one case of a session. `code`: a root cause of the case's
    type. `language`: "en" or "zh", of `reason`."""

    session_id: str
    ref: str
    decision: Decision
    reason: str
    language: str
    code: str | None = None


class SessionNoteBody(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """The body of `calibration.note`: words of the discussion, once the ballots are revealed. `ref`: the case that they
    are about; absent for the whole session. The seat makes the id (UUIDv7)."""

    note_id: str
    session_id: str
    text: str
    language: str
    ref: str | None = None


class ChallengeBody(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """The body of `threshold.challenge`: a decided case that speaks against the threshold it was routed by.
    `threshold`: where its author would draw it. The seat makes the id (UUIDv7)."""

    challenge_id: str
    case_id: str
    reason: str
    language: str
    threshold: float | None = None


def ballot_faults(body: BallotBody) -> tuple[Fault, ...]:
    """What is wrong with a ballot whatever it is cast on."""
    return _words(body.reason, "/reason", body.language)


def note_body_faults(body: SessionNoteBody) -> tuple[Fault, ...]:
    """What is wrong with a note whatever it is about."""
    faults = list(_words(body.text, "/text", body.language))
    if not is_uuid7(body.note_id):
        faults.append(Fault("note_id", "/note_id"))
    return tuple(faults)


def challenge_faults(body: ChallengeBody) -> tuple[Fault, ...]:
    """What is wrong with a challenge as such."""
    faults = list(_words(body.reason, "/reason", body.language))
    if not is_uuid7(body.challenge_id):
        faults.append(Fault("challenge_id", "/challenge_id"))
    if not CASE_ID.match(body.case_id):
        faults.append(Fault("case_ids", "/case_id"))
    if body.threshold is not None and not 0 <= body.threshold <= 1:
        faults.append(Fault("threshold_range", "/threshold"))
    return tuple(faults)


def in_time(state: SessionState, shown_to_author: bool) -> bool:
    """Whether a ballot that arrives now counts."""
    return state is SessionState.OPEN or (state is SessionState.REVEALED and not shown_to_author)


def _words(text: str, at: str, language: str) -> tuple[Fault, ...]:
    told = () if language in LANGUAGES else (Fault("note_language", "/language"),)
    if len(text) > MOST_WORDS:
        return (Fault("note_too_long", at, {"most": MOST_WORDS}), *told)
    return (*note_faults(text, at), *told)


def batch(seed: str, cases: Iterable[int], size: int) -> tuple[int, ...]:
    """The cases that a seed draws: those with the smallest SHA-256 of "seed\\ncase", in that order."""
    return tuple(sorted(cases, key=lambda case: hashlib.sha256(f"{seed}\n{case}".encode()).digest())[:size])


def of_both(seed: str, wrong: Sequence[int], right: Sequence[int], size: int, right_per_mille: int) -> tuple[int, ...]:
    """A batch of errors with so many cases among them that the agent had right; where there are too few of the one, the
    other fills up, but for `right_per_mille` 0. In the order of the draw, which tells nothing of which is which."""
    wanted = round(size * right_per_mille / 1000) if right else 0
    errors = batch(seed, wrong, size - min(wanted, len(right)))
    others = batch(seed, right, size - len(errors)) if right_per_mille else ()
    return batch(seed, (*errors, *others), size)


def next_seed(seed: str, turn: int) -> str:
    """The seed of a series' next session; anybody can make it again."""
    return hashlib.sha256(f"{seed}\n{turn}".encode()).hexdigest()[:16]
