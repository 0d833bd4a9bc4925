"""Who does which job next: a row for each job, claimed by one process of all for as long as a lease runs."""

from collections.abc import Collection

import msgspec
from sqlalchemy import ColumnElement, Connection, and_, func, insert, or_, select, update

from app.server.storage import tables as t


class Turn(msgspec.Struct, frozen=True):
    """The right to do a job now. `number` grows with each turn, so that whoever lost theirs can tell."""

    name: str
    number: int
    failures: int


def enrol(connection: Connection, names: Collection[str], now_ms: int) -> None:
    """Make the rows of jobs that have none yet; they are due at once. Two processes may do so at the same time: the
    caller holds the order of commits."""
    j = t.jobs.c
    there = set(connection.scalars(select(j.name).where(j.name.in_(names))))
    missing = [{"name": name, "due_at": now_ms} for name in sorted(names) if name not in there]
    if missing:
        connection.execute(insert(t.jobs), missing)


def due(connection: Connection, names: Collection[str], now_ms: int) -> list[str]:
    """Those of `names` that are to be done and that nobody is at, the longest due first."""
    j = t.jobs.c
    query = select(j.name).where(j.name.in_(names), _free(now_ms)).order_by(j.due_at, j.name)
    return list(connection.scalars(query))


def claim(connection: Connection, name: str, holder: str, now_ms: int, until_ms: int) -> Turn | None:
    """Take the job until `until_ms`; None where another process is quicker."""
    j = t.jobs.c
    query = select(j.turn, j.failures).where(j.name == name, _free(now_ms))
    if connection.dialect.name != "sqlite":
        query = query.with_for_update(skip_locked=True)
    row = connection.execute(query).first()
    if row is None:
        return None
    values = {"turn": row.turn + 1, "holder": holder, "lease_until": until_ms, "started_at": now_ms}
    connection.execute(update(t.jobs).where(j.name == name).values(**values))
    return Turn(name, row.turn + 1, row.failures)


def hold(connection: Connection, turn: Turn, until_ms: int) -> bool:
    """Keep the turn until `until_ms`, and hold its row until commit; False where another has taken the job over."""
    done = connection.execute(update(t.jobs).where(_this(turn)).values(lease_until=until_ms))
    return done.rowcount == 1


def end(connection: Connection, turn: Turn, now_ms: int, due_ms: int, error: str | None = None) -> None:
    """Give the turn back; the job is due again at `due_ms`. `error`: the kind of what went wrong, where it did."""
    connection.execute(
        update(t.jobs)
        .where(_this(turn))
        .values(
            due_at=due_ms,
            holder=None,
            lease_until=None,
            ended_at=now_ms,
            failures=0 if error is None else t.jobs.c.failures + 1,
            error=error,
        )
    )


class Standing(msgspec.Struct, frozen=True):
    """How a job is doing; times in UTC milliseconds."""

    name: str
    due_at: int
    ended_at: int | None
    failures: int


def standings(connection: Connection) -> list[Standing]:
    """All jobs by name."""
    j = t.jobs.c
    rows = connection.execute(select(j.name, j.due_at, j.ended_at, j.failures).order_by(j.name))
    return [Standing(*row) for row in rows]


def behind_ms(connection: Connection, now_ms: int) -> int:
    """For how long the job that waits longest has been due; 0 where none is."""
    oldest = connection.scalar(select(func.min(t.jobs.c.due_at)))
    return 0 if oldest is None else max(0, now_ms - oldest)


def _free(now_ms: int) -> ColumnElement[bool]:
    j = t.jobs.c
    return and_(j.due_at <= now_ms, or_(j.lease_until.is_(None), j.lease_until <= now_ms))


def _this(turn: Turn) -> ColumnElement[bool]:
    return and_(t.jobs.c.name == turn.name, t.jobs.c.turn == turn.number)
