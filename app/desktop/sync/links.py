"""What sync needs of the server and of the person, as Protocols: a test brings its own."""

from typing import Protocol

from app.contract.changes import ChangePage, SnapshotPage
from app.contract.commands import AppliedCommands, CommandAnswer, CommandBatch
from app.contract.session import Meta
from app.desktop.ports import Identity


class Server(Protocol):
    """The calls that sync makes (app.desktop.api.endpoints.Api fits)."""

    def meta(self) -> Meta: ...

    def changes(self, cursor: str | None, limit: int, keep: str | None = None) -> ChangePage: ...

    def snapshot(
        self,
        snapshot_id: str | None,
        after: str | None,
        limit: int,
        only: str | None = None,
        keep: str | None = None,
    ) -> SnapshotPage: ...

    def scope_counts(self, cursor: str) -> Meta: ...

    def commands(self, batch: CommandBatch) -> CommandAnswer: ...

    def applied_commands(self, device_id: str, first: int, last: int) -> AppliedCommands: ...


class Signed(Protocol):
    """Who is signed in on this seat; None while nobody is."""

    def identity(self) -> Identity | None: ...
