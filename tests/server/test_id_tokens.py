"""An ID token opens the door only where everything about it holds."""

import json
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from app.server.connectors.identity_provider import AGAIN_S, KEEP_S, STALE_S, IdentityProvider, ProviderAway
from app.server.security.id_token import SKEW_S, BadIdToken, key_id, read_id_token, verify_key
from app.server.security.nonces import GOOD_FOR_MS, is_ours, new_nonce

ISSUER, CLIENT, NOW = "https://id.example.com", "footplate-desk", 1_800_000_000
KEY, OTHER = (rsa.generate_private_key(65537, 2048) for _ in range(2))


def public(key: Any, **more: str) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(key.public_key()))
    return {name: value for name, value in told.items() if name != "key_ops"} | more


KEYS = [found for told in (public(KEY, kid="a"), public(OTHER, kid="b")) if (found := verify_key(told))]
CLAIMS: dict[str, Any] = {"iss": ISSUER, "sub": "s-1", "aud": CLIENT, "iat": NOW, "exp": NOW + 300, "nonce": "n"}


def token(key: Any = KEY, algorithm: str = "RS256", headers: dict[str, Any] | None = None, **claims: Any) -> str:
    said = {name: value for name, value in (CLAIMS | claims).items() if value is not None}
    return jwt.encode(said, key, algorithm, headers={"kid": "a"} | (headers or {}))


def why(told: str, now_s: int = NOW, **more: Any) -> str:
    try:
        read_id_token(told, KEYS, issuer=ISSUER, client_id=CLIENT, now_s=now_s, **more)
    except BadIdToken as error:
        return error.why
    return ""


def test_a_token_that_holds_tells_issuer_and_subject() -> None:
    identity = read_id_token(token(name="Lin"), KEYS, issuer=ISSUER, client_id=CLIENT, now_s=NOW)
    assert (identity.issuer, identity.subject, identity.claims["name"]) == (ISSUER, "s-1", "Lin")
    assert key_id(token()) == "a"


@pytest.mark.parametrize(
    ("claims", "said"),
    [
        ({"iss": "https://evil.example.com"}, "issuer"),
        ({"iss": None}, "issuer"),
        ({"iss": ISSUER + "/"}, "issuer"),
        ({"aud": "another"}, "audience"),
        ({"aud": None}, "audience"),
        ({"aud": [CLIENT, "another"]}, "audience"),
        ({"aud": [CLIENT, "another"], "azp": "another"}, "audience"),
        ({"aud": [CLIENT, "another"], "azp": CLIENT}, ""),
        ({"azp": "another"}, "audience"),
        ({"exp": NOW - SKEW_S}, "expired"),
        ({"exp": NOW - SKEW_S + 1}, ""),
        ({"exp": None}, "malformed"),
        ({"exp": "soon"}, "malformed"),
        ({"iat": NOW + SKEW_S + 1}, "early"),
        ({"iat": None}, "malformed"),
        ({"nbf": NOW + SKEW_S + 1}, "early"),
        ({"sub": ""}, "subject"),
        ({"sub": "x" * 256}, "subject"),
        ({"email": "lead@example.com"}, ""),
    ],
)
def test_each_part_of_a_token_has_to_hold(claims: dict[str, Any], said: str) -> None:
    assert why(token(**claims)) == said


def test_only_public_keys_of_the_provider_are_believed() -> None:
    assert why(token(rsa.generate_private_key(65537, 2048))) == "signature"
    assert why(jwt.encode(CLAIMS, "x" * 64, "HS512", headers={"kid": "a"})) == "algorithm"
    assert why(jwt.encode(CLAIMS, None, "none")) == "algorithm"  # type: ignore[arg-type]
    assert why(token(), algorithms={"ES256"}) == "algorithm"
    assert why(token(algorithm="PS256")) == ""
    assert why(jwt.encode(CLAIMS, ec.generate_private_key(ec.SECP256R1()), "ES256")) == "signature"
    assert why(token(headers={"crit": ["x"]})) == "malformed"
    assert why("x") == why("a.b.c") == why("ÿ" * 20_000) == "malformed"
    head, body, signature = token().split(".")
    assert why(f"{head}.{token(sub='s-2').split('.')[1]}.{signature}") == "signature"
    assert why(f"{head}.{body}.") == "signature"


