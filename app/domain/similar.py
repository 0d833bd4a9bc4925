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

_RISK, _SAFE = Direction.RISK.value, Direction.SAFE.value


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
    scored = [(score(case, one), one) for one in past if one.number != case.number]
    likest = sorted((pair for pair in scored if pair[0] >= LEAST_SCORE), key=lambda pair: (-pair[0], -pair[1].number))
    return tuple(compare(case, one) for _, one in likest[:most])


def score(case: Profile, past: Profile) -> float:
    """How much speaks for `past`; why it does is told by `compare`."""
    # The weightiest first, so that the last bit of the sum is the same in whatever order they stand.
    return round(sum(sorted((weight for weight, *_ in _weighed(case, past)), reverse=True)), 3)


def compare(case: Profile, past: Profile) -> Alike:
    """What `past` has in common with `case`."""
    weighed = sorted(_weighed(case, past), key=lambda one: (-one[0], one[1], one[2]))
    reasons = dict.fromkeys(Reason(kind, ref, direction) for _, kind, ref, direction in weighed)
    return Alike(past.number, score(case, past), tuple(reasons)[:MOST_REASONS])


def _weighed(case: Profile, past: Profile) -> list[tuple[float, str, str, str]]:
    """Weight, kind, ref and direction of everything in common."""
    found = [(_LINK, "link", kind, "") for key, kind in case.links.items() if key in past.links]
    for name, here in case.signals.items():
        there = past.signals.get(name, 0.0)
        if here * there > 0:
            # Signals that the whole type has in common say little when they are weak.
            found.append((min(abs(here), abs(there), _STRONGEST), "signal", name, _RISK if here > 0 else _SAFE))
    if case.code is not None and case.code == past.code:
        found.append((_CODE, "code", case.code, ""))
    if case.case_type == past.case_type:
        facts = past.facts
        for name, value in case.facts.items():
            if value is not None and facts.get(name) == value:
                found.append((_FACT, "fact", name, ""))
        if case.verdict and case.verdict == past.verdict:
            found.append((_VERDICT, "verdict", case.verdict, ""))
    return found
