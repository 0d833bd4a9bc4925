"""A day without the server: 500 commands of every sort that a person gives most, twenty of them decisions on cases that
were taken along, arrive exactly once through a network that loses, doubles, delays and lies; what somebody else decided
meanwhile stands before its author."""

import itertools
import random
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.desktop.bootstrap.services import Services, open_stores
from app.desktop.ports import ReviewDraft, StepMark
from app.domain.feedback import CreateFeedback
from app.server.storage.engine import open_engine
from tests.desktop.support.factories import DirectWriter
from tests.desktop.test_with_the_real_server import Machine
from tests.support import fault_proxy as f
from tests.support.database import database_url
from tests.support.seats import House, open_house, review_body
from tests.support.server import start_server

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]

TAKEN, OTHERS, NOTES, TAGS = 20, 40, 9, 1
EIGHT_HOURS_MS = 8 * 3_600_000
FAULTS = (
    f.no_request, f.no_answer, f.no_answer, f.reset, f.twice, f.late(2), f.late(5), f.cut(), f.wrong_length(9),
    f.portal(200), f.portal(502), f.instead(503, b"", ("Retry-After", "1")), f.elsewhere("http://127.0.0.2:9/"),
    f.altered(lambda body: body[:-7]),
)  # fmt: skip


class FarMachine(Machine):
    """Its server lies behind the road."""

    road: f.FaultProxy
    passed: list[int]

    def open(self) -> None:
        self.stores = open_stores(self.folder, self.key, "inherited")
        self.desk = Services(self.stores, self.road.url, self.folder, None, DirectWriter(), self._hear, "0.1.0")
        self.engine = self.desk.engine
        # Waiting as the engine asks for it, without waiting.
        clock, passed = self.desk.clock, [0]
        steady = clock._mono
        clock._mono = lambda: steady() + passed[0]
        self.passed = passed

    def go_on(self) -> None:
        self.engine.resume()
        self.passed[0] += self.engine.step()

    def waiting(self) -> int:
        assert self.stores.work is not None
        return self.stores.work.tallies(self.author)[0]

    @property
    def author(self) -> str:
        person = self.desk.session.person
        assert person is not None
        return person.user_id


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    (tmp_path / "server").mkdir()
    database = tmp_path / "server" / "server.db"
    with start_server(database, environment={"FOOTPLATE_SEAT_CASES": "none"}) as server:
        house = open_house(server, database)
        yield house
        house.close()


@pytest.fixture
def road(house: House) -> Iterator[f.FaultProxy]:
    with f.fault_proxy(("127.0.0.1", house.server.port)) as proxy:
        yield proxy


@pytest.fixture
def machine(house: House, road: f.FaultProxy, tmp_path: Path) -> Iterator[FarMachine]:
    house.add("mei", "reviewer")
    house.let_take_along("mei")
    (tmp_path / "seat").mkdir()
    FarMachine.road = road
    machine = FarMachine(tmp_path / "seat", house, "mei")
    machine.sign_in()
    yield machine
    machine.close()


def eight_hours_pass(house: House) -> None:
    """For the server's leases; its clock is the machine's."""
    engine = open_engine(database_url(house.database))
    with engine.begin() as connection:
        for column in ("claim_until", "claim_hard_until"):
            connection.exec_driver_sql(
                f"UPDATE cases SET {column} = {column} - {EIGHT_HOURS_MS} WHERE {column} IS NOT NULL"
            )
    engine.dispose()


def decide(machine: FarMachine, case_id: str, n: int) -> str:
    draft = ReviewDraft(
        decision="block", code="thin_history", rationale=f"The second device of day {n} was not his.",
        rationale_language="en", active_ms=61_000,
        steps=(StepMark(1, "right"), StepMark(2, "wrong", "unsupported")),
    )  # fmt: skip
    return machine.desk.reviews.submit(case_id, draft).command_id


def test_500_commands_of_a_day_without_the_server_arrive_exactly_once(
    house: House, road: f.FaultProxy, machine: FarMachine
) -> None:
    now = datetime.now(UTC)
    cases = house.cases(TAKEN + OTHERS, opened_at=now - timedelta(hours=1), routed_at=now - timedelta(minutes=1))
    taken, others = cases[:TAKEN], cases[TAKEN:]
    machine.sync()
    machine.desk.queue.load()
    assert sorted(machine.desk.along.take(tuple(taken)).case_ids) == sorted(taken)

    road.shut()
    for case_id in others:
        for n in range(NOTES):
            machine.desk.case_work.note(case_id, f"Look {n} at {case_id}.", "en")
    decided = {case_id: decide(machine, case_id, n) for n, case_id in enumerate(taken)}
    feedback = itertools.cycle(others)
    for n in range(2 * TAKEN):
        machine.desk.case_work.tag(next(feedback), (f"feedback-{n}",))
    for n, case_id in zip(range(2 * TAKEN), others, strict=True):
        machine.desk.case_work.note(case_id, f"Feedback {n} on {case_id}.", "en")
    findings = [
        CreateFeedback("", (case_id,), f"Finding {n}: the device list is a day old.", "en")
        for case_id in taken
        for n in range(2)
    ]
    raised = [machine.desk.news.raise_finding(one).command_id for one in findings]
    assert machine.waiting() == 500
    machine.engine.step()
    assert machine.engine.report.connection == "offline"
    machine.skip_the_undo_window()

    eight_hours_pass(house)
    colleague = house.seat("lin")
    for case_id in taken[:4]:
        told = colleague.put(colleague.command(case_id, other_body(), colleague.hold(case_id)))
        assert told.status_code == 200, told.text
    road.open_again()
    dice = random.Random(8)
    road.choose = lambda asked: dice.choice(FAULTS) if dice.random() < 0.5 else f.passed
    for turn in range(600):
        machine.go_on()
        if turn == 40:
            machine.restart()  # and in the middle of it all the seat is started anew
        if not machine.waiting():
            break
    road.bring_held()
    assert machine.waiting() == 0
    road.choose = lambda asked: f.passed
    machine.engine.resume()
    machine.sync()

    for case_id in others:
        texts = Counter(note["text"] for note in colleague.case(case_id)["notes"])
        assert set(texts.values()) == {1}
        assert len(texts) == NOTES + 1
        assert len(colleague.case(case_id)["tags"]) == TAGS
    states = {row.command_id: row.state for row in machine.stores.work.latest(machine.author, 1_000)}  # type: ignore[union-attr]
    assert len(states) == 500
    assert Counter(states.values()) == {"applied": 496, "conflict": 4}
    assert {command for command, state in states.items() if state == "conflict"} == {decided[c] for c in taken[:4]}
    assert {states[command] for command in raised} == {"applied"}
    mine = house.another_seat("mei").session.get("/v1/feedback/own?limit=200").json()["items"]
    assert Counter(one["cases"][0] for one in mine) == dict.fromkeys(taken, 2), "each finding once"
    shown = {row.command_id: row for row in machine.desk.activity.read(1_000).rows}
    for case_id in taken[:4]:
        assert shown[decided[case_id]].state == "conflict", "before its author, with what the other decided"
    for case_id in taken[4:]:
        assert colleague.case(case_id)["state"] == "closed"


def other_body() -> dict[str, object]:
    return review_body("pass")
