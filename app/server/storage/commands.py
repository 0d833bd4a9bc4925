"""What became of every command: the memory that makes each happen once."""

import functools
from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import (
    Connection,
    Executable,
    and_,
    bindparam,
    delete,
    exists,
    func,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

from app.contract.commands import CommandResult, Status
from app.server.storage import tables as t
from app.server.storage import ways

UNREAD = ""  # stands for the hash of a body that could not be read
_results = msgspec.json.Decoder(CommandResult)


class _Fate(msgspec.Struct, frozen=True):
    status: Status


_statuses = msgspec.json.Decoder(_Fate)


class Kept(msgspec.Struct, frozen=True):
    """One remembered command."""

    device_id: str
    author_id: str
    case_number: int | None
    body_sha256: str
    result: CommandResult


def find(connection: Connection, command_id: str) -> Kept | None:
    """The command of this id, whatever device brought it: ids are made to be unique."""
    c = t.command_results.c
    row = connection.execute(select(t.command_results).where(c.command_id == command_id).limit(1)).first()
    if row is None:
        return None
    return Kept(row.device_id, row.author_id, row.case_number, row.body_sha256, _results.decode(row.result))


def known(connection: Connection, ids: Sequence[str]) -> set[str]:
    """Those of these ids that stand for a command that was here before."""
    c = t.command_results.c
    return set(connection.scalars(select(c.command_id).where(c.command_id.in_(ids))))


@functools.cache
def _keeping(dialect: str) -> Executable:
    make = sqlite.insert if dialect == "sqlite" else postgresql.insert
    c = t.command_results.c
    columns = (c.command_id, c.device_id, c.command_seq, c.author_id, c.case_number, c.body_sha256, c.received_at)
    values = {column.name: bindparam(column.name, type_=column.type) for column in (*columns, c.result)}
    new = make(t.command_results).values(values)
    if isinstance(new, sqlite.Insert):
        return new.on_conflict_do_nothing().returning(c.command_id)
    # It goes with the commit, so a place that is taken has to end the transaction there.
    return new.returning(c.command_id)


def kept_at_once(connection: Connection, result: CommandResult, **values: Any) -> ways.Asked:
    """What takes the place of a command with its result in it, and has to find the place free."""
    told = {"command_id": result.command_id, "command_seq": result.command_seq, "result": msgspec.json.encode(result)}
    return ways.Asked(_keeping(connection.dialect.name), values | told, must=True)


def numbers_taken(connection: Connection, device_id: str, author_id: str, numbers: Sequence[int]) -> set[int]:
    """Those of these numbers that a command of this author on this device has already."""
    c = t.command_results.c
    query = select(c.command_seq).where(c.device_id == device_id, c.author_id == author_id, c.command_seq.in_(numbers))
    return set(connection.scalars(query))


def number_taken(connection: Connection, device_id: str, author_id: str, command_seq: int, command_id: str) -> bool:
    """Whether another command of this author on this device has the number: two machines work under one device id."""
    c = t.command_results.c
    query = select(c.command_id).where(
        c.device_id == device_id,
        c.author_id == author_id,
        c.command_seq == command_seq,
        c.command_id != command_id,
    )
    return connection.execute(query.limit(1)).first() is not None


def fates(
    connection: Connection, device_id: str, author_id: str, first: int, last: int, most: int
) -> list[tuple[int, Status]]:
    """(number, what became of it) of the commands of one author on one device that have a number from `first` to
    `last`, in order of number, `most` at most."""
    c = t.command_results.c
    query = (
        select(c.command_seq, c.result)
        .where(c.device_id == device_id, c.author_id == author_id, c.command_seq.between(first, last))
        .order_by(c.command_seq)
        .limit(most)
    )
    return [(row.command_seq, _statuses.decode(row.result).status) for row in connection.execute(query)]


def reserve(connection: Connection, **values: Any) -> bool:
    """Take the place of a command before its effect; False where another transaction has taken it."""
    make = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    done = connection.execute(
        make(t.command_results)
        .values(result=b"", **values)
        .on_conflict_do_nothing()
        .returning(t.command_results.c.command_id)
    )
    return done.first() is not None


def keep_all(connection: Connection, rows: Sequence[dict[str, Any]]) -> bool:
    """Take the places of many commands with their results in them; False where another transaction has taken one of
    the places, and some are taken now."""
    make = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    taken = connection.execute(
        make(t.command_results).on_conflict_do_nothing().returning(t.command_results.c.command_id), list(rows)
    )
    return len(taken.all()) == len(rows)


def keep(connection: Connection, device_id: str, result: CommandResult) -> None:
    """Write the result into its place."""
    c = t.command_results.c
    connection.execute(
        update(t.command_results)
        .where(c.device_id == device_id, c.command_id == result.command_id)
        .values(result=msgspec.json.encode(result))
    )


def forget(connection: Connection, command_id: str) -> None:
    """Make room for a command that came in a form that nobody could read, and now comes again."""
    c = t.command_results.c
    connection.execute(delete(t.command_results).where(c.command_id == command_id, c.body_sha256 == UNREAD))


def numbering(connection: Connection, device_id: str, author_id: str) -> tuple[int, int]:
    """(every number up to this has a result, the highest number seen) for one author on one device."""
    c = t.command_results.c
    mine = and_(c.device_id == device_id, c.author_id == author_id)
    row = connection.execute(
        select(func.count(c.command_seq.distinct()).label("n"), func.max(c.command_seq).label("top")).where(mine)
    ).one()
    top = row.top or 0
    if row.n == top:
        return top, top
    if not connection.scalar(select(exists().where(mine, c.command_seq == 1))):
        return 0, top
    following = t.command_results.alias("following")
    gap = (
        select(c.command_seq)
        .where(
            mine,
            ~exists().where(
                following.c.device_id == device_id,
                following.c.author_id == author_id,
                following.c.command_seq == c.command_seq + 1,
            ),
        )
        .order_by(c.command_seq)
        .limit(1)
    )
    return connection.scalar(gap) or 0, top
