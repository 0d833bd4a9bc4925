"""Webhooks of a running server: managed by its admin, sent by its job, and holding nothing of a person."""

import time
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from app.contract.webhooks import OF_TYPE
from app.domain.roles import Capability, Role, can
from app.domain.webhook import EventType
from tests.support import database
from tests.support.factories import NOON, intake_case
from tests.support.receiver import Receiver
from tests.support.seats import House, Seat, new_id, open_house, review_body
from tests.support.server import Session, sign_in, start_server


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    file = tmp_path_factory.mktemp("webhooks") / "server.db"
    with start_server(file, environment={"FOOTPLATE_WEBHOOK_NETWORKS": "127.0.0.0/8", "FOOTPLATE_JOBS": "1"}) as server:
        house = open_house(server, file)
        yield house
        house.close()


@pytest.fixture(scope="module")
def admin(house: House) -> Session:
    return house.reader("ada", "admin")


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with Receiver() as receiver:
        yield receiver


def add(admin: Session, url: str, *kinds: str) -> dict[str, Any]:
    answer = admin.post("/v1/webhooks", json={"url": url, "event_types": list(kinds)})
    assert answer.status_code == 201, answer.text
    told: dict[str, Any] = answer.json()
    return told


def remove(admin: Session, told: dict[str, Any]) -> None:
    assert admin.delete(f"/v1/webhooks/{told['endpoint']['endpoint_id']}").status_code == 204


def test_what_happens_in_the_house_arrives_outside_signed(house: House, admin: Session, receiver: Receiver) -> None:
    earlier, seat, lead = house.case(), house.seat("rev"), house.seat("lea", "team_lead")
    assert seat.review(earlier).status_code == 200
    told = add(admin, receiver.url)
    ref = f"WH-{new_id()}"
    case_id, asked, gone_ref = house.case(external_ref=ref), house.case(), f"WH-{new_id()}"
    gone = house.case(external_ref=gone_ref)
    assert seat.review(case_id).status_code == 200
    request = seat.command(asked, {"reason": "data_stale"}, None, command_type="assessment.request")
    assert seat.put(request).status_code == 200
    withdrawn = house.agent.post("/v1/intake/withdrawals", json=[{"external_ref": gone_ref, "reason": "duplicate"}])
    assert withdrawn.json()["accepted"] == 1
    audited = f"WH-{new_id()}"
    ledger_row(house, audited)
    assert lead.session.post("/v1/ledger/audits", json={"external_refs": [audited]}).status_code == 200

    receiver.wait_for(5)
    assert all(got.signed_by(told["secret"]) for got in receiver.got)
    (made,), (label,) = receiver.of_type("decision.made"), receiver.of_type("label.recorded")
    assert (made["case_id"], made["decision"], made["external_ref"]) == (case_id, "block", ref)
    assert (label["case_id"], label["label"], label["revision"], label["source"]) == (case_id, "TP", 1, "review")
    assert [one["case_id"] for one in receiver.of_type("assessment.requested")] == [asked]
    assert [one["case_id"] for one in receiver.of_type("case.withdrawn")] == [gone]
    assert [one["external_ref"] for one in receiver.of_type("audit.requested")] == [audited]
    assert earlier not in "".join(got.body.decode() for got in receiver.got), "nothing from before it was there"
    for got in receiver.got:
        fields = {field.name for field in msgspec.structs.fields(OF_TYPE[EventType(got.told["type"])])}
        assert set(got.told["data"]) == fields
        assert "u-83572491" not in got.body.decode()
    # The system that acts answers with the id that it was told.
    done = {"ref": made["review_id"], "at": NOON.isoformat(), "result": "blocked"}
    assert house.agent.post("/v1/intake/executions", json=[done]).json()["accepted"] == 1
    assert seat.case(case_id)["outcome"]["executed_result"] == "blocked"
    remove(admin, told)


def ledger_row(house: House, ref: str) -> None:
    row = {
        "external_ref": ref, "case_type": "ato_investigation", "verdict": "pass", "risk_score": 0.02,
        "confidence": 0.98, "threshold": 0.85, "rule_version": "rules-7", "decided_at": NOON.isoformat(),
    }  # fmt: skip
    assert house.agent.post("/v1/intake/decisions", json=[row]).json()["accepted"] == 1


def decide_blind(house: House, seat: Seat, ref: str, decision: str) -> str:
    case_id = house.feed(msgspec.json.encode([intake_case(ref)]))[0]
    whole = review_body(decision)
    body = {name: value for name, value in whole.items() if name not in ("code", "attribution")}
    answer = seat.put(seat.command(case_id, body, seat.hold(case_id)))
    assert answer.status_code == 200, answer.text
    return case_id


def test_an_audit_acts_only_where_it_blocks(house: House, admin: Session, receiver: Receiver) -> None:
    lead, seat = house.seat("lee", "team_lead"), house.seat("rex")
    refs = [f"WH-{new_id()}" for _ in range(2)]
    for ref in refs:
        ledger_row(house, ref)
    assert lead.session.post("/v1/ledger/audits", json={"external_refs": refs}).json()["asked"] == 2
    told = add(admin, receiver.url, "decision.made", "label.recorded")
    passed, blocked = decide_blind(house, seat, refs[0], "pass"), decide_blind(house, seat, refs[1], "block")
    receiver.wait_for(3)
    assert {one["case_id"] for one in receiver.of_type("label.recorded")} == {passed, blocked}
    assert [one["case_id"] for one in receiver.of_type("decision.made")] == [blocked]
    remove(admin, told)


