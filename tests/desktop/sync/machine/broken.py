"""Engines with one promise broken each, as such engines were broken elsewhere. The machine has to notice every one."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from app.contract.commands import CommandAnswer, CommandBatch, CommandResult
from app.desktop.cache.cache_store import Row
from app.desktop.cache.outbox_rows import OutboxRow, OutboxState
from app.desktop.changes import Changed
from app.desktop.ports import Identity
from app.desktop.sync import pull
from app.desktop.sync.check import Check
from app.desktop.sync.engine import Engine
from app.desktop.sync.pull import Pull, Pulled
from app.desktop.sync.push import Push, Pushed


class _CursorFirst(Pull):
    def _apply(self, rows: Sequence[Row], state: Mapping[str, str | None], *_slice: int) -> Changed:
        with self._cache.write() as connection:
            self._cache._put_state(connection, state)
        return self._writer.run(lambda: self._cache.apply(rows))


class CursorBeforeData(Engine):
    """The cursor is kept before what it stands for."""

    def _take_off(self) -> None:
        super()._take_off()
        self._pull = _CursorFirst(self._cache, self._server, self._flight, self._clock, self._begun)


class _On200(Push):
    def _settle(self, rows: Sequence[OutboxRow], answer: CommandAnswer, who: Identity) -> Pushed:
        fates = [(row.command_id, OutboxState.APPLIED, None) for row in rows]
        trace = self._writer.run(lambda: self._work.settle(fates, self._clock.now_ms()))
        return Pushed(len(rows), True, epoch=answer.epoch, changed=trace)


class ClearsOn200(Engine):
    """Whatever a batch held counts as done once the answer is 200."""

    def _take_off(self) -> None:
        super()._take_off()
        assert self._work is not None
        self._push = _On200(self._work, self._server, self._flight, self._clock, self._new_id)


class _AnyPage(Pull):
    def _feed(self, state: dict[str, str]) -> Pulled:
        plain = pull.page_hash
        told: list[str] = []
        fetch = self._server.changes

        class Server:
            @staticmethod
            def changes(*asked: Any) -> Any:
                page = fetch(*asked)
                told.append(plain(page.changes))
                return msgspec.structs.replace(page, page_hash=told[-1])

        server, self._server = self._server, Server()  # type: ignore[assignment]
        try:
            return super()._feed(state)
        finally:
            self._server = server


class NoPageHash(Engine):
    """A page is taken as it comes."""

    def _take_off(self) -> None:
        super()._take_off()
        self._pull = _AnyPage(self._cache, self._server, self._flight, self._clock, self._begun)


class _NeverDue(Check):
    @property
    def due(self) -> bool:
        return False


class NeverCounts(Engine):
    """What the feed told is never checked."""

    def _take_off(self) -> None:
        super()._take_off()
        self._check = _NeverDue(self._cache, self._server, self._flight, self._clock)


class _NewNames(Push):
    def turn(self, who: Identity) -> Pushed:
        for row in self._work.take_due(who.device, who.author, self._clock.now_ms(), 100):
            if row.state == OutboxState.SENT:
                with self._work.write() as connection:
                    connection.exec_driver_sql(
                        "UPDATE outbox SET command_id = ? WHERE command_id = ?", (self._new_id(), row.command_id)
                    )
        return super().turn(who)


class RetriesUnderANewId(Engine):
    """What had no answer goes again as if it were new."""

    def _take_off(self) -> None:
        super()._take_off()
        assert self._work is not None
        self._push = _NewNames(self._work, self._server, self._flight, self._clock, self._new_id)


class _Shuffled:
    """The server as an engine sees it that sends what comes to hand."""

    def __init__(self, server: Any) -> None:
        self._server = server

    def __getattr__(self, name: str) -> Any:
        return getattr(self._server, name)

    def commands(self, batch: CommandBatch) -> CommandAnswer:
        loose = []
        for raw in batch.commands:
            one = msgspec.json.decode(raw)
            one.pop("prev_case_command", None)
            loose.append(msgspec.Raw(msgspec.json.encode(one)))
        answer: CommandAnswer = self._server.commands(msgspec.structs.replace(batch, commands=tuple(reversed(loose))))
        return answer


class IgnoresTheOrder(Engine):
    """The commands of a case go in any order, and do not say which was before."""

    def _take_off(self) -> None:
        if not isinstance(self._server, _Shuffled):
            self._server = _Shuffled(self._server)
        super()._take_off()


class _DropsWhatWaits(Push):
    def turn(self, who: Identity) -> Pushed:
        pushed = super().turn(who)
        with self._work.write() as connection:
            connection.exec_driver_sql("DELETE FROM outbox WHERE state = 'conflict'")
        return pushed


class DropsConflicts(Engine):
    """What was refused is cleared away."""

    def _take_off(self) -> None:
        super()._take_off()
        assert self._work is not None
        self._push = _DropsWhatWaits(self._work, self._server, self._flight, self._clock, self._new_id)


class SendsNothingAgain(Engine):
    """A server that came back from a backup is left without what it took since."""

    def _replay(self, who: Identity) -> None:
        return


class _InAnyName(Push):
    def turn(self, who: Identity) -> Pushed:
        sql = "SELECT author, device_id FROM outbox WHERE state IN ('pending', 'sent') ORDER BY author = ? LIMIT 1"
        with self._work.read() as connection:
            found = connection.exec_driver_sql(sql, (who.author,)).first()
        return super().turn(Identity(*map(str, found)) if found is not None else who)


class SendsForOthers(Engine):
    """At a shared desk the work of whoever is not signed in goes out in the session of whoever is."""

    def _take_off(self) -> None:
        super()._take_off()
        assert self._work is not None
        self._push = _InAnyName(self._work, self._server, self._flight, self._clock, self._new_id)


class _RestForEver(Push):
    def _record(self, named: Sequence[tuple[OutboxRow, CommandResult]], epoch: str | None) -> Pushed:
        pushed = super()._record(named, epoch)
        self._resting = dict.fromkeys(self._resting, 2**62)
        return msgspec.structs.replace(pushed, wait_ms=None)


class ForgetsWhatRests(Engine):
    """A command that the server asked patience for is not thought of again."""

    def _take_off(self) -> None:
        super()._take_off()
        assert self._work is not None
        self._push = _RestForEver(self._work, self._server, self._flight, self._clock, self._new_id)


BROKEN = (
    CursorBeforeData,
    ClearsOn200,
    NoPageHash,
    NeverCounts,
    RetriesUnderANewId,
    IgnoresTheOrder,
    DropsConflicts,
    SendsNothingAgain,
    SendsForOthers,
    ForgetsWhatRests,
)
