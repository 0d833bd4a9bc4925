"""The page of news: what became of what one has annotated, and of what one raised by hand."""

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QWidget

from app.desktop.panels.feedback.state import FeedbackState
from app.desktop.panels.feedback.words import news
from app.desktop.ports import NewsRow
from app.desktop.widgets.label import Label
from app.desktop.widgets.page import FigureGrid, Page, TableCard
from app.desktop.widgets.painted import show_if

translate = QCoreApplication.translate


class NewsPage(Page):
    """Enter marks a row as read and leads to its finding where that may be read."""

    opened = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = FigureGrid(self.content)
        self.column.addLayout(self._grid)
        self.rows = TableCard(self.content, opens=True)
        self._whole = Label(wrap=True, parent=self.rows)
        self.rows.body.insertWidget(2, self._whole)
        self.own = TableCard(self.content, opens=True)
        for card in (self.rows, self.own):
            self.add(card)
            self.follow(card.table)
        self.column.addStretch(1)
        self.work = self.rows.table
        self._news: tuple[NewsRow, ...] = ()
        self._own: tuple[str, ...] = ()
        self.rows.table.moved.connect(self._tell)
        self.rows.chosen.connect(lambda number: self.opened.emit(self._news[number].view.news_id))
        self.own.chosen.connect(lambda number: self.opened.emit(self._own[number]))

    def here(self) -> str:
        """The newest case of the row on which the keys stand."""
        at = self.rows.table.current
        cases = self._news[at].view.case_ids if 0 <= at < len(self._news) else ()
        return cases[0] if cases else ""

    def own_here(self) -> str:
        """The finding of one's own whose row was gone to last, unless the keys stand on news."""
        at = self.own.table.current
        return self._own[at] if 0 <= at < len(self._own) and not self.rows.table.hasFocus() else ""

    def fill(self, state: FeedbackState) -> None:
        told, own = state.data
        self._own = tuple(one.feedback_id for one in own.items) if own is not None else ()
        self._news = told.rows
        self._grid.fill(news.figures(told))
        self.rows.fill(
            translate("Feedback", "What became of what you found, the newest first"),
            news.listed(told),
            translate(
                "Feedback",
                "No news yet. Root cause, marked steps and what was missing, as you give them with a decision, are"
                " counted with those of others; once something recurs, and whenever something comes of it, it stands"
                " here.",
            ),
        )
        self._tell(max(0, self.rows.table.current))
        show_if(self.own, own is not None)
        if own is not None:
            self.own.fill(
                translate("Feedback", "What you raised by hand"),
                news.own(own),
                translate("Feedback", "Nothing yet. N raises a finding over cases that you have decided."),
                news.own_said(own),
            )

    def _tell(self, number: int) -> None:
        some = 0 <= number < len(self._news)
        show_if(self._whole, some)
        if some:
            self._whole.set_text(news.whole(self._news[number].view), data=True)
