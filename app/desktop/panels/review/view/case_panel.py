"""The case in the middle: its head, the subject's facts, the evidence in tabs, and what is new against before."""

from collections.abc import Iterator
from datetime import UTC, datetime

from PySide6.QtCore import QCoreApplication, QEvent, QRect, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLayout, QSizePolicy, QVBoxLayout, QWidget

from app.contract.views import CaseView, EvidenceView
from app.desktop.panels.review.state import CaseState, SeenState
from app.desktop.panels.review.view import standing
from app.desktop.panels.review.view.around_page import AroundPage
from app.desktop.panels.review.view.case_strip import CaseStrip
from app.desktop.ports import ContextState, NoteRow, NotesState
from app.desktop.widgets import captions, evidence, formats, ink, reasons, tokens
from app.desktop.widgets.badge import Badge
from app.desktop.widgets.card import Card, Scroll, Surface
from app.desktop.widgets.evidence_page import EvidencePage, Tab, tab_text, tabs_of
from app.desktop.widgets.facts_grid import Fact, FactsGrid
from app.desktop.widgets.found_words import Marks
from app.desktop.widgets.label import Label, set_hint
from app.desktop.widgets.message_bar import MessageBar
from app.desktop.widgets.note_list import NoteList
from app.desktop.widgets.painted import show_if
from app.desktop.widgets.raw_fields import RawFields
from app.desktop.widgets.runs import forget_paragraphs
from app.desktop.widgets.tab_strip import TabStrip
from app.desktop.widgets.tokens import Type
from app.domain.priority import is_key_user

translate = QCoreApplication.translate
NARROW = 420
"""Below this width, in pixels, the case keeps less distance from its edges."""
TIGHT = 580
"""Below this height what is new against before scrolls with the evidence, or the one would cover the other."""


class _Head(QWidget):
    """The head's row. Where there is no room for all of it, what `yields` is left out, for the queue tells it as well,
    and then the name of the case's type is its short one."""

    yields: QWidget | None = None
    title: Label | None = None
    wanted = True
    names: tuple[captions.Words, ...] = ()
    """The name of the type, the long one first."""

    def settle(self) -> None:
        if self.yields is None or self.title is None or not self.names:
            return
        known = self.testAttribute(Qt.WidgetAttribute.WA_Resized)
        for name in self.names:
            self.title.set_text(*name)
            for told in (self.wanted, False):
                show_if(self.yields, told)
                if not known or self._need() <= self.width():
                    return

    def _need(self) -> int:
        parts = (part for part in self.children() if isinstance(part, QWidget))
        return sum(part.sizeHint().width() + tokens.S3 for part in parts if not part.isHidden())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.settle()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.settle()


def _stacked(*pages: QWidget) -> QWidget:
    """Pages of which one at a time is in sight."""
    both = QWidget()
    box = QVBoxLayout(both)
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(0)
    for page in pages:
        box.addWidget(page)
    return both


