"""The evidence of a case: which tabs there are, and the blocks of the tab in sight, each in the layout of its kind."""

from typing import NamedTuple

from PySide6.QtCore import QRect, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.contract.views import CaseView, EvidenceView
from app.desktop.widgets import evidence, formats, tokens
from app.desktop.widgets.bar_chart import BarChart
from app.desktop.widgets.card import Section
from app.desktop.widgets.facts_grid import Fact, FactsGrid
from app.desktop.widgets.field_diff import FieldDiff
from app.desktop.widgets.found_words import Marks
from app.desktop.widgets.painted import PaintedWidget, outline_round, show_if
from app.desktop.widgets.raw_fields import RawFields
from app.desktop.widgets.record_list import RecordList
from app.desktop.widgets.timeline import Timeline

SHORT = ("facts", "field_compare", "document")
LISTS = ("transactions", "table")


class Tab(NamedTuple):
    text: str
    data: bool
    items: tuple[EvidenceView, ...]


def tabs_of(case: CaseView) -> list[Tab]:
    """Evidence of one kind shares a tab; a chart joins the tab before it, where its rows are; short pieces (facts, a
    comparison, a document) stand together on the first tab, with the list that follows a lone one, so that most
    decisions need no walk through tabs."""
    tabs: list[Tab] = []
    lead = ""
    for item in case.evidence:
        if item.kind in evidence.SUMMARY_KINDS:
            continue
        layout = evidence.layout_of(case, item)
        text, data = evidence.tab_of(case, item)
        same = next((n for n, tab in enumerate(tabs) if tab.text == text), None)
        if same is None and layout == "bar_chart" and tabs:
            same = len(tabs) - 1
        alone = len(tabs) == 1 and len(tabs[0].items) == 1
        if same is None and tabs and lead in SHORT and (layout in SHORT or (alone and layout in LISTS)):
            same = 0
        lead = lead or layout
        if same is not None:
            tabs[same] = tabs[same]._replace(items=(*tabs[same].items, item))
        else:
            tabs.append(Tab(text, data, (item,)))
    return tabs


def tab_text(case: CaseView, tab: Tab) -> str:
    """The word of a tab, with the number of its records where they are a list."""
    layout = evidence.layout_of(case, tab.items[0])
    if layout in ("table", "devices", "transactions"):
        return f"{tab.text} {formats.count(sum(len(item.rows or ()) for item in tab.items))}"
    if layout == "document" and len(tab.items) > 1:
        return f"{tab.text} {formats.count(len(tab.items))}"
    return tab.text


