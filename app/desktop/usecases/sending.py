"""Handing a command over: into the outbox, durably and with its undo window, or, on a seat that keeps nothing, to the
server at once."""

import os
from collections.abc import Callable
from typing import Any, Protocol

import msgspec

from app.contract.canonical import body_sha256
from app.contract.commands import (
    COMMAND_WITHDRAWN,
    Command,
    CommandAnswer,
    CommandBatch,
    CommandResult,
    Status,
    WithdrawnBody,
)
from app.desktop.cache.cache_store import CacheStore
from app.desktop.cache.outbox_rows import NewCommand
from app.desktop.cache.work_store import WorkStore
from app.desktop.changes import Changed, Kind, changed
from app.desktop.ports import Clock, DeskError, Identity, Problem, Sent, ServerSpoke, TooLate
from app.domain.ids import uuid7

UNDO_MS = 10_000
SCHEMA = 1


class OnlineCommands(Protocol):
    """Sending commands and waiting for their answer."""

    def commands(self, batch: CommandBatch) -> CommandAnswer: ...


class Sending:
    """Runs on the writer thread; a seat without a store waits for the server and may raise ApiError."""

    def __init__(
        self,
        cache: CacheStore,
        work: WorkStore | None,
        clock: Clock,
        identity: Callable[[], Identity | None],
        publish: Callable[[Changed], None],
        online: OnlineCommands | None = None,
        random_bytes: Callable[[int], bytes] = os.urandom,
    ) -> None:
        self._cache, self._work, self._clock = cache, work, clock
        self._identity, self._publish, self._online = identity, publish, online
        self._random_bytes = random_bytes
        self._online_seq = 1_000_000  # beside the reviews of the same session, which count from one

    def who(self) -> Identity:
        """Raises DeskError (signed_out)."""
        who = self._identity()
        if who is None:
            raise DeskError("signed_out")
        return who

    @property
    def now_ms(self) -> int:
        """The server's time."""
        return self._clock.now_ms()

    def send(self, command_type: str, body: msgspec.Struct, case_id: str | None, rev: int | None, note: Any) -> Sent:
        """`note` is for the Activity room alone. Raises DeskError, or ApiError on a seat without a store."""
        who, kept, raw = self.who(), self._work is not None, msgspec.json.encode(body)
        new = NewCommand(
            command_id=uuid7(self._clock.wall_ms(), self._random_bytes(10)),
            command_type=command_type,
            command_schema=SCHEMA,
            body=raw,
            body_sha256=body_sha256(msgspec.json.decode(raw)),
            created_wall=self._clock.wall_ms(),
            created_mono=self._clock.mono_ms(),
            server_offset_ms=self._clock.offset_ms(),
            release_at=self._clock.now_ms() + (UNDO_MS if kept else 0),
            case_id=case_id,
            base_rev=rev,
            epoch=self._cache.epoch(),
            note=msgspec.json.encode(note),
        )
        if self._work is None:
            return self._send_online(who, new)
        row, trace = self._work.submit(who.device, who.author, new)
        self._publish(trace)
        return Sent(row.command_id, command_type, row.release_at)

    def undo(self, command_id: str) -> str:
        """Take an unsent command back; its type. Raises TooLate."""
        work, who = self._work, self.who()
        row = work.get(who.author, command_id) if work is not None else None
        if work is None or row is None:
            raise TooLate
        body = WithdrawnBody(command_type=row.command_type)
        _, trace = work.withdraw(
            who.author,
            command_id,
            now=self._clock.now_ms(),
            command_type=COMMAND_WITHDRAWN,
            body=msgspec.json.encode(body),
            body_sha256=body_sha256(body),
            draft=None,
        )
        self._publish(trace)
        return row.command_type

    def _send_online(self, who: Identity, new: NewCommand) -> Sent:
        if self._online is None:
            raise DeskError("offline")
        self._online_seq += 1
        command = Command(
            command_id=new.command_id,
            command_seq=self._online_seq,
            command_type=new.command_type,
            command_schema=new.command_schema,
            author_sub=who.author,
            created_wall=new.created_wall,
            created_mono=new.created_mono,
            server_offset_ms=new.server_offset_ms,
            release_at=new.release_at,
            prev_hash="",
            body=msgspec.Raw(new.body),
            body_sha256=new.body_sha256,
            case_id=new.case_id,
            base_rev=new.base_rev,
            epoch=new.epoch,
        )
        batch = CommandBatch(who.device, new.command_id, (msgspec.Raw(msgspec.json.encode(command)),))
        found = [r for r in self._online.commands(batch).results if r.command_id == new.command_id]
        if not found:
            raise ServerSpoke
        result: CommandResult = found[0]
        status = result.first_status if result.status is Status.DUPLICATE else result.status
        if status is not Status.APPLIED:
            raise Problem(result.code, result.http)
        self._publish(changed(Kind.OUTBOX, ids={new.case_id} if new.case_id else set[str]()))
        return Sent(new.command_id, new.command_type, self._clock.now_ms(), online=True)
