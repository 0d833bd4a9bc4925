"""A case that somebody is to decide again, over raw HTTP: nothing that reaches that person says what was decided first
or by whom, and nothing that reaches anybody else says that it is looked at again."""

import json
import re
from typing import Any

import pytest

from app.domain.case import Link
from tests.support import quality
from tests.support.seats import House, Seat

SUBJECT = {"account": "u-83572491", "account_age_days": 1210, "country": "SG", "kyc_level": 2}
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
VIEWS = ("open", "due_1h", "key_users", "mine", "awaiting_me", "later", "type:ato_investigation")


@pytest.fixture(scope="module")
def kim(house: House) -> Seat:
    return house.seat("kim", "team_lead")


def cursor_of(seat: Seat) -> str:
    return str(seat.session.get("/v1/snapshot?limit=500").json()["resume_cursor"])


def news(seat: Seat, cursor: str) -> list[dict[str, Any]]:
    answer = seat.session.get("/v1/changes", params={"cursor": cursor, "limit": 500})
    assert answer.status_code == 200, answer.text
    return list(answer.json()["changes"])


@pytest.fixture(scope="module")
def work(house: House, lin: Seat, kim: Seat) -> dict[str, str]:
    """Cases that look the same and were decided in three ways; case → how."""
    made: dict[str, str] = {}
    for n, decision in enumerate(("block", "pass", "block", "pass", "block", "block")):
        subject = SUBJECT | {"account": f"u-83{n}00{n}91"}
        made |= quality.decided(house, lin, [decision], subject=subject, links=(Link("device", "d-448812aa"),))
    for case in list(made)[:2]:
        body = {"add": ["mule ring"]}
        assert lin.put(lin.command(case, body, None, command_type="case.tag")).status_code == 200
    (upward,) = house.cases(1, subject=SUBJECT | {"account": "u-83900991"}, links=(Link("device", "d-448812aa"),))
    assert lin.review(upward, "escalate").status_code == 200
    escalation = kim.case(upward)["escalation"]["escalation_id"]
    assert kim.review(upward, "block", escalation_id=escalation).status_code == 200
    return made | {upward: "escalated"}


@pytest.fixture(scope="module")
def held(lin: Seat, mei: Seat, kim: Seat, lead: Seat, sam: Seat, work: dict[str, str]) -> dict[str, Any]:
    """All of them are sam's and the lead's to decide again; what everybody's seats were told of that."""
    people = {"lin": lin, "mei": mei, "lead": lead, "sam": sam}
    cursors = {name: cursor_of(seat) for name, seat in people.items()}
    frame = quality.frame(lead, reviewers=[lin.user_id, kim.user_id])
    body = {"frame_id": frame["frame_id"], "plan": {"kind": "stratified", "half_width": 0.01}, "seed": "all"}
    sample_id = quality.new_sample(lead, **body, scorers=[sam.user_id, lead.user_id], overlap=1.0)
    return {
        "frame": frame,
        "sample": sample_id,
        "cursors": cursors,
        "news": {name: news(seat, cursors[name]) for name, seat in people.items()},
    }


