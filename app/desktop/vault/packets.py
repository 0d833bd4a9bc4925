"""Packets of cases to re-review: checked for who signed them and for whom they are sealed, then opened in memory. They
lie at the seat as they came."""

import base64
import binascii
import hashlib

import msgspec
from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from app.contract.qa import PacketBody, SealedPacket, packet_bytes, seal_info
from app.desktop.ports import Identity
from app.desktop.ports.quality import PacketRefused
from app.desktop.vault.seat_file import SeatFile
from app.domain.sampling import frame_digest


def open_packet(packet: SealedPacket, packet_key: str, private_key: bytes | None, who: Identity) -> PacketBody:
    """What is inside. `packet_key`: the server's own, base64; `private_key`: this seat's X25519 key. Raises
    PacketRefused."""
    head = packet.head
    try:
        sealed = base64.b64decode(packet.sealed, validate=True)
        signature = base64.b64decode(packet.signature, validate=True)
        key = Ed25519PublicKey.from_public_bytes(base64.b64decode(packet_key, validate=True))
    except (binascii.Error, ValueError):
        raise PacketRefused("packet_damaged") from None
    try:
        key.verify(signature, packet_bytes(head))
    except InvalidSignature:
        raise PacketRefused("packet_signature") from None
    if hashlib.sha256(sealed).hexdigest() != head.sealed_sha256:
        raise PacketRefused("packet_damaged")
    if (head.user_id, head.device_id) != (who.author, who.device):
        raise PacketRefused("packet_other_seat")
    if private_key is None:
        raise PacketRefused("packet_no_key")
    return _checked(packet, _opened(sealed, private_key, seal_info(head.packet_id, head.device_id)))


def _opened(sealed: bytes, private_key: bytes, info: bytes) -> bytes:
    suite = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
    try:
        return suite.decrypt(sealed, X25519PrivateKey.from_private_bytes(private_key), info=info)
    except (InvalidTag, ValueError):
        raise PacketRefused("packet_other_seat") from None


def _checked(packet: SealedPacket, plain: bytes) -> PacketBody:
    try:
        body = msgspec.json.decode(plain, type=PacketBody)
    except (msgspec.DecodeError, RecursionError):
        raise PacketRefused("packet_damaged") from None
    rows, refs = body.rows, {item.ref for item in body.items}
    whole = not rows or (frame_digest(rows) == body.frame.digest and {row.ref for row in rows} == refs)
    sample_id = body.sample.sample_id if body.sample is not None else None
    inside = (body.packet_id, body.frame.frame_id, sample_id, len(body.items))
    head = packet.head
    if not whole or inside != (head.packet_id, head.frame_id, head.sample_id, head.items):
        raise PacketRefused("packet_frame")
    return body


class PacketKeys:
    """This seat's own keys, as far as packets and signatures need them."""

    def __init__(self, seat: SeatFile) -> None:
        self._seat = seat

    def open(self, packet: SealedPacket, packet_key: str, who: Identity) -> PacketBody:
        """What is inside. Raises PacketRefused."""
        keys = self._seat.state.keys.get(who.device)
        return open_packet(packet, packet_key, keys[1] if keys else None, who)

    def sign(self, who: Identity, message: bytes) -> str:
        """The seat's Ed25519 signature in base64; empty for a seat without keys."""
        keys = self._seat.state.keys.get(who.device)
        if keys is None:
            return ""
        return base64.b64encode(Ed25519PrivateKey.from_private_bytes(keys[0]).sign(message)).decode()
