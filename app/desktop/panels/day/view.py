"""My day: what is mine, what is done, what falls due when, and how far the shift will get."""

from datetime import UTC, datetime

from PySide6.QtCore import QCoreApplication, QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.desktop.panels.day.state import QUEUE, HandOverState, RoomState
from app.desktop.ports import DayState
from app.desktop.widgets import formats, reasons, tokens
from app.desktop.widgets.buttons import Button
from app.desktop.widgets.card import Card, Scroll, Surface
from app.desktop.widgets.choice_lines import ChoiceLine
from app.desktop.widgets.fields import LineEdit
from app.desktop.widgets.hour_bars import HourBar, HourBars
from app.desktop.widgets.label import Label
from app.desktop.widgets.message_bar import MessageBar
from app.desktop.widgets.painted import show_if
from app.desktop.widgets.sheet import Sheet, SheetContent, SheetList
from app.desktop.widgets.tokens import Type
from app.domain.day import HourCount
from app.domain.notes import MAX_NOTE

translate = QCoreApplication.translate


def _moment(ms: int) -> datetime:
    return datetime.fromtimestamp(ms / 1000, UTC)


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


class DayView(Surface):
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
        self._title = Label(kind=Type.TITLE, parent=self)
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
        self._due_card, self._done_card = Card(content), Card(content)
        self._due, self._done = HourBars(self._due_card), HourBars(self._done_card)
        self._due_none, self._done_none = Label(colour="muted", wrap=True), Label(colour="muted", wrap=True)
        for card, bars, none in (
            (self._due_card, self._due, self._due_none),
            (self._done_card, self._done, self._done_none),
        ):
            card.body.addWidget(none)
            card.body.addWidget(bars)
            card.body.addStretch(1)
            charts.addWidget(card, 1)
        column.addLayout(charts)
        column.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(tokens.S5, tokens.S4, tokens.S5, tokens.S4)
        layout.setSpacing(tokens.S3)
        layout.addLayout(head)
        layout.addWidget(self.message)
        layout.addWidget(Scroll(content, self), 1)
        self.sheet = Sheet(self)
        self._before: QWidget | None = None
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._wire()
        self._measure()

    def _wire(self) -> None:
        self.shift.kept.connect(self.shift_set)
        self.shift.left.connect(self.focus_work)
        self.hand_over.clicked.connect(self.hand_over_asked)
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
        self._summary.set_text(translate("Day", "as of {time}").format(time=formats.clock(_moment(day.now))))
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
        for figure, (value, word, colour) in zip(self._figures, _figures(day), strict=True):
            figure.fill(value, word, colour)
        self._ahead.heading.set_text(translate("Day", "Until the end of the shift"))
        self._forecast.set_text(forecast_words(day))
        self._basis.set_text(basis_words(day))
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
            self.shift.setText(_plain_clock(day.shift_end))
        self._due_card.heading.set_text(translate("Day", "Yours, due by hour"))
        self._bars(self._due, self._due_none, day.due_by_hour, "accent", translate("Day", "Yours, due by hour"))
        self._due_none.set_text(translate("Day", "Nothing of yours falls due in the next eight hours."))
        self._done_card.heading.set_text(translate("Day", "Done by hour"))
        self._bars(self._done, self._done_none, day.done_by_hour, "pass_", translate("Day", "Done by hour"))
        self._done_none.set_text(translate("Day", "Nothing is done yet today."))

    def _bars(self, bars: HourBars, none: Label, hours: tuple[HourCount, ...], colour: str, name: str) -> None:
        some = any(hour.count for hour in hours)
        show_if(bars, some)
        show_if(none, not some)
        told = [HourBar(formats.clock(h.start), h.count, formats.count(h.count), colour) for h in hours]
        bars.set_bars(told if some else (), name)

    def _fill_message(self, state: RoomState) -> None:
        match state.told:
            case "":
                self.message.say("")
            case "handed":
                text = translate("Day", "%n cases are handed over and go out in 10 s.", "", state.handed)
                if state.refused:
                    text += " " + translate("Day", "%n could not be and stay yours.", "", state.refused)
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
        self.sheet.fill(sheet_content(state), fresh)
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


