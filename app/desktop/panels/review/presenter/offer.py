"""What is on offer for a decision: the codes that fit its label, and what each can be attributed to."""

from collections.abc import Callable

from app.contract.views import CaseView
from app.desktop import in_force
from app.desktop.panels.review.state import AttributionChoice
from app.desktop.ports import OpenCase, ReviewDraft, Reviews
from app.domain.attribution_offer import OfferFacts, attribution_offer
from app.domain.catalogue import Catalogue
from app.domain.decision import Decision
from app.domain.label import Label
from app.domain.review import StepError
from app.domain.root_cause import Attribution, AttributionKind, Code, CodeKind, clauses_named, code_kind_for
from app.domain.route_suggestion import RouteFacts, RouteSuggestion, suggest_route

GAP_CODES = ("sop_gap", "no_clause")
"""The codes that say that no clause covers a step, for a wrong verdict and for an unsure one."""


class Offer:
    """Pure questions about one case and one draft."""

    def __init__(
        self, catalogue: Catalogue, reviews: Reviews, indicators: Callable[[str], tuple[str, ...]] = lambda _case: ()
    ) -> None:
        """`indicators` tells which ones a case shows, as far as that is known here."""
        self._catalogue = catalogue
        self._reviews = reviews
        self._indicators = indicators

    def codes(self, opened: OpenCase | None, draft: ReviewDraft) -> tuple[Code, ...]:
        """The codes that fit, in the order of the keys 1 to 9."""
        if opened is None or draft.decision is None:
            return ()
        label = self._reviews.label_of(opened, draft)
        case_type = opened.view.case_type
        if label is None and opened.view.blind and draft.decision != Decision.ESCALATE:
            return ()  # what the code has to explain is known after the reveal
        if label is None:
            return self._catalogue.codes_for(case_type, CodeKind.WHY_UNSURE)
        found = self._catalogue.codes_for(case_type, code_kind_for(Label(label)))
        return tuple(code for code in found if Label(label) in code.applies_to)

    def attributions(self, opened: OpenCase | None, code: Code) -> tuple[AttributionChoice, ...]:
        """Everything that the code may be attributed to in this case, the likeliest first within its kind."""
        return self.choices(opened.view, code) if opened is not None else ()

    def choices(self, case: CaseView, code: Code) -> tuple[AttributionChoice, ...]:
        """The same of a case that need not be in sight."""
        word = case.word
        facts = OfferFacts(
            case_type=case.case_type,
            signals=tuple((signal.name, signal.contribution) for signal in word.signals),
            steps=tuple(step.n for step in word.steps),
            clauses=tuple(dict.fromkeys(step.sop_ref for step in word.steps if step.sop_ref)),
            evidence_kinds=frozenset(item.kind for item in case.evidence),
            not_checked=len(word.not_checked),
            indicators=self._indicators(case.case_id),
            verdict=word.verdict,
        )
        return tuple(
            AttributionChoice(str(one.kind), one.ref) for one in attribution_offer(facts, code, in_force.catalogue())
        )

    def suggestion(self, case: CaseView, draft: ReviewDraft) -> RouteSuggestion | None:
        """The route that fits what is chosen, and why; None until there is a code."""
        code = self._catalogue.code(draft.code) if draft.code else None
        word = case.assessment
        attribution = None
        if draft.attribution_kind and draft.attribution_ref and draft.attribution_kind in set(AttributionKind):
            attribution = Attribution(AttributionKind(draft.attribution_kind), draft.attribution_ref)
        wrong = [mark for mark in draft.steps if mark.verdict == "wrong"]
        return suggest_route(
            RouteFacts(
                code=code,
                attribution=attribution,
                distance=word.confidence - word.threshold if word is not None else None,
                bare_steps=frozenset(step.n for step in case.word.steps if not step.sop_ref),
                clause_errors=frozenset(mark.n for mark in wrong if mark.kind == StepError.WRONG_CLAUSE),
                wrong_steps=frozenset(mark.n for mark in wrong),
            )
        )

    def likeliest(
        self, opened: OpenCase | None, draft: ReviewDraft, code: Code, choices: tuple[AttributionChoice, ...]
    ) -> AttributionChoice | None:
        """See `likely`, of the case in sight."""
        return self.likely(opened.view if opened is not None else None, draft, code, choices)

    def likely(
        self, case: CaseView | None, draft: ReviewDraft, code: Code, choices: tuple[AttributionChoice, ...]
    ) -> AttributionChoice | None:
        """What the person most likely means: a step marked wrong, else a step without a clause, else the first."""
        wrong = [str(mark.n) for mark in draft.steps if mark.verdict == "wrong"]
        for choice in choices:
            if choice.kind == "step" and choice.ref in wrong:
                return choice
        if code.code in GAP_CODES and case is not None:
            bare = [str(step.n) for step in case.word.steps if step.sop_ref is None]
            for choice in choices:
                if choice.kind == "step" and choice.ref in bare:
                    return choice
        return choices[0] if choices else None

    def reliance(self, opened: OpenCase, draft: ReviewDraft) -> dict[str, str]:
        """The clause the review rests on, in the version read: the attributed one, else the first cited."""
        if draft.sop_page:
            return {}
        refs = [step.sop_ref for step in opened.view.word.steps if step.sop_ref]
        if draft.attribution_kind in ("clause", "contradiction") and draft.attribution_ref:
            named = Attribution(AttributionKind(draft.attribution_kind), draft.attribution_ref)
            refs[:0] = clauses_named(named)
        for ref in refs:
            found = in_force.catalogue().clause(ref)
            if found is not None:
                page, clause = found
                return {"sop_page": page.id, "sop_clause": clause.n, "sop_version": page.version}
        return {}


def allowed(opened: OpenCase) -> frozenset[str]:
    """The decisions that may be chosen here, or prepared as a draft."""
    may = opened.may
    found: set[str] = set()
    if may.decide or (may.draft and "must_escalate" not in may.why and not may.escalate):
        found |= {"pass", "block"}
    if may.escalate or (may.draft and not may.decide and opened.view.state == "open"):
        found.add("escalate")
    return frozenset(found)
