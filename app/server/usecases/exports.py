"""Exports: streamed page by page, so that memory stays flat however long they are, and written to the audit trail
before the first byte leaves."""

from collections.abc import Callable, Iterator
from typing import Any

import msgspec
from sqlalchemy import Row

from app.contract.label_studio import task
from app.contract.labels import LabelRow
from app.contract.problems import Code
from app.domain.case import IntakeCase
from app.domain.roles import Capability
from app.server.security.cursors import BadCursor, page_cursor, read_page_cursor
from app.server.security.principal import Principal
from app.server.storage import exports, state
from app.server.storage.unit_of_work import Storage, to_ms
from app.server.usecases.refusal import Refused, require
from app.server.usecases.shown import blind_key, withheld

PAGE = 500
CAPABILITY = {
    "labels": Capability.EXPORT_LABELS,
    "reviews": Capability.EXPORT_REVIEWS,
}
FORMATS = {"labels": ("jsonl", "label-studio"), "reviews": ("jsonl",)}


class LabelPage(msgspec.Struct, frozen=True):
    """One page of the continuous feed of labels: every revision, in the order in which they came into force."""

    labels: tuple[LabelRow, ...]
    next_cursor: str
    more: bool


def export(storage: Storage, who: Principal, what: str, form: str) -> Iterator[bytes]:
    """The pieces of an export. Raises Refused (not_found, not_acceptable, forbidden) before the first of them."""
    if what not in FORMATS:
        raise Refused(Code.NOT_FOUND)
    require(who, CAPABILITY[what])
    if form not in FORMATS[what]:
        raise Refused(Code.NOT_ACCEPTABLE, f"{what} are offered as {' and '.join(FORMATS[what])}")
    with storage.write() as work:
        work.audit(who.user_id, "export", "export", what, format=form)
    if what == "reviews":
        return _reviews(storage, who)
    return _lines(storage) if form == "jsonl" else _tasks(storage)


def label_feed(storage: Storage, who: Principal, cursor: str, limit: int) -> LabelPage:
    """The labels after `cursor` ("" from the beginning)."""
    require(who, Capability.EXPORT_LABELS)
    with storage.read() as connection:
        key = bytes.fromhex(state.read(connection, state.CURSOR_KEY) or "")
        after = _after(cursor, who, key) if cursor else 0
        # The feed stops before a label that its author may still take back: a later page would step over it.
        before = exports.first_unreleased(connection, to_ms(storage.clock()))
        rows = exports.label_rows(connection, after, before, limit + 1, in_force_only=False)
    shown = rows[:limit]
    last = shown[-1][0] if shown else after
    labels = tuple(row for _, row, _ in shown)
    return LabelPage(labels, page_cursor(str(last), who.viewer, key), len(rows) > limit)


def _after(cursor: str, who: Principal, key: bytes) -> int:
    try:
        return int(read_page_cursor(cursor, who.viewer, key))
    except (BadCursor, ValueError):
        raise Refused(Code.CURSOR_MALFORMED) from None


def _lines(storage: Storage) -> Iterator[bytes]:
    for _, rows in _label_pages(storage, facts=False):
        yield b"".join(msgspec.json.encode(row) + b"\n" for _, row, _ in rows)


def _tasks(storage: Storage) -> Iterator[bytes]:
    lead = b"[\n"
    for _, rows in _label_pages(storage, facts=True):
        tasks = (task(row, msgspec.json.decode(facts, type=IntakeCase)) for _, row, facts in rows)
        yield lead + b",\n".join(msgspec.json.encode(one) for one in tasks)
        lead = b",\n"
    yield b"\n]\n" if lead == b",\n" else b"[]\n"


def _label_pages(storage: Storage, *, facts: bool) -> Iterator[tuple[int, list[tuple[int, LabelRow, bytes]]]]:
    after = 0
    with storage.read() as connection:
        before = exports.first_unreleased(connection, to_ms(storage.clock()))
    while True:
        with storage.read() as connection:
            rows = exports.label_rows(connection, after, before, PAGE, in_force_only=True, facts=facts)
        if not rows:
            return
        after = rows[-1][0]
        yield after, rows


def _reviews(storage: Storage, who: Principal) -> Iterator[bytes]:
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
        after = (round(rows[-1].decided_at.timestamp() * 1000), rows[-1].review_id)
        yield _joined(rows)


def _joined(rows: list[Any]) -> bytes:
    encode: Callable[[Any], bytes] = msgspec.json.encode
    return b"".join(encode(row) + b"\n" for row in rows)
