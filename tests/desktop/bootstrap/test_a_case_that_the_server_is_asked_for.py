"""A case that is not on this seat, and a server that hangs: what is going on is said at once, Esc gives it up, and what
could not be had is told with what to do."""

import contextlib
import json
import os
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.desktop.bootstrap.workstation import Workstation
from app.desktop.policy import Policy
from app.desktop.settings import SettingsStore
from app.desktop.shell.palette_entries import FoundCase
from app.desktop.widgets import captions
from tests.desktop.bootstrap.test_lock import CASE, opened, seen
from tests.desktop.bootstrap.test_rows_first import MEI, _profile
from tests.desktop.support.factories import KEY

OVER = "C-777001"
ASKED = {"en": f"The server is asked for {OVER} … Esc gives it up", "zh_CN": f"正在向服务器查询 {OVER}…… 按 Esc 放弃"}
LOST = {
    "en": f"{OVER} is not on this seat: the server cannot be reached",
    "zh_CN": f"{OVER} 不在本席位：无法连接服务器",
}
Start = Callable[[str], Workstation]


TOKENS = {
    "access_token": "a",
    "refresh_token": "b",
    "expires_in": 900,
    "user": {"id": MEI.user_id, "name": MEI.name, "roles": ["reviewer"], "vendor": None, "language": "en"},
}


class Hanging(ThreadingHTTPServer):
    """Lets a session go on, and answers nothing else: it hangs up, but on whoever asks for a case, whom it lets wait
    until `gate`. With `mute` everybody waits."""

    daemon_threads = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Silent)
        self.gate, self.hangs_up, self.mute = threading.Event(), False, False
        self.asked: list[str] = []
        self._thread = threading.Thread(target=self.serve_forever, name="hanging")
        self._thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def stop(self) -> None:
        self.gate.set()
        self.shutdown()
        self.server_close()
        self._thread.join()


class _Silent(BaseHTTPRequestHandler):
    server: Hanging

    def do_GET(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        self.rfile.read(length)
        server, case = self.server, "/v1/cases?" in self.path
        if case:
            server.asked.append(self.path)
        if case or server.mute:
            server.gate.wait(25)
        if self.path.endswith("/refresh"):
            self._tell(TOKENS)
        elif case and not server.hangs_up:
            self._tell({"cases": [], "next_cursor": None, "now": "2026-11-22T12:00:00Z", "total": 0})
        else:
            self.close_connection = True

    def _tell(self, told: Any) -> None:
        body = json.dumps(told).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        with contextlib.suppress(OSError):  # who gave it up has gone
            self.wfile.write(body)

    do_POST = do_GET

    def log_message(self, *_told: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[Hanging]:
    made = Hanging()
    yield made
    made.stop()


@pytest.fixture
def start(qapp: QApplication, tmp_path: Path, server: Hanging) -> Iterator[Start]:
    """A seat whose server hangs; the palette remembers a case that the seat does not have."""
    locale, made = QLocale(), list[Workstation]()

    def go(language: str) -> Workstation:
        _profile(tmp_path, MEI, server.url)
        settings = SettingsStore(tmp_path, Policy())
        station = Workstation(
            qapp, folder=tmp_path, policy=Policy(), settings=settings, server=server.url, language=language
        )
        made.append(station)
        station.window.sheets.recent.add(f"case:{OVER}", FoundCase(OVER, "u-•••01", "KYC"))
        station.window.resize(1366, 768)
        station.show()
        reading, writing = os.pipe()
        os.write(writing, KEY)
        os.close(writing)
        station.start(reading)
        return station

    yield go
    server.gate.set()
    for station in made:
        station.close()
        station.finish()
        station.translator.use("en")
        for installed in station.translator._installed:
            qapp.removeTranslator(installed)
        station.deleteLater()
        station.window.deleteLater()
        qapp.processEvents()
    QLocale.setDefault(locale)
    captions.forget()


def press(station: Workstation, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(station.window.windowHandle(), key, modifiers)


def ask(station: Workstation, qtbot: QtBot) -> None:
    """Ctrl+K, Enter: the case that was chosen last."""
    press(station, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: station.window.sheets.any_open())
    press(station, Qt.Key.Key_Return)


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_what_is_going_on_is_said_at_once_and_esc_gives_it_up(
    start: Start, server: Hanging, qtbot: QtBot, language: str
) -> None:
    station = start(language)
    opened(station, qtbot)
    ask(station, qtbot)
    qtbot.waitUntil(lambda: ASKED[language] in seen(station.window))
    assert CASE in station.window.windowTitle(), "the case in hand stays while the server is asked"
    qtbot.waitUntil(lambda: len(server.asked) == 1)
    press(station, Qt.Key.Key_Escape)
    assert OVER not in seen(station.window)
    server.gate.set()
    # What comes late takes nobody away from their work.
    qtbot.waitUntil(lambda: not station._tasks._open)
    assert CASE in station.window.windowTitle()
    assert OVER not in seen(station.window)


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_a_server_that_does_not_answer_is_told_in_words_with_what_to_do(
    start: Start, server: Hanging, qtbot: QtBot, language: str
) -> None:
    station = start(language)
    opened(station, qtbot)
    ask(station, qtbot)
    qtbot.waitUntil(lambda: len(server.asked) == 1)
    server.hangs_up = True
    server.gate.set()
    qtbot.waitUntil(lambda: LOST[language] in seen(station.window), timeout=20_000)
    assert CASE in station.window.windowTitle()
    other = {"en": "zh_CN", "zh_CN": "en"}[language]
    press(station, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: LOST[other] in seen(station.window))
    press(station, Qt.Key.Key_Escape)
    assert OVER not in seen(station.window)


def test_another_room_gives_it_up_and_a_case_that_is_nowhere_is_told(
    start: Start, server: Hanging, qtbot: QtBot
) -> None:
    station = start("en")
    opened(station, qtbot)
    ask(station, qtbot)
    qtbot.waitUntil(lambda: ASKED["en"] in seen(station.window))
    press(station, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: station.window.current != "review")
    elsewhere = station.window.current
    assert station.window.asked is None
    server.gate.set()
    qtbot.waitUntil(lambda: not station._tasks._open)
    assert station.window.current == elsewhere
    ask(station, qtbot)
    qtbot.waitUntil(lambda: f"{OVER} is not on this seat: the server has no such case" in seen(station.window))
    assert station.window.current == elsewhere


def test_the_next_case_opens_while_nothing_at_all_comes_from_the_server(
    start: Start, server: Hanging, qtbot: QtBot
) -> None:
    server.mute = True
    station = start("en")
    opened(station, qtbot)
    for _ in range(4):
        ask(station, qtbot)
        qtbot.waitUntil(lambda: ASKED["en"] in seen(station.window))
        press(station, Qt.Key.Key_Escape)
    press(station, Qt.Key.Key_J)
    qtbot.waitUntil(lambda: "C-200002" in station.window.windowTitle(), timeout=5_000)
