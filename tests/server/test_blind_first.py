"""Blind-first over raw HTTP: not a byte of the agent's word leaves before the person has committed, and what comes
after the reveal is kept beside what was said before it."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from app.domain.text import Bilingual
from tests.support.factories import assessment, signal
from tests.support.seats import House, Seat, open_house, review_body
from tests.support.server import Session, start_server

SIGNAL, STEP, UNCHECKED = "canary_signal_77", "Canary step: the words of the agent.", "Canary: what was not checked."
OUTCOME = re.compile(r'"label":"(TP|FP|TN|FN)"')
FIRST = {"decision": "block", "rationale": "The owner was in Singapore.", "rationale_language": "en", "active_ms": 900}


def word(**more: Any) -> Any:
    """A champion whose every part can be found again in an answer."""
    return assessment(
        signals=(signal(SIGNAL, 0.9, 4242.75), signal("impossible_travel", 0.1)),
        not_checked=(Bilingual(UNCHECKED, "未核对"),),
        threshold=0.8642,
        **more,
    )


def tells(text: str) -> list[str]:
    """What in an answer tells the agent's word on a case of this module."""
    score = word().risk_score
    words = {
        "verdict": '"verdict"',
        "score": str(score)[:9],
        "score_key": '"risk_score":0',
        "confidence": '"confidence"',
        "threshold": "0.8642",
        "signal": SIGNAL,
        "value": "4242.75",
        "contribution": '"contribution"',
        "step": "Two sign-ins too far apart",
        "clause": "ATO-12 §",
        "unchecked": UNCHECKED,
        "beside": '"assessments_beside"',
    }
    found = [name for name, part in words.items() if part in text]
    # What surrounds a case may tell how others ended; of this one nothing stands there.
    return found + (["label"] if OUTCOME.search(text) and '"linked":' not in text else [])


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    database = tmp_path_factory.mktemp("blind") / "server.db"
    with start_server(database, environment={"FOOTPLATE_BLIND_FIRST_SHARE": "1"}) as server:
        house = open_house(server, database)
        yield house
        house.close()


@pytest.fixture
def case_id(house: House) -> str:
    return house.case(assessment=word())


def fate(answer: Any) -> dict[str, Any]:
    """The result of a command sent alone, refused or not."""
    told: dict[str, Any] = answer.json()
    result: dict[str, Any] = told.get("result", told)
    return result


def readable(session: Session, case_id: str) -> dict[str, str]:
    """Everything that a person can read in which the case may stand."""
    paths = {
        "case": f"/v1/cases/{case_id}",
        "queue": "/v1/cases?view=open&limit=500",
        "type": "/v1/cases?view=type:ato_investigation&limit=500",
        "mine": "/v1/cases?view=mine",
        "changes": "/v1/changes?limit=500",
        "context": f"/v1/cases/{case_id}/context",
        "snapshot": "/v1/snapshot?limit=500",
        "search": f"/v1/cases?q={case_id}",
        "labels": "/v1/exports/labels?cursor=",
        "labels_file": "/v1/exports/labels",
        "tasks": "/v1/exports/labels?format=label-studio",
        "reviews": "/v1/exports/reviews",
        "audit": "/v1/exports/audit",
        "requests": "/v1/intake/requests",
        "stats": "/v1/stats/blind_first",
        "meta": "/v1/meta",
    }
    told = {name: session.get(path).text for name, path in paths.items()}
    assert all(case_id in told[name] for name in ("case", "queue", "snapshot"))
    return told


def about(text: str, case_id: str) -> str:
    """The rows of an answer that speak of this case (a module's other cases may be decided already)."""
    try:
        told = json.loads(text)
    except ValueError:
        return "\n".join(line for line in text.splitlines() if case_id in line)
    if not isinstance(told, dict):
        return "\n".join(
            json.dumps(row, separators=(",", ":"), ensure_ascii=False) for row in told if case_id in json.dumps(row)
        )
    for key in ("cases", "changes", "rows", "labels"):
        if isinstance(told.get(key), list):
            rows = [row for row in told[key] if case_id in json.dumps(row)]
            return json.dumps(rows, separators=(",", ":"), ensure_ascii=False)
    return text


@pytest.mark.parametrize("role", ["reviewer", "senior_agent", "team_lead", "bpo_agent"])
def test_nothing_that_a_person_can_read_tells_the_agents_word_before_the_commit(house: House, role: str) -> None:
    case_id = house.case(assessment=word(), vendor="north")
    seat = house.seat(f"reads-{role}", role, "north" if role == "bpo_agent" else None)
    seat.hold(case_id)
    told = readable(seat.session, case_id)
    assert {name: found for name, text in told.items() if (found := tells(about(text, case_id)))} == {}
    case = seat.case(case_id)
    assert (case["blind"], "assessment" in case) == (True, False)


