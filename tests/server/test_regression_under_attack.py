"""A candidate that would like to be called better than it is, and whoever would know whose reasoning is which."""

import random
from typing import Any

import msgspec

from app.contract.regression import PairStep, Part
from app.domain.regression import Finding, Standing, held_against, standing
from app.domain.review import StepError
from app.server.usecases.regression_figures import _standing
from tests.domain.test_regression import mark, step
from tests.server.test_regression import asked, candidate, frozen, marked
from tests.support.factories import assessment
from tests.support.labelled import Case, put, reviewer
from tests.support.seats import House, Seat
from tests.support.server import opened

WORD = {"block": -1.3, "pass": -6.0}


def judged(house: House, count: int, kind: str, name: str, right: float = 0.7) -> list[Case]:
    """Cases decided without a look at the agent's word, which was right in so many of them."""
    dice = random.Random(name)
    made = []
    for n in range(count):
        bad = dice.random() < 0.5
        said = "block" if bad == (dice.random() < right) else "pass"
        made.append(Case(said, "block" if bad else "pass", case_type=kind, blind=True, ref=f"{name}-{n}"))
    with opened(house.database) as storage:
        put(storage, made, reviewer(storage))
    return made


def answer(house: House, verdicts: dict[str, str], model: str) -> list[dict[str, Any]]:
    words = {
        says: msgspec.to_builtins(assessment(base_value=base, model_version=model, role="challenger"))
        for says, base in WORD.items()
    }
    body = [{"external_ref": ref, "assessment": words[says]} for ref, says in verdicts.items()]
    told: list[dict[str, Any]] = house.agent.post("/v1/intake/assessments", json=body).json()["results"]
    return told


def test_whoever_answers_learns_neither_what_is_right_nor_how_it_stands(house: House, lead: Seat) -> None:
    made = judged(house, 12, "kyc_audit", "ORACLE")
    run = asked(lead, frozen(lead, case_type="kyc_audit")["set_id"], "roca-curious")
    answer(house, {one.ref: "pass" for one in made}, "roca-curious")
    address = f"/v1/regression/runs/{run['run_id']}"
    for method, path in (("GET", ""), ("GET", "/cases"), ("GET", "/cases/1"), ("POST", "/looks")):
        told = house.agent.request(method, address + path)
        assert (told.status_code, told.json()["code"]) == (403, "forbidden"), path
    assert lead.session.get(address).json()["answered"] == 12
    (row,) = [one for one in house.agent.get("/v1/regression/runs").json()["runs"] if one["run_id"] == run["run_id"]]
    assert row.get("standing") is None


def test_the_first_answer_counts_and_not_the_one_after_a_second_thought(house: House, lead: Seat) -> None:
    made = judged(house, 60, "reset_2fa", "TWICE")
    run = asked(lead, frozen(lead, case_type="reset_2fa")["set_id"], "roca-twice")
    address = f"/v1/regression/runs/{run['run_id']}"
    answer(house, {one.ref: one.verdict for one in made}, "roca-twice")
    before = lead.session.get(address).json()
    again = answer(house, {one.ref: one.decision for one in made}, "roca-twice")
    assert {one["status"] for one in again} <= {"accepted", "duplicate"}
    assert lead.session.get(address).json() == before
    assert (before["drawn"]["gained"], before["drawn"]["lost"]) == (0, 0)
    bad = house.agent.post("/v1/intake/assessments", json=[{"external_ref": made[0].ref, "assessment": {"role": 1}}])
    assert bad.json()["results"][0]["status"] == "rejected"
    assert lead.session.get(address).json()["answered"] == 60
    # What comes after the end changes nothing of what was kept.
    kept = lead.session.post(f"{address}/conclusion").json()
    answer(house, {one.ref: "block" for one in made}, "roca-twice")
    assert lead.session.get(address).json() == kept


def test_a_candidate_that_answers_what_it_is_sure_of_alone_is_not_called_better(house: House, lead: Seat) -> None:
    made = judged(house, 120, "withdrawal_anomaly", "PICKED")
    run = asked(lead, frozen(lead, case_type="withdrawal_anomaly")["set_id"], "roca-picks")
    address = f"/v1/regression/runs/{run['run_id']}"
    wrong = [one for one in made if one.verdict != one.decision]
    assert len(wrong) > 20
    answer(house, {one.ref: one.decision for one in wrong}, "roca-picks")
    now = lead.session.get(address).json()
    assert (now["drawn"]["gained"], now["drawn"]["lost"]) == (len(wrong), 0)
    assert now["drawn"]["e_value"] > 20
    assert now["standing"] == "not_shown", "of the rest nobody knows"
    answer(house, {one.ref: one.decision for one in made if one not in wrong}, "roca-picks")
    assert lead.session.get(address).json()["standing"] == "better"


def test_a_fall_is_said_of_what_was_answered_and_better_only_of_the_worst_case() -> None:
    def part(answered: int, gained: int, lost: int) -> Part:
        return Part(100, answered, 50, 50, gained, lost, 0.0, -1.0, 1.0, 1.0, 1e4)

    assert _standing(part(0, 0, 0), 0.05) is Standing.WAITING
    assert _standing(part(100, 20, 1), 0.05) is Standing.BETTER
    assert _standing(part(99, 20, 1), 0.05) is Standing.BETTER, "one that is missing does not matter"
    assert _standing(part(80, 20, 1), 0.05) is Standing.NOT_SHOWN
    assert _standing(part(30, 1, 20), 0.05) is Standing.WORSE, "a fall need not be waited for"
    assert standing(10, 5, 5, 1e9) is Standing.NOT_SHOWN


def test_evidence_that_is_not_there_mends_nothing() -> None:
    there = frozenset({"e1", "e2"})
    invented, real = (step(), step(2, ("e99",))), (step(), step(2, ("e2",)))
    missing = mark(StepError.MISSING_CHECK)
    assert held_against(missing, invented, there) is Finding.REPEATED
    assert held_against(missing, real, there) is Finding.MENDED
    unsupported = mark(StepError.UNSUPPORTED)
    assert held_against(unsupported, (step(evidence=("e1", "e99")),), there) is Finding.REPEATED
    assert held_against(unsupported, (step(evidence=("e1", "e2")),), there) is Finding.MENDED


def test_a_pair_says_nothing_of_whose_it_is_and_stands_in_either_order(
    house: House, lin: Seat, sam: Seat, lead: Seat
) -> None:
    refs = [f"BLIND-{n}" for n in range(24)]
    ids = marked(house, lin, refs)
    run = asked(lead, frozen(lead, case_type="ato_investigation")["set_id"], "roca-hidden")
    candidate(house, refs, "roca-hidden", mends=True)
    orders = []
    for _ in refs:
        told = sam.session.post(f"/v1/regression/runs/{run['run_id']}/pairs")
        assert told.status_code == 200, told.text
        for tell in (
            "roca",
            "model",
            "version",
            "prompt",
            "challenger",
            "champion",
            "risk_score",
            "confidence",
            *ids,
            *refs,
        ):
            assert tell not in told.text, tell
        pair = told.json()
        for one in (pair["first"], pair["second"]):
            assert set(one) == {"verdict", "steps"}
            assert all(
                set(single) <= {field.name for field in msgspec.structs.fields(PairStep)} for single in one["steps"]
            )
        mends = pair["first"]["steps"][0]["en"].startswith("The second")
        orders.append(mends)
        vote = {"choice": "neither"}
        assert sam.session.post(f"/v1/regression/pairs/{pair['pair_id']}/vote", json=vote).status_code == 200
    assert {True, False} == set(orders)
