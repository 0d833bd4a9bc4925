"""The real feed: what the agent got wrong, with causes as reviewers would name them. Errors seeded on one signal become
the one expected pattern, a reviewer's own habit becomes one that says so, and of the mistakes as they are only that is
found in which they differ from what the agent gets right."""

import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from sqlalchemy import select

from app.server.storage import tables as t
from app.server.storage.unit_of_work import Storage
from app.server.usecases import recurring, signal_counts
from tests.real_data.convert import FEED, THRESHOLD, TYPES, read, truth
from tests.real_data.features import FEATURES
from tests.support.labelled import Case, put, reviewer
from tests.support.server import opened

KIND = "withdrawal_anomaly"
pytestmark = pytest.mark.slow
CODES = ("signal_overweighted", "signal_underweighted")


@pytest.fixture(scope="module")
def labelled(shared: Path) -> list[Case]:
    """Every mistake of the 5,000 cases and every third other one, as people would have labelled them, with the truth;
    queue and audits told apart."""
    dice, found = random.Random(11), []
    for n, row in enumerate(read(shared / FEED)):
        if n % 3 and row["verdict"] == truth(row):
            continue
        weights = tuple((FEATURES.get(s["name"], s["name"]), s["contribution_log_odds"]) for s in row["signals"])
        found.append(
            Case(
                row["verdict"],
                truth(row),
                signals=weights,
                case_type=TYPES[row["case_type"]],
                days=dice.uniform(0, 27),
                source="review" if row["confidence"] < THRESHOLD else "audit",
                score=min(max(row["risk_score"], 1e-6), 1 - 1e-6),
                ref=row["case_ref"],
            )
        )
    return found


@pytest.fixture
def storage(tmp_path: Path) -> Iterator[Storage]:
    with opened(tmp_path / "server.db") as storage:
        yield storage


def caused(dice: random.Random, case: Case, people: list[str]) -> Case:
    """An error as a careful reviewer explains it: a signal that spoke for the wrong verdict, by how loudly it did."""
    who = dice.choice(people)
    if case.verdict == case.decision:
        return msgspec.structs.replace(case, reviewer=who)
    sign = 1 if case.verdict == "block" else -1
    spoke = [(name, sign * weight) for name, weight in case.signals if sign * weight > 0]
    if not spoke:
        return msgspec.structs.replace(case, reviewer=who, cause=("signal_missing", None, None))
    (name,) = dice.choices([name for name, _ in spoke], [size for _, size in spoke])
    return msgspec.structs.replace(case, reviewer=who, cause=(dice.choice(CODES), "signal", name))


def mined(storage: Storage, cases: list[Case], by: str) -> list[Any]:
    put(storage, cases, by)
    for _ in range(60):
        with storage.write() as work:
            if not signal_counts.count(work):
                break
    recurring.mine(storage)
    with storage.read() as connection:
        return list(connection.execute(select(t.feedback_items).order_by(t.feedback_items.c.feedback_id)))


def test_of_mistakes_as_they_are_only_a_real_lean_is_found(storage: Storage, labelled: list[Case]) -> None:
    """The misses on chain lean on a signal that carries far less of the passes that were right."""
    dice = random.Random(1)
    people = [reviewer(storage, name) for name in ("ada", "bea", "cai")]
    wrong = [case for case in labelled if case.verdict != case.decision]
    assert len(wrong) > 100
    items = mined(storage, [caused(dice, case, people) for case in labelled], people[0])
    assert {(row.case_type, row.label, row.attribution_ref) for row in items} <= leaning(labelled)
    assert len(items) <= 1


def test_seeded_mistakes_become_the_expected_patterns_and_no_other(storage: Storage, labelled: list[Case]) -> None:
    """Two of the agent, found by several people, and one of a single reviewer."""
    dice = random.Random(2)
    people = [reviewer(storage, name) for name in ("ada", "bea", "cai")]
    habit = reviewer(storage, "habitual")
    cases = [caused(dice, case, people) for case in labelled]
    quiet = quietest(labelled)
    agent = {
        (KIND, "FP", "signal_overweighted", quiet[KIND, "block"]): ("block", "pass", people),
        ("kyc_audit", "FN", "signal_underweighted", quiet["kyc_audit", "pass"]): ("pass", "block", people),
        (KIND, "FN", "signal_overweighted", quiet[KIND, "pass"]): ("pass", "block", [habit]),
    }
    for (kind, _, code, name), (verdict, decision, by) in agent.items():
        like = [case for case in labelled if (case.case_type, case.verdict) == (kind, verdict)]
        for n in range(24):
            one = msgspec.structs.replace(
                dice.choice(like), decision=decision, cause=(code, "signal", name), reviewer=by[n % len(by)], ref=""
            )
            cases.append(one)
    items = mined(storage, cases, people[0])
    told = {(row.case_type, row.label, row.code, row.attribution_ref): row for row in items}
    beside = {(kind, label, name) for kind, label, _, name in set(told) - set(agent)}
    assert set(agent) <= set(told)
    assert beside <= leaning(labelled), "nothing but what the feed's own mistakes lean on"
    assert len(beside) <= 1
    for key in agent:
        row = told[key]
        alone = key[:2] == (KIND, "FN")
        assert row.cases >= 24
        assert (row.suggested_reason == "one_reviewer") == alone
        assert row.route == (None if alone else "A")


def carried(cases: list[Case]) -> dict[str, float]:
    """Signal → the mean share of what speaks for the verdict that it carries in these cases."""
    whole: Counter[str] = Counter()
    for case in cases:
        sign = 1 if case.verdict == "block" else -1
        toward = [(name, sign * weight) for name, weight in case.signals if sign * weight > 0]
        total = sum(size for _, size in toward)
        for name, size in toward:
            whole[name] += size / total
    return {name: size / len(cases) for name, size in whole.items()}


def leaning(labelled: list[Case]) -> set[tuple[str, str, str]]:
    """(type, side, signal) where the signal carries at least half as much again in the agent's mistakes as in what it
    got right."""
    found = set()
    for kind in set(TYPES.values()):
        for verdict, label in (("block", "FP"), ("pass", "FN")):
            here = [case for case in labelled if (case.case_type, case.verdict) == (kind, verdict)]
            wrong = [case for case in here if case.decision != verdict]
            if not wrong:
                continue
            usual = carried([case for case in here if case.decision == verdict])
            found |= {(kind, label, name) for name, part in carried(wrong).items() if part >= 1.5 * usual.get(name, 0)}
    return found


def quietest(labelled: list[Case]) -> dict[tuple[str, str], str]:
    """By type and verdict: the listed signal that carries least of what speaks for it where the agent was right."""
    found: dict[tuple[str, str], str] = {}
    for kind, verdict in {(case.case_type, case.verdict) for case in labelled}:
        right = [c for c in labelled if (c.case_type, c.verdict, c.decision) == (kind, verdict, verdict)]
        shares = carried(right)
        found[kind, verdict] = min(sorted(shares), key=lambda name: shares[name])
    return found
