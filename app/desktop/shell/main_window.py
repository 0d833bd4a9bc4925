"""The window: top bar, rail, the workspaces, the status line, the sheets over them, and the keys."""

import json
from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QResizeEvent, QScreen, QShowEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from app.desktop.ports import Person, StatusState
from app.desktop.shell import status_words
from app.desktop.shell.actions import ActionMap
from app.desktop.shell.acts import Acts
from app.desktop.shell.frame import NAME, FootLine, Rail, TopBar
from app.desktop.shell.key_guard import KeyGuard, is_text_field
from app.desktop.shell.overlay import Overlay
from app.desktop.shell.palette_entries import FindCases, Recent, SearchServer
from app.desktop.shell.room import Room
from app.desktop.shell.room_frame import RoomFrame
from app.desktop.widgets import accessible, captions, formats
from app.desktop.widgets.card import Surface
from app.desktop.widgets.everywhere import every_widget

if TYPE_CHECKING:
    # Sheets are loaded when they are first opened.
    from app.desktop.shell.clause_sheet import ClauseSheet
    from app.desktop.shell.help_sheet import HelpSheet
    from app.desktop.shell.palette import PaletteSheet

UPPER, LOWER = ("review", "day", "qa", "calibrate", "feedback", "sops", "team"), ("activity", "settings")
ROOMS = UPPER + LOWER
SMALLEST = QSize(1024, 640)
FIRST_SIZE = QSize(1600, 1000)
NEEDS: Mapping[str, tuple[str, ...]] = {
    "qa": ("qa.score", "qa.sample", "qa.adjudicate"),
    "calibrate": ("hub.read", "calibration.read", "calibration.attend"),
    "sops": ("sop.read",),
    "team": (
        "scorecard.own",
        "scorecard.read",
        "agreement.read",
        "stats.recall",
        "shift.read",
        "dispute.resolve",
        "review.submit",
        "stats.blind_first",
        "licence.read",
        "gold.manage",
        "stats.checks",
    ),
}
"""Capabilities one of which a person needs to have a workspace; all have the others."""
ROOM = "room:"
"""Before the name of a workspace: what an action asks for that only who has the workspace may do."""
WHILE_COVERED = frozenset({"language", "theme"})
BEFORE_SIGN_IN = WHILE_COVERED | {"help", "leave"}
"""What there is to do for a key where nobody is signed in: nothing that needs a person's work."""


def room_words(room: str) -> str:
    """A workspace's name."""
    translate = QCoreApplication.translate
    return {
        "review": translate("Rooms", "Review"),
        "day": translate("Rooms", "My day"),
        "qa": translate("Rooms", "QA"),
        "calibrate": translate("Rooms", "Calibrate"),
        "feedback": translate("Rooms", "Feedback"),
        "sops": translate("Rooms", "SOPs"),
        "team": translate("Rooms", "Team"),
        "activity": translate("Rooms", "Activity"),
        "settings": translate("Rooms", "Settings"),
    }.get(room, "")


def room_named(name: str) -> str:
    """A workspace to start with: `name` where it is one, else Review."""
    return name if name in ROOMS else UPPER[0]


def _screen_of(kept: Mapping[str, Any]) -> QScreen | None:
    """The screen that the window stood on: by its name, else by the place; None where neither is here."""
    try:
        corner = QPoint(int(kept["x"]) + 40, int(kept["y"]) + 20)
    except (KeyError, TypeError, ValueError):
        return None
    named = next((one for one in QGuiApplication.screens() if one.name() == kept.get("screen")), None)
    at = QGuiApplication.screenAt(corner)
    return named if named is not None and named.geometry().contains(corner) else at


def role_words(person: Person) -> str:
    return ", ".join(captions.role(role)[0] for role in person.roles)


