"""What a candidate's answers come to beside the agent's own, on the same cases."""

import math
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from app.analytics.compare import e_value, exact_mcnemar, paired
from app.analytics.intervals import wilson
from app.contract.regression import Faithfulness, Part, Preference, StepPart, TypePart
from app.domain.assessment import Assessment
from app.domain.regression import Check, Finding, Standing, grounded, held_against, standing
from app.domain.review import StepError

ALPHA = 0.05
LARGEST = 1e300


class Question(msgspec.Struct, frozen=True):
    """One case of a set: the verdict that was judged, and what turned out to be true (bad or good)."""

    number: int
    case_type: str
    drawn: bool
    verdict: str
    truth: str
    checks: tuple[Check, ...]

    def right(self, verdict: str) -> bool:
        return (verdict == "block") == (self.truth == "bad")


class Figures(msgspec.Struct, frozen=True):
    """See contract.regression.RunView."""

    standing: Standing
    drawn: Part
    faults: Part
    kept: Part
    types: tuple[TypePart, ...]
    worse_in: tuple[str, ...]
    steps: Faithfulness


class _Evidence(msgspec.Struct):
    id: str


class _Known(msgspec.Struct):
    """The part of a case's facts that an answer may rest on, and the answer before."""

    assessment: Assessment
    evidence: tuple[_Evidence, ...] = ()


_known = msgspec.json.Decoder(_Known)


def evidence_in(facts: bytes) -> frozenset[str]:
    """The evidence that a case has, by its facts."""
    return frozenset(item.id for item in _known.decode(facts).evidence)


def figures(asked: Sequence[Question], answers: Mapping[int, Assessment], facts: Mapping[int, bytes]) -> Figures:
    """`facts`: of the cases that are answered, as they are kept."""
    drawn = [one for one in asked if one.drawn]
    types = sorted({one.case_type for one in drawn})
    parts = {kind: part([one for one in drawn if one.case_type == kind], answers) for kind in types}
    told = tuple(TypePart(kind, _standing(of, ALPHA / len(types)), of) for kind, of in parts.items())
    whole = part(drawn, answers)
    return Figures(
        standing=_standing(whole, ALPHA),
        drawn=whole,
        faults=part([one for one in asked if not one.drawn and not one.right(one.verdict)], answers),
        kept=part([one for one in asked if not one.drawn and one.right(one.verdict)], answers),
        types=told,
        worse_in=tuple(one.case_type for one in told if one.standing is Standing.WORSE),
        steps=_faithfulness(asked, answers, facts),
    )


def _standing(of: Part, alpha: float) -> Standing:
    lost = of.lost + of.cases - of.answered
    at_worst = e_value(of.gained, lost) if of.gained > lost else 0.0
    return standing(of.answered, of.gained, of.lost, of.e_value, alpha, at_worst)


def part(asked: Sequence[Question], answers: Mapping[int, Assessment]) -> Part:
    """These cases, as far as they are answered, before and after."""
    table = {(old, new): 0 for old in (True, False) for new in (True, False)}
    for one in asked:
        if (word := answers.get(one.number)) is not None:
            table[one.right(one.verdict), one.right(word.verdict.value)] += 1
    both, lost, gained, neither = (table[key] for key in ((True, True), (True, False), (False, True), (False, False)))
    told = paired(both, lost, gained, neither)
    return Part(
        cases=len(asked),
        answered=told.n,
        right_before=both + lost,
        right_after=both + gained,
        gained=gained,
        lost=lost,
        change=told.difference,
        low=told.interval.low,
        high=told.interval.high,
        p=told.exact_p,
        e_value=min(told.e_value, LARGEST),
    )


def _faithfulness(
    asked: Sequence[Question], answers: Mapping[int, Assessment], facts: Mapping[int, bytes]
) -> Faithfulness:
    steps = there = steps_before = there_before = 0
    found: dict[StepError | None, list[Finding]] = {}
    for one in asked:
        word, known = answers.get(one.number), facts.get(one.number)
        if word is None or known is None:
            continue
        told = _known.decode(known)
        evidence = frozenset(item.id for item in told.evidence)
        steps += len(word.steps)
        there += grounded(word.steps, evidence, frozenset(signal.name for signal in word.signals))
        before = told.assessment
        steps_before += len(before.steps)
        there_before += grounded(before.steps, evidence, frozenset(signal.name for signal in before.signals))
        for check in one.checks:
            found.setdefault(check.kind, []).append(held_against(check, word.steps, evidence))
    kinds = sorted(found, key=lambda kind: kind.value if kind is not None else "")
    marks = tuple(_marks(kind, found[kind]) for kind in kinds)
    every = [finding for one in found.values() for finding in one]
    return Faithfulness(steps, there, steps_before, there_before, _marks(None, every), marks)


def _marks(kind: StepError | None, found: Sequence[Finding]) -> StepPart:
    mended, repeated = found.count(Finding.MENDED), found.count(Finding.REPEATED)
    told = mended + repeated
    bounds = wilson(mended, told)
    share = mended / told if told else None
    return StepPart(kind, len(found), mended, repeated, found.count(Finding.UNTOLD), share, bounds.low, bounds.high)


def preference(votes: Iterable[tuple[str, bool, int]]) -> Preference:
    """From (choice, whether the candidate stood first, how many)."""
    candidate = present = neither = 0
    for choice, first, n in votes:
        if choice == "neither":
            neither += n
        elif (choice == "first") == first:
            candidate += n
        else:
            present += n
    evidence = e_value(candidate, present)
    return Preference(
        votes=candidate + present + neither,
        candidate=candidate,
        present=present,
        neither=neither,
        p=exact_mcnemar(candidate, present),
        e_value=evidence if math.isfinite(evidence) else LARGEST,
    )
