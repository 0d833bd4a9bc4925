"""Signing in: checks what was typed, asks the session off the GUI thread, tells the page what to show."""

from collections.abc import Callable
from typing import Protocol

import msgspec

from app.contract.identity import SignInWays
from app.desktop.panels.sign_in.state import SignInState
from app.desktop.ports import DeskError, Person, Tasks
from app.desktop.usecases.server_address import normal_address


class SignsIn(Protocol):
    """What happens with a checked address, name and password; runs in the pool, raises DeskError."""

    def __call__(self, server: str, username: str, password: str) -> Person: ...


class SignsInElsewhere(Protocol):
    """Signing in at the house's identity provider; all but `cancel` runs in the pool and raises DeskError."""

    def ways(self, server: str) -> SignInWays: ...

    def browser(self, server: str, done: str, failed: str) -> Person:
        """Opens the browser and waits; `done` and `failed` are what it shows in the end."""

    def code(self, server: str) -> tuple[str, str]:
        """A code, and the address to type it at."""

    def typed(self, server: str) -> Person:
        """Waits until the code was typed."""

    def cancel(self) -> None: ...


class SignInPresenter:
    """Keeps the state of the page; the password is handed on and never kept."""

    def __init__(
        self,
        tasks: Tasks,
        sign_in: SignsIn,
        show: Callable[[SignInState], None],
        elsewhere: SignsInElsewhere | None = None,
    ) -> None:
        self._tasks = tasks
        self._sign_in = sign_in
        self._elsewhere = elsewhere
        self._looked = ""
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
        self._looked = ""
        self._put(SignInState(server=server, server_fixed=fixed, username=username, key=key, back=back, error=error))
        self.look(server)

    def look(self, server: str) -> None:
        """Asks a server how one signs in there; silent where it does not answer, for passwords may do."""
        elsewhere = self._elsewhere
        if elsewhere is None or self._state.step != "form":
            return
        try:
            address = normal_address(server)
        except DeskError:
            return
        if address == self._looked:
            return
        self._looked = address

        def told(ways: SignInWays) -> None:
            provider = ways.provider
            self._put(
                msgspec.structs.replace(
                    self._state,
                    provider=provider.name if provider else "",
                    by_code=bool(provider and provider.device_authorization_endpoint),
                    password=ways.password,
                )
            )

        def nothing(_error: Exception) -> None:
            self._looked = ""

        self._tasks.read(lambda: elsewhere.ways(address), told, nothing, key="ways")

    def by_browser(self, server: str, done: str, failed: str) -> None:
        """At the identity provider, in the browser. Ends in `done` or in an error on the page."""
        elsewhere, address = self._elsewhere, self._ready(server)
        if elsewhere is not None and address is not None:
            self._put(msgspec.structs.replace(self._state, step="browser", server=address, error=""))
            self._tasks.read(
                lambda: elsewhere.browser(address, done, failed), self._signed_in, self._refused, key="sign_in"
            )

    def by_code(self) -> None:
        """Instead of the browser here, a code that is typed on any machine."""
        elsewhere, state = self._elsewhere, self._state
        if elsewhere is None or state.step != "browser" or not state.by_code:
            return
        elsewhere.cancel()

        def show(told: tuple[str, str]) -> None:
            self._put(msgspec.structs.replace(self._state, step="code", code=told[0], code_at=told[1]))
            self._tasks.read(lambda: elsewhere.typed(state.server), self._signed_in, self._refused, key="sign_in")

        self._tasks.read(lambda: elsewhere.code(state.server), show, self._refused, key="sign_in")

    def cancel(self) -> None:
        """Back to the form."""
        if self._elsewhere is not None and self._state.step in ("browser", "code"):
            self._elsewhere.cancel()
            self._put(msgspec.structs.replace(self._state, step="form", error=""))

    def _ready(self, server: str) -> str | None:
        """The address in its usual form; None where it is none, which the page then says."""
        if self._state.step != "form":
            return None
        self._state = msgspec.structs.replace(self._state, server=server)
        try:
            return normal_address(server)
        except DeskError as error:
            self._fail(error.code)
            return None

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
        if isinstance(error, DeskError) and error.code == "sign_in_cancelled":
            if self._state.step in ("browser", "code"):
                self._put(msgspec.structs.replace(self._state, step="form", error=""))
            return
        self._fail(error.code if isinstance(error, DeskError) else "unexpected")

    def _fail(self, code: str) -> None:
        self._put(msgspec.structs.replace(self._state, step="form", error=code))

    def _put(self, state: SignInState) -> None:
        self._state = state
        self._show(state)
