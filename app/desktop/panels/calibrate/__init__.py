"""The Calibrate room: how well the agent is calibrated, thresholds and how they change, where people's work may end,
sessions in which people decide alike or not, and what was promised."""

from collections.abc import Callable
from functools import partial
from typing import Any

from app.desktop.panels.calibrate.presenter import CalibratePresenter
from app.desktop.panels.calibrate.state import PAGES, THRESHOLDS
from app.desktop.panels.calibrate.view import CalibrateView
from app.desktop.widgets.paged_room import PagedRoom

NEEDS = {
    "figures": ("calibration.read",),
    "thresholds": ("hub.read",),
    "proposals": ("hub.read",),
    "boundary": ("hub.read",),
    "sessions": ("calibration.attend", "calibration.read"),
    "targets": ("calibration.read",),
}
"""Capabilities one of which each page asks for."""
CHANGES = ("hub.propose", "hub.approve", "calibration.chair", "threshold.challenge")
"""Capabilities that decide what can be done on a page."""


class CalibrateRoom(PagedRoom):
    view: CalibrateView
    presenter: CalibratePresenter

    def __init__(self, context: Any) -> None:
        super().__init__(context.tasks, context.files)
        self.view = CalibrateView()
        self.view.key_of = context.key_of
        self.view.can_save = self.can_save
        may = context.session.may
        self.presenter = CalibratePresenter(
            self.view,
            thresholds=context.thresholds,
            calibration=context.calibration,
            sessions=context.sessions,
            tasks=context.tasks,
            hub=context.hub,
            clock=context.clock,
            pages=tuple(page for page in PAGES if any(map(may, NEEDS[page]))),
            rights=frozenset(right for right in CHANGES if may(right)),
        )
        view, presenter = self.view, self.presenter
        view.page_chosen.connect(presenter.choose_page)
        view.chosen.connect(presenter.choose)
        view.moved.connect(presenter.move)
        view.taken.connect(presenter.take_side)
        view.opened.connect(self._opened)
        view.step_asked.connect(presenter.step)
        view.roll_back_asked.connect(presenter.roll_back)
        view.look_asked.connect(presenter.look_now)
        view.end_asked.connect(presenter.finish)
        view.add_asked.connect(presenter.add)
        view.follow_asked.connect(presenter.follow_up)
        view.undo_asked.connect(presenter.undo_vote)
        view.decided.connect(presenter.choose_decision)
        view.coded.connect(presenter.choose_code)
        view.said.connect(presenter.say)
        view.back_asked.connect(presenter.back)
        view.again_asked.connect(presenter.refresh)
        view.save_asked.connect(self.save)
        view.notice_closed.connect(presenter.close_notice)
        view.picked.connect(presenter.pick)
        view.entered.connect(presenter.enter)
        view.entered_second.connect(presenter.enter_second)
        view.typed.connect(presenter.type)
        view.confirmed.connect(presenter.confirm)
        view.closed.connect(presenter.close)

    def _opened(self, what: str, number: int) -> None:
        """Enter on a row of the page in sight."""
        presenter = self.presenter
        {
            "side": presenter.open_side,
            "proposal": presenter.open_proposal,
            "slice": presenter.open_slice,
            "left": presenter.open_left,
            "challenge": presenter.open_challenge,
            "session": presenter.open_session,
            "item": presenter.open_item,
        }[what](number)

    @property
    def actions(self) -> dict[str, Callable[[], Any]]:
        presenter, view = self.presenter, self.view
        return {
            "calibrate.step": presenter.step,
            "calibrate.roll_back": presenter.roll_back,
            "calibrate.look": presenter.look_now,
            "calibrate.end": presenter.finish,
            "calibrate.pass": lambda: presenter.choose_decision("pass"),
            "calibrate.block": lambda: presenter.choose_decision("block"),
            "calibrate.escalate": lambda: presenter.choose_decision("escalate"),
            **{f"calibrate.code.{n + 1}": partial(presenter.choose_nth_code, n) for n in range(9)},
            "calibrate.write": self._write,
            "calibrate.add": presenter.add,
            "calibrate.follow": presenter.follow_up,
            "calibrate.challenge": presenter.challenge,
            "calibrate.undo": presenter.undo_vote,
            "calibrate.back": presenter.back,
            "calibrate.table": presenter.toggle_table,
            "calibrate.next": lambda: self._page(1),
            "calibrate.previous": lambda: self._page(-1),
            "calibrate.type": lambda: view.open_choice("case_type" if presenter.state.page == THRESHOLDS else "of"),
            "calibrate.model": lambda: view.open_choice("model"),
            "calibrate.segment": lambda: view.open_choice("segment"),
            "calibrate.by": lambda: view.open_choice("by"),
            "calibrate.period": lambda: view.open_choice("days"),
            "calibrate.cost": lambda: view.open_choice("cost"),
            "calibrate.refresh": presenter.refresh,
            **self.saving("calibrate.save"),
        }

    def _page(self, step: int) -> None:
        """Through the evidence of a case in sight, or through the pages."""
        if self.presenter.state.vote is not None:
            self.view.case.step_tab(step)
        else:
            self.presenter.step_page(step)

    def _write(self) -> None:
        vote = self.presenter.state.vote
        if vote is not None and vote.kind != "read":
            self.view.case.focus_note()

    def chart_name(self) -> str:
        return f"footplate-{self.presenter.state.page}"


def build(context: Any) -> CalibrateRoom:
    """`context` has what the shell gives every room."""
    return CalibrateRoom(context)
