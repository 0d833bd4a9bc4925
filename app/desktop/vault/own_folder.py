"""A profile that nobody but its person may look into or put anything into."""

import logging
import os
import stat
from pathlib import Path

_log = logging.getLogger(__name__)
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


class ForeignFolder(Exception):
    """The folder is there and belongs to somebody else, who could read and exchange whatever was kept in it."""


def make_own(folder: Path, me: int | None = None) -> None:
    """The folder, made where there is none and closed to others where it was open to them; what is written from here
    on is its person's alone. Raises ForeignFolder, and writes nothing then. `me` is the user who runs this."""
    os.umask(0o077)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if is_foreign(folder, me):
        raise ForeignFolder
    mode = stat.S_IMODE(folder.stat().st_mode)
    if os.name == "nt" or not mode & _OTHERS:
        return
    _log.warning("the profile was open to others: %04o", mode)
    try:
        folder.chmod(mode & ~_OTHERS)
    except OSError:
        # A disk that knows no modes: what is kept there is encrypted all the same.
        _log.exception("the profile cannot be closed to others")


def is_foreign(path: Path, me: int | None = None) -> bool:
    """Whether what lies there belongs to another user; never on Windows, where profiles are told apart by the system.
    Raises OSError where nothing can be seen there."""
    if os.name == "nt":
        return False
    return path.stat().st_uid != (os.geteuid() if me is None else me)
