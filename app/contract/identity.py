"""Signing in with the house's identity provider."""

import msgspec


class ProviderView(msgspec.Struct, frozen=True):
    """What a seat needs to send its person there (RFC 8252): a browser, a loopback redirect and PKCE; or, where there
    is a `device_authorization_endpoint`, a code to type elsewhere (RFC 8628). `name`: what the house calls it; `nonce`:
    the server's own, to be sent along and good for one sign-in; `iss_told`: the answer names its issuer (RFC 9207), and
    one that does not is refused."""

    name: str
    issuer: str
    client_id: str
    scope: str
    authorization_endpoint: str
    token_endpoint: str
    nonce: str
    device_authorization_endpoint: str | None = None
    iss_told: bool = False


class SignInWays(msgspec.Struct, frozen=True):
    """How one can sign in here. `provider` null: there is none, or it cannot be used now; `provider_fault` then says
    why, for whoever runs the server: `silent`, `unreadable`, `other_issuer` or `unsafe`, and "" where none is set."""

    password: bool
    provider: ProviderView | None = None
    provider_fault: str = ""


class IdentitySignIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the provider said: its ID token (OpenID Connect Core 1.0)."""

    id_token: str


class SessionDevice(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An own seat, registered at an earlier sign-in."""

    device_id: str
