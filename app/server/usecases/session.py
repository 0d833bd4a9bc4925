"""Signing in, staying in, signing out."""

import secrets
import unicodedata
from collections.abc import Sequence
from typing import Any

import msgspec

from app.contract.problems import Code, ProblemItem
from app.contract.session import SignIn, Tokens, UserView
from app.domain.ids import uuid7
from app.domain.roles import Capability, Held, capabilities
from app.server.config import Policy, Settings
from app.server.security import passwords
from app.server.security.principal import Principal
from app.server.security.tokens import (
    REFRESH_PREFIX,
    SERVICE_PREFIX,
    Access,
    BadToken,
    new_opaque,
    sign_access,
    token_hash,
)
from app.server.storage import devices, people, roles, service_tokens, tokens
from app.server.storage.unit_of_work import Storage, UnitOfWork, to_ms
from app.server.usecases.lockout import Lockout
from app.server.usecases.refusal import Refused

LONGEST_NAME = 120
_OVER = {
    tokens.Ended.SESSION: Code.TOKEN_EXPIRED,
    tokens.Ended.DEVICE: Code.DEVICE_REVOKED,
    tokens.Ended.PERSON: Code.PERSON_DISABLED,
}


class SessionKeys:
    """The secret that signs access tokens, and the count of failed sign-ins."""

    def __init__(self, secret: bytes, settings: Settings) -> None:
        self.secret, self.settings = secret, settings
        self.access = Access(secret)
        self.lockout = Lockout(secret, settings.sign_ins_per_minute)


def new_id(now_ms: int) -> str:
    """A fresh UUIDv7."""
    return uuid7(now_ms, secrets.token_bytes(10))


def is_service_token(token: str) -> bool:
    return token.startswith(SERVICE_PREFIX)


def authenticate(storage: Storage, keys: SessionKeys, token: str) -> Principal:
    """Who holds this access or service token. Raises Refused (unauthenticated, token_expired)."""
    if is_service_token(token):
        return _service(storage, token)
    try:
        who = keys.access.read(token, now_s=int(storage.clock().timestamp()))
        return msgspec.structs.replace(who, roles=storage.matrix.held(who.roles))
    except BadToken as error:
        raise Refused(Code.TOKEN_EXPIRED if error.expired else Code.UNAUTHENTICATED) from None


def _service(storage: Storage, token: str) -> Principal:
    with storage.read() as connection:
        row = service_tokens.by_hash(connection, token_hash(token))
        user = people.user_by_id(connection, row.user_id) if row is not None else None
    if row is None or user is None or user.disabled or row.revoked_at is not None:
        raise Refused(Code.UNAUTHENTICATED)
    if not row.live(to_ms(storage.clock())):
        raise Refused(Code.TOKEN_EXPIRED)
    held = capabilities(user.roles)
    if row.scopes is not None:
        held &= {capability for capability in Capability if capability.value in row.scopes}
    return Principal(user.user_id, user.name, Held(user.roles, held), user.vendor, token_id=row.token_id)


def still_signed_in(storage: Storage, who: Principal) -> Principal:
    """The same person with what the roles allow now. Raises Refused where the sign-in behind an access token has ended
    (token_expired), its device was taken away (device_revoked), or its person may not come in any more
    (person_disabled). The signature alone would let the token live on to its end; the row is asked at every request,
    since any process may have ended it, or changed what a role allows, a moment ago."""
    if not who.family_id:
        return who
    stands = tokens.standing(storage.glance(tokens.asked_standing(who.family_id)))
    if stands.matrix_rev != storage.matrix.rev:
        with storage.read() as connection:
            storage.matrix = roles.in_force(connection)
    if stands.ended is not None:
        raise Refused(_OVER[stands.ended])
    return msgspec.structs.replace(who, roles=storage.matrix.held(who.roles))


class Along:
    """The same question (see `still_signed_in`), asked along with the first that a writing transaction asks, as nearly
    always nothing has changed: then it costs no way of its own. Whatever has changed ends the transaction with `Moved`,
    and the question is asked by itself."""

    def __init__(self, storage: Storage, who: Principal) -> None:
        matrix = storage.matrix
        self.who = msgspec.structs.replace(who, roles=matrix.held(who.roles))
        self.holds = False
        self._matrix_rev = matrix.rev
        self.storage = storage.asking_first(tokens.asked_standing(who.family_id), self._check)

    def _check(self, rows: Sequence[Any]) -> None:
        stands = tokens.standing(rows)
        self.holds = stands.ended is None and stands.matrix_rev == self._matrix_rev
        if not self.holds:
            raise Moved


class Moved(Exception):
    """The sign-in has ended, or roles allow something else by now."""


