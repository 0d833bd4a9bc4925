"""One case after another: what a served person is given, sees and may pass over; and who is given what by the rules."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from app.contract.problems import Code
from app.domain.roles import Capability, Held, Role
from app.server.security.principal import Principal
from app.server.storage import schema
from app.server.storage.engine import open_engine
from app.server.storage.unit_of_work import Storage
from app.server.usecases import assignment_rules
from app.server.usecases.refusal import Refused
from tests.support.database import fresh_url, run_sql
from tests.support.seats import House, Seat, open_house, review_body
from tests.support.server import start_server


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """One where reviewers are served, and a contact centre's agents as ever."""
    database = tmp_path_factory.mktemp("served") / "server.db"
    with start_server(database, environment={"FOOTPLATE_WORK_MODES": "reviewer=served"}) as server:
        house = open_house(server, database)
        yield house
        house.close()


@pytest.fixture
def north(house: House) -> list[str]:
    """Three cases of a contact centre of its own, in the order in which they are served."""
    return house.cases(3, vendor=f"v-{next(_numbers)}")


_numbers = iter(range(1_000))


def agent(house: House, cases: list[str]) -> Seat:
    """A new agent of the contact centre that these cases are of."""
    lead = house.opened and next((seat for seat in _leads if seat.session in house.opened), None)
    if not lead:
        lead = house.seat("the-lead", "team_lead")
        _leads.append(lead)
    return house.seat(f"agent-{next(_numbers)}", "bpo_agent", lead.case(cases[0])["vendor"])


_leads: list[Seat] = []


def held(seat: Seat, **request: Any) -> list[str]:
    return [claim["case_id"] for claim in seat.claim(queue="", **request)["claims"]]


def refusals(seat: Seat, *case_ids: str) -> list[str]:
    return [item["code"] for item in seat.claim(*case_ids)["refused"]]


def queue(seat: Seat, view: str = "open") -> list[str]:
    answer = seat.session.get(f"/v1/cases?view={view}")
    assert answer.status_code == 200, answer.text
    return [case["case_id"] for case in answer.json()["cases"]]


def on_the_seat(seat: Seat) -> list[str]:
    page = seat.session.get("/v1/snapshot").json()
    assert page["seat"]["mode"] == "served"
    assert page["seat"]["totals"] == {}
    return [row["entity_id"] for row in page["rows"] if row["entity"] == "case"]


def skip(seat: Seat, case_id: str, reason: str = "beyond_me", note: str = "") -> dict[str, Any]:
    body = {"reason": reason} | ({"note": note} if note else {})
    told = seat.put(seat.command(case_id, body, None, command_type="case.skip"))
    result: dict[str, Any] = told.json()
    return result


def test_a_served_person_sees_the_next_case_and_no_other(house: House, north: list[str]) -> None:
    bao = agent(house, north)
    assert on_the_seat(bao) == queue(bao) == north[:1]
    assert bao.session.get("/v1/cases?view=open").json()["total"] == 1


def test_nobody_who_is_served_takes_a_case_out_of_the_line(house: House, north: list[str]) -> None:
    bao = agent(house, north)
    assert refusals(bao, north[1]) == ["served_only"]
    assert refusals(bao, north[0]) == []
    # Now the second is the next one.
    assert refusals(bao, north[2]) == ["served_only"]
    assert refusals(bao, north[1]) == []


def test_three_leases_are_all_that_a_served_person_has_at_once(house: House) -> None:
    cases = house.cases(5, vendor=f"v-{next(_numbers)}")
    bao = agent(house, cases)
    assert held(bao, want=20) == cases[:3]
    assert held(bao, want=20) == cases[:3], "an answer that was lost is told again, and gives no more"
    assert refusals(bao, cases[3]) == ["served_only"]
    assert bao.review(cases[0], "block").status_code == 200
    assert held(bao, want=3) == cases[1:4]
    assert sorted(on_the_seat(bao)) == sorted(cases[:4])


def test_another_seat_of_the_same_person_takes_the_cases_over(house: House, north: list[str]) -> None:
    bao = agent(house, north)
    assert held(bao, want=2) == north[:2]
    again = house.another_seat(bao.name)
    assert held(again, want=2) == north[:2]
    assert again.case(north[0])["claim"]["fence"] == 2


