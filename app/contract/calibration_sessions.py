"""Calibration sessions on the wire: series, sessions, their cases, ballots, the truth, and challenged thresholds.

Until a person is shown the ballots (see app.domain.calibration_session) they are told their own alone: nobody else's,
no number of votes on a case, no label and no reviewer's word; in a session of the kind `reviewer` nothing of the
agent's either. The cases have names of their own (`ref`), and their ids come with the reveal.
"""

from datetime import datetime
from typing import Annotated

import msgspec

from app.contract.agreement import AgreementView
from app.contract.audits import Instant
from app.contract.gold import Language
from app.contract.hub import CaseType, Ref, Threshold
from app.contract.licences import Reason
from app.contract.qa import PacketItem
from app.contract.views import AssessmentView
from app.domain.calibration_session import MOST_ATTENDEES, MOST_ITEMS, SessionKind
from app.domain.decision import Decision, Verdict
from app.domain.root_cause import Attribution, Route

Title = Annotated[str, msgspec.Meta(min_length=1, max_length=120)]
People = Annotated[tuple[Ref, ...], msgspec.Meta(max_length=MOST_ATTENDEES)]
Seed = Annotated[str, msgspec.Meta(min_length=1, max_length=64, pattern="^[0-9A-Za-z._-]+$")]


