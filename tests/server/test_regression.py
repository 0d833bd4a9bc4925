"""The regression set over raw HTTP: frozen from marks and labels, answered by a candidate, judged blind, and told to
whoever marked a step."""

import random
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import msgspec

from app.domain.assessment import Step
from app.domain.text import Bilingual
from app.server.storage import regression
from tests.support.database import run_sql
from tests.support.factories import assessment
from tests.support.judged_work import decide
from tests.support.labelled import Case, put, relabel, reviewer
from tests.support.seats import House, Seat, new_id
from tests.support.server import Session, opened

WRONG = [{"n": 1, "verdict": "wrong", "kind": "wrong_inference"}]


def taken_out(house: House, of: str) -> list[dict[str, Any]]:
    """What the trail says that left of a set or a run."""
    query = "SELECT detail FROM audit WHERE action = 'export' AND entity_id = :of ORDER BY audit_seq"
    return [msgspec.json.decode(told) for (told,) in run_sql(house.database, query, of=of)]


def candidate(house: House, refs: list[str], model: str, *, mends: bool, **more: Any) -> None:
    """A challenger's answers: to the same verdict, by a first step that comes to something else where it mends."""
    first = Step(
        1,
        Bilingual("The second sign-in was the owner's own.", "第二次登录是本人。"),
        ("e1",),
        ("impossible_travel",),
        "ATO-12 §3",
        "safe" if mends else "",
    )
    word = msgspec.to_builtins(assessment(steps=(first,), model_version=model, role="challenger", **more))
    body = [{"external_ref": ref, "assessment": word} for ref in refs]
    results = house.agent.post("/v1/intake/assessments", json=body).json()["results"]
    assert {one["status"] for one in results} == {"accepted"}, results


def frozen(seat: Seat, **order: Any) -> dict[str, Any]:
    answer = seat.session.post("/v1/regression/sets", json=order)
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


def asked(seat: Seat, set_id: str, model: str) -> dict[str, Any]:
    answer = seat.session.post(f"/v1/regression/sets/{set_id}/runs", json={"model_version": model})
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


def marked(house: House, seat: Seat, refs: list[str]) -> list[str]:
    ids = [house.case(external_ref=ref) for ref in refs]
    assert all(one["code"] == "applied" for one in decide(seat, ids, "pass", steps=WRONG))
    return ids


def test_a_mark_becomes_a_check_and_its_author_hears_how_a_candidate_answers(
    house: House, lin: Seat, mei: Seat, lead: Seat
) -> None:
    mine, hers = [f"REG-L{n}" for n in range(3)], [f"REG-M{n}" for n in range(2)]
    marked(house, lin, mine)
    marked(house, mei, hers)
    told = frozen(lead, case_type="ato_investigation")
    assert (told["cases"], told["checks"], told["faults"], told["drawn"]) == (5, 5, 5, 0)
    assert frozen(lead, case_type="ato_investigation")["set_id"] == told["set_id"], "nothing has changed"
    whole = lead.session.get(f"/v1/regression/sets/{told['set_id']}/cases").json()["cases"]
    assert {one["external_ref"] for one in whole} == {*mine, *hers}
    assert whole[0]["checks"] == [
        {
            "n": 1,
            "kind": "wrong_inference",
            "evidence": ["e1"],
            "signals": ["impossible_travel"],
            "clause": "ATO-12 §3",
        }
    ]
    assert taken_out(house, told["set_id"]) == [{"after": 0, "shown": 5}]
    to_answer = house.agent.get(f"/v1/regression/sets/{told['set_id']}/cases").json()["cases"]
    assert {one["external_ref"] for one in to_answer} == {*mine, *hers}
    assert all((one["truth"], one["verdict"], one["checks"]) == ("", "", []) for one in to_answer)
    assert len(taken_out(house, told["set_id"])) == 1, "who is not told what is right takes nothing out"

    run = asked(lead, told["set_id"], "roca-5")
    assert (run["standing"], run["answered"]) == ("waiting", 0)
    assert asked(lead, told["set_id"], "roca-5")["run_id"] == run["run_id"], "one run of a candidate at a time"
    address = f"/v1/regression/runs/{run['run_id']}"
    empty = lead.session.post(f"{address}/conclusion")
    assert (empty.status_code, empty.json()["code"]) == (409, "regression_unanswered")
    candidate(house, mine, "roca-5", mends=True)
    candidate(house, hers, "roca-5", mends=False)
    now = lead.session.get(address).json()
    assert now["answered"] == 5
    assert now["standing"] == "waiting", "all were chosen for their marks, so that they prove nothing either way"
    (kind,) = now["steps"]["marks"]
    assert (kind["kind"], kind["mended"], kind["repeated"], kind["untold"]) == ("wrong_inference", 3, 2, 0)
    assert kind["low"] < kind["share"] == 0.6 < kind["high"]
    assert (now["steps"]["steps"], now["steps"]["grounded"]) == (5, 5)
    assert (now["steps"]["steps_before"], now["steps"]["grounded_before"]) == (10, 5), "a bare claim rests on nothing"

    done = lead.session.post(f"{address}/conclusion").json()
    assert (done["state"], done["told"]) == ("concluded", 2)
    assert lead.session.post(f"{address}/conclusion").json() == done, "twice is once"
    for seat, mended, repeated in ((lin, 3, 0), (mei, 0, 2)):
        newest = seat.session.get("/v1/news").json()["news"][0]
        assert (newest["event"], newest["mended"], newest["repeated"]) == ("retested", mended, repeated)
        assert (newest["title"], newest["result_ref"], newest["cases"]) == ("roca-5", run["run_id"], mended + repeated)
    (row,) = [one for one in lead.session.get("/v1/regression/runs").json()["runs"] if one["run_id"] == run["run_id"]]
    assert row["state"] == "concluded"


