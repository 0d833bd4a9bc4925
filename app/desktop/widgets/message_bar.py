"""Messages in place: what happened, what was kept and what to do next, with at most one action."""

from PySide6.QtCore import QCoreApplication, QRect, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from app.desktop.widgets import accessible, copying, tokens
from app.desktop.widgets.buttons import Button
from app.desktop.widgets.label import Label
from app.desktop.widgets.painted import PaintedWidget, fill_round, outline_round, show_if

translate = QCoreApplication.translate
COLOURS = {"info": "accent", "good": "pass_", "warn": "escalate", "bad": "block"}


class MessageBar(PaintedWidget):
    """Hidden until it has something to say; `acted` carries the code of the action. What an administrator would ask
    for can be copied where there is something of that kind."""

    accessible_role = accessible.NOTE

    acted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tone = "info"
        self._code = ""
        self._label = Label(wrap=True, parent=self)
        self._button = Button("plain", self)
        self._button.clicked.connect(lambda: self.acted.emit(self._code))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(tokens.S3, tokens.S2, tokens.S2, tokens.S2)
        layout.setSpacing(tokens.S3)
        self._details = ""
        self._copy = Button("quiet", self)
        self._copy.hide()
        self._copy.clicked.connect(self._copied)
        layout.addWidget(self._label, 1)
        layout.addWidget(self._copy)
        layout.addWidget(self._button)
        # As tall as its words where it is narrow.
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.hide()

    def say(
        self, text: str, tone: str = "info", action: str = "", code: str = "", key: str = "", details: str = ""
    ) -> None:
        """Shows one sentence; an empty one hides the bar. `details` are offered to be copied, and never shown."""
        self._tone, self._code, self._details = tone, code, details
        show_if(self._copy, bool(details))
        if details:
            self._copy.set_content(translate("MessageBar", "Copy details"))
        self._label.set_text(text)
        show_if(self._button, bool(action))
        if action:
            self._button.set_content(action, key)
        self.setAccessibleName(text)
        # Whoever hears the screen hears what it is that they agree to.
        self._button.setAccessibleDescription(text)
        show_if(self, bool(text))
        self._keep_tall()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._keep_tall()

    def _keep_tall(self) -> None:
        # A layout that is short of room squeezes down to the least height, and the least of a wrapped text is
        # that of two lines.
        layout = self.layout()
        if layout is not None and self.isVisible():
            self.setMinimumHeight(max(0, layout.heightForWidth(self.width())))

    def _copied(self) -> None:
        # Codes and times, no word of a case.
        copying.gate().put(self._details, personal=False)
        self._copy.set_content(translate("MessageBar", "Copied"))

    def take_focus(self) -> bool:
        """To the action; whether there is one."""
        if self._button.isHidden():
            return False
        self._button.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def text(self) -> str:
        return self._label.text()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = COLOURS[self._tone]
        rect = QRect(self.rect())
        fill_round(painter, rect, tokens.colour(f"{colour.rstrip('_')}_bg"), tokens.RADIUS_CARD)
        outline_round(painter, rect, tokens.colour(colour), tokens.RADIUS_CARD)
        painter.setPen(Qt.PenStyle.NoPen)
