"""Which data key a profile lies under, told by a fingerprint beside its files, so that another key is noticed before
anything is opened with it."""

import contextlib
import hmac
import json
from hashlib import sha256
from pathlib import Path

from app.desktop.vault.files import write_atomically
from app.desktop.vault.keys import DataKey

FILE = "key.check"
JOURNAL = "rotation.state"
ASKED = "rotation.asked"
_LENGTH = 32


def fingerprint(key: DataKey) -> str:
    """32 hex digits of a sub-key of its own: they tell keys apart and lead back to none."""
    return key.sub("check").hex()[:_LENGTH]


def to_file(told: str) -> bytes:
    """A fingerprint with a check sum: a damaged file must not make the right key look like a wrong one."""
    return f"{told} {sha256(told.encode()).hexdigest()[:8]}\n".encode()


def from_file(path: Path) -> str | None:
    """The fingerprint; None where the file is absent or damaged."""
    try:
        told, _, check = path.read_bytes().decode("ascii").strip().partition(" ")
    except (OSError, UnicodeDecodeError):
        return None
    return told if len(told) == _LENGTH and check == sha256(told.encode()).hexdigest()[:8] else None


def journal(folder: Path) -> dict[str, str] | None:
    """The fingerprints of the `old` and the `new` key of a change that is under way."""
    try:
        told = json.loads((folder / JOURNAL).read_bytes())
    except (OSError, ValueError):
        return None
    return told if isinstance(told, dict) else None


def rotation_due(folder: Path) -> bool:
    """Whether a change of keys was asked for or cut off; cheap."""
    return (folder / ASKED).exists() or (folder / JOURNAL).exists()


def fits(folder: Path, key: DataKey) -> bool:
    """False where the profile is known to lie under another key, and no change to this one is under way."""
    told, under_way = from_file(folder / FILE), journal(folder) or {}
    own = fingerprint(key)
    return told is None or hmac.compare_digest(told, own) or hmac.compare_digest(str(under_way.get("new", "")), own)


def keep(folder: Path, key: DataKey) -> None:
    """From now on the profile lies under this key. Nobody is kept from working where it cannot be written."""
    if from_file(folder / FILE) != fingerprint(key):
        with contextlib.suppress(OSError):
            write_atomically(folder / FILE, to_file(fingerprint(key)))
