"""Another data key for a profile: every file that lies under it, anew, and no moment at which a kill leaves them under
a key that nobody has.

1. Beside each file its copy under the new key is written (`*.next`), durably, and looked at.
2. A journal says which key comes and which goes, by their fingerprints.
3. The keyring gets the new key; the old one waits in an entry of its own. This is the moment that counts.
4. The copies take the places of the files; what is fetched again anyway (the documents) is dropped; the journal goes.

At each start `settle` looks at the journal: the keyring holds the old key → the copies go; it holds the new one → step
4 is done again, which changes nothing where it was done. Rotation happens before the stores are opened, so it is asked
for (settings' command line, the house's directive) and done at the next start.
"""

import contextlib
import json
import logging
import os
import secrets
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import sqlcipher3.dbapi2 as sqlcipher

from app.desktop.bootstrap.opening import DOCUMENTS, DOOR, SEAT, TOKENS, WORK
from app.desktop.cache.cache_store import FILE as CACHE
from app.desktop.cache.engine import remove_store
from app.desktop.cache.high_water import COPY, HighWater
from app.desktop.cache.recover import set_aside_files
from app.desktop.cache.work_store import HWM_FILE
from app.desktop.ports import DeskError
from app.desktop.vault import cache_key, key_check
from app.desktop.vault.files import sync_folder, write_atomically
from app.desktop.vault.keys import KEY_BYTES, DataKey
from app.desktop.vault.recovery import SecondWrapping
from app.desktop.vault.sealed import SealBroken, SealedFile

_log = logging.getLogger(__name__)
JOURNAL = key_check.JOURNAL
ASKED = key_check.ASKED
NEXT = ".next"
# file → sub-key and purpose that it is sealed under
SEALED = {
    TOKENS: ("tokens", "session"),
    SEAT: ("seat", "seat"),
    DOOR: ("door", "door"),
    cache_key.FILE: ("cache-key", "cache"),
}
# The fingerprint first: from then on the old key is known to be the wrong one.
_MARKS = (HWM_FILE, f"{HWM_FILE}{COPY}")
_ORDER = (key_check.FILE, WORK, *_MARKS, *SEALED)


class HalfChanged(DeskError):
    """The new key is in force, and not every file lies under it yet. Nothing may be opened: the next start goes on."""


class Keeper(Protocol):
    """Who keeps the key between two starts: vault/sources.OsKeyring."""

    def replace(self, old: DataKey, new: DataKey) -> bool:
        """True once the new key was written and read back; the old one stays in an entry of its own."""

    def forget_old(self) -> None: ...


def ask(folder: Path) -> None:
    """At the next start the key is another one."""
    write_atomically(folder / ASKED, b"1\n")


def asked(folder: Path) -> bool:
    return (folder / ASKED).exists()


def at_start(folder: Path, keeper: Keeper | None, key: DataKey) -> DataKey:
    """Before the stores are opened: end what was cut off, begin what was asked for. The key to open them with. Raises
    HalfChanged, and OSError where what was cut off cannot be ended yet."""
    settle(folder, key, keeper)
    if keeper is None or not asked(folder):
        return key
    try:
        new = rotate(folder, keeper, key)
        if new is not None and not any(set_aside_files(folder / WORK)):
            SecondWrapping(folder, key.sub("work")).forget()
        return new or key
    except (OSError, sqlcipher.Error, SealBroken):
        _log.error("the data key could not be changed; the next start tries again", exc_info=True)
        settle(folder, key, keeper)
        return key


