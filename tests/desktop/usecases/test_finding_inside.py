"""Finding cases by the words inside their evidence."""

from pathlib import Path
from typing import Any

import pytest

from app.contract.views import EvidenceView
from app.desktop.changes import Kind, changed
from app.desktop.sync.engine import POLL_MS
from app.domain.text import Bilingual
from tests.desktop.support.model_server import ModelServer
from tests.desktop.support.seat import Seat


def seen_in(city: str) -> dict[str, Any]:
    return {"evidence": (EvidenceView("e1", "sessions", Bilingual("Sessions", "会话"), {"city": city}),)}


@pytest.fixture
def seat(tmp_path: Path):
    server = ModelServer()
    server.fill(1, 200_001, **seen_in("孟买 Mumbai"))
    server.fill(1, 200_002, **seen_in("Mumbai"), tags=("孟买 group",))
    server.fill(1, 200_003, **seen_in("São Paulo"))
    seat = Seat(tmp_path, server)
    seat.sync()
    seat.queue.load()
    yield seat
    seat.stop()


def listed(seat: Seat, find: str, view: str = "open") -> set[str]:
    return {seat.queue.row(int(index)).case_id[-1] for index in seat.queue.view(view, find).order}


@pytest.mark.parametrize(
    ("find", "found"),
    [
        ("孟买", "12"),
        ("买", "12"),
        ("MUMB", "12"),
        ("Mumbai 孟买", "1"),
        ("são", "3"),
        ("ｓão ｐaulo", "3"),
        ("new device", "123"),
        ("新设备", "123"),
        ("lisbon", ""),
        ("3", "3"),
        ("•••", "123"),
    ],
)
def test_words_inside_evidence_are_found_beside_those_around_the_case(seat: Seat, find: str, found: str) -> None:
    assert listed(seat, find) == set(found)


def test_all_of_it_is_read_once_the_sync_has_ended(seat: Seat) -> None:
    assert seat.queue.words_read() == (3, 3)
    assert seat.engine.step() == POLL_MS


def test_a_case_is_found_as_soon_as_its_words_are_known(seat: Seat) -> None:
    seat.server.fill(1, 200_004, **seen_in("Lisbon"))
    seat.server.fill(1, 200_003, rev=2, **seen_in("Lisbon"))
    seat.news = changed(Kind.CASE, ids={"C-200003"})
    seat.sync()
    seat.queue.refresh(changed(Kind.CASE, ids=seat.news.ids))
    assert listed(seat, "são") == set(), "what a case says no more does not find it"
    assert listed(seat, "lisbon") == set()
    assert seat.queue.refresh(changed(Kind.WORDS))
    assert listed(seat, "lisbon") == {"3", "4"}
    assert seat.queue.words_read() == (4, 4)


def test_words_that_were_known_before_the_case_was_listed_find_it_then(seat: Seat) -> None:
    seat.server.fill(1, 200_004, **seen_in("Lisbon"))
    seat.sync()
    seat.queue.refresh(changed(Kind.WORDS))
    assert listed(seat, "lisbon") == set()
    seat.queue.refresh(changed(Kind.CASE, ids={"C-200004"}))
    assert listed(seat, "lisbon") == {"4"}


def test_a_view_of_ones_own_holds_what_its_words_find_inside(seat: Seat) -> None:
    view = seat.saved_views.save("Mumbai", "mumbai")
    seat.queue.refresh(changed(Kind.SETTINGS))
    assert listed(seat, "", f"saved:{view.id}") == {"1", "2"}
    seat.server.fill(1, 200_003, rev=2, **seen_in("Mumbai"))
    seat.sync()
    seat.queue.refresh(changed(Kind.CASE, ids={"C-200003"}))
    seat.queue.refresh(changed(Kind.WORDS))
    assert listed(seat, "", f"saved:{view.id}") == {"1", "2", "3"}


def test_a_restart_finds_the_same_without_reading_again(seat: Seat) -> None:
    seat.stop()
    seat.start()
    seat.queue.load()
    assert listed(seat, "孟买") == {"1", "2"}
    assert seat.queue.words_read() == (3, 3)


def test_words_are_read_while_the_server_is_away(seat: Seat) -> None:
    with seat.cache.write() as connection:
        from app.desktop.cache import find_rows

        find_rows.clear(connection)
    seat.stop()

    def away(*_: str) -> None:
        from app.desktop.ports import Offline

        raise Offline

    seat.server.fault = away
    seat.start()
    seat.queue.load()
    assert seat.queue.words_read() == (0, 3)
    assert seat.engine.step() > 0
    seat.queue.refresh(changed(Kind.WORDS))
    assert listed(seat, "孟买") == {"1", "2"}


def test_a_copy_that_was_dropped_and_fetched_anew_is_read_anew(seat: Seat) -> None:
    seat.cache.heal()
    seat.engine.note(changed(Kind.CASE))
    seat.queue.refresh(changed(Kind.CASE))
    assert listed(seat, "mumbai") == set()
    seat.engine.resume()
    seat.sync()
    seat.queue.refresh(changed(Kind.CASE))
    assert listed(seat, "mumbai") == {"1", "2"}


def test_an_online_only_seat_finds_nothing_inside_and_knows_that() -> None:
    server = ModelServer()
    server.fill(1, 200_001, **seen_in("孟买"))
    seat = Seat(None, server)
    seat.sync()
    seat.queue.load()
    assert listed(seat, "孟买") == set()
    assert seat.queue.words_read() is None
    seat.stop()
