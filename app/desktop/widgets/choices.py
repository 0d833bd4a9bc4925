"""Choices: a box that shows what is chosen and opens a menu, and a numbered list for the keys 1 to 9."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QHelpEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QMenu, QSizePolicy, QWidget

from app.desktop.widgets import accessible, tokens
from app.desktop.widgets.badge import key_cap_width, paint_key_cap
from app.desktop.widgets.buttons import PaintedButton
from app.desktop.widgets.icons import draw_icon
from app.desktop.widgets.painted import TallWidget, fill_round, focus_ring, outline_round
from app.desktop.widgets.runs import Run, paragraph, plain
from app.desktop.widgets.tip import Tip
from app.desktop.widgets.tokens import Type


class Option(NamedTuple):
    """`code` is what is told, `text` what is shown; `heading` stands over a group of the menu."""

    code: str
    text: str
    key: str = ""
    data: bool = False
    heading: str = ""
    tip: str = ""


class ChoiceBox(PaintedButton):
    """One line with what is chosen; Enter, Space or a click opens the menu (arrow keys, Enter, Esc)."""

    picked = Signal(str)

    def __init__(self, parent: QWidget | None = None, arrow: bool = True) -> None:
        super().__init__(parent)
        self._arrow = arrow
        self._runs: tuple[Run, ...] = ()
        self._options: tuple[Option, ...] = ()
        self._chosen: str | None = None
        self._flat = False
        self._key = ""
        self._menu: QMenu | None = None
        self.opens_itself = True
        """False where whoever made it shows the choices in another way."""
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.clicked.connect(self.open_menu)

    def set_runs(self, runs: Sequence[Run], key: str = "", flat: bool = False) -> None:
        """What the line says; `flat` for a line that is only read."""
        self._runs, self._key, self._flat = tuple(runs), key, flat
        self.setAccessibleName(plain(self._runs))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus if flat else Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.ArrowCursor if flat else Qt.CursorShape.PointingHandCursor)
        self.updateGeometry()
        self.update()

    def set_options(self, options: Sequence[Option], chosen: str | None) -> None:
        self._options, self._chosen = tuple(options), chosen

    def options(self) -> tuple[Option, ...]:
        return self._options

    def open_menu(self) -> None:
        if self._flat or not self._options or not self.opens_itself:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        group = QActionGroup(menu)
        heading = ""
        for option in self._options:
            if option.heading and option.heading != heading:
                heading = option.heading
                title = menu.addAction(_escaped(heading))
                title.setEnabled(False)
            action = QAction(_escaped(option.text), menu)
            action.setData((option.code, option.data))
            action.setCheckable(True)
            action.setChecked(option.code == self._chosen)
            group.addAction(action)
            menu.addAction(action)
            action.triggered.connect(lambda _on, code=option.code: self.picked.emit(code))
        self._menu = menu
        current = next((action for action in group.actions() if action.isChecked()), group.actions()[0])
        menu.popup(self.mapToGlobal(QPoint(0, self.height() + 2)))
        menu.setActiveAction(current)

    def _room(self, width: int) -> int:
        """Pixels for the words at this width."""
        aside = 0
        if not self._flat:
            aside = key_cap_width(self._key) + tokens.px(6) if self._key else tokens.px(16 if self._arrow else 0)
        return max(tokens.px(20), width - tokens.px(20) - aside)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return max(tokens.px(32), paragraph(self._runs, self._room(width)).height + tokens.px(13))

    def sizeHint(self) -> QSize:
        need = paragraph(self._runs, 10_000).natural_width
        wide = need + 4 + tokens.px(2000) - self._room(tokens.px(2000))
        return QSize(wide, self.heightForWidth(max(wide, self.width())))

    def minimumSizeHint(self) -> QSize:
        return QSize(tokens.px(60), tokens.px(32))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = self.rect()
        hot = self.underMouse() and not self._flat
        fill_round(painter, rect, tokens.colour("hover" if hot else "raised"), tokens.RADIUS_INPUT)
        outline_round(painter, rect, tokens.colour("line"), tokens.RADIUS_INPUT)
        if not self._flat and self._key:
            cap = key_cap_width(self._key)
            tall = tokens.px(17)
            box = QRect(rect.right() - cap - tokens.px(8), (rect.height() - tall) // 2, cap, tall)
            paint_key_cap(painter, box, self._key, "muted")
        elif not self._flat and self._arrow:
            size = tokens.px(13)
            spot = QRectF(rect.right() - size - tokens.px(8), (rect.height() - size) / 2, size, size)
            draw_icon(painter, "down", spot, tokens.colour("muted"))
        words = paragraph(self._runs, self._room(self.width()))
        words.draw(painter, tokens.px(10), (rect.height() - words.height) // 2 + 1)
        if self.hasFocus():
            focus_ring(painter, rect, tokens.RADIUS_INPUT)


def _escaped(text: str) -> str:
    """A menu takes & for the mark of its shortcut."""
    return text.replace("&", "&&")


class OptionList(TallWidget):
    """Numbered options in two columns, each under its key; a click does what the key does."""

    accessible_role = accessible.LIST

    picked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._options: tuple[Option, ...] = ()
        self._hover = -1
        self._tip: Tip | None = None
        self.setMouseTracking(True)

    def set_options(self, options: Sequence[Option]) -> None:
        self._options = tuple(options)
        self._hover = -1
        self.setAccessibleName("; ".join(f"{option.key} {option.text}" for option in self._options))
        self.refilled()

    def _cap(self) -> int:
        return max((key_cap_width(option.key) for option in self._options), default=0)

    def _words(self, box: int) -> int:
        """Pixels for the words of an option that is `box` wide."""
        return max(tokens.px(20), box - self._cap() - tokens.px(10))

    def _heights(self, width: int) -> list[int]:
        room = self._words(width // 2 - 2)
        heights: list[int] = []
        for start in range(0, len(self._options), 2):
            pair = self._options[start : start + 2]
            tallest = max(paragraph((Run(o.text),), room, Type.SMALL).height for o in pair)
            heights.append(max(tokens.px(24), tallest + tokens.px(6)))
        return heights

    def height_at(self, width: int) -> int:
        return sum(self._heights(max(1, width)))

    def _boxes(self) -> list[QRect]:
        width = self.width()
        boxes: list[QRect] = []
        y = 0
        for row, height in enumerate(self._heights(width)):
            for column in range(2):
                if row * 2 + column < len(self._options):
                    boxes.append(QRect(column * (width // 2), y, width // 2 - 2, height))
            y += height
        return boxes

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        cap = self._cap()
        tall = tokens.px(17)
        for number, (option, box) in enumerate(zip(self._options, self._boxes(), strict=True)):
            if number == self._hover:
                fill_round(painter, box, tokens.colour("hover"), tokens.RADIUS_SMALL)
            place = QRect(box.left() + 2, box.top() + tokens.px(3), cap, tall)
            paint_key_cap(painter, place, option.key, "muted")
            words = (Run(option.text, "text", None, option.data),)
            text = paragraph(words, self._words(box.width()), Type.SMALL)
            text.draw(painter, box.left() + cap + tokens.px(9), box.top() + tokens.px(4))

    def _at(self, event: QMouseEvent) -> int:
        point = event.position().toPoint()
        return next((n for n, box in enumerate(self._boxes()) if box.contains(point)), -1)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            self._tip = self._tip or Tip(self)
            self._tip.tell(self._options[self._hover].tip if self._hover >= 0 else "", event.globalPos())
            return True
        return super().event(event)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover = -1
        self.update()
        if self._tip is not None:
            self._tip.hide()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        hover = self._at(event)
        if hover != self._hover:
            self._hover = hover
            self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        number = self._at(event)
        if number >= 0:
            self.picked.emit(self._options[number].code)

    def accessible_parts(self) -> list[accessible.Part]:
        return [
            accessible.Part(f"{option.key} {option.text}", box)
            for option, box in zip(self._options, self._boxes(), strict=True)
        ]