def rotate(folder: Path, keeper: Keeper, old: DataKey, step: Callable[[str], None] = lambda _: None) -> DataKey | None:
    """The new key, in force; None where the keyring did not take it, or where unsent work waits under the old one for a
    word with the server. Raises OSError, sqlcipher.Error or SealBroken with everything as it was, HalfChanged past the
    moment that counts. `step` hears where it stands."""
    if any(folder.glob("*.locked")):
        return None
    _drop_copies(folder)
    new = DataKey(secrets.token_bytes(KEY_BYTES))
    step("begun")
    if (folder / WORK).exists():
        _copy_work(folder / WORK, folder / f"{WORK}{NEXT}", old.sub("work"), new.sub("work"))
        step("work")
    if (folder / HWM_FILE).exists():
        mark = HighWater(folder / HWM_FILE, old.sub("high-water"))
        for name in _MARKS:
            mark.copy_to(folder / f"{name}{NEXT}", new.sub("high-water"))
        step("mark")
    for name, (sub, purpose) in SEALED.items():
        secret = SealedFile(folder / name, old.sub(sub), purpose).read()
        if secret is not None:
            SealedFile(folder / f"{name}{NEXT}", new.sub(sub), purpose).write(secret)
            step(name)
    write_atomically(folder / f"{key_check.FILE}{NEXT}", key_check.to_file(key_check.fingerprint(new)))
    step("check")
    told = {"old": key_check.fingerprint(old), "new": key_check.fingerprint(new)}
    write_atomically(folder / JOURNAL, json.dumps(told).encode())
    step("journal")
    if not keeper.replace(old, new):
        settle(folder, old, keeper)
        return None
    step("keyring")
    try:
        _apply(folder, keeper, step)
    except OSError as error:
        # Never back to the old key from here: the files would be taken for damaged ones.
        raise HalfChanged from error
    return new


def settle(folder: Path, key: DataKey, keeper: Keeper | None = None) -> None:
    """End a change of keys that was cut off, with the key that the keyring holds now."""
    told = key_check.journal(folder)
    if told is None or told.get("new") != key_check.fingerprint(key):
        # Nothing under way, or the keyring never got the new key.
        if told is None or told.get("old") == key_check.fingerprint(key):
            (folder / JOURNAL).unlink(missing_ok=True)
            _drop_copies(folder)
        return
    _apply(folder, keeper)


def _apply(folder: Path, keeper: Keeper | None, step: Callable[[str], None] = lambda _: None) -> None:
    for name in _ORDER:
        copy = folder / f"{name}{NEXT}"
        if copy.exists():
            if name == WORK:
                # The copy was made of the whole file; a journal of the old one must not be played over it.
                (folder / f"{WORK}-journal").unlink(missing_ok=True)
            os.replace(copy, folder / name)
            step(f"renamed {name}")
    sync_folder(folder)
    if not (folder / cache_key.FILE).exists():
        # A copy from before it had a key of its own lay under the old one.
        remove_store(folder / CACHE)
    shutil.rmtree(folder / DOCUMENTS, ignore_errors=True)
    step("documents")
    (folder / ASKED).unlink(missing_ok=True)
    (folder / JOURNAL).unlink(missing_ok=True)
    sync_folder(folder)
    step("done")
    if keeper is not None:
        with contextlib.suppress(OSError):
            keeper.forget_old()


def _copy_work(path: Path, copy: Path, old: bytes, new: bytes) -> None:
    """All of work.db under the new key; counted and looked at before anybody relies on it."""
    raw = sqlcipher.connect(str(path), isolation_level=None)
    try:
        raw.execute("PRAGMA cipher_log = off")
        raw.execute(f"PRAGMA key = \"x'{old.hex()}'\"")
        version = raw.execute("PRAGMA user_version").fetchone()[0]
        raw.execute(f"ATTACH DATABASE ? AS next KEY \"x'{new.hex()}'\"", (str(copy),))
        raw.execute("SELECT sqlcipher_export('next')")
        raw.execute(f"PRAGMA next.user_version = {int(version)}")
        for table in ("outbox", "draft", "work_state"):
            here, there = (raw.execute(f"SELECT count(*) FROM {name}.{table}").fetchone() for name in ("main", "next"))  # noqa: S608
            if here != there:
                raise sqlcipher.DatabaseError("the copy is not whole")
        raw.execute("DETACH DATABASE next")
    finally:
        raw.close()
    with open(copy, "rb") as file:
        os.fsync(file.fileno())
    os.chmod(copy, 0o600)


def _drop_copies(folder: Path) -> None:
    for name in _ORDER:
        for tail in ("", "-journal", "-wal", "-shm"):
            with contextlib.suppress(OSError):
                (folder / f"{name}{NEXT}{tail}").unlink(missing_ok=True)
