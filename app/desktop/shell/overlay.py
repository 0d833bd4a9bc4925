"""A sheet over the window: it dims what lies under it, holds the keys, and gives the focus back."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from app.desktop.widgets import accessible, tokens
from app.desktop.widgets.card import Card
from app.desktop.widgets.painted import PaintedWidget


class Overlay(PaintedWidget):
    """Covers its parent; `sheet` is the card in the middle. Esc and a press outside close it."""

    accessible_role = accessible.DIALOG

    closed = Signal()

    def __init__(self, parent: QWidget, width: int, top: int) -> None:
        super().__init__(parent)
        self._under, self._width, self._top = parent, width, top
        self.sheet = Card(self, heading=False)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(tokens.S4, 0, tokens.S4, tokens.S4)
        outer.addSpacing(top)
        outer.addWidget(self.sheet, 0, Qt.AlignmentFlag.AlignHCenter)
        outer.addStretch(1)
        self._before: QWidget | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        parent.installEventFilter(self)
        self.hide()

    def open_over(self) -> None:
        """Shows the sheet over the whole parent and takes the focus."""
        if not self.isVisible():
            self._before = QApplication.focusWidget()
        self._fit()
        self.show()
        self.raise_()
        self.take_focus()

    def take_focus(self) -> None:
        self.setFocus()

    def close_over(self, give_back: bool = True) -> None:
        """Hides the sheet; the focus returns to where it was."""
        if not self.isVisible():
            return
        before, self._before = self._before, None
        self.hide()
        if give_back and before is not None and before.isVisible():
            before.setFocus()
        self.closed.emit()

    def _fit(self) -> None:
        parent = self._under
        self.setGeometry(parent.rect())
        self.sheet.setFixedWidth(min(tokens.px(self._width), parent.width() - 2 * tokens.S4))
        self.sheet.setMaximumHeight(max(tokens.px(120), parent.height() - self._top - 2 * tokens.S4))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._fit()
        return False

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002 - Qt's own name
        """Tab stays on the sheet."""
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_over()
        # Nothing else may reach the window under the sheet.
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self.sheet.geometry().contains(event.position().toPoint()):
            self.close_over()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        veil = QColor(tokens.colour("text" if tokens.scheme() is tokens.Scheme.LIGHT else "bg"))
        veil.setAlphaF(0.28 if tokens.scheme() is tokens.Scheme.LIGHT else 0.6)
        painter.fillRect(self.rect(), veil)
