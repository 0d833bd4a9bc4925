"""What a blind re-review finds becomes a judgement of the first decision: right where everybody said the same, as the
adjudicator wrote where they did not, and nothing before it is signed."""

import json
from typing import Any

import pytest

from app.analytics.qa_plan import planned
from app.domain.sampling import IsoPlan, draw, strata_of
from app.server.storage.cases import case_id
from tests.support import quality
from tests.support.database import run_sql
from tests.support.quality import ISO
from tests.support.seats import House, Seat

PLAN = IsoPlan(4.0)
SIZE = 40


def get(seat: Seat, path: str) -> dict[str, Any]:
    answer = seat.session.get(path)
    assert answer.status_code == 200, (path, answer.text)
    told: dict[str, Any] = answer.json()
    return told


def judgements(seat: Seat) -> list[dict[str, Any]]:
    return list(get(seat, "/v1/judgements?days=2&limit=200")["judgements"])


def label_of(seat: Seat, case: str) -> tuple[str, str]:
    """The label in force of a case, and where it comes from."""
    lines = seat.session.get("/v1/exports/labels").text.splitlines()
    (row,) = [one for one in map(json.loads, lines) if one["case_id"] == case]
    return row["label"], row["source"]


@pytest.fixture(scope="module")
def kim(house: House) -> Seat:
    return house.seat("kim", "team_lead")


@pytest.fixture(scope="module")
def sample(house: House, lin: Seat, lead: Seat) -> tuple[str, tuple[str, ...]]:
    """A lot of lin's decisions, drawn by the lead."""
    quality.decided(house, lin, ["block"] * SIZE)
    frame = quality.frame(lead, reviewers=[lin.user_id])
    rows = quality.rows(lead, frame["frame_id"])
    refs = draw(rows, planned(PLAN, strata_of(rows)).sizes, "2026-47", PLAN)
    body = quality.sample_body(frame["frame_id"], refs, ISO, "2026-47")
    answer = quality.send(lead, "qa.sample", body)
    assert answer.status_code == 200, answer.text
    return body["sample_id"], refs


def test_a_re_review_becomes_a_judgement_once_it_is_signed_and_settled(
    lin: Seat, lead: Seat, kim: Seat, sample: tuple[str, tuple[str, ...]]
) -> None:
    sample_id, refs = sample
    said = dict.fromkeys(refs, "block") | {refs[0]: "pass", refs[1]: "pass"}
    for ref, decision in said.items():
        assert quality.score(lead, sample_id, ref, decision).status_code == 200
    assert judgements(lin) == [], "what is not signed is nobody's word yet"
    assert quality.sign(lead, sample_id, said).status_code == 200
    found = {one["judgement_id"]: one for one in judgements(lin)}
    assert len(found) == len(refs)
    assert sorted(one.get("right") is None for one in found.values()).count(True) == 2
    assert {one["source"] for one in found.values()} == {"re_review"}
    for ref, truth in ((refs[0], "pass"), (refs[1], "block")):
        body = {"sample_id": sample_id, "ref": ref, "truth": truth, "reason": "The clause of that day."}
        assert quality.send(kim, "qa.adjudicate", body | {"reason_language": "en"}).status_code == 200
    now = {one["case_id"]: one for one in judgements(lin)}
    assert [one["case_id"] for one in now.values() if one["right"] is False] == [
        next(one["case_id"] for one in now.values() if one["truth"] == "pass")
    ]
    (wrong,) = [one for one in now.values() if one["right"] is False]
    assert (wrong["reason"], wrong["disputable"]) == ("The clause of that day.", True)
    card = get(lin, "/v1/scorecards/me?days=2")["card"]
    assert card["accuracy"]["n"] == len(refs)
    assert card["sources"][0]["source"] == "re_review"


