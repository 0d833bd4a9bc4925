"""What in a case ties it to others: links, transfers and hits on lists, read out of the agent's facts."""

from collections.abc import Iterator
from datetime import UTC, datetime

import msgspec

from app.domain.assessment import Scalar
from app.domain.case import IntakeCase
from app.domain.catalogue import CaseType, GraphSchema

SUBJECT_KEY = "account"
"""The subject's field that says whose case it is, in every type."""
ACCOUNT = "account"
MAX_TRANSFERS = 2_000  # kept of one case, in the order in which the agent gave them
_ADDRESSES = frozenset({"payee", "address", "wallet", "destination"})


class Transfer(msgspec.Struct, frozen=True):
    """One row of a case's evidence that says where value went. `source` and `target` are plain values, each an
    address or an account; `at` in UTC milliseconds."""

    source: str
    target: str
    source_kind: str
    target_kind: str
    amount: float = 0.0
    asset: str = ""
    at: int | None = None


class Listed(msgspec.Struct, frozen=True):
    """An address (or account) that stands on a list of a certain day."""

    value: str
    nodes: str
    list: str
    list_date: str
    category: str


def family(kind: str) -> str:
    """What two values must both be to be the same thing: a payee of one case is the address of another."""
    return "address" if kind in _ADDRESSES else kind


def normal(value: str) -> str:
    """A value as it is compared: without surrounding spaces, hexadecimal addresses in lower case."""
    bare = value.strip()
    return bare.lower() if bare[:2] in ("0x", "0X") else bare


def subject_key(case: IntakeCase) -> str | None:
    """Who the case is about, as a plain value; None where the agent did not say."""
    value = case.subject.get(SUBJECT_KEY)
    text = "" if value is None else normal(str(value))
    return text or None


def transfers_of(case: IntakeCase, case_type: CaseType | None) -> tuple[Transfer, ...]:
    """Every row of graph evidence that names two ends."""
    account = subject_key(case) or ""
    found: list[Transfer] = []
    for graph, row in _graph_rows(case, case_type):
        target = _text(row, graph.target)
        source = _text(row, graph.source) if graph.source else account
        if not target or not source or (graph.source is None and graph.amount is None):
            continue
        if graph.reversed_by and row.get(graph.reversed_by) == graph.reversed_when:
            source, target = target, source
        amount = row.get(graph.amount) if graph.amount else None
        found.append(
            Transfer(
                source,
                target,
                ACCOUNT if source == account else graph.nodes,
                ACCOUNT if target == account else graph.nodes,
                float(amount) if isinstance(amount, int | float) and not isinstance(amount, bool) else 0.0,
                _text(row, graph.asset)[:20],
                moment(row.get(graph.at)) if graph.at else None,
            )
        )
        if len(found) == MAX_TRANSFERS:
            break
    return tuple(found)


def listed_in(case: IntakeCase, case_type: CaseType | None) -> tuple[Listed, ...]:
    """Every hit on a list that the evidence tells of, once."""
    found: dict[Listed, None] = {}
    for graph, row in _graph_rows(case, case_type):
        category, value = _text(row, graph.category), _text(row, graph.target)
        if value and category and category not in graph.harmless:
            found[
                Listed(
                    value,
                    graph.nodes,
                    _text(row, graph.list)[:80],
                    _text(row, graph.list_date)[:10],
                    category[:40],
                )
            ] = None
    return tuple(found)


def _graph_rows(case: IntakeCase, case_type: CaseType | None) -> Iterator[tuple[GraphSchema, dict[str, Scalar]]]:
    for piece in case.evidence:
        schema = case_type.evidence_schemas.get(piece.kind) if case_type else None
        if schema is not None and schema.graph is not None:
            for row in piece.rows or ():
                yield schema.graph, row


def _text(row: dict[str, Scalar], name: str | None) -> str:
    value = row.get(name) if name else None
    return "" if value is None else normal(str(value))


def moment(value: Scalar) -> int | None:
    """UTC milliseconds of an ISO 8601 text; None for anything else."""
    if not isinstance(value, str):
        return None
    try:
        when = datetime.fromisoformat(value)
    except ValueError:
        return None
    if when.tzinfo is None:
        when = when.replace(tzinfo=UTC)
    try:
        return round(when.timestamp() * 1000)
    except OverflowError:
        return None
