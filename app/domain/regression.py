"""What a reviewer found wrong with the agent's reasoning, held against another answer to the same case.

Sentences are not read: a step is what it rests on (evidence, signals, clause) and what it comes to. So an answer that
says the same in other words repeats the mistake, and one that rests on something else does not.
"""

import enum
from collections.abc import Sequence

import msgspec

from app.domain.assessment import Step
from app.domain.review import StepError

ENOUGH_VOTES = 8
"""Below so many votes nothing is told of them: even seven of seven are no e-value of 20."""


class Check(msgspec.Struct, frozen=True, omit_defaults=True):
    """A step `n` that was marked wrong, as `kind` of error (None where the reviewer did not say), by what it rested on.
    `known`: all evidence and clauses that the judged answer had, for a check that was missing from it. `right_clause`:
    the clause that the reviewer relied on instead."""

    n: int
    kind: StepError | None
    evidence: tuple[str, ...] = ()
    signals: tuple[str, ...] = ()
    clause: str | None = None
    outcome: str = ""
    known: tuple[str, ...] = ()
    right_clause: str | None = None


class Finding(enum.StrEnum):
    """`UNTOLD`: the other answer has no step on the same ground, or the mark did not say what was wrong."""

    MENDED = "mended"
    REPEATED = "repeated"
    UNTOLD = "untold"


class Became(enum.StrEnum):
    """What a candidate's answer makes of a case: only it is right, only the one before was, both or neither are."""

    GAINED = "gained"
    LOST = "lost"
    SAME = "same"
    UNANSWERED = "unanswered"


class Standing(enum.StrEnum):
    """What may be said of a candidate beside the agent's present answers."""

    WAITING = "waiting"
    WORSE = "worse"
    BETTER = "better"
    NOT_SHOWN = "not_shown"


def check_of(steps: Sequence[Step], n: int, kind: StepError | None, right_clause: str | None) -> Check | None:
    """The mark on step `n` of an answer as a check; None where that answer has no such step."""
    step = next((one for one in steps if one.n == n), None)
    if step is None:
        return None
    return Check(
        n=n,
        kind=kind,
        evidence=tuple(sorted(set(step.evidence_ids))),
        signals=tuple(sorted(set(step.signals))),
        clause=step.sop_ref,
        outcome=step.outcome,
        known=tuple(sorted(_rests_on(steps))),
        right_clause=right_clause if right_clause != step.sop_ref else None,
    )


def held_against(check: Check, steps: Sequence[Step], there: frozenset[str] | None = None) -> Finding:
    """Whether an answer with these steps makes the same mistake again. `there`: the evidence that the case has; a step
    that names other evidence rests on nothing new."""
    if there is not None:
        steps = [
            msgspec.structs.replace(step, evidence_ids=tuple(one for one in step.evidence_ids if one in there))
            for step in steps
        ]
    if check.kind is StepError.MISSING_CHECK:
        return Finding.MENDED if _rests_on(steps) - set(check.known) else Finding.REPEATED
    same = [step for step in steps if _same_ground(check, step)]
    if check.kind is None:
        return Finding.REPEATED if any(_same_step(check, step) for step in same) else Finding.UNTOLD
    if check.kind is StepError.UNSUPPORTED:
        # The claim is dropped, or rests on more than it did.
        again = [s for s in same if s.outcome == check.outcome and set(s.evidence_ids) <= set(check.evidence)]
        return Finding.REPEATED if again else Finding.MENDED
    if not same:
        return Finding.UNTOLD
    if check.kind is StepError.WRONG_CLAUSE:
        return _clause(check, same)
    return Finding.REPEATED if any(step.outcome == check.outcome for step in same) else Finding.MENDED


def _clause(check: Check, same: Sequence[Step]) -> Finding:
    clauses = {step.sop_ref for step in same}
    if check.clause in clauses:
        return Finding.REPEATED
    if check.right_clause is not None:
        return Finding.MENDED if check.right_clause in clauses else Finding.REPEATED
    return Finding.MENDED if clauses - {None} else Finding.UNTOLD


def _same_ground(check: Check, step: Step) -> bool:
    """By signals where the judged step named any, else by evidence, else by clause."""
    if check.signals:
        return not set(check.signals).isdisjoint(step.signals)
    if check.evidence:
        return not set(check.evidence).isdisjoint(step.evidence_ids)
    return check.clause is not None and check.clause == step.sop_ref


def _same_step(check: Check, step: Step) -> bool:
    there = (tuple(sorted(set(step.evidence_ids))), tuple(sorted(set(step.signals))), step.sop_ref, step.outcome)
    return there == (check.evidence, check.signals, check.clause, check.outcome)


def _rests_on(steps: Sequence[Step]) -> set[str]:
    """Evidence and clauses under names that cannot meet."""
    evidence = {f"evidence:{one}" for step in steps for one in step.evidence_ids}
    return evidence | {f"clause:{step.sop_ref}" for step in steps if step.sop_ref is not None}


def became(before: bool, after: bool | None) -> Became:
    """By whether the verdict was right before and after; None where there is no answer."""
    if after is None:
        return Became.UNANSWERED
    if before == after:
        return Became.SAME
    return Became.GAINED if after else Became.LOST


def changed_steps(before: Sequence[Step], after: Sequence[Step]) -> tuple[frozenset[int], frozenset[int]]:
    """The steps of each answer that the other one does not have: on the same ground, coming to the same."""
    there, here = {_ground(step) for step in before}, {_ground(step) for step in after}
    return (
        frozenset(step.n for step in before if _ground(step) not in here),
        frozenset(step.n for step in after if _ground(step) not in there),
    )


def _ground(step: Step) -> tuple[object, ...]:
    if not step.evidence_ids and not step.signals and step.sop_ref is None:
        return (step.statement.en, step.statement.zh, step.outcome)  # it rests on nothing but its words
    return (frozenset(step.evidence_ids), frozenset(step.signals), step.sop_ref, step.outcome)


def grounded(steps: Sequence[Step], evidence: frozenset[str], signals: frozenset[str]) -> int:
    """How many of these steps rest on something, and on nothing that their case does not have."""
    return sum(
        bool(step.evidence_ids or step.signals)
        and evidence.issuperset(step.evidence_ids)
        and signals.issuperset(step.signals)
        for step in steps
    )


def standing(
    answered: int, gained: int, lost: int, e_value: float, alpha: float = 0.05, e_at_worst: float | None = None
) -> Standing:
    """What the discordant cases show. `e_value` may be looked at every day; only cases that were drawn without a look
    at the agent's answer may be counted here, for of cases chosen because it was wrong any other answer gains.
    `e_at_worst`: the evidence for better were every case lost that has no answer. A candidate chooses what it answers,
    so better is said on that alone; worse is said of what it did answer."""
    if not answered:
        return Standing.WAITING
    if gained > lost:
        least = e_value if e_at_worst is None else e_at_worst
        return Standing.BETTER if least >= 1 / alpha else Standing.NOT_SHOWN
    return Standing.WORSE if e_value >= 1 / alpha and lost > gained else Standing.NOT_SHOWN
