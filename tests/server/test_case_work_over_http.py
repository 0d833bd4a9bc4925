"""The work around a case, by raw HTTP: what a script would do that knows the API and nothing of our code."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import requests

from tests.support.seats import House, Seat, review_body

KEY_USER = 80


def do(seat: Seat, kind: str, case_id: str | None, **body: Any) -> requests.Response:
    return seat.put(seat.command(case_id, body, None, command_type=kind, base_rev=None))


def ok(seat: Seat, kind: str, case_id: str | None, **body: Any) -> dict[str, Any]:
    answer = do(seat, kind, case_id, **body)
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


def faults(answer: requests.Response) -> list[str]:
    return [item["code"] for item in answer.json()["errors"]]


def ahead(**length: float) -> str:
    return (datetime.now(UTC) + timedelta(**length)).isoformat()


def listed(seat: Seat, view: str) -> list[str]:
    answer = seat.session.get(f"/v1/cases?view={view}&limit=500")
    assert answer.status_code == 200, answer.text
    return [case["case_id"] for case in answer.json()["cases"]]


# --- notes


def test_a_note_is_read_by_everybody_in_the_house_and_its_author_knows_it(house: House, lin: Seat, mei: Seat) -> None:
    case_id = house.case()
    told = ok(lin, "case.note", case_id, text="Asked support for the chat.", language="en")
    (note,) = mei.case(case_id)["notes"]
    assert (note["text"], note["author_name"], note["mine"]) == ("Asked support for the chat.", "lin", False)
    assert lin.case(case_id)["notes"][0]["mine"]
    assert mei.case(case_id)["rev"] == told["entity"]["rev"]
    assert mei.case(case_id)["material_rev"] == 1


def test_a_note_is_kept_once_however_often_it_is_sent(house: House, lin: Seat) -> None:
    case_id = house.case()
    command = lin.command(case_id, {"text": "Once.", "language": "en"}, None, command_type="case.note", base_rev=None)
    assert [lin.put(command).json()["status"] for _ in range(2)] == ["applied", "duplicate"]
    assert len(lin.case(case_id)["notes"]) == 1


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "note_required"),
        ("  \n ", "note_required"),
        ("x" * 2001, "note_too_long"),
        ("right\u202eleft", "note_characters"),
        ("Write to ann@example.org about it", "personal_data"),
    ],
)
def test_a_note_that_breaks_a_rule_is_refused(house: House, lin: Seat, text: str, fault: str) -> None:
    answer = do(lin, "case.note", house.case(), text=text, language="en")
    assert (answer.status_code, answer.json()["code"], faults(answer)) == (422, "work_invalid", [fault])


def test_an_outside_person_reads_the_notes_of_the_own_vendor_alone_and_no_name(
    house: House, lin: Seat, bao: Seat
) -> None:
    other = house.seat("bea", "bpo_agent", "north")
    case_id = house.case(vendor="north")
    ok(lin, "case.note", case_id, text="Of the house.", language="en")
    ok(other, "case.note", case_id, text="Of the vendor.", language="en")
    ok(bao, "case.note", case_id, text="My own.", language="en")
    notes = bao.case(case_id)["notes"]
    assert [(note["text"], note.get("author_name", "")) for note in notes] == [
        ("My own.", "bao"),
        ("Of the vendor.", ""),
    ]
    assert [note["text"] for note in lin.case(case_id)["notes"]] == ["My own.", "Of the vendor.", "Of the house."]


def test_fifty_notes_travel_with_a_case_the_newest(house: House, lin: Seat) -> None:
    case_id = house.case()
    told = [
        lin.command(case_id, {"text": f"Note {n}.", "language": "en"}, None, command_type="case.note", base_rev=None)
        for n in range(53)
    ]
    assert all(result["status"] == "applied" for result in lin.send(*told)["results"])
    notes = lin.case(case_id)["notes"]
    assert (len(notes), notes[0]["text"], notes[-1]["text"]) == (50, "Note 52.", "Note 3.")


# --- snooze


def test_a_snoozed_case_leaves_the_served_queue_and_is_given_to_nobody(house: House, lin: Seat, mei: Seat) -> None:
    case_id = house.case()
    ok(lin, "case.snooze", case_id, until=ahead(hours=1), reason="needs_focus", note="Long one.")
    assert case_id not in listed(lin, "open")
    assert case_id in listed(lin, "later")
    assert mei.claim(case_id)["refused"] == [{"case_id": case_id, "code": "snoozed"}]
    case = mei.case(case_id)
    assert (case["snooze"]["reason"], case["notes"][0]["kind"]) == ("needs_focus", "snooze")
    assert "back_from_snooze" not in case


def test_the_answer_says_what_the_snooze_does_to_a_deadline_that_goes_on_running(house: House, lin: Seat) -> None:
    late, early = house.cases(2, routed_at=datetime.now(UTC), opened_at=datetime.now(UTC))
    told = ok(lin, "case.snooze", late, until=ahead(hours=6), reason="needs_focus")["sla"]
    assert told["due_first"]
    assert abs(told["late_by_ms"] - 2 * 3_600_000) < 60_000
    told = ok(lin, "case.snooze", early, until=ahead(hours=1), reason="needs_focus")["sla"]
    assert (told["due_first"], told["late_by_ms"]) == (False, 0)
    assert lin.case(late).get("paused_ms", 0) == 0


def test_a_case_that_is_back_stands_at_the_top_with_its_reason_and_can_be_claimed(house: House, lin: Seat) -> None:
    case_id = house.case()
    told = ok(lin, "case.snooze", case_id, until=ahead(seconds=-1), reason="advice_asked")
    assert told["flags"] == ["late"]
    assert listed(lin, "open")[0] == case_id
    case = lin.case(case_id)
    assert (case["back_from_snooze"], case["snooze"]["reason"]) == (True, "advice_asked")
    assert lin.review(case_id).status_code == 200
    assert "snooze" not in lin.case(case_id)


def test_a_snoozed_case_can_be_brought_back_at_once(house: House, lin: Seat) -> None:
    case_id = house.case()
    ok(lin, "case.snooze", case_id, until=ahead(hours=2), reason="needs_focus")
    ok(lin, "case.snooze", case_id)
    assert lin.case(case_id)["back_from_snooze"]
    assert faults(do(lin, "case.snooze", house.case())) == ["not_snoozed"]


@pytest.mark.parametrize(
    ("change", "fault"),
    [({"until": 25.0}, "snooze_too_long"), ({"reason": "bored"}, "reason_unknown"), ({"reason": ""}, "reason_unknown")],
)
def test_a_snooze_that_breaks_a_rule_is_refused(house: House, lin: Seat, change: dict[str, Any], fault: str) -> None:
    body = {"until": ahead(hours=change.pop("until", 1.0)), "reason": "needs_focus"} | change
    assert faults(do(lin, "case.snooze", house.case(), **body)) == [fault]


def test_a_key_user_case_is_never_put_off_past_its_deadline(house: House, lin: Seat) -> None:
    now = datetime.now(UTC)
    case_id = house.case(priority=KEY_USER, routed_at=now, opened_at=now)
    answer = do(lin, "case.snooze", case_id, until=ahead(hours=6), reason="needs_focus")
    assert faults(answer) == ["snooze_past_due"]
    ok(lin, "case.snooze", case_id, until=ahead(hours=1), reason="needs_focus")


def test_nobody_puts_off_what_somebody_else_is_working_on(house: House, lin: Seat, mei: Seat) -> None:
    case_id = house.case()
    mei.hold(case_id)
    answer = do(lin, "case.snooze", case_id, until=ahead(hours=1), reason="needs_focus")
    assert (answer.status_code, answer.json()["code"]) == (409, "claimed_by_other")
    ok(mei, "case.snooze", case_id, until=ahead(hours=1), reason="needs_focus")
    assert "claim" not in mei.case(case_id)


# --- waiting


def test_a_wait_stops_the_clock_and_new_evidence_starts_it_again(house: House, lin: Seat) -> None:
    case_id = house.case(external_ref="WAIT-1")
    ok(lin, "case.wait", case_id, reason="waiting_customer", note="Asked for the back of the card.")
    case = lin.case(case_id)
    assert case["waiting"]["reason"] == "waiting_customer"
    assert case_id not in listed(lin, "open")
    assert case_id in listed(lin, "later")
    assert house.cases(1, external_ref="WAIT-1", subject={"account": "u-1", "country": "SG", "kyc_level": 3}) == [
        case_id
    ]
    case = lin.case(case_id)
    assert "waiting" not in case
    assert case["paused_ms"] > 0
    assert case_id in listed(lin, "open")


def test_a_wait_is_ended_by_hand_and_what_was_waited_is_given_back(house: House, lin: Seat) -> None:
    case_id = house.case()
    ok(lin, "case.wait", case_id, reason="waiting_document")
    ok(lin, "case.resume", case_id)
    assert lin.case(case_id)["paused_ms"] > 0
    assert faults(do(lin, "case.resume", case_id)) == ["not_waiting"]


def test_a_waiting_case_is_taken_up_by_name_and_deciding_it_settles_its_clock(house: House, lin: Seat) -> None:
    case_id = house.case()
    ok(lin, "case.wait", case_id, reason="waiting_other_team")
    assert lin.review(case_id).status_code == 200
    case = lin.case(case_id)
    assert (case["state"], case["paused_ms"] > 0, "waiting" in case) == ("closed", True, False)


# --- assignment and hand-over


def test_a_lead_assigns_a_case_which_then_is_served_to_nobody_else(
    house: House, lin: Seat, mei: Seat, lead: Seat
) -> None:
    case_id = house.case()
    ok(lead, "case.assign", case_id, assignee=mei.user_id)
    assert case_id in listed(mei, "mine")
    case = lin.case(case_id)
    assert (case["assigned_to"]["name"], case["assigned_to"]["mine"]) == ("mei", False)
    assert lin.claim(case_id)["refused"] == [{"case_id": case_id, "code": "assigned_to_other"}]
    assert mei.hold(case_id)["case_id"] == case_id


def test_a_reviewer_takes_a_case_that_is_nobodys_and_gives_it_back(house: House, lin: Seat, mei: Seat) -> None:
    case_id = house.case()
    assert do(lin, "case.assign", case_id, assignee=mei.user_id).status_code == 403
    ok(lin, "case.assign", case_id, assignee=lin.user_id)
    assert do(mei, "case.assign", case_id, assignee=mei.user_id).status_code == 403
    ok(lin, "case.assign", case_id, assignee=None)
    assert "assigned_to" not in lin.case(case_id)


def test_a_case_goes_only_to_people_who_may_decide_it(house: House, lead: Seat, bao: Seat) -> None:
    own, foreign = house.case(vendor="north"), house.case(vendor="south")
    ok(lead, "case.assign", own, assignee=bao.user_id)
    assert faults(do(lead, "case.assign", foreign, assignee=bao.user_id)) == ["assignee_unfit"]
    assert faults(do(lead, "case.assign", foreign, assignee="nobody")) == ["assignee_unfit"]
    assert bao.case(own)["assigned_to"] == {"user_id": bao.user_id, "mine": True, "name": "bao"}


def test_a_hand_over_moves_the_case_with_a_note_that_the_receiver_sees(house: House, lin: Seat, mei: Seat) -> None:
    case_id = house.case()
    lin.hold(case_id)
    ok(lin, "case.hand_over", case_id, to=mei.user_id, note="Customer speaks Cantonese.")
    case = mei.case(case_id)
    assert "claim" not in case
    assert case["assigned_to"]["mine"]
    (note,) = case["notes"]
    assert (note["kind"], note["to_me"], note["author_name"]) == ("hand_over", True, "lin")
    assert mei.review(case_id).status_code == 200
    assert faults(do(lin, "case.hand_over", house.case(), to=lin.user_id, note="x")) == ["hand_over_to_self"]
    assert faults(do(lin, "case.hand_over", house.case(), to=mei.user_id, note="")) == ["note_required"]


# --- priority and tags


def test_the_line_of_key_users_is_crossed_by_the_lead_alone(house: House, lin: Seat, sam: Seat, lead: Seat) -> None:
    case_id = house.case(priority=40)
    assert do(lin, "case.priority", case_id, priority=50).status_code == 403
    ok(sam, "case.priority", case_id, priority=60)
    assert do(sam, "case.priority", case_id, priority=75).status_code == 403
    ok(lead, "case.priority", case_id, priority=80)
    assert lin.review(case_id, "block").json()["code"] == "must_escalate"
    assert do(sam, "case.priority", case_id, priority=74).status_code == 403
    ok(sam, "case.priority", case_id, priority=90)
    ok(lead, "case.priority", case_id, priority=10)
    assert faults(do(lead, "case.priority", case_id, priority=101)) == ["priority_range"]
    assert lin.case(case_id)["priority"] == 10


def test_a_persons_word_on_the_priority_stands_against_a_new_revision(house: House, lead: Seat) -> None:
    case_id = house.case(external_ref="PRIO-1", priority=40)
    ok(lead, "case.priority", case_id, priority=80)
    house.cases(1, external_ref="PRIO-1", priority=41)
    assert lead.case(case_id)["priority"] == 80


def test_tags_are_one_spelling_and_found_again(house: House, lin: Seat) -> None:
    case_id = house.case()
    ok(lin, "case.tag", case_id, add=["#Mule Ring", "羊毛党", "mule  ring"])
    assert lin.case(case_id)["tags"] == ["mule ring", "羊毛党"]
    ok(lin, "case.tag", case_id, remove=["MULE RING"])
    assert lin.case(case_id)["tags"] == ["羊毛党"]
    assert faults(do(lin, "case.tag", case_id, add=["x" * 33])) == ["tag_form"]
    assert faults(do(lin, "case.tag", case_id, add=[f"t{n}" for n in range(10)])) == ["tags_too_many"]
    found = lin.session.get("/v1/cases", params={"q": "羊毛党"}).json()["cases"]
    assert [case["case_id"] for case in found] == [case_id]


# --- many at once


def test_a_bulk_command_names_what_was_applied_and_what_not(house: House, mei: Seat, lead: Seat) -> None:
    free, held, closed = house.cases(3)
    mei.hold(held)
    assert mei.review(closed).status_code == 200
    body = {
        "action": "snooze",
        "params": {"until": ahead(hours=1), "reason": "pattern_building"},
        "case_ids": [free, held, closed, "C-999999"],
    }
    told = ok(lead, "cases.bulk", None, **body)
    assert [(effect["case_id"], effect["code"]) for effect in told["cases"]] == [
        (free, "applied"),
        (held, "claimed_by_other"),
        (closed, "case_closed"),
        ("C-999999", "not_found"),
    ]
    assert lead.case(free)["snooze"]["reason"] == "pattern_building"
    assert told["cases"][0]["rev"] == lead.case(free)["rev"]


def test_five_hundred_cases_are_tagged_by_one_command(house: House, lead: Seat) -> None:
    ids = house.cases(500)
    told = ok(lead, "cases.bulk", None, action="tag", params={"add": ["wave 7"]}, case_ids=ids)
    assert {effect["code"] for effect in told["cases"]} == {"applied"}
    assert lead.session.get("/v1/cases", params={"q": "wave 7"}).json()["total"] == 500


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"action": "decide", "params": {}, "case_ids": ["C-200001"]}, 422),
        ({"action": "tag", "params": {"tags": []}, "case_ids": ["C-200001"]}, 422),
        ({"action": "tag", "params": {"add": ["x"]}, "case_ids": []}, 422),
        ({"action": "tag", "params": {"add": ["x"]}, "case_ids": ["C-200001", "C-200001"]}, 422),
    ],
)
def test_a_bulk_command_that_makes_no_sense_is_refused_as_a_whole(
    lead: Seat, body: dict[str, Any], status: int
) -> None:
    assert do(lead, "cases.bulk", None, **body).status_code == status


def test_many_at_once_is_for_those_who_answer_for_a_queue(house: House, lin: Seat) -> None:
    answer = do(lin, "cases.bulk", None, action="tag", params={"add": ["x"]}, case_ids=[house.case()])
    assert answer.status_code == 403


# --- what was missing


def test_what_was_missing_is_kept_with_the_case_and_counted_for_leads(house: House, lin: Seat, lead: Seat) -> None:
    case_id = house.case()
    ok(lin, "case.missing", case_id, codes=["device_history", "support_chat"], text="The night shift's call.")
    assert lin.case(case_id)["missing"] == ["device_history", "support_chat"]
    assert lin.session.get("/v1/stats/missing").status_code == 403
    told = lead.session.get("/v1/stats/missing").json()
    assert {"case_type": "ato_investigation", "code": "device_history", "cases": 1} in told["counts"]
    assert told["texts"][0]["text"] == "The night shift's call."
    assert faults(do(lin, "case.missing", case_id, codes=["liveness_video"])) == ["missing_unknown"]
    assert faults(do(lin, "case.missing", case_id)) == ["missing_required"]


# --- colleagues and search


def test_colleagues_are_those_of_the_own_scope(house: House, lin: Seat, mei: Seat, bao: Seat) -> None:
    told = lin.session.get("/v1/people?capability=review.submit").json()["people"]
    names = {person["name"] for person in told}
    assert {"lin", "mei", "bao"} <= names
    assert not any("agent_service" in person["roles"] for person in told)
    assert bao.session.get("/v1/people").status_code == 403
    assert lin.session.get("/v1/people?capability=nothing").status_code == 400


def test_the_server_finds_a_case_by_id_reference_type_and_masked_name(house: House, lin: Seat) -> None:
    case_id = house.case(external_ref="SEARCH-77", subject={"account": "u-55512345", "country": "SG", "kyc_level": 2})
    short = lin.case(case_id)["subject_short"]
    for q in (case_id, case_id[2:], "search-77".upper(), short):
        answer = lin.session.get("/v1/cases", params={"q": q})
        assert case_id in [case["case_id"] for case in answer.json()["cases"]], q
    assert lin.session.get("/v1/cases", params={"q": "账户盗用"}).json()["total"] > 0
    assert lin.session.get("/v1/cases", params={"q": "u-55512345"}).json()["total"] == 0
    assert lin.session.get("/v1/cases", params={"q": "%"}).json()["total"] == 0
    assert lin.session.get("/v1/cases", params={"q": ""}).status_code == 400


def test_a_whole_identifier_is_found_exactly_and_stands_in_no_log(house: House, lin: Seat, bao: Seat) -> None:
    case_id = house.case(subject={"account": "u-77788899", "country": "SG", "kyc_level": 2})
    told = lin.session.post("/v1/cases/search", json={"identifier": "u-77788899"}).json()
    assert [case["case_id"] for case in told["cases"]] == [case_id]
    assert lin.session.post("/v1/cases/search", json={"identifier": "u-7778889"}).json()["total"] == 0
    assert bao.session.post("/v1/cases/search", json={"identifier": "u-77788899"}).status_code == 403
    assert "77788899" not in house.server.log.read_text()


def test_an_outside_person_searches_the_own_vendor_alone(house: House, bao: Seat) -> None:
    own, foreign = house.case(vendor="north", external_ref="N-1"), house.case(vendor="south", external_ref="S-1")
    assert bao.session.get("/v1/cases", params={"q": own}).json()["total"] == 1
    assert bao.session.get("/v1/cases", params={"q": foreign}).json()["total"] == 0
    assert bao.session.get("/v1/cases", params={"q": "N-1"}).json()["total"] == 0


# --- nobody sees or changes what is not theirs


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("case.note", {"text": "x", "language": "en"}),
        ("case.snooze", {"until": ahead(hours=1), "reason": "needs_focus"}),
        ("case.wait", {"reason": "waiting_customer"}),
        ("case.tag", {"add": ["x"]}),
        ("case.missing", {"codes": ["support_chat"]}),
    ],
)
def test_work_on_another_vendors_case_is_answered_as_if_there_were_none(
    house: House, bao: Seat, kind: str, body: dict[str, Any]
) -> None:
    assert do(bao, kind, house.case(vendor="south"), **body).status_code == 404


def test_an_auditor_changes_nothing(house: House) -> None:
    auditor = house.seat("audrey", "auditor")
    for kind, body in (
        ("case.note", {"text": "x", "language": "en"}),
        ("case.tag", {"add": ["x"]}),
        ("case.assign", {"assignee": None}),
        ("case.priority", {"priority": 1}),
    ):
        assert do(auditor, kind, house.case(), **body).status_code == 403


def test_each_change_has_its_row_in_the_feed(house: House, lin: Seat, lead: Seat) -> None:
    case_id = house.case()
    page = lead.session.get("/v1/changes?limit=500").json()
    while page["more"]:
        page = lead.session.get("/v1/changes", params={"cursor": page["next_cursor"], "limit": 500}).json()
    ok(lin, "case.tag", case_id, add=["seen"])
    page = lead.session.get("/v1/changes", params={"cursor": page["next_cursor"]}).json()
    (change,) = [one for one in page["changes"] if one["entity_id"] == case_id]
    assert change["document"]["tags"] == ["seen"]


def test_a_review_after_work_on_the_case_still_holds(house: House, lin: Seat, lead: Seat) -> None:
    case_id = house.case()
    claim = lin.hold(case_id)
    command = lin.command(case_id, review_body(), claim)
    ok(lead, "case.tag", case_id, add=["busy"])
    assert lin.put(command).status_code == 200
