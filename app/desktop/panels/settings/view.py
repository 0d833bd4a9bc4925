"""The settings page: appearance, this workstation, keys."""

from PySide6.QtCore import QEvent, QKeyCombination, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.desktop.panels.settings.state import SettingsState
from app.desktop.widgets import ink, tokens
from app.desktop.widgets.badge import key_cap_width, paint_key_cap
from app.desktop.widgets.buttons import Button, PaintedButton
from app.desktop.widgets.card import Card, Scroll, Surface
from app.desktop.widgets.choices import ChoiceBox, Option
from app.desktop.widgets.label import Label
from app.desktop.widgets.message_bar import MessageBar
from app.desktop.widgets.painted import fill_round, focus_ring
from app.desktop.widgets.runs import Run
from app.desktop.widgets.tokens import Type

SIZES = (80, 90, 100, 110, 125, 140, 160)
_MODIFIERS = (Qt.Key.Key_Control, Qt.Key.Key_Shift, Qt.Key.Key_Alt, Qt.Key.Key_Meta, Qt.Key.Key_AltGr)


class KeyField(PaintedButton):
    """Shows a key; pressed, it takes the next key. Esc leaves it as it was, Backspace takes the key away."""

    recorded = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cap = ""
        self._asking = ""
        self.keeps_all = False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self._begin)

    def set_content(self, cap: str, name: str, asking: str) -> None:
        self._cap, self._asking = cap, asking
        self.setText(cap)
        self.setAccessibleName(name)
        self.update()

    def _begin(self) -> None:
        # While it listens, no key may run a shortcut; the window's guard reads this.
        self.keeps_all = True
        self.update()

    def _end(self) -> None:
        self.keeps_all = False
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if not self.keeps_all:
            super().keyPressEvent(event)
            return
        if key in _MODIFIERS:
            return
        self._end()
        if key == Qt.Key.Key_Escape:
            return
        if key == Qt.Key.Key_Backspace:
            self.recorded.emit("")
            return
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.text().isprintable() and event.text() and not event.text().isalnum():
            # The sign is what a person presses: "?" and not Shift with the key it stands on.
            modifiers &= ~Qt.KeyboardModifier.ShiftModifier
        sequence = QKeySequence(QKeyCombination(modifiers, key))
        self.recorded.emit(sequence.toString(QKeySequence.SequenceFormat.PortableText))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._end()

    def sizeHint(self) -> QSize:
        return QSize(tokens.px(110), tokens.px(26))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = self.rect()
        if self.underMouse() or self.keeps_all:
            fill_round(painter, rect, tokens.colour("accent_bg" if self.keeps_all else "hover"), tokens.RADIUS_INPUT)
        centre = Qt.AlignmentFlag.AlignVCenter
        if self.keeps_all:
            painter.setFont(tokens.font(Type.SMALL))
            painter.setPen(tokens.colour("accent"))
            ink.draw_text(painter, rect.adjusted(tokens.S2, 0, 0, 0), centre, self._asking, elide=True)
        elif self._cap:
            box = rect.adjusted(tokens.S2, tokens.px(4), 0, -tokens.px(4))
            box.setWidth(key_cap_width(self._cap))
            paint_key_cap(painter, box, self._cap, "text")
        else:
            painter.setPen(tokens.colour("muted"))
            painter.setFont(tokens.font(Type.SMALL))
            ink.draw_text(painter, rect.adjusted(tokens.S2, 0, 0, 0), centre, "–", data=True)
        if self.hasFocus():
            focus_ring(painter, rect, tokens.RADIUS_INPUT)


