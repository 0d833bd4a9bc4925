"""What surrounds a case, over raw HTTP: linked and similar cases, rates, the last decision, graph and indicators."""

import json
from datetime import timedelta
from typing import Any

import pytest

from app.domain.case import Evidence, Link
from app.domain.text import Bilingual
from tests.support.factories import NOON, assessment, signal
from tests.support.seats import House, Seat

DEVICE, IP, PAYEE = "d-sharedcluster-4471", "198.51.100.201", "0xAbCd000000000000000000000000000000001234"
TITLE = Bilingual("Evidence", "证据")


def subject(account: str, **more: Any) -> dict[str, Any]:
    return {"account": account, "account_age_days": 1210, "country": "SG", "kyc_level": 2} | more


def context(seat: Seat, case_id: str) -> dict[str, Any]:
    answer = seat.session.get(f"/v1/cases/{case_id}/context")
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


def linked(told: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {one["kind"]: one for one in told["linked"]}


def test_cases_with_the_same_device_know_of_each_other_and_of_their_outcomes(house: House, lin: Seat) -> None:
    first = house.case(subject=subject("u-10000001"), links=(Link("device", "d-pair-1"), Link("ip", "192.0.2.7")))
    second = house.case(subject=subject("u-10000002"), links=(Link("device", "d-pair-1"),))
    alone = house.case(subject=subject("u-10000003"), links=(Link("device", "d-other"),))
    assert lin.review(first).status_code == 200
    told = context(lin, second)
    device = linked(told)["device"]
    assert (device["total"], device["decided"], device["blocked"]) == (1, 1, 1)
    (line,) = device["cases"]
    assert (line["case_id"], line["decision"], line["label"]) == (first, "block", "TP")
    assert line["case_type"] == "ato_investigation"
    assert line["subject_short"] == lin.case(first)["subject_short"]
    assert "10000001" not in json.dumps(told)
    assert linked(context(lin, alone)) == {}
    assert context(lin, alone)["rates"] == {"prior": 0, "decided": 0, "blocked": 0}


def test_a_payee_of_one_case_is_the_address_of_another_whatever_its_letters(house: House, lin: Seat) -> None:
    first = house.case(subject=subject("u-10000011"), links=(Link("payee", PAYEE),))
    second = house.case(subject=subject("u-10000012"), links=(Link("address", PAYEE.lower()),))
    assert [line["case_id"] for line in linked(context(lin, second))["address"]["cases"]] == [first]


def test_a_share_is_told_from_five_decided_cases_on(house: House, lin: Seat) -> None:
    for index in range(4):
        case = house.case(subject=subject("u-10000021"), links=())
        assert lin.review(case, "block" if index else "pass").status_code == 200
    asked = house.case(subject=subject("u-10000021"), links=())
    assert context(lin, asked)["rates"] == {"prior": 4, "decided": 4, "blocked": 3}
    fifth = house.case(subject=subject("u-10000021"), links=())
    assert lin.review(fifth).status_code == 200
    assert context(lin, asked)["rates"] == {"prior": 5, "decided": 5, "blocked": 4, "share_blocked": 0.8}


def test_similar_cases_come_with_reasons_and_the_likest_first(house: House, lin: Seat) -> None:
    shape = (signal("emulator", 1.4), signal("hosting_ip", 0.8), signal("account_age", -0.4, 1210))
    word = assessment(signals=shape)
    twin = house.case(subject=subject("u-10000031"), links=(Link("device", "d-twin"),), assessment=word)
    cousin = house.case(subject=subject("u-10000032", country="DE"), links=(), assessment=word)
    for case in (twin, cousin):
        assert lin.review(case).status_code == 200
    asked = house.case(subject=subject("u-10000033"), links=(Link("device", "d-twin"),), assessment=word)
    similar = context(lin, asked)["similar"]
    ids = [one["case"]["case_id"] for one in similar]
    assert ids[0] == twin
    assert cousin in ids
    reasons = similar[0]["reasons"]
    assert {"kind": "link", "ref": "device"} in reasons
    assert {"kind": "signal", "ref": "emulator", "direction": "risk"} in reasons
    assert {"kind": "signal", "ref": "account_age", "direction": "safe"} in reasons
    assert {"kind": "fact", "ref": "country"} in reasons
    assert len(similar) <= 5
    assert context(lin, asked)["similar"] == similar


def test_the_last_decision_is_told_with_what_changed_and_no_masked_value(house: House, lin: Seat) -> None:
    def piece(ip: str, state: str) -> Evidence:
        fields = {"device_state": state, "device": "Pixel 8", "secret": ip}
        return Evidence("e1", "account_changes", TITLE, fields=fields, pii=("secret",))

    before = house.case(
        subject=subject("u-10000041", country="SG"),
        links=(Link("device", "d-before"),),
        evidence=(piece("203.0.113.9", "known"),),
        opened_at=NOON - timedelta(days=30),
    )
    assert lin.review(before).status_code == 200
    after = house.case(
        subject=subject("u-10000041", country="RO"),
        links=(Link("device", "d-after"),),
        evidence=(piece("203.0.113.10", "new"),),
    )
    told = context(lin, after)
    previous = told["previous"]
    assert (previous["case"]["case_id"], previous["case"]["decision"]) == (before, "block")
    changes = {(c["place"], c["name"], c["change"]): c for c in previous["changes"]}
    assert changes["subject", "country", "changed"] | {"within": ""} == {
        "place": "subject",
        "change": "changed",
        "name": "country",
        "within": "",
        "before": "SG",
        "after": "RO",
    }
    assert changes["evidence", "device_state", "changed"]["after"] == "new"
    assert changes["evidence", "secret", "changed"]["masked"] is True
    assert "before" not in changes["evidence", "secret", "changed"]
    assert ("link", "device", "added") in changes
    text = json.dumps(told)
    for canary in ("203.0.113.9", "203.0.113.10", "d-before", "d-after", "10000041"):
        assert canary not in text


def cluster(house: House, vendor: str | None = None) -> list[str]:
    """Five accounts on one device and one IP."""
    return [
        house.case(subject=subject(f"u-2000000{n}"), links=(Link("device", DEVICE), Link("ip", IP)), vendor=vendor)
        for n in range(5)
    ]


def test_a_shared_device_is_an_indicator_that_names_its_evidence(house: House, lin: Seat) -> None:
    ids = cluster(house)
    told = context(lin, ids[0])
    found = {one["id"]: one for one in told["indicators"]}
    assert set(found) == {"shared_device_or_ip", "sybil_group"}
    assert found["shared_device_or_ip"]["figures"] == {"accounts": 5.0, "cases": 5.0}
    assert set(found["shared_device_or_ip"]["case_ids"]) == set(ids)
    nodes = {node["id"]: node for node in told["graph"]["nodes"]}
    kinds = {nodes[one]["kind"] for one in found["sybil_group"]["nodes"]}
    assert kinds == {"subject", "device", "ip", "case"}
    assert {node.get("case_id") for node in nodes.values()} - {None} == set(ids[1:])
    assert DEVICE not in json.dumps(told)
    assert IP not in json.dumps(told)


def test_an_outside_person_is_told_counts_alone(house: House) -> None:
    ids = cluster(house, "north")
    own = house.case(
        subject=subject("u-20000000"), vendor="north", links=(Link("device", DEVICE), Link("payee", PAYEE))
    )
    bo = house.seat("bo", "bpo_agent", "north")
    told = context(bo, own)
    assert told["counts_only"] is True
    assert linked(told)["device"]["total"] >= 5
    assert "cases" not in linked(told)["device"]
    assert not {"similar", "previous", "indicators", "graph"} & {name for name, value in told.items() if value}
    assert not [one for one in ids if one in json.dumps(told)]
    elsewhere = house.case(vendor="south")
    assert bo.session.get(f"/v1/cases/{elsewhere}/context").status_code == 404
    several = bo.session.post("/v1/cases/context", json={"case_ids": [elsewhere, own]}).json()["contexts"]
    assert [one["case_id"] for one in several] == [own]


def transfer(source: str, target: str, amount: float, minute: int) -> dict[str, Any]:
    at = (NOON - timedelta(minutes=minute)).isoformat()
    return {"from_address": source, "address": target, "amount": amount, "asset": "ETH", "at": at}


def test_transfers_within_two_hops_and_hits_with_list_and_date_stand_in_the_graph(house: House, lin: Seat) -> None:
    rows = (
        transfer("0xsender1", "0xpayee77", 4.0, 90),
        transfer("0xsender1", "0xpayee77", 1.5, 80),
        transfer("0xpayee77", "0xonward", 5.0, 60),
    )
    evidence = (
        Evidence("t", "transfers", TITLE, rows=rows),
        Evidence(
            "w",
            "watch_list",
            TITLE,
            rows=({"address": "0xonward", "list": "OFAC", "list_date": "2024-09-27", "category": "sanctions"},),
        ),
    )
    asked = house.case(
        case_type="withdrawal_anomaly",
        subject=subject("u-30000001"),
        links=(Link("payee", "0xpayee77"),),
        evidence=evidence,
    )
    # Another case knows what happened one hop on, and one three hops away that must not show.
    house.case(
        case_type="withdrawal_anomaly",
        subject=subject("u-30000002"),
        links=(),
        evidence=(
            Evidence(
                "t",
                "transfers",
                TITLE,
                rows=(transfer("0xonward", "0xsecond", 4.9, 50), transfer("0xsecond", "0xthird", 4.8, 40)),
            ),
        ),
    )
    graph = context(lin, asked)["graph"]
    nodes = {node["id"]: node for node in graph["nodes"]}
    edges = [edge for edge in graph["edges"] if edge["kind"] == "transfer"]
    assert sorted((edge["amount"], edge.get("count", 1)) for edge in edges) == [(4.9, 1), (5.0, 1), (5.5, 2)]
    assert all(edge["asset"] == "ETH" and edge["last_at"] for edge in edges)
    (hit,) = graph["hits"]
    assert (hit["list"], hit["list_date"], hit["category"]) == ("OFAC", "2024-09-27", "sanctions")
    assert nodes[hit["node"]]["kind"] == "address"
    assert "0xonward" not in json.dumps(graph)


def test_a_new_revision_replaces_what_the_case_was_tied_to(house: House, lin: Seat) -> None:
    other = house.case(subject=subject("u-40000001"), links=(Link("device", "d-new"),))
    case = house.case(external_ref="REV-1", subject=subject("u-40000002"), links=(Link("device", "d-old"),))
    assert linked(context(lin, case)) == {}
    again = house.case(external_ref="REV-1", subject=subject("u-40000002"), links=(Link("device", "d-new"),))
    assert again == case
    told = context(lin, case)
    assert [one["case_id"] for one in linked(told)["device"]["cases"]] == [other]
    assert [event["code"] for event in told["history"]["events"]].count("revised") == 1


def test_the_time_line_holds_what_happened_in_order(house: House, lin: Seat) -> None:
    case = house.case(subject=subject("u-50000001"), links=(), priority=90)
    assert lin.review(case, "escalate").status_code == 200
    events = context(lin, case)["history"]["events"]
    assert {"opened", "received", "routed", "escalated"} == {event["code"] for event in events}
    assert [event["at"] for event in events] == sorted(event["at"] for event in events)


def test_what_was_carried_out_comes_back_into_the_history(house: House, lin: Seat, lead: Seat, bao: Seat) -> None:
    ref = "DONE-1"
    case = house.case(external_ref=ref, subject=subject("u-50000002"), links=(), vendor="north")
    assert bao.review(case).status_code == 200
    word = {"ref": ref, "at": "2026-11-21T12:30:00Z", "result": "account frozen"}
    assert house.agent.post("/v1/intake/executions", json=[word]).json()["accepted"] == 1

    def carried_out(seat: Seat) -> list[tuple[str, str]]:
        events = context(seat, case)["history"]["events"]
        return [(event["at"], event.get("detail", "")) for event in events if event["code"] == "executed"]

    assert carried_out(lead) == [(word["at"], word["result"])]
    assert carried_out(bao) == [(word["at"], "")], "what the acting system says is for the house"
    assert carried_out(lin) == [], "a colleague's decision is not told"


def test_a_review_may_name_an_indicator_of_the_catalogue_and_no_other(house: House, lin: Seat) -> None:
    case = house.case(links=())
    wrong = {"code": "signal_missing", "attribution": {"kind": "indicator", "ref": "no_such_pattern"}}
    refused = lin.review(case, "pass", **wrong)
    assert refused.status_code == 422
    right = {"code": "signal_missing", "attribution": {"kind": "indicator", "ref": "shared_device_or_ip"}}
    assert lin.put(lin.command(case, {**_body(), **right}, lin.hold(case))).status_code == 200
    lead = house.reader("labels", "team_lead")
    rows = lead.get("/v1/exports/labels?format=jsonl").text.splitlines()
    (row,) = [json.loads(row) for row in rows if case in row]
    assert row["attribution"] == {"kind": "indicator", "ref": "shared_device_or_ip"}


def _body() -> dict[str, Any]:
    return {
        "decision": "pass",
        "rationale": "The owner was in Singapore; the second device was not his.",
        "rationale_language": "en",
        "active_ms": 61_000,
    }


@pytest.mark.parametrize("ids", [[], ["C-200001"] * 6, "C-200001"])
def test_a_hand_is_one_to_five_cases(lin: Seat, ids: Any) -> None:
    assert lin.session.post("/v1/cases/context", json={"case_ids": ids}).status_code == 422


def test_a_case_that_is_not_there_has_no_context(lin: Seat) -> None:
    for path in ("/v1/cases/C-999999999/context", "/v1/cases/nonsense/context"):
        assert lin.session.get(path).status_code == 404
