"""Gold sets with one owner, seeding by lot, the examination, practice, rotation and who is named when."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.server.test_gold_leaves_no_trace import FIRST, new_set, open_cases, open_gold_house, put_in, run
from tests.support.database import run_sql
from tests.support.seats import House, Seat

TYPE = "ato_investigation"
ENVIRONMENT = {
    "FOOTPLATE_BLIND_FIRST_SHARES": f"{TYPE}=0.4",
    "FOOTPLATE_GOLD_SHARE": "0.2",
    "FOOTPLATE_LICENCES": "required",
}


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """One case in five is to be gold, of the one type whose blind-first share allows it; licences are asked for."""
    yield from open_gold_house(tmp_path_factory.mktemp("gold") / "server.db", ENVIRONMENT)


@pytest.fixture(scope="module")
def lea(house: House) -> Seat:
    return house.seat("lea", "team_lead")


@pytest.fixture(scope="module")
def lin(house: House, lea: Seat) -> Seat:
    seat = house.seat("lin")
    place(lea, seat, "live")
    return seat


def place(by: Seat, person: Seat, rung: str) -> None:
    body = {"rung": rung, "reason": "For the test."}
    assert by.session.put(f"/v1/licences/{person.user_id}/{TYPE}", json=body).status_code == 200


def decide(seat: Seat, case: str, decision: str = "block", **more: Any) -> str:
    """Decide a case, blind or not; what came of it."""
    body = dict(FIRST, decision=decision)
    if not seat.case(case).get("blind"):
        body |= {"code": "thin_history"} if decision == "block" else {}
        if decision == "pass":
            body |= {"code": "signal_overweighted", "attribution": {"kind": "signal", "ref": "impossible_travel"}}
    answer = seat.put(seat.command(case, body | more, seat.hold(case)))
    assert answer.status_code == 200, answer.text
    return str(answer.json().get("result", answer.json())["status"])


def originals(house: House, lin: Seat, count: int) -> list[str]:
    made = house.cases(count)
    for case in made:
        decide(lin, case)
    return made


def items(by: Seat, set_id: str) -> list[dict[str, Any]]:
    return list(by.session.get(f"/v1/gold/sets/{set_id}").json()["items"])


def test_a_set_has_one_owner_and_a_version_that_grows(house: House, lea: Seat, lin: Seat) -> None:
    set_id = new_set(lea, "owned")
    (case,) = originals(house, lin, 1)
    put_in(lea, set_id, [case])
    other = house.seat("other-owner", "team_lead")
    body = {"case_id": case, "truth": "pass", "reason": "No.", "reason_language": "en"}
    assert other.session.post(f"/v1/gold/sets/{set_id}/items", json=body).status_code == 403
    assert other.session.get(f"/v1/gold/sets/{set_id}").status_code == 403
    assert lea.session.post(f"/v1/gold/sets/{set_id}/items", json=body).json()["code"] == "not_gold"
    (item,) = items(lea, set_id)
    assert (item["since_version"], item["standing"]) == (2, "in_use")
    retired = lea.session.post(f"/v1/gold/sets/{set_id}/items/{item['item_id']}/retire")
    assert retired.json()["version"] == 3
    assert items(lea, set_id)[0]["standing"] == "retired"
    handed = lea.session.put(f"/v1/gold/sets/{set_id}/owner", json={"user_id": other.user_id})
    assert handed.json()["mine"] is False
    assert other.session.get(f"/v1/gold/sets/{set_id}").status_code == 200
    assert lea.session.post("/v1/gold/sets", json={"name": "owned"}).json()["code"] == "name_taken"


def test_open_cases_and_key_users_cases_cannot_be_gold(house: House, lea: Seat, lin: Seat) -> None:
    set_id = new_set(lea, "refuses")
    body = {"truth": "block", "reason": "Two devices.", "reason_language": "en"}
    told = lea.session.post(f"/v1/gold/sets/{set_id}/items", json=body | {"case_id": house.case()})
    assert told.json()["code"] == "not_gold"
    assert lea.session.post(f"/v1/gold/sets/{set_id}/items", json=body | {"case_id": "C-1"}).status_code == 404
    assert lin.session.get("/v1/gold/sets").status_code == 403


def test_gold_comes_by_lot_upon_own_reviews_and_colleagues_get_their_own(house: House, lea: Seat, lin: Seat) -> None:
    put_in(lea, new_set(lea, "seeded"), originals(house, lin, 30))
    served = [house.seat(f"served-{n}") for n in range(2)]
    for seat in served:
        place(lea, seat, "live")
    assert lea.session.post("/v1/gold/seed").status_code == 200  # from here on
    ordinary = house.cases(40)
    for n, case in enumerate(ordinary):
        decide(served[n % 2], case)
    given = lea.session.post("/v1/gold/seed").json()["given"]
    # One in four follows upon forty ordinary ones: ten, give or take.
    assert 2 <= given <= 20
    rows = run_sql(house.database, "SELECT user_id, item_id, way FROM gold_cases")
    mine = [row for row in rows if row[0] in {seat.user_id for seat in served}]
    assert len(mine) == given == len({(row[0], row[1]) for row in mine})
    assert {row[2] for row in mine} == {"seeding"}
    assert lea.session.post("/v1/gold/seed").json()["given"] == 0
    told = lea.session.get("/v1/gold/sets").json()
    assert told["share"] == 0.2
    reasons = {one["case_type"]: one["reason"] for one in told["obstacles"]}
    assert TYPE not in reasons
    assert set(reasons.values()) == {"blind_share_too_low"}


def test_an_item_rests_once_it_was_given_out_so_often(house: House, lea: Seat, lin: Seat) -> None:
    retire_all(lea)
    set_id = new_set(lea, "rests", most_exposures=1)
    put_in(lea, set_id, originals(house, lin, 2))
    first, second = house.seat("first-served"), house.seat("second-served")
    for seat in (first, second):
        place(lea, seat, "live")
    assert run(lea, first, 10) == 2
    assert run(lea, second, 10) == 0
    assert {one["standing"] for one in items(lea, set_id)} == {"resting"}


def retire_all(lea: Seat) -> None:
    """Only the items of the test at hand are in use."""
    for one in lea.session.get("/v1/gold/sets").json()["sets"]:
        for item in items(lea, one["set_id"]) if one["mine"] else ():
            lea.session.post(f"/v1/gold/sets/{one['set_id']}/items/{item['item_id']}/retire")


def test_a_person_is_examined_on_gold_and_told_at_the_end(house: House, lea: Seat, lin: Seat) -> None:
    retire_all(lea)
    put_in(lea, new_set(lea, "exam"), originals(house, lin, 20))
    new = house.seat("examined")
    place(lea, new, "certify")
    ordinary = house.case()
    assert [one["code"] for one in new.claim(ordinary)["refused"]] == ["no_licence"]
    assert run(lea, new, 20) == 20
    gold = [one["case_id"] for one in new.claim(want=20)["claims"]]
    assert len(gold) == 20
    for case in gold[:-1]:
        decide(new, case)
    lea.session.post("/v1/gold/seed")
    told = own(new)
    assert (told["rung"], told["n"], told["errors"]) == ("certify", 0, 0)
    decide(new, gold[-1], "pass")
    lea.session.post("/v1/gold/seed")
    told = own(new)
    assert (told["rung"], told["why"]) == ("supervised", "passed_exam")
    row = next(one for one in lea.session.get("/v1/gold/people").json()["rows"] if one["user_name"] == "examined")
    assert (row["state"], row["n"], row["more"], row.get("errors")) == ("not_enough", 20, 60, None)


def own(seat: Seat) -> dict[str, Any]:
    told = seat.session.get("/v1/licences/own").json()["licences"]
    return next(one for one in told if one["case_type"] == TYPE)


def test_whoever_learns_is_explained_each_practice_case(house: House, lea: Seat, lin: Seat) -> None:
    set_id = new_set(lea, "practice")
    put_in(lea, set_id, originals(house, lin, 10), practice=True)
    new = house.seat("learner")
    page = new.session.get(f"/v1/practice?case_type={TYPE}").json()["cases"]
    assert len(page) == 10
    assert page[0]["case"]["assessment"]["verdict"] == "block"
    assert "u-83572491" not in str(page)
    assert re.match("P-", page[0]["case"]["case_id"])
    for n, one in enumerate(page):
        told = new.session.post(f"/v1/practice/{one['item_id']}", json={"decision": "block" if n else "pass"}).json()
        assert (told["right"], told["truth"], told["reason"]) == (n > 0, "block", "Two devices at once.")
    assert (told["licence"]["rung"], told["licence"]["why"]) == ("certify", "practised")
    assert new.session.post(f"/v1/practice/{page[0]['item_id']}", json={"decision": "pass"}).status_code == 404
    assert open_cases(new.session) == open_cases(lin.session)


def test_gold_that_was_sent_upward_goes_after_some_hours_as_if_withdrawn(house: House, lea: Seat, lin: Seat) -> None:
    retire_all(lea)
    put_in(lea, new_set(lea, "upward"), originals(house, lin, 1))
    seat = house.seat("sends-upward")
    place(lea, seat, "live")
    before = set(open_cases(seat.session))
    assert run(lea, seat, 1) == 1
    (case,) = set(open_cases(seat.session)) - before
    decide(seat, case, "escalate")
    assert seat.case(case)["state"] == "escalated"
    lea.session.post("/v1/gold/seed")
    assert seat.case(case)["state"] == "escalated"
    run_sql(house.database, "UPDATE escalations SET raised_at = raised_at - 90000000")
    lea.session.post("/v1/gold/seed")
    assert seat.session.get(f"/v1/cases/{case}").json().get("state") in (None, "withdrawn")
    rows = lea.session.get("/v1/gold/people").json()["rows"]
    assert next(one for one in rows if one["user_name"] == "sends-upward")["n"] == 0


def test_no_two_figures_of_ones_own_tell_which_cases_were_gold(house: House, lea: Seat, lin: Seat) -> None:
    """Neither a shorter span nor a type of its own: golds are counted for all of past weeks together, and of one
    person others are told nothing before eighty."""
    set_id = new_set(lea, "many")
    put_in(lea, set_id, originals(house, lin, 12))
    eve = house.seat("eve")
    before = set(open_cases(eve.session))
    assert run(lea, eve, 50) >= 12
    for case in [one for one in open_cases(eve.session) if one not in before]:
        decide(eve, case)
    week = 7 * 86_400_000
    run_sql(house.database, f"UPDATE reviews SET decided_at = decided_at - {week} WHERE reviewer_id = '{eve.user_id}'")
    cards = {days: eve.session.get(f"/v1/scorecards/me?days={days}").json() for days in (1, 5, 8, 30)}
    told = {days: one["card"]["gold"]["n"] for days, one in cards.items()}
    assert len(set(told.values())) == 1
    assert told[1] >= 12
    for one in cards.values():
        assert all(card["gold"]["n"] == 0 for card in one["by_type"])
        for card in (one["card"], *one["by_type"]):
            assert card["accuracy"]["n"] == 0
            assert "gold" not in [source["source"] for source in card["sources"]]
    seen = lea.session.get(f"/v1/scorecards/people/{eve.user_id}?days=30").json()["card"]["gold"]
    assert (seen.get("share"), seen["more_to_show"]) == (None, 80 - seen["n"])
