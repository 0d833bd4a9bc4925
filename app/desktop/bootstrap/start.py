"""From the first show to the rooms: the key, the stores, the rows that a person can work from, and the rest behind
them."""

import logging
from collections.abc import Callable, Iterator
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer

from app.contract import structures
from app.desktop.bootstrap.choices import Choices
from app.desktop.bootstrap.entry import Entry
from app.desktop.bootstrap.seat import Seat
from app.desktop.bootstrap.wiping import Wiping
from app.desktop.ports import Person
from app.desktop.shell.room_names import room_named

if TYPE_CHECKING:
    from pathlib import Path

    from app.desktop.bootstrap.opening import Opened, Stores
    from app.desktop.bootstrap.services import Services
    from app.desktop.panels.review.front import ReviewFront
    from app.desktop.usecases.opening_queue import OpeningQueue
    from app.desktop.vault.keys import DataKey
    from app.desktop.vault.sources import KeyAnswer, KeySource

_log = logging.getLogger(__name__)
KEYRING_SECONDS = 90.0
_BEHIND = (
    "app.desktop.api.endpoints",
    "app.desktop.usecases.review",
    "app.desktop.sync.engine",
    "app.desktop.bootstrap.services",
)


class Start(QObject):
    """Lives on the GUI thread. `signed_in` is called once the services of a person who never signed out stand,
    `opened` once the stores do."""

    def __init__(
        self,
        seat: Seat,
        entry: Entry,
        choices: Choices,
        wiping: Wiping,
        signed_in: Callable[[Person], None],
        opened: Callable[[], None],
    ) -> None:
        super().__init__()
        self._wiping, self._opened_now = wiping, opened
        self._seat, self._entry, self._choices, self._signed_in = seat, entry, choices, signed_in
        self._credentials: tuple[str, str] | None = None
        self._rest: Iterator[None] | None = None
        # The rows that stand before the room does, and whose they are.
        self.front: ReviewFront | None = None
        self.early: Person | None = None
        entry.unlock, entry.anew = self.unlock, self.begin_anew
        # Told of who never signed out before anything of theirs is shown.
        self.here: Callable[[Person], None] = lambda _person: None

    def begin(self, key_fd: int | None) -> None:
        """Finds the key and opens the stores off this thread; the window is on screen meanwhile."""
        seat = self._seat

        def find() -> "tuple[KeySource, KeyAnswer | None]":
            from app.desktop.bootstrap.opening import key_source

            source = key_source(seat.folder, seat.policy, key_fd)
            if self._wiping.past_the_key:
                return source, None
            return source, source.obtain()

        seat.tasks.read(find, lambda found: self._have_source(*found), self._entry.lost)
        QTimer.singleShot(0, self, _load_front)

    def unlock(self) -> None:
        """The keyring is asked once more, on the page, before anybody has signed in without a key."""
        if self._without_a_key():
            self.begin(None)

    def begin_anew(self) -> None:
        """What is kept here lies under a key that is lost: it is set aside, and the keyring gets a new one."""
        from app.desktop.bootstrap.anew import LOST, set_all_aside

        if self._entry.problem in LOST and self._without_a_key():
            folder = self._seat.folder
            self._seat.tasks.write(lambda: set_all_aside(folder), lambda _: self.begin(None), self._entry.lost)

    def _without_a_key(self) -> bool:
        """True where the keyring gave none and nobody has signed in; the page then waits for it."""
        seat = self._seat
        if seat.stores is None or seat.stores.key != "none" or (seat.services and seat.services.session.person):
            return False
        seat.stores.close()
        seat.stores = seat.services = None
        self._entry.page()[1].wait_for_keyring()
        return True

    def _have_source(self, source: "KeySource", answer: "KeyAnswer | None") -> None:
        from app.desktop.vault.sources import InheritedKey, KeyKind, KeyProblem

        seat, entry = self._seat, self._entry
        entry.source = source
        if answer is None:
            self._wiping.begin(source)
            return
        if answer.problem is KeyProblem.WAITING:
            entry.page()[1].wait_for_keyring()
            seat.tasks.read(lambda: source.obtain(KEYRING_SECONDS), self._have_key, entry.lost, key="key")
            return
        if source.kind is KeyKind.INHERITED and answer.key is None:
            # Whoever started us meant this key; another one in silence would hide the mistake.
            _log.error("the inherited key cannot be used: %s", answer.problem)
            seat.app.exit(2)
            return
        if isinstance(source, InheritedKey):
            from app.desktop.bootstrap.credentials import read_credentials

            self._credentials = read_credentials(source.tail)
        self._have_key(answer)

    def _have_key(self, answer: "KeyAnswer") -> None:
        seat, entry = self._seat, self._entry
        entry.problem = answer.problem.value if answer.key is None and answer.problem else ""
        kind = entry.source.kind.value if entry.source else "none"

        def work() -> "tuple[Opened, Services | None]":
            from app.desktop.bootstrap.opening import open_profile, open_stores

            server, key = seat.server, _key_in_force(seat.folder, entry.source, answer.key)
            opened = open_profile(seat.folder, key, kind, server, seat.policy.recovery_key, seat.tasks.run)
            seat.reopen = partial(open_stores, seat.folder, key, kind, seat.policy.recovery_key, seat.tasks.run)
            return opened, seat.make_services(opened.stores, server) if server and opened.queue is None else None

        seat.tasks.write(work, lambda made: self._opened(*made), entry.lost)

    def _opened(self, opened: "Opened", services: "Services | None") -> None:
        seat = self._seat
        seat.stores, seat.services, seat.drafted = opened.stores, services, opened.drafted
        if opened.stores.work is not None:
            opened.stores.work.mark_later(seat.tasks.after_write)
        if self._wiping.pending is not None:
            if seat.services is None and seat.server:
                seat.services = seat.make_services(opened.stores, seat.server, opened.queue)
            from app.desktop.bootstrap.anew import LOST

            self._wiping.begin(self._entry.source, self._entry.problem in LOST)
            return
        self._opened_now()
        seat.window.set_kept_work(opened.stores.recovered, opened.stores.aside is not None)
        if opened.person is not None and opened.queue is not None:
            self.here(opened.person)
            self._rest = self._furnish(opened.stores, opened.queue)
            if opened.drafted is None and room_named(seat.settings.now.start_room) != "review":
                self.complete()
                return
            self._show_front(opened.person, opened)
            self._after_the_rows()
            return
        why = "profile_incomplete" if opened.stores.incomplete else ""
        presenter = self._entry.begin("out_of_contact" if opened.stores.unlock is not None else why)
        self._entry.page()[0].take_focus()
        if self._credentials is not None and seat.told_server:
            presenter.submit(seat.told_server, *self._credentials)

    # --- the rows first, the rest behind them ---------------------------------------------------------
    def _show_front(self, person: Person, opened: "Opened") -> None:
        """The queue with its first rows, from which a person can already be working."""
        from app.desktop.panels.review.front import ReviewFront
        from app.desktop.usecases.rights import may

        window = self._seat.window
        self.early = person
        self._choices.speak(person)
        window.set_signed_in(person, partial(may, person))
        self.front = ReviewFront(self._act_early)
        if opened.queue is not None:
            self.front.show(opened.queue, opened.now_ms, opened.drafted)
        window.add_room("review", self.front, self._choices.layouts(person).get("review", ""))
        window.show_room("review")

    def _furnish(self, stores: "Stores", queue: "OpeningQueue") -> Iterator[None]:
        """Everything else, in pieces between which the window lives."""
        from app.desktop.panels import review

        seat = self._seat
        for name in _BEHIND:
            import_module(name)
            yield
        structures.read_all()
        services = seat.make_services(stores, seat.server, queue)
        person = services.session.restore()
        yield from review.load()
        if person is None:
            # The session went away in between: somebody signed out in another window of this profile.
            seat.window.drop_rooms()
            seat.window.set_signed_in(None)
            self.front, seat.services = None, services
            self._entry.begin()
            return
        seat.services = services
        self._signed_in(person)

    def _after_the_rows(self) -> None:
        self._seat.tasks.later(lambda: QTimer.singleShot(0, self, self._go_on))

    def _go_on(self) -> None:
        """The next piece, and the one after it in the window's next round."""
        rest = self._rest
        if rest is None or self._seat.finished:
            return
        try:
            next(rest)
        except StopIteration:
            self._rest = None
        except Exception as error:
            self._rest = None
            self._entry.lost(error)
        else:
            QTimer.singleShot(0, self, self._go_on)

    def complete(self) -> None:
        """The rest at once: a person does something that needs it."""
        while self._rest is not None and not self._seat.finished:
            self._go_on()

    def _act_early(self, act: "Callable[[Any], Any]") -> None:
        self.complete()
        window = self._seat.window
        if self._seat.services is not None and window.has_room("review"):
            act(window.room("review"))


def _load_front() -> None:
    """What opens first is loaded while the stores open on other threads."""
    from app.desktop.panels.review import front  # noqa: F401 - for what the import does


def _key_in_force(folder: "Path", source: "KeySource | None", key: "DataKey | None") -> "DataKey | None":
    """The key to open the stores with, once a change of keys that was asked for or cut off is done."""
    from app.desktop.vault.key_check import rotation_due
    from app.desktop.vault.sources import OsKeyring

    if key is None or not isinstance(source, OsKeyring) or not rotation_due(folder):
        return key
    from app.desktop.bootstrap.rotation import at_start

    return at_start(folder, source, key)
