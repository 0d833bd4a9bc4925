"""The next page is fetched and read while one is written; what that brings is used for the very place it was asked
for, and what it fails with is told by the turn that would have asked."""

import random
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest

from app.desktop.cache.cache_store import CacheStore
from app.desktop.ports import Offline
from app.desktop.sync.ahead import at_once, in_a_thread
from app.desktop.sync.pull import CALM_ROWS, FRESH_MS, LARGE_PAGE, PAGE, Pull
from tests.desktop.support.factories import KEY, DirectWriter, FakeClock
from tests.desktop.support.model_server import ModelServer
from tests.faults.test_a_first_sync_that_is_cut import FIRST, LargeServer

T = TypeVar("T")
MANY = 5 * PAGE + 7


class Bench:
    """A pull over a copy and a server of its own."""

    def __init__(self, folder: Path | None = None, server: ModelServer | None = None) -> None:
        self.folder = folder
        self.server = server or LargeServer.of(MANY, 0, random.Random(1))
        self.clock = FakeClock()
        self.start()

    def start(self) -> None:
        self.cache = CacheStore.open(self.folder, KEY if self.folder else None)
        self.pull = Pull(self.cache, self.server, DirectWriter(), self.clock, tuple, at_once)

    def to_the_end(self) -> None:
        while "cursor" not in self.cache.state():
            self.pull.turn()

    @property
    def asked(self) -> int:
        assert isinstance(self.server, LargeServer)
        return self.server.pages


def test_each_page_is_asked_for_once() -> None:
    bench = Bench()
    bench.to_the_end()
    assert bench.asked == 6
    assert bench.cache.counts()["case"] == MANY


def test_the_place_in_the_walk_is_the_one_that_is_written() -> None:
    """Two pages are on their way when the first is written: a seat that ends here goes on behind the first."""
    bench = Bench()
    bench.pull.turn()
    assert bench.asked == 3
    assert bench.cache.state()["snapshot_after"] == f"C-{FIRST + PAGE - 1}"
    assert bench.cache.counts()["case"] == PAGE


def test_a_seat_that_ends_with_pages_on_their_way_goes_on_where_it_stood(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    bench.pull.turn()
    bench.cache.close()
    bench.start()
    bench.to_the_end()
    assert bench.cache.counts()["case"] == MANY
    assert bench.asked == 6 + 2


def test_a_page_that_does_not_come_is_told_by_the_turn_that_needs_it_and_asked_for_again() -> None:
    server = LargeServer.of(MANY, 0, random.Random(1))
    server.cuts = [FIRST + 2 * PAGE]
    bench = Bench(server=server)
    bench.pull.turn()  # the third page was lost on its way ahead
    bench.pull.turn()
    before = bench.cache.state()
    with pytest.raises(Offline):
        bench.pull.turn()
    assert bench.cache.state() == before
    bench.to_the_end()
    assert bench.cache.counts()["case"] == MANY


def test_pages_grow_once_nothing_broke_one_off_for_a_while_and_are_small_again_after_a_break() -> None:
    """What a break costs is carried again: see the first sync that is cut again and again."""
    many = 3 * CALM_ROWS
    server = LargeServer.of(many, 0, random.Random(1))
    broken = CALM_ROWS + 2 * LARGE_PAGE
    server.cuts = [FIRST + broken]
    bench = Bench(server=server)
    with pytest.raises(Offline):
        bench.to_the_end()
    calm = CALM_ROWS // PAGE
    assert set(server.limits[:calm]) == {PAGE}
    assert server.limits[-1] == LARGE_PAGE
    before = len(server.limits)
    bench.to_the_end()
    assert set(server.limits[before : before + calm]) == {PAGE}
    assert server.limits[-1] == LARGE_PAGE
    assert bench.cache.counts()["case"] == many


@pytest.mark.parametrize("why", ["forgotten", "stale", "started over"])
def test_what_came_ahead_is_not_used_for_anything_else(why: str) -> None:
    bench = Bench()
    bench.pull.turn()
    if why == "forgotten":
        bench.pull.forget()
    elif why == "stale":
        bench.clock.advance(FRESH_MS + 1)
    else:
        bench.cache.start_over({})
    asked = bench.asked
    bench.pull.turn()
    assert bench.asked == asked + 3  # this page anew, and the two after it
    bench.to_the_end()
    assert bench.cache.counts()["case"] == MANY


@pytest.mark.parametrize("ahead", [in_a_thread, at_once])
def test_an_answer_and_an_error_come_to_whoever_waits(ahead: Callable[[Callable[[], int]], Callable[[], int]]) -> None:
    def fail() -> int:
        raise Offline

    assert ahead(lambda: 7)() == 7
    failed = ahead(fail)
    for _ in range(2):
        with pytest.raises(Offline):
            failed()


def test_threads_bring_the_same_copy(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    bench.pull = Pull(bench.cache, bench.server, DirectWriter(), bench.clock, tuple, in_a_thread)
    bench.to_the_end()
    bench.cache.fold()
    with bench.cache.read() as connection:
        numbers = [row[0] for row in connection.exec_driver_sql("SELECT number FROM case_body ORDER BY number")]
        words = connection.exec_driver_sql("SELECT count(*) FROM case_words").scalar_one()
    assert numbers == list(range(FIRST, FIRST + MANY))
    assert words == MANY
    assert bench.asked == 6
    bench.cache.close()
    bench.cache.fold()  # after the end there is nothing to fold, and nobody minds
