"""Judgements with their provenance, and what their subjects say against them: settled by a third person, told to the
author by the feed, and counted from then on."""

import json
from typing import Any

import pytest

from tests.support.database import run_sql
from tests.support.judged_work import AT_ONCE, decide, decide_beside, look_into
from tests.support.seats import House, Seat, review_body

REASON = {"reason": "The clause in force then allowed it.", "reason_language": "en"}


@pytest.fixture(scope="module")
def judged(house: House, sam: Seat) -> list[str]:
    """Thirty-one cases that ann escalated and sam decided, each looked at by ben as well: he is right but for the
    first two."""
    ann, ben = house.seat("ann"), house.seat("ben")
    names = house.cases(31)
    look_into(ben, names)
    decide(ann, names, "escalate")
    for start in range(0, len(names), AT_ONCE):
        part = names[start : start + AT_ONCE]
        claims = {one["case_id"]: one for one in sam.claim(*part)["claims"]}
        bodies = {
            name: review_body("block", escalation_id=sam.case(name)["escalation"]["escalation_id"]) for name in part
        }
        results = sam.send(*(sam.command(name, bodies[name], claims[name]) for name in part))["results"]
        assert {one["code"] for one in results} == {"applied"}, results
    decide_beside(ben, names[:2], "pass")
    decide_beside(ben, names[2:], "block")
    return names


def seat_of(house: House, name: str) -> Seat:
    return house.another_seat(name)


def get(seat: Seat, path: str) -> dict[str, Any]:
    answer = seat.session.get(path)
    assert answer.status_code == 200, (path, answer.text)
    told: dict[str, Any] = answer.json()
    return told


def send(seat: Seat, command_type: str, **body: Any) -> dict[str, Any]:
    answer = seat.put(seat.command(None, body, None, command_type=command_type, base_rev=None))
    told: dict[str, Any] = answer.json()
    return {"http": answer.status_code} | told


def wrong_ones(seat: Seat) -> list[dict[str, Any]]:
    return [one for one in get(seat, "/v1/judgements?days=2&limit=200")["judgements"] if one["right"] is False]


def test_accuracy_counts_what_somebody_else_found_to_be_right(house: House, judged: list[str]) -> None:
    card = get(seat_of(house, "ben"), "/v1/scorecards/me?days=2")["card"]
    assert card["sources"] == [{"source": "four_eyes", "n": 31, "right": 29}]
    accuracy = card["accuracy"]
    assert (accuracy["count"], accuracy["n"], accuracy["state"], accuracy["contract"]) == (
        29,
        31,
        "not_yet_known",
        "missed",
    )
    assert accuracy["more_to_know"] == 313 - 31, "with two errors it takes 313 cases to claim 98 %"


def test_an_escalation_that_ended_with_the_agents_word_was_needless(house: House, judged: list[str]) -> None:
    card = get(seat_of(house, "ann"), "/v1/scorecards/me?days=2")["card"]
    assert (card["needless"]["count"], card["needless"]["n"]) == (31, 31)
    assert card["accuracy"]["n"] == 0, "whoever escalates is not judged by how it ended"


def test_judgements_are_listed_page_by_page_the_newest_first(house: House, judged: list[str]) -> None:
    seat, found, before = seat_of(house, "ben"), [], ""
    while True:
        page = get(seat, f"/v1/judgements?days=2&limit=7{before}")
        found += page["judgements"]
        if page["next_before"] is None:
            break
        before = f"&before={page['next_before']}"
    assert sorted(one["case_id"] for one in found) == sorted(judged)
    times = [one["judged_at"] for one in found]
    assert times == sorted(times, reverse=True)
    assert "person_name" not in found[0]


