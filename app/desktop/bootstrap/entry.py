"""The sign-in page, and who comes in and goes by it."""

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING

from app.desktop.bootstrap.seat import Seat
from app.desktop.ports import DeskError, Person

if TYPE_CHECKING:
    from app.desktop.bootstrap.opening import Stores
    from app.desktop.bootstrap.services import Services
    from app.desktop.panels.sign_in import SignInPresenter, SignInView
    from app.desktop.vault.sources import KeySource

_log = logging.getLogger(__name__)


class Entry:
    """On the GUI thread. `signed_in` furnishes the rooms for a person, `leave` ends what they do there, `clear` takes
    the rooms away."""

    def __init__(
        self, seat: Seat, signed_in: Callable[[Person], None], leave: Callable[[], None], clear: Callable[[], None]
    ) -> None:
        self._seat = seat
        self._signed_in, self._leave, self._clear = signed_in, leave, clear
        self.shown: tuple[SignInView, SignInPresenter] | None = None
        # Why there is no key, or why nothing could be opened.
        self.problem = ""
        self.source: KeySource | None = None
        # Asks the keyring once more; whoever looked for the key first knows how.
        self.unlock: Callable[[], None] = lambda: None
        # Sets aside what lies under a lost key, and begins with another one.
        self.anew: Callable[[], None] = lambda: None

    def page(self) -> "tuple[SignInView, SignInPresenter]":
        """The page, on screen."""
        if self.shown is None:
            from app.desktop.bootstrap.elsewhere import Elsewhere
            from app.desktop.panels.sign_in import build
            from app.desktop.runtime.browser import Browser

            self._browser = Browser()
            elsewhere = Elsewhere(self._seat, self._services_for, self._came_by_identity, self._browser.open_page)
            view, presenter = build(self._seat.tasks, self._sign_in, elsewhere)
            presenter.done = self._signed_in
            view.cancelled.connect(lambda: self.source.cancel() if self.source else None)
            view.left.connect(lambda: self._seat.window.show_room("review"))
            view.unlock_asked.connect(lambda: self.unlock())
            view.anew_asked.connect(lambda: self.anew())
            self.shown = (view, presenter)
        self._seat.window.show_page(self.shown[0])
        return self.shown

    def begin(self, error: str = "", back: bool = False) -> "SignInPresenter":
        """Asks who is there; with `back` they may return to the rooms as they are."""
        seat, settings = self._seat, self._seat.settings
        presenter = self.page()[1]
        presenter.begin(
            seat.server,
            settings.now.username,
            fixed=bool(seat.told_server) or "server" in settings.fixed,
            key=seat.stores.key if seat.stores else "none",
            back=back,
            error=error or self.problem,
        )
        return presenter

    def lost(self, error: Exception) -> None:
        """Nothing can be opened: say so where the sign-in would stand."""
        _log.error("the workstation could not open its stores", exc_info=error)
        self.problem = error.code if isinstance(error, DeskError) else "unexpected"
        self.begin()

    def _sign_in(self, server: str, username: str, password: str) -> Person:
        """In the pool."""
        services = self._services_for(server)
        person = services.session.sign_in(username, password)
        self._stores().door.learn(person.user_id, password)
        self._came_in(services, username)
        return person

    def _came_by_identity(self, services: "Services", person: Person) -> None:
        # No password opens anything here: whoever locks the window signs in anew.
        self._stores().door.forget()
        self._came_in(services, person.name)

    def _came_in(self, services: "Services", username: str) -> None:
        seat = self._seat
        seat.drafted = services.drafted_case()
        if not seat.told_server:
            seat.settings.change(server=services.server, username=username)

    def _stores(self) -> "Stores":
        if self._seat.stores is None:
            raise DeskError("not_ready")
        return self._seat.stores

    def _services_for(self, server: str) -> "Services":
        """In the pool. Another server than before gets services of its own."""
        seat = self._seat
        services, stores = seat.services, seat.stores
        if stores is None:
            raise DeskError("not_ready")
        if not seat.policy.allows_server(server):
            raise DeskError("server_not_allowed")
        if services is None or services.server != server:
            if services is not None and services.worker is not None:
                raise DeskError("sign_out_first")
            services = seat.services = seat.make_services(stores, server)
        return services

    def sign_out(self) -> None:
        """Keeps what is typed, gives the cases back, forgets the tokens, and shows the page: at once, for a server that
        does not answer takes its time, and a room in which nothing works any more would look broken."""
        seat = self._seat
        services = seat.services
        if services is None or services.session.person is None or self._leaving():
            return
        self._leave()
        self._clear()
        seat.window.set_signed_in(None)
        self.page()[1].leave()

        def work() -> None:
            try:
                services.hand.release_all()
            except DeskError:
                _log.info("the claims could not be given back; they run out by themselves")
            services.session.sign_out()
            if seat.stores is not None:
                seat.stores.door.forget()
            services.halt()

        def done(_: None) -> None:
            services.stop()
            seat.services = None
            self.begin()

        seat.tasks.read(work, done, self.lost, key="sign-out")

    def _leaving(self) -> bool:
        """Whether somebody is being signed out already."""
        return self.shown is not None and self.shown[1].leaving and self._seat.window.shows(self.shown[0])
