"""The room's view as its presenter knows it, with every case passing by what may be seen of it."""

from collections.abc import Sequence

from app.desktop.panels.review.presenter.around import AroundPresenter
from app.desktop.panels.review.presenter.documents import DocumentsPresenter
from app.desktop.panels.review.presenter.notes import NotesPresenter
from app.desktop.panels.review.presenter.reveal import RevealPresenter
from app.desktop.panels.review.presenter.screen import View
from app.desktop.panels.review.presenter.sheets import SheetsPresenter
from app.desktop.panels.review.state import CaseState, DecisionState, NoticeState, QueueState
from app.desktop.ports import Queue, QueueView


class Through:
    """Hands everything on to `view`, and each case to `reveal`, which shows it, to `documents` and to `around`;
    nothing more once it is shut."""

    def __init__(
        self, view: View, reveal: RevealPresenter, documents: DocumentsPresenter, around: AroundPresenter
    ) -> None:
        self._view = view
        self._reveal = reveal
        self._documents = documents
        self._around = around
        self.sheets: SheetsPresenter | None = None
        self.notes: NotesPresenter | None = None
        self._shut = False

    def shut(self) -> None:
        """The room goes: an answer that is still under way finds no widgets to be shown in."""
        self._shut = True
        self._documents.shut()
        self._around.shut()
        if self.notes is not None:
            self.notes.shut()

    def show_queue(self, state: QueueState) -> None:
        if not self._shut:
            self._view.show_queue(state)

    def show_rows(self, queue: Queue, rows: QueueView, current: int, now_ms: int) -> None:
        if not self._shut:
            self._view.show_rows(queue, rows, current, now_ms)

    def show_case(self, state: CaseState) -> None:
        if not self._shut:
            state = self._around.beside(state)
            self._reveal.show_case(state)
            self._around.show_case(state)
            if self.sheets is not None:
                self.sheets.show_case(state)
            if self.notes is not None:
                self.notes.show_case(state)

    def promise(self, state: CaseState | None) -> None:
        if not self._shut:
            self._view.promise(self._around.beside(state) if state is not None else None)

    def break_promise(self) -> None:
        if not self._shut:
            self._view.break_promise()

    def show_decision(self, state: DecisionState) -> None:
        if not self._shut:
            self._view.show_decision(state)

    def prepare(self, cases: Sequence[tuple[CaseState, DecisionState]]) -> None:
        # As the server masks them: what was revealed is never painted ahead.
        if not self._shut:
            self._view.prepare([(self._around.beside(case), decision) for case, decision in cases])

    def show_notice(self, notice: NoticeState | None) -> None:
        if not self._shut:
            self._view.show_notice(notice)

    def place_rationale(self, text: str, caret: int) -> None:
        if not self._shut:
            self._view.place_rationale(text, caret)

    def point_at(self, blocker: str) -> None:
        if not self._shut:
            self._view.point_at(blocker)
