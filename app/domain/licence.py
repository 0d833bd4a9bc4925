"""What a person may decide alone, by case type: a ladder of four rungs, and how often their work is looked at again.

    learn       practice cases whose answers are explained afterwards; no live case
    certify     an examination on cases with a known answer; no live case
    supervised  live cases, every one of them looked at twice
    live        live cases, of which 50, then 20, then 5 % are looked at again

From `supervised` on, Wald's sequential probability-ratio test moves the share: is the person's rate of critical errors
2 % or less, or 8 % or more, each told wrongly in at most 5 % of all tests? A good person is let up after some 50 to 80
cases, a careless one is led back sooner. After every step the test begins anew. A person of the house may grant a rung
or step somebody back, with a reason; nobody their own.
"""

import enum
import math
from collections.abc import Mapping

import msgspec

PER_MILLE = 1000
P_GOOD, P_POOR = 0.02, 0.08
"""Rates of critical errors that the test tells apart."""
ALPHA = BETA = 0.05
PRACTICE_CASES = 10
EXAM_CASES, EXAM_ERRORS = 20, 1
EXPERIENCED_PER_MILLE = 50

_WRONG, _RIGHT = math.log(P_POOR / P_GOOD), math.log((1 - P_POOR) / (1 - P_GOOD))
_POOR, _GOOD = math.log((1 - BETA) / ALPHA), math.log(BETA / (1 - ALPHA))


class Rung(enum.StrEnum):
    LEARN = "learn"
    CERTIFY = "certify"
    SUPERVISED = "supervised"
    LIVE = "live"

    @property
    def licensed(self) -> bool:
        """Whether live cases may be decided."""
        return self in (Rung.SUPERVISED, Rung.LIVE)


SHARES: Mapping[Rung, tuple[int, ...]] = {
    Rung.LEARN: (PER_MILLE,),
    Rung.CERTIFY: (PER_MILLE,),
    Rung.SUPERVISED: (PER_MILLE,),
    Rung.LIVE: (500, 200, 50),
}
"""What is looked at again on each rung, in thousandths, as it falls."""
_UPWARD = tuple((rung, share) for rung in Rung for share in SHARES[rung])


class Why(enum.StrEnum):
    """What put a person where they are."""

    BEGAN = "began"
    EXPERIENCE = "experience"
    PRACTISED = "practised"
    PASSED_EXAM = "passed_exam"
    FAILED_EXAM = "failed_exam"
    TEST_GOOD = "test_good"
    TEST_POOR = "test_poor"
    GRANTED = "granted"
    STEPPED_BACK = "stepped_back"


class Ruling(enum.StrEnum):
    """What the sequential test says now."""

    GOES_ON = "goes_on"
    GOOD = "good"
    POOR = "poor"


class Licence(msgspec.Struct, frozen=True):
    """Where a person stands with one case type. `n` judged cases since the last step, `errors` of them wrong."""

    rung: Rung = Rung.LEARN
    per_mille: int = PER_MILLE
    n: int = 0
    errors: int = 0


EXPERIENCED = Licence(Rung.LIVE, EXPERIENCED_PER_MILLE)
"""Where those begin who decided live cases of the type before the house asked for licences."""


def sprt(n: int, errors: int) -> Ruling:
    """Wald's test over `n` judged cases with `errors` wrong ones: the sum of log likelihood ratios against its two
    bounds ln((1 − β)/α) and ln(β/(1 − α)) (A. Wald, Sequential Analysis, 1947, 3.2)."""
    evidence = errors * _WRONG + (n - errors) * _RIGHT
    if evidence >= _POOR:
        return Ruling.POOR
    return Ruling.GOOD if evidence <= _GOOD else Ruling.GOES_ON


def judged(licence: Licence, wrong: bool) -> tuple[Licence, Why | None]:
    """Where a person stands after one more judged case, and why if that is another rung or share. Practice cases count
    as done whatever was said; an examination ends as soon as it can neither be passed nor failed otherwise."""
    now = msgspec.structs.replace(licence, n=licence.n + 1, errors=licence.errors + wrong)
    if now.rung is Rung.LEARN:
        return (_up(now), Why.PRACTISED) if now.n >= PRACTICE_CASES else (now, None)
    if now.rung is Rung.CERTIFY:
        if now.errors > EXAM_ERRORS:
            return _down(now), Why.FAILED_EXAM
        return (_up(now), Why.PASSED_EXAM) if now.n >= EXAM_CASES else (now, None)
    ruling = sprt(now.n, now.errors)
    if ruling is Ruling.GOES_ON:
        return now, None
    return (_up(now), Why.TEST_GOOD) if ruling is Ruling.GOOD else (_down(now), Why.TEST_POOR)


def _up(licence: Licence) -> Licence:
    return _at(min(_UPWARD.index((licence.rung, licence.per_mille)) + 1, len(_UPWARD) - 1))


def _down(licence: Licence) -> Licence:
    return _at(max(_UPWARD.index((licence.rung, licence.per_mille)) - 1, 0))


def _at(place: int) -> Licence:
    rung, per_mille = _UPWARD[place]
    return Licence(rung, per_mille)


def placed(rung: Rung, per_mille: int | None) -> Licence | None:
    """The licence that a person of the house grants: without a share, the highest of the rung. None where the rung has
    no such share."""
    share = SHARES[rung][0] if per_mille is None else per_mille
    return Licence(rung, share) if share in SHARES[rung] else None


def is_higher(one: Licence, other: Licence) -> bool:
    """Whether `one` is further up the ladder."""
    return _UPWARD.index((one.rung, one.per_mille)) > _UPWARD.index((other.rung, other.per_mille))


def right_ones_to_go(licence: Licence) -> int:
    """How many cases in a row have to be right for the next step upward; what a person is told of the way ahead."""
    if licence.rung is Rung.LEARN:
        return max(1, PRACTICE_CASES - licence.n)
    if licence.rung is Rung.CERTIFY:
        return max(1, EXAM_CASES - licence.n)
    evidence = licence.errors * _WRONG + (licence.n - licence.errors) * _RIGHT
    return max(1, math.ceil((evidence - _GOOD) / -_RIGHT - 1e-9))
