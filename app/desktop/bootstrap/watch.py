"""Once a minute: what the house tells this seat, and how long ago the last word with the server was."""

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from app.contract.devices import Directive, DirectiveKind
from app.desktop import export_freeze
from app.desktop.bootstrap.entry import Entry
from app.desktop.bootstrap.seat import Seat
from app.desktop.bootstrap.wiping import Wiping
from app.desktop.changes import Kind, changed
from app.desktop.ports import ApiError, DeskError
from app.domain.dead_man import Contact

if TYPE_CHECKING:
    from app.desktop.bootstrap.opening import Stores
    from app.desktop.bootstrap.services import Services
    from app.desktop.usecases.directives import Heard

_log = logging.getLogger(__name__)
EVERY_MS = 60_000
SOON_MS = 2_000
SHUT_OUT = ("device_revoked", "person_disabled")


class SeatActs:
    """See usecases.directives.Acts; in the pool."""

    def __init__(self, seat: Seat, stores: "Stores", services: "Services") -> None:
        self._seat, self._stores, self._services = seat, stores, services

    def wipe(self, directive: Directive) -> None:
        from app.desktop.vault.wipe import begin

        begin(self._seat.folder, directive, self._services.server)

    def logout(self) -> None:
        # Gone from the disk before it is answered; the window follows.
        self._stores.tokens.remove()

    def drop_scope(self) -> None:
        self._seat.hub.publish(self._seat.tasks.run(self._stores.cache.empty))
        self._stores.documents.forget(self._stores.documents.cases())

    def rotate_key(self) -> None:
        """At the next start, before the stores are opened; asked for durably before it is answered."""
        if self._stores.key != "keyring":
            # Whoever gave this key keeps it, or there is none.
            raise DeskError("not_here")
        from app.desktop.bootstrap import rotation

        rotation.ask(self._seat.folder)


class Watch(QObject):
    """On the GUI thread. `leave` ends what is done in the rooms, `clear` takes them away."""

    def __init__(
        self, seat: Seat, entry: Entry, wiping: Wiping, leave: Callable[[], None], clear: Callable[[], None]
    ) -> None:
        super().__init__()
        self._seat, self._entry, self._wiping = seat, entry, wiping
        self._leave, self._clear = leave, clear
        self._asking = False
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self.look)

    def begin(self) -> None:
        """Stores and services stand, whether anybody is signed in or not."""
        if not self._timer.isActive():
            self._timer.start()
        QTimer.singleShot(SOON_MS, self, self.look)

    def end(self) -> None:
        self._timer.stop()

    def look(self) -> None:
        """Ask now; one question at a time."""
        seat = self._seat
        stores, services = seat.stores, seat.services
        if seat.finished or self._asking or stores is None or services is None or self._wiping.under_way:
            return
        self._asking = True

        def ask() -> "tuple[Contact | None, Heard | None]":
            from app.desktop.bootstrap.out_of_contact import had_contact, keep_contact

            heard: Heard | None = None
            try:
                desk = services.directives(SeatActs(seat, stores, services), seat.policy.directive_key)
                heard = desk.turn()
            except ApiError as error:
                _log.info("the house could not be asked: %s", error.code)
            if stores.key != "none":
                export_freeze.keep(seat.folder, stores.seat.state.exports_frozen)
            if heard is not None and heard.standing is not None:
                hours = (heard.standing.max_offline_hours, seat.policy.max_offline_hours)
                return had_contact(stores.seat, services.clock, *hours), heard
            return keep_contact(stores.seat, services.clock), heard

        seat.tasks.read(ask, lambda answer: self._have(services, *answer), self._failed)

    def _failed(self, error: Exception) -> None:
        self._asking = False
        _log.error("the seat could not be looked after", exc_info=error)

    def _have(self, services: "Services", contact: Contact | None, heard: "Heard | None") -> None:
        self._asking = False
        seat = self._seat
        if seat.finished:
            return
        if self._wiping.pending is not None:
            self._leave()
            self._clear()
            self._wiping.begin(self._entry.source)
            return
        if services is not seat.services:
            return
        if contact is not None and contact.over:
            self._close()
            return
        seat.window.set_contact(contact.left_ms if contact is not None and contact.soon else None)
        if heard is not None and DirectiveKind.LOGOUT in heard.obeyed:
            self._entry.sign_out()
        if heard is not None and DirectiveKind.DROP_SCOPE in heard.obeyed and services.worker is not None:
            services.worker.poke()
        if heard is not None and DirectiveKind.FREEZE_EXPORTS in heard.obeyed:
            seat.hub.publish(changed(Kind.SETTINGS))

    def _close(self) -> None:
        """Too long without a word: nothing of what is kept here stays open."""
        seat = self._seat
        services, stores, reopen = seat.services, seat.stores, seat.reopen
        if services is None or stores is None or reopen is None:
            return
        self._leave()
        self._clear()
        seat.window.set_signed_in(None)
        seat.window.set_contact(None)
        seat.stores = seat.services = None

        def work() -> "tuple[Stores, Services]":
            stores.close()
            fresh = reopen()
            return fresh, seat.make_services(fresh, services.server)

        def done(made: "tuple[Stores, Services]") -> None:
            seat.stores, seat.services = made
            self._entry.begin("out_of_contact")

        def halted(_: None) -> None:
            services.stop()
            seat.tasks.write(work, done, self._entry.lost)

        # Not on the writer, whom the last step of sync may wait for.
        seat.tasks.read(services.halt, halted, self._entry.lost)
