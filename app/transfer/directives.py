"""Directives for seats: signed here with a key that no server has, then handed over."""

import base64
import os
import secrets
import sys
import time
from pathlib import Path
from typing import Any

import msgspec

from app.contract import paths
from app.contract.devices import Directive, DirectiveKind, SignedDirective, directive_bytes
from app.domain.ids import uuid7
from app.transfer.client import Client, TransferError

PRIVATE = "footplate-directive-key-1"


class _KeyFile(msgspec.Struct, frozen=True):
    """The private Ed25519 key, 32 bytes in base64."""

    format: str
    private_key: str


def keygen(out: Path) -> int:
    """Make a key pair: the private one into a file that only its owner reads, the public one to standard output, for
    the machines' policy (`directive_key`) or the server (FOOTPLATE_DIRECTIVE_KEY). The process's exit code."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    key = Ed25519PrivateKey.generate()
    try:
        descriptor = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        return _fail(f"{out}: {error.strerror}")
    with os.fdopen(descriptor, "wb") as file:
        file.write(msgspec.json.encode(_KeyFile(PRIVATE, _text(key.private_bytes_raw()))))
    print(_text(key.public_key().public_bytes_raw()))
    return 0


def sign(kind: str, device_id: str, key_file: Path, *, upload_first: bool = True, on: bool = True) -> int:
    """Print one signed directive as JSON; nothing is sent. The process's exit code."""
    try:
        signed = make(kind, device_id, key_file, upload_first=upload_first, on=on)
    except ValueError as error:
        return _fail(str(error))
    print(msgspec.json.encode(signed).decode())
    return 0


def make(kind: str, device_id: str, key_file: Path, *, upload_first: bool, on: bool) -> SignedDirective:
    """A fresh directive under a signature. Raises ValueError for a key file that is none."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    try:
        told = msgspec.json.decode(key_file.read_bytes(), type=_KeyFile)
        key = Ed25519PrivateKey.from_private_bytes(base64.b64decode(told.private_key, validate=True))
    except (OSError, msgspec.DecodeError, ValueError):
        raise ValueError(f"{key_file}: no directive key (footplate directive keygen makes one)") from None
    now = time.time_ns() // 1_000_000
    directive = Directive(
        directive_id=uuid7(now, secrets.token_bytes(10)),
        device_id=device_id,
        kind=DirectiveKind(kind),
        nonce=secrets.token_urlsafe(24),
        issued_at=now,
        upload_first=upload_first,
        on=on,
    )
    return SignedDirective(directive, _text(key.sign(directive_bytes(directive))))


def send(server: str, token: str, data: bytes) -> int:
    """Hand a signed directive over to the server, which only carries it. The process's exit code."""
    try:
        signed = msgspec.json.decode(data, type=SignedDirective)
    except msgspec.DecodeError:
        return _fail("no signed directive")
    path = paths.DEVICE_DIRECTIVES.format(device_id=signed.directive.device_id)
    told = _ask(server, token, "POST", path, msgspec.json.encode(signed))
    if told is None:
        return 1
    print(f"{signed.directive.kind.value} {signed.directive.directive_id} waits for {signed.directive.device_id}")
    return 0


def wipe(device_id: str, key_file: Path, server: str, token: str, *, upload_first: bool) -> int:
    """Sign a wipe and hand it over. The process's exit code."""
    try:
        signed = make("wipe", device_id, key_file, upload_first=upload_first, on=True)
    except ValueError as error:
        return _fail(str(error))
    return send(server, token, msgspec.json.encode(signed))


def devices(server: str, token: str, *, everybody: bool) -> int:
    """Print the seats, one JSON object a line. The process's exit code."""
    told = _ask(server, token, "GET", f"{paths.DEVICES}?whose={'all' if everybody else 'mine'}", None)
    if told is None:
        return 1
    for device in told["devices"]:
        print(msgspec.json.encode(device).decode())
    return 0


def change(server: str, token: str, device_id: str, what: str) -> int:
    """`what`: revoke or restore. The process's exit code."""
    path = {"revoke": paths.DEVICE_REVOKE, "restore": paths.DEVICE_RESTORE}[what].format(device_id=device_id)
    told = _ask(server, token, "POST", path, None)
    if told is None:
        return 1
    print(msgspec.json.encode(told).decode())
    return 0


def _ask(server: str, token: str, method: str, path: str, body: bytes | None) -> Any:
    """The answer, None where there was none or a refusal, which is then told."""
    headers = {"Content-Type": "application/json"} if body is not None else None
    try:
        client = Client(server, token)
    except TransferError as problem:
        _fail(str(problem))
        return None
    try:
        return client.call(method, path, body=body, headers=headers).json()
    except (TransferError, ValueError) as problem:
        _fail(str(problem))
        return None
    finally:
        client.close()


def _fail(why: str) -> int:
    print(f"footplate: {why}", file=sys.stderr)
    return 1


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()
