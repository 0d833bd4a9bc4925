"""Who works here, how the seat is connected, and what the machine decides."""

from collections.abc import Mapping
from typing import Any, Protocol

import msgspec

from app.desktop.ports.case import HeldClaim
from app.domain.number_ranges import Ranges


class Person(msgspec.Struct, frozen=True):
    """`capabilities`: what the roles allow, as the server told it last (null where it does not tell); `grants` are
    capabilities beside those."""

    user_id: str
    name: str
    roles: tuple[str, ...]
    vendor: str | None
    language: str | None
    grants: tuple[str, ...] = ()
    capabilities: tuple[str, ...] | None = None


class Session(Protocol):
    """usecases/session.py; sign_in and sign_out run in the pool."""

    @property
    def person(self) -> Person | None: ...

    def restore(self) -> Person | None:
        """Who was signed in when the window closed; works offline."""

    def sign_in(self, username: str, password: str) -> Person:
        """Raises ApiError (Unauthorised, Offline, Problem)."""

    def sign_out(self) -> None: ...

    def may(self, capability: str) -> bool: ...


class Progress(msgspec.Struct, frozen=True):
    """How far a first sync is; `total` None while unknown."""

    done: int
    total: int | None


SYNC_EVERY_MS = 20_000
"""How long the engine rests between two rounds while nothing happens."""


class StatusState(msgspec.Struct, frozen=True):
    """What the status line says, in codes.

    connection: online | offline | syncing | signed_out | paused. `paused_by`: unauthorised, update_needed,
    server_spoke_nonsense, rate_limited, disk_full, disk (takes nothing), store_busy, work_unreadable, no_progress.
    key: keyring | inherited | none (online-only).
    """

    connection: str
    since: int | None
    last_sync_at: int | None
    pending: int
    attention: int
    leases_until: int | None
    key: str
    paused_by: str | None = None
    progress: Progress | None = None
    quarantined: int = 0
    missing: "MissingWork | None" = None
    next_sync_at: int | None = None
    """When the next round is due, where nothing stands in its way."""
    along: int = 0
    along_until: int | None = None
    """How many cases are taken along, and when the first of their leases ends."""
    oldest_pending_at: int | None = None
    """When the oldest command that waits to be sent was made."""
    read_anew: "ReadAnew | None" = None
    copied_at: int | None = None
    """When this profile turned out to be a copy, older than what the server has of it."""


class MissingWork(msgspec.Struct, frozen=True):
    """What this person did here and is not here any more. `lost`: by device, the numbers of the commands that did not
    take effect, as the server says; `unasked`: the numbers of which it has not been asked yet. `since` and `until`:
    when the commands just before and after them were made, server's ms; None where there is none. `read`: the author
    has read of all of it."""

    lost: tuple[tuple[str, Ranges], ...] = ()
    unasked: Ranges = ()
    since: int | None = None
    until: int | None = None
    read: bool = False

    @property
    def numbers(self) -> Ranges:
        """Of what is lost, seat after seat."""
        return tuple(one for _, ranges in self.lost for one in ranges)


class ReadAnew(msgspec.Struct, frozen=True):
    """The copy on this seat was not what the server holds, or was about to lose very much at once, and was fetched
    again. `at` in the server's milliseconds; `why`: count | mass_removal; `entity`: case | review."""

    at: int
    why: str
    entity: str


class SyncReport(msgspec.Struct, frozen=True):
    """How the sync engine fares, as it last said; `since` is when `connection` became what it is."""

    connection: str = "signed_out"
    since: int | None = None
    last_sync_at: int | None = None
    paused_by: str | None = None
    progress: Progress | None = None


class Identity(msgspec.Struct, frozen=True):
    """Who works on which seat: commands are numbered per (device, author)."""

    author: str
    device: str


class Status(Protocol):
    """usecases/status.py"""

    def read(self) -> StatusState:
        """Off the GUI thread; cheap."""


class Hand(Protocol):
    """usecases/claims.py: the open case and the next few, claimed and renewed together (pool thread)."""

    def want(self, case_ids: tuple[str, ...]) -> Mapping[str, str]:
        """The open case first, then the next four. Claims what is missing, releases what left the hand. Codes of why
        the server refused, by case."""

    def renew(self) -> None: ...

    def release_all(self, along: bool = True) -> None:
        """On sign-out and at the end: gives back what may be given back, and claims nothing any more. `along`: cases
        that were taken along too, which a window that is merely closed keeps."""

    def held(self) -> dict[str, HeldClaim]: ...


class Connection(Protocol):
    """runtime/sync_worker.py as the rooms see it."""

    def poke(self) -> None:
        """Sync now (F5); callable from any thread."""


class Managed(msgspec.Struct, frozen=True):
    """What the rooms may need to know of policy: values and whether the machine fixed them."""

    values: dict[str, Any] = {}
    fixed: frozenset[str] = frozenset()
