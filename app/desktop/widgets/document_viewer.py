"""The document viewer: the files of a case, one or two at a time, everything by keys.

It is given a `DocumentsState` and bitmaps, and says by signals what it needs; it neither fetches nor decodes.
"""

from collections.abc import Callable

import msgspec
from PySide6.QtCore import QCoreApplication, QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.desktop.ports import PageBitmap
from app.desktop.widgets import formats, tokens
from app.desktop.widgets.document_page import FIRST_EDGE, DocumentBox, DocumentPage, PageTools
from app.desktop.widgets.facts_grid import Fact, FactsGrid
from app.desktop.widgets.label import Label
from app.desktop.widgets.painted import show_if
from app.desktop.widgets.runs import Run
from app.desktop.widgets.tab_strip import TabStrip
from app.desktop.widgets.tokens import Type

translate = QCoreApplication.translate
PAN = 80
MOST_CONTRAST = 3


LETTERS = ("L", "O", "C", "X", "I", "Y", "U", "+", "=", "-", "0", "[", "]", ",", ".", " ", "\x1b")
ROWS = ("J", "K")


class DocumentFact(msgspec.Struct, frozen=True):
    """A line of what is known of the file; `data` where the text is the file's own word."""

    caption: str
    text: str
    data: bool = False


class DocumentItem(msgspec.Struct, frozen=True):
    """One file: `title` as the evidence is called, `pages` None while unknown."""

    sha256: str
    title: str
    data: bool
    pages: int | None
    boxes: tuple[DocumentBox, ...] = ()
    facts: tuple[DocumentFact, ...] = ()


class DocumentsState(msgspec.Struct, frozen=True):
    """`lit` is the field that is pointed at elsewhere; `blurred` and `grey` are the seat's policy and the person's
    wish."""

    items: tuple[DocumentItem, ...]
    lit: str = ""
    blurred: bool = False
    grey: bool = False


class _Place:
    """What one of the two panes shows."""

    def __init__(self, pane: DocumentPage) -> None:
        self.pane, self.item, self.page = pane, 0, 1


