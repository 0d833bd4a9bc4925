"""The Decision Hub at the door: who comes in, what the agent asks, and what a case says of its rule."""

from typing import Any

import msgspec

from app.contract import paths
from app.domain.decision import Verdict
from tests.support.factories import NOON, intake_case
from tests.support.hub_examples import SAID, first, propose, step, tried
from tests.support.hub_house import word
from tests.support.seats import House, Seat

KIND = "reset_2fa"
EVERY = [value for name, value in vars(paths).items() if name.startswith(("HUB_", "BOUNDARY"))]


def fed(house: House, ref: str, rule: str, threshold: float, **more: Any) -> str:
    spoken = word(0.7, Verdict.PASS, threshold, rule)
    when = {"opened_at": NOON, "routed_at": None}
    case = intake_case(ref, case_type=KIND, assessment=spoken, evidence=(), links=(), **when, **more)
    (case_id,) = house.feed(msgspec.json.encode([case]))
    return case_id


def test_nobody_of_a_contact_centre_and_no_reviewer_sees_any_of_it(house: House, lin: Seat, bao: Seat) -> None:
    for seat in (lin, bao):
        for path in EVERY:
            where = path.format(proposal_id="x", slice_id="x", case_type=KIND, side="pass")
            for method in ("GET", "POST"):
                answer = seat.session.request(method, where)
                assert answer.status_code in (403, 405), (path, method, answer.text)
            assert seat.session.get(paths.HUB_THRESHOLDS).status_code == 403


def test_the_whole_way_over_http(house: House, lead: Seat, lin: Seat, bao: Seat) -> None:
    owner, auditor = house.reader("ruth", "rules_owner"), house.reader("ada", "auditor")
    early = fed(house, "HUB-0", "rules-7", 0.85)
    first(owner, lead.session, KIND, "pass")
    first(owner, lead.session, KIND, "block")
    own = propose(owner, KIND, "pass", 0.8)
    answer = owner.post(paths.HUB_DECISION.format(proposal_id=own), json=SAID | {"approve": True})
    assert (answer.status_code, answer.json()["code"]) == (409, "own_proposal")
    assert auditor.post(paths.HUB_PROPOSALS, json={}).status_code == 403
    step(lead.session, paths.HUB_DECISION, own, approve=True)
    refused = lead.session.post(paths.HUB_PROMOTION.format(proposal_id=own), json=SAID)
    assert (refused.status_code, refused.json()["code"]) == (409, "criterion_not_met")
    assert "experiment" in refused.json()["detail"]
    step(owner, paths.HUB_WITHDRAWAL, own)

    # The agent asks, and asks again.
    told = house.agent.get(paths.HUB_THRESHOLDS)
    tag = told.headers["ETag"]
    assert {one["rule_version"] for one in told.json()["rules"]} == {f"{KIND}.pass.1", f"{KIND}.block.1"}
    again = house.agent.get(paths.HUB_THRESHOLDS, headers={"If-None-Match": f'"other", {tag}'})
    assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", tag)
    running = tried(owner, lead.session, "poa_review", "pass")
    changed = house.agent.get(paths.HUB_THRESHOLDS, headers={"If-None-Match": tag})
    assert (changed.status_code, changed.headers["ETag"] != tag) == (200, True)
    (trial,) = changed.json()["experiments"]
    assert (trial["threshold"], trial["rule_version"]) == (0.8, f"poa_review.pass.try.{running}")
    looked = lead.session.post(paths.HUB_LOOK.format(proposal_id=running)).json()
    assert looked["experiment"]["standing"]["verdict"] == "running"
    assert {one["what"] for one in looked["experiment"]["standing"]["lacking"]} == {"cases", "metric", "guard"}
    page = auditor.get(f"{paths.HUB_PROPOSALS}?state=testing").json()
    assert [one["proposal_id"] for one in page["proposals"]] == [running]
    assert auditor.get(paths.HUB_PROPOSAL.format(proposal_id=running)).json()["may"] == []
    step(lead.session, paths.HUB_STOP, running)

    # What a case says: the rule of its own time, and a flag that stays inside.
    fits, wrong = fed(house, "HUB-1", f"{KIND}.pass.1", 0.85), fed(house, "HUB-2", "rules-6", 0.85, vendor="north")
    assert "rule_flag" not in lin.case(early)["assessment"]
    assert "rule_flag" not in lin.case(fits)["assessment"]
    assert lin.case(wrong)["assessment"]["rule_flag"] == "other_rule"
    assert lin.case(fits)["why_here"] == "below_threshold"
    outside = bao.case(wrong)
    assert "rule_flag" not in outside["assessment"]
    assert outside["why_here"] == "below_threshold"
    board = auditor.get(paths.HUB_RULES).json()
    assert {"case_type": KIND, "flag": "other_rule", "cases": 1, "alone": 0} in board["mismatches"]
    assert (board["may_propose"], board["may_approve"]) == (False, False)

    taken = {"rule_version": f"{KIND}.pass.1", "at": "2026-11-21T08:00:00Z", "result": "taken over"}
    assert house.agent.post(paths.HUB_ACKNOWLEDGEMENTS, json=taken).status_code == 200
    assert house.agent.post(paths.HUB_ACKNOWLEDGEMENTS, json=taken | {"rule_version": "x"}).status_code == 404
    assert house.agent.get(paths.HUB_RULES).status_code == 403
    (side,) = [one for one in auditor.get(paths.HUB_RULES).json()["sides"] if one["side"] == "pass"][:1]
    assert side["versions"]
    back = lead.session.post(
        paths.HUB_ROLLBACK.format(case_type=KIND, side="pass"), json=SAID | {"rule_version": f"{KIND}.pass.1"}
    )
    assert (back.status_code, back.json()["code"]) == (409, "nothing_before")
    seen = auditor.get(f"{paths.HUB_SIMULATION}?case_type={KIND}&side=pass").json()
    assert (seen["cases"], len(seen["rows"]), seen["error"]) == (3, 51, "FN")
    boundary = auditor.get(paths.BOUNDARY).json()
    assert boundary["totals"][0]["case_type"] == "*"
    key = boundary["slices"][0]["key"]
    none = lead.session.post(paths.BOUNDARY, json={"key": key, **SAID})
    assert (none.status_code, none.json()["code"]) == (409, "criterion_not_met")
