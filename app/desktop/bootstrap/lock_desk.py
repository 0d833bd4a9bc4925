"""The lock of the window: when it falls, what it covers, and who may lift it."""

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QCursor

from app.desktop.api.server_clock import ServerClock
from app.desktop.bootstrap.seat import Seat
from app.desktop.ports import ApiError, DeskError, Person, Unauthorised
from app.desktop.runtime.idle_lock import IdleWatch
from app.desktop.runtime.session_lock import SessionLock
from app.desktop.widgets import copying

if TYPE_CHECKING:
    from app.desktop.panels.lock import LockPresenter, LockView

_log = logging.getLogger(__name__)
_WRONG = ("sign_in_failed", "unauthenticated", "unauthorised")


class LockDesk(QObject):
    """On the GUI thread. `complete` makes whatever is still being made behind the first rows, `leave` is how somebody
    else gets to the sign-in page. A lock outlives the process, so that nobody starts the program anew to get in."""

    def __init__(self, seat: Seat, leave: Callable[[], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._seat, self._leave = seat, leave
        self._person: Person | None = None
        self._page: tuple[LockView, LockPresenter] | None = None
        self._idle = IdleWatch(lambda: (seat.window.acts.count(), QCursor.pos().toTuple()), ServerClock().mono_ms)
        self.session = SessionLock(self)
        self.session.locked.connect(lambda: self.lock("session"))

    @property
    def locked(self) -> bool:
        return self._seat.window.covered

    def begin(self, person: Person) -> None:
        """This person works here now. Where the window was locked when it was last seen, it still is."""
        self._person = person
        self._idle.begin(self._seat.policy.idle_minutes(person.vendor is not None))
        stores = self._seat.stores
        if self.locked:
            self._behind()
        elif stores is not None and stores.door.locked:
            self.lock()

    def end(self) -> None:
        """Nobody is signed in any more: there is nothing to cover."""
        self._person = None
        if self.locked:
            self._seat.window.uncover()

    def tick(self) -> None:
        """Once a second."""
        if self._person is not None and not self.locked and self._idle.left_alone():
            self.lock("idle")

    def lock(self, why: str = "asked") -> None:
        """Covers the window at once; the rest of it happens behind the cover."""
        seat, person = self._seat, self._person
        if person is None or self.locked or seat.stores is None:
            return
        view, presenter = self._made()
        copying.gate().forget()
        presenter.begin(person.name, why, self._idle.minutes)
        seat.window.cover(view)
        view.take_focus()
        self._behind()

    def _behind(self) -> None:
        """What a lock means for the world outside: a start anew finds it, and colleagues get the cases."""
        stores, services = self._seat.stores, self._seat.services

        def behind() -> None:
            if stores is not None:
                stores.door.lock()
            if services is not None:
                try:
                    services.hand.pause()
                except DeskError:
                    _log.info("the claims could not be given back; they run out by themselves")

        self._seat.tasks.read(behind, failed=lambda error: _log.error("locking", exc_info=error), key="lock")

    def _made(self) -> "tuple[LockView, LockPresenter]":
        if self._page is None:
            from app.desktop.bootstrap.lock_elsewhere import ProvesElsewhere
            from app.desktop.panels.lock import build
            from app.desktop.runtime.browser import Browser

            self._browser = Browser(self)
            elsewhere = ProvesElsewhere(self._seat, lambda: self._person, self._browser.open_page)
            view, presenter = build(self._seat.tasks, self._prove, elsewhere)
            presenter.done = self._unlocked
            view.other_person.connect(self._leave)
            self._page = (view, presenter)
        return self._page

    def _prove(self, password: str) -> None:
        """In the pool. The server decides; where it cannot be asked, what was learnt at the last sign-in does."""
        seat, person = self._seat, self._person
        services, stores = seat.services, seat.stores
        if person is None or stores is None:
            raise DeskError("signed_out")
        if services is not None:
            try:
                found = services.session.sign_in(person.name, password)
            except ApiError as error:
                if isinstance(error, Unauthorised) or error.code in _WRONG:
                    raise DeskError("password_wrong") from error
                if not error.retry:
                    raise
            else:
                stores.door.learn(found.user_id, password)
                return
        opens = stores.door.opens(person.user_id, password)
        if not opens:
            raise DeskError("offline" if opens is None else "password_wrong")
        stores.door.unlock()

    def _unlocked(self) -> None:
        seat = self._seat
        self._idle.begin(self._idle.minutes)
        seat.window.uncover()
        services = seat.services
        if services is not None:
            seat.tasks.read(services.hand.resume, failed=lambda _: None, key="lock")
            if services.worker is not None:
                services.worker.poke()
