"""Ctrl+Enter before the reservation of the case in sight has come: it waits, shows that it waits, and is carried out,
or is given up with a word."""

from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from app.contract.catalogue import catalogue
from app.desktop.changes import Kind, changed
from app.desktop.panels.review.presenter import ReviewPresenter
from app.desktop.ports import May, Offline, OpenCase, ReviewDraft
from app.domain.claim import HAND_SIZE
from tests.desktop.panels.test_review_presenter import Screen
from tests.support.sample_desk import NOW_MS, ROWS, Desk

FIRST, SECOND = ROWS[2].case_id, ROWS[3].case_id
LEASE_MS = 30 * 60_000


class Road:
    """What is asked of the server waits here until the test lets it answer; all else is done at once."""

    def __init__(self, tasks: Any) -> None:
        self._tasks = tasks
        self.waiting: list[Callable[[], None]] = []

    def read(self, fn: Any, done: Any = None, failed: Any = None, *, key: str | None = None) -> None:
        self.waiting.append(lambda: self._tasks.read(fn, done, failed))

    def arrive(self) -> None:
        self.waiting.pop(0)()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._tasks, name)


class UnreservedDesk(Desk):
    """Cases are reserved by asking for them, and not before."""

    def __init__(self) -> None:
        super().__init__(ROWS[2:])
        self.mine: set[str] = set()
        self.refuses: dict[str, str] = {}
        self.away = False
        self.wanted: list[tuple[str, ...]] = []

    def want(self, case_ids: tuple[str, ...]) -> dict[str, str]:
        self.wanted.append(case_ids)
        if self.away:
            raise Offline
        taken = set(case_ids) - self.refuses.keys()
        self.mine |= taken
        self.hub.publish(changed(Kind.CLAIM, ids=taken))
        return self.refuses

    def open_case(self, case_id: str) -> OpenCase:
        found = super().open_case(case_id)
        if case_id in self.mine:
            return found
        return msgspec.structs.replace(found, claim=None, may=May(False, False, True, ("not_claimed_offline",)))

    def check(self, case: OpenCase, draft: ReviewDraft) -> tuple[str, ...]:
        """As the real desk does: what bars the case first, then what is missing."""
        free = msgspec.structs.replace(case, may=May(True, True, True))
        return case.may.why + super().check(free, draft) if draft.decision else ("decision_required",)


class Room:
    def __init__(self) -> None:
        self.desk, self.screen = UnreservedDesk(), Screen()
        self.presenter = ReviewPresenter(
            self.screen,
            queue=self.desk,
            cases=self.desk,
            reviews=self.desk,
            hand=self.desk,
            tasks=self.desk.tasks,
            hub=self.desk.hub,
            clock=self.desk.clock,
            catalogue=catalogue(),
        )
        self.road = self.presenter._reserving._tasks = Road(self.desk.tasks)
        self.presenter.start()

    @property
    def sent(self) -> list[str]:
        return [case_id for case_id, _ in self.desk.sent]

    def fill(self) -> None:
        self.presenter.decide("block")
        self.presenter.pick_code(5)
        self.presenter.set_rationale("The reset is not covered by ATO-12.")


@pytest.fixture
def room() -> Room:
    return Room()


def test_a_case_whose_reservation_is_on_its_way_says_so_and_not_that_the_seat_is_offline(room: Room) -> None:
    room.fill()
    assert room.screen.decision.blockers == ("not_claimed",)
    room.road.arrive()
    assert room.screen.decision.blockers == ()


def test_what_is_still_missing_is_said_before_what_comes_by_itself(room: Room) -> None:
    room.presenter.decide("block")
    room.presenter.submit()
    assert room.screen.pointed == ["code_required"]
    assert room.screen.decision.blockers[-1] == "not_claimed"
    assert not room.screen.decision.waits


def test_a_submit_waits_for_the_reservation_shows_it_and_is_carried_out_with_it(room: Room) -> None:
    room.fill()
    room.presenter.submit()
    assert (room.sent, room.screen.pointed) == ([], [])
    assert room.screen.decision.waits
    room.road.arrive()
    assert room.sent == [FIRST]
    assert room.screen.case.open is not None
    assert room.screen.case.open.case_id == SECOND
    assert not room.screen.decision.waits


