"""The settings page: appearance, work, this workstation, keys."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QApplication, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.desktop.panels.settings.state import DENSITIES, SIZES, SettingsState
from app.desktop.panels.settings.view.choice_grid import ChoiceGrid
from app.desktop.panels.settings.view.key_field import KeyField
from app.desktop.panels.settings.view.keys_card import KeysCard
from app.desktop.panels.settings.view.machine_card import MachineCard
from app.desktop.widgets import tokens
from app.desktop.widgets.buttons import Button
from app.desktop.widgets.card import Card, Scroll, Surface
from app.desktop.widgets.choices import ChoiceBox
from app.desktop.widgets.label import Label, RoomTitle
from app.desktop.widgets.painted import show_if
from app.desktop.widgets.tokens import Type

__all__ = ["KeyField", "SettingsView"]
WIDTH = 980


class SettingsView(Surface):
    """`chosen` carries the name of a setting and the code that was picked."""

    chosen = Signal(str, str)
    key_given = Signal(str, str)
    key_reset = Signal(str)
    keys_reset = Signal()
    sign_out_asked = Signal()
    rotation_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("bg", (), parent)
        self._state = SettingsState()
        self._title = RoomTitle()
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(tokens.S5, tokens.S4, tokens.S5, tokens.S5)
        column.setSpacing(tokens.S3)
        column.addWidget(self._title)
        self._look, self._work, self._desk, self.keys = Card(), Card(), Card(), KeysCard()
        self.machine = MachineCard()
        self._cards = (self._look, self._work, self._desk, self.machine, self.keys)
        for card in self._cards:
            column.addWidget(card)
        column.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self._scroll = Scroll(page, self)
        outer.addWidget(self._scroll, 1)
        said = QHBoxLayout()
        said.setContentsMargins(tokens.S5, tokens.S2, tokens.S5, tokens.S3)
        said.addWidget(self.keys.refusal)
        outer.addLayout(said)
        self._look_grid, self._work_grid = ChoiceGrid(), ChoiceGrid()
        self.theme, self.language, self.text_size, self.density, self.times = (
            self._add(self._look_grid, name) for name in ("theme", "language", "text_percent", "density", "times")
        )
        self.start_room, self.documents = (self._add(self._work_grid, name) for name in ("start_room", "documents"))
        self._look.body.addLayout(self._look_grid)
        self._work.body.addLayout(self._work_grid)
        self._time = Label(kind=Type.SMALL, colour="muted", wrap=True)
        self._work.body.addWidget(self._time)
        self._build_desk()
        self.keys.key_given.connect(self.key_given)
        self.keys.key_reset.connect(self.key_reset)
        self.keys.keys_reset.connect(self.keys_reset)
        self.restyled()
        self._retranslate()

    def _add(self, grid: ChoiceGrid, name: str) -> ChoiceBox:
        box = grid.add(name)
        box.picked.connect(lambda code: self.chosen.emit(name, code))
        return box

    def _build_desk(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(tokens.S4)
        grid.setVerticalSpacing(tokens.S2)
        grid.setColumnMinimumWidth(0, tokens.px(170))
        grid.setColumnStretch(1, 1)
        self._desk_names = [Label(colour="muted") for _ in range(3)]
        self._server, self._person, self._kept = Label(data=True), Label(data=True), Label(wrap=True)
        for row, (name, value) in enumerate(
            zip(self._desk_names, (self._server, self._person, self._kept), strict=True)
        ):
            grid.addWidget(name, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(value, row, 1)
        self._out, self.rotate = Button("plain"), Button("plain")
        self._out.clicked.connect(self.sign_out_asked)
        self.rotate.clicked.connect(self.rotation_asked)
        self._fixed = Label(kind=Type.SMALL, colour="muted", wrap=True)
        row_layout = QHBoxLayout()
        row_layout.addWidget(self._fixed, 1)
        row_layout.addWidget(self.rotate)
        row_layout.addWidget(self._out)
        self._desk.body.addLayout(grid)
        self._desk.body.addLayout(row_layout)

    def restyled(self) -> None:
        for card in self._cards:
            card.setMaximumWidth(tokens.px(WIDTH))
        super().restyled()

    # --- filling -------------------------------------------------------------------------------------
    def set_state(self, state: SettingsState) -> None:
        self._state = state
        self._retranslate()

    def _fill_look(self) -> None:
        state, grid = self._state, self._look_grid
        fixed = state.fixed
        themes = (
            ("system", self.tr("As the system"), False),
            ("light", self.tr("Light"), False),
            ("dark", self.tr("Dark"), False),
        )
        grid.fill("theme", self.tr("Theme"), themes, state.theme, fixed="theme" in fixed)
        languages = (("en", "English", True), ("zh_CN", "简体中文", True))
        grid.fill("language", self.tr("Language"), languages, state.language, fixed="language" in fixed)
        sizes = tuple((str(n), f"{n} %", True) for n in SIZES)
        grid.fill("text_percent", self.tr("Text size"), sizes, str(state.text_percent), fixed="text_percent" in fixed)
        words = {"comfortable": self.tr("Comfortable"), "compact": self.tr("Compact")}
        rows = tuple((code, words[code], False) for code in DENSITIES)
        note = self.tr("Compact shows more rows of the queue and of tables.")
        grid.fill("density", self.tr("Rows"), rows, state.density, fixed="density" in fixed, note=note)
        times = (("local", self.tr("Local time"), False), ("utc", self.tr("UTC"), False))
        note = self.tr("In UTC the status line says so.")
        grid.fill("times", self.tr("Times"), times, state.times, fixed="times" in fixed, note=note)

    def _fill_work(self) -> None:
        state, grid = self._state, self._work_grid
        rooms = tuple((room, text, False) for room, text in state.rooms)
        note = self.tr("A draft that was not sent is opened first, wherever you start.")
        grid.fill(
            "start_room", self.tr("Start with"), rooms, state.start_room, fixed="start_room" in state.fixed, note=note
        )
        ways = (("colour", self.tr("In colour"), False), ("grey", self.tr("In grey"), False))
        note = {
            True: self.tr("This machine blurs documents until Space is held; that cannot be changed here."),
            False: "",
        }[state.documents_blurred]
        grid.fill("documents", self.tr("Documents"), ways, state.documents, fixed="documents" in state.fixed, note=note)
        self._time.set_text(
            self.tr(
                "The time on a case counts while this window is in front and you use it. It stops {n} s after the last "
                "key, click or movement, and goes with the review."
            ).format(n=state.idle_s)
        )

    def _retranslate(self) -> None:
        state = self._state
        self._title.set_text(self.tr("Settings"))
        self._look.heading.set_text(self.tr("Appearance"))
        self._work.heading.set_text(self.tr("Work"))
        self._desk.heading.set_text(self.tr("This workstation"))
        for label, text in zip(
            self._desk_names, (self.tr("Server"), self.tr("Signed in as"), self.tr("Key of this profile")), strict=True
        ):
            label.set_text(text)
        self._server.set_text(state.server or "–", data=True)
        self._person.set_text(state.person or "–", data=True)
        said = self._key_words(state.key)
        if state.rotation == "asked":
            said = self.tr("{key} It is changed when Footplate is started the next time.").format(key=said)
        self._kept.set_text(said)
        self.rotate.set_content(self.tr("Change the key"))
        self.rotate.setAccessibleDescription(self.tr("At the next start everything kept here gets another key."))
        show_if(self.rotate, state.rotation == "offered")
        self._out.set_content(self.tr("Sign out"))
        show_if(self._out, bool(state.person))
        self._fixed.set_text(
            self.tr("The owner of this machine decided some of these settings.") if state.fixed else ""
        )
        self._fill_look()
        self._fill_work()
        self.machine.fill(state.decided, state.policy_fault)
        self.keys.fill(state.keys, state.refused)
        self._keep_in_sight()

    def _keep_in_sight(self) -> None:
        """What is said under the page takes room from it: the key that it is about stays in sight above it."""
        focused, layout = QApplication.focusWidget(), self.layout()
        if layout is not None and focused is not None and self.keys.isAncestorOf(focused):
            layout.activate()
            self._scroll.ensureWidgetVisible(focused)

    def _key_words(self, key: str) -> str:
        return {
            "keyring": self.tr("In the keyring of your system. Cases and unsent work are kept encrypted."),
            "inherited": self.tr("Handed over by the program that started this one, for this run only."),
        }.get(key, self.tr("There is none: you work online and nothing is kept on this computer."))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
