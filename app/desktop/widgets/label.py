"""The label of the house: plain text only, so nothing a server or customer writes is ever parsed."""

from html import escape

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from app.desktop.widgets import tokens
from app.desktop.widgets.ink import draw_text
from app.desktop.widgets.tokens import Type


class Label(QLabel):
    """A QLabel that knows its type and colour token, and whether its text is data.

    `elide` lets a one-line label end in an ellipsis; the whole text is then its accessible name.
    """

    def __init__(
        self,
        text: str = "",
        kind: Type = Type.BODY,
        colour: str = "text",
        *,
        data: bool = False,
        elide: bool = False,
        wrap: bool = False,
        tabular: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self._kind = kind
        self._colour = colour
        self._tabular = tabular
        self.is_data = data
        self.elides = elide
        if elide:
            # Takes what it wants where there is room and gives way where there is none.
            self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.setWordWrap(wrap)
        if wrap:
            policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
            policy.setHeightForWidth(True)
            self.setSizePolicy(policy)
        self.set_text(text, data=data)
        self._dress()

    def set_text(self, text: str, data: bool = False) -> None:
        self.is_data = data
        if text != self.text():
            self.setText(text)
            if self.elides:
                self.setAccessibleName(text)

    def set_colour(self, colour: str) -> None:
        if colour != self._colour:
            self._colour = colour
            self._dress()

    def set_kind(self, kind: Type) -> None:
        if kind is not self._kind:
            self._kind = kind
            self._dress()

    def minimumSizeHint(self) -> QSize:
        hint = self._one_line(super().minimumSizeHint())
        return QSize(tokens.px(24), hint.height()) if self.elides else hint

    def sizeHint(self) -> QSize:
        hint = self._one_line(super().sizeHint())
        return QSize(self.fontMetrics().horizontalAdvance(self.text()) + 1, hint.height()) if self.elides else hint

    def heightForWidth(self, width: int) -> int:
        return self.fontMetrics().height() if self._fits(width) else super().heightForWidth(width)

    def _one_line(self, hint: QSize) -> QSize:
        """One line is as high in Chinese as in English, so that what stands beside or beneath it stays where it is."""
        if not self._fits(hint.width()):
            return hint
        return QSize(hint.width(), self.fontMetrics().height())

    def _fits(self, width: int) -> bool:
        """Whether the text is one line: always where it does not wrap, else where it needs no more than `width`."""
        text = self.text()
        if not text or "\n" in text:
            return False
        return not self.wordWrap() or self.fontMetrics().horizontalAdvance(text) <= width

    def paintEvent(self, event: QPaintEvent) -> None:
        flags = self.alignment().value
        box: QRect = self.contentsRect()
        if self.wordWrap() and not self._fits(box.width()):
            flags |= Qt.TextFlag.TextWordWrap.value
        painter = QPainter(self)
        painter.setFont(self.font())
        painter.setPen(tokens.colour(self._colour))
        draw_text(painter, box, flags, self.text(), data=self.is_data, elide=self.elides)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._dress()

    def _dress(self) -> None:
        wanted = tokens.font(self._kind, self._tabular)
        if self.font() != wanted:
            self.setFont(wanted)
        self.update()


class RoomTitle(Label):
    """The name of a room; as high as the buttons beside it, so that in every room it stands at the same place."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(kind=Type.TITLE, parent=parent)

    def sizeHint(self) -> QSize:
        return super().sizeHint().expandedTo(QSize(0, tokens.px(tokens.BUTTON_HEIGHT)))

    def minimumSizeHint(self) -> QSize:
        return super().minimumSizeHint().expandedTo(QSize(0, tokens.px(tokens.BUTTON_HEIGHT)))


def set_hint(widget: QWidget, text: str) -> None:
    """What a pointer that rests on `widget` reads. Markup in the text is shown and not followed."""
    widget.setToolTip(f"<span>{escape(text)}</span>" if text else "")
