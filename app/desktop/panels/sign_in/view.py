"""The sign-in page: server on the first run, name, password; errors stand in place."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.desktop.panels.sign_in.state import SignInState
from app.desktop.widgets import reasons, tokens
from app.desktop.widgets.buttons import Button
from app.desktop.widgets.card import Card, Surface
from app.desktop.widgets.fields import LineEdit
from app.desktop.widgets.label import Label
from app.desktop.widgets.message_bar import MessageBar
from app.desktop.widgets.tokens import Type


def may_ask_again(state: SignInState) -> bool:
    """Whether the keyring may be asked again: it gave no key, and nobody has signed in without one."""
    return state.step == "form" and state.key == "none" and state.error.startswith(("keyring_", "key_"))


class SignInView(Surface):
    submitted = Signal(str, str, str)
    cancelled = Signal()
    left = Signal()
    unlock_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("bg", (), parent)
        self._state = SignInState()
        self._card = Card(self, heading=False)
        self._title = Label(kind=Type.TITLE, parent=self._card)
        self._lead = Label(kind=Type.BODY, colour="muted", wrap=True, parent=self._card)
        self._error = MessageBar(self._card)
        self._names: list[Label] = []
        self.server, self.username, self.password = LineEdit(), LineEdit(), LineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.setInputMethodHints(
            Qt.InputMethodHint.ImhHiddenText
            | Qt.InputMethodHint.ImhSensitiveData
            | Qt.InputMethodHint.ImhNoPredictiveText
        )
        self.server.setInputMethodHints(Qt.InputMethodHint.ImhUrlCharactersOnly)
        self._form = QWidget(self._card)
        form = QVBoxLayout(self._form)
        form.setContentsMargins(0, 0, 0, 0)
        form.setSpacing(tokens.S1)
        for field in (self.server, self.username, self.password):
            field.setMaxLength(300)
            name = Label(kind=Type.SMALL, colour="muted", parent=self._form)
            name.setBuddy(field)
            self._names.append(name)
            form.addWidget(name)
            form.addWidget(field)
            form.addSpacing(tokens.S2)
            field.returnPressed.connect(self._submit)
        self._go = Button("main", self._card)
        self._cancel = Button("plain", self._card)
        self._unlock = Button("plain", self._card)
        self._unlock.clicked.connect(self.unlock_asked)
        self._go.clicked.connect(self._submit)
        self._cancel.clicked.connect(self._cancelled)
        self._note = Label(kind=Type.SMALL, colour="muted", wrap=True, parent=self._card)
        buttons = QHBoxLayout()
        buttons.setSpacing(tokens.S2)
        buttons.addStretch(1)
        buttons.addWidget(self._unlock)
        buttons.addWidget(self._cancel)
        buttons.addWidget(self._go)
        body = self._card.body
        for widget in (self._title, self._lead, self._error, self._form):
            body.addWidget(widget)
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
        self._measure()
        self._retranslate()

    def _measure(self) -> None:
        self._card.setFixedWidth(tokens.px(420))

    def set_state(self, state: SignInState) -> None:
        first = self._state
        self._state = state
        if (state.server and not self.server.text()) or state.step == "busy":
            self.server.setText(state.server)
        if state.username and not self.username.text():
            self.username.setText(state.username)
        if first.step == "busy" and state.step == "form":
            # A password stands in memory no longer than the answer takes.
            self.password.clear()
        self._retranslate()
        free = state.step == "form"
        self.server.setEnabled(free and not state.server_fixed)
        self.username.setEnabled(free)
        self.password.setEnabled(free)
        self._go.setEnabled(free)
        if free and self.isVisible():
            self.take_focus()

    def take_focus(self) -> None:
        """The first field that still wants something."""
        for field in (self.server, self.username, self.password):
            if field.isEnabled() and not field.text():
                field.setFocus()
                return
        self.password.setFocus()

    def _submit(self) -> None:
        self.submitted.emit(self.server.text(), self.username.text(), self.password.text())

    def _cancelled(self) -> None:
        if self._state.step == "keyring":
            self.cancelled.emit()
        else:
            self.left.emit()

    def _retranslate(self) -> None:
        state = self._state
        waiting, leaving = state.step == "keyring", state.step == "leaving"
        title, lead = self.tr("Sign in"), self.tr("With the name and password your administrator gave you.")
        if waiting:
            title = self.tr("Waiting for your keyring")
            lead = self.tr(
                "It may show a window that asks for its password. Without the key, what is kept here stays closed."
            )
        elif leaving:
            title = self.tr("Signing you out")
            lead = self.tr(
                "Your reserved cases go back to the queue. Where the server does not answer, they go back by "
                "themselves when their time is up."
            )
        self._title.set_text(title)
        self._lead.set_text(lead)
        self._form.setVisible(not waiting and not leaving)
        for label, field, text in zip(
            self._names,
            (self.server, self.username, self.password),
            (self.tr("Server"), self.tr("Name"), self.tr("Password")),
            strict=True,
        ):
            label.set_text(text)
            field.setAccessibleName(text)
        self.server.setPlaceholderText(self.tr("footplate.example.com"))
        busy = state.step == "busy"
        self._go.set_content(self.tr("Signing in") if busy else self.tr("Sign in"), "" if busy else "↵")
        self._go.setVisible(not waiting and not leaving)
        self._cancel.set_content(self.tr("Cancel") if waiting else self.tr("Work on without signing in"))
        self._cancel.setVisible(waiting or state.back)
        self._unlock.set_content(self.tr("Try the keyring again"))
        self._unlock.setVisible(may_ask_again(state))
        self._error.say(
            self._error_words(state.error), "bad" if state.error else "info", details=self._details(state.error)
        )
        self._note.set_text(self._key_words(state.key))
        self._note.setVisible(not waiting)

    def _details(self, code: str) -> str:
        """What is to be told to somebody who can help; nothing where the person alone can mend it."""
        own = ("address_missing", "address_malformed", "name_or_password_missing", "unauthorised")
        return "" if code in own else reasons.details(code)

    def _error_words(self, code: str) -> str:
        if not code:
            return ""
        texts = {
            "address_missing": self.tr("Type the address of the server. Your administrator knows it."),
            "address_malformed": self.tr("This is no server address. Type a name such as footplate.example.com."),
            "address_insecure": self.tr("Only https is used over a network. Type the address with https."),
            "name_or_password_missing": self.tr("Type both name and password."),
            "offline": self.tr("The server cannot be reached. Check the address and the network, then try again."),
            "other_person": self.tr("This profile belongs to another person. Sign in as that person."),
            "keyring_locked": self.tr("The keyring stayed locked. Unlock it and try again, or work online only."),
            "keyring_none": self.tr(
                "There is no safe keyring here, so nothing is kept on this computer. Work online only, or ask your "
                "administrator for a keyring service."
            ),
            "keyring_failed": self.tr("The keyring gave no key. Try again, or work online only."),
            "keyring_cancelled": self.tr("You went on without the keyring, so nothing is kept on this computer."),
            "keyring_waiting": self.tr(
                "The keyring did not answer. Restart it or sign in to this computer again; until then work online only."
            ),
            "key_missing": self.tr(
                "The key of this profile is gone from the keyring. What is kept here stays closed; support can open "
                "your unsent work. Until then work online only."
            ),
            "key_changed": self.tr(
                "The keyring holds another key than the one your work here was kept with. Nothing was changed; support "
                "can open your unsent work. Until then work online only."
            ),
        }
        return texts.get(code) or reasons.problem(code)

    def _key_words(self, key: str) -> str:
        if key == "none":
            return self.tr("Online only: nothing is kept on this computer.")
        return self.tr("Cases and unsent work are kept encrypted on this computer.")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._cancel.isVisible():
            self._cancelled()
            return
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()

    def restyled(self) -> None:
        self._measure()
        super().restyled()
