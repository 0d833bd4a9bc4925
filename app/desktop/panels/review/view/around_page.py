"""What surrounds the case in sight: indicators and the graph, linked and similar cases, and what happened before.

Filled when an answer is there, never waited for; without the server it stays in sight with the time it is from.
"""

from datetime import UTC, datetime

from PySide6.QtCore import QCoreApplication, QEvent, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.contract.context import ContextView, GraphView, LinkedCaseView, RatesView
from app.desktop.panels.review.view import around_words
from app.desktop.ports import ContextState
from app.desktop.widgets import context_words, formats, reasons, tokens
from app.desktop.widgets.card import Section
from app.desktop.widgets.graph import Graph
from app.desktop.widgets.label import Label
from app.desktop.widgets.painted import show_if
from app.desktop.widgets.record_list import Column, RecordList
from app.desktop.widgets.tab_strip import TabStrip
from app.desktop.widgets.timeline import Timeline

translate = QCoreApplication.translate
GRAPH, LINKED, RECORD = range(3)


class CaseList(QWidget):
    """A heading over cases in lines; Enter opens one."""

    opened = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ids: tuple[str, ...] = ()
        self.heading = Section(self)
        self.list = RecordList(selectable=True, parent=self)
        self.list.chosen.connect(lambda number: self.opened.emit(self._ids[number]))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(tokens.S1)
        box.addWidget(self.heading)
        box.addWidget(self.list)

    @property
    def filled(self) -> bool:
        return bool(self._ids)

    def fill(self, heading: str, cases: tuple[LinkedCaseView, ...], why: tuple[str, ...] = ()) -> None:
        self._ids = tuple(case.case_id for case in cases)
        self.heading.set_text(heading)
        columns, rows = around_words.cases(cases, why)
        self.list.set_table(columns, rows)
        show_if(self, bool(cases))


