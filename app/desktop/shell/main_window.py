"""The window: top bar, rail, the workspaces, the status line, the sheets over them, and the keys."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QCloseEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from app.desktop.ports import Person, StatusState
from app.desktop.shell import status_words
from app.desktop.shell.actions import ActionMap
from app.desktop.shell.acts import Acts
from app.desktop.shell.cover import Cover
from app.desktop.shell.frame import NAME, FootLine, Rail, TopBar
from app.desktop.shell.key_guard import KeyGuard, is_text_field
from app.desktop.shell.room import Room
from app.desktop.shell.room_frame import RoomFrame
from app.desktop.shell.room_names import LOWER, ROOM, ROOMS, UPPER, room_words, rooms_for
from app.desktop.shell.sheets import Sheets
from app.desktop.shell.window_place import SMALLEST
from app.desktop.widgets import accessible, captions, formats
from app.desktop.widgets.card import Surface

WHILE_COVERED = frozenset({"language", "theme"})
BEFORE_SIGN_IN = WHILE_COVERED | {"help", "leave"}
"""What there is to do for a key where nobody is signed in: nothing that needs a person's work."""


def role_words(person: Person) -> str:
    return ", ".join(captions.role(role)[0] for role in person.roles)


class MainWindow(QMainWindow):
    """Rooms are added as they are built; `room_asked` is sent when one is wanted that isn't there yet."""

    room_asked = Signal(str)
    pill_pressed = Signal()
    language_asked = Signal()
    closing = Signal()

    def __init__(self, app: QApplication, own_keys: Mapping[str, str] | None = None) -> None:
        super().__init__()
        accessible.install()
        self.setObjectName("window")
        self.setMinimumSize(SMALLEST)
        self._own_keys = dict(own_keys or {})
        self._frames: dict[str, RoomFrame] = {}
        self._person: Person | None = None
        self._status: StatusState | None = None
        self._now_ms = 0
        self._figures: tuple[int | None, int | None, int] = (None, None, 0)
        self._kept_work = (0, False)
        self._notices: tuple[str, ...] = ()
        self._contact: int | None = None
        self.asked: status_words.Asked | None = None
        self.current = ""
        self._rooms = frozenset(ROOMS)
        self._cover = Cover(self)
        self._layouts_before: dict[str, str] = {}
        self.top = TopBar()
        self.rail = Rail(UPPER, LOWER)
        self.foot = FootLine()
        self._stack = QStackedWidget()
        self._blank = Surface("bg")
        self._stack.addWidget(self._blank)
        ground = QWidget()
        ground.setObjectName("ground")
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self.rail)
        row.addWidget(self._stack, 1)
        column = QVBoxLayout(ground)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.top)
        column.addLayout(row, 1)
        column.addWidget(self.foot)
        self.setCentralWidget(ground)
        self._ground = ground
        self.actions_ = ActionMap(self, self._own_keys)
        self.sheets = Sheets(self.actions_, ground)
        self._guard = KeyGuard(app, self._overlay_open, self._live_key, self._works_over_sheets, self)
        self.acts = Acts(self)
        # A key that is a shortcut never reaches the window as a key.
        self.actions_.ran.connect(self.acts.add)
        self.rail.chosen.connect(self.ask_room)
        self.top.search.clicked.connect(self.open_palette)
        self.top.pill.clicked.connect(self.pill_pressed)
        self.top.language.clicked.connect(self.language_asked)
        self.actions_.changed.connect(self._key_hints)
        self.actions_.answer(
            {
                "palette": self.open_palette,
                "help": self.sheets.toggle_help,
                "leave": self.leave_field,
                **{f"workspace.{room}": partial(self.ask_room, room) for room in ROOMS if room != "settings"},
                "settings": partial(self.ask_room, "settings"),
                "panels.arrange": self._arrange,
                "panels.reset": self._reset_panels,
            }
        )
        self.set_signed_in(None)
        self._retranslate()

    # --- rooms ---------------------------------------------------------------------------------------
    def has_room(self, room: str) -> bool:
        return room in self._frames

    def room(self, room: str) -> Room:
        return self._frames[room].room

    def add_room(self, name: str, room: Room, layout: str = "") -> None:
        """Docks a room; `layout` is its arrangement as `layouts` gave it."""
        frame = RoomFrame(room)
        self._frames[name] = frame
        self._stack.addWidget(frame)
        frame.order_tabs()
        room.widget.windowTitleChanged.connect(self._title)
        self.actions_.answer(room.actions)
        if layout:
            frame.restore_layout(layout)

    def furnish_room(self, name: str, room: Room) -> None:
        """The whole of a room of which only a front stood so far, in the same frame."""
        frame = self._frames[name]
        frame.room = room
        frame.order_tabs()
        self.actions_.answer(room.actions)

    def ask_room(self, name: str) -> None:
        """Shows a room, having it built first where nobody has yet; who does not have it comes to Review."""
        if self._person is None:
            return
        name = name if name in self._rooms else UPPER[0]
        if name not in self._frames:
            self.room_asked.emit(name)
        self.show_room(name)

    def show_room(self, name: str) -> None:
        frame = self._frames.get(name)
        if frame is None:
            return
        self._stack.setCurrentWidget(frame)
        self._set_current(name)
        frame.room.activate()

    def show_page(self, page: QWidget) -> None:
        """Shows a page that is no workspace (sign-in)."""
        if self._stack.indexOf(page) < 0:
            self._stack.addWidget(page)
        self._stack.setCurrentWidget(page)
        self._set_current("")

    def shows(self, page: QWidget) -> bool:
        return self._stack.currentWidget() is page

    @property
    def ground(self) -> QWidget:
        """What sheets lie over."""
        return self._ground

    # --- locked --------------------------------------------------------------------------------------
    @property
    def covered(self) -> bool:
        return self._cover.page is not None

    def cover(self, page: QWidget) -> None:
        """`page` alone is to be seen and used, until `uncover`."""
        # A floating panel that is hidden would be remembered as one that is gone.
        self._layouts_before = self.layouts()
        self._cover.over(page)
        self.actions_.silence(WHILE_COVERED)
        self._title()

    def uncover(self) -> None:
        """The window as it was, with the focus where it was."""
        if self._cover.take_off():
            self.actions_.silence(None)
            self._title()

    def close_rooms(self) -> None:
        """Lets every room keep what is typed."""
        for frame in self._frames.values():
            frame.room.close()

    def drop_rooms(self) -> None:
        """Takes the rooms away (another person signs in)."""
        for frame in self._frames.values():
            self.actions_.forget(frame.room.actions)
            self._stack.removeWidget(frame)
            frame.deleteLater()
        self._frames = {}
        self._stack.setCurrentWidget(self._blank)
        self._set_current("")

    def _set_current(self, name: str) -> None:
        if name != self.current:
            self.set_asked(None)
        self.current = name
        self.rail.set_current(name)
        self.top.set_workspace(room_words(name))
        self.actions_.set_workspace(name)
        self._title()

    def layouts(self) -> dict[str, str]:
        """Each docked room's arrangement, for the settings."""
        if self.covered:
            return self._layouts_before
        return {name: frame.layout_text() for name, frame in self._frames.items() if frame.layout_text()}

    def _arrange(self) -> None:
        frame = self._frames.get(self.current)
        if frame is not None:
            frame.arrange(not frame.arranging)

    def _reset_panels(self) -> None:
        frame = self._frames.get(self.current)
        if frame is not None:
            frame.arrange(False)
            frame.reset()

    # --- what it tells -------------------------------------------------------------------------------
    def set_signed_in(self, person: Person | None, may: Callable[[str], bool] | None = None) -> None:
        self._person = person
        # Before anybody signed in there is nowhere to go.
        self.rail.setVisible(person is not None)
        self.top.search.setVisible(person is not None)
        self.top.pill.setVisible(person is not None)
        may = may or (lambda _capability: False)
        self._rooms = rooms_for(may)
        self.rail.set_rooms(self._rooms)
        asked = may
        self.actions_.set_rights(
            lambda right: right.removeprefix(ROOM) in self._rooms if right.startswith(ROOM) else asked(right),
            BEFORE_SIGN_IN if person is None else None,
        )
        self._person_words()

    def set_status(self, state: StatusState | None, now_ms: int) -> None:
        """The connection and the work, at server time `now_ms`."""
        self._status, self._now_ms = state, now_ms
        self._status_words()

    def set_figures(self, mine: int | None, decided_today: int | None, held: int) -> None:
        """Counted figures of the status line; None where one is not known."""
        self._figures = (mine, decided_today, held)
        self._status_words()

    def set_kept_work(self, recovered: int, set_aside: bool) -> None:
        """What became of unsent work at the start: how much came back, and whether some was set aside."""
        self._kept_work = (recovered, set_aside)
        self._status_words()

    def set_notices(self, codes: tuple[str, ...]) -> None:
        """What the machine imposes (status_words.machine_line)."""
        self._notices = codes
        self._status_words()

    def set_contact(self, left_ms: int | None) -> None:
        """How long this seat may still do without the server, where that is little."""
        if left_ms != self._contact:
            self._contact = left_ms
            self._status_words()

    def set_asked(self, asked: status_words.Asked | None) -> None:
        """A case that the server is asked for, or could not be asked for; None once it is there or given up."""
        if asked != self.asked:
            self.asked = asked
            self._status_words()

    def set_language(self, language: str) -> None:
        self.top.language.set_language("zh" if language.startswith("zh") else "en")

    def _status_words(self) -> None:
        self.top.set_pill(status_words.pill(self._status, self._now_ms))
        mine, today, held = self._figures
        left = status_words.work_line(mine, today) if self._person is not None else ""
        right = status_words.store_line(self._status, held, self._now_ms) if self._person is not None else ""
        news = status_words.kept_work_line(*self._kept_work)
        imposed = status_words.machine_line(self._notices)
        contact = status_words.contact_line(self._contact)
        asked = status_words.asked_line(self.asked)
        self.foot.set_texts("     ".join(part for part in (asked, left, contact, imposed, news) if part), right)
        count = self._status.attention if self._status is not None else 0
        self.rail.set_content("activity", room_words("activity"), formats.count(count) if count else "")

    def _person_words(self) -> None:
        person = self._person
        self.top.set_person(person.name if person else "", role_words(person) if person else "")
        self._status_words()

    # --- keys ----------------------------------------------------------------------------------------
    def _overlay_open(self) -> bool:
        return self.covered or self.sheets.any_open()

    def _live_key(self, key: str) -> bool:
        return any(self.actions_.on_key(key))

    def _works_over_sheets(self, key: str) -> bool:
        return any(spec.over_sheets for spec in self.actions_.on_key(key))

    def open_palette(self) -> None:
        if self._person is not None:
            self.sheets.open_palette()

    def leave_field(self) -> None:
        """Esc: out of a text field, so that the letters are keys again. A case that is still waited for is given up."""
        self.set_asked(None)
        field = QApplication.focusWidget()
        if field is None or not is_text_field(field):
            return
        left: Any = getattr(field, "left", None)
        if left is not None:
            left.emit()
        elif self.current:
            self._frames[self.current].room.activate()
        else:
            field.clearFocus()

    # --- language ------------------------------------------------------------------------------------
    def _key_hints(self) -> None:
        self.top.set_search(self.tr("Search cases and commands"), self.actions_.key_cap("palette"))

    def _title(self) -> None:
        if self.covered:
            # The bar of the desktop shows it to whoever passes by.
            self.setWindowTitle(" · ".join((self.tr("Locked"), NAME)))
            return
        frame = self._frames.get(self.current)
        # A room names what it shows by its own window title (the case that is open).
        subject = frame.room.widget.windowTitle() if frame is not None else ""
        self.setWindowTitle(" · ".join(part for part in (subject, room_words(self.current), NAME) if part))

    def _retranslate(self) -> None:
        self.actions_.retranslate()
        self._key_hints()
        for room in ROOMS:
            self.rail.set_content(room, room_words(room))
        self.top.set_workspace(room_words(self.current))
        self.top.language.setAccessibleName(self.tr("Language"))
        self._title()
        self._person_words()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()

    # --- as a window ---------------------------------------------------------------------------------
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.acts.listen_to(self.windowHandle())

    def closeEvent(self, event: QCloseEvent) -> None:
        self.closing.emit()
        event.accept()
