"""The key of cache.db: random, sealed under the data key, and thrown away with the file. What a dropped copy leaves
behind on the disk is then unreadable even for somebody who has the data key."""

import secrets
from pathlib import Path

from app.desktop.vault.keys import KEY_BYTES, DataKey
from app.desktop.vault.sealed import SealBroken, SealedFile

FILE = "cache.key"


class CacheKey:
    """`store` is the file that lies under the key."""

    def __init__(self, folder: Path, key: DataKey, store: Path) -> None:
        self._file = SealedFile(folder / FILE, key.sub("cache-key"), "cache")
        self._first, self._store = key.sub("cache"), store

    def current(self) -> bytes:
        """The key of the file that is there; a new one where there is none, or where its key is lost (the copy is then
        dropped and fetched again). A file from before keys of its own lies under a sub-key of the data key."""
        try:
            kept = self._file.read()
        except SealBroken:
            return self.renew()
        if kept is None:
            return self._first if self._store.exists() else self.renew()
        return kept if len(kept) == KEY_BYTES else self.renew()

    def renew(self) -> bytes:
        """Another key in its place, durably."""
        new = secrets.token_bytes(KEY_BYTES)
        self._file.write(new)
        return new
