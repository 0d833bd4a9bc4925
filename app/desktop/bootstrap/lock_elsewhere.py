"""Opening a locked window at the house's identity provider: the same person signs in there anew, however lately the
browser saw them; everything else on the seat stays as it is. Everything here runs in the pool but `cancel`."""

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from app.contract.identity import SignInWays
from app.desktop.bootstrap.seat import Seat
from app.desktop.ports import DeskError, Person

if TYPE_CHECKING:
    from app.desktop.bootstrap.services import Services


class ProvesElsewhere:
    """See panels.lock.presenter.Elsewhere. `person` is who is signed in behind the lock."""

    def __init__(self, seat: Seat, person: Callable[[], Person | None], open_page: Callable[[str], bool]) -> None:
        self._seat, self._person, self._open_page = seat, person, open_page
        self._cancelled = threading.Event()

    def ways(self) -> SignInWays:
        return self._seat.session_api(self._services().server).ways()

    def cancel(self) -> None:
        """The person goes on otherwise; whatever waits ends."""
        self._cancelled.set()

    def prove(self, done: str, failed: str) -> None:
        """Raises DeskError (other_person, provider_stale and those of ProviderDesk), ApiError."""
        from app.desktop.api.loopback import PageText
        from app.desktop.api.provider import ProviderDesk

        services, person, stores = self._services(), self._person(), self._seat.stores
        told = self.ways().provider
        if person is None or stores is None:
            raise DeskError("signed_out")
        if told is None:
            raise DeskError("provider_refused")
        self._cancelled.set()
        cancelled = self._cancelled = threading.Event()
        desk = ProviderDesk(told, cancelled, self._seat.network())
        token = desk.by_browser(self._open_page, PageText(done, failed), anew=True)
        services.session.sign_in_by_identity(token, only=person.user_id)
        stores.door.unlock()

    def _services(self) -> "Services":
        if self._seat.services is None:
            raise DeskError("offline")
        return self._seat.services
