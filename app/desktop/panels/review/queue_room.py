"""The queue's own keys in the Review room: find, choose many, change them, save a view, tag."""

from collections.abc import Callable, Set
from functools import partial
from typing import Any

from PySide6.QtWidgets import QApplication, QWidget

from app.contract.assignment_rules import AssignmentView
from app.desktop.panels.review.presenter import ReviewPresenter
from app.desktop.panels.review.presenter.along import AlongPresenter
from app.desktop.panels.review.presenter.house_forms import MoveQueueForm, RulesForm, SkillsForm
from app.desktop.panels.review.presenter.queue_desk import QueueDesk
from app.desktop.panels.review.presenter.queue_forms import BulkForm, TagForm, ViewForm, expression_of
from app.desktop.panels.review.presenter.sheets import SheetsPresenter
from app.desktop.panels.review.view import ReviewView
from app.desktop.ports import Colleague, DeskError

PREFIX, TYPE = "saved:", "type:"


class _Panel:
    """What the desk asks of the queue's panel."""

    def __init__(self, view: ReviewView) -> None:
        self._view = view
        self._before: QWidget | None = None

    def find(self) -> None:
        strip = self._view.queue.find_strip
        if not strip.field.hasFocus():
            self._before = QApplication.focusWidget()
        strip.take()

    def to_rows(self) -> None:
        self._view.focus_queue()

    def leave_find(self) -> None:
        before, self._before = self._before, None
        self._view.focus_again(before)

    def to_found(self) -> None:
        self._view.queue.found.table.setFocus()

    def show_picked(self, case_ids: Set[str]) -> None:
        self._view.queue.show_picked(case_ids)


class RoomQueue:
    """Made by the room; `context` has what the shell gives every room."""

    def __init__(self, view: ReviewView, presenter: ReviewPresenter, sheets: SheetsPresenter, context: Any) -> None:
        self.presenter, self.sheets, self._context = presenter, sheets, context
        self._bulk, self._views = getattr(context, "bulk", None), getattr(context, "saved_views", None)
        self._moves = getattr(context, "queue_moves", None)
        self._assignments = getattr(context, "assignments", None)
        self._work, self._search = getattr(context, "case_work", None), getattr(context, "search", None)
        self.desk = QueueDesk(
            _Panel(view),
            presenter,
            queue=context.queue,
            cases=context.cases,
            tasks=context.tasks,
            search=self._search,
            bulk=self._bulk,
        )
        if self._views is not None:
            presenter.side.saved = self._views.all
        self.along = AlongPresenter(
            sheets,
            presenter.back,
            along=getattr(context, "along", None),
            tasks=context.tasks,
            clock=context.clock,
            in_sight=lambda: presenter.case_id,
            chosen=lambda: self.desk.picked,
            ahead=presenter.ahead,
        )
        panel = view.queue
        panel.find_strip.typed.connect(self.desk.type)
        panel.find_strip.left.connect(self.desk.leave)
        panel.find_strip.entered.connect(self.desk.enter)
        panel.find_strip.beyond.connect(self.desk.beyond)
        panel.find_strip.moved.connect(presenter.move)
        panel.found.ask_asked.connect(self.desk.ask)
        panel.found.more_asked.connect(partial(self.desk.ask, True))
        panel.found.opened.connect(self.desk.open_found)
        panel.chosen.change_asked.connect(self.change)
        panel.chosen.dropped.connect(self.desk.drop)

    @property
    def actions(self) -> dict[str, Callable[[], Any]]:
        slots: dict[str, Callable[[], Any]] = {"queue.find": self.desk.find}
        if self._bulk is not None:
            slots |= {
                "queue.pick": self.desk.pick,
                "queue.pick_next": partial(self.desk.extend, 1),
                "queue.pick_previous": partial(self.desk.extend, -1),
                "queue.pick_all": self.desk.pick_all,
                "queue.change": self.change,
            }
        if self._moves is not None:
            slots["queue.prioritise"] = self.prioritise
        if self._assignments is not None:
            slots |= {"queue.rules": self.rules, "queue.skills": self.skills}
        if self._views is not None:
            slots["view.save"] = self.save_view
        if getattr(self._context, "along", None) is not None:
            slots["cases.along"] = self.along.open
        if self._work is not None:
            slots["case.tag"] = self.tag
        return slots

    def tag(self) -> None:
        """T: the case in sight."""
        opened = self.sheets.case.open
        if opened is not None and self._work is not None:
            self.sheets.open(TagForm(opened.view, self._work))

    def change(self) -> None:
        """One change for what is chosen; where nothing is, for the case in sight."""
        case_id = self.presenter.case_id
        chosen = self.desk.picked or ((case_id,) if case_id is not None else ())
        if not chosen or self._bulk is None:
            return
        session = self._context.session
        me = session.person.user_id if session.person is not None else ""
        form = BulkForm(chosen, self._bulk, self._context.clock, session.may, me)
        form.gone = self.desk.drop
        self.sheets.open(form)
        self._people(form)

    def _people(self, form: BulkForm) -> None:
        def have(people: tuple[Colleague, ...]) -> None:
            form.people = people
            if self.sheets.form is form:
                self.sheets.refresh()

        def failed(error: Exception) -> None:
            form.problem = error.code if isinstance(error, DeskError) else "unexpected"
            if self.sheets.form is form:
                self.sheets.refresh()

        if self._search is None:
            failed(DeskError("offline"))
        else:
            self._context.tasks.read(self._search.colleagues, have, failed, key="colleagues-bulk")

    def prioritise(self) -> None:
        """One priority for a part of the queue; the type of the view in sight is chosen already."""
        if self._moves is None:
            return
        view_id = self.presenter.side.view_id
        types = (view_id.removeprefix(TYPE),) if view_id.startswith(TYPE) else ()
        self.sheets.open(MoveQueueForm(self._moves, types))

    def rules(self) -> None:
        """Read from the server first: others may have changed them."""
        moves = self._moves
        waiting = moves.waiting if moves is not None else lambda _types: 0

        def have(base: AssignmentView) -> None:
            if self._assignments is not None:
                self.sheets.open(RulesForm(base, self._assignments, self._context.clock.now_ms, waiting))

        self._read_rules(have)

    def skills(self) -> None:
        """People by name, and what each of them can do."""

        def have(base: AssignmentView) -> None:
            def named(people: tuple[Colleague, ...]) -> None:
                if self._assignments is not None:
                    self.sheets.open(SkillsForm(base, self._assignments, self._context.clock.now_ms, people))

            if self._search is None:
                self.presenter.failed(DeskError("offline"))
            else:
                self._context.tasks.read(self._search.colleagues, named, self.presenter.failed, key="skills-people")

        self._read_rules(have)

    def _read_rules(self, have: Callable[[AssignmentView], None]) -> None:
        if self._assignments is not None:
            self._context.tasks.read(self._assignments.read, have, self.presenter.failed, key="assignment")

    def save_view(self) -> None:
        """The present filter under a name; an own view in force is changed."""
        views, side = self._views, self.presenter.side
        if views is None:
            return
        kept = side.view_id.removeprefix(PREFIX) if side.view_id.startswith(PREFIX) and not side.find else None
        expression = expression_of(side.view_id, side.find, views)
        self.sheets.open(ViewForm(views, expression, kept, self._remove))

    def _remove(self, view_id: str) -> None:
        views = self._views
        if views is None:
            return

        def done(_: None) -> None:
            if self.presenter.side.view_id == PREFIX + view_id:
                self.presenter.choose_view("open")
            self.sheets.refresh()

        self._context.tasks.write(lambda: views.remove(view_id), done, self.presenter.failed)