class AroundPage(QWidget):
    """Three sheets under one tab; `opened` asks for a case."""

    opened = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state: ContextState | None = None
        self._case_type = ""
        self.sheets = TabStrip(self)
        self._as_of = Label(colour="muted", wrap=True, parent=self)
        self.picked = ""
        """The indicator whose evidence is outlined; its chip stands over the case."""
        self._meaning = Label(colour="muted", wrap=True, parent=self)
        self._outside = Label(colour="muted", wrap=True, parent=self)
        self.graph = Graph(self)
        self._counts = RecordList(parent=self)
        self._rates = Label(wrap=True, parent=self)
        self._linked: list[CaseList] = []
        self._similar = self._case_list()
        self._previous = self._case_list()
        self._changes = RecordList(parent=self)
        self._events_heading = Section(self)
        self._events = Timeline(self)
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(tokens.S0, 0, tokens.S2, 0)
        self._box.setSpacing(tokens.S3)
        above = (self.sheets, self._as_of, self._meaning, self._outside, self.graph, self._rates, self._counts)
        below = (self._similar, self._previous, self._changes, self._events_heading, self._events)
        self._at = len(above)
        for widget in (*above, *below):
            self._box.addWidget(widget)
        self._box.addStretch(1)
        self.sheets.chosen.connect(lambda _n: self._show_sheet())
        self.graph.opened.connect(self.opened)

    def _case_list(self) -> CaseList:
        made = CaseList(self)
        made.opened.connect(self.opened)
        return made

    @property
    def case_id(self) -> str:
        return self._state.case_id if self._state is not None else ""

    def fill(self, state: ContextState, case_type: str) -> None:
        """Show what is known; the sheet in sight stays."""
        self._state, self._case_type = state, case_type
        names = (translate("Around", "Graph"), translate("Around", "Cases"), translate("Around", "Record"))
        self.sheets.set_tabs([(name, False) for name in names], self.sheets.current)
        self._as_of.set_text(_as_of(state))
        self._outside.set_text(
            translate(
                "Around", "Contact centres see how many cases are linked, and no graph. The counts are under Cases."
            )
        )
        view = state.view
        self.graph.set_graph(view.graph if view is not None else GraphView())
        self._point()
        self._fill_cases(view)
        self._fill_record(view)
        self._show_sheet()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange and self._state is not None:
            self.fill(self._state, self._case_type)

    def _point(self) -> None:
        """Outline the evidence of the indicator that was chosen, and say what it means."""
        view = self._state.view if self._state is not None else None
        found = next((one for one in view.indicators if one.id == self.picked), None) if view is not None else None
        self.picked = found.id if found is not None else ""
        self.graph.mark((*found.nodes, *found.edges) if found is not None else ())
        if found is not None:
            figures = context_words.figures(found, every=True)
            self._meaning.set_text(f"{context_words.indicator_meaning(found.id)} {figures}")
        show_if(self._meaning, found is not None and self.sheets.current == GRAPH)

    def _fill_cases(self, view: ContextView | None) -> None:
        kinds = view.linked if view is not None else ()
        while len(self._linked) < len(kinds):
            made = self._case_list()
            self._box.insertWidget(self._at + len(self._linked), made)
            self._linked.append(made)
        for number, made in enumerate(self._linked):
            if number < len(kinds):
                made.fill(around_words.linked_heading(kinds[number]), kinds[number].cases)
            else:
                made.fill("", ())
        # A person outside is told counts alone: a line for each kind, and no case.
        counts = [kind for kind in kinds if not kind.cases]
        self._counts.set_table(
            (Column(translate("Around", "Linked by")), Column(translate("Around", "Other cases"), right=True)),
            around_words.counts(counts),
        )
        self._rates.set_text(_rates(view.rates) if view is not None else "")
        similar = view.similar if view is not None else ()
        self._similar.fill(
            translate("Around", "Most similar past cases"),
            tuple(one.case for one in similar),
            tuple(around_words.why(one) for one in similar),
        )

    def _fill_record(self, view: ContextView | None) -> None:
        previous = view.previous if view is not None else None
        self._previous.fill(
            translate("Around", "Last decision on this account"), (previous.case,) if previous is not None else ()
        )
        columns, rows = around_words.changes(previous, self._case_type)
        self._changes.set_table(columns, rows)
        self._events_heading.set_text(translate("Around", "What happened to this case"))
        self._events.set_events(around_words.events(view.history) if view is not None else ())

    def _show_sheet(self) -> None:
        sheet, view = self.sheets.current, self._state.view if self._state is not None else None
        known = view is not None
        show_if(self._meaning, sheet == GRAPH and bool(self.picked))
        show_if(self.graph, sheet == GRAPH and view is not None and not view.counts_only)
        show_if(self._outside, sheet == GRAPH and view is not None and view.counts_only)
        show_if(self._rates, sheet == LINKED and known)
        show_if(self._counts, sheet == LINKED and view is not None and any(not kind.cases for kind in view.linked))
        for number, made in enumerate(self._linked):
            show_if(made, sheet == LINKED and view is not None and number < len(view.linked) and made.filled)
        show_if(self._similar, sheet == LINKED and view is not None and bool(view.similar))
        last = view.previous if view is not None else None
        show_if(self._previous, sheet == RECORD and last is not None)
        show_if(self._changes, sheet == RECORD and last is not None and bool(last.changes))
        for widget in (self._events_heading, self._events):
            show_if(widget, sheet == RECORD and known)

    def point_at(self, indicator: str) -> None:
        """Show the graph with the evidence of an indicator outlined in it; "" outlines nothing."""
        self.picked = indicator
        self.sheets.choose(GRAPH)
        self._point()

    def focus_graph(self) -> None:
        """Bring the graph into sight with the keyboard in it."""
        self.sheets.choose(GRAPH)
        (self.graph if self.graph.isVisibleTo(self) else self.sheets).setFocus()

    def holds_focus(self) -> bool:
        return any(widget.hasFocus() for widget in self.findChildren(QWidget))


def _as_of(state: ContextState) -> str:
    if state.as_of is None:
        if state.problem:
            return reasons.problem(state.problem)
        return translate("Around", "What surrounds this case is being fetched.")
    time = formats.clock(datetime.fromtimestamp(state.as_of / 1000, UTC))
    told = translate("Around", "As of {time}").format(time=time)
    return context_words.SEPARATOR.join(part for part in (told, _short(state.problem)) if part)


def _short(problem: str) -> str:
    return translate("Around", "the server cannot be reached") if problem else ""


def _rates(rates: RatesView) -> str:
    if not rates.prior:
        return translate("Around", "No other case of this account.")
    parts = [
        translate("Around", "%n other cases of this account", "", rates.prior),
        translate("Around", "%n decided", "", rates.decided),
        translate("Around", "%n blocked", "", rates.blocked),
    ]
    if rates.share_blocked is not None:
        parts[-1] = f"{parts[-1]} ({formats.percent(rates.share_blocked, 0)})"
    return context_words.SEPARATOR.join(parts)
