"""The light sheets of the Review room: which key opens which form."""

from collections.abc import Callable
from typing import Any

from app.contract.views import CaseView
from app.desktop.panels.review.presenter import ReviewPresenter
from app.desktop.panels.review.presenter.complete import OwedPresenter
from app.desktop.panels.review.presenter.sheets import SheetsPresenter
from app.desktop.panels.review.presenter.take_back import TakeBack
from app.desktop.panels.review.presenter.work_forms import (
    HandOverForm,
    MissingForm,
    NoteForm,
    ResumeForm,
    SnoozeForm,
    WaitForm,
)
from app.desktop.panels.review.state import NoticeState
from app.desktop.panels.review.view import ReviewView
from app.desktop.ports import CaseWork, Colleague, DeskError


class RoomSheets:
    """Made by the room; `context` has what the shell gives every room."""

    def __init__(
        self, view: ReviewView, presenter: ReviewPresenter, sheets: SheetsPresenter, back: TakeBack, context: Any
    ) -> None:
        self.view, self.presenter, self.sheets, self.back = view, presenter, sheets, back
        self._context = context
        self._work: CaseWork | None = getattr(context, "case_work", None)
        self.owed = OwedPresenter(
            view.show_owed,
            sheets,
            after=getattr(context, "after_reveal", None),
            case_work=self._work,
            activity=getattr(context, "activity", None),
            status=getattr(context, "status", None),
            offer=presenter.offer,
            catalogue=presenter.catalogue,
            clock=context.clock,
            tasks=context.tasks,
            hub=context.hub,
            show_case=presenter.open,
            in_sight=lambda: presenter.case_id,
        )
        view.sheet_picked.connect(sheets.pick)
        view.sheet_removed.connect(sheets.remove)
        view.sheet_entered.connect(sheets.enter)
        view.sheet_typed.connect(sheets.type)
        view.sheet_confirmed.connect(sheets.confirm)
        view.sheet_closed.connect(sheets.close)
        view.complete_asked.connect(self.owed.open)
        view.clause_asked.connect(getattr(context, "show_clause", lambda _reference: None))

    @property
    def actions(self) -> dict[str, Callable[[], Any]]:
        return {
            "case.snooze": lambda: self._with_case(self._snooze),
            "case.wait": lambda: self._with_case(self._wait),
            "case.hand_over": lambda: self._with_case(self._hand_over),
            "note.write": lambda: self._with_case(self._note),
            "missing.write": lambda: self._with_case(self._missing),
            "review.complete": self.owed.open,
        }

    def _with_case(self, act: Callable[[CaseView, CaseWork], None]) -> None:
        opened = self.sheets.case.open
        if opened is not None and self._work is not None:
            act(opened.view, self._work)

    def _snooze(self, case: CaseView, work: CaseWork) -> None:
        self.sheets.open(SnoozeForm(case, work, self._context.clock))

    def _wait(self, case: CaseView, work: CaseWork) -> None:
        if case.waiting is not None:
            self.sheets.send(ResumeForm(case, work))
        else:
            self.sheets.open(WaitForm(case, work))

    def _note(self, case: CaseView, work: CaseWork) -> None:
        self.sheets.open(NoteForm(case, work))

    def _missing(self, case: CaseView, work: CaseWork) -> None:
        self.sheets.open(MissingForm(case, work))

    def _hand_over(self, case: CaseView, work: CaseWork) -> None:
        form = HandOverForm(case, work)
        self.sheets.open(form)
        search = getattr(self._context, "search", None)

        def have(people: tuple[Colleague, ...]) -> None:
            form.people = people
            if self.sheets.form is form:
                self.sheets.refresh()

        def failed(error: Exception) -> None:
            form.problem = error.code if isinstance(error, DeskError) else "unexpected"
            if self.sheets.form is form:
                self.sheets.refresh()

        if search is None:
            failed(DeskError("offline"))
        else:
            self._context.tasks.read(search.colleagues, have, failed, key="colleagues")

    def tell(self, code: str) -> None:
        """Why a key does nothing just now."""
        self.back.say(NoticeState("told", self.presenter.case_id or "", code=code))

    def tick(self) -> None:
        self.owed.tick()

    def shut(self) -> None:
        self.sheets.close()
        self.owed.shut()