def test_news_of_the_case_while_it_waits_changes_nothing(room: Room) -> None:
    room.fill()
    room.presenter.submit()
    room.desk.hub.publish(changed(Kind.CASE, ids={FIRST}))
    assert room.screen.decision.waits
    assert room.sent == []
    room.road.arrive()
    assert room.sent == [FIRST]


def test_a_refused_reservation_gives_the_submit_up_and_says_why(room: Room) -> None:
    room.desk.refuses = {FIRST: "claimed_by_other"}
    room.fill()
    room.presenter.submit()
    room.road.arrive()
    assert room.sent == []
    assert not room.screen.decision.waits
    assert room.screen.pointed == ["claimed_by_other"]
    assert room.screen.decision.blockers == ("claimed_by_other",)


def test_a_server_that_is_away_gives_the_submit_up_and_the_draft_stays(room: Room) -> None:
    room.desk.away = True
    room.fill()
    room.presenter.submit()
    room.road.arrive()
    assert room.sent == []
    assert not room.screen.decision.waits
    assert room.screen.pointed == ["not_claimed_offline"]
    assert room.presenter.draft.rationale == "The reset is not covered by ATO-12."
    room.presenter.submit()
    assert room.screen.pointed[-1] == "not_claimed_offline", "nobody is asked now: it would wait for nothing"
    # Asked again and found, the case is reserved; nothing is sent that the person did not ask for since.
    room.desk.away = False
    room.desk.clock.ms += 5_000
    room.presenter.tick(in_front=True)
    assert room.screen.decision.blockers == ("not_claimed_offline",), "until it answers it is away"
    room.road.arrive()
    assert room.screen.decision.blockers == ()
    assert room.sent == []


def test_a_change_of_the_draft_takes_a_waiting_submit_back_without_a_word(room: Room) -> None:
    room.fill()
    room.presenter.submit()
    room.presenter.set_rationale("The reset is not covered")
    assert not room.screen.decision.waits
    room.road.arrive()
    assert (room.sent, room.screen.pointed) == ([], [])


def test_another_case_takes_a_waiting_submit_back_without_a_word(room: Room) -> None:
    room.fill()
    room.presenter.submit()
    room.presenter.move(1)
    while room.road.waiting:
        room.road.arrive()
    room.presenter.move(-1)
    assert (room.sent, room.screen.pointed) == ([], [])
    assert room.presenter.draft.decision == "block", "and the draft is kept"


def test_z_takes_a_waiting_submit_back_and_nothing_else(room: Room) -> None:
    room.road.arrive()
    room.fill()
    room.presenter.submit()
    assert room.sent == [FIRST]
    room.desk.mine.clear()
    room.desk.hub.publish(changed(Kind.CLAIM, ids={SECOND}))
    room.fill()
    room.presenter.submit()
    assert room.screen.decision.waits
    room.presenter.undo()
    assert not room.screen.decision.waits
    assert room.sent == [FIRST]


def test_whoever_leafs_on_while_the_hand_is_asked_for_is_answered_for_the_case_in_sight(room: Room) -> None:
    for _ in range(HAND_SIZE + 1):
        room.presenter.move(1)
    assert len(room.desk.wanted) == 0
    room.road.arrive()
    room.fill()
    assert room.screen.decision.blockers == ("not_claimed",), "the newest hand is asked for in its turn"
    room.road.arrive()
    assert [wanted[0] for wanted in room.desk.wanted] == [FIRST, ROWS[2 + HAND_SIZE + 1].case_id]
    assert room.screen.decision.blockers == ()


def test_a_reservation_that_ran_out_in_the_persons_absence_is_asked_for_when_they_come_back(room: Room) -> None:
    room.road.arrive()
    room.desk.clock.ms = NOW_MS + LEASE_MS + 1
    room.desk.mine.clear()
    room.presenter.tick(in_front=True, moved=True)
    assert room.desk.wanted == [room.desk.wanted[0]]
    room.road.arrive()
    assert [wanted[0] for wanted in room.desk.wanted] == [FIRST, FIRST]
