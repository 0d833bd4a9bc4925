"""The composition root of the workstation: the only place that knows everyone."""

import contextlib
import gc
import importlib
import os
import signal
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from app.desktop.policy import read_policy
from app.desktop.settings import SettingsStore
from app.desktop.vault.own_folder import ForeignFolder, make_own

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

SWITCH_SECONDS = 0.0001
LISTEN_MS = 1000


def run(
    *,
    server: str | None = None,
    profile: Path | None = None,
    key_fd: int | None = None,
    language: str | None = None,
    theme: str | None = None,
) -> int:
    """Opens the workstation and stays until it is closed; the exit code.

    With `key_fd` the data key is read from that descriptor: 32 bytes, then optionally one line of JSON with
    `username` and `password` for signing in without typing. 2 where that pipe, `server` or the profile cannot be used.
    """
    from app.desktop.usecases.server_address import BadAddress, normal_address

    _quick_start()
    try:
        address = normal_address(server) if server else None
    except BadAddress as error:
        print(f"footplate: --server: {error.code}", file=sys.stderr)  # noqa: T201 - there is no window yet
        return 2
    folder = profile or _own_profile()
    try:
        make_own(folder)
    except ForeignFolder:
        from app.desktop.console import console_language, words

        print(words("profile_foreign", (language or console_language())[:2]), file=sys.stderr)  # noqa: T201
        return 2
    policy = read_policy()
    settings = SettingsStore(folder, policy)

    from PySide6.QtCore import QTimer

    _read_no_sources()
    from app.contract import structures
    from app.desktop.bootstrap.workstation import Workstation
    from app.desktop.runtime.crash import CrashReports
    from app.desktop.runtime.single_instance import SingleInstance

    structures.read_all()
    app = _application()
    reports = CrashReports(folder / "crashes")
    reports.install()
    instance = SingleInstance(folder)
    try:
        if not instance.claim():
            return 0
        station = Workstation(
            app, folder=folder, policy=policy, settings=settings, server=address, language=language, theme=theme
        )
        instance.raised.connect(station.come_forward)
        QTimer.singleShot(LISTEN_MS, instance, instance.listen)
        with _closed_by_signals(app, station.close):
            # What is looked for in other threads first, so that it goes on while this one draws.
            station.start(key_fd)
            station.show()
            code = app.exec()
        station.finish()
        return code
    finally:
        instance.release()
        reports.uninstall()


def _quick_start() -> None:
    """What would only slow the first paint waits for it: rounds of the collector over objects that all stay, and
    threads for large matrices, which a seat never has."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    gc.disable()
    threading.Thread(target=_load_ahead, name="load-ahead", daemon=True).start()


def _read_no_sources() -> None:
    """PySide reads the source of every module that is imported after it, to see whether it asks for names in another
    style, and all of it stays in memory: some 50 ms of a start and 15 MB. None of ours asks."""
    module = sys.modules.get("shibokensupport.feature")
    feature = vars(module) if module is not None else {}
    if "_mod_uses_pyside" in feature:
        feature["_mod_uses_pyside"] = lambda _module: False


def _load_ahead() -> None:
    """Foreign modules that the stores need, loaded while Qt draws the window. None of ours: two threads that load
    parts of one circle of modules would wait for each other."""
    for name in ("sqlcipher3.dbapi2", "cryptography.hazmat.primitives.ciphers.aead"):
        # Whoever needs it meets the same error, where it can be told.
        with contextlib.suppress(Exception):
            importlib.import_module(name)


def _own_profile() -> Path:
    from app.desktop.doctor import default_profile

    return default_profile()


def _application() -> "QApplication":
    from PySide6.QtWidgets import QApplication

    # Every call from Qt into Python asks for the interpreter's lock, dozens of times in one repaint. While sync works
    # beside it, each asking may wait this long.
    sys.setswitchinterval(SWITCH_SECONDS)
    app = QApplication(["footplate"])
    app.setApplicationName("footplate")
    app.setApplicationDisplayName("Footplate")
    app.setDesktopFileName("footplate")
    app.setStyle("fusion")
    _be_courteous()
    return app


def _be_courteous() -> None:
    """Tell the work behind the window when the window is busy."""
    from PySide6.QtCore import QAbstractEventDispatcher

    from app.desktop import courtesy

    dispatcher = QAbstractEventDispatcher.instance()
    dispatcher.awake.connect(courtesy.window_works)
    dispatcher.aboutToBlock.connect(courtesy.window_waits)


@contextlib.contextmanager
def _closed_by_signals(app: "QApplication", close: Callable[[], None]) -> Iterator[None]:
    """SIGTERM and Ctrl+C close the window as its button does. Qt's loop never runs Python's handlers by itself, so a
    byte on a socket wakes it."""
    from PySide6.QtCore import QSocketNotifier

    if sys.platform == "win32":
        yield
        return
    ours, wakes = socket.socketpair()
    ours.setblocking(False)
    wakes.setblocking(False)
    before = {
        number: signal.signal(number, lambda *_: None) for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
    }
    old = signal.set_wakeup_fd(wakes.fileno())
    notifier = QSocketNotifier(ours.fileno(), QSocketNotifier.Type.Read, app)

    def woken(*_: object) -> None:
        ours.recv(64)
        close()

    notifier.activated.connect(woken)
    try:
        yield
    finally:
        notifier.setEnabled(False)
        signal.set_wakeup_fd(old)
        for number, handler in before.items():
            signal.signal(number, handler)
        ours.close()
        wakes.close()
