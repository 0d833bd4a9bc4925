"""Completing a blind review: the agent said this, you said that; the root cause is still owed.

The feed brings the agent's word and the review once it was applied; without the server the reveal waits."""

from collections.abc import Callable, Iterable

import msgspec

from app.contract.catalogue import catalogue
from app.contract.commands import REVIEW_AMEND
from app.contract.views import CaseView, ReviewView
from app.desktop.cache.cache_store import CacheStore
from app.desktop.cache.header import unix_ms
from app.desktop.cache.outbox_rows import OutboxState
from app.desktop.cache.work_store import WorkStore
from app.desktop.ports import Clock, Identity, NotReady, ReviewDraft, Sent, ToComplete
from app.desktop.usecases.legible import legible_case
from app.desktop.usecases.review import Note, facts_of
from app.desktop.usecases.sending import Sending
from app.domain.blind_first import AmendAfterReveal, FirstReview, amend_faults
from app.domain.decision import Decision, Verdict
from app.domain.label import derive_label
from app.domain.review import StepError, StepMark, StepVerdict
from app.domain.root_cause import Attribution, AttributionKind, Code, Route, code_kind_for

MOST_ON_THE_WAY = 500
_reviews = msgspec.json.Decoder(ReviewView)
_cases = msgspec.json.Decoder(CaseView)


class _About(msgspec.Struct):
    review_id: str


class AfterRevealDesk:
    """See ports.AfterReveal. `check` and `codes` are instant; `owed` reads off the GUI thread, `amend` writes."""

    def __init__(
        self,
        cache: CacheStore,
        work: WorkStore | None,
        clock: Clock,
        identity: Callable[[], Identity | None],
        sending: Sending,
    ) -> None:
        self._cache, self._work, self._clock = cache, work, clock
        self._identity, self._sending = identity, sending

    def owed(self) -> tuple[ToComplete, ...]:
        who = self._identity()
        if who is None:
            return ()
        me, going = who.author, self._on_the_way(who.author)
        found = [
            item
            for review in _readable(self._cache.reviews())
            if review.to_complete and review.reviewer_id == me and review.review_id not in going
            if (item := self._item(review)) is not None
        ]
        return tuple(sorted(found, key=lambda item: item.decided_at))

    def _on_the_way(self, author: str) -> set[str]:
        """The reviews whose completion is written here and not answered yet."""
        rows = self._work.latest(author, MOST_ON_THE_WAY) if self._work is not None else []
        return {
            msgspec.json.decode(row.body, type=_About).review_id
            for row in rows
            if row.command_type == REVIEW_AMEND and not OutboxState(row.state).settled
        }

    def _item(self, review: ReviewView) -> ToComplete | None:
        found = self._cache.document(review.case_id)
        if found is None or review.label is None:
            return None
        try:
            view = legible_case(_cases.decode(found[1]))
        except (msgspec.DecodeError, RecursionError):
            return None
        if view.assessment is None:
            return None  # the review came with this page of the feed, the case comes with the next
        return ToComplete(
            review_id=review.review_id,
            case_id=review.case_id,
            case_type=review.case_type,
            decision=review.decision,
            label=review.label,
            rationale=review.rationale,
            rationale_language=review.rationale_language,
            decided_at=unix_ms(review.decided_at),
            amend_until=unix_ms(review.amend_until) if review.amend_until else None,
            view=view,
        )

    def label_of(self, item: ToComplete, draft: ReviewDraft) -> str:
        """The label that would follow from what the draft decides."""
        word = item.view.assessment
        decision = draft.decision or item.decision
        if word is None or decision not in set(Decision):
            return item.label
        label = derive_label(Verdict(word.verdict), Decision(decision))
        return label.value if label is not None else item.label

    def codes(self, item: ToComplete, draft: ReviewDraft) -> tuple[Code, ...]:
        """The codes that fit, in the order of the keys 1-9."""
        label = self.label_of(item, draft)
        return tuple(
            code
            for kind in {code_kind_for(one) for code in catalogue().codes for one in code.applies_to if one == label}
            for code in catalogue().codes_for(item.case_type, kind)
            if label in code.applies_to
        )

    def check(self, item: ToComplete, draft: ReviewDraft) -> tuple[str, ...]:
        if draft.code is None:
            return ("code_required",)
        changes = draft.decision not in (None, item.decision)
        if changes and (item.amend_until is None or self._clock.now_ms() > item.amend_until):
            return ("window_closed",)
        try:
            body = amendment_of(item, draft)
        except ValueError:
            return ("value_not_allowed",)
        first = FirstReview(Decision(item.decision), item.rationale, item.rationale_language)
        # Whether the second decision takes effect is the server's to say; here it is judged as if it did.
        faults = amend_faults(first, body, facts_of(item.view), catalogue().codes, second_counts=changes)
        return tuple(dict.fromkeys(fault.code for fault in faults))

    def amend(self, item: ToComplete, draft: ReviewDraft) -> Sent:
        codes = self.check(item, draft)
        if codes:
            raise NotReady(codes=codes)
        shown = msgspec.structs.replace(draft, decision=draft.decision or item.decision)
        note = Note(shown, item.case_type, self.label_of(item, draft))
        return self._sending.send(REVIEW_AMEND, amendment_of(item, draft), item.case_id, item.view.rev, note)


def amendment_of(item: ToComplete, draft: ReviewDraft) -> AmendAfterReveal:
    """The command's body. Raises ValueError for a word that the domain does not know."""
    attribution = None
    if draft.attribution_kind:
        attribution = Attribution(AttributionKind(draft.attribution_kind), draft.attribution_ref or "")
    changes = draft.decision not in (None, item.decision)
    words = draft.rationale.strip()
    known = catalogue().code(draft.code or "")
    return AmendAfterReveal(
        review_id=item.review_id,
        code=draft.code or "",
        decision=Decision(draft.decision or "") if changes else None,
        code_kind=known.code_kind if known else None,
        attribution=attribution,
        route=Route(draft.route) if draft.route else None,
        rationale=words or None,
        rationale_language=(draft.rationale_language or item.rationale_language) if words else None,
        steps=tuple(
            StepVerdict(step.n, StepMark(step.verdict), StepError(step.kind) if step.kind else None)
            for step in draft.steps
        ),
        active_ms=draft.active_ms,
    )


def _readable(documents: Iterable[bytes]) -> Iterable[ReviewView]:
    for document in documents:
        if b'"to_complete":true' not in document:
            continue
        try:
            yield _reviews.decode(document)
        except (msgspec.DecodeError, RecursionError):
            continue
