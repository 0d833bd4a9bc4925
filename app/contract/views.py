"""What leaves the server for a person: named views, built field by field from (fact, viewer).

No route returns a fact, so a field that is not written down here cannot leak. Personal values are masked for
everybody; `masked` lists where, as paths such as "subject.account" and "evidence.e1.ip".
"""

from collections.abc import Collection, Mapping
from datetime import datetime

import msgspec

from app.contract.differences import DifferenceView, differences
from app.contract.disputes import DisputeBrief
from app.contract.work_views import AssignedView, NoteView, Reader, SnoozeView, WaitingView, work_view
from app.domain.assessment import Assessment, AssessmentRole, Scalar
from app.domain.boundary import WhyHere, unsure_of, why_here
from app.domain.case import CaseState, Evidence, IntakeCase
from app.domain.case_record import CaseRecord
from app.domain.catalogue import Catalogue
from app.domain.decision import Disposition
from app.domain.document import Attachment
from app.domain.masking import mask
from app.domain.review import SopReliance
from app.domain.roles import Capability, Role, can
from app.domain.root_cause import Attribution
from app.domain.text import Bilingual


class Viewer(msgspec.Struct, frozen=True):
    """Who is looking."""

    user_id: str
    roles: frozenset[Role]
    vendor: str | None = None

    @property
    def outside(self) -> bool:
        """A person of a contact centre sees own cases only, and less of them."""
        return Role.BPO_AGENT in self.roles

    @property
    def confined_to(self) -> str | None:
        """The vendor whose work alone this person may see; None for the house. One without a vendor sees no work."""
        return (self.vendor or "") if self.outside else None

    def reader(self, blind: bool) -> Reader:
        """The same person as a reader of what others said around a case that is `blind` or not."""
        return Reader(self.user_id, self.vendor, self.outside, blind)


class ClaimHolder(msgspec.Struct, frozen=True, omit_defaults=True):
    """Who has the case reserved. All but the first three is told to the holder alone: `device_id` is the seat that
    holds it, `device_name` that seat's name, and `from_name` the name of the own seat it was taken over from."""

    owner_id: str
    owner_name: str
    expires_at: datetime
    claim_id: str | None = None
    fence: int | None = None
    mode: str | None = None
    device_id: str | None = None
    device_name: str | None = None
    from_name: str | None = None


class BoxView(msgspec.Struct, frozen=True):
    """Where a field stands on a page, in shares of the page; never what was read there."""

    field: str
    page: int
    x: float
    y: float
    w: float
    h: float


class EvidenceView(msgspec.Struct, frozen=True, omit_defaults=True):
    id: str
    kind: str
    title: Bilingual
    fields: dict[str, Scalar] | None = None
    rows: tuple[dict[str, Scalar], ...] | None = None
    attachment: Attachment | None = None
    boxes: tuple[BoxView, ...] = ()
    differences: tuple[DifferenceView, ...] = ()
    """One for each row where the values beside each other are masked: how they differ, and neither of them."""


class LinkView(msgspec.Struct, frozen=True):
    kind: str
    value: Scalar


class EscalationView(msgspec.Struct, frozen=True, omit_defaults=True):
    """`rationale` is told to its author and to those who may decide the case."""

    escalation_id: str
    kind: str
    raised_at: datetime
    mine: bool
    raised_by_name: str = ""
    rationale: str = ""
    rationale_language: str = ""
    pattern_id: str | None = None


class OutcomeView(msgspec.Struct, frozen=True, omit_defaults=True):
    """The decision in force, for its author and for those who read all reviews."""

    review_id: str
    decision: str
    label: str
    decided_by_name: str
    decided_at: datetime
    code: str | None = None
    route: str | None = None
    rationale: str = ""
    executed_at: datetime | None = None
    executed_result: str | None = None


class SignalView(msgspec.Struct, frozen=True):
    name: str
    value: Scalar
    contribution: float
    direction: str


class OtherView(msgspec.Struct, frozen=True):
    count: int | None
    contribution: float


class StepView(msgspec.Struct, frozen=True):
    n: int
    statement: Bilingual
    evidence_ids: tuple[str, ...]
    signals: tuple[str, ...]
    sop_ref: str | None
    outcome: str


class AssessmentView(msgspec.Struct, frozen=True, omit_defaults=True):
    """`model_version`, `prompt_version`, `rule_version` and `rule_flag` stay inside the house; the last is a code of
    what was wrong with the threshold that was used, null where nothing was."""

    agent: str
    verdict: str
    risk_score: float
    confidence: float
    threshold: float
    role: str
    disposition: str
    base_value: float
    signals: tuple[SignalView, ...]
    other: OtherView
    steps: tuple[StepView, ...]
    not_checked: tuple[Bilingual, ...] = ()
    sop_version: str | None = None
    model_version: str | None = None
    prompt_version: str | None = None
    rule_version: str | None = None
    rule_flag: str | None = None


