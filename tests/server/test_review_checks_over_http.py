"""Automatic checks of every review over HTTP: its author is told with the case, leads are told counts."""

from typing import Any

from app.domain.case import Evidence
from app.domain.text import Bilingual
from tests.support.seats import House, Seat

WORDS = "The owner signed in from Singapore while the second device stood in Lagos."


def own(seat: Seat) -> dict[str, Any]:
    answer = seat.session.get("/v1/qa/checks/own")
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


def tally(told: dict[str, Any], check: str) -> tuple[int, int, int]:
    row = next(one for one in told["tallies"] if one["check"] == check)
    return row["passed"], row["failed"], row["not_known"]


def test_a_person_reads_what_was_found_in_the_own_reviews(house: House) -> None:
    seat = house.seat("checked")
    first, second = house.cases(2)
    steps = [{"n": 1, "verdict": "right"}]
    assert seat.review(first, rationale=WORDS, steps=steps, opened=["e1"]).status_code == 200
    assert own(seat)["failed"] == []
    hasty = seat.review(
        second,
        rationale=WORDS + " 2",
        steps=steps,
        opened=[],
        active_ms=900,
        sop={"page": "ATO-12", "clause": "1", "version": "1999.01"},
    )
    assert hasty.status_code == 200, hasty.text
    told = own(seat)
    (row,) = told["failed"]
    assert row["case_id"] == second
    assert set(row["failed"]) == {"evidence_opened", "clause_current", "own_words", "time_plausible"}
    assert tally(told, "evidence_opened") == (1, 1, 0)
    assert tally(told, "clause_current") == (0, 1, 0)
    assert tally(told, "hard_rules") == (2, 0, 0)


def test_reviews_of_one_batch_are_held_against_each_other(house: House) -> None:
    seat = house.seat("checked-batch")
    cases = house.cases(3)
    sent = [
        seat.command(one, {"decision": "block", "code": "thin_history", "rationale": WORDS} | _REST, seat.hold(one))
        for one in cases
    ]
    assert [result["status"] for result in seat.send(*sent)["results"]] == ["applied"] * 3
    assert tally(own(seat), "own_words") == (0, 2, 0)


_REST = {"rationale_language": "en", "active_ms": 30_000}


def test_a_reveal_in_evidence_that_was_not_used_is_found(house: House) -> None:
    seat = house.seat("checked-reveal")
    device = Evidence("e9", "device", Bilingual("Device", "设备"), fields={"ip": "198.51.100.7"}, pii=("ip",))
    case = house.case(evidence=(device,))
    path = next(path for path in seat.case(case)["masked"] if path.startswith("evidence."))
    body = {"case_id": case, "field": path, "reason": "check_list"}
    assert seat.session.post("/v1/pii/reveal", json=body).status_code == 200
    assert seat.review(case, rationale=WORDS, opened=[]).status_code == 200
    assert own(seat)["failed"][0]["failed"] == ["reveal_used"]


def test_leads_read_counts_by_person_and_nobody_else_does(house: House, lead: Seat, mei: Seat) -> None:
    house_seat = house.seat("counted")
    assert house_seat.review(house.case(), active_ms=10).status_code == 200
    told = lead.session.get("/v1/qa/checks?days=2")
    rows = [one for one in told.json()["rows"] if one["user_name"] == "counted"]
    assert {one["check"]: one["failed"] for one in rows}["time_plausible"] == 1
    assert "case_id" not in told.text
    assert "review_id" not in told.text
    assert mei.session.get("/v1/qa/checks").status_code == 403


def test_the_rubric_is_told_in_both_languages(bao: Seat) -> None:
    told = bao.session.get("/v1/qa/rubric").json()
    assert {one["severity"] for one in told["classes"]} == {"critical", "major", "minor"}
    assert all(one["name"]["en"] and one["name"]["zh"] for one in (*told["classes"], *told["checks"]))
