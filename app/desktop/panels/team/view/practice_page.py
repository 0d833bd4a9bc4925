"""A practice case: its evidence, ROCA's word on it, what one would decide, and why that was right or wrong."""

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.contract.views import AssessmentView
from app.desktop.panels.team.state import PracticeState, TeamState
from app.desktop.panels.team.words import ladder as words
from app.desktop.panels.team.words.sheets import why
from app.desktop.widgets import captions, formats, tokens
from app.desktop.widgets.buttons import DecisionButtons
from app.desktop.widgets.card import Card, Scroll
from app.desktop.widgets.case_evidence import CaseEvidence
from app.desktop.widgets.confidence_bar import ConfidenceBar
from app.desktop.widgets.label import Label
from app.desktop.widgets.painted import show_if
from app.desktop.widgets.tokens import Type
from app.domain.assessment import distance_to_threshold

translate = QCoreApplication.translate
COLOURS = {"pass": "pass_", "block": "block"}
MOST_STEPS = 8


class PracticePage(QWidget):
    decided = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._item = ""
        self.evidence = CaseEvidence()
        right = QWidget()
        side = QVBoxLayout(right)
        side.setContentsMargins(0, 0, 0, tokens.S4)
        side.setSpacing(tokens.S3)
        self._word = Card(right)
        self._verdict = ConfidenceBar(self._word)
        self._word.body.addWidget(self._verdict)
        self._steps = [Label(wrap=True, data=True, parent=self._word) for _ in range(MOST_STEPS)]
        for label in self._steps:
            self._word.body.addWidget(label)
        self._word.body.addStretch(1)
        self._decision = Card(right)
        self.buttons = DecisionButtons(self._decision)
        self._problem = Label(wrap=True, colour="block", parent=self._decision)
        self._hint = Label(kind=Type.SMALL, colour="muted", wrap=True, parent=self._decision)
        for part in (self.buttons, self._problem, self._hint):
            self._decision.body.addWidget(part)
        self._decision.body.addStretch(1)
        self.answer = Card(right)
        self._right = Label(kind=Type.TITLE, wrap=True, parent=self.answer)
        self._reason = Label(wrap=True, data=True, parent=self.answer)
        self._after = Label(colour="muted", wrap=True, parent=self.answer)
        for label in (self._right, self._reason, self._after):
            self.answer.body.addWidget(label)
        self.answer.body.addStretch(1)
        for card in (self._decision, self.answer, self._word):
            side.addWidget(card)
        side.addStretch(1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(tokens.S3)
        layout.addWidget(Scroll(self.evidence, self), 1)
        self._side = Scroll(right, self)
        layout.addWidget(self._side)
        self.buttons.chosen.connect(self.decided)
        self.measure()

    def measure(self) -> None:
        self._side.setFixedWidth(tokens.px(tokens.ASSESSMENT_WIDTH))

    def fill(self, state: TeamState, keys: dict[str, str], *, anew: bool = False) -> bool:
        """Whether it is another case than before."""
        work = state.practice
        assert work is not None
        view = work.case.case
        other = work.case.item_id != self._item
        if other or anew:
            self._item = work.case.item_id
            self.evidence.fill(view)
            self._fill_word(view.assessment)
            verbs = {code: captions.verb(view.case_type, code) for code in DecisionButtons.CODES}
            self.buttons.set_verbs(verbs, keys)
        self._decision.heading.set_text(words.practice_title(work))
        done = work.result is not None
        self.buttons.set_state(work.decision or None, frozenset() if done else frozenset({"pass", "block"}))
        self._problem.set_text(why(work.problem) if work.problem else "")
        show_if(self._problem, bool(work.problem))
        self._hint.set_text(words.practice_hint())
        show_if(self._hint, not done)
        self._fill_answer(work)
        return other

    def _fill_answer(self, work: PracticeState) -> None:
        show_if(self.answer, work.result is not None)
        if work.result is None:
            return
        text, colour = words.verdict(work)
        self.answer.heading.set_text(translate("Team", "Why"))
        self._right.set_text(text)
        self._right.set_colour(colour)
        self._reason.set_text(work.result.reason, data=True)
        self._after.set_text(words.afterwards(work))

    def _fill_word(self, found: AssessmentView | None) -> None:
        show_if(self._word, found is not None)
        if found is None:
            return
        self._word.heading.set_text(translate("Team", "What ROCA said"))
        away = distance_to_threshold(found.confidence, found.threshold)
        self._verdict.set_content(
            captions.verdict(found.verdict)[0],
            COLOURS.get(found.verdict, "muted"),
            found.confidence,
            found.threshold,
            translate("Assessment", "confidence {share} ({away})").format(
                share=formats.number(found.confidence, 2), away=formats.signed(away, 2)
            ),
            translate("Assessment", "auto-decision at {share}").format(share=formats.number(found.threshold)),
        )
        for number, label in enumerate(self._steps):
            show_if(label, number < len(found.steps))
            if number < len(found.steps):
                step = found.steps[number]
                clause = f"  ({step.sop_ref})" if step.sop_ref else ""
                label.set_text(f"{step.n}. {captions.pick(step.statement)[0]}{clause}", data=True)

    def wipe(self) -> None:
        """Nothing of a case stays in the widgets once it is out of sight."""
        if not self._item:
            return
        self._item = ""
        self.evidence.wipe()
        for label in (*self._steps, self._reason):
            label.set_text("")
