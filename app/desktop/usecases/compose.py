"""Composing the first sentence of a rationale from a case and its draft, in both languages at once. Instant."""

from app.contract.catalogue import catalogue
from app.contract.phrases import phrases
from app.contract.views import CaseView, EvidenceView
from app.desktop import in_force
from app.desktop.ports import ReviewDraft
from app.domain import compose as sentence
from app.domain.compose import ComposeFacts, SeenEvidence, SeenStep
from app.domain.decision import Decision, Verdict
from app.domain.text import Bilingual


def compose(case: CaseView, draft: ReviewDraft) -> Bilingual | None:
    """The sentence in English and Chinese; None until something was decided."""
    try:
        decision = Decision(draft.decision or "")
    except ValueError:
        return None
    word = case.assessment
    if word is not None and word.verdict not in set(Verdict):
        word = None
    return sentence.compose(
        ComposeFacts(
            case_type=case.case_type,
            verdict=Verdict(word.verdict) if word else None,
            decision=decision,
            code=draft.code,
            attribution_kind=draft.attribution_kind,
            attribution_ref=draft.attribution_ref,
            confidence=word.confidence if word else None,
            threshold=word.threshold if word else None,
            evidence=tuple(_seen(case.case_type, item) for item in case.evidence),
            steps=tuple(SeenStep(s.n, s.evidence_ids, s.signals) for s in word.steps) if word else (),
        ),
        phrases(),
        in_force.catalogue(),
    )


def joined(sentence_text: str, rationale: str, others: tuple[str, ...]) -> str:
    """`rationale` with its composed first sentence set to `sentence_text`: it takes the place of one composed before
    (`others`: both languages of it), else it goes in front of what the person wrote."""
    rest = rationale
    for other in others:
        if other and rest.startswith(other):
            rest = rest.removeprefix(other)
            break
    rest = rest.strip()
    if not rest:
        return sentence_text
    return f"{sentence_text}{rest}" if sentence_text.endswith("。") else f"{sentence_text} {rest}"


def _seen(case_type: str, item: EvidenceView) -> SeenEvidence:
    kind = catalogue().case_types.get(case_type)
    schema = kind.evidence_schemas.get(item.kind) if kind else None
    flag = next((f for f in schema.fields if f.role == "flag"), None) if schema else None
    differing = compared = 0
    if schema is not None and schema.layout == "field_compare" and item.rows is not None:
        differing, compared = sentence.differing_fields(item.rows, flag)
    return SeenEvidence(item.id, item.kind, differing, compared)
