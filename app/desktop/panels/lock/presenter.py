"""A locked window: takes the password of the person who is signed in, and nobody else's."""

from collections.abc import Callable
from typing import Protocol

import msgspec

from app.contract.identity import SignInWays
from app.desktop.panels.lock.state import LockState
from app.desktop.ports import DeskError, Tasks


class Proves(Protocol):
    """Whether a password is the person's; runs in the pool. Raises DeskError with the reason why not."""

    def __call__(self, password: str) -> None: ...


class Elsewhere(Protocol):
    """The house's identity provider. In the pool but for `cancel`; raises DeskError."""

    def ways(self) -> SignInWays: ...

    def prove(self, done: str, failed: str) -> None:
        """The person signs in there anew; `done` and `failed` are what the browser says in the end."""

    def cancel(self) -> None: ...


class LockPresenter:
    """The password is handed on and never kept."""

    def __init__(
        self, tasks: Tasks, prove: Proves, show: Callable[[LockState], None], elsewhere: Elsewhere | None = None
    ) -> None:
        self._tasks, self._prove, self._show, self._elsewhere = tasks, prove, show, elsewhere
        self._state = LockState()
        self.done: Callable[[], None] = lambda: None

    @property
    def state(self) -> LockState:
        return self._state

    def begin(self, person: str, why: str, minutes: int = 0) -> None:
        self._put(LockState(person, why, minutes))
        elsewhere = self._elsewhere
        if elsewhere is not None:
            # Without the server a password may do, and nothing is said.
            self._tasks.read(elsewhere.ways, self._told, lambda _error: None, key="lock-ways")

    def _told(self, ways: SignInWays) -> None:
        if not self._state.person:
            return
        provider = ways.provider.name if ways.provider is not None else ""
        self._put(msgspec.structs.replace(self._state, provider=provider, password=ways.password or not provider))

    def by_browser(self, done: str, failed: str) -> None:
        """At the identity provider, in the browser."""
        elsewhere = self._elsewhere
        if elsewhere is None or self._state.step != "form" or not self._state.provider:
            return
        self._put(msgspec.structs.replace(self._state, step="browser", error=""))
        self._tasks.read(lambda: elsewhere.prove(done, failed), self._proved, self._refused, key="unlock")

    def cancel(self) -> None:
        """Back from the browser to the page."""
        if self._state.step == "browser" and self._elsewhere is not None:
            self._elsewhere.cancel()

    def submit(self, password: str) -> None:
        if self._state.step != "form":
            return
        if not password:
            self._put(msgspec.structs.replace(self._state, error="password_missing"))
            return
        self._put(msgspec.structs.replace(self._state, step="busy", error=""))
        self._tasks.read(lambda: self._prove(password), self._proved, self._refused, key="unlock")

    def _proved(self, _: None) -> None:
        if not self._state.person:
            return
        self._put(LockState())
        self.done()

    def _refused(self, error: Exception) -> None:
        code = error.code if isinstance(error, DeskError) else "unexpected"
        code = "" if code == "sign_in_cancelled" else code
        self._put(msgspec.structs.replace(self._state, step="form", error=code))

    def _put(self, state: LockState) -> None:
        self._state = state
        self._show(state)
