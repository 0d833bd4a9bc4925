"""Failed sign-ins, counted where every process sees them. Names and addresses stand here as hashes alone: people type
passwords where a name belongs."""

from typing import Any

from sqlalchemy import Connection, Select, and_, delete, func, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from app.domain.lockout import Counted, Failures
from app.server.storage import tables as t


def find(connection: Connection, kind: Counted, key_hash: str) -> Failures:
    """What was counted under this key until now."""
    row = connection.execute(_asked(kind, key_hash)).first()
    return Failures(*row) if row else Failures()


def hold(connection: Connection, kind: Counted, key_hash: str, now_ms: int) -> Failures:
    """The same, held until commit where the database can. The first of many that come at once makes the row that all of
    them then wait for: a row that is not there holds nobody up."""
    none = {"failures": 0, "last_at": now_ms, "locked_until": 0}
    first = _insert(connection)(t.sign_in_failures).values(kind=kind.value, key_hash=key_hash, **none)
    while True:
        connection.execute(first.on_conflict_do_nothing())
        row = connection.execute(_asked(kind, key_hash).with_for_update()).first()
        # None where a right password took the row away in between.
        if row is not None:
            return Failures(*row)


def put(connection: Connection, kind: Counted, key_hash: str, counted: Failures) -> None:
    f, make = t.sign_in_failures.c, _insert(connection)
    values = {"failures": counted.count, "last_at": counted.last_at, "locked_until": counted.locked_until}
    fresh = make(t.sign_in_failures).values(kind=kind.value, key_hash=key_hash, **values)
    connection.execute(fresh.on_conflict_do_update(index_elements=[f.kind, f.key_hash], set_=values))


def forget(connection: Connection, kind: Counted, key_hash: str) -> bool:
    """Count anew from here; whether there was anything."""
    f = t.sign_in_failures.c
    gone = connection.execute(delete(t.sign_in_failures).where(f.kind == kind.value, f.key_hash == key_hash))
    return gone.rowcount > 0


def forget_name(connection: Connection, name_hash: str) -> bool:
    """The same for a name wherever it was tried: a pair's key begins with the first half of its name's."""
    f = t.sign_in_failures.c
    pairs = and_(f.kind == Counted.PAIR.value, func.substr(f.key_hash, 1, 32) == name_hash[:32])
    same = or_(pairs, and_(f.kind == Counted.NAME.value, f.key_hash == name_hash))
    return connection.execute(delete(t.sign_in_failures).where(same)).rowcount > 0


def give_back(connection: Connection, kind: Counted, key_hash: str) -> None:
    """One less, where any was counted."""
    f = t.sign_in_failures.c
    connection.execute(
        update(t.sign_in_failures)
        .where(f.kind == kind.value, f.key_hash == key_hash, f.failures > 0)
        .values(failures=f.failures - 1, locked_until=0)
    )


def sweep(connection: Connection, before_ms: int) -> None:
    """Drop what has been forgotten."""
    connection.execute(delete(t.sign_in_failures).where(t.sign_in_failures.c.last_at < before_ms))


def _asked(kind: Counted, key_hash: str) -> Select[Any]:
    f = t.sign_in_failures.c
    return select(f.failures, f.last_at, f.locked_until).where(f.kind == kind.value, f.key_hash == key_hash)


def _insert(connection: Connection) -> Any:
    return sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