def test_keys_that_two_would_share_or_that_encrypt_are_no_keys() -> None:
    assert verify_key({"kty": "oct", "k": "AAAA"}) is None
    assert verify_key("x") is None
    assert verify_key({"kty": "RSA"}) is None
    seal = verify_key(public(KEY, use="enc"))
    assert seal is not None
    with pytest.raises(BadIdToken, match="key"):
        read_id_token(token(), [seal], issuer=ISSUER, client_id=CLIENT, now_s=NOW)


def test_a_nonce_is_the_servers_own_and_good_for_a_quarter_of_an_hour() -> None:
    secret = b"s" * 32
    nonce = new_nonce(secret, 1_000)
    assert is_ours(secret, nonce, 1_000)
    assert is_ours(secret, nonce, 1_000 + GOOD_FOR_MS)
    assert not is_ours(secret, nonce, 1_001 + GOOD_FOR_MS)
    assert not is_ours(secret, nonce, 999)
    assert not is_ours(b"t" * 32, nonce, 1_000)
    assert not any(is_ours(secret, wrong, 1_000) for wrong in ("", "x", nonce[:-2], nonce + "AA", "ÿ"))


class Answers:
    """A provider whose answers, and whose clock, the test turns."""

    def __init__(self) -> None:
        self.kids, self.asked, self.away, self.now = ["a"], 0, False, 1_000.0
        self.says: dict[str, Any] = {
            "issuer": ISSUER,
            "authorization_endpoint": f"{ISSUER}/authorize",
            "token_endpoint": f"{ISSUER}/token",
            "jwks_uri": f"{ISSUER}/keys",
        }
        self.provider = IdentityProvider(ISSUER, self.fetch, lambda: self.now)

    def fetch(self, address: str) -> bytes:
        self.asked += 1
        if self.away:
            raise ProviderAway("no answer")
        keys = [public(KEY, kid=kid) for kid in self.kids]
        return json.dumps({"keys": keys} if address.endswith("/keys") else self.says).encode()


def kids(answers: Answers, kid: str | None = "a") -> list[str | None]:
    return [key.kid for key in answers.provider.keys(kid)]


def test_keys_are_kept_and_a_rotated_one_is_looked_for_at_once_but_not_without_end() -> None:
    answers = Answers()
    assert kids(answers) == ["a"]
    asked = answers.asked
    assert kids(answers) == kids(answers, None) == ["a"]
    assert answers.asked == asked
    answers.kids = ["a", "b"]
    answers.now += AGAIN_S
    assert kids(answers, "b") == ["b"]
    for n in range(50):
        assert kids(answers, f"none {n}") == []
    assert answers.asked == asked + 1


def test_a_provider_that_does_not_answer_is_known_as_it_was_for_a_day() -> None:
    answers = Answers()
    assert kids(answers) == ["a"]
    answers.away = True
    answers.now += KEEP_S + 1
    assert kids(answers) == ["a"]
    answers.now += STALE_S
    with pytest.raises(ProviderAway):
        kids(answers)


@pytest.mark.parametrize(
    "says",
    [
        {"issuer": "https://evil.example.com"},
        {"jwks_uri": "http://id.example.com/keys"},
        {"token_endpoint": "file:///etc/passwd"},
        {"authorization_endpoint": None},
    ],
)
def test_a_provider_that_says_what_cannot_be_is_not_used(says: dict[str, Any]) -> None:
    answers = Answers()
    answers.says |= says
    with pytest.raises(ProviderAway):
        answers.provider.metadata()
