"""The Feedback room between use cases and view."""

from collections.abc import Callable

from app.desktop.changes import Changed, Kind
from app.desktop.panels.feedback.presenter.regression import RegressionActs
from app.desktop.panels.feedback.state import NEWS, PATTERNS, REGRESSION, SIGNALS, TRAINING, SheetState, signal_key


class FeedbackPresenter(RegressionActs):
    """All methods run on the GUI thread."""

    def step(self) -> None:
        """The one main thing to do on the page in sight."""
        state = self._state
        match state.page:
            case "patterns":
                (self.change if state.inner else self.raise_finding)()
            case "training":
                (self.ask if state.inner else self.new_set)()
            case "signals":
                self.open_finding(self.finding_of_signal())
            case "regression":
                self.regression_step()
            case _:
                self.read_all()

    def add(self) -> None:
        """A new thing of the page's kind."""
        if self._state.page == TRAINING:
            self.new_set()
        elif self._state.page == REGRESSION:
            self.have_answered()
        else:
            self.raise_finding()

    def confirm(self) -> None:
        """Sends what stands on the sheet, or says what it lacks."""
        sheet = self._state.sheet
        if sheet is None or sheet.busy:
            return
        sends: dict[str, Callable[[SheetState], str]] = {
            "raise": self._send_raise,
            "change": self._send_change,
            "reword": self._send_reword,
            "take_back": self._send_take_back,
            "merge": self._send_merge,
            "split": self._send_split,
            "make_set": self._send_make_set,
            "ask": self._send_ask,
            "freeze": self._send_freeze,
            "candidate": self._send_candidate,
            "conclude": self._send_conclude,
            "look": self._send_look,
            "vote": self._send_vote,
        }
        problem = sends[sheet.kind](sheet)
        if problem:
            self._sheet(problem=problem)

    def finding_of_signal(self) -> str:
        """The finding about the signal that is open, "" where there is none."""
        if self._state.page != SIGNALS or not self._state.inner or self._state.data is None:
            return ""
        page, _rules = self._state.data
        found = next((one for one in page.signals if signal_key(one) == self._state.inner), None)
        return (found.feedback_id or "") if found is not None else ""

    def open_in_list(self, what: str) -> None:
        """Enter on a row: a finding, a signal or a set is opened; news lead to their finding where it may be read."""
        if self._state.page != NEWS:
            self.open(what)
            return
        row = next((one for one in self._state.data[0].rows if one.view.news_id == what), None)
        if row is None:
            own = self._state.data[1]
            if own is not None and any(one.feedback_id == what for one in own.items):
                self.open_finding(what)
            return
        self._read_news((what,))
        if PATTERNS in self._state.pages and row.view.event != "retested":
            self.open_finding(row.view.feedback_id)

    def read_all(self) -> None:
        """Marks all news as read."""
        if self._state.page == NEWS and self._state.data is not None:
            self._read_news(tuple(row.view.news_id for row in self._state.data[0].rows if row.unread))

    def _read_news(self, news_ids: tuple[str, ...]) -> None:
        unread = {row.view.news_id for row in self._state.data[0].rows if row.unread}
        ids = tuple(one for one in news_ids if one in unread)
        if ids:
            self._tasks.write(lambda: self._news.mark_read(ids), lambda _sent: self._renew(), lambda _error: None)

    def _renew(self) -> None:
        if self._state.page == NEWS:
            self._ask()

    def heard(self, news: Changed) -> None:
        """Something changed at this seat."""
        if Kind.NEWS in news.kinds and self._in_sight and self._state.page == NEWS:
            self._ask()
