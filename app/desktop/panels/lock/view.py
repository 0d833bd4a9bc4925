"""The page over a locked window: who is signed in, a field for the password, and a way for somebody else."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.desktop.panels.lock.state import LockState
from app.desktop.widgets import reasons, tokens
from app.desktop.widgets.buttons import Button
from app.desktop.widgets.card import Card, Surface
from app.desktop.widgets.fields import LineEdit
from app.desktop.widgets.label import Label
from app.desktop.widgets.message_bar import MessageBar
from app.desktop.widgets.tokens import Type


class LockView(Surface):
    submitted = Signal(str)
    other_person = Signal()
    # What the browser says in the end where it went well and where not.
    browser_asked = Signal(str, str)
    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("bg", (), parent)
        self._state = LockState()
        self._card = Card(self, heading=False)
        self._title = Label(kind=Type.TITLE, parent=self._card)
        self._lead = Label(colour="muted", wrap=True, parent=self._card)
        self._error = MessageBar(self._card)
        self._who = Label(kind=Type.SMALL, colour="muted", parent=self._card)
        self._name = Label(kind=Type.STRONG, data=True, elide=True, parent=self._card)
        self._label = Label(kind=Type.SMALL, colour="muted", parent=self._card)
        self.password = LineEdit(self._card)
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.setMaxLength(300)
        self.password.setInputMethodHints(
            Qt.InputMethodHint.ImhHiddenText
            | Qt.InputMethodHint.ImhSensitiveData
            | Qt.InputMethodHint.ImhNoPredictiveText
        )
        self._label.setBuddy(self.password)
        self.unlock, self.other = Button("main", self._card), Button("plain", self._card)
        self._note = Label(kind=Type.SMALL, colour="muted", wrap=True, parent=self._card)
        buttons = QHBoxLayout()
        buttons.setSpacing(tokens.S2)
        buttons.addWidget(self.other)
        buttons.addStretch(1)
        self.browser = Button("plain", self._card)
        buttons.addWidget(self.browser)
        buttons.addWidget(self.unlock)
        body = self._card.body
        for widget in (self._title, self._lead, self._error):
            body.addWidget(widget)
        for pair in ((self._who, self._name), (self._label, self.password)):
            column = QVBoxLayout()
            column.setSpacing(tokens.S1)
            for one in pair:
                column.addWidget(one)
            body.addLayout(column)
        body.addLayout(buttons)
        body.addWidget(self._note)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self._card)
        row.addStretch(1)
        outer = QVBoxLayout(self)
        outer.addStretch(2)
        outer.addLayout(row)
        outer.addStretch(3)
        self.password.returnPressed.connect(self._submit)
        self.unlock.clicked.connect(self._submit)
        self.other.clicked.connect(self.other_person)
        self.browser.clicked.connect(self._ask_browser)
        QWidget.setTabOrder(self.password, self.unlock)
        QWidget.setTabOrder(self.unlock, self.browser)
        QWidget.setTabOrder(self.browser, self.other)
        self.restyled()
        self._retranslate()

    def restyled(self) -> None:
        self._card.setFixedWidth(tokens.px(420))
        super().restyled()

    def set_state(self, state: LockState) -> None:
        was, self._state = self._state, state
        if was.step == "busy" or not state.person:
            # A password stands in memory no longer than the answer takes.
            self.password.clear()
        self._retranslate()
        free = state.step == "form"
        for widget in (self.password, self.unlock, self.other):
            widget.setEnabled(free)
        self.browser.setEnabled(state.step in ("form", "browser"))
        if free and self.isVisible():
            self.take_focus()

    def take_focus(self) -> None:
        field = self.password if self._state.password else self.browser
        field.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        ctrl = event.modifiers() == Qt.KeyboardModifier.ControlModifier
        if ctrl and event.key() == Qt.Key.Key_B and not self.browser.isHidden() and self.browser.isEnabled():
            self._ask_browser()
        elif event.key() == Qt.Key.Key_Escape and self._state.step == "browser":
            self.cancelled.emit()
        else:
            super().keyPressEvent(event)

    def _ask_browser(self) -> None:
        if self._state.step == "browser":
            self.cancelled.emit()
            return
        self.browser_asked.emit(
            self.tr("You have proved who you are. Go back to Footplate."),
            self.tr("The window was not opened. Go back to Footplate and try again."),
        )

    def _submit(self) -> None:
        self.submitted.emit(self.password.text())

    def _retranslate(self) -> None:
        state = self._state
        self._title.set_text(self.tr("Locked"))
        self.setAccessibleName(self.tr("Locked"))
        self._lead.set_text(self._why())
        self._who.set_text(self.tr("Signed in"))
        self._name.set_text(state.person or "–", data=True)
        self._label.set_text(self.tr("Password"))
        self.password.setAccessibleName(self.tr("Password"))
        busy = state.step == "busy"
        self.unlock.set_content(self.tr("Unlocking") if busy else self.tr("Unlock"), "" if busy else "↵")
        away = state.step == "browser"
        cap = "Esc" if away else "Ctrl B"
        self.browser.set_content(
            self.tr("Cancel") if away else self.tr("Open with {name}").format(name=state.provider), cap
        )
        self.browser.set_look("plain" if state.password or away else "main")
        self.browser.setVisible(bool(state.provider))
        for widget in (self._label, self.password, self.unlock):
            widget.setVisible(state.password and not away)
        self.other.set_content(self.tr("Somebody else"))
        self.other.setAccessibleDescription(self.tr("Signs this person out and shows the sign-in page."))
        self._error.say(self._error_words(state.error), "bad" if state.error else "info")
        self._note.set_text(
            self.tr("Drafts and unsent work are kept. The cases reserved for you were given back to the queue.")
        )

    def _why(self) -> str:
        state = self._state
        if state.step == "browser":
            return self.tr("Go on in your browser: {name} asks once more who you are.").format(name=state.provider)
        if state.why == "idle":
            return self.tr("Nobody was here for %n minutes.", "", state.minutes)
        if state.why == "session":
            return self.tr("Your desktop was locked, and this window with it.")
        return self.tr("Only the person who is signed in can open this window.")

    def _error_words(self, code: str) -> str:
        if not code:
            return ""
        texts = {
            "password_missing": self.tr("Type your password."),
            "other_person": self.tr("This was somebody else. Only the person who is signed in can open this window."),
            "provider_stale": self.tr("The identity provider did not ask who you are. Try again."),
            "provider_refused": self.tr("The identity provider did not let you in."),
            "provider_slow": self.tr("Nobody signed in within five minutes."),
            "provider_unsafe": self.tr("The identity provider has no safe address. Tell whoever runs the server."),
            "browser_missing": self.tr("No browser opens here."),
            "password_wrong": self.tr("This is not the password. Try again."),
            "offline": self.tr(
                "The server cannot be reached, and this computer cannot check the password alone. Your work is kept."
            ),
        }
        return texts.get(code) or reasons.problem(code)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
