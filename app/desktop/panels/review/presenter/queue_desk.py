"""Working with the queue as a whole: finding in it and beyond it, and choosing many of its rows for one change."""

from collections.abc import Iterable, Set
from typing import Protocol

from app.desktop.panels.review.presenter import ReviewPresenter
from app.desktop.panels.review.state import AskedState
from app.desktop.ports import Bulk, Cases, DeskError, FoundCases, Queue, Search, Tasks


class View(Protocol):
    """What is asked of the view; every call is cheap."""

    def find(self) -> None:
        """Put the focus into the find field."""

    def to_rows(self) -> None:
        """Out of the field, to the rows."""

    def leave_find(self) -> None:
        """Out of the field, to where the focus was before."""

    def to_found(self) -> None:
        """To what the server found."""

    def show_picked(self, case_ids: Set[str]) -> None: ...


class QueueDesk:
    """All methods run on the GUI thread."""

    def __init__(
        self,
        view: View,
        presenter: ReviewPresenter,
        *,
        queue: Queue,
        cases: Cases,
        tasks: Tasks,
        search: Search | None,
        bulk: Bulk | None,
    ) -> None:
        self._view, self._presenter = view, presenter
        self._queue, self._cases, self._tasks = queue, cases, tasks
        self._search, self._bulk = search, bulk
        self._picked: dict[str, None] = {}
        self._cursor: str | None = None
        self._own = 0
        presenter.on_view_chosen = self._view_chosen

    # --- finding ------------------------------------------------------------------------------------

    def find(self) -> None:
        """Ctrl+F."""
        self._presenter.side.finding = True
        self._presenter.show_queue()
        self._view.find()

    def type(self, text: str) -> None:
        """What stands in the field."""
        side = self._presenter.side
        if text == side.find:
            return
        side.asked, self._cursor = None, None
        self._presenter.find(text)

    def leave(self) -> None:
        """Esc: the whole view again."""
        side = self._presenter.side
        side.finding, side.asked = False, None
        self._presenter.find("")
        self._view.leave_find()

    def enter(self) -> None:
        """Enter: to the rows that were found; where there are none the server is asked, then what it found is
        opened."""
        side = self._presenter.side
        if len(side):
            if side.position(self._presenter.case_id) is None:
                self._presenter.open_row(0)
            self._view.to_rows()
        else:
            self.beyond()

    def beyond(self) -> None:
        """Shift+Enter: to what the server found; where it was not asked yet, it is."""
        asked = self._presenter.side.asked
        if asked is not None and asked.answered and asked.cases:
            self._view.to_found()
        elif self._presenter.side.find.strip():
            self.ask()

    def ask(self, more: bool = False) -> None:
        """Ask the server what it knows of the text; `more`: the next page of it."""
        side, search = self._presenter.side, self._search
        text = side.find.strip()
        if not text or (side.asked is not None and side.asked.asking):
            return
        before = side.asked.cases if more and side.asked is not None else ()
        cursor = self._cursor if more else None
        if search is None:
            self._asked(AskedState(problem="offline"))
            return
        self._asked(AskedState(before, asking=True, answered=more))

        def found(answer: FoundCases) -> None:
            if side.find.strip() != text:
                return
            self._cursor = answer.next_cursor
            more_there = answer.next_cursor is not None
            # What stands among the seat's own rows is worked on there.
            others = tuple(case for case in answer.cases if side.position(case.case_id) is None)
            self._own = (self._own if more else 0) + len(answer.cases) - len(others)
            cases = (*before, *others)
            self._asked(AskedState(cases, max(len(cases), answer.total - self._own), more_there, answered=True))
            if others and not more:
                self._view.to_found()

        def failed(error: Exception) -> None:
            if side.find.strip() == text:
                self._asked(AskedState(before, problem=error.code if isinstance(error, DeskError) else "unexpected"))

        self._tasks.read(lambda: search.find(text, cursor), found, failed, key="find-on-server")

    def _asked(self, state: AskedState) -> None:
        self._presenter.side.asked = state
        self._presenter.show_queue()

    def open_found(self, number: int) -> None:
        """Read a case that only the server has."""
        asked = self._presenter.side.asked
        if asked is None or not 0 <= number < len(asked.cases):
            return
        case = asked.cases[number]
        self._cases.take_in(case.view)
        self._presenter.open(case.case_id)

    # --- choosing many ------------------------------------------------------------------------------

    @property
    def picked(self) -> tuple[str, ...]:
        """The chosen cases that the seat still has."""
        return tuple(case_id for case_id in self._picked if self._queue.index_of(case_id) is not None)

    def pick(self) -> None:
        """X: choose the case in sight, or no longer."""
        case_id = self._presenter.case_id
        if case_id is None or self._presenter.side.position(case_id) is None:
            return
        if case_id in self._picked:
            del self._picked[case_id]
        else:
            self._picked[case_id] = None
        self._show()

    def extend(self, step: int) -> None:
        """Shift+J, Shift+K: choose the case in sight and the one beside it, and go there."""
        side, case_id = self._presenter.side, self._presenter.case_id
        if case_id is not None and side.position(case_id) is None:
            case_id = None
        following = side.beside(case_id, step)
        self._choose(one for one in (case_id, following) if one is not None)
        if following is not None:
            self._presenter.open(following)

    def pick_all(self) -> None:
        """Ctrl+A: everything in the view, or what was found in it; once more: nothing."""
        side, bulk = self._presenter.side, self._bulk
        if bulk is None or not len(side):
            return
        view_id, find = side.view_id, side.find

        def chosen(found: tuple[str, ...]) -> None:
            if found and all(case_id in self._picked for case_id in found):
                self.drop()
            else:
                self._choose(found)

        # A row must be made to know its id, and a view may have many.
        self._tasks.read(lambda: bulk.chosen(view_id, find), chosen, key="choose-all")

    def drop(self) -> None:
        self._picked.clear()
        self._show()

    def _choose(self, case_ids: Iterable[str]) -> None:
        self._picked |= dict.fromkeys(case_ids)
        self._show()

    def _show(self) -> None:
        self._presenter.side.picked = len(self._picked)
        self._view.show_picked(self._picked.keys())
        self._presenter.show_queue()

    def _view_chosen(self) -> None:
        """Another view: what was chosen is not in sight any more, so it is no longer chosen."""
        if self._picked:
            self._picked.clear()
            self._presenter.side.picked = 0
            self._view.show_picked(self._picked.keys())
