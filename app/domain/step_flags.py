"""What a reader of the reasoning should notice without looking for it: links that lead nowhere, clauses that are not
there. Codes only; nothing of this keeps anybody from deciding."""

from collections.abc import Collection, Iterable

import msgspec

from app.domain.catalogue import Catalogue

NO_EVIDENCE = "no_evidence"
"""The step names no evidence at all."""
EVIDENCE_NOT_HERE = "evidence_not_here"
"""It names evidence that the case does not hold."""
SIGNAL_NOT_LISTED = "signal_not_listed"
NO_CLAUSE = "no_clause"
CLAUSE_UNKNOWN = "clause_unknown"
CLAUSE_CHANGED = "clause_changed"
"""The page has been changed since the version that the agent read."""


class StepFacts(msgspec.Struct, frozen=True):
    n: int
    evidence_ids: tuple[str, ...]
    signals: tuple[str, ...]
    sop_ref: str | None


def step_flags(
    steps: Iterable[StepFacts],
    evidence_ids: Collection[str],
    signals: Collection[str],
    catalogue: Catalogue,
    sop_version: str | None = None,
) -> dict[int, tuple[str, ...]]:
    """The flags of every step by its number, in the order of the constants above; () where nothing is amiss.
    `sop_version` is the version of the pages that the agent worked with, such as "2026.10"."""
    return {step.n: tuple(_flags(step, evidence_ids, signals, catalogue, sop_version)) for step in steps}


def _flags(
    step: StepFacts, evidence_ids: Collection[str], signals: Collection[str], catalogue: Catalogue, version: str | None
) -> Iterable[str]:
    if not step.evidence_ids:
        yield NO_EVIDENCE
    elif any(one not in evidence_ids for one in step.evidence_ids):
        yield EVIDENCE_NOT_HERE
    if any(name not in signals for name in step.signals):
        yield SIGNAL_NOT_LISTED
    if not step.sop_ref:
        yield NO_CLAUSE
        return
    found = catalogue.clause(step.sop_ref)
    if found is None:
        yield CLAUSE_UNKNOWN
    elif version is not None and version < found[0].version:
        yield CLAUSE_CHANGED
