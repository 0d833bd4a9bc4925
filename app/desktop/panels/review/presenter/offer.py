"""What is on offer for a decision: the codes that fit its label, and what each can be attributed to."""

from collections.abc import Callable

from app.contract.views import SignalView
from app.desktop.panels.review.state import AttributionChoice
from app.desktop.ports import OpenCase, ReviewDraft, Reviews
from app.domain.catalogue import Catalogue
from app.domain.decision import Decision
from app.domain.label import Label
from app.domain.root_cause import Code, CodeKind, code_kind_for

GAP_CODES = ("sop_gap", "no_clause")
"""The codes that say that no clause covers a step, for a wrong verdict and for an unsure one."""
UNLISTED = "unlisted"
"""The reference of something missing that no list names."""


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
        if opened is None:
            return ()
        return tuple(
            AttributionChoice(str(kind), ref)
            for kind in code.attribution_kinds
            for ref in self._references(opened, str(kind))
        )

    def _references(self, opened: OpenCase, kind: str) -> list[str]:
        assessment = opened.view.word
        case_type = self._catalogue.case_types.get(opened.view.case_type)
        listed = [signal.name for signal in sorted(assessment.signals, key=_weight)]
        match kind:
            case "signal":
                return listed
            case "step":
                return [str(step.n) for step in assessment.steps]
            case "clause":
                return list(dict.fromkeys(step.sop_ref for step in assessment.steps if step.sop_ref)) or [UNLISTED]
            case "indicator":
                return list(self._indicators(opened.case_id))
            case "missing_signal":
                here = opened.view.case_type
                known = [signal.name for signal in self._catalogue.signals.values() if here in signal.case_types]
                return [*(name for name in known if name not in listed), UNLISTED]
            case "missing_evidence":
                shown = {item.kind for item in opened.view.evidence}
                kinds = case_type.evidence_kinds if case_type else ()
                return [*(name for name in kinds if name not in shown), UNLISTED]
            case "missing_check":
                return [*(str(n) for n in range(1, len(assessment.not_checked) + 1)), UNLISTED]
            case _:
                return []

    def likeliest(
        self, opened: OpenCase | None, draft: ReviewDraft, code: Code, choices: tuple[AttributionChoice, ...]
    ) -> AttributionChoice | None:
        """What the person most likely means: a step marked wrong, else a step without a clause, else the first."""
        wrong = [str(mark.n) for mark in draft.steps if mark.verdict == "wrong"]
        for choice in choices:
            if choice.kind == "step" and choice.ref in wrong:
                return choice
        if code.code in GAP_CODES and opened is not None:
            bare = [str(step.n) for step in opened.view.word.steps if step.sop_ref is None]
            for choice in choices:
                if choice.kind == "step" and choice.ref in bare:
                    return choice
        return choices[0] if choices else None

    def reliance(self, opened: OpenCase, draft: ReviewDraft) -> dict[str, str]:
        """The clause the review rests on, in the version read: the attributed one, else the first cited."""
        if draft.sop_page:
            return {}
        refs = [step.sop_ref for step in opened.view.word.steps if step.sop_ref]
        if draft.attribution_kind == "clause" and draft.attribution_ref:
            refs.insert(0, draft.attribution_ref)
        for ref in refs:
            found = self._catalogue.clause(ref)
            if found is not None:
                page, clause = found
                return {"sop_page": page.id, "sop_clause": clause.n, "sop_version": page.version}
        return {}


def _weight(signal: SignalView) -> float:
    return -abs(signal.contribution)


def allowed(opened: OpenCase) -> frozenset[str]:
    """The decisions that may be chosen here, or prepared as a draft."""
    may = opened.may
    found: set[str] = set()
    if may.decide or (may.draft and "must_escalate" not in may.why and not may.escalate):
        found |= {"pass", "block"}
    if may.escalate or (may.draft and not may.decide and opened.view.state == "open"):
        found.add("escalate")
    return frozenset(found)
