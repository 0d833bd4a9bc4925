"""What the server promises of commands and reviews, by raw HTTP."""

import threading
from typing import Any

import pytest

from tests.support.seats import House, Seat, new_id, review_body

KEY_USER = 80


# --- a review that takes effect


def test_a_review_closes_the_case_and_its_label_follows(house: House, lin: Seat, lead: Seat) -> None:
    case_id = house.case()
    answer = lin.review(case_id, "pass")
    told = answer.json()
    assert (answer.status_code, told["status"], told["label"]) == (200, "applied", "FP")
    case = lead.case(case_id)
    assert case["state"] == "closed"
    assert case["outcome"]["decision"] == "pass"
    assert case["outcome"]["label"] == "FP"
    assert case["outcome"]["route"] == "A"
    assert "claim" not in case
    assert case["rev"] == told["entity"]["rev"]


def test_how_often_the_window_was_left_is_counted_by_type_and_kept_of_nobody(
    house: House, lin: Seat, lead: Seat
) -> None:
    def counted() -> tuple[int, int]:
        rows = lead.session.get("/v1/stats/left_window?days=1").json()["rows"]
        assert all(set(row) == {"case_type", "reviews", "times"} for row in rows)
        return sum(row["reviews"] for row in rows), sum(row["times"] for row in rows)

    reviews, times = counted()
    for left in (3, None, -5, 10**9):
        case_id = house.case()
        more = {} if left is None else {"left_window": left}
        assert lin.review(case_id, "pass", **more).json()["status"] == "applied"
    assert counted() == (reviews + 3, times + 3 + 0 + 1000)
    for where in ("/v1/exports/reviews", "/v1/exports/audit", f"/v1/cases/{case_id}"):
        assert "left_window" not in lead.session.get(where).text


def test_the_label_may_be_sent_where_it_agrees(house: House, lin: Seat) -> None:
    assert lin.review(house.case(), "block", label="TP").status_code == 200


@pytest.mark.parametrize("label", ["FP", "TN", "FN"])
def test_a_label_that_contradicts_its_decision_cannot_be_sent(house: House, lin: Seat, label: str) -> None:
    case_id = house.case()
    answer = lin.review(case_id, "block", label=label)
    assert (answer.status_code, answer.json()["code"]) == (422, "label_contradicts_decision")
    assert answer.json()["errors"][0]["pointer"] == "/body/label"
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["trace_id"] == answer.headers["X-Request-Id"]
    assert lin.case(case_id)["state"] == "open"


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"code": None}, "code_required"),
        ({"code": "no_such_code"}, "code_unknown"),
        ({"code": "signal_overweighted"}, "code_does_not_fit_label"),
        ({"rationale": ""}, "rationale_required"),
        ({"rationale": "One thing. Another thing. A third thing."}, "rationale_sentences"),
        ({"rationale": "机主在新加坡。第二台设备不是他的。重置只用了邮件。"}, "rationale_sentences"),
        ({"rationale": "x" * 1001}, "rationale_too_long"),
        ({"rationale_language": "fr"}, "rationale_language"),
        ({"steps": [{"n": 9, "verdict": "wrong"}]}, "step_unknown"),
        ({"active_ms": -1}, "active_time"),
    ],
)
def test_a_review_that_breaks_a_rule_is_refused(house: House, lin: Seat, change: dict[str, Any], fault: str) -> None:
    case_id = house.case()
    answer = lin.review(case_id, "block", **change)
    assert (answer.status_code, answer.json()["code"]) == (422, "review_invalid")
    assert fault in [item["code"] for item in answer.json()["errors"]]
    assert answer.json()["result"]["status"] == "rejected"
    assert lin.case(case_id)["state"] == "open"


def test_two_sentences_in_chinese_are_enough(house: House, lin: Seat) -> None:
    answer = lin.review(
        house.case(), "block", rationale="机主在新加坡；第二台设备不是他的。重置只用了邮件。", rationale_language="zh"
    )
    assert answer.status_code == 200


def test_a_root_cause_says_what_it_is_attributed_to(house: House, lin: Seat) -> None:
    answer = lin.review(house.case(), "pass", attribution=None)
    assert [item["code"] for item in answer.json()["errors"]] == ["attribution_required"]


# --- Key Users and four eyes


@pytest.mark.parametrize("decision", ["pass", "block"])
def test_a_key_user_case_cannot_be_closed_by_one_person(house: House, sam: Seat, decision: str) -> None:
    case_id = house.case(priority=KEY_USER)
    answer = sam.review(case_id, decision)
    assert (answer.status_code, answer.json()["code"]) == (422, "must_escalate")
    assert sam.case(case_id)["state"] == "open"


