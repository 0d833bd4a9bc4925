"""What only a database with many writers at once can get wrong: on PostgreSQL, by several server processes.

Everything else is asked of both databases by the same tests: `pytest tests/server --database postgresql`.
"""

import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest
from sqlalchemy import func, select

from app.server.security.cursors import FeedPosition
from app.server.storage import state
from app.server.storage import tables as t
from app.server.storage.engine import open_engine
from app.server.storage.unit_of_work import Storage
from app.server.usecases.restored import notice
from tests.support import database
from tests.support.factories import intake_case
from tests.support.seats import House, Seat, new_id, open_house, review_body
from tests.support.server import Session, start_server

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.skipif(not database.here(), reason=database.NONE_HERE)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("postgresql")
    address = database.postgresql_url(folder / "server.db")
    environment = {"FOOTPLATE_FILES": str(folder / "files")}
    with start_server(address, workers=2, environment=environment) as server:
        house = open_house(server, address)
        yield house
        house.close()


@pytest.fixture(scope="module")
def seats(house: House) -> list[Seat]:
    return [house.seat(f"seat-{n}") for n in range(4)]


def at_once(seats: list[Seat], work: Callable[[Seat], Any]) -> list[Any]:
    """What each of them gets who do the same at the same moment."""
    gate = threading.Barrier(len(seats))

    def run(seat: Seat) -> Any:
        gate.wait(30)
        return work(seat)

    with ThreadPoolExecutor(len(seats)) as pool:
        return list(pool.map(run, seats))


def test_two_hundred_claims_on_a_hundred_cases_serve_each_of_them_once(house: House, seats: list[Seat]) -> None:
    wanted = set(house.cases(100, case_type="poa_review"))

    def claim_often(seat: Seat) -> list[str]:
        found = []
        for _ in range(50):
            told = seat.session.post("/v1/claims", json={"queue": "poa_review", "want": 1})
            assert told.status_code == 200, told.text
            found += [claim["case_id"] for claim in told.json()["claims"]]
        return found

    served = [case_id for found in at_once(seats, claim_often) for case_id in found]
    assert len(served) == 100
    assert set(served) == wanted


def test_who_asks_twice_at_once_takes_no_more_along_than_is_allowed(house: House) -> None:
    house.cases(60, case_type="reset_2fa", routed_at=datetime.now(UTC))
    lead = house.seat("takes-along", "team_lead")
    want = {"queue": "reset_2fa", "want": 20, "mode": "offline"}
    told = at_once([lead] * 4, lambda seat: _like(seat).post("/v1/claims", json=want))
    assert [answer.status_code for answer in told] == [200] * 4
    assert sum(len(answer.json()["claims"]) for answer in told) == 20


def test_a_seat_s_id_may_be_any_text(house: House, seats: list[Seat]) -> None:
    assert seats[0].session.delete("/v1/devices/%00").status_code == 404
    lead, admin = house.reader("null-lead", "team_lead"), house.reader("null-admin", "admin")
    assert lead.get("/v1/vendors/%00/weekly").status_code == 404
    assert lead.get("/v1/qa/samples/%00").status_code == 404
    assert admin.post("/v1/webhooks/%00/test").status_code == 404
    asked = seats[0].session.post("/v1/devices/%00/check-in", json={"at": 1, "signature": ""})
    assert asked.status_code == 401


def test_a_restore_that_many_find_out_at_once_gives_the_history_one_new_name(tmp_path: Path) -> None:
    engine = open_engine(database.postgresql_url(tmp_path / "server.db"))
    storage, gate = Storage(engine, lambda: datetime.now(UTC)), threading.Barrier(4)
    with storage.read() as connection:
        before = state.read(connection, state.EPOCH)
    beyond = FeedPosition(before or "", 999, "0" * 8)

    def find_out(_number: int) -> None:
        gate.wait(30)
        notice(storage, beyond)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(find_out, range(4)))
    with storage.read() as connection:
        assert state.read(connection, state.PAST_EPOCHS) == before
        assert connection.scalar(select(func.count()).where(t.audit.c.action == "server.restored")) == 1
    engine.dispose()


