"""How much one device may ask for: by a clock that the test turns, and over real HTTP."""

import json
import socket
import time
from collections.abc import Iterator

import msgspec
import pytest

from app.domain.rates import Kind, Rate
from app.server.config import Settings
from app.server.security.rates import MOST_KEYS, Buckets, InFlight
from tests.support.factories import intake_case
from tests.support.seats import House, new_id, open_house
from tests.support.server import Session, start_server

SYNC, USUAL = Rate(100, 200), Rate(20, 60)
JSON = {"Content-Type": "application/json"}


class Clock:
    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def buckets(clock: Clock) -> Buckets:
    return Buckets({Kind.SYNC: SYNC, Kind.USUAL: USUAL}, clock)


def taken(buckets: Buckets, who: str, kind: Kind, tries: int) -> int:
    return sum(buckets.take(who, kind) == 0 for _ in range(tries))


def test_a_burst_is_let_through_and_then_the_rate(buckets: Buckets, clock: Clock) -> None:
    assert taken(buckets, "d1", Kind.USUAL, 100) == 60
    clock.now += 1
    assert taken(buckets, "d1", Kind.USUAL, 100) == 20
    clock.now += 1_000
    assert taken(buckets, "d1", Kind.USUAL, 100) == 60


def test_over_a_minute_no_more_than_the_rate_and_the_burst(buckets: Buckets, clock: Clock) -> None:
    passed = 0
    for _ in range(60 * 50):
        passed += taken(buckets, "d1", Kind.SYNC, 3)
        clock.now += 0.02
    assert 60 * 100 <= passed <= 60 * 100 + 200


def test_devices_and_kinds_are_counted_apart(buckets: Buckets) -> None:
    assert taken(buckets, "d1", Kind.USUAL, 100) == 60
    assert taken(buckets, "d1", Kind.SYNC, 300) == 200
    assert taken(buckets, "d2", Kind.USUAL, 100) == 60


def test_the_wait_is_as_long_as_it_takes(buckets: Buckets, clock: Clock) -> None:
    taken(buckets, "d1", Kind.USUAL, 60)
    wait = buckets.take("d1", Kind.USUAL)
    assert wait == pytest.approx(0.05)
    clock.now += wait
    assert buckets.take("d1", Kind.USUAL) == 0


def test_a_clock_that_stands_still_gives_nothing_away(buckets: Buckets) -> None:
    assert taken(buckets, "d1", Kind.USUAL, 1_000) == 60


def test_a_rate_of_nothing_is_no_limit(clock: Clock) -> None:
    free = Buckets(Settings(usual_per_second=0).rates(), clock)
    assert taken(free, "d1", Kind.USUAL, 1_000) == 1_000


def test_who_has_not_asked_for_a_while_is_forgotten_and_who_has_is_not(buckets: Buckets, clock: Clock) -> None:
    taken(buckets, "patient", Kind.USUAL, 1)
    clock.now += 10
    taken(buckets, "greedy", Kind.USUAL, 60)
    for n in range(MOST_KEYS + 1):
        buckets.take(f"d{n}", Kind.SYNC)
    assert ("patient", Kind.USUAL) not in buckets._left
    assert buckets.take("greedy", Kind.USUAL) > 0


def test_a_services_bytes_are_counted_while_they_are_on_their_way() -> None:
    flight = InFlight(100)
    assert flight.enter("a", 400)  # one is let through whatever its size
    assert not flight.enter("a", 1)
    assert flight.enter("b", 60)
    flight.leave("a", 400)
    assert flight.enter("a", 60)
    assert flight.enter("a", 40)
    assert not flight.enter("a", 1)


# --- over HTTP


