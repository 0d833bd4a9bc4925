"""A light sheet: something small to fill in by keyboard over the work, which stays in sight and goes on.

It shows what it is given (`SheetContent`) and tells what was done. Tab goes through its lists and fields and stays on
it, Enter chooses and then sends, Ctrl+Enter sends from anywhere, Esc closes. No key of it reaches the window.
"""

from typing import NamedTuple

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.desktop.widgets import accessible, tokens
from app.desktop.widgets.buttons import Button
from app.desktop.widgets.card import Card
from app.desktop.widgets.choice_lines import ChoiceLine, ChoiceLines
from app.desktop.widgets.fields import LineEdit
from app.desktop.widgets.label import Label
from app.desktop.widgets.painted import at_rest, show_if
from app.desktop.widgets.rationale_edit import PlainEdit, RationaleEdit, TextMark
from app.desktop.widgets.runs import clauses
from app.desktop.widgets.runs_label import RunsLabel
from app.desktop.widgets.tokens import Type

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class SheetList(NamedTuple):
    """One list. `beside`: right of the list before it and not beneath; `filtered` by what is typed into the line;
    `none` stands in the place of the title where no line is left."""

    name: str
    title: str
    lines: tuple[ChoiceLine, ...]
    chosen: frozenset[str] = frozenset()
    many: bool = False
    beside: bool = False
    filtered: bool = False
    most: int = 9
    none: str = ""


class SheetContent(NamedTuple):
    """Everything that stands on a sheet, in words. `entry` is its line, `second` one beside it and `text` its field for
    a note; None for none.
    `said` is the sentence beneath them, such as what stands in the way. `keys` says what the keys do on a list, and
    `keys_entry` and `keys_text` what they do while the line or the note has the focus."""

    title: str
    lead: str = ""
    lead_data: bool = False
    under: str = ""
    lists: tuple[SheetList, ...] = ()
    entry: str | None = None
    entry_name: str = ""
    entry_hint: str = ""
    entry_first: bool = True
    second: str | None = None
    second_name: str = ""
    second_hint: str = ""
    text: str | None = None
    text_name: str = ""
    text_hint: str = ""
    marks: tuple[TextMark, ...] = ()
    counted: str = ""
    too_many: bool = False
    said: str = ""
    tone: str = "muted"
    button: str = ""
    keys: str = ""
    keys_entry: str = ""
    keys_text: str = ""
    wide: bool = False


class _Line(LineEdit):
    keeps_all = True


class _Note(PlainEdit):
    keeps_all = True
    sent = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.sent.emit()
            return
        super().keyPressEvent(event)


