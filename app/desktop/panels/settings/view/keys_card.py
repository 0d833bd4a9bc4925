"""The keys: every action that can have one, by group, each with its field and a way back to its first key."""

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from app.desktop.panels.settings.state import KeyRefused, KeyRow
from app.desktop.panels.settings.view.key_field import KeyField
from app.desktop.widgets import tokens
from app.desktop.widgets.buttons import Button
from app.desktop.widgets.card import Card
from app.desktop.widgets.label import Label
from app.desktop.widgets.message_bar import MessageBar
from app.desktop.widgets.painted import show_if
from app.desktop.widgets.tokens import Type

translate = QCoreApplication.translate
COLUMNS = 2


def refused_words(refused: KeyRefused, action: str) -> str:
    """Why a key was not given, and that nothing changed."""
    if refused.why == "taken":
        said = translate("SettingsView", "{key} belongs to “{other}”. “{action}” keeps its own.")
        return said.format(key=refused.key, other=refused.other, action=action)
    said = {
        "input_method": translate("SettingsView", "{key} switches input methods, so no action can have it."),
        "control": translate("SettingsView", "{key} moves and chooses everywhere, so no action can have it."),
        "editing": translate("SettingsView", "{key} is for writing, so no action can have it."),
    }.get(refused.why, translate("SettingsView", "This key has no name here. Choose another."))
    return said.format(key=refused.key)


class KeysCard(Card):
    key_given = Signal(str, str)
    key_reset = Signal(str)
    keys_reset = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.refusal = MessageBar()
        """Not in the card, which is longer than the window: the page keeps it in sight."""
        self._hint = Label(kind=Type.SMALL, colour="muted", wrap=True)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(tokens.S2)
        self._grid.setVerticalSpacing(tokens.S0)
        for column in range(COLUMNS):
            self._grid.setColumnStretch(4 * column, 3)
            self._grid.setColumnStretch(4 * column + 3, 1)
            self._grid.setColumnMinimumWidth(4 * column + 3, tokens.S4)
        self.fields: dict[str, tuple[Label, KeyField, Button]] = {}
        self._groups: list[Label] = []
        self._order: tuple[str, ...] = ()
        self.reset = Button("plain")
        self.reset.clicked.connect(self.keys_reset)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.reset)
        self.body.addWidget(self._hint)
        self.body.addLayout(self._grid)
        self.body.addLayout(row)

    def fill(self, rows: tuple[KeyRow, ...], refused: KeyRefused | None) -> None:
        self.heading.set_text(translate("SettingsView", "Keys"))
        self._hint.set_text(
            translate(
                "SettingsView",
                "Press Enter on a key and then the new one. Backspace takes a key away, Delete brings the first one "
                "back.",
            )
        )
        self.reset.set_content(translate("SettingsView", "Keys as they were at first"))
        if tuple(row.action for row in rows) != self._order:
            self._place(rows)
        for label, group in zip(self._groups, dict.fromkeys(row.group for row in rows), strict=False):
            label.set_text(group)
        words = (translate("SettingsView", "Press a key"), translate("SettingsView", "no key"))
        for row in rows:
            name, field, back = self.fields[row.action]
            name.set_text(row.text)
            field.set_content(row.cap, row.text, *words, row.own)
            back.set_content(translate("SettingsView", "Reset"))
            said = translate("SettingsView", "Give “{action}” its first key back: {key}")
            back.setAccessibleName(said.format(action=row.text, key=row.first or words[1]))
            # Its place stays free, so that no row moves when a key is changed.
            back.setEnabled(row.own)
            show_if(back, row.own)
        action = next((row.text for row in rows if refused is not None and row.action == refused.action), "")
        self.refusal.say(refused_words(refused, action) if refused is not None else "", "warn")

    def _place(self, rows: tuple[KeyRow, ...]) -> None:
        """Rows of a group run down the first column and then the second."""
        self._order = tuple(row.action for row in rows)
        groups = tuple(dict.fromkeys(row.group for row in rows))
        for label in self._groups:
            label.deleteLater()
        self._groups = [Label(kind=Type.STRONG, parent=self) for _ in groups]
        line = 0
        before: QWidget | None = None
        for number, group in enumerate(groups):
            self._grid.addWidget(self._groups[number], line, 0, 1, 4 * COLUMNS)
            line += 1
            members = [row for row in rows if row.group == group]
            high = -(-len(members) // COLUMNS)
            for place, row in enumerate(members):
                column, down = divmod(place, high)
                made = self.fields.get(row.action) or self._make(row.action)
                for offset, widget in enumerate(made):
                    self._grid.addWidget(widget, line + down, 4 * column + offset)
                for stop in made[1:]:
                    if before is not None:
                        self.setTabOrder(before, stop)
                    before = stop
            line += high
        gone = set(self.fields) - set(self._order)
        for action in gone:
            for widget in self.fields.pop(action):
                widget.deleteLater()
        if before is not None:
            self.setTabOrder(before, self.reset)

    def _make(self, action: str) -> tuple[Label, KeyField, Button]:
        made = self.fields[action] = (Label(elide=True, parent=self), KeyField(self), Button("quiet", self))
        made[1].recorded.connect(lambda key: self.key_given.emit(action, key))
        made[1].first_wanted.connect(lambda: self.key_reset.emit(action))
        made[2].clicked.connect(lambda: self._back(action))
        policy = made[2].sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        made[2].setSizePolicy(policy)
        return made

    def _back(self, action: str) -> None:
        # The button goes with its work; the focus stays in its row.
        self.fields[action][1].setFocus()
        self.key_reset.emit(action)
