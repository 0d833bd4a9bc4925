"""The Activity room's view: what needs attention first, with both versions; then everything, newest first."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, Qt, Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.desktop.panels.activity import words
from app.desktop.panels.activity.state import RoomState
from app.desktop.panels.activity.words import moment, next_step, what
from app.desktop.ports import ActivityRow
from app.desktop.widgets import accessible, captions, formats, reasons, tokens, values
from app.desktop.widgets.badge import Badge
from app.desktop.widgets.buttons import Button
from app.desktop.widgets.card import Card, Scroll, Surface
from app.desktop.widgets.label import Label, RoomTitle
from app.desktop.widgets.message_bar import MessageBar
from app.desktop.widgets.record_list import Cell, Column, RecordList
from app.desktop.widgets.runs import Run
from app.desktop.widgets.runs_label import RunsLabel
from app.desktop.widgets.tokens import Type

translate = QCoreApplication.translate
STATE_COLOURS = {
    "waiting": "escalate",
    "pending": "escalate",
    "sending": "accent",
    "applied": "pass_",
    "refused": "block",
    "conflict": "block",
    "withdrawn": "muted",
    "parked": "escalate",
}
DECISION_COLOURS = {"pass": "pass_", "block": "block", "escalate": "escalate"}
MOST_CARDS = 4


class Version(Card):
    """One of the two versions of what was refused or contested."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._decision = RunsLabel(self)
        self._text = Label(wrap=True, data=True, parent=self)
        self.body.setSpacing(tokens.S2)
        self.body.addWidget(self._decision)
        self.body.addWidget(self._text)
        self.body.addStretch(1)

    def fill(self, title: str, review: Mapping[str, Any], said: str, data: bool, case_type: str = "") -> None:
        """`said`: what stands under the decision."""
        self.heading.set_text(title, data)
        decision = str(review.get("decision") or "")
        word = captions.verb(case_type, decision) if case_type else captions.decision_title(decision)[0]
        runs = [Run(word, DECISION_COLOURS.get(decision, "text"), Type.STRONG)]
        if review.get("label"):
            runs.append(Run(f" · {review['label']}", "text", None, True))
        if review.get("code"):
            text, raw = captions.code(str(review["code"]))
            runs += [Run(" · ", "muted"), Run(text, "text", None, raw)]
        self._decision.set_runs(runs)
        self._decision.setVisible(True)
        self._text.set_text(said, data=True)

    def fill_lines(self, title: str, lines: str, data: bool = False) -> None:
        """What stands there is no decision: a line for each thing."""
        self.heading.set_text(title, data)
        self._decision.setVisible(False)
        self._text.set_text(lines, data=True)


class AttentionCard(Card):
    """One thing that needs its author: what happened, what was kept, what can be done."""

    dealt = Signal(str)
    reopened = Signal(str)
    shown = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, heading=False)
        self.set_edge("escalate")
        self._row: ActivityRow | None = None
        head = QHBoxLayout()
        head.setSpacing(tokens.S3)
        self._title = Label(kind=Type.STRONG, data=True, parent=self)
        self._badge = Badge(self)
        self._when = Label(colour="muted", parent=self)
        head.addWidget(self._title)
        head.addWidget(self._badge)
        head.addStretch(1)
        head.addWidget(self._when)
        self._mine, self._theirs = Version(self), Version(self)
        pair = QHBoxLayout()
        pair.setSpacing(tokens.S3)
        pair.addWidget(self._mine, 1)
        pair.addWidget(self._theirs, 1)
        foot = QHBoxLayout()
        foot.setSpacing(tokens.S2)
        self._explain = Label(wrap=True, parent=self)
        self._open = Button("plain", self)
        self._reopen = Button("plain", self)
        self._deal = Button("main", self)
        foot.addWidget(self._explain, 1)
        for button in (self._open, self._reopen, self._deal):
            foot.addWidget(button)
        self.body.addLayout(head)
        self.body.addLayout(pair)
        self.body.addLayout(foot)
        self._open.clicked.connect(lambda: self._tell(self.shown, case=True))
        self._reopen.clicked.connect(lambda: self._tell(self.reopened))
        self._deal.clicked.connect(lambda: self._tell(self.dealt))

    def _tell(self, signal: Any, case: bool = False) -> None:
        if self._row is not None:
            signal.emit((self._row.case_id or "") if case else self._row.command_id)

    def fill(self, row: ActivityRow) -> None:
        self._row = row
        self._title.set_text(words.title(row), data=True)
        self._badge.set_badge(*words.badge(row))
        made = translate("Activity", "yours was made {time}").format(time=formats.clock(moment(row.created_at)))
        self._when.set_text(made)
        self._fill_version(self._mine, translate("Activity", "Yours"), words.mine(row), False)
        name = row.theirs.get("decided_by_name") or row.theirs.get("reviewer_name") if row.theirs is not None else None
        decided = values.moment(row.theirs.get("decided_at")) if row.theirs is not None else None
        parts = [translate("Activity", "In force"), formats.clock(decided) if decided else "", str(name or "")]
        title = " · ".join(part for part in parts if part)
        self._fill_version(self._theirs, title, row.theirs or {}, bool(name))
        self._explain.set_text(words.happened(row))
        changes = words.changes(row)
        if changes:
            self._theirs.setVisible(True)
            self._theirs.fill_lines(translate("Activity", "What changed since"), changes)
        again = words.may_again(row)
        self._open.set_content(translate("Activity", "Show the case"))
        self._open.setVisible(row.case_id is not None and row.problem != "case_withdrawn")
        self._reopen.set_content(words.again_button(row))
        self._reopen.setVisible(again)
        self._deal.set_content(translate("Activity", "I have read it"))
        # What is best done next is the main button, and the first that the keys reach.
        self._reopen.set_look("main" if again else "plain")
        self._deal.set_look("plain" if again else "main")

    def _fill_version(self, side: Version, title: str, fields: Mapping[str, Any], data: bool) -> None:
        """A decision with its words beneath, else a line for each field; hidden where there is nothing to read."""
        assert self._row is not None
        case_type, name = self._row.case_type or "", str(self._row.params.get("name", ""))
        said = words.said(self._row, fields, case_type, name)
        if fields.get("decision"):
            side.fill(title, fields, said, data, case_type)
        else:
            side.fill_lines(title, said, data)
        side.setVisible(bool(said or fields.get("decision")))

    def best(self) -> Button:
        """The button that is best pressed next."""
        return self._reopen if self._row is not None and words.may_again(self._row) else self._deal

    def take_focus(self) -> None:
        self.best().setFocus(Qt.FocusReason.OtherFocusReason)


