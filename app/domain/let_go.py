"""A case without what it says of a person: what is left once the house keeps it no longer."""

import msgspec

from app.domain.assessment import Assessment
from app.domain.case import IntakeCase

SHORTEST_DAYS = 30
"""No case goes sooner after the last that was decided on it: until then a seat may hold it, or a late review come."""


def bare(facts: IntakeCase) -> IntakeCase:
    """The agent's facts without subject, evidence and links, and its word without words."""
    word = unworded(facts.assessment)
    return msgspec.structs.replace(facts, subject={}, evidence=(), links=(), assessment=word)


def unworded(word: Assessment) -> Assessment:
    """Verdict, score and the weight of each signal; neither the reasoning nor a signal's value that is text, since
    either may name somebody."""
    signals = tuple(
        msgspec.structs.replace(one, value=None) if isinstance(one.value, str) else one for one in word.signals
    )
    return msgspec.structs.replace(word, signals=signals, steps=(), not_checked=())
