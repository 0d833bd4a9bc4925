"""The page that takes the place of everything else where the house has told a seat to stop: what happens, in words."""

import msgspec
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.desktop.widgets import tokens
from app.desktop.widgets.card import Card, Surface
from app.desktop.widgets.label import Label
from app.desktop.widgets.tokens import Type

translate = QCoreApplication.translate


class SeatWords(msgspec.Struct, frozen=True):
    """`code`: wiping, wipe_stuck, wiped_untold (the server could not be told yet), wiped_key_left (the keyring has not
    let go of the key) or wiped. `kept` pieces of work lie sealed here, `lost` ones could not be sealed."""

    code: str
    kept: int = 0
    lost: int = 0


class SeatPage(Surface):
    """Nothing can be done on it; the window is closed by its own button."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("bg", (), parent)
        self._words = SeatWords("wiping")
        self._card = Card(self, heading=False)
        self._title = Label(kind=Type.TITLE, parent=self._card)
        self._text = Label(kind=Type.BODY, wrap=True, parent=self._card)
        self._work = Label(kind=Type.BODY, wrap=True, parent=self._card)
        self._next = Label(kind=Type.SMALL, colour="muted", wrap=True, parent=self._card)
        for label in (self._title, self._text, self._work, self._next):
            self._card.body.addWidget(label)
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

    def say(self, words: SeatWords) -> None:
        self._words = words
        self._retranslate()

    def texts(self) -> list[str]:
        """What stands on it, for tests and for reading aloud."""
        return [label.text() for label in (self._title, self._text, self._work, self._next) if label.text()]

    def _measure(self) -> None:
        self._card.setFixedWidth(tokens.px(460))

    def _retranslate(self) -> None:
        code, done = self._words.code, self._words.code.startswith("wiped")
        self._title.set_text(
            translate("SeatPage", "This computer was emptied")
            if done
            else translate("SeatPage", "This computer is being emptied")
        )
        self._text.set_text(_text_words(code))
        self._work.set_text(self._work_words() if done else "")
        self._work.setVisible(done)
        self._next.set_text(_next_words(code))

    def _work_words(self) -> str:
        if self._words.lost:
            return translate(
                "SeatPage",
                "%n pieces of unsent work could not be sealed, because no recovery key is known here. They are gone.",
                "",
                self._words.lost,
            )
        if self._words.kept:
            return translate(
                "SeatPage",
                "%n pieces of unsent work lie sealed in the profile. Your organisation can recover them.",
                "",
                self._words.kept,
            )
        return translate("SeatPage", "No work was left unsent.")

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()

    def restyled(self) -> None:
        self._measure()
        super().restyled()


def _text_words(code: str) -> str:
    if code == "wiped_key_left":
        return translate("SeatPage", "Your organisation asked for it. The cases kept here are gone.")
    if code.startswith("wiped"):
        return translate(
            "SeatPage", "Your organisation asked for it. The cases kept here and the key to them are gone."
        )
    return translate(
        "SeatPage",
        "Your organisation asked for it. What you have not sent is dealt with first; then everything kept here"
        " is removed.",
    )


def _next_words(code: str) -> str:
    words = {
        "wiping": translate("SeatPage", "You can close the window; it goes on at the next start."),
        "wipe_stuck": translate("SeatPage", "Something stands in the way. It is tried again by itself."),
        "wiped_untold": translate("SeatPage", "The server could not be told yet. It is tried again by itself."),
        "wiped_key_left": translate(
            "SeatPage",
            "The keyring is locked and still holds the key, which opens nothing any more. Unlock the keyring; it is"
            " tried again by itself.",
        ),
        "wiped": translate("SeatPage", "Close the window. The next start begins with signing in."),
    }
    return words[code]