def feed_one(agent: Session) -> str:
    body = msgspec.json.encode([intake_case(f"once-{new_id()}")])
    answer = agent.post("/v1/intake/cases", data=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == 200, answer.text
    return str(answer.json()["results"][0]["case_id"])


def test_who_follows_the_feed_misses_nothing_that_many_write_at_once(house: House, seats: list[Seat]) -> None:
    ended, told = threading.Event(), Counter[str]()
    auditor = house.reader("follows", "auditor")

    def follow() -> None:
        cursor = auditor.get("/v1/snapshot?limit=1").json()["resume_cursor"]
        started.set()
        while True:
            last = ended.is_set()
            page = auditor.get("/v1/changes", params={"cursor": cursor, "limit": "500"}).json()
            cursor = page["next_cursor"]
            told.update(change["entity_id"] for change in page["changes"] if change["entity"] == "case")
            if last and not page["more"]:
                return

    started = threading.Event()
    follower = threading.Thread(target=follow)
    follower.start()
    assert started.wait(30)
    token = str(house.agent.headers["Authorization"]).removeprefix("Bearer ")
    agents = {seat.name: Session(house.server.url, token) for seat in seats}
    fed = at_once(seats, lambda seat: [feed_one(agents[seat.name]) for _ in range(20)])
    for agent in agents.values():
        agent.close()
    ended.set()
    follower.join(60)
    every = {case_id for one in fed for case_id in one}
    assert len(every) == 80
    assert every <= set(told)


def test_a_command_that_both_processes_get_at_once_happens_once(house: House, seats: list[Seat]) -> None:
    lin = seats[0]
    case_id = house.case()
    command = lin.command(case_id, review_body(), lin.hold(case_id))
    same = [Seat(_like(lin), lin.device_id, lin.name) for _ in range(8)]
    answers = at_once(same, lambda seat: seat.put(command).json())
    for seat in same:
        seat.session.close()
    assert sorted({answer["status"] for answer in answers}) == ["applied", "duplicate"]
    assert [answer["status"] for answer in answers].count("applied") == 1
    assert {answer["review_id"] for answer in answers} == {answers[0]["review_id"]}


def test_twenty_reveals_an_hour_are_twenty_however_many_are_asked_for_at_once(house: House, seats: list[Seat]) -> None:
    eager, case_id = seats[1], house.case()
    same = [Seat(_like(eager), eager.device_id, eager.name) for _ in range(8)]

    def reveal_often(seat: Seat) -> list[int]:
        body = {"case_id": case_id, "field": "subject.account", "reason": "check_list"}
        return [seat.session.post("/v1/pii/reveal", json=body).status_code for _ in range(5)]

    statuses = Counter(status for one in at_once(same, reveal_often) for status in one)
    for seat in same:
        seat.session.close()
    assert statuses == {200: 20, 429: 20}


def test_two_batches_that_cross_end_and_lose_nothing(house: House, seats: list[Seat]) -> None:
    first, second = seats[2], seats[3]
    cases = house.cases(10)
    for turn in range(3):
        there = {
            seat.name: [
                seat.command(case_id, {"add": [f"{seat.name} {turn}"]}, None, command_type="case.tag", base_rev=1)
                for case_id in order
            ]
            for seat, order in ((first, cases), (second, cases[::-1]))
        }

        def send_until_done(seat: Seat, mine: dict[str, list[Any]] = there) -> bool:
            left = mine[seat.name]
            for _ in range(20):
                batch = {"device_id": seat.device_id, "batch_id": new_id(), "commands": left}
                answer = seat.session.post("/v1/commands", json=batch)
                if answer.status_code == 503:
                    # A lock that was waited for in vain: all of it comes again, as a seat has it come.
                    assert int(answer.headers["Retry-After"]) > 0
                    continue
                assert answer.status_code == 200, answer.text
                results = answer.json()["results"]
                left = [one for one, result in zip(left, results, strict=True) if result["status"] == "retry"]
                if not left:
                    return True
            return False

        assert at_once([first, second], send_until_done) == [True, True]
    for case_id in cases:
        assert len(first.case(case_id)["tags"]) == 6


@pytest.mark.slow
@pytest.mark.first
@pytest.mark.timeout(3600)
def test_the_whole_of_the_servers_tests_holds_on_postgresql() -> None:
    if database.on_postgresql():
        pytest.skip("this run is that proof")
    done = subprocess.run(
        [
            sys.executable, "-m", "pytest", "tests/server", "-q", "--database", "postgresql", "-p", "no:cacheprovider",
            "--ignore", "tests/server/test_on_postgresql.py",
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=3500,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-8000:] + done.stderr[-2000:]


def _like(seat: Seat) -> Session:
    """Another connection of the same signed-in person."""
    return Session(seat.session.base, str(seat.session.tokens["access_token"]))
