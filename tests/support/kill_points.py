"""Where a process may die: named points in what the workstation does durably, and any moment at all.

Nothing of this is in the product. The functions that matter are wrapped by their names in the process that is to die;
at the point that was asked for it kills itself as `kill -9` would.
"""

import functools
import os
import re
import signal
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

from app.desktop.bootstrap import anew, out_of_contact
from app.desktop.cache.cache_store import CacheStore
from app.desktop.cache.engine import LazyEngine
from app.desktop.cache.work_store import WorkStore
from app.desktop.usecases.session import SessionDesk
from app.desktop.vault import locked_work, sources
from app.desktop.vault.sealed_blobs import SealedBlobs
from app.desktop.vault.seat_file import SeatFile
from app.desktop.vault.tokens import SealedTokens

_DOCUMENT = re.compile(r"^[0-9a-f]{32}\.sealed$")
_TEMPORARY = re.compile(r"^\.(?P<name>.+)\.[0-9a-f]{8}$")
_SEALED = re.compile(r"^(?P<name>[a-z]+)-[0-9TZa-f-]+(?P<end>\.(locked|recovery))$")
_STAMP = re.compile(r"\.unreadable-\d{8}T\d{6}Z(-\d+)?")
# Transactions are named by the verb of the store that began them.
_VERBS: dict[type, tuple[str, ...]] = {
    WorkStore: (
        "submit", "withdraw", "save_draft", "discard_draft", "mark_sent", "settle", "replay_since", "put_value",
        "prune", "open", "take_over", "server_knows", "_recover", "_take_over",
    ),
    CacheStore: ("apply", "put_state", "start_over", "drop_stale", "put_claims", "drop_claims", "empty", "open"),
}  # fmt: skip
# What is called and heard: a point before and one after.
_CALLS: tuple[tuple[type, str], ...] = (
    (SealedTokens, "write"),
    (SealedTokens, "remove"),
    (SealedBlobs, "put"),
    (SealedBlobs, "forget"),
    (SessionDesk, "sign_in"),
    (SessionDesk, "sign_out"),
    (SessionDesk, "renew"),
    (SessionDesk, "become_another_device"),
    (SeatFile, "change"),
)
_ACTS: tuple[tuple[ModuleType, str], ...] = (
    (out_of_contact, "close_if_over"), (out_of_contact, "open_again"), (locked_work, "lock"), (anew, "set_all_aside"),
)  # fmt: skip


class Points:
    """`asked`: the point to die at and the how-manieth time; None only counts. `met` is what was passed."""

    def __init__(self, asked: tuple[str, int] | None = None) -> None:
        self.asked = asked
        self.met: Counter[str] = Counter()
        self._verbs: list[str] = []

    def at(self, name: str) -> None:
        self.met[name] += 1
        if self.asked == (name, self.met[name]):
            die()

    # --- how the points come about

    def install(self, link: type, door: type) -> None:
        """Wrap what the day of a seat goes through; `link` and `door` are what speaks to the server, its calls and its
        tokens."""
        for store, verbs in _VERBS.items():
            for verb in verbs:
                self._name_transactions(store, verb)
        self._transactions()
        for kind, verb in _CALLS:
            self._around(kind, verb, f"{kind.__name__}.{verb}")
        for module, act in _ACTS:
            self._around(module, act, act)
        self._around(link, "call", "server")
        for verb in ("sign_in", "refresh", "register_device", "sign_out", "unlock_device"):
            self._around(door, verb, f"door {verb}")
        self._around(sources.OsKeyring, "_create", "key made")
        os.replace = self._renaming(os.replace)
        os.fsync = self._before(os.fsync, lambda args: "fsync " + _file_of(args[0]))
        os.unlink = self._unlinking(os.unlink)

    def _name_transactions(self, store: type, verb: str) -> None:
        here = store.__dict__[verb]
        plain = here.__func__ if isinstance(here, (classmethod, staticmethod)) else here

        @functools.wraps(plain)
        def named(*args: Any, **more: Any) -> Any:
            self._verbs.append(f"{store.__name__}.{verb}")
            try:
                return plain(*args, **more)
            finally:
                self._verbs.pop()

        setattr(store, verb, classmethod(named) if isinstance(here, classmethod) else named)

    def _transactions(self) -> None:
        points = self

        def told(plain: Callable[[LazyEngine], AbstractContextManager[Any]]) -> Any:
            @contextmanager
            def write(engine: LazyEngine) -> Iterator[Any]:
                name = points._verbs[-1] if points._verbs else "transaction"
                with plain(engine) as connection:
                    yield connection
                    points.at(f"{name}: written, not committed")
                points.at(f"{name}: committed")

            return write

        LazyEngine.write = told(LazyEngine.write)  # type: ignore[method-assign]
        LazyEngine.act = told(LazyEngine.act)  # type: ignore[method-assign]

    def _around(self, kind: type | ModuleType, verb: str, name: str) -> None:
        plain = getattr(kind, verb)

        @functools.wraps(plain)
        def both(*args: Any, **more: Any) -> Any:
            called = f"{name} {args[1]}" if name == "server" else name
            self.at(f"{called}: before")
            value = plain(*args, **more)
            self.at(f"{called}: after")
            return value

        setattr(kind, verb, both)

    def _before(self, plain: Callable[..., Any], name: Callable[[tuple[Any, ...]], str]) -> Callable[..., Any]:
        def first(*args: Any, **more: Any) -> Any:
            self.at(name(args))
            return plain(*args, **more)

        return first

    def _renaming(self, plain: Callable[..., Any]) -> Callable[..., Any]:
        def rename(source: Any, target: Any, **more: Any) -> None:
            name = _plain_name(Path(target).name)
            self.at(f"rename {name}: before")
            plain(source, target, **more)
            self.at(f"rename {name}: after")

        return rename

    def _unlinking(self, plain: Callable[..., Any]) -> Callable[..., Any]:
        def unlink(path: Any, *args: Any, **more: Any) -> None:
            name = _plain_name(Path(path).name)
            self.at(f"unlink {name}: before")
            plain(path, *args, **more)
            self.at(f"unlink {name}: after")

        return unlink


def die() -> None:
    """No goodbye: nothing is flushed, no exit handler runs."""
    os.kill(os.getpid(), signal.SIGKILL)


def die_at_event(number: int) -> None:
    """Die at the so-manieth call or return of anything from now on."""
    left = number

    def count(*_: Any) -> None:
        nonlocal left
        left -= 1
        if left <= 0:
            die()

    sys.setprofile(count)


def count_events() -> Callable[[], int]:
    """The number of calls and returns since; for choosing moments to die at."""
    seen = 0

    def count(*_: Any) -> None:
        nonlocal seen
        seen += 1

    sys.setprofile(count)

    def told() -> int:
        sys.setprofile(None)
        return seen

    return told


def _plain_name(name: str) -> str:
    temporary = _TEMPORARY.match(name)
    name = temporary["name"] if temporary else name
    sealed = _SEALED.match(name)
    if sealed:
        return sealed["name"] + sealed["end"]
    return "document" if _DOCUMENT.match(name) else _STAMP.sub(".unreadable", name)


def _file_of(descriptor: int) -> str:
    try:
        path = Path(os.readlink(f"/proc/self/fd/{descriptor}"))
    except OSError:
        return "a file"
    return "the folder" if path.is_dir() else _plain_name(path.name)
