"""The line over the decision that says what was decided blind and is still to be completed."""

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from app.desktop.panels.review.state import OwedState
from app.desktop.widgets import formats, tokens
from app.desktop.widgets.buttons import Button
from app.desktop.widgets.card import Surface
from app.desktop.widgets.label import Label
from app.desktop.widgets.painted import show_if
from app.desktop.widgets.tokens import Type

translate = QCoreApplication.translate


class OwedStrip(Surface):
    """Hidden while nothing is owed and nothing is on its way."""

    asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("accent_bg", ("left", "bottom"), parent)
        # As tall as its words, and no taller.
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._state = OwedState()
        self._key = ""
        self._words = Label(kind=Type.SMALL, wrap=True, parent=self)
        self.button = Button("quiet", self)
        line = QHBoxLayout(self)
        line.setContentsMargins(tokens.S4, tokens.S1, tokens.S2, tokens.S1)
        line.setSpacing(tokens.S2)
        line.addWidget(self._words, 1)
        line.addWidget(self.button)
        self.button.clicked.connect(self.asked)
        self.hide()

    def show_owed(self, state: OwedState, key: str) -> None:
        self._state, self._key = state, key
        self._words.set_text(words(state))
        self.button.set_content(translate("Blind", "Complete"), key)
        show_if(self.button, bool(state.owed))
        self.setAccessibleName(self._words.text())
        show_if(self, bool(state.owed or state.waiting))

    def refill(self) -> None:
        """After a change of language or keys."""
        self.show_owed(self._state, self._key)


def words(state: OwedState) -> str:
    """What is owed, and what becomes of those that the server has not seen."""
    parts: list[str] = []
    if state.owed:
        text = translate("Blind", "Decided blind, now revealed: {n} to complete")
        parts.append(text.format(n=formats.count(state.owed)))
    if state.waiting:
        if state.offline:
            text = translate("Blind", "{n} decided blind: offline ROCA’s verdict waits for the connection")
        else:
            text = translate("Blind", "{n} decided blind: ROCA’s verdict is on its way")
        parts.append(text.format(n=formats.count(state.waiting)))
    return "\n".join(parts)