def test_nobody_reads_the_judgements_of_another_but_who_leads(house: House, lead: Seat, judged: list[str]) -> None:
    ben, ann = seat_of(house, "ben"), seat_of(house, "ann")
    assert ann.session.get(f"/v1/judgements?person={ben.user_id}").status_code == 403
    told = get(lead, f"/v1/judgements?days=2&person={ben.user_id}")["judgements"]
    assert {one["person_name"] for one in told} == {"ben"}
    assert not any(one.get("disputable") for one in told), "a dispute is raised by whoever was judged"
    rows = run_sql(house.database, "SELECT entity_id FROM audit WHERE action = 'judgement.read'")
    assert (ben.user_id,) in rows


def test_a_dispute_that_is_won_makes_the_decision_right(house: House, lead: Seat, sam: Seat, judged: list[str]) -> None:
    ben = seat_of(house, "ben")
    first, _ = sorted(wrong_ones(ben), key=lambda one: one["case_id"])
    assert first["disputable"] is True
    cursor = get(ben, "/v1/snapshot?limit=500")["resume_cursor"]
    raised = send(ben, "judgement.dispute", judgement_id=first["judgement_id"], **REASON)
    assert (raised["http"], raised["entity"]["entity"]) == (200, "review")
    assert send(ben, "judgement.dispute", judgement_id=first["judgement_id"], **REASON)["code"] == "already_disputed"
    (waiting,) = get(lead, "/v1/disputes")["disputes"]
    assert (waiting["case_id"], waiting["raised_by_name"], waiting["mine_to_settle"]) == (first["case_id"], "ben", True)
    assert (waiting["decision"], waiting["truth"], waiting["reason"]) == ("pass", "block", REASON["reason"])
    words = {"resolution": "The clause of that day says so.", "resolution_language": "en"}
    settled = send(lead, "dispute.resolve", dispute_id=waiting["dispute_id"], outcome="overturned", **words)
    assert settled["http"] == 200
    again = send(lead, "dispute.resolve", dispute_id=waiting["dispute_id"], outcome="upheld", **words)
    assert again["code"] == "dispute_settled"
    # The author learns of it with the next page of the feed, and nobody else's seat does.
    news = [row for row in get(ben, f"/v1/changes?cursor={cursor}")["changes"] if row["entity"] == "review"]
    (row,) = [row for row in news if row["entity_id"] == first["review_id"]]
    assert row["document"]["dispute"]["state"] == "overturned"
    assert row["document"]["dispute"]["resolution"] == words["resolution"]
    accuracy = get(ben, "/v1/scorecards/me?days=2")["card"]["accuracy"]
    assert (accuracy["count"], accuracy["n"]) == (30, 31)
    assert get(ben, "/v1/scorecards/me?days=2")["card"]["disputes"] == {"open": 0, "upheld": 0, "overturned": 1}
    actions = run_sql(house.database, "SELECT action FROM audit WHERE entity = 'dispute' ORDER BY audit_seq")
    assert [name for (name,) in actions] == [
        "judgement.dispute",
        "dispute.read",
        "dispute.resolve",
    ]


def test_disputes_go_with_their_author_into_another_team_as_the_decisions_do(
    house: House, lead: Seat, judged: list[str]
) -> None:
    def told() -> dict[str, tuple[int, int]]:
        cards = get(lead, "/v1/scorecards?by=team&days=2")["cards"]
        return {
            card["subject"]["id"]: (card["throughput"]["n"], sum(card["disputes"].values()))
            for card in cards
            if card["subject"]["id"]
        }

    try:
        house.put_in_team("ben", "blue")
        before = told()["blue"]
        assert before == (31, 1)
        house.put_in_team("ben", "red")
        assert told() == {"red": before}, "nothing is counted twice, and nothing stays behind"
    finally:
        house.put_in_team("ben", None)


