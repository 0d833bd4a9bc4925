"""Counting signals as cases come in and as labels come into force; a label that takes another's place takes it back."""

import math
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import msgspec

from app.contract.loop_rules import loop_rules
from app.domain.decision import Verdict
from app.domain.label import Label
from app.server.storage import signal_counts as rows
from app.server.storage import state
from app.server.storage.signal_counts import ALL, CLAUSE, DAY_MS, MILLION, SIGNAL, STEP, Key
from app.server.storage.unit_of_work import UnitOfWork

AT_ONCE = 500
EDGES = (-2.0, -1.0, -0.3, 0.0, 0.3, 1.0, 2.0)
"""Between the bins of a contribution in log-odds: of whatever unit a signal is, what it says has this one."""
_BAD = frozenset({Label.TP, Label.FN})
_Sums = defaultdict[Key, defaultdict[str, int]]


class _Signal(msgspec.Struct):
    name: str
    value: Any
    contribution: float


class _Step(msgspec.Struct):
    n: int
    sop_ref: str | None = None


class _Word(msgspec.Struct):
    verdict: Verdict
    model_version: str
    signals: tuple[_Signal, ...] = ()
    steps: tuple[_Step, ...] = ()


class _Facts(msgspec.Struct):
    assessment: _Word


_facts = msgspec.json.Decoder(_Facts)


def count(work: UnitOfWork) -> bool:
    """Count what came since; whether more is left."""
    work.alone("signals.counts")
    connection, sums = work.connection, _Sums(lambda: defaultdict(int))
    came = rows.arrived(connection, rows.told(connection, rows.CASES_TOLD), AT_ONCE)
    for case in came:
        word = _facts.decode(case.facts).assessment
        _arrived(sums, (case.received_at - case.received_at % DAY_MS, case.case_type, word.model_version), word)
    found = rows.labelled(connection, rows.told(connection, rows.LABELS_TOLD), AT_ONCE, work.now_ms)
    for label in found:
        word = _facts.decode(label.facts).assessment
        day = label.at_ms - label.at_ms % DAY_MS
        _labelled(sums, (day, label.case_type, label.model_version), word, label.label, 1)
        if label.took is not None:
            before, at_ms, version = label.took
            _labelled(sums, (at_ms - at_ms % DAY_MS, label.case_type, version), word, before, -1)
    rows.add(connection, sums)
    if came:
        state.set_(connection, rows.CASES_TOLD, str(came[-1].number))
    if found:
        state.set_(connection, rows.LABELS_TOLD, str(found[-1].seq))
    return len(came) == AT_ONCE or len(found) == AT_ONCE


def _arrived(sums: _Sums, of: tuple[int, str, str], word: _Word) -> None:
    sums[(*of, ALL, "")]["listed"] += 1
    for signal in word.signals:
        one = sums[(*of, SIGNAL, signal.name)]
        one["listed"] += 1
        one["missing"] += signal.value is None
        one[f"bin_{bin_of(signal.contribution)}"] += 1


def bin_of(contribution: float) -> int:
    """In which of the eight bins a contribution lies; 0 itself lies in the one above it."""
    return sum(contribution >= edge for edge in EDGES)


def _labelled(sums: _Sums, of: tuple[int, str, str], word: _Word, label: Label, by: int) -> None:
    bad = label in _BAD
    whole = sums[(*of, ALL, "")]
    whole["risk_bad" if bad else "risk_good"] += by
    for signal in word.signals:
        if abs(signal.contribution) >= loop_rules().signals.fires_from:
            side = "risk" if signal.contribution > 0 else "safe"
            sums[(*of, SIGNAL, signal.name)][f"{side}_{'bad' if bad else 'good'}"] += by
    if not label.agent_was_right:
        return
    share = "block_share" if label is Label.TP else "pass_share"
    whole[share] += by
    for kind, name, part in spoke(word, toward_block=label is Label.TP):
        sums[(*of, kind, name)][share] += by * part


def spoke(word: _Word, *, toward_block: bool) -> Iterator[tuple[str, str, int]]:
    """(kind, name, millionths): how what spoke for a verdict is shared among the signals, and evenly among the steps
    and among the clauses."""
    sign = 1 if toward_block else -1
    toward = [(signal.name, sign * signal.contribution) for signal in word.signals if sign * signal.contribution > 0]
    total = math.fsum(size for _, size in toward)
    yield from ((SIGNAL, name, round(MILLION * size / total)) for name, size in toward)
    yield from ((STEP, str(step.n), MILLION // len(word.steps)) for step in word.steps)
    clauses = dict.fromkeys(step.sop_ref for step in word.steps if step.sop_ref)
    yield from ((CLAUSE, clause, MILLION // len(clauses)) for clause in clauses if clause)
