"""The Feedback room: recurring errors and what becomes of them, the health of signals, training sets, and the news."""

from collections.abc import Callable
from typing import Any

from app.desktop.panels.feedback.presenter import FeedbackPresenter
from app.desktop.panels.feedback.state import NEWS, PATTERNS, SIGNALS, TRAINING
from app.desktop.panels.feedback.view import FeedbackView
from app.desktop.widgets import formats
from app.desktop.widgets.paged_room import PagedRoom

NEEDS = {PATTERNS: "feedback.read", SIGNALS: "feedback.read", TRAINING: "export.training"}
"""The capability that a page asks for; everybody has their news."""
DOES = ("feedback.raise", "feedback.manage", "training.manage")
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
            pages=tuple(page for page in (PATTERNS, SIGNALS, TRAINING, NEWS) if page == NEWS or may(NEEDS[page])),
            rights=frozenset(right for right in DOES if may(right)),
            language=lambda: formats.language(),
        )
        view, presenter = self.view, self.presenter
        view.page_chosen.connect(presenter.choose_page)
        view.chosen.connect(presenter.choose)
        view.opened.connect(presenter.open)
        view.case_opened.connect(context.show_case)
        view.back_asked.connect(presenter.back)
        view.again_asked.connect(presenter.refresh)
        view.save_asked.connect(self.save)
        view.notice_closed.connect(presenter.close_notice)

    @property
    def actions(self) -> dict[str, Callable[[], Any]]:
        presenter = self.presenter
        return {
            "feedback.next": lambda: presenter.step_page(1),
            "feedback.previous": lambda: presenter.step_page(-1),
            "feedback.refresh": presenter.refresh,
            "feedback.back": presenter.back,
            "feedback.table": presenter.toggle_table,
            "feedback.which": lambda: self.view.open_choice("shown"),
            "feedback.type": lambda: self.view.open_choice("case_type"),
            "feedback.period": lambda: self.view.open_choice("days"),
            **self.saving("feedback.save"),
        }

    def chart_name(self) -> str:
        return f"footplate-{self.presenter.state.page}"


def build(context: Any) -> FeedbackRoom:
    """`context` has what the shell gives every room."""
    return FeedbackRoom(context)
