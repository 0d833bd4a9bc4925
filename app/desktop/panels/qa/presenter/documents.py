"""The documents of the case that is decided again: of a packet, or, for whoever settles, of the case itself."""

from collections.abc import Callable
from typing import Protocol

from app.contract.views import CaseView
from app.desktop.panels.qa.state import WorkState
from app.desktop.ports import DeskError, DocumentRef, Documents, OpenDocuments, PageBitmap, Tasks
from app.desktop.ports.quality import Quality


class View(Protocol):
    """What is asked of the sheet; every call is cheap and idempotent."""

    def show_documents(self, state: OpenDocuments | None) -> None: ...

    def show_page(self, sha256: str, bitmap: PageBitmap) -> None: ...

    def show_page_problem(self, sha256: str, page: int, code: str) -> None: ...


class Eyes(Protocol):
    """shell.room.Comfort, as far as it is asked here."""

    @property
    def documents_grey(self) -> bool: ...

    @property
    def documents_blurred(self) -> bool: ...


class QaDocuments:
    """All methods run on the GUI thread. `case_of`: the case in sight as the widgets of evidence take it."""

    def __init__(
        self,
        view: View,
        *,
        quality: Quality,
        documents: Documents | None,
        tasks: Tasks,
        comfort: Callable[[], Eyes] | None,
        case_of: Callable[[WorkState], CaseView],
    ) -> None:
        self._view, self._quality, self._documents = view, quality, documents
        self._tasks, self._comfort, self._case_of = tasks, comfort, case_of
        self._work: WorkState | None = None
        self._open = False
        self.on_none: Callable[[], None] = lambda: None
        """Called where a case has no documents to be shown."""

    def show(self, work: WorkState | None) -> None:
        """Another case, or none, closes them."""
        before, self._work = self._work, work
        if before is None or work is None or (before.sample_id, before.ref) != (work.sample_id, work.ref):
            self.close()

    def toggle(self) -> None:
        """D."""
        work = self._work
        if work is None:
            return
        if self._open:
            self.close()
        elif not any(item.attachment is not None for item in work.item.evidence):
            self.on_none()
        else:
            self._open = True
            eyes = self._comfort() if self._comfort is not None else None
            blurred, grey = (eyes.documents_blurred, eyes.documents_grey) if eyes is not None else (False, False)
            self._view.show_documents(OpenDocuments(self._case_of(work), blurred, grey))

    def close(self) -> None:
        """Esc, and when the room goes."""
        if self._open:
            self._open = False
            self._view.show_documents(None)

    def want(self, sha256: str, page: int, edge: int) -> None:
        """The viewer asks for a page; the answer finds it by hash and number, or nobody any longer."""
        draw = self._drawing(sha256, page, edge)
        if draw is None:
            return

        def failed(error: Exception) -> None:
            if self._open:
                self._view.show_page_problem(sha256, page, error.code if isinstance(error, DeskError) else "unexpected")

        def done(bitmap: PageBitmap) -> None:
            if self._open:
                self._view.show_page(sha256, bitmap)

        self._tasks.read(draw, done, failed)

    def _drawing(self, sha256: str, page: int, edge: int) -> Callable[[], PageBitmap] | None:
        """What draws a page, off this thread; None for a file that the case in sight does not have."""
        work, documents = self._work, self._documents
        found = [] if work is None else [e for e in work.item.evidence if e.attachment is not None]
        one = next((e for e in found if e.attachment is not None and e.attachment.sha256 == sha256), None)
        if work is None or one is None or one.attachment is None:
            return None
        file = one.attachment
        if work.case_id and documents is not None:
            ref = DocumentRef(work.case_id, one.id, sha256, file.media_type, file.size, file.pages)
            return lambda: documents.page(ref, page, edge)
        return lambda: self._quality.file_page(work.packet_id, work.ref, file, page, edge)
