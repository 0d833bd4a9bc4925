"""The SOPs room: pages of the procedures, what is being written of them, and how far they carry."""

from collections.abc import Callable
from typing import Any

from app.desktop.panels.sops.presenter import SopsPresenter
from app.desktop.panels.sops.state import OURS, RIGHTS, THEIRS
from app.desktop.panels.sops.view import SopsView
from app.desktop.widgets.paged_room import PagedRoom
from app.domain.rationale import language_of


class SopsRoom(PagedRoom):
    view: SopsView
    presenter: SopsPresenter

    def __init__(self, context: Any) -> None:
        super().__init__(context.tasks, None)
        self.view = SopsView()
        self.view.key_of = context.key_of
        self.presenter = SopsPresenter(
            self.view,
            sops=context.sops,
            tasks=context.tasks,
            hub=context.hub,
            clock=context.clock,
            rights=frozenset(right for right in RIGHTS if context.session.may(right)),
            language=language_of,
            show_case=context.show_case,
        )
        view, presenter = self.view, self.presenter
        view.page_chosen.connect(presenter.choose_page)
        view.part_chosen.connect(presenter.choose_part)
        view.chosen.connect(presenter.choose)
        view.opened.connect(self._opened)
        view.moved.connect(self._moved)
        view.field_typed.connect(presenter.type_field)
        view.acted.connect(self._acted)
        view.again_asked.connect(presenter.refresh)
        view.notice_closed.connect(presenter.close_notice)
        view.picked.connect(presenter.pick)
        view.entered.connect(presenter.enter)
        view.typed.connect(presenter.type)
        view.confirmed.connect(presenter.confirm)
        view.closed.connect(presenter.close)

    def _opened(self, what: str, number: int) -> None:
        """Enter on a row of the page in sight."""
        presenter = self.presenter
        if what == "half":
            pages = list(presenter.state.halves)
            if 0 <= number < len(pages):
                presenter.go_on_here(pages[number])
            return
        {
            "page": presenter.open_row,
            "unfinished": presenter.open_unfinished,
            "gap": presenter.seed_gap,
            "version": presenter.compare,
            "flag": presenter.open_flag,
            "case": presenter.open_case,
            "old": presenter.open_old,
        }[what](number)

    def _moved(self, what: str, row: int) -> None:
        presenter = self.presenter
        {"clause": presenter.step_row, "edited": presenter.choose_clause, "clash": presenter.choose_clash}[what](row)

    @property
    def actions(self) -> dict[str, Callable[[], Any]]:
        presenter = self.presenter
        return {
            "sops.step": presenter.step,
            "sops.next": lambda: presenter.step_page(1),
            "sops.previous": lambda: presenter.step_page(-1),
            "sops.back": presenter.back,
            "sops.write": presenter.write,
            "sops.add": presenter.add,
            "sops.remove": presenter.remove_clause,
            "sops.up": lambda: presenter.move_clause(-1),
            "sops.down": lambda: presenter.move_clause(1),
            "sops.clause_before": lambda: presenter.step_clause(-1),
            "sops.clause_after": lambda: presenter.step_clause(1),
            "sops.types": presenter.types,
            "sops.save": presenter.save,
            "sops.withdraw": presenter.withdraw,
            "sops.ours": lambda: presenter.choose_side(OURS),
            "sops.theirs": lambda: presenter.choose_side(THEIRS),
            "sops.mark": lambda: presenter.mark(self.view.row_here()),
            "sops.keeper": presenter.keeper,
            "sops.connect": presenter.connect,
            "sops.exchange": presenter.exchange,
            "sops.period": self.view.open_days,
            "sops.refresh": presenter.refresh,
        }

    def _acted(self, action: str) -> None:
        act = self.actions.get(action)
        if act is not None:
            act()


def build(context: Any) -> SopsRoom:
    """`context` has what the shell gives every room."""
    return SopsRoom(context)