def test_a_skipped_case_goes_to_others_and_comes_no_more_to_whoever_skipped_it(house: House, north: list[str]) -> None:
    bao, bei = agent(house, north), agent(house, north)
    assert held(bao) == north[:1]
    assert skip(bao, north[0])["status"] == "applied"
    assert "claim" not in bao.case(north[0])
    assert held(bao, want=2) == north[1:]
    assert held(bei) == north[:1]


def test_a_skip_takes_a_reason_and_another_reason_a_note(house: House, north: list[str]) -> None:
    bao = agent(house, north)
    assert held(bao) == north[:1]
    told = skip(bao, north[0], "nonsense")
    assert (told["code"], told["errors"][0]["code"]) == ("work_invalid", "reason_unknown")
    assert skip(bao, north[0], "skip_other")["errors"][0]["code"] == "note_required"
    assert skip(bao, north[0], "skip_other", "The picture is mirrored")["status"] == "applied"


def test_a_skip_that_is_taken_back_counts_and_the_case_comes_again(house: House, north: list[str]) -> None:
    bao = agent(house, north)

    def bring_back() -> dict[str, Any]:
        told: dict[str, Any] = bao.put(bao.command(north[0], {}, None, command_type="case.snooze")).json()
        return told

    assert held(bao) == north[:1]
    assert skip(bao, north[0])["status"] == "applied"
    assert held(bao) == north[1:2]
    assert bring_back()["status"] == "applied"
    assert held(bao, want=2) == [north[1], north[0]]  # what is in hand is told first
    assert bring_back()["errors"][0]["code"] == "not_snoozed"
    lead = next(seat for seat in _leads if seat.session in house.opened)
    rows = lead.session.get("/v1/stats/skips").json()["rows"]
    assert [row["times"] for row in rows if row["user_id"] == bao.user_id] == [1]


def test_nobody_skips_what_another_holds(house: House, north: list[str]) -> None:
    bao, bei = agent(house, north), agent(house, north)
    held(bao)
    assert skip(bei, north[0])["code"] == "claimed_by_other"


def test_skips_are_counted_by_person_and_reason(house: House, north: list[str]) -> None:
    bao = agent(house, north)
    for case_id, reason in zip(north, ("beyond_me", "beyond_me", "know_the_person"), strict=True):
        assert skip(bao, case_id, reason)["status"] == "applied"
    lead = next(seat for seat in _leads if seat.session in house.opened)
    rows = lead.session.get("/v1/stats/skips").json()["rows"]
    mine = {row["reason"]: row["times"] for row in rows if row["user_id"] == bao.user_id}
    assert mine == {"beyond_me": 2, "know_the_person": 1}
    assert bao.session.get("/v1/stats/skips").status_code == 403


def test_a_case_that_is_assigned_to_a_served_person_is_taken_by_name(house: House, north: list[str]) -> None:
    bao = agent(house, north)
    lead = next(seat for seat in _leads if seat.session in house.opened)
    command = lead.command(north[2], {"assignee": bao.user_id}, None, command_type="case.assign")
    assert lead.put(command).json()["status"] == "applied"
    assert north[2] in on_the_seat(bao)
    assert refusals(bao, north[2]) == []


def test_whoever_picks_is_told_the_whole_queue(house: House, north: list[str]) -> None:
    agent(house, north)
    lead = next(seat for seat in _leads if seat.session in house.opened)
    assert set(north) <= set(queue(lead))
    assert refusals(lead, north[2]) == []


# --- the rules --------------------------------------------------------------------------------------


def put_rules(house: House, rules: list[dict[str, Any]], skills: dict[str, list[str]] | None = None) -> None:
    lead = next((seat for seat in _leads if seat.session in house.opened), None) or house.seat("the-lead", "team_lead")
    if lead not in _leads:
        _leads.append(lead)
    base = lead.session.get("/v1/assignment").json()["rev"]
    answer = lead.session.put("/v1/assignment", json={"base_rev": base, "rules": rules, "skills": skills or {}})
    assert answer.status_code == 200, answer.text
    assert answer.json()["rev"] == base + 1