class BatchCriteria(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """Which labelled cases a batch is drawn from, of one type: labelled in [labelled_from, labelled_before) (the last
    `days` where that is not told), with these labels (none told: FP and FN for `model`, all for `reviewer`), this root
    cause, this attribution, or behind this finding. `right_per_mille`: so many of the batch are cases that the agent
    had right, so that being in the batch tells nothing; 0 for none."""

    case_type: CaseType
    size: Annotated[int, msgspec.Meta(ge=1, le=MOST_ITEMS)] = 20
    days: Annotated[int, msgspec.Meta(ge=1, le=366)] = 28
    labelled_from: Instant | None = None
    labelled_before: Instant | None = None
    labels: Annotated[
        tuple[Annotated[str, msgspec.Meta(pattern="^(TP|FP|TN|FN)$")], ...], msgspec.Meta(max_length=4)
    ] = ()
    code: Annotated[str, msgspec.Meta(min_length=1, max_length=60)] | None = None
    attribution: Attribution | None = None
    feedback_id: Ref | None = None
    right_per_mille: Annotated[int, msgspec.Meta(ge=0, le=900)] = 200


class BatchCount(msgspec.Struct, frozen=True):
    """How many cases fit the criteria, and how many a batch would take. `wrong`: of those that fit, the agent's
    errors."""

    fit: int
    wrong: int
    size: int


class SessionOrder(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """A new session, chaired by whoever makes it. `seed`: the same criteria and seed draw the same batch. `every_days`:
    the next one of the series is made by the server so many days later, with the same people and the criteria moved on.
    `attendees`: ids of people inside the house; others may join while it is open."""

    kind: SessionKind
    title: Title
    language: Language
    criteria: BatchCriteria
    seed: Seed
    attendees: People = ()
    every_days: Annotated[int, msgspec.Meta(ge=1, le=366)] | None = None


class Attendee(msgspec.Struct, frozen=True, omit_defaults=True):
    """`ballots`: on how many of the cases the person has voted; how far everybody is, and never on which or what.
    `joined_at`: null for somebody who was invited and has not opened it. `shown_at`: since when the others' ballots are
    known to them, told after the reveal."""

    user_id: str
    name: str
    ballots: int
    joined_at: datetime | None = None
    shown_at: datetime | None = None


class BallotView(msgspec.Struct, frozen=True, omit_defaults=True):
    """The ballot of one person that stands. `late`: it came when its author knew the others', or after the end, and is
    in no figure. `earlier`: how many ballots of the same person on this case it took the place of."""

    user_id: str
    name: str
    decision: Decision
    reason: str
    language: str
    cast_at: datetime
    received_at: datetime
    code: str | None = None
    late: bool = False
    earlier: int = 0


class TruthView(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the session found to be true of a case, why, and who was there."""

    decision: Verdict
    reason: str
    language: str
    attendees: tuple[str, ...]
    by_name: str
    at: datetime
    code: str | None = None
    label: str | None = None


class FollowUpView(msgspec.Struct, frozen=True, omit_defaults=True):
    """What came of a session: a finding (`feedback_id`), and by route B with a threshold a proposal as well."""

    route: Route
    refs: tuple[str, ...]
    at: datetime
    by_name: str
    feedback_id: str | None = None
    proposal_id: str | None = None


class FirstWord(msgspec.Struct, frozen=True, omit_defaults=True):
    """What was decided of the case before the session; told with the reveal."""

    case_id: str
    external_ref: str
    label: str
    decision: Decision
    rationale: str
    rationale_language: str
    ai_verdict: Verdict
    risk_score: float
    threshold: float
    model_version: str
    reviewer_name: str
    review_id: str
    code: str | None = None


class SessionNote(msgspec.Struct, frozen=True, omit_defaults=True):
    note_id: str
    by_name: str
    at: datetime
    text: str
    language: str
    ref: str | None = None


class SessionItem(msgspec.Struct, frozen=True, omit_defaults=True):
    """One case. `case`: what anybody may know who decides it anew; `assessment`: the agent's word, in a session of the
    kind `model` from the beginning and else with the reveal. `mine`: the reader's own ballot. After the reveal:
    `first`, all `ballots`, `agreed` (all that count say the same; null with fewer than two), `truth`."""

    ref: str
    case: PacketItem | None = None
    assessment: AssessmentView | None = None
    mine: BallotView | None = None
    first: FirstWord | None = None
    ballots: tuple[BallotView, ...] = ()
    agreed: bool | None = None
    truth: TruthView | None = None


class SessionBrief(msgspec.Struct, frozen=True, omit_defaults=True):
    """One session in a list. `shown`: the reader is told the ballots. `voted` of `items` cases by the reader;
    `complete` of `people` have voted on all."""

    session_id: str
    rev: int
    kind: SessionKind
    state: str
    title: str
    language: str
    case_type: str
    items: int
    voted: int
    people: int
    complete: int
    chair_id: str
    chair_name: str
    made_at: datetime
    attending: bool
    shown: bool
    series_id: str | None = None
    feedback_id: str | None = None
    revealed_at: datetime | None = None
    ended_at: datetime | None = None


class SessionPage(msgspec.Struct, frozen=True):
    """The newest first; `next_after` continues the list, null at its end."""

    sessions: tuple[SessionBrief, ...]
    next_after: str | None


class SessionView(msgspec.Struct, frozen=True, omit_defaults=True):
    """A whole session. `may`: what the reader can do: join, vote, show, note, reveal, settle (say what is true),
    follow_up, close, cancel, end_series. `agreement`: of the decisions on the ballots that count, once they are shown;
    where it is not enough to say anything, its warnings say so. `criteria` with the draw (`seed`, `fit`) are told to
    the chair, and to all after the reveal. `next_at`: when the series makes its next one."""

    session: SessionBrief
    items: tuple[SessionItem, ...]
    attendees: tuple[Attendee, ...]
    may: tuple[str, ...]
    notes: tuple[SessionNote, ...] = ()
    agreement: AgreementView | None = None
    follow_ups: tuple[FollowUpView, ...] = ()
    criteria: BatchCriteria | None = None
    seed: str | None = None
    fit: int | None = None
    every_days: int | None = None
    next_at: datetime | None = None


class TruthOrder(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """The chair writes down what is true of a case. `attendees`: who was there, ids of people of the session."""

    decision: Verdict
    reason: Reason
    language: Language
    attendees: People
    code: Annotated[str, msgspec.Meta(min_length=1, max_length=60)] | None = None


class FollowUpOrder(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """What follows from cases of a revealed session. A finding is raised over them that goes this route; by route B
    with `threshold` and `side`, a proposal of the Decision Hub as well, which comes from this session."""

    route: Route
    refs: Annotated[
        tuple[Annotated[str, msgspec.Meta(max_length=8)], ...], msgspec.Meta(min_length=1, max_length=MOST_ITEMS)
    ]
    title: Reason
    language: Language
    code: Annotated[str, msgspec.Meta(min_length=1, max_length=60)] | None = None
    attribution: Attribution | None = None
    side: Verdict | None = None
    threshold: Threshold | None = None


class ChallengeView(msgspec.Struct, frozen=True, omit_defaults=True):
    """A threshold that somebody says a case speaks against. `state`: challenged, taken (a proposal follows from it) or
    declined. `in_force`: the threshold of the side when it was challenged, null where there was none. Who decides is
    told the case; the author is told what became of it."""

    challenge_id: str
    state: str
    case_id: str
    case_type: str
    side: Verdict
    cited: float
    confidence: float
    risk_score: float
    label: str | None
    by_name: str
    at: datetime
    reason: str
    language: str
    mine: bool
    threshold: float | None = None
    in_force: float | None = None
    rule_version: str | None = None
    answer: str = ""
    answer_language: str = ""
    answered_at: datetime | None = None
    proposal_id: str | None = None


class ChallengePage(msgspec.Struct, frozen=True):
    """The newest first; `next_after` continues the list, null at its end. `open`: how many wait for an answer."""

    challenges: tuple[ChallengeView, ...]
    next_after: str | None
    open: int


class ChallengeAnswer(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """`proposal_id`: the proposal that takes it up; without one it is declined."""

    why: Reason
    why_language: Language
    proposal_id: Ref | None = None
