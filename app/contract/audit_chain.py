"""The audit trail as a chain: how a row is hashed, what a head and an export's closing statement sign, and how a seal
on it is made. One definition for the server that writes it and for whoever verifies a file without any server.

    hash(n) = SHA-256( hash(n - 1) ‖ canonical JSON of [n, at, actor_id, action, entity, entity_id, detail] )

with hash(0) = 32 zero bytes, canonical JSON as in RFC 8785, `at` in UTC milliseconds since 1970.
"""

import hashlib
from collections.abc import Sequence
from typing import Any

import msgspec

from app.contract.canonical import canonical_json

ORIGIN = bytes(32)


class AuditRow(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """One row as an export tells it. `hash` and `previous` in hex; `previous` stands only in an export of chosen rows,
    where the row before is another one."""

    audit_seq: int
    at: int
    actor_id: str
    action: str
    entity: str
    entity_id: str
    detail: dict[str, Any]
    hash: str
    previous: str | None = None


class AuditHead(msgspec.Struct, frozen=True):
    """How far the chain had come, under a signature: nothing up to `audit_seq` can change any more without being
    found. `day` is the UTC day on which it was signed, `signed_at` UTC milliseconds, `key` the public Ed25519 key."""

    audit_seq: int
    hash: str
    day: str
    epoch: str
    signed_at: int
    key: str
    signature: str = ""


class AuditStatement(msgspec.Struct, frozen=True):
    """The last line of an export: what stands before it. `digest`: SHA-256, hex, over the hashes of its rows one after
    the other; `chosen`: what was asked for where these are not all rows; `key` and `signature`: null where the server
    has no audit key."""

    rows: int
    first: int | None
    last: int | None
    digest: str
    heads: int
    chosen: dict[str, Any] | None
    epoch: str
    exported_at: int
    key: str | None = None
    signature: str | None = None


class HeadLine(msgspec.Struct, frozen=True):
    """A line of an export after the rows."""

    head: AuditHead


class StatementLine(msgspec.Struct, frozen=True):
    """The last line of an export."""

    statement: AuditStatement


def link(previous: bytes, number: int, at_ms: int, who_did_what: Sequence[str], detail: str) -> bytes:
    """The hash of a row. `who_did_what`: actor_id, action, entity, entity_id; `detail`: canonical JSON."""
    return hashlib.sha256(previous + f"[{number}".encode() + tail(at_ms, who_did_what, detail)).digest()


def tail(at_ms: int, who_did_what: Sequence[str], detail: str) -> bytes:
    """What is hashed of a row after its number, which a database that goes on with the chain by itself puts before."""
    words = ",".join(canonical_json(word).decode() for word in who_did_what)
    return f",{at_ms},{words},{detail}]".encode()


def hash_of(row: AuditRow, previous: bytes) -> bytes:
    """What the hash of this row has to be after `previous`."""
    words = (row.actor_id, row.action, row.entity, row.entity_id)
    return link(previous, row.audit_seq, row.at, words, canonical_json(row.detail).decode())


def head_bytes(head: AuditHead) -> bytes:
    """What the signature of a head is over."""
    return _signed(b"footplate-audit-head-1\n", head)


def statement_bytes(statement: AuditStatement) -> bytes:
    """What the signature of an export's closing statement is over."""
    return _signed(b"footplate-audit-export-1\n", statement)


def _signed(what: bytes, told: AuditHead | AuditStatement) -> bytes:
    plain: dict[str, Any] = msgspec.to_builtins(told)
    del plain["signature"]
    return what + canonical_json(plain)
