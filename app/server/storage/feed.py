"""The feed as rows: where it stands, what follows a position."""

from collections.abc import Sequence

import msgspec
from sqlalchemy import Connection, func, select

from app.server.storage import tables as t

_CHAIN_HEX = 16
_ORIGIN = "0" * _CHAIN_HEX


class FeedRow(msgspec.Struct, frozen=True):
    feed_seq: int
    entity: str
    entity_id: str
    rev: int
    scope_vendor: str | None
    tx_first: int
    bulk: bool
    audience: str | None = None


class Head(msgspec.Struct, frozen=True):
    """The newest row, and the beginning of its link in the chain; (0, zeros) where nothing has happened yet."""

    feed_seq: int
    chain8: str


def head(connection: Connection) -> Head:
    f = t.feed.c
    row = connection.execute(select(f.feed_seq, f.chain).order_by(f.feed_seq.desc()).limit(1)).first()
    return Head(0, _ORIGIN) if row is None else Head(row.feed_seq, _short(row.chain))


def floor(connection: Connection) -> int:
    """The oldest position that a cursor can be proved to have stood at: the beginning, or the oldest row of those that
    are still kept."""
    oldest = connection.scalar(select(func.min(t.feed.c.feed_seq)))
    return 0 if oldest is None or oldest == 1 else int(oldest)


def chain_at(connection: Connection, feed_seq: int) -> str | None:
    """The beginning of the link at a position; None where no such row is kept."""
    if feed_seq == 0:
        return _ORIGIN
    chain = connection.scalar(select(t.feed.c.chain).where(t.feed.c.feed_seq == feed_seq))
    return None if chain is None else _short(chain)


def after(connection: Connection, feed_seq: int, limit: int) -> list[FeedRow]:
    """Up to `limit` rows beyond a position."""
    f = t.feed.c
    query = (
        select(f.feed_seq, f.entity, f.entity_id, f.rev, f.scope_vendor, f.tx_first, f.bulk, f.audience)
        .where(f.feed_seq > feed_seq)
        .order_by(f.feed_seq)
        .limit(limit)
    )
    return [FeedRow(*row) for row in connection.execute(query)]


def at_a_boundary(connection: Connection, rows: Sequence[FeedRow], limit: int) -> list[FeedRow]:
    """The first `limit` of `rows` (which hold one more where there is more), cut or grown so that no transaction is
    torn; a bulk one may be, since its rows are independent."""
    if len(rows) <= limit:
        return list(rows)
    kept, following = list(rows[:limit]), rows[limit]
    if following.bulk or following.tx_first != kept[-1].tx_first:
        return kept
    whole = [row for row in kept if row.tx_first != following.tx_first]
    if whole:
        return whole
    f = t.feed.c
    query = (
        select(f.feed_seq, f.entity, f.entity_id, f.rev, f.scope_vendor, f.tx_first, f.bulk, f.audience)
        .where(f.tx_first == following.tx_first, f.feed_seq >= kept[0].feed_seq)
        .where(f.feed_seq < kept[0].feed_seq + 1_000)
        .order_by(f.feed_seq)
    )
    return [FeedRow(*row) for row in connection.execute(query)]


def _short(chain: bytes) -> str:
    return bytes(chain).hex()[:_CHAIN_HEX]