@pytest.fixture(scope="module")
def slow_house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A server with small limits, whose buckets take an hour or so to fill."""
    database = tmp_path_factory.mktemp("rates") / "server.db"
    limits = {"SYNC_PER_SECOND": 1, "SYNC_BURST": 40, "USUAL_PER_SECOND": 1, "USUAL_BURST": 30}
    told = {f"FOOTPLATE_{name}": str(value) for name, value in limits.items()}
    with start_server(database, environment=told | {"FOOTPLATE_SERVICE_BYTES_IN_FLIGHT": "100000"}) as server:
        house = open_house(server, database)
        yield house
        house.close()


def until_refused(session: Session, path: str, most: int = 500) -> tuple[int, str]:
    for n in range(most):
        answer = session.get(path)
        if answer.status_code != 200:
            assert (answer.status_code, answer.json()["code"]) == (429, "rate_limited")
            assert answer.headers["Content-Type"] == "application/problem+json"
            return n, answer.headers["Retry-After"]
    raise AssertionError("never refused")


def test_a_device_that_asks_too_much_is_told_when_to_come_again(slow_house: House) -> None:
    lin, mei = slow_house.seat("lin"), slow_house.seat("mei")
    passed, retry_after = until_refused(lin.session, "/v1/people")
    assert 30 <= passed <= 200  # the burst, and what the machine's slowness has given back
    assert retry_after == "1"
    assert mei.session.get("/v1/people").status_code == 200
    # Sending work and following the feed are counted apart from it.
    assert lin.session.get("/v1/changes").status_code == 200
    assert until_refused(lin.session, "/v1/changes")[0] >= 38


def test_whoever_asks_in_the_name_of_seats_without_a_session_is_counted_as_well(slow_house: House) -> None:
    with Session(slow_house.server.url) as anybody:
        codes = []
        while 429 not in codes:
            answer = anybody.post(f"/v1/devices/{new_id()}/check-in", json={"at": 1, "signature": ""})
            codes.append(answer.status_code)
            assert len(codes) < 500
    assert set(codes) == {401, 429}
    assert answer.headers["Retry-After"] == "1"


def test_two_sessions_of_one_device_share_what_it_may_ask_for(slow_house: House) -> None:
    ola = slow_house.seat("ola")
    until_refused(ola.session, "/v1/people")
    with Session(slow_house.server.url, str(ola.session.tokens["access_token"])) as again:
        assert again.get("/v1/people").status_code == 429


def test_the_limits_are_published(slow_house: House) -> None:
    told = slow_house.reader("ada", "auditor").get("/v1/meta").json()["limits"]
    assert (told["sync_per_second"], told["sync_burst"]) == (1, 40)
    assert (told["usual_per_second"], told["usual_burst"]) == (1, 30)
    assert (told["sign_ins_per_minute"], told["reveals_per_hour"]) == (5, 20)
    assert told["service_bytes_in_flight"] == 100_000


def test_what_is_usual_is_what_was_agreed() -> None:
    told = Settings().published_limits()
    assert (told["sync_per_second"], told["sync_burst"]) == (100, 200)
    assert (told["usual_per_second"], told["usual_burst"]) == (20, 60)


def test_a_service_is_counted_by_the_bytes_on_their_way_and_not_by_requests(slow_house: House) -> None:
    for _ in range(80):
        assert slow_house.agent.get("/v1/intake/requests").status_code == 200
    body = msgspec.json.encode([intake_case("in-flight")])
    head = (
        f"POST /v1/intake/cases HTTP/1.1\r\nHost: x\r\nAuthorization: {slow_house.agent.headers['Authorization']}\r\n"
        "Content-Type: application/json\r\nContent-Length: 99999\r\n\r\n["
    )
    # The slow one may be refused itself where it meets one of ours on its way; then another is begun.
    deadline = time.monotonic() + 30
    refused: dict[str, object] = {}
    while not refused and time.monotonic() < deadline:
        with socket.create_connection(("127.0.0.1", slow_house.server.port), timeout=20) as slow:
            slow.sendall(head.encode())
            time.sleep(0.2)
            answer = slow_house.agent.post("/v1/intake/cases", data=body, headers=JSON)
            refused = answer.json() if answer.status_code == 429 else {}
    assert (refused["code"], refused["status"]) == ("rate_limited", 429)
    told = until_status(slow_house, body, 200)
    assert told["accepted"] + told["duplicate"] == 1


def until_status(house: House, body: bytes, wanted: int) -> dict[str, object]:
    """Send until the answer has this status: another connection may need a moment to be seen or to be gone."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        answer = house.agent.post("/v1/intake/cases", data=body, headers=JSON)
        if answer.status_code == wanted:
            told: dict[str, object] = json.loads(answer.content)
            return told
    raise AssertionError(f"never {wanted}")
