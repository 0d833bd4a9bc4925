"""What the agent decided alone, looked at by people: rows are named or drawn, the full case is asked for and comes, is
decided blind, and acts only where it has to."""

import hashlib
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from sqlalchemy import select

from app.domain.draw import Frame
from app.server.storage import gold, tables
from tests.support.factories import NOON, intake_case
from tests.support.seats import House, Seat, new_id, open_house, review_body
from tests.support.server import opened, start_server

DAY = timedelta(days=1)


def rows(
    house: House, count: int, at: datetime, case_type: str = "ato_investigation", verdict: str = "pass"
) -> list[str]:
    refs = [f"L-{new_id()}" for _ in range(count)]
    sent = [
        {
            "external_ref": ref,
            "case_type": case_type,
            "verdict": verdict,
            "risk_score": 0.02,
            "confidence": 0.98,
            "threshold": 0.85,
            "rule_version": "rules-7",
            "decided_at": at.isoformat(),
        }
        for ref in refs
    ]
    answer = house.agent.post("/v1/intake/decisions", json=sent)
    assert answer.json()["accepted"] == count, answer.text
    return refs


def order(seat: Seat, **body: Any) -> dict[str, Any]:
    answer = seat.session.post("/v1/ledger/audits", json=body)
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


def draw(at: datetime, size: int = 5, seed: str = "2026-47", **more: Any) -> dict[str, Any]:
    return {
        "size": size,
        "seed": seed,
        "decided_from": at.isoformat(),
        "decided_before": (at + DAY).isoformat(),
    } | more


@pytest.fixture
def day() -> Iterator[datetime]:
    """A day that no other test puts rows into."""
    yield next(_days)


_days = (NOON - timedelta(days=number) for number in range(400, 800))


def test_a_draw_is_the_same_wherever_it_is_drawn(house: House, lead: Seat, day: datetime) -> None:
    refs = rows(house, 40, day)
    told = order(lead, draw=draw(day))

    def weight(ref: str) -> str:
        return hashlib.sha256(f"2026-47\n{ref}".encode()).hexdigest()

    assert told["sample"] == sorted(refs, key=weight)[:5]
    assert told["frame_size"] == 40
    digest = hashlib.sha256("".join(f"{ref}\n" for ref in sorted(refs)).encode()).hexdigest()
    assert told["frame_digest"] == digest
    assert (told["asked"], told["already"]) == (5, 0)
    again = order(lead, draw=draw(day))
    assert again["sample"] == told["sample"]
    assert (again["asked"], again["already"]) == (0, 5), "nobody is asked for the same case twice"
    other = order(lead, draw=draw(day, seed="2026-48"))
    assert other["sample"] != told["sample"]


def test_a_draw_is_of_what_it_names_alone(house: House, lead: Seat, day: datetime) -> None:
    wanted = rows(house, 3, day, "kyc_audit", "block")
    rows(house, 3, day, "kyc_audit", "pass")
    rows(house, 3, day, "poa_review", "block")
    told = order(lead, draw=draw(day, 10, case_type="kyc_audit", verdict="block"))
    assert (sorted(told["sample"]), told["frame_size"]) == (sorted(wanted), 3)


def test_every_row_is_as_likely_as_any_other() -> None:
    refs = [f"r{n:02}" for n in range(50)]
    drawn = dict.fromkeys(refs, 0)
    for seed in range(2_000):
        frame = Frame(str(seed), 10)
        frame.look(refs[:20])
        frame.look(refs[20:])
        for ref in frame.sample():
            drawn[ref] += 1
    # 400 expected of each; seven standard deviations of a binomial to either side.
    assert all(275 < count < 525 for count in drawn.values())
    assert sum(drawn.values()) == 20_000


def test_the_agent_is_told_what_it_owes_until_the_case_comes(house: House, lead: Seat, day: datetime) -> None:
    (ref,) = rows(house, 1, day)
    told = order(lead, external_refs=[ref, "no-such-row"])
    assert (told["asked"], told["unknown"]) == (1, ["no-such-row"])

    def owed() -> list[str]:
        page = house.agent.get("/v1/intake/audits?limit=500").json()
        return [one["external_ref"] for one in page["requests"]]

    assert ref in owed()
    case_id = house.feed(msgspec.json.encode([intake_case(ref)]))[0]
    assert ref not in owed()
    (row,) = [one for one in all_audits(lead) if one["external_ref"] == ref]
    assert (row["case_id"], row["answered_at"] is not None) == (case_id, True)


