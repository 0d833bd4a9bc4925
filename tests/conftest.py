"""What every test may lean on: no screen needed, slow proofs on request, shared material by fixture, no thread left.

- Tests marked `slow` run with `--all` (or when named on the command line by file and name).
- A test that wants the shared real data takes the fixture `shared` (a folder). Where the folder is absent the test
  skips and says so; the closing summary tells how many ran; a skip beside an existing folder fails the whole run.
"""

import os
import sys
import threading
import time
import traceback
import weakref
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.desktop import courtesy

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# No test may speak to a proxy, a real keyring or a real profile by accident.
os.environ.setdefault("NO_PROXY", "127.0.0.1,localhost")
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"

ROOT = Path(__file__).resolve().parent.parent


def shared_folder() -> Path:
    """Where the shared material would lie: FOOTPLATE_SHARED, else the folder `shared` beside the checkout."""
    told = os.environ.get("FOOTPLATE_SHARED")
    return Path(told) if told else ROOT.parent / "shared"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--all", action="store_true", default=False, help="run the slow proofs as well")
    parser.addoption(
        "--database",
        choices=("sqlite", "postgresql"),
        default="sqlite",
        help="what servers under test keep their data in (a PostgreSQL server is started for the run)",
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    # A proof of many minutes that comes last has one core working and the others waiting for it.
    items.sort(key=lambda item: item.get_closest_marker("first") is None)
    named = any("::" in str(argument) for argument in config.invocation_params.args)
    if config.getoption("--all") or config.getoption("markexpr") or named:
        return
    kept = [item for item in items if item.get_closest_marker("slow") is None]
    if len(kept) != len(items):
        config.hook.pytest_deselected(items=[item for item in items if item.get_closest_marker("slow") is not None])
        items[:] = kept


@pytest.fixture(autouse=True)
def nobody_busy() -> None:
    """Work behind a window waits for it and for busy hands: those of an earlier test are none of the next."""
    courtesy.window_waits()
    courtesy._moved = courtesy._began = float("-inf")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of shared real data; skips where it is absent."""
    folder = shared_folder()
    if not (folder / "data").is_dir():
        pytest.skip(f"the shared real data is not here (looked in {folder}; set FOOTPLATE_SHARED)")
    return folder


# ------------------------------------------------------------------ the count of tests on the shared material
_USES_SHARED = ("wants", "shared real data")


class _SharedCount:
    """Each report says whether its test wanted the data, so that the count is right over several worker processes."""

    def __init__(self) -> None:
        self.wanted = False
        self.ran: set[str] = set()
        self.skipped: set[str] = set()

    def pytest_itemcollected(self, item: pytest.Item) -> None:
        if "shared" in getattr(item, "fixturenames", ()):
            self.wanted = True
            item.user_properties.append(_USES_SHARED)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if _USES_SHARED not in map(tuple, report.user_properties):
            return
        self.wanted = True
        if report.skipped:
            self.skipped.add(report.nodeid)
        elif report.when == "call":
            self.ran.add(report.nodeid)

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if self.skipped and (shared_folder() / "data").is_dir() and session.exitstatus == 0:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        if not self.wanted:
            return
        here = (shared_folder() / "data").is_dir()
        terminalreporter.write_line(
            f"shared real data: {len(self.ran)} tests ran, {len(self.skipped)} skipped"
            f" ({'the folder is here' if here else 'the folder is not here'})"
        )


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(_SharedCount(), "footplate-shared-count")
    if config.getoption("--database") == "postgresql":
        from tests.support import database

        if not database.here():
            raise pytest.UsageError(f"--database postgresql: {database.NONE_HERE}")
        database.use("postgresql")


def pytest_unconfigure() -> None:
    if (database := sys.modules.get("tests.support.database")) is not None:
        database.stop()


# ------------------------------------------------------------------ nothing may outlive its test
_STARTED: list[tuple[weakref.ref[Any], str, str]] = []


def _watch_qt() -> None:
    """From now on remember which Qt threads and timers are started, and where."""
    from PySide6.QtCore import QThread, QTimer

    for kind in (QThread, QTimer):
        if getattr(kind.start, "_footplate", False):
            continue

        def start(self: Any, *args: Any, _original: Any = kind.start, _kind: str = kind.__name__) -> None:
            frame = traceback.extract_stack(limit=2)[0]
            _STARTED.append((weakref.ref(self), _kind, f"{frame.filename}:{frame.lineno}"))
            _original(self, *args)

        start._footplate = True  # type: ignore[attr-defined]
        kind.start = start  # type: ignore[method-assign]


def _alive(thing: Any, kind: str) -> bool:
    import shiboken6

    if thing is None or not shiboken6.isValid(thing):
        return False
    if kind == "QThread":
        return bool(thing.isRunning())
    # A timer of a widget ends with it, and some fixture may still hold the widget.
    return bool(thing.isActive() and not thing.isSingleShot() and thing.parent() is None)


@pytest.fixture(autouse=True)
def _no_qt_thread_or_timer_outlives_its_test(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test that leaves a Qt thread or a repeating timer running, and say where it was started."""
    if "PySide6.QtCore" in sys.modules:
        _watch_qt()
    before = len(_STARTED)
    yield
    left = [(thing, kind, where) for thing, kind, where in _STARTED[before:] if _alive(thing(), kind)]
    del _STARTED[before:]
    for thing, kind, _ in left:
        if kind == "QThread" and (thread := thing()) is not None:
            thread.quit()
            thread.wait(2000)
    if left:
        told = ", ".join(f"{kind} started at {where}" for _, kind, where in left)
        pytest.fail(f"{request.node.name} left running: {told}", pytrace=False)


@pytest.fixture(autouse=True)
def _no_thread_outlives_its_test(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test that leaves a thread running, and name the thread. Threads of wider fixtures start before."""
    before = set(threading.enumerate())
    yield
    deadline = time.monotonic() + 3.0
    while time.monotonic() < deadline:
        left = [one for one in threading.enumerate() if one not in before and one.is_alive() and not one.daemon]
        if not left:
            return
        left[0].join(0.05)
    names = ", ".join(sorted(one.name for one in left))
    pytest.fail(f"{request.node.name} left threads running: {names}", pytrace=False)
