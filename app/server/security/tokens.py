"""Tokens: signed ones for access (ten minutes), opaque ones for everything that lives longer."""

import hashlib
import secrets

import jwt
import msgspec

from app.domain.roles import Role
from app.server.security.principal import Principal

ALGORITHM = "HS256"
ISSUER = "footplate"
KNOWN_TOKENS = 4_096
SERVICE_PREFIX, REFRESH_PREFIX = "fps_", "fpr_"


class BadToken(Exception):
    """`expired`: the token was ours, and its time is over."""

    def __init__(self, *, expired: bool = False) -> None:
        super().__init__("token")
        self.expired = expired


class _Claims(msgspec.Struct):
    sub: str
    name: str
    roles: list[Role]
    vendor: str | None
    dev: str | None
    fam: str
    exp: int


def sign_access(secret: bytes, who: Principal, *, now_s: int, seconds: int) -> str:
    """An access token for `who`, valid for `seconds` from `now_s` (Unix seconds)."""
    claims = {
        "iss": ISSUER,
        "sub": who.user_id,
        "name": who.name,
        "roles": sorted(role.value for role in who.roles),
        "vendor": who.vendor,
        "dev": who.device_id,
        "fam": who.family_id,
        "iat": now_s,
        "exp": now_s + seconds,
    }
    return jwt.encode(claims, secret, algorithm=ALGORITHM)


class Access:
    """Access tokens whose signature was found right, by their hash: working it out takes half of what a request takes
    beside its handler. When a token ends is asked each time, and whether its sign-in goes on is asked of the
    database by whoever reads it here."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret
        self._known: dict[bytes, tuple[int, Principal]] = {}

    def read(self, token: str, *, now_s: int) -> Principal:
        """Who the token was signed for. Raises BadToken."""
        name = hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()
        known = self._known.get(name)
        if known is None:
            known = _read(self._secret, token)
            if len(self._known) >= KNOWN_TOKENS:
                self._known.clear()
            self._known[name] = known
        expires, who = known
        if now_s >= expires:
            self._known.pop(name, None)
            raise BadToken(expired=True)
        return who


def _read(secret: bytes, token: str) -> tuple[int, Principal]:
    try:
        told = jwt.decode(
            token,
            secret,
            algorithms=[ALGORITHM],
            issuer=ISSUER,
            # The server's own clock decides, the one that a test may set.
            options={"require": ["exp", "sub", "iss"], "verify_exp": False, "verify_iat": False},
        )
        claims = msgspec.convert(told, _Claims)
    except (jwt.InvalidTokenError, msgspec.ValidationError, UnicodeError, ValueError):
        raise BadToken from None
    who = Principal(claims.sub, claims.name, frozenset(claims.roles), claims.vendor, claims.dev, claims.fam)
    return claims.exp, who


def new_opaque(prefix: str) -> str:
    """A fresh opaque token with 256 bits of chance."""
    return prefix + secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """What is stored of an opaque token; it has enough chance in it to need no salt."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
