"""Signals counted by day, as they come in and beside what turned out to be true: sums, so that a window of a million
cases is a few hundred rows."""

import functools
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, Executable, bindparam, func, select
from sqlalchemy.dialects import postgresql, sqlite

from app.domain.label import Label
from app.server.storage import state
from app.server.storage import tables as t

DAY_MS = 86_400_000
CASES_TOLD, LABELS_TOLD = "signals_cases", "signals_labels"
"""Names in `server_state`: the last case and the last label that were counted."""
MILLION = 1_000_000
SIGNAL, STEP, CLAUSE, ALL = "signal", "step", "clause", ""
BINS = tuple(f"bin_{n}" for n in range(8))
SUMS = ("listed", "missing", *BINS, "risk_bad", "risk_good", "safe_bad", "safe_good", "block_share", "pass_share")
_KEY = ("day", "case_type", "model_version", "kind", "name")
Key = tuple[int, str, str, str, str]


class Arrived(msgspec.Struct, frozen=True):
    """A case as it came in."""

    number: int
    case_type: str
    received_at: int
    facts: bytes


class Labelled(msgspec.Struct, frozen=True):
    """A label that came into force. `took`: the label of the same case that it takes the place of, with its day."""

    seq: int
    number: int
    revision: int
    label: Label
    at_ms: int
    case_type: str
    model_version: str
    facts: bytes
    took: tuple[Label, int, str] | None = None


class Sums(msgspec.Struct):
    """What was counted of one thing, or of all cases (`kind` ""): then `listed` are the cases, `risk_bad` and
    `risk_good` those found bad and good, `block_share` and `pass_share` those in which the agent was right."""

    listed: int = 0
    missing: int = 0
    bins: list[int] = msgspec.field(default_factory=lambda: [0] * len(BINS))
    risk_bad: int = 0
    risk_good: int = 0
    safe_bad: int = 0
    safe_good: int = 0
    block_share: int = 0
    pass_share: int = 0


def told(connection: Connection, name: str) -> int:
    """How far cases or labels were counted."""
    return int(state.read(connection, name) or 0)


def arrived(connection: Connection, after: int, limit: int) -> list[Arrived]:
    """Cases after a number in the order of their coming, without gold."""
    c = t.cases.c
    query = (
        select(c.case_number, c.case_type, c.received_at, c.facts)
        .where(c.case_number > after, c.only_for.is_(None))
        .order_by(c.case_number)
        .limit(limit)
    )
    return [Arrived(row[0], row[1], row[2], bytes(row[3])) for row in connection.execute(query)]


def labelled(connection: Connection, after: int, limit: int, now_ms: int) -> list[Labelled]:
    """Labels after a number in the order of coming into force, up to the first that its author may still take back."""
    labels, r, c = t.labels, t.reviews.c, t.cases.c
    before, said = t.labels.alias("before"), t.reviews.alias("said")
    query = (
        select(
            labels.c.label_seq,
            labels.c.case_number,
            labels.c.revision,
            labels.c.label,
            labels.c.created_at,
            labels.c.release_at,
            c.case_type,
            r.model_version,
            c.facts,
            before.c.label.label("took_label"),
            before.c.created_at.label("took_at"),
            said.c.model_version.label("took_version"),
        )
        .join(t.reviews, r.review_id == labels.c.review_id)
        .join(t.cases, c.case_number == labels.c.case_number)
        .outerjoin(
            before,
            (before.c.case_number == labels.c.case_number) & (before.c.revision == labels.c.revision - 1),
        )
        .outerjoin(said, said.c.review_id == before.c.review_id)
        .where(labels.c.label_seq > after)
        .order_by(labels.c.label_seq)
        .limit(limit)
    )
    found: list[Labelled] = []
    for row in connection.execute(query):
        if row.release_at is not None and row.release_at > now_ms:
            break
        took = None if row.took_label is None else (Label(row.took_label), int(row.took_at), str(row.took_version))
        found.append(
            Labelled(
                row.label_seq,
                row.case_number,
                row.revision,
                Label(row.label),
                row.created_at,
                row.case_type,
                row.model_version,
                bytes(row.facts),
                took,
            )
        )
    return found


def add(connection: Connection, more: Mapping[Key, Mapping[str, int]]) -> None:
    """Add these to what is there."""
    rows = [
        dict(zip(_KEY, key, strict=True)) | {name: sums.get(name, 0) for name in SUMS}
        for key, sums in sorted(more.items())
        if any(sums.values())
    ]
    if rows:
        connection.execute(_grown(connection.dialect.name), rows)


@functools.cache
def _grown(dialect: str) -> Executable:
    make = sqlite.insert if dialect == "sqlite" else postgresql.insert
    c = t.signal_counts.c
    fresh = make(t.signal_counts).values({name: bindparam(name) for name in (*_KEY, *SUMS)})
    grown = {name: c[name] + fresh.excluded[name] for name in SUMS}
    return fresh.on_conflict_do_update(index_elements=[c[name] for name in _KEY], set_=grown)


def read(
    connection: Connection, from_ms: int, before_ms: int, case_type: str | None = None, model_version: str | None = None
) -> dict[tuple[str, str, str, str], Sums]:
    """(case type, model version, kind, name) → sums of the days of [from_ms, before_ms)."""
    c = t.signal_counts.c
    query = (
        select(c.case_type, c.model_version, c.kind, c.name, *(func.sum(c[name]).label(name) for name in SUMS))
        .where(c.day >= from_ms - from_ms % DAY_MS, c.day < before_ms)
        .group_by(c.case_type, c.model_version, c.kind, c.name)
    )
    if case_type is not None:
        query = query.where(c.case_type == case_type)
    if model_version is not None:
        query = query.where(c.model_version == model_version)
    return {(row[0], row[1], row[2], row[3]): _sums(row) for row in connection.execute(query)}


def weekly(connection: Connection, case_type: str, monday_ms: int, week_ms: int) -> dict[int, int]:
    """Week after the first Monday → labelled cases of the type."""
    c = t.signal_counts.c
    week = ((c.day - monday_ms) // week_ms).label("week")
    query = (
        select(week, func.sum(c.risk_bad + c.risk_good))
        .where(c.case_type == case_type, c.kind == ALL, c.day >= monday_ms)
        .group_by(week)
    )
    return {int(row[0]): int(row[1]) for row in connection.execute(query)}


def over_models(
    found: Mapping[tuple[str, str, str, str], Sums], kinds: Sequence[str]
) -> dict[tuple[str, str, str], Sums]:
    """(case type, kind, name) → sums over all model versions."""
    joined: defaultdict[tuple[str, str, str], Sums] = defaultdict(Sums)
    for (case_type, _, kind, name), sums in found.items():
        if kind in kinds:
            _add(joined[case_type, kind, name], sums)
    return dict(joined)


def together(several: Iterable[Sums]) -> Sums:
    """Their sums."""
    whole = Sums()
    for one in several:
        _add(whole, one)
    return whole


def _add(to: Sums, more: Sums) -> None:
    for name in SUMS:
        if name not in BINS:
            setattr(to, name, getattr(to, name) + getattr(more, name))
    to.bins = [a + b for a, b in zip(to.bins, more.bins, strict=True)]


def _sums(row: Any) -> Sums:
    plain = {name: max(0, int(getattr(row, name) or 0)) for name in SUMS if name not in BINS}
    return Sums(bins=[max(0, int(getattr(row, name) or 0)) for name in BINS], **plain)
