"""Documents at the seat: fetched once, checked, kept sealed, and drawn by a process of their own.

A download is gathered in memory and taken up where it broke off; only the sealed form ever reaches the disk, so that
there is no moment in which a scan lies readable in the profile. Without a data key nothing is kept but what is in
sight.
"""

import contextlib
import hashlib
import threading
from collections.abc import Callable
from typing import Protocol

from app.contract.views import CaseView
from app.desktop.changes import Changed, Kind, changed
from app.desktop.ports import ApiError, CannotShow, DocumentRef, Offline, PageBitmap, Problem, Renderer, ServerSpoke
from app.desktop.usecases.blobs import Blobs
from app.domain.document import MAX_DOCUMENT_BYTES

ATTEMPTS = 4


class DocumentsOnline(Protocol):
    """The one call; see api.endpoints.Api.document."""

    def document(self, case_id: str, sha256: str, start: int, take: Callable[[bytes], None]) -> bool: ...


class DocumentDesk:
    """See ports.Documents."""

    def __init__(
        self,
        online: DocumentsOnline,
        blobs: Blobs,
        renderer: Renderer,
        still_here: Callable[[set[str]], set[str]],
        view_of: Callable[[str], CaseView | None],
    ) -> None:
        """`still_here` tells which of some cases the seat still has, `view_of` reads one (None where it cannot)."""
        self._online, self._blobs, self._renderer = online, blobs, renderer
        self._still_here, self._view_of = still_here, view_of
        # One download of a file at a time: who comes second finds it in the store.
        self._under_way: dict[str, threading.Lock] = {}
        self._lock = threading.Lock()
        self._looked = False

    def page(self, ref: DocumentRef, page: int, edge: int) -> PageBitmap:
        return self._renderer.render(ref.sha256, ref.media_type, lambda: self.content(ref), page, edge)

    def ahead(self, case_ids: tuple[str, ...]) -> None:
        if not self._looked:
            # A run that ended between a case and its documents left them behind.
            self._looked = True
            self.note(changed(Kind.CASE))
        views = [view for case_id in case_ids if (view := self._view_of(case_id)) is not None]
        self.prefetch(tuple(ref for view in views for ref in documents_of(view)))

    def lacking(self, case_id: str) -> bool:
        """Whether a file of this case is not on the seat."""
        view = self._view_of(case_id)
        return view is None or any(not self._blobs.has(ref.sha256) for ref in documents_of(view))

    def prefetch(self, refs: tuple[DocumentRef, ...]) -> None:
        """Fetch what is not here yet, and have the render process ready."""
        if refs:
            self._renderer.warm()
        for ref in refs:
            try:
                if not self._blobs.has(ref.sha256):
                    self.content(ref)
            except (Problem, CannotShow):
                continue  # this one cannot be had; the others may
            except ApiError:
                return

    def content(self, ref: DocumentRef) -> bytes:
        """The bytes that the case names. Raises ApiError, or CannotShow where they are other ones."""
        with self._lock:
            turn = self._under_way.setdefault(ref.sha256, threading.Lock())
        with turn:
            data = self._blobs.get(ref.sha256, ref.case_id)
            if data is None:
                data = self._fetch(ref)
                # A full disk keeps nobody from reading what has just come.
                with contextlib.suppress(OSError):
                    self._blobs.put(ref.sha256, ref.case_id, data)
        with self._lock:
            self._under_way.pop(ref.sha256, None)
        return data

    def _fetch(self, ref: DocumentRef) -> bytes:
        if ref.size > MAX_DOCUMENT_BYTES:
            raise CannotShow("document_too_large")
        gathered = bytearray()

        def take(piece: bytes) -> None:
            gathered.extend(piece)
            if len(gathered) > ref.size:
                raise CannotShow("document_damaged")

        for attempt in range(1, ATTEMPTS + 1):
            had = len(gathered)
            try:
                if not self._online.document(ref.case_id, ref.sha256, had, take):
                    gathered.clear()
                    continue
                if len(gathered) >= ref.size:
                    break
            except (Offline, ServerSpoke):
                # Without any progress the line is down, and the person is told so.
                if attempt == ATTEMPTS or len(gathered) == had:
                    raise
        if len(gathered) != ref.size or hashlib.sha256(gathered).hexdigest() != ref.sha256:
            raise CannotShow("document_damaged")
        return bytes(gathered)

    def note(self, changed: Changed) -> None:
        """Documents go with their case: one that has left the seat leaves nothing behind. From any thread."""
        if Kind.CASE in changed.kinds:
            known = self._blobs.cases()
            asked = known & changed.ids if changed.ids else known
            gone = asked - self._still_here(asked) if asked else set()
            if gone:
                self._blobs.forget(gone)


def documents_of(view: CaseView) -> tuple[DocumentRef, ...]:
    """The files behind a case's evidence, in its order."""
    return tuple(
        DocumentRef(view.case_id, item.id, a.sha256, a.media_type, a.size, a.pages)
        for item in view.evidence
        if (a := item.attachment) is not None
    )
