"""Where a machine's owner puts the policy, and whether what lies there may be trusted.

One Protocol, three readers. The file of Linux is in daily use. The registry of Windows and the managed preferences of
macOS are thin adapters: they are tested with recorded values and were not tried on those systems.
"""

import json
import os
import plistlib
import stat
import sys
import typing
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple, Protocol

LINUX_FILE = Path("/etc/footplate/policy.json")
MAC_PLIST = Path("/Library/Managed Preferences/com.footplate.plist")
WINDOWS_KEY = r"Software\Policies\Footplate"
MAX_BYTES = 64 * 1024
MAX_LINKS = 40
_NO_MORE_ITEMS = 259


class Told(NamedTuple):
    """What a reader found. `values` is None where nothing is there, and where `fault` says why it cannot be used:
    unreadable, malformed, writable (by others than the machine's owner), folder_writable (there is no file, and others
    could have removed it), too_large."""

    values: Mapping[str, Any] | None = None
    fault: str = ""


class PolicyReader(Protocol):
    """One place of policies. `wide` turns what the place can hold into the type of a field."""

    @property
    def place(self) -> str:
        """Where it looks, for the person who has to mend it."""

    def read(self) -> Told: ...

    def wide(self, value: Any, kind: Any) -> Any:
        """`value` as a field of type `kind` would have it; unchanged where it is no stand-in for one."""


class JsonFile:
    """A JSON object in a file that one user owns (root) and nobody else may write."""

    def __init__(self, path: Path = LINUX_FILE, owner: int = 0) -> None:
        self._path, self._owner = path, owner

    @property
    def place(self) -> str:
        return str(self._path)

    def read(self) -> Told:
        found = _owned_bytes(self._path, self._owner)
        if isinstance(found, Told):
            return found
        try:
            values = json.loads(found.decode("utf-8"), object_pairs_hook=_once)
        except (ValueError, RecursionError):
            return Told(fault="malformed")
        return Told(values) if isinstance(values, dict) else Told(fault="malformed")

    def wide(self, value: Any, kind: Any) -> Any:
        return tuple(value) if isinstance(value, list) else value


class ManagedPlist:
    """The managed preferences that a device management profile lays down on macOS (XML or binary)."""

    def __init__(self, path: Path = MAC_PLIST, owner: int = 0) -> None:
        self._path, self._owner = path, owner

    @property
    def place(self) -> str:
        return str(self._path)

    def read(self) -> Told:
        found = _owned_bytes(self._path, self._owner)
        if isinstance(found, Told):
            return found
        try:
            values = plistlib.loads(found)
        except Exception:  # plistlib lets errors of expat, struct and datetime through
            return Told(fault="malformed")
        return Told(values) if isinstance(values, dict) else Told(fault="malformed")

    def wide(self, value: Any, kind: Any) -> Any:
        return tuple(value) if isinstance(value, list) else value


class Registry:
    """HKEY_LOCAL_MACHINE\\Software\\Policies\\Footplate, which only an administrator may write. `values` gives name,
    content and registry type (1 text, 4 number, 7 several texts) of each, or None where there is no such key; it
    raises OSError where the key is there and cannot be read."""

    _KINDS = frozenset({1, 2, 4, 7})

    def __init__(self, values: "Callable[[], list[tuple[str, Any, int]] | None] | None" = None) -> None:
        self._values = values or _machine_values

    @property
    def place(self) -> str:
        return rf"HKLM\{WINDOWS_KEY}"

    def read(self) -> Told:
        try:
            found = self._values()
        except OSError:
            return Told(fault="unreadable")
        if found is None:
            return Told()
        if any(kind not in self._KINDS for _, _, kind in found):
            return Told(fault="malformed")
        return Told({name: value for name, value, _ in found})

    def wide(self, value: Any, kind: Any) -> Any:
        """The registry has no truth values and no tables: 0 and 1 stand for the one, JSON text for the other."""
        if kind is bool and type(value) is int and value in (0, 1):
            return bool(value)
        if isinstance(value, list):
            return tuple(value)
        if typing.get_origin(kind) is dict and isinstance(value, str):
            try:
                return json.loads(value, object_pairs_hook=_once)
            except (ValueError, RecursionError):
                return value
        return value