class AssessmentBesideView(msgspec.Struct, frozen=True, omit_defaults=True):
    """A word of the agent that is not the one in force: an earlier one, one that came after the review, or a
    challenger's. `reason` is what a person asked for it with."""

    assessment: AssessmentView
    received_at: datetime
    role: str
    reason: str | None = None


class AskedView(msgspec.Struct, frozen=True):
    """A second look that the agent was asked for and has not given yet."""

    request_id: str
    reason: str
    asked_at: datetime


# What there is to show of an agent whose word is kept back: nothing.
UNSPOKEN = AssessmentView("", "", 0.0, 0.0, 0.0, "", "", 0.0, (), OtherView(None, 0.0), ())


class CaseView(msgspec.Struct, frozen=True, omit_defaults=True):
    """Everything that one viewer may see of one case. `paused_ms` is how long its clock stood still before the wait
    that may still be running; `back_from_snooze` is as of the answer, where that was made for one moment, and
    follows from `snooze` at any later one. `notes` are the newest first; `missing` the codes of evidence that
    people wanted. `why_here`: why it came to a person; `unsure`: what made the agent unsure, as its own word shows it,
    empty while that is kept back."""

    case_id: str
    external_ref: str
    case_type: str
    rev: int
    material_rev: int
    state: str
    priority: int
    opened_at: datetime
    routed_at: datetime
    due_at: datetime
    subject_short: str
    subject: dict[str, Scalar]
    evidence: tuple[EvidenceView, ...]
    masked: tuple[str, ...]
    assessment: AssessmentView | None = None
    blind: bool = False
    assessments_beside: tuple[AssessmentBesideView, ...] = ()
    asked: AskedView | None = None
    paused_ms: int = 0
    back_from_snooze: bool = False
    links: tuple[LinkView, ...] = ()
    claim: ClaimHolder | None = None
    escalation: EscalationView | None = None
    outcome: OutcomeView | None = None
    vendor: str | None = None
    notes: tuple[NoteView, ...] = ()
    tags: tuple[str, ...] = ()
    assigned_to: AssignedView | None = None
    snooze: SnoozeView | None = None
    waiting: WaitingView | None = None
    missing: tuple[str, ...] = ()
    why_here: str = ""
    unsure: str = ""

    @property
    def word(self) -> AssessmentView:
        """The assessment, or one without content where it is withheld; ask `blind` before showing a number of it."""
        return self.assessment or UNSPOKEN


