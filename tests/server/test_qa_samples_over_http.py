"""A lead freezes a frame, draws by seed, scores blind, signs, and is told what came of the lot; a third person settles
what two say differently."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.analytics.qa_plan import planned
from app.domain.re_review import shuffled
from app.domain.sampling import IsoPlan, draw, frame_digest, strata_of
from tests.support import quality
from tests.support.quality import ISO
from tests.support.seats import House, Seat, new_id, open_house
from tests.support.server import start_server

PLAN = IsoPlan(4.0)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    database = tmp_path_factory.mktemp("quality") / "server.db"
    with start_server(database) as server:
        house = open_house(server, database)
        yield house
        house.close()


@pytest.fixture(scope="module")
def lin(house: House) -> Seat:
    return house.seat("lin")


@pytest.fixture(scope="module")
def work(house: House, lin: Seat) -> dict[str, str]:
    """Twenty decisions of one person; four of them are passes."""
    return quality.decided(house, lin, ["pass", "block", "block", "block", "block"] * 4)


@pytest.fixture(scope="module")
def lea(house: House) -> Seat:
    return house.seat("lea", "team_lead")


@pytest.fixture(scope="module")
def kim(house: House) -> Seat:
    return house.seat("kim", "team_lead")


@pytest.fixture(scope="module")
def sam(house: House) -> Seat:
    return house.seat("sam", "senior_agent")


@pytest.fixture(scope="module")
def frame(lea: Seat, lin: Seat, work: dict[str, str]) -> dict[str, Any]:
    return quality.frame(lea, reviewers=[lin.user_id])


def drawn(seat: Seat, frame: dict[str, Any], seed: str, plan: Any = PLAN) -> tuple[str, ...]:
    found = quality.rows(seat, frame["frame_id"])
    return draw(found, planned(plan, strata_of(found)).sizes, seed, plan)


def taken(seat: Seat, frame: dict[str, Any], seed: str, **more: Any) -> tuple[str, tuple[str, ...]]:
    """A sample of this frame; its id and refs."""
    refs = drawn(seat, frame, seed)
    body = quality.sample_body(frame["frame_id"], refs, ISO, seed, **more)
    answer = quality.send(seat, "qa.sample", body)
    assert answer.status_code == 200, answer.text
    return body["sample_id"], refs


def test_a_frame_is_frozen_with_a_cursor_and_a_digest_that_anybody_can_make(
    lea: Seat, kim: Seat, frame: dict[str, Any]
) -> None:
    assert (frame["size"], frame["left_out"], frame["tells"]) == (20, 0, False)
    assert frame["cursor"] > 0
    found = quality.rows(kim, frame["frame_id"], limit=7)
    assert frame_digest(found) == frame["digest"]
    again = quality.frame(kim, reviewers=frame["criteria"]["reviewers"])
    assert again["digest"] == frame["digest"]
    assert all(row.ref.startswith("Q-") for row in found)
    listed = kim.session.get("/v1/qa/frames").json()["frames"]
    assert frame["frame_id"] in {one["frame_id"] for one in listed}


def test_a_second_machine_draws_the_same_sample_and_the_server_agrees(
    lea: Seat, kim: Seat, frame: dict[str, Any]
) -> None:
    refs = drawn(lea, frame, "2026-47")
    assert refs == drawn(kim, frame, "2026-47")
    assert refs != drawn(kim, frame, "2026-48")
    assert len(refs) == 3, "20 cases, level II, letter C, AQL 4.0: an arrow leads to B"


def test_what_was_drawn_otherwise_is_refused(lea: Seat, frame: dict[str, Any]) -> None:
    refs = drawn(lea, frame, "2026-47")
    body = quality.sample_body(frame["frame_id"], refs, ISO, "another seed")
    answer = quality.send(lea, "qa.sample", body)
    assert (answer.status_code, answer.json()["code"]) == (409, "qa_other_sample")


def test_what_is_wrong_with_a_frame_or_a_plan_is_said(lea: Seat, lin: Seat, frame: dict[str, Any]) -> None:
    none = lea.session.post(
        "/v1/qa/frames",
        json={"decided_from": "2020-01-01T00:00:00Z", "decided_before": "2020-01-02T00:00:00Z"},
    )
    assert (none.status_code, none.json()["code"]) == (422, "qa_empty_frame")
    bare = {"decided_from": "2020-01-01T00:00:00", "decided_before": "2020-01-02T00:00:00Z"}
    assert lea.session.post("/v1/qa/frames", json=bare).status_code == 422
    turned = {"decided_from": "2020-01-02T00:00:00Z", "decided_before": "2020-01-01T00:00:00Z"}
    assert lea.session.post("/v1/qa/frames", json=turned | {"strata_by": ["mood"]}).status_code == 422
    assert lin.session.post("/v1/qa/frames", json=turned).status_code == 403
    for plan, pointer in (
        (ISO | {"aql": 3.3}, "/body/plan/aql"),
        (ISO | {"level": "IV"}, "/body/plan/level"),
        ({"kind": "stratified", "half_width": 0.0}, "/body/plan/half_width"),
    ):
        body = quality.sample_body(frame["frame_id"], (), plan, "s")
        answer = quality.send(lea, "qa.sample", body)
        assert answer.status_code == 422, answer.text
        assert pointer in {one["pointer"] for one in answer.json()["errors"]}
    for more in ({"scorers": [lin.user_id]}, {"seed": ""}, {"overlap": 1.5}, {"series": " "}):
        body = quality.sample_body(frame["frame_id"], (), ISO, "s") | more
        assert quality.send(lea, "qa.sample", body).status_code == 422


def test_a_lot_is_scored_blind_signed_and_judged(
    lea: Seat, lin: Seat, frame: dict[str, Any], work: dict[str, str]
) -> None:
    sample_id, refs = taken(lea, frame, "blind")
    told = quality.tasks(lea)
    assert {one["item"]["ref"] for one in told["tasks"]} == set(refs)
    secret = quality.sample(lea, sample_id)
    assert (secret["mine"], secret["state"], secret.get("result")) == (len(refs), "open", None)
    first = quality.score(lea, sample_id, refs[0], "pass")
    assert first.json()["entity"] == {"entity": "qa_score", "entity_id": refs[0], "rev": 1}
    early = quality.sign(lea, sample_id, {refs[0]: "pass"})
    assert (early.status_code, early.json()["code"]) == (409, "qa_unscored")
    numbers = [quality.score(lea, sample_id, ref, "block").json()["entity"]["rev"] for ref in refs]
    assert numbers == list(range(2, len(refs) + 2)), "append-only, each under the next number"
    other = quality.sign(lea, sample_id, dict.fromkeys(refs, "pass"))
    assert (other.status_code, other.json()["code"]) == (409, "qa_other_scores")
    assert quality.sign(lea, sample_id, dict.fromkeys(refs, "block")).status_code == 200
    late = quality.score(lea, sample_id, refs[0], "pass")
    assert (late.status_code, late.json()["code"]) == (409, "qa_signed")
    result = quality.sample(lea, sample_id)["result"]
    assert result["n"] == result["agreed"] + result["awaiting"] == len(refs)


def test_a_score_that_is_sent_twice_is_one(lea: Seat, frame: dict[str, Any]) -> None:
    sample_id, refs = taken(lea, frame, "twice")
    body = {"sample_id": sample_id, "ref": refs[0], "decision": "block"} | quality.WORDS
    command = lea.command(None, body, None, command_type="qa.score", base_rev=None)
    first, again = lea.put(command), lea.put(command)
    assert (first.json()["status"], again.json()["status"]) == ("applied", "duplicate")
    following = quality.score(lea, sample_id, refs[0]).json()
    assert following["entity"]["rev"] == 2


def test_nobody_scores_an_own_decision_and_a_stranger_scores_nothing(
    house: House, lea: Seat, kim: Seat, sam: Seat, lin: Seat
) -> None:
    quality.decided(house, sam, ["block"] * 4)
    own = quality.frame(lea, reviewers=[sam.user_id])
    sample_id, refs = taken(lea, own, "own", scorers=[sam.user_id])
    told = quality.sample(lea, sample_id)
    assert (told["waiting_for_anybody"], told["scorers"]) == (len(refs), [])
    assert quality.tasks(sam)["waiting"] == 0
    refused = quality.score(sam, sample_id, refs[0])
    assert (refused.status_code, refused.json()["code"]) == (409, "qa_not_yours")
    took = sam.session.post("/v1/qa/re-reviews", json={"want": 20}).json()
    assert not {one["sample_id"] for one in took["tasks"]} & {sample_id}
    assert quality.score(lin, sample_id, refs[0]).status_code == 403
    took = kim.session.post("/v1/qa/re-reviews", json={"want": 20}).json()
    assert {one["item"]["ref"] for one in took["tasks"] if one["sample_id"] == sample_id} == set(refs)
    assert quality.score(kim, sample_id, refs[0]).status_code == 200
    late = quality.score(lea, sample_id, refs[0])
    assert (late.status_code, late.json()["code"]) == (409, "qa_not_yours")


def test_two_leads_share_a_lot_and_a_third_settles_what_they_say(
    house: House, lea: Seat, kim: Seat, sam: Seat, lin: Seat, work: dict[str, str], frame: dict[str, Any]
) -> None:
    """Three cases: both say what was said first, or one of two does not."""
    sample_id, refs = taken(lea, frame, "shared", scorers=[lea.user_id, kim.user_id], overlap=1.0)
    assert quality.sample(lea, sample_id)["mine"] == len(refs)
    said_lea = dict.fromkeys(refs, "block")
    said_kim = said_lea | {refs[0]: "pass"}
    for seat, said in ((lea, said_lea), (kim, said_kim)):
        for ref, decision in said.items():
            assert quality.score(seat, sample_id, ref, decision).status_code == 200
    assert quality.sign(lea, sample_id, said_lea).status_code == 200
    assert quality.sample(lea, sample_id)["state"] == "open"
    assert quality.sample(kim, sample_id).get("result") is None, "who has not signed is told nothing of it"
    assert "items" not in quality.sample(kim, sample_id), "and of no case"
    assert quality.sign(kim, sample_id, said_kim).status_code == 200
    result = quality.sample(kim, sample_id)["result"]
    assert (result["pairs"], result["pairs_agreed"]) == (len(refs), len(refs) - 1)
    assert result["verdict"] == "open"
    for seat in (lea, kim):
        mine = seat.session.get("/v1/qa/adjudications").json()["tasks"]
        assert sample_id not in {one["sample_id"] for one in mine}, "nobody settles what they said themselves"
    assert sam.session.get("/v1/qa/adjudications").status_code == 403

    ann = house.seat("ann", "team_lead")
    page = ann.session.get("/v1/qa/adjudications", params={"limit": "50"}).json()
    waiting = [one for one in page["tasks"] if one["sample_id"] == sample_id]
    assert {len(one["said"]) for one in waiting} == {3}
    assert [one["said"][0]["first"] for one in waiting] == [True] * len(waiting)
    for one in waiting:
        truth = one["said"][0]["decision"]
        body = {"sample_id": sample_id, "ref": one["ref"], "truth": truth, "reason": "The bank confirmed it today."}
        body |= {"reason_language": "en"}
        assert quality.send(lea, "qa.adjudicate", body).json()["code"] == "qa_not_yours"
        assert quality.send(ann, "qa.adjudicate", body | {"truth": "escalate"}).status_code == 422
        assert quality.send(ann, "qa.adjudicate", body).status_code == 200
        assert quality.send(ann, "qa.adjudicate", body).json()["code"] == "qa_settled"
    told = quality.sample(kim, sample_id)
    assert (told["state"], told["result"]["verdict"], told["result"]["wrong"]) == ("settled", "accepted", 0)
    assert told["result"]["share"]["method"] == "wilson"


def test_a_wrong_first_decision_rejects_the_lot_and_gives_its_label_a_revision(
    house: House, lea: Seat, kim: Seat
) -> None:
    mei = house.seat("mei")
    quality.decided(house, mei, ["pass"] * 6)
    frame = quality.frame(lea, reviewers=[mei.user_id])
    sample_id, refs = taken(lea, frame, "wrong", series="mei weekly")
    for ref in refs:
        assert quality.score(lea, sample_id, ref, "block").status_code == 200
    assert quality.sign(lea, sample_id, dict.fromkeys(refs, "block")).status_code == 200
    page = kim.session.get("/v1/qa/adjudications", params={"limit": "50"}).json()
    for one in page["tasks"]:
        if one["sample_id"] == sample_id:
            body = {"sample_id": sample_id, "ref": one["ref"], "truth": "block", "reason": "A mule account."}
            assert quality.send(kim, "qa.adjudicate", body | {"reason_language": "en"}).status_code == 200
    told = quality.sample(lea, sample_id)
    assert (told["state"], told["result"]["verdict"], told["result"]["wrong"]) == ("settled", "rejected", len(refs))
    assert {one["standing"] for one in told["items"]} == {"wrong"}
    assert {one["error_class"] for one in told["items"]} <= {"wrong_decision", "needless_block", "needless_escalation"}
    assert all(one["active_ms"] > 0 and one["case_id"].startswith("C-") for one in told["items"])
    labels = [json.loads(line) for line in kim.session.get("/v1/exports/labels?format=jsonl").text.splitlines()]
    revised = [row for row in labels if row["source"] == "adjudicated" and row["reviewer_id"] == mei.user_id]
    assert {(row["decision"], row["label"], row["revision"]) for row in revised} == {("pass", "TP", 2)}
    training = kim.session.get("/v1/exports/training-set?format=jsonl").text.splitlines()
    truths = {row["truth"] for row in map(json.loads, training) if row["source"] == "adjudicated"}
    assert truths == {"bad"}
    (series,) = [one for one in lea.session.get("/v1/qa/series").json()["series"] if one["series"] == "mei weekly"]
    assert (series["severity"], [lot["verdict"] for lot in series["lots"]]) == ("normal", ["rejected"])


def test_two_rejected_lots_tighten_a_series(house: House, lea: Seat, kim: Seat) -> None:
    joe = house.seat("joe")
    for lot in ("first", "second"):
        quality.decided(house, joe, ["pass"] * 4)
        frame = quality.frame(lea, reviewers=[joe.user_id])
        sample_id, refs = taken(lea, frame, lot, series="joe weekly")
        for ref in refs:
            assert quality.score(lea, sample_id, ref, "block").status_code == 200
        assert quality.sign(lea, sample_id, dict.fromkeys(refs, "block")).status_code == 200
        for ref in refs:
            body = {"sample_id": sample_id, "ref": ref, "truth": "block", "reason": "A mule account."}
            assert quality.send(kim, "qa.adjudicate", body | {"reason_language": "en"}).status_code == 200
    (series,) = [one for one in lea.session.get("/v1/qa/series").json()["series"] if one["series"] == "joe weekly"]
    assert (series["severity"], len(series["lots"]), series["stopped"]) == ("tightened", 2, False)
    refs = drawn(lea, frame, "third")
    answer = quality.send(
        lea, "qa.sample", quality.sample_body(frame["frame_id"], refs, ISO, "third", series="joe weekly")
    )
    assert (answer.status_code, answer.json()["flags"]) == (200, ["severity_moved"])


def test_a_frame_by_decision_is_drawn_by_the_server_alone_and_every_stratum_is_weighed(
    house: House, lin: Seat, work: dict[str, str]
) -> None:
    ida = house.seat("ida", "team_lead")
    frame = quality.frame(ida, reviewers=[lin.user_id], strata_by=["decision"])
    assert frame["tells"]
    assert {tuple(one["key"]): one["size"] for one in frame["strata"]} == {("block",): 16, ("pass",): 4}
    refused = ida.session.get(f"/v1/qa/frames/{frame['frame_id']}/rows")
    assert (refused.status_code, refused.json()["code"]) == (409, "qa_not_carried"), "a row's stratum would tell"
    plan = {"kind": "stratified", "half_width": 0.2, "expected_error": 0.2, "minimum": 3}
    body = {"sample_id": new_id(), "frame_id": frame["frame_id"], "plan": plan, "seed": "strata"}
    assert quality.send(ida, "qa.sample", body).status_code == 200
    refs = [one["item"]["ref"] for one in quality.tasks(ida)["tasks"]]
    assert tuple(refs) == shuffled(body["sample_id"], refs), "the order of the draw would tell the strata"
    for ref in refs:
        assert quality.score(ida, body["sample_id"], ref, "pass").status_code == 200
    assert quality.sign(ida, body["sample_id"], dict.fromkeys(refs, "pass")).status_code == 200
    kit = house.seat("kit", "team_lead")
    page = kit.session.get("/v1/qa/adjudications", params={"limit": "50"}).json()
    waiting = [one for one in page["tasks"] if one["sample_id"] == body["sample_id"]]
    for place, one in enumerate(waiting):
        truth = {"sample_id": body["sample_id"], "ref": one["ref"], "truth": "block" if place else "pass"}
        truth |= {"reason": "A mule account.", "reason_language": "en"}
        assert quality.send(kit, "qa.adjudicate", truth).status_code == 200
    result = quality.sample(ida, body["sample_id"])["result"]
    by_size = {one["size"]: one for one in result["strata"]}
    assert (by_size[16]["n"], by_size[16]["wrong"]) == (len(waiting), 1)
    assert by_size[4]["n"] >= 3
    assert result["stratified"]["estimate"] == pytest.approx(16 / 20 / len(waiting))


def test_coverage_counts_what_was_decided_drawn_scored_and_settled(lea: Seat, lin: Seat, work: dict[str, str]) -> None:
    told = lea.session.get("/v1/qa/coverage", params={"days": "2"}).json()["rows"]
    assert sum(row["decided"] for row in told) >= 20
    for row in told:
        assert row["decided"] >= row["drawn"] >= row["scored"] >= row["settled"] >= 0
    assert sum(row["settled"] for row in told) > 0
    assert lin.session.get("/v1/qa/coverage").status_code == 403


def test_every_step_is_on_the_trail(house: House, lea: Seat) -> None:
    auditor = house.reader("ada", "auditor")
    text = auditor.get("/v1/exports/audit?format=jsonl").text
    actions = {json.loads(line).get("action") for line in text.splitlines()}
    assert {"qa.frame", "qa.sample", "qa.score", "qa.sign", "qa.adjudicate", "qa.taken"} <= actions


def test_a_packet_or_a_sample_of_nobody_is_not_there(lea: Seat, tmp_path: Path) -> None:
    for path in (f"/v1/qa/samples/{new_id()}", f"/v1/qa/frames/{new_id()}", f"/v1/qa/frames/{new_id()}/rows"):
        assert lea.session.get(path).status_code == 404
    assert lea.session.post(f"/v1/qa/packets/{new_id()}/return").status_code == 404
    keyless = lea.session.post("/v1/qa/packets", json={"frame_id": new_id()})
    assert (keyless.status_code, keyless.json()["code"]) == (409, "qa_no_key"), "a script's seat has told no key"
    assert lea.session.post("/v1/qa/packets", json={}).status_code == 422
