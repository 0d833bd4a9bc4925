"""A server that came back from an older backup: its history gets a name of its own, so that every seat sends again what
it was told is done."""

import functools
import secrets
from collections.abc import Callable
from typing import Concatenate, ParamSpec, TypeVar

from sqlalchemy import insert, update

from app.contract.problems import Code
from app.server.security.cursors import FeedPosition
from app.server.storage import feed, state
from app.server.storage import tables as t
from app.server.storage.unit_of_work import Storage, UnitOfWork
from app.server.usecases import token_key
from app.server.usecases.refusal import Refused

P = ParamSpec("P")
R = TypeVar("R")


class Diverged(Refused):
    """A cursor of this very history whose place is not in it."""

    def __init__(self, at: FeedPosition) -> None:
        super().__init__(Code.HISTORY_DIVERGED)
        self.at = at


def noticing(work: Callable[Concatenate[Storage, P], R]) -> Callable[Concatenate[Storage, P], R]:
    """A use case that is given cursors: one that diverged is refused as ever, and what it proves is acted on."""

    @functools.wraps(work)
    def look(storage: Storage, /, *args: P.args, **named: P.kwargs) -> R:
        try:
            return work(storage, *args, **named)
        except Diverged as diverged:
            notice(storage, diverged.at)
            raise

    return look


def begin_anew(storage: Storage) -> str:
    """Whoever restores a backup says so by this, while no server runs; the new name of the history. Whoever else has
    the backup signs no token with its key."""
    with storage.write() as work:
        token_key.rotate_in(work)
        return _begin_anew(work)


def notice(storage: Storage, seen: FeedPosition) -> None:
    """A seat brought a cursor that this server sealed and whose place is not in its history any more. That is proof of
    a restore that nobody told of: without a new name, seats whose cursor is older than the backup would never learn
    that what they sent after it is gone."""
    with storage.unconfined.write() as work:
        work.lock()  # many seats find it out at once, and the name that the first one gives is not to be lost
        if state.read(work.connection, state.EPOCH) != seen.epoch:
            return  # noticed already
        if feed.chain_at(work.connection, seen.feed_seq) != seen.chain8:
            _begin_anew(work)


def _begin_anew(work: UnitOfWork) -> str:
    old = state.read(work.connection, state.EPOCH) or ""
    past = (state.read(work.connection, state.PAST_EPOCHS) or "").split()
    new = secrets.token_hex(8)
    _put(work, state.EPOCH, new)
    _put(work, state.PAST_EPOCHS, " ".join([*past, old]))
    work.audit("server", "server.restored", "server", new, before=old)
    return new


def _put(work: UnitOfWork, name: str, value: str) -> None:
    s = t.server_state
    if not work.connection.execute(update(s).where(s.c.name == name).values(value=value)).rowcount:
        work.connection.execute(insert(s).values(name=name, value=value))
