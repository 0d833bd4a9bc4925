"""Cases that the agent takes back: gone from every queue and seat by the feed, and a review that was being written is
kept and told so."""

from typing import Any

import msgspec
import pytest

from app.domain.case import Evidence
from app.domain.text import Bilingual
from tests.support.database import run_sql
from tests.support.factories import intake_case
from tests.support.seats import House, Seat, new_id, review_body


def withdraw(house: House, *refs: str, reason: str = "resolved_elsewhere") -> list[dict[str, Any]]:
    answer = house.agent.post("/v1/intake/withdrawals", json=[{"external_ref": ref, "reason": reason} for ref in refs])
    assert answer.status_code == 200, answer.text
    results: list[dict[str, Any]] = answer.json()["results"]
    return results


def fed(house: House, **more: Any) -> tuple[str, str]:
    """A new case; its id and its external_ref."""
    ref = f"W-{new_id()}"
    return house.case(external_ref=ref, **more), ref


def changes(seat: Seat, cursor: str) -> dict[str, dict[str, Any]]:
    page = seat.session.get("/v1/changes", params={"cursor": cursor, "limit": "500"}).json()
    return {change["entity_id"]: change for change in page["changes"] if change["entity"] == "case"}


def head(seat: Seat) -> str:
    told: str = seat.session.get("/v1/snapshot?limit=1").json()["resume_cursor"]
    return told


def test_a_withdrawn_case_leaves_every_queue_and_seat(house: House, lin: Seat, mei: Seat, lead: Seat) -> None:
    case_id, ref = fed(house)
    lin.hold(case_id)
    before = {seat.name: head(seat) for seat in (lin, mei, lead)}
    (result,) = withdraw(house, ref)
    assert (result["status"], result["case_id"]) == ("accepted", case_id)
    for seat in (lin, mei, lead):
        told = changes(seat, before[seat.name])[case_id]
        assert (told["op"], told["reason"]) == ("remove", "withdrawn")
        for view in ("open", "mine", "later", "type:ato_investigation"):
            shown = seat.session.get(f"/v1/cases?view={view}&limit=500").json()["cases"]
            assert case_id not in [case["case_id"] for case in shown]
    assert ref not in lin.session.get(f"/v1/cases?q={ref}").text
    assert mei.claim(case_id)["claims"] == []


def test_a_review_that_was_being_written_is_kept_and_told_so(house: House, lin: Seat) -> None:
    case_id, ref = fed(house)
    command = lin.command(case_id, review_body(), lin.hold(case_id))
    withdraw(house, ref)
    answer = lin.put(command)
    assert (answer.status_code, answer.json()["code"]) == (409, "case_withdrawn")
    kept = lin.session.get(f"/v1/commands/{command['command_id']}").json()
    review_id = kept["review_id"]
    (row,) = run_sql(house.database, "SELECT standing, rationale FROM reviews WHERE review_id = :id", id=review_id)
    assert row == ("contested", ""), "its words may speak of a person whose data had to go"
    assert run_sql(house.database, "SELECT count(*) FROM labels WHERE review_id = :id", id=review_id) == [(0,)]
    assert (kept["status"], kept["code"]) == ("conflict", "case_withdrawn")


def test_other_work_on_it_is_refused_with_the_same_word(house: House, mei: Seat) -> None:
    case_id, ref = fed(house)
    withdraw(house, ref)
    note = mei.command(
        case_id, {"text": "Called the bank.", "language": "en"}, None, command_type="case.note", base_rev=1
    )
    answer = mei.put(note)
    assert (answer.status_code, answer.json()["code"]) == (409, "case_withdrawn")


def test_nothing_that_it_said_of_a_person_stays(house: House) -> None:
    evidence = (Evidence("e1", "device", Bilingual("Device", "设备"), fields={"ip": "198.51.100.99"}, pii=("ip",)),)
    case_id, ref = fed(house, evidence=evidence, subject={"account": "u-withdrawn-7781"})
    number = int(case_id[2:])
    withdraw(house, ref, reason="erasure")
    ((facts, subject),) = run_sql(
        house.database, "SELECT facts, subject_short FROM cases WHERE case_number = :n", n=number
    )
    assert b"198.51.100.99" not in bytes(facts)
    assert b"u-withdrawn-7781" not in bytes(facts)
    assert subject is None
    assert run_sql(house.database, "SELECT count(*) FROM case_links WHERE case_number = :n", n=number) == [(0,)]
    assert msgspec.json.decode(bytes(facts))["assessment"]["model_version"], "the agent's own word is counted still"


def test_it_does_not_come_back(house: House) -> None:
    _, ref = fed(house)
    withdraw(house, ref)
    assert withdraw(house, ref)[0]["status"] == "duplicate"
    body = msgspec.json.encode([intake_case(ref, priority=60)])
    answer = house.agent.post("/v1/intake/cases", data=body, headers={"Content-Type": "application/json"})
    assert answer.json()["results"][0]["problem"]["code"] == "case_withdrawn"


def test_a_decided_case_stays_as_it_was_decided(house: House, sam: Seat) -> None:
    case_id, ref = fed(house)
    assert sam.review(case_id).status_code == 200
    (result,) = withdraw(house, ref)
    assert (result["status"], result["problem"]["code"]) == ("rejected", "case_closed")
    assert sam.case(case_id)["state"] == "closed"


def test_an_escalated_case_waits_for_nobody_any_more(house: House, lin: Seat, sam: Seat) -> None:
    case_id, ref = fed(house)
    assert lin.put(lin.command(case_id, review_body("escalate"), lin.hold(case_id))).status_code == 200
    withdraw(house, ref)
    waiting = sam.session.get("/v1/cases?view=awaiting_me&limit=500").json()["cases"]
    assert case_id not in [case["case_id"] for case in waiting]
    mine = lin.session.get("/v1/cases?view=mine_waiting&limit=500").json()["cases"]
    assert case_id not in [case["case_id"] for case in mine]


def test_a_second_look_at_it_is_owed_no_longer(house: House, lin: Seat) -> None:
    case_id, ref = fed(house)
    asked = lin.command(case_id, {"reason": "data_stale"}, None, command_type="assessment.request")
    assert lin.put(asked).status_code == 200
    withdraw(house, ref)
    owed = house.agent.get("/v1/intake/requests?limit=500").json()["requests"]
    assert ref not in [one["external_ref"] for one in owed]


@pytest.mark.parametrize(
    ("item", "code", "pointer"),
    [
        ({"external_ref": "no-such", "reason": "duplicate"}, "unknown_case", "/external_ref"),
        ({"external_ref": "x", "reason": "no reason"}, "invalid", "/reason"),
        ({"external_ref": "x"}, "invalid", ""),
        ("text", "invalid", ""),
    ],
)
def test_each_line_is_answered_for_itself(house: House, item: Any, code: str, pointer: str) -> None:
    _, ref = fed(house)
    lines = [msgspec.json.encode(one) for one in (item, {"external_ref": ref, "reason": "duplicate"})]
    answer = house.agent.post(
        "/v1/intake/withdrawals", data=b"\n".join(lines), headers={"Content-Type": "application/x-ndjson"}
    )
    first, second = answer.json()["results"]
    assert (first["problem"]["code"], first["problem"]["errors"][0]["pointer"]) == (code, pointer)
    assert second["status"] == "accepted"


def test_only_the_agent_withdraws(house: House, lead: Seat) -> None:
    answer = lead.session.post("/v1/intake/withdrawals", json=[{"external_ref": "x", "reason": "duplicate"}])
    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")
