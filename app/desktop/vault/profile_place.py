"""Whether a profile folder stays on this machine. Where it does not (a profile on the network, one that roams, one that
is thrown away with the session), nothing is kept in it: two machines would write into one database, or unsent work
would go with the session.

Linux is asked by the kind of file system. On Windows the marks are the kind of profile that the system tells (roaming,
mandatory, temporary), FSLogix and Citrix in the registry, and a folder on a share; that part is tested with recorded
values and was not tried on Windows. On macOS the folder is taken to be local.
"""

import os
import sys
from collections.abc import Callable, Iterable
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from app.desktop.policy import Policy


class Place(StrEnum):
    LOCAL = "local"
    NETWORK = "profile_network"
    FLEETING = "profile_fleeting"
    ROAMING = "profile_roaming"


_ON_THE_NETWORK = frozenset(
    "nfs nfs3 nfs4 cifs smb2 smb3 smbfs afs ceph glusterfs lustre gpfs beegfs davfs ncpfs 9p virtiofs".split()
)
_IN_MEMORY = frozenset({"tmpfs", "ramfs"})
# File systems of user programs that lie on this machine's own disk; every other one is taken for a far one.
_FUSE_HERE = frozenset({"fuseblk", "fuse.gocryptfs", "fuse.encfs", "fuse.ecryptfs", "fuse.cryfs", "fuse.ntfs-3g"})

_MANDATORY, _TEMPORARY, _ROAMING, _ROAMING_HERE = 4, 1, 2, 8  # of GetProfileType


class WindowsMarks(NamedTuple):
    """What Windows tells of a profile: the flags of GetProfileType, whether FSLogix or Citrix keep profiles in
    containers elsewhere, and whether the folder lies on another machine's disk."""

    kind: int = 0
    fslogix: bool = False
    citrix: bool = False
    remote: bool = False


def place_of(
    folder: Path,
    policy: Policy,
    *,
    system: str = sys.platform,
    mounts: "Callable[[], Iterable[str]] | None" = None,
    marks: "Callable[[Path], WindowsMarks] | None" = None,
) -> Place:
    """Where a profile lies; the policy's word counts before what is found. A question that cannot be answered means
    that it stays here."""
    if policy.profile_kind != "auto":
        return Place.ROAMING if policy.profile_kind == "roaming" else Place.LOCAL
    try:
        if system == "win32":
            return _by_marks((marks or _marks_here)(folder))
        if system.startswith("linux"):
            return _by_mount(folder.resolve(), (mounts or _mounts_here)())
    except OSError:
        return Place.LOCAL
    return Place.LOCAL


def _by_marks(marks: WindowsMarks) -> Place:
    if marks.kind & (_MANDATORY | _TEMPORARY):
        return Place.FLEETING
    if marks.remote:
        return Place.NETWORK
    if marks.kind & (_ROAMING | _ROAMING_HERE) or marks.fslogix or marks.citrix:
        return Place.ROAMING
    return Place.LOCAL


def _by_mount(folder: Path, lines: Iterable[str]) -> Place:
    """By the innermost mount over the folder; of two at one point the later one is in force."""
    deepest, kind = -1, ""
    for line in lines:
        before, _, after = line.partition(" - ")
        fields = before.split()
        if len(fields) < 5 or not after:
            continue
        # A space in a path is written as its number, three octal digits behind a backslash.
        point = Path(fields[4].encode("latin-1", "replace").decode("unicode_escape"))
        if folder.is_relative_to(point) and len(point.parts) >= deepest:
            deepest, kind = len(point.parts), after.split()[0]
    if kind in _ON_THE_NETWORK or (kind.startswith("fuse") and kind not in _FUSE_HERE):
        return Place.NETWORK
    return Place.FLEETING if kind in _IN_MEMORY else Place.LOCAL


def _mounts_here() -> list[str]:
    return Path("/proc/self/mountinfo").read_text("utf-8", "replace").splitlines()


def _marks_here(folder: Path) -> WindowsMarks:
    """Asks Windows. Never run elsewhere."""
    import ctypes

    flags = ctypes.c_ulong(0)
    ctypes.windll.userenv.GetProfileType(ctypes.byref(flags))  # type: ignore[attr-defined]
    drive = os.path.splitdrive(folder)[0]
    far = drive.startswith("\\\\") or ctypes.windll.kernel32.GetDriveTypeW(drive + "\\") == 4  # type: ignore[attr-defined]
    return WindowsMarks(
        flags.value,
        _switched_on(r"SOFTWARE\FSLogix\Profiles", "Enabled"),
        _switched_on(r"SOFTWARE\Policies\Citrix\UserProfileManager", "ServiceActive"),
        far,
    )


def _switched_on(key: str, name: str) -> bool:
    import winreg

    try:
        with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, key) as opened:  # type: ignore[attr-defined]
            return bool(winreg.QueryValueEx(opened, name)[0])  # type: ignore[attr-defined]
    except OSError:
        return False
