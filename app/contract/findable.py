"""The texts that a case is found by, on the server as at a seat."""

import msgspec

from app.contract.views import covered_facts
from app.domain.case import IntakeCase
from app.domain.catalogue import Catalogue
from app.domain.find_words import texts_within


class Findable(msgspec.Struct, frozen=True):
    """`shown`: what stands in the evidence and of the subject, covered wherever it is covered on screen; `said`: the
    agent's reasoning, which some people must not know yet."""

    shown: frozenset[str]
    said: frozenset[str]


def findable(facts: IntakeCase, catalogue: Catalogue) -> Findable:
    """The same texts that a seat takes from the view of a case."""
    subject, _, evidence, _ = covered_facts(facts, catalogue)
    word = facts.assessment
    steps = [(step.statement.en, step.statement.zh, step.sop_ref) for step in word.steps]
    left_out = [(text.en, text.zh) for text in word.not_checked]
    shown = texts_within([subject, [(piece.fields, piece.rows) for piece in evidence]])
    return Findable(frozenset(shown), frozenset(texts_within([steps, left_out])))
