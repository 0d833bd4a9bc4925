"""The audit trail for those who watch over the house: exported, held against its own hashes, and its heads signed.

Rows come one page at a time, so that memory stays flat however long the trail is.
"""

import hashlib
from collections.abc import Collection, Iterator

import msgspec

from app.contract.audit_chain import (
    AuditHead,
    AuditRow,
    AuditStatement,
    HeadLine,
    StatementLine,
    head_bytes,
    statement_bytes,
)
from app.contract.audit_check import Report, check
from app.domain.roles import Capability
from app.server.security import signatures
from app.server.security.audit_key import AuditKey
from app.server.security.principal import Principal
from app.server.storage import audit, state
from app.server.storage.audit import Chosen
from app.server.storage.unit_of_work import Storage, UnitOfWork, to_ms
from app.server.usecases.refusal import require

__all__ = ["Chosen", "export", "heads", "sign", "sign_due", "verify"]
PAGE = 500
_encode = msgspec.json.Encoder().encode


def export(storage: Storage, who: Principal, chosen: Chosen, key: AuditKey | None) -> Iterator[bytes]:
    """The pieces of an export as JSON lines: rows, the signed heads (of a whole export), the closing statement. Its own
    row is written, and committed, before the first piece, and is the last that a whole export holds. Raises Refused
    (forbidden)."""
    require(who, Capability.EXPORT_AUDIT)
    wanted = {f"of_{name}": value for name, value in msgspec.to_builtins(chosen).items() if name != "entity_id"}
    if chosen.entity_id is not None:
        wanted["of_one"] = True  # which one is whatever was typed
    with storage.write() as work:
        work.audit(who.user_id, "export", "export", "audit", format="jsonl", **wanted)
    up_to = work.last_audit_seq or 0
    return _lines(storage, up_to, chosen, key)


def _lines(storage: Storage, up_to: int, chosen: Chosen, key: AuditKey | None) -> Iterator[bytes]:
    count, first, last, digest = 0, None, None, hashlib.sha256()
    while True:
        with storage.read() as connection:
            rows = audit.rows(connection, last or 0, up_to, PAGE, chosen)
        if not rows:
            break
        first, last = first or rows[0].audit_seq, rows[-1].audit_seq
        count += len(rows)
        for row in rows:
            digest.update(bytes.fromhex(row.hash))
        yield b"".join(_encode(row) + b"\n" for row in rows)
    wanted = msgspec.to_builtins(chosen) or None
    with storage.read() as connection:
        heads = [] if wanted else audit.heads(connection, up_to)
        epoch = state.read(connection, state.EPOCH) or ""
    told = AuditStatement(
        rows=count,
        first=first,
        last=last,
        digest=digest.hexdigest(),
        heads=len(heads),
        chosen=wanted,
        epoch=epoch,
        exported_at=to_ms(storage.clock()),
        key=key.public if key else None,
    )
    if key:
        told = msgspec.structs.replace(told, signature=key.sign(statement_bytes(told)))
    yield b"".join(_encode(HeadLine(head)) + b"\n" for head in heads) + _encode(StatementLine(told)) + b"\n"


def sign_due(work: UnitOfWork, key: AuditKey) -> AuditHead | None:
    """Sign the head of the chain where today (UTC) has none yet and the chain has grown; None where nothing was to do.
    To be called often, by every process: one of them signs."""
    newest = audit.newest_head(work.connection)
    if newest is not None and newest[1] >= _day(work):
        return None
    work.lock()  # nobody writes a row, or another head, meanwhile
    newest = audit.newest_head(work.connection)
    return None if newest is not None and newest[1] >= _day(work) else _sign(work, key)


def sign(storage: Storage, key: AuditKey) -> AuditHead | None:
    """Sign the head of the chain as it is now; None where it has been signed already."""
    with storage.write() as work:
        work.lock()
        return _sign(work, key)


def _sign(work: UnitOfWork, key: AuditKey) -> AuditHead | None:
    number, hashed = audit.last(work.connection)
    newest = audit.newest_head(work.connection)
    if number == 0 or (newest is not None and newest[0] >= number):
        return None
    head = AuditHead(
        audit_seq=number,
        hash=hashed.hex(),
        day=_day(work),
        epoch=state.read(work.connection, state.EPOCH) or "",
        signed_at=work.now_ms,
        key=key.public,
    )
    head = msgspec.structs.replace(head, signature=key.sign(head_bytes(head)))
    audit.add_head(work.connection, head)
    return head


def _day(work: UnitOfWork) -> str:
    return work.now.date().isoformat()


def heads(storage: Storage, who: Principal) -> list[AuditHead]:
    """The signed heads, to be kept where nobody who writes the database can reach them. Raises Refused (forbidden)."""
    require(who, Capability.EXPORT_AUDIT)
    with storage.read(settled=True) as connection:
        return audit.heads(connection, audit.last(connection)[0])


def verify(storage: Storage, kept: Collection[AuditHead] = (), trusted: Collection[str] = ()) -> Report:
    """Hold every row of the database against its hash, the chain, and the signed heads: the database's own and those
    `kept` elsewhere. `trusted`: the public keys that may have signed; empty for any."""
    with storage.read() as connection:
        own = audit.heads(connection, 2**62)
        up_to, _ = audit.last(connection)
    by_number = {(head.audit_seq, head.signature): head for head in [*own, *kept]}
    return check(_rows(storage, up_to), list(by_number.values()), signatures.fits, trusted=trusted)


def _rows(storage: Storage, up_to: int) -> Iterator[AuditRow]:
    after = 0
    while True:
        with storage.read() as connection:
            rows = audit.rows(connection, after, up_to, PAGE, Chosen())
        if not rows:
            return
        yield from rows
        after = rows[-1].audit_seq
