"""A seat that had no word from its server for too long closes by itself: what it cached goes, what was not sent is
sealed so that only the server's word opens it, and to the organisation."""

import logging
from pathlib import Path

from app.desktop.api.server_clock import ServerClock, boot_id
from app.desktop.cache.cache_store import FILE as CACHE
from app.desktop.cache.engine import remove_store, set_aside_name
from app.desktop.cache.work_store import FILE as WORK
from app.desktop.cache.work_store import WorkStore
from app.desktop.usecases.recovery_key import PINNED
from app.desktop.vault import locked_work
from app.desktop.vault.cache_key import FILE as CACHE_KEY
from app.desktop.vault.files import sync_folder, write_atomically
from app.desktop.vault.keys import DataKey
from app.desktop.vault.sealed import SealBroken
from app.desktop.vault.seat_file import SeatFile
from app.domain.dead_man import HOUR_MS, Contact, later, spoken

_log = logging.getLogger(__name__)
_JOURNAL = f"{WORK}-journal"


def contact_now(seat: SeatFile, clock: ServerClock) -> Contact | None:
    """How long ago the last word was, by every clock of this machine; None where there never was one."""
    contact = seat.state.contact
    return later(contact, clock.wall_ms(), clock.mono_ms(), boot_id()) if contact is not None else None


def keep_contact(seat: SeatFile, clock: ServerClock) -> Contact | None:
    """The same, written down: what this seat has lived to is never forgotten."""
    contact = contact_now(seat, clock)
    if contact is not None:
        seat.change(contact=contact)
    return contact


def had_contact(seat: SeatFile, clock: ServerClock, *told_hours: int) -> Contact:
    """The server has just spoken. Of server and machine the stricter one says when it must speak again."""
    contact = spoken(clock.mark(), min(told_hours) * HOUR_MS)
    seat.change(contact=contact)
    return contact


def close_if_over(
    folder: Path,
    key: DataKey,
    seat: SeatFile,
    clock: ServerClock,
    recovery_key: str | None,
    *,
    documents: Path,
    tokens: Path,
) -> bool:
    """Before anything is opened; True where the time was over. `documents` and `tokens` go with the cache. Cut off
    in the middle it is begun anew, and nothing is lost by that."""
    contact = contact_now(seat, clock)
    if contact is None or not contact.over:
        return False
    _log.warning("no word from the server for too long: this seat closes")
    if (folder / WORK).exists():
        _seal_to_the_house(folder, key, recovery_key)
        doors = tuple(door.unlock_key for door in seat.state.doors.values())
        locked_work.lock(folder, (WORK, _JOURNAL), doors)
    close_cache(folder, documents, tokens)
    seat.change(contact=None)
    return True


def close_cache(folder: Path, documents: Path, tokens: Path) -> None:
    """Everything that the server can send again, and the way in without signing in."""
    # The key first: what the disk still holds of the file is then noise for whoever has the data key, too.
    (folder / CACHE_KEY).unlink(missing_ok=True)
    sync_folder(folder)
    remove_store(folder / CACHE)
    for path in documents.glob("*"):
        path.unlink(missing_ok=True)
    tokens.unlink(missing_ok=True)


def _seal_to_the_house(folder: Path, key: DataKey, recovery_key: str | None) -> None:
    from app.desktop.vault.recovery import key_from_text, seal_work

    store = WorkStore.open(folder, key.sub("work"), key.sub("high-water")).store
    try:
        public = recovery_key or store.value(PINNED)
        if public is not None:
            seal_work(folder, store, key_from_text(public))
    except (OSError, ValueError):
        _log.error("the unsent work could not be sealed to the recovery key", exc_info=True)
    finally:
        store.close()


def open_again(folder: Path, work: WorkStore, key: DataKey, private_key: bytes) -> int:
    """What was sealed comes back into the open store; how many unsent commands and drafts. On the writer thread. A file
    that is damaged, or sealed to others alone, stays."""
    for path in locked_work.locked_files(folder):
        try:
            files = locked_work.unlock(path, private_key)
        except SealBroken:
            _log.error("a sealed file of unsent work is damaged and stays as it is")
            continue
        if files is not None:
            target = set_aside_name(folder / WORK)
            for name in sorted(files, reverse=True):  # the journal before the file that needs it
                write_atomically(folder / name.replace(WORK, target.name), files[name])
            path.unlink()
            sync_folder(folder)
    return work.recover_aside(key.sub("work"))
