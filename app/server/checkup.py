"""What is wrong with the settings of the server that this shell has, before it is started with them: for
`footplate doctor` on the server's own machine."""

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec

from app.server.config import PREFIX, Settings, from_environment
from app.server.connectors.identity_provider import IdentityProvider, ProviderAway
from app.server.security import audit_key

OK, NOTE, BLOCKS = "ok", "note", "blocks"
_AUDIT_KEY = f"{PREFIX}AUDIT_KEY_FILE"
_SERVERS = ("DATABASE", "AUDIT_KEY_FILE", "OIDC_ISSUER", "OIDC_CLIENT_ID", "FILES")


class Found(msgspec.Struct, frozen=True):
    """One thing looked at: the code of its words in resources/console.json, how bad it is, what the words name."""

    code: str
    level: str = OK
    values: dict[str, object] = {}


def examine(environment: Mapping[str, str] = os.environ) -> Iterator[Found]:
    """Nothing where this is no server's environment."""
    if not any(f"{PREFIX}{name}" in environment for name in _SERVERS):
        return
    try:
        settings = from_environment(environment)
    except ValueError as error:
        yield Found("settings_bad", BLOCKS, {"reason": str(error)})
        return
    yield from _audit_key(settings)
    yield from _provider(settings)


def _audit_key(settings: Settings) -> Iterator[Found]:
    if not settings.audit_key_file:
        yield Found("audit_key_none", NOTE, {"variable": _AUDIT_KEY})
        return
    file = Path(settings.audit_key_file)
    try:
        key = audit_key.load(file)
    except ValueError as error:
        yield Found("audit_key_bad", BLOCKS, {"reason": str(error), "variable": _AUDIT_KEY})
        return
    yield Found("audit_key_named", values={"place": file, "public": key.public})
    if os.name == "posix" and file.stat().st_mode & 0o007:
        yield Found("audit_key_open", NOTE, {"place": file})


def _provider(settings: Settings) -> Iterator[Found]:
    if not settings.oidc_issuer:
        yield Found("provider_unset")
        return
    provider = IdentityProvider(settings.oidc_issuer)
    try:
        provider.metadata()
        provider.keys(None)
    except ProviderAway as error:
        yield Found(f"provider_{error.code}", NOTE if settings.password_sign_in else BLOCKS)
    else:
        yield Found("provider_ok", values={"name": settings.oidc_name})
    if bool(settings.oidc_roles) != bool(settings.oidc_role_claim):
        alone = "OIDC_ROLES" if settings.oidc_roles else "OIDC_ROLE_CLAIM"
        yield Found("provider_roles", NOTE, {"names": f"{PREFIX}{alone}"})
