"""The sheet that stands between a person who signs out and work that has not been sent yet."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.desktop.shell.overlay import Overlay
from app.desktop.widgets import tokens
from app.desktop.widgets.buttons import Button
from app.desktop.widgets.label import Label
from app.desktop.widgets.message_bar import MessageBar
from app.desktop.widgets.painted import show_if
from app.desktop.widgets.tokens import Type


class LeavingSheet(Overlay):
    """Wait until it is sent, seal it, or stay; where only drafts are left, which nothing sends, leave them here. Esc
    and a press outside mean staying."""

    wait_asked = Signal()
    seal_asked = Signal()
    leave_asked = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, 520, tokens.px(110))
        self._unsent, self._drafts = 0, 0
        self._waiting, self._can_seal, self._failed = False, False, False
        self._title = Label(kind=Type.TITLE, wrap=True, parent=self.sheet)
        self._text = Label(wrap=True, parent=self.sheet)
        self._bar = MessageBar(self.sheet)
        self._seals = Label(kind=Type.SMALL, colour="muted", wrap=True, parent=self.sheet)
        self.wait, self.leave, self.seal, self.stay = (
            Button(kind, self.sheet) for kind in ("main", "main", "plain", "plain")
        )
        self.wait.clicked.connect(self.wait_asked)
        self.leave.clicked.connect(self.leave_asked)
        self.seal.clicked.connect(self.seal_asked)
        self.stay.clicked.connect(lambda: self.close_over())
        for button in self._buttons():
            button.installEventFilter(self)
        row = QHBoxLayout()
        row.setSpacing(tokens.S2)
        row.addWidget(self.stay)
        row.addStretch(1)
        row.addWidget(self.seal)
        row.addWidget(self.leave)
        row.addWidget(self.wait)
        for widget in (self._title, self._text, self._bar, self._seals):
            self.sheet.body.addWidget(widget)
        self.sheet.body.addLayout(row)

    def set_state(self, unsent: int, drafts: int, *, waiting: bool, can_seal: bool, failed: bool = False) -> None:
        """How many commands are unsent and how many drafts unfinished, whether the person chose to wait, whether there
        is a key to seal to."""
        self._unsent, self._drafts = unsent, drafts
        self._waiting, self._can_seal, self._failed = waiting, can_seal, failed
        self._fill()

    def _fit(self) -> None:
        super()._fit()
        # A layout that is not asked for the height of a width would cut the second line off.
        wide = self.sheet.width() - 2 * tokens.S4
        for label in (self._title, self._text, self._seals):
            label.setMinimumHeight(label.heightForWidth(wide))

    def take_focus(self) -> None:
        (self.stay if self._waiting else self.wait if self._unsent else self.leave).setFocus()

    def _fill(self) -> None:
        self._title.set_text(self._title_words())
        self._text.set_text(self._text_words())
        self._bar.say(
            self.tr("It could not be sealed. Nothing was lost; try again or wait.") if self._failed else "", "bad"
        )
        self._seals.set_text(
            self.tr("Sealed, it stays on this computer and only your organisation's support can open and send it.")
            if self._can_seal
            else self.tr("It cannot be sealed: your organisation has set up no recovery key.")
        )
        self.wait.set_content(self.tr("Send, then sign out"))
        self.seal.set_content(self.tr("Seal and sign out"))
        self.stay.set_content(self.tr("Stay signed in"), "Esc")
        self.leave.set_content(self.tr("Sign out"))
        show_if(self.wait, bool(self._unsent) and not self._waiting)
        show_if(self.leave, not self._unsent)
        show_if(self.seal, self._can_seal)
        show_if(self._seals, not self._waiting)
        if self.isVisible():
            self._fit()
        self.setAccessibleName(self._title.text())
        self.setAccessibleDescription(f"{self._text.text()} {self._seals.text()}")

    def _title_words(self) -> str:
        if self._waiting:
            return self.tr("Waiting until %n pieces of work are sent", "", self._unsent)
        if self._unsent:
            return self.tr("%n pieces of your work are not sent yet", "", self._unsent)
        return self.tr("%n of your drafts are not finished", "", self._drafts)

    def _text_words(self) -> str:
        drafts = self.tr(
            "%n drafts go nowhere by themselves: they stay in this profile, under its key, and are here when you sign"
            " in again.",
            "",
            self._drafts,
        )
        if not self._unsent:
            return drafts
        said = (
            self.tr("You are signed out as soon as the last one has arrived.")
            if self._waiting
            else self.tr("What is kept on this computer goes when you sign out. First your work has to be safe.")
        )
        return f"{said} {drafts}" if self._drafts else said

    def _buttons(self) -> tuple[Button, ...]:
        return self.stay, self.seal, self.leave, self.wait

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched in self._buttons() and event.type() == QEvent.Type.KeyPress:
            key = Qt.Key(event.key())  # type: ignore[attr-defined]
            if key == Qt.Key.Key_Escape:
                self.close_over()
                return True
            if key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Left, Qt.Key.Key_Right):
                self._turn(-1 if key in (Qt.Key.Key_Backtab, Qt.Key.Key_Left) else 1)
                return True
        return super().eventFilter(watched, event)

    def _turn(self, step: int) -> None:
        """Tab stays on the sheet."""
        live = [button for button in self._buttons() if button.isVisible()]
        at = next((n for n, button in enumerate(live) if button.hasFocus()), 0)
        live[(at + step) % len(live)].setFocus()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._fill()