def test_a_key_user_case_is_escalated_by_one_and_decided_by_another(house: House, lin: Seat, sam: Seat) -> None:
    case_id = house.case(priority=KEY_USER)
    assert lin.review(case_id, "escalate").status_code == 200
    case = sam.case(case_id)
    assert (case["state"], case["escalation"]["kind"], case["escalation"]["mine"]) == ("escalated", "key_user", False)
    assert "claim" not in case
    waiting = sam.session.get("/v1/cases?view=awaiting_me&limit=500").json()["cases"]
    assert case_id in [item["case_id"] for item in waiting]
    answer = sam.review(case_id, "block", escalation_id=case["escalation"]["escalation_id"])
    assert (answer.status_code, answer.json()["label"]) == (200, "TP")
    assert "escalation" not in sam.case(case_id)


def test_whoever_escalated_cannot_decide_it(house: House, sam: Seat, lead: Seat) -> None:
    case_id = house.case(priority=KEY_USER)
    claim = sam.hold(case_id)
    assert sam.put(sam.command(case_id, review_body("escalate"), claim)).status_code == 200
    escalation_id = sam.case(case_id)["escalation"]["escalation_id"]
    own = sam.session.get("/v1/cases?view=awaiting_me&limit=500").json()["cases"]
    assert case_id not in [item["case_id"] for item in own]
    assert sam.claim(case_id)["refused"] == [{"case_id": case_id, "code": "forbidden"}]
    answer = sam.put(sam.command(case_id, review_body("block", escalation_id=escalation_id), claim))
    assert (answer.status_code, answer.json()["code"]) == (409, "not_yours_to_resolve")
    assert lead.review(case_id, "block", escalation_id=escalation_id).status_code == 200


def test_a_reviewer_cannot_decide_an_escalated_case(house: House, lin: Seat, mei: Seat) -> None:
    case_id = house.case()
    assert lin.review(case_id, "escalate").status_code == 200
    escalation_id = mei.case(case_id)["escalation"]["escalation_id"]
    assert "rationale" not in mei.case(case_id)["escalation"]
    assert mei.claim(case_id)["refused"][0]["code"] == "forbidden"
    command = mei.command(case_id, review_body("block", escalation_id=escalation_id), None, fence=1)
    assert mei.put(command).json()["code"] == "not_yours_to_resolve"


def test_an_escalated_case_is_not_escalated_again(house: House, lin: Seat, mei: Seat) -> None:
    case_id = house.case()
    assert lin.review(case_id, "escalate").status_code == 200
    answer = mei.put(mei.command(case_id, review_body("escalate"), None, fence=1))
    assert (answer.status_code, answer.json()["code"]) == (409, "already_escalated")


# --- leases


def test_a_lost_lease_is_told_and_the_review_kept(house: House, lin: Seat, mei: Seat, lead: Seat) -> None:
    case_id = house.case()
    lost = lin.hold(case_id)
    assert lin.session.post(
        "/v1/claims/release", json=[{"claim_id": lost["claim_id"], "fence": lost["fence"]}]
    ).json() == [{"claim_id": lost["claim_id"], "code": "released"}]
    mei.hold(case_id)
    answer = lin.put(lin.command(case_id, review_body("pass"), lost))
    assert (answer.status_code, answer.json()["code"]) == (409, "lease_lost")
    assert answer.json()["result"]["status"] == "conflict"
    assert "in_force" not in answer.json()["result"]
    assert lin.case(case_id)["state"] == "open"
    kept = [change for change in _feed(lead) if change["entity_id"] == answer.json()["result"]["review_id"]]
    assert kept[0]["document"]["standing"] == "contested"


def test_a_late_review_that_says_the_same_becomes_an_agreement(house: House, lin: Seat, mei: Seat, lead: Seat) -> None:
    case_id = house.case()
    lost = lin.hold(case_id)
    lin.session.post("/v1/claims/release", json=[{"claim_id": lost["claim_id"], "fence": lost["fence"]}])
    claim = mei.hold(case_id)
    late = lin.put(lin.command(case_id, review_body("block"), lost)).json()["result"]
    assert mei.put(mei.command(case_id, review_body("block"), claim)).status_code == 200
    standing = {c["entity_id"]: c["document"]["standing"] for c in _feed(lead) if c["entity"] == "review"}
    assert standing[late["review_id"]] == "concurring"


