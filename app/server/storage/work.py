"""Notes, tags and wanted evidence of cases, and the columns that say whose a case is and whether it is put off."""

from collections.abc import Collection, Iterable
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, Row, and_, case, delete, exists, func, insert, or_, select

from app.domain.notes import SHOWN_NOTES, NoteKind
from app.domain.work import Note, Said, Snooze, Waiting, Work
from app.server.storage import tables as t
from app.server.storage.unit_of_work import from_ms

NOT_PUT_OFF: dict[str, Any] = {"snoozed_until": None, "snooze_reason": None, "snoozed_by": None}
NOT_WAITING: dict[str, Any] = {"waiting_since": None, "waiting_reason": None, "waiting_by": None}
_authors = t.users.alias("authors")


def of_row(row: Row[Any]) -> Work:
    """What the case's own row says; `with_rows` adds the rest where `row.worked`."""
    snooze = waiting = None
    if row.snoozed_until is not None:
        snooze = Snooze(from_ms(row.snoozed_until), row.snooze_reason or "", row.snoozed_by or "")
    if row.waiting_since is not None:
        waiting = Waiting(from_ms(row.waiting_since), row.waiting_reason or "", row.waiting_by or "")
    return Work(row.assigned_to, row.assigned_name or "", snooze, waiting)


def with_rows(connection: Connection, works: dict[int, Work]) -> dict[int, Work]:
    """The same with notes, tags and wanted evidence, by case number."""
    if not works:
        return works
    notes = _notes(connection, works.keys())
    tags: dict[int, list[Said]] = {}
    g = t.case_tags.c
    marked = (
        select(g.case_number, g.tag, g.author_id, _authors.c.vendor)
        .outerjoin(_authors, _authors.c.user_id == g.author_id)
        .where(g.case_number.in_(works))
        .order_by(g.case_number, g.place, g.tag)
    )
    for number, tag, author, vendor in connection.execute(marked):
        tags.setdefault(number, []).append(Said(tag, author, vendor))
    missing: dict[int, list[Said]] = {}
    m = t.case_missing.c
    found = (
        select(m.case_number, m.code, m.author_id, _authors.c.vendor)
        .join(_authors, _authors.c.user_id == m.author_id)
        .where(m.case_number.in_(works), m.code.is_not(None))
        .distinct()
        .order_by(m.case_number, m.code, m.author_id)
    )
    for number, code, author, vendor in connection.execute(found):
        missing.setdefault(number, []).append(Said(code, author, vendor))
    return {
        number: msgspec.structs.replace(
            work,
            notes=tuple(notes.get(number, ())),
            tags=tuple(tags.get(number, ())),
            missing=tuple(missing.get(number, ())),
        )
        for number, work in works.items()
    }


def _notes(connection: Connection, numbers: Collection[int]) -> dict[int, list[Note]]:
    """The newest few of each case, newest first."""
    n = t.case_notes.c
    place = func.row_number().over(partition_by=n.case_number, order_by=n.n.desc())
    newest = select(t.case_notes, place.label("place")).where(n.case_number.in_(numbers)).subquery()
    query = (
        select(newest, _authors.c.name, _authors.c.vendor)
        .join(_authors, _authors.c.user_id == newest.c.author_id)
        .where(newest.c.place <= SHOWN_NOTES)
        .order_by(newest.c.case_number, newest.c.n.desc())
    )
    found: dict[int, list[Note]] = {}
    for row in connection.execute(query):
        note = Note(
            row.note_id,
            row.author_id,
            row.name,
            row.vendor,
            from_ms(row.at),
            row.text,
            row.language,
            NoteKind(row.kind),
            row.to_user,
        )
        found.setdefault(row.case_number, []).append(note)
    return found


def add_note(connection: Connection, number: int, **values: Any) -> None:
    """Add the next note of a case, which the caller holds locked."""
    n = t.case_notes.c
    last = connection.scalar(select(func.max(n.n)).where(n.case_number == number)) or 0
    connection.execute(insert(t.case_notes).values(case_number=number, n=last + 1, **values))


def remove_tags(connection: Connection, number: int, gone: Iterable[Said]) -> None:
    """Take these off a case, which the caller holds locked."""
    g = t.case_tags.c
    for said in gone:
        connection.execute(
            delete(t.case_tags).where(g.case_number == number, g.tag == said.text, g.author_id == said.author_id)
        )


def add_tags(connection: Connection, number: int, tags: Iterable[str], author_id: str) -> None:
    """Put this person's tags after those that stand on a case, which the caller holds locked."""
    g = t.case_tags.c
    last = connection.scalar(select(func.max(g.place)).where(g.case_number == number)) or 0
    rows = [
        {"case_number": number, "tag": tag, "author_id": author_id, "place": place}
        for place, tag in enumerate(tags, last + 1)
    ]
    if rows:
        connection.execute(insert(t.case_tags), rows)


def add_missing(connection: Connection, rows: list[dict[str, Any]]) -> None:
    connection.execute(insert(t.case_missing), rows)


def resumed(row: Any, now_ms: int) -> dict[str, Any]:
    """The columns of a case whose wait ends now, empty where it does not wait: what has been waited is given back to
    its deadline. `row` has waiting_since, paused_ms and due_at in milliseconds."""
    if row.waiting_since is None:
        return {}
    paused_ms = row.paused_ms + max(0, now_ms - row.waiting_since)
    return {"paused_ms": paused_ms, "effective_due_at": row.due_at + paused_ms, **NOT_WAITING}


def away(now_ms: int) -> ColumnElement[bool]:
    """True for cases that are not to be served now: put off, or with their clock stopped."""
    c = t.cases.c
    return or_(and_(c.snoozed_until.is_not(None), c.snoozed_until > now_ms), c.waiting_since.is_not(None))


def back(now_ms: int) -> ColumnElement[bool]:
    """True for cases whose time to come back has come."""
    c = t.cases.c
    return or_(c.back_from_snooze, and_(c.snoozed_until.is_not(None), c.snoozed_until <= now_ms))


def due_at(now_ms: int) -> ColumnElement[int]:
    """The deadline with all the time that the clock stood still given back, the wait that runs included."""
    c = t.cases.c
    # The + 0 keeps the index that begins with the state in use.
    return case(
        (c.waiting_since.is_(None), c.effective_due_at + 0), else_=c.effective_due_at + now_ms - c.waiting_since
    )


class MissingRow(msgspec.Struct, frozen=True):
    case_number: int
    case_type: str
    at: int
    text: str


def missing_counts(connection: Connection, since_ms: int) -> list[tuple[str, str | None, int]]:
    """(type, code or null for words, cases) since then, the most first."""
    m = t.case_missing.c
    cases = func.count(m.case_number.distinct())
    query = (
        select(m.case_type, m.code, cases)
        .where(m.at >= since_ms, ~exists().where(t.gold_cases.c.case_number == m.case_number))
        .group_by(m.case_type, m.code)
        .order_by(cases.desc(), m.case_type, m.code)
    )
    return [(row[0], row[1], row[2]) for row in connection.execute(query)]


def missing_texts(connection: Connection, since_ms: int, limit: int) -> list[MissingRow]:
    """What people wrote in words of their own since then, newest first."""
    m = t.case_missing.c
    query = (
        select(m.case_number, m.case_type, m.at, m.text)
        .where(m.at >= since_ms, m.text.is_not(None), ~exists().where(t.gold_cases.c.case_number == m.case_number))
        .order_by(m.missing_id.desc())
        .limit(limit)
    )
    return [MissingRow(*row) for row in connection.execute(query)]
