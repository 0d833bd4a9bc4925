"""A linked or similar case that was chosen: opened where the seat holds it, else read from the server on request."""

from collections.abc import Callable
from typing import Protocol

from app.desktop.ports import Cases, DeskError, FoundCases, Queue, Search, Tasks


class View(Protocol):
    """What is asked of the view."""

    def offer_reading(self, case_id: str, problem: str = "") -> None:
        """Say that the case is not on this seat, or what kept it away, and offer to read it from the server."""


class LinkedPresenter:
    """All methods run on the GUI thread. `search` None where the seat has none."""

    def __init__(
        self,
        view: View,
        *,
        queue: Queue,
        cases: Cases,
        search: Search | None,
        tasks: Tasks,
        show: Callable[[str], None],
    ) -> None:
        self._view, self._queue, self._cases = view, queue, cases
        self._search, self._tasks, self._show = search, tasks, show

    def choose(self, case_id: str) -> None:
        if self._queue.index_of(case_id) is not None:
            self._show(case_id)
        else:
            self._view.offer_reading(case_id)

    def read(self, case_id: str) -> None:
        """Read it from the server and show it; it can be read and not decided."""
        search = self._search
        if search is None:
            self._view.offer_reading(case_id, "offline")
            return

        def found(answer: FoundCases) -> None:
            case = next((one for one in answer.cases if one.case_id == case_id), None)
            if case is None:
                self._view.offer_reading(case_id, "not_found")
                return
            self._cases.take_in(case.view)
            self._show(case_id)

        def failed(error: Exception) -> None:
            self._view.offer_reading(case_id, error.code if isinstance(error, DeskError) else "unexpected")

        self._tasks.read(lambda: search.find(case_id), found, failed, key="linked")
