"""The Team room: one's own figures, licences and checks; for leads people, agreement, recall, shift and disputes."""

from collections.abc import Callable
from typing import Any

from app.desktop.panels.team.presenter import TeamPresenter
from app.desktop.panels.team.state import OWN_PAGES, PAGES
from app.desktop.panels.team.view import TeamView
from app.desktop.widgets import formats
from app.desktop.widgets.paged_room import PagedRoom

NEEDS = {
    "own": "scorecard.own",
    "ladder": "review.submit",
    "checks": "review.submit",
    "compare": "scorecard.read",
    "agreement": "agreement.read",
    "pull": "stats.blind_first",
    "recall": "stats.recall",
    "shift": "shift.read",
    "weekly": "scorecard.read",
    "disputes": "dispute.resolve",
    "licences": "licence.read",
    "gold": "gold.manage",
    "house_checks": "stats.checks",
}
"""The capability that each page asks for."""
CHANGES = ("licence.manage", "scorecard.read")
"""Capabilities that decide what can be done on a page."""


class TeamRoom(PagedRoom):
    view: TeamView
    presenter: TeamPresenter

    def __init__(self, context: Any) -> None:
        super().__init__(context.tasks, context.files)
        self.view = TeamView()
        self.view.key_of = context.key_of
        self.view.can_save = self.can_save
        may = context.session.may
        pages = tuple(page for page in PAGES if may(NEEDS[page]))
        # A lead comes for the team, not for the own card.
        own = tuple(page for page in pages if page in OWN_PAGES)
        pages = (*(page for page in pages if page not in OWN_PAGES), *own)
        self.presenter = TeamPresenter(
            self.view,
            team=context.team,
            ladder=context.ladder,
            golds=context.golds,
            tasks=context.tasks,
            clock=context.clock,
            pages=pages,
            rights=frozenset(right for right in CHANGES if may(right)),
            language=formats.language,
        )
        self._show_case = context.show_case
        view, presenter = self.view, self.presenter
        view.page_chosen.connect(presenter.choose_page)
        view.chosen.connect(presenter.choose)
        view.cell_opened.connect(presenter.open_cell)
        view.case_opened.connect(context.show_case)
        view.opened.connect(self._opened)
        view.decided.connect(presenter.decide)
        view.step_asked.connect(presenter.step)
        view.back_asked.connect(presenter.back)
        view.add_asked.connect(presenter.add)
        view.hand_asked.connect(presenter.hand_over)
        view.again_asked.connect(presenter.refresh)
        view.save_asked.connect(self.save)
        view.undo_asked.connect(presenter.undo)
        view.notice_closed.connect(presenter.close_notice)
        view.picked.connect(presenter.pick)
        view.entered.connect(presenter.enter)
        view.typed.connect(presenter.type)
        view.confirmed.connect(presenter.confirm)
        view.closed.connect(presenter.close)

    def _opened(self, what: str, number: int) -> None:
        """Enter on a row of the page in sight."""
        presenter = self.presenter
        {
            "judgement": presenter.dispute,
            "dispute": presenter.settle,
            "licence": presenter.practise,
            "person": presenter.place,
            "look": presenter.look,
            "set": presenter.open_set,
            "item": presenter.retire,
            "given": presenter.run,
            "colleague": presenter.ask_card,
        }[what](number)

    @property
    def actions(self) -> dict[str, Callable[[], Any]]:
        presenter = self.presenter
        return {
            "team.step": presenter.step,
            "team.pass": lambda: presenter.decide("pass"),
            "team.block": lambda: presenter.decide("block"),
            "team.add": presenter.add,
            "team.hand": presenter.hand_over,
            "team.case": self._case,
            "team.table": presenter.toggle_table,
            "team.next": lambda: self._page(1),
            "team.previous": lambda: self._page(-1),
            "team.period": lambda: self.view.open_choice("days"),
            "team.refresh": presenter.refresh,
            "team.back": presenter.back,
            "team.undo": presenter.undo,
            **self.saving("team.save"),
        }

    def _page(self, step: int) -> None:
        """Through the evidence of a practice case, or through the pages."""
        if self.presenter.state.practice is not None:
            self.view.step_tab(step)
        else:
            self.presenter.step_page(step)

    def _case(self) -> None:
        """The case of the row on which the keys stand, in Review."""
        case_id = self.view.case_here()
        if case_id:
            self._show_case(case_id)

    def chart_name(self) -> str:
        return f"footplate-{self.presenter.state.page}"


def build(context: Any) -> TeamRoom:
    """`context` has what the shell gives every room."""
    return TeamRoom(context)
