"""What is kept long enough goes, a little at a time."""

from sqlalchemy import ColumnElement, Connection, Table, delete, func, select

from app.server.storage import tables as t


def forget_commands(connection: Connection, before_ms: int, most: int) -> int:
    """Results of commands that came before then; how many went."""
    r = t.command_results
    return _some(connection, r, r.c.command_id, r.c.received_at < before_ms, most)


def forget_skips(connection: Connection, before_ms: int, most: int) -> int:
    """Skips of before then; how many went."""
    k = t.case_skips
    return _some(connection, k, k.c.skip_id, k.c.at < before_ms, most)


def forget_tokens(connection: Connection, before_ms: int, most: int) -> int:
    """Refresh tokens that ended before then; how many went."""
    r = t.refresh_tokens
    return _some(connection, r, r.c.token_hash, r.c.expires_at < before_ms, most)


def forget_feed(connection: Connection, before_ms: int, most: int) -> int:
    """The oldest feed rows of before then, never a part of a transaction alone at the young end and never the newest
    row, which the next one follows; how many went. A cursor that pointed among them is answered with cursor_expired."""
    f = t.feed.c
    oldest = connection.execute(select(func.min(f.feed_seq), func.max(f.feed_seq))).one()
    if oldest[0] is None:
        return 0
    first, newest = int(oldest[0]), int(oldest[1])
    # By number, since the oldest stand first: no index of times is needed for as few rows as these.
    kept = connection.scalar(
        select(f.tx_first)
        .where(f.feed_seq >= first, f.feed_seq <= first + most, f.at >= before_ms)
        .order_by(f.feed_seq)
        .limit(1)
    )
    end = min(kept if kept is not None else first + most, newest)
    done = connection.execute(delete(t.feed).where(f.feed_seq >= first, f.feed_seq < end))
    return done.rowcount


def _some(connection: Connection, table: Table, key: ColumnElement[str], old: ColumnElement[bool], most: int) -> int:
    found = select(key).where(old).limit(most)
    return connection.execute(delete(table).where(key.in_(found.scalar_subquery()))).rowcount
