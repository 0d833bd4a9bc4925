"""Files behind the evidence of packets: kept sealed as those of cases are, under names that tell no case."""

from collections.abc import Callable
from typing import Protocol

from app.contract.qa import PacketBody
from app.desktop.ports import DocumentRef, PageBitmap, Renderer
from app.desktop.ports.quality import CarriedFiles
from app.desktop.usecases.blobs import Blobs
from app.desktop.usecases.documents import DocumentDesk
from app.domain.document import Attachment

_PREFIX = "packet/"


class PacketFilesOnline(Protocol):
    """The one call; see api.endpoints.Api.packet_document."""

    def packet_document(
        self, packet_id: str, ref: str, sha256: str, start: int, take: Callable[[bytes], None]
    ) -> bool: ...


class _ByOwner:
    """The call as documents of cases have it: by whom the file is kept for."""

    def __init__(self, online: PacketFilesOnline) -> None:
        self._online = online

    def document(self, case_id: str, sha256: str, start: int, take: Callable[[bytes], None]) -> bool:
        packet_id, _, ref = case_id.removeprefix(_PREFIX).partition("/")
        return self._online.packet_document(packet_id, ref, sha256, start, take)


class PacketFiles:
    """Callable from several threads."""

    def __init__(self, online: PacketFilesOnline, blobs: Blobs, renderer: Renderer) -> None:
        self._blobs = blobs
        self._desk = DocumentDesk(_ByOwner(online), blobs, renderer, lambda asked: asked, lambda _case_id: None)

    def page(self, packet_id: str, ref: str, file: Attachment, page: int, edge: int) -> PageBitmap:
        """Raises ApiError, or CannotShow."""
        return self._desk.page(_ref(packet_id, ref, file), page, edge)

    def bring(self, body: PacketBody) -> None:
        """What of a packet is not here yet. Raises ApiError, or CannotShow."""
        for ref in _all(body):
            if not self._blobs.has(ref.sha256):
                self._desk.content(ref)

    def there(self, body: PacketBody) -> CarriedFiles:
        """Each file once, however many cases name it."""
        sizes = {ref.sha256: ref.size for ref in _all(body)}
        return CarriedFiles(len(sizes), sum(sizes.values()), sum(self._blobs.has(name) for name in sizes))

    def forget(self, packet_id: str) -> None:
        """The packet has left this seat."""
        prefix = f"{_PREFIX}{packet_id}/"
        if gone := {name for name in self._blobs.cases() if name.startswith(prefix)}:
            self._blobs.forget(gone)


def of_packets(names: set[str], packet_ids: set[str]) -> set[str]:
    """Those of these names that files of these packets are kept under."""
    return {name for name in names if name.startswith(_PREFIX) and name.split("/")[1] in packet_ids}


def _all(body: PacketBody) -> list[DocumentRef]:
    return [
        _ref(body.packet_id, item.ref, evidence.attachment)
        for item in body.items
        for evidence in item.evidence
        if evidence.attachment is not None
    ]


def _ref(packet_id: str, ref: str, file: Attachment) -> DocumentRef:
    return DocumentRef(f"{_PREFIX}{packet_id}/{ref}", "", file.sha256, file.media_type, file.size, file.pages)
