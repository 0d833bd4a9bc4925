"""Signing in at the house's identity provider from a native app: the system's browser with a loopback redirect and
PKCE (RFC 8252, RFC 7636), or a code that is typed elsewhere (RFC 8628). What comes of it is an ID token, which our own
server checks; nothing of the provider is kept here."""

import base64
import hashlib
import secrets
import threading
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode, urlsplit, urlunsplit

import msgspec

from app.contract.identity import ProviderView
from app.desktop.api.client import HttpClient, Network, is_here
from app.desktop.api.loopback import Loopback, PageText
from app.desktop.api.server_clock import ServerClock
from app.desktop.ports import ApiError, DeskError

BROWSER_SECONDS = 300.0
LEAST_INTERVAL_S, SLOWER_S = 1.0, 5.0
SKEW_S = 120.0
"""As much as the clocks of this machine and of the provider may differ."""
_DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code"


class TypedElsewhere(msgspec.Struct, frozen=True):
    """What the person types at any other machine."""

    code: str
    address: str


class _Told(msgspec.Struct, frozen=True):
    id_token: str = ""
    error: str = ""


class _Claims(msgspec.Struct, frozen=True):
    auth_time: float = 0.0


class _Device(msgspec.Struct, frozen=True):
    device_code: str
    user_code: str
    verification_uri: str
    expires_in: float
    interval: float = 5.0


def challenge(verifier: str) -> str:
    """S256 of RFC 7636, section 4.2."""
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode("ascii")).digest()).decode().rstrip("=")


class ProviderDesk:
    """One way in at one provider, for one sign-in; used from a pool thread. `cancelled` ends every wait.

    Codes of refusals (DeskError): sign_in_cancelled, provider_refused, provider_slow, provider_unsafe, provider_stale,
    browser_missing.
    """

    def __init__(self, told: ProviderView, cancelled: threading.Event, network: Network | None = None) -> None:
        addresses = (told.authorization_endpoint, told.token_endpoint, told.device_authorization_endpoint)
        if not all(_is_safe(address) for address in addresses if address is not None):
            raise DeskError("provider_unsafe")
        self._told, self._cancelled, self._network = told, cancelled, network
        self._given: _Device | None = None

    def by_browser(
        self,
        open_page: Callable[[str], bool],
        text: PageText,
        seconds: float = BROWSER_SECONDS,
        anew: bool = False,
    ) -> str:
        """The ID token; `open_page` opens the browser and says whether there is one. `anew`: the person signs in there
        once more, though the browser may still know them; a provider that let them through without is refused
        (OpenID Connect Core 1.0, 3.1.2.1: `prompt`, `max_age` and `auth_time`). Raises DeskError, ApiError."""
        asked_at = time.time()
        state, verifier = secrets.token_urlsafe(24), secrets.token_urlsafe(48)
        listening = Loopback(state, text)
        try:
            if not open_page(self.authorisation(listening.redirect_uri, state, verifier, anew)):
                raise DeskError("browser_missing")
            returned = listening.wait(seconds, self._cancelled.is_set)
        finally:
            listening.close()
        if returned is None:
            raise DeskError("sign_in_cancelled" if self._cancelled.is_set() else "provider_slow")
        # Whoever mixes up two providers must not get the code of the one for the other (RFC 9207).
        if returned.issuer != self._told.issuer and (self._told.iss_told or returned.issuer is not None):
            raise DeskError("provider_refused")
        if returned.error:
            raise DeskError("sign_in_cancelled" if returned.error == "access_denied" else "provider_refused")
        token = self._redeem(
            grant_type="authorization_code",
            code=returned.code,
            redirect_uri=listening.redirect_uri,
            code_verifier=verifier,
        )
        if anew and authenticated_at(token) < asked_at - SKEW_S:
            raise DeskError("provider_stale")
        return token

    def begin_code(self) -> TypedElsewhere:
        """What to type, and where. Raises DeskError, ApiError."""
        address = self._told.device_authorization_endpoint
        if address is None:
            raise DeskError("provider_refused")
        given = self._post(address, _Device, client_id=self._told.client_id, scope=self._told.scope)
        if not _is_safe(given.verification_uri):
            raise DeskError("provider_unsafe")
        self._given = given
        return TypedElsewhere(given.user_code, given.verification_uri)

    def wait_for_code(self) -> str:
        """The ID token, once the person has typed the code. Raises DeskError, ApiError."""
        given = self._given
        if given is None:
            raise DeskError("provider_refused")
        pause, until = max(LEAST_INTERVAL_S, given.interval), time.monotonic() + min(given.expires_in, 1800.0)
        while time.monotonic() < until:
            if self._cancelled.wait(pause):
                raise DeskError("sign_in_cancelled")
            told = self._ask(grant_type=_DEVICE_GRANT, device_code=given.device_code)
            if told.error == "slow_down":
                pause += SLOWER_S
            elif told.error != "authorization_pending":
                return _token(told)
        raise DeskError("provider_slow")

    def authorisation(self, redirect_uri: str, state: str, verifier: str, anew: bool = False) -> str:
        """The address that the browser is sent to."""
        parts = urlsplit(self._told.authorization_endpoint)
        more = {"prompt": "login", "max_age": "0"} if anew else {}
        asked = urlencode(
            {
                "response_type": "code",
                "client_id": self._told.client_id,
                "redirect_uri": redirect_uri,
                "scope": self._told.scope,
                "state": state,
                "nonce": self._told.nonce,
                "code_challenge": challenge(verifier),
                "code_challenge_method": "S256",
            }
            | more
        )
        query = f"{parts.query}&{asked}" if parts.query else asked
        return urlunsplit((parts.scheme, parts.netloc, parts.path, query, ""))

    def _redeem(self, **fields: str) -> str:
        return _token(self._ask(**fields))

    def _ask(self, **fields: str) -> _Told:
        told: _Told = self._post(self._told.token_endpoint, _Told, client_id=self._told.client_id, **fields)
        return told

    def _post(self, address: str, kind: Any, **fields: str) -> Any:
        parts = urlsplit(address)
        client = HttpClient(f"{parts.scheme}://{parts.netloc}", ServerClock(), network=self._network)
        try:
            data = client.post_form(urlunsplit(("", "", parts.path, parts.query, "")), fields)
        finally:
            client.close()
        try:
            return msgspec.json.decode(data, type=kind)
        except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
            raise ApiError("provider_refused") from error


def authenticated_at(id_token: str) -> float:
    """When the person signed in at the provider (`auth_time`, Unix seconds); 0 where the token does not tell. Its
    signature is the server's to check."""
    try:
        body = id_token.split(".")[1]
        claims = msgspec.json.decode(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)), type=_Claims)
    except (IndexError, ValueError, RecursionError):
        return 0.0
    return claims.auth_time


def _token(told: _Told) -> str:
    if told.error or not told.id_token:
        raise DeskError("sign_in_cancelled" if told.error == "access_denied" else "provider_refused")
    return told.id_token


def _is_safe(address: str) -> bool:
    """https; plain http on this machine alone."""
    parts = urlsplit(address)
    return parts.scheme == "https" or (parts.scheme == "http" and is_here(parts.hostname or ""))
