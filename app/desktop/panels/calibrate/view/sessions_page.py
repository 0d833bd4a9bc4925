"""Calibration sessions: the list, one session, and one of its cases."""

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.desktop.panels.calibrate.state import CalibrateState, SessionsData
from app.desktop.panels.calibrate.view.code_pick import CodePick
from app.desktop.panels.calibrate.words import challenges, sheets
from app.desktop.panels.calibrate.words import sessions as words
from app.desktop.widgets import captions, tokens
from app.desktop.widgets.buttons import DecisionButtons
from app.desktop.widgets.card import Card, Scroll
from app.desktop.widgets.case_evidence import CaseEvidence, as_case
from app.desktop.widgets.label import Label
from app.desktop.widgets.page import FigureGrid, Page, TableCard
from app.desktop.widgets.painted import show_if
from app.desktop.widgets.rationale_edit import RationaleEdit
from app.desktop.widgets.record_list import RecordList
from app.desktop.widgets.tokens import Type

translate = QCoreApplication.translate


class SessionsPage(Page):
    opened = Signal(int)
    challenge_key = ""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.list = TableCard(self.content, opens=True)
        self.add(self.list)
        self.challenges = TableCard(self.content)
        self.add(self.challenges)
        self.follow(self.challenges.table)
        self.column.addStretch(1)
        self.list.chosen.connect(self.opened)
        self.follow(self.list.table)
        self.work = self.list.table

    def fill(self, state: CalibrateState) -> None:
        data: SessionsData = state.data
        self.list.fill(
            translate("Calibrate", "Sessions, the newest first: Enter opens one"),
            words.list_table(data.page),
            translate(
                "Calibrate",
                "No session yet. In one, several people decide the same cases blind, see all ballots at once, talk, "
                "and write down what is true: of the agent's errors, or of how far people agree.",
            ),
        )
        show_if(self.challenges, data.challenges is not None)
        if data.challenges is not None:
            self.challenges.fill(
                translate("Calibrate", "Thresholds that I challenged"),
                challenges.table(data.challenges, mine=True),
                translate(
                    "Calibrate", "None. Where a case you decided speaks against its threshold, {key} says so."
                ).format(key=self.challenge_key or "H"),
            )


class SessionPage(Page):
    item_opened = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = FigureGrid(self.content)
        self.column.addLayout(self._grid)
        self.items = TableCard(self.content, opens=True)
        self.add(self.items)
        row = QHBoxLayout()
        row.setSpacing(tokens.S3)
        self.people, self.follow_ups = TableCard(self.content), TableCard(self.content)
        row.addWidget(self.people, 1)
        row.addWidget(self.follow_ups, 1)
        self.column.addLayout(row)
        self.notes = TableCard(self.content)
        self.add(self.notes)
        self.column.addStretch(1)
        self.items.chosen.connect(self.item_opened)
        for card in (self.items, self.people, self.follow_ups, self.notes):
            self.follow(card.table)
        self.work = self.items.table

    def fill(self, state: CalibrateState) -> None:
        data: SessionsData = state.data
        view = data.open
        assert view is not None
        self._grid.fill(words.figures_of(view))
        self.items.heading.set_text(view.session.title, data=True)
        self.items.fill(view.session.title, words.items_table(view), translate("Calibrate", "No case is in it."))
        self.people.fill(translate("Calibrate", "Who takes part, and how far they are"), words.people_table(view))
        self.follow_ups.fill(
            translate("Calibrate", "What followed"),
            words.follow_ups_table(view),
            translate(
                "Calibrate", "Nothing yet. After the reveal the chair sends errors on: weights, threshold or SOP."
            ),
        )
        show_if(self.notes, view.session.shown)
        self.notes.fill(
            translate("Calibrate", "Discussion"),
            words.notes_table(view),
            translate("Calibrate", "Nobody has written anything yet."),
        )


