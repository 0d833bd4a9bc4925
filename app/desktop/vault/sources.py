"""Where the data key comes from. The form is chosen at start and never switched in silence."""

import contextlib
import os
import secrets
from collections.abc import Callable
from enum import StrEnum
from typing import Protocol

import msgspec

from app.desktop.vault.keyring_call import LAST_SECONDS, SOON_SECONDS, KeyringCall, KeyringState
from app.desktop.vault.keys import KEY_BYTES, DataKey

SERVICE = "footplate"
OLD = ".old"
_MAX_TAIL = 4096


class KeyKind(StrEnum):
    KEYRING = "keyring"
    INHERITED = "inherited"
    NONE = "none"


class KeyProblem(StrEnum):
    """Why there is no key. `key_missing`: data of this profile exists but its key does not; `key_changed`: the
    keyring holds another key than the one that the data lies under."""

    WAITING = "keyring_waiting"
    LOCKED = "keyring_locked"
    NO_BACKEND = "keyring_none"
    FAILED = "keyring_failed"
    CANCELLED = "keyring_cancelled"
    MISSING = "key_missing"
    CHANGED = "key_changed"
    REFUSED = "inherited_key_forbidden"
    MALFORMED = "inherited_key_malformed"


class KeyAnswer(msgspec.Struct, frozen=True):
    """A key or the reason why not; `created` on the first start of a profile."""

    key: DataKey | None
    problem: KeyProblem | None = None
    created: bool = False


class KeySource(Protocol):
    """One form of key source."""

    @property
    def kind(self) -> KeyKind: ...

    def obtain(self, seconds: float = SOON_SECONDS) -> KeyAnswer:
        """The key, or WAITING after `seconds`; call again to go on waiting."""

    def cancel(self) -> None: ...

    def destroy(self) -> bool:
        """Remove the key for good; False where its keeper did not let go. A key that nobody keeps is gone already."""


class NoKey:
    """Online-only: nothing is kept on this machine."""

    kind = KeyKind.NONE

    def __init__(self, problem: KeyProblem | None = None) -> None:
        self._problem = problem

    def obtain(self, seconds: float = SOON_SECONDS) -> KeyAnswer:
        return KeyAnswer(None, self._problem)

    def cancel(self) -> None:
        return

    def destroy(self) -> bool:
        return True


class InheritedKey:
    """32 bytes from an inherited pipe. What follows on the same pipe (one line) is handed over unread.

    The descriptor is read once and closed, so that no child of this process can read it again.
    """

    kind = KeyKind.INHERITED

    def __init__(self, descriptor: int, *, allowed: bool = True) -> None:
        self._answer = KeyAnswer(None, KeyProblem.REFUSED)
        self.tail = b""
        try:
            data = _read_all(descriptor, KEY_BYTES + _MAX_TAIL)
        except OSError:
            data = b""
        finally:
            # A descriptor that was never open is told by the answer below.
            with contextlib.suppress(OSError):
                os.close(descriptor)
        if not allowed:
            return
        if len(data) < KEY_BYTES:
            self._answer = KeyAnswer(None, KeyProblem.MALFORMED)
            return
        self._answer = KeyAnswer(DataKey(data[:KEY_BYTES]))
        self.tail = data[KEY_BYTES:]

    def obtain(self, seconds: float = SOON_SECONDS) -> KeyAnswer:
        return self._answer

    def cancel(self) -> None:
        return

    def destroy(self) -> bool:
        return True


def _read_all(descriptor: int, most: int) -> bytes:
    data = b""
    while len(data) < most:
        piece = os.read(descriptor, most - len(data))
        if not piece:
            break
        data += piece
    return data


_PROBLEMS = {
    KeyringState.WAITING: KeyProblem.WAITING,
    KeyringState.LOCKED: KeyProblem.LOCKED,
    KeyringState.NO_BACKEND: KeyProblem.NO_BACKEND,
    KeyringState.CANCELLED: KeyProblem.CANCELLED,
}


