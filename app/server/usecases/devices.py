"""The seats that people work at: registered by their person, listed, renamed, taken away and let in again."""

import base64
import secrets

from app.contract.devices import MOST_LISTED, DeviceListed, DevicePage, Unlocked
from app.contract.problems import Code, ProblemItem
from app.contract.session import DeviceKeys, DeviceRegistration, DeviceView, LeasePolicy
from app.domain.claim import ONLINE_LEASE
from app.domain.roles import Capability
from app.domain.text import unwelcome_characters
from app.server.config import Settings
from app.server.security.principal import Principal
from app.server.security.signatures import is_key, public_of_lock
from app.server.storage import devices, tokens
from app.server.storage.devices import DeviceRow
from app.server.storage.unit_of_work import Storage, UnitOfWork, from_ms
from app.server.usecases.refusal import Refused
from app.server.usecases.session import new_id

_LONGEST = {"device_name": 200, "os": 120, "app_version": 40}


def register(storage: Storage, settings: Settings, who: Principal, told: DeviceRegistration) -> DeviceView:
    """A device of this person. The sign-in that registered it is bound to it: its next tokens name the device."""
    if not who.family_id:
        raise Refused(Code.FORBIDDEN, "a service has no seat")
    errors = _length_faults(**{name: getattr(told, name) for name in _LONGEST}) + _key_faults(told.public_key)
    if errors:
        raise Refused(Code.INVALID, errors=errors)
    secret, keys = secrets.token_bytes(32), told.public_key
    with storage.write() as work:
        before = devices.find(work.connection, who.device_id) if who.device_id is not None else None
        if before is not None and before.revoked_at is not None:
            raise Refused(Code.DEVICE_REVOKED)  # between the look at the session and this one
        device_id = new_id(work.now_ms)
        devices.add(
            work.connection,
            device_id=device_id,
            user_id=who.user_id,
            device_name=told.device_name,
            os=told.os,
            app_version=told.app_version,
            created_at=work.now_ms,
            x25519_key=keys.x25519 if keys else None,
            ed25519_key=keys.ed25519 if keys else None,
            unlock_secret=secret.hex(),
            registered_from=who.device_id,
        )
        tokens.bind_family(work.connection, who.family_id, device_id)
        work.audit(who.user_id, "device.registered", "device", device_id, keyed=keys is not None, source=who.device_id)
    return DeviceView(device_id, lease_policy(settings, who), public_of_lock(secret), settings.directive_key or None)