def test_drawn_cases_alone_say_better_or_worse(house: House, lead: Seat) -> None:
    dice = random.Random(8)
    made = []
    for _ in range(120):
        bad = dice.random() < 0.5
        right = dice.random() < 0.9
        said = "block" if bad == right else "pass"
        made.append(Case(said, "block" if bad else "pass", case_type="kyb_review", blind=True, ref=f"DR-{len(made)}"))
    with opened(house.database) as storage:
        put(storage, made, reviewer(storage))
    told = frozen(lead, case_type="kyb_review")
    assert (told["cases"], told["drawn"]) == (120, 120)
    run = asked(lead, told["set_id"], "roca-fallen")
    # It passes everything: worse than one that is right in nine of ten.
    passes = msgspec.to_builtins(assessment(base_value=-6.0, model_version="roca-fallen", role="challenger"))
    body = [{"external_ref": one.ref, "assessment": passes} for one in made]
    results = house.agent.post("/v1/intake/assessments", json=body).json()["results"]
    assert {one["status"] for one in results} == {"accepted"}
    now = lead.session.get(f"/v1/regression/runs/{run['run_id']}").json()
    assert now["standing"] == "worse"
    assert now["worse_in"] == ["kyb_review"]
    assert now["drawn"]["high"] < 0
    # The agent's own answers under another name change nothing and are not called better.
    same = asked(lead, told["set_id"], "roca-same")
    words = {
        says: msgspec.to_builtins(assessment(base_value=base, model_version="roca-same", role="challenger"))
        for says, base in (("block", -1.3), ("pass", -6.0))
    }
    body = [{"external_ref": one.ref, "assessment": words[one.verdict]} for one in made]
    house.agent.post("/v1/intake/assessments", json=body)
    now = lead.session.get(f"/v1/regression/runs/{same['run_id']}").json()
    assert (now["standing"], now["drawn"]["gained"], now["drawn"]["lost"]) == ("not_shown", 0, 0)