class OsKeyring:
    """The operating system's keyring, asked through a helper process.

    `name` is the profile's entry. `has_data` tells whether files of this profile exist: then an absent entry
    is a lost key and no new one is made over it. `fits` tells whether a key is the one that these files lie under;
    where the best keyring holds another or none, the other keyrings of this machine are asked for it.
    """

    kind = KeyKind.KEYRING

    def __init__(
        self,
        name: str,
        *,
        has_data: Callable[[], bool],
        fits: Callable[[DataKey], bool] = lambda _: True,
        make_call: Callable[..., KeyringCall] = KeyringCall,
        last_seconds: float = LAST_SECONDS,
    ) -> None:
        self._name = name
        self._has_data = has_data
        self._fits = fits
        self._make_call = make_call
        self._last_seconds = last_seconds
        self._running: KeyringCall | None = None
        self._new: bytes | None = None
        self._checking = False

    def obtain(self, seconds: float = SOON_SECONDS) -> KeyAnswer:
        if self._running is None:
            self._running = self._call("get")
        state, secret = self._running.wait(seconds)
        if state is KeyringState.WAITING:
            return KeyAnswer(None, KeyProblem.WAITING)
        self._running = None
        if state is KeyringState.ABSENT and not self._checking:
            return self._create(seconds)
        if state is not KeyringState.OK or secret is None or len(secret) != KEY_BYTES:
            return KeyAnswer(None, _PROBLEMS.get(state, KeyProblem.FAILED))
        if self._checking and secret != self._new:
            return KeyAnswer(None, KeyProblem.FAILED)
        created, self._checking = self._checking, False
        key = DataKey(secret)
        if not self._fits(key):
            return self._elsewhere(KeyProblem.CHANGED)
        return KeyAnswer(key, created=created)

    def _elsewhere(self, problem: KeyProblem) -> KeyAnswer:
        """The key that fits: the one before a change that was cut off, or one of another keyring; else the problem."""
        for call, name in (("get", self._name + OLD), ("others", self._name)):
            self._running = self._call(call, name=name)
            _, found = self._running.wait(self._last_seconds)
            self._running = None
            for start in range(0, len(found or b"") - KEY_BYTES + 1, KEY_BYTES):
                key = DataKey((found or b"")[start : start + KEY_BYTES])
                if self._fits(key):
                    if call == "get":
                        self._put(self._name, key)
                    return KeyAnswer(key)
        return KeyAnswer(None, problem)

    def _create(self, seconds: float) -> KeyAnswer:
        """A new key, written and read back before a single byte is encrypted with it."""
        if self._has_data():
            return self._elsewhere(KeyProblem.MISSING)
        self._new = secrets.token_bytes(KEY_BYTES)
        setting = self._call("set", self._new)
        state, _ = setting.wait(self._last_seconds)
        if state is not KeyringState.OK:
            setting.cancel()
            return KeyAnswer(None, _PROBLEMS.get(state, KeyProblem.FAILED))
        self._checking = True
        return self.obtain(seconds)

    def replace(self, old: DataKey, new: DataKey) -> bool:
        """Put the new key in the place of the old one, which waits in an entry of its own until `forget_old`. False
        where the keyring did not take it; then it holds the old one still."""
        if self._put(self._name + OLD, old) and self._put(self._name, new):
            return True
        # Whatever was half done: the files lie under the old key.
        self._put(self._name, old)
        return False

    def forget_old(self) -> None:
        """The files lie under the new key, all of them."""
        self._call("delete", name=self._name + OLD).wait(self._last_seconds)

    def _put(self, name: str, key: DataKey) -> bool:
        """Written and read back."""
        state, _ = self._call("set", key.reveal(), name=name).wait(self._last_seconds)
        if state is not KeyringState.OK:
            return False
        state, told = self._call("get", name=name).wait(self._last_seconds)
        return state is KeyringState.OK and told == key.reveal()

    def _call(self, call: str, secret: bytes | None = None, *, name: str = "") -> KeyringCall:
        return self._make_call(call, SERVICE, name or self._name, secret, last_seconds=self._last_seconds)

    def destroy(self) -> bool:
        """The key is gone for good, and so is one that a change of keys may have left."""
        states = []
        for name in (self._name, self._name + OLD):
            call = self._call("delete", name=name)
            states.append(call.wait(self._last_seconds)[0])
            call.cancel()
        return all(state is KeyringState.OK for state in states)

    def cancel(self) -> None:
        if self._running is not None:
            self._running.cancel()