class CasePanel(Surface):
    cover_asked = Signal()
    field_opened = Signal(str)
    """A field of a comparison is to be seen on its document."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("bg", (), parent)
        self._state: CaseState | None = None
        self._filled = ""  # the id of the case that all of the panel shows
        self._tabs: list[Tab] = []
        self._marked: frozenset[str] = frozenset()
        self._around: ContextState | None = None
        self._notes: NotesState | None = None
        self.keys: dict[str, str] = {}
        """Key caps by name; set before a case is shown."""
        self._has_changes = False
        self._raw: RawFields | None = None
        self._head()
        self.subject = Card(self)
        self._facts = FactsGrid(parent=self.subject)
        self.subject.body.addWidget(self._facts)
        self.evidence = Card(self, heading=False)
        self.tabs = TabStrip(self.evidence)
        self._page = EvidencePage()
        self.around = AroundPage()
        self.around.hide()
        self.notes = NoteList()
        self.notes.hide()
        self._scrolled = _stacked(self._page, self.around, self.notes)
        self._scroll = Scroll(self._scrolled, self.evidence)
        self._none = Label(colour="muted", wrap=True, parent=self.evidence)
        self.evidence.body.addWidget(self.tabs)
        self.evidence.body.addWidget(self._none)
        self.evidence.body.addWidget(self._scroll, 1)
        self.changes = Card(self)
        self._changes = FactsGrid(parent=self.changes)
        self.changes.body.addWidget(self._changes)
        self.notice = MessageBar(self)
        self.seen = MessageBar(self)
        self.seen.acted.connect(lambda _code: self.cover_asked.emit())
        self._empty = Label(kind=Type.HEADING, colour="muted", wrap=True, parent=self)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._content = QWidget(self)
        inner = QVBoxLayout(self._content)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(tokens.S3)
        self.strip = CaseStrip(self._content)
        inner.addWidget(self._head_row)
        inner.addWidget(self.notice)
        inner.addWidget(self.seen)
        inner.addWidget(self.strip)
        inner.addWidget(self.subject)
        inner.addWidget(self.evidence, 1)
        inner.addWidget(self.changes)
        layout = QVBoxLayout(self)
        self._frame, self._tight = layout, False
        layout.addWidget(self._content, 1)
        layout.addWidget(self._empty, 1)
        self.tabs.chosen.connect(self._show_tab)
        self._page.field_opened.connect(self.field_opened)
        self.strip.details_asked.connect(self.go_around)
        self.strip.notes_asked.connect(self.go_to_notes)
        self.strip.indicator_chosen.connect(self._show_indicator)
        self.around.sheets.chosen.connect(lambda _sheet: self._scroll.verticalScrollBar().setValue(0))
        self.around.graph.walked.connect(self._follow)
        self._scroll.resized.connect(self._refit)
        for card in (self.subject, self.changes):
            card.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def _head(self) -> None:
        self._head_row = _Head(self)
        row = QHBoxLayout(self._head_row)
        row.setContentsMargins(0, tokens.S0, 0, tokens.S0)
        row.setSpacing(tokens.S3)
        # Where it gets narrow the name of the type gives way: the id is how people speak of the case.
        self._title = Label(kind=Type.TITLE, elide=True, parent=self._head_row)
        self._id = Label(kind=Type.TITLE, data=True, parent=self._head_row)
        name = QHBoxLayout()
        name.setSpacing(0)
        name.addWidget(self._title)
        name.addWidget(self._id)
        row.addLayout(name)
        self._priority = Label(colour="muted", tabular=True, elide=True, parent=self._head_row)
        self._key = Badge(self._head_row)
        self._standing = Badge(self._head_row)
        self._time = Label(kind=Type.STRONG, tabular=True, parent=self._head_row)
        for widget in (self._priority, self._key, self._standing):
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(self._time)
        self._head_row.yields, self._head_row.title = self._priority, self._title

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._leave_room()

    def _leave_room(self) -> None:
        """The margins around the case, which are smaller where it gets narrow, and the place of what is new."""
        side = tokens.S5 if self.width() >= tokens.px(NARROW) else tokens.S3
        self._frame.setContentsMargins(side, tokens.S3, side, tokens.S4)
        tight = self.height() < tokens.px(TIGHT)
        if tight != self._tight:
            self._tight = tight
            places = self._content.layout(), self._scrolled.layout()
            before, now = places if tight else places[::-1]
            assert before is not None
            assert now is not None
            before.removeWidget(self.changes)
            now.addWidget(self.changes)

    def set_compact(self, on: bool) -> None:
        """Where the window is low, the evidence gets the room: facts stand in lines."""
        show_if(self.subject.heading, not on)
        self.strip.set_compact(on)
        for facts in (self._facts, self._changes):
            facts.set_dense(on)

    def layouts(self) -> tuple[QLayout | None, ...]:
        """Those that a new case would set moving again and again."""
        return self.layout(), self._content.layout(), self._page.layout(), self.evidence.layout()

    def show_case(self, state: CaseState, time_text: str, time_colour: str) -> None:
        for _ in self.fill(state, time_text, time_colour):
            """All of it in one go."""

    def fill(self, state: CaseState, time_text: str, time_colour: str) -> Iterator[None]:
        """`show_case` in steps of some milliseconds. Nothing is to be read from the panel before the last."""
        same = state.open is not None and state.open.case_id == self._filled
        self._filled = ""
        if self._state is not None and self._state.shown is not None and state.shown is None:
            self._wipe()
        self._state = state
        found = state.open is not None
        show_if(self._content, found)
        show_if(self._empty, not found)
        if state.open is None:
            self._empty.set_text(self._why_empty(state.empty))
            return
        case = state.shown or state.open.view
        self._head_row.names = (captions.case_type(case.case_type), captions.case_chip(case.case_type))
        self._id.set_text(f" · {case.case_id}", data=True)
        self._priority.set_text(translate("Case", "priority {n}").format(n=formats.count(case.priority)))
        key = is_key_user(case.priority)
        self._head_row.wanted = not key
        badge = translate("Case", "KEY {n}").format(n=formats.count(case.priority))
        self._key.set_badge(badge if key else "", "key")
        standing = case.state if case.state != "open" else ""
        self._standing.set_badge(captions.case_state(standing)[0] if standing else "", "escalate")
        self._time.set_text(time_text)
        self._time.set_colour(time_colour)
        set_hint(self._time, formats.utc(case.due_at))
        self._head_row.settle()
        self._say_standing(case)
        self.subject.heading.set_text(translate("Case", "Subject"))
        # While real values are in sight nothing is marked: nobody looked for those.
        self._page.sought = state.find if state.shown is None else ""
        self._facts.set_facts(Marks(self._page.sought).facts(evidence.subject_facts(case)))
        self._fill_raw(evidence.raw_subject(case))
        self._fill_strip()
        if not same:
            self._marked = frozenset()
            self.around.picked = ""
            self.strip.chips.pick("")
        yield
        self._fill_evidence(case, keep=same)
        yield
        if not same:
            self.point_at_field("")
        self._fill_changes(case)
        self._filled = state.open.case_id

    def _wipe(self) -> None:
        """Real values leave every widget, those out of sight too, and the caches of measured text."""
        self._facts.set_facts(())
        self._fill_raw([])
        self._changes.set_facts(())
        self._page.wipe()
        self.strip.wipe()
        self._tabs = []
        tokens.forget_texts()
        forget_paragraphs()
        ink.forget_lines()

    def _fill_raw(self, raw: list[Fact]) -> None:
        """Malformed values of the subject as they came, shown on demand; rare, so made with the first."""
        if self._raw is None and raw:
            self._raw = RawFields(self.subject)
            self.subject.body.addWidget(self._raw)
        if self._raw is not None:
            self._raw.set_facts(raw)

    def in_sight(self) -> tuple[str, ...]:
        """The ids of the evidence on screen."""
        if self._state is None or self._state.open is None:
            return ()
        below = (item for item in self._state.open.view.evidence if item.kind in evidence.SUMMARY_KINDS)
        return (*(item.id for item in self._page.items if self._tabs), *(item.id for item in below))

    def show_seen(self, state: SeenState | None) -> None:
        if state is None:
            self.seen.say("")
            return
        text = translate("Case", "In plain text until {time}, {n} s left. It is in the audit trail.")
        moment = datetime.fromtimestamp(state.until_ms / 1000, UTC)
        text = text.format(time=formats.clock_seconds(moment), n=formats.count(state.left_s))
        self.seen.say(text, "warn", translate("Case", "Mask now"), "cover")

    def _why_empty(self, code: str) -> str:
        if code == "no_case":
            return translate("Case", "No case is open. Choose one from the queue, or wait for the next sync.")
        if code == "loading":
            return reasons.nothing_waits(synced=False, offline=False, next_s=None)
        return reasons.problem(code)

    def _say_standing(self, case: CaseView) -> None:
        escalation, escalated = case.escalation, ""
        if escalation is not None and escalation.rationale:
            kind = captions.escalation_kind(escalation.kind)[0]
            text = translate("Case", "Escalated ({kind}) by {name}: {text}")
            escalated = text.format(kind=kind, name=escalation.raised_by_name, text=escalation.rationale)
        said = standing.sentences(case, escalated)
        tone = "warn" if any(tone == "warn" for tone, _ in said) else "info"
        self.notice.say("\n".join(text for _, text in said), tone)

    def _fill_strip(self) -> None:
        state, opened = self._state, self._state.open if self._state is not None else None
        if state is None or opened is None:
            return
        told = self._around if self._around is not None and self._around.case_id == opened.case_id else None
        view = told.view if told is not None and told.view is not None else state.around
        self.strip.fill(opened.view, self._note_rows(), view, told.problem if told else "", self.keys.get("graph", ""))

    def _note_rows(self) -> tuple[NoteRow, ...]:
        """Of the case in sight, with own ones that are not sent yet where they are known."""
        opened = self._state.open if self._state is not None else None
        if opened is None:
            return ()
        if self._notes is not None and self._notes.case_id == opened.case_id:
            return self._notes.rows
        return standing.note_rows(opened.view)

    def show_notes(self, state: NotesState) -> None:
        """The notes of the case in sight with those on their way."""
        self._notes = state
        opened = self._state.open if self._state is not None else None
        if self._state is not None and opened is not None and opened.case_id == state.case_id:
            self._fill_strip()
            self._fill_evidence(self._state.shown or opened.view, keep=True)

    def _fill_evidence(self, case: CaseView, keep: bool) -> None:
        current = self.tabs.current if keep else 0
        self._tabs = tabs_of(case)
        # After the evidence, what surrounds the case: always there, whether anything is known of it yet or not.
        words = [(tab_text(case, tab), tab.data) for tab in self._tabs]
        words.append((translate("Case", "Around"), False))
        if notes := len(self._note_rows()):
            words.append((translate("Case", "Notes") + f" {formats.count(notes)}", False))
        self.tabs.set_tabs(words, current)
        show_if(self._none, not self._tabs)
        if not self._tabs:
            self._none.set_text(translate("Case", "ROCA sent no evidence with this case."))
        self._show_tab(self.tabs.current, top=not keep)

    def _show_tab(self, number: int, top: bool = True) -> None:
        if self._state is None or self._state.open is None:
            return
        around, notes = number == len(self._tabs), number > len(self._tabs)
        beside = around or notes
        show_if(self.around, around)
        show_if(self.notes, notes)
        show_if(self._page, not beside)
        # A graph needs the room more than what is new against before.
        show_if(self.changes, self._has_changes and not beside)
        if notes:
            rows = [standing.note_line(row) for row in self._note_rows()]
            self.notes.set_notes(rows, translate("Case", "Notes"))
        if beside:
            if around:
                self._fill_around()
            self._page.fill(self._state.shown or self._state.open.view, (), self._marked)
            return
        self._page.fill(self._state.shown or self._state.open.view, self._fitting(number), self._marked)
        if top:
            self._scroll.verticalScrollBar().setValue(0)

    def _fitting(self, number: int) -> tuple[EvidenceView, ...]:
        """The evidence of a tab, and after it that of the next ones as far as there is room to see it whole."""
        items = self._tabs[number].items
        if self._state is None or self._state.open is None:
            return items
        case, width = self._state.open.view, self._scroll.width()
        room = self._scroll.height() - sum(evidence.room_for(case, item, width) for item in items)
        for tab in self._tabs[number + 1 :]:
            room -= sum(evidence.room_for(case, item, width) for item in tab.items)
            if room < 0:
                break
            items = (*items, *tab.items)
        return items

    def _refit(self) -> None:
        """More or less room than before: show more or less."""
        number = self.tabs.current
        if number < len(self._tabs) and self._fitting(number) != self._page.items:
            self._show_tab(number, top=False)

    def _fill_changes(self, case: CaseView) -> None:
        item = next((e for e in case.evidence if e.kind in evidence.SUMMARY_KINDS), None)
        self._has_changes = item is not None
        show_if(self.changes, self._has_changes and self.tabs.current < len(self._tabs))
        if item is not None:
            self.changes.heading.set_text(*evidence.title_of(case, item))
            self._changes.set_facts(Marks(self._page.sought).facts(evidence.facts(case, item)))

    def point_at_evidence(self, ids: tuple[str, ...]) -> None:
        """Shows and outlines the evidence that a step cites."""
        self._marked = frozenset(ids)
        number = self.tabs.current
        if not any(item.id in self._marked for item in self._page.items):
            holding = (n for n, tab in enumerate(self._tabs) if any(item.id in self._marked for item in tab.items))
            number = next(holding, number)
        if number == self.tabs.current:
            self._show_tab(number, top=False)
        else:
            self.tabs.choose(number)
        QCoreApplication.sendPostedEvents(self._page, QEvent.Type.LayoutRequest)
        self._scroll.ensureWidgetVisible(self._page.first_marked(), 0, tokens.S4)

    def current_field(self) -> str:
        """The field of a comparison on whose row the keys stand, "" for none."""
        return next((one.current for one in self._page.comparisons() if one.current), "")

    def point_at_field(self, field: str) -> None:
        """Put the keys of the comparisons in sight on the row of a field."""
        for one in self._page.comparisons():
            one.point_at(field)

    def next_tab(self, step: int) -> None:
        self.tabs.choose((self.tabs.current + step) % self.tabs.count)

    def choose_tab(self, n: int) -> None:
        """The n-th tab, counted from 1; where there is none nothing happens."""
        if 1 <= n <= self.tabs.count:
            self.tabs.choose(n - 1)

    def show_around(self, state: ContextState) -> None:
        """What surrounds the case in sight, or the one that is about to be."""
        self._around = state
        opened = self._state.open if self._state is not None else None
        if opened is None or opened.case_id != state.case_id:
            return
        self._fill_strip()
        # Out of sight nothing is filled: the next case must not wait for what nobody looks at.
        if self.tabs.current == len(self._tabs):
            self._fill_around()

    def _fill_around(self) -> None:
        state, opened = self._around, self._state.open if self._state is not None else None
        if opened is None:
            return
        if state is None or state.case_id != opened.case_id:
            state = ContextState(opened.case_id, None, None, "", True)
        self.around.fill(state, opened.view.case_type)

    def _follow(self, place: QRect) -> None:
        """Keeps the node that the keyboard is on in sight."""
        at = self.around.graph.mapTo(self._page, place.center())
        self._scroll.ensureVisible(at.x(), at.y(), 0, place.height())

    def go_around(self) -> None:
        """G: the graph, with the keyboard in it; again: back to the evidence."""
        if self.tabs.current == len(self._tabs) and self.around.holds_focus():
            self.tabs.choose(0)
            self.tabs.setFocus()
            return
        self.tabs.choose(len(self._tabs))
        self._scroll.verticalScrollBar().setValue(0)
        self.around.focus_graph()

    def _show_indicator(self, name: str) -> None:
        """The evidence of an indicator in the graph; "" lets go of it."""
        self.tabs.choose(len(self._tabs))
        self.around.point_at(name)

    def go_to_notes(self) -> None:
        """The notes, with the keyboard on their tab; nothing where there are none."""
        if self._note_rows():
            self.tabs.choose(len(self._tabs) + 1)
            self.tabs.setFocus()
