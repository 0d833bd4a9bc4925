"""The structures of this program, read by msgspec before there are two threads."""

import contextlib
from collections.abc import Iterator

import msgspec

_seen: set[type[msgspec.Struct]] = set()


def read_all() -> None:
    """Let msgspec read every structure that is defined by now and was not before.

    It reads the fields of one when a first value of it is decoded, and runs Python while it does. A thread that decodes
    the same structure meanwhile finds it half read and takes the process down (msgspec 0.22 and before: a server under
    load died of its first decisions). So whoever starts threads calls this before, when what they use is imported."""
    fresh = set(_below(msgspec.Struct)) - _seen
    for one in fresh:
        # One that is never decoded has a field of a kind that no wire has, or that is named for its readers alone.
        with contextlib.suppress(TypeError, NameError):
            msgspec.json.Decoder(one)
    _seen.update(fresh)


def _below(kind: type[msgspec.Struct]) -> Iterator[type[msgspec.Struct]]:
    for one in kind.__subclasses__():
        yield one
        yield from _below(one)
