"""Buttons that paint themselves: main, plain and quiet ones, the three decisions, and the rail's."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from app.desktop.widgets import ink, tokens
from app.desktop.widgets.badge import key_cap_width, paint_key_cap
from app.desktop.widgets.icons import draw_icon
from app.desktop.widgets.painted import fill_round, focus_ring, metrics, outline_round
from app.desktop.widgets.tokens import Type

CENTRE = Qt.AlignmentFlag.AlignCenter
EDGE = 7
"""The least room between a button's edge and its text, in pixels at 100 %."""


class PaintedButton(QAbstractButton):
    """No input method, a pointing hand, keyboard focus; subclasses paint."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)


class Button(PaintedButton):
    """A button with text and, where there is one, its key. `look`: main, plain, quiet, or link: a quiet one without
    room at its edges, so that it ends where the column does."""

    def __init__(self, look: str = "plain", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = "quiet" if look == "link" else look
        self._edge = tokens.S0 if look == "link" else EDGE
        self._key = ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_content(self, text: str, key: str = "") -> None:
        if text == self.text() and key == self._key:
            return
        self.setText(text)
        self.setAccessibleName(text)
        self._key = key
        self.updateGeometry()
        self.update()

    def set_look(self, look: str) -> None:
        """ "main" or "plain": which of several buttons is best pressed next may change."""
        if look != self._look:
            self._look = look
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        kind = Type.STRONG if self._look != "quiet" else Type.BODY
        wide = metrics(tokens.font(kind)).horizontalAdvance(self.text())
        wide += tokens.px(30) if self._edge == EDGE else 2 * self._edge + 1
        if self._key:
            wide += key_cap_width(self._key) + tokens.px(7)
        return QSize(wide, tokens.px(34 if self._look != "quiet" else 28))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = self.rect()
        on = self.isEnabled()
        colour = "text"
        if self._look == "main":
            fill_round(painter, rect, tokens.colour("accent" if on else "line"), tokens.RADIUS_CARD)
            colour = "on_accent" if on else "muted"
            if on and self.underMouse():
                painter.setOpacity(0.12)
                fill_round(painter, rect, tokens.colour("on_accent"), tokens.RADIUS_CARD)
                painter.setOpacity(1.0)
        else:
            if self.underMouse() and on:
                fill_round(painter, rect, tokens.colour("hover"), tokens.RADIUS_CARD)
            if self._look == "plain":
                outline_round(painter, rect, tokens.colour("line"), tokens.RADIUS_CARD)
            colour = ("text" if self._look == "plain" else "accent") if on else "muted"
        painter.setFont(tokens.font(Type.STRONG if self._look != "quiet" else Type.BODY))
        painter.setPen(tokens.colour(colour))
        _text_and_key(painter, rect, self.text(), self._key, colour, self._edge)
        if self.hasFocus():
            ring = rect if self._look != "main" else rect.adjusted(2, 2, -2, -2)
            if self._look == "main":
                outline_round(painter, ring, tokens.colour("on_accent"), tokens.RADIUS_INPUT, 1.5)
            else:
                focus_ring(painter, ring, tokens.RADIUS_CARD)


def _text_and_key(painter: QPainter, rect: QRect, text: str, key: str, colour: str, edge: int = EDGE) -> None:
    """Text and key cap, centred together, with room at both edges."""
    need = ink.text_width(painter, text) + 1
    cap = key_cap_width(key) if key else 0
    gap = tokens.px(7) if key else 0
    most = rect.width() - cap - 2 * tokens.px(edge)
    flags = Qt.AlignmentFlag.AlignVCenter.value
    if need > most - gap:
        # A long verb moves nearer to its key, then takes a smaller font, then two lines, rather than lose its end.
        gap = tokens.px(4) if key else 0
        if need > most - gap:
            painter.setFont(tokens.font(Type.SMALL_STRONG))
            need = ink.text_width(painter, text) + 1
        if key and max(ink.text_width(painter, word) for word in text.split() or [""]) > most - gap:
            # Not even its longest word: the key is told elsewhere, the verb only here.
            _text_and_key(painter, rect, text, "", colour, edge)
            return
        if need > most - gap:
            flags |= Qt.TextFlag.TextWordWrap.value
            need = min(most - gap, ink.wrapped_width(painter.fontMetrics(), most - gap, text) + 1)
    left = rect.left() + (rect.width() - need - cap - gap) // 2
    ink.draw_text(painter, QRect(left, rect.top(), need, rect.height()), flags, text)
    if key:
        tall = tokens.px(17)
        box = QRect(left + need + gap, rect.top() + (rect.height() - tall) // 2, cap, tall)
        paint_key_cap(painter, box, key, colour)


class DecisionButton(PaintedButton):
    """One of the three decisions: its verb in its colour, filled when chosen."""

    def __init__(self, colour: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._colour = colour
        self._key = ""
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_content(self, text: str, key: str) -> None:
        if (text, key) != (self.text(), self._key):
            self.setText(text)
            self._key = key
            self.setAccessibleName(text)
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        wide = metrics(tokens.font(Type.STRONG)).horizontalAdvance(self.text())
        return QSize(wide + key_cap_width(self._key) + tokens.px(18), tokens.px(tokens.BUTTON_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """Room for its longest word beside its key: verbs of several words take two lines before a word is cut."""
        longest = max((tokens.advance(word, Type.SMALL_STRONG) for word in self.text().split()), default=0)
        cap = key_cap_width(self._key) + tokens.px(4) if self._key else 0
        return QSize(longest + 2 + cap + 2 * tokens.px(EDGE), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = self.rect()
        on = self.isEnabled()
        colour = self._colour if on else "muted"
        if self.isChecked():
            fill_round(painter, rect, tokens.colour(f"{self._colour.rstrip('_')}_bg"), tokens.RADIUS_CARD)
            outline_round(painter, rect, tokens.colour(colour), tokens.RADIUS_CARD, 1.4)
        else:
            ground = "hover" if self.underMouse() and on else "surface"
            fill_round(painter, rect, tokens.colour(ground), tokens.RADIUS_CARD)
            outline_round(painter, rect, tokens.colour("line"), tokens.RADIUS_CARD)
        painter.setFont(tokens.font(Type.STRONG))
        painter.setPen(tokens.colour(colour))
        _text_and_key(painter, rect, self.text(), self._key, colour)
        if self.hasFocus():
            focus_ring(painter, rect, tokens.RADIUS_CARD)


class DecisionButtons(QWidget):
    """Pass, block and escalate under the verbs of the case type; the codes stay pass, block, escalate."""

    chosen = Signal(str)
    CODES = ("pass", "block", "escalate")

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(tokens.S2)
        self._buttons: dict[str, DecisionButton] = {}
        for code, colour in zip(self.CODES, ("pass_", "block", "escalate"), strict=True):
            button = DecisionButton(colour, self)
            button.clicked.connect(lambda _checked, c=code: self.chosen.emit(c))
            self._buttons[code] = button
            layout.addWidget(button)

    def set_verbs(self, verbs: dict[str, str], keys: dict[str, str]) -> None:
        for code, button in self._buttons.items():
            button.set_content(verbs.get(code, code), keys.get(code, ""))

    def set_state(self, decision: str | None, allowed: frozenset[str]) -> None:
        focused = any(button.hasFocus() for button in self._buttons.values())
        for code, button in self._buttons.items():
            button.setEnabled(code in allowed)
            button.setChecked(code == decision)
        # The ring goes with what was chosen by its key: two buttons that stand out would be two answers.
        if focused and decision in self._buttons and decision in allowed:
            self._buttons[decision].setFocus()


def _fitting(text: str, width: int) -> QFont:
    """The caption font, drawn narrower where a long word would not fit."""
    font = tokens.font(Type.CAPTION)
    need = metrics(font).horizontalAdvance(text)
    if need <= width:
        return font
    narrow = QFont(font)
    narrow.setStretch(max(60, int(97 * width / need)))
    return narrow


class RailButton(PaintedButton):
    """A workspace on the rail: icon over its name, filled when it is the one in sight."""

    def __init__(self, icon: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = icon
        self._count = ""
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_content(self, text: str, count: str = "") -> None:
        if (text, count) != (self.text(), self._count):
            self.setText(text)
            self.setAccessibleName(f"{text} {count}".strip())
            self._count = count
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(tokens.px(58), tokens.px(52))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = self.rect()
        colour = "muted"
        if self.isChecked():
            fill_round(painter, rect, tokens.colour("accent_bg"), tokens.RADIUS_CARD)
            colour = "accent"
        elif self.underMouse():
            fill_round(painter, rect, tokens.colour("hover"), tokens.RADIUS_CARD)
        size = tokens.px(19)
        box = QRectF((rect.width() - size) / 2, tokens.px(8), size, size)
        draw_icon(painter, self._icon, box, tokens.colour(colour))
        painter.setFont(_fitting(self.text(), rect.width()))
        painter.setPen(tokens.colour(colour))
        line = QRect(0, tokens.px(31), rect.width(), tokens.px(16))
        ink.draw_text(painter, line, CENTRE, self.text(), elide=True)
        if self._count:
            painter.setFont(tokens.font(Type.BADGE, tabular=True))
            wide = ink.text_width(painter, self._count) + tokens.px(8)
            spot = QRect(rect.right() - wide - 2, 3, wide, tokens.px(15))
            fill_round(painter, spot, tokens.colour("escalate_bg"), tokens.px(7))
            painter.setPen(tokens.colour("escalate"))
            ink.draw_text(painter, spot, CENTRE, self._count)
        if self.hasFocus():
            focus_ring(painter, rect, tokens.RADIUS_CARD)
