"""The words of cases in the database: kept by a job beside the work, gone together with the facts of a case."""

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, and_, delete, insert, or_, select, update

from app.domain.case import CaseState, IntakeCase
from app.domain.find_words import LAST, RULE, START, Wanted
from app.server.storage import tables as t

SHOWN, SAID, BOTH = 1, 2, 3
NONE_KEPT = f"{RULE}-"
"""Of a case that is found by no word: it is withdrawn, or was closed long ago."""
_c, _w = t.cases.c, t.case_words.c
_decode = msgspec.json.Decoder(IntakeCase).decode


class Unread(msgspec.Struct, frozen=True):
    """A case whose words are to be taken; without facts where none are to be kept."""

    number: int
    facts: IntakeCase | None


def forget(connection: Connection, number: int) -> None:
    """Take every word of a case out. Whoever does so says what its `words_by` becomes."""
    connection.execute(delete(t.case_words).where(_w.case_number == number))


def unread(connection: Connection, closed_before: int, limit: int) -> list[Unread]:
    """Cases whose words were not taken yet, or by another rule, locked until commit where the database can: their facts
    stay what was read. One that somebody is at waits for the next turn."""
    query = (
        select(_c.case_number, _c.state, _c.closed_at, _c.facts)
        .where(or_(_c.words_by.is_(None), _c.words_by < RULE, _c.words_by > NONE_KEPT))
        .order_by(_c.closed_at.desc().nulls_first(), _c.case_number.desc())
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    found = []
    for number, state, closed_at, facts in connection.execute(query):
        gone = state == CaseState.WITHDRAWN.value or (closed_at is not None and closed_at < closed_before)
        found.append(Unread(number, None if gone else _decode(facts)))
    return found


def long_closed(connection: Connection, closed_before: int, limit: int) -> list[int]:
    """Cases that were closed before that and still have words."""
    query = select(_c.case_number).where(_c.words_by == RULE, _c.closed_at < closed_before)
    return list(connection.scalars(query.limit(limit).with_for_update(skip_locked=True)))


def keep(connection: Connection, number: int, shown: Iterable[str], said: Iterable[str]) -> None:
    """The words of one case, in the place of all that were there."""
    forget(connection, number)
    parts = dict.fromkeys(shown, SHOWN)
    for word in said:
        parts[word] = BOTH if word in parts else SAID
    rows = [{"word": word, "case_number": number, "part": part} for word, part in parts.items()]
    if rows:
        connection.execute(insert(t.case_words), rows)
    _mark(connection, number, RULE)


def keep_none(connection: Connection, number: int) -> None:
    forget(connection, number)
    _mark(connection, number, NONE_KEPT)


def _mark(connection: Connection, number: int, by: str) -> None:
    connection.execute(update(t.cases).where(_c.case_number == number).values(words_by=by))


# --- asking


def holding(wanted: Sequence[Wanted]) -> ColumnElement[bool]:
    """Cases that hold every one of these."""
    return and_(*(_c.case_number.in_(_numbers(one)) for one in wanted))


def holding_in_sight(wanted: Sequence[Wanted], unspoken: ColumnElement[bool]) -> ColumnElement[bool]:
    """The same, where of the cases that `unspoken` is true of the agent's reasoning is not looked at."""
    return and_(
        *(
            or_(
                _c.case_number.in_(_numbers(one, _w.part != SAID)),
                and_(_c.case_number.in_(_numbers(one, _w.part != SHOWN)), ~unspoken),
            )
            for one in wanted
        )
    )


def perhaps_unspoken(connection: Connection, wanted: Sequence[Wanted], limit: int) -> list[tuple[int, str, int]]:
    """(number, state, share in thousandths) of open cases whose type was blind-first at times, where one of these
    stands in the agent's reasoning."""
    said = or_(*(_c.case_number.in_(_numbers(one, _w.part != SHOWN)) for one in wanted))
    query = select(_c.case_number, _c.state, _c.blind_per_mille)
    found = connection.execute(query.where(_c.state == CaseState.OPEN.value, _c.blind_per_mille > 0, said).limit(limit))
    return [(row[0], row[1], row[2]) for row in found]


def ever_blind() -> ColumnElement[bool]:
    """Open cases whose type was blind-first at times."""
    return and_(_c.state == CaseState.OPEN.value, _c.blind_per_mille > 0)


def among(numbers: Iterable[int]) -> ColumnElement[bool]:
    return _c.case_number.in_(sorted(numbers))


def _numbers(wanted: Wanted, *more: ColumnElement[bool]) -> Any:
    """A statement for the numbers of the cases that hold this."""
    words = [key for key in wanted.keys if not key.startswith(START)]
    spans = [(key[len(START) :], key[len(START) :] + LAST) for key in wanted.keys if key.startswith(START)]
    found: list[ColumnElement[bool]] = [_w.word.in_(words)] if words else []
    found += [and_(_w.word >= first, _w.word < end) for first, end in (*spans, *wanted.spans)]
    return select(_w.case_number).where(or_(*found), *more)