def test_who_judged_does_not_settle_what_is_said_against_it(house: House, judged: list[str]) -> None:
    ben = seat_of(house, "ben")
    (wrong,) = wrong_ones(ben)
    raised = send(ben, "judgement.dispute", judgement_id=wrong["judgement_id"], **REASON)
    assert raised["http"] == 200
    dispute_id = wrong_ones(ben)[0]["dispute_id"]
    run_sql(
        house.database, "UPDATE disputes SET judge_id = :who WHERE dispute_id = :id", who=judge(house), id=dispute_id
    )
    judging = seat_of(house, "judge")
    words = {"resolution": "It stands.", "resolution_language": "en"}
    told = send(judging, "dispute.resolve", dispute_id=dispute_id, outcome="upheld", **words)
    assert (told["http"], told["code"]) == (409, "own_dispute")
    assert get(judging, "/v1/disputes")["disputes"][0]["mine_to_settle"] is False


def judge(house: House) -> str:
    return house.seat("judge", "team_lead").user_id


def test_only_ones_own_judgements_are_disputed_and_only_with_a_reason(
    house: House, lin: Seat, judged: list[str]
) -> None:
    ben = seat_of(house, "ben")
    theirs = get(ben, "/v1/judgements?days=2")["judgements"][0]["judgement_id"]
    for judgement in (theirs, "four_eyes:nothing", "gold:1", "", ":", "x" * 200):
        assert send(lin, "judgement.dispute", judgement_id=judgement, **REASON)["code"] == "not_found"
    empty = send(ben, "judgement.dispute", judgement_id=theirs, reason=" ", reason_language="en")
    assert (empty["code"], empty["errors"][0]["pointer"]) == ("invalid", "/body/reason")
    personal = send(ben, "judgement.dispute", judgement_id=theirs, reason="see a@b.example.org", reason_language="en")
    assert personal["code"] == "invalid"
    refused = send(lin, "dispute.resolve", dispute_id="x", outcome="upheld", resolution="no", resolution_language="en")
    assert refused["http"] == 403
    lead = seat_of(house, "judge")
    for outcome, pointer in (("open", "/body/outcome"), ("perhaps", "/body/outcome")):
        told = send(lead, "dispute.resolve", dispute_id="x", outcome=outcome, resolution="no", resolution_language="en")
        assert (told["code"], told["errors"][0]["pointer"]) == ("invalid", pointer)


def test_two_who_differ_are_undecided_and_not_wrong(house: House, lin: Seat, mei: Seat) -> None:
    names = house.cases(2)
    look_into(mei, names)
    decide(lin, names, "block")
    decide_beside(mei, names, "pass")
    card = get(mei, "/v1/scorecards/me?days=2")["card"]
    assert card["accuracy"] == {"n": 0, "more_to_show": 30, "target": 0.98, "undecided": 2}
    open_ones = get(mei, "/v1/judgements?days=2")["judgements"]
    assert [(one["source"], one["right"], one["truth"]) for one in open_ones] == [("contested", None, None)] * 2
    told = send(mei, "judgement.dispute", judgement_id=open_ones[0]["judgement_id"], **REASON)
    assert told["code"] == "not_settled"


def test_what_is_open_stands_on_the_week_of_its_vendor(house: House, lead: Seat, sam: Seat) -> None:
    north = house.seat("bo", "bpo_agent", "north")
    (name,) = house.cases(1, vendor="north")
    look_into(north, [name])
    decide(house.seat("bert", "bpo_agent", "north"), [name], "escalate")
    claim = sam.hold(name)
    body = review_body("block", escalation_id=sam.case(name)["escalation"]["escalation_id"])
    assert sam.put(sam.command(name, body, claim)).status_code == 200
    decide_beside(north, [name], "pass")
    (wrong,) = wrong_ones(north)
    assert send(north, "judgement.dispute", judgement_id=wrong["judgement_id"], **REASON)["http"] == 200
    page = get(lead, "/v1/vendors/north/weekly")
    (dispute,) = page["open_disputes"]
    assert (dispute["case_id"], dispute["decision"], dispute["truth"]) == (name, "pass", "block")
    assert north.user_id not in json.dumps(page)
    assert '"bo"' not in json.dumps(page)
