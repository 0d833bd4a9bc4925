"""The whole Review room: view and presenter together."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QWidget

from app.contract.catalogue import catalogue
from app.desktop.panels.review.front import ReviewFront
from app.desktop.panels.review.presenter import ReviewPresenter
from app.desktop.panels.review.presenter.around import AroundPresenter
from app.desktop.panels.review.presenter.documents import DocumentsPresenter
from app.desktop.panels.review.presenter.linked import LinkedPresenter
from app.desktop.panels.review.presenter.notes import NotesPresenter
from app.desktop.panels.review.presenter.reveal import RevealPresenter
from app.desktop.panels.review.presenter.sheets import SheetsPresenter
from app.desktop.panels.review.presenter.take_back import TakeBack
from app.desktop.panels.review.presenter.through import Through
from app.desktop.panels.review.queue_room import RoomQueue
from app.desktop.panels.review.sheets import RoomSheets
from app.desktop.panels.review.view import ReviewView
from app.desktop.widgets.document_sheet import DocumentSheet

_ABOUT_THE_CASE = frozenset(
    {
        "case.open",
        "evidence.next",
        "evidence.previous",
        "steps.judge",
        "rationale.write",
        "rationale.snippet",
        "pii.reveal",
        "documents",
        "graph",
        "case.snooze",
        "case.wait",
        "case.skip",
        "case.hand_over",
        "case.tag",
        "queue.change",
        "queue.pick",
        "queue.pick_next",
        "queue.pick_previous",
        "note.write",
        "missing.write",
        "attribution.choose",
        "assessment.ask",
        "threshold.challenge",
        "escalation.pattern",
        "escalation.resolve",
        *(f"evidence.tab.{number}" for number in range(1, 10)),
    }
)


class ReviewRoom(QObject):
    """View and presenter together, and the slots behind the keys."""

    def __init__(self, context: Any, view_id: str = "open", front: ReviewFront | None = None) -> None:
        super().__init__()
        self.front = front or ReviewFront()
        self.view = ReviewView(self.front)
        self.front.widget.fill(self.view)
        self.view.set_keys(context.key_of)
        self.reveal = RevealPresenter(
            self.view, reveals=context.reveals, tasks=context.tasks, clock=context.clock, catalogue=catalogue()
        )
        self.document_sheet = DocumentSheet(self.view)
        self.documents = DocumentsPresenter(
            self.document_sheet,
            documents=getattr(context, "documents", None),
            hand=context.hand,
            tasks=context.tasks,
            hub=context.hub,
            comfort=getattr(context, "comfort", None),
        )
        self.around = AroundPresenter(
            self.view,
            contexts=getattr(context, "contexts", None),
            hand=context.hand,
            queue=context.queue,
            tasks=context.tasks,
            hub=context.hub,
        )
        self.reveal.beside = self.documents.show_case
        self._through = Through(self.view, self.reveal, self.documents, self.around)
        self._back = TakeBack(self._through, context.tasks, context.clock)
        self.presenter = ReviewPresenter(
            self._through,
            queue=context.queue,
            cases=context.cases,
            reviews=context.reviews,
            hand=context.hand,
            tasks=context.tasks,
            hub=context.hub,
            clock=context.clock,
            catalogue=catalogue(),
            view_id=view_id,
            indicators=self.around.found,
            back=self._back,
            status=getattr(context, "status", None),
        )
        self._back.left, self._back.came_back = self.presenter.leave, self.presenter.open
        forms = SheetsPresenter(self.view, tasks=context.tasks, clock=context.clock, back=self._back)
        self._through.sheets = forms
        forms.known = self.presenter.aids.known = self.reveal.in_plain_text
        self._through.notes = NotesPresenter(
            self.view, notes=getattr(context, "notes", None), tasks=context.tasks, hub=context.hub
        )
        self.linked = LinkedPresenter(
            self.view,
            queue=context.queue,
            cases=context.cases,
            search=getattr(context, "search", None),
            tasks=context.tasks,
            show=self.presenter.open,
        )
        self.sheets = RoomSheets(self.view, self.presenter, forms, self._back, context)
        self.documents.on_none = lambda: self.sheets.tell("no_documents")
        self.queue = RoomQueue(self.view, self.presenter, forms, context)
        self.sheets.chosen_cases = lambda: self.queue.desk.picked
        self.sheets.drop_chosen = self.queue.desk.drop
        self._pointer = QCursor.pos()
        self._acts: Callable[[], int] = getattr(context, "acts", int)
        self._acted = self._acts()
        self._started = False
        self._timer = QTimer(self)
        self._timer.setInterval(1000)
        self._timer.timeout.connect(self._tick)
        self._wire()

    def _wire(self) -> None:
        view, presenter = self.view, self.presenter
        self.front.hand_over()
        view.view_chosen.connect(presenter.choose_view)
        view.row_opened.connect(presenter.open_row)
        view.decided.connect(presenter.decide)
        view.code_picked.connect(presenter.set_code)
        view.attribution_picked.connect(presenter.set_attribution)
        view.route_picked.connect(presenter.set_route)
        view.rationale_changed.connect(presenter.set_rationale)
        view.step_marked.connect(presenter.mark_step)
        view.step_error.connect(lambda n, kind: presenter.mark_step(n, "wrong", kind))
        view.gap_flagged.connect(presenter.flag_gap)
        view.submit_asked.connect(presenter.submit)
        view.undo_asked.connect(presenter.undo)
        view.cover_asked.connect(self.reveal.cover)
        view.linked_opened.connect(self.linked.choose)
        view.read_asked.connect(self.linked.read)
        sheet = view.reveal_sheet
        sheet.moved.connect(self.reveal.move)
        sheet.field_picked.connect(self.reveal.choose)
        sheet.reason_picked.connect(self.reveal.pick_reason)
        sheet.confirmed.connect(self.reveal.confirm)
        sheet.closed.connect(self.reveal.close)
        documents = self.document_sheet
        documents.page_wanted.connect(self.documents.want)
        documents.closed.connect(self.documents.close)
        documents.left.connect(view.focus_again)
        documents.pointed.connect(view.case.point_at_field)
        view.case.field_opened.connect(self.documents.open_at)

    @property
    def widget(self) -> QWidget:
        return self.front.widget

    @property
    def panels(self) -> dict[str, QWidget]:
        return self.front.panels

    @property
    def actions(self) -> dict[str, Callable[[], Any]]:
        view, presenter = self.view, self.presenter
        slots: dict[str, Callable[[], Any]] = {
            "case.next": lambda: presenter.move(1),
            "case.previous": lambda: presenter.move(-1),
            "case.open": view.focus_case,
            "evidence.next": self._uncovered(partial(view.case.next_tab, 1)),
            "evidence.previous": self._uncovered(partial(view.case.next_tab, -1)),
            "view.next": presenter.next_view,
            "gap.flag": lambda: presenter.flag_gap(view.current_step()),
            "steps.judge": view.focus_steps,
            "rationale.write": view.focus_rationale,
            "review.submit": presenter.submit,
            "review.undo": presenter.undo,
            "pii.reveal": self.reveal.ask,
            "documents": lambda: self.documents.toggle(view.current_field()),
            "graph": self._uncovered(view.case.go_around),
        }
        for decision in ("pass", "block", "escalate"):
            slots[f"decide.{decision}"] = partial(presenter.decide, decision)
        for number in range(1, 10):
            slots[f"code.{number}"] = partial(presenter.pick_code, number)
            slots[f"evidence.tab.{number}"] = self._uncovered(partial(view.case.choose_tab, number))
        slots |= self.sheets.actions | self.queue.actions
        # Letters that are about a case, pressed while the next one is on its way, are meant for that one.
        waits = _ABOUT_THE_CASE & slots.keys()
        return slots | {name: presenter.when_here(slots[name]) for name in waits}

    def _uncovered(self, show: Callable[[], None]) -> Callable[[], None]:
        """Documents that lie over the case are put away before another part of it is shown: else the keyboard would be
        in what nobody sees. So would it in a part of the case before, whose panels are still filled with the next."""

        def shown() -> None:
            self.view.settle()
            self.documents.close()
            show()

        return shown

    def activate(self) -> None:
        if not self._started:
            self._started = True
            self.presenter.start()
            self._timer.start()
        self.view.focus_queue()

    def open_case(self, case_id: str) -> None:
        self.presenter.open(case_id)

    def close(self) -> None:
        self._timer.stop()
        self.sheets.shut()
        self.reveal.close()
        self.reveal.cover()
        self.presenter.save()
        self._through.shut()

    def _tick(self) -> None:
        pointer = QCursor.pos()
        acted = self._acts()
        moved = pointer != self._pointer or acted != self._acted
        self._pointer, self._acted = pointer, acted
        window = self.view.window()
        self.reveal.tick()
        if self.presenter.writing:
            # The case is about to leave, and the next one may stand in its place already: nobody looks at it now.
            return
        self.sheets.tick()
        self.presenter.tick(window.isActiveWindow() and self.view.isVisible(), moved)
