"""Patterns over raw HTTP: many cases, one rationale, one decision, and a label for each case by its own verdict."""

from typing import Any

import pytest

from tests.support.factories import assessment
from tests.support.seats import House, Seat, new_id, review_body

WHY = "Nine new accounts share one payee and one device."
BOTH = {
    "codes": ["signal_underweighted", "thin_history"],
    "attribution": {"kind": "signal", "ref": "impossible_travel"},
}


def send_up(seat: Seat, *case_ids: str, **more: Any) -> Any:
    body = {"case_ids": list(case_ids), "rationale": WHY, "rationale_language": "en"} | more
    return seat.put(seat.command(None, body, None, command_type="escalation.pattern", base_rev=None))


def resolve(seat: Seat, pattern_id: str, decision: str = "block", **more: Any) -> Any:
    body = {"pattern_id": pattern_id, "decision": decision, "rationale": WHY, "rationale_language": "en"} | BOTH | more
    return seat.put(seat.command(None, body, None, command_type="escalation.resolve_pattern", base_rev=None))


def effects(answer: Any) -> dict[str, tuple[str, str | None]]:
    told = answer.json()
    return {one["case_id"]: (one["code"], one.get("label")) for one in told.get("result", told)["cases"]}


def test_a_pattern_is_decided_in_one_go_each_case_by_its_own_verdict(house: House, lin: Seat, sam: Seat) -> None:
    bad, good = house.case(), house.case(assessment=assessment(base_value=-6.0))
    key_user, spared = house.case(priority=90), house.case()
    raised = send_up(lin, bad, good, key_user, spared, code="thin_history")
    assert {code for code, _ in effects(raised).values()} == {"applied"}
    pattern_id = raised.json()["pattern_id"]
    waiting = {c["case_id"]: c for c in sam.session.get("/v1/cases?view=awaiting_me&limit=500").json()["cases"]}
    assert {waiting[c]["escalation"]["pattern_id"] for c in (bad, good, key_user, spared)} == {pattern_id}
    assert (waiting[bad]["escalation"]["kind"], waiting[key_user]["escalation"]["kind"]) == (
        "high_risk_pattern",
        "key_user",
    )
    assert waiting[bad]["escalation"]["rationale"] == WHY
    mine = {c["case_id"] for c in lin.session.get("/v1/cases?view=mine_waiting&limit=500").json()["cases"]}
    assert {bad, good, key_user, spared} <= mine
    told = effects(resolve(sam, pattern_id, exclude=[spared]))
    assert told == {bad: ("applied", "TP"), good: ("applied", "FN"), key_user: ("key_user", None)}
    assert [sam.case(c)["state"] for c in (bad, good, key_user, spared)] == [
        "closed",
        "closed",
        "escalated",
        "escalated",
    ]
    alone = review_body("block", escalation_id=sam.case(key_user)["escalation"]["escalation_id"])
    assert sam.put(sam.command(key_user, alone, sam.hold(key_user))).status_code == 200
    rows = house.agent.get("/v1/exports/labels?cursor=&limit=1000").json()["labels"]
    assert {r["case_id"]: (r["label"], r["code"]) for r in rows if r["case_id"] in (bad, good)} == {
        bad: ("TP", "thin_history"),
        good: ("FN", "signal_underweighted"),
    }
    assert all(sum(1 for r in rows if r["case_id"] == c) == 1 for c in (bad, good))


def test_a_case_whose_label_has_no_fitting_code_stays_up(house: House, lin: Seat, sam: Seat) -> None:
    bad, good = house.case(), house.case(assessment=assessment(base_value=-6.0))
    pattern_id = send_up(lin, bad, good).json()["pattern_id"]
    told = effects(resolve(sam, pattern_id, codes=["thin_history"], attribution=None))
    assert told == {bad: ("applied", "TP"), good: ("code_required", None)}
    assert sam.case(good)["state"] == "escalated"


def test_nobody_decides_the_own_pattern_and_nobody_junior_any(house: House, lin: Seat) -> None:
    tam = house.seat("tam", "team_lead")
    cases = house.cases(2)
    pattern_id = send_up(tam, *cases).json()["pattern_id"]
    refused = resolve(tam, pattern_id)
    assert refused.status_code == 422
    assert {error["code"] for error in refused.json()["result"]["errors"]} == {"not_yours_to_resolve"}
    assert resolve(lin, pattern_id).status_code == 403
    assert [tam.case(c)["state"] for c in cases] == ["escalated", "escalated"]


def test_what_cannot_go_up_is_named_and_the_rest_goes(house: House, lin: Seat, sam: Seat) -> None:
    held, closed, *free = house.cases(4)
    house.seat("holder").hold(held)
    lin.review(closed)
    told = effects(send_up(lin, held, closed, *free, "C-999999999"))
    assert told[held][0] == "claimed_by_other"
    assert told[closed][0] == "case_closed"
    assert told["C-999999999"][0] == "not_found"
    assert {told[c][0] for c in free} == {"applied"}
    again = send_up(lin, *free)
    assert (again.status_code, again.json()["result"]["code"]) == (422, "invalid")


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"rationale": "One. Two. Three."}, "rationale_sentences"),
        ({"rationale": "Write to ann@example.net"}, "personal_data"),
        ({"rationale_language": "de"}, "rationale_language"),
        ({"code": "nothing"}, "code_unknown"),
        ({"case_ids": ["C-200001"]}, "pattern_size"),
        ({"case_ids": ["C-200001", "C-200001"]}, "case_ids"),
    ],
)
def test_a_pattern_keeps_the_rules_of_a_rationale(house: House, lin: Seat, more: dict[str, Any], code: str) -> None:
    refused = send_up(lin, *house.cases(2), **more)
    assert refused.status_code == 422
    assert code in [error["code"] for error in refused.json()["result"]["errors"]]


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"decision": "escalate"}, "decision_final"),
        ({"codes": []}, "code_required"),
        ({"codes": ["thin_history", "conflicting_signals"]}, "one_code_per_kind"),
        ({"codes": ["signal_underweighted"], "attribution": None}, "attribution_required"),
    ],
)
def test_a_resolution_keeps_the_rules_of_a_review(
    house: House, lin: Seat, sam: Seat, more: dict[str, Any], code: str
) -> None:
    pattern_id = send_up(lin, *house.cases(2)).json()["pattern_id"]
    refused = resolve(sam, pattern_id, **more)
    assert refused.status_code == 422
    assert code in [error["code"] for error in refused.json()["result"]["errors"]]


def test_a_pattern_that_was_decided_or_never_was(house: House, lin: Seat, sam: Seat) -> None:
    pattern_id = send_up(lin, *house.cases(2)).json()["pattern_id"]
    assert resolve(sam, pattern_id).status_code == 200
    assert resolve(sam, pattern_id).json()["result"]["code"] == "pattern_resolved"
    assert resolve(sam, new_id()).status_code == 404


def test_who_is_told_of_no_links_raises_no_pattern(house: House, bao: Seat) -> None:
    one, other = house.case(vendor="north"), house.case(vendor="north")
    assert send_up(bao, one, other).status_code == 403
    assert [bao.case(case_id)["state"] for case_id in (one, other)] == ["open", "open"]
