"""Views of cases as they leave the house, encoded and kept: for the cases that everybody inside sees alike.

A row says for which revision and in which shape it was made (see app.server.usecases.documents); one that is older than
its case, or of another shape, is as good as none and is written over. Nothing here is needed: what is not there is made
from the facts.
"""

from collections.abc import Iterable, Mapping, Sequence

import msgspec
from sqlalchemy import ColumnElement, Connection, select
from sqlalchemy.dialects import postgresql, sqlite

from app.server.storage import tables as t
from app.server.storage.unit_of_work import UnitOfWork

_MANY = 500  # values in one IN (…)
_DENSE = 4  # a walk meets so few strangers between its rows that they are read along


class Kept(msgspec.Struct, frozen=True):
    """One encoded view; `withheld`: the one that keeps the agent's word back."""

    number: int
    withheld: bool
    rev: int
    body: bytes


def find(connection: Connection, wanted: Mapping[int, tuple[int, bool]], shape: str) -> dict[int, bytes]:
    """The bodies that are here of these cases, by number; `wanted` tells each one's revision and whether the agent's
    word is kept back."""
    found: dict[int, bytes] = {}
    if not wanted:
        return found
    ids = {_id(number, withheld): number for number, (_, withheld) in wanted.items()}
    d = t.case_documents.c
    for where in _places(sorted(ids)):
        for document_id, rev, body in connection.execute(
            select(d.document_id, d.rev, d.body).where(where, d.shape == shape)
        ).all():
            number = ids.get(document_id)
            if number is not None and rev == wanted[number][0]:
                found[number] = bytes(body)
    return found


def keep(work: UnitOfWork, documents: Iterable[Kept], shape: str) -> None:
    """Write these in the place of what was there."""
    rows = [
        {"document_id": _id(one.number, one.withheld), "rev": one.rev, "shape": shape, "body": one.body}
        for one in documents
    ]
    if not rows:
        return
    make = sqlite.insert if work.connection.dialect.name == "sqlite" else postgresql.insert
    fresh = make(t.case_documents)
    told = {name: fresh.excluded[name] for name in ("rev", "shape", "body")}
    rows.sort(key=lambda row: row["document_id"])  # type: ignore[arg-type, return-value]
    # One that was made of an earlier revision comes too late, and may say what has been erased since.
    newer = t.case_documents.c.rev <= fresh.excluded.rev
    work.connection.execute(fresh.on_conflict_do_update(index_elements=["document_id"], set_=told, where=newer), rows)


def empty(work: UnitOfWork, number: int, rev: int) -> None:
    """Leave nothing of a case here, and let nothing of an earlier revision than `rev` come back."""
    keep(work, (Kept(number, withheld, rev, b"") for withheld in (False, True)), "")


def _id(number: int, withheld: bool) -> int:
    return 2 * number + withheld


def _places(ids: Sequence[int]) -> list[ColumnElement[bool]]:
    """Where these rows are: one stretch where they stand close together, else one by one."""
    d = t.case_documents.c.document_id
    if ids[-1] - ids[0] < 2 * _DENSE * len(ids):
        return [d.between(ids[0], ids[-1])]
    return [d.in_(ids[start : start + _MANY]) for start in range(0, len(ids), _MANY)]
