"""The order in which the window of a signed-in person comes to life: the queue's rows, then the room around them."""

import gc
import os
import weakref
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from msgspec import defstruct
from PySide6.QtCore import QLocale, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDockWidget, QMainWindow
from pytestqt.qtbot import QtBot

from app.contract import structures
from app.desktop.bootstrap.opening import TOKENS, open_stores
from app.desktop.bootstrap.workstation import Workstation
from app.desktop.changes import Kind, changed
from app.desktop.panels.review.front import ACTIONS, ReviewFront
from app.desktop.panels.review.room import ReviewRoom
from app.desktop.policy import Policy
from app.desktop.ports import HeldClaim, Person
from app.desktop.settings import SettingsStore
from app.desktop.shell.palette_entries import FoundCase
from app.desktop.vault.keys import DataKey
from app.desktop.vault.sealed import SealedFile
from app.desktop.vault.tokens import SealedTokens, StoredSession
from app.desktop.widgets import captions, tokens
from tests.desktop.support.factories import KEY, case_row
from tests.support.painted_texts import PaintedTexts

AWAY = "http://127.0.0.1:9"
MEI = Person("u1", "Mei", ("reviewer",), None, "en")
CASES = 60


def _profile(folder: Path, person: Person = MEI, server: str = AWAY) -> Path:
    now = datetime.now(UTC)
    key = DataKey(KEY)
    stores = open_stores(folder, key, "inherited")
    stores.cache.apply(
        [
            case_row(200_000 + n, routed_at=now, due_at=now + timedelta(hours=2, minutes=n), case_type="kyc_audit")
            for n in range(1, CASES + 1)
        ]
    )
    stores.close()
    SealedTokens(SealedFile(folder / TOKENS, key.sub("tokens"), "session")).write(
        StoredSession(server, "no-token", person, "d1")
    )
    return folder


class Held(Workstation):
    """Stops once the rows stand, until something is done that needs the rest."""

    def __init__(self, app: QApplication, **told: Any) -> None:
        super().__init__(app, **told)
        self._start._after_the_rows = lambda: None  # type: ignore[method-assign]


Start = Callable[..., Workstation]


@pytest.fixture
def start(qapp: QApplication, tmp_path: Path) -> Iterator[Start]:
    """Starts a workstation that is held before everything behind the rows."""
    locale = QLocale()
    made: list[Workstation] = []

    def go(person: Person = MEI, server: str = AWAY, language: str | None = None) -> Workstation:
        folder = _profile(tmp_path, person, server)
        policy = Policy()
        station = Held(
            qapp, folder=folder, policy=policy, settings=SettingsStore(folder, policy), server=AWAY, language=language
        )
        made.append(station)
        station.window.setWindowState(Qt.WindowState.WindowNoState)
        station.window.resize(1600, 1000)
        station.show()
        reading, writing = os.pipe()
        os.write(writing, KEY)
        os.close(writing)
        station.start(reading)
        return station

    yield go
    for station in made:
        station.close()
        station.finish()
        station.translator.use("en")
        for installed in station.translator._installed:
            qapp.removeTranslator(installed)
        station.deleteLater()
        station.window.deleteLater()
    QLocale.setDefault(locale)
    captions.forget()
    qapp.processEvents()


def _words(station: Workstation) -> set[str]:
    with PaintedTexts(station.window) as texts:
        return {shown.text for shown in texts.collect()}


def test_the_rows_stand_painted_before_the_case_is_even_loaded(start: Start, qtbot: QtBot) -> None:
    station = start()
    qtbot.waitUntil(lambda: station.window.has_room("review"))
    assert station.services is None
    assert isinstance(station.window.room("review"), ReviewFront)
    shown = _words(station)
    assert {"KYC audit", f"All {CASES}"} <= shown
    assert any(text.startswith("C-200001") for text in shown)
    assert not any(text.startswith(f"C-{200_000 + CASES}") for text in shown)
    qtbot.waitUntil(lambda: station.window.room("review").panels["left"].width() == tokens.px(tokens.QUEUE_WIDTH))
    widths = [panel.width() for panel in station.window.room("review").panels.values()]
    station.complete()
    room = station.window.room("review")
    assert isinstance(room, ReviewRoom)
    qtbot.waitUntil(lambda: room.presenter._open is not None)
    assert room.presenter.case_id == "C-200001"
    assert [panel.width() for panel in room.panels.values()] == widths, "nothing moves when the rest comes"
    qtbot.waitUntil(lambda: room.view.queue.model.data(room.view.queue.model.index(CASES - 1, 0), 257) is not None)


