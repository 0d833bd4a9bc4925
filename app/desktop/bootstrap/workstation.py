"""One running workstation: the window first, then key, stores, session and rooms as each becomes ready."""

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from app.desktop import in_force
from app.desktop.bootstrap import rooms
from app.desktop.bootstrap.case_search import CaseSearch
from app.desktop.bootstrap.choices import Choices
from app.desktop.bootstrap.entry import Entry
from app.desktop.bootstrap.leaving import Leaving
from app.desktop.bootstrap.lock_desk import LockDesk
from app.desktop.bootstrap.seat import VERSION, Seat
from app.desktop.bootstrap.start import Start
from app.desktop.bootstrap.status_line import StatusLine
from app.desktop.bootstrap.watch import SHUT_OUT, Watch
from app.desktop.bootstrap.watermarks import Watermarks
from app.desktop.bootstrap.wiping import Wiping
from app.desktop.changes import Changed, Kind, changed
from app.desktop.policy import Policy, PolicyState
from app.desktop.ports import DeskError, Person
from app.desktop.runtime.change_hub import ChangeHub
from app.desktop.runtime.litter import Litter
from app.desktop.runtime.stay import Stay
from app.desktop.runtime.tasks import TaskRunner
from app.desktop.settings import SettingsStore
from app.desktop.shell.main_window import MainWindow
from app.desktop.shell.palette_entries import Recent
from app.desktop.shell.room_names import room_named
from app.desktop.shell.status_words import Asked
from app.desktop.shell.window_place import place_of, restore
from app.desktop.widgets import copying, tokens
from app.desktop.widgets.icons import window_icon

if TYPE_CHECKING:
    from app.desktop.bootstrap.opening import Stores
    from app.desktop.bootstrap.services import Services
    from app.desktop.panels.sign_in import SignInPresenter, SignInView

TICK_MS = 1000
STARTED_MS = 3000
_FIGURES = frozenset({Kind.STATUS, Kind.OUTBOX, Kind.CLAIM, Kind.SESSION, Kind.REVIEW})


