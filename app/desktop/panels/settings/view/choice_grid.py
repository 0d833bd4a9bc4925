"""Named choices under one another: the name, what is chosen beside it, and a line that says what it does."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout

from app.desktop.widgets import tokens
from app.desktop.widgets.choices import ChoiceBox, Option
from app.desktop.widgets.label import Label
from app.desktop.widgets.runs import Run
from app.desktop.widgets.tokens import Type

Choices = tuple[tuple[str, str, bool], ...]
"""Code, words, and whether the words are data, of each option."""


class ChoiceGrid(QGridLayout):
    def __init__(self) -> None:
        super().__init__()
        self.setHorizontalSpacing(tokens.S4)
        self.setVerticalSpacing(tokens.S2)
        self.setColumnMinimumWidth(0, tokens.px(170))
        self.setColumnStretch(2, 1)
        self._rows: dict[str, tuple[Label, ChoiceBox, Label]] = {}

    def add(self, name: str) -> ChoiceBox:
        """A row of its own, by the name of its setting."""
        row = self.rowCount()
        made = (Label(colour="muted", wrap=True), ChoiceBox(), Label(kind=Type.SMALL, colour="muted", wrap=True))
        made[1].setFixedWidth(tokens.px(220))
        self._rows[name] = made
        for column, widget in enumerate(made):
            self.addWidget(widget, row, column, Qt.AlignmentFlag.AlignVCenter)
        return made[1]

    def fill(self, name: str, title: str, choices: Choices, chosen: str, *, fixed: bool, note: str = "") -> None:
        label, box, said = self._rows[name]
        label.set_text(title)
        said.set_text(note)
        box.set_options([Option(code, text, data=data) for code, text, data in choices], chosen)
        text, data = next(((text, data) for code, text, data in choices if code == chosen), (chosen, True))
        box.set_runs((Run(text, "text", None, data),), flat=fixed)
        box.setAccessibleName(f"{title}: {text}")
        box.setAccessibleDescription(note)
        box.setFixedWidth(tokens.px(220))
