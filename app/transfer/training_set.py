"""Take a training set into a folder, and check it: whole or not at all."""

import hashlib
import os
import secrets
import shutil
import sys
from pathlib import Path

import msgspec
import requests

from app.contract import paths
from app.contract.training_sets import MANIFEST, SCHEMA, Manifest
from app.desktop import export_freeze
from app.desktop.policy import Policy, read_policy
from app.transfer.client import Client, TransferError

CHUNK = 256 * 1024


class NotWhole(Exception):
    """A file is not the one that the manifest names."""


def fetch(
    set_id: str,
    folder: Path,
    server: str,
    token: str,
    *,
    policy: Policy | None = None,
    profile: Path | None = None,
) -> int:
    """Fetch the files of a set into a new folder and hold them against its manifest. Returns 0, or 2 where that could
    not be done, or the policy of this machine or the house lets no export be written (see exporter.export)."""
    out = sys.stdout
    if not (policy or read_policy()).exports:
        print("stopped: the policy of this machine lets no export be written on it", file=out)
        return 2
    if export_freeze.frozen(profile):
        print("stopped: your organisation has frozen exports on this seat", file=out)
        return 2
    if folder.exists():
        print(f"stopped: {folder} is there already", file=out)
        return 2
    partial = folder.with_name(f".{folder.name}.{secrets.token_hex(4)}")
    try:
        client = Client(server, token)
    except TransferError as problem:
        print(f"stopped: {problem}", file=out)
        return 2
    try:
        partial.mkdir(parents=True)
        manifest = _take(client, set_id, partial)
        os.replace(partial, folder)
    except (TransferError, NotWhole, OSError, requests.RequestException, msgspec.MsgspecError) as problem:
        shutil.rmtree(partial, ignore_errors=True)
        print(f"stopped: {problem}", file=out)
        return 2
    finally:
        client.close()
    rows = manifest.counts.get("train", 0) + manifest.counts.get("test", 0)
    print(f"{folder}: {manifest.name} version {manifest.version}, {rows} cases, {manifest.digest}", file=out)
    return 0


def _take(client: Client, set_id: str, folder: Path) -> Manifest:
    raw = _file(client, set_id, MANIFEST, folder)
    manifest = msgspec.json.decode(raw.read_bytes(), type=Manifest)
    if manifest.schema != SCHEMA:
        raise NotWhole(f"{manifest.schema} is a form of another version")
    lines = ""
    for told in sorted(manifest.files, key=lambda one: one.name):
        if Path(told.name).name != told.name or told.name.startswith("."):
            raise NotWhole("a file has a name that none may have")
        path = _file(client, set_id, told.name, folder)
        if path.stat().st_size != told.size or _sha256(path) != told.sha256:
            raise NotWhole(f"{told.name} is not the file that the manifest names")
        lines += f"{told.name} {told.sha256} {told.size}\n"
    if hashlib.sha256(lines.encode()).hexdigest() != manifest.digest:
        raise NotWhole("the digest of the set is another one")
    return manifest


def _file(client: Client, set_id: str, name: str, folder: Path) -> Path:
    answer = client.call("GET", paths.TRAINING_FILE.format(set_id=set_id, name=name), stream=True)
    try:
        with (folder / name).open("wb") as target:
            for chunk in answer.iter_content(CHUNK):
                target.write(chunk)
            target.flush()
            os.fsync(target.fileno())
    finally:
        answer.close()
    return folder / name


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
