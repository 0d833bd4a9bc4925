"""Feedback items: findings that somebody is to act on, from being opened to the proof that they are mended.

A pattern of errors that was mined, a signal that fails, or what a person raises by hand; each goes one of the routes
A, B and C. Fields are changed by compare-and-set: a change to one that somebody else changed since is not applied.
"""

import enum
import hashlib
from collections.abc import Mapping

import msgspec

from app.domain.faults import Fault
from app.domain.ids import CASE_ID, is_uuid7
from app.domain.label import Label
from app.domain.loop_rules import OwnerKind
from app.domain.notes import note_faults
from app.domain.root_cause import (
    Attribution,
    AttributionKind,
    Route,
    attribution_faults,
    clauses_named,
    contradiction,
)
from app.domain.text import LANGUAGES

MOST_WORDS = 1_000
MOST_CASES, MOST_PARTS = 200, 20
MOST_READ = 100


class FeedbackKind(enum.StrEnum):
    """A recurring error that was mined, a signal that fails its rules, or what a person raised."""

    PATTERN = "pattern"
    SIGNAL = "signal"
    RAISED = "raised"


class FeedbackState(enum.StrEnum):
    """`merged` and `split`: its cases stand with other items now."""

    OPEN = "open"
    ACCEPTED = "accepted"
    IN_WORK = "in_work"
    SHIPPED = "shipped"
    VERIFIED = "verified"
    DISMISSED = "dismissed"
    MERGED = "merged"
    SPLIT = "split"


class ResultKind(enum.StrEnum):
    """What came of an item: a set to train from (A), a proposal of the Decision Hub (B), a draft of a page (C), or a
    calibration session."""

    TRAINING_SET = "training_set"
    PROPOSAL = "proposal"
    SOP_DRAFT = "sop_draft"
    SESSION = "session"


_S = FeedbackState
TRANSITIONS: Mapping[FeedbackState, frozenset[FeedbackState]] = {
    _S.OPEN: frozenset({_S.ACCEPTED, _S.DISMISSED}),
    _S.ACCEPTED: frozenset({_S.IN_WORK, _S.DISMISSED}),
    _S.IN_WORK: frozenset({_S.SHIPPED, _S.ACCEPTED, _S.DISMISSED}),
    _S.SHIPPED: frozenset({_S.VERIFIED, _S.IN_WORK}),
    _S.VERIFIED: frozenset(),
    _S.DISMISSED: frozenset({_S.OPEN}),
    _S.MERGED: frozenset(),
    _S.SPLIT: frozenset(),
}
"""What a person may make of an item; `merged` and `split` come about by merging and splitting alone."""
NEEDS_REASON = frozenset({_S.DISMISSED})
UNSETTLED = frozenset({_S.OPEN, _S.ACCEPTED, _S.IN_WORK})
"""States in which an item may be merged or split."""
MENDED = frozenset({_S.SHIPPED, _S.VERIFIED})
TO_DO = UNSETTLED | {_S.SHIPPED}
"""States in which somebody still has to act: a change that is out is still to be verified."""
TO_DO_NAME = "to_do"
"""What they are asked for as."""
ENDED = frozenset({_S.VERIFIED, _S.DISMISSED, _S.MERGED, _S.SPLIT})

OWNER_OF: Mapping[Route | None, OwnerKind] = {
    Route.A: OwnerKind.MODEL,
    Route.B: OwnerKind.RULES,
    Route.C: OwnerKind.SOP,
    None: OwnerKind.LEAD,
}


class PatternKey(msgspec.Struct, frozen=True, order=True):
    """What makes two errors the same: type, side, root cause and what it is attributed to."""

    case_type: str
    label: Label
    code: str
    kind: AttributionKind | None
    ref: str

    @property
    def digest(self) -> str:
        """The key under which the pattern is known for ever (hex SHA-256)."""
        return key_of("pattern", self.case_type, self.label, self.code, self.kind or "", self.ref)


def key_of(*parts: str) -> str:
    """A stable name for what these words say together (hex SHA-256)."""
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


def same_ref(kind: AttributionKind | None, ref: str | None) -> str:
    """The reference under which attributions count as one: in its author's own words, spaces and capitals make no
    difference."""
    if kind is None or ref is None:
        return ""
    if kind is AttributionKind.CONTRADICTION:
        return contradiction(*clauses_named(Attribution(kind, ref)))
    return " ".join(ref.split()).casefold() if kind.is_missing else ref.strip()


