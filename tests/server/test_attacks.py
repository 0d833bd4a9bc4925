"""What somebody would try who knows the API and wants more than is theirs, over raw HTTP."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import insert

from app.domain.case import Evidence
from app.domain.text import Bilingual
from app.server.storage import state
from app.server.storage import tables as t
from app.server.storage.engine import open_engine
from app.server.storage.unit_of_work import Storage
from tests.support.factories import assessment, signal
from tests.support.seats import House, Seat, review_body

MAIL = "anna.canary@example.com"
WHY = "Nine new accounts share one payee and one device."


def test_a_huge_number_from_before_a_restore_jams_no_case(house: House, lin: Seat, lead: Seat) -> None:
    case_id = house.case()
    engine = open_engine(house.server.database)
    with Storage(engine, lambda: datetime.now(UTC)).write() as work:
        work.connection.execute(insert(t.server_state).values(name=state.PAST_EPOCHS, value="before"))
    engine.dispose()
    claim = lin.hold(case_id)
    huge = lin.command(case_id, review_body(), claim | {"fence": 2**53 - 1}, epoch="before")
    assert lin.put(huge).json()["code"] == "lease_lost"
    most = lin.command(case_id, review_body("escalate"), claim | {"fence": 2**52}, epoch="before")
    assert lin.put(most).json()["flags"] == ["restored"]
    after = lead.hold(case_id)
    assert 2**52 < after["fence"] < 2**53
    escalation = lead.case(case_id)["escalation"]["escalation_id"]
    assert lead.put(lead.command(case_id, review_body(escalation_id=escalation), after)).status_code == 200


def put(seat: Seat, kind: str, case_id: str | None, **body: Any) -> Any:
    return seat.put(seat.command(case_id, body, None, command_type=kind))


def soon(**after: float) -> str:
    return (datetime.now(UTC) + timedelta(**after)).isoformat()


def codes(answer: Any) -> set[str]:
    return {item["code"] for item in answer.json().get("errors", [])}


def test_whoever_made_a_case_no_key_user_case_does_not_close_it_alone(house: House, lead: Seat, sam: Seat) -> None:
    case_id = house.case(priority=80)
    assert put(lead, "case.priority", case_id, priority=74).status_code == 200
    refused = lead.review(case_id)
    assert (refused.status_code, refused.json()["code"]) == (422, "must_escalate")
    assert put(sam, "case.priority", case_id, priority=73).status_code == 200
    assert lead.review(case_id).json()["code"] == "must_escalate"
    lead.session.post("/v1/claims/release", json=[lead.hold(case_id)])
    other = house.case(priority=80)
    assert put(lead, "case.priority", other, priority=74).status_code == 200
    assert sam.review(other).status_code == 200


def test_one_batch_that_lowers_and_closes_is_no_way_round(house: House, lead: Seat) -> None:
    case_id = house.case(priority=80)
    claim = lead.hold(case_id)
    lowered = lead.command(case_id, {"priority": 74}, None, command_type="case.priority")
    results = lead.send(lowered, lead.command(case_id, review_body(), claim))["results"]
    assert [result["code"] for result in results] == ["applied", "must_escalate"]


def test_a_persons_word_does_not_keep_the_agent_from_naming_a_key_user(house: House, sam: Seat) -> None:
    case_id = house.case(external_ref="ATO-key-later", priority=50)
    assert put(sam, "case.priority", case_id, priority=51).status_code == 200
    house.case(external_ref="ATO-key-later", priority=90)
    assert sam.case(case_id)["priority"] == 90
    assert sam.review(case_id).json()["code"] == "must_escalate"


def test_a_case_that_becomes_a_key_user_case_comes_back_by_its_deadline(house: House, lin: Seat, lead: Seat) -> None:
    case_id = house.case(priority=40, routed_at=datetime.now(UTC) - timedelta(hours=3))
    assert put(lin, "case.snooze", case_id, until=soon(hours=20), reason="needs_focus").status_code == 200
    assert put(lead, "case.priority", case_id, priority=90).status_code == 200
    told = lead.case(case_id)
    assert told["snooze"]["until"] <= told["due_at"]


def test_a_pattern_ends_a_wait_a_snooze_and_an_assignment(house: House, lin: Seat, sam: Seat) -> None:
    waits, snoozed, taken = house.case(), house.case(), house.case()
    assert put(lin, "case.wait", waits, reason="waiting_customer").status_code == 200
    assert put(lin, "case.snooze", snoozed, until=soon(hours=20), reason="needs_focus").status_code == 200
    assert put(lin, "case.assign", taken, assignee=lin.user_id).status_code == 200
    listed = [waits, snoozed, taken]
    assert put(lin, "escalation.pattern", None, case_ids=listed, rationale=WHY, rationale_language="en").ok
    told = {case_id: sam.case(case_id) for case_id in listed}
    assert "waiting" not in told[waits]
    assert "snooze" not in told[snoozed]
    assert "assigned_to" not in told[taken]
    seen = {c["case_id"] for c in sam.session.get("/v1/cases?view=awaiting_me&limit=500").json()["cases"]}
    assert set(listed) <= seen


def test_what_brings_a_case_back_carries_no_words_into_the_trail(house: House, lin: Seat) -> None:
    case_id = house.case()
    assert put(lin, "case.snooze", case_id, until=soon(hours=1), reason="needs_focus").status_code == 200
    put(lin, "case.snooze", case_id, reason=f"write to {MAIL}")
    auditor = house.reader("ada-trail", "auditor")
    assert MAIL not in auditor.get("/v1/exports/audit").text


@pytest.mark.parametrize("tag", [MAIL, "+4915112345678", "4111111111111111"])
def test_a_tag_holds_no_personal_data(house: House, lin: Seat, lead: Seat, tag: str) -> None:
    case_id = house.case()
    answer = put(lin, "case.tag", case_id, add=[tag])
    assert (answer.status_code, codes(answer)) == (422, {"personal_data"})
    many = put(lead, "cases.bulk", None, action="tag", params={"add": [tag]}, case_ids=[case_id]).json()
    assert many["cases"][0]["code"] == "personal_data"
    assert put(lin, "case.tag", case_id, remove=[tag]).status_code == 200


@pytest.mark.parametrize(("code", "kind"), [("sop_gap", "clause"), ("signal_missing", "missing_signal")])
@pytest.mark.parametrize("ref", [f"ask {MAIL}", "a\u202eb", "a\x07b"])
def test_what_a_code_is_attributed_to_is_a_name_and_no_hiding_place(
    house: House, lin: Seat, code: str, kind: str, ref: str
) -> None:
    case_id = house.case()
    body = review_body("pass", code=code, attribution={"kind": kind, "ref": ref})
    answer = lin.put(lin.command(case_id, body, lin.hold(case_id)))
    assert answer.status_code == 422
    pointers = {item["pointer"] for item in answer.json()["errors"]}
    assert "/body/attribution/ref" in pointers
    body["attribution"] = {"kind": kind, "ref": "ATO-12 §3"}
    assert lin.put(lin.command(case_id, body, lin.hold(case_id))).status_code == 200


def test_the_clause_relied_on_is_short_and_nobodys_data(house: House, lin: Seat) -> None:
    case_id = house.case()
    for page in (f"ATO-12 {MAIL}", "x" * 2000, "a\u202eb"):
        sop = {"page": page, "clause": "3", "version": "v7"}
        answer = lin.put(lin.command(case_id, review_body(sop=sop), lin.hold(case_id)))
        assert answer.status_code == 422, answer.text


def test_a_blind_review_that_takes_no_effect_does_not_tell_whether_its_code_fits(blind_house: House) -> None:
    """A code that does not fit the label falls away, so whether it is still there would tell the verdict."""
    kim = blind_house.seat("kim")
    told = []
    for base_value in (-1.3, -6.0):
        case_id = blind_house.case(assessment=assessment(base_value=base_value))
        answer = kim.put(kim.command(case_id, review_body("block", code="thin_history", blind_first=True), None))
        assert answer.json()["code"] == "lease_lost"
        review_id = answer.json()["result"]["review_id"]
        changes = kim.session.get("/v1/changes?limit=500").json()["changes"]
        (mine,) = (c["document"] for c in changes if c["entity_id"] == review_id)
        told.append({k: v for k, v in mine.items() if k in ("code", "code_kind", "attribution", "route", "label")})
    assert told == [{}, {}]


def test_a_leads_export_of_reviews_does_not_tell_whether_a_blind_code_fits(blind_house: House) -> None:
    led = blind_house.seat("led", "team_lead")
    told = []
    for base_value in (-1.3, -6.0):
        case_id = blind_house.case(assessment=assessment(base_value=base_value))
        answer = led.put(led.command(case_id, review_body("block", code="thin_history", blind_first=True), None))
        review_id = answer.json()["result"]["review_id"]
        lines = [json.loads(line) for line in led.session.get("/v1/exports/reviews").text.splitlines()]
        (mine,) = (line for line in lines if line["review_id"] == review_id)
        told.append([mine[k] for k in ("code", "code_kind", "attribution", "route", "label", "ai_verdict")])
    assert told[0] == told[1]


def test_what_a_blind_case_is_like_does_not_tell_its_signals(blind_house: House) -> None:
    kim2, other = blind_house.seat("kim2"), blind_house.seat("oto")
    risky = assessment(signals=(signal("velocity_km_h", 3.0), signal("account_age", 0.4)))
    past = blind_house.case(assessment=risky, links=())
    assert other.review(past, "block", code=None, blind_first=True).status_code == 200
    told = []
    for word in (risky, assessment(signals=(signal("new_payee", -3.0), signal("kyc_age", -0.4)), base_value=-6.0)):
        case_id = blind_house.case(assessment=word, links=())
        context = kim2.session.get(f"/v1/cases/{case_id}/context").json()
        told.append([one["case"]["case_id"] for one in context.get("similar", [])])
    assert told[0] == told[1]


def test_the_change_since_the_last_decision_covers_what_no_schema_declares(house: House, lin: Seat) -> None:
    def timeline(value: str) -> tuple[Evidence, ...]:
        return (Evidence("e1", "change_summary", Bilingual("Changes", "变化"), fields={"home_phone": value}),)

    subject = {"account": "u-99887766", "country": "SG"}
    first = house.case(subject=subject, evidence=timeline("canary-before-1"))
    assert lin.review(first).status_code == 200
    second = house.case(subject=subject, evidence=timeline("canary-after-22"))
    context = lin.session.get(f"/v1/cases/{second}/context").text
    assert '"home_phone"' in context
    assert "canary" not in context


@pytest.mark.parametrize(
    "until", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", "1000-01-01T00:00:00Z", "2026-13-01T00:00:00Z"]
)
def test_a_time_at_the_end_of_time_hides_nothing(house: House, lin: Seat, until: str) -> None:
    case_id = house.case()
    answer = put(lin, "case.snooze", case_id, until=until, reason="needs_focus")
    assert answer.status_code in (200, 422), answer.text
    lin.case(case_id)
    assert lin.session.get("/v1/cases?view=open&limit=500").status_code == 200
    assert lin.session.get("/v1/changes?limit=500").status_code == 200


def test_an_answer_does_not_repeat_what_stood_in_the_place_of_a_name(house: House, lin: Seat) -> None:
    case_id = house.case()
    words = {"text": "x", "language": "en"}
    answer = put(lin, "case.note", case_id, **words, **{MAIL: 1})
    assert answer.status_code == 422
    assert MAIL not in answer.text
    assert "textt" in put(lin, "case.note", case_id, **words, textt=1).text


def test_a_search_leaves_no_identifier_in_the_trail_whatever_it_stands_in(house: House, lin: Seat) -> None:
    for kind in (MAIL, "device"):
        assert lin.session.post("/v1/cases/search", json={"identifier": MAIL, "kind": kind}).status_code == 200
    auditor = house.reader("ada-search", "auditor")
    trail = [json.loads(line) for line in auditor.get("/v1/exports/audit").text.splitlines()]
    assert [row["detail"]["kind"] for row in trail if row.get("action") == "case.search"] == ["other", "device"]


def test_a_walk_steps_over_the_reviews_that_a_blind_lead_is_not_told(blind_house: House) -> None:
    led, ann = blind_house.seat("led-walks", "team_lead"), blind_house.seat("ann")
    for _ in range(3):
        case_id = blind_house.case()
        assert ann.put(ann.command(case_id, review_body(blind_first=True, code=None), None)).status_code == 409
    where, seen = "", []
    for _ in range(200):
        answer = led.session.get(f"/v1/snapshot?limit=1{where}")
        assert answer.status_code == 200, answer.text
        page = answer.json()
        seen += [row["entity_id"] for row in page["rows"]]
        if page["done"]:
            break
        where = f"&snapshot_id={page['snapshot_id']}&after={page['after']}"
    assert page["done"]
    assert len(seen) == len(set(seen))
