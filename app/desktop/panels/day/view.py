"""My day: what is mine, what is done, what falls due when, and how far the shift will get."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.desktop.panels.day import words
from app.desktop.panels.day.state import HandOverState, RoomState
from app.desktop.ports import DayCase, DayState, DoneCase
from app.desktop.widgets import formats, reasons, tokens
from app.desktop.widgets.buttons import Button
from app.desktop.widgets.card import Card, Scroll, Surface
from app.desktop.widgets.fields import LineEdit
from app.desktop.widgets.hour_bars import HourBar, HourBars
from app.desktop.widgets.label import Label, RoomTitle
from app.desktop.widgets.message_bar import MessageBar
from app.desktop.widgets.painted import show_if
from app.desktop.widgets.record_list import Cell, Column, RecordList
from app.desktop.widgets.sheet import Sheet
from app.desktop.widgets.tokens import Type
from app.domain.day import HourCount

translate = QCoreApplication.translate


class Figure(Card):
    """One figure over its word."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, heading=False)
        self.body.setSpacing(0)
        self._figure = Label(kind=Type.VERDICT, tabular=True, parent=self)
        self._word = Label(kind=Type.SMALL, colour="muted", elide=True, parent=self)
        self.body.addWidget(self._figure)
        self.body.addWidget(self._word)
        self.body.addStretch(1)
        # All of a row are as tall as the tallest, whose figure may have words of another script.
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def fill(self, figure: str, word: str, colour: str = "text") -> None:
        self._figure.set_text(figure)
        self._figure.set_colour(colour)
        self._word.set_text(word)
        self.setAccessibleName(f"{word}: {figure}")


class TimeField(LineEdit):
    """The end of the shift; Enter keeps it, Esc leaves."""

    left = Signal()
    kept = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.keeps_enter = True
        self.setMaxLength(5)
        self.returnPressed.connect(lambda: self.kept.emit(self.text()))


class HoursCard(Card):
    """Cases by the hour, and the first of them one by one; Enter or a click on a line tells its number."""

    opened = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bars, self.rows = HourBars(self), RecordList(selectable=True, parent=self, letters=True)
        self._none = Label(colour="muted", wrap=True, parent=self)
        for widget in (self._none, self.bars, self.rows):
            self.body.addWidget(widget)
        self.body.addStretch(1)
        self.rows.chosen.connect(self.opened)

    def fill_hours(self, name: str, none: str, hours: tuple[HourCount, ...], colour: str) -> None:
        """`none` stands there where no hour has any."""
        some = any(hour.count for hour in hours)
        show_if(self.bars, some)
        show_if(self._none, not some)
        told = [HourBar(formats.clock(h.start), h.count, formats.count(h.count), colour) for h in hours]
        self.heading.set_text(name)
        self._none.set_text(none)
        self.bars.set_bars(told if some else (), name)

    def fill_rows(self, name: str, columns: Sequence[Column], rows: Sequence[Sequence[Cell]]) -> None:
        show_if(self.rows, bool(rows))
        self.rows.set_table(columns, rows)
        self.rows.setAccessibleName(name)


