"""The sheet of R: which masked field, and why. Up and down choose the field, 1 to 4 the reason, Enter asks, Esc
leaves. It lies over the case and never blocks the window."""

from PySide6.QtCore import QCoreApplication, QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from app.contract.catalogue import catalogue
from app.contract.views import CaseView
from app.desktop.panels.review.state import MaskedField, RevealState
from app.desktop.widgets import accessible, captions, evidence, formats, tokens
from app.desktop.widgets import reasons as reason_words
from app.desktop.widgets.card import Card
from app.desktop.widgets.choice_lines import ChoiceLine, ChoiceLines
from app.desktop.widgets.label import Label
from app.desktop.widgets.painted import show_if
from app.desktop.widgets.runs import clauses
from app.desktop.widgets.runs_label import RunsLabel
from app.desktop.widgets.tokens import Type
from app.domain.reveal import REVEALS_PER_HOUR

translate = QCoreApplication.translate
Words = tuple[str, bool]


def problem(code: str) -> str:
    """Why nothing is shown, and what to do."""
    texts = {
        "reveal_reason": translate("Reveal", "Choose a reason (1–4)."),
        "offline": translate("Reveal", "Only the server has this value, and it is out of reach. Try again online."),
        "forbidden": translate("Reveal", "Your role does not see masked values. Ask your lead."),
        "not_found": translate("Reveal", "This value is no longer on the server, or not yours to see."),
        "rate_limited": translate("Reveal", "You have seen {n} values within an hour, the most allowed. Try later."),
    }
    found = texts.get(code)
    return found.format(n=formats.count(REVEALS_PER_HOUR)) if found else reason_words.problem(code)


def words_of(case: CaseView, field: MaskedField) -> Words:
    """A masked field by its catalogue labels: "Account", "Withdrawals: Address", "Declared and document"."""
    if not field.evidence:
        kind = catalogue().case_types.get(case.case_type)
        return evidence.caption(field.names[0], kind.subject_field(field.names[0]) if kind else None)
    item = next(item for item in case.evidence if item.id == field.evidence)
    schema = evidence.schema_of(case, item)
    known = {one.name: one for one in schema.fields} if schema else {}
    title, title_data = evidence.title_of(case, item)
    if len(field.names) > 1:
        # Both columns of a comparison, which is what its title says.
        return title, title_data
    name, data = evidence.caption(field.names[0], known.get(field.names[0]))
    text = translate("Reveal", "{title}: {field}").format(title=title, field=name)
    return text, title_data or data


class RevealSheet(Card):
    moved = Signal(int)
    field_picked = Signal(int)
    reason_picked = Signal(int)
    confirmed = Signal()
    closed = Signal()

    accessible_role = accessible.DIALOG
    keeps_all = True
    """Every key is the sheet's while it has the focus."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.set_edge("accent")
        self._state: RevealState | None = None
        self._note = Label(colour="muted", wrap=True, parent=self)
        self._fields_title = Label(kind=Type.SMALL_STRONG, colour="muted", parent=self)
        self._reasons_title = Label(kind=Type.SMALL_STRONG, colour="muted", parent=self)
        # The keys are the sheet's; a click chooses.
        self._fields, self._reasons = ChoiceLines(self), ChoiceLines(self)
        for lines in (self._fields, self._reasons):
            lines.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._problem = Label(wrap=True, parent=self)
        self._keys = RunsLabel(self, Type.SMALL)
        self.body.setSpacing(tokens.S2)
        self.body.addWidget(self._note)
        for title, lines in ((self._fields_title, self._fields), (self._reasons_title, self._reasons)):
            pair = QVBoxLayout()
            pair.setSpacing(tokens.S0)
            pair.addWidget(title)
            pair.addWidget(lines)
            self.body.addLayout(pair)
        self.body.addWidget(self._problem)
        self.body.addWidget(self._keys)
        self._fields.picked.connect(lambda line: self.field_picked.emit(int(line)))
        self._reasons.picked.connect(lambda line: self.reason_picked.emit(int(line)))
        self.hide()

    def show_reveal(self, state: RevealState) -> None:
        self._state = state
        self.heading.set_text(translate("Reveal", "Reveal a masked field"))
        any_field = bool(state.fields)
        if any_field:
            self._note.set_text(
                translate("Reveal", "Each field you reveal is written to the audit trail with its reason.")
            )
        else:
            self._note.set_text(translate("Reveal", "Nothing in sight is masked."))
        fields = [ChoiceLine(str(n), *words_of(state.case, field)) for n, field in enumerate(state.fields)]
        reasons = [ChoiceLine(str(n), *captions.reveal_reason(code)) for n, code in enumerate(state.reasons, 1)]
        self._fields_title.set_text(translate("Reveal", "Field"))
        self._reasons_title.set_text(translate("Reveal", "Reason"))
        current = frozenset({str(state.current)})
        chosen = frozenset(str(n) for n, code in enumerate(state.reasons, 1) if code == state.reason)
        self._fields.set_lines(fields, current, name=self._fields_title.text(), digits=False, fresh=True)
        self._reasons.set_lines(reasons, chosen, name=self._reasons_title.text())
        for widget in (self._fields_title, self._fields, self._reasons_title, self._reasons):
            show_if(widget, any_field)
        said = problem(state.problem) if state.problem else ""
        if state.asking:
            said = translate("Reveal", "Asking the server…")
        self._problem.set_text(said)
        self._problem.set_colour("text" if state.asking else "block")
        show_if(self._problem, bool(said))
        self._keys.set_runs(clauses(translate("Reveal", "↑ ↓ field, 1–4 reason, Enter reveal, Esc close")))
        self.setAccessibleName(self.heading.text())
        picked = fields[state.current].text if any_field else ""
        reason = captions.reveal_reason(state.reason)[0] if state.reason else ""
        self.setAccessibleDescription(" ".join(part for part in (picked, reason, said) if part))

    def place(self, room: int) -> None:
        """Takes the size it wants, `room` pixels wide at most."""
        width = min(room, tokens.px(460))
        layout = self.layout()
        if layout is not None:
            layout.activate()
            self.resize(width, layout.totalHeightForWidth(width))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange and self._state is not None and self.isVisible():
            self.show_reveal(self._state)

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002 - Qt's own name
        """Tab stays on the sheet."""
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.moved.emit(1 if key == Qt.Key.Key_Down else -1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.confirmed.emit()
        elif key == Qt.Key.Key_Escape:
            self.closed.emit()
        elif Qt.Key.Key_1 <= key <= Qt.Key.Key_9:
            self.reason_picked.emit(key - Qt.Key.Key_0)
        event.accept()
