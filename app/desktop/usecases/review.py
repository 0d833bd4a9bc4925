"""Deciding a case: checked here by the server's own rules, written durably, and taken back within ten seconds."""

import os
from collections.abc import Callable
from typing import Protocol

import msgspec

from app.contract.canonical import body_sha256
from app.contract.catalogue import catalogue
from app.contract.commands import (
    COMMAND_WITHDRAWN,
    REVIEW_SUBMIT,
    Command,
    CommandAnswer,
    CommandBatch,
    Status,
    WithdrawnBody,
)
from app.contract.views import CaseView
from app.desktop.cache.cache_store import CacheStore
from app.desktop.cache.outbox_rows import NewCommand
from app.desktop.cache.work_store import WorkStore
from app.desktop.changes import Changed, Kind, changed
from app.desktop.ports import (
    Clock,
    DeskError,
    Identity,
    NotReady,
    OpenCase,
    Problem,
    ReviewDraft,
    ServerSpoke,
    Submitted,
    TooLate,
)
from app.desktop.usecases.case import CaseDesk, DraftMemory
from app.desktop.usecases.seen import Seen, seen_of
from app.domain.blind_first import blind_faults
from app.domain.decision import Decision, Verdict
from app.domain.ids import uuid7
from app.domain.label import Label, derive_label
from app.domain.review import (
    ReviewedFacts,
    ReviewSubmission,
    SopReliance,
    StepError,
    StepMark,
    StepVerdict,
    review_faults,
)
from app.domain.root_cause import Attribution, AttributionKind, Route

UNDO_MS = 10_000
SCHEMA = 1


class OnlineCommands(Protocol):
    """Sending one command and waiting for its answer (a seat without a local store)."""

    def commands(self, batch: CommandBatch) -> CommandAnswer: ...


class Note(msgspec.Struct, frozen=True, omit_defaults=True):
    """What Activity shows of a command, and what undo gives back; never sent."""

    draft: ReviewDraft
    case_type: str = ""
    label: str | None = None
    seen: Seen | None = None


