"""The sheet of keys, made from the live action map."""

from itertools import groupby

import msgspec
from PySide6.QtCore import QCoreApplication, QEvent, QRect, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from app.desktop.shell.action_table import Spec, text_of
from app.desktop.shell.actions import ActionMap
from app.desktop.shell.overlay import Overlay
from app.desktop.widgets import accessible, ink, tokens
from app.desktop.widgets.badge import key_cap_width, paint_key_cap
from app.desktop.widgets.card import Scroll
from app.desktop.widgets.label import Label
from app.desktop.widgets.painted import TallWidget
from app.desktop.widgets.tokens import Type

GROUPS = ("case", "decide", "window")


def group_words(group: str) -> str:
    translate = QCoreApplication.translate
    return {
        "case": translate("HelpSheet", "Cases"),
        "decide": translate("HelpSheet", "Decision"),
        "window": translate("HelpSheet", "Window"),
    }[group]


class KeyLine(msgspec.Struct, frozen=True):
    """One line of the sheet: `cap` is the key as it stands on a cap; several numbered actions may share a line."""

    actions: tuple[str, ...]
    cap: str
    text: str


def lines(actions: ActionMap) -> list[tuple[str, list[KeyLine]]]:
    """What the sheet shows: per group, every action that is answered and has a key. Keys of a case are told from
    everywhere; those of another room mean something else here, and are told there."""
    found: list[tuple[str, list[KeyLine]]] = []
    told = [one for one in actions.known() if one.workspace in ("", "review") or actions.is_live(one.id)]
    for group in GROUPS:
        specs = [spec for spec in told if spec.group == group and actions.key(spec.id)]
        rows: list[KeyLine] = []
        for family, members in groupby(specs, key=_family):
            rows += _joined(actions, family, list(members))
        if rows:
            found.append((group_words(group), rows))
    return found


def _family(spec: Spec) -> str:
    """What numbered actions have in common: "code." for "code.1"; an action of its own is its own family."""
    stem, dot, last = spec.id.rpartition(".")
    return stem + dot if last.isdecimal() else spec.id


def _joined(actions: ActionMap, family: str, specs: list[Spec]) -> list[KeyLine]:
    """One line for numbered actions whose keys are numbered alike, else a line each."""
    first, last = specs[0], specs[-1]
    stem = actions.key(first.id)[:-1]
    alike = all(actions.key(spec.id) == stem + spec.id.rpartition(".")[2] for spec in specs)
    if len(specs) == 1 or not alike:
        return [KeyLine((spec.id,), actions.key_cap(spec.id), text_of(spec)) for spec in specs]
    span = f"{first.id.rpartition('.')[2]}–{last.id.rpartition('.')[2]}"
    cap = f"{actions.key_cap(first.id)[:-1]}{span}"
    return [KeyLine(tuple(spec.id for spec in specs), cap, text_of(first, span))]


COLUMN = 340
"""The width of a column of keys, in pixels."""
LINE = 26
"""The height of a line: all keys of a reviewer stand in a window of 720 pixels."""
WIDTH = 3 * COLUMN + 60


