"""Changes keep their documents as they came."""

import msgspec
import pytest

from app.contract.changes import NO_DOCUMENT, Change, Op


@pytest.mark.parametrize("document", [b'{"a":1,"unknown":[2]}', b""])
def test_a_document_crosses_the_wire_byte_for_byte_or_stays_away(document: bytes) -> None:
    sent = Change(7, "case", "C-200001", 3, Op.UPSERT, msgspec.Raw(document) if document else NO_DOCUMENT)
    wire = msgspec.json.encode(sent)
    assert (b"document" in wire) == bool(document)
    assert bytes(msgspec.json.decode(wire, type=Change).document) == document