def _plain_clock(ms: int) -> str:
    """As it is typed: the clock of this seat."""
    return _moment(ms).astimezone().strftime("%H:%M")


def _figures(day: DayState) -> tuple[tuple[str, str, str], ...]:
    return (
        (formats.count(day.assigned), translate("Day", "assigned to you"), "text"),
        (formats.count(day.held), translate("Day", "reserved for you"), "text"),
        (formats.count(day.late), translate("Day", "of yours late"), "block" if day.late else "text"),
        (formats.count(day.done), translate("Day", "done today"), "text"),
        (formats.span(day.active_ms / 1000), translate("Day", "active on cases"), "text"),
    )


def forecast_words(day: DayState) -> str:
    """How far the shift will get, with its interval; or why nothing can be said."""
    end = formats.clock(_moment(day.shift_end)) if day.shift_end else ""
    told = day.forecast
    if not told.enough:
        return translate(
            "Day", "Too little is done today to say how far the shift will get. Three cases and 15 min are enough."
        )
    if day.now >= day.shift_end:
        return translate("Day", "The shift is over.")
    text = translate(
        "Day", "By {end} about {n} more cases, between {low} and {high} on four days in five like this one."
    )
    return text.format(
        end=end, n=formats.count(round(told.expected)), low=formats.count(told.low), high=formats.count(told.high)
    )


def basis_words(day: DayState) -> str:
    """What the forecast rests on."""
    if day.pace_per_hour is None:
        return translate("Day", "It is told from your own pace of today alone.")
    return translate("Day", "From your own pace of today: {pace} cases an hour, breaks included.").format(
        pace=formats.number(day.pace_per_hour, 1)
    )


def sheet_content(state: HandOverState) -> SheetContent:
    people = tuple(ChoiceLine(one.user_id, one.name, True) for one in state.people or ())
    lines = (ChoiceLine(QUEUE, translate("Day", "Back to the queue")), *people)
    chosen = frozenset({state.to} if state.to is not None else ())
    said, tone = "", "muted"
    if state.problem:
        code = state.problem
        said = translate("Day", "Choose a person, or the queue") if code == "assignee_required" else _why(code)
        tone = "block"
    elif state.busy:
        said = translate("Day", "Being kept …")
    elif state.people is None:
        said = translate("Day", "Asking the server who is here …")
    elif state.offline:
        said = translate("Day", "The server did not name your colleagues. The cases can go back to the queue.")
    return SheetContent(
        title=translate("Day", "Hand everything over"),
        lead=translate("Day", "%n cases of yours go to one person, or back to the queue.", "", state.count),
        under=translate("Day", "What you have drafted stays yours; the note goes with each case."),
        lists=(
            SheetList(
                "to",
                translate("Day", "To whom"),
                lines,
                chosen,
                filtered=True,
                most=8,
                none=translate("Sheets", "Nobody is called that"),
            ),
        ),
        entry=state.find,
        entry_name=translate("Day", "Find a colleague"),
        entry_hint=translate("Day", "Type to find a colleague"),
        text=state.note,
        text_name=translate("Day", "Note"),
        text_hint=translate("Day", "What the next person should know"),
        counted=translate("Day", "{n} of {most}").format(
            n=formats.count(len(state.note)), most=formats.count(MAX_NOTE)
        ),
        too_many=len(state.note) > MAX_NOTE,
        said=said,
        tone=tone,
        button=translate("Day", "Hand over"),
        keys_entry=translate("Sheets", "Type to find, ↑ ↓ move, Enter chooses, Tab to the note, Esc closes"),
        keys_text=translate("Sheets", "Enter sends, Shift+Enter starts a line, Esc closes"),
    )


def _why(code: str) -> str:
    known = reasons.why_not(code)
    return known if known != reasons.other(code) else reasons.problem(code)