def test_an_endpoint_is_tried_looked_at_changed_and_taken_away(
    house: House, admin: Session, receiver: Receiver
) -> None:
    told = add(admin, receiver.url, "label.recorded")
    endpoint_id = told["endpoint"]["endpoint_id"]
    assert told["endpoint"]["event_types"] == ["label.recorded"]
    assert admin.post(f"/v1/webhooks/{endpoint_id}/test").status_code == 200
    (got,) = receiver.wait_for(1)
    assert got.told["type"] == "webhook.test"
    assert got.signed_by(told["secret"])
    log = wait_for_log(admin, endpoint_id)
    assert (log["message_id"], log["state"], log["log"][0]["status"]) == (got.message_id, "delivered", 204)
    assert admin.get(f"/v1/webhooks/{endpoint_id}/deliveries?state=failed").json()["deliveries"] == []
    listed = admin.get("/v1/webhooks").json()["endpoints"]
    assert endpoint_id in [one["endpoint_id"] for one in listed]
    assert told["secret"] not in admin.get("/v1/webhooks").text

    off = admin.patch(f"/v1/webhooks/{endpoint_id}", json={"enabled": False, "description": "not now"}).json()
    assert (off["enabled"], off["disabled_reason"], off["description"]) == (False, "by_hand", "not now")
    for what, body in (("test", None), ("replay", {"since": NOON.isoformat()})):
        answer = admin.post(f"/v1/webhooks/{endpoint_id}/{what}", json=body)
        assert (answer.status_code, answer.json()["code"]) == (409, "endpoint_off")
    on = admin.patch(f"/v1/webhooks/{endpoint_id}", json={"enabled": True}).json()
    assert (on["enabled"], on["disabled_reason"]) == (True, None)

    rotated = admin.post(f"/v1/webhooks/{endpoint_id}/rotate", json={"overlap_hours": 1}).json()
    assert rotated["endpoint"]["secrets"] == 2
    assert rotated["secret"] != told["secret"]
    again = admin.post(f"/v1/webhooks/{endpoint_id}/replay", json={"message_ids": [got.message_id]})
    assert again.json() == {"replayed": 1, "more": False}
    second = receiver.wait_for(2)[1]
    assert second.message_id == got.message_id
    assert second.signed_by(told["secret"])
    assert second.signed_by(rotated["secret"])
    remove(admin, told)
    assert endpoint_id not in admin.get("/v1/webhooks").text
    assert admin.get(f"/v1/webhooks/{endpoint_id}/deliveries").status_code == 404
    trail = database.run_sql(
        house.database, "SELECT action FROM audit WHERE entity = 'webhook' AND entity_id = :id", id=endpoint_id
    )
    assert {action for (action,) in trail} == {
        "webhook.added", "webhook.tested", "webhook.changed", "webhook.rotated", "webhook.replayed", "webhook.removed",
    }  # fmt: skip


def wait_for_log(admin: Session, endpoint_id: str) -> dict[str, Any]:
    """The newest delivery, once its attempt is written down: that is a moment after the receiver had it."""
    deadline = time.monotonic() + 60
    while True:
        (newest, *_) = admin.get(f"/v1/webhooks/{endpoint_id}/deliveries").json()["deliveries"]
        if newest["log"] or time.monotonic() > deadline:
            told: dict[str, Any] = newest
            return told
        time.sleep(0.05)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"url": "ftp://hooks.example.com/"}, "url"),
        ({"url": "https://u:p@hooks.example.com/"}, "url"),
        ({"url": "https://169.254.169.254/latest"}, "address_refused"),
        ({"url": "https://[::ffff:10.0.0.1]/"}, "address_refused"),
        ({"url": "http://93.184.216.34/"}, "https_only"),
        ({"url": "https://hooks.example.com/", "event_types": ["no.such"]}, "invalid"),
        ({"url": "https://hooks.example.com/", "event_types": ["case.withdrawn"] * 2}, "twice"),
        ({"url": "https://hooks.example.com/", "description": "x" * 201}, "length"),
        ({"url": "https://hooks.example.com/", "description": "a\u0007b"}, "length"),
        ({"url": "https://hooks.example.com/", "secret": "mine"}, "invalid"),
    ],
)
def test_an_endpoint_that_may_not_be_is_refused(admin: Session, body: dict[str, Any], code: str) -> None:
    answer = admin.post("/v1/webhooks", json=body)
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (422, code), answer.text


def test_what_is_not_there_is_not_found(admin: Session) -> None:
    path = f"/v1/webhooks/{new_id()}"
    answers = [
        admin.patch(path, json={}),
        admin.delete(path),
        admin.post(path + "/rotate", json={}),
        admin.post(path + "/test"),
        admin.post(path + "/replay", json={"since": NOON.isoformat()}),
        admin.get(path + "/deliveries"),
    ]
    assert [(answer.status_code, answer.json()["code"]) for answer in answers] == [(404, "not_found")] * 6


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.AGENT_SERVICE])
def test_webhooks_are_for_those_alone_who_run_the_house(house: House, role: Role) -> None:
    name = f"hooks-{role.value}"
    house.add(name, role.value, "north" if role is Role.BPO_AGENT else None)
    session = sign_in(house.server.url, name)
    house.opened.append(session)
    path = f"/v1/webhooks/{new_id()}"
    answers = [
        session.get("/v1/webhooks"),
        session.post("/v1/webhooks", json={"url": "https://hooks.example.com/", "event_types": ["no.such"]}),
        session.patch(path, json={}),
        session.delete(path),
        session.post(path + "/rotate", json={}),
        session.post(path + "/test"),
        session.post(path + "/replay", json={"since": NOON.isoformat()}),
        session.get(path + "/deliveries"),
    ]
    may = can((role,), Capability.WEBHOOK_MANAGE)
    assert [answer.status_code == 403 for answer in answers] == [not may] * len(answers)
    assert house.agent.get("/v1/webhooks").status_code == 403
