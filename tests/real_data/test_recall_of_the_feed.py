"""The real feed, whose truth is known: 91 bad cases missed, 27 of them passed without anybody looking. A plan of random
audits finds the agent's recall; the queue alone does not.
"""

import random
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest

from app.analytics.recall import recall
from app.domain.draw import Frame
from app.server.storage.recall import Part, QueuePart
from app.server.usecases.recall import strata_of
from tests.real_data.convert import FEED, THRESHOLD, TYPES, WHEN, convert, iso, read, truth
from tests.real_data.convert import _case as full_case
from tests.support.seats import House, Seat, open_house
from tests.support.server import start_server

Row = dict[str, Any]
DRAWS, AT_ONCE = 500, 20
PASSES, BLOCKS = 300, 100


@pytest.fixture(scope="module")
def rows(shared: Path) -> list[Row]:
    return list(read(shared / FEED))


def real_recall(rows: list[Row]) -> float:
    bad = [row for row in rows if truth(row) == "block"]
    return sum(row["verdict"] == "block" for row in bad) / len(bad)


def counted(rows: list[Row]) -> Counter[tuple[str, bool, str, bool]]:
    """(type, decided alone, verdict, bad) → cases."""
    return Counter(
        (TYPES[row["case_type"]], row["confidence"] >= THRESHOLD, row["verdict"], truth(row) == "block") for row in rows
    )


def queue_of(rows: list[Row]) -> list[QueuePart]:
    """The cases that went to people, all of them decided."""
    found = counted(row for row in rows if row["confidence"] < THRESHOLD)
    parts = []
    for kind in sorted({key[0] for key in found}):
        tell = {(verdict, bad): found[kind, False, verdict, bad] for verdict in ("pass", "block") for bad in (0, 1)}
        size, flagged = sum(tell.values()), tell["block", 0] + tell["block", 1]
        bad = tell["pass", 1] + tell["block", 1]
        parts.append(QueuePart(kind, size, size, bad, flagged, tell["block", 1]))
    return parts


def test_the_feed_is_what_it_is_said_to_be(rows: list[Row]) -> None:
    missed = [row for row in rows if truth(row) == "block" and row["verdict"] == "pass"]
    assert len(missed) == 91
    assert sum(row["confidence"] >= THRESHOLD for row in missed) == 27
    assert sum(part.size for part in queue_of(rows)) == 348


def test_an_audit_plan_covers_the_truth_at_the_rate_it_promises(rows: list[Row]) -> None:
    """Over 500 draws of 300 passes and 100 blocks; the queue alone says the same each time, and it is wrong."""
    alone = counted(row for row in rows if row["confidence"] >= THRESHOLD)
    size = {
        (verdict, bad): sum(n for key, n in alone.items() if key[2:] == (verdict, bad))
        for verdict in ("pass", "block")
        for bad in (False, True)
    }
    chance, queued, actual = np.random.default_rng(20261121), queue_of(rows), real_recall(rows)
    found = {
        verdict: chance.hypergeometric(size[verdict, True], size[verdict, False], n, DRAWS).tolist()
        for verdict, n in (("pass", PASSES), ("block", BLOCKS))
    }
    covered, estimates = 0, []
    for missed, stopped in zip(found["pass"], found["block"], strict=True):
        parts = [
            Part("*", "pass", "1", size["pass", True] + size["pass", False], PASSES, missed, 0),
            Part("*", "block", "1", size["block", True] + size["block", False], BLOCKS, stopped, 0),
        ]
        told = recall(strata_of(parts, queued))
        assert told.recall is not None
        estimates.append(told.recall.value)
        covered += told.recall.interval.low <= actual <= told.recall.interval.high
        assert told.queue_only == pytest.approx(100 / 164)
    assert covered / DRAWS >= 0.94
    spread = float(np.std(estimates)) / DRAWS**0.5
    assert abs(float(np.mean(estimates)) - actual) < 4 * spread, "unbiased"
    assert actual - 100 / 164 > 0.3, "what the queue alone says of an agent that hands its doubtful cases over"