def test_two_reasonings_are_judged_without_knowing_whose_they_are(
    house: House, lin: Seat, sam: Seat, lead: Seat, bao: Seat
) -> None:
    refs = [f"PAIR-{n}" for n in range(8)]
    marked(house, lin, refs)
    told = frozen(lead)
    run = asked(lead, told["set_id"], "roca-pair")
    address = f"/v1/regression/runs/{run['run_id']}"
    assert sam.session.post(f"{address}/pairs").status_code == 404, "nothing is answered yet"
    candidate(house, refs, "roca-pair", mends=True)
    assert lin.session.post(f"{address}/pairs").status_code == 403
    assert bao.session.post(f"{address}/pairs").status_code == 403
    token = str(sam.session.tokens["access_token"])

    def asks(_turn: int) -> Any:
        with Session(sam.session.base, token) as mine:
            return mine.post(f"{address}/pairs")

    with ThreadPoolExecutor(4) as pool:
        at_once = list(pool.map(asks, range(4)))
    assert {answer.status_code for answer in at_once} == {200}
    assert len({answer.json()["pair_id"] for answer in at_once}) == 1, "asked four times at once, it is one pair"
    seen: list[bool] = []
    for _ in refs:
        answer = sam.session.post(f"{address}/pairs")
        assert answer.status_code == 200, answer.text
        pair = answer.json()
        again = sam.session.post(f"{address}/pairs").json()
        assert again == pair, "the same pair until it is judged"
        for tell in ("roca-pair", "roca-4.1", "C-", "PAIR-", '"lin"', "challenger", "champion", "risk_score"):
            assert tell not in answer.text, tell
        mends = [one["steps"][0]["en"].startswith("The second") for one in (pair["first"], pair["second"])]
        assert sorted(mends) == [False, True]
        seen.append(mends[0])
        choice = {"choice": "first" if mends[0] else "second", "reason": "It looks at the second sign-in."}
        vote = f"/v1/regression/pairs/{pair['pair_id']}/vote"
        assert lead.session.post(vote, json=choice).status_code == 404, "another's pair"
        taken = sam.session.post(vote, json=choice)
        assert taken.status_code == 200, taken.text
        other = sam.session.post(vote, json={"choice": "neither"})
        assert (other.status_code, other.json()["code"]) == (409, "regression_voted")
    assert sam.session.post(f"{address}/pairs").status_code == 404, "every pair was judged"
    assert "preference" not in lead.session.get(address).json(), "told once it is concluded"
    done = lead.session.post(f"{address}/conclusion").json()
    assert done["preference"]["votes"] == done["preference"]["candidate"] == 8


def test_who_may_do_what_with_it(house: House, lin: Seat, lead: Seat, bao: Seat) -> None:
    for seat in (lin, bao):
        assert seat.session.get("/v1/regression/sets").status_code == 403
        assert seat.session.post("/v1/regression/sets", json={}).status_code == 403
        assert seat.session.get("/v1/regression/runs").status_code == 403
    unknown = lead.session.post("/v1/regression/sets", json={"case_type": "nothing"})
    assert (unknown.status_code, unknown.json()["code"]) == (422, "unknown_case_type")
    for path in (f"/v1/regression/sets/{new_id()}/cases", f"/v1/regression/runs/{new_id()}", "/v1/regression/runs/x"):
        assert lead.session.get(path).status_code == 404
    assert lead.session.post(f"/v1/regression/pairs/{new_id()}/vote", json={"choice": "first"}).status_code == 404


def test_a_cause_that_is_named_after_the_reveal_makes_no_fault_of_a_case(house: House, lead: Seat) -> None:
    """A blind decision that is completed is its author's own word still."""
    with opened(house.database) as storage:
        blind = [Case("block", "block", case_type="poa_review", blind=True) for _ in range(3)]
        relabel(storage, put(storage, blind, reviewer(storage)), "TP", source="after_reveal")
        other = [Case("block", "pass", case_type="poa_review", ref="SECOND")]
        relabel(storage, put(storage, other, reviewer(storage)), "FP", source="after_reveal")
        with storage.read() as connection:
            rows = regression.material(connection, 2**53, 100, "poa_review", drawn=False)
    assert [row.external_ref for row in rows] == ["SECOND"]


def test_a_label_of_somebody_elses_word_is_in_the_set_too(house: House, lead: Seat) -> None:
    with opened(house.database) as storage:
        put(storage, [Case("block", "pass", case_type="trading_abuse", source="adjudicated")], reviewer(storage))
    told = frozen(lead, case_type="trading_abuse")
    assert (told["cases"], told["checks"], told["faults"]) == (1, 0, 1)


def test_a_type_without_marks_and_judgements_makes_no_set(house: House, lead: Seat) -> None:
    empty = lead.session.post("/v1/regression/sets", json={"case_type": "withdrawal_anomaly"})
    assert (empty.status_code, empty.json()["code"]) == (422, "training_empty")


