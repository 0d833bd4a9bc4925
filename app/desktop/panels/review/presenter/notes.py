"""The notes of the case in sight: those on their way are told to the view, which has the others from the case."""

from typing import Protocol

from app.contract.views import CaseView
from app.desktop.changes import Changed, Kind
from app.desktop.panels.review.state import CaseState
from app.desktop.ports import Hub, Notes, NotesState, Tasks


class View(Protocol):
    """What is asked of the view; cheap and idempotent."""

    def show_notes(self, state: NotesState) -> None: ...


class NotesPresenter:
    """All methods run on the GUI thread. `notes` None where the seat has none."""

    def __init__(self, view: View, *, notes: Notes | None, tasks: Tasks, hub: Hub) -> None:
        self._view, self._notes, self._tasks = view, notes, tasks
        self._case: CaseView | None = None
        self._told = ""
        """The case whose notes the view was told."""
        hub.changed.connect(self._heard)

    def shut(self) -> None:
        """The room goes: news that still comes concern no case of it."""
        self._case, self._notes = None, None

    def show_case(self, state: CaseState) -> None:
        case = state.open.view if state.open is not None else None
        if case is self._case:
            return
        self._case = case
        if case is not None and self._notes is not None:
            self._tasks.later(self._read)

    def _read(self) -> None:
        notes, case = self._notes, self._case
        if notes is not None and case is not None:
            self._tasks.read(lambda: notes.of(case), self._found, lambda _error: None, key="notes")

    def _found(self, state: NotesState) -> None:
        """With nothing on its way the case itself has them all."""
        if self._case is None or state.case_id != self._case.case_id:
            return
        if state.unsent or self._told == state.case_id:
            self._told = state.case_id
            self._view.show_notes(state)

    def _heard(self, changed: Changed) -> None:
        case = self._case
        about = case is not None and (not changed.ids or case.case_id in changed.ids)
        if about and changed.kinds & {Kind.OUTBOX, Kind.CASE}:
            self._read()
