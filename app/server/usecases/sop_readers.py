"""What readers of the procedures have at their seats: each page of the house as it was, is and will be read."""

from collections.abc import Collection, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, Row

from app.contract.catalogue import catalogue
from app.contract.changes import SOP_PAGE
from app.contract.sop import SopPageTexts
from app.domain.catalogue import SopPage
from app.domain.procedures import PageText
from app.domain.review import SopReliance
from app.domain.sop import Standing
from app.server.storage import sop
from app.server.storage.unit_of_work import UnitOfWork, from_ms

MOST_TEXTS, MOST_BYTES = 20, 256_000
"""Of each page, the newest texts; fewer where they are long."""
_encode = msgspec.json.Encoder().encode


class _Reads:
    """What is asked of a transaction once: a page as it is read at its time."""

    def __init__(self, page_id: str, now_ms: int) -> None:
        self._page_id, self._now_ms = page_id, now_ms

    def __call__(self, connection: Connection) -> SopPage | None:
        return sop.read_at(connection, self._page_id, self._now_ms)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Reads) and (self._page_id, self._now_ms) == (other._page_id, other._now_ms)

    def __hash__(self) -> int:
        return hash((self._page_id, self._now_ms))


def read_now(work: UnitOfWork, page_id: str) -> SopPage | None:
    """The page as it is read at this transaction's time."""
    return work.once(_Reads(page_id, work.now_ms))


def is_older(work: UnitOfWork, told: SopReliance | None) -> bool:
    """Whether a review rests on another version of a page than the one in force."""
    page = read_now(work, told.page) if told is not None else None
    return page is not None and told is not None and page.version != told.version


def tell(work: UnitOfWork, page_id: str) -> None:
    """The page changed for its readers: every seat is told."""
    work.touch(SOP_PAGE, page_id, sop.another_rev(work.connection, page_id), None)


def documents(connection: Connection, page_ids: Collection[str] | None = None) -> dict[str, tuple[int, bytes]]:
    """(rev, document) of these pages, or of all that the house wrote."""
    if page_ids is not None and not page_ids:
        return {}
    rows = sop.read_by(connection, page_ids)
    if not rows and page_ids is None:
        return {}
    revs = sop.revs(connection)
    wanted = rows if page_ids is None else dict.fromkeys(page_ids)
    return {one: _document(one, revs.get(one, 0), rows.get(one, ())) for one in wanted}


def _document(page_id: str, rev: int, rows: Sequence[Row[Any]]) -> tuple[int, bytes]:
    texts = _texts(page_id, rows)[-MOST_TEXTS:]
    told = _encode(SopPageTexts(page_id, rev, tuple(texts)))
    while len(texts) > 2 and len(told) > MOST_BYTES:
        del texts[0]
        told = _encode(SopPageTexts(page_id, rev, tuple(texts)))
    return rev, told


def _texts(page_id: str, rows: Sequence[Row[Any]]) -> list[PageText]:
    shipped = catalogue().sop.get(page_id)
    found: list[PageText] = []
    if rows and shipped is not None and rows[0].base_version == shipped.version:
        found.append(PageText(shipped, None, from_ms(_since(rows[0]))))
    name = shipped.version if shipped is not None else None
    for row in rows:
        if row.standing == Standing.APPROVED.value and row.base_version != name:
            continue  # another one overtook it: its day brings it back to its author
        if found and found[-1].until is None:
            found[-1] = msgspec.structs.replace(found[-1], until=from_ms(_since(row)))
        until = from_ms(row.in_force_until) if row.in_force_until is not None else None
        found.append(PageText(sop.page_of(row), from_ms(_since(row)), until))
        name = row.version if row.standing == Standing.IN_FORCE.value else name
    return found


def _since(row: Row[Any]) -> int:
    return int(row.in_force_from if row.in_force_from is not None else row.effective_at)