def reader_of_this_machine() -> PolicyReader:
    if sys.platform == "win32":
        return Registry()
    if sys.platform == "darwin":
        return ManagedPlist()
    return JsonFile()


def _owned_bytes(path: Path, owner: int) -> bytes | Told:
    """The file's bytes, where `owner` has it, its folder and the way to it to himself. Opened once and looked at
    through the open file, so that nobody exchanges it in between."""
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
        with os.fdopen(descriptor, "rb") as file:
            info = os.fstat(file.fileno())
            if not stat.S_ISREG(info.st_mode):
                return Told(fault="unreadable")
            folder = path.resolve().parent.stat()
            if not (_only_for(info, owner) and _only_for(folder, owner) and _nobody_leads_astray(path, owner)):
                return Told(fault="writable")
            data = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        return _absent(path, owner)
    except OSError:
        return Told(fault="unreadable")
    return Told(fault="too_large") if len(data) > MAX_BYTES else data


def _absent(path: Path, owner: int) -> Told:
    """Without a file the machine is an unmanaged one, but for a folder in which others than the owner could have
    removed it, and for a link that leads nowhere."""
    try:
        if path.is_symlink():
            return Told(fault="unreadable")
        return Told() if _only_for(path.parent.stat(), owner) else Told(fault="folder_writable")
    except FileNotFoundError:
        return Told()
    except OSError:
        return Told(fault="unreadable")


def _nobody_leads_astray(path: Path, owner: int) -> bool:
    """Whether only `owner` and root decide what the name leads to: whoever may write into a folder on the way could
    put another folder or a link to another file there. A folder with the sticky bit, such as /tmp, lets nobody take
    away what is not theirs, but it does not hold a link that may be followed."""
    here, rest, links = Path(path.absolute().anchor), list(path.absolute().parts[1:]), 0
    while rest:
        info, one = here.stat(), here / rest.pop(0)
        link = one.is_symlink()
        sticky = info.st_mode & stat.S_ISVTX and not link
        if not any(_only_for(info, who) for who in (owner, 0)) and not (sticky and info.st_uid in (owner, 0)):
            return False
        if not link:
            here = one.parent.parent if one.name == ".." else one
            continue
        links += 1
        if links > MAX_LINKS:
            return False
        target = one.readlink()
        here = Path(target.anchor) if target.is_absolute() else here
        rest = [*target.parts[1 if target.is_absolute() else 0 :], *rest]
    return True


def _only_for(info: os.stat_result, owner: int) -> bool:
    """Whether nobody but `owner` may write there."""
    return info.st_uid == owner and not info.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object whose names are told once: of two values nobody knows which was meant."""
    told = dict(pairs)
    if len(told) != len(pairs):
        raise ValueError("a name is told twice")
    return told


def _machine_values() -> list[tuple[str, Any, int]] | None:
    """Every value of the machine's key; of the 64-bit view, so that no 32-bit program is asked about."""
    import winreg  # there is none but on Windows

    try:
        key = winreg.OpenKey(  # type: ignore[attr-defined]
            winreg.HKEY_LOCAL_MACHINE,  # type: ignore[attr-defined]
            WINDOWS_KEY,
            0,
            winreg.KEY_READ | winreg.KEY_WOW64_64KEY,  # type: ignore[attr-defined]
        )
    except FileNotFoundError:
        return None
    with key:
        return every_value(lambda at: winreg.EnumValue(key, at))  # type: ignore[attr-defined]


def every_value(value_at: Callable[[int], tuple[str, Any, int]]) -> list[tuple[str, Any, int]]:
    """All values of a key. Only Windows' own word for it is the end: half a policy must not count as a whole one."""
    found: list[tuple[str, Any, int]] = []
    while True:
        try:
            found.append(value_at(len(found)))
        except OSError as error:
            if getattr(error, "winerror", None) != _NO_MORE_ITEMS:
                raise
            return found
