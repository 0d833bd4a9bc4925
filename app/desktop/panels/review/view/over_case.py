"""What stands over the case, under its head: the light sheets, and the one that asks why a value is to be seen."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QWidget

from app.desktop.panels.review.sheet_state import SheetState
from app.desktop.panels.review.state import RevealState
from app.desktop.panels.review.view.reveal_sheet import RevealSheet
from app.desktop.widgets import tokens

if TYPE_CHECKING:
    # Loaded with the first sheet that is opened.
    from app.desktop.widgets.sheet import Sheet

SHEET_TOP = 52
"""Where a sheet begins: under the case's head, over the whole of the line beneath it."""


class OverCase(QObject):
    """`focus_again` is called with what had the focus before, once something goes that has it now."""

    picked = Signal(str, str)
    removed = Signal(str, str)
    renamed = Signal(str, str)
    entered = Signal(str)
    typed = Signal(str)
    confirmed = Signal()
    closed = Signal()

    def __init__(self, view: QWidget, focus_again: Callable[[QWidget | None], None]) -> None:
        super().__init__(view)
        self._view, self._focus_again = view, focus_again
        self.reveal = RevealSheet(view)
        self.sheet: Sheet | None = None
        self._state: SheetState | None = None
        self._before_sheet: QWidget | None = None
        self._before_reveal: QWidget | None = None

    def show_sheet(self, state: SheetState | None) -> None:
        """Built when the first one is opened."""
        before, self._state = self._state, state
        if state is None:
            self._hide_sheet()
            return
        if self.sheet is None:
            self.sheet = self._make_sheet()
        from app.desktop.panels.review.view import sheet_words

        fresh = before is None or before.turn != state.turn
        if fresh and before is None:
            self._before_sheet = QApplication.focusWidget()
        self.sheet.fill(sheet_words.content(state), fresh)
        self.sheet.show()
        self.place()
        if fresh:
            self.sheet.take_focus()

    def refill(self) -> None:
        """After a change of language."""
        if self._state is not None:
            self.show_sheet(self._state)

    def turn_to(self, field: str) -> None:
        if self.sheet is not None:
            self.sheet.focus_on(field)

    def _make_sheet(self) -> "Sheet":
        from app.desktop.widgets.sheet import Sheet

        sheet = Sheet(self._view)
        for name in ("picked", "removed", "renamed", "entered", "typed", "confirmed", "closed"):
            getattr(sheet, name).connect(getattr(self, name))
        return sheet

    def _hide_sheet(self) -> None:
        sheet, before, self._before_sheet = self.sheet, self._before_sheet, None
        if sheet is None or sheet.isHidden():
            return
        focused = QApplication.focusWidget()
        inside = focused is not None and (focused is sheet or sheet.isAncestorOf(focused))
        sheet.hide()
        if inside:
            self._focus_again(before)

    def show_reveal(self, state: RevealState | None) -> None:
        sheet = self.reveal
        if state is None:
            focused = sheet.hasFocus()
            sheet.hide()
            if focused:
                self._focus_again(self._before_reveal)
            return
        sheet.show_reveal(state)
        fresh = sheet.isHidden()
        if fresh:
            self._before_reveal = QApplication.focusWidget()
        sheet.show()
        self.place()
        if fresh:
            sheet.setFocus()

    def leave(self) -> None:
        """The room is left."""
        if not self.reveal.isHidden():
            self.reveal.closed.emit()

    def place(self) -> None:
        """In the middle of the view, as wide and as high as there is room."""
        width, height, top = self._view.width(), self._view.height(), tokens.px(SHEET_TOP)
        if not self.reveal.isHidden():
            self.reveal.place(width - 2 * tokens.S5)
            self.reveal.move((width - self.reveal.width()) // 2, top)
            self.reveal.raise_()
        if self.sheet is not None and not self.sheet.isHidden():
            self.sheet.place(width - 2 * tokens.S5, height - top - tokens.S3)
            self.sheet.move((width - self.sheet.width()) // 2, top)
            self.sheet.raise_()
