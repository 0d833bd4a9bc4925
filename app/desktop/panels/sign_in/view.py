"""The sign-in page: server on the first run, name, password; errors stand in place."""

import msgspec
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


def may_begin_anew(state: SignInState) -> bool:
    """Whether what is kept here may be set aside: its key is lost, not only out of reach for now."""
    return may_ask_again(state) and state.error in ("key_missing", "key_changed")


class SignInView(Surface):
    submitted = Signal(str, str, str)
    cancelled = Signal()
    left = Signal()
    unlock_asked = Signal()
    anew_asked = Signal()
    server_told = Signal(str)
    # The address, and what the browser says in the end where it went well and where not.
    browser_asked = Signal(str, str, str)
    code_asked = Signal()
    stopped = Signal()

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
        self.server.editingFinished.connect(lambda: self.server_told.emit(self.server.text()))
        self._code = Label(kind=Type.VERDICT, data=True, tabular=True, parent=self._card)
        self._browser, self._by_code = Button("plain", self._card), Button("quiet", self._card)
        self._browser.clicked.connect(self._ask_browser)
        self._by_code.clicked.connect(self.code_asked)
        self._go = Button("main", self._card)
        self._cancel = Button("plain", self._card)
        self._unlock = Button("plain", self._card)
        self._unlock.clicked.connect(self.unlock_asked)
        self._anew = Button("plain", self._card)
        self._anew.clicked.connect(self._begin_anew)
        self._sure = False
        self._go.clicked.connect(self._submit)
        self._cancel.clicked.connect(self._cancelled)
        self._note = Label(kind=Type.SMALL, colour="muted", wrap=True, parent=self._card)
        buttons = QHBoxLayout()
        buttons.setSpacing(tokens.S2)
        buttons.addStretch(1)
        buttons.addWidget(self._by_code)
        buttons.addWidget(self._anew)
        buttons.addWidget(self._unlock)
        buttons.addWidget(self._cancel)
        buttons.addWidget(self._go)
        body = self._card.body
        for widget in (self._title, self._lead, self._code, self._error, self._form):
            body.addWidget(widget)
        elsewhere = QHBoxLayout()
        elsewhere.addWidget(self._browser)
        elsewhere.addStretch(1)
        body.addLayout(elsewhere)
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
        self._state, self._sure = state, False
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
        # What the server says of itself may come while somebody types.
        told = msgspec.structs.replace(first, provider=state.provider, by_code=state.by_code, password=state.password)
        if free and self.isVisible() and (told != state or (first.password and not state.password)):
            self.take_focus()

    def take_focus(self) -> None:
        """The first field that still wants something."""
        if not self._state.password and self._browser.isVisible():
            self._browser.setFocus()
            return
        for field in (self.server, self.username, self.password):
            if field.isEnabled() and not field.text():
                field.setFocus()
                return
        self.password.setFocus()

    def _ask_browser(self) -> None:
        done, failed = (
            self.tr("You are signed in to Footplate. Close this page and go back to its window."),
            self.tr("You are not signed in. Close this page and go back to the window of Footplate."),
        )
        self.browser_asked.emit(self.server.text(), done, failed)

    def _submit(self) -> None:
        if not self._state.password:
            return
        self.submitted.emit(self.server.text(), self.username.text(), self.password.text())

    def _begin_anew(self) -> None:
        """The first press says what it means, the second one does it."""
        if self._sure:
            self.anew_asked.emit()
            return
        self._sure = True
        self._retranslate()
        self._anew.setFocus()

    def _cancelled(self) -> None:
        if self._state.step == "keyring":
            self.cancelled.emit()
        elif self._state.step in ("browser", "code"):
            self.stopped.emit()
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
        away = state.step in ("browser", "code")
        if away:
            title, lead = self._away_words(state)
        elif not state.password and not waiting and not leaving:
            lead = self.tr("Your organisation signs you in: {name}.").format(name=state.provider)
        self._title.set_text(title)
        self._lead.set_text(lead)
        self._form.setVisible(not waiting and not leaving and not away)
        self._code.set_text(state.code, data=True)
        self._code.setVisible(state.step == "code")
        for label, field, text in zip(
            self._names,
            (self.server, self.username, self.password),
            (self.tr("Server"), self.tr("Name"), self.tr("Password")),
            strict=True,
        ):
            label.set_text(text)
            field.setAccessibleName(text)
            here = state.password or field is self.server
            label.setVisible(here)
            field.setVisible(here)
        self.server.setPlaceholderText(self.tr("footplate.example.com"))
        busy = state.step == "busy"
        self._go.set_content(self.tr("Signing in") if busy else self.tr("Sign in"), "" if busy else "↵")
        self._go.setVisible(not waiting and not leaving and not away and state.password)
        self._browser.set_content(self.tr("Sign in with {name}").format(name=state.provider), "Ctrl B")
        self._browser.set_look("plain" if state.password else "main")
        self._browser.setVisible(bool(state.provider) and state.step in ("form", "busy"))
        self._browser.setEnabled(not busy)
        self._by_code.set_content(self.tr("Use a code instead"))
        self._by_code.setVisible(state.step == "browser" and state.by_code)
        self._cancel.set_content(self.tr("Cancel") if waiting or away else self.tr("Work on without signing in"))
        self._cancel.setVisible(waiting or away or state.back)
        self._unlock.set_content(self.tr("Try the keyring again"))
        self._unlock.setVisible(may_ask_again(state))
        self._anew.set_content(self.tr("Set it aside now") if self._sure else self.tr("Begin anew"))
        self._anew.setVisible(may_begin_anew(state))
        self._error.say(
            self._error_words(state.error), "bad" if state.error else "info", details=self._details(state.error)
        )
        self._note.set_text(
            self.tr(
                "What was kept here is set aside, not deleted. It stays sealed in this profile, and only your "
                "organisation's support can open the unsent work in it."
            )
            if self._sure
            else self._key_words(state.key)
        )
        self._note.setVisible(not waiting and not leaving)

    def _away_words(self, state: SignInState) -> tuple[str, str]:
        """Title and text while the person signs in at the identity provider."""
        if state.step == "code":
            where = self.tr("Open {address} on any device, sign in there and type this code:")
            return self.tr("Type this code"), where.format(address=state.code_at)
        text = self.tr("A page of {name} is open there. Sign in on it; this window goes on by itself.")
        return self.tr("Go on in your browser"), text.format(name=state.provider)

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
        ctrl = event.modifiers() == Qt.KeyboardModifier.ControlModifier
        if ctrl and event.key() == Qt.Key.Key_B and self._browser.isVisible() and self._browser.isEnabled():
            self._ask_browser()
            return
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()

    def restyled(self) -> None:
        self._measure()
        super().restyled()
