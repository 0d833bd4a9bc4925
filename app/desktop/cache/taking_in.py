"""What the server said becomes rows of cache.db: changes of cases and reviews, and what is kept whole."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple, TypeVar

import msgspec

from app.contract.changes import CALIBRATION, CASE, NEWS, QA_SAMPLE, REVIEW, SOP_PAGE
from app.contract.queue_row import Words, WorkRow
from app.desktop.cache import find_rows, news_rows, session_rows, sop_rows, work_rows
from app.desktop.cache.engine import put_many
from app.desktop.cache.find_source import mark_of
from app.desktop.cache.header import COLUMNS, HeaderRow, case_id_of
from app.desktop.cache.taken import Row, case_of_review, read_row
from app.desktop.changes import NOTHING, Changed, Kind, changed
from app.desktop.courtesy import after_you
from app.domain.case import CaseState

if TYPE_CHECKING:
    from sqlalchemy import Connection

K = TypeVar("K", int, str)
_OVER = (CaseState.CLOSED, CaseState.WITHDRAWN)
_KEPT = (CASE, REVIEW, NEWS, SOP_PAGE)
_POINTERS = {QA_SAMPLE: Kind.QUALITY, CALIBRATION: Kind.CALIBRATION}
_KEPT_WHOLE = {NEWS: (Kind.NEWS, news_rows), SOP_PAGE: (Kind.PROCEDURES, sop_rows)}
_PUT_HEAD = f"INSERT OR REPLACE INTO case_head ({', '.join(COLUMNS)})"
_PUT_BODY = "INSERT OR REPLACE INTO case_body"
_MANY = 500  # bound parameters in one IN (…)
_FEW = 500
"""Rows written by one statement: after each the interpreter has to be got back from whoever reads the next page. What
holds it meanwhile, the binding of ten thousand values, takes half a millisecond."""
_MASS = 100  # rows of which it is worth asking whether all of them are new


class Standing(NamedTuple):
    """What is asked of the cache before every page, in one row for the same reason: the highest number of a case (None:
    there is no case), and whether anything is set aside or waits to be read anew."""

    newest: int | None
    quarantine: int
    stale: int


_STANDING = (
    "SELECT (SELECT max(number) FROM case_head), EXISTS (SELECT 1 FROM quarantine), EXISTS (SELECT 1 FROM stale)"
)


def take_in(connection: "Connection", rows: Sequence[Row]) -> Changed:
    """Rows of the feed or of a snapshot, in the caller's transaction. A row older than what is here changes nothing; a
    row that cannot be read is kept raw in quarantine."""
    # By the driver alone: SQLAlchemy's part of what every page asks would cost many times more.
    standing = Standing(*connection.connection.cursor().execute(_STANDING).fetchone())
    # One final state per entity: in a page the last word counts, of those that can be read.
    named = {(row.entity, row.entity_id): row for row in rows}
    last = {(row.entity, row.entity_id): row for row in rows if not row.strange}
    cases = [row for row in last.values() if row.entity == CASE]
    reviews = [row for row in last.values() if row.entity == REVIEW]
    strange = [row for row in named.values() if row.strange or row.entity not in _KEPT]
    # Of samples and sessions the feed tells no more than that they changed: a room that is open asks again.
    touched = NOTHING
    for entity, kind in _POINTERS.items():
        if any(name == entity for name, _ in named):
            touched |= changed(kind)
    if sessions := {entity_id for entity, entity_id in named if entity == CALIBRATION}:
        session_rows.news(connection, sessions)
    for row in (row for (entity, _), row in last.items() if entity in _KEPT_WHOLE):
        kind, rows_of = _KEPT_WHOLE[row.entity]
        touched |= changed(kind)
        if not rows_of.put(connection, row.entity_id, row.rev, row.document):
            _quarantine(connection, row, row.entity)
        elif standing.quarantine:
            sql = "DELETE FROM quarantine WHERE entity = ? AND entity_id = ?"
            connection.exec_driver_sql(sql, (row.entity, row.entity_id))
    ids = _take_cases(connection, cases, standing)
    if ids:
        touched |= changed(Kind.CASE, Kind.CLAIM, ids=ids)
    ids = _take_reviews(connection, reviews, standing) if reviews else set()
    if ids:
        touched |= changed(Kind.REVIEW, ids=ids)
    for row in strange:
        if row.entity not in _POINTERS:
            _quarantine(connection, row, row.strange or "unknown_entity")
    # A page may be empty: what is read anew may be nothing at all on the server.
    if named and standing.stale:
        connection.exec_driver_sql("DELETE FROM stale WHERE entity = ? AND entity_id = ?", list(named))
    return touched


def _take_cases(connection: "Connection", rows: Sequence[Row], standing: Standing) -> set[str]:
    numbered = [(row.number, row) for row in rows]
    known = _known_cases(connection, [number for number, _ in numbered if number], standing.newest)
    heads: list[HeaderRow] = []
    bodies: list[tuple[int, int, bytes | msgspec.Raw]] = []
    works: list[WorkRow] = []
    quiet: list[int] = []
    words: list[Words] = []
    gone: list[tuple[int]] = []
    found = find_rows.marks(connection, list(known))
    leaving: list[int] = []
    settled: set[str] = set()
    for number, row in numbered:
        after_you()
        if row.rev < known.get(number, -1):
            continue
        if row.document is None:
            gone.append((number,))
            leaving += [number] if number in found else []
            settled.add(case_id_of(number))
            continue
        read = row.read or read_row(row)
        if isinstance(read, str):
            _quarantine(connection, row, read)
            continue
        head, work, word = read
        heads.append(head)
        if number in found and (head.state in _OVER or mark_of(row.document) != found[number]):
            leaving.append(number)
        if work is not None:
            works.append(work)
        elif number in known:
            quiet.append(number)
        words.append(word)
        bodies.append((number, row.rev, row.document))
        settled.add(row.entity_id)
    find_rows.leave(connection, leaving)  # while their documents are those of before
    for start in range(0, len(heads), _FEW):
        part = slice(start, start + _FEW)
        for insert, told in ((_PUT_HEAD, heads), (_PUT_BODY, bodies), (work_rows.PUT_WORDS, words)):
            after_you()
            put_many(connection, insert, told[part])
    work_rows.put(connection, works, quiet)
    over = [(h.case_id,) for h in heads if h.state in _OVER or h.escalated_by_me]
    if over:
        # Decided or sent upward: the lease ended with it.
        connection.exec_driver_sql("DELETE FROM claim WHERE case_id = ?", over)
    if gone:
        for table in ("case_head", "case_body"):
            connection.exec_driver_sql(f"DELETE FROM {table} WHERE number = ?", gone)  # noqa: S608
        connection.exec_driver_sql("DELETE FROM claim WHERE case_id = ?", [(case_id_of(one),) for (one,) in gone])
    if settled and standing.quarantine:
        connection.exec_driver_sql(
            "DELETE FROM quarantine WHERE entity = 'case' AND entity_id = ?", [(one,) for one in settled]
        )
    return settled


def _take_reviews(connection: "Connection", rows: Sequence[Row], standing: Standing) -> set[str]:
    ids: set[str] = set()
    known = _revs(connection, "review", "review_id", [row.entity_id for row in rows])
    for row in rows:
        if row.rev < known.get(row.entity_id, -1):
            continue
        if row.document is None:
            connection.exec_driver_sql("DELETE FROM review WHERE review_id = ?", (row.entity_id,))
            continue
        case_id = case_of_review(row.document)
        if case_id is None:
            _quarantine(connection, row, "review")
            continue
        connection.exec_driver_sql(
            "INSERT OR REPLACE INTO review VALUES (?, ?, ?, ?)", (row.entity_id, case_id, row.rev, row.document)
        )
        ids.add(case_id)
    if standing.quarantine:
        # What came in a readable form, or went, is no longer set aside.
        connection.exec_driver_sql(
            "DELETE FROM quarantine WHERE entity = 'review' AND entity_id = ? AND (rev < ? OR EXISTS"
            " (SELECT 1 FROM review WHERE review_id = entity_id AND rev >= quarantine.rev))",
            [(row.entity_id, row.rev) for row in rows],
        )
    return ids


def _known_cases(connection: "Connection", numbers: Sequence[int], newest: int | None) -> dict[int, int]:
    """The revisions of those that are here. A first sync brings cases in the order of their numbers, so the highest one
    tells of a whole page that none of it is."""
    if len(numbers) >= _MASS and (newest is None or newest < min(numbers)):
        return {}
    return _revs(connection, "case_head", "number", numbers)


def _revs(connection: "Connection", table: str, key: str, ids: Sequence[K]) -> dict[K, int]:
    found: dict[K, int] = {}
    for start in range(0, len(ids), _MANY):
        part = tuple(ids[start : start + _MANY])
        marks = ", ".join("?" * len(part))
        sql = f"SELECT {key}, rev FROM {table} WHERE {key} IN ({marks})"  # noqa: S608 - our own names
        found.update((name, int(rev)) for name, rev in connection.exec_driver_sql(sql, part))
    return found


def _quarantine(connection: "Connection", row: Row, reason: str) -> None:
    connection.exec_driver_sql(
        "INSERT OR REPLACE INTO quarantine VALUES (?, ?, ?, ?, ?)",
        (row.entity, row.entity_id, row.rev, reason, row.document),
    )