def test_two_verdicts_give_the_same_bytes(house: House) -> None:
    seat = house.seat("compares")
    bad, good = (
        house.case(external_ref=f"SAME-{n}", assessment=word(verdict=None) if n else assessment(base_value=-6.0))
        for n in (1, 0)
    )

    def neutral(case_id: str) -> str:
        case = seat.case(case_id)
        for name in ("case_id", "external_ref", "due_at", "routed_at"):
            case.pop(name)
        return json.dumps(case, sort_keys=True)

    assert neutral(bad) == neutral(good)


def test_after_the_commit_the_verdict_comes_by_the_answer_and_by_the_feed(house: House, case_id: str) -> None:
    seat = house.seat("commits")
    cursor = seat.session.get("/v1/snapshot?limit=500").json()["resume_cursor"]
    result = fate(seat.put(seat.command(case_id, FIRST, seat.hold(case_id))))
    assert (result["status"], result["label"], result["flags"]) == ("applied", "TP", ["code_owed"])
    changes = seat.session.get("/v1/changes", params={"cursor": cursor, "limit": 500}).json()["changes"]
    case = next(c["document"] for c in changes if c["entity_id"] == case_id)
    review = next(c["document"] for c in changes if c["entity_id"] == result["review_id"])
    assert case["assessment"]["verdict"] == "block"
    assert "blind" not in case
    assert (review["blind_first"], review["to_complete"], review["label"]) == (True, True, "TP")
    assert review["amend_until"] > review["decided_at"]


@pytest.mark.parametrize(
    ("guess", "place"),
    [
        ({"label": "TP"}, "/body/label"),
        ({"label": "FP"}, "/body/label"),
        ({"steps": [{"n": 1, "verdict": "right"}]}, "/body/steps"),
    ],
)
def test_a_guess_is_refused_in_the_same_words_whether_it_is_right_or_wrong(
    house: House, case_id: str, guess: dict[str, Any], place: str
) -> None:
    seat = house.seat(f"guesses-{place}-{guess}")
    answer = seat.put(seat.command(case_id, FIRST | guess, seat.hold(case_id)))
    assert answer.status_code == 422
    result = fate(answer)
    assert (result["code"], [e["code"] for e in result["errors"]]) == ("review_invalid", ["not_before_reveal"])
    assert [e["pointer"] for e in result["errors"]] == [place]
    assert seat.case(case_id)["state"] == "open"


def test_refusals_before_the_commit_are_the_same_for_both_verdicts(house: House) -> None:
    seat = house.seat("probes")
    cases = [house.case(assessment=word()), house.case(assessment=assessment(base_value=-6.0))]
    probes: list[dict[str, Any]] = [
        {"code": "thin_history", "rationale": ""},
        {"code": "signal_overweighted", "rationale": ""},
        {"code": "signal_overweighted", "attribution": {"kind": "signal", "ref": SIGNAL}, "rationale": ""},
        {"code": "no_such_code"},
        {"label": "FN"},
        {"label": "TN", "steps": [{"n": 9, "verdict": "wrong"}]},
        {"attribution": {"kind": "step", "ref": "2"}, "rationale": "One. Two. Three. Four."},
    ]
    for probe in probes:
        told = []
        for case_id in cases:
            result = fate(seat.put(seat.command(case_id, FIRST | probe, seat.hold(case_id))))
            for name in ("command_id", "command_seq"):
                result.pop(name)
            told.append(result)
        assert told[0] == told[1], probe
        assert told[0]["status"] == "rejected", probe


def test_a_code_given_blind_stays_where_it_fits_and_falls_away_where_it_does_not(house: House) -> None:
    seat = house.seat("lucky")
    fits, fails = house.case(assessment=word()), house.case(assessment=word())
    kept = fate(seat.put(seat.command(fits, FIRST | {"code": "thin_history"}, seat.hold(fits))))
    assert (kept["label"], kept.get("flags")) == ("TP", None)
    fallen = FIRST | {"code": "signal_overweighted", "attribution": {"kind": "signal", "ref": "impossible_travel"}}
    lost = fate(seat.put(seat.command(fails, fallen, seat.hold(fails))))
    assert (lost["status"], lost["flags"]) == ("applied", ["code_owed"])


