"""Cursors: opaque to the client, signed by the server, good for one viewer.

A feed cursor reads `v1.epoch.feed_seq.chain8.scope_hash`, and `.holding` where the seat is capped; a page cursor
`p1.scope_hash.payload`. Both carry an HMAC and are base64url, at most 128 characters.
"""

import base64
import hashlib
import hmac

import msgspec

from app.contract.limits import CURSOR_BYTES
from app.contract.views import Viewer
from app.domain.roles import Capability, can

_MAC = 12
# What rows and fields are told by; see `app.contract.views`.
_SEEN_BY = (
    Capability.CASE_READ,
    Capability.REVIEW_READ_ALL,
    Capability.ESCALATION_RESOLVE,
    Capability.REVIEW_SUBMIT,
)


class BadCursor(Exception):
    """`code` is the problem code: cursor_malformed or scope_changed."""

    def __init__(self, code: str = "cursor_malformed") -> None:
        super().__init__(code)
        self.code = code


class FeedPosition(msgspec.Struct, frozen=True):
    """`holding`: what a capped seat held there, by name; empty for a seat without a cap."""

    epoch: str
    feed_seq: int
    chain8: str
    holding: str = ""


def scope_hash(viewer: Viewer) -> str:
    """What a viewer may see, in 16 hex digits: it changes with person, roles and vendor, and where the house has
    changed what those roles may see."""
    text = "|".join([viewer.user_id, ",".join(sorted(r.value for r in viewer.roles)), viewer.vendor or ""])
    for capability in _SEEN_BY:
        if can(viewer.roles, capability) != can(frozenset(viewer.roles), capability):
            text += f"|{capability.value}"
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def feed_cursor(at: FeedPosition, viewer: Viewer, key: bytes) -> str:
    holding = f".{at.holding}" if at.holding else ""
    return _seal(f"v1.{at.epoch}.{at.feed_seq}.{at.chain8}.{scope_hash(viewer)}{holding}", key)


def read_feed_cursor(cursor: str, viewer: Viewer, key: bytes) -> FeedPosition:
    """Raises BadCursor; whether the position still exists is asked of the feed itself."""
    parts = _open(cursor, key).split(".")
    if len(parts) not in (5, 6) or parts[0] != "v1":
        raise BadCursor
    if parts[4] != scope_hash(viewer):
        raise BadCursor("scope_changed")
    return FeedPosition(parts[1], int(parts[2]), parts[3], parts[5] if len(parts) == 6 else "")


def page_cursor(payload: str, viewer: Viewer, key: bytes) -> str:
    return _seal(f"p1.{scope_hash(viewer)}.{payload}", key)


def read_page_cursor(cursor: str, viewer: Viewer, key: bytes) -> str:
    """The payload of a page cursor. Raises BadCursor."""
    kind, _, rest = _open(cursor, key).partition(".")
    scope, _, payload = rest.partition(".")
    if kind != "p1":
        raise BadCursor
    if scope != scope_hash(viewer):
        raise BadCursor("scope_changed")
    return payload


def _seal(text: str, key: bytes) -> str:
    raw = text.encode()
    sealed = base64.urlsafe_b64encode(raw + _mac(raw, key)).decode().rstrip("=")
    if len(sealed) > CURSOR_BYTES:
        raise ValueError("a cursor grew too long")
    return sealed


def _open(cursor: str, key: bytes) -> str:
    if not cursor or len(cursor) > CURSOR_BYTES or not cursor.isascii():
        raise BadCursor
    try:
        raw = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
    except ValueError:
        raise BadCursor from None
    text, mac = raw[:-_MAC], raw[-_MAC:]
    if not hmac.compare_digest(mac, _mac(text, key)):
        raise BadCursor
    return text.decode()


def _mac(raw: bytes, key: bytes) -> bytes:
    return hmac.new(key, raw, hashlib.sha256).digest()[:_MAC]
