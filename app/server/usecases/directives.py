"""Directives for seats: signed elsewhere, carried here. Nothing on this server can make one."""

import msgspec

from app.contract.devices import (
    MOST_RECEIPTS,
    SIGNATURE_TEXT,
    CheckedIn,
    CheckIn,
    DeviceState,
    Directives,
    Receipt,
    SignedDirective,
    Standing,
    check_in_bytes,
    directive_bytes,
)
from app.contract.problems import Code, ProblemItem
from app.domain.ids import is_uuid7
from app.domain.roles import Capability
from app.domain.text import unwelcome_characters
from app.server.config import Settings
from app.server.security.principal import Principal
from app.server.security.signatures import fits, public_of_lock
from app.server.storage import devices
from app.server.storage.devices import DeviceRow
from app.server.storage.unit_of_work import Storage, UnitOfWork, to_ms
from app.server.usecases.devices import lease_policy, unlock_secret
from app.server.usecases.refusal import Refused, require

MOST_WAITING = 50
MOST_UNPROVED = 10
"""Of one person, where this server has no directive key to look at signatures with: nobody fills a seat's places with
what no seat will obey."""
CLOCKS_APART_MS = 24 * 3_600_000
"""A check-in with another time is not answered: what was overheard yesterday opens nothing today."""


def carry(
    storage: Storage, settings: Settings, who: Principal, device_id: str, signed: SignedDirective
) -> SignedDirective:
    """Keep a signed directive until its seat has said what it did. The same one twice is once. Raises Refused
    (forbidden, not_found, invalid)."""
    told = signed.directive
    require(who, Capability.DIRECTIVE_SEND)
    errors = _faults(settings, device_id, signed)
    if errors:
        raise Refused(Code.INVALID, errors=errors)
    with storage.write() as work:
        row = devices.find(work.connection, device_id)
        if row is None or who.vendor not in (None, row.vendor):
            raise Refused(Code.NOT_FOUND)
        if devices.has_directive(work.connection, told.directive_id):
            return signed
        own = 0 if settings.directive_key else devices.count_waiting(work.connection, device_id, who.user_id)
        if own >= MOST_UNPROVED or devices.count_waiting(work.connection, device_id) >= MOST_WAITING:
            raise Refused(Code.INVALID, "too many wait for this seat", (ProblemItem("", "too_many"),))
        devices.add_directive(work.connection, signed, sent_by=who.user_id, now_ms=work.now_ms)
        work.audit(who.user_id, "directive.sent", "device", device_id, kind=told.kind.value, id=told.directive_id)
    return signed


def _faults(settings: Settings, device_id: str, signed: SignedDirective) -> tuple[ProblemItem, ...]:
    told = signed.directive
    if told.device_id != device_id:
        return (ProblemItem("/directive/device_id", "address", "another id stands in the address"),)
    if not is_uuid7(told.directive_id):
        return (ProblemItem("/directive/directive_id", "uuid7", "a UUID of version 7, lower case"),)
    if not 16 <= len(told.nonce) <= 64 or unwelcome_characters(told.nonce):
        return (ProblemItem("/directive/nonce", "length", "16 to 64 characters"),)
    if not 0 < told.issued_at < 2**53:
        return (ProblemItem("/directive/issued_at", "range", "Unix milliseconds"),)
    if len(signed.signature) != SIGNATURE_TEXT:
        return (ProblemItem("/signature", "length", "64 bytes in base64"),)
    # Without the house's public key the seats alone can tell, and they do in any case.
    if settings.directive_key and not fits(settings.directive_key, signed.signature, directive_bytes(told)):
        return (ProblemItem("/signature", "signature", "not signed by the house's directive key"),)
    return ()


def waiting(storage: Storage, settings: Settings, who: Principal, receipts: tuple[Receipt, ...]) -> Directives:
    """What waits for the seat that asks, after its receipts were taken in. Raises Refused (forbidden)."""
    if who.device_id is None:
        raise Refused(Code.FORBIDDEN, "this sign-in names no device")
    with storage.write() as work:
        row = devices.find(work.connection, who.device_id)
        if row is None or row.user_id != who.user_id:
            raise Refused(Code.FORBIDDEN, "this sign-in names no device")
        _take_in(work, row, receipts)
        devices.change(work.connection, row.device_id, seen_at=work.now_ms)
        top, digest = devices.newest_command(work.connection, row.device_id, who.user_id)
        standing = Standing(
            device_id=row.device_id,
            state=_state(row),
            now=work.now,
            max_offline_hours=lease_policy(settings, who).max_offline_hours,
            unlock_key=public_of_lock(unlock_secret(work, row)),
            directive_key=settings.directive_key or None,
            command_high_seq=top,
            command_high_hash=digest,
        )
        return Directives(devices.waiting(work.connection, row.device_id, MOST_WAITING), standing)


def check_in(storage: Storage, device_id: str, told: CheckIn) -> CheckedIn:
    """The same for a seat whose session is dead: it proves with its own key that it is the one. Raises Refused
    (unauthenticated)."""
    late = abs(told.at - to_ms(storage.clock())) > CLOCKS_APART_MS
    with storage.read() as connection:
        row = devices.look(connection, device_id)
        signed = check_in_bytes(device_id, told.at, told.receipts)
        # Anybody may ask this, so nobody who has not proved anything comes near the lock of the writers.
        if row is None or row.ed25519_key is None or not fits(row.ed25519_key, told.signature, signed):
            raise Refused(Code.UNAUTHENTICATED)
        if late and not told.receipts:
            raise Refused(Code.UNAUTHENTICATED)
        if not told.receipts:
            return CheckedIn(_state(row), devices.waiting(connection, device_id, MOST_WAITING))
    with storage.write() as work:
        # What a seat did counts however late it comes; what waits for the seat is told to a fresh word alone.
        _take_in(work, row, told.receipts)
        return CheckedIn(_state(row), () if late else devices.waiting(work.connection, device_id, MOST_WAITING))


def read_receipts(told: str | None) -> tuple[Receipt, ...]:
    """The parameter `ack` as the contract writes it: "ID:outcome:kept", separated by commas. Raises Refused."""
    found = []
    for part in filter(None, (told or "").split(",")):
        name, _, rest = part.partition(":")
        outcome, _, kept = rest.partition(":")
        try:
            found.append(msgspec.convert({"directive_id": name, "outcome": outcome, "kept": int(kept or 0)}, Receipt))
        except (msgspec.ValidationError, ValueError):
            raise Refused(Code.PARAMETER, errors=(ProblemItem("/ack", "invalid", "ID:outcome:kept"),)) from None
    if len(found) > MOST_RECEIPTS:
        raise Refused(Code.PARAMETER, errors=(ProblemItem("/ack", "too_many", f"at most {MOST_RECEIPTS}"),))
    return tuple(found)


def _take_in(work: UnitOfWork, row: DeviceRow, receipts: tuple[Receipt, ...]) -> None:
    for receipt in receipts:
        if is_uuid7(receipt.directive_id) and devices.settle(work.connection, row.device_id, receipt, work.now_ms):
            work.audit(
                row.user_id,
                "directive.answered",
                "device",
                row.device_id,
                id=receipt.directive_id,
                outcome=receipt.outcome.value,
                kept=receipt.kept,
            )


def _state(row: DeviceRow) -> DeviceState:
    if row.revoked_at is not None:
        return DeviceState.REVOKED
    return DeviceState.SHUT_OUT if row.disabled_at is not None else DeviceState.ACTIVE
