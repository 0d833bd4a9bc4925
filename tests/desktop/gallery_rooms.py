"""Pictures of what is not a case: sign-in, first run, empty queue, Settings, My day, Activity, keys, palette, sheets,
lock, sign-out, and what the sign-in page says where something is wrong.

    python -m tests.desktop.gallery_rooms OUT [light] [dark] [en] [zh_CN] [WIDTHxHEIGHT] [NNN%]

With OUT alone: light, dark and Chinese at 1366×768. A percentage is the size of the text (Settings, Text size); 80 to
160. QT_SCALE_FACTOR=2 for scale 2. The window, its threads and the server are the real ones.
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

if os.environ.setdefault("QT_QPA_PLATFORM", "offscreen") == "offscreen":
    os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={Path(__file__).with_name('gallery_screen.json')}"

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from app.desktop.bootstrap.workstation import Workstation
from app.desktop.policy import Policy
from app.desktop.settings import SettingsStore
from tests.bench.profiles import key_pipe
from tests.desktop.gallery_types import LOOKS, PERSON, Shown, invented, wanted_looks, wanted_percent, wanted_sizes

Look = tuple[str, str]
Size = tuple[int, int]

# Actions that open a sheet over a case, and what it is called in a file's name.
SHEETS = (
    ("note", "note.write"),
    ("tag", "case.tag"),
    ("snooze", "case.snooze"),
    ("wait", "case.wait"),
    ("hand_over", "case.hand_over"),
    ("ask_again", "assessment.ask"),
    ("pattern", "escalation.pattern"),
    ("snippets", "rationale.snippet"),
    ("save_view", "view.save"),
    ("reveal", "pii.reveal"),
)

# Why one has to sign in, as the page tells it.
REASONS = ("keyring_locked", "key_missing", "key_changed", "device_revoked", "out_of_contact")


def sheets(shown: Shown, grab: Callable[[str], None]) -> None:
    """What is opened over a case, one after the other; Escape closes each."""
    bench = shown.bench

    def press(*keys: str) -> None:
        for key in keys:
            bench.press(key)
        bench.quiet()

    for name, action in SHEETS:
        bench.window.actions_.run(action)
        bench.quiet()
        grab(f"sheet_{name}")
        press("Escape")
        bench.room.view.focus_queue()
    press("x", "Shift+J", "u")
    grab("sheet_bulk")
    press("Escape", "Escape")
    bench.room.view.focus_queue()
    press("b")
    grab("decided")
    press("m")
    grab("missing")
    press("Escape", "Escape")
    bench.room.view.focus_queue()
    for room, name in (("settings", "settings"), ("workspace.day", "day"), ("workspace.activity", "activity")):
        bench.window.actions_.run(room)
        bench.quiet()
        grab(name)
    bench.window.actions_.run("workspace.review")
    bench.quiet()
    bench.room.view.focus_queue()
    press("?")
    grab("keys")
    press("Escape", "Ctrl+K")
    grab("palette")
    press("r", "e", "v")
    grab("palette_found")
    press("Escape", "Escape")
    bench.room.view.focus_queue()
    press("Ctrl+F", "a", "t", "o")
    grab("find")
    press("Ctrl+A", "x", "y", "z")
    grab("find_nothing")
    press("Escape", "Escape")
    for view in ("later", "open"):
        bench.presenter.choose_view(view)
        bench.quiet()
        if view == "later":
            grab("empty_view")
    press("J")
    bench.room.view.settle()
    leaving(shown, grab)


def leaving(shown: Shown, grab: Callable[[str], None]) -> None:
    """What stands before a person who signs out with unsent work, and the lock."""
    bench = shown.bench
    sheet = bench.station._leaving._made()
    for waiting in (False, True):
        sheet.set_state(3, drafts=2, waiting=waiting, can_seal=True)
        sheet.open_over()
        bench.quiet()
        grab("sign_out_waits" if waiting else "sign_out")
        sheet.close_over()
    bench.window.set_kept_work(3, True)
    grab("kept_work")
    bench.window.set_kept_work(0, False)
    bench.window.actions_.run("session.lock")
    bench.quiet()
    grab("locked")
    for password, name in (("wrong", "locked_wrong"), (PERSON[1], "")):
        for char in password:
            bench.press("Space" if char == " " else char)
        bench.press("Return")
        bench.quiet()
        if name:
            grab(name)
    bench.until(lambda: not bench.window.covered, "the window to open again")
    bench.quiet()


def offline(shown: Shown, grab: Callable[[str], None]) -> None:
    """The window once the server has gone, with a decision made meanwhile."""
    bench = shown.bench
    bench.room.view.focus_queue()
    bench.press("F5")
    bench.until(lambda: bench.services.status.read().connection == "offline", "the window to find the server gone")
    bench.quiet()
    grab("offline")
    bench.window.actions_.run("workspace.activity")
    bench.quiet()
    grab("offline_activity")
    bench.window.actions_.run("workspace.review")
    bench.quiet()


def first_run(place: Path, looks: list[Look], sizes: list[Size], percent: int, out: Path) -> None:
    """The sign-in of a new profile that knows no server yet, and its words for an address that is none."""
    app, policy = QApplication.instance(), Policy()
    assert isinstance(app, QApplication)
    place.mkdir(mode=0o700)
    station = Workstation(app, folder=place, policy=policy, settings=SettingsStore(place, policy), language="en")
    station.show()
    station.start(key_pipe())

    def until(so: Callable[[], bool]) -> None:
        end, beat = time.monotonic() + 20, QTimer()
        beat.start(10)
        while not so() and time.monotonic() < end:
            app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        beat.stop()

    until(lambda: station._page is not None and station._tasks.idle)
    page = station._page
    assert page is not None
    for size in sizes:
        for scheme, language in looks:
            station.use_theme(scheme, percent)
            station.use_language(language)
            station.window.resize(*size)

            def grab(name: str, look: str = f"{scheme}_{language}_{size[0]}x{size[1]}_{percent}") -> None:
                until(lambda: station._tasks.idle)
                # A card that gets lower asks its layout anew, and that the one around it.
                for _ in range(3):
                    app.processEvents()
                station.window.grab().save(str(out / f"{name}_{look}.png"))
                print(out / f"{name}_{look}.png", flush=True)

            for name, address in (("first_run", ""), ("no_address", "not an address")):
                page[1].begin("", "", key="inherited")
                if address:
                    page[1].submit(address, *PERSON)
                grab(name)
            page[1].wait_for_keyring()
            grab("keyring")
            for code in REASONS:
                page[1].begin("https://footplate.example.com", PERSON[0], key="none", error=code)
                grab(f"sign_in_{code}")
            page[1].leave()
            grab("signing_out")
    station.window.close()
    station.finish()


def main(arguments: list[str]) -> int:
    out, words = Path(arguments[0] if arguments else "gallery"), arguments[1:]
    out.mkdir(parents=True, exist_ok=True)
    percent = wanted_percent(words)
    sizes, looks = wanted_sizes(words) or [(1366, 768)], wanted_looks(words) or list(LOOKS)
    with tempfile.TemporaryDirectory(prefix="footplate-gallery-") as place:
        shown = Shown(*invented(), Path(place))
        ids = shown.of_type("ato_investigation")

        def through(pictures: Callable[[Shown, Callable[[str], None]], None]) -> None:
            for size in sizes:
                for scheme, language in looks:
                    shown.look(scheme, language, size, percent)

                    def grab(name: str, end: str = f"{scheme}_{language}_{size[0]}x{size[1]}_{percent}") -> None:
                        shown.grab(out / f"{name}_{end}.png")

                    pictures(shown, grab)

        try:
            shown.open(ids[0])
            through(sheets)
            shown.server.stop()
            through(offline)
        finally:
            # Its translator is the application's, and another window is opened next.
            shown.bench.station.use_language("en")
            shown.close()
        nobody = Path(place) / "nobody"
        nobody.mkdir()
        first_run(nobody / "profile", looks, sizes, percent, out)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