def test_a_set_says_what_was_marked_by_kind_type_and_cause(house: House, lin: Seat, lead: Seat) -> None:
    marked(house, lin, [f"SUM-{n}" for n in range(2)])
    told = frozen(lead)
    assert told["kinds"]["wrong_inference"] == told["checks"] == sum(told["types"].values())
    assert sum(told["causes"].values()) == told["checks"]
    assert all(n > 0 for part in ("kinds", "types", "causes") for n in told[part].values())


def test_single_cases_of_an_open_run_are_for_those_who_judge_no_pairs_of_it(
    house: House, lin: Seat, sam: Seat, lead: Seat
) -> None:
    refs = [f"LOOK-{n}" for n in range(3)]
    ids = marked(house, lin, refs)
    run = asked(lead, frozen(lead)["set_id"], "roca-look")
    address = f"/v1/regression/runs/{run['run_id']}"
    candidate(house, refs[:2], "roca-look", mends=True)
    pair = lead.session.post(f"{address}/pairs").json()
    for path in (f"{address}/cases", f"{address}/cases/1"):
        blind = lead.session.get(path)
        assert (blind.status_code, blind.json()["code"]) == (409, "regression_blind")
        assert sam.session.get(path).status_code == 403, "who judges reads no figures at all"
    assert lead.session.get(address).json().get("cases_shown", False) is False

    # Who only reads needs not say so, and may not judge.
    owner = house.seat("owner of looks", "rules_owner")
    assert owner.session.get(f"{address}/cases").status_code == 200
    assert owner.session.post(f"{address}/pairs").status_code == 403

    looked = lead.session.post(f"{address}/looks")
    assert looked.json()["cases_shown"] is True
    assert lead.session.post(f"{address}/looks").json() == looked.json(), "twice is once"
    told = lead.session.get(f"{address}/cases", params={"which": "any", "limit": 500}).json()
    rows = {one["case_id"]: one for one in told["cases"]}
    assert told["total"] == len(rows)
    first, last = rows[ids[0]], rows[ids[2]]
    assert (first["before"], first["after"], first["became"]) == ("block", "block", "same")
    assert (first["mended"], first["repeated"], last["became"], last["after"]) == (1, 0, "unanswered", None)
    answered = lead.session.get(f"{address}/cases", params={"which": "same", "limit": 1}).json()
    assert (answered["total"], answered["next_after"]) == (2, answered["cases"][0]["n"])
    shown = [(one["which"], one["shown"]) for one in taken_out(house, address.rsplit("/", 1)[1])]
    assert shown == [("any", len(rows)), ("same", 1)]
    single = lead.session.get(f"{address}/cases/{first['n']}")
    assert single.status_code == 200, single.text
    one = single.json()
    assert one["marks"] == [{"n": 1, "kind": "wrong_inference", "right_clause": None, "finding": "mended"}]
    assert one["changed_after"] == [1]
    assert 1 in one["changed_before"]
    assert one["before"]["steps"][0] != one["after"]["steps"][0]
    assert lead.session.get(f"{address}/cases/0").status_code == 404
    assert lead.session.get(f"{address}/cases/99999").status_code == 404

    refused = lead.session.post(f"{address}/pairs")
    assert (refused.status_code, refused.json()["code"]) == (409, "regression_looked")
    late = lead.session.post(f"/v1/regression/pairs/{pair['pair_id']}/vote", json={"choice": "first"})
    assert (late.status_code, late.json()["code"]) == (409, "regression_looked"), "not even the pair before them"
    mine = next(o for o in sam.session.get("/v1/regression/judging").json()["runs"] if o["run_id"] == run["run_id"])
    assert (mine["judged"], mine["looked"]) == (0, False)
    assert "roca-look" not in sam.session.get("/v1/regression/judging").text
    assert lin.session.get("/v1/regression/judging").status_code == 403

    # Fewer votes than could show anything are not told of, so that nobody's own word can be read from them.
    pair = sam.session.post(f"{address}/pairs").json()
    sam.session.post(f"/v1/regression/pairs/{pair['pair_id']}/vote", json={"choice": "first"})
    assert lead.session.get(address).json()["votes"] == 1
    done = lead.session.post(f"{address}/conclusion").json()
    assert (done["votes"], done.get("preference")) == (1, None)
    assert sam.session.get("/v1/regression/judging").json()["runs"] == [
        one for one in sam.session.get("/v1/regression/judging").json()["runs"] if one["run_id"] != run["run_id"]
    ], "a concluded run is judged no more"
