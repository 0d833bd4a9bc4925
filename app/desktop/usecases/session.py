"""Signing in and staying in: one refresher at a time, new tokens written before they are used, and a window that opens
signed in and offline."""

import base64
import contextlib
import threading
import time
from collections.abc import Callable

import msgspec

from app.contract.session import DeviceRegistration, Tokens
from app.desktop.api.endpoints import SessionApi
from app.desktop.cache.cache_store import CacheStore
from app.desktop.cache.file_lock import FileLock
from app.desktop.cache.outbox_rows import SAFE_HORIZON_MS
from app.desktop.cache.work_reader import COPIED
from app.desktop.cache.work_store import WorkStore
from app.desktop.changes import Changed, Kind, changed
from app.desktop.ports import ApiError, DeskError, Identity, Offline, Person, Problem, Unauthorised, Writer
from app.desktop.usecases import rights
from app.desktop.vault.seat_file import SeatFile
from app.desktop.vault.tokens import StoredSession, TokenStore

_LOCK_SECONDS = 20.0
_LOCK_STEP = 0.05
DEVICE = "device_id"


class SessionDesk:
    """See ports.Session; also the bearer of the access token and the one who says who is signed in."""

    def __init__(
        self,
        api: SessionApi,
        tokens: TokenStore,
        cache: CacheStore,
        work: WorkStore | None,
        writer: Writer,
        publish: Callable[[Changed], None],
        device: DeviceRegistration,
        lock: FileLock | None = None,
        entered: Callable[[str], None] | None = None,
        seat: SeatFile | None = None,
        unlock: Callable[[bytes], int] | None = None,
        now_ms: Callable[[], int] = lambda: time.time_ns() // 1_000_000,
    ) -> None:
        """`now_ms`: the server's time."""
        self._api = api
        self._now_ms = now_ms
        self._seat = seat
        self._unlock = unlock
        self._why = ""
        self._entered = entered
        self._tokens = tokens
        self._cache = cache
        self._work = work
        self._writer = writer
        self._publish = publish
        self._device = device
        self._lock = lock
        self._turn = threading.RLock()
        self._stored: StoredSession | None = None
        self._access: str | None = None
        self._devices_here: dict[str, str] = {}
        self._ended = False

    @property
    def person(self) -> Person | None:
        stored = self._stored
        return stored.person if stored else None

    @property
    def ended(self) -> bool:
        """The server does not accept this session any more: the person has to sign in again. Work goes on offline."""
        return self._ended

    @property
    def why_ended(self) -> str:
        """Which code the server gave for it: the session ran out, the seat was revoked, the person is shut out."""
        return self._why if self._ended else ""

    def identity(self) -> Identity | None:
        stored = self._stored
        return Identity(stored.person.user_id, stored.device_id) if stored else None

    def may(self, capability: str) -> bool:
        person = self.person
        return person is not None and rights.may(person, capability)

    def restore(self) -> Person | None:
        stored = self._tokens.read()
        if stored is not None and stored.server == self._api.server:
            self._stored = stored
            self._publish(changed(Kind.SESSION))
        return self.person

    def sign_in(self, username: str, password: str) -> Person:
        with self._turn:
            person = self._come_in(*self._enter(username, password), username)
        self._publish(changed(Kind.SESSION, Kind.STATUS))
        return person

    def sign_in_by_identity(self, id_token: str, only: str | None = None) -> Person:
        """Whom the house's identity provider means; with `only` nobody but the person of this id, and nothing on the
        seat changes for anybody else. Raises ApiError, DeskError (other_person)."""
        with self._turn:
            tokens = self._api.sign_in_by_identity(id_token)
            if only is not None and tokens.user.id != only:
                with contextlib.suppress(ApiError):
                    self._api.sign_out(tokens.access_token)
                raise DeskError("other_person")
            device = self._known_device(tokens.user.name)
            if device is not None:
                try:
                    self._api.take_seat(tokens.access_token, device)
                    tokens = self._api.refresh(tokens.refresh_token)
                except Problem:
                    device = None  # a server made anew does not know this number any more
            person = self._come_in(tokens, device, tokens.user.name)
        self._publish(changed(Kind.SESSION, Kind.STATUS))
        return person

    def _come_in(self, tokens: Tokens, device: str | None, username: str) -> Person:
        self._open_locked(tokens, device)
        if device is None:
            self._go_again(self._known_device(username), tokens.user.id)
            device = self._new_device(tokens.access_token, username)
            # Bound from here on: the next pair of tokens names the device.
            tokens = self._api.refresh(tokens.refresh_token)
        before = self._stored or self._tokens.read()
        person = _person(tokens)
        if before is None or (before.person.user_id, before.server) != (person.user_id, self._api.server):
            # What the cache holds was meant for somebody else's eyes, or comes from another server.
            self._publish(self._writer.run(self._cache.empty))
        generation = before.generation + 1 if before else 0
        stored = StoredSession(self._api.server, tokens.refresh_token, person, device, generation)
        self._tokens.write(stored)
        self._stored, self._access, self._ended, self._why = stored, tokens.access_token, False, ""
        self._at_home(stored, tokens.access_token)
        return person

    def _at_home(self, stored: StoredSession, access_token: str) -> None:
        """The person's unsent work goes under the numbers of this seat, and the seat learns what it seals work to."""
        work, author = self._work, stored.person.user_id
        if work is not None and self._writer.run(lambda: work.take_over(stored.device_id, author)):
            self._publish(changed(Kind.OUTBOX, Kind.STATUS))
        if self._entered is not None:
            self._entered(access_token)

    def _go_again(self, refused: str | None, author: str) -> None:
        """A server that does not know this seat any more may be from before it was registered: it gets what it has
        forgotten since. In line before the seat has its new number: whoever is stopped in between loses nothing."""
        work, since = self._work, self._now_ms() - SAFE_HORIZON_MS
        if work is not None and refused is not None:
            self._publish(self._writer.run(lambda: work.replay_since(refused, author, since)))

    def _open_locked(self, tokens: Tokens, device: str | None) -> None:
        """What was sealed after too long without contact comes back before anything is done on top of it."""
        if self._unlock is None or device is None:
            return
        try:
            key = base64.b64decode(self._api.unlock_device(tokens.access_token, device).unlock_key)
        except Problem:
            return  # sealed to another seat of this machine: its person opens it
        unlock = self._unlock
        if self._writer.run(lambda: unlock(key)):
            self._publish(changed(Kind.OUTBOX, Kind.DRAFT, Kind.STATUS))

    def become_another_device(self) -> None:
        """This profile came back from a copy, or runs in two places: from now on it is a device of its own. Unsent
        commands go under its numbers and keep their ids, so that none takes effect twice. Raises ApiError."""
        with self._turn:
            stored = self._stored
            if stored is None or self._ended:
                return
            work, author = self._work, stored.person.user_id
            if work is not None:
                # What was done after the copy and never sent is known to nobody: its author is told that it may be.
                self._writer.run(lambda: work.put_value(f"{COPIED}{author}", str(self._now_ms())))
            try:
                device = self._new_device(token := self.access(), stored.person.name)
            except Unauthorised:
                device = self._new_device(self.renew(token), stored.person.name)
            self._take_lock()
            try:
                kept = self._tokens.read() or stored
                fresh = self._api.refresh(kept.refresh_token)
                moved = StoredSession(stored.server, fresh.refresh_token, _person(fresh), device, kept.generation + 1)
                self._tokens.write(moved)
                self._stored, self._access = moved, fresh.access_token
            finally:
                if self._lock is not None:
                    self._lock.give_back()
            if work is not None:
                self._writer.run(lambda: work.take_over(device, author))
        self._publish(changed(Kind.SESSION, Kind.OUTBOX, Kind.STATUS))

    def _enter(self, username: str, password: str) -> tuple[Tokens, str | None]:
        """Tokens and the seat's device, None where it has to be registered first."""
        device = self._known_device(username)
        try:
            return self._api.sign_in(username, password, device), device
        except Problem as problem:
            # A server made anew, or one that took the device away, does not know this number any more.
            if device is None or not any(error.pointer == "/device_id" for error in problem.errors):
                raise
        return self._api.sign_in(username, password, None), None

    def _known_device(self, username: str) -> str | None:
        """The seat's number for this person; it outlives a sign-out, because commands are counted under it."""
        if self._work is not None:
            known = self._work.value(self._device_name(username))
            if known is None and self._unlock is not None and self._seat is not None:
                # Which one it was lies in the file that is sealed.
                known = self._seat.device_of(self._api.server, username)
            return known
        return self._devices_here.get(username)

    def _device_name(self, username: str) -> str:
        return f"{DEVICE}/{self._api.server}/{username}"

    def _new_device(self, access_token: str, username: str) -> str:
        try:
            keys = self._seat.new_keys() if self._seat is not None else None
            told = self._device if keys is None else msgspec.structs.replace(self._device, public_key=keys.told)
            view = self._api.register_device(access_token, told)
        except Problem as problem:
            raise ApiError("device_refused") from problem
        device = view.device_id
        if self._seat is not None:
            self._seat.registered(self._api.server, username, view, keys)
        work = self._work
        self._devices_here[username] = device
        if work is not None:
            self._writer.run(lambda: work.put_value(self._device_name(username), device))
        return device

    def sign_out(self) -> None:
        """Forget tokens and cached cases. Unsent work stays, bound to its author."""
        with self._turn:
            access = self._access
            self._stored = self._access = None
            self._ended = False
            self._tokens.remove()
            self._publish(self._writer.run(self._cache.empty))
        self._publish(changed(Kind.SESSION, Kind.STATUS))
        if access is not None:
            with contextlib.suppress(ApiError):
                self._api.sign_out(access)

    # --- the bearer

    def access(self) -> str:
        """An access token; one is fetched where none is known. Raises Unauthorised or Offline."""
        token = self._access
        return token if token is not None else self.renew("")

    def renew(self, refused: str) -> str:
        """A token other than `refused`. Only one thread and one process refreshes; the others use what it got."""
        with self._turn:
            if self._access is not None and self._access != refused:
                return self._access
            if self._stored is None or self._ended:
                raise Unauthorised(self._why or None)
            self._take_lock()
            try:
                return self._refresh()
            finally:
                if self._lock is not None:
                    self._lock.give_back()

    def _take_lock(self) -> None:
        if self._lock is None:
            return
        until = time.monotonic() + _LOCK_SECONDS
        while not self._lock.take():
            if time.monotonic() > until:
                raise Offline("refresh_locked")
            time.sleep(_LOCK_STEP)

    def _refresh(self) -> str:
        """Read again first: another process of this profile may have turned the token over since."""
        stored = self._tokens.read() or self._stored
        if stored is None:
            raise Unauthorised
        try:
            tokens = self._api.refresh(stored.refresh_token)
        except Unauthorised as error:
            self._ended, self._access, self._why = True, None, error.code
            self._publish(changed(Kind.SESSION, Kind.STATUS))
            raise
        fresh = StoredSession(
            stored.server, tokens.refresh_token, _person(tokens), stored.device_id, stored.generation + 1
        )
        self._tokens.write(fresh)
        self._stored, self._access = fresh, tokens.access_token
        return tokens.access_token


def _person(tokens: Tokens) -> Person:
    user = tokens.user
    return Person(user.id, user.name, user.roles, user.vendor, user.language, user.grants, user.capabilities)