def neutral(told: Any) -> str:
    text = UUID.sub("U", json.dumps(told, sort_keys=True, ensure_ascii=False))
    text = re.sub(r'"trace_id": "[0-9a-f]+"', '"trace_id": "U"', text)
    text = re.sub(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z", "T", text)
    return re.sub(r"\d+(\.\d+)?", "9", text)


def documents(told: Any, case: str) -> list[Any]:
    rows = told.get("cases") or told.get("changes") or told.get("rows") or []
    return [row for row in rows if case in json.dumps(row)]


def everything(seat: Seat, case: str, cursor: str) -> dict[str, str]:
    session = seat.session
    told: dict[str, Any] = {}
    for view in VIEWS:
        told[view] = documents(session.get(f"/v1/cases?view={view}&limit=500").json(), case)
    told["case"] = session.get(f"/v1/cases/{case}").json()
    told["context"] = session.get(f"/v1/cases/{case}/context").json()
    told["contexts"] = session.post("/v1/cases/context", json={"case_ids": [case]}).json()
    told["search"] = documents(session.get(f"/v1/cases?q={case}").json(), case)
    told["tag"] = documents(session.get("/v1/cases?q=mule ring").json(), case)
    told["snapshot"] = documents(session.get("/v1/snapshot?limit=500").json(), case)
    told["changes"] = [one for one in news(seat, cursor) if case in json.dumps(one)]
    for what in ("labels", "reviews", "training-set", "labels?format=label-studio"):
        text = session.get(f"/v1/exports/{what}").text
        told[what] = [line for line in text.splitlines() if f'"{case}"' in line]
    sizes = {name: len(neutral(one)) for name, one in told.items()}
    return {name: neutral(one) for name, one in told.items()} | {"sizes": str(sizes)}


@pytest.mark.parametrize("who", ["sam", "lead"])
def test_a_scorer_reads_the_same_of_every_case_whatever_was_decided_on_it(
    sam: Seat, lead: Seat, held: dict[str, Any], work: dict[str, str], who: str
) -> None:
    seat = {"sam": sam, "lead": lead}[who]
    told = {case: everything(seat, case, held["cursors"][who]) for case in work}
    first = next(iter(told.values()))
    for case, one in told.items():
        for name, text in one.items():
            assert text == first[name], (case, work[case], name)
    text = json.dumps(first)
    assert not re.search(r'\bTP\b|\bFP\b|\bTN\b|\bFN\b|outcome": \{|mule', text)


def test_nobody_elses_seat_is_told_that_a_case_is_looked_at_again(held: dict[str, Any]) -> None:
    """Not even by an entity that comes again as it was; the scorers' seats are told to drop what they knew."""
    assert held["news"]["lin"] == []
    assert held["news"]["mei"] == []
    assert {one["entity"] for one in held["news"]["lead"]} == {"case", "review", "qa_sample"}
    gone = [one for one in held["news"]["lead"] if one["entity"] == "review"]
    assert gone
    assert {one["op"] for one in gone} == {"remove"}


def test_news_of_a_sample_reach_those_who_score_or_draw_it_and_hold_nothing(
    held: dict[str, Any], lead: Seat, sam: Seat, house: House
) -> None:
    for name in ("lead", "sam"):
        (told,) = [one for one in held["news"][name] if one["entity"] == "qa_sample"]
        assert (told["entity_id"], told["op"], told["document"]) == (held["sample"], "upsert", {})
    other = house.seat("una", "senior_agent")
    before = {seat.name: cursor_of(seat) for seat in (lead, sam, other)}
    (task, *_) = quality.tasks(sam)["tasks"]
    assert quality.score(sam, held["sample"], task["item"]["ref"]).status_code == 200
    samples = {
        seat.name: [one["entity_id"] for one in news(seat, before[seat.name]) if one["entity"] == "qa_sample"]
        for seat in (lead, sam, other)
    }
    assert samples == {"lea": [], "sam": [held["sample"]], "una": []}


def test_whoever_had_a_part_in_a_case_neither_scores_it_nor_settles_its_truth(
    house: House, lead: Seat, sam: Seat, kim: Seat
) -> None:
    """Not the one alone whose decision is in force: whoever sent it upward knows what was said of it as well."""
    una = house.seat("una-too", "senior_agent")
    noor = house.seat("noor", "team_lead")
    (case,) = house.cases(1, subject=SUBJECT | {"account": "u-83811891"})
    assert una.review(case, "escalate").status_code == 200
    escalation = noor.case(case)["escalation"]["escalation_id"]
    assert noor.review(case, "block", escalation_id=escalation).status_code == 200
    frame = quality.frame(lead, reviewers=[noor.user_id])
    body = {"frame_id": frame["frame_id"], "plan": {"kind": "stratified", "half_width": 0.01}, "seed": "part"}
    first = quality.new_sample(lead, **body, scorers=[una.user_id])
    assert (quality.sample(lead, first)["waiting_for_anybody"], quality.tasks(una)["tasks"]) == (1, [])
    assert una.session.post("/v1/qa/re-reviews", json={"want": 5}).json()["tasks"] == []
    mine = quality.frame(noor, reviewers=[lead.user_id, noor.user_id, kim.user_id])
    assert mine["left_out"] >= 1
    second = quality.new_sample(lead, **body, scorers=[sam.user_id])
    (task,) = [one for one in quality.tasks(sam)["tasks"] if one["sample_id"] == second]
    ref = task["item"]["ref"]
    assert quality.score(sam, second, ref, "pass").status_code == 200
    assert quality.sign(sam, second, {ref: "pass"}).status_code == 200
    truth = {"sample_id": second, "ref": ref, "truth": "block", "reason": "The clause of that day."}
    told = quality.send(noor, "qa.adjudicate", truth | {"reason_language": "en"})
    assert told.json()["code"] == "qa_not_yours"
    assert ref not in json.dumps(noor.session.get("/v1/qa/adjudications").json())
    assert quality.send(kim, "qa.adjudicate", truth | {"reason_language": "en"}).status_code == 200


def test_a_lead_who_may_still_take_cases_over_is_told_nothing_of_them(
    house: House, lead: Seat, kim: Seat, lin: Seat
) -> None:
    """Neither the result nor, case by case, the first decision; once others have signed them, all of it."""
    decided = quality.decided(house, lin, ["block", "pass", "block"], subject=SUBJECT | {"account": "u-83744491"})
    frame = quality.frame(lead, reviewers=[lin.user_id])
    body = {"frame_id": frame["frame_id"], "plan": {"kind": "stratified", "half_width": 0.01}, "seed": "any"}
    sample_id = quality.new_sample(lead, **body, scorers=["*"])
    fresh = house.seat("pia", "team_lead")
    told = quality.sample(fresh, sample_id)
    assert told["waiting_for_anybody"] == frame["size"] >= len(decided)
    assert (told.get("result"), told.get("items") or []) == (None, [])
    assert not re.search(r'"(pass|block)"', json.dumps({name: told[name] for name in told if name != "plan"}))