def sign_in(storage: Storage, keys: SessionKeys, told: SignIn, address: str) -> Tokens:
    """Tokens for a right name and password. Unknown names cost the same work as wrong passwords, and both are counted
    alike: see `app.domain.lockout`."""
    if not keys.settings.password_sign_in:
        raise Refused(Code.PASSWORD_OFF)
    name = unicodedata.normalize("NFC", told.username)[:LONGEST_NAME]
    with storage.write() as work:
        wait = keys.lockout.count(work, name, address)
    if wait:
        raise Refused(Code.RATE_LIMITED, retry_after_s=wait)
    with storage.read() as connection:
        user = people.user_by_name(connection, told.username)
    usable = user is not None and not user.disabled
    right = passwords.password_fits(user.password_hash if user is not None and usable else None, told.password)
    if user is None or not right:
        with storage.write() as work:
            work.audit(user.user_id if user else "", "session.sign_in_failed", "user", user.user_id if user else "")
        raise Refused(Code.SIGN_IN_FAILED)
    with storage.write() as work:
        keys.lockout.right(work, name, address)
    with storage.write() as work:
        return begin(work, keys, user, told.device_id)


def begin(work: UnitOfWork, keys: SessionKeys, user: people.UserRow, device_id: str | None, **how: str) -> Tokens:
    """A new sign-in of a person who has been recognised; `how` goes into the audit row. Raises Refused (device_revoked,
    invalid) for a seat that is not this person's."""
    if device_id is not None and not people.owns_device(work.connection, user.user_id, device_id):
        if devices.revoked(work.connection, user.user_id, device_id):
            raise Refused(Code.DEVICE_REVOKED)
        raise Refused(Code.INVALID, errors=(ProblemItem("/device_id", "unknown_device", "not a device of this user"),))
    family = new_id(work.now_ms)
    work.audit(user.user_id, "session.sign_in", "session", family, device=device_id, **how)
    expires = work.now_ms + keys.settings.refresh_seconds * 1000
    return _issue(work, keys, user, family, device_id, expires)


def refresh(storage: Storage, keys: SessionKeys, token: str) -> Tokens:
    """A new pair for a refresh token that was not used before. One used again within the grace (its answer was lost
    on the way) gets a fresh pair as well; later than that somebody else holds it, and the whole sign-in ends."""
    refusal: Refused
    with storage.write() as work:
        row = tokens.find_refresh(work.connection, token_hash(token))
        if row is None:
            raise Refused(Code.UNAUTHENTICATED)
        user = people.user_by_id(work.connection, row.user_id)
        why = tokens.ended(work.connection, row.family_id)  # perhaps while this one was being made
        if why is not None:
            raise Refused(_OVER[why])
        if work.now_ms >= row.expires_at or user is None:
            raise Refused(Code.TOKEN_EXPIRED)
        if row.used_at is None or work.now_ms - row.used_at <= keys.settings.reuse_grace_seconds * 1000:
            if row.used_at is None:
                tokens.mark_used(work.connection, row.token_hash, work.now_ms)
            return _issue(work, keys, user, row.family_id, row.device_id, row.expires_at)
        tokens.revoke_family(work.connection, row.family_id, work.now_ms)
        work.audit(row.user_id, "session.token_reused", "session", row.family_id)
        refusal = Refused(Code.TOKEN_REUSED)
    # Raised out here, so that the end of the sign-in is committed.
    raise refusal


def sign_out(storage: Storage, who: Principal) -> None:
    """End the sign-in behind this access token, and with it every token that came of it, this one included."""
    with storage.write() as work:
        if who.family_id:
            tokens.revoke_family(work.connection, who.family_id, work.now_ms)
        work.audit(who.user_id, "session.sign_out", "session", who.family_id)


def _issue(
    work: UnitOfWork, keys: SessionKeys, user: people.UserRow, family: str, device_id: str | None, expires: int
) -> Tokens:
    fresh = new_opaque(REFRESH_PREFIX)
    tokens.add_refresh(
        work.connection,
        token_hash(fresh),
        family_id=family,
        user_id=user.user_id,
        device_id=device_id,
        now_ms=work.now_ms,
        expires_at=expires,
    )
    who = Principal(user.user_id, user.name, user.roles, user.vendor, device_id, family)
    return Tokens(
        access_token=sign_access(keys.secret, who, now_s=work.now_ms // 1000, seconds=keys.settings.access_seconds),
        refresh_token=fresh,
        expires_in=keys.settings.access_seconds,
        user=user_view(user, work.policy),
    )


def user_view(user: people.UserRow, policy: Policy) -> UserView:
    along = policy.along(user.roles, user.takes_along) is not None
    return UserView(
        user.user_id,
        user.name,
        tuple(sorted(role.value for role in user.roles)),
        user.vendor,
        user.language,
        (Capability.CASE_TAKE_ALONG.value,) if along else (),
        tuple(sorted(capability.value for capability in capabilities(user.roles))),
    )
