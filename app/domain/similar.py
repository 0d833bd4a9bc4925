"""Which past cases are most like this one, and why: an explained likeness over signals, links and facts.

No learning, no distance in a space that nobody can see: a list of reasons, each with a weight, added up.
"""

from collections.abc import Collection, Iterable

import msgspec

from app.domain.assessment import Direction, Scalar, Signal

MOST, MOST_REASONS = 5, 8
LEAST_SCORE = 1.0
_LINK, _FACT, _CODE, _VERDICT = 3.0, 0.5, 2.0, 0.25
_STRONGEST = 2.0  # a single signal cannot outweigh a shared device


class Reason(msgspec.Struct, frozen=True):
    """`kind`: link (ref: its kind), signal (its name, `direction` risk or safe), code, fact (the field) or verdict."""

    kind: str
    ref: str
    direction: str = ""


class Profile(msgspec.Struct, frozen=True):
    """What of a case is compared. `links` maps a link's key to its kind; `facts` are values without personal data;
    `code` is that of the decision, None where there is none yet. `number` breaks ties: the newer first."""

    number: int
    case_type: str
    signals: dict[str, float]
    verdict: str = ""
    links: dict[str, str] = {}
    facts: dict[str, Scalar] = {}
    code: str | None = None


class Alike(msgspec.Struct, frozen=True):
    """A past case with how much speaks for it, and the reasons, the weightiest first."""

    number: int
    score: float
    reasons: tuple[Reason, ...]


def signals_of(signals: Iterable[Signal]) -> dict[str, float]:
    """The listed signals as name → contribution in log-odds."""
    return {signal.name: signal.contribution for signal in signals}


def most_alike(case: Profile, past: Collection[Profile], most: int = MOST) -> tuple[Alike, ...]:
    """The `most` likest of `past`, best first; the same whatever the order in which they come."""
    found = [alike for one in past if one.number != case.number and (alike := compare(case, one)).score >= LEAST_SCORE]
    return tuple(sorted(found, key=lambda alike: (-alike.score, -alike.number))[:most])


def compare(case: Profile, past: Profile) -> Alike:
    """What `past` has in common with `case`."""
    weighed: list[tuple[float, Reason]] = []
    for key, kind in case.links.items():
        if key in past.links:
            weighed.append((_LINK, Reason("link", kind)))
    for name, here in case.signals.items():
        there = past.signals.get(name, 0.0)
        if here * there > 0:
            direction = Direction.RISK if here > 0 else Direction.SAFE
            weight = min(abs(here), abs(there), _STRONGEST)
            # Signals that the whole type has in common say little when they are weak.
            weighed.append((weight, Reason("signal", name, direction.value)))
    if case.code is not None and case.code == past.code:
        weighed.append((_CODE, Reason("code", case.code)))
    if case.case_type == past.case_type:
        for name, value in case.facts.items():
            if value is not None and past.facts.get(name) == value:
                weighed.append((_FACT, Reason("fact", name)))
        if case.verdict and case.verdict == past.verdict:
            weighed.append((_VERDICT, Reason("verdict", case.verdict)))
    weighed.sort(key=lambda pair: (-pair[0], pair[1].kind, pair[1].ref))
    score = round(sum(weight for weight, _ in weighed), 3)
    reasons = dict.fromkeys(reason for _, reason in weighed)
    return Alike(past.number, score, tuple(reasons)[:MOST_REASONS])