def commit(seat: Seat, case_id: str, decision: str = "block") -> str:
    result = fate(seat.put(seat.command(case_id, FIRST | {"decision": decision}, seat.hold(case_id))))
    assert result["status"] == "applied", result
    return str(result["review_id"])


def amend(seat: Seat, case_id: str, review_id: str, **body: Any) -> Any:
    command = seat.command(case_id, {"review_id": review_id} | body, None, command_type="review.amend_after_reveal")
    return seat.put(command)


def labels_of(house: House, case_id: str) -> list[dict[str, Any]]:
    rows, cursor = [], ""
    while True:
        page = house.agent.get("/v1/exports/labels", params={"cursor": cursor, "limit": 1000}).json()
        rows += [row for row in page["labels"] if row["case_id"] == case_id]
        cursor = page["next_cursor"]
        if not page["more"]:
            return rows


def test_the_code_that_is_owed_completes_the_review_and_makes_a_revision_of_the_label(
    house: House, case_id: str
) -> None:
    seat = house.seat("completes")
    review_id = commit(seat, case_id)
    before = labels_of(house, case_id)
    answer = amend(seat, case_id, review_id, code="thin_history")
    assert (answer.status_code, fate(answer)["label"]) == (200, "TP")
    told = before + labels_of(house, case_id)[1:]
    assert [(r["label"], r["code"], r["source"], r["revision"]) for r in told] == [
        ("TP", None, "review", 1),
        ("TP", "thin_history", "after_reveal", 2),
    ]
    again = amend(seat, case_id, review_id, code="thin_history")
    assert (again.status_code, fate(again)["code"]) == (409, "not_amendable")


def test_a_second_decision_takes_effect_and_the_first_is_kept(house: House, case_id: str) -> None:
    seat = house.seat("sways")
    first = commit(seat, case_id, "pass")
    answer = amend(
        seat, case_id, first, decision="block", code="thin_history", rationale="The agent's signal is right."
    )
    result = fate(answer)
    assert (result["status"], result["label"]) == ("applied", "TP")
    outcome = seat.case(case_id)["outcome"]
    assert (outcome["decision"], outcome["review_id"]) == ("block", result["review_id"])
    reviews = {r["entity_id"]: r["document"] for r in seat.session.get("/v1/snapshot?limit=500").json()["rows"]}
    kept = reviews[first]
    assert (kept["decision"], kept["standing"]) == ("pass", "superseded")
    assert kept["after_reveal"] | {"at": ""} == {
        "at": "",
        "first_decision": "pass",
        "second_decision": "block",
        "shift": "toward",
        "second_review_id": result["review_id"],
    }
    assert [(r["label"], r["decision"]) for r in labels_of(house, case_id)] == [("FP", "pass"), ("TP", "block")]


def test_whoever_came_too_late_is_told_of_the_second_decision_as_of_the_first(house: House, case_id: str) -> None:
    seat, late = house.seat("sways-again"), house.seat("too-late")
    lost = late.hold(case_id)
    held = [{"claim_id": lost["claim_id"], "fence": lost["fence"]}]
    assert late.session.post("/v1/claims/release", json=held).json()[0]["code"] == "released"
    first = commit(seat, case_id, "pass")
    told = late.put(late.command(case_id, review_body(), lost))
    assert told.status_code == 409
    cursor = late.session.get("/v1/snapshot?limit=500").json()["resume_cursor"]
    answer = amend(seat, case_id, first, decision="block", code="thin_history", rationale="The signal is right.")
    assert fate(answer)["status"] == "applied"
    changes = late.session.get("/v1/changes", params={"cursor": cursor}).json()["changes"]
    own = [change["document"] for change in changes if change["entity_id"] == fate(told)["review_id"]]
    assert [document["in_force"]["decision"] for document in own] == ["block"]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (
            {"code": "signal_overweighted", "attribution": {"kind": "signal", "ref": "impossible_travel"}},
            "code_does_not_fit_label",
        ),
        ({"code": "thin_history", "decision": "escalate"}, "decision_final"),
        (
            {"code": "signal_overweighted", "decision": "pass", "attribution": {"kind": "signal", "ref": SIGNAL}},
            "rationale_required",
        ),
    ],
)
def test_an_amendment_keeps_the_rules_of_a_review(house: House, case_id: str, body: Any, code: str) -> None:
    seat = house.seat(f"amends-{code}")
    answer = amend(seat, case_id, commit(seat, case_id), **body)
    assert answer.status_code == 422
    assert code in [error["code"] for error in fate(answer)["errors"]]


