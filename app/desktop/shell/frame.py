"""The fixed parts around a workspace: top bar, rail and status line."""

from collections.abc import Collection, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.desktop.shell.status_words import Pill
from app.desktop.widgets import tokens
from app.desktop.widgets.buttons import RailButton
from app.desktop.widgets.card import Surface
from app.desktop.widgets.label import Label
from app.desktop.widgets.painted import show_if
from app.desktop.widgets.status_pill import LanguageSwitch, SearchField, StatusPill
from app.desktop.widgets.tokens import Type

NAME = "Footplate"


class TopBar(Surface):
    """Name and workspace, the way into the palette, the state in words, the language, the person."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("surface", ("bottom",), parent)
        self._name = Label(NAME, Type.HEADING, data=True, parent=self)
        self._workspace = Label(kind=Type.BODY, colour="muted", parent=self)
        self.search = SearchField(self)
        self.pill = StatusPill(self)
        self.language = LanguageSwitch(self)
        self._person = Label(kind=Type.STRONG, data=True, parent=self)
        self._role = Label(kind=Type.BODY, colour="muted", parent=self)
        self.search.setMaximumWidth(tokens.px(520))
        for button in (self.search, self.pill, self.language):
            # A click here must not take the focus from the case.
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(tokens.S4 - 2, 0, tokens.S4 - 2, 1)
        layout.setSpacing(tokens.S4 - 2)
        layout.addWidget(self._name)
        layout.addWidget(self._workspace)
        layout.addStretch(2)
        layout.addWidget(self.search, 6)
        layout.addStretch(2)
        for widget in (self.pill, self.language, self._person, self._role):
            layout.addWidget(widget)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_person("", "")
        self.restyled()

    def restyled(self) -> None:
        self.setFixedHeight(tokens.px(tokens.TOP_BAR_HEIGHT))
        self.search.setMaximumWidth(tokens.px(520))
        super().restyled()

    def set_workspace(self, text: str) -> None:
        self._workspace.set_text(text)

    def set_search(self, text: str, key: str) -> None:
        self.search.set_content(text, key)

    def set_person(self, name: str, role: str) -> None:
        self._person.set_text(name, data=True)
        self._role.set_text(role)
        for label in (self._person, self._role):
            # Nobody is signed in: no gap where a name would stand.
            show_if(label, bool(label.text()))

    def set_pill(self, pill: Pill) -> None:
        self.pill.set_status(pill.text, pill.colour, pill.filled)


class Rail(Surface):
    """The workspaces, each an icon over its name; the last ones stand at the foot."""

    chosen = Signal(str)

    def __init__(self, upper: Sequence[str], lower: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__("surface", ("right",), parent)
        self._buttons: dict[str, RailButton] = {}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, tokens.S2, 1, tokens.S2)
        layout.setSpacing(tokens.S1)
        for group in (upper, lower):
            for name in group:
                button = RailButton(name, self)
                button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
                button.clicked.connect(lambda _on, room=name: self._told(room))
                self._buttons[name] = button
                layout.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
            if group is upper:
                layout.addStretch(1)
        self._current = ""
        self.restyled()

    def restyled(self) -> None:
        self.setFixedWidth(tokens.px(tokens.RAIL_WIDTH))
        super().restyled()

    def _told(self, room: str) -> None:
        # A second press on the workspace in sight must not lift its mark.
        self.set_current(self._current)
        self.chosen.emit(room)

    def set_rooms(self, rooms: Collection[str]) -> None:
        """The workspaces that this person has; the others are not to be seen."""
        for name, button in self._buttons.items():
            show_if(button, name in rooms)

    def set_content(self, room: str, text: str, count: str = "") -> None:
        self._buttons[room].set_content(text, count)

    def set_current(self, room: str) -> None:
        self._current = room
        for name, button in self._buttons.items():
            button.setChecked(name == room)


class FootLine(Surface):
    """The status line: the work at the left, what is kept and reserved at the right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("surface", ("top",), parent)
        self._left = Label(kind=Type.SMALL, colour="muted", tabular=True, elide=True, parent=self)
        self._right = Label(kind=Type.SMALL, colour="muted", tabular=True, parent=self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(tokens.S4 - 2, 1, tokens.S4 - 2, 0)
        layout.addWidget(self._left, 1)
        layout.addWidget(self._right)
        self.restyled()

    def restyled(self) -> None:
        self.setFixedHeight(tokens.px(tokens.STATUS_HEIGHT))
        super().restyled()

    def set_texts(self, left: str, right: str) -> None:
        self._left.set_text(left)
        self._right.set_text(right)
