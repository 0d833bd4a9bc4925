"""The sheet of D: the files behind a case's evidence over the case, their fields named as the case names them."""

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.contract.catalogue import catalogue
from app.contract.views import CaseView, EvidenceView
from app.desktop.panels.review.state import DocumentsState
from app.desktop.panels.review.view import evidence
from app.desktop.ports import PageBitmap
from app.desktop.widgets import document_viewer as viewer
from app.desktop.widgets import formats, reasons, tokens
from app.desktop.widgets.card import Card
from app.desktop.widgets.document_page import DocumentBox
from app.desktop.widgets.document_viewer import DocumentFact, DocumentItem, DocumentViewer
from app.desktop.widgets.label import Label
from app.desktop.widgets.painted import show_if
from app.domain.text import legible

translate = QCoreApplication.translate


class DocumentSheet(Card):
    """`page_wanted(sha256, page, edge)`, `pointed(field)` and `closed` are the viewer's."""

    page_wanted = Signal(str, int, int)
    pointed = Signal(str)
    closed = Signal()
    left = Signal()
    """It was closed while it had the focus, which has to go somewhere."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.viewer = DocumentViewer(self)
        self._compared = Label(parent=self)
        self.body.addWidget(self.viewer, 1)
        self.body.addWidget(self._compared)
        self.setFocusProxy(self.viewer)
        self.viewer.page_wanted.connect(self.page_wanted)
        self.viewer.pointed.connect(self.pointed)
        self.viewer.pointed.connect(self._compare)
        self.viewer.closed.connect(self.closed)
        self._shown: DocumentsState | None = None
        self._over = parent
        parent.installEventFilter(self)
        self.hide()

    def show_documents(self, state: DocumentsState | None) -> None:
        """Over the case, its whole size; None takes it away."""
        self._shown = state
        if state is None:
            focused = self.viewer.hasFocus()
            self.hide()
            self.viewer.show_documents(viewer.DocumentsState(()))
            if focused:
                self.left.emit()
            return
        self.heading.set_text(translate("Documents", "Documents"))
        self._compare(state.lit)
        self.viewer.show_documents(items_of(state))
        if self.isHidden():
            self._place()
            self.show()
            self.raise_()
            self.viewer.setFocus()

    def _compare(self, field: str) -> None:
        """What the case says of the field that is pointed at, as far as it may be seen."""
        words = comparison(self._shown.case, field) if self._shown is not None and field else ""
        self._compared.set_text(words, data=True)
        show_if(self._compared, bool(words))

    def _place(self) -> None:
        edge = tokens.px(tokens.S3)
        self.setGeometry(self._over.rect().adjusted(edge, edge, -edge, -edge))

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


def items_of(state: DocumentsState) -> viewer.DocumentsState:
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


def comparison(case: CaseView, field: str) -> str:
    """The declared value and the document's of one field, from the comparison that the case brings; "" for none."""
    for item in case.evidence:
        for row in item.rows or ():
            if row.get("field") == field and {"declared", "document"} <= row.keys():
                text = translate("Documents", "{field}: declared {declared}, on the document {document}")
                told = {name: legible(str(row[name]), 120) for name in ("declared", "document")}
                return text.format(field=field_words(case, item, field)[0], **told)
    return ""


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