class _List(QWidget):
    """A list under its title."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.title = Label(kind=Type.SMALL_STRONG, colour="muted", elide=True, parent=self)
        self.lines = ChoiceLines(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(tokens.S0)
        layout.addWidget(self.title)
        layout.addWidget(self.lines)
        layout.addStretch(1)
        self.shown: SheetList | None = None


class Sheet(Card):
    accessible_role = accessible.DIALOG
    keeps_all = True

    picked = Signal(str, str)
    """(list, line): chosen, or chosen again."""
    entered = Signal(str)
    """What stands in the line."""
    entered_second = Signal(str)
    typed = Signal(str)
    """The whole note."""
    confirmed = Signal()
    removed = Signal(str, str)
    renamed = Signal(str, str)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.set_edge("accent")
        self.body.setSpacing(tokens.S2)
        self._content = SheetContent("")
        self._brought = False
        """Whether a choice, and no key of the person, brought the focus to where it is."""
        self._placed = (0, 0)
        self._lists: list[_List] = []
        self._rows: list[QHBoxLayout] = []
        self._shape: tuple[tuple[str, bool], ...] = ()
        self._lead = Label(wrap=True, parent=self)
        self._under = Label(colour="muted", wrap=True, parent=self)
        self._line = QWidget(self)
        pair = QHBoxLayout(self._line)
        pair.setContentsMargins(0, 0, 0, 0)
        pair.setSpacing(tokens.S2)
        self.entry, self.second = _Line(self._line), _Line(self._line)
        for line in (self.entry, self.second):
            line.setMaxLength(200)
            line.installEventFilter(self)
            pair.addWidget(line, 1)
        self._middle = QVBoxLayout()
        self._middle.setSpacing(tokens.S2)
        self.note = RationaleEdit(self, edit=_Note(self))
        self.note.edit.installEventFilter(self)
        self._said = Label(wrap=True, parent=self)
        self._keys = RunsLabel(self, Type.SMALL)
        self.button = Button("main", self)
        foot = QHBoxLayout()
        foot.setSpacing(tokens.S3)
        foot.addWidget(self._keys, 1, Qt.AlignmentFlag.AlignVCenter)
        foot.addWidget(self.button)
        for part in (self._lead, self._under, self._line):
            self.body.addWidget(part)
        self.body.addLayout(self._middle)
        self.body.addWidget(self.note)
        self.body.addWidget(self._said)
        self.body.addLayout(foot)
        self.entry.textEdited.connect(self._entry_typed)
        self.second.textEdited.connect(self.entered_second)
        self.note.changed.connect(self.typed)
        self.note.left.connect(self.closed)
        self.note.edit.sent.connect(self.confirmed)  # type: ignore[attr-defined]
        self.button.clicked.connect(self.confirmed)
        self.button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()

    @property
    def content(self) -> SheetContent:
        return self._content

    def list_named(self, name: str) -> ChoiceLines | None:
        return next((one.lines for one in self._lists if one.shown is not None and one.shown.name == name), None)

    def fill(self, content: SheetContent, fresh: bool) -> None:
        """`fresh`: another sheet than before, whose cursors start anew."""
        self._content = content
        with at_rest(self.layout(), self.body):
            self.heading.set_text(content.title)
            for label, text in ((self._lead, content.lead), (self._under, content.under), (self._said, content.said)):
                show_if(label, bool(text))
                label.set_text(text, data=content.lead_data and label is self._lead)
            self._said.set_colour(content.tone)
            self._place_entry(content.entry_first)
            show_if(self._line, content.entry is not None)
            for line, written, name, hint in (
                (self.entry, content.entry, content.entry_name, content.entry_hint),
                (self.second, content.second, content.second_name, content.second_hint),
            ):
                show_if(line, written is not None)
                if written is not None and (fresh or line.text() != written):
                    line.setText(written)
                line.setPlaceholderText(hint)
                line.setAccessibleName(name)
            self._fill_lists(fresh)
            show_if(self.note, content.text is not None)
            if content.text is not None:
                self.note.set_text(content.text)
                self.note.set_marks(content.marks)
            self.note.set_hint(content.text_hint, content.text_name)
            self.note.set_count(content.counted, content.too_many)
            show_if(self.button, bool(content.button))
            self.button.set_content(content.button)
            self._keys.set_runs(clauses(self._keys_here()))
        self.setAccessibleName(content.title)
        self.setAccessibleDescription(" ".join(p for p in (content.lead, content.under, content.said) if p))

    def _place_entry(self, first: bool) -> None:
        """The line stands where the keys come to it: before the lists, or after what was chosen in them."""
        middle, at = self.body.indexOf(self._middle), self.body.indexOf(self._line)
        if (at < middle) != first:
            self.body.removeWidget(self._line)
            self.body.insertWidget(middle, self._line)

    def _fill_lists(self, fresh: bool) -> None:
        lists = self._content.lists
        while len(self._lists) < len(lists):
            made = _List(self)
            made.lines.picked.connect(lambda line, one=made: self._picked(one, line))
            made.lines.entered.connect(lambda line, one=made: self._entered(one, line))
            made.lines.installEventFilter(self)
            self._lists.append(made)
        shape = tuple((shown.name, shown.beside) for shown in lists)
        if shape != self._shape:
            self._shape = shape
            self._place_lists()
        words = self._content.entry or ""
        for number, one in enumerate(self._lists):
            show_if(one, number < len(lists))
            one.shown = lists[number] if number < len(lists) else None
            if one.shown is None:
                continue
            lines = one.shown.lines
            if one.shown.filtered and words:
                lines = tuple(line for line in lines if _matches(words, f"{line.heading} {line.text} {line.aside}"))
            title = one.shown.title if lines else one.shown.none or one.shown.title
            show_if(one.title, bool(title))
            one.title.set_text(title)
            # Digits are letters of the line while that is what narrows the list.
            digits = not one.shown.filtered
            one.lines.led = one.shown.filtered
            one.lines.set_lines(
                lines, one.shown.chosen, name=one.shown.title, most=one.shown.most, digits=digits, fresh=fresh
            )

    def _place_lists(self) -> None:
        for row in self._rows:
            for one in self._lists:
                # Not `takeAt`: the item must go too, or the size that it remembers is believed for good.
                row.removeWidget(one)
            self._middle.removeItem(row)
            row.setParent(None)
        self._rows = []
        for one, shown in zip(self._lists, self._content.lists, strict=False):
            if not (shown.beside and self._rows):
                row = QHBoxLayout()
                row.setSpacing(tokens.S4)
                self._middle.addLayout(row)
                self._rows.append(row)
            self._rows[-1].addWidget(one, 1)

    # --- the focus -----------------------------------------------------------------------------------

    def _fields(self) -> list[QWidget]:
        """Everything that can have the focus, in reading order."""
        fields: list[QWidget] = []
        lines: list[QWidget] = [self.entry] if self._content.entry is not None else []
        lines += [self.second] if self._content.second is not None else []
        if self._content.entry_first:
            fields += lines
        led = self._content.entry is not None
        fields += [
            one.lines
            for one in self._lists
            # A list that the line leads is moved from there.
            if one.shown is not None and one.lines.lines and not (led and one.shown.filtered)
        ]
        if not self._content.entry_first:
            fields += lines
        if self._content.text is not None:
            fields.append(self.note.edit)
        return fields

    def take_focus(self) -> None:
        self._brought = False
        fields = self._fields()
        (fields[0] if fields else self).setFocus()

    def focus_on(self, name: str) -> None:
        """Moves to a list by its name, to "entry" or to "text"; nowhere where there is none."""
        target: QWidget | None = self.list_named(name)
        if name == "entry" and self._content.entry is not None:
            target = self.entry
        elif name == "text" and self._content.text is not None:
            target = self.note.edit
        if target is not None and target in self._fields() and not target.hasFocus():
            target.setFocus()
            self._brought = True

    def focusNextPrevChild(self, forward: bool) -> bool:
        fields = self._fields()
        focused = QApplication.focusWidget()
        if self._brought and forward:
            # The choice before has gone on already; a Tab after it means this very place, and not the one behind it.
            self._brought = False
        elif fields:
            at = fields.index(focused) if focused in fields else -1
            fields[(at + (1 if forward else -1)) % len(fields)].setFocus(
                Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
            )
        return True

    # --- hands ---------------------------------------------------------------------------------------

    def _entry_typed(self, text: str) -> None:
        self.entered.emit(text)

    def _picked(self, one: _List, line: str) -> None:
        if one.shown is not None:
            self.picked.emit(one.shown.name, line)

    def _entered(self, one: _List, line: str) -> None:
        """Enter: chooses what is not chosen yet, and sends what is."""
        shown = one.shown
        if shown is None:
            return
        settled = bool(shown.chosen) if shown.many else line in shown.chosen
        if line and not settled:
            self.picked.emit(shown.name, line)
        else:
            self.confirmed.emit()

    def _filtered(self) -> ChoiceLines | None:
        return next((one.lines for one in self._lists if one.shown is not None and one.shown.filtered), None)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn:
            self._tell_keys()
        elif event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() != Qt.Key.Key_Tab:
                self._brought = False
            return watched in (self.entry, self.second) and self._entry_key(event)
        return False

    def _keys_here(self) -> str:
        content = self._content
        if self.entry.hasFocus() or self.second.hasFocus():
            return content.keys_entry or content.keys
        return (content.keys_text or content.keys) if self.note.edit.hasFocus() else content.keys

    def _tell_keys(self) -> None:
        """What the keys do where the focus is."""
        if self._keys.runs != (told := clauses(self._keys_here())):
            self._keys.set_runs(told)
            if self.isVisible():
                self.place(*self._placed)

    def _entry_key(self, event: QKeyEvent) -> bool:
        key, found = event.key(), self._filtered()
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 9, Qt.Key.Key_PageUp: -9}
        if found is not None and key in steps:
            found.move_cursor(steps[Qt.Key(key)])
            return True
        if key in _ENTER and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            one = next((one for one in self._lists if one.lines is found), None)
            if one is not None and found is not None and found.current_id() is not None:
                self._entered(one, found.current_id() or "")
            else:
                self.confirmed.emit()
            return True
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key == Qt.Key.Key_Escape:
            self.closed.emit()
        elif key in _ENTER:
            self.confirmed.emit()
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_F2):
            one = next((one for one in self._lists if one.lines.hasFocus()), None)
            current = one.lines.current_id() if one is not None else None
            if one is not None and one.shown is not None and current is not None:
                signal = self.removed if key == Qt.Key.Key_Delete else self.renamed
                signal.emit(one.shown.name, current)
        event.accept()

    # --- place ---------------------------------------------------------------------------------------

    def place(self, room: int, high: int) -> None:
        """Takes the size it wants, `room` pixels wide and `high` pixels tall at most."""
        self._placed = (room, high)
        width = min(room, tokens.px(680 if self._content.wide else 460))
        layout = self.layout()
        if layout is not None:
            for one in self._lists:
                # Lines that came in late: the row remembers how high its list was until it is told of a change.
                one.updateGeometry()
            inner = (one.layout() for one in self._lists)
            for part in (*inner, *self._rows, self._middle, self.body, layout):
                if part is not None:
                    part.invalidate()
            layout.activate()
            self.resize(width, min(high, layout.totalHeightForWidth(width)))


def _matches(words: str, text: str) -> bool:
    low = text.casefold()
    return all(part in low for part in words.casefold().split())
