"""The QA room: offline samples with their plan, blind re-review, results, coverage and adjudication."""

import secrets
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from app.desktop.panels.qa.presenter import QaPresenter
from app.desktop.panels.qa.presenter.documents import QaDocuments
from app.desktop.panels.qa.state import ADJUDICATE, COVERAGE, LOTS, PLAN
from app.desktop.panels.qa.view import QaView
from app.desktop.widgets.case_evidence import as_case
from app.desktop.widgets.paged_room import PagedRoom
from app.domain.rationale import language_of

NEEDS = {LOTS: "qa.score", PLAN: "qa.sample", COVERAGE: "qa.sample", ADJUDICATE: "qa.adjudicate"}
"""The capability that each page asks for."""


def new_seed() -> str:
    """One that can be told over the telephone: the week, and four figures."""
    year, week, _ = datetime.now(UTC).isocalendar()
    return f"{year}-{week:02d}-{secrets.randbelow(10_000):04d}"


class QaRoom(PagedRoom):
    view: QaView
    presenter: QaPresenter

    def __init__(self, context: Any) -> None:
        super().__init__(context.tasks, context.files)
        self.view = QaView()
        self.view.key_of = context.key_of
        self.view.can_save = self.can_save
        pages = tuple(page for page, need in NEEDS.items() if context.session.may(need))
        self.presenter = QaPresenter(
            self.view,
            quality=context.quality,
            search=context.search,
            tasks=context.tasks,
            hub=context.hub,
            clock=context.clock,
            pages=pages,
            language=language_of,
            acts=context.acts,
            seed=new_seed,
            rubric=context.ladder.rubric,
            show_case=context.show_case,
            me=lambda: context.session.person.user_id if context.session.person is not None else "",
        )
        view, presenter = self.view, self.presenter
        sheet = view.case.documents
        self.documents = QaDocuments(
            sheet,
            quality=context.quality,
            documents=context.documents,
            tasks=context.tasks,
            comfort=context.comfort,
            case_of=lambda work: as_case(work.item),
        )
        self.documents.on_none = presenter.no_documents
        presenter.beside = self.documents.show
        sheet.page_wanted.connect(self.documents.want)
        sheet.closed.connect(self.documents.close)
        sheet.left.connect(lambda _before: view.focus_work())
        view.frames = lambda: presenter.frames_here
        view.can_carry = lambda: presenter.can_carry
        view.page_chosen.connect(presenter.choose_page)
        view.chosen.connect(presenter.choose)
        view.frame_chosen.connect(presenter.use_frame)
        view.lot_opened.connect(presenter.open_lot)
        view.case_opened.connect(presenter.open_case)
        view.task_opened.connect(presenter.open_task)
        view.step_asked.connect(presenter.step)
        view.along_asked.connect(presenter.take_along)
        view.files_asked.connect(presenter.bring_files)
        view.take_asked.connect(presenter.take)
        view.sign_asked.connect(presenter.sign)
        view.give_back_asked.connect(presenter.give_back)
        view.back_asked.connect(presenter.back)
        view.decided.connect(presenter.decide)
        view.typed.connect(presenter.type)
        view.undo_asked.connect(presenter.undo)
        view.notice_closed.connect(presenter.close_notice)

    @property
    def actions(self) -> dict[str, Callable[[], Any]]:
        presenter = self.presenter
        return {
            "qa.step": presenter.step,
            "qa.next": lambda: self._page(1),
            "qa.previous": lambda: self._page(-1),
            "qa.pass": lambda: presenter.decide("pass"),
            "qa.block": lambda: presenter.decide("block"),
            "qa.escalate": lambda: presenter.decide("escalate"),
            "qa.write": self._write,
            "qa.along": presenter.take_along,
            "qa.files": presenter.bring_files,
            "qa.documents": self.documents.toggle,
            "qa.take": presenter.take,
            "qa.sign": presenter.sign,
            "qa.give_back": presenter.give_back,
            "qa.back": presenter.back,
            "qa.table": presenter.toggle_table,
            "qa.refresh": presenter.refresh,
            "qa.undo": presenter.undo,
            **self.saving("qa.save"),
        }

    def chart_name(self) -> str:
        return "footplate-plan"

    def _page(self, step: int) -> None:
        """Through the evidence of a case, or through the pages."""
        if self.presenter.state.work is not None:
            self.view.case.step_tab(step)
        else:
            self.presenter.step_page(step)

    def _write(self) -> None:
        if self.presenter.state.work is not None:
            self.view.case.focus_note()


def build(context: Any) -> QaRoom:
    """`context` has what the shell gives every room."""
    return QaRoom(context)
