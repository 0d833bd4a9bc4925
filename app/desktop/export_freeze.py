"""Whether the house has frozen the exports of a seat, told where `footplate export` finds it without the seat's key.

What counts is in the sealed file of the seat; this mark follows it. Whoever removes the mark by hand has it back within
a minute of the window's time; who may export what is the server's matter in any case.
"""

from pathlib import Path

FILE = "exports.frozen"


def keep(folder: Path, frozen: bool) -> None:
    """Let the mark follow; cheap where it does already. Raises OSError."""
    path = folder / FILE
    if frozen == path.exists():
        return
    if frozen:
        path.touch(mode=0o600)
    else:
        path.unlink(missing_ok=True)


def frozen(folder: Path | None = None) -> bool:
    """Of the profile `folder`, or else of the person's own."""
    if folder is None:
        try:
            from platformdirs import user_data_path
        except ImportError:
            return False  # installed without the workstation: there is no seat here
        folder = user_data_path("footplate", appauthor=False)
    return (folder / FILE).exists()