def test_the_draws_by_seed_find_as_many_misses_as_chance_would(rows: list[Row]) -> None:
    passed = [row for row in rows if row["confidence"] >= THRESHOLD and row["verdict"] == "pass"]
    missed = {row["case_ref"] for row in passed if truth(row) == "block"}
    refs = sorted(row["case_ref"] for row in passed)
    found = []
    for seed in range(60):
        frame = Frame(f"plan-{seed}", PASSES)
        frame.look(refs)
        found.append(len(missed & set(frame.sample())))
    expected = PASSES * len(missed) / len(refs)
    spread = (expected * (1 - len(missed) / len(refs)) * (1 - PASSES / len(refs)) / 60) ** 0.5
    assert abs(float(np.mean(found)) - expected) < 4 * spread


@pytest.fixture(scope="module")
def blind(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """One where nobody sees the agent's word before deciding, so that everybody decides by the truth alone."""
    database = tmp_path_factory.mktemp("feed") / "server.db"
    with start_server(database, environment={"FOOTPLATE_BLIND_FIRST_SHARE": "1"}) as server:
        house = open_house(server, database)
        yield house
        house.close()


def decide(seat: Seat, told: dict[str, str]) -> None:
    """Decide these cases (case_id → decision), some at a time."""
    names = list(told)
    for start in range(0, len(names), AT_ONCE):
        part = names[start : start + AT_ONCE]
        claims = {one["case_id"]: one for one in seat.claim(*part)["claims"]}
        sent = [
            seat.command(
                name,
                {
                    "decision": told[name],
                    "rationale": "Looked at again from the evidence.",
                    "rationale_language": "en",
                    "active_ms": 9_000,
                },
                claims[name],
                base_rev=1,
            )
            for name in part
        ]
        results = seat.send(*sent)["results"]
        assert {one["code"] for one in results} == {"applied"}, results


@pytest.mark.slow
def test_the_plan_over_http_covers_the_truth_and_its_cases_look_like_all_others(
    blind: House, shared: Path, rows: list[Row]
) -> None:
    by_ref = {row["case_ref"]: row for row in rows}
    lines = list(convert(shared))
    ledger = [line for line in lines if "assessment" not in line]
    queued = [line | {"priority": 50} for line in lines if "assessment" in line]
    answer = blind.agent.post("/v1/intake/decisions", json=ledger)
    assert answer.json()["accepted"] == len(ledger) == 4652, answer.text
    lead, seat = blind.seat("lea", "team_lead"), blind.seat("lin")
    window = {"decided_from": iso(WHEN - timedelta(days=31)), "decided_before": iso(WHEN + timedelta(days=1))}
    drawn: list[str] = []
    for verdict, size in (("pass", 150), ("block", 60)):
        asked = {"draw": window | {"size": size, "seed": "2026-47", "verdict": verdict}}
        told = lead.session.post("/v1/ledger/audits", json=asked).json()
        assert told["asked"] == size
        drawn += told["sample"]
    audited = [full_case(shared, by_ref[ref], random.Random(ref), WHEN) | {"priority": 50} for ref in drawn]
    ids = [
        case_id
        for start in range(0, len(queued + audited), 100)
        for case_id in blind.feed(msgspec.json.encode((queued + audited)[start : start + 100]))
    ]
    refs = [line["external_ref"] for line in queued + audited]
    first, last = seat.case(ids[0]), seat.case(ids[-1])
    assert first.keys() == last.keys(), "nothing tells whoever decides which one is an audit"
    decide(seat, {name: truth(by_ref[ref]) for name, ref in zip(ids, refs, strict=True)})
    query = "&".join(f"{name}={value}" for name, value in window.items())
    told = lead.session.get(f"/v1/ledger/recall?{query}").json()
    all_of = told["rows"][0]
    strata = {one["part"]: one for one in all_of["strata"]}
    assert (all_of["case_type"], strata["queue"]["looked_at"], strata["queue"]["size"]) == ("*", 348, 348)
    assert (strata["auto_pass"]["looked_at"], strata["auto_block"]["looked_at"]) == (150, 60)
    assert sum(part["size"] for part in strata.values()) == 5000
    actual = real_recall(rows)
    assert all_of["recall"]["low"] <= actual <= all_of["recall"]["high"]
    assert all_of["queue_only"] == pytest.approx(100 / 164)
    assert [target["target"] for target in all_of["recall"]["targets"]] == [0.95, 0.99]
    states = {target["target"]: target["state"] for target in all_of["recall"]["targets"]}
    assert states[0.99] == "missed"
    assert 0.9 < all_of["precision"]["estimate"] <= 1
    assert {one["case_type"] for one in told["rows"]} == {"*", *TYPES.values()} - {None}
