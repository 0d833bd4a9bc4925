"""Exports: streamed page by page, so that memory stays flat however long they are, and written to the audit trail
before the first byte leaves."""

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, Row

from app.contract.catalogue import catalogue
from app.contract.label_studio import Judged, configuration, task
from app.contract.labels import LabelRow
from app.contract.problems import Code
from app.contract.training import TrainingRow
from app.domain.roles import Capability
from app.server.security.cursors import BadCursor, page_cursor, read_page_cursor
from app.server.security.principal import Principal
from app.server.storage import exports, qa_holds, state
from app.server.storage.cases import case_id
from app.server.storage.exports import ReviewRow
from app.server.storage.unit_of_work import Storage, to_ms
from app.server.usecases import export_columns, export_scorecards
from app.server.usecases.export_tables import Column, as_csv, as_parquet
from app.server.usecases.reading import note
from app.server.usecases.refusal import Refused, require
from app.server.usecases.shown import blind_key, withheld

PAGE = 500
CAPABILITY = {
    "labels": Capability.EXPORT_LABELS,
    "reviews": Capability.EXPORT_REVIEWS,
    "training-set": Capability.EXPORT_TRAINING,
    "scorecards": Capability.SCORECARD_READ,
}
_TABLES = ("jsonl", "csv", "parquet")
FORMATS = {
    "labels": (*_TABLES, "label-studio", "label-studio-config"),
    "reviews": _TABLES,
    "training-set": _TABLES,
    "scorecards": _TABLES,
}
USUAL_DAYS = 30
_encode = msgspec.json.Encoder().encode


class _Case(msgspec.Struct):
    assessment: Judged


_judged = msgspec.json.Decoder(_Case)


class LabelPage(msgspec.Struct, frozen=True):
    """One page of the continuous feed of labels: every revision, in the order in which they came into force."""

    labels: tuple[LabelRow, ...]
    next_cursor: str
    more: bool


def export(storage: Storage, who: Principal, what: str, form: str, days: int = USUAL_DAYS) -> Iterator[bytes]:
    """The pieces of an export; `days` of scorecards alone. Raises Refused (not_found, not_acceptable, forbidden) before
    the first of them."""
    if what not in FORMATS:
        raise Refused(Code.NOT_FOUND)
    require(who, CAPABILITY[what])
    if form not in FORMATS[what]:
        raise Refused(Code.NOT_ACCEPTABLE, f"{what} are offered as {', '.join(FORMATS[what])}")
    if form == "label-studio-config":
        return iter((configuration(sorted({one.code for one in catalogue().codes})).encode(),))
    if what == "scorecards":
        told = [export_scorecards.rows(storage, days)]
        pieces = _as_form(form, export_scorecards.COLUMNS, iter(told))
    else:
        pieces = _pieces(storage, who, what, form)
    with storage.write() as work:
        work.audit(who.user_id, "export", "export", what, format=form)
    return pieces


def _pieces(storage: Storage, who: Principal, what: str, form: str) -> Iterator[bytes]:
    with storage.read() as connection:
        # What comes into force meanwhile is another export's; what its author may still take back is in none.
        before = exports.newest_before(connection, exports.first_unreleased(connection, to_ms(storage.clock()))) + 1
        again = _again(connection, who)
    if form == "label-studio":
        return _tasks(storage, before, again)
    pages: Iterator[list[Any]]
    if what == "labels":
        pages = ([row for _, row, _ in rows] for rows in _label_pages(storage, before, facts=False))
    else:
        pages = _reviews(storage, who) if what == "reviews" else _training(storage, before)
    if again:
        pages = ([row for row in rows if row.case_id not in again] for rows in pages)
    return _as_form(form, export_columns.OF[what], pages)


def _as_form(form: str, columns: Sequence[Column], pages: Iterator[list[Any]]) -> Iterator[bytes]:
    if form == "jsonl":
        return _as_lines(pages)
    return (as_csv if form == "csv" else as_parquet)(columns, pages)


def label_feed(storage: Storage, who: Principal, cursor: str, limit: int) -> LabelPage:
    """The labels after `cursor` ("" from the beginning). A page that tells of any is in the audit trail before it is
    answered; asking in vain leaves no row, for who follows the feed asks all day long."""
    require(who, Capability.EXPORT_LABELS)
    with storage.read(settled=True) as connection:
        key = bytes.fromhex(state.read(connection, state.CURSOR_KEY) or "")
        after = _after(cursor, who, key) if cursor else 0
        # The feed stops before a label that its author may still take back: a later page would step over it.
        before = exports.first_unreleased(connection, to_ms(storage.clock()))
        rows = exports.label_rows(connection, after, before, limit + 1, in_force_only=False)
        again = _again(connection, who)
    shown = rows[:limit]
    last = shown[-1][0] if shown else after
    labels = tuple(row for _, row, _ in shown if row.case_id not in again)
    if labels:
        note(storage, who, "export", "export", "labels", format="feed", after=after, shown=len(labels))
    return LabelPage(labels, page_cursor(str(last), who.viewer, key), len(rows) > limit)


def _again(connection: Connection, who: Principal) -> frozenset[str]:
    """Cases that this person is to decide again: what was decided on them is in no export of theirs meanwhile."""
    return frozenset(map(case_id, qa_holds.held(connection, who.viewer)))


def _after(cursor: str, who: Principal, key: bytes) -> int:
    try:
        return int(read_page_cursor(cursor, who.viewer, key))
    except (BadCursor, ValueError):
        raise Refused(Code.CURSOR_MALFORMED) from None


def _label_pages(storage: Storage, before: int, *, facts: bool) -> Iterator[list[tuple[int, LabelRow, bytes]]]:
    after = 0
    while True:
        with storage.read() as connection:
            rows = exports.label_rows(connection, after, before, PAGE, in_force_only=True, facts=facts)
        if not rows:
            return
        after = rows[-1][0]
        yield rows


def _tasks(storage: Storage, before: int, again: frozenset[str]) -> Iterator[bytes]:
    lead = b"[\n"
    for page in _label_pages(storage, before, facts=True):
        rows = [row for row in page if row[1].case_id not in again]
        if not rows:
            continue
        yield lead + b",\n".join(_encode(task(row, _judged.decode(facts).assessment)) for _, row, facts in rows)
        lead = b",\n"
    yield b"\n]\n" if lead == b",\n" else b"[]\n"


def _training(storage: Storage, before: int) -> Iterator[list[TrainingRow]]:
    after = 0
    while True:
        with storage.read() as connection:
            rows = exports.training_rows(connection, after, before, PAGE)
        if not rows:
            return
        after = rows[-1][0]
        yield [row for _, row in rows]


def _reviews(storage: Storage, who: Principal) -> Iterator[list[ReviewRow]]:
    key = b""

    def hidden(row: Row[Any]) -> bool:
        return withheld(key, who.viewer, row.case_number, row.case_state, row.blind_per_mille or 0)

    after: tuple[int, str] = (-1, "")
    while True:
        with storage.read() as connection:
            key = key or blind_key(connection)
            rows = exports.review_rows(connection, after, PAGE, hidden)
        if not rows:
            return
        after = (to_ms(rows[-1].decided_at), rows[-1].review_id)
        yield rows


def _as_lines(pages: Iterator[list[Any]]) -> Iterator[bytes]:
    for rows in pages:
        if rows:
            yield b"".join(_encode(row) + b"\n" for row in rows)
