"""One running workstation: the window first, then key, stores, session and rooms as each becomes ready."""

import contextlib
import json
import logging
from collections.abc import Callable, Iterator
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication

from app.desktop.bootstrap import rooms
from app.desktop.bootstrap.case_search import CaseSearch
from app.desktop.bootstrap.status_line import StatusLine
from app.desktop.changes import Changed, Kind, changed
from app.desktop.policy import Policy
from app.desktop.ports import DeskError, Person
from app.desktop.runtime.change_hub import ChangeHub
from app.desktop.runtime.litter import Litter
from app.desktop.runtime.stay import Stay
from app.desktop.runtime.tasks import TaskRunner
from app.desktop.runtime.translator import Translator, known, of_system
from app.desktop.settings import SettingsStore
from app.desktop.shell.main_window import MainWindow, room_named
from app.desktop.shell.palette_entries import Recent
from app.desktop.shell.theme import Theme
from app.desktop.widgets import captions, formats, tokens
from app.desktop.widgets.everywhere import every_widget
from app.desktop.widgets.icons import window_icon

if TYPE_CHECKING:
    from app.desktop.bootstrap.opening import Opened, Stores
    from app.desktop.bootstrap.services import Services
    from app.desktop.panels.review.front import ReviewFront
    from app.desktop.panels.sign_in import SignInPresenter, SignInView
    from app.desktop.usecases.opening_queue import OpeningQueue
    from app.desktop.vault.sources import KeyAnswer, KeySource

