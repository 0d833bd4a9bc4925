"""Asking the agent for a second look: stored, told to the agent, answered beside what stood before."""

from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest
from sqlalchemy import select

from app.domain.decision import Verdict
from app.server.storage import tables as t
from app.server.usecases.assessments import take_assessments
from tests.support.factories import assessment
from tests.support.hub_house import hub_house, word
from tests.support.seats import House, Seat, open_house
from tests.support.server import start_server


def ask(seat: Seat, case_id: str, reason: str = "step_doubtful", **more: Any) -> Any:
    return seat.put(seat.command(case_id, {"reason": reason} | more, None, command_type="assessment.request"))


def waiting(house: House, case_id: str) -> list[dict[str, Any]]:
    told = house.agent.get("/v1/intake/requests?limit=500").json()["requests"]
    return [one for one in told if one["case_id"] == case_id]


def answer(house: House, ref: str, word: Any, **more: Any) -> dict[str, Any]:
    body = [{"external_ref": ref, "assessment": msgspec.to_builtins(word)} | more]
    told: dict[str, Any] = house.agent.post("/v1/intake/assessments", json=body).json()["results"][0]
    return told


def test_the_agent_is_asked_once_and_reads_why(house: House, lin: Seat) -> None:
    case_id = house.case(external_ref="ASK-1")
    assert ask(lin, case_id, note="Step 2 names no evidence.").status_code == 200
    (told,) = waiting(house, case_id)
    assert (told["external_ref"], told["reason"], told["note"]) == (
        "ASK-1",
        "step_doubtful",
        "Step 2 names no evidence.",
    )
    assert lin.case(case_id)["asked"]["reason"] == "step_doubtful"
    again = ask(lin, case_id)
    assert (again.status_code, again.json()["result"]["code"]) == (409, "already_asked")


def test_the_answer_is_the_word_in_force_of_an_open_case_and_the_old_one_stands_beside(house: House, lin: Seat) -> None:
    case_id = house.case(external_ref="ASK-2")
    ask(lin, case_id)
    (request,) = waiting(house, case_id)
    told = answer(house, "ASK-2", assessment(base_value=-4.0), request_id=request["request_id"])
    assert told["status"] == "accepted"
    case = lin.case(case_id)
    assert case["assessment"]["verdict"] == "pass"
    assert [one["assessment"]["verdict"] for one in case["assessments_beside"]] == ["block"]
    assert "asked" not in case
    assert waiting(house, case_id) == []
    stale = lin.put(
        lin.command(
            case_id,
            {
                "decision": "block",
                "code": "thin_history",
                "rationale": "As ROCA says.",
                "rationale_language": "en",
                "active_ms": 9,
            },
            lin.hold(case_id),
            base_rev=1,
        )
    )
    assert stale.json()["result"]["code"] == "stale_evidence"


def test_an_answer_that_says_the_same_makes_nothing_stale(house: House, lin: Seat) -> None:
    case_id = house.case(external_ref="ASK-3")
    ask(lin, case_id)
    assert answer(house, "ASK-3", assessment())["status"] == "accepted"
    case = lin.case(case_id)
    assert (case["material_rev"], case.get("assessments_beside"), "asked" in case) == (1, None, False)
    assert answer(house, "ASK-3", assessment())["status"] == "duplicate"


def test_a_submitted_review_never_changes(house: House, lin: Seat) -> None:
    case_id = house.case(external_ref="ASK-4")
    assert lin.review(case_id).status_code == 200
    before = lin.case(case_id)
    refused = answer(house, "ASK-4", assessment(base_value=-4.0))
    assert refused["problem"]["code"] == "case_closed"
    assert ask(lin, case_id, "evidence_added").status_code == 200
    assert answer(house, "ASK-4", assessment(base_value=-4.0))["status"] == "accepted"
    after = lin.case(case_id)
    assert (after["outcome"], after["assessment"], after["material_rev"]) == (
        before["outcome"],
        before["assessment"],
        before["material_rev"],
    )
    (beside,) = after["assessments_beside"]
    assert (beside["assessment"]["verdict"], beside["reason"], beside["role"]) == ("pass", "evidence_added", "champion")


