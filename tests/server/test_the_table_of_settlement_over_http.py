"""What becomes of a review that comes late: every row of the table, by raw HTTP."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import text

from app.domain.ids import case_number
from app.server.storage import state
from app.server.storage.engine import open_engine
from tests.support.database import database_url
from tests.support.seats import House, Seat, review_body

OTHERWISE = {"code": "signal_overweighted", "attribution": {"kind": "signal", "ref": "impossible_travel"}}
Before = Callable[[House, Seat, str, dict[str, Any]], None]


def on_server(house: House, statement: str, **values: Any) -> None:
    engine = open_engine(database_url(house.database))
    try:
        with engine.begin() as connection:
            connection.execute(text(statement), values)
    finally:
        engine.dispose()


def change(house: House, case_id: str, what: str) -> None:
    on_server(house, f"UPDATE cases SET {what}, rev = rev + 1 WHERE case_number = :n", n=case_number(case_id))


def given_back(seat: Seat, claim: dict[str, Any]) -> None:
    held = [{"claim_id": claim["claim_id"], "fence": claim["fence"]}]
    assert seat.session.post("/v1/claims/release", json=held).json()[0]["code"] == "released"


def nothing(house: House, lin: Seat, case_id: str, claim: dict[str, Any]) -> None:
    return None


def runs_out(house: House, lin: Seat, case_id: str, claim: dict[str, Any]) -> None:
    change(house, case_id, "claim_until = 1")


def restored(house: House, lin: Seat, case_id: str, claim: dict[str, Any]) -> None:
    """The server came back from a backup that knew nothing of this lease."""
    change(house, case_id, "claim_owner = NULL, claim_id = NULL, claim_until = NULL, fence = 0")
    on_server(house, "DELETE FROM server_state WHERE name = :name", name=state.PAST_EPOCHS)
    on_server(house, "INSERT INTO server_state (name, value) VALUES (:name, 'before')", name=state.PAST_EPOCHS)


def taken(house: House, lin: Seat, case_id: str, claim: dict[str, Any]) -> None:
    given_back(lin, claim)
    house.mei.hold(case_id)  # type: ignore[attr-defined]


def decided_the_same(house: House, lin: Seat, case_id: str, claim: dict[str, Any]) -> None:
    given_back(lin, claim)
    assert house.mei.review(case_id, "block").status_code == 200  # type: ignore[attr-defined]


def decided_differently(house: House, lin: Seat, case_id: str, claim: dict[str, Any]) -> None:
    given_back(lin, claim)
    assert house.mei.review(case_id, "pass", **OTHERWISE).status_code == 200  # type: ignore[attr-defined]


def withdrawn(house: House, lin: Seat, case_id: str, claim: dict[str, Any]) -> None:
    change(house, case_id, "state = 'withdrawn'")


def other_evidence(house: House, lin: Seat, case_id: str, claim: dict[str, Any]) -> None:
    change(house, case_id, "material_rev = rev + 1")


def key_user(house: House, lin: Seat, case_id: str, claim: dict[str, Any]) -> None:
    change(house, case_id, "priority = 80")


TABLE: dict[str, tuple[Before, int, str, list[str]]] = {
    "applied": (nothing, 200, "applied", []),
    "late": (runs_out, 200, "applied", ["late"]),
    "restored": (restored, 200, "applied", ["restored"]),
    "lease_lost": (taken, 409, "lease_lost", []),
    "concurring": (decided_the_same, 200, "applied", ["concurring"]),
    "contested": (decided_differently, 409, "contested", []),
    "case_withdrawn": (withdrawn, 409, "case_withdrawn", []),
    "stale_evidence": (other_evidence, 409, "stale_evidence", []),
    "must_escalate": (key_user, 422, "must_escalate", []),
}


@pytest.mark.parametrize("row", TABLE)
def test_every_row_of_the_table(house: House, lin: Seat, mei: Seat, lead: Seat, row: str) -> None:
    house.mei = mei  # type: ignore[attr-defined]
    before, status, code, flags = TABLE[row]
    case_id = house.case()
    claim = lin.hold(case_id)
    epoch = "before" if row == "restored" else None
    command = lin.command(case_id, review_body("block"), claim, epoch=epoch)
    before(house, lin, case_id, claim)
    answer = lin.put(command)
    told = answer.json() if status == 200 else answer.json()["result"]
    assert (answer.status_code, told["code"], told.get("flags", [])) == (status, code, flags), answer.text
    again = lin.put(command).json()
    assert (again if status == 200 else again["result"])["status"] == "duplicate"
    kept = lead.session.get("/v1/exports/reviews", params={"format": "jsonl"}).text.count(told.get("review_id") or "?")
    assert kept == (0 if row == "must_escalate" else 1), "a review is never thrown away"


def test_the_owner_of_a_case_learns_of_another_review_only_by_deciding(house: House, lin: Seat, mei: Seat) -> None:
    case_id = house.case()
    lost = lin.hold(case_id)
    given_back(lin, lost)
    claim = mei.hold(case_id)
    late = lin.put(lin.command(case_id, review_body("pass", **OTHERWISE), lost)).json()["result"]
    assert late["review_id"] not in mei.session.get("/v1/changes", params={"limit": "500"}).text
    assert late["review_id"] not in mei.session.get(f"/v1/cases/{case_id}").text
    assert mei.put(mei.command(case_id, review_body("block"), claim)).status_code == 200
    mine, theirs = own_review(mei, case_id), own_review(lin, case_id)
    assert (mine["standing"], mine["beside"]) == ("in_force", 1)
    assert theirs["standing"] == "contested"
    assert (theirs["in_force"]["decision"], theirs["in_force"]["rationale"]) == ("block", review_body()["rationale"])
    assert "decided_by_name" not in theirs["in_force"]


def test_a_person_outside_learns_the_decision_and_neither_words_nor_names(house: House) -> None:
    nora, noor = house.seat("nora", "bpo_agent", "north"), house.seat("noor", "bpo_agent", "north")
    case_id = house.case(vendor="north")
    lost = nora.hold(case_id)
    given_back(nora, lost)
    assert noor.review(case_id, "block").status_code == 200
    answer = nora.put(nora.command(case_id, review_body("pass", **OTHERWISE), lost)).json()["result"]
    for told in (answer["in_force"], own_review(nora, case_id)["in_force"]):
        shown = {name for name, value in told.items() if value}
        assert (told["decision"], shown) == ("block", {"decision", "decided_at", "label"})


def test_a_guess_on_a_decided_case_is_kept_and_learns_nothing_of_the_decision(
    house: House, lin: Seat, mei: Seat, lead: Seat
) -> None:
    """Nobody asks a closed case for its decision by sending a review of it: neither by what is answered to the same
    decision, nor by what is answered to another one."""
    told = []
    for decision, body in (("block", review_body("block")), ("pass", review_body("pass", **OTHERWISE))):
        case_id = house.case()
        claim = mei.hold(case_id)
        assert mei.put(mei.command(case_id, review_body("block"), claim)).status_code == 200
        answer = lin.put(lin.command(case_id, body, claim))
        result = answer.json()["result"]
        mine = own_review(lin, case_id)
        assert (mine["decision"], "in_force" in mine) == (decision, False)
        told.append((answer.status_code, result["code"], result["status"], "in_force" in result, mine["standing"]))
    assert told == [(409, "contested", "conflict", False, "contested")] * 2
    read = [one for one in exported_reviews(lead) if one["case_id"] == case_id and one["reviewer_id"] == lin.user_id]
    assert len(read) == 1, "and it is there for those who settle such things"


def test_a_guess_on_an_open_case_learns_nothing_when_the_case_is_decided(house: House, lin: Seat, mei: Seat) -> None:
    case_id = house.case()
    claim = mei.hold(case_id)
    guess = lin.put(lin.command(case_id, review_body("block"), None)).json()["result"]
    assert guess["code"] == "lease_lost"
    assert mei.put(mei.command(case_id, review_body("block"), claim)).status_code == 200
    mine = own_review(lin, case_id)
    assert (mine["standing"], "in_force" in mine) == ("contested", False)


def exported_reviews(seat: Seat) -> list[dict[str, Any]]:
    lines = seat.session.get("/v1/exports/reviews", params={"format": "jsonl"}).text.splitlines()
    return [json.loads(line) for line in lines]


def reviews_told(seat: Seat, case_id: str) -> list[dict[str, Any]]:
    """The reviews of a case that this person's feed holds, each as it is now."""
    page = seat.session.get("/v1/changes", params={"limit": "500"}).json()
    found = {
        change["entity_id"]: change["document"]
        for change in page["changes"]
        if change["entity"] == "review" and change["document"]["case_id"] == case_id
    }
    return list(found.values())


