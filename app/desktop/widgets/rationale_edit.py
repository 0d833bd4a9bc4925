"""The rationale: a small plain-text field with a live count of its sentences."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QEvent, QMimeData, QRect, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QFontMetrics,
    QInputMethodEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QTextCharFormat,
    QTextCursor,
)
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPlainTextEdit, QTextEdit, QVBoxLayout, QWidget

from app.desktop.widgets import copying, fields, tokens
from app.desktop.widgets.label import Label
from app.desktop.widgets.painted import fill_round, outline_round
from app.desktop.widgets.tokens import Type

# Ctrl+K and the like would be eaten by the field on X11, where they are Emacs keys.
_LEFT_TO_THE_WINDOW = (Qt.Key.Key_K, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Comma, Qt.Key.Key_L)


MOST_LINES = 3
"""Lines of the field in sight where there is room and little is written."""
TALLEST = 9
"""Lines that a long text may grow the field to, where there is room: two sentences are read without scrolling."""


AROUND_TEXT = 20
"""Pixels at 100 % above and under the lines: the field's edges and the margins of the text itself."""


class TextMark(NamedTuple):
    """Characters `start` to `end` that want a second look; `refused` where the text cannot be sent with them."""

    start: int
    end: int
    refused: bool


class PlainEdit(QPlainTextEdit):
    """Esc leaves the field, Tab goes on, Ctrl keys of the window stay the window's. `expand(tab)` is asked at Space and
    Tab whether the key does something else there; never while an input method composes."""

    left = Signal()
    expand: Callable[[bool], bool] | None = None

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTabChangesFocus(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self._composing = False

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self._composing = bool(event.preeditString())
        super().inputMethodEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._composing = False
        super().focusOutEvent(event)

    def _expands(self, event: QKeyEvent) -> bool:
        tab = event.key() == Qt.Key.Key_Tab
        plain = event.modifiers() == Qt.KeyboardModifier.NoModifier and (tab or event.key() == Qt.Key.Key_Space)
        return plain and not self._composing and not self.isReadOnly() and self.expand is not None and self.expand(tab)

    def event(self, event: QEvent) -> bool:
        # Qt would move the focus at Tab before `keyPressEvent` is asked.
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and self._expands(event):
            return True
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            if control and event.key() in _LEFT_TO_THE_WINDOW:
                event.ignore()
                return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return
        if not fields.takes_copy(self, event):
            super().keyPressEvent(event)

    def filled_lines(self, most: int) -> int:
        """How many lines the text fills at this width; none is counted beyond `most`."""
        lines, block = 0, self.document().firstBlock()
        while block.isValid() and lines < most:
            # A block that nobody looked at yet is laid out only when it is asked for its place.
            self.blockBoundingRect(block)
            lines += max(1, block.layout().lineCount())
            block = block.next()
        return lines

    def createMimeDataFromSelection(self) -> QMimeData:
        """What Qt itself would copy or let be dragged away."""
        return copying.gate().wrap(fields.selected(self))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        fields.edit_menu(self).popup(event.globalPos())
        event.accept()


class RationaleEdit(QWidget):
    """`changed` carries the whole text after every edit; the count is set from outside by the shared rule.

    `expander(text, caret)` gives the text in which a short form before the caret has become its phrase, and the new
    place of the caret; `hinter(text, caret)` a line on what can be put in there. None and "" for nothing."""

    changed = Signal(str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None, edit: PlainEdit | None = None) -> None:
        super().__init__(parent)
        self.edit = edit or PlainEdit(self)
        self.expander: Callable[[str, int], tuple[str, int] | None] = lambda _text, _caret: None
        self.hinter: Callable[[str, int], str] = lambda _text, _caret: ""
        self._hint = Label(kind=Type.CAPTION, colour="accent", elide=True, parent=self)
        self._count = Label(kind=Type.CAPTION, colour="muted", tabular=True, parent=self)
        self._count.setAlignment(Qt.AlignmentFlag.AlignRight)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(tokens.S1 + tokens.S0, tokens.S1, tokens.S2 + 1, tokens.S1 + 1)
        layout.setSpacing(0)
        layout.addWidget(self.edit, 1)
        foot = QHBoxLayout()
        # In line with the text above, which has a margin of its own.
        foot.setContentsMargins(tokens.S1, 0, 0, 0)
        foot.setSpacing(tokens.S2)
        foot.addWidget(self._hint, 1)
        foot.addWidget(self._count)
        layout.addLayout(foot)
        self._filling = False
        self._lines = MOST_LINES
        self._hints = ("", "")
        self._marks: tuple[TextMark, ...] = ()
        self.edit.textChanged.connect(self._told)
        self.edit.cursorPositionChanged.connect(self._hint_at)
        self.edit.expand = self._expand
        self.edit.left.connect(self.left)
        self.edit.installEventFilter(self)
        self.setFocusProxy(self.edit)
        self._dress()

    def set_text(self, text: str) -> None:
        """Fills the field without telling, with the cursor behind the last word, where writing goes on; a person's
        cursor stays when the text is already there."""
        if text == self.edit.toPlainText():
            return
        self._filling = True
        self.edit.setPlainText(text)
        self.edit.moveCursor(QTextCursor.MoveOperation.End)
        self._filling = False

    def place_text(self, text: str, caret: int) -> None:
        """Puts `text` in as one step that Ctrl+Z takes back, and the caret after `caret` characters of it; told like
        typing. For a snippet or a composed sentence."""
        cursor = self.edit.textCursor()
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(text)
        cursor.setPosition(_utf16(text, caret))
        self.edit.setTextCursor(cursor)

    def caret(self) -> int:
        """How many characters stand before the caret."""
        return len(
            self.edit.toPlainText().encode("utf-16-le")[: 2 * self.edit.textCursor().position()].decode("utf-16-le")
        )

    def set_marks(self, marks: Sequence[TextMark]) -> None:
        """Sets off places in the text, by a ground and a wavy line. They are laid over it: neither the text nor what an
        input method is composing is touched."""
        if tuple(marks) == self._marks and not marks:
            return
        self._marks = tuple(marks)
        text = self.edit.toPlainText()
        shown: list[QTextEdit.ExtraSelection] = []
        for mark in self._marks:
            tone = "block" if mark.refused else "escalate"
            form = QTextCharFormat()
            form.setBackground(tokens.colour(f"{tone}_bg"))
            form.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
            form.setUnderlineColor(tokens.colour(tone))
            one = QTextEdit.ExtraSelection()
            cursor = self.edit.textCursor()
            cursor.setPosition(_utf16(text, mark.start))
            cursor.setPosition(_utf16(text, mark.end), QTextCursor.MoveMode.KeepAnchor)
            one.cursor, one.format = cursor, form  # type: ignore[attr-defined]
            shown.append(one)
        self.edit.setExtraSelections(shown)

    def text(self) -> str:
        return self.edit.toPlainText()

    def set_count(self, text: str, wrong: bool) -> None:
        self._count.set_text(text)
        self._count.set_colour("block" if wrong else "muted")

    def set_hint(self, text: str, name: str, short: str = "") -> None:
        """What stands in the empty field; `short` where there is room for one line only."""
        self._hints = (text, short or text)
        self.edit.setAccessibleName(name)
        self._show_hint()

    def _show_hint(self) -> None:
        self.edit.setPlaceholderText(self._hints[1 if self._lines == 1 else 0])

    @staticmethod
    def height_of(lines: int) -> int:
        """The height of the field, in pixels, in which so many lines are in sight, in whatever font they are."""
        line = QFontMetrics(tokens.font(Type.BODY)).lineSpacing()
        foot = QFontMetrics(tokens.font(Type.CAPTION, tabular=True)).height()
        usual = tokens.px(84 - (MOST_LINES - lines) * 18)
        # A single line stands close to the edges: there is no room for more.
        return usual if lines == 1 else max(usual, lines * line + foot + tokens.px(AROUND_TEXT))

    @property
    def lines(self) -> int:
        """How many lines are in sight; more than that scroll."""
        return self._lines

    @property
    def wanted_lines(self) -> int:
        """How many lines the text would fill, from `MOST_LINES` to `TALLEST`; a longer one has a line to go on in,
        which it also needs where a scroll bar that is about to go makes the others narrower."""
        filled = self.edit.filled_lines(TALLEST)
        return MOST_LINES if filled <= MOST_LINES else min(TALLEST, filled + 1)

    def set_lines(self, lines: int) -> None:
        if lines != self._lines:
            self._lines = lines
            self.setFixedHeight(self.height_of(lines))
            self._show_hint()

    def set_read_only(self, on: bool) -> None:
        self.edit.setReadOnly(on)

    def eventFilter(self, watched: object, event: QEvent) -> bool:  # type: ignore[override]
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.update()
            self._hint_at()
        return False

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._dress()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        fill_round(painter, self.rect(), tokens.colour("raised"), tokens.RADIUS_INPUT)
        focused = self.edit.hasFocus()
        line = tokens.colour("accent" if focused else "line")
        outline_round(painter, QRect(self.rect()), line, tokens.RADIUS_INPUT, 2.0 if focused else 1.0)

    def _expand(self, tab: bool) -> bool:
        """A short form before the caret becomes its phrase, in one step that Ctrl+Z takes back. A space goes on after
        it, save after Chinese, which has none."""
        if self.edit.textCursor().hasSelection():
            return False
        found = self.expander(self.edit.toPlainText(), self.caret())
        if found is None:
            return False
        text, caret = found
        if not tab and caret and text[caret - 1].isascii() and text[caret : caret + 1] != " ":
            text, caret = f"{text[:caret]} {text[caret:]}", caret + 1
        self.place_text(text, caret)
        return True

    def _hint_at(self) -> None:
        self._hint.set_text(self.hinter(self.edit.toPlainText(), self.caret()) if self.edit.hasFocus() else "", True)

    def _told(self) -> None:
        if not self._filling:
            self.changed.emit(self.edit.toPlainText())

    def _dress(self) -> None:
        self.edit.setFont(tokens.font(Type.BODY))
        # What is written in an empty field is drawn in the font of the ground under it.
        self.edit.viewport().setFont(tokens.font(Type.BODY))
        self.setFixedHeight(self.height_of(self._lines))
        self.set_marks(self._marks)


def _utf16(text: str, place: int) -> int:
    """A place counted in characters as Qt counts it; never behind the end."""
    return len(text[:place].encode("utf-16-le")) // 2