class Workstation(QObject):
    """Lives on the GUI thread from the first show to `finish`."""

    def __init__(
        self,
        app: QApplication,
        *,
        folder: Path,
        policy: Policy,
        settings: SettingsStore,
        server: str | None = None,
        language: str | None = None,
        theme: str | None = None,
    ) -> None:
        super().__init__(app)
        self._app, self._policy = app, policy
        self._tasks = TaskRunner(self)
        self._litter = Litter(app, self)
        self._litter.first = self._let_go
        self._hub = ChangeHub(self)
        self.choices = Choices(app, settings, self._hub, language, theme)
        self.translator, self.theme = self.choices.translator, self.choices.theme
        app.setApplicationVersion(VERSION)
        app.setWindowIcon(window_icon(tokens.colour("accent"), tokens.colour("on_accent")))
        self.window = MainWindow(app, settings.now.keys)
        self.window.set_language(self.translator.language)
        restore(self.window, settings.now.window)
        self.window.sheets.recent = Recent(settings.now.recent)
        self._seat = Seat(app, folder, policy, settings, server, self.window, self._tasks, self._hub)
        self._entry = Entry(self._seat, self._signed_in, self._leave_rooms, self._clear_rooms)
        self._wiping = Wiping(self._seat, self)
        self._watch = Watch(self._seat, self._entry, self._wiping, self._leave_rooms, self._clear_rooms)
        self._watch.setParent(self)
        self._start = Start(self._seat, self._entry, self.choices, self._wiping, self._signed_in, self._watch.begin)
        self._start.setParent(self)
        copying.gate().decide(policy.clipboard)
        self._stay: Stay | None = None
        self._search: CaseSearch | None = None
        self._line = StatusLine(self.window, self._tasks, lambda: self._seat.services)
        self._leaving = Leaving(self._seat, self._entry.sign_out)
        self.lock = LockDesk(self._seat, self.sign_out, self)
        self.watermarks = Watermarks(policy)
        self._start.here = self._here
        self._read = in_force.generation()
        self._tick = QTimer(self)
        self._tick.setInterval(TICK_MS)
        self._tick.timeout.connect(self._line.tick)
        self._tick.timeout.connect(self._look_at_procedures)
        self._tick.timeout.connect(self.lock.tick)
        self._tick.timeout.connect(self._leaving.tick)
        self._tick.timeout.connect(self.watermarks.tick)
        self._wire()

    def _wire(self) -> None:
        window, settings = self.window, self._seat.settings
        window.room_asked.connect(self._build_room)
        window.language_asked.connect(self.choices.switch_language)
        window.pill_pressed.connect(self._pill_pressed)
        window.closing.connect(self._closing)
        window.sheets.recent_changed.connect(lambda: settings.change(recent=window.sheets.recent.to_keep()))
        self.translator.switched.connect(window.set_language)
        self._hub.changed.connect(self._news)
        window.actions_.answer(
            {
                "language": self.choices.switch_language,
                "theme": self.choices.switch_theme,
                "sync": self._sync_now,
                "session.lock": self.lock.lock,
                "session.sign_out": self.sign_out,
            }
        )

    # --- the window ----------------------------------------------------------------------------------
    def show(self) -> None:
        self.window.show()
        QTimer.singleShot(STARTED_MS, self._litter, self._litter.begin)
        QTimer.singleShot(STARTED_MS, self.lock.session, self.lock.session.listen)

    def come_forward(self) -> None:
        """Another start of the same profile asked for this window."""
        self.window.show()
        self.window.raise_()
        self.window.activateWindow()

    def close(self) -> None:
        self.window.close()

    def start(self, key_fd: int | None) -> None:
        """Finds the key and opens the stores; the window is on screen meanwhile."""
        if key_fd is None or self._policy.profile_kind == "roaming":
            from app.desktop.bootstrap.opening import imposed

            self._seat.imposed = imposed(self._seat.folder, self._policy)
        bad = self._policy.state.value if self._policy.state is PolicyState.BAD else ""
        self.window.set_notices(tuple(code for code in (bad, self._seat.imposed) if code))
        self._start.begin(key_fd)

    def complete(self) -> None:
        """All that is still being made behind the first rows, at once."""
        self._start.complete()

    def _here(self, person: Person) -> None:
        """Before anything of theirs is on screen."""
        self.watermarks.begin(person)
        self.lock.begin(person)

    # --- who is here ---------------------------------------------------------------------------------
    def _signed_in(self, person: Person) -> None:
        services = self._seat.services
        if services is None:
            return
        if self._stay is not None and self._stay.user_id != person.user_id:
            # The session had ended, and another person signs in: what stands in these rooms is not theirs.
            self._stay.end()
            self.window.close_rooms()
            self._clear_rooms()
        self.choices.speak(person)
        self.window.set_signed_in(person, services.session.may)
        self._here(person)
        if services.worker is None:
            services.start()
        else:
            services.worker.poke()
        self._search = search = CaseSearch(services, self._tasks)
        self.window.sheets.set_case_search(search.find, self._show_case, search.ask_server)
        if self._start.front is not None:
            self._build_room("review")
        drafted, self._seat.drafted = self._seat.drafted, None
        if drafted is not None:
            # After a crash, and on any other morning: first what was left half done.
            self._open_case(drafted)
        else:
            self.window.ask_room(room_named(self.settings.now.start_room))
        self._tick.start()
        self._line.ask()

    def sign_out(self) -> None:
        """Keeps what is typed, gives the cases back, forgets the tokens, and shows the sign-in page. Where nothing
        is kept afterwards, unsent work is seen to first."""
        self.complete()
        self._leaving.ask()

    def _pill_pressed(self) -> None:
        services = self._seat.services
        if services is not None and services.session.ended:
            why = services.session.why_ended
            self._entry.begin(why if why in SHUT_OUT else "unauthorised", back=True)
        else:
            self.window.ask_room("activity")

    # --- rooms ---------------------------------------------------------------------------------------
    def _build_room(self, name: str) -> None:
        if self._seat.services is None:
            self.complete()
        services = self._seat.services
        if services is None or services.worker is None:
            return
        person = services.session.person
        self._stay = self._stay or Stay(person.user_id if person else "", self._hub, self._tasks, self)
        front = self._start.front
        room = rooms.build(name, self, services, self._stay, self._show_case, front)
        if name == "review" and front is not None:
            self._start.front = None
            self.window.furnish_room(name, room)
            return
        self.window.add_room(name, room, self.choices.layouts(person).get(name, ""))

    def _show_case(self, case_id: str) -> None:
        """In the Review room, whichever room is on screen, and from the server where the seat does not have it; the
        status line says that it is asked, and Esc or another room gives it up."""
        search, window, asked = self._search, self.window, False
        if search is None:
            return
        window.set_asked(None)

        def wanted() -> bool:
            """Nobody else has signed in meanwhile, and it was not given up."""
            return self._search is search and (not asked or window.asked == Asked(case_id))

        def asking() -> None:
            nonlocal asked
            if wanted():
                asked = True
                window.set_asked(Asked(case_id))

        def show() -> None:
            if wanted():
                window.set_asked(None)
                self._open_case(case_id)

        def failed(code: str) -> None:
            if wanted():
                window.set_asked(Asked(case_id, code))

        search.bring(case_id, show, asking, failed)

    def _open_case(self, case_id: str) -> None:
        self.window.ask_room("review")
        room: Any = self.window.room("review")
        room.open_case(case_id)

    def _leave_rooms(self) -> None:
        """The place of the window and of its panels is remembered, and the rooms keep what is typed; after that nothing
        reaches them and nothing comes from them."""
        services = self._seat.services
        person = services.session.person if services else self._start.early
        if not self._wiping.under_way:
            self.choices.keep_window(place_of(self.window), person, self.window.layouts())
        self.window.close_rooms()
        if self._stay is not None:
            self._stay.end()

    def _clear_rooms(self) -> None:
        """The next person finds nothing of the one before."""
        self.lock.end()
        self.watermarks.end()
        self.window.drop_rooms()
        self.window.sheets.recent.forget_cases()
        self._search = None
        if self._stay is not None:
            self._stay.deleteLater()
            self._stay = None
        self._litter.much_went()

    def _let_go(self) -> None:
        """What the stores remember for the next time; on any thread."""
        services = self._seat.services
        if services is not None:
            services.let_go()

    # --- news and status -----------------------------------------------------------------------------
    def _news(self, news: Changed) -> None:
        services = self._seat.services
        if services is None:
            return
        if Kind.SESSION in news.kinds and services.session.ended:
            self._watch.look()  # the house may have a word for this seat, whatever became of the session
        if Kind.OUTBOX in news.kinds and services.worker is not None:
            services.worker.nudge()
        if Kind.PROCEDURES in news.kinds:
            self.window.sheets.renew_clause()
        if Kind.WORDS in news.kinds:
            self._litter.give_back_soon()
        if news.kinds & _FIGURES:
            self._line.ask()

    def _look_at_procedures(self) -> None:
        """A version whose day has come is read from now on, with the server or without it."""
        if (number := in_force.generation()) != self._read:
            self._read = number
            self._hub.publish(changed(Kind.PROCEDURES))

    def _sync_now(self) -> None:
        if self._seat.services is not None and self._seat.services.worker is not None:
            self._seat.services.worker.poke()

    # --- what the settings page reads and does (settings_desk.Station) ---------------------------------
    @property
    def settings(self) -> SettingsStore:
        return self._seat.settings

    @property
    def services(self) -> "Services | None":
        return self._seat.services

    @property
    def key_kind(self) -> str:
        return self._seat.stores.key if self._seat.stores else "none"

    @property
    def rotation_due(self) -> bool:
        """Whether the next start gives the profile another key."""
        from app.desktop.vault.key_check import rotation_due

        return rotation_due(self._seat.folder)

    def rotate_key(self) -> None:
        from app.desktop.bootstrap import rotation

        rotation.ask(self._seat.folder)

    @property
    def documents_blurred(self) -> bool:
        """Whether the machine's policy blurs documents until a key is held."""
        return self._policy.blur_documents

    def use_language(self, language: str) -> None:
        self.choices.use_language(language)

    def use_theme(self, theme: str, percent: int) -> None:
        self.choices.use_theme(theme, percent)

    def use(self, name: str, value: str) -> None:
        self.choices.use(name, value)

    # --- the end -------------------------------------------------------------------------------------
    def _closing(self) -> None:
        """The window's last moment on screen: let the rooms keep what is typed."""
        self._leave_rooms()

    def finish(self) -> None:
        """After the last window closed: gives the cases back, ends every thread, closes the stores."""
        seat = self._seat
        if seat.finished:
            return
        seat.finished = True
        # Nobody is here after half a minute to take away what was copied.
        copying.gate().forget()
        self._tick.stop()
        self._litter.end()
        self._watch.end()
        self._wiping.end()
        if self._entry.source is not None:
            self._entry.source.cancel()
        services = seat.services
        if services is not None:
            services.stop()
            if services.engine.report.connection in ("online", "syncing"):
                # The window is gone and nobody waits: this is waited for, or colleagues would wait for half an hour.
                with contextlib.suppress(DeskError):
                    services.hand.release_all(along=False)
        self._tasks.close()
        if seat.stores is not None:
            seat.stores.close()

    @property
    def _stores(self) -> "Stores | None":
        return self._seat.stores

    @property
    def _page(self) -> "tuple[SignInView, SignInPresenter] | None":
        return self._entry.shown
