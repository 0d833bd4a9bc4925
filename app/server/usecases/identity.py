"""Signing in with the house's identity provider: its ID token is checked here, and what follows is the same session as
after a password. A person is known by issuer and subject, never by a name or an address, which others may come to have.

Roles are the server's own, or, where the house says so, told by a claim of the token at every sign-in."""

import unicodedata

from app.contract.identity import IdentitySignIn, ProviderView, SignInWays
from app.contract.problems import Code
from app.contract.session import Tokens
from app.domain.role_rules import roles_fault
from app.domain.roles import Role
from app.domain.text import unwelcome_characters
from app.server.config import Settings
from app.server.connectors.identity_provider import IdentityProvider, ProviderAway
from app.server.security.id_token import BadIdToken, Identity, key_id, read_id_token
from app.server.security.nonces import is_ours, new_nonce
from app.server.security.principal import Principal
from app.server.security.tokens import token_hash
from app.server.storage import devices, identities, people, tokens
from app.server.storage.people import UserRow
from app.server.storage.unit_of_work import Storage, UnitOfWork, to_ms
from app.server.usecases.refusal import Refused
from app.server.usecases.session import SessionKeys, begin, new_id

FRESH_S = 300
"""A token without a nonce, as the device grant gives it, is taken this long after it was made."""
LONGEST_NAME = 120
_NAMES = ("preferred_username", "name")


def ways(storage: Storage, keys: SessionKeys, provider: IdentityProvider | None) -> SignInWays:
    """How one can sign in here."""
    settings = keys.settings
    if provider is None:
        return SignInWays(settings.password_sign_in)
    try:
        told = provider.metadata()
    except ProviderAway as error:
        return SignInWays(settings.password_sign_in, provider_fault=error.code)
    return SignInWays(
        settings.password_sign_in,
        ProviderView(
            settings.oidc_name,
            told.issuer,
            settings.oidc_client_id,
            settings.oidc_scope,
            told.authorization_endpoint,
            told.token_endpoint,
            new_nonce(keys.secret, to_ms(storage.clock())),
            told.device_authorization_endpoint,
            told.authorization_response_iss_parameter_supported,
        ),
    )


def sign_in(
    storage: Storage, keys: SessionKeys, provider: IdentityProvider | None, told: IdentitySignIn, address: str
) -> Tokens:
    """Tokens for whom the provider means. What is refused is counted by the address it came from, as wrong passwords
    are: each writes a row that is kept. Raises Refused (not_found, rate_limited, id_token_refused, identity_unknown,
    person_disabled, unavailable)."""
    if provider is None:
        raise Refused(Code.NOT_FOUND)
    with storage.write() as work:
        wait = keys.lockout.count_address(work, address)
    if wait:
        raise Refused(Code.RATE_LIMITED, retry_after_s=wait)
    now_ms = to_ms(storage.clock())
    try:
        identity = read_id_token(
            told.id_token,
            provider.keys(key_id(told.id_token)),
            issuer=provider.issuer,
            client_id=keys.settings.oidc_client_id,
            now_s=now_ms // 1000,
        )
        _check_nonce(identity, provider, keys, now_ms)
    except ProviderAway:
        with storage.write() as work:
            keys.lockout.right_address(work, address)
        raise Refused(Code.UNAVAILABLE, retry_after_s=5) from None
    except BadIdToken as error:
        with storage.write() as work:
            work.audit("", "session.sign_in_failed", "user", "", why=error.why)
        raise Refused(Code.ID_TOKEN_REFUSED) from None
    refusal: Code
    with storage.write() as work:
        if not identities.use_once(
            work.connection, token_hash(told.id_token), identity.expires_at_s * 1000 + 120_000, work.now_ms
        ):
            work.audit("", "session.sign_in_failed", "user", "", why="used_again")
            refusal = Code.ID_TOKEN_REFUSED
        else:
            user, refusal = _person(work, keys.settings, identity)
            if user is not None:
                keys.lockout.right_address(work, address)
                identities.seen(work.connection, identity.issuer, identity.subject, work.now_ms)
                return begin(work, keys, user, None, by="identity_provider")
            work.audit("", "session.sign_in_failed", "user", "", why=refusal.code)
    # Raised out here, so that what was written down stays.
    raise Refused(refusal)


