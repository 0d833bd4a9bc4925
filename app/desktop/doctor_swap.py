"""What the system writes of a program's memory to a disk, as far as Linux tells it: swap that lies open."""

import os
import re
from pathlib import Path

from app.desktop.doctor_finding import Finding, Level

_SWAPS = Path("/proc/swaps")
_SYS = Path("/sys")
_DEEP = 8  # layers of devices over one another


def swap(swaps: Path = _SWAPS, system: Path = _SYS) -> Finding:
    """Swap in memory, or on a device that is encrypted somewhere below, holds nothing that a thief of the disk reads.
    What is no Linux, or does not tell, is not judged."""
    try:
        lines = swaps.read_text(encoding="utf-8", errors="replace").splitlines()[1:]
    except OSError:
        return Finding("swap_unknown")
    places = [_spelled(line.split()[0]) for line in lines if line.strip()]
    unsealed = [place for place in places if not _sealed(place, system)]
    if not unsealed:
        return Finding("swap_sealed" if places else "swap_none")
    return Finding("swap_open", Level.NOTE, {"names": ", ".join(unsealed)})


def _spelled(name: str) -> str:
    """The kernel writes blanks in a path as \\040."""
    return re.sub(r"\\([0-7]{3})", lambda found: chr(int(found[1], 8)), name)


def _sealed(place: str, system: Path) -> bool:
    device = system / "class" / "block" / Path(place).name
    if not place.startswith("/dev/") or not device.exists():
        try:
            told = os.stat(place)
        except OSError:
            return False
        number = told.st_rdev or told.st_dev
        device = system / "dev" / "block" / f"{os.major(number)}:{os.minor(number)}"
    return _encrypted(device, _DEEP)


def _encrypted(device: Path, layers: int) -> bool:
    if device.name.startswith("zram"):
        return True
    try:
        if (device / "dm" / "uuid").read_text(encoding="ascii").startswith("CRYPT-"):
            return True
    except (OSError, ValueError):
        pass
    try:
        below = sorted((device / "slaves").iterdir())
    except OSError:
        below = []
    return layers > 0 and bool(below) and all(_encrypted(one, layers - 1) for one in below)