class MainWindow(QMainWindow):
    """Rooms are added as they are built; `room_asked` is sent when one is wanted that isn't there yet."""

    room_asked = Signal(str)
    pill_pressed = Signal()
    language_asked = Signal()
    recent_changed = Signal()
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
        self.current = ""
        self._rooms = frozenset(ROOMS)
        self._cover: QWidget | None = None
        self._before_cover: QWidget | None = None
        self._under_cover: list[QWidget] = []
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
        self._palette: PaletteSheet | None = None
        self._help: HelpSheet | None = None
        self._clause: ClauseSheet | None = None
        self.recent = Recent()
        self._find: FindCases = lambda _text, _most: ()
        self._ask: SearchServer | None = None
        self._show_case: Callable[[str], None] = lambda _case: None
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
                "help": self.toggle_help,
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
        return self._cover is not None

    def cover(self, page: QWidget) -> None:
        """`page` alone is to be seen and used: everything else of the window goes out of sight, with its menus, tips,
        floating panels and title. What is typed stays where it is."""
        self._before_cover = QApplication.focusWidget()
        while (popup := QApplication.activePopupWidget()) is not None:
            popup.close()
        # A floating panel that is hidden would be remembered as one that is gone.
        self._layouts_before = self.layouts()
        self._cover = page
        windows = [w for w in every_widget() if w.isWindow() and w is not self and w.isVisible() and self._owns(w)]
        tips = [w for w in windows if w.windowType() == Qt.WindowType.ToolTip]
        for tip in tips:
            tip.hide()
        floating = [w for w in windows if w not in tips]
        inside = [child for child in self.children() if isinstance(child, QWidget) and child.isVisibleTo(self)]
        self._under_cover = [one for one in (*inside, *floating) if one is not page]
        self.actions_.silence(WHILE_COVERED)
        page.setParent(self)
        page.setGeometry(self.rect())
        page.show()
        page.raise_()
        for widget in self._under_cover:
            widget.hide()
        self._title()

    def uncover(self) -> None:
        """The window as it was, with the focus where it was."""
        page, self._cover = self._cover, None
        if page is None:
            return
        for widget in self._under_cover:
            if shiboken6.isValid(widget):
                widget.show()
        page.hide()
        self._under_cover = []
        self.actions_.silence(None)
        self._title()
        before, self._before_cover = self._before_cover, None
        if before is not None and shiboken6.isValid(before) and before.isVisible():
            before.setFocus()

    def _owns(self, widget: QWidget) -> bool:
        parent = widget.parentWidget()
        return parent is not None and parent.window() is self

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
        self.current = name
        self.rail.set_current(name)
        self.top.set_workspace(room_words(name))
        self.actions_.set_workspace(name)
        self._title()

    def layouts(self) -> dict[str, str]:
        """Each docked room's arrangement, for the settings."""
        if self._cover is not None:
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
        self._rooms = frozenset(name for name in ROOMS if name not in NEEDS or any(map(may, NEEDS[name])))
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

    def set_language(self, language: str) -> None:
        self.top.language.set_language("zh" if language.startswith("zh") else "en")

    def set_case_search(self, find: FindCases, show: Callable[[str], None], ask: SearchServer | None = None) -> None:
        """How the palette finds cases on this seat, shows one, and asks the server (where it can be asked)."""
        self._find, self._show_case, self._ask = find, show, ask
        if self._palette is not None:
            self._palette.set_find(find, ask)

    def _status_words(self) -> None:
        self.top.set_pill(status_words.pill(self._status, self._now_ms))
        mine, today, held = self._figures
        left = status_words.work_line(mine, today) if self._person is not None else ""
        right = status_words.store_line(self._status, held, self._now_ms) if self._person is not None else ""
        news = status_words.kept_work_line(*self._kept_work)
        imposed = status_words.machine_line(self._notices)
        contact = status_words.contact_line(self._contact)
        self.foot.set_texts("     ".join(part for part in (left, contact, imposed, news) if part), right)
        count = self._status.attention if self._status is not None else 0
        self.rail.set_content("activity", room_words("activity"), formats.count(count) if count else "")

    def _person_words(self) -> None:
        person = self._person
        self.top.set_person(person.name if person else "", role_words(person) if person else "")
        self._status_words()

    # --- sheets --------------------------------------------------------------------------------------
    def _overlay_open(self) -> bool:
        if self._cover is not None:
            return True
        return any(isinstance(child, Overlay) and child.isVisible() for child in self._ground.children())

    def _live_key(self, key: str) -> bool:
        return any(self.actions_.on_key(key))

    def _works_over_sheets(self, key: str) -> bool:
        return any(spec.over_sheets for spec in self.actions_.on_key(key))

    def open_palette(self) -> None:
        if self._person is None:
            return
        if self._palette is None:
            from app.desktop.shell.palette import PaletteSheet

            self._palette = PaletteSheet(self.actions_, self._ground, self.recent)
            self._palette.set_find(self._find, self._ask)
            self._palette.case_chosen.connect(lambda case: self._show_case(case))
            self._palette.clause_chosen.connect(self.show_clause)
            self._palette.recent_changed.connect(self.recent_changed)
        self._palette.open_over()

    def show_clause(self, reference: str) -> None:
        """Opens the reading sheet of a clause such as "ATO-12 §3"."""
        if self._clause is None:
            from app.desktop.shell.clause_sheet import ClauseSheet

            self._clause = ClauseSheet(self._ground)
        self._clause.show_clause(reference)

    def renew_clause(self) -> None:
        """Other pages of the procedures are read here by now."""
        if self._clause is not None:
            self._clause.renew()

    def toggle_help(self) -> None:
        if self._help is None:
            from app.desktop.shell.help_sheet import HelpSheet

            self._help = HelpSheet(self.actions_, self._ground)
        if self._help.isVisible():
            self._help.close_over()
        else:
            self._help.open_over()

    @property
    def palette_sheet(self) -> "PaletteSheet | None":
        return self._palette

    @property
    def help_sheet(self) -> "HelpSheet | None":
        return self._help

    @property
    def clause_sheet(self) -> "ClauseSheet | None":
        return self._clause

    def leave_field(self) -> None:
        """Esc: out of a text field, so that the letters are keys again."""
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
        if self._cover is not None:
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

    # --- size and place ------------------------------------------------------------------------------
    def restore_place(self, text: str) -> None:
        """Size, place and state as `place` gave them; the first time as large as the screen sensibly allows. A place
        on a screen that is not there any more is forgotten."""
        try:
            kept = json.loads(text) if text else {}
            size = QSize(int(kept["w"]), int(kept["h"]))
            large = bool(kept.get("max"))
        except (ValueError, KeyError, TypeError):
            size, large = FIRST_SIZE, False
            kept = {}
        screen = _screen_of(kept) or self.screen()
        room = screen.availableSize()
        # A size that leaves no room for the window's own frame would push the status line off the screen.
        large = large or size.width() >= room.width() or size.height() >= room.height()
        self.resize(size.boundedTo(room).expandedTo(SMALLEST.boundedTo(room)))
        if _screen_of(kept) is not None:
            free = screen.availableGeometry()
            # Whole on its screen, however the screens have moved since.
            left = max(free.left(), min(int(kept["x"]), free.right() + 1 - self.width()))
            top = max(free.top(), min(int(kept["y"]), free.bottom() + 1 - self.height()))
            self.move(left, top)
        if large:
            self.setWindowState(Qt.WindowState.WindowMaximized)

    def place(self) -> dict[str, Any]:
        normal = self.normalGeometry() if self.isMaximized() else self.geometry()
        # `move` takes the frame's corner; with the window's own it would sink by a title bar every day.
        corner = normal.topLeft() if self.isMaximized() else self.pos()
        return {
            "x": corner.x(), "y": corner.y(), "w": normal.width(), "h": normal.height(),
            "max": self.isMaximized(), "screen": self.screen().name(),
        }  # fmt: skip

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.acts.listen_to(self.windowHandle())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._cover is not None:
            self._cover.setGeometry(self.rect())

    def closeEvent(self, event: QCloseEvent) -> None:
        self.closing.emit()
        event.accept()