def own_review(seat: Seat, case_id: str) -> dict[str, Any]:
    return reviews_told(seat, case_id)[-1]


def test_the_own_decision_at_another_seat_is_called_ones_own(house: House, lin: Seat, mei: Seat) -> None:
    case_id = house.case()
    there = house.another_seat(lin.name, "the other one")
    lost = lin.hold(case_id)
    given_back(lin, lost)
    assert there.review(case_id, "block").status_code == 200
    late = lin.command(case_id, review_body("pass", **OTHERWISE), lost)
    answer = lin.put(late).json()["result"]
    assert lin.put(late).json()["result"]["in_force"] == answer["in_force"], "sent again it hears the same"
    by_the_feed = [one["in_force"] for one in reviews_told(lin, case_id) if "in_force" in one]
    for told in (answer["in_force"], *by_the_feed):
        assert (told["yours"], told["rationale"]) == (True, review_body()["rationale"])
    assert len(by_the_feed) == 1


def test_of_anybody_elses_decision_nobody_is_told_that_it_is_their_own(
    house: House, lin: Seat, mei: Seat, lead: Seat
) -> None:
    case_id = house.case()
    lost = lin.hold(case_id)
    given_back(lin, lost)
    assert mei.review(case_id, "block").status_code == 200
    late = lin.put(lin.command(case_id, review_body("pass", **OTHERWISE), lost)).json()["result"]
    assert "yours" not in late["in_force"]
    assert all("yours" not in one.get("in_force", {}) for one in reviews_told(lead, case_id))
    assert all("yours" not in one.get("in_force", {}) for one in reviews_told(mei, case_id))