class DocumentViewer(QWidget):
    """`page_wanted(sha256, page, edge)` asks for a bitmap, answered by `set_page` or `set_problem`; `pointed` names the
    field under the pointer; `walked` is J and K where a comparison stands beside it; `closed` is Esc."""

    page_wanted = Signal(str, int, int)
    pointed = Signal(str)
    walked = Signal(int)
    closed = Signal()

    keeps_letters: tuple[str, ...] = LETTERS
    """These are the viewer's while it has the focus; P, B, E and the rest stay the window's."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self._state = DocumentsState(())
        self._tools = PageTools()
        self._pages: dict[str, int] = {}
        self._active = 0
        self._stepped = ""
        self._wanted = ""
        """A field whose box is to come into sight once its page is there."""
        self._tabs = TabStrip(self)
        self._tabs.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._where = Label(colour="muted", kind=Type.SMALL, tabular=True, parent=self)
        self._facts = FactsGrid(columns=4, parent=self)
        self._facts.hide()
        self._keys = Label(colour="muted", kind=Type.SMALL, wrap=True, parent=self)
        self._places = (_Place(DocumentPage(self)), _Place(DocumentPage(self)))
        self._lay_out()
        self._tabs.chosen.connect(self._choose)
        for number, place in enumerate(self._places):
            place.pane.sharper.connect(lambda edge, n=number: self._sharper(n, edge))
            place.pane.pointed.connect(self.pointed)
            place.pane.touched.connect(lambda n=number: self._activate(n))
            place.pane.moved.connect(self._tell)
        self._places[1].pane.hide()
        self._dress()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(tokens.S4)
        top.addWidget(self._tabs, 1)
        top.addWidget(self._where)
        middle = QHBoxLayout()
        middle.setSpacing(tokens.S2)
        for place in self._places:
            middle.addWidget(place.pane, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(tokens.S2)
        whole.addLayout(top)
        whole.addLayout(middle, 1)
        whole.addWidget(self._facts)
        whole.addWidget(self._keys)

    # --- what is shown

    def show_documents(self, state: DocumentsState) -> None:
        """The files of a case; a new case starts with its first file."""
        before, self._state = self._state, state
        same = [item.sha256 for item in before.items] == [item.sha256 for item in state.items]
        if not same or state.lit != before.lit:
            self._stepped = state.lit
        if not same:
            self._pages = {item.sha256: item.pages for item in state.items if item.pages}
            self._tools = msgspec.structs.replace(self._tools, grey=state.grey)
            self._active, self._wanted = 0, ""
            for place in self._places:
                place.item, place.page = 0, 1
            show_if(self._places[1].pane, False)
        self._tabs.set_tabs([(item.title, item.data) for item in state.items], self._places[self._active].item)
        for place in self._places:
            place.pane.set_blurred(state.blurred)
            place.pane.set_tools(self._tools)
            self._mark(place)
        if not same and state.items:
            place = self._places[0]
            place.item, place.page = self._place_of(state.lit) or (0, 1)
            self._tabs.choose(place.item)
            self._wanted = state.lit
            self._load(place)
        elif not state.items:
            self._places[0].pane.clear(translate("Documents", "No file came with this case."))
        self._tell()

    def set_page(self, sha256: str, bitmap: PageBitmap) -> None:
        """A page that was asked for; one that is no longer in sight is passed over."""
        self._pages[sha256] = bitmap.pages
        for place in self._shown():
            if self._item(place) is not None and self._sha(place) == sha256 and place.page == bitmap.page:
                place.pane.show_page(bitmap)
                if self._wanted and place is self._places[self._active]:
                    place.pane.bring(self._wanted, legible=True)
                    self._wanted = ""
        self._tell()

    def set_problem(self, sha256: str, page: int, words: str) -> None:
        """Why a page cannot be shown, with the next step."""
        for place in self._shown():
            if self._sha(place) == sha256 and place.page == page:
                place.pane.clear(words)
        self._tell()

    def point_at(self, field: str) -> None:
        """Light up the box of a field and bring it into sight, on another page or file where it stands there."""
        self._stepped, place = field, self._places[self._active]
        found = self._place_of(field)
        if found is not None and found != (place.item, place.page):
            place.item, place.page = found
            self._tabs.set_tabs([(item.title, item.data) for item in self._state.items], place.item)
            self._wanted = field
            self._load(place)
        for one in self._places:
            self._mark(one)
        if field and found is not None:
            place.pane.bring(field, legible=True)
        self._tell()

    def has_box(self, field: str) -> bool:
        """Whether any file shows where this field stands."""
        return self._place_of(field) is not None

    def set_beside(self, on: bool) -> None:
        """Whether a comparison stands beside it, along whose rows J and K walk."""
        if (self.keeps_letters != LETTERS) != on:
            self.keeps_letters = (*LETTERS, *ROWS) if on else LETTERS
            self._dress()

    def _place_of(self, field: str) -> tuple[int, int] | None:
        """File and page where a field has its box: those in sight first, then the first ones."""
        if not field:
            return None
        place = self._places[self._active]
        spots = [(n, box.page) for n, item in enumerate(self._state.items) for box in item.boxes if box.name == field]
        near = sorted(spots, key=lambda spot: (spot[0] != place.item, spot != (place.item, place.page)))
        return near[0] if near else None

    def _shown(self) -> list[_Place]:
        return [place for place in self._places if not place.pane.isHidden()]

    def _item(self, place: _Place) -> DocumentItem | None:
        return self._state.items[place.item] if place.item < len(self._state.items) else None

    def _sha(self, place: _Place) -> str:
        item = self._item(place)
        return item.sha256 if item is not None else ""

    def _load(self, place: _Place) -> None:
        item = self._item(place)
        if item is None:
            return
        place.pane.clear(translate("Documents", "Opening the document…"))
        place.pane.start_over()
        self._mark(place)
        self.page_wanted.emit(item.sha256, place.page, FIRST_EDGE)

    def _mark(self, place: _Place) -> None:
        item = self._item(place)
        place.pane.set_boxes(item.boxes if item is not None else (), self._stepped)

    def _sharper(self, number: int, edge: int) -> None:
        place = self._places[number]
        if self._sha(place):
            self.page_wanted.emit(self._sha(place), place.page, edge)

    # --- choosing

    def _choose(self, number: int) -> None:
        place = self._places[self._active]
        if number != place.item and 0 <= number < len(self._state.items):
            place.item, place.page = number, 1
            self._tabs.set_tabs([(item.title, item.data) for item in self._state.items], number)
            self._load(place)
            self._tell()

    def _activate(self, number: int) -> None:
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self._active = number
        self._tabs.set_tabs([(item.title, item.data) for item in self._state.items], self._places[number].item)
        self._tell()

    def turn_page(self, step: int) -> None:
        place = self._places[self._active]
        wanted = place.page + step
        if 1 <= wanted <= self._pages.get(self._sha(place), 1):
            place.page = wanted
            self._load(place)
            self._tell()

    def side_by_side(self) -> None:
        """A second page beside the first: the next file, else the next page, else the same once more."""
        second = self._places[1]
        if not second.pane.isHidden():
            second.pane.hide()
            self._activate(0)
            return
        first = self._places[0]
        second.item, second.page = first.item, first.page
        if len(self._state.items) > 1:
            second.item, second.page = (first.item + 1) % len(self._state.items), 1
        elif first.page < self._pages.get(self._sha(first), 1):
            second.page = first.page + 1
        second.pane.show()
        self._load(second)
        self._activate(1)

    def next_field(self) -> None:
        """Light up the next field of the page in sight, and after the last one none."""
        place = self._places[self._active]
        item = self._item(place)
        names = list(dict.fromkeys(b.name for b in item.boxes if b.page == place.page)) if item is not None else []
        after = names.index(self._stepped) + 1 if self._stepped in names else 0
        self._stepped = names[after] if after < len(names) else ""
        for one in self._places:
            self._mark(one)
        if self._stepped:
            place.pane.bring(self._stepped)
        self.pointed.emit(self._stepped)

    def _use(self, tools: PageTools) -> None:
        self._tools = tools
        for place in self._places:
            place.pane.set_tools(tools)
        self._tell()

    # --- keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        pane = self._places[self._active].pane
        key, control = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.isAutoRepeat() and key in (Qt.Key.Key_Space, Qt.Key.Key_L):
            return
        done = self._tools_key(key) if not control else False
        act = None if done else self._moves(pane, control).get(key)
        if act is not None:
            act()
        elif not done:
            super().keyPressEvent(event)
        self._tell()

    def _moves(self, pane: DocumentPage, control: bool) -> dict[int, Callable[[], None]]:
        if control:
            return {Qt.Key.Key_Left: lambda: pane.turn(-1), Qt.Key.Key_Right: lambda: pane.turn(1)}
        rows: dict[int, Callable[[], None]] = {
            Qt.Key.Key_J: lambda: self.walked.emit(1),
            Qt.Key.Key_K: lambda: self.walked.emit(-1),
        }
        return (rows if self.keeps_letters != LETTERS else {}) | {
            Qt.Key.Key_Left: lambda: pane.pan(-PAN, 0),
            Qt.Key.Key_Right: lambda: pane.pan(PAN, 0),
            Qt.Key.Key_Up: lambda: pane.pan(0, -PAN),
            Qt.Key.Key_Down: lambda: pane.pan(0, PAN),
            Qt.Key.Key_Plus: lambda: pane.zoom(1),
            Qt.Key.Key_Equal: lambda: pane.zoom(1),
            Qt.Key.Key_Minus: lambda: pane.zoom(-1),
            Qt.Key.Key_0: pane.fit,
            Qt.Key.Key_BracketLeft: lambda: pane.turn(-1),
            Qt.Key.Key_BracketRight: lambda: pane.turn(1),
            Qt.Key.Key_PageDown: lambda: self.turn_page(1),
            Qt.Key.Key_PageUp: lambda: self.turn_page(-1),
            Qt.Key.Key_Period: lambda: self._step(1),
            Qt.Key.Key_Comma: lambda: self._step(-1),
            Qt.Key.Key_Y: self.side_by_side,
            Qt.Key.Key_U: self.next_field,
            Qt.Key.Key_Escape: self.closed.emit,
        }

    def _tools_key(self, key: int) -> bool:
        tools = self._tools
        if key == Qt.Key.Key_Space:
            self._peek(True)
        elif key == Qt.Key.Key_L:
            self._loupe(True)
        elif key == Qt.Key.Key_O:
            self._use(msgspec.structs.replace(tools, boxes=not tools.boxes))
        elif key == Qt.Key.Key_C:
            self._use(msgspec.structs.replace(tools, grey=not tools.grey))
        elif key == Qt.Key.Key_X:
            self._use(msgspec.structs.replace(tools, contrast=(tools.contrast + 1) % (MOST_CONTRAST + 1)))
        elif key == Qt.Key.Key_I:
            show_if(self._facts, self._facts.isHidden())
        else:
            return False
        return True

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.isAutoRepeat():
            return
        if event.key() == Qt.Key.Key_Space:
            self._peek(False)
        elif event.key() == Qt.Key.Key_L:
            self._loupe(False)
        else:
            super().keyReleaseEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes from the first page to the second before it leaves."""
        wanted = 1 if forward else 0
        if len(self._shown()) == 2 and self._active != wanted and self.hasFocus():
            self._activate(wanted)
            return True
        return super().focusNextPrevChild(forward)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._tell()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        # A key that is let go elsewhere is never heard of here, so nothing stays uncovered.
        super().focusOutEvent(event)
        self._peek(False)
        self._loupe(False)
        self._tell()

    def hideEvent(self, event: QEvent) -> None:  # type: ignore[override]
        self._peek(False)
        self._loupe(False)

    def _step(self, step: int) -> None:
        if self._state.items:
            self._tabs.choose((self._places[self._active].item + step) % len(self._state.items))

    def _peek(self, on: bool) -> None:
        for place in self._places:
            place.pane.peek(on)

    def _loupe(self, on: bool) -> None:
        for number, place in enumerate(self._places):
            place.pane.set_loupe(on and number == self._active)

    # --- words

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._dress()

    def _dress(self) -> None:
        keys = translate(
            "Documents",
            "+ − 0 zoom · arrows move · [ ] turn · PgUp PgDn page · , . document · Y side by side · hold L loupe"
            " · O fields · U next field · C grey · X contrast · I details · Esc close",
        )
        if self.keeps_letters != LETTERS:
            keys = translate("Documents", "J K field") + " · " + keys
        # A line breaks behind a dot, never before one or between a key and its word.
        parts = (part.replace(" ", "\N{NO-BREAK SPACE}") for part in keys.split(" · "))
        self._keys.set_text("\N{NO-BREAK SPACE}· ".join(parts))
        self._tell()

    def _tell(self) -> None:
        """The line above the page, the marks, and what a screen reader hears."""
        focused = self.hasFocus()
        two = len(self._shown()) == 2
        for number, place in enumerate(self._places):
            place.pane.set_active(focused and (number == self._active if two else number == 0))
        place = self._places[self._active]
        item = self._item(place)
        if item is None:
            self._where.set_text("")
            self.setAccessibleName(translate("Documents", "Documents"))
            return
        pages = self._pages.get(item.sha256, 1)
        parts = [translate("Documents", "Page {n} of {m}").format(n=formats.count(place.page), m=formats.count(pages))]
        if not place.pane.words:
            parts.append(formats.percent(place.pane.percent / 100, 0))
        if self._tools.grey:
            parts.append(translate("Documents", "grey"))
        if self._tools.contrast:
            parts.append(translate("Documents", "contrast +{n}").format(n=formats.count(self._tools.contrast)))
        self._where.set_text(" · ".join(parts))
        self._facts.set_facts([Fact(f.caption, (Run(f.text, "text", None, f.data),)) for f in item.facts])
        name = translate("Documents", "Document {title}, {where}")
        self.setAccessibleName(name.format(title=item.title, where=", ".join(parts)))
        named = ", ".join(box.caption for box in item.boxes if box.page == place.page)
        fields = translate("Documents", "Fields marked: {fields}").format(fields=named) if named else ""
        blurred = translate("Documents", "Blurred on this computer. Hold Space to see.") if place.pane.covered else ""
        self.setAccessibleDescription(" ".join(part for part in (place.pane.words, blurred, fields) if part))
