"""Files behind the evidence: what kind they may be, what is known of them, and where in them a field stands."""

import math
from datetime import datetime
from typing import Annotated

import msgspec

from app.domain.text import unwelcome_characters

MAX_DOCUMENT_BYTES = 20 * 1024 * 1024
MAX_PAGES, MAX_BOXES, MAX_PIXELS = 50, 200, 40_000_000
_EDGE = 1e-6  # what arithmetic with floats may add at the rim of a page

# Nothing that runs, nothing that fetches: pictures, PDF (drawn, never opened by another program) and plain text.
# Media type → the file ending under which it may be saved.
MEDIA_TYPES = {
    "image/png": "png",
    "image/jpeg": "jpg",
    "image/webp": "webp",
    "application/pdf": "pdf",
    "text/plain": "txt",
}


class Attachment(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """A file, named by the SHA-256 of its content (64 hex digits); `size` in bytes, `width` and `height` in pixels of
    the first page. `captured_at` and `software` are what the file says of itself."""

    sha256: str
    media_type: str
    size: int
    name: str = ""
    width: int | None = None
    height: int | None = None
    pages: int | None = None
    captured_at: Annotated[datetime, msgspec.Meta(tz=True)] | None = None
    software: str = ""

    def __post_init__(self) -> None:
        if not is_sha256(self.sha256):
            raise ValueError("sha256 is 64 lower-case hex digits")
        if self.media_type not in MEDIA_TYPES:
            raise ValueError(f"media_type is one of {', '.join(MEDIA_TYPES)}")
        if not 0 <= self.size <= MAX_DOCUMENT_BYTES:
            raise ValueError(f"size lies between 0 and {MAX_DOCUMENT_BYTES} bytes")
        if self.pages is not None and not 1 <= self.pages <= MAX_PAGES:
            raise ValueError(f"1 to {MAX_PAGES} pages")
        for side in (self.width, self.height):
            if side is not None and side < 1:
                raise ValueError("width and height are at least 1 pixel")
        if (self.width or 1) * (self.height or 1) > MAX_PIXELS:
            raise ValueError(f"at most {MAX_PIXELS} pixels")
        if len(self.software) > 120 or unwelcome_characters(self.software):
            raise ValueError("software has at most 120 characters and no control characters")


class FieldBox(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """Where `field` stands on a page (counted from 1): left, top, width and height as shares of the page, 0 to 1.
    `text` is what was read there; it is a person's, so it is told to nobody without need."""

    field: str
    page: int
    x: float
    y: float
    w: float
    h: float
    text: str | None = None

    def __post_init__(self) -> None:
        if not 0 < len(self.field) <= 64 or unwelcome_characters(self.field):
            raise ValueError("field has 1 to 64 characters and no control characters")
        if not 1 <= self.page <= MAX_PAGES:
            raise ValueError(f"page lies between 1 and {MAX_PAGES}")
        if not all(math.isfinite(value) for value in (self.x, self.y, self.w, self.h)):
            raise ValueError("a box has finite numbers")
        inside = self.x >= 0 and self.y >= 0 and self.x + self.w <= 1 + _EDGE and self.y + self.h <= 1 + _EDGE
        if not inside or self.w <= 0 or self.h <= 0:
            raise ValueError("a box lies inside its page and has an area")
        if self.text is not None and len(self.text) > 500:
            raise ValueError("text has at most 500 characters")


def is_sha256(text: str) -> bool:
    return len(text) == 64 and all(c in "0123456789abcdef" for c in text)


def looks_like(media_type: str, data: bytes) -> bool:
    """True where the first bytes are those of `media_type`. Text is UTF-8 without controls that a terminal obeys."""
    if media_type == "image/png":
        return data.startswith(b"\x89PNG\r\n\x1a\n")
    if media_type == "image/jpeg":
        return data.startswith(b"\xff\xd8\xff")
    if media_type == "image/webp":
        return data[:4] == b"RIFF" and data[8:12] == b"WEBP"
    if media_type == "application/pdf":
        return data.startswith(b"%PDF-")
    if media_type == "text/plain":
        try:
            return bool(data) and not any(ord(c) < 32 and c not in "\t\r\n\f" for c in data.decode("utf-8-sig"))
        except UnicodeDecodeError:
            return False
    return False
