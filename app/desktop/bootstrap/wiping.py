"""A seat that the house empties, in its window: what happens is said in words, and a start finds what was begun."""

import logging
import threading
import time
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from app.contract.devices import CheckIn, Outcome, Receipt
from app.desktop.bootstrap.seat import Seat
from app.desktop.ports import ApiError, DeskError, Unauthorised
from app.desktop.shell.seat_page import SeatPage, SeatWords
from app.desktop.vault import wipe
from app.desktop.vault.wipe import WipeState, WipeStep, WipeWork

if TYPE_CHECKING:
    from app.desktop.bootstrap.opening import Stores
    from app.desktop.bootstrap.services import Services
    from app.desktop.vault.sources import KeySource

_log = logging.getLogger(__name__)
UPLOAD_SECONDS = 60.0
AGAIN_MS = 60_000
_LONGEST_WAIT_MS = 15_000


class Wiping(QObject):
    """On the GUI thread. The server is told again and again until it answers; nothing else is done at this seat."""

    def __init__(self, seat: Seat, parent: QObject) -> None:
        super().__init__(parent)
        self._seat = seat
        self._page: SeatPage | None = None
        self._hands: WipeWork | None = None
        self._again = QTimer(self)
        self._again.setInterval(AGAIN_MS)
        self._again.timeout.connect(self._go_on)

    @property
    def pending(self) -> WipeState | None:
        return wipe.pending(self._seat.folder)

    @property
    def past_the_key(self) -> bool:
        """A wipe was begun here whose key may be gone by now: nothing is opened any more."""
        state = self.pending
        return state is not None and state.step >= WipeStep.SEALED

    @property
    def under_way(self) -> bool:
        return self._hands is not None

    def begin(self, source: "KeySource | None", key_lost: bool = False) -> None:
        """The rooms are closed by now. Stores and services are those of the seat, where there are any yet. `key_lost`:
        the keyring answered and has no key that fits."""
        if self._hands is not None:
            return
        seat = self._seat
        stores, services = seat.stores, seat.services
        seat.stores = seat.services = None
        self._hands = hands(seat, stores, services, source, key_lost)
        seat.window.set_signed_in(None)
        self._page = SeatPage()
        self._page.say(SeatWords("wiping"))
        seat.window.show_page(self._page)
        self._go_on()

    def _go_on(self) -> None:
        work = self._hands
        if work is not None and not self._seat.finished:
            folder = self._seat.folder
            self._seat.tasks.read(lambda: wipe.go_on(folder, work), self._came, self._failed)

    def _came(self, state: WipeState | None) -> None:
        if state is None or self._page is None:
            return
        code = "wiped_untold" if not state.told else "wiped" if state.over else "wiped_key_left"
        self._page.say(SeatWords(code, state.kept, state.lost))
        if state.over:
            self._again.stop()
        else:
            self._again.start()

    def _failed(self, error: Exception) -> None:
        """A file that cannot be removed now, a disk that is full: tried again, and said."""
        _log.error("the seat could not be emptied yet", exc_info=error)
        if self._page is not None:
            self._page.say(SeatWords("wipe_stuck"))
        self._again.start()

    def end(self) -> None:
        self._again.stop()


def hands(
    seat: Seat,
    stores: "Stores | None",
    services: "Services | None",
    source: "KeySource | None",
    key_lost: bool = False,
) -> WipeWork:
    """What each step of a wipe does here."""
    begun = wipe.pending(seat.folder) or WipeState("", "", "", False)
    device = begun.device_id
    # A wipe of which nobody knows how far it came may have destroyed the key itself: the files are all that is left.
    destroyed = begun.damaged and key_lost

    def sign(kept: int) -> CheckIn | None:
        state = wipe.pending(seat.folder)
        if stores is None or state is None:
            return None
        receipt = Receipt(state.directive_id, Outcome.DONE, kept)
        return stores.seat.check_in(device, time.time_ns() // 1_000_000, (receipt,))

    def keyed() -> None:
        if services is not None:
            services.halt()
        if not destroyed:
            _see_to_the_key(seat, stores)

    def upload() -> None:
        keyed()
        _upload(services)

    def seal() -> tuple[str | None, int]:
        keyed()
        return _seal(seat, stores)

    return WipeWork(
        stop=keyed,
        upload=upload,
        seal=seal,
        sign=sign,
        shut=lambda: seat.tasks.run(stores.close) if stores is not None else None,
        destroy_key=lambda: source.destroy() if source is not None else True,
        tell=partial(_tell, seat),
    )


def _see_to_the_key(seat: Seat, stores: "Stores | None") -> None:
    """A start at which the keyring gave no key: unsent work can be neither sent nor sealed, so it waits for the start
    that has the key, and everything lies under that key meanwhile. Raises DeskError then."""
    from app.desktop.bootstrap.opening import WORK

    if (stores is None or stores.work is None) and (seat.folder / WORK).exists():
        raise DeskError("key_missing")


def _upload(services: "Services | None") -> None:
    """Sends until nothing is left, the server cannot be reached, or the time is up."""
    if services is None:
        return
    if services.session.person is None:
        services.session.restore()
    engine, until, pause = services.engine, time.monotonic() + UPLOAD_SECONDS, threading.Event()
    engine.resume()
    while services.status.read().pending and time.monotonic() < until:
        wait = engine.step()
        if engine.report.connection in ("offline", "paused", "signed_out") or wait > _LONGEST_WAIT_MS:
            break
        pause.wait(wait / 1000)
    engine.close()


def _seal(seat: Seat, stores: "Stores | None") -> tuple[str | None, int]:
    """Unsent work of every person of this profile, sealed to the organisation."""
    from app.desktop.cache.unsent import from_document
    from app.desktop.usecases.recovery_key import PINNED
    from app.desktop.vault.locked_work import locked_files
    from app.desktop.vault.recovery import key_from_text, seal_work

    if stores is None or stores.work is None:
        return None, 0
    work = from_document(stores.work.unsent())
    pieces = len(work.commands) + len(work.drafts)
    public = seat.policy.recovery_key or stores.work.value(PINNED)
    if public is None and not wipe.sealed_before(seat.folder):
        # What was closed after too long without contact cannot be counted here: each file is one piece at least.
        pieces += len(locked_files(seat.folder))
    if not pieces or public is None:
        return None, pieces
    try:
        return seal_work(seat.folder, stores.work, key_from_text(public)).name, pieces
    except ValueError:
        _log.error("the recovery key is none: unsent work cannot be sealed")
        return None, pieces


def _tell(seat: Seat, state: WipeState) -> bool:
    """In the seat's own name: its session went with its key."""
    if state.answer is None or not state.server:
        return True
    try:
        seat.session_api(state.server).check_in(state.device_id, state.answer)
    except Unauthorised:
        return True  # made anew, the server does not know this seat
    except ApiError:
        return False
    return True
