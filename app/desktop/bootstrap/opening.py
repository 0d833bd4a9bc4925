"""What the first paint needs and nothing more: the key, the stores, who was signed in, and the first rows."""

import hashlib
import logging
from collections.abc import Callable
from functools import partial
from pathlib import Path

import msgspec

from app.desktop.api.server_clock import ServerClock
from app.desktop.cache.cache_store import FILE as CACHE
from app.desktop.cache.cache_store import CacheStore
from app.desktop.cache.recover import SEALED
from app.desktop.cache.seat_share import queue_totals
from app.desktop.cache.time_mark import read_mark
from app.desktop.cache.work_store import WorkStore
from app.desktop.policy import Policy
from app.desktop.ports import Person
from app.desktop.usecases.blobs import Blobs, MemoryBlobs
from app.desktop.usecases.first_rows import FirstRows
from app.desktop.usecases.opening_queue import OpeningQueue
from app.desktop.usecases.recovery_key import PINNED
from app.desktop.vault import key_check
from app.desktop.vault.cache_key import CacheKey
from app.desktop.vault.door import MARK as DOOR_MARK
from app.desktop.vault.door import Door
from app.desktop.vault.keys import DataKey
from app.desktop.vault.mark import Mark
from app.desktop.vault.profile_place import Place, place_of
from app.desktop.vault.sealed import SealedFile
from app.desktop.vault.sealed_blobs import SealedBlobs
from app.desktop.vault.seat_file import MARK as SEAT_MARK
from app.desktop.vault.seat_file import SeatFile
from app.desktop.vault.sources import InheritedKey, KeySource, NoKey, OsKeyring
from app.desktop.vault.tokens import MemoryTokens, SealedTokens, TokenStore

_log = logging.getLogger(__name__)
TOKENS = "session.sealed"
WORK = "work.db"
DOCUMENTS = "documents"
DOOR = "door.sealed"
SEAT = "seat.sealed"
_NOTHING_KEPT = frozenset({Place.NETWORK.value, Place.FLEETING.value, Place.ROAMING.value})


def key_source(folder: Path, policy: Policy, key_fd: int | None) -> KeySource:
    """The form of key source for this start, chosen once: by policy, by an inherited pipe, else the keyring."""
    if key_fd is not None:
        # Read even where nothing may be kept: the descriptor must not stay open for children.
        inherited = InheritedKey(key_fd, allowed=policy.inherited_key)
        kept = policy.local_store and policy.profile_kind != "roaming"
        return inherited if kept else NoKey()
    if not policy.local_store or imposed(folder, policy) in _NOTHING_KEPT:
        return NoKey()
    name = "profile-" + hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:16]
    has_data = partial(_has_data, folder)
    return OsKeyring(name, has_data=has_data, fits=partial(key_check.fits, folder))


def imposed(folder: Path, policy: Policy) -> str:
    """What the place of the profile means for this start, as a code of status_words.machine_line; "" for nothing.
    `profile_kept`: it would be online only, but holds work from before, which is not shut away."""
    place = place_of(folder, policy)
    if place is Place.LOCAL:
        return ""
    return "profile_kept" if (folder / WORK).exists() and policy.profile_kind == "auto" else place.value


def _has_data(folder: Path) -> bool:
    return any((folder / name).exists() for name in (WORK, TOKENS, SEAT))


def at_once(act: Callable[[], None]) -> None:
    """For whoever is the only one at a store."""
    act()


class WorkSealer:
    """The second way to work.db. `fixed`: the machine's policy says to whom."""

    def __init__(self, folder: Path, work_key: bytes, told: str | None) -> None:
        self._folder, self._work_key = folder, work_key
        self.fixed = told is not None

    def keep(self, public_key: str) -> bool:
        """See that the wrapping stands; False where that is no key, or where it could not be written (then the next
        start tries again). Cheap where it stands."""
        # Loaded by seats that have a recovery key alone.
        from app.desktop.vault.recovery import SecondWrapping, key_from_text

        try:
            SecondWrapping(self._folder, self._work_key).keep(key_from_text(public_key))
        except (ValueError, OSError):
            _log.error("the key of the unsent work could not be sealed to the recovery key", exc_info=True)
            return False
        return True


class Stores(msgspec.Struct, frozen=True):
    """The two stores and the tokens of one profile; `aside` is where an unreadable work.db was put, `recovered`
    how much unsent work came back from one set aside before. `sealer`: seals the key of work.db to the organisation."""

    cache: CacheStore
    work: WorkStore | None
    tokens: TokenStore
    key: str
    aside: Path | None
    recovered: int = 0
    documents: Blobs = msgspec.field(default_factory=MemoryBlobs)
    sealer: "WorkSealer | None" = None
    seat: SeatFile = msgspec.field(default_factory=lambda: SeatFile(None))
    unlock: Callable[[bytes], int] | None = None
    """Where unsent work lies sealed after too long without contact: brings it back by the server's key."""
    door: Door = msgspec.field(default_factory=Door)
    incomplete: bool = False
    """A file was missing, or an older one in its place, that keeps this seat shut: nobody is signed in any more."""

    def close(self) -> None:
        if isinstance(self.documents, SealedBlobs):
            self.documents.close()
        self.cache.close()
        if self.work is not None:
            self.work.close()


