"""Tries to sign in, counted in the database, so that all servers of a house count together and a server started anew
has forgotten none."""

import hashlib
import hmac
import math
from collections.abc import Mapping

from app.domain.lockout import FORGET_MS, FREE, Counted, counted, wait_ms
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
        keys = self._keys(name, address)
        found = {kind: failures.find(work.connection, kind, key) for kind, key in keys.items()}
        wait = max(wait_ms(one, work.now_ms) for one in found.values())
        if wait:
            return math.ceil(wait / 1000)
        for kind, key in keys.items():
            failures.put(work.connection, kind, key, counted(kind, found[kind], work.now_ms, self._free[kind]))
        failures.sweep(work.connection, work.now_ms - _WEEK_MS)
        return 0

    def right(self, work: UnitOfWork, name: str, address: str) -> None:
        """The try was right: its name starts anew, and the address is not charged with it."""
        keys = self._keys(name, address)
        for kind in (Counted.PAIR, Counted.NAME):
            failures.forget(work.connection, kind, keys[kind])
        failures.give_back(work.connection, Counted.ADDRESS, keys[Counted.ADDRESS])

    def unlock(self, work: UnitOfWork, name: str) -> bool:
        """An admin lets a name try again, from every address; whether it had to wait."""
        return failures.forget_name(work.connection, self._hash(Counted.NAME, name))

    def _keys(self, name: str, address: str) -> dict[Counted, str]:
        name_hash = self._hash(Counted.NAME, name)
        return {
            Counted.PAIR: name_hash[:32] + self._hash(Counted.PAIR, name, address)[:32],
            Counted.NAME: name_hash,
            Counted.ADDRESS: self._hash(Counted.ADDRESS, address),
        }

    def _hash(self, kind: Counted, *parts: str) -> str:
        told = "\x00".join((kind.value, *parts)).encode("utf-8", "surrogatepass")
        return hmac.new(self._secret, told, hashlib.sha256).hexdigest()
