"""The door of a locked window: whether it is locked, and how its person opens it where the server cannot be asked.

Whether there is a door at all, and how often it was changed, stands in work.db as well (`Mark`): a door that is gone,
or that is an older one, is a locked one that only the server opens.

What stands on the disk is sealed under the data key, and of a password only what Argon2id makes of it. Whoever has the
data key and the disk could read the stores themselves, so the door keeps people out and no thief: the next person at
the desk, not one with the machine's keys.
"""

import hmac
import os
from threading import Lock

import msgspec

from app.desktop.vault.mark import Mark
from app.desktop.vault.sealed import SealBroken, SealedFile

MOST_WRONG = 5
"""Wrong passwords in a row after which only the server opens the door."""
_SALT, _LENGTH = 16, 32
# The least that OWASP names for Argon2id; the seal is the first wall.
_MEMORY_KIB, _ROUNDS, _LANES = 19 * 1024, 2, 1
MARK = "door"
_NO_DOOR = "-"


class _Kept(msgspec.Struct, frozen=True):
    """`user_id` "" where nobody's password is known; `turn` counts the changes."""

    user_id: str = ""
    salt: bytes = b""
    proof: bytes = b""
    wrong: int = 0
    locked: bool = False
    turn: int = 0


class Door:
    """Of one profile. Without a file it forgets with the process. Thread-safe; `learn` and `opens` take some 50 ms."""

    def __init__(self, file: SealedFile | None = None, mark: Mark | None = None) -> None:
        self._file, self._mark = file, mark
        self._turn = Lock()
        self._kept = self._read()

    def _read(self) -> _Kept:
        told = (self._mark.read() if self._mark is not None else None) or ""
        least = int(told.rstrip(_NO_DOOR) or 0)
        # Where somebody tampered with it, only the server opens.
        shut = _Kept(locked=True, turn=least)
        try:
            raw = self._file.read() if self._file is not None else None
            if raw is None:
                return shut if least and not told.endswith(_NO_DOOR) else _Kept(turn=least)
            kept = msgspec.msgpack.decode(raw, type=_Kept)
        except (SealBroken, msgspec.DecodeError):
            return shut
        return kept if kept.turn >= least else shut

    def _put(self, kept: _Kept) -> None:
        self._kept = kept = msgspec.structs.replace(kept, turn=self._kept.turn + 1)
        if self._file is not None:
            self._file.write(msgspec.msgpack.encode(kept))
            # The file first: cut off in between, it is newer than the mark, and that is no harm.
            self._note(str(kept.turn))

    def _note(self, text: str) -> None:
        if self._mark is not None:
            self._mark.write(text)

    @property
    def locked(self) -> bool:
        """Whether the window was locked when it was last seen; outlives the process."""
        return self._kept.locked

    def lock(self) -> None:
        with self._turn:
            if not self._kept.locked:
                self._put(msgspec.structs.replace(self._kept, locked=True))

    def unlock(self) -> None:
        with self._turn:
            if self._kept.locked or self._kept.wrong:
                self._put(msgspec.structs.replace(self._kept, locked=False, wrong=0))

    def learn(self, user_id: str, password: str) -> None:
        """The server accepted this password just now. Nobody is locked out any more."""
        salt = os.urandom(_SALT)
        proof = _proof(password, salt)
        with self._turn:
            self._put(_Kept(user_id, salt, proof))

    def opens(self, user_id: str, password: str) -> bool | None:
        """Whether this is the person's password; None where only the server can tell."""
        kept = self._kept
        if not kept.proof or kept.user_id != user_id or kept.wrong >= MOST_WRONG:
            return None
        right = hmac.compare_digest(_proof(password, kept.salt), kept.proof)
        if not right:
            with self._turn:
                self._put(msgspec.structs.replace(self._kept, wrong=self._kept.wrong + 1))
        return right

    def forget(self) -> None:
        """Somebody signed out: no password opens anything here."""
        with self._turn:
            self._kept = _Kept(turn=self._kept.turn + 1)
            if self._file is not None:
                self._note(f"{self._kept.turn}{_NO_DOOR}")
                self._file.remove()


def _proof(password: str, salt: bytes) -> bytes:
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    maker = Argon2id(salt=salt, length=_LENGTH, iterations=_ROUNDS, lanes=_LANES, memory_cost=_MEMORY_KIB)
    return maker.derive(password.encode())
