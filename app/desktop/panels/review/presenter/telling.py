"""The decision area as a function of the case and of what a person has entered."""

from collections.abc import Callable

from app.desktop.panels.review.presenter.aids import Aids
from app.desktop.panels.review.presenter.offer import Offer, allowed
from app.desktop.panels.review.state import AttributionChoice, DecisionState
from app.desktop.ports import OpenCase, ReviewDraft, Reviews
from app.domain.catalogue import Catalogue
from app.domain.label import Label
from app.domain.rationale import MAX_SENTENCES, count_sentences
from app.domain.root_cause import code_kind_for

_SAID_EARLY = frozenset(
    {
        "claimed_by_other",
        "assigned_to_other",
        "snoozed",
        "own_escalation",
        "not_yours_to_resolve",
        "not_open",
        "already_sent",
        "no_capability",
        "must_escalate",
    }
)
"""What stands in the way whatever is decided; the rest passes by itself once the case is reserved."""


class Telling:
    """Codes and facts for the view; holds nothing of a case itself."""

    def __init__(self, catalogue: Catalogue, reviews: Reviews, offer: Offer, aids: Aids) -> None:
        self._catalogue, self._reviews, self._offer, self._aids = catalogue, reviews, offer, aids
        self.reserved: Callable[[str, tuple[str, ...]], tuple[str, ...]] = lambda _case, codes: codes
        """What is true at this moment of a case that is not reserved yet."""

    def state(
        self, opened: OpenCase, draft: ReviewDraft, *, kept: bool, busy: bool, mine: bool, waits: bool = False
    ) -> DecisionState:
        """What the decision area shows. `mine`: the person has changed something of this case just now; `waits`: it is
        sent as soon as it is reserved."""
        code = self._catalogue.code(draft.code) if draft.code else None
        label = self._reviews.label_of(opened, draft)
        # As it was painted ahead until the person does something: what only this moment knows comes then.
        marks = self._aids.marks(draft.rationale, mine)
        blockers = self.blockers(opened, draft, any(mark.refused for mark in marks))
        suggested = self._offer.suggestion(opened.view, draft)
        named = {"sop_page": draft.sop_page, "sop_clause": draft.sop_clause, "sop_version": draft.sop_version}
        relied = self._offer.reliance(opened, draft) or {name: text for name, text in named.items() if text}
        hints = () if blockers or not mine else self._aids.hints(opened.view, draft, relied)
        attribution = None
        if draft.attribution_kind and draft.attribution_ref:
            attribution = AttributionChoice(draft.attribution_kind, draft.attribution_ref)
        return DecisionState(
            case_type=opened.view.case_type,
            allowed=frozenset() if busy else allowed(opened),
            decision=draft.decision,
            label=label,
            code_kind=str(code_kind_for(Label(label))) if label else ("why_unsure" if draft.decision else None),
            codes=tuple(item.code for item in self._offer.codes(opened, draft)),
            code=draft.code,
            attributions=self._offer.attributions(opened, code) if code else (),
            attribution=attribution,
            route=draft.route,
            rationale=draft.rationale,
            sentences=count_sentences(draft.rationale),
            most_sentences=MAX_SENTENCES,
            steps=tuple((mark.n, mark.verdict) for mark in draft.steps),
            blockers=blockers,
            draft_kept=kept,
            busy=busy,
            waits=waits,
            active_ms=draft.active_ms,
            until=opened.may.until,
            barred=next((code for code in opened.may.why if code in _SAID_EARLY), ""),
            other_language=self._aids.other_language(opened.view, draft),
            marks=marks,
            route_reason=suggested.reason if suggested is not None else "",
            route_suggested=str(suggested.route or "") if suggested is not None else "",
            step_errors=tuple((mark.n, mark.kind) for mark in draft.steps if mark.kind is not None),
            hints=hints,
        )

    def blockers(self, opened: OpenCase, draft: ReviewDraft, refused: bool) -> tuple[str, ...]:
        """What stands in the way, the decision itself first: without one the rest would only confuse. `refused`: the
        text holds personal data, a real value in sight among it, which the rules alone cannot know."""
        if "not_on_seat" in opened.may.why:
            # Nothing else about it can be mended here.
            return opened.may.why
        found = self.reserved(opened.case_id, self._reviews.check(opened, draft))
        return tuple(dict.fromkeys((*found, "personal_data") if refused and draft.decision is not None else found))