@pytest.fixture
def no_rules(house: House) -> Iterator[None]:
    yield
    put_rules(house, [])


def speaking(house: House, vendor: str, language: str | None) -> str:
    subject = {"account": "A-1"} | ({"language": language} if language else {})
    return house.case(vendor=vendor, subject=subject, routed_at=datetime.now(UTC))


def test_who_lacks_a_skill_is_given_the_next_case_that_needs_none(house: House, no_rules: None) -> None:
    vendor = f"v-{next(_numbers)}"
    chinese, english = speaking(house, vendor, "zh-CN"), speaking(house, vendor, "en")
    bao, bei = (agent(house, [chinese]) for _ in range(2))
    put_rules(house, [{"name": "chinese", "languages": ["zh"], "skill": "zh"}], {bei.user_id: ["zh"]})
    assert queue(bao) == [english]
    assert refusals(bao, chinese) == ["served_only"]
    assert held(bao) == [english]
    assert held(bei) == [chinese]
    assert held(bao, want=2) == [english]


def test_a_cap_on_the_load_leaves_the_rest_to_others(house: House, no_rules: None) -> None:
    cases = house.cases(3, vendor=f"v-{next(_numbers)}", routed_at=datetime.now(UTC))
    bao, bei = agent(house, cases), agent(house, cases)
    vendor = next(seat for seat in _leads if seat.session in house.opened).case(cases[0])["vendor"]
    put_rules(house, [{"name": "one at a time", "vendors": [vendor], "load_cap": 1}])
    assert held(bao) == cases[:1]
    assert held(bao, want=2) == cases[:1]
    assert held(bei) == cases[1:2]
    assert bao.review(cases[0], "block").status_code == 200
    assert held(bao) == cases[2:]


def test_whoever_picks_is_refused_what_the_rules_give_to_others(house: House, no_rules: None) -> None:
    case_id = house.case(case_type="poa_review")
    sol, lead = house.seat("sol", "sop_editor"), next(s for s in _leads if s.session in house.opened)
    put_rules(house, [{"name": "addresses", "case_types": ["poa_review"], "skill": "addresses"}])
    assert sol.session.post("/v1/claims", json={"case_ids": [case_id]}).status_code == 403
    # A reviewer is served in this house; whoever assigns cases is bound by no rule.
    assert refusals(lead, case_id) == []


def test_rules_that_were_read_before_others_changed_them_are_refused(house: House, no_rules: None) -> None:
    put_rules(house, [])
    lead = next(seat for seat in _leads if seat.session in house.opened)
    answer = lead.session.put("/v1/assignment", json={"base_rev": 0, "rules": []})
    assert (answer.status_code, answer.json()["code"]) == (409, "rules_changed")
    wrong = {"base_rev": 99, "rules": [{"name": "x", "case_types": ["nonsense"], "skill": "a"}]}
    told = lead.session.put("/v1/assignment", json=wrong).json()
    assert (told["code"], told["errors"][0]["pointer"]) == ("invalid", "/rules/0/case_types/0")


def test_the_rules_of_before_the_last_change_come_back_by_one_call(house: House, no_rules: None) -> None:
    kept = [{"name": "addresses", "case_types": ["poa_review"], "skill": "addresses"}]
    put_rules(house, kept, {"u-1": ["addresses"]})
    put_rules(house, [])
    lead = next(seat for seat in _leads if seat.session in house.opened)
    told = lead.session.get("/v1/assignment").json()
    assert (told["rules"], told["undoes"]) == ([], True)
    late = lead.session.post("/v1/assignment/undo", json={"base_rev": told["rev"] - 1})
    assert (late.status_code, late.json()["code"]) == (409, "rules_changed")
    back = lead.session.post("/v1/assignment/undo", json={"base_rev": told["rev"]}).json()
    assert (back["rev"], back["rules"][0]["name"], back["skills"]) == (
        told["rev"] + 1,
        "addresses",
        {"u-1": ["addresses"]},
    )
    assert lead.session.get("/v1/assignment").json() == back
    row = "SELECT actor_id, entity_id, detail FROM audit WHERE action = 'assignment.undone' ORDER BY audit_seq DESC"
    who, number, detail = run_sql(house.database, row)[0]
    assert (who, number, json.loads(detail)) == (
        lead.user_id,
        str(back["rev"]),
        {"of": told["rev"] - 1, "people": 1, "rules": 1},
    )
    again = lead.session.post("/v1/assignment/undo", json={"base_rev": back["rev"]}).json()
    assert (again["rules"], again["skills"]) == ([], {})


