"""Signing in at the house's identity provider, as the sign-in page asks for it. Everything here runs in the pool but
`cancel`."""

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from app.contract.identity import SignInWays
from app.desktop.bootstrap.seat import Seat
from app.desktop.ports import DeskError, Person

if TYPE_CHECKING:
    from app.desktop.api.provider import ProviderDesk
    from app.desktop.bootstrap.services import Services


class Elsewhere:
    """See panels.sign_in.presenter.SignsInElsewhere. `services_for` gives the services of an address, `came_in` is told
    who came in there and where."""

    def __init__(
        self,
        seat: Seat,
        services_for: Callable[[str], "Services"],
        came_in: Callable[["Services", Person], None],
        open_page: Callable[[str], bool],
    ) -> None:
        self._seat, self._services_for, self._came_in, self._open_page = seat, services_for, came_in, open_page
        self._cancelled = threading.Event()
        self._waiting: ProviderDesk | None = None

    def ways(self, server: str) -> SignInWays:
        if not self._seat.policy.allows_server(server):
            raise DeskError("server_not_allowed")
        return self._seat.session_api(server).ways()

    def cancel(self) -> None:
        """The person goes on otherwise; whatever waits ends."""
        self._cancelled.set()

    def browser(self, server: str, done: str, failed: str) -> Person:
        from app.desktop.api.loopback import PageText

        return self._enter(server, self._desk(server).by_browser(self._open_page, PageText(done, failed)))

    def code(self, server: str) -> tuple[str, str]:
        desk = self._desk(server)
        told = desk.begin_code()
        self._waiting = desk
        return told.code, told.address

    def typed(self, server: str) -> Person:
        if self._waiting is None:
            raise DeskError("provider_refused")
        return self._enter(server, self._waiting.wait_for_code())

    def _desk(self, server: str) -> "ProviderDesk":
        """A way in of its own for each try: what an earlier one still waits for ends."""
        from app.desktop.api.provider import ProviderDesk

        self._cancelled.set()
        cancelled = self._cancelled = threading.Event()
        told = self.ways(server).provider
        if told is None:
            raise DeskError("provider_refused")
        return ProviderDesk(told, cancelled, self._seat.network())

    def _enter(self, server: str, id_token: str) -> Person:
        services = self._services_for(server)
        person = services.session.sign_in_by_identity(id_token)
        self._came_in(services, person)
        return person