class ReviewDesk:
    """See ports.Reviews. `check` and `label_of` are instant; everything else runs on the writer thread."""

    def __init__(
        self,
        cases: CaseDesk,
        cache: CacheStore,
        work: WorkStore | None,
        clock: Clock,
        identity: Callable[[], Identity | None],
        publish: Callable[[Changed], None],
        online: OnlineCommands | None = None,
        memory: DraftMemory | None = None,
        random_bytes: Callable[[int], bytes] = os.urandom,
    ) -> None:
        self._cases = cases
        self._cache = cache
        self._work = work
        self._clock = clock
        self._identity = identity
        self._publish = publish
        self._online = online
        self._memory = memory or DraftMemory()
        self._random_bytes = random_bytes
        self._online_seq = 0
        self._checked: tuple[OpenCase, ReviewDraft, tuple[str, ...]] | None = None
        self._seen: tuple[CaseView, Seen] | None = None

    # --- instant

    def check(self, case: OpenCase, draft: ReviewDraft) -> tuple[str, ...]:
        # What is sent was checked for the screen an instant ago; a case's facts never change in place.
        before = self._checked
        if before is not None and before[0] is case and before[1] == draft:
            return before[2]
        codes = self._faults(case, draft)
        self._checked = (case, draft, codes)
        return codes

    @staticmethod
    def _faults(case: OpenCase, draft: ReviewDraft) -> tuple[str, ...]:
        if draft.decision is None:
            return ("decision_required",)
        codes: list[str] = []
        if draft.decision == Decision.ESCALATE:
            if not case.may.escalate:
                codes += case.may.why or ("not_yours_to_resolve",)
        elif not case.may.decide:
            codes += case.may.why
        try:
            submission = submission_of(case.view, draft)
        except ValueError:
            return (*codes, "value_not_allowed")
        known = catalogue().codes
        if case.view.assessment is None:
            faults = blind_faults(submission, case.view.case_type, known)
        else:
            faults = review_faults(submission, facts_of(case.view), known)
        return tuple(dict.fromkeys([*codes, *(fault.code for fault in faults)]))

    def label_of(self, case: OpenCase, draft: ReviewDraft) -> str | None:
        label = _label(case.view, draft)
        return label.value if label is not None else None

    # --- on the writer thread

    def save_draft(self, case_id: str, draft: ReviewDraft) -> None:
        author = self._who().author
        raw = msgspec.json.encode(draft)
        if self._work is None:
            self._memory.put(author, case_id, raw)
            self._tell(changed(Kind.DRAFT, ids={case_id}))
        else:
            self._tell(self._work.save_draft(author, case_id, raw, self._clock.now_ms()))
            case = self._cases.but_for_its_draft(case_id)
            if case is not None:
                self._seen_of(case.view)  # nobody waits here, and somebody will where the draft is sent

    def discard_draft(self, case_id: str) -> None:
        author = self._who().author
        if self._work is None:
            self._memory.remove(author, case_id)
            self._tell(changed(Kind.DRAFT, ids={case_id}))
        else:
            self._tell(self._work.discard_draft(author, case_id))

    def submit(self, case_id: str, draft: ReviewDraft) -> Submitted:
        who = self._who()
        # As it was read for the screen: whatever made that untrue has already been noted, own work at once (`_tell`).
        case = self._cases.but_for_its_draft(case_id) or self._cases.open_case(case_id)
        codes = self.check(case, draft)
        if codes:
            raise NotReady(codes=codes)
        new = self._command(case, draft)
        label = self.label_of(case, draft)
        if self._work is None:
            return self._submit_online(who, new, case, draft, label)
        row, trace = self._work.submit(who.device, who.author, new)
        self._tell(trace)
        return Submitted(row.command_id, case_id, draft.decision or "", label, row.release_at)

    def undo(self, command_id: str) -> ReviewDraft:
        if self._work is None:
            raise TooLate
        who = self._who()
        row = self._work.get(who.author, command_id)
        if row is None:
            raise TooLate
        draft = msgspec.json.decode(row.note, type=Note).draft
        body = WithdrawnBody(command_type=row.command_type)
        _, trace = self._work.withdraw(
            who.author,
            command_id,
            now=self._clock.now_ms(),
            command_type=COMMAND_WITHDRAWN,
            body=msgspec.json.encode(body),
            body_sha256=body_sha256(body),
            draft=msgspec.json.encode(draft),
        )
        self._tell(trace)
        return draft

    def _tell(self, trace: Changed) -> None:
        """News of own work. The cases that are kept ready learn of it here and now: the hub joins news for a moment,
        and in that moment nothing may count as undecided that was just decided."""
        self._cases.note(trace)
        self._publish(trace)

    # --- how a command is made

    def _who(self) -> Identity:
        who = self._identity()
        if who is None:
            raise DeskError("signed_out")
        return who

    def _command(self, case: OpenCase, draft: ReviewDraft) -> NewCommand:
        submission = submission_of(case.view, draft)
        now = self._clock.now_ms()
        label = _label(case.view, draft)
        note = Note(draft, case.view.case_type, label.value if label else None, self._seen_of(case.view))
        return NewCommand(
            command_id=uuid7(self._clock.wall_ms(), self._random_bytes(10)),
            command_type=REVIEW_SUBMIT,
            command_schema=SCHEMA,
            body=msgspec.json.encode(submission),
            body_sha256=body_sha256(submission),
            created_wall=self._clock.wall_ms(),
            created_mono=self._clock.mono_ms(),
            server_offset_ms=self._clock.offset_ms(),
            release_at=now + UNDO_MS,
            case_id=case.case_id,
            claim_id=case.claim.claim_id if case.claim else None,
            fence=case.claim.fence if case.claim else None,
            base_rev=case.view.rev,
            epoch=self._cache.epoch(),
            note=msgspec.json.encode(note),
        )

    def _seen_of(self, view: CaseView) -> Seen:
        before = self._seen
        if before is None or before[0] is not view:
            self._seen = before = (view, seen_of(view))
        return before[1]

    def _submit_online(
        self, who: Identity, new: NewCommand, case: OpenCase, draft: ReviewDraft, label: str | None
    ) -> Submitted:
        """Nothing is kept here, so the answer is waited for; a refusal leaves the draft where it was."""
        if self._online is None:
            raise DeskError("offline")
        self._online_seq += 1
        command = Command(
            command_id=new.command_id,
            command_seq=self._online_seq,
            command_type=new.command_type,
            command_schema=new.command_schema,
            author_sub=who.author,
            created_wall=new.created_wall,
            created_mono=new.created_mono,
            server_offset_ms=new.server_offset_ms,
            release_at=self._clock.now_ms(),
            prev_hash="",
            body=msgspec.Raw(new.body),
            body_sha256=new.body_sha256,
            case_id=new.case_id,
            claim_id=new.claim_id,
            fence=new.fence,
            base_rev=new.base_rev,
            epoch=new.epoch,
        )
        batch = CommandBatch(who.device, new.command_id, (msgspec.Raw(msgspec.json.encode(command)),))
        answer = self._online.commands(batch)
        result = next((r for r in answer.results if r.command_id == new.command_id), None)
        if result is None:
            raise ServerSpoke
        status = result.first_status if result.status is Status.DUPLICATE else result.status
        if status is not Status.APPLIED:
            raise Problem(result.code, result.http)
        self._memory.remove(who.author, case.case_id)
        self._tell(changed(Kind.DRAFT, Kind.OUTBOX, ids={case.case_id}))
        return Submitted(new.command_id, case.case_id, draft.decision or "", label, self._clock.now_ms(), online=True)


