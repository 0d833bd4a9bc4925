"""A figure that a person may rely on: its value, what it is of, its interval and number, and what may be said of it."""

import msgspec
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from app.desktop.widgets import tokens
from app.desktop.widgets.badge import Badge
from app.desktop.widgets.card import Card
from app.desktop.widgets.label import Label
from app.desktop.widgets.painted import show_if
from app.desktop.widgets.tokens import Type


class FigureWords(msgspec.Struct, frozen=True):
    """Ready words. `basis` is interval and n, `badge` the state in a word with its colour token, `reason` the sentence
    behind the state. A value that is withheld is "–", and its reason says why."""

    value: str
    word: str
    basis: str = ""
    badge: str = ""
    colour: str = "muted"
    reason: str = ""


class FigureCard(Card):
    """One figure over its word, with its state."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, heading=False)
        self.body.setSpacing(tokens.S1)
        self._value = Label(kind=Type.VERDICT, tabular=True, parent=self)
        self._badge = Badge(self)
        head = QHBoxLayout()
        head.setSpacing(tokens.S2)
        head.addWidget(self._value)
        head.addWidget(self._badge)
        head.addStretch(1)
        self.body.addLayout(head)
        self._word = Label(kind=Type.STRONG, wrap=True, parent=self)
        self._basis = Label(kind=Type.SMALL, colour="muted", tabular=True, wrap=True, parent=self)
        self._reason = Label(kind=Type.SMALL, colour="muted", wrap=True, parent=self)
        for label in (self._word, self._basis, self._reason):
            self.body.addWidget(label)
        self.body.addStretch(1)
        # All of a row are as tall as the tallest.
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def fill(self, words: FigureWords) -> None:
        self._value.set_text(words.value)
        self._value.set_colour("text" if words.value != "–" else "muted")
        self._badge.set_badge(words.badge, words.colour)
        self._word.set_text(words.word)
        for label, text in ((self._basis, words.basis), (self._reason, words.reason)):
            label.set_text(text)
            show_if(label, bool(text))
        self.setAccessibleName(f"{words.word}: {words.value}")
        self.setAccessibleDescription(". ".join(part for part in (words.badge, words.basis, words.reason) if part))