def test_work_finished_after_the_lease_still_counts_where_nobody_took_the_case(house: House, lin: Seat) -> None:
    case_id = house.case()
    claim = lin.hold(case_id)
    lin.session.post("/v1/claims/release", json=[{"claim_id": claim["claim_id"], "fence": claim["fence"]}])
    told = lin.put(lin.command(case_id, review_body("block"), claim)).json()
    assert (told["status"], told["flags"]) == ("applied", ["late"])


@pytest.mark.parametrize("fence", [0, 1, 2, 2**53 - 1, -5, None])
def test_a_guessed_fencing_number_opens_nothing(house: House, lin: Seat, mei: Seat, fence: int | None) -> None:
    case_id = house.case()
    lin.hold(case_id)
    for claim_id in (None, new_id()):
        answer = mei.put(mei.command(case_id, review_body("block"), None, fence=fence, claim_id=claim_id))
        assert (answer.status_code, answer.json()["code"]) == (409, "lease_lost")
    assert mei.case(case_id)["state"] == "open"


def test_nobody_decides_a_case_that_was_never_claimed(house: House, lin: Seat) -> None:
    case_id = house.case()
    answer = lin.put(lin.command(case_id, review_body("block"), None, fence=0))
    assert answer.json()["code"] == "lease_lost"


def test_a_different_decision_on_a_decided_case_is_contested(house: House, lin: Seat, mei: Seat, lead: Seat) -> None:
    case_id = house.case()
    claim = lin.hold(case_id)
    late = lin.command(case_id, review_body("pass"), claim)
    other = lead.command(case_id, review_body("pass"), claim)
    lin.session.post("/v1/claims/release", json=[{"claim_id": claim["claim_id"], "fence": claim["fence"]}])
    assert mei.review(case_id, "block").status_code == 200
    answer = lin.put(late)
    assert (answer.status_code, answer.json()["code"]) == (409, "contested")
    stands = answer.json()["result"]["in_force"]
    assert (stands["decision"], stands["code"]) == ("block", "thin_history"), "who has committed sees what stands"
    assert "decided_by_name" not in stands, "and not whose it is"
    told = lead.put(other).json()["result"]["in_force"]
    assert (told["decision"], told["decided_by_name"]) == ("block", "mei")
    assert lead.case(case_id)["outcome"]["decision"] == "block"


def test_the_same_decision_on_a_decided_case_concurs(house: House, lin: Seat, mei: Seat) -> None:
    case_id = house.case()
    claim = lin.hold(case_id)
    late = lin.command(case_id, review_body("block"), claim)
    lin.session.post("/v1/claims/release", json=[{"claim_id": claim["claim_id"], "fence": claim["fence"]}])
    assert mei.review(case_id, "block").status_code == 200
    told = lin.put(late).json()
    assert (told["status"], told["flags"]) == ("applied", ["concurring"])


def test_evidence_that_changed_since_makes_the_review_stale(house: House, lin: Seat) -> None:
    case_id = house.case()
    claim = lin.hold(case_id)
    answer = lin.put(lin.command(case_id, review_body("block"), claim, base_rev=0))
    assert (answer.status_code, answer.json()["code"]) == (409, "stale_evidence")
    assert lin.case(case_id)["state"] == "open"


@pytest.mark.parametrize(
    ("decision", "change", "code"),
    [
        ("pass", {"label": "TP"}, "label_contradicts_decision"),
        ("escalate", {"label": "TP"}, "label_contradicts_decision"),
        ("pass", {"code": None}, "review_invalid"),
        ("pass", {"rationale": "One thing. Another thing. A third thing."}, "review_invalid"),
    ],
)
def test_no_rule_of_the_review_is_escaped_by_calling_the_evidence_old(
    house: House, lin: Seat, lead: Seat, decision: str, change: dict[str, Any], code: str
) -> None:
    case_id = house.case()
    claim = lin.hold(case_id)
    answer = lin.put(lin.command(case_id, review_body(decision, **change), claim, base_rev=0))
    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert case_id not in lead.session.get("/v1/exports/reviews").text


def test_evidence_that_nobody_can_have_seen_is_no_evidence(house: House, lin: Seat) -> None:
    case_id = house.case()
    answer = lin.put(lin.command(case_id, review_body("block"), lin.hold(case_id), base_rev=2**31))
    assert (answer.status_code, answer.json()["code"]) == (409, "stale_evidence")
    assert lin.case(case_id)["state"] == "open"


# --- exactly once


