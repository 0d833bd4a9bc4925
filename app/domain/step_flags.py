"""What a reader of the reasoning should notice without looking for it: links that lead nowhere, clauses that are not
there. Codes only; nothing of this keeps anybody from deciding."""

from collections.abc import Collection, Iterable
from datetime import datetime

import msgspec

from app.domain.procedures import Procedures

NO_EVIDENCE = "no_evidence"
"""The step names no evidence at all."""
EVIDENCE_NOT_HERE = "evidence_not_here"
"""It names evidence that the case does not hold."""
SIGNAL_NOT_LISTED = "signal_not_listed"
NO_CLAUSE = "no_clause"
CLAUSE_UNKNOWN = "clause_unknown"
CLAUSE_GONE = "clause_gone"
"""The page is there, and this clause of it is in force no more."""
CLAUSE_CHANGED = "clause_changed"
"""The clause reads otherwise now than in the version that the agent read."""


class StepFacts(msgspec.Struct, frozen=True):
    n: int
    evidence_ids: tuple[str, ...]
    signals: tuple[str, ...]
    sop_ref: str | None


def step_flags(
    steps: Iterable[StepFacts],
    evidence_ids: Collection[str],
    signals: Collection[str],
    procedures: Procedures,
    moment: datetime,
    sop_version: str | None = None,
) -> dict[int, tuple[str, ...]]:
    """The flags of every step by its number, in the order of the constants above; () where nothing is amiss. Clauses
    are looked up as they are read at `moment`; `sop_version` is the version of the pages that the agent worked with,
    such as "2026.10"."""
    read = _Read(procedures, moment, sop_version)
    return {step.n: tuple(_flags(step, evidence_ids, signals, read)) for step in steps}


class _Read(msgspec.Struct, frozen=True):
    procedures: Procedures
    moment: datetime
    version: str | None


def _flags(step: StepFacts, evidence_ids: Collection[str], signals: Collection[str], read: _Read) -> Iterable[str]:
    if not step.evidence_ids:
        yield NO_EVIDENCE
    elif any(one not in evidence_ids for one in step.evidence_ids):
        yield EVIDENCE_NOT_HERE
    if any(name not in signals for name in step.signals):
        yield SIGNAL_NOT_LISTED
    if not step.sop_ref:
        yield NO_CLAUSE
        return
    found = read.procedures.clause(step.sop_ref, read.moment)
    if found is None or found.coming:
        yield CLAUSE_UNKNOWN
    elif not found.in_force:
        yield CLAUSE_GONE
    elif read.version is not None and read.procedures.changed_since(step.sop_ref, read.version, read.moment):
        yield CLAUSE_CHANGED