class DayView(Surface):
    case_opened = Signal(str)
    shift_set = Signal(str)
    hand_over_asked = Signal()
    undo_asked = Signal()
    notice_closed = Signal()
    picked = Signal(str, str)
    entered = Signal(str)
    typed = Signal(str)
    confirmed = Signal()
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("bg", (), parent)
        self._state: RoomState | None = None
        self.key_of = lambda _action: ""
        self._title = RoomTitle(self)
        self._summary = Label(colour="muted", tabular=True, elide=True, parent=self)
        self.hand_over = Button("main", self)
        head = QHBoxLayout()
        head.setSpacing(tokens.S3)
        head.addWidget(self._title)
        head.addWidget(self._summary, 1)
        head.addWidget(self.hand_over)
        self.message = MessageBar(self)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.S3)
        self._empty_card = Card(content, heading=False)
        self._empty = Label(wrap=True, parent=self._empty_card)
        self._empty_card.body.addWidget(self._empty)
        column.addWidget(self._empty_card)
        figures = QHBoxLayout()
        figures.setSpacing(tokens.S3)
        self._figures = [Figure(content) for _ in range(5)]
        for figure in self._figures:
            figures.addWidget(figure, 1)
        column.addLayout(figures)
        self._ahead = Card(content)
        self._forecast = Label(kind=Type.STRONG, wrap=True, parent=self._ahead)
        self._basis = Label(colour="muted", wrap=True, parent=self._ahead)
        self._active = Label(colour="muted", wrap=True, parent=self._ahead)
        shift = QHBoxLayout()
        shift.setSpacing(tokens.S2)
        self._shift_name = Label(parent=self._ahead)
        self.shift = TimeField(self._ahead)
        self._shift_hint = Label(kind=Type.SMALL, colour="muted", parent=self._ahead)
        shift.addWidget(self._shift_name)
        shift.addWidget(self.shift)
        shift.addWidget(self._shift_hint)
        shift.addStretch(1)
        for label in (self._forecast, self._basis, self._active):
            self._ahead.body.addWidget(label)
        self._ahead.body.addLayout(shift)
        column.addWidget(self._ahead)
        charts = QHBoxLayout()
        charts.setSpacing(tokens.S3)
        self.due, self.done = HoursCard(content), HoursCard(content)
        for card in (self.due, self.done):
            charts.addWidget(card, 1)
        column.addLayout(charts)
        column.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(tokens.S5, tokens.S4, tokens.S5, tokens.S4)
        layout.setSpacing(tokens.S3)
        layout.addLayout(head)
        layout.addWidget(self.message)
        self._scroll = Scroll(content, self)
        layout.addWidget(self._scroll, 1)
        self.sheet = Sheet(self)
        self._before: QWidget | None = None
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._wire()
        self._measure()

    def _wire(self) -> None:
        self.shift.kept.connect(self.shift_set)
        self.shift.left.connect(self.focus_work)
        self.hand_over.clicked.connect(self.hand_over_asked)
        self.due.opened.connect(lambda n: self._open(self._state.day.next_due if self._state else (), n))
        self.done.opened.connect(lambda n: self._open(self._state.day.finished if self._state else (), n))
        for card in (self.due, self.done):
            card.rows.moved.connect(lambda n, rows=card.rows: self._follow(rows, n))
        self.message.acted.connect(lambda code: self.undo_asked.emit() if code == "undo" else self.notice_closed.emit())
        for name in ("picked", "entered", "typed", "confirmed", "closed"):
            getattr(self.sheet, name).connect(getattr(self, name))
        # A colleague is found by typing; what is left to say is the note.
        self.sheet.picked.connect(lambda *_: self.sheet.focus_on("text"))

    def _measure(self) -> None:
        self.shift.setFixedWidth(tokens.px(76))

    def show_day(self, state: RoomState) -> None:
        before, self._state = self._state, state
        self._fill(state)
        self._show_sheet(state.sheet, before is None or before.sheet is None)

    def _fill(self, state: RoomState) -> None:
        day = state.day
        self._title.set_text(translate("Day", "My day"))
        self._summary.set_text(translate("Day", "as of {time}").format(time=formats.clock(words.moment(day.now))))
        self.hand_over.set_content(translate("Day", "Hand everything over"), self.key_of("day.hand_over"))
        self._fill_message(state)
        nothing = not (day.held or day.assigned or day.done or any(hour.count for hour in day.due_by_hour))
        show_if(self._empty_card, nothing)
        self._empty.set_text(
            translate(
                "Day",
                "Nothing is yours yet. Open a case in Review ({key}): it is reserved for you and counted here, and "
                "every decision of today stands below.",
            ).format(key=self.key_of("workspace.review") or translate("Day", "on the left"))
        )
        for figure, (value, word, colour) in zip(self._figures, words.figures(day), strict=True):
            figure.fill(value, word, colour)
        self._ahead.heading.set_text(translate("Day", "Until the end of the shift"))
        self._forecast.set_text(words.forecast_words(day))
        self._basis.set_text(words.basis_words(day))
        self._active.set_text(
            translate(
                "Day",
                "Active time on cases today: {time}. It runs only while a case of yours is in sight and you do "
                "something; it is kept with your decisions.",
            ).format(time=formats.span(day.active_ms / 1000))
        )
        name = translate("Day", "The shift ends at")
        self._shift_name.set_text(name)
        self.shift.setAccessibleName(name)
        self._shift_hint.set_text(translate("Day", "such as 17:30, Enter keeps it"))
        if not self.shift.hasFocus() and day.shift_end:
            self.shift.setText(words.plain_clock(day.shift_end))
        self._fill_hours(day)

    def _fill_hours(self, day: DayState) -> None:
        due, done = translate("Day", "Yours, due by hour"), translate("Day", "Done by hour")
        none = translate("Day", "Nothing of yours falls due in the next eight hours.")
        if day.late:
            none = translate("Day", "Nothing else of yours falls due in the next eight hours.")
        self.due.fill_hours(due, none, day.due_by_hour, "accent")
        self.done.fill_hours(done, translate("Day", "Nothing is done yet today."), day.done_by_hour, "pass_")
        to_do = [words.due_row(one, day.now) for one in day.next_due]
        self.due.fill_rows(translate("Day", "Yours, the next that fall due"), words.due_columns(), to_do)
        finished = [words.done_row(one) for one in day.finished]
        self.done.fill_rows(translate("Day", "Done today, the newest first"), words.done_columns(), finished)

    def _follow(self, rows: RecordList, number: int) -> None:
        """Keeps the line that the keyboard is on in sight."""
        content = self._scroll.widget()
        assert content is not None
        at = rows.mapTo(content, rows.row_middle(number))
        self._scroll.ensureVisible(at.x(), at.y(), 0, tokens.row(31))

    def _open(self, cases: Sequence[DayCase | DoneCase], number: int) -> None:
        if number < len(cases) and cases[number].case_id:
            self.case_opened.emit(cases[number].case_id)

    def _fill_message(self, state: RoomState) -> None:
        match state.told:
            case "":
                self.message.say("")
            case "handed":
                text = translate("Day", "%n cases are handed over and go out in 10 s.", "", state.handed)
                if state.refused:
                    more = translate("Day", "%n could not be and stay yours.", "", state.refused)
                    text = formats.together(text, more)
                undo = translate("Day", "Take back") if state.undo_until else translate("Day", "Close")
                self.message.say(text, "good", undo, "undo" if state.undo_until else "close")
            case "taken_back":
                text = translate("Day", "The hand-over is taken back. The cases are yours as before.")
                self.message.say(text, "info", translate("Day", "Close"), "close")
            case "shift_wrong":
                text = translate("Day", "Write a time such as 17:30.")
                self.message.say(text, "warn", translate("Day", "Close"), "close")
            case "nothing_mine":
                text = translate("Day", "No open case is yours, so there is nothing to hand over.")
                self.message.say(text, "info", translate("Day", "Close"), "close")
            case code:
                self.message.say(reasons.problem(code), "bad", translate("Day", "Close"), "close")

    def _show_sheet(self, state: HandOverState | None, fresh: bool) -> None:
        if state is None:
            if self.sheet.isVisible():
                before, self._before = self._before, None
                self.sheet.hide()
                if before is not None and before.isVisible():
                    before.setFocus()
                else:
                    self.focus_work()
            return
        if fresh:
            self._before = QApplication.focusWidget()
        self.sheet.fill(words.sheet_content(state), fresh)
        self.sheet.show()
        self._place_sheet()
        if fresh:
            self.sheet.take_focus()

    def _place_sheet(self) -> None:
        if not self.sheet.isHidden():
            self.sheet.place(self.width() - 2 * tokens.S5, self.height() - tokens.px(80))
            self.sheet.move((self.width() - self.sheet.width()) // 2, tokens.px(64))
            self.sheet.raise_()

    def offer_hand_over(self, on: bool) -> None:
        """Whether this person may hand cases over."""
        show_if(self.hand_over, on)

    def focus_work(self) -> None:
        """Esc and the first moment: where letters are keys."""
        target = self if self.hand_over.isHidden() else self.hand_over
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_sheet()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange and self._state is not None:
            self._fill(self._state)
            self._show_sheet(self._state.sheet, False)
        elif event.type() == QEvent.Type.FontChange:
            self._measure()
