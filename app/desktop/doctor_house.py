"""What the doctor finds of the house's own settings from a seat, without a sign-in: how people come in, and whether the
audit trail is signed."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from app.contract import paths
from app.desktop.doctor_finding import Finding, Level
from app.desktop.ports import DeskError, Offline

if TYPE_CHECKING:
    from app.desktop.api.client import HttpClient

PROVIDER_FAULTS = ("silent", "unreadable", "other_issuer", "unsafe")
_READY, _UNSIGNED = "ready", "the audit trail is not signed"
_MOST_BYTES = 4096
AUDIT_KEY = "FOOTPLATE_AUDIT_KEY_FILE"
"""How the server's environment names the file of the key that signs the audit trail."""


def house(client: "HttpClient") -> Iterator[Finding]:
    """Ask a server that answers."""
    yield from _ways_in(client)
    yield _audit_key(client)


def _ways_in(client: "HttpClient") -> Iterator[Finding]:
    from app.desktop.api.endpoints import SessionApi

    try:
        ways = SessionApi(client).ways()
    except DeskError:
        # An older server, or one that has had enough of being asked.
        return
    if ways.provider is not None:
        yield Finding("provider_ok", values={"name": ways.provider.name})
    elif ways.provider_fault:
        fault = ways.provider_fault if ways.provider_fault in PROVIDER_FAULTS else "silent"
        yield Finding(f"provider_{fault}", Level.NOTE if ways.password else Level.BLOCKS)
    else:
        yield Finding("provider_unset")


def _audit_key(client: "HttpClient") -> Finding:
    try:
        status, told = client.glance(paths.READY, _MOST_BYTES)
    except Offline:
        return Finding("audit_key_unknown")
    if status != 200 or not told.startswith(_READY):
        # A proxy that keeps this inside is as it should be.
        return Finding("audit_key_unknown")
    if _UNSIGNED in told:
        return Finding("audit_key_none", Level.NOTE, {"variable": AUDIT_KEY})
    return Finding("audit_key_ok")