class Block(PaintedWidget):
    """One piece of evidence; holds a widget per layout, made when first needed and refilled ever after."""

    field_opened = Signal(str)
    """A field of a comparison is to be seen on its document."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._marked = False
        self._of: tuple[CaseView, EvidenceView] | None = None
        self._as: tuple[bool, bool, str, bool, str] | None = None
        self.title = Section(self)
        self._widgets: dict[str, QWidget] = {}
        self._raw: RawFields | None = None
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, tokens.S1, 0, tokens.S1 + tokens.S0)
        self._box.setSpacing(tokens.S2)
        self._box.addWidget(self.title)

    def minimumSizeHint(self) -> QSize:
        """Nothing: what it needs depends on the width it gets, which `heightForWidth` knows."""
        return QSize(tokens.px(80), 0)

    def _widget(self, layout: str) -> QWidget:
        made = {"timeline": Timeline, "bar_chart": BarChart, "facts": FactsGrid, "diff": FieldDiff}
        name = {"field_compare": "diff", "document": "facts"}.get(layout, layout)
        if name not in made:
            name = "table"
        widget = self._widgets.get(name)
        if widget is None:
            widget = made[name](parent=self) if name in made else RecordList(parent=self, folds=True)
            self._widgets[name] = widget
            self._box.addWidget(widget)
            if isinstance(widget, FieldDiff):
                widget.opened.connect(self.field_opened)
        for other, found in self._widgets.items():
            show_if(found, other == name)
        return widget

    @property
    def marked(self) -> bool:
        return self._marked

    @property
    def comparison(self) -> FieldDiff | None:
        """The comparison in sight, if this is one."""
        found = self._widgets.get("diff")
        return found if isinstance(found, FieldDiff) and not found.isHidden() else None

    def fill(self, case: CaseView, item: EvidenceView, titled: bool, marked: bool, find: str = "") -> None:
        """What it holds already is not filled in once more: more room for evidence changes nothing in what stands."""
        now = (titled, marked, formats.language(), formats.tells_utc(), find)
        if self._of is not None and self._of[0] is case and self._of[1] is item and self._as == now:
            return
        self._of, self._as = (case, item), now
        text, data = evidence.title_of(case, item)
        self.title.set_text(text, data)
        show_if(self.title, titled)
        self._marked = marked
        widget, found = self._widget(evidence.layout_of(case, item)), Marks(find)
        if isinstance(widget, Timeline):
            widget.set_events(found.events(evidence.events(case, item, marked)))
        elif isinstance(widget, BarChart):
            widget.set_values(*evidence.bars(case, item))
        elif isinstance(widget, FactsGrid):
            widget.set_facts(found.facts(evidence.facts(case, item)))
        elif isinstance(widget, FieldDiff):
            titles, compared, told, how = evidence.diff(case, item)
            widget.set_rows(titles, found.compared(compared), told, how)
        elif isinstance(widget, RecordList):
            columns, rows = evidence.table(case, item)
            widget.set_table(columns, found.table(rows))
        widget.setAccessibleDescription(text)
        self._fill_raw(evidence.raw_forms(case, item))
        self.update()

    def _fill_raw(self, raw: list[Fact]) -> None:
        """Malformed values are rare, so the widget for them is made with the first."""
        if self._raw is None:
            if not raw:
                return
            self._raw = RawFields(self)
        # Always last, behind a layout that was made after it.
        self._box.addWidget(self._raw)
        self._raw.set_facts(raw)

    def wipe(self) -> None:
        """Empties every layout, the hidden ones too."""
        self._of = None
        if self._raw is not None:
            self._raw.wipe()
        for widget in self._widgets.values():
            if isinstance(widget, Timeline):
                widget.set_events(())
            elif isinstance(widget, BarChart):
                widget.set_values(())
            elif isinstance(widget, FactsGrid):
                widget.set_facts(())
            elif isinstance(widget, FieldDiff):
                widget.set_rows(("", "", "", ""), ())
            elif isinstance(widget, RecordList):
                widget.set_table((), ())

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._marked:
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            box = QRect(self.rect()).adjusted(-1, 0, 1, 0)
            outline_round(painter, box, tokens.colour("accent"), tokens.RADIUS_INPUT, 1.5)


def _named_by_its_tab(case: CaseView, item: EvidenceView) -> bool:
    told = evidence.title_of(case, item)[0] == evidence.tab_of(case, item)[0]
    return told or evidence.layout_of(case, item) == "timeline"


class EvidencePage(QWidget):
    """The blocks of the tab in sight."""

    field_opened = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._blocks: list[Block] = []
        self.items: tuple[EvidenceView, ...] = ()
        self.sought = ""
        """What is marked in what is filled in from now on."""
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(tokens.S0, 0, tokens.S2, 0)
        self._box.setSpacing(tokens.S3)
        self._box.addStretch(1)

    def fill(self, case: CaseView, items: tuple[EvidenceView, ...], marked: frozenset[str]) -> None:
        self.items = items
        while len(self._blocks) < len(items):
            block = Block(self)
            block.field_opened.connect(self.field_opened)
            self._box.insertWidget(len(self._blocks), block)
            self._blocks.append(block)
        for number, block in enumerate(self._blocks):
            show_if(block, number < len(items))
            if number < len(items):
                # The tab says what stands first in it; a second time would be one line of evidence less.
                titled = len(items) > 1 and not (number == 0 and _named_by_its_tab(case, items[0]))
                block.fill(case, items[number], titled, items[number].id in marked, self.sought)

    def wipe(self) -> None:
        for block in self._blocks:
            block.wipe()
        self.items = ()

    def comparisons(self) -> list[FieldDiff]:
        found = (block.comparison for block in self._blocks if not block.isHidden())
        return [one for one in found if one is not None]

    def first_marked(self) -> QWidget:
        return next((block for block in self._blocks if block.marked and not block.isHidden()), self)
