"""Two thresholds over cases whose truth is known: by counting one case after another, and by simulation."""

import itertools
import random

import numpy as np
import pytest

from app.analytics.labelled_scores import LabelledScores, figures, together
from app.analytics.score_policy import Costs, Outcome, Policy
from app.analytics.thresholds import sweep
from app.domain.score_place import AUDIT, LABELS, NAMED, PARTS, QUEUE, changed, part_of, unpacked

COSTS = Costs(false_block=30.0, false_pass=600.0, person=4.0)
Case = tuple[float, int, str]  # score, source, label


def cases(dice: random.Random, many: int, grid: int = 1000) -> list[Case]:
    found = []
    for _ in range(many):
        score = dice.randrange(grid + 1) / grid
        bad = dice.random() < score
        label = ("TP" if bad else "FP") if score >= 0.5 else ("FN" if bad else "TN")
        found.append((score, dice.choice((QUEUE, AUDIT, NAMED)), label))
    return found


def kept(told: list[Case]) -> LabelledScores:
    """By way of two days, as the server keeps them."""
    days = [b"", b""]
    for n, (score, source, label) in enumerate(told):
        days[n % 2] = changed(days[n % 2], {(part_of(source, label), score): 1})
    return together(days)


def one_by_one(told: list[Case], weights: list[float], block_at: float, pass_at: float) -> dict[str, float]:
    sums = dict.fromkeys(("tp", "fp", "tn", "fn", "people", "all", "bad", "cost"), 0.0)
    for score, source, label in told:
        weight, bad = weights[part_of(source, label)], label in ("TP", "FN")
        sums["all"] += weight
        sums["bad"] += weight * bad
        if score >= block_at:
            sums["tp" if bad else "fp"] += weight
            sums["cost"] += 0 if bad else weight * COSTS.false_block
        elif round(1 - score, 9) >= pass_at:
            sums["fn" if bad else "tn"] += weight
            sums["cost"] += weight * COSTS.false_pass if bad else 0
        else:
            sums["people"] += weight
            sums["cost"] += weight * COSTS.person
    return sums


@pytest.mark.parametrize("seed", range(5))
def test_every_pair_of_thresholds_does_what_counting_says(seed: int) -> None:
    dice = random.Random(seed)
    told = cases(dice, 400, grid=100)
    weights = [dice.choice((0.0, 1.0, 2.5, 40.0)) for _ in range(PARTS)]
    policy = Policy(kept(told), weights)
    for block_at, pass_at in itertools.product((0.5, 0.57, 0.85, 0.9, 1.0), repeat=2):
        wanted, found = one_by_one(told, weights, block_at, pass_at), policy.at(block_at, pass_at, COSTS)
        assert found.to_people.value == pytest.approx(wanted["people"] / wanted["all"])
        assert found.recall.value == pytest.approx(1 - wanted["fn"] / wanted["bad"])
        assert found.caught.value == pytest.approx(wanted["tp"] / wanted["bad"])
        assert found.wrong.value == pytest.approx((wanted["fp"] + wanted["fn"]) / wanted["all"])
        assert found.cost.value == pytest.approx(wanted["cost"] / wanted["all"])
        blocked = wanted["tp"] + wanted["fp"]
        assert found.precision.value == (pytest.approx(wanted["tp"] / blocked) if blocked else None)


@pytest.mark.parametrize("seed", range(5))
def test_the_cheapest_pair_is_the_cheapest_of_all(seed: int) -> None:
    told = cases(random.Random(seed), 300)
    policy, grid = Policy(kept(told)), [n / 100 for n in range(50, 101, 5)]
    best = policy.cheapest(grid, COSTS)
    assert best is not None
    every = [policy.at(block, passed, COSTS).cost.value for block in grid for passed in grid]
    assert policy.at(*best, COSTS).cost.value == pytest.approx(min(cost for cost in every if cost is not None))