def lease_policy(settings: Settings, who: Principal) -> LeasePolicy:
    """How long a seat of this person may keep things without contact."""
    outside = who.vendor is not None
    hours = settings.max_offline_hours_outside if outside else settings.max_offline_hours
    return LeasePolicy(int(ONLINE_LEASE.total_seconds()) // 60, hours)


def _length_faults(**told: str) -> tuple[ProblemItem, ...]:
    return tuple(
        ProblemItem(f"/{name}", "length", f"1 to {_LONGEST[name]} characters, no control characters")
        for name, text in told.items()
        if not 0 < len(text) <= _LONGEST[name] or unwelcome_characters(text)
    )


def _key_faults(keys: DeviceKeys | None) -> tuple[ProblemItem, ...]:
    named = {"x25519": keys.x25519, "ed25519": keys.ed25519} if keys else {}
    return tuple(
        ProblemItem(f"/public_key/{name}", "key", "32 bytes in base64")
        for name, key in named.items()
        if not is_key(key)
    )


def list_devices(storage: Storage, who: Principal, *, everybody: bool) -> DevicePage:
    """The person's own seats; or those of all (for a person with a vendor: of the vendor's people). Raises Refused."""
    if everybody and not who.can(Capability.DEVICE_READ):
        raise Refused(Code.FORBIDDEN, Capability.DEVICE_READ.value)
    with storage.read() as connection:
        most = MOST_LISTED + 1
        if everybody:
            found = devices.listed(connection, most, vendor=who.vendor)
        else:
            found = devices.listed(connection, most, user_id=who.user_id)
    return DevicePage(tuple(_listed(row, who) for row in found[:MOST_LISTED]), len(found) > MOST_LISTED)


def _listed(row: DeviceRow, who: Principal) -> DeviceListed:
    return DeviceListed(
        device_id=row.device_id,
        user_id=row.user_id,
        user_name=row.user_name,
        device_name=row.device_name,
        os=row.os,
        app_version=row.app_version,
        created_at=from_ms(row.created_at),
        seen_at=from_ms(row.seen_at) if row.seen_at is not None else None,
        revoked_at=from_ms(row.revoked_at) if row.revoked_at is not None else None,
        current=row.device_id == who.device_id,
        keyed=row.ed25519_key is not None,
    )


def rename(storage: Storage, who: Principal, device_id: str, name: str) -> DeviceListed:
    """Another name for a seat. Raises Refused (not_found, invalid)."""
    with storage.write() as work:
        row = _to_manage(work, who, device_id)
        if errors := _length_faults(device_name=name):
            raise Refused(Code.INVALID, errors=errors)
        devices.change(work.connection, device_id, device_name=name)
        work.audit(who.user_id, "device.renamed", "device", device_id)
        return _listed(_again(work, row), who)


def revoke(storage: Storage, who: Principal, device_id: str) -> DeviceListed:
    """Take a seat away: every token of it is dead with the next request. Seats that were registered in its sessions go
    with it: whoever had a stolen one may have made them. Twice is once. Raises Refused (not_found)."""
    with storage.write() as work:
        row = _to_manage(work, who, device_id)
        if row.revoked_at is None:
            _take_away(work, who, row)
            for one in devices.registered_from(work.connection, row.user_id, device_id):
                _take_away(work, who, one)
        return _listed(_again(work, row), who)


def _take_away(work: UnitOfWork, who: Principal, row: DeviceRow) -> None:
    devices.change(work.connection, row.device_id, revoked_at=work.now_ms)
    tokens.revoke_device(work.connection, row.device_id, work.now_ms)
    work.audit(who.user_id, "device.revoked", "device", row.device_id, of=row.user_id)


def restore(storage: Storage, who: Principal, device_id: str) -> DeviceListed:
    """Let a seat in again; its person has to sign in anew. Nobody does it for the own seat alone: what was taken away
    because it was stolen would else come back by the stolen password. Raises Refused (not_found, forbidden)."""
    with storage.write() as work:
        row = _to_manage(work, who, device_id)
        if not who.can(Capability.DEVICE_MANAGE) or row.user_id == who.user_id:
            raise Refused(Code.FORBIDDEN, Capability.DEVICE_MANAGE.value)
        if row.revoked_at is not None:
            devices.change(work.connection, device_id, revoked_at=None)
            work.audit(who.user_id, "device.restored", "device", device_id, of=row.user_id)
        return _listed(_again(work, row), who)


def unlock(storage: Storage, who: Principal, device_id: str) -> Unlocked:
    """The private key to what an own seat sealed while it was out of contact; a new pair takes its place for the next
    time at the next registration alone, since the seat may ask twice. Raises Refused (not_found, device_revoked)."""
    with storage.write() as work:
        row = devices.find(work.connection, device_id)
        if row is None or row.user_id != who.user_id:
            raise Refused(Code.NOT_FOUND)
        if row.revoked_at is not None:
            raise Refused(Code.DEVICE_REVOKED)
        secret = unlock_secret(work, row)
        work.audit(who.user_id, "device.unlocked", "device", device_id)
    return Unlocked(device_id, base64.b64encode(secret).decode())


def unlock_secret(work: UnitOfWork, row: DeviceRow) -> bytes:
    """The seat's lock; one is made for a seat that was registered before there were any."""
    if row.unlock_secret is not None:
        return bytes.fromhex(row.unlock_secret)
    secret = secrets.token_bytes(32)
    devices.change(work.connection, row.device_id, unlock_secret=secret.hex())
    return secret


def _to_manage(work: UnitOfWork, who: Principal, device_id: str) -> DeviceRow:
    """An own seat, or one that this person may manage. What may not be seen is not there."""
    row = devices.find(work.connection, device_id)
    if row is not None and row.user_id == who.user_id:
        return row
    if row is None or not who.can(Capability.DEVICE_MANAGE) or who.vendor not in (None, row.vendor):
        raise Refused(Code.NOT_FOUND)
    return row


def _again(work: UnitOfWork, row: DeviceRow) -> DeviceRow:
    return devices.find(work.connection, row.device_id) or row
