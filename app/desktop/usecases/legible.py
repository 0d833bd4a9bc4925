"""A case as a person can read it, whatever was put into it.

Text of a case comes from customers and from an agent. Half a megabyte of it in one value, or marks piled on one
letter, would hold the window for many seconds, and characters that reorder or hide text would deceive its reader.
What cannot be seen is named, what has no end is cut; ids and names stay, since answers refer to them.
"""

from collections.abc import Mapping

import msgspec

from app.contract.qa import PacketItem
from app.contract.views import AssessmentView, CaseView, EvidenceView, StepView
from app.contract.work_views import NoteView
from app.domain.assessment import Scalar
from app.domain.text import Bilingual, legible

LONGEST_VALUE, LONGEST_KEY, LONGEST_TEXT = 1_000, 80, 4_000


def legible_case(view: CaseView) -> CaseView:
    """`view` with every text in it short enough and visible."""
    return msgspec.structs.replace(
        view,
        subject_short=legible(view.subject_short, LONGEST_KEY),
        subject=_record(view.subject),
        evidence=tuple(_evidence(item) for item in view.evidence),
        assessment=None if view.assessment is None else _assessment(view.assessment),
        assessments_beside=tuple(
            msgspec.structs.replace(one, assessment=_assessment(one.assessment)) for one in view.assessments_beside
        ),
        links=tuple(msgspec.structs.replace(link, value=_value(link.value)) for link in view.links),
        notes=tuple(_note(note) for note in view.notes),
        tags=tuple(legible(tag, LONGEST_KEY) for tag in view.tags),
        escalation=view.escalation
        and msgspec.structs.replace(view.escalation, rationale=legible(view.escalation.rationale, LONGEST_TEXT)),
        outcome=view.outcome
        and msgspec.structs.replace(view.outcome, rationale=legible(view.outcome.rationale, LONGEST_TEXT)),
    )


def legible_item(item: PacketItem) -> PacketItem:
    """The same of a case that is decided without its name."""
    return msgspec.structs.replace(
        item,
        subject_short=legible(item.subject_short, LONGEST_KEY),
        subject=_record(item.subject),
        evidence=tuple(_evidence(one) for one in item.evidence),
    )


def legible_word(word: AssessmentView) -> AssessmentView:
    """The same of what the agent said alone."""
    return _assessment(word)


def _assessment(word: AssessmentView) -> AssessmentView:
    return msgspec.structs.replace(
        word,
        signals=tuple(msgspec.structs.replace(signal, value=_value(signal.value)) for signal in word.signals),
        steps=tuple(_step(step) for step in word.steps),
        not_checked=tuple(_bilingual(text) for text in word.not_checked),
    )


def _note(note: NoteView) -> NoteView:
    name = legible(note.author_name, LONGEST_KEY)
    return msgspec.structs.replace(note, text=legible(note.text, LONGEST_TEXT), author_name=name)


def _step(step: StepView) -> StepView:
    clause = None if step.sop_ref is None else legible(step.sop_ref, LONGEST_KEY)
    return msgspec.structs.replace(step, statement=_bilingual(step.statement), sop_ref=clause)


def _evidence(item: EvidenceView) -> EvidenceView:
    return msgspec.structs.replace(
        item,
        title=_bilingual(item.title),
        fields=None if item.fields is None else _record(item.fields),
        rows=None if item.rows is None else tuple(_record(row) for row in item.rows),
    )


def _bilingual(text: Bilingual) -> Bilingual:
    return Bilingual(*(None if side is None else legible(side, LONGEST_TEXT) or "…" for side in (text.en, text.zh)))


def _record(record: Mapping[str, Scalar]) -> dict[str, Scalar]:
    shown: dict[str, Scalar] = {}
    for name, value in record.items():
        key = legible(name, LONGEST_KEY)
        while key in shown:
            key += "′"
        shown[key] = _value(value)
    return shown


def _value(value: Scalar) -> Scalar:
    return legible(value, LONGEST_VALUE) if isinstance(value, str) else value