class CreateFeedback(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """The body of `feedback.create`: a finding over 1 to 200 decided cases of one type, in one's own words. The seat
    makes its id (UUIDv7). `language`: "en" or "zh"."""

    feedback_id: str
    case_ids: tuple[str, ...]
    title: str
    language: str
    route: Route | None = None
    code: str | None = None
    attribution: Attribution | None = None


class SplitPart(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One new item out of another's cases."""

    feedback_id: str
    title: str
    case_ids: tuple[str, ...]


class UpdateFeedback(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """The body of `feedback.update`: what is absent stays as it is. `base_rev`: the revision that its author saw.
    `owner_id`: a person's id, "" for nobody yet. `result_kind` with `result_ref` says what came of the item.
    `merge_into` moves its cases to another item; `split` takes cases out into new ones. `reason`, with `language`,
    goes with a dismissal, and may go with anything."""

    feedback_id: str
    base_rev: int
    state: FeedbackState | None = None
    route: Route | None = None
    title: str | None = None
    owner_id: str | None = None
    result_kind: ResultKind | None = None
    result_ref: str | None = None
    merge_into: str | None = None
    split: tuple[SplitPart, ...] = ()
    reason: str = ""
    language: str = "en"

    @property
    def fields(self) -> dict[str, str]:
        """The fields that it sets, as they are stored."""
        told = {
            "state": self.state,
            "route": self.route,
            "title": self.title,
            "owner_id": self.owner_id,
            "result_kind": self.result_kind,
            "result_ref": self.result_ref,
        }
        return {name: str(value) for name, value in told.items() if value is not None}


class ReadNews(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The body of `news.read`: own news that were read, 1 to 100 ids."""

    news_ids: tuple[str, ...]


def create_faults(body: CreateFeedback) -> tuple[Fault, ...]:
    """What is wrong with a finding as such; whether its cases are there and its author's to name is asked apart."""
    faults = list(_words(body.title, "/title", body.language))
    if not is_uuid7(body.feedback_id):
        faults.append(Fault("feedback_id", "/feedback_id"))
    faults += _cases(body.case_ids, "/case_ids")
    if body.attribution is not None and body.code is None:
        faults.append(Fault("code_required", "/code"))
    return (*faults, *attribution_faults(body.attribution))


def update_faults(body: UpdateFeedback) -> tuple[Fault, ...]:
    """What is wrong with a change whatever it is made to."""
    faults: list[Fault] = []
    if body.title is not None:
        faults += _words(body.title, "/title", body.language)
    if body.reason:
        faults += _words(body.reason, "/reason", body.language)
    elif body.state in NEEDS_REASON:
        faults.append(Fault("reason_required", "/reason"))
    if (body.result_kind is None) != (body.result_ref is None):
        faults.append(Fault("result_pair", "/result_ref"))
    if body.result_ref is not None and not 0 < len(body.result_ref.strip()) <= 120:
        faults.append(Fault("result_ref", "/result_ref"))
    if body.state in (FeedbackState.MERGED, FeedbackState.SPLIT):
        faults.append(Fault("state_by_merging", "/state"))
    acts = (bool(body.fields), body.merge_into is not None, bool(body.split))
    if sum(acts) != 1:
        faults.append(Fault("one_change", ""))
    if len(body.split) > MOST_PARTS:
        faults.append(Fault("too_many_parts", "/split", {"most": MOST_PARTS}))
    for n, part in enumerate(body.split):
        faults += _words(part.title, f"/split/{n}/title", body.language)
        faults += _cases(part.case_ids, f"/split/{n}/case_ids")
        if not is_uuid7(part.feedback_id):
            faults.append(Fault("feedback_id", f"/split/{n}/feedback_id"))
    named = [case_id for part in body.split for case_id in part.case_ids]
    if len(set(named)) != len(named) or len({part.feedback_id for part in body.split}) != len(body.split):
        faults.append(Fault("case_ids", "/split"))
    return tuple(faults)


def read_faults(body: ReadNews) -> tuple[Fault, ...]:
    """What is wrong with a list of news."""
    if not 1 <= len(body.news_ids) <= MOST_READ or not all(is_uuid7(one) for one in body.news_ids):
        return (Fault("news_ids", "/news_ids", {"most": MOST_READ}),)
    return ()


def _cases(case_ids: tuple[str, ...], at: str) -> list[Fault]:
    if not 1 <= len(case_ids) <= MOST_CASES:
        return [Fault("pattern_size", at, {"least": 1, "most": MOST_CASES})]
    if len(set(case_ids)) != len(case_ids) or not all(CASE_ID.match(one) for one in case_ids):
        return [Fault("case_ids", at)]
    return []


def _words(text: str, at: str, language: str) -> tuple[Fault, ...]:
    told = () if language in LANGUAGES else (Fault("note_language", "/language"),)
    if len(text) > MOST_WORDS:
        return (Fault("note_too_long", at, {"most": MOST_WORDS}), *told)
    return (*note_faults(text, at), *told)
