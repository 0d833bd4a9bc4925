"""A seat that keeps nothing: without a key every step asks the server, and a whole case is done with keys alone."""

import json
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import requests
from PySide6.QtCore import QEvent, QEventLoop, QObject, QTimer
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.demo.generator import CASE_TYPES, generate
from app.desktop.bootstrap.workstation import Workstation
from app.desktop.policy import Policy
from app.desktop.settings import SettingsStore
from tests.support.painted_texts import PaintedTexts
from tests.support.server import RunningServer, add_user, start_server

PERSON = ("reviewer-07", "a long enough pass phrase")
RATIONALE = {"en": "The device agrees with the owner.", "zh_CN": "设备与本人一致。"}
MOUSE = (QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove, QEvent.Type.Wheel)


class Mouse(QObject):
    """Counts what a mouse does anywhere in the program."""

    def __init__(self, app: QApplication) -> None:
        super().__init__()
        self.count = 0
        app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.count += event.type() in MOUSE
        return False


class Seat:
    """The real workstation without a key, in this process."""

    def __init__(self, app: QApplication, folder: Path, server: RunningServer, language: str) -> None:
        policy = Policy(local_store=False)
        self.app, self.folder, self.server, self.language = app, folder, server, language
        self.mouse = Mouse(app)
        settings = SettingsStore(folder, policy)
        self.station = Workstation(
            app, folder=folder, policy=policy, settings=settings, server=server.url, language=language
        )
        self.window = self.station.window
        self.window.resize(1366, 768)
        self.station.show()
        self.window.activateWindow()
        self.station.start(None)

    @property
    def room(self) -> Any:
        return self.window.room("review")

    def until(self, so: Callable[[], Any], what: str) -> None:
        end, beat = time.monotonic() + 120, QTimer()
        beat.start(20)
        try:
            while not so():
                assert time.monotonic() < end, f"{what}; on screen: {self.texts()}"
                self.app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        finally:
            beat.stop()

    def texts(self) -> list[str]:
        with PaintedTexts(self.window) as painted:
            return [shown.text for shown in painted.collect()]

    def sees(self, words: str) -> bool:
        return words in " ".join(self.texts())

    def press(self, *keys: str) -> None:
        for key in keys:
            focused = QGuiApplication.focusWindow()
            assert focused is not None, "no window has the focus"
            combined: Any = QKeySequence(key)[0]  # type: ignore[index]
            QTest.keyClick(focused, combined.key(), combined.keyboardModifiers())

    def type(self, text: str) -> None:
        """As an input method commits it, so that Chinese can be typed too."""
        field: Any = QApplication.focusWidget()
        field.insertPlainText(text) if hasattr(field, "insertPlainText") else field.insert(text)

    def may(self, decision: str) -> bool:
        """Whether the case in sight may be decided so here and now: a draft is welcome before it is reserved."""
        opened, shown = self.room.presenter._open, self.room.view._decision_state
        return opened is not None and opened.may.decide and shown is not None and decision in shown.allowed

    def sign_in(self) -> None:
        self.until(lambda: type(QApplication.focusWidget()).__name__ == "LineEdit", "the form to sign in with")
        self.type(PERSON[0])
        self.press("Tab")
        self.type(PERSON[1])
        self.press("Return")
        self.until(lambda: self.window.has_room("review"), "the Review room")
        self.until(lambda: self.room.presenter.case_id is not None, "a case in sight")

    def close(self) -> None:
        self.app.removeEventFilter(self.mouse)
        self.station.use_language("en")
        self.window.close()
        self.station.finish()
        self.app.processEvents()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[RunningServer]:
    database = tmp_path / "server.db"
    add_user(database, PERSON[0], "reviewer", password=PERSON[1])
    add_user(database, "lead-02", "team_lead", password=PERSON[1])
    token = add_user(database, "agent", "agent_service")
    running = start_server(database)
    wanted: dict[str, Any] = dict.fromkeys(CASE_TYPES)
    for one in generate(400, 11, datetime.now(UTC)):
        case = one.intake
        if wanted[case["case_type"]] is None and case["priority"] < 75:
            wanted[case["case_type"]] = case
    answer = requests.post(
        f"{running.url}/v1/intake/cases",
        json=list(wanted.values()),
        headers={"Authorization": f"Bearer {token}"},
        timeout=60,
    )
    assert answer.json()["accepted"] == len(CASE_TYPES), answer.text[:500]
    yield running
    running.stop()