def test_rules_that_were_never_changed_have_none_before_them(tmp_path: Path) -> None:
    storage = Storage(open_engine(fresh_url(tmp_path / "server.db")), lambda: datetime.now(UTC))
    schema.upgrade(storage.engine)
    who = Principal("u", "u", Held(frozenset({Role.TEAM_LEAD}), frozenset({Capability.QUEUE_RULES})), None)
    assert not assignment_rules.rules(storage, who).undoes
    with pytest.raises(Refused) as refused:
        assignment_rules.undo(storage, who, 0)
    assert refused.value.code is Code.NOT_FOUND
    storage.engine.dispose()


def test_only_a_lead_sees_and_changes_the_rules(house: House, north: list[str]) -> None:
    bao = agent(house, north)
    assert bao.session.get("/v1/assignment").status_code == 403
    assert bao.session.put("/v1/assignment", json={"base_rev": 0, "rules": []}).status_code == 403
    assert bao.session.post("/v1/assignment/undo", json={"base_rev": 0}).status_code == 403


# --- a whole queue moved ----------------------------------------------------------------------------


def prioritise(seat: Seat, **body: Any) -> dict[str, Any]:
    command = seat.command(None, body, None, command_type="queue.prioritise", base_rev=None)
    told: dict[str, Any] = seat.put(command).json()
    return told


def test_a_whole_part_of_the_queue_gets_a_priority_by_one_command(house: House) -> None:
    vendor = f"v-{next(_numbers)}"
    low, key_user = house.cases(4, vendor=vendor, priority=40), house.cases(1, vendor=vendor, priority=80)
    agent(house, low)
    lead = next(seat for seat in _leads if seat.session in house.opened)
    told = prioritise(lead, priority=60, vendors=[vendor], most=74)
    assert (told["status"], told["count"]) == ("applied", 4)
    assert [lead.case(case_id)["priority"] for case_id in (*low, *key_user)] == [60] * 4 + [80]
    assert prioritise(lead, priority=60, vendors=[vendor], most=74)["count"] == 0
    assert {lead.case(case_id)["rev"] for case_id in low} == {2}


def test_only_a_lead_moves_the_line_of_key_users(house: House) -> None:
    vendor = f"v-{next(_numbers)}"
    cases = house.cases(1, vendor=vendor, priority=40) + house.cases(1, vendor=vendor, priority=80)
    agent(house, cases)
    lead, sam = next(s for s in _leads if s.session in house.opened), house.seat(f"sam-{vendor}", "senior_agent")
    assert prioritise(sam, priority=90, vendors=[vendor])["count"] == 1
    assert prioritise(sam, priority=10, vendors=[vendor])["count"] == 1
    assert [lead.case(case_id)["priority"] for case_id in cases] == [10, 90]
    assert prioritise(lead, priority=50, vendors=[vendor])["count"] == 2
    # Whoever took the mark off does not close the case alone.
    told = lead.review(cases[1], "pass").json()
    assert told["code"] == "must_escalate"


def test_what_is_put_off_or_decided_keeps_its_priority(house: House) -> None:
    vendor = f"v-{next(_numbers)}"
    cases = house.cases(3, vendor=vendor, priority=40)
    bao = agent(house, cases)
    lead = next(seat for seat in _leads if seat.session in house.opened)
    wait = lead.command(cases[0], {"reason": "waiting_customer"}, None, command_type="case.wait")
    assert lead.put(wait).json()["status"] == "applied"
    assert bao.put(bao.command(cases[1], review_body(), bao.hold(cases[1]))).status_code == 200
    assert prioritise(lead, priority=50, vendors=[vendor])["count"] == 1
    assert prioritise(bao, priority=50)["code"] == "forbidden"