class KeyTable(TallWidget):
    """The lines in as many columns as there is room for: one for each group, or two, whose longer half stands left."""

    accessible_role = accessible.LIST

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._groups: list[tuple[str, list[KeyLine]]] = []

    def set_groups(self, groups: list[tuple[str, list[KeyLine]]]) -> None:
        self._groups = groups
        self.setAccessibleName("; ".join(f"{line.cap} {line.text}" for _, rows in groups for line in rows))
        self.refilled()

    def _columns(self, width: int) -> list[list[str | KeyLine]]:
        flat: list[list[str | KeyLine]] = [[group, *rows] for group, rows in self._groups]
        if width >= tokens.px(COLUMN) * len(flat):
            return flat
        total = sum(len(part) for part in flat)
        columns: list[list[str | KeyLine]] = [[], []]
        for part in flat:
            target = columns[0] if not columns[0] or len(columns[0]) + len(part) <= total * 0.62 else columns[1]
            target.extend(part)
        return columns

    def height_at(self, width: int) -> int:
        return max((len(column) for column in self._columns(width)), default=0) * tokens.px(LINE) + tokens.S2

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        line = tokens.px(LINE)
        caps = [row.cap for _, rows in self._groups for row in rows]
        widest = max((key_cap_width(text) for text in caps), default=0)
        columns = self._columns(self.width())
        wide = self.width() // max(1, len(columns))
        for number, column in enumerate(columns):
            x = number * wide
            for place, item in enumerate(column):
                box = QRect(x, place * line, wide - tokens.S4, line)
                if isinstance(item, str):
                    painter.setFont(tokens.font(Type.SECTION))
                    painter.setPen(tokens.colour("muted"))
                    ink.draw_text(painter, box, Qt.AlignmentFlag.AlignVCenter, item.upper())
                    continue
                tall = tokens.px(18)
                spot = QRect(x, box.top() + (line - tall) // 2, key_cap_width(item.cap), tall)
                paint_key_cap(painter, spot, item.cap, "text")
                painter.setFont(tokens.font(Type.BODY))
                painter.setPen(tokens.colour("text"))
                room = box.adjusted(widest + tokens.S3, 0, 0, 0)
                ink.draw_text(painter, room, Qt.AlignmentFlag.AlignVCenter, item.text, elide=True)

    def accessible_parts(self) -> list[accessible.Part]:
        columns, line = self._columns(self.width()), tokens.px(LINE)
        wide = self.width() // max(1, len(columns))
        parts: list[accessible.Part] = []
        for number, column in enumerate(columns):
            for place, item in enumerate(column):
                words = item if isinstance(item, str) else f"{item.cap} {item.text}"
                parts.append(accessible.Part(words, QRect(number * wide, place * line, wide, line)))
        return parts


class HelpSheet(Overlay):
    """Opens with the help key and closes with it or Esc."""

    def __init__(self, actions: ActionMap, parent: QWidget) -> None:
        super().__init__(parent, WIDTH, tokens.px(48))
        self._actions = actions
        self._title = Label(kind=Type.TITLE, parent=self.sheet)
        self._note = Label(kind=Type.SMALL, colour="muted", wrap=True, parent=self.sheet)
        self._table = KeyTable()
        self.sheet.body.addWidget(self._title)
        self.sheet.body.addWidget(self._note)
        self._scroll = Scroll(self._table, self.sheet)
        self.sheet.body.addWidget(self._scroll, 1)
        self._retranslate()
        actions.changed.connect(self._refill)

    def open_over(self) -> None:
        self._refill()
        super().open_over()

    def shown_actions(self) -> list[str]:
        return [action for _, rows in lines(self._actions) for line in rows for action in line.actions]

    def _refill(self) -> None:
        self._table.set_groups(lines(self._actions))
        self._scroll.setMinimumHeight(
            min(self._table.height_at(self._room()) + 2, max(tokens.px(200), self._under.height() - 200))
        )

    def _room(self) -> int:
        """Pixels for the table once the sheet stands over its window."""
        return min(tokens.px(WIDTH), self._under.width() - 2 * tokens.S4) - 2 * tokens.S4

    def _retranslate(self) -> None:
        self._title.set_text(self.tr("Keys"))
        self.setAccessibleName(self.tr("Keys"))
        self._note.set_text(
            self.tr("Single letters are quiet while you write in a field. Esc leaves the field. Keys can be changed.")
        )
        self._refill()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text() == "?":
            self.close_over()
            event.accept()
            return
        bar = self._scroll.verticalScrollBar()
        steps = {Qt.Key.Key_Down: bar.singleStep(), Qt.Key.Key_Up: -bar.singleStep()}
        pages = {Qt.Key.Key_PageDown: bar.pageStep(), Qt.Key.Key_PageUp: -bar.pageStep()}
        move = (steps | pages).get(Qt.Key(event.key()))
        if move is not None:
            bar.setValue(bar.value() + move)
            return
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
