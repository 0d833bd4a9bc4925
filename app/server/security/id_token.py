"""ID tokens of an identity provider (OpenID Connect Core 1.0, section 3.1.3.7): checked by keys that are handed in.

The signature is PyJWT's; what the token must say is asked here, by the server's own clock.
"""

from collections.abc import Collection, Iterable
from typing import Any

import jwt
import msgspec

SKEW_S = 60
"""How far two clocks may be apart."""
ALGORITHMS = frozenset({"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"})
"""What is taken: public keys alone. A secret that two share, or no signature at all, never."""
LONGEST = 16 * 1024


class BadIdToken(Exception):
    """`why`: malformed, algorithm, key, signature, issuer, audience, expired, early, subject, nonce. Told to the trail
    alone."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class VerifyKey(msgspec.Struct, frozen=True):
    """A public key as its provider describes it (RFC 7517); `key` is one of cryptography's."""

    key: Any
    kid: str | None = None
    use: str | None = None
    alg: str | None = None


def verify_key(told: Any) -> VerifyKey | None:
    """One key of a set; None for a kind that is not known, or that two would share."""
    if not isinstance(told, dict) or told.get("kty") == "oct":
        return None
    try:
        key = jwt.PyJWK.from_dict(told).key
        return msgspec.convert(
            {"key": key} | {name: told[name] for name in ("kid", "use", "alg") if name in told}, VerifyKey
        )
    except (jwt.PyJWTError, msgspec.ValidationError, ValueError, TypeError, KeyError):
        return None


class Identity(msgspec.Struct, frozen=True):
    """Whom the provider means: `issuer` and `subject` together; `claims` is all that it said."""

    issuer: str
    subject: str
    expires_at_s: int
    claims: dict[str, Any]


def key_id(token: str) -> str | None:
    """Which key the token says it was signed with. Raises BadIdToken."""
    kid = _header(token).get("kid")
    if kid is not None and not isinstance(kid, str):
        raise BadIdToken("malformed")
    return kid


def read_id_token(
    token: str,
    keys: Iterable[VerifyKey],
    *,
    issuer: str,
    client_id: str,
    now_s: int,
    algorithms: Collection[str] = ALGORITHMS,
) -> Identity:
    """The identity that the token stands for. Raises BadIdToken. The nonce is the caller's to check."""
    algorithm = _header(token).get("alg")
    if not isinstance(algorithm, str) or algorithm not in algorithms or algorithm not in ALGORITHMS:
        raise BadIdToken("algorithm")
    claims = _signed(token, keys, algorithm)
    if claims.get("iss") != issuer:
        raise BadIdToken("issuer")
    _check_audience(claims, client_id)
    expires = _seconds(claims, "exp")
    if now_s >= expires + SKEW_S:
        raise BadIdToken("expired")
    if _seconds(claims, "iat") > now_s + SKEW_S or ("nbf" in claims and _seconds(claims, "nbf") > now_s + SKEW_S):
        raise BadIdToken("early")
    subject = claims.get("sub")
    if not isinstance(subject, str) or not 0 < len(subject) <= 255:
        raise BadIdToken("subject")
    return Identity(issuer, subject, expires, claims)


def _header(token: str) -> dict[str, Any]:
    if len(token) > LONGEST:
        raise BadIdToken("malformed")
    try:
        header: dict[str, Any] = jwt.get_unverified_header(token)
    except (jwt.InvalidTokenError, UnicodeError, ValueError):
        raise BadIdToken("malformed") from None
    if "crit" in header:
        raise BadIdToken("malformed")  # what has to be understood and is not (RFC 7515, section 4.1.11)
    return header


def _signed(token: str, keys: Iterable[VerifyKey], algorithm: str) -> dict[str, Any]:
    fit = False
    for key in keys:
        if key.use not in (None, "sig") or key.alg not in (None, algorithm):
            continue
        fit = True
        try:
            told: dict[str, Any] = jwt.decode(
                token,
                key.key,
                algorithms=[algorithm],
                # The server's own clock decides, and who it is for is asked beside it.
                options={"verify_exp": False, "verify_iat": False, "verify_nbf": False, "verify_aud": False},
            )
            return told
        except jwt.InvalidTokenError:
            continue
        except (TypeError, ValueError, UnicodeError):
            continue  # a key of another kind than the algorithm
    raise BadIdToken("signature" if fit else "key")


def _check_audience(claims: dict[str, Any], client_id: str) -> None:
    told = claims.get("aud")
    audience = [told] if isinstance(told, str) else told
    if not isinstance(audience, list) or client_id not in audience:
        raise BadIdToken("audience")
    party = claims.get("azp")
    if (len(audience) > 1 or party is not None) and party != client_id:
        raise BadIdToken("audience")


def _seconds(claims: dict[str, Any], name: str) -> int:
    value = claims.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) < 2**53:
        raise BadIdToken("malformed")
    return int(value)