def open_stores(
    folder: Path,
    key: DataKey | None,
    kind: str,
    recovery_key: str | None = None,
    run: Callable[[Callable[[], None]], None] = at_once,
) -> Stores:
    """Opens or makes them; without a key everything is in memory and gone with the process. `recovery_key`: the
    machine's word on whom unsent work is sealed to; else what was learnt at the first sign-in. `run`: does something
    on the writer and waits."""
    if key is None:
        return Stores(CacheStore.open(None, None), None, MemoryTokens(), "none", None)
    seat = SeatFile(SealedFile(folder / SEAT, key.sub("seat"), "seat"))
    if seat.state.contact is not None:
        from app.desktop.bootstrap.out_of_contact import close_if_over

        close_if_over(
            folder, key, seat, ServerClock(), recovery_key, documents=folder / DOCUMENTS, tokens=folder / TOKENS
        )
    there = (folder / WORK).exists()
    opened = WorkStore.open(folder, key.sub("work"), key.sub("high-water"))
    held = seat.hold_to(_mark(opened.store, run, SEAT_MARK))
    tokens = SealedTokens(SealedFile(folder / TOKENS, key.sub("tokens"), "session"))
    incomplete = not held or _marks_lost(folder, there and opened.unreadable is None, tokens)
    if incomplete:
        from app.desktop.bootstrap.out_of_contact import close_cache

        _log.error("the profile is not complete: whoever worked here signs in again")
        close_cache(folder, folder / DOCUMENTS, folder / TOKENS)
    cache_key = CacheKey(folder, key, folder / CACHE)
    cache = CacheStore.open(folder, cache_key.current(), cache_key.renew)
    documents = SealedBlobs(folder / DOCUMENTS, key.sub("documents"))
    key_check.keep(folder, key)
    sealer = WorkSealer(folder, key.sub("work"), recovery_key)
    public = recovery_key or opened.store.value(PINNED)
    if public is not None:
        sealer.keep(public)
    unlock = _unlock(folder, opened.store, key)
    return Stores(
        cache,
        opened.store,
        tokens,
        kind,
        opened.unreadable,
        opened.recovered,
        documents,
        sealer,
        seat,
        unlock,
        Door(SealedFile(folder / DOOR, key.sub("door"), "door"), _mark(opened.store, run, DOOR_MARK)),
        incomplete,
    )


def _mark(work: WorkStore, run: Callable[[Callable[[], None]], None], name: str) -> Mark:
    name = f"{SEALED}{name}"
    return Mark(partial(work.value, name), lambda text: run(partial(work.put_value, name, text)))


def _marks_lost(folder: Path, work_is_there: bool, tokens: TokenStore) -> bool:
    """Somebody is signed in here, what is marked in work.db went with it, and so did a file that would be marked."""
    if work_is_there or ((folder / DOOR).exists() and (folder / SEAT).exists()):
        return False
    return tokens.read() is not None


def _unlock(folder: Path, work: WorkStore, key: DataKey) -> Callable[[bytes], int] | None:
    if not any(folder.glob("*.locked")):
        return None
    from app.desktop.bootstrap.out_of_contact import open_again

    return partial(open_again, folder, work, key)


def clock_of(cache: CacheStore) -> ServerClock:
    """The server's time as far as the last run knew it."""
    state = cache.state()
    offset = state.get("server_offset_ms", "0")
    return ServerClock(int(offset) if offset.lstrip("-").isdecimal() else 0, mark=read_mark(state))


class Opened(msgspec.Struct, frozen=True):
    """The stores, and, where somebody is signed in to the server of this start, the head of their queue at server
    time `now_ms`, and the case that they were writing on last."""

    stores: Stores
    person: Person | None
    queue: OpeningQueue | None
    now_ms: int = 0
    drafted: str | None = None


def open_profile(
    folder: Path,
    key: DataKey | None,
    kind: str,
    server: str,
    recovery_key: str | None = None,
    run: Callable[[Callable[[], None]], None] = at_once,
) -> Opened:
    """Opens the stores and reads the first rows; on the writer thread."""
    stores = open_stores(folder, key, kind, recovery_key, run)
    session = stores.tokens.read()
    if session is None:
        _drop_left(stores)
    if session is None or session.server != server:
        return Opened(stores, None, None)
    if stores.work is not None:
        stores.work.take_over(session.device_id, session.person.user_id)
    clock = clock_of(stores.cache)
    first = FirstRows.read(stores.cache, stores.work, clock, session.person)
    drafted = drafted_case(stores.cache, stores.work, session.person.user_id)
    return Opened(stores, session.person, OpeningQueue(first, queue_totals(stores.cache)), clock.now_ms(), drafted)


def _drop_left(stores: Stores) -> None:
    """Nobody is signed in: what a sign-out that was cut off left of cases and documents goes now. Whoever signs in next
    begins with an empty seat anyway."""
    if stores.cache.state() or any(stores.cache.counts().values()):
        stores.cache.empty()
    if left := stores.documents.cases():
        stores.documents.forget(left)


def drafted_case(cache: CacheStore, work: WorkStore | None, author: str) -> str | None:
    """The case that this person was writing on last and that is still here; off the GUI thread."""
    case_id = work.newest_draft(author) if work is not None else None
    return case_id if case_id is not None and cache.document(case_id) is not None else None
