"""A page while it is written: its clauses at the left, both languages of the one in sight at the right."""

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.desktop.panels.sops.state import MAX_TEXT, MAX_TITLE, EditState, SopsState
from app.desktop.panels.sops.words import figures, texts
from app.desktop.widgets import formats, tokens
from app.desktop.widgets.card import Card, Section
from app.desktop.widgets.fields import LineEdit
from app.desktop.widgets.label import Label
from app.desktop.widgets.page import Page
from app.desktop.widgets.painted import show_if
from app.desktop.widgets.rationale_edit import RationaleEdit
from app.desktop.widgets.record_list import RecordList
from app.desktop.widgets.runs import broken
from app.desktop.widgets.runs_label import RunsLabel
from app.desktop.widgets.tokens import Type

translate = QCoreApplication.translate
LINES = 8
LIST_WIDTH = 380


class _Line(LineEdit):
    left = Signal()


class _Language(QWidget):
    """One language of a clause: title, text, and what they change."""

    typed = Signal(str, str)
    """("title" or "text", what stands there)"""
    left = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.name = Section(self)
        self.title = _Line(self)
        self.title.setMaxLength(MAX_TITLE)
        self.text = RationaleEdit(self)
        self.text.set_lines(LINES)
        self.caption = Label(kind=Type.SMALL_STRONG, colour="muted", parent=self)
        self.change = RunsLabel(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.S2)
        for part in (self.name, self.title, self.text, self.caption, self.change):
            column.addWidget(part)
        column.addStretch(1)
        self.title.textEdited.connect(lambda words: self.typed.emit("title", words))
        self.text.changed.connect(lambda words: self.typed.emit("text", words))
        self.title.left.connect(self.left)
        self.text.left.connect(self.left)


class EditPage(Page):
    row_chosen = Signal(int)
    typed = Signal(str, str)
    """(field, what stands there)"""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout()
        row.setSpacing(tokens.S3)
        self.list = Card(self.content)
        self.rows = RecordList(selectable=True, parent=self.list, letters=True)
        self.types = Label(colour="muted", wrap=True, parent=self.list)
        self.keys = Label(kind=Type.SMALL, colour="muted", wrap=True, parent=self.list)
        for part in (self.rows, self.types, self.keys):
            self.list.body.addWidget(part)
        self.list.body.addStretch(1)
        self.card = Card(self.content)
        self.problem = Label(wrap=True, colour="block", parent=self.card)
        self.card.body.addWidget(self.problem)
        pair = QHBoxLayout()
        pair.setSpacing(tokens.S5)
        self.sides = (_Language(self.card), _Language(self.card))
        for number, side in enumerate(self.sides):
            pair.addWidget(side, 1)
            side.typed.connect(lambda what, words, at=number: self._typed(at, what, words))
            side.left.connect(self._leave)
        self.card.body.addLayout(pair)
        self.note = Label(wrap=True, colour="muted", data=True, parent=self.card)
        self.card.body.addWidget(self.note)
        self.card.body.addStretch(1)
        row.addWidget(self.list)
        row.addWidget(self.card, 1)
        self.column.addLayout(row)
        self.column.addStretch(1)
        self.work = self.rows
        self.follow(self.rows)
        self.rows.moved.connect(self.row_chosen)
        self.rows.chosen.connect(self._enter)
        self.measure()

    def measure(self) -> None:
        self.list.setFixedWidth(tokens.px(LIST_WIDTH))

    def fill(self, state: SopsState, keys: dict[str, str]) -> None:
        edit = state.edit
        if edit is None:
            return
        self.list.heading.set_text(translate("Sops", "The page and its clauses"))
        columns, rows = texts.rows_of(edit)
        self.rows.set_table(columns, rows)
        self.rows.setAccessibleName(self.list.heading.text())
        self.rows.set_current(edit.row)
        kinds = figures.types_words(edit.draft.text.case_types) or "–"
        self.types.set_text(translate("Sops", "For: {types} ({key} changes it)").format(types=kinds, key=keys["types"]))
        self.keys.set_text(
            translate(
                "Sops",
                "Enter writes, Esc comes back here. {add} adds a clause, {remove} takes it out, {up} and {down} move "
                "it, {before} and {after} go on while you write.",
            ).format(**keys)
        )
        self._fill_side(edit)
        said = texts.fault_words(edit)
        self.problem.set_text(said)
        show_if(self.problem, bool(said))
        self.note.set_text(edit.draft.note, data=True)
        show_if(self.note, bool(edit.draft.note))

    def _fill_side(self, edit: EditState) -> None:
        self.card.heading.set_text(texts.heading_of(edit), data=edit.row > 0)
        part = edit.draft.text.clauses[edit.row - 1] if edit.row else edit.draft.text
        changes = texts.live_difference(edit.draft, edit.row)
        for number, (side, language) in enumerate(zip(self.sides, texts.languages(), strict=True)):
            side.name.set_text(texts.NAMES[language], data=True)
            title = getattr(part, f"title_{language}")
            if side.title.text() != title:
                side.title.setText(title)
            words = texts.field_words(f"title_{language}")
            side.title.setAccessibleName(words)
            side.title.setPlaceholderText(words)
            show_if(side.text, edit.row > 0)
            text = getattr(part, f"text_{language}", "")
            side.text.set_text(text)
            words = texts.field_words(f"text_{language}")
            side.text.set_hint(translate("Sops", "What the reviewer does, and when it holds"), words)
            counted = translate("Sops", "{n} of {most}").format(
                n=formats.count(len(text)), most=formats.count(MAX_TEXT)
            )
            side.text.set_count(counted, len(text) > MAX_TEXT)
            runs = changes[number] if changes is not None else ()
            changed = any(run.line for run in runs)
            show_if(side.caption, changed)
            show_if(side.change, changed)
            side.caption.set_text(translate("Sops", "Against {version}").format(version=edit.draft.base_version or "–"))
            side.change.set_runs(broken(runs) if changed else ())

    def _typed(self, side: int, what: str, words: str) -> None:
        self.typed.emit(f"{what}_{texts.languages()[side]}", words)

    def _enter(self, number: int) -> None:
        self.row_chosen.emit(number)
        self.sides[0].title.setFocus(Qt.FocusReason.OtherFocusReason)

    def _leave(self) -> None:
        self.rows.setFocus(Qt.FocusReason.OtherFocusReason)
