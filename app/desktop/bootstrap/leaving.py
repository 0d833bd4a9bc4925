"""Signing out where the seat keeps nothing afterwards: first the person's work has to be sent, or sealed."""

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING

from app.desktop.bootstrap.seat import Seat

if TYPE_CHECKING:
    from app.desktop.shell.leaving_sheet import LeavingSheet

_log = logging.getLogger(__name__)


class Leaving:
    """On the GUI thread. `go` signs out. Nothing is ever deleted here that was not sent: work.db stays, sealed under
    the profile's key and bound to its author, whatever is chosen."""

    def __init__(self, seat: Seat, go: Callable[[], None]) -> None:
        self._seat, self._go = seat, go
        self._sheet: LeavingSheet | None = None
        self._waiting = False
        self._key: str | None = None

    @property
    def careful(self) -> bool:
        """Whether what is kept here may be gone after signing out: by policy, at a contact centre, or because the
        profile does not stay on this machine."""
        services = self._seat.services
        person = services.session.person if services is not None else None
        contact_centre = person is not None and person.vendor is not None
        return bool(self._seat.policy.shred_at_sign_out or contact_centre or self._seat.imposed)

    def ask(self) -> None:
        """The person wants to sign out."""
        if not self.careful or self._unsent() is None:
            self._go()
            return
        self._waiting = False
        self._count()

    def tick(self) -> None:
        """Once a second, while the person waits."""
        if self._sheet is not None and self._sheet.isVisible():
            self._count()

    def _unsent(self) -> Callable[[], tuple[int, int, str | None]] | None:
        """How to count what is unsent (commands and drafts) and to find the key that it may be sealed to, in the pool;
        None where nothing is kept or nobody is signed in."""
        stores, services = self._seat.stores, self._seat.services
        work = stores.work if stores is not None else None
        who = services.session.identity() if services is not None else None
        if work is None or who is None:
            return None
        told = self._seat.policy.recovery_key

        def count() -> tuple[int, int, str | None]:
            from app.desktop.usecases.recovery_key import PINNED

            return work.tallies(who.author)[0], len(work.drafts(who.author)), told or work.value(PINNED)

        return count

    def _count(self) -> None:
        count = self._unsent()
        if count is not None:
            self._seat.tasks.read(count, self._counted, key="unsent")

    def _counted(self, found: tuple[int, int, str | None]) -> None:
        unsent, drafts, self._key = found
        if unsent + drafts == 0 or self._seat.window.covered:
            # A locked window asks whoever stands there nothing about another person's work; it stays sealed.
            self._leave()
            return
        sheet = self._made()
        # A draft goes nowhere by waiting.
        self._waiting = self._waiting and unsent > 0
        sheet.set_state(unsent, drafts, waiting=self._waiting, can_seal=self._key is not None)
        if not sheet.isVisible() and not self._waiting:
            sheet.open_over()

    def _made(self) -> "LeavingSheet":
        if self._sheet is None:
            from app.desktop.shell.leaving_sheet import LeavingSheet

            self._sheet = LeavingSheet(self._seat.window.ground)
            self._sheet.wait_asked.connect(self._wait)
            self._sheet.seal_asked.connect(self._seal)
            self._sheet.leave_asked.connect(self._leave)
            self._sheet.closed.connect(self._stay)
        return self._sheet

    def _wait(self) -> None:
        self._waiting = True
        services = self._seat.services
        if services is not None and services.worker is not None:
            services.worker.poke()
        self._count()
        self._made().take_focus()

    def _stay(self) -> None:
        self._waiting = False

    def _seal(self) -> None:
        stores, told = self._seat.stores, self._key
        work = stores.work if stores is not None else None
        if work is None or told is None:
            return
        folder = self._seat.folder

        def seal() -> None:
            from app.desktop.vault.recovery import key_from_text, seal_work

            seal_work(folder, work, key_from_text(told))

        self._seat.tasks.write(seal, lambda _: self._leave(), self._not_sealed)

    def _not_sealed(self, error: Exception) -> None:
        _log.error("unsent work could not be sealed", exc_info=error)
        count = self._unsent()
        if count is not None and self._sheet is not None:
            sheet = self._sheet
            self._seat.tasks.read(
                count, lambda found: sheet.set_state(*found[:2], waiting=False, can_seal=True, failed=True)
            )

    def _leave(self) -> None:
        if self._sheet is not None:
            self._sheet.close_over(give_back=False)
        self._go()
