"""A packet is opened as it was made, by whom it was made for, from the server that made it, or not at all."""

import base64
import hashlib
from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from app.contract.qa import PacketHead, SealedPacket, packet_bytes, seal_info
from app.desktop.ports import Identity
from app.desktop.ports.quality import PacketRefused
from app.desktop.vault.packets import open_packet
from app.server.security import packet_seal

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
WHO = Identity("lea", "seat-1")
SEALING = X25519PrivateKey.generate()
SERVER, OTHER = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()
HEAD = PacketHead("packet-1", "lea", "seat-1", "frame-1", None, 0, NOON, NOON, "")
BODY: dict[str, Any] = {
    "packet_id": "packet-1",
    "items": [],
    "frame": {
        "frame_id": "frame-1", "criteria": {"decided_from": NOON, "decided_before": NOON}, "strata": [],
        "cursor": 0, "digest": "", "size": 0, "left_out": 0, "tells": False, "defined_by": "lea",
        "defined_by_name": "lea", "defined_at": NOON,
    },
}  # fmt: skip
OTHERS = {
    "packet_id": "packet-2", "user_id": "kim", "device_id": "seat-2", "frame_id": "frame-2", "sample_id": "sample-2",
    "items": 1, "issued_at": NOON.replace(hour=13), "expires_at": NOON.replace(year=2027), "sealed_sha256": "0" * 64,
}  # fmt: skip


def raw(key: Ed25519PrivateKey | X25519PrivateKey) -> bytes:
    return key.private_bytes_raw()


def public(key: Ed25519PrivateKey) -> str:
    return base64.b64encode(key.public_key().public_bytes_raw()).decode()


def signed(head: PacketHead, sealed: bytes, key: Ed25519PrivateKey) -> SealedPacket:
    made = packet_seal.sign(raw(key).hex(), packet_bytes(head))
    return SealedPacket(head, base64.b64encode(sealed).decode(), made)


def packet(head: PacketHead = HEAD, key: Ed25519PrivateKey = SERVER, **body: Any) -> SealedPacket:
    to = base64.b64encode(SEALING.public_key().public_bytes_raw()).decode()
    sealed = packet_seal.seal(to, msgspec.json.encode(BODY | body), seal_info("packet-1", "seat-1"))
    return signed(msgspec.structs.replace(head, sealed_sha256=hashlib.sha256(sealed).hexdigest()), sealed, key)


def opened(told: SealedPacket, key: Ed25519PrivateKey = SERVER) -> Any:
    return open_packet(told, public(key), raw(SEALING), WHO)


def refused(told: SealedPacket, key: Ed25519PrivateKey = SERVER) -> str:
    with pytest.raises(PacketRefused) as why:
        opened(told, key)
    return why.value.code


def test_as_it_was_made_it_opens() -> None:
    assert opened(packet()).packet_id == "packet-1"


def test_every_field_of_the_head_is_named_here() -> None:
    assert OTHERS.keys() == {field.name for field in msgspec.structs.fields(PacketHead)}


@pytest.mark.parametrize("field", OTHERS)
def test_a_field_that_was_changed_is_refused_by_the_signature(field: str) -> None:
    good = packet()
    head = msgspec.structs.replace(good.head, **{field: OTHERS[field]})
    assert refused(msgspec.structs.replace(good, head=head)) == "packet_signature"


@pytest.mark.parametrize("field", OTHERS)
def test_and_so_is_one_that_was_signed_again_by_another_key(field: str) -> None:
    good = packet()
    head = msgspec.structs.replace(good.head, **{field: OTHERS[field]})
    again = signed(head, base64.b64decode(good.sealed), OTHER)
    assert refused(again) == "packet_signature"
    assert refused(packet(key=OTHER)) == "packet_signature", "even where nothing was changed"


def test_a_packet_of_another_server_is_refused_though_that_server_signed_it() -> None:
    theirs = packet(key=OTHER)
    assert opened(theirs, OTHER).packet_id == "packet-1"
    assert refused(theirs, SERVER) == "packet_signature"


@pytest.mark.parametrize(
    ("field", "code"),
    [
        ("packet_id", "packet_other_seat"),  # the seal is bound to the name
        ("device_id", "packet_other_seat"),
        ("user_id", "packet_other_seat"),
        ("frame_id", "packet_frame"),
        ("sealed_sha256", "packet_damaged"),
        ("sample_id", "packet_frame"),
        ("items", "packet_frame"),
    ],
)
def test_a_head_that_the_server_signed_for_another_body_is_refused(field: str, code: str) -> None:
    good = packet()
    head = msgspec.structs.replace(good.head, **{field: OTHERS[field]})
    assert refused(signed(head, base64.b64decode(good.sealed), SERVER)) == code


@pytest.mark.parametrize("sealed", ["", "A", "not base64!", "AAAA"])
def test_what_is_no_packet_at_all_is_refused(sealed: str) -> None:
    assert refused(msgspec.structs.replace(packet(), sealed=sealed)) == "packet_damaged"
    assert refused(msgspec.structs.replace(packet(), signature=sealed)) in ("packet_damaged", "packet_signature")