def all_audits(seat: Seat) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    after = ""
    while True:
        page = seat.session.get(f"/v1/ledger/audits?limit=7{after}").json()
        found += page["audits"]
        if page["next_after"] is None:
            return found
        after = f"&after={page['next_after']}"


def test_a_case_of_an_audit_is_decided_blind_and_its_label_says_where_it_comes_from(
    house: House, lead: Seat, day: datetime
) -> None:
    (ref,) = rows(house, 1, day)
    order(lead, external_refs=[ref])
    case_id = house.feed(msgspec.json.encode([intake_case(ref)]))[0]
    ordinary = house.case()
    seat = house.seat(f"audits-{new_id()}")
    assert seat.case(case_id).get("assessment") is None
    assert seat.case(case_id)["blind"] is True
    assert seat.case(ordinary)["assessment"] is not None
    body = {name: value for name, value in review_body().items() if name != "code"}
    answer = seat.put(seat.command(case_id, body, seat.hold(case_id)))
    assert answer.status_code == 200, answer.text
    assert seat.review(ordinary).status_code == 200
    lines = map(msgspec.json.decode, lead.session.get("/v1/exports/labels").text.splitlines())
    sources = {line["case_id"]: line["source"] for line in lines}
    assert (sources[case_id], sources[ordinary]) == ("audit", "review")


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, ""),
        ({"external_refs": ["a"], "draw": draw(NOON)}, ""),
        ({"draw": draw(NOON) | {"decided_before": NOON.isoformat()}}, "/draw/decided_before"),
        ({"draw": draw(NOON) | {"size": 0}}, "/draw/size"),
    ],
)
def test_an_order_that_makes_no_sense_is_refused(house: House, lead: Seat, body: dict[str, Any], pointer: str) -> None:
    answer = lead.session.post("/v1/ledger/audits", json=body)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer)


def test_where_nothing_is_left_to_ask_for_that_is_said(house: House, lead: Seat, day: datetime) -> None:
    for body in ({"external_refs": ["no-such-row"]}, {"draw": draw(day)}):
        answer = lead.session.post("/v1/ledger/audits", json=body)
        assert (answer.status_code, answer.json()["code"]) == (422, "not_audited")


def test_a_reviewer_draws_no_audits(house: House, lin: Seat) -> None:
    assert lin.session.post("/v1/ledger/audits", json={"external_refs": ["a"]}).status_code == 403
    assert lin.session.get("/v1/ledger/audits").status_code == 403


def test_how_common_audits_are_counts_each_case_once_whatever_was_said_of_it_since(tmp_path: Path) -> None:
    """A second label makes audits no rarer than they are: their share says how many blind cases gold needs about it."""
    database = tmp_path / "server.db"
    with start_server(database) as server:
        house = open_house(server, database)
        lead, lin = house.seat("lea", "team_lead"), house.seat("lin")
        refs = rows(house, 2, NOON)
        order(lead, external_refs=refs)
        audited = house.feed(msgspec.json.encode([intake_case(ref) for ref in refs]))
        ordinary = house.cases(2)
        body = {name: value for name, value in review_body().items() if name != "code"}
        first = lin.put(lin.command(audited[0], body, lin.hold(audited[0])))
        assert first.status_code == 200, first.text
        code = {"review_id": first.json()["review_id"], "code": "thin_history"}
        amended = lin.command(audited[0], code, None, command_type="review.amend_after_reveal")
        assert lin.put(amended).status_code == 200
        upward = {
            "decision": "escalate",
            "rationale": "Two people claim the account.",
            "rationale_language": "en",
            "active_ms": 61_000,
        }
        assert lin.put(lin.command(audited[1], upward, lin.hold(audited[1]))).status_code == 200
        sam = house.seat("sam", "senior_agent")
        ended = sam.review(audited[1], escalation_id=sam.case(audited[1])["escalation"]["escalation_id"])
        assert ended.status_code == 200, ended.text
        for case_id in ordinary:
            assert lin.review(case_id).status_code == 200
        with opened(database) as storage, storage.read() as connection:
            labels = connection.execute(select(tables.labels.c.source)).scalars().all()
            assert labels.count("audit") * 2 < len(labels), "by their labels they seem rarer than they are"
            assert gold.audit_per_mille(connection) == 500
        house.close()
