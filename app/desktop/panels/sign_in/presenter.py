"""Signing in: checks what was typed, asks the session off the GUI thread, tells the page what to show."""

from collections.abc import Callable
from typing import Protocol

import msgspec

from app.desktop.panels.sign_in.state import SignInState
from app.desktop.ports import DeskError, Person, Tasks
from app.desktop.usecases.server_address import normal_address


class SignsIn(Protocol):
    """What happens with a checked address, name and password; runs in the pool, raises DeskError."""

    def __call__(self, server: str, username: str, password: str) -> Person: ...


class SignInPresenter:
    """Keeps the state of the page; the password is handed on and never kept."""

    def __init__(self, tasks: Tasks, sign_in: SignsIn, show: Callable[[SignInState], None]) -> None:
        self._tasks = tasks
        self._sign_in = sign_in
        self._show = show
        self._state = SignInState()
        self.done: Callable[[Person], None] = lambda _person: None

    @property
    def state(self) -> SignInState:
        return self._state

    def begin(
        self,
        server: str,
        username: str,
        *,
        fixed: bool = False,
        key: str = "keyring",
        back: bool = False,
        error: str = "",
    ) -> None:
        """Shows the empty form; `error` is a code that says why one has to sign in (again)."""
        self._put(SignInState(server=server, server_fixed=fixed, username=username, key=key, back=back, error=error))

    def wait_for_keyring(self) -> None:
        self._put(msgspec.structs.replace(self._state, step="keyring", error=""))

    def leave(self) -> None:
        """Somebody is being signed out; `begin` ends it."""
        self._put(SignInState(step="leaving", key=self._state.key))

    @property
    def leaving(self) -> bool:
        return self._state.step == "leaving"

    def submit(self, server: str, username: str, password: str) -> None:
        """What was typed. Ends in `done` or in an error on the page."""
        if self._state.step != "form":
            return
        username = username.strip()
        self._state = msgspec.structs.replace(self._state, server=server, username=username)
        try:
            address = normal_address(server)
        except DeskError as error:
            self._fail(error.code)
            return
        if not username or not password:
            self._fail("name_or_password_missing")
            return
        self._put(msgspec.structs.replace(self._state, step="busy", server=address, error=""))
        self._tasks.read(
            lambda: self._sign_in(address, username, password), self._signed_in, self._refused, key="sign_in"
        )

    def _signed_in(self, person: Person) -> None:
        self._put(msgspec.structs.replace(self._state, step="form", error=""))
        self.done(person)

    def _refused(self, error: Exception) -> None:
        self._fail(error.code if isinstance(error, DeskError) else "unexpected")

    def _fail(self, code: str) -> None:
        self._put(msgspec.structs.replace(self._state, step="form", error=code))

    def _put(self, state: SignInState) -> None:
        self._state = state
        self._show(state)
