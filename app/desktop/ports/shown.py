"""What is fetched only to be shown: real values behind masks, and documents."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

import msgspec

from app.domain.assessment import Scalar
from app.domain.reveal import RevealReason

if TYPE_CHECKING:
    from app.contract.views import CaseView


class Revealed(msgspec.Struct, frozen=True):
    """Real values by path, one or one per row, to be shown for `ttl_s` seconds and kept nowhere. `problem` is the
    code that kept the rest of what was asked away, "" where all is here."""

    values: dict[str, tuple[Scalar, ...]]
    ttl_s: int
    problem: str = ""

    def __repr__(self) -> str:
        # A value must not reach a log by way of a message.
        return f"Revealed({tuple(self.values)})"


class Reveals(Protocol):
    """usecases/reveal.py; pool."""

    def reveal(self, case_id: str, fields: tuple[str, ...], reason: RevealReason) -> Revealed:
        """Ask the server for the values under masked paths. Raises ApiError (Offline, Busy, Problem)."""


class DocumentRef(msgspec.Struct, frozen=True):
    """One file behind a case's evidence, as the case names it; `size` in bytes."""

    case_id: str
    evidence_id: str
    sha256: str
    media_type: str
    size: int
    pages: int | None = None


class OpenDocuments(msgspec.Struct, frozen=True):
    """The documents of a case lie open: what the seat's policy and the person's wish make of them, and the field that
    is pointed at elsewhere."""

    case: "CaseView"
    blurred: bool = False
    grey: bool = False
    lit: str = ""


class PageBitmap(msgspec.Struct, frozen=True):
    """One page as a picture: 32 bits a pixel (blue, green, red, unused), rows of `width` pixels without a gap.
    `full_width` and `full_height` are what the page would have at its own resolution; `page` counts from 1."""

    page: int
    pages: int
    width: int
    height: int
    full_width: int
    full_height: int
    pixels: bytearray

    def __repr__(self) -> str:
        return f"PageBitmap({self.page}/{self.pages}, {self.width}x{self.height})"


class Documents(Protocol):
    """usecases/documents.py; pool."""

    def page(self, ref: DocumentRef, page: int, edge: int) -> PageBitmap:
        """A page drawn so that its longer side has at most `edge` pixels. Raises ApiError, or CannotShow."""

    def ahead(self, case_ids: tuple[str, ...]) -> None:
        """Bring the files of these cases to the seat; what cannot be had now is left for later."""


class Renderer(Protocol):
    """renderer.py: draws in a process of its own."""

    def warm(self) -> None:
        """Start the process ahead of the first document; returns at once."""

    def render(self, name: str, media_type: str, data: Callable[[], bytes], page: int, edge: int) -> PageBitmap:
        """Raises CannotShow. `name` is the file's hash, `data` gives its bytes where the process has not got them."""