def test_a_challenger_is_told_to_those_who_read_all_and_only_after_the_end(house: House, lin: Seat) -> None:
    case_id = house.case(external_ref="ASK-5")
    lead = house.seat("lead", "team_lead")
    rival = assessment(base_value=-4.0, model_version="roca-rival")
    answer(house, "ASK-5", msgspec.structs.replace(rival, role="challenger"))

    def told() -> list[bool]:
        paths = (f"/v1/cases/{case_id}", f"/v1/cases/{case_id}/context", "/v1/snapshot?limit=500")
        return ["roca-rival" in "".join(seat.session.get(path).text for path in paths) for seat in (lin, lead)]

    assert told() == [False, False]
    lin.review(case_id)
    assert told() == [False, True]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"reason": "other"}, "note_required"),
        ({"reason": "other", "note": "x" * 501}, "note_too_long"),
        ({"reason": "other", "note": "a\u202eb"}, "note_characters"),
        ({"reason": "other", "note": "Call ann@example.net"}, "personal_data"),
    ],
)
def test_a_request_says_what_it_wants_in_fit_words(house: House, lin: Seat, body: dict[str, Any], code: str) -> None:
    told = ask(lin, house.case(), **body)
    assert told.status_code == 422
    assert [error["code"] for error in told.json()["result"]["errors"]] == [code]


def test_only_the_agent_reads_the_list_and_only_those_who_decide_ask(house: House, lin: Seat) -> None:
    case_id = house.case()
    assert lin.session.get("/v1/intake/requests").status_code == 403
    assert ask(house.seat("reads", "auditor"), case_id).status_code == 403
    assert ask(lin, "C-999999999").status_code == 404
    assert (
        answer(house, "ASK-1", assessment(), request_id="00000000-0000-7000-8000-000000000000")["status"] == "rejected"
    )


def test_whoever_decides_blind_does_not_ask(tmp_path_factory: pytest.TempPathFactory) -> None:
    database = tmp_path_factory.mktemp("blind-ask") / "server.db"
    with start_server(database, environment={"FOOTPLATE_BLIND_FIRST_SHARE": "1"}) as server:
        house = open_house(server, database)
        told = ask(house.seat("lin"), house.case())
        assert (told.status_code, told.json()["result"]["code"]) == (409, "withheld")
        house.close()


def test_a_large_batch_is_written_in_parts_so_that_others_write_meanwhile(tmp_path: Path) -> None:
    """Each part has its own moment; one bad item spoils no other, and all of it again changes nothing."""
    with hub_house(tmp_path / "server.db") as hub:
        refs = [f"PART-{n}" for n in range(50)]
        hub.feed([hub.case(ref, word(0.7, Verdict.PASS, 0.85, "rules-7")) for ref in refs])
        tried = msgspec.to_builtins(assessment(model_version="roca-5", role="challenger"))
        body = [{"external_ref": ref, "assessment": tried} for ref in (*refs[:30], "NOBODY", *refs[30:])]

        def clock() -> datetime:
            hub.wait(seconds=1)
            return hub.now

        hub.storage.clock = clock
        told = take_assessments(hub.storage, hub.agent, msgspec.json.encode(body), lines=False)
        assert (told.accepted, told.rejected, told.results[30].status) == (50, 1, "rejected")
        with hub.storage.read() as connection:
            moments = list(connection.scalars(select(t.assessments.c.received_at).distinct()))
        assert len(moments) == 3
        again = take_assessments(hub.storage, hub.agent, msgspec.json.encode(body), lines=False)
        assert (again.accepted, again.duplicate) == (0, 50)
