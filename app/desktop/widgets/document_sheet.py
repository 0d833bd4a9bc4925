"""The sheet of D: the files behind a case's evidence over the case, their fields named as the case names them. Where
the case compares declared values with a document, the comparison stands beside it: J and K walk along its rows, and the
box of the current field comes into sight."""

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Signal
from PySide6.QtWidgets import QApplication, QBoxLayout, QSizePolicy, QWidget

from app.contract.catalogue import catalogue
from app.contract.views import CaseView, EvidenceView
from app.desktop.ports import OpenDocuments, PageBitmap
from app.desktop.widgets import document_viewer as viewer
from app.desktop.widgets import evidence, formats, reasons, tokens
from app.desktop.widgets.card import Card, Scroll
from app.desktop.widgets.compare_list import CompareList
from app.desktop.widgets.document_page import DocumentBox
from app.desktop.widgets.document_viewer import DocumentFact, DocumentItem, DocumentViewer
from app.desktop.widgets.field_diff import DiffRow
from app.desktop.widgets.label import Label
from app.desktop.widgets.painted import show_if

translate = QCoreApplication.translate
WIDE = 680
"""From this width, in pixels, comparison and document stand side by side; below it the current row is above."""
LIST_WIDTH = 260
NO_LIMIT = (1 << 24) - 1


