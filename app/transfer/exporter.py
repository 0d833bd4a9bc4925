"""Write an export of the server to a file: whole or not at all."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path

import requests

from app.contract import paths
from app.desktop import export_freeze
from app.desktop.policy import Policy, read_policy
from app.transfer.client import Client, TransferError

CHUNK = 256 * 1024


def export(
    what: str,
    form: str,
    file: Path,
    server: str,
    token: str,
    *,
    policy: Policy | None = None,
    profile: Path | None = None,
    chosen: Mapping[str, str] | None = None,
) -> int:
    """Fetch the export `what` in the format `form` into `file`. Returns 0, or 2 when it could not be finished, or when
    the policy of this machine (read here, unless told) lets no export be written on it, or the house has frozen them
    for the seat of `profile` (the person's own, unless told): then nothing is asked for. Who may export what is the
    server's matter, which writes it into its audit trail before the first byte.

    `chosen`: which rows are wanted, by the names of the query, where the export offers that.

    The bytes go to a file beside it first, which takes its name once complete and on disk.
    """
    out = sys.stdout
    if not (policy or read_policy()).exports:
        print("stopped: the policy of this machine lets no export be written on it", file=out)
        return 2
    if export_freeze.frozen(profile):
        print("stopped: your organisation has frozen exports on this seat", file=out)
        return 2
    try:
        client = Client(server, token)
    except TransferError as problem:
        print(f"stopped: {problem}", file=out)
        return 2
    partial = file.with_name(f".{file.name}.partial")
    size = 0
    try:
        answer = client.call("GET", paths.export(what), params={"format": form} | dict(chosen or {}), stream=True)
        try:
            with partial.open("wb") as target:
                for chunk in answer.iter_content(CHUNK):
                    target.write(chunk)
                    size += len(chunk)
                target.flush()
                os.fsync(target.fileno())
        finally:
            answer.close()
        os.replace(partial, file)
    except (TransferError, OSError, requests.RequestException) as problem:
        partial.unlink(missing_ok=True)
        print(f"stopped: {problem}", file=out)
        print(f"{file} was left as it was.", file=out)
        return 2
    finally:
        client.close()
    print(f"{file}: {size} bytes", file=out)
    return 0
