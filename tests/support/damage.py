"""What happens to files on bad disks, in power cuts and under helpful backup programs. Every blow is told by a seed."""

import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path

SIDECARS = ("-wal", "-shm", "-journal")
BLOCK = 512


def cut_short(path: Path, dice: random.Random) -> str:
    """Only the beginning is left."""
    size = path.stat().st_size
    keep = dice.randrange(size) if size else 0
    if dice.random() < 0.5:
        keep -= keep % 4096  # as a file system does it that knows whole blocks alone
    os.truncate(path, keep)
    return f"cut from {size} to {keep}"


def flip_a_bit(path: Path, dice: random.Random) -> str:
    data = bytearray(path.read_bytes())
    if not data:
        return "empty"
    at, bit = dice.randrange(len(data)), dice.randrange(8)
    data[at] ^= 1 << bit
    path.write_bytes(bytes(data))
    return f"bit {bit} of byte {at}"


def zero_a_block(path: Path, dice: random.Random) -> str:
    data = bytearray(path.read_bytes())
    if not data:
        return "empty"
    block = dice.randrange(-(-len(data) // BLOCK))
    end = min((block + 1) * BLOCK, len(data))
    data[block * BLOCK : end] = bytes(end - block * BLOCK)
    path.write_bytes(bytes(data))
    return f"block {block} zeroed"


BLOWS: tuple[Callable[[Path, random.Random], str], ...] = (cut_short, flip_a_bit, zero_a_block)


def drop_sidecars(path: Path) -> list[str]:
    """The files beside a store go, as a tidy person deletes them."""
    gone = [tail for tail in SIDECARS if path.with_name(path.name + tail).exists()]
    for tail in gone:
        path.with_name(path.name + tail).unlink()
    return gone


def copy_of(path: Path, to: Path) -> Path:
    """A copy with everything beside it, as a backup takes it."""
    to.mkdir(parents=True, exist_ok=True)
    for tail in ("", *SIDECARS):
        piece = path.with_name(path.name + tail)
        if piece.exists():
            shutil.copyfile(piece, to / piece.name)
    return to / path.name


def put_back(copy: Path, path: Path) -> None:
    """The older copy takes the place of the file; what lay beside it goes."""
    drop_sidecars(path)
    for tail in ("", *SIDECARS):
        piece = copy.with_name(copy.name + tail)
        if piece.exists():
            shutil.copyfile(piece, path.with_name(path.name + tail))


def stale_journal(path: Path, journal: bytes) -> None:
    """A journal of another time lies beside the store, as if a transaction had been cut off."""
    path.with_name(path.name + "-journal").write_bytes(journal)
