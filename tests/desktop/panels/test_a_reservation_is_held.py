"""A reserved case stays reserved while its person works, and no longer: the room, the hand and the cache are the real
ones, the server is in memory."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.contract.catalogue import catalogue
from app.desktop.changes import NOTHING
from app.desktop.panels.review.presenter import ReviewPresenter
from app.desktop.panels.review.presenter.reserving import RETRY_MS
from app.desktop.ports import Offline
from app.domain.claim import HAND_SIZE, ONLINE_LEASE, RENEW_EVERY
from tests.desktop.panels.test_review_presenter import Screen
from tests.desktop.support.factories import case_view
from tests.desktop.support.model_server import ModelServer
from tests.desktop.support.seat import Seat
from tests.support.sample_desk import Hub, Tasks

SECOND, MINUTE = 1_000, 60_000
TICK = 5 * SECOND
LEASE = int(ONLINE_LEASE.total_seconds()) * SECOND
EVERY = int(RENEW_EVERY.total_seconds()) * SECOND
Does = Callable[[int], bool]


class Room:
    def __init__(self, folder: Path) -> None:
        self.server, self.hub, self.screen = ModelServer(), Hub(), Screen()
        for number in range(200_001, 200_010):
            self.server.put(case_view(number))
        self.seat = Seat(folder, self.server)
        self.seat.sync()
        self.seat.queue.load()
        self.presenter = ReviewPresenter(
            self.screen,
            queue=self.seat.queue,
            cases=self.seat.cases,
            reviews=self.seat.reviews,
            hand=self.seat.hand,
            tasks=Tasks(),
            hub=self.hub,
            clock=self.seat.clock,
            catalogue=catalogue(),
        )
        self.presenter.start()
        self.tell()
        self.started = self.seat.clock.now

    def tell(self) -> None:
        """What the seat published, to the room."""
        while self.seat.news != NOTHING:
            news, self.seat.news = self.seat.news, NOTHING
            self.seat.queue.refresh(news)
            self.hub.publish(news)

    def pass_by(self, ms: int, at_work: Does) -> Iterator[int]:
        """Tick by tick, as the window counts; `at_work` says whether a key was pressed since the one before."""
        for _ in range(ms // TICK):
            self.seat.clock.advance(TICK)
            self.server.now_ms = self.seat.clock.now
            since = self.seat.clock.now - self.started
            self.presenter.tick(in_front=True, moved=at_work(since))
            self.tell()
            yield since

    @property
    def renewals(self) -> int:
        return self.server.calls.count("renew")

    @property
    def in_sight(self) -> str:
        assert self.screen.case.open is not None
        return self.screen.case.open.case_id

    @property
    def why(self) -> tuple[str, ...]:
        """What stands in the way of a decision, as the screen says it."""
        assert self.screen.case.open is not None
        return self.screen.case.open.may.why

    @property
    def left(self) -> int:
        """For how long the case in sight is still reserved."""
        held = self.seat.hand.held().get(self.in_sight)
        return held.expires_at - self.seat.clock.now if held is not None else 0


def every(ms: int) -> Does:
    return lambda since: since % ms == 0


def never(_since: int) -> bool:
    return False


def away(_call: str, _when: str) -> None:
    raise Offline


def let(ticks: Iterator[int]) -> None:
    for _ in ticks:
        pass


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    room = Room(tmp_path)
    assert room.left == LEASE
    yield room
    room.seat.stop()


def test_a_case_that_is_worked_on_is_renewed_every_five_minutes_and_never_runs_out(room: Room) -> None:
    first = room.in_sight
    for since in room.pass_by(2 * LEASE, every(20 * SECOND)):
        assert room.renewals == since // EVERY
        assert room.left >= LEASE - EVERY
    assert room.in_sight == first
    assert room.server.calls.count("claim") == 1


def test_a_case_that_nobody_works_on_is_not_renewed_and_runs_out(room: Room) -> None:
    let(room.pass_by(LEASE, never))
    assert room.renewals == 0
    assert room.left == 0
    assert room.why == ("lease_expired",)


def test_a_reservation_that_ends_without_the_server_is_said_and_is_asked_for_until_it_is_back(room: Room) -> None:
    let(room.pass_by(2 * MINUTE, every(20 * SECOND)))
    for _ in range(HAND_SIZE):
        room.presenter.move(1)
        room.tell()
    assert room.left == LEASE
    room.server.fault = away
    let(room.pass_by(room.left - TICK, every(20 * SECOND)))
    assert room.why == ()
    let(room.pass_by(TICK, every(20 * SECOND)))
    assert room.why == ("lease_expired",)
    room.presenter.decide("block")
    assert "lease_expired" in room.screen.decision.blockers
    room.server.fault = None
    let(room.pass_by(RETRY_MS, every(TICK)))
    assert room.why == ()


def test_whoever_comes_back_while_it_still_runs_holds_it_for_longer_at_once(room: Room) -> None:
    let(room.pass_by(17 * MINUTE, never))
    assert room.renewals == 0
    let(room.pass_by(TICK, every(TICK)))
    assert room.renewals == 1
    assert room.left == LEASE


def test_whoever_comes_back_after_it_ran_out_is_given_it_anew_if_it_is_still_free(room: Room) -> None:
    let(room.pass_by(LEASE + MINUTE, never))
    let(room.pass_by(TICK, every(TICK)))
    assert room.server.calls.count("claim") == 2
    assert room.left == LEASE
    assert room.why == ()


def test_whoever_leafs_between_cases_that_are_held_keeps_them(room: Room) -> None:
    """Opening a case that is held already asks the server for nothing: it is no renewal."""
    step = 1
    for since in room.pass_by(2 * LEASE, every(20 * SECOND)):
        if since % (4 * MINUTE) == 0:
            room.presenter.move(step)
            step = -step
            room.tell()
        assert room.left >= LEASE - 2 * EVERY, since
    assert room.renewals > 0


def test_a_case_that_was_given_to_somebody_else_meanwhile_says_so_after_the_renewal(room: Room) -> None:
    lost = room.in_sight
    room.server.refuse = {lost: "lease_lost"}
    let(room.pass_by(EVERY, every(20 * SECOND)))
    assert room.renewals == 1
    assert lost not in room.seat.hand.held()
    assert room.why == ("not_claimed_offline",)