def test_without_cases_nothing_is_said() -> None:
    empty = Policy(together([]))
    assert empty.cheapest([0.5, 1.0], COSTS) is None
    found = empty.at(0.85, 0.85, COSTS)
    assert (found.precision.value, found.to_people.value, found.cost.value) == (None, None, None)
    assert figures(together([])).n == 0


def test_intervals_of_weighted_shares_cover_the_truth() -> None:
    """400 worlds of 5,000 cases, of which the queue is known and one in thirty of the others by audit."""
    chance = np.random.default_rng(11)
    hit = {"wrong": 0, "to_people": 0, "cost": 0}
    for _ in range(400):
        scores = chance.beta(0.5, 0.5, 5_000)
        bad = chance.random(5_000) < scores
        queue = (scores > 0.15) & (scores < 0.85)
        truth = world(scores, bad, 0.8, 0.8)
        audited = ~queue & (chance.random(5_000) < 1 / 8)
        parts = [np.empty(0)] * PARTS
        weights = [0.0] * PARTS
        for source, mask, stratum in ((QUEUE, queue, queue), (AUDIT, audited, ~queue)):
            for block in (True, False):
                of_side = mask & ((scores >= 0.5) == block)
                whole = stratum & ((scores >= 0.5) == block)
                for is_bad in (True, False):
                    label = ("TP" if is_bad else "FP") if block else ("FN" if is_bad else "TN")
                    parts[part_of(source, label)] = np.sort(scores[of_side & (bad == is_bad)])
                    weights[part_of(source, label)] = whole.sum() / max(of_side.sum(), 1)
        found: Outcome = Policy(LabelledScores(tuple(parts)), weights).at(0.8, 0.8, COSTS)
        for name in hit:
            within = getattr(found, name).interval
            hit[name] += within.low <= truth[name] <= within.high
    for name, times in hit.items():
        assert times / 400 >= 0.93, (name, times)


def world(scores: "np.ndarray", bad: "np.ndarray", block_at: float, pass_at: float) -> dict[str, float]:
    block, passed = scores >= block_at, 1 - scores >= pass_at
    people = ~block & ~passed
    cost = (
        COSTS.false_block * (block & ~bad).sum() + COSTS.false_pass * (passed & bad).sum() + COSTS.person * people.sum()
    )
    wrong = (block & ~bad) | (passed & bad)
    return {"wrong": wrong.mean(), "to_people": people.mean(), "cost": cost / len(scores)}


def test_a_day_gives_back_what_was_put_into_it_to_the_last_digit() -> None:
    dice = random.Random(3)
    told = [(dice.random() * 10 ** -dice.randrange(12), source, label) for source in range(3) for label in LABELS]
    day = b""
    for score, source, label in told:
        day = changed(day, {(part_of(source, label), score): 2})
    assert {score for part in unpacked(day) for score in part} == {score for score, _, _ in told}
    for score, source, label in told:
        day = changed(day, {(part_of(source, label), score): -1})
    assert together([day]).n == len(told)
    assert changed(day, {(0, 0.123): -5}) == day
    for score, source, label in told:
        day = changed(day, {(part_of(source, label), score): -1})
    assert day == b""


def test_scores_come_in_order_with_what_they_turned_out_to_be() -> None:
    told = cases(random.Random(5), 500)
    scores, outcomes = kept(told).each()
    assert scores.tolist() == sorted(score for score, _, _ in told)
    wanted = sorted((score, int(label in ("TP", "FN"))) for score, _, label in told)
    assert list(zip(scores.tolist(), outcomes.tolist(), strict=True)) == wanted


def test_a_sweep_says_the_same_whether_the_scores_come_in_order_or_not() -> None:
    chance = np.random.default_rng(2)
    p = np.round(chance.random(1_000), 2)
    y = (chance.random(1_000) < p).astype(np.int64)
    order = np.argsort(p, kind="stable")
    one, other = sweep(p, y), sweep(p[order], y[order])
    for name in ("threshold", "tp", "fp"):
        assert getattr(one, name).tolist() == getattr(other, name).tolist()
    assert (one.positives, one.negatives) == (other.positives, other.negatives)