def test_the_same_command_twice_gives_the_stored_first_result(house: House, lin: Seat) -> None:
    case_id = house.case()
    command = lin.command(case_id, review_body("block"), lin.hold(case_id))
    first = lin.put(command).json()
    again = lin.put(command)
    assert again.status_code == 200
    assert again.json() == first | {"status": "duplicate", "first_status": "applied"}
    stored = lin.session.get(f"/v1/commands/{command['command_id']}")
    assert stored.json() == first


def test_a_refused_command_sent_again_is_refused_with_its_first_result(house: House, lin: Seat) -> None:
    case_id = house.case()
    command = lin.command(case_id, review_body("block", code=None), lin.hold(case_id))
    first, again = lin.put(command), lin.put(command)
    assert (first.status_code, again.status_code) == (422, 422)
    assert again.json()["result"]["first_status"] == "rejected"
    assert again.json()["errors"] == first.json()["errors"]


def test_another_body_under_the_same_id_is_refused(house: House, lin: Seat) -> None:
    case_id = house.case()
    claim = lin.hold(case_id)
    command = lin.command(case_id, review_body("block"), claim)
    assert lin.put(command).status_code == 200
    other = lin.command(case_id, review_body("pass"), claim, command_id=command["command_id"])
    answer = lin.put(other)
    assert (answer.status_code, answer.json()["code"]) == (422, "command_id_reuse")
    assert lin.session.get(f"/v1/commands/{command['command_id']}").json()["status"] == "applied"


def test_the_same_body_for_another_case_under_the_same_id_is_refused(house: House, lin: Seat) -> None:
    one, two = house.cases(2)
    command = lin.command(one, review_body("block"), lin.hold(one))
    assert lin.put(command).status_code == 200
    other = lin.command(two, review_body("block"), lin.hold(two), command_id=command["command_id"])
    assert lin.put(other).json()["code"] == "command_id_reuse"


