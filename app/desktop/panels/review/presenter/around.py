"""What surrounds the case in sight: read from what is kept, asked of the server behind it, for the hand as well."""

from typing import Protocol

from msgspec.structs import replace

from app.desktop.changes import Changed, Kind
from app.desktop.panels.review.state import CaseState
from app.desktop.ports import Contexts, ContextState, Hand, Hub, Queue, Tasks

MOST = 5


class View(Protocol):
    """What is asked of the view; every call is cheap and idempotent."""

    def show_around(self, state: ContextState) -> None: ...


class AroundPresenter:
    """All methods run on the GUI thread. `contexts` None where the seat has none."""

    def __init__(
        self, view: View, *, contexts: Contexts | None, hand: Hand, queue: Queue, tasks: Tasks, hub: Hub
    ) -> None:
        self._view, self._contexts, self._hand, self._queue, self._tasks = view, contexts, hand, queue, tasks
        self._case_id = ""
        hub.changed.connect(self._heard)

    def shut(self) -> None:
        """The room goes: news that still comes concern no case of it."""
        self._case_id, self._contexts = "", None

    def show_case(self, state: CaseState) -> None:
        """A case came into sight. What is at hand is shown at once, the rest comes when the case is painted."""
        case_id = state.open.case_id if state.open is not None else ""
        if case_id == self._case_id:
            return
        self._case_id = case_id
        if not case_id or self._contexts is None:
            return
        ready = self._contexts.ready(case_id)
        self._view.show_around(ready or ContextState(case_id, None, None, "", True))
        self._tasks.later(lambda: self._reach(case_id))

    def beside(self, state: CaseState) -> CaseState:
        """The case with what surrounds it, where that is at hand."""
        if state.open is None or self._contexts is None:
            return state
        ready = self._contexts.ready(state.open.case_id)
        return replace(state, around=ready.view) if ready is not None and ready.view is not None else state

    def found(self, case_id: str) -> tuple[str, ...]:
        """The indicators that a case shows, as far as this seat has heard."""
        state = self._contexts.ready(case_id) if self._contexts is not None else None
        return tuple(one.id for one in state.view.indicators) if state is not None and state.view is not None else ()

    def _reach(self, case_id: str) -> None:
        contexts = self._contexts
        if contexts is None or case_id != self._case_id:
            return
        self._tasks.read(lambda: contexts.read(case_id), self._read, key="around")

        def fetch() -> None:
            # The next cases as well: their surroundings are there before they are.
            others = [other for other in self._hand.held() if other != case_id]
            contexts.fetch((case_id, *others)[:MOST])

        self._tasks.read(fetch, key="around-fetch")

    def _read(self, state: ContextState) -> None:
        if state.case_id == self._case_id:
            self._view.show_around(state)

    def _heard(self, changed: Changed) -> None:
        contexts, case_id = self._contexts, self._case_id
        if contexts is None or not case_id or (changed.ids and case_id not in changed.ids):
            return
        if Kind.CONTEXT in changed.kinds:
            self._tasks.read(lambda: contexts.read(case_id), self._read, key="around")
        elif changed.kinds & {Kind.CASE, Kind.REVIEW}:
            self._reach(case_id)