class AfterRevealView(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a blind review's author made of the agent's word. `shift` is none, toward or away from the agent;
    `second_review_id` names the review that took the first one's place, where the second decision counts."""

    at: datetime
    first_decision: str
    second_decision: str
    shift: str
    second_review_id: str | None = None


class InForceView(msgspec.Struct, frozen=True, omit_defaults=True):
    """The decision that stands where another review does not, or that an escalation ended in, for that review's author:
    who has committed may see what came of the case. Its words stay inside the house, and its author's name with those
    who read all reviews. `yours`: the same person made it, at another seat of theirs."""

    decision: str
    decided_at: datetime
    label: str | None = None
    code: str | None = None
    route: str | None = None
    rationale: str = ""
    decided_by_name: str = ""
    yours: bool = False


def in_force_view(stands: InForceView, viewer: Viewer) -> InForceView:
    """As much of it as `viewer` may read."""
    if stands.yours or can(viewer.roles, Capability.REVIEW_READ_ALL):
        return stands
    if viewer.outside:
        return InForceView(stands.decision, stands.decided_at, stands.label)
    return msgspec.structs.replace(stands, decided_by_name="")


class ReviewView(msgspec.Struct, frozen=True, omit_defaults=True):
    """One review, for its author and for those who read all. `standing` is in_force, escalation, concurring,
    contested, or superseded. `to_complete`: decided blind, and the code is still owed; `amend_until`: how long its
    author may decide again. `in_force`: what stands in place of a review that does not; `beside`: how many other
    reviews of the case came too late to take effect, told once this one is in force; `dispute`: what its author says
    against the newest judgement of it that they contest, for the author and for those who settle it; `sop`: the clause
    it rests on, in the version that was read (the flag `older_clause`: another one was in force by then)."""

    review_id: str
    case_id: str
    case_type: str
    rev: int
    decision: str
    standing: str
    rationale: str
    rationale_language: str
    decided_at: datetime
    reviewer_id: str
    reviewer_name: str
    command_id: str
    label: str | None = None
    code: str | None = None
    code_kind: str | None = None
    attribution: Attribution | None = None
    route: str | None = None
    flags: tuple[str, ...] = ()
    blind_first: bool = False
    to_complete: bool = False
    amend_until: datetime | None = None
    after_reveal: AfterRevealView | None = None
    in_force: InForceView | None = None
    beside: int = 0
    dispute: DisputeBrief | None = None
    sop: SopReliance | None = None


class CasePage(msgspec.Struct, frozen=True):
    """One page of a queue view in the served order; `now` is the server's time that the order was made with."""

    cases: tuple[CaseView, ...]
    next_cursor: str | None
    now: datetime
    total: int


def may_see(record: CaseRecord, viewer: Viewer) -> bool:
    """Row filter: an outside person sees the cases of the own vendor only, and some cases are one person's alone."""
    if not can(viewer.roles, Capability.CASE_READ):
        return False
    if record.only_for is not None and record.only_for != viewer.user_id:
        return False
    return not viewer.outside or (viewer.vendor is not None and record.facts.vendor == viewer.vendor)


def case_view(
    record: CaseRecord,
    viewer: Viewer,
    catalogue: Catalogue,
    now: datetime | None = None,
    *,
    blind: bool = False,
    challengers: bool = False,
    seats: Mapping[str, str] | None = None,
) -> CaseView:
    """The view of `record` for `viewer`; ask `may_see` first. `now` is given where the answer is for one moment.
    `blind` keeps the agent's word back, and what colleagues who knew it have written; `challengers`: the house shows
    reviewers what challengers said; `seats`: the names of the viewer's own seats by id."""
    facts = record.facts
    subject, short, evidence, masked = covered_facts(facts, catalogue)
    work = work_view(record.work, viewer.reader(blind))
    return CaseView(
        case_id=record.case_id,
        external_ref="" if viewer.outside else facts.external_ref,
        case_type=facts.case_type,
        rev=record.rev,
        material_rev=record.material_rev,
        state=record.state.value,
        priority=facts.priority,
        opened_at=facts.opened_at,
        routed_at=record.routed_at,
        due_at=record.due_at,
        paused_ms=int(record.paused.total_seconds() * 1000),
        back_from_snooze=record.back_from_snooze if now is None else record.is_back(now),
        subject_short=short,
        subject=subject,
        evidence=evidence,
        masked=tuple(masked),
        assessment=None if blind else assessment_view(facts.assessment, viewer, record.rule_flag),
        blind=blind,
        assessments_beside=() if blind else _beside(record, viewer, challengers),
        asked=None if blind else _asked_view(record),
        links=() if viewer.outside else tuple(LinkView(link.kind, mask(link.value)) for link in facts.links),
        claim=_claim_holder(record, viewer, seats or {}),
        escalation=_escalation_view(record, viewer),
        outcome=_outcome_view(record, viewer),
        vendor=facts.vendor,
        notes=work.notes,
        tags=work.tags,
        assigned_to=work.assigned_to,
        snooze=work.snooze,
        waiting=work.waiting,
        missing=work.missing,
        why_here=(WhyHere.KEPT_BACK if blind else why_here(facts.assessment)).value,
        unsure="" if blind else unsure_of(facts.assessment, facts.subject).value,
    )


def covered_facts(
    facts: IntakeCase, catalogue: Catalogue
) -> tuple[dict[str, Scalar], str, tuple[EvidenceView, ...], list[str]]:
    """Subject, what the case is called, evidence, and the names of all that is covered in them."""
    case_type = catalogue.case_types.get(facts.case_type)
    masked: list[str] = []
    subject: dict[str, Scalar] = {}
    short = ""
    for name, value in facts.subject.items():
        schema = case_type.subject_field(name) if case_type else None
        # A field that the schema doesn't know may be anything, so it is covered.
        if schema is None or schema.pii:
            value = mask(value)
            masked.append(f"subject.{name}")
            if not short and value is not None:
                short = str(value)
        subject[name] = value
    evidence = tuple(_evidence_view(item, facts.case_type, catalogue, masked) for item in facts.evidence)
    return subject, short, evidence, masked


def _beside(record: CaseRecord, viewer: Viewer, challengers: bool) -> tuple[AssessmentBesideView, ...]:
    """A challenger's word would sway whoever still has to decide, so it is told after the end, to those who read
    all, unless the house has decided otherwise."""
    told = challengers or (record.state is CaseState.CLOSED and can(viewer.roles, Capability.REVIEW_READ_ALL))
    return tuple(
        AssessmentBesideView(
            assessment_view(one.assessment, viewer),
            one.received_at,
            one.assessment.role.value,
            one.reason.value if one.reason else None,
        )
        for one in record.beside
        if told or one.assessment.role is AssessmentRole.CHAMPION
    )


def _asked_view(record: CaseRecord) -> AskedView | None:
    asked = record.asked
    return AskedView(asked.request_id, asked.reason.value, asked.asked_at) if asked else None


def assessment_view(fact: Assessment, viewer: Viewer, rule_flag: str | None = None) -> AssessmentView:
    """The agent's word, without the house's version names, and what is wrong with them, for an outside person. What a
    person has before them counts as handed over, whoever looks: another disposition would say that it is an audit."""
    return AssessmentView(
        agent=fact.agent,
        verdict=fact.verdict.value,
        risk_score=fact.risk_score,
        confidence=fact.confidence,
        threshold=fact.threshold,
        role=fact.role.value,
        disposition=Disposition.TO_REVIEW.value,
        base_value=fact.base_value,
        signals=tuple(SignalView(s.name, s.value, s.contribution, s.direction.value) for s in fact.signals),
        other=OtherView(fact.other.count, fact.other.contribution),
        steps=tuple(StepView(s.n, s.statement, s.evidence_ids, s.signals, s.sop_ref, s.outcome) for s in fact.steps),
        not_checked=fact.not_checked,
        sop_version=fact.sop_version,
        model_version=None if viewer.outside else fact.model_version,
        prompt_version=None if viewer.outside else fact.prompt_version,
        rule_version=None if viewer.outside else fact.rule_version,
        rule_flag=None if viewer.outside else rule_flag,
    )


def _evidence_view(item: Evidence, case_type: str, catalogue: Catalogue, masked: list[str]) -> EvidenceView:
    kind = catalogue.case_types.get(case_type)
    schema = kind.evidence_schemas.get(item.kind) if kind else None
    present = set(item.fields or ()).union(*(row.keys() for row in item.rows or ()))
    # What no schema declares may be anything, so it is covered, like an unknown field of the subject.
    open_fields = {f.name for f in schema.fields if not f.pii} - set(item.pii) if schema else set()
    hidden = present - open_fields
    fields, rows = item.fields, item.rows
    if hidden:
        fields = None if fields is None else _covered(fields, hidden)
        rows = None if rows is None else tuple(_covered(row, hidden) for row in rows)
        masked += [f"evidence.{item.id}.{name}" for name in sorted(hidden)]
    attachment = item.attachment
    if attachment is not None and attachment.name:
        # The file's own name often is the customer's.
        attachment = msgspec.structs.replace(attachment, name="")
    boxes = tuple(BoxView(b.field, b.page, b.x, b.y, b.w, b.h) for b in item.boxes)
    return EvidenceView(item.id, item.kind, item.title, fields, rows, attachment, boxes, differences(item, schema))


def _covered(fields: dict[str, Scalar], hidden: Collection[str]) -> dict[str, Scalar]:
    return {name: mask(value) if name in hidden else value for name, value in fields.items()}


def _claim_holder(record: CaseRecord, viewer: Viewer, seats: Mapping[str, str]) -> ClaimHolder | None:
    claim = record.claim
    if claim is None:
        return None
    mine = claim.owner_id == viewer.user_id
    return ClaimHolder(
        owner_id=claim.owner_id,
        owner_name="" if viewer.outside and not mine else record.claim_owner_name,
        expires_at=claim.expires_at,
        claim_id=claim.claim_id if mine else None,
        fence=claim.fence if mine else None,
        mode=claim.mode.value if mine else None,
        device_id=claim.device_id if mine else None,
        device_name=seats.get(claim.device_id or "") if mine else None,
        from_name=seats.get(claim.from_device or "") if mine else None,
    )


def _escalation_view(record: CaseRecord, viewer: Viewer) -> EscalationView | None:
    fact = record.escalation
    if fact is None:
        return None
    mine = fact.raised_by == viewer.user_id
    told = mine or can(viewer.roles, Capability.ESCALATION_RESOLVE)
    return EscalationView(
        escalation_id=fact.escalation_id,
        kind=fact.kind.value,
        raised_at=fact.raised_at,
        mine=mine,
        raised_by_name=fact.raised_by_name if told else "",
        rationale=fact.rationale if told else "",
        rationale_language=fact.rationale_language if told else "",
        pattern_id=fact.pattern_id,
    )


def _outcome_view(record: CaseRecord, viewer: Viewer) -> OutcomeView | None:
    fact = record.outcome
    if fact is None:
        return None
    if fact.decided_by != viewer.user_id and not can(viewer.roles, Capability.REVIEW_READ_ALL):
        return None
    return OutcomeView(
        review_id=fact.review_id,
        decision=fact.decision.value,
        label=fact.label.value,
        decided_by_name=fact.decided_by_name,
        decided_at=fact.decided_at,
        code=fact.code,
        route=fact.route,
        rationale=fact.rationale,
        executed_at=fact.executed_at,
        executed_result=fact.executed_result,
    )