def test_a_command_sent_by_many_at_once_happens_once(house: House, lin: Seat, lead: Seat) -> None:
    case_id = house.case()
    command = lin.command(case_id, review_body("block"), lin.hold(case_id))
    told: list[dict[str, Any]] = []
    threads = [threading.Thread(target=lambda: told.append(lin.put(command).json())) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    statuses = sorted(result["status"] for result in told)
    assert statuses == ["applied"] + ["duplicate"] * 11
    assert len({result["review_id"] for result in told}) == 1
    made = [c for c in _feed(lead) if c["entity"] == "review" and c["document"]["case_id"] == case_id]
    assert len(made) == 1


def test_nobody_reads_the_result_of_anothers_command(house: House, lin: Seat, mei: Seat) -> None:
    case_id = house.case()
    command = lin.command(case_id, review_body("block"), lin.hold(case_id))
    lin.put(command)
    answer = mei.session.get(f"/v1/commands/{command['command_id']}")
    assert (answer.status_code, answer.json()["code"]) == (404, "unknown_command")
    assert mei.session.get(f"/v1/commands/{new_id()}").json()["code"] == "unknown_command"


# --- who sends, and from where


def test_a_command_of_another_author_is_refused(house: House, lin: Seat, mei: Seat) -> None:
    case_id = house.case()
    command = lin.command(case_id, review_body("block"), lin.hold(case_id), author_sub=mei.user_id)
    answer = lin.put(command)
    assert (answer.status_code, answer.json()["code"]) == (403, "foreign_author")
    # Its author may still send it: nothing was kept.
    assert lin.session.get(f"/v1/commands/{command['command_id']}").status_code == 404


def test_commands_come_from_ones_own_device_only(house: House, lin: Seat, mei: Seat) -> None:
    case_id = house.case()
    command = lin.command(case_id, review_body("block"), lin.hold(case_id))
    for device_id in (mei.device_id, new_id(), ""):
        answer = lin.session.post(
            "/v1/commands", json={"device_id": device_id, "batch_id": new_id(), "commands": [command]}
        )
        assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")


def test_an_outside_person_cannot_decide_a_case_of_another_vendor(house: House) -> None:
    bo = house.seat("bo-north", "bpo_agent", "north")
    case_id, own = house.case(vendor="south"), house.case(vendor="north")
    assert bo.claim(case_id)["refused"] == [{"case_id": case_id, "code": "not_found"}]
    answer = bo.put(bo.command(case_id, review_body("block"), None, fence=1, base_rev=1))
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert bo.review(own, "block").status_code == 200


def test_roles_that_do_not_review_are_refused(house: House) -> None:
    ada = house.seat("ada", "auditor")
    case_id = house.case()
    answer = ada.put(ada.command(case_id, review_body("block"), None, fence=1))
    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")
    assert ada.session.post("/v1/claims", json={"case_ids": [case_id]}).status_code == 403


# --- batches


def test_a_broken_command_spoils_only_itself(house: House, mei: Seat) -> None:
    seat = house.another_seat("mei")
    one, two = house.cases(2)
    good = seat.command(one, review_body("block"), seat.hold(one))
    odd = seat.command(None, {"command_type": "review.submit"}, None, command_type="command.withdrawn", base_rev=1)
    broken = seat.command(two, review_body("block"), seat.hold(two)) | {"surprise": 1}
    tampered = seat.command(two, review_body("block"), seat.hold(two)) | {"body_sha256": "0" * 64}
    unknown = seat.command(two, review_body("block"), None, command_type="review.undo")
    newer = seat.command(two, review_body("block"), None, command_schema=9)
    last = seat.command(two, review_body("block"), seat.hold(two))
    told = seat.send(good, odd, broken, tampered, unknown, newer, last, 7, {"command_seq": "x"})
    fates = [(result["status"], result["code"], result["http"]) for result in told["results"]]
    assert fates == [
        ("applied", "applied", 200),
        ("applied", "applied", 200),
        ("rejected", "invalid", 422),
        ("rejected", "invalid", 422),
        ("rejected", "command_schema", 422),
        ("rejected", "command_schema", 422),
        ("applied", "applied", 200),
        ("rejected", "invalid", 422),
        ("rejected", "invalid", 422),
    ]
    # Those that this build cannot read are not settled: a newer server may take them.
    assert (told["acked_through"], told["device_high_seq"]) == (4, 7)


def test_a_command_waits_for_the_earlier_one_on_its_case(house: House, lin: Seat) -> None:
    seat = house.another_seat("lin")
    case_id = house.case()
    claim = seat.hold(case_id)
    first = seat.command(case_id, {"command_type": "review.submit"}, claim, command_type="command.withdrawn")
    second = seat.command(case_id, review_body("block"), claim, prev_case_command=first["command_id"])
    early = seat.put(second)
    assert (early.status_code, early.json()["code"]) == (409, "earlier_command_missing")
    assert early.json()["result"]["status"] == "blocked"
    assert [result["status"] for result in seat.send(first, second)["results"]] == ["applied", "applied"]
    assert seat.send(first)["acked_through"] == 2


def test_a_command_that_could_not_be_read_may_come_again_in_a_sound_form(house: House, lin: Seat) -> None:
    case_id = house.case()
    command = lin.command(case_id, review_body("block"), lin.hold(case_id))
    assert lin.put(command | {"created_mono": "early"}).json()["code"] == "invalid"
    assert lin.put(command).json()["status"] == "applied"


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"{",
        b"[]",
        b'{"device_id": "x"}',
        b'{"device_id": 7, "batch_id": "b", "commands": [1]}',
        b'{"device_id": "d", "batch_id": "b", "commands": []}',
        b'{"device_id": "d", "batch_id": "b", "commands": [' + b"[" * 5000 + b"]" * 5000 + b"]}",
        '{"device_id": "\ud800"}'.encode("utf-8", "surrogatepass"),
    ],
)
def test_a_batch_that_cannot_be_read_is_a_problem(lin: Seat, raw: bytes) -> None:
    answer = lin.session.post("/v1/commands", data=raw, headers={"Content-Type": "application/json"})
    assert answer.status_code in (400, 422)
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_more_than_a_hundred_commands_are_too_many(lin: Seat) -> None:
    batch = {"device_id": lin.device_id, "batch_id": new_id(), "commands": [1] * 101}
    assert lin.session.post("/v1/commands", json=batch).status_code == 422


def test_the_id_in_the_address_is_the_commands_own(house: House, lin: Seat) -> None:
    case_id = house.case()
    command = lin.command(case_id, review_body("block"), lin.hold(case_id))
    answer = lin.session.put(f"/v1/commands/{new_id()}", json={"device_id": lin.device_id, "command": command})
    assert answer.status_code == 422
    assert lin.case(case_id)["state"] == "open"


def _feed(seat: Seat) -> list[dict[str, Any]]:
    changes: list[dict[str, Any]] = []
    cursor: dict[str, str] = {}
    while True:
        page = seat.session.get("/v1/changes", params=cursor | {"limit": "500"}).json()
        changes += page["changes"]
        cursor = {"cursor": page["next_cursor"]}
        if not page["more"]:
            latest = {(change["entity"], change["entity_id"]): change for change in changes}
            return list(latest.values())