class SessionCasePage(Page):
    """The case on the left as in a blind re-review; the ballot, or what everybody said, on the right."""

    decided = Signal(str)
    coded = Signal(str)
    typed = Signal(str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        show_if(self._scrolled, False)
        self._shown: tuple[object, ...] = ()
        self.keys: dict[str, str] = {}
        """The keys of the decisions as they are in force."""
        self.evidence = CaseEvidence()
        right = QWidget()
        side = QVBoxLayout(right)
        side.setContentsMargins(0, 0, 0, tokens.S4)
        side.setSpacing(tokens.S3)
        self._decision = Card(right)
        self.buttons = DecisionButtons(self._decision)
        self.code = CodePick(self._decision)
        self.note = RationaleEdit(self._decision)
        self._problem = Label(wrap=True, colour="block", parent=self._decision)
        self._hint = Label(kind=Type.SMALL, colour="muted", wrap=True, parent=self._decision)
        for part in (self.buttons, self.code, self.note, self._problem, self._hint):
            self._decision.body.addWidget(part)
        self._word = Card(right)
        self._word_said = Label(kind=Type.STRONG, wrap=True, parent=self._word)
        self._signals = RecordList(parent=self._word)
        self._word.body.addWidget(self._word_said)
        self._word.body.addWidget(self._signals)
        self.all, self.talk = Card(right), Card(right)
        self._all_said, self._talk_said = (Label(wrap=True, data=True, parent=card) for card in (self.all, self.talk))
        self.all.body.addWidget(self._all_said)
        self.talk.body.addWidget(self._talk_said)
        for card in (self._decision, self.all, self.talk, self._word):
            side.addWidget(card)
        side.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(tokens.S3)
        self._left = Scroll(self.evidence, self)
        row.addWidget(self._left, 1)
        self._right = Scroll(right, self)
        row.addWidget(self._right)
        layout = self.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.addLayout(row, 1)
        self.buttons.chosen.connect(self.decided)
        self.code.picked.connect(self.coded)
        self.note.changed.connect(self.typed)
        self.note.left.connect(self.left)
        self._right.setFixedWidth(tokens.px(tokens.ASSESSMENT_WIDTH))

    def fill(self, state: CalibrateState) -> None:
        data: SessionsData = state.data
        view, vote = data.open, state.vote
        assert view is not None
        assert vote is not None
        item = data.item(vote.ref)
        kind = view.session.case_type
        key = (vote.ref, captions.verb(kind, "pass"))
        if item is not None and item.case is not None and key != self._shown:
            self._shown = key
            self.evidence.fill(as_case(item.case))
        self.buttons.set_verbs({code: captions.verb(kind, code) for code in DecisionButtons.CODES}, self.keys)
        self._decision.heading.set_text(words.decision_title(vote))
        allowed = {"vote": {"pass", "block", "escalate"}, "settle": {"pass", "block"}}.get(vote.kind, set())
        self.buttons.set_state(vote.decision or None, frozenset(allowed))
        self.code.fill(vote)
        show_if(self._decision, vote.kind != "read")
        if self.note.text() != vote.text:
            self.note.set_text(vote.text)
        name = (
            translate("Calibrate", "Why it is true")
            if vote.kind == "settle"
            else translate("Calibrate", "Why, in a sentence")
        )
        self.note.set_hint(name, name)
        self.note.set_count("", False)
        self._problem.set_text(sheets.why(vote.problem) if vote.problem else "")
        show_if(self._problem, bool(vote.problem))
        self._hint.set_text(words.vote_hint(view, vote))
        word = item.assessment if item is not None else None
        show_if(self._word, word is not None)
        if word is not None:
            self._word.heading.set_text(translate("Calibrate", "What ROCA said"))
            self._word_said.set_text(words.word_said(kind, word))
            self._signals.set_table(*words.word_table(word))
        shown = item is not None and view.session.shown
        show_if(self.all, shown)
        show_if(self.talk, shown)
        if item is not None and shown:
            self.all.heading.set_text(translate("Calibrate", "What everybody said"))
            self._all_said.set_text(words.everybody_said(view, item), data=True)
            self.talk.heading.set_text(translate("Calibrate", "Discussion"))
            said = words.talk_said(view, item.ref)
            self._talk_said.set_text(
                said or translate("Calibrate", "Nobody has written anything yet."), data=bool(said)
            )

    def turn(self, pages: int, *, evidence: bool) -> None:
        """Moves what is said of the case, or the evidence, by so many pages."""
        bar = (self._left if evidence else self._right).verticalScrollBar()
        bar.setValue(bar.value() + pages * bar.pageStep())

    def step_tab(self, step: int) -> None:
        self.evidence.step_tab(step)

    def focus_note(self) -> None:
        self.note.edit.setFocus()

    def take_focus(self) -> None:
        """The letters are the room's, which takes the focus itself: they decide."""

    def wipe(self) -> None:
        """Nothing of a case stays in the widgets once it is out of sight."""
        self._shown = ()
        self.evidence.wipe()
        self.note.set_text("")
