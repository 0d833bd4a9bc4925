"""What the Feedback room knows: the page in sight, what is open on it, and what was said of both."""

from collections.abc import Callable
from typing import Any, Protocol

import msgspec

from app.desktop.panels.feedback.state import (
    ANY,
    DAYS,
    NEWS,
    PATTERNS,
    SHOWN,
    SIGNALS,
    TRAINING,
    FeedbackState,
    FindingData,
    SetData,
)
from app.desktop.ports import Clock, DeskError, News, NotReady, Sent, Tasks
from app.desktop.ports.loop import Loop

KEPT = 40
"""How many answers are kept for the time without the server."""


class View(Protocol):
    def show_feedback(self, state: FeedbackState) -> None: ...


class Reading:
    """All methods run on the GUI thread. `pages` are those that this person may see, `rights` what they may do;
    `language` is that in which somebody writes now ("en", "zh")."""

    def __init__(
        self,
        view: View,
        *,
        loop: Loop,
        news: News,
        tasks: Tasks,
        clock: Clock,
        pages: tuple[str, ...],
        rights: frozenset[str],
        language: Callable[[], str],
    ) -> None:
        self._view, self._loop, self._news = view, loop, news
        self._tasks, self._clock, self._language = tasks, clock, language
        self._state = FeedbackState(page=pages[0], pages=pages, rights=rights)
        self._asked = 0
        self._sent: Sent | None = None
        self._in_sight = False
        self._kept: dict[tuple[Any, ...], tuple[Any, int]] = {}

    @property
    def state(self) -> FeedbackState:
        return self._state

    # --- what it shows ------------------------------------------------------------------------------

    def activate(self) -> None:
        self._in_sight = True
        if self._state.data is None or self._state.stale or self._state.page == NEWS:
            self._ask()
        else:
            self._put()

    def leave(self) -> None:
        self._in_sight = False

    def tick(self, _in_front: bool = True) -> None:
        """Once a second."""
        if self._state.undo_until and self._clock.now_ms() >= self._state.undo_until:
            self._sent = None
            self._put(told="", undo_until=0)
            # What was changed has gone out by now: as it stands there.
            self._ask()

    def refresh(self) -> None:
        """Asks again for what is in sight; what stands there goes on standing there."""
        self._put(told="", undo_until=0)
        self._ask()

    def _ask(self) -> None:
        self._asked += 1
        mine, state = self._asked, self._state
        key = _key(state)
        self._put(asking=True)

        def have(answer: tuple[Any, Any]) -> None:
            if mine != self._asked:
                return
            now = self._clock.now_ms()
            self._keep(key, answer, now)
            data, detail = answer
            self._put(data=data, detail=detail, asking=False, failed="", stale="", as_of=now)

        def failed(error: Exception) -> None:
            if mine != self._asked:
                return
            code, kept = code_of(error), self._kept.get(key)
            if kept is None or code == "not_found":
                self._put(data=None, detail=None, asking=False, failed=code, stale="")
            else:
                (data, detail), at = kept
                self._put(data=data, detail=detail, asking=False, failed="", stale=code, as_of=at)

        self._tasks.read(lambda: self._read(state), have, failed, key="feedback")

    def _keep(self, key: tuple[Any, ...], answer: tuple[Any, Any], now: int) -> None:
        self._kept.pop(key, None)
        self._kept[key] = (answer, now)
        while len(self._kept) > KEPT:
            del self._kept[next(iter(self._kept))]

    def _read(self, state: FeedbackState) -> tuple[Any, Any]:
        """What a page shows, and what is open on it; in the pool."""
        loop = self._loop
        match state.page:
            case "patterns":
                return self._items(state), self._finding(state) if state.inner else None
            case "signals":
                return (loop.signals(state.days, state.case_type or None), loop.rules()), None
            case "training":
                return loop.sets(), self._set(state.inner) if state.inner else None
            case _:
                return (self._news.read(), self._own(state)), None

    def _items(self, state: FeedbackState) -> Any:
        one_state = state.shown if state.shown != ANY else None
        return self._loop.items(one_state, state.case_type or None, state.further)

    def _finding(self, state: FeedbackState) -> FindingData:
        return FindingData(self._loop.item(state.inner), self._loop.cases(state.inner, state.deeper))

    def _own(self, state: FeedbackState) -> Any:
        """What one raised by hand; None where that cannot be asked: the news are here without the server."""
        if "feedback.raise" not in self._state.rights:
            return None
        try:
            return self._loop.own(state.further)
        except DeskError:
            return None

    def _set(self, set_id: str) -> SetData:
        view = self._loop.training_set(set_id)
        trained = [one.request_id for one in view.requests if one.state == "trained"]
        return SetData(view, tuple(self._loop.effect(request_id) for request_id in trained))

    def _put(self, **changes: Any) -> None:
        self._state = msgspec.structs.replace(self._state, **changes)
        self._view.show_feedback(self._state)

    def close_notice(self) -> None:
        self._put(told="", saved="", undo_until=0)

    # --- what is chosen -----------------------------------------------------------------------------

    def choose_page(self, page: str) -> None:
        if page in self._state.pages and (page != self._state.page or self._state.inner):
            self._go(page=page, inner="")

    def _go(self, **changes: Any) -> None:
        """Elsewhere in the room: nothing of what stood there stays, but what was told of there before comes at once."""
        fresh: dict[str, Any] = {"picked": frozenset(), "told": "", "saved": "", "undo_until": 0, "sheet": None}
        fresh["deeper"] = 1
        if changes.keys() - {"inner"} and changes.get("page", "") != self._state.page:
            fresh["further"] = 1
        self._state = msgspec.structs.replace(self._state, **(fresh | changes))
        kept = self._kept.get(_key(self._state))
        (data, detail), at = kept or ((None, None), 0)
        self._put(data=data, detail=detail, as_of=at, failed="", stale="")
        self._ask()

    def step_page(self, step: int) -> None:
        pages = self._state.pages
        at = pages.index(self._state.page)
        self.choose_page(pages[max(0, min(len(pages) - 1, at + step))])

    def choose(self, name: str, value: str) -> None:
        """A choice of the page: which findings, of which type, of how many days."""
        allowed = {"shown": SHOWN, "days": tuple(map(str, DAYS)), "case_type": (value,)}
        if value in allowed.get(name, ()) and str(getattr(self._state, name)) != value:
            self._go(**{name: int(value) if name == "days" else value})

    def open(self, what: str) -> None:
        """Opens a finding, a signal or a set of the page in sight."""
        if what and what != self._state.inner:
            self._go(inner=what)

    def open_finding(self, feedback_id: str) -> None:
        """From another page to a finding, where this person reads findings."""
        if PATTERNS in self._state.pages and feedback_id:
            self._go(page=PATTERNS, inner=feedback_id)

    def back(self) -> None:
        """From what is open to the list."""
        if self._state.inner:
            self._go(inner="")

    def more(self) -> None:
        """The next page of the list in sight, behind what stands there."""
        state = self._state
        if state.asking or state.data is None:
            return
        list_in_sight, step = self._list_in_sight()
        if list_in_sight is None or list_in_sight.next_after is None:
            self._put(told="all_shown", undo_until=0)
            return
        self._put(**{step: getattr(state, step) + 1, "told": "", "undo_until": 0})
        self._ask()

    def _list_in_sight(self) -> tuple[Any, str]:
        """The list that may go on, and what counts its pages."""
        state = self._state
        if state.page == PATTERNS and state.inner:
            return (state.detail.cases if isinstance(state.detail, FindingData) else None), "deeper"
        if state.page == PATTERNS:
            return state.data, "further"
        return (state.data[1] if state.page == NEWS else None), "further"

    def toggle_table(self) -> None:
        self._put(as_table=not self._state.as_table)

    def told_saved(self, where: str) -> None:
        """Files of a chart were written, or could not be ("")."""
        self._put(told="saved" if where else "not_saved", saved=where, undo_until=0)


def _key(state: FeedbackState) -> tuple[Any, ...]:
    """What an answer is of."""
    chosen = {
        PATTERNS: (state.shown, state.case_type),
        SIGNALS: (state.days, state.case_type),
        TRAINING: (),
    }.get(state.page, ())
    # All signals come at once; which of them is open is no other answer.
    return (state.page, *chosen, "" if state.page == SIGNALS else state.inner)


def code_of(error: Exception) -> str:
    if isinstance(error, NotReady) and error.codes:
        return error.codes[0]
    return error.code if isinstance(error, DeskError) else "unexpected"
