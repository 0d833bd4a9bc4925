"""Recall from random audits over HTTP: what a draw took counts by its own design, what somebody named does not, and
where nothing was looked at nothing is claimed."""

import itertools
from datetime import datetime, timedelta
from typing import Any

import msgspec
import pytest

from app.server.storage.recall import Part
from app.server.usecases.recall import collapsed
from tests.support.factories import NOON, intake_case
from tests.support.seats import House, Seat, new_id

DAY = timedelta(days=1)
_days = itertools.count(900, 3)


@pytest.fixture
def day() -> datetime:
    """A day that no other test puts rows into."""
    return NOON - next(_days) * DAY


def ledger(house: House, count: int, at: datetime, verdict: str = "pass", kind: str = "ato_investigation") -> list[str]:
    refs = [f"R-{new_id()}" for _ in range(count)]
    sent = [
        {
            "external_ref": ref,
            "case_type": kind,
            "verdict": verdict,
            "risk_score": 0.02,
            "confidence": 0.98,
            "threshold": 0.85,
            "rule_version": "rules-7",
            "decided_at": at.isoformat(),
        }
        for ref in refs
    ]
    assert house.agent.post("/v1/intake/decisions", json=sent).json()["accepted"] == count
    return refs


def draw(lead: Seat, day: datetime, size: int, seed: str = "s", **more: Any) -> list[str]:
    window = {"decided_from": day.isoformat(), "decided_before": (day + DAY).isoformat()}
    answer = lead.session.post("/v1/ledger/audits", json={"draw": window | {"size": size, "seed": seed} | more})
    assert answer.status_code == 200, answer.text
    return list(answer.json()["sample"])


def look_at(house: House, seat: Seat, refs: list[str], decision: str) -> None:
    """The full cases come and are decided, blind."""
    if not refs:
        return
    names = house.feed(msgspec.json.encode([intake_case(ref) for ref in refs]))
    for start in range(0, len(names), 20):
        part = names[start : start + 20]
        claims = {one["case_id"]: one for one in seat.claim(*part)["claims"]}
        body = {"decision": decision, "rationale": "Looked at.", "rationale_language": "en", "active_ms": 1}
        results = seat.send(*(seat.command(name, body, claims[name], base_rev=1) for name in part))["results"]
        assert {one["code"] for one in results} == {"applied"}, results


def told(lead: Seat, day: datetime, more: str = "", length: timedelta = DAY) -> dict[str, Any]:
    until = day + length
    query = f"decided_from={day:%Y-%m-%dT%H:%M:%SZ}&decided_before={until:%Y-%m-%dT%H:%M:%SZ}{more}"
    answer = lead.session.get(f"/v1/ledger/recall?{query}")
    assert answer.status_code == 200, answer.text
    rows: list[dict[str, Any]] = answer.json()["rows"]
    return rows[0] if rows else {}


def parts(row: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {one["part"]: one for one in row["strata"]}


def test_each_part_weighs_by_its_size(house: House, lead: Seat, lin: Seat, day: datetime) -> None:
    ledger(house, 60, day)
    ledger(house, 12, day, "block")
    passed, blocked = draw(lead, day, 20, verdict="pass"), draw(lead, day, 6, verdict="block")
    look_at(house, lin, passed[:1], "block")
    look_at(house, lin, passed[1:], "pass")
    look_at(house, lin, blocked, "block")
    row = told(lead, day)
    looked = parts(row)["auto_pass"]
    assert (looked["size"], looked["looked_at"], looked["bad"], looked["caught"]) == (60, 20, 1, 0)
    # 60 × 1/20 missed, 12 × 6/6 caught.
    assert row["recall"]["estimate"] == pytest.approx(12 / 15)
    assert row["recall"]["low"] < 12 / 15 < row["recall"]["high"]
    assert row["precision"]["estimate"] == 1
    states = [target["state"] for target in row["recall"]["targets"]]
    assert states[1] == "missed", "one miss was seen: of thirteen no more than twelve were caught"
    assert all(target["contract"] == "missed" for target in row["recall"]["targets"])


def test_where_a_part_was_never_looked_at_nothing_is_claimed(
    house: House, lead: Seat, lin: Seat, day: datetime
) -> None:
    ledger(house, 30, day)
    ledger(house, 5, day, "block")
    look_at(house, lin, draw(lead, day, 10, verdict="pass"), "pass")
    row = told(lead, day)
    assert row["recall"] == {}
    assert row["lacking"] == ["auto_block"]


def test_a_row_that_was_named_is_no_sample_until_a_draw_takes_it(
    house: House, lead: Seat, lin: Seat, day: datetime
) -> None:
    refs = ledger(house, 10, day)
    assert lead.session.post("/v1/ledger/audits", json={"external_refs": refs[:3]}).status_code == 200
    look_at(house, lin, refs[:3], "block")
    assert parts(told(lead, day))["auto_pass"]["looked_at"] == 0
    sample = draw(lead, day, 10)
    assert sorted(sample) == sorted(refs)
    row = told(lead, day)
    assert (parts(row)["auto_pass"]["looked_at"], parts(row)["auto_pass"]["waiting"]) == (3, 7)


def test_draws_of_unlike_size_are_weighed_by_what_they_could_take(
    house: House, lead: Seat, lin: Seat, day: datetime
) -> None:
    """One day was looked at whole and its every case was bad; of the other a twentieth, all good. Laid together as one
    sample that would be 20 bad of 25 looked at."""
    ledger(house, 20, day)
    ledger(house, 100, day + DAY)
    ledger(house, 10, day, "block")
    look_at(house, lin, draw(lead, day, 20, verdict="pass"), "block")
    look_at(house, lin, draw(lead, day + DAY, 5, verdict="pass"), "pass")
    look_at(house, lin, draw(lead, day, 10, verdict="block"), "block")
    row = told(lead, day, length=2 * DAY)
    assert row["recall"]["estimate"] == pytest.approx(10 / (10 + 20))
    assert parts(row)["auto_pass"]["looked_at"] == 25


def test_only_the_type_that_is_asked_for_is_told(house: House, lead: Seat, day: datetime) -> None:
    ledger(house, 3, day)
    ledger(house, 3, day, kind="kyc_audit")
    assert told(lead, day)["case_type"] == "*"
    assert told(lead, day, "&case_type=kyc_audit")["case_type"] == "kyc_audit"
    assert told(lead, day - 200 * DAY) == {"case_type": "*", "strata": [], "recall": {}, "precision": {}}


def test_a_window_that_ends_before_it_begins_is_refused(lead: Seat) -> None:
    query = "decided_from=2026-01-02T00:00:00Z&decided_before=2026-01-01T00:00:00Z"
    assert lead.session.get(f"/v1/ledger/recall?{query}").status_code == 400


def test_small_cells_that_no_draw_happened_to_take_from_are_laid_to_the_largest() -> None:
    large, small = Part("t", "pass", "1", 900, 90, 9, 0), Part("t", "pass", "3", 5, 0, 0, 0)
    late, many = Part("t", "pass", "", 8, 0, 0, 0), Part("t", "pass", "", 80, 0, 0, 0)
    other = Part("t", "block", "1", 50, 5, 5, 0)
    assert collapsed([large, small, late, other]) == [Part("t", "pass", "1", 913, 90, 9, 0), other]
    assert collapsed([large, many, other]) == [large, many, other], "what no draw could take stays unseen"
    assert collapsed([small]) == [small]