@pytest.fixture(params=["en", "zh_CN"])
def seat(qapp: QApplication, tmp_path: Path, server: RunningServer, request: pytest.FixtureRequest) -> Iterator[Seat]:
    folder = tmp_path / "profile"
    folder.mkdir(mode=0o700)
    found = Seat(qapp, folder, server, request.param)
    yield found
    found.close()


def _reviews(server: RunningServer) -> dict[str, dict[str, Any]]:
    answer = requests.post(f"{server.url}/v1/session", json={"username": "lead-02", "password": PERSON[1]}, timeout=20)
    head = {"Authorization": f"Bearer {answer.json()['access_token']}"}
    rows = requests.get(f"{server.url}/v1/exports/reviews", params={"format": "jsonl"}, headers=head, timeout=20)
    return {row["case_id"]: row for row in map(json.loads, rows.text.splitlines())}


def _do_one(seat: Seat, done: list[str]) -> str:
    """Passes the case in sight, which is none of `done`; its id, once the server has the review."""
    words, presenter = RATIONALE[seat.language], seat.room.presenter
    seat.until(lambda: presenter.case_id not in (None, *done) and presenter._open is not None, "the next case")
    case_id: str = presenter.case_id
    seat.until(lambda: seat.may("pass"), f"{case_id} may be decided")
    seat.press("P", "1", "W")
    seat.type(words)
    assert presenter.draft.rationale == words
    seat.press("Ctrl+Return")
    seat.until(lambda: presenter.case_id != case_id, f"the answer to {case_id}")
    found = _reviews(seat.server)[case_id]
    assert (found["decision"], found["rationale"]) == ("pass", words)
    return case_id


@pytest.mark.slow
def test_a_case_of_every_type_is_done_with_keys_alone_and_nothing_is_kept(seat: Seat) -> None:
    seat.sign_in()
    done: list[str] = []
    for _ in CASE_TYPES:
        done.append(_do_one(seat, done))
    assert seat.mouse.count == 0
    kept = [path.name for path in seat.folder.rglob("*") if path.is_file()]
    assert not any(name.endswith((".db", ".sealed")) for name in kept), kept


def test_what_surrounds_a_decision_works_without_a_store_and_a_dead_server_loses_no_word(seat: Seat) -> None:
    words = RATIONALE[seat.language]
    seat.sign_in()
    presenter = seat.room.presenter
    case_id = presenter.case_id
    seat.until(lambda: seat.may("block"), f"{case_id} may be decided")
    seat.press("N")
    seat.until(lambda: seat.room.sheets.sheets.form is not None, "the sheet for a note")
    seat.type(words)
    seat.press("Return")
    seat.until(lambda: [note.text for note in presenter._open.view.notes] == [words], "the note on the case")
    seat.press("B", "1", "Ctrl+J")
    composed = presenter.draft.rationale
    assert composed
    seat.press("Ctrl+I")
    seat.until(lambda: seat.room.sheets.sheets.form is not None, "the sheet of snippets")
    seat.type("own /a")
    seat.press("Return")
    seat.until(lambda: seat.station.services.snippets.all(), "the snippet")
    (snippet,) = seat.station.services.snippets.all()
    assert snippet.text.en
    assert snippet.text.zh
    seat.press("D", "Escape", "G", "G")
    seat.server.kill()
    seat.press("Ctrl+Return")
    seat.until(lambda: seat.room.view.message.notice is not None, "word of the dead server")
    assert (presenter.case_id, presenter.draft.rationale) == (case_id, composed)
    seat.server = seat.server.restart()
    seat.until(lambda: seat.station.services.status.read().connection == "online", "the server back")
    seat.press("Ctrl+Return")
    seat.until(lambda: presenter.case_id != case_id, f"the answer to {case_id}")
    assert _reviews(seat.server)[case_id]["rationale"] == composed
    seat.server.stop()
