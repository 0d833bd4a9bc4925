"""A decision that is finished before the server has reserved its case: it leaves with the reservation, and arrives
once. The presenter and everything below it are the real ones, over real HTTP; the view is looked at."""

import secrets
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from app.contract.catalogue import catalogue
from app.desktop.bootstrap.services import Services, Stores, open_stores
from app.desktop.changes import Changed
from app.desktop.panels.review.presenter import ReviewPresenter
from app.desktop.vault.keys import DataKey
from tests.desktop.panels.test_review_presenter import Screen
from tests.desktop.panels.test_waiting_for_a_reservation import Road
from tests.desktop.support.factories import DirectWriter
from tests.support.sample_desk import Hub, Tasks
from tests.support.seats import House, open_house
from tests.support.server import PASSWORD, add_user, start_server

RATIONALE = "The owner was in Singapore; the second device was not his."


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    database = tmp_path / "server.db"
    with start_server(database) as server:
        house = open_house(server, database)
        yield house
        house.close()


class Seat:
    """A person's room over the services; the answers to what is reserved come when the test lets them."""

    def __init__(self, house: House, folder: Path, name: str) -> None:
        add_user(house.database, name, "reviewer")
        self.hub, self.screen = Hub(), Screen()
        self.stores: Stores = open_stores(folder, DataKey(secrets.token_bytes(32)), "inherited")
        self.desk = Services(self.stores, house.server.url, folder, None, DirectWriter(), self._hear, "0.1.0")
        self.desk.session.sign_in(name, PASSWORD)
        while self.desk.engine.step() == 0:
            pass
        self.desk.queue.load()
        desk = self.desk
        self.presenter = ReviewPresenter(
            self.screen,
            queue=desk.queue,
            cases=desk.cases,
            reviews=desk.reviews,
            hand=desk.hand,
            tasks=Tasks(),
            hub=self.hub,
            clock=desk.clock,
            catalogue=catalogue(),
        )
        self.road = self.presenter._reserving._tasks = Road(Tasks())
        self.presenter.start()

    def _hear(self, news: Changed) -> None:
        self.desk.cases.note(news)
        self.hub.publish(news)

    def fill(self) -> None:
        self.presenter.decide("block")
        self.presenter.set_code("thin_history")
        self.presenter.set_rationale(RATIONALE)

    def sent(self) -> list[str | None]:
        return [row.case_id for row in self.desk.activity.read().rows]

    def close(self) -> None:
        self.desk.engine.close()
        self.stores.close()


@pytest.fixture
def seat(house: House, tmp_path: Path) -> Iterator[Callable[[str], Seat]]:
    opened: list[Seat] = []

    def sit_down(name: str) -> Seat:
        folder = tmp_path / name
        folder.mkdir()
        opened.append(Seat(house, folder, name))
        return opened[-1]

    yield sit_down
    for one in opened:
        one.close()


def test_a_decision_finished_before_its_reservation_leaves_with_it_and_arrives(house: House, seat: Any) -> None:
    (case_id,) = house.cases(1)
    mei = seat("mei")
    mei.fill()
    assert mei.screen.decision.blockers == ("not_claimed",)
    mei.presenter.submit()
    assert mei.screen.decision.waits
    assert mei.sent() == []
    mei.road.arrive()
    assert mei.sent() == [case_id]
    assert mei.screen.notice is not None
    assert mei.screen.notice.kind == "sent"
    with mei.stores.work.write() as connection:
        connection.exec_driver_sql("UPDATE outbox SET release_at = 0 WHERE state = 'pending'")
    while mei.desk.engine.step() == 0:
        pass
    assert [row.state for row in mei.desk.activity.read().rows] == ["applied"]


def test_a_case_that_a_colleague_was_given_meanwhile_is_not_sent_and_says_whose_it_is(house: House, seat: Any) -> None:
    (case_id,) = house.cases(1)
    mei, lin = seat("mei"), seat("lin")
    lin.road.arrive()
    assert case_id in lin.desk.hand.held()
    mei.fill()
    mei.presenter.submit()
    assert mei.screen.decision.waits
    mei.road.arrive()
    assert mei.sent() == []
    assert mei.screen.pointed == ["claimed_by_other"]
    assert mei.presenter.draft.rationale == RATIONALE


def test_a_server_that_goes_before_it_has_answered_leaves_a_draft(house: House, seat: Any) -> None:
    house.cases(1)
    mei = seat("mei")
    mei.fill()
    mei.presenter.submit()
    house.server.kill()
    mei.road.arrive()
    assert mei.sent() == []
    assert mei.screen.pointed == ["not_claimed_offline"]
    assert mei.presenter.draft.rationale == RATIONALE