class ActivityView(Surface):
    accessible_role = accessible.GROUP

    dealt = Signal(str)
    reopened = Signal(str)
    case_asked = Signal(str)
    missing_read = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("bg", (), parent)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._state: RoomState | None = None
        self._cards: list[AttentionCard] = []
        self._first = ""
        self._awaited = False
        """Whether the keys came here before there was anything to show."""
        self._title = RoomTitle(self)
        self._attention = Badge(self)
        self._summary = Label(colour="muted", tabular=True, parent=self)
        head = QHBoxLayout()
        head.setSpacing(tokens.S3)
        for widget in (self._title, self._attention, self._summary):
            head.addWidget(widget)
        head.addStretch(1)
        self.message = MessageBar(self)
        self.lost = MessageBar(self)
        content = QWidget()
        self._column = QVBoxLayout(content)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(tokens.S3)
        self._table_card = Card(content, heading=False)
        self.table = RecordList(selectable=True, parent=self._table_card)
        self._empty = Label(colour="muted", wrap=True, parent=self._table_card)
        self._table_card.body.addWidget(self._empty)
        self._table_card.body.addWidget(self.table)
        self._table_card.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._column.addWidget(self._table_card)
        self._column.addStretch(1)
        self._scroll = Scroll(content, self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(tokens.S5, tokens.S4, tokens.S5, tokens.S4)
        layout.setSpacing(tokens.S3)
        layout.addLayout(head)
        layout.addWidget(self.message)
        layout.addWidget(self.lost)
        layout.addWidget(self._scroll, 1)
        self.message.acted.connect(lambda _code: self.message.say(""))
        self.lost.acted.connect(lambda _code: self.missing_read.emit())
        self.table.chosen.connect(self._chosen)

    def show_activity(self, state: RoomState) -> None:
        self._state = state
        self._fill()

    def _fill(self) -> None:
        state = self._state
        if state is None:
            return
        activity = state.activity
        self._title.set_text(translate("Activity", "Activity"))
        self.setAccessibleName(translate("Activity", "Activity"))
        self._attention.set_badge(
            translate("Activity", "%n need your attention", "", activity.attention) if activity.attention else "",
            "escalate",
        )
        self._summary.set_text(self._summary_text(state))
        self.message.say(
            reasons.problem(state.problem) if state.problem else "",
            "bad",
            translate("Activity", "Close"),
            "close",
            details=reasons.details(state.problem),
        )
        missing = activity.missing
        lost = words.missing(missing) if missing is not None and not missing.read else ""
        read = not lost and self.lost.isAncestorOf(QApplication.focusWidget() or self)
        # Before the server was asked there is nothing to be done about it.
        told = missing is not None and missing.numbers
        self.lost.say(lost, "warn", translate("Activity", "I have read it") if told else "")
        attention = [row for row in activity.rows if row.needs_attention]
        # What was chosen in the list stands first, whichever of them it is.
        attention.sort(key=lambda row: row.command_id != self._first)
        self._fill_cards(attention[:MOST_CARDS])
        columns = [
            Column(translate("Activity", "When"), 0.5),
            Column(translate("Activity", "Case"), 0.6),
            Column(translate("Activity", "What"), 1.5),
            Column(translate("Activity", "State"), 0.9),
            Column(translate("Activity", "What happens next"), 3.0),
        ]
        self._empty.setVisible(not activity.rows)
        if not activity.rows and self.table.hasFocus():
            # It is about to go, and the focus would go to whatever stands next in the window.
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.table.setVisible(bool(activity.rows))
        if activity.rows and self.hasFocus():
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        self._empty.set_text(
            translate("Activity", "Nothing was sent yet. Every decision of yours appears here, until it is in force.")
        )
        self.table.set_table(columns, [self._cells(row, state) for row in activity.rows])
        self.table.setAccessibleName(translate("Activity", "What was sent"))
        if read or (self._awaited and self._has_the_keys()):
            self.focus_work()
        self._awaited = False

    def _has_the_keys(self) -> bool:
        """Nobody has taken them elsewhere in this window meanwhile."""
        focus = QApplication.focusWidget()
        return focus is None or focus.window() is not self.window() or self.isAncestorOf(focus) or focus is self

    def _cells(self, row: ActivityRow, state: RoomState) -> list[Cell]:
        text = captions.activity_state(row.state)[0]
        if row.state == "waiting":
            left = max(0, (row.release_at - state.now_ms + 999) // 1000)
            text = translate("Activity", "undo {n} s").format(n=left)
        tone = STATE_COLOURS.get(row.state, "muted")
        if row.state == "conflict" and not row.needs_attention:
            # Its author has read of it, or need not: what the card asked for is done.
            text, tone = translate("Activity", "kept"), "muted"
        return [
            Cell(self._when(row, state)),
            Cell(translate("Activity", "%n cases", "", len(row.group)), "muted")
            if row.group
            else Cell(row.case_id or "–", data=True),
            Cell(what(row)),
            Cell(text, badge=tone),
            Cell(next_step(row, state), "muted"),
        ]

    def _when(self, row: ActivityRow, state: RoomState) -> str:
        when = moment(row.created_at)
        today = moment(state.now_ms).astimezone().date() == when.astimezone().date()
        return formats.clock_seconds(when) if today else formats.day_time(when)

    def _summary_text(self, state: RoomState) -> str:
        activity = state.activity
        parts = [translate("Activity", "%n pending", "", activity.pending)]
        if activity.oldest_pending_at is not None:
            age = formats.span((state.now_ms - activity.oldest_pending_at) / 1000)
            parts.append(translate("Activity", "oldest {age}").format(age=age))
        if activity.missing is None and activity.copied_at is None:
            parts.append(translate("Activity", "nothing lost"))
        if activity.copied_at is not None:
            text = translate(
                "Activity",
                "this profile turned out to be an older copy {when}: what was done after the copy and not sent"
                " may be missing",
            )
            parts.append(text.format(when=formats.day_time(moment(activity.copied_at))))
        if activity.missing is not None and activity.missing.read:
            text = translate("Activity", "work may be missing: {numbers}")
            parts.append(text.format(numbers=formats.ranges(activity.missing.numbers)))
        if activity.read_anew is not None:
            text = translate(
                "Activity", "the copy of the queue did not agree with the server and was fetched again {when}"
            )
            parts.append(text.format(when=formats.day_time(moment(activity.read_anew.at))))
        return " · ".join(parts)

    def _fill_cards(self, rows: list[ActivityRow]) -> None:
        while len(self._cards) < len(rows):
            card = AttentionCard()
            card.dealt.connect(self.dealt)
            card.reopened.connect(self.reopened)
            card.shown.connect(self.case_asked)
            card.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
            self._column.insertWidget(len(self._cards), card)
            self._cards.append(card)
        focused = QApplication.focusWidget()
        going = self._cards[len(rows) :]
        leaves = focused is not None and any(card.isAncestorOf(focused) for card in going)
        if leaves:
            # Hidden with the focus in it, it would give that to whatever stands next in the window.
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        for number, card in enumerate(self._cards):
            card.setVisible(number < len(rows))
            if number < len(rows):
                card.fill(rows[number])
        if leaves and rows:
            self._cards[len(rows) - 1].take_focus()

    def _chosen(self, number: int) -> None:
        rows = self._state.activity.rows if self._state is not None else ()
        if not 0 <= number < len(rows):
            return
        row = rows[number]
        if row.needs_attention:
            self._first = row.command_id
            self._fill()
            self._cards[0].take_focus()
            self._scroll.ensureWidgetVisible(self._cards[0])
        elif row.case_id is not None:
            self.case_asked.emit(row.case_id)

    def focus_work(self) -> None:
        """Where the work is: what is missing, else the first thing that needs attention, else the list."""
        self._awaited = self._state is None
        if self.lost.isVisibleTo(self) and self.lost.take_focus():
            return
        shown = next((card for card in self._cards if card.isVisibleTo(self)), None)
        if shown is not None:
            shown.take_focus()
        elif self.table.isVisibleTo(self):
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._fill()