def test_a_key_pressed_while_only_the_rows_stand_is_kept(start: Start, qtbot: QtBot) -> None:
    station = start()
    qtbot.waitUntil(lambda: station.window.has_room("review"))
    assert station.services is None
    station.window.activateWindow()
    QTest.qWaitForWindowActive(station.window)
    for key in (Qt.Key.Key_J, Qt.Key.Key_J, Qt.Key.Key_B):
        QTest.keyClick(station.window.windowHandle(), key)
    room = station.window.room("review")
    assert isinstance(room, ReviewRoom)
    assert room.presenter.case_id == "C-200003"
    qtbot.waitUntil(lambda: room.presenter._draft.decision == "block")


def test_a_row_or_a_view_chosen_early_is_opened_in_the_whole_room(start: Start, qtbot: QtBot) -> None:
    station = start()
    qtbot.waitUntil(lambda: station.window.has_room("review"))
    front = station.window.room("review")
    assert isinstance(front, ReviewFront)
    front.queue.list.setCurrentIndex(front.queue.model.index(4, 0))
    room = station.window.room("review")
    assert isinstance(room, ReviewRoom)
    assert room.presenter.case_id == "C-200005"
    front.queue.view_chosen.emit("key_users")
    qtbot.waitUntil(lambda: not room.presenter._side.loading)
    assert room.presenter._side.view_id == "key_users"


def test_another_room_asked_for_early_comes_with_everything_it_needs(start: Start, qtbot: QtBot) -> None:
    station = start()
    qtbot.waitUntil(lambda: station.window.has_room("review"))
    station.window.ask_room("activity")
    assert station.window.current == "activity"
    assert isinstance(station.window.room("review"), ReviewRoom)


@pytest.mark.parametrize("room", ["activity", "day"])
def test_what_the_wire_knows_is_read_before_threads_decode_it(start: Start, qtbot: QtBot, room: str) -> None:
    station = start()
    qtbot.waitUntil(lambda: station.window.has_room("review"))
    behind = defstruct("Behind", [("x", int)])
    station.complete()
    assert behind in structures._seen
    along = defstruct("Along", [("x", int)])
    station.window.ask_room(room)
    assert along in structures._seen


def test_the_language_can_be_switched_while_only_the_rows_stand(start: Start, qtbot: QtBot) -> None:
    station = start()
    qtbot.waitUntil(lambda: station.window.has_room("review"))
    station.use_language("zh_CN")
    qtbot.waitUntil(lambda: not {"KYC audit", f"All {CASES}"} & _words(station))
    assert station.services is None, "for words nothing more is needed"


def test_the_first_rows_speak_the_language_of_the_person(start: Start, qtbot: QtBot) -> None:
    station = start(Person("u1", "Mei", ("reviewer",), None, "zh"))
    qtbot.waitUntil(lambda: station.window.has_room("review"))
    assert station.translator.language == "zh_CN"


def test_signing_out_early_leaves_the_sign_in_page(start: Start, qtbot: QtBot) -> None:
    station = start()
    qtbot.waitUntil(lambda: station.window.has_room("review"))
    station.sign_out()
    qtbot.waitUntil(lambda: station.services is None)
    assert not station.window.has_room("review")


@pytest.mark.parametrize(("language", "said"), [("en", "Signing you out"), ("zh_CN", "正在退出登录")])
def test_who_signs_out_is_told_so_at_once_and_no_dead_room_is_left_standing(
    start: Start, qtbot: QtBot, language: str, said: str
) -> None:
    station = start(language=language)
    qtbot.waitUntil(lambda: station.window.has_room("review"))
    station.complete()
    station.sign_out()
    # Nothing was awaited: the server has not answered yet, nor has anybody been asked.
    assert station.services is not None
    assert said in _words(station)
    assert not station.window.has_room("review")
    station.sign_out()
    qtbot.waitUntil(lambda: station.services is None and station._tasks.idle)
    assert said not in _words(station)


