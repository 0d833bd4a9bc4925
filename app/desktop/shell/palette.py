"""The palette: type a few letters, get cases and commands, press Enter."""

from collections.abc import Callable, Sequence

import msgspec
from PySide6.QtCore import QEvent, QObject, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from app.desktop.shell.actions import ActionMap, text_of
from app.desktop.shell.overlay import Overlay
from app.desktop.widgets import ink, tokens
from app.desktop.widgets.badge import key_cap_width, paint_key_cap
from app.desktop.widgets.label import Label
from app.desktop.widgets.painted import TallWidget, fill_round
from app.desktop.widgets.tokens import Type

MOST_CASES = 8
MOST_COMMANDS = 10
NOT_LISTED = frozenset({"palette", "leave"})


class FoundCase(msgspec.Struct, frozen=True):
    """A case as the palette shows it: id and masked subject are data, `kind` is in words."""

    case_id: str
    subject: str
    kind: str


class Entry(msgspec.Struct, frozen=True):
    """One line: `code` is "case:<id>" or "do:<action id>"; `note` stands at the right, `cap` is a key."""

    code: str
    text: str
    note: str = ""
    cap: str = ""
    data: bool = False


FindCases = Callable[[str, int], Sequence[FoundCase]]


def matches(needle: str, text: str) -> bool:
    """Every word of `needle` occurs in `text`, in any order and case."""
    low = text.casefold()
    return all(part in low for part in needle.casefold().split())


class Entries(TallWidget):
    """The lines; one is current."""

    picked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entries: tuple[Entry, ...] = ()
        self.current = 0

    def set_entries(self, entries: Sequence[Entry]) -> None:
        self._entries = tuple(entries)
        self.current = 0
        self.refilled()

    def entries(self) -> tuple[Entry, ...]:
        return self._entries

    def move(self, step: int) -> None:  # type: ignore[override]
        """One line down or up, round the end."""
        if self._entries:
            self.current = (self.current + step) % len(self._entries)
            self.update()

    def chosen(self) -> Entry | None:
        return self._entries[self.current] if self._entries else None

    def height_at(self, width: int) -> int:
        return len(self._entries) * tokens.px(32)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        line = tokens.px(32)
        centre = Qt.AlignmentFlag.AlignVCenter
        for number, entry in enumerate(self._entries):
            box = QRect(0, number * line, self.width(), line)
            if number == self.current:
                fill_round(painter, box, tokens.colour("accent_bg"), tokens.RADIUS_INPUT)
            inner = box.adjusted(tokens.S3, 0, -tokens.S3, 0)
            if entry.cap:
                wide, tall = key_cap_width(entry.cap), tokens.px(18)
                spot = QRect(inner.right() - wide, box.top() + (line - tall) // 2, wide, tall)
                paint_key_cap(painter, spot, entry.cap, "muted")
                inner.setRight(spot.left() - tokens.S2)
            elif entry.note:
                painter.setFont(tokens.font(Type.SMALL))
                painter.setPen(tokens.colour("muted"))
                wide = ink.text_width(painter, entry.note) + 1
                spot = QRect(inner.right() - wide, box.top(), wide, line)
                ink.draw_text(painter, spot, centre, entry.note)
                inner.setRight(spot.left() - tokens.S2)
            painter.setFont(tokens.font(Type.BODY, tabular=True))
            painter.setPen(tokens.colour("text"))
            ink.draw_text(painter, inner, centre, entry.text, data=entry.data, elide=True)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        number = int(event.position().y()) // tokens.px(32)
        if 0 <= number < len(self._entries):
            self.picked.emit(self._entries[number].code)


class PaletteSheet(Overlay):
    """`case_chosen` carries a case id; a command runs at once."""

    case_chosen = Signal(str)

    def __init__(self, actions: ActionMap, parent: QWidget, find: FindCases | None = None) -> None:
        super().__init__(parent, 620, tokens.px(56))
        self._actions = actions
        self._find: FindCases = find or (lambda _text, _most: ())
        self.field = QLineEdit(self.sheet)
        self.field.setMaxLength(200)
        self.list = Entries(self.sheet)
        self._empty = Label(kind=Type.BODY, colour="muted", parent=self.sheet)
        for widget in (self.field, self.list, self._empty):
            self.sheet.body.addWidget(widget)
        self.field.textChanged.connect(lambda _text: self._refill())
        self.field.installEventFilter(self)
        self.list.picked.connect(self._run)
        self._retranslate()

    def set_find(self, find: FindCases) -> None:
        self._find = find

    def open_over(self) -> None:
        self.field.clear()
        self._refill()
        super().open_over()

    def take_focus(self) -> None:
        self.field.setFocus()

    def _refill(self) -> None:
        text = self.field.text().strip()
        entries: list[Entry] = []
        if text:
            for case in self._find(text, MOST_CASES):
                entries.append(Entry(f"case:{case.case_id}", f"{case.case_id} · {case.subject}", case.kind, data=True))
        commands = [
            Entry(f"do:{spec.id}", text_of(spec), cap=self._actions.key_cap(spec.id))
            for spec in self._actions.live()
            if spec.id not in NOT_LISTED and not spec.id.startswith("code.")
        ]
        entries += [entry for entry in commands if matches(text, entry.text)][:MOST_COMMANDS]
        self.list.set_entries(entries)
        self.list.setVisible(bool(entries))
        self._empty.setVisible(not entries)

    def _run(self, code: str) -> None:
        kind, _, name = code.partition(":")
        if kind == "case":
            self.close_over(give_back=False)
            self.case_chosen.emit(name)
        else:
            self.close_over()
            self._actions.run(name)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.field and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            key = event.key()
            if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
                self.list.move(1 if key == Qt.Key.Key_Down else -1)
                return True
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                chosen = self.list.chosen()
                if chosen is not None:
                    self._run(chosen.code)
                return True
            if key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
                self.list.move(1 if key == Qt.Key.Key_Tab else -1)
                return True
        return super().eventFilter(watched, event)

    def _retranslate(self) -> None:
        name = self.tr("A case, a masked subject or a command")
        self.field.setPlaceholderText(name)
        self.field.setAccessibleName(name)
        self._empty.set_text(self.tr("Nothing found. Cases are found by id, type or masked subject."))
        self._refill()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
