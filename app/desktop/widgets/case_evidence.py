"""A case to be read outside Review: its subject, its evidence in tabs, and what changed of it."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.contract.qa import PacketItem
from app.contract.views import CaseView
from app.desktop.widgets import captions, evidence, tokens
from app.desktop.widgets.card import Card
from app.desktop.widgets.evidence_page import EvidencePage, tab_text, tabs_of
from app.desktop.widgets.facts_grid import FactsGrid
from app.desktop.widgets.painted import show_if
from app.desktop.widgets.tab_strip import TabStrip


def as_case(item: PacketItem) -> CaseView:
    """What the widgets of evidence take: a case of which nothing is known but what is in the packet."""
    return CaseView(
        case_id=item.ref,
        external_ref="",
        case_type=item.case_type,
        rev=0,
        material_rev=0,
        state="open",
        priority=0,
        opened_at=item.opened_at,
        routed_at=item.opened_at,
        due_at=item.opened_at,
        subject_short=item.subject_short,
        subject=item.subject,
        evidence=item.evidence,
        masked=item.masked,
        blind=True,
    )


class CaseEvidence(QWidget):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view: CaseView | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, tokens.S4)
        column.setSpacing(tokens.S3)
        self._subject = Card(self)
        self._facts = FactsGrid(parent=self._subject)
        self._subject.body.addWidget(self._facts)
        self._evidence = Card(self, heading=False)
        self.tabs = TabStrip(self._evidence)
        self.page = EvidencePage()
        self._evidence.body.addWidget(self.tabs)
        self._evidence.body.addWidget(self.page)
        self._changes = Card(self)
        self._changed = FactsGrid(parent=self._changes)
        self._changes.body.addWidget(self._changed)
        for card in (self._subject, self._evidence, self._changes):
            column.addWidget(card)
        column.addStretch(1)
        self.tabs.chosen.connect(self._tab)

    def fill(self, view: CaseView) -> None:
        """Another case, or the same one in another language."""
        self._view = view
        self._subject.heading.set_text(captions.case_type(view.case_type)[0])
        self._facts.set_facts(evidence.subject_facts(view))
        found = [item for item in view.evidence if item.kind in evidence.SUMMARY_KINDS]
        # Evidence that stands in a card of its own, as in Review.
        show_if(self._changes, bool(found))
        self._changed.set_facts([fact for item in found for fact in evidence.facts(view, item)])
        if found:
            self._changes.heading.set_text(*evidence.title_of(view, found[0]))
        show_if(self._evidence, bool(tabs_of(view)))
        self.tabs.set_tabs([(tab_text(view, tab), tab.data) for tab in tabs_of(view)], 0)
        self._tab(0)

    def _tab(self, number: int) -> None:
        view = self._view
        tabs = tabs_of(view) if view is not None else []
        show_if(self.tabs, len(tabs) > 1)
        if view is not None and number < len(tabs):
            self.page.fill(view, tabs[number].items, frozenset())

    def step_tab(self, step: int) -> None:
        self.tabs.choose(self.tabs.current + step)

    def wipe(self) -> None:
        """Nothing of a case stays in the widgets once it is out of sight."""
        self._view = None
        self.page.wipe()
        self._facts.set_facts(())
        self._changed.set_facts(())
