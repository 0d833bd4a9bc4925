"""The managed workstation's policy file: what the machine's owner fixed beats what a person set.

`/etc/footplate/policy.json` on Linux, owned by root and writable by nobody else. A file that cannot be
read, parsed or trusted means the most restrictive policy, never none.
"""

import json
import os
import stat
import sys
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any

import msgspec


class PolicyState(StrEnum):
    ABSENT = "absent"
    READ = "read"
    BAD = "policy_unreadable"


class Policy(msgspec.Struct, frozen=True):
    """What the machine allows. The defaults are those of an unmanaged machine."""

    state: PolicyState = PolicyState.ABSENT
    server: str | None = None
    local_store: bool = True
    inherited_key: bool = True
    offline_claims: bool = True
    proxy: str | None = None
    blur_documents: bool = False
    settings: Mapping[str, Any] = {}
    unknown: tuple[str, ...] = ()


MOST_RESTRICTIVE = Policy(
    state=PolicyState.BAD, local_store=False, inherited_key=False, offline_claims=False, blur_documents=True
)

_KEYS: dict[str, type] = {
    "server": str,
    "local_store": bool,
    "inherited_key": bool,
    "offline_claims": bool,
    "proxy": str,
    "blur_documents": bool,
    "settings": dict,
}
_MAX_BYTES = 64 * 1024


def policy_path() -> Path:
    """Where the machine's policy lies."""
    if sys.platform == "win32":
        return Path(os.environ.get("PROGRAMDATA", r"C:\ProgramData")) / "Footplate" / "policy.json"
    if sys.platform == "darwin":
        return Path("/Library/Application Support/Footplate/policy.json")
    return Path("/etc/footplate/policy.json")


def read_policy(path: Path | None = None, *, owner: int = 0) -> Policy:
    """The policy in force. `owner` is the only user id whose file is trusted (Unix)."""
    path = path or policy_path()
    try:
        info = path.stat()
        trusted = os.name == "nt" or (info.st_uid == owner and not info.st_mode & (stat.S_IWGRP | stat.S_IWOTH))
        if not trusted or info.st_size > _MAX_BYTES:
            return MOST_RESTRICTIVE
        data = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Policy()
    except (OSError, ValueError, RecursionError):
        return MOST_RESTRICTIVE
    if not isinstance(data, dict):
        return MOST_RESTRICTIVE
    known = {name: value for name, value in data.items() if name in _KEYS}
    if any(type(value) is not _KEYS[name] for name, value in known.items()):
        return MOST_RESTRICTIVE
    return Policy(state=PolicyState.READ, unknown=tuple(sorted(set(data) - set(_KEYS))), **known)
