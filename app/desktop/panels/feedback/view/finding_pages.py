"""Pages of findings: the list, and one of them with figures, weeks, cases and history."""

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QWidget

from app.desktop.panels.feedback.state import ANY, FeedbackState
from app.desktop.panels.feedback.words import findings
from app.desktop.widgets.page import FigureGrid, Page, TableCard

translate = QCoreApplication.translate


class FindingsPage(Page):
    """How many findings stand where, and the list; Enter opens one."""

    opened = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = FigureGrid(self.content)
        self.column.addLayout(self._grid)
        self.rows = TableCard(self.content, opens=True)
        self.add(self.rows)
        self.column.addStretch(1)
        self.work = self.rows.table
        self.follow(self.rows.table)
        self._ids: tuple[str, ...] = ()
        self.rows.chosen.connect(lambda number: self.opened.emit(self._ids[number]))

    def here(self) -> str:
        """The finding of the row on which the keys stand."""
        at = self.rows.table.current
        return self._ids[at] if 0 <= at < len(self._ids) else ""

    def fill(self, state: FeedbackState) -> None:
        page = state.data
        self._ids = tuple(one.feedback_id for one in page.items)
        self._grid.fill(findings.state_figures(page))
        none = (
            translate(
                "Feedback",
                "Nothing was found yet. Once at least five labelled cases of a type share a cause beyond chance, that"
                " stands here; whoever decides cases can raise what they see themselves.",
            )
            if state.shown == ANY or not page.counts
            else translate("Feedback", "No finding of this kind. Choose another state or type above.")
        )
        said = translate(
            "Feedback",
            "Lift: how much more often than usual a cause is blamed, with its 95 % interval. Enter opens a finding.",
        )
        self.rows.fill(translate("Feedback", "Findings, the newest first"), findings.listed(page), none, said)
