"""Tries to sign in, counted in the database, so that all servers of a house count together and a server started anew
has forgotten none."""

import hashlib
import hmac
import math
from collections.abc import Mapping

from app.domain.lockout import FORGET_MS, FREE, Counted, Failures, counted, wait_ms
from app.server.storage import failures
from app.server.storage.unit_of_work import UnitOfWork

_WEEK_MS = 7 * 24 * FORGET_MS


class Lockout:
    """`secret` keys the hashes; `free` tries of one name at one address come before the first wait."""

    def __init__(self, secret: bytes, free: int = FREE[Counted.PAIR]) -> None:
        self._secret = secret
        self._free: Mapping[Counted, int] = {**FREE, Counted.PAIR: free}

    def count(self, work: UnitOfWork, name: str, address: str) -> int:
        """Count one more try; the seconds to wait where it comes too early (then it is not counted), else 0."""
        return self._count(work, self._keys(name, address))

    def count_address(self, work: UnitOfWork, address: str) -> int:
        """The same where no name is known before the try is looked at."""
        return self._count(work, self._of_address(address))

    def _count(self, work: UnitOfWork, keys: Mapping[Counted, str]) -> int:
        # Looked at before anything is held, so that whoever has to wait leaves nothing behind.
        if wait := _waits({kind: failures.find(work.connection, kind, key) for kind, key in keys.items()}, work):
            return wait
        found = {kind: failures.hold(work.connection, kind, key, work.now_ms) for kind, key in keys.items()}
        if wait := _waits(found, work):
            return wait
        for kind, key in keys.items():
            failures.put(work.connection, kind, key, counted(kind, found[kind], work.now_ms, self._free[kind]))
        failures.sweep(work.connection, work.now_ms - _WEEK_MS)
        return 0

    def right(self, work: UnitOfWork, name: str, address: str) -> None:
        """The try was right: its name starts anew, and the address is not charged with it."""
        keys = self._keys(name, address)
        for kind in (Counted.PAIR, Counted.NAME):
            failures.forget(work.connection, kind, keys[kind])
        self.right_address(work, address)

    def right_address(self, work: UnitOfWork, address: str) -> None:
        """The address is not charged with a try that was right."""
        for kind, key in self._of_address(address).items():
            failures.give_back(work.connection, kind, key)

    def unlock(self, work: UnitOfWork, name: str) -> bool:
        """An admin lets a name try again, from every address; whether it had to wait."""
        return failures.forget_name(work.connection, self._hash(Counted.NAME, name))

    def _keys(self, name: str, address: str) -> dict[Counted, str]:
        name_hash = self._hash(Counted.NAME, name)
        return {
            Counted.PAIR: name_hash[:32] + self._hash(Counted.PAIR, name, address)[:32],
            Counted.NAME: name_hash,
            **self._of_address(address),
        }

    def _of_address(self, address: str) -> dict[Counted, str]:
        return {Counted.ADDRESS: self._hash(Counted.ADDRESS, address)}

    def _hash(self, kind: Counted, *parts: str) -> str:
        told = "\x00".join((kind.value, *parts)).encode("utf-8", "surrogatepass")
        return hmac.new(self._secret, told, hashlib.sha256).hexdigest()


def _waits(found: Mapping[Counted, Failures], work: UnitOfWork) -> int:
    """The seconds that are still to wait."""
    return math.ceil(max(wait_ms(one, work.now_ms) for one in found.values()) / 1000)
