"""The Feedback room: recurring errors and what becomes of them, the health of signals, training sets, and the news."""

import os
from collections.abc import Callable
from typing import Any

from app.desktop.panels.feedback.presenter import FeedbackPresenter
from app.desktop.panels.feedback.state import NEWS, PATTERNS, REGRESSION, SIGNALS, TRAINING
from app.desktop.panels.feedback.view import FeedbackView
from app.desktop.widgets import formats
from app.desktop.widgets.paged_room import PagedRoom
from app.domain.ids import uuid7

NEEDS = {
    PATTERNS: ("feedback.read",),
    SIGNALS: ("feedback.read",),
    TRAINING: ("export.training",),
    REGRESSION: ("export.training", "qa.score"),
    NEWS: (),
}
"""The capabilities of which a page asks for one; everybody has their news."""
DOES = ("feedback.raise", "feedback.manage", "training.manage", "export.training", "qa.score")
"""Capabilities that decide what can be done on a page."""


class FeedbackRoom(PagedRoom):
    view: FeedbackView
    presenter: FeedbackPresenter

    def __init__(self, context: Any) -> None:
        super().__init__(context.tasks, context.files)
        self.view = FeedbackView()
        self.view.key_of = context.key_of
        self.view.can_save = self.can_save
        may = context.session.may
        self.presenter = FeedbackPresenter(
            self.view,
            loop=context.loop,
            news=context.news,
            tasks=context.tasks,
            clock=context.clock,
            pages=tuple(page for page, needs in NEEDS.items() if not needs or any(map(may, needs))),
            rights=frozenset(right for right in DOES if may(right)),
            language=formats.language,
            cases=context.cases,
            search=context.search,
            files=context.files,
            show_case=context.show_case,
            regression=context.regression,
            new_id=lambda: uuid7(context.clock.wall_ms(), os.urandom(10)),
        )
        self.view.others = lambda: self.presenter.others
        self.view.finding_of_signal = lambda: self.presenter.finding_of_signal()
        context.hub.changed.connect(self.presenter.heard)
        view, presenter = self.view, self.presenter
        view.page_chosen.connect(presenter.choose_page)
        view.chosen.connect(presenter.choose)
        view.opened.connect(presenter.open_in_list)
        view.case_opened.connect(presenter.open_case)
        view.back_asked.connect(presenter.back)
        view.again_asked.connect(presenter.refresh)
        view.save_asked.connect(self.save)
        view.undo_asked.connect(presenter.undo)
        view.notice_closed.connect(presenter.close_notice)
        view.step_asked.connect(presenter.step)
        view.asked.connect(lambda action: self.actions[action]())
        view.picked.connect(presenter.pick)
        view.entered.connect(presenter.enter)
        view.typed.connect(presenter.type)
        view.confirmed.connect(presenter.confirm)
        view.closed.connect(presenter.close)

    @property
    def actions(self) -> dict[str, Callable[[], Any]]:
        presenter = self.presenter
        return {
            "feedback.step": presenter.step,
            "feedback.add": presenter.add,
            "feedback.reword": lambda: presenter.reword(self.view.own_here()),
            "feedback.take_back": lambda: presenter.take_back(self.view.own_here()),
            "feedback.more": presenter.more,
            "feedback.merge": presenter.merge,
            "feedback.pick": lambda: presenter.pick_case(self.view.case_here()),
            "feedback.split": presenter.split,
            "feedback.set": presenter.new_set,
            "feedback.files": presenter.take_files,
            "feedback.mine": presenter.mine_now,
            "feedback.case": lambda: presenter.open_case(self.view.case_here()),
            "feedback.first": lambda: presenter.judge("first"),
            "feedback.second": lambda: presenter.judge("second"),
            "feedback.neither": lambda: presenter.judge("neither"),
            "feedback.look": self._to_cases,
            "feedback.undo": presenter.undo,
            "feedback.next": lambda: presenter.step_page(1),
            "feedback.previous": lambda: presenter.step_page(-1),
            "feedback.refresh": presenter.refresh,
            "feedback.back": presenter.back,
            "feedback.table": presenter.toggle_table,
            "feedback.which": self.view.open_which,
            "feedback.type": lambda: self.view.open_choice("case_type"),
            "feedback.period": lambda: self.view.open_choice("days"),
            **self.saving("feedback.save"),
        }

    def _to_cases(self) -> None:
        """Into the cases of a run, or to what it costs to see them."""
        if not self.view.focus_cases():
            self.presenter.look()

    def chart_name(self) -> str:
        return f"footplate-{self.presenter.state.page}"


def build(context: Any) -> FeedbackRoom:
    """`context` has what the shell gives every room."""
    return FeedbackRoom(context)
