"""One case in sight, blind or with both sides, and what is said of it."""

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.desktop.panels.qa.state import WorkState
from app.desktop.panels.qa.words import room as words
from app.desktop.widgets import captions, formats, tokens
from app.desktop.widgets.buttons import DecisionButtons
from app.desktop.widgets.card import Card, Scroll
from app.desktop.widgets.case_evidence import CaseEvidence, as_case
from app.desktop.widgets.document_sheet import DocumentSheet
from app.desktop.widgets.label import Label
from app.desktop.widgets.painted import show_if
from app.desktop.widgets.rationale_edit import RationaleEdit
from app.desktop.widgets.tokens import Type
from app.domain.rationale import MAX_SENTENCES, count_sentences

translate = QCoreApplication.translate


class CasePage(QWidget):
    decided = Signal(str)
    typed = Signal(str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ref = ""
        self.evidence = CaseEvidence()
        self.tabs, self.page = self.evidence.tabs, self.evidence.page
        right = QWidget()
        side = QVBoxLayout(right)
        side.setContentsMargins(0, 0, 0, tokens.S4)
        side.setSpacing(tokens.S3)
        self._sides = [Card(right) for _ in range(3)]
        self._said = [Label(wrap=True, data=True, parent=card) for card in self._sides]
        for card, said in zip(self._sides, self._said, strict=True):
            card.body.addWidget(said)
            side.addWidget(card)
        self._decision = Card(right)
        self.buttons = DecisionButtons(self._decision)
        self.note = RationaleEdit(self._decision)
        self._problem = Label(wrap=True, colour="block", parent=self._decision)
        self._hint = Label(kind=Type.SMALL, colour="muted", wrap=True, parent=self._decision)
        for part in (self.buttons, self.note, self._problem, self._hint):
            self._decision.body.addWidget(part)
        self._decision.body.addStretch(1)
        side.addWidget(self._decision)
        side.addStretch(1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(tokens.S3)
        left = Scroll(self.evidence, self)
        layout.addWidget(left, 1)
        # Over the evidence, and beside what is said of it.
        self.documents = DocumentSheet(left)
        self._right = Scroll(right, self)
        layout.addWidget(self._right)
        self.buttons.chosen.connect(self.decided)
        self.note.changed.connect(self.typed)
        self.note.left.connect(self.left)
        self._measure()

    def _measure(self) -> None:
        self._right.setFixedWidth(tokens.px(tokens.ASSESSMENT_WIDTH))

    def fill(self, work: WorkState, keys: dict[str, str], *, anew: bool = False) -> bool:
        """Whether it is another case than before."""
        other = work.ref != self._ref
        fresh = other or anew
        self._ref = work.ref
        if fresh:
            view = as_case(work.item)
            self.evidence.fill(view)
            self.buttons.set_verbs({code: captions.verb(view.case_type, code) for code in DecisionButtons.CODES}, keys)
        for number, (card, label) in enumerate(zip(self._sides, self._said, strict=True)):
            show_if(card, number < len(work.said))
            if number < len(work.said):
                heading, text = words.side(work.said[number], work.item.case_type)
                card.heading.set_text(heading, data=True)
                label.set_text(text or "–", data=True)
        settles = work.kind == "settle"
        self._decision.heading.set_text(words.work_title(work))
        allowed = frozenset({"pass", "block"} if settles else {"pass", "block", "escalate"})
        self.buttons.set_state(work.decision or None, allowed)
        if self.note.text() != work.text:
            self.note.set_text(work.text)
        name = translate("Quality", "Why it is true") if settles else translate("Quality", "Why you decide so")
        self.note.set_hint(name, name)
        sentences = count_sentences(work.text)
        told = translate("Quality", "{n} of {most} sentences").format(
            n=formats.count(sentences), most=formats.count(MAX_SENTENCES)
        )
        self.note.set_count(told, sentences > MAX_SENTENCES)
        self._problem.set_text(words.why(work.problem) if work.problem else "")
        show_if(self._problem, bool(work.problem))
        self._hint.set_text(
            translate("Quality", "You alone see both sides. Your truth counts, and the reason is read by both.")
            if settles
            else translate(
                "Quality",
                "Blind: nobody's first decision, label or words came along, nor what ROCA said. “{escalate}” means "
                "that it cannot be told from what is here.",
            ).format(escalate=captions.verb(work.item.case_type, "escalate"))
        )
        return other

    def step_tab(self, step: int) -> None:
        self.evidence.step_tab(step)

    def focus_note(self) -> None:
        self.note.edit.setFocus()

    def wipe(self) -> None:
        """Nothing of a case stays in the widgets once it is out of sight."""
        self._ref = ""
        self.evidence.wipe()
        self.note.set_text("")
