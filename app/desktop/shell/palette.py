"""The palette: type a few letters, get cases and commands, press Enter."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QRect, Qt, Signal
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from app.desktop.shell.actions import ActionMap
from app.desktop.shell.matching import matches
from app.desktop.shell.overlay import Overlay
from app.desktop.shell.palette_entries import (
    MOST_CASES,
    Entry,
    FindCases,
    FoundCase,
    FoundOnServer,
    Recent,
    SearchServer,
    case_entry,
    entries,
)
from app.desktop.widgets import accessible, ink, reasons, tokens
from app.desktop.widgets.badge import key_cap_width, paint_key_cap
from app.desktop.widgets.fields import LineEdit
from app.desktop.widgets.label import Label
from app.desktop.widgets.painted import TallWidget, fill_round
from app.desktop.widgets.tokens import Type

__all__ = ["Entry", "FindCases", "FoundCase", "FoundOnServer", "PaletteSheet", "Recent", "SearchServer", "matches"]
LEAST_FOR_SERVER = 2
"""Characters that the server is asked with at the least: two make a Chinese word."""


class Entries(TallWidget):
    """The lines; one is current."""

    accessible_role = accessible.LIST

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

    def accessible_parts(self) -> list[accessible.Part]:
        line = tokens.px(32)
        return [
            accessible.Part(
                " ".join(part for part in (entry.text, entry.note, entry.cap) if part),
                QRect(0, number * line, self.width(), line),
                number == self.current,
                number == self.current,
            )
            for number, entry in enumerate(self._entries)
        ]


class PaletteSheet(Overlay):
    """`case_chosen` carries a case id, `clause_chosen` a reference such as "ATO-12 §3"; a command runs at once."""

    case_chosen = Signal(str)
    clause_chosen = Signal(str)
    recent_changed = Signal()

    def __init__(self, actions: ActionMap, parent: QWidget, recent: Recent | None = None) -> None:
        super().__init__(parent, 660, tokens.px(56))
        self._actions = actions
        self._find: FindCases = lambda _text, _most: ()
        self._ask: SearchServer | None = None
        self._recent = recent or Recent()
        self._composing = False
        self._asked = ""
        self._answer: FoundOnServer | None = None
        self._cases: dict[str, FoundCase] = {}
        self.field = LineEdit(self.sheet)
        self.field.setMaxLength(200)
        self.list = Entries(self.sheet)
        self._note = Label(kind=Type.SMALL, colour="muted", wrap=True, parent=self.sheet)
        for widget in (self.field, self.list, self._note):
            self.sheet.body.addWidget(widget)
        self.field.textChanged.connect(lambda _text: self._typed())
        self.field.installEventFilter(self)
        self.list.picked.connect(self._run)
        self._retranslate()

    def set_find(self, find: FindCases, ask: SearchServer | None = None) -> None:
        """`find` looks on this seat, at once; `ask` asks the server, where there is one to ask."""
        self._find, self._ask = find, ask

    def open_over(self) -> None:
        self._asked, self._answer, self._composing = "", None, False
        self.field.clear()
        self._refill()
        super().open_over()

    def take_focus(self) -> None:
        self.field.setFocus()

    # --- the lines -----------------------------------------------------------------------------------
    def _typed(self) -> None:
        # An answer belongs to the words it was asked with.
        self._asked, self._answer = "", None
        self._refill()

    def _find_here(self, text: str, most: int) -> Sequence[FoundCase]:
        found = self._find(text, most)
        self._cases |= {case.case_id: case for case in found}
        return found

    def _refill(self) -> None:
        text = self.field.text().strip()
        self._cases = {}
        found = entries(text, self._actions, self._find_here, self._recent)
        self._note.set_text("")
        if self._answer is not None:
            found = self._with_answer(found, self._answer)
        elif self._ask is not None and len(text) >= LEAST_FOR_SERVER and not self._asked:
            words = self.tr("Search the server for “{text}”").format(text=text)
            found.append(Entry(f"ask:{text}", words, data=True))
        if self._asked and self._answer is None:
            self._note.set_text(self.tr("Asking the server …"))
        elif not found and not self._note.text():
            self._note.set_text(self.tr("Nothing found. Cases are found by id, type or masked subject."))
        self.list.set_entries(found)
        self.list.setVisible(bool(found))
        self._note.setVisible(bool(self._note.text()))

    def _with_answer(self, found: list[Entry], answer: FoundOnServer) -> list[Entry]:
        """The server's cases stand first; those that are here already are not said twice."""
        here = {entry.code for entry in found}
        new = [case for case in answer.cases[: 2 * MOST_CASES] if f"case:{case.case_id}" not in here]
        self._cases |= {case.case_id: case for case in new}
        if answer.problem:
            self._note.set_text(reasons.problem(answer.problem))
        elif answer.more:
            self._note.set_text(self.tr("The server holds more than these. Type more to find fewer."))
        elif not new:
            self._note.set_text(self.tr("The server holds no other case with these words."))
        return [*map(case_entry, new), *found]

    # --- choosing ------------------------------------------------------------------------------------
    def _run(self, code: str) -> None:
        kind, _, name = code.partition(":")
        if kind == "ask":
            self._ask_server(name)
            return
        # One that was chosen from what was chosen last stays known.
        self._recent.add(code, self._cases.get(name, self._recent.case(code)) if kind == "case" else None)
        self.recent_changed.emit()
        if kind == "case":
            self.close_over(give_back=False)
            self.case_chosen.emit(name)
            return
        self.close_over()
        if kind == "sop":
            self.clause_chosen.emit(name)
        else:
            self._actions.run(name)

    def _ask_server(self, text: str) -> None:
        if self._ask is None or self._asked:
            return
        self._asked = text
        self._refill()

        def answered(answer: FoundOnServer) -> None:
            # Whoever types on meanwhile has asked for something else.
            if self._asked == text and self.isVisible():
                self._answer = answer
                self._refill()

        self._ask(text, answered)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.field and isinstance(event, QInputMethodEvent):
            self._composing = bool(event.preeditString())
        elif watched is self.field and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if self._composing:
                return False
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
        name = self.tr("A case, a command or a clause")
        self.field.setPlaceholderText(name)
        self.field.setAccessibleName(name)
        self.setAccessibleName(name)
        self.list.setAccessibleName(self.tr("What was found"))
        self._refill()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
