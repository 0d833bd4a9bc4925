"""What may be said of a file, and where on it a field may stand."""

import math
from typing import Any

import pytest

from app.domain.case import Evidence
from app.domain.document import MAX_DOCUMENT_BYTES, Attachment, FieldBox, looks_like
from app.domain.text import Bilingual


def box(**more: Any) -> FieldBox:
    return FieldBox(**({"field": "name", "page": 1, "x": 0.1, "y": 0.2, "w": 0.3, "h": 0.05} | more))


def scan(**more: Any) -> Attachment:
    return Attachment(**({"sha256": "a" * 64, "media_type": "image/png", "size": 10} | more))


@pytest.mark.parametrize(
    "wrong",
    [{"x": math.nan}, {"w": math.inf}, {"x": -0.1}, {"x": 0.8, "w": 0.3}, {"h": 0.0}, {"page": 0}, {"field": ""}],
)
def test_a_box_has_finite_numbers_and_lies_inside_its_page(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError):
        box(**wrong)


def test_a_box_may_reach_the_very_rim() -> None:
    assert box(x=0.0, y=0.9, w=1.0, h=0.1).w == 1.0


@pytest.mark.parametrize(
    "wrong",
    [
        {"sha256": "A" * 64},
        {"media_type": "image/svg+xml"},
        {"media_type": "text/html"},
        {"size": MAX_DOCUMENT_BYTES + 1},
        {"pages": 0},
        {"pages": 51},
        {"width": 50_000, "height": 50_000},
        {"software": "a\x07b"},
    ],
)
def test_a_file_is_of_a_kind_and_a_size_that_can_be_shown_safely(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError):
        scan(**wrong)


def test_boxes_need_a_file_and_a_page_of_it() -> None:
    title = Bilingual("Document")
    with pytest.raises(ValueError):
        Evidence("e1", "identity_document", title, fields={}, boxes=(box(),))
    with pytest.raises(ValueError):
        Evidence("e1", "identity_document", title, attachment=scan(pages=1), boxes=(box(page=2),))
    assert Evidence("e1", "identity_document", title, attachment=scan(), boxes=(box(page=2),)).boxes


@pytest.mark.parametrize(
    ("media_type", "data"),
    [
        ("image/png", b"\x89PNG\r\n\x1a\n...."),
        ("image/jpeg", b"\xff\xd8\xff\xe0"),
        ("image/webp", b"RIFF\x00\x00\x00\x00WEBPVP8 "),
        ("application/pdf", b"%PDF-1.7\n"),
        ("text/plain", "Straße 5，上海\n".encode()),
    ],
)
def test_the_first_bytes_tell_the_kind(media_type: str, data: bytes) -> None:
    assert looks_like(media_type, data)
    assert not looks_like(media_type, b"<svg onload='x'/>\x00")
    assert not looks_like("image/svg+xml", data)
