"""What capped seats were told that they hold, by its hash: a cursor carries the hash, so a page asked for twice starts
from the same holding, whichever process answers and whether or not the first answer arrived."""

import hashlib
from collections.abc import Collection
from itertools import accumulate, pairwise

import msgspec
from sqlalchemy import Connection, and_, delete, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from app.server.storage import tables as t
from app.server.storage.unit_of_work import UnitOfWork

KEPT = 32  # holdings of one seat: those of the pages that may still be asked for again
EMPTY = "0"
"""The name of holding nothing, which no seat has to be told."""
_HEX = 12
_steps = msgspec.msgpack.Decoder(list[int])


def name(numbers: Collection[int]) -> str:
    """What this holding is called in a cursor."""
    return hashlib.sha256(_packed(numbers)).hexdigest()[:_HEX] if numbers else EMPTY


def find(connection: Connection, seat: str, holding_id: str) -> frozenset[int] | None:
    """The case numbers of a holding; None where it is no longer kept."""
    if holding_id == EMPTY:
        return frozenset()
    h = t.seat_holdings.c
    packed = connection.scalar(select(h.numbers).where(h.seat == seat, h.holding_id == holding_id))
    return None if packed is None else frozenset(accumulate(_steps.decode(packed)))


def told(connection: Connection, seat: str) -> frozenset[int]:
    """The case numbers of every holding of a seat that is still kept: what it may have a copy of."""
    h = t.seat_holdings.c
    packed = connection.scalars(select(h.numbers).where(h.seat == seat))
    return frozenset().union(*(accumulate(_steps.decode(numbers)) for numbers in packed))


def keep(work: UnitOfWork, seat: str, numbers: Collection[int], before: str) -> None:
    """Remember a holding that a seat is about to be told. Older ones go, but not `before`, which the answer that may be
    lost follows on."""
    h, holding_id = t.seat_holdings, name(numbers)
    if holding_id == EMPTY:
        return
    this = and_(h.c.seat == seat, h.c.holding_id == holding_id)
    known = work.connection.execute(update(h).where(this).values(told_at=work.now_ms))
    if not known.rowcount:
        row = {"seat": seat, "holding_id": holding_id, "told_at": work.now_ms, "numbers": _packed(numbers)}
        try:
            with work.savepoint():
                work.connection.execute(insert(h).values(**row))
        except IntegrityError:
            pass  # the same page, asked for twice at once
    newest = select(h.c.holding_id).where(h.c.seat == seat).order_by(h.c.told_at.desc(), h.c.holding_id).limit(KEPT)
    kept = or_(h.c.holding_id.in_(newest), h.c.holding_id.in_((before, holding_id)))
    work.connection.execute(delete(h).where(h.c.seat == seat, ~kept))


def _packed(numbers: Collection[int]) -> bytes:
    line = sorted(numbers)
    return msgspec.msgpack.encode([*line[:1], *(after - before for before, after in pairwise(line))])