def submission_of(view: CaseView, draft: ReviewDraft) -> ReviewSubmission:
    """The command's body. Raises ValueError for a word that the domain does not know."""
    decision = Decision(draft.decision or "")
    label = _label(view, draft)
    attribution = None
    if draft.attribution_kind:
        attribution = Attribution(AttributionKind(draft.attribution_kind), draft.attribution_ref or "")
    sop = None
    if draft.sop_page and draft.sop_clause and draft.sop_version:
        sop = SopReliance(draft.sop_page, draft.sop_clause, draft.sop_version)
    known = catalogue().code(draft.code) if draft.code else None
    resolves = view.escalation.escalation_id if view.escalation and decision is not Decision.ESCALATE else None
    return ReviewSubmission(
        decision=decision,
        rationale=draft.rationale.strip(),
        rationale_language=draft.rationale_language or "",
        active_ms=draft.active_ms,
        left_window=draft.left_window,
        opened=draft.opened,
        label=label,
        code=draft.code,
        code_kind=known.code_kind if known else None,
        attribution=attribution,
        route=Route(draft.route) if draft.route else None,
        steps=tuple(
            StepVerdict(step.n, StepMark(step.verdict), StepError(step.kind) if step.kind else None)
            for step in draft.steps
            if view.assessment is not None
        ),
        sop=sop,
        blind_first=view.assessment is None,
        escalation_id=draft.escalation_id or resolves,
    )


def facts_of(view: CaseView) -> ReviewedFacts:
    """What the rules of a review need to know of a case whose assessment is here. Raises ValueError for a verdict that
    this build does not know."""
    word = view.assessment
    if word is None:
        raise ValueError("the agent's word is withheld")
    return ReviewedFacts(
        view.case_type,
        Verdict(word.verdict),
        frozenset(signal.name for signal in word.signals),
        frozenset(step.n for step in word.steps),
        frozenset(catalogue().indicators_for(view.case_type)),
    )


def _label(view: CaseView, draft: ReviewDraft) -> Label | None:
    if view.assessment is None:
        return None  # blind-first: nothing on this seat knows the verdict
    try:
        return derive_label(Verdict(view.assessment.verdict), Decision(draft.decision or ""))
    except ValueError:
        return None