def test_its_author_disputes_it_and_its_adjudicator_does_not_settle_that(
    house: House, lin: Seat, lead: Seat, kim: Seat, sample: tuple[str, tuple[str, ...]]
) -> None:
    (wrong,) = [one for one in judgements(lin) if one["right"] is False]
    reason = {"reason": "The clause was another one.", "reason_language": "en"}
    told = quality.send(lin, "judgement.dispute", {"judgement_id": wrong["judgement_id"]} | reason)
    assert told.status_code == 200, told.text
    (dispute,) = get(kim, "/v1/disputes")["disputes"]
    assert dispute["mine_to_settle"] is False
    body = {"dispute_id": dispute["dispute_id"], "outcome": "overturned"}
    words = {"resolution": "It was.", "resolution_language": "en"}
    assert quality.send(kim, "dispute.resolve", body | words).json()["code"] == "own_dispute"
    scored = quality.send(lead, "dispute.resolve", body | words).json()["code"]
    assert scored == "own_dispute", "who scored the case has judged it as well"
    assert label_of(lead, wrong["case_id"]) == ("FP", "adjudicated")
    third = house.seat("noor", "team_lead")
    assert [one["mine_to_settle"] for one in get(third, "/v1/disputes")["disputes"]] == [True]
    card = get(lin, "/v1/scorecards/me?days=2")["card"]
    assert card["overturned"]["count"] == 1
    assert quality.send(third, "dispute.resolve", body | words).status_code == 200
    assert all(one["right"] for one in judgements(lin))
    assert label_of(lead, wrong["case_id"]) == ("TP", "dispute"), "the label follows what turned out to be true"
    card = get(lin, "/v1/scorecards/me?days=2")["card"]
    assert (card["overturned"]["count"], card["accuracy"]["n"]) == (0, len(sample[1]))


def test_who_is_to_decide_a_case_again_is_told_nothing_of_its_first_decision(
    house: House, lin: Seat, lead: Seat, kim: Seat, sample: tuple[str, tuple[str, ...]]
) -> None:
    """A second lot from the same decisions, which is kim's to look at: until it is signed, cases of it are in no list
    and in no cell that kim reads, though the lead reads them all."""
    frame = quality.frame(kim, reviewers=[lin.user_id])
    rows = quality.rows(kim, frame["frame_id"])
    # So many of the forty that some of those that were judged are among them.
    closer = IsoPlan(0.4)
    refs = draw(rows, planned(closer, strata_of(rows)).sizes, "again", closer)
    assert len(refs) + len(sample[1]) > SIZE
    body = quality.sample_body(frame["frame_id"], refs, ISO | {"aql": closer.aql}, "again")
    assert quality.send(kim, "qa.sample", body).status_code == 200
    rows_held = run_sql(house.database, "SELECT case_number FROM qa_holds WHERE user_id = :who", who=kim.user_id)
    held = {case_id(number) for (number,) in rows_held}
    path = f"/v1/judgements?days=2&limit=200&person={lin.user_id}"
    assert held
    of_lead = {one["case_id"] for one in get(lead, path)["judgements"]}
    of_kim = {one["case_id"] for one in get(kim, path)["judgements"]}
    assert of_lead & held
    assert of_kim == of_lead - held
    cell = f"/v1/agreement/cases?a={lin.user_id}&b={lead.user_id}&days=2&limit=500"
    in_cell = {one["case_id"] for one in get(kim, cell)["cases"]}
    assert not in_cell & held


def test_a_contact_centre_reads_what_was_found_of_its_own_work_and_of_nobody_elses(
    house: House, lead: Seat, kim: Seat, sample: tuple[str, tuple[str, ...]]
) -> None:
    """On PostgreSQL through the net of its vendor as well (storage/vendor_net.py)."""
    north = house.seat("ning", "bpo_agent", "north")
    quality.decided(house, north, ["block"] * 3, vendor="north")
    frame = quality.frame(kim, reviewers=[north.user_id])
    rows = quality.rows(kim, frame["frame_id"])
    refs = draw(rows, planned(PLAN, strata_of(rows)).sizes, "north", PLAN)
    body = quality.sample_body(frame["frame_id"], refs, ISO, "north")
    assert quality.send(kim, "qa.sample", body).status_code == 200
    for ref in refs:
        assert quality.score(kim, body["sample_id"], ref, "block").status_code == 200
    assert quality.sign(kim, body["sample_id"], dict.fromkeys(refs, "block")).status_code == 200
    own = judgements(north)
    assert len(own) == len(refs) > 0
    assert all(one["right"] for one in own)
    reason = {"reason": "A word on it.", "reason_language": "en"}
    told = quality.send(north, "judgement.dispute", {"judgement_id": own[0]["judgement_id"]} | reason)
    assert told.status_code == 200, told.text
    states = {one["judgement_id"]: one.get("dispute_state") for one in judgements(north)}
    assert states[own[0]["judgement_id"]] == "open"
    assert get(north, "/v1/scorecards/me?days=2")["card"]["accuracy"]["n"] == len(refs)
