"""The raw form of values that read "unknown": hidden until somebody asks for it."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.desktop.widgets import tokens
from app.desktop.widgets.buttons import Button
from app.desktop.widgets.facts_grid import Fact, FactsGrid

translate = QCoreApplication.translate


class RawFields(QWidget):
    """A quiet button with the count, and beneath it the raw values; nothing at all where there are none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.button = Button("quiet", self)
        self.grid = FactsGrid(parent=self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(tokens.S1)
        layout.addWidget(self.button)
        layout.addWidget(self.grid)
        self._count = 0
        self._open = False
        self.button.clicked.connect(self._turn)
        self._show()

    def set_facts(self, facts: Sequence[Fact]) -> None:
        """The values of the evidence in sight; they are hidden again whenever it changes."""
        self._count = len(facts)
        self._open = False
        self.grid.set_facts(facts)
        self._show()

    def wipe(self) -> None:
        self.set_facts(())

    def _turn(self) -> None:
        self._open = not self._open
        self._show()

    def _show(self) -> None:
        text = (
            translate("Evidence", "Hide the raw form")
            if self._open
            else translate("Evidence", "%n unreadable values: show the raw form", "", self._count)
        )
        self.button.set_content(text)
        self.setVisible(self._count > 0)
        self.grid.setVisible(self._open)
        self.updateGeometry()
