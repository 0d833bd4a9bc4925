"""A seat whose person is served takes what the server gives, and gives nothing back of itself."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from app.contract.changes import SeatShare
from app.contract.claims import ClaimAnswer, ClaimRequest, ClaimTurn, ClaimView, HeldClaim
from app.desktop.cache import seat_share
from app.desktop.cache.cache_store import CacheStore
from app.desktop.changes import Changed
from app.desktop.ports import Identity
from app.desktop.usecases.claims import ClaimHand
from tests.desktop.support.factories import DirectWriter, FakeClock


class Line:
    """The three calls on claims, answered from a line of cases as the server does it."""

    def __init__(self, clock: FakeClock) -> None:
        self.clock, self.line = clock, ["C-1", "C-2", "C-3", "C-4"]
        self.asked: list[ClaimRequest] = []
        self.held: list[str] = []

    def claim(self, request: ClaimRequest) -> ClaimAnswer:
        self.asked.append(request)
        while self.line and len(self.held) < request.want:
            self.held.append(self.line.pop(0))
        until = datetime.fromtimestamp(self.clock.now_ms() / 1000 + 1800, UTC)
        return ClaimAnswer(tuple(ClaimView(case_id, f"k-{case_id}", 1, until, until) for case_id in self.held))

    def renew_claims(self, held: tuple[HeldClaim, ...]) -> list[ClaimTurn]:
        return []

    def release_claims(self, held: tuple[HeldClaim, ...]) -> list[ClaimTurn]:
        raise AssertionError("nothing is given back but by a skip")


@pytest.fixture
def cache() -> Iterator[CacheStore]:
    found = CacheStore.open(None, None)
    yield found
    found.close()


def hear(_news: Changed) -> None:
    """Nobody looks."""


def test_it_asks_for_the_next_and_the_one_behind_it_and_never_by_name(cache: CacheStore) -> None:
    clock, on_their_way = FakeClock(), set[str]()
    cache.put_state(**{seat_share.NAME: seat_share.to_state(SeatShare(1, {}, "served"))})
    line = Line(clock)
    hand = ClaimHand(line, cache, DirectWriter(), clock, lambda: Identity("u1", "d1"), hear, lambda _who: on_their_way)
    hand.want(("C-1",))
    assert sorted(hand.held()) == ["C-1", "C-2"]
    # The first is decided, and its decision is on its way: one more is asked for, so that nobody waits for it.
    on_their_way.add("C-1")
    hand.want(("C-2",))
    assert sorted(hand.held()) == ["C-1", "C-2", "C-3"]
    assert [(request.queue, request.case_ids, request.want) for request in line.asked] == [("", (), 2), ("", (), 3)]


@pytest.mark.parametrize("told", ["", "{}", '{"most": 500, "totals": {}}', "not json"])
def test_a_seat_that_was_told_of_no_mode_chooses(cache: CacheStore, told: str) -> None:
    cache.put_state(**{seat_share.NAME: told})
    assert not seat_share.is_served(cache)
