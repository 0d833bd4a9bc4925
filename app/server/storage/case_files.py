"""Which case names which file, so that a file that none names any more is found by an index.

Written wherever the facts of a case are (`storage/intake.py`). `cases.files_rev` is the material revision whose files
stand here; another one, or none, of a case that an earlier version wrote: then no file is taken for unnamed before a
job has read it.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, delete, exists, insert, or_, select, update

from app.server.storage import tables as t
from app.server.storage import ways

_c, _n = t.cases.c, t.case_files.c
_CHUNK = 400  # values in one IN (…)
_UNREAD: ColumnElement[bool] = or_(_c.files_rev.is_(None), _c.files_rev != _c.material_rev)
_NAMES = b'"attachment"'


class _File(msgspec.Struct):
    sha256: str


class _Evidence(msgspec.Struct):
    attachment: _File | None = None


class _Facts(msgspec.Struct):
    evidence: tuple[_Evidence, ...] = ()


_facts = msgspec.json.Decoder(_Facts).decode


def files_in(facts: bytes) -> frozenset[str]:
    """The files that encoded facts name."""
    if _NAMES not in facts:
        return frozenset()
    return frozenset(one.attachment.sha256 for one in _facts(facts).evidence if one.attachment is not None)


def add(connection: Connection, cases: Iterable[dict[str, Any]]) -> None:
    """What new cases name; `cases` are their rows."""
    if rows := [row for case in cases for row in _rows(case["case_number"], case["facts"])]:
        ways.ask(connection, ways.Rows(t.case_files, rows))


def replace(connection: Connection, number: int, facts: bytes) -> None:
    """What a case names from now on."""
    connection.execute(delete(t.case_files).where(_n.case_number == number))
    if rows := _rows(number, facts):
        connection.execute(insert(t.case_files), rows)


def _rows(number: int, facts: bytes) -> list[dict[str, Any]]:
    return [{"sha256": sha256, "case_number": number} for sha256 in sorted(files_in(facts))]


def any_unread(connection: Connection) -> bool:
    """Whether there is a case of which it is not known what it names."""
    return bool(connection.scalar(select(exists().where(_UNREAD))))


def read_some(connection: Connection, limit: int) -> int:
    """Write down what some of those name; how many. One that somebody is at waits for the next time."""
    query = select(_c.case_number, _c.facts).where(_UNREAD).order_by(_c.case_number).limit(limit)
    found = connection.execute(query.with_for_update(skip_locked=True)).all()
    for number, facts in found:
        replace(connection, number, bytes(facts))
    if found:
        numbers = [number for number, _ in found]
        connection.execute(update(t.cases).where(_c.case_number.in_(numbers)).values(files_rev=_c.material_rev))
    return len(found)


def unnamed(connection: Connection, received_before: int, limit: int) -> list[str]:
    """Files that came before then (UTC milliseconds) and that neither a case nor a training set names."""
    a = t.attachments.c
    query = select(a.sha256).where(a.received_at < received_before, a.leaving_since.is_(None), _nobody_names())
    return list(connection.scalars(query.limit(limit)))


def still_unnamed(connection: Connection, received_before: int, files: Sequence[str]) -> list[str]:
    """Those of these of which that still holds, locked until commit."""
    a = t.attachments.c
    found: list[str] = []
    for start in range(0, len(files), _CHUNK):
        query = select(a.sha256).where(a.sha256.in_(files[start : start + _CHUNK]), a.received_at < received_before)
        query = query.where(a.leaving_since.is_(None), _nobody_names()).order_by(a.sha256)
        found += connection.scalars(query.with_for_update(of=t.attachments))
    return found


def _nobody_names() -> ColumnElement[bool]:
    sha256 = t.attachments.c.sha256
    # A text that the agent sent may be, byte for byte, the file of a set.
    return ~or_(exists().where(_n.sha256 == sha256), exists().where(t.training_files.c.sha256 == sha256))