_log = logging.getLogger(__name__)
VERSION = "0.1.0"
TICK_MS = 1000
STARTED_MS = 3000
KEYRING_SECONDS = 90.0
_BEHIND = (
    "app.desktop.api.endpoints",
    "app.desktop.usecases.review",
    "app.desktop.sync.engine",
    "app.desktop.bootstrap.services",
)
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
        self._app, self._folder, self._policy, self._settings = app, folder, policy, settings
        self._told_server = server
        self._own_language = bool(language or settings.now.language)
        self.translator = Translator(app, captions.forget)
        self.translator.use(known(language) or known(settings.now.language) or of_system())
        app.setApplicationVersion(VERSION)
        now = settings.now
        self.theme = Theme(app, theme or now.theme, now.text_percent, now.density == "compact")
        formats.tell_utc(now.times == "utc")
        app.setWindowIcon(window_icon(tokens.colour("accent"), tokens.colour("on_accent")))
        self.window = MainWindow(app, settings.now.keys)
        self.window.set_language(self.translator.language)
        self.window.restore_place(settings.now.window)
        self.window.recent = Recent(settings.now.recent)
        self._tasks = TaskRunner(self)
        self._litter = Litter(app, self)
        self._hub = ChangeHub(self)
        self._stay: Stay | None = None
        self._source: KeySource | None = None
        self._stores: Stores | None = None
        self._services: Services | None = None
        self._credentials: tuple[str, str] | None = None
        self._key_problem = ""
        self._drafted: str | None = None
        self._page: tuple[SignInView, SignInPresenter] | None = None
        self._line = StatusLine(self.window, self._tasks, lambda: self._services)
        self._finished = False
        self._front: ReviewFront | None = None
        self._early: Person | None = None
        self._rest: Iterator[None] | None = None
        self._tick = QTimer(self)
        self._tick.setInterval(TICK_MS)
        self._tick.timeout.connect(self._line.tick)
        self._wire()

    def _wire(self) -> None:
        window = self.window
        window.room_asked.connect(self._build_room)
        window.language_asked.connect(self.switch_language)
        window.pill_pressed.connect(self._pill_pressed)
        window.closing.connect(self._closing)
        window.recent_changed.connect(lambda: self._settings.change(recent=window.recent.to_keep()))
        self.translator.switched.connect(window.set_language)
        self._hub.changed.connect(self._news)
        window.actions_.answer(
            {
                "language": self.switch_language,
                "theme": self.switch_theme,
                "sync": self._sync_now,
                "session.sign_out": self.sign_out,
            }
        )

    # --- the window ----------------------------------------------------------------------------------
    def show(self) -> None:
        self.window.show()
        QTimer.singleShot(STARTED_MS, self._litter, self._litter.begin)

    def come_forward(self) -> None:
        """Another start of the same profile asked for this window."""
        self.window.show()
        self.window.raise_()
        self.window.activateWindow()

    def close(self) -> None:
        self.window.close()

    # --- key and stores ------------------------------------------------------------------------------
    def start(self, key_fd: int | None) -> None:
        """Finds the key and opens the stores off this thread; the window is on screen meanwhile."""

        def find() -> "tuple[KeySource, KeyAnswer]":
            from app.desktop.bootstrap.opening import key_source

            source = key_source(self._folder, self._policy, key_fd)
            return source, source.obtain()

        self._tasks.read(find, lambda found: self._have_source(*found), self._lost)
        QTimer.singleShot(0, self, _load_front)

    def _have_source(self, source: "KeySource", answer: "KeyAnswer") -> None:
        from app.desktop.vault.sources import InheritedKey, KeyKind, KeyProblem

        self._source = source
        if answer.problem is KeyProblem.WAITING:
            self._sign_in_page()[1].wait_for_keyring()
            self._tasks.read(lambda: source.obtain(KEYRING_SECONDS), self._have_key, self._lost, key="key")
            return
        if source.kind is KeyKind.INHERITED and answer.key is None:
            # Whoever started us meant this key; another one in silence would hide the mistake.
            _log.error("the inherited key cannot be used: %s", answer.problem)
            self._app.exit(2)
            return
        if isinstance(source, InheritedKey):
            from app.desktop.bootstrap.credentials import read_credentials

            self._credentials = read_credentials(source.tail)
        self._have_key(answer)

    def _have_key(self, answer: "KeyAnswer") -> None:
        self._key_problem = answer.problem.value if answer.key is None and answer.problem else ""
        kind = self._source.kind.value if self._source else "none"

        def work() -> "tuple[Opened, Services | None]":
            from app.desktop.bootstrap.opening import open_profile

            server = self._server()
            opened = open_profile(self._folder, answer.key, kind, server)
            return opened, self._make_services(opened.stores, server) if server and opened.queue is None else None

        self._tasks.write(work, lambda made: self._opened(*made), self._lost)

    def _server(self) -> str:
        return self._told_server or self._settings.now.server

    def _make_services(self, stores: "Stores", server: str, queue: "OpeningQueue | None" = None) -> "Services":
        from app.desktop.bootstrap.services import Services

        proxy = self._settings.now.proxy
        return Services(stores, server, self._folder, proxy, self._tasks, self._hub.publish, VERSION, queue)

    def _opened(self, opened: "Opened", services: "Services | None") -> None:
        self._stores, self._services, self._drafted = opened.stores, services, opened.drafted
        if opened.stores.work is not None:
            opened.stores.work.mark_later(self._tasks.after_write)
        self.window.set_kept_work(opened.stores.recovered, opened.stores.aside is not None)
        if opened.person is not None and opened.queue is not None:
            self._rest = self._furnish(opened.stores, opened.queue)
            if opened.drafted is None and room_named(self._settings.now.start_room) != "review":
                self.complete()
                return
            self._show_front(opened.person, opened)
            self._after_the_rows()
            return
        view, presenter = self._sign_in_page()
        self._begin(presenter)
        view.take_focus()
        if self._credentials is not None and self._told_server:
            presenter.submit(self._told_server, *self._credentials)

    # --- the rows first, the rest behind them ---------------------------------------------------------
    def _show_front(self, person: Person, opened: "Opened") -> None:
        """The queue with its first rows, from which a person can already be working."""
        from app.desktop.panels.review.front import ReviewFront
        from app.desktop.usecases.rights import may

        self._early = person
        self._speak(person)
        self.window.set_signed_in(person, partial(may, person))
        self._front = ReviewFront(self._act_early)
        if opened.queue is not None:
            self._front.show(opened.queue, opened.now_ms, opened.drafted)
        self.window.add_room("review", self._front, self._layouts(person).get("review", ""))
        self.window.show_room("review")

    def _furnish(self, stores: "Stores", queue: "OpeningQueue") -> Iterator[None]:
        """Everything else, in pieces between which the window lives."""
        from app.desktop.panels import review

        for name in _BEHIND:
            import_module(name)
            yield
        services = self._make_services(stores, self._server(), queue)
        person = services.session.restore()
        yield from review.load()
        if person is None:
            # The session went away in between: somebody signed out in another window of this profile.
            self.window.drop_rooms()
            self.window.set_signed_in(None)
            self._front, self._services = None, services
            self._begin(self._sign_in_page()[1])
            return
        self._services = services
        self._signed_in(person)

    def _after_the_rows(self) -> None:
        self._tasks.later(lambda: QTimer.singleShot(0, self, self._go_on))

    def _go_on(self) -> None:
        """The next piece, and the one after it in the window's next round."""
        rest = self._rest
        if rest is None or self._finished:
            return
        try:
            next(rest)
        except StopIteration:
            self._rest = None
        except Exception as error:
            self._rest = None
            self._lost(error)
        else:
            QTimer.singleShot(0, self, self._go_on)

    def complete(self) -> None:
        """The rest at once: a person does something that needs it."""
        while self._rest is not None and not self._finished:
            self._go_on()

    def _act_early(self, act: "Callable[[Any], Any]") -> None:
        self.complete()
        if self._services is not None and self.window.has_room("review"):
            act(self.window.room("review"))

    def _lost(self, error: Exception) -> None:
        """Nothing can be opened: say so where the sign-in would stand."""
        _log.error("the workstation could not open its stores", exc_info=error)
        self._key_problem = error.code if isinstance(error, DeskError) else "unexpected"
        self._begin(self._sign_in_page()[1])

    # --- signing in and out --------------------------------------------------------------------------
    def _sign_in_page(self) -> "tuple[SignInView, SignInPresenter]":
        if self._page is None:
            from app.desktop.panels.sign_in import build

            view, presenter = build(self._tasks, self._sign_in)
            presenter.done = self._signed_in
            view.cancelled.connect(lambda: self._source.cancel() if self._source else None)
            view.left.connect(lambda: self.window.show_room("review"))
            self._page = (view, presenter)
        self.window.show_page(self._page[0])
        return self._page

    def _begin(self, presenter: "SignInPresenter", error: str = "", back: bool = False) -> None:
        settings = self._settings.now
        presenter.begin(
            self._told_server or settings.server,
            settings.username,
            fixed=bool(self._told_server) or "server" in self._settings.fixed,
            key=self._stores.key if self._stores else "none",
            back=back,
            error=error or self._key_problem,
        )

    def _sign_in(self, server: str, username: str, password: str) -> Person:
        """In the pool. Another server than before gets services of its own."""
        services, stores = self._services, self._stores
        if stores is None:
            raise DeskError("not_ready")
        if services is None or services.server != server:
            if services is not None and services.worker is not None:
                raise DeskError("sign_out_first")
            services = self._services = self._make_services(stores, server)
        person = services.session.sign_in(username, password)
        self._drafted = services.drafted_case()
        if not self._told_server:
            self._settings.change(server=server, username=username)
        return person

    def _speak(self, person: Person) -> None:
        told = known(person.language)
        if told and not self._own_language:
            self.translator.use(told)

    def _signed_in(self, person: Person) -> None:
        services = self._services
        if services is None:
            return
        if self._stay is not None and self._stay.user_id != person.user_id:
            # The session had ended, and another person signs in: what stands in these rooms is not theirs.
            self._stay.end()
            self.window.close_rooms()
            self._clear_rooms()
        self._speak(person)
        self.window.set_signed_in(person, services.session.may)
        if services.worker is None:
            services.start()
        else:
            services.worker.poke()
        search = CaseSearch(services, self._tasks)
        self.window.set_case_search(search.find, self._show_case, search.ask_server)
        if self._front is not None:
            self._build_room("review")
        drafted, self._drafted = self._drafted, None
        if drafted is not None:
            # After a crash, and on any other morning: first what was left half done.
            self._show_case(drafted)
        else:
            self.window.ask_room(room_named(self._settings.now.start_room))
        self._tick.start()
        self._line.ask()

    def sign_out(self) -> None:
        """Keeps what is typed, gives the cases back, forgets the tokens, and shows the sign-in page."""
        self.complete()
        services = self._services
        if services is None or services.session.person is None:
            return
        self._leave_rooms()

        def work() -> None:
            try:
                services.hand.release_all()
            except DeskError:
                _log.info("the claims could not be given back; they run out by themselves")
            services.session.sign_out()

        def done(_: None) -> None:
            self._credentials = None
            self._clear_rooms()
            self.window.set_signed_in(None)
            services.stop()
            self._services = None
            self._begin(self._sign_in_page()[1])

        self._tasks.read(work, done, self._lost, key="sign-out")

    def _leave_rooms(self) -> None:
        """The rooms keep what is typed; after that nothing reaches them and nothing comes from them."""
        self.window.close_rooms()
        if self._stay is not None:
            self._stay.end()

    def _clear_rooms(self) -> None:
        """The next person finds nothing of the one before."""
        self.window.drop_rooms()
        self.window.recent.forget_cases()
        if self._stay is not None:
            self._stay.deleteLater()
            self._stay = None

    def _pill_pressed(self) -> None:
        services = self._services
        if services is not None and services.session.ended:
            self._begin(self._sign_in_page()[1], "unauthorised", back=True)
        else:
            self.window.ask_room("activity")

    # --- rooms ---------------------------------------------------------------------------------------
    def _build_room(self, name: str) -> None:
        if self._services is None:
            self.complete()
        services = self._services
        if services is None or services.worker is None:
            return
        person = services.session.person
        self._stay = self._stay or Stay(person.user_id if person else "", self._hub, self._tasks, self)
        room = rooms.build(name, self, services, self._stay, self._show_case, self._front)
        if name == "review" and self._front is not None:
            self._front = None
            self.window.furnish_room(name, room)
            return
        self.window.add_room(name, room, self._layouts(person).get(name, ""))

    def _layouts(self, person: Person | None) -> dict[str, str]:
        """How this person arranged the panels."""
        try:
            kept = json.loads(self._settings.now.window or "{}").get("panels", {})
            found = kept.get(person.user_id if person else "", {})
        except (ValueError, AttributeError):
            return {}
        return found if isinstance(found, dict) else {}

    def _show_case(self, case_id: str) -> None:
        """In the Review room, whichever room is on screen."""
        self.window.ask_room("review")
        room: Any = self.window.room("review")
        room.open_case(case_id)

    # --- news and status -----------------------------------------------------------------------------
    def _news(self, news: Changed) -> None:
        services = self._services
        if services is None:
            return
        if Kind.OUTBOX in news.kinds and services.worker is not None:
            services.worker.nudge()
        if news.kinds & _FIGURES:
            self._line.ask()

    def _sync_now(self) -> None:
        if self._services is not None and self._services.worker is not None:
            self._services.worker.poke()

    # --- what the person chooses ---------------------------------------------------------------------
    @property
    def settings(self) -> SettingsStore:
        return self._settings

    @property
    def services(self) -> "Services | None":
        return self._services

    @property
    def key_kind(self) -> str:
        return self._stores.key if self._stores else "none"

    @property
    def documents_blurred(self) -> bool:
        """Whether the machine's policy blurs documents until a key is held."""
        return self._policy.blur_documents

    def use_language(self, language: str) -> None:
        if "language" in self._settings.fixed:
            return
        self._own_language = True
        self.translator.use(language)
        self._settings.change(language=language)
        self._hub.publish(changed(Kind.SETTINGS))

    def switch_language(self) -> None:
        self.use_language("en" if self.translator.language == "zh_CN" else "zh_CN")

    def use_theme(self, theme: str, percent: int) -> None:
        if not {"theme", "text_percent"} & self._settings.fixed:
            self.theme.set_percent(percent)
            self.theme.choose(theme)
            self._settings.change(theme=theme, text_percent=percent)
            self._hub.publish(changed(Kind.SETTINGS))

    def use(self, name: str, value: str) -> None:
        """Puts density, times, start_room or documents in force at once."""
        if name in self._settings.fixed:
            return
        now = self._settings.change(**{name: value})
        self.theme.set_compact(now.density == "compact")
        if formats.tells_utc() != (now.times == "utc"):
            formats.tell_utc(now.times == "utc")
            # Every time in sight is said once more, as after a change of language.
            for widget in every_widget():
                QCoreApplication.sendEvent(widget, QEvent(QEvent.Type.LanguageChange))
        self._hub.publish(changed(Kind.SETTINGS))

    def switch_theme(self) -> None:
        dark = tokens.scheme() is tokens.Scheme.DARK
        self.use_theme("light" if dark else "dark", self._settings.now.text_percent)

    # --- the end -------------------------------------------------------------------------------------
    def _closing(self) -> None:
        """The window's last moment on screen: remember its place and let the rooms keep what is typed."""
        kept: dict[str, Any] = {}
        try:
            kept = json.loads(self._settings.now.window or "{}")
        except ValueError:
            _log.info("the remembered window could not be read")
        kept |= self.window.place()
        person = self._services.session.person if self._services else self._early
        layouts = self.window.layouts()
        if person is not None and layouts:
            kept.setdefault("panels", {})[person.user_id] = layouts
        self._settings.change(window=json.dumps(kept))
        self._leave_rooms()

    def finish(self) -> None:
        """After the last window closed: gives the cases back, ends every thread, closes the stores."""
        if self._finished:
            return
        self._finished = True
        self._tick.stop()
        self._litter.end()
        if self._source is not None:
            self._source.cancel()
        services = self._services
        if services is not None:
            services.stop()
            if services.engine.report.connection in ("online", "syncing"):
                # The window is gone and nobody waits: this is waited for, or colleagues would wait for half an hour.
                with contextlib.suppress(DeskError):
                    services.hand.release_all()
        self._tasks.close()
        if self._stores is not None:
            self._stores.close()


def _load_front() -> None:
    """What opens first is loaded while the stores open on other threads."""
    from app.desktop.panels.review import front  # noqa: F401 - for what the import does