def test_nobody_amends_the_review_of_another(house: House, case_id: str) -> None:
    review_id = commit(house.seat("owner"), case_id)
    other = house.seat("other", "team_lead")
    assert amend(other, case_id, review_id, code="thin_history").status_code == 404


def test_what_was_carried_out_is_not_decided_again(house: House, case_id: str) -> None:
    seat = house.seat("late")
    first = commit(seat, case_id, "pass")
    done = [{"ref": first, "at": "2026-11-21T10:00:00Z", "result": "done"}]
    assert house.agent.post("/v1/intake/executions", json=done).json()["accepted"] == 1
    root = {"code": "signal_overweighted", "attribution": {"kind": "signal", "ref": SIGNAL}}
    answer = amend(seat, case_id, first, decision="block", rationale="It should have been stopped.", **root)
    assert fate(answer)["label"] == "FP"
    assert seat.case(case_id)["outcome"]["decision"] == "pass"


def test_whoever_escalates_has_committed_and_the_senior_person_sees_all(house: House, case_id: str) -> None:
    seat, sam = house.seat("escalates"), house.seat("sam", "senior_agent")
    assert "assessment" not in sam.case(case_id)
    seat.put(seat.command(case_id, FIRST | {"decision": "escalate"}, seat.hold(case_id)))
    for reader in (seat, sam):
        assert reader.case(case_id)["assessment"]["verdict"] == "block"
    escalation = sam.case(case_id)["escalation"]["escalation_id"]
    body = review_body("block", escalation_id=escalation)
    assert fate(sam.put(sam.command(case_id, body, sam.hold(case_id))))["status"] == "applied"


def test_a_review_that_takes_no_effect_tells_nothing(house: House, case_id: str) -> None:
    seat, lead = house.seat("loses"), house.seat("leads", "team_lead")
    claim = seat.hold(case_id)
    stale = seat.command(case_id, FIRST, claim, fence=claim["fence"] + 9)
    told = seat.put(stale)
    assert (told.status_code, fate(told)["code"]) == (409, "lease_lost")
    assert tells(told.text) == []
    for reader in (seat, lead):
        read = readable(reader.session, case_id)
        assert {name: found for name, text in read.items() if (found := tells(about(text, case_id)))} == {}


def test_people_who_never_decide_see_everything(house: House, case_id: str) -> None:
    reader = house.reader("auditor-sees", "auditor")
    assert reader.get(f"/v1/cases/{case_id}").json()["assessment"]["verdict"] == "block"


def test_a_share_is_drawn_per_person_and_stays(tmp_path_factory: pytest.TempPathFactory) -> None:
    database = tmp_path_factory.mktemp("share") / "server.db"
    environment = {"FOOTPLATE_BLIND_FIRST_SHARE": "0.3", "FOOTPLATE_BLIND_FIRST_SHARES": "reset_2fa=0"}
    with start_server(database, environment=environment) as server:
        house = open_house(server, database)
        house.cases(200)
        house.cases(20, case_type="reset_2fa")
        ann, bob = house.seat("ann"), house.seat("bob")

        def blind(seat: Seat) -> set[str]:
            page = seat.session.get("/v1/cases?view=open&limit=500").json()["cases"]
            assert not [c for c in page if c.get("blind") and c["case_type"] == "reset_2fa"]
            return {c["case_id"] for c in page if c.get("blind")}

        first = blind(ann)
        assert 35 <= len(first) <= 85
        assert blind(bob) != first
        server.stop()
        server.environment["FOOTPLATE_BLIND_FIRST_SHARE"] = "0"
        server.restart()
        assert blind(ann) == first  # a case keeps the share that was in force when it came
        house.close()


def test_the_figures_count_first_decisions(house: House) -> None:
    lead = house.reader("figures", "team_lead")
    told = lead.get("/v1/stats/blind_first").json()
    total = next(row for row in told["rows"] if row["case_type"] == "*")
    assert total["blind"] >= total["answered"] >= total["toward"]["count"] >= 1
    assert total["agreed_blind"]["n"] == total["blind"]
    assert 0 <= total["toward"]["low"] <= total["toward"]["high"] <= 1
    shift = total["shift"]
    assert shift["agreed_blind"]["n"] == total["blind"] < 30
    assert shift["agreed_blind"].keys() == {"n", "more_to_show"}, "withheld below 30"
    assert shift["pull"].keys() == {"n_1", "n_2", "more_to_show"}
    plain_reader = house.seat("no-figures")
    assert plain_reader.session.get("/v1/stats/blind_first").status_code == 403