class SettingsView(Surface):
    language_chosen = Signal(str)
    theme_chosen = Signal(str)
    size_chosen = Signal(int)
    key_given = Signal(str, str)
    keys_reset = Signal()
    sign_out_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("bg", (), parent)
        self._state = SettingsState()
        self._title = Label(kind=Type.TITLE)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(tokens.S5, tokens.S5, tokens.S5, tokens.S5)
        column.setSpacing(tokens.S4)
        column.addWidget(self._title)
        self._look, self._desk, self._keys = Card(), Card(), Card()
        for card in (self._look, self._desk, self._keys):
            card.setMaximumWidth(tokens.px(860))
            column.addWidget(card)
        column.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(Scroll(page, self))
        self._build_look()
        self._build_desk()
        self._build_keys()
        self._retranslate()

    # --- building ------------------------------------------------------------------------------------
    def _build_look(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(tokens.S4)
        grid.setVerticalSpacing(tokens.S2)
        grid.setColumnMinimumWidth(0, tokens.px(150))
        grid.setColumnStretch(2, 1)
        self._look_names = [Label(colour="muted") for _ in range(3)]
        self.theme, self.language, self.text_size = ChoiceBox(), ChoiceBox(), ChoiceBox()
        for row, (name, box) in enumerate(
            zip(self._look_names, (self.theme, self.language, self.text_size), strict=True)
        ):
            box.setFixedWidth(tokens.px(220))
            grid.addWidget(name, row, 0)
            grid.addWidget(box, row, 1)
        self.theme.picked.connect(self.theme_chosen)
        self.language.picked.connect(self.language_chosen)
        self.text_size.picked.connect(lambda code: self.size_chosen.emit(int(code)))
        self._look.body.addLayout(grid)

    def _build_desk(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(tokens.S4)
        grid.setVerticalSpacing(tokens.S2)
        grid.setColumnMinimumWidth(0, tokens.px(150))
        grid.setColumnStretch(1, 1)
        self._desk_names = [Label(colour="muted") for _ in range(3)]
        self._server, self._person, self._kept = Label(data=True), Label(data=True), Label(wrap=True)
        for row, (name, value) in enumerate(
            zip(self._desk_names, (self._server, self._person, self._kept), strict=True)
        ):
            grid.addWidget(name, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(value, row, 1)
        self._out = Button("plain")
        self._out.clicked.connect(self.sign_out_asked)
        self._fixed = Label(kind=Type.SMALL, colour="muted", wrap=True)
        row_layout = QHBoxLayout()
        row_layout.addWidget(self._fixed, 1)
        row_layout.addWidget(self._out)
        self._desk.body.addLayout(grid)
        self._desk.body.addLayout(row_layout)

    def _build_keys(self) -> None:
        self._clash = MessageBar()
        self._hint = Label(kind=Type.SMALL, colour="muted", wrap=True)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(tokens.S3)
        self._grid.setVerticalSpacing(tokens.S0)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(3, 1)
        self._grid.setColumnMinimumWidth(2, tokens.S5)
        self._fields: dict[str, tuple[Label, KeyField]] = {}
        self._reset = Button("plain")
        self._reset.clicked.connect(self.keys_reset)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self._reset)
        self._keys.body.addWidget(self._hint)
        self._keys.body.addWidget(self._clash)
        self._keys.body.addLayout(self._grid)
        self._keys.body.addLayout(row)

    # --- filling -------------------------------------------------------------------------------------
    def set_state(self, state: SettingsState) -> None:
        self._state = state
        self._retranslate()

    def _choices(self) -> None:
        state = self._state
        themes = {"system": self.tr("As the system"), "light": self.tr("Light"), "dark": self.tr("Dark")}
        languages = {"en": "English", "zh_CN": "简体中文"}
        for box, texts, chosen, data, name in (
            (self.theme, themes, state.theme, False, "theme"),
            (self.language, languages, state.language, True, "language"),
            (self.text_size, {str(n): f"{n} %" for n in SIZES}, str(state.text_percent), True, "text_percent"),
        ):
            box.set_options([Option(code, text, data=data) for code, text in texts.items()], chosen)
            box.set_runs((Run(texts.get(chosen, chosen), "text", None, data),), flat=name in state.fixed)

    def _retranslate(self) -> None:
        state = self._state
        self._title.set_text(self.tr("Settings"))
        self._look.heading.set_text(self.tr("Appearance"))
        self._desk.heading.set_text(self.tr("This workstation"))
        self._keys.heading.set_text(self.tr("Keys"))
        for label, text in zip(
            self._look_names, (self.tr("Theme"), self.tr("Language"), self.tr("Text size")), strict=True
        ):
            label.set_text(text)
        for label, text in zip(
            self._desk_names, (self.tr("Server"), self.tr("Signed in as"), self.tr("Key of this profile")), strict=True
        ):
            label.set_text(text)
        self._server.set_text(state.server, data=True)
        self._person.set_text(state.person or "–", data=True)
        self._kept.set_text(self._key_words(state.key))
        self._out.set_content(self.tr("Sign out"))
        self._out.setVisible(bool(state.person))
        self._fixed.set_text(
            self.tr("The owner of this machine decided some of these settings.") if state.fixed else ""
        )
        self._hint.set_text(self.tr("Press Enter on a key and then the new one. Backspace takes a key away."))
        self._reset.set_content(self.tr("Keys as they were at first"))
        self._choices()
        self._fill_keys()

    def _key_words(self, key: str) -> str:
        return {
            "keyring": self.tr("In the keyring of your system. Cases and unsent work are kept encrypted."),
            "inherited": self.tr("Handed over by the program that started this one, for this run only."),
        }.get(key, self.tr("There is none: you work online and nothing is kept on this computer."))

    def _fill_keys(self) -> None:
        state = self._state
        half = (len(state.keys) + 1) // 2
        asking = self.tr("Press a key")
        for number, row in enumerate(state.keys):
            made = self._fields.get(row.action)
            if made is None:
                made = self._fields[row.action] = (Label(elide=True), KeyField())
                made[1].recorded.connect(lambda key, action=row.action: self.key_given.emit(action, key))
                column = 0 if number < half else 3
                self._grid.addWidget(made[0], number % half, column)
                self._grid.addWidget(made[1], number % half, column + 1)
            made[0].set_text(row.text)
            made[1].set_content(row.cap, row.text, asking)
        clash = next((row.text for row in state.keys if row.action == state.clash), "")
        if clash and state.taken_by:
            said = self.tr("This key belongs to “{other}”. “{action}” keeps its own.")
            self._clash.say(said.format(other=state.taken_by, action=clash), "warn")
        else:
            self._clash.say("")

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
