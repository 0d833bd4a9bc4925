"""`GET /v1/meta?counts=scope`: what a seat should hold, counted by the server, by raw HTTP."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.database import run_sql
from tests.support.seats import House, Seat, open_house, review_body
from tests.support.server import Session, start_server

CAPS = {"FOOTPLATE_SEAT_CASES": "reviewer=4"}


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("counted") / "server.db"


@pytest.fixture(scope="module")
def counted(database: Path) -> Iterator[House]:
    with start_server(database, environment=dict(CAPS)) as server:
        house = open_house(server, database)
        house.cases(9)
        yield house
        house.close()


def copy(session: Session) -> tuple[dict[tuple[str, str], dict[str, Any]], str]:
    """What a workstation would hold after a snapshot and the feed behind it."""
    held: dict[tuple[str, str], dict[str, Any]] = {}
    page = session.get("/v1/snapshot", params={"limit": 500}).json()
    assert page["done"]
    rows, cursor, more = page["rows"], page["resume_cursor"], True
    while True:
        for row in rows:
            if row["op"] == "remove":
                held.pop((row["entity"], row["entity_id"]), None)
            else:
                held[row["entity"], row["entity_id"]] = row
        if not more:
            return held, cursor
        page = session.get("/v1/changes", params={"cursor": cursor}).json()
        rows, cursor, more = page["changes"], page["next_cursor"], page["more"]


def tallied(rows: list[dict[str, Any]]) -> dict[str, Any]:
    folded = 0
    for row in rows:
        text = f"{row['entity']}:{row['entity_id']}:{row['rev']}"
        folded ^= int(hashlib.sha256(text.encode()).hexdigest()[:16], 16)
    return {"count": len(rows), "hash": f"{folded:016x}"}


def by_hand(held: dict[tuple[str, str], dict[str, Any]]) -> dict[str, Any]:
    waiting = [r for (e, _), r in held.items() if e == "case" and r["document"]["state"] in ("open", "escalated")]
    return {"case": tallied(waiting), "review": tallied([r for (e, _), r in held.items() if e == "review"])}


def counts(session: Session, cursor: str | None) -> Any:
    asked = {"counts": "scope"} | ({"cursor": cursor} if cursor else {})
    answer = session.get("/v1/meta", params=asked)
    assert answer.status_code == 200, answer.text
    return answer.json()["counts"]


@pytest.mark.parametrize("role", ["team_lead", "senior_agent", "reviewer"])
def test_whoever_followed_the_feed_counts_what_the_server_counts(counted: House, role: str) -> None:
    seat: Seat = counted.seat(f"counting-{role}", role)
    decider: Seat = counted.seat(f"deciding-beside-{role}", "senior_agent")
    case_id = counted.case()
    assert decider.put(decider.command(case_id, review_body("block"), decider.hold(case_id))).status_code == 200
    held, cursor = copy(seat.session)
    told = counts(seat.session, cursor)
    assert told["here"]
    assert told["entities"] == by_hand(held)
    assert told["entities"]["case"]["count"] == 4 if role == "reviewer" else told["entities"]["case"]["count"] >= 9
    assert (told["acked_through"], told["device_high_seq"]) == (0, 0)
    told = counts(decider.session, None)
    assert (told["acked_through"], told["device_high_seq"]) == (1, 1)


def test_a_seat_that_stands_elsewhere_is_told_nothing_to_compare(counted: House) -> None:
    seat = counted.seat("behind", "team_lead")
    _, cursor = copy(seat.session)
    counted.case()
    told = counts(seat.session, cursor)
    assert not told["here"]
    assert told["entities"] == {}


def test_a_row_that_the_feed_never_told_is_in_the_count(counted: House, database: Path) -> None:
    seat = counted.seat("missing-one", "team_lead")
    held, cursor = copy(seat.session)
    run_sql(database, "UPDATE cases SET rev = rev + 1 WHERE case_number = 200001")  # past the feed
    counted.case()
    _, cursor = copy(seat.session)
    told = counts(seat.session, cursor)
    del held["case", "C-200001"]
    assert told["entities"]["case"] != by_hand(held)["case"]


@pytest.mark.parametrize(
    ("query", "status", "code"),
    [
        ({"counts": "all"}, 400, "parameter"),
        ({"counts": "scope", "cursor": "nonsense"}, 400, "cursor_malformed"),
    ],
)
def test_what_is_not_asked_well_is_refused(counted: House, query: dict[str, str], status: int, code: str) -> None:
    answer = counted.seat(f"asking-{code}", "team_lead").session.get("/v1/meta", params=query)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_another_person_s_cursor_and_a_service_get_no_count(counted: House) -> None:
    _, cursor = copy(counted.seat("whose", "team_lead").session)
    other = counted.seat("other", "team_lead").session
    assert other.get("/v1/meta", params={"counts": "scope", "cursor": cursor}).status_code == 409
    assert counts(other, None)["here"]
    plain = other.get("/v1/meta").json()
    assert plain["counts"] is None


def test_one_entity_alone_is_walked_on_request(counted: House) -> None:
    session = counted.seat("walking", "team_lead").session
    for only in ("case", "review"):
        page = session.get("/v1/snapshot", params={"only": only}).json()
        assert {row["entity"] for row in page["rows"]} == {only}
        assert page["total"] == len(page["rows"])