def test_the_panels_stand_as_they_were_arranged_after_signing_out_as_well(start: Start, qtbot: QtBot) -> None:
    station = start()
    qtbot.waitUntil(lambda: station.window.has_room("review"))
    station.complete()
    dock = station.window.findChild(QDockWidget, "left")
    assert dock is not None
    frame = dock.parentWidget()
    assert isinstance(frame, QMainWindow)
    frame.resizeDocks([dock], [420], Qt.Orientation.Horizontal)
    arranged = station.window.layouts()["review"]
    station.sign_out()
    qtbot.waitUntil(lambda: station.services is None)
    assert station.choices.layouts(MEI)["review"] == arranged


def test_after_signing_out_nothing_of_the_old_rooms_hears_or_asks_anything(start: Start, qtbot: QtBot) -> None:
    station = start()
    qtbot.waitUntil(lambda: station.window.has_room("review"))
    for name in ("day", "activity", "review"):
        station.window.ask_room(name)
    room, services = station.window.room("review"), station.services
    assert isinstance(room, ReviewRoom)
    assert services is not None
    presenter = room.presenter
    del room
    qtbot.waitUntil(lambda: "C-200001" in station.window.windowTitle() and station._tasks.idle)
    station.sign_out()
    # What the status line asked for while the tokens went may still be under way.
    qtbot.waitUntil(lambda: station.services is None and station._tasks.idle)
    with qtbot.waitSignal(station._hub.changed):
        station._hub.publish(changed(*Kind))
    presenter.open("C-200002")
    presenter.tick(True, True)
    presenter.start()
    assert station._tasks.idle, "nobody is left who asks"
    old = weakref.ref(presenter)
    del presenter

    def gone() -> bool:
        # On a busy machine the window's own rounds have begun, which leave alone what was kept at an earlier one.
        gc.unfreeze()
        gc.collect()
        return old() is None

    qtbot.waitUntil(gone)


def test_the_status_line_counts_what_the_queue_counts_whenever_that_comes_to_know_it(
    start: Start, qtbot: QtBot
) -> None:
    station = start()
    qtbot.waitUntil(lambda: station.window.has_room("review"))
    station.complete()
    services, stores = station.services, station._stores
    assert services is not None
    assert stores is not None
    qtbot.waitUntil(lambda: "0 in my queue" in " ".join(_words(station)))
    later = services.clock.now_ms() + 1_800_000
    claims = [HeldClaim(f"C-20000{n}", f"claim-{n}", 1, later, later, "online") for n in range(1, 6)]
    services.queue.refresh(stores.cache.put_claims("u1", claims))
    assert services.queue.counts()["mine"] == 5
    station._line.tick()
    said = " ".join(_words(station))
    assert "5 in my queue" in said
    assert "0 in my queue" not in said


def test_another_person_after_a_session_that_ended_finds_nothing_of_the_one_before(start: Start, qtbot: QtBot) -> None:
    station = start()
    qtbot.waitUntil(lambda: station.window.has_room("review"))
    station.complete()
    room = station.window.room("review")
    assert isinstance(room, ReviewRoom)
    qtbot.waitUntil(lambda: room.presenter._open is not None)
    station.window.sheets.recent.add("case:C-200001", FoundCase("C-200001", "L*", "KYC audit"))
    room.presenter.set_rationale("What Mei thinks.")
    station._signed_in(Person("u2", "Li", ("senior_agent",), None, "en"))
    assert station.window.room("review") is not room
    assert station.window.sheets.recent.codes() == ()
    room.presenter.save()
    qtbot.waitUntil(lambda: station._tasks.idle)
    assert station.services is not None
    assert station.services.cases.open_case("C-200001").draft is None


def test_a_window_closed_while_only_the_rows_stand_ends_without_a_word(start: Start, qtbot: QtBot) -> None:
    station = start()
    qtbot.waitUntil(lambda: station.window.has_room("review"))
    station.close()
    station.finish()
    station.complete()
    assert station.services is None


def test_a_session_of_another_server_shows_no_row(start: Start, qtbot: QtBot) -> None:
    station = start(server="http://127.0.0.1:10")
    qtbot.waitUntil(lambda: station._page is not None)
    assert not station.window.has_room("review")


def test_the_front_answers_every_key_that_the_whole_room_answers(start: Start, qtbot: QtBot) -> None:
    station = start()
    qtbot.waitUntil(lambda: station.window.has_room("review"))
    station.complete()
    room = station.window.room("review")
    assert isinstance(room, ReviewRoom)
    assert set(ReviewFront().actions) == set(room.actions) == set(ACTIONS)
