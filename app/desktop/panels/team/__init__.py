"""The Team room: one's own scorecard, and for leads people, agreement, recall, the shift and disputes."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from app.desktop.panels.team.presenter import TeamPresenter
from app.desktop.panels.team.state import OWN, PAGES
from app.desktop.panels.team.view import TeamView
from app.desktop.widgets import formats
from app.desktop.widgets.chart_file import as_png, as_svg
from app.desktop.widgets.table_file import as_csv

NEEDS = {
    "own": "scorecard.own",
    "compare": "scorecard.read",
    "agreement": "agreement.read",
    "recall": "stats.recall",
    "shift": "shift.read",
    "weekly": "scorecard.read",
    "disputes": "dispute.resolve",
}
"""The capability that each page asks for."""


class TeamRoom(QObject):
    """View and presenter together."""

    def __init__(self, context: Any) -> None:
        super().__init__()
        self.view = TeamView()
        self.view.key_of = context.key_of
        self._files = context.files
        self.view.can_save = context.files is not None and context.files.allowed
        may = context.session.may
        pages = tuple(page for page in PAGES if may(NEEDS[page]))
        # A lead comes for the team, not for the own card.
        pages = (*(page for page in pages if page != OWN), OWN) if OWN in pages else pages
        self.presenter = TeamPresenter(
            self.view,
            team=context.team,
            tasks=context.tasks,
            clock=context.clock,
            pages=pages,
            language=formats.language,
        )
        self._tasks = context.tasks
        view, presenter = self.view, self.presenter
        view.page_chosen.connect(presenter.choose_page)
        view.chosen.connect(presenter.choose)
        view.cell_opened.connect(presenter.open_cell)
        view.case_opened.connect(context.show_case)
        view.judgement_opened.connect(presenter.dispute)
        view.dispute_opened.connect(presenter.settle)
        view.back_asked.connect(presenter.back)
        view.again_asked.connect(presenter.refresh)
        view.save_asked.connect(self._save)
        view.undo_asked.connect(presenter.undo)
        view.notice_closed.connect(presenter.close_notice)
        view.picked.connect(presenter.pick)
        view.typed.connect(presenter.type)
        view.confirmed.connect(presenter.confirm)
        view.closed.connect(presenter.close)
        self._timer = QTimer(self)
        self._timer.setInterval(1000)
        self._timer.timeout.connect(self._tick)

    @property
    def widget(self) -> QWidget:
        return self.view

    @property
    def panels(self) -> dict[str, QWidget]:
        return {}

    @property
    def actions(self) -> dict[str, Callable[[], Any]]:
        presenter = self.presenter
        told: dict[str, Callable[[], Any]] = {
            "team.table": presenter.toggle_table,
            "team.next": lambda: presenter.step_page(1),
            "team.previous": lambda: presenter.step_page(-1),
            "team.period": lambda: self.view.open_choice("days"),
            "team.refresh": presenter.refresh,
            "team.back": presenter.back,
            "team.undo": presenter.undo,
        }
        if self.view.can_save:
            told["team.save"] = self._save
        return told

    def _save(self) -> None:
        """The charts in sight as files: picture, vectors, and the table behind each."""
        cards = self.view.charts()
        if not cards or self._files is None:
            return
        state = self.presenter.state
        made: list[tuple[str, bytes]] = []
        for card in cards:
            chart = card.chart.chart
            assert chart is not None
            name = f"footplate-{state.page}"
            note = self.view.summary_words()
            made += [(f"{name}.png", as_png(chart, note)), (f"{name}.svg", as_svg(chart, note))]
            made.append((f"{name}.csv", as_csv(*card.table.table())))
        self._tasks.write(
            lambda: self._files.save(made), self.presenter.told_saved, lambda _error: self.presenter.told_saved("")
        )

    def activate(self) -> None:
        self.presenter.activate()
        self._timer.start()
        self.view.focus_work()

    def close(self) -> None:
        self._timer.stop()
        self.presenter.leave()

    def _tick(self) -> None:
        if not self.view.isVisible():
            self._timer.stop()
            self.presenter.leave()
            return
        self.presenter.tick()


def build(context: Any) -> TeamRoom:
    """`context` has what the shell gives every room."""
    return TeamRoom(context)
