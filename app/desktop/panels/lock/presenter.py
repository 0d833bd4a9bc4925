"""A locked window: takes the password of the person who is signed in, and nobody else's."""

from collections.abc import Callable
from typing import Protocol

import msgspec

from app.desktop.panels.lock.state import LockState
from app.desktop.ports import DeskError, Tasks


class Proves(Protocol):
    """Whether a password is the person's; runs in the pool. Raises DeskError with the reason why not."""

    def __call__(self, password: str) -> None: ...


class LockPresenter:
    """The password is handed on and never kept."""

    def __init__(self, tasks: Tasks, prove: Proves, show: Callable[[LockState], None]) -> None:
        self._tasks, self._prove, self._show = tasks, prove, show
        self._state = LockState()
        self.done: Callable[[], None] = lambda: None

    @property
    def state(self) -> LockState:
        return self._state

    def begin(self, person: str, why: str, minutes: int = 0) -> None:
        self._put(LockState(person, why, minutes))

    def submit(self, password: str) -> None:
        if self._state.step != "form":
            return
        if not password:
            self._put(msgspec.structs.replace(self._state, error="password_missing"))
            return
        self._put(msgspec.structs.replace(self._state, step="busy", error=""))
        self._tasks.read(lambda: self._prove(password), self._proved, self._refused, key="unlock")

    def _proved(self, _: None) -> None:
        self._put(LockState())
        self.done()

    def _refused(self, error: Exception) -> None:
        code = error.code if isinstance(error, DeskError) else "unexpected"
        self._put(msgspec.structs.replace(self._state, step="form", error=code))

    def _put(self, state: LockState) -> None:
        self._state = state
        self._show(state)