def test_whoever_escalated_is_told_by_the_feed_what_came_of_it_and_not_by_whom(
    house: House, lin: Seat, mei: Seat, sam: Seat
) -> None:
    case_id = house.case()
    assert lin.review(case_id, "escalate").status_code == 200
    (waiting,) = reviews_told(lin, case_id)
    assert (waiting["standing"], "in_force" in waiting) == ("escalation", False)
    since = lin.session.get("/v1/snapshot?limit=1").json()["resume_cursor"]
    escalation_id = sam.case(case_id)["escalation"]["escalation_id"]
    assert sam.review(case_id, "block", escalation_id=escalation_id).status_code == 200
    page = lin.session.get("/v1/changes", params={"cursor": since, "limit": "500"}).json()
    told = [one["document"] for one in page["changes"] if one["entity_id"] == waiting["review_id"]]
    assert [one["standing"] for one in told] == ["escalation"]
    (verdict,) = (one["in_force"] for one in told)
    assert (verdict["decision"], verdict["label"], verdict["rationale"]) == ("block", "TP", review_body()["rationale"])
    assert "decided_by_name" not in verdict
    assert reviews_told(mei, case_id) == [], "a colleague who had no part in it is told nothing"


def test_a_person_outside_who_escalated_learns_the_decision_alone(house: House, sam: Seat) -> None:
    nora = house.seat("nora-2", "bpo_agent", "north")
    case_id = house.case(vendor="north")
    assert nora.review(case_id, "escalate").status_code == 200
    escalation_id = sam.case(case_id)["escalation"]["escalation_id"]
    assert sam.review(case_id, "block", escalation_id=escalation_id).status_code == 200
    (mine,) = reviews_told(nora, case_id)
    shown = {name for name, value in mine["in_force"].items() if value}
    assert (mine["in_force"]["decision"], shown) == ("block", {"decision", "decided_at", "label"})