class DocumentSheet(Card):
    """`page_wanted(sha256, page, edge)` and `closed` are the viewer's; `pointed(field)` names the field under the
    pointer, or whose row of the comparison the keys came to."""

    page_wanted = Signal(str, int, int)
    pointed = Signal(str)
    closed = Signal()
    left = Signal(object)
    """It was closed while it had the focus, which goes back to this widget (None for none)."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.viewer = DocumentViewer(self)
        self.compared = CompareList()
        self._nowhere = Label(colour="muted", wrap=True, parent=self)
        self._list = Scroll(self.compared, self)
        beside = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        beside.setSpacing(tokens.S2)
        beside.addWidget(self._list, 1)
        beside.addWidget(self._nowhere)
        self._across = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._across.setSpacing(tokens.S4)
        self._across.addLayout(beside)
        self._across.addWidget(self.viewer, 1)
        self.body.addLayout(self._across, 1)
        self.setFocusProxy(self.viewer)
        self.viewer.page_wanted.connect(self.page_wanted)
        self.viewer.pointed.connect(self.pointed)
        self.viewer.pointed.connect(self._compare)
        self.viewer.walked.connect(lambda step: self._walk(self.compared.step(step)))
        self.compared.chosen.connect(self._walk)
        self.viewer.closed.connect(self.closed)
        self._shown: OpenDocuments | None = None
        self._before: QWidget | None = None
        self._over = parent
        parent.installEventFilter(self)
        self.hide()

    def show_documents(self, state: OpenDocuments | None) -> None:
        """Over the case, its whole size; None takes it away."""
        self._shown = state
        if state is None:
            focused = self.viewer.hasFocus()
            self.hide()
            self.viewer.show_documents(viewer.DocumentsState(()))
            self.compared.set_rows((), ("", "", ""), "")
            before, self._before = self._before, None
            if focused:
                self.left.emit(before)
            return
        self.heading.set_text(translate("Documents", "Documents"))
        rows, captions = comparison(state.case)
        current = self.compared.current if not self.isHidden() and self.compared.rows else state.lit
        self.compared.set_rows(rows, captions, current)
        show_if(self._list, bool(rows))
        self.viewer.set_beside(bool(rows))
        self.viewer.show_documents(items_of(state))
        self._place()
        self._compare(current)
        if self.isHidden():
            self._before = QApplication.focusWidget()
            self.show()
            self.raise_()
            self.viewer.setFocus()

    def _walk(self, field: str) -> None:
        """To another row of the comparison: its box comes into sight."""
        if field and self._shown is not None:
            self.viewer.point_at(field)
            self._compare(field)
            self.pointed.emit(field)

    def _compare(self, field: str) -> None:
        """What the case says of the field that is pointed at, as far as it may be seen. Where nothing is pointed at any
        longer the row stays, so that a look aside loses nothing."""
        known = any(row.key == field for row in self.compared.rows)
        if known:
            self.compared.set_current(field)
            place = self.compared.place_of(field)
            self._list.ensureVisible(0, place.center().y(), 0, place.height())
        nowhere = known and not self.viewer.has_box(field)
        self._nowhere.set_text(translate("Documents", "No document shows where this field stands.") if nowhere else "")
        show_if(self._nowhere, nowhere)
        self._fit_list()

    def _place(self) -> None:
        edge = tokens.px(tokens.S3)
        self.setGeometry(self._over.rect().adjusted(edge, edge, -edge, -edge))
        wide = self.width() >= tokens.px(WIDE)
        direction = QBoxLayout.Direction
        self._across.setDirection(direction.LeftToRight if wide else direction.TopToBottom)
        self.compared.set_alone(not wide)
        self._fit_list()

    def _fit_list(self) -> None:
        """A column of its own beside the document, or as high as the one row above it."""
        wide = self.width() >= tokens.px(WIDE)
        column = tokens.px(LIST_WIDTH) if wide else NO_LIMIT
        self._list.setMaximumWidth(column)
        self._list.setMinimumWidth(column if wide else 0)
        high = NO_LIMIT if wide else self.compared.height_at(self._list.width())
        self._list.setMaximumHeight(high)
        self._list.setMinimumHeight(0 if wide else high)
        self._nowhere.setMaximumWidth(column)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._place()
        return False

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange and self._shown is not None:
            self.show_documents(self._shown)

    def show_page(self, sha256: str, bitmap: PageBitmap) -> None:
        self.viewer.set_page(sha256, bitmap)

    def show_page_problem(self, sha256: str, page: int, code: str) -> None:
        self.viewer.set_problem(sha256, page, problem(code))


def items_of(state: OpenDocuments) -> viewer.DocumentsState:
    """The state of the viewer, in words."""
    case = state.case
    items = tuple(_item(case, item) for item in case.evidence if item.attachment is not None)
    return viewer.DocumentsState(items, state.lit, state.blurred, state.grey)


def _item(case: CaseView, item: EvidenceView) -> DocumentItem:
    file = item.attachment
    assert file is not None
    title, data = evidence.title_of(case, item)
    boxes = tuple(
        DocumentBox(box.field, *field_words(case, item, box.field), box.page, box.x, box.y, box.w, box.h)
        for box in item.boxes
    )
    facts = [DocumentFact(translate("Documents", "Kind"), file.media_type, True)]
    facts.append(
        DocumentFact(
            translate("Documents", "Size"),
            translate("Documents", "{size} KB").format(size=formats.count(max(1, file.size // 1024))),
        )
    )
    if file.width and file.height:
        text = translate("Documents", "{wide} × {tall} pixels")
        size = text.format(wide=formats.count(file.width), tall=formats.count(file.height))
        facts.append(DocumentFact(translate("Documents", "Picture"), size))
    if file.pages:
        facts.append(DocumentFact(translate("Documents", "Pages"), formats.count(file.pages)))
    if file.captured_at is not None:
        facts.append(DocumentFact(translate("Documents", "Taken"), formats.date_time(file.captured_at)))
    if file.software:
        facts.append(DocumentFact(translate("Documents", "Saved by"), file.software, True))
    facts.append(DocumentFact("SHA-256", f"{file.sha256[:16]}…", True))
    return DocumentItem(file.sha256, title, data, file.pages, boxes, tuple(facts))


def comparison(case: CaseView) -> tuple[list[DiffRow], tuple[str, str, str]]:
    """The rows of every comparison that the case brings, and what stands before their values; none without one."""
    rows: list[DiffRow] = []
    captions = ("", "", "")
    for item in case.evidence:
        if evidence.layout_of(case, item) == "field_compare":
            heads, found, _, how = evidence.diff(case, item)
            rows += [row for row in found if row.key]
            captions = (heads[1], heads[2], how)
    return rows, captions


def field_words(case: CaseView, item: EvidenceView, name: str) -> tuple[str, bool]:
    """What a field is called: by its own evidence, by the subject, or by the words of a comparison beside it; else
    its id, as data."""
    for piece in (item, *case.evidence):
        schema = evidence.schema_of(case, piece)
        for field in schema.fields if schema is not None else ():
            if field.name == name and piece is item:
                return evidence.caption(name, field)
            if field.role == "title" and name in field.values:
                return field.values[name].in_language(formats.language()), False
    kind = catalogue().case_types.get(case.case_type)
    return evidence.caption(name, kind.subject_field(name) if kind else None)


def problem(code: str) -> str:
    """Why a document cannot be shown, and what to do."""
    texts = {
        "document_unreadable": translate(
            "Documents",
            "This file cannot be opened: it is damaged or not what it says. Ask for another; decide without.",
        ),
        "document_damaged": translate(
            "Documents", "The file is not the one the case names, so it is not shown. Tell your lead."
        ),
        "document_too_large": translate(
            "Documents", "This file is larger than can be shown safely. Ask for a smaller one."
        ),
        "document_too_slow": translate(
            "Documents", "This file took too long and was given up. Nothing else is affected; ask for another file."
        ),
        "document_no_page": translate("Documents", "The file has no such page."),
        "document_no_viewer": translate("Documents", "Documents cannot be shown now. Close them and press D again."),
        "offline": translate(
            "Documents", "This document is not on this computer yet. It comes when the server is back."
        ),
        "not_found": translate("Documents", "The server does not have this file, or it is not yours to see."),
        "forbidden": translate("Documents", "Your role does not see documents. Ask your lead."),
    }
    return texts.get(code) or reasons.problem(code)
