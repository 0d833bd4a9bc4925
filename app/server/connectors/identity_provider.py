"""The house's identity provider: what it says of itself (OpenID Connect Discovery 1.0) and the keys it signs with.

Both are kept for an hour. A key that is not known is looked for anew, at most every ten seconds, so that keys may be
rotated at any time and nobody makes this server knock without end. Where the provider does not answer, what it said
before is good for a day.
"""

import threading
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import msgspec
import requests

from app.server.security.id_token import VerifyKey, verify_key

KEEP_S, STALE_S, AGAIN_S = 3600.0, 24 * 3600.0, 10.0
MOST_BYTES = 1024 * 1024
_HERE = ("localhost", "127.0.0.1", "::1")


class ProviderAway(Exception):
    """The provider does not answer, or says what cannot be used. `code`: silent, unreadable, other_issuer, unsafe."""

    def __init__(self, message: str, code: str = "silent") -> None:
        super().__init__(message)
        self.code = code

    def again(self) -> "ProviderAway":
        """The same word for somebody else."""
        return ProviderAway(str(self), self.code)


class ProviderMetadata(msgspec.Struct, frozen=True):
    """What is needed of a provider's own description."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    device_authorization_endpoint: str | None = None
    authorization_response_iss_parameter_supported: bool = False


def fetch(address: str) -> bytes:
    """GET a small document. Raises ProviderAway."""
    if not is_safe(address):
        raise ProviderAway("only https is used over a network", "unsafe")
    try:
        with requests.get(address, timeout=(3, 5), allow_redirects=False, stream=True) as response:
            data = response.raw.read(MOST_BYTES + 1, decode_content=True)
            if response.status_code != 200 or len(data) > MOST_BYTES:
                raise ProviderAway(f"status {response.status_code}")
            return bytes(data)
    except (requests.RequestException, OSError) as error:
        raise ProviderAway(type(error).__name__) from error


def is_safe(address: str) -> bool:
    """https; plain http on this machine alone."""
    parts = urlsplit(address)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _HERE)


class IdentityProvider:
    """One provider. `fetch` gets a document, `clock` the seconds of a steady clock."""

    def __init__(
        self, issuer: str, fetch: Callable[[str], bytes] = fetch, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.issuer = issuer
        self._fetch, self._clock = fetch, clock
        self._lock = threading.Lock()
        self._metadata: tuple[float, ProviderMetadata] | None = None
        self._keys: tuple[float, list[VerifyKey]] | None = None
        self._tried: dict[str, float] = {}
        self._fault: dict[str, ProviderAway] = {}

    def metadata(self) -> ProviderMetadata:
        """What the provider says of itself. Raises ProviderAway."""
        with self._lock:
            return self._known_metadata()

    def keys(self, kid: str | None) -> list[VerifyKey]:
        """The keys that a token with this key id may be signed with: those of that id, or all where it names none.
        Raises ProviderAway."""
        with self._lock:
            kept, now = self._keys, self._clock()
            found = _named(kept[1], kid) if kept is not None else []
            if kept is None or now - kept[0] > KEEP_S or not found:
                kept = self._kept("keys", kept, self._read_keys)
                self._keys = kept
                found = _named(kept[1], kid)
            return found

    def _known_metadata(self) -> ProviderMetadata:
        kept = self._metadata
        if kept is None or self._clock() - kept[0] > KEEP_S:
            kept = self._metadata = self._kept("metadata", kept, self._read_metadata)
        return kept[1]

    def _kept(self, what: str, before: tuple[float, Any] | None, read: Callable[[], Any]) -> tuple[float, Any]:
        now = self._clock()
        if what in self._tried and now - self._tried[what] < AGAIN_S:
            if before is not None:
                return before
            if what in self._fault:
                # Whoever asks meanwhile does not wait as long again: they stand in line for one lock.
                raise self._fault[what].again()
        self._tried[what] = now
        self._fault.pop(what, None)
        try:
            return now, read()
        except ProviderAway as error:
            if before is None or now - before[0] > STALE_S:
                self._fault[what] = error
                raise
            return before

    def _read_metadata(self) -> ProviderMetadata:
        raw = self._fetch(self.issuer.rstrip("/") + "/.well-known/openid-configuration")
        try:
            told = msgspec.json.decode(raw, type=ProviderMetadata)
        except (msgspec.DecodeError, RecursionError) as error:
            raise ProviderAway("its description cannot be read", "unreadable") from error
        if told.issuer != self.issuer:
            raise ProviderAway("it says it is another issuer", "other_issuer")
        used = (told.authorization_endpoint, told.token_endpoint, told.jwks_uri, told.device_authorization_endpoint)
        if not all(is_safe(address) for address in used if address is not None):
            raise ProviderAway("it names an address that is not safe", "unsafe")
        return told

    def _read_keys(self) -> list[VerifyKey]:
        raw = self._fetch(self._known_metadata().jwks_uri)
        try:
            told = msgspec.json.decode(raw, type=dict[str, Any])
            listed = told.get("keys")
            if not isinstance(listed, list):
                raise ProviderAway("its keys cannot be read", "unreadable")
        except (msgspec.DecodeError, RecursionError) as error:
            raise ProviderAway("its keys cannot be read", "unreadable") from error
        found = [key for one in listed if (key := verify_key(one)) is not None]
        if not found:
            raise ProviderAway("it has no key that can be used", "unreadable")
        return found


def _named(keys: list[VerifyKey], kid: str | None) -> list[VerifyKey]:
    return [key for key in keys if kid is None or key.kid == kid]
