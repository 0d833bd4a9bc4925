"""Pure questions about one case and one draft: flags of the steps, hints before sending, the suggested route, and what
a code can be attributed to. Instant; the rules are the domain's."""

from collections.abc import Collection, Sequence

from app.contract.catalogue import catalogue
from app.contract.views import CaseView
from app.desktop import in_force
from app.desktop.ports import ReviewDraft
from app.desktop.usecases.compose import compose
from app.domain.assessment import distance_to_threshold
from app.domain.attribution_offer import OfferFacts, attribution_offer
from app.domain.decision import Verdict
from app.domain.review_hints import Hint, HintFacts, review_hints
from app.domain.root_cause import Attribution, AttributionKind, Code
from app.domain.route_suggestion import RouteFacts, RouteSuggestion, suggest_route
from app.domain.step_flags import StepFacts, step_flags


def flags_of_steps(case: CaseView) -> dict[int, tuple[str, ...]]:
    """The codes of app.domain.step_flags by the number of the step; none while the assessment is withheld."""
    word = case.assessment
    if word is None:
        return {}
    return step_flags(
        [StepFacts(step.n, step.evidence_ids, step.signals, step.sop_ref) for step in word.steps],
        {item.id for item in case.evidence},
        {signal.name for signal in word.signals},
        in_force.procedures(),
        in_force.now(),
        word.sop_version,
    )


def hints(case: CaseView, draft: ReviewDraft, opened: Collection[str], earlier: Sequence[str]) -> tuple[Hint, ...]:
    """`opened`: ids of the evidence that was in sight; `earlier`: own last rationales, the newest first."""
    made = compose(case, draft)
    marked = {mark.n for mark in draft.steps}
    cited = [
        one
        for step in (case.assessment.steps if case.assessment is not None else ())
        if step.n in marked
        or (draft.attribution_kind == "step" and draft.attribution_ref == str(step.n))
        or (draft.attribution_kind == "signal" and draft.attribution_ref in step.signals)
        for one in step.evidence_ids
    ]
    here = {item.id for item in case.evidence}
    return review_hints(
        HintFacts(
            rationale=draft.rationale,
            active_ms=draft.active_ms,
            evidence=len(case.evidence),
            cited=tuple(one for one in cited if one in here),
            opened=opened,
            sop_page=draft.sop_page,
            sop_clause=draft.sop_clause,
            sop_version=draft.sop_version,
            earlier=earlier,
            composed=tuple(text for text in ((made.en, made.zh) if made else ()) if text),
        ),
        in_force.catalogue(),
    )


def suggested_route(case: CaseView, draft: ReviewDraft) -> RouteSuggestion | None:
    """The route to offer with its reason; None until a code was chosen, and while the assessment is withheld."""
    word = case.assessment
    if word is None:
        return None
    wrong = {mark.n: mark.kind for mark in draft.steps if mark.verdict == "wrong"}
    shown = word.verdict in set(Verdict)
    return suggest_route(
        RouteFacts(
            code=catalogue().code(draft.code) if draft.code else None,
            attribution=_attribution(draft),
            distance=distance_to_threshold(word.confidence, word.threshold) if shown else None,
            bare_steps=frozenset(step.n for step in word.steps if not step.sop_ref),
            clause_errors=frozenset(n for n, kind in wrong.items() if kind == "wrong_clause"),
            wrong_steps=frozenset(wrong),
        )
    )


def attributions(case: CaseView, code: Code, indicators: tuple[str, ...] = ()) -> tuple[Attribution, ...]:
    """Everything that `code` can be attributed to in this case, the likeliest first within its kind."""
    word = case.assessment
    signals, steps, not_checked = (word.signals, word.steps, word.not_checked) if word is not None else ((), (), ())
    return attribution_offer(
        OfferFacts(
            case_type=case.case_type,
            signals=tuple((signal.name, signal.contribution) for signal in signals),
            steps=tuple(step.n for step in steps),
            clauses=tuple(step.sop_ref for step in steps if step.sop_ref),
            evidence_kinds=frozenset(item.kind for item in case.evidence),
            not_checked=len(not_checked),
            indicators=indicators,
            verdict=word.verdict if word is not None else "",
        ),
        code,
        in_force.catalogue(),
    )


def _attribution(draft: ReviewDraft) -> Attribution | None:
    if not draft.attribution_kind or not (draft.attribution_ref or "").strip():
        return None
    try:
        return Attribution(AttributionKind(draft.attribution_kind), draft.attribution_ref or "")
    except ValueError:
        return None
