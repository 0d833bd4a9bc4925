"""D: the documents of the case in sight. Pages are drawn off the GUI thread, the hand's documents fetched ahead."""

from collections.abc import Callable
from typing import Protocol

from app.contract.views import CaseView
from app.desktop.changes import Changed, Kind
from app.desktop.panels.review.state import CaseState
from app.desktop.ports import DeskError, DocumentRef, Documents, Hand, Hub, OpenDocuments, PageBitmap, Tasks


class View(Protocol):
    """What is asked of the view; every call is cheap and idempotent."""

    def show_documents(self, state: OpenDocuments | None) -> None: ...

    def show_page(self, sha256: str, bitmap: PageBitmap) -> None: ...

    def show_page_problem(self, sha256: str, page: int, code: str) -> None: ...


class Eyes(Protocol):
    """shell.room.Comfort, as far as it is asked here."""

    @property
    def documents_grey(self) -> bool: ...

    @property
    def documents_blurred(self) -> bool: ...


class DocumentsPresenter:
    """All methods run on the GUI thread. `documents` None where the seat has no viewer."""

    def __init__(
        self,
        view: View,
        *,
        documents: Documents | None,
        hand: Hand,
        tasks: Tasks,
        hub: Hub,
        comfort: Callable[[], Eyes] | None = None,
    ) -> None:
        self._view, self._documents = view, documents
        self._hand, self._tasks, self._comfort = hand, tasks, comfort
        self._case: CaseView | None = None
        self._open = False
        self._lit = ""
        self.on_none: Callable[[], None] = lambda: None
        """Called where a case has no documents to be shown."""
        hub.changed.connect(self._heard)

    def shut(self) -> None:
        """The room goes: news that still comes concern no document of it."""
        self._open, self._case = False, None

    # --- what is in sight -----------------------------------------------------------------------------

    def show_case(self, state: CaseState) -> None:
        """A case came into sight: another case closes the documents, the same one keeps them as they are."""
        before, self._case = self._case, state.open.view if state.open is not None else None
        if self._case is not None and state.shown is not None:
            # What is revealed is compared as it stands, for as long as it may be seen.
            self._case = state.shown
        if not self._open:
            return
        if self._case is None or before is None or self._case.case_id != before.case_id:
            self.close()
        elif self._case.evidence != before.evidence:
            self._show()

    def toggle(self, field: str = "") -> None:
        """D: open, with the box of a field in sight where one is pointed at; or close again."""
        if self._open:
            self.close()
        else:
            self.open_at(field)

    def open_at(self, field: str) -> None:
        """Open with the box of this field in sight, "" for none."""
        if self._case is None or self._documents is None:
            return
        if not any(item.attachment is not None for item in self._case.evidence):
            self.on_none()
            return
        self._open, self._lit = True, field
        self._show()

    def close(self) -> None:
        """Esc."""
        if self._open:
            self._open, self._lit = False, ""
            self._view.show_documents(None)

    def light(self, field: str) -> None:
        """A field of the comparison is pointed at: its box lights up."""
        if field != self._lit:
            self._lit = field
            if self._open:
                self._show()

    def _show(self) -> None:
        if self._case is not None:
            eyes = self._comfort() if self._comfort is not None else None
            blurred, grey = (eyes.documents_blurred, eyes.documents_grey) if eyes is not None else (False, False)
            self._view.show_documents(OpenDocuments(self._case, blurred, grey, self._lit))

    # --- pages ----------------------------------------------------------------------------------------

    def want(self, sha256: str, page: int, edge: int) -> None:
        """The viewer asks for a page; the answer finds it by hash and number, or nobody any longer."""
        documents, ref = self._documents, self._ref(sha256)
        if documents is None or ref is None:
            return

        def failed(error: Exception) -> None:
            code = error.code if isinstance(error, DeskError) else "unexpected"
            if self._open:
                self._view.show_page_problem(sha256, page, code)

        def done(bitmap: PageBitmap) -> None:
            if self._open:
                self._view.show_page(sha256, bitmap)

        self._tasks.read(lambda: documents.page(ref, page, edge), done, failed)

    def _ref(self, sha256: str) -> DocumentRef | None:
        if self._case is None:
            return None
        for item in self._case.evidence:
            file = item.attachment
            if file is not None and file.sha256 == sha256:
                return DocumentRef(self._case.case_id, item.id, sha256, file.media_type, file.size, file.pages)
        return None

    # --- ahead ----------------------------------------------------------------------------------------

    def _heard(self, changed: Changed) -> None:
        documents = self._documents
        if documents is not None and Kind.CLAIM in changed.kinds:
            self._tasks.read(lambda: documents.ahead(tuple(self._hand.held())), key="documents.ahead")