def take_seat(storage: Storage, who: Principal, device_id: str) -> None:
    """This sign-in takes place at an own seat that was registered before: its next tokens name it. Raises Refused
    (forbidden, not_found, device_revoked)."""
    if not who.family_id or who.device_id is not None:
        raise Refused(Code.FORBIDDEN)
    with storage.write() as work:
        if not people.owns_device(work.connection, who.user_id, device_id):
            if devices.revoked(work.connection, who.user_id, device_id):
                raise Refused(Code.DEVICE_REVOKED)
            raise Refused(Code.NOT_FOUND)
        tokens.bind_family(work.connection, who.family_id, device_id)
        work.audit(who.user_id, "session.seat_taken", "device", device_id)


def _check_nonce(identity: Identity, provider: IdentityProvider, keys: SessionKeys, now_ms: int) -> None:
    nonce = identity.claims.get("nonce")
    if nonce is None:
        # The device grant has none (RFC 8628): then the token has to be fresh, and is good once like any other.
        made = identity.claims["iat"]
        if provider.metadata().device_authorization_endpoint is None or now_ms // 1000 - made > FRESH_S:
            raise BadIdToken("nonce")
    elif not isinstance(nonce, str) or not is_ours(keys.secret, nonce, now_ms):
        raise BadIdToken("nonce")


def _person(work: UnitOfWork, settings: Settings, identity: Identity) -> tuple[UserRow | None, Code]:
    """The person, brought to what the claims say where the house goes by them; else why nobody may come in."""
    told = _told_roles(settings, identity)
    if told is not None and roles_fault(*told) is not None:
        return None, Code.IDENTITY_UNKNOWN
    user_id = identities.find(work.connection, identity.issuer, identity.subject)
    if user_id is None:
        return (_newcomer(work, identity, *told) if told is not None else None), Code.IDENTITY_UNKNOWN
    user = people.user_by_id(work.connection, user_id)
    if user is None or user.disabled:
        return None, Code.PERSON_DISABLED
    if told is not None and (frozenset(user.roles), user.vendor) != told:
        people.set_roles(work.connection, user_id, *told)
        # Tokens carry the roles of before.
        tokens.revoke_person(work.connection, user_id, work.now_ms)
        work.audit(user_id, "user.roles_changed", "user", user_id, roles=" ".join(sorted(told[0])), vendor=told[1])
        user = people.user_by_id(work.connection, user_id)
    return user, Code.IDENTITY_UNKNOWN


def _told_roles(settings: Settings, identity: Identity) -> tuple[frozenset[Role], str | None] | None:
    """The roles and the vendor that the claims name; None where the house goes by its own."""
    if not settings.oidc_role_claim:
        return None
    said = identity.claims.get(settings.oidc_role_claim)
    groups = [said] if isinstance(said, str) else said if isinstance(said, list) else []
    by_group = settings.roles_by_group()
    roles = frozenset(by_group[group] for group in groups if isinstance(group, str) and group in by_group)
    vendor = identity.claims.get(settings.oidc_vendor_claim) if settings.oidc_vendor_claim else None
    outside = Role.BPO_AGENT in roles and isinstance(vendor, str) and 0 < len(vendor) <= 80
    return roles, str(vendor) if outside else None


def _newcomer(work: UnitOfWork, identity: Identity, roles: frozenset[Role], vendor: str | None) -> UserRow | None:
    """A person who signs in for the first time, in a house that goes by the claims. The name is only to be read: one
    that somebody has already gets the beginning of the subject behind it."""
    said = next((name for key in _NAMES if isinstance(name := identity.claims.get(key), str) and name.strip()), "")
    plain = unicodedata.normalize("NFC", said).strip()[:80]
    name = plain if plain and not unwelcome_characters(plain) and "\n" not in plain else identity.subject[:80]
    if people.user_by_name(work.connection, name) is not None:
        name = f"{name} ({identity.subject[:30]})"
        if people.user_by_name(work.connection, name) is not None:
            return None
    user_id = new_id(work.now_ms)
    people.add_user(work.connection, UserRow(user_id, name, None, vendor, None, False, roles), work.now_ms)
    identities.add(work.connection, identity.issuer, identity.subject, user_id, work.now_ms)
    work.audit(user_id, "user.added", "user", user_id, role=" ".join(sorted(roles)), vendor=vendor)
    return people.user_by_id(work.connection, user_id)
