"""Recall under verification bias: the worked example, what it says of a target, and by simulation."""

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from app.analytics.intervals import TargetState
from app.analytics.recall import AuditKind, AuditStratum, recall, recall_standing

PASS = AuditStratum(AuditKind.AUTO_PASS, 90_000, 600, 3, 0, 0)
QUEUE = AuditStratum(AuditKind.QUEUE, 6_000, 300, 90, 88, 150)
BLOCK = AuditStratum(AuditKind.AUTO_BLOCK, 4_000, 200, 190, 190, 200)
AUDIT = (PASS, QUEUE, BLOCK)


def test_the_worked_example() -> None:
    told = recall(AUDIT)
    assert told.recall is not None
    assert told.bad_total is not None
    assert told.bad_total.value == pytest.approx(6_050)
    assert told.bad_total.se == pytest.approx(307.3668, abs=1e-3)
    assert told.recall.value == pytest.approx(0.919008264, abs=1e-8)
    assert told.recall.se == pytest.approx(0.0395632578, abs=1e-8)
    assert told.queue_only == pytest.approx(0.9778, abs=1e-4)
    assert told.recall.interval.low < told.recall.value < told.recall.interval.high < told.queue_only
    assert (told.n, told.size) == (1_100, 100_000)


def test_precision_weighs_what_was_flagged() -> None:
    told = recall(AUDIT)
    assert told.precision is not None
    assert told.precision.value == pytest.approx((6_000 * 88 / 300 + 4_000 * 190 / 200) / (6_000 / 2 + 4_000))
    assert recall([msgspec.structs.replace(PASS, flagged=None), QUEUE, BLOCK]).precision is None


def test_a_stratum_that_nobody_looked_at_leaves_nothing_to_say() -> None:
    told = recall([AuditStratum(AuditKind.AUTO_PASS, 90_000, 0, 0, 0, name="night"), QUEUE])
    assert (told.recall, told.precision, told.bad_total, told.unseen) == (None, None, None, ("night",))
    assert told.queue_only is not None
    standing = recall_standing([AuditStratum(AuditKind.AUTO_PASS, 9, 0, 0, 0)], 0.95)
    assert (standing.state, standing.estimate, standing.lower, standing.upper) == (
        TargetState.NOT_YET_KNOWN,
        None,
        0,
        1,
    )


def test_nothing_and_nothing_bad_are_no_crash() -> None:
    for strata in ([], [AuditStratum(AuditKind.QUEUE, 0, 0, 0, 0)], [AuditStratum(AuditKind.AUTO_PASS, 50, 20, 0, 0)]):
        assert recall(strata).recall is None
        assert recall_standing(strata, 0.95).state is TargetState.NOT_YET_KNOWN


def test_no_miss_found_is_no_proof_that_there_is_none() -> None:
    told = recall([AuditStratum(AuditKind.AUTO_PASS, 90_000, 600, 0, 0), QUEUE, BLOCK])
    assert told.recall is not None
    assert told.recall.value == pytest.approx(5_560 / 5_600, abs=1e-9)
    assert told.recall.interval.low < 0.92
    everything = recall([AuditStratum(AuditKind.AUTO_PASS, 600, 600, 0, 0), AuditStratum(AuditKind.QUEUE, 9, 9, 4, 4)])
    assert everything.recall is not None
    assert (everything.recall.value, everything.recall.interval.low, everything.recall.interval.high) == (1, 1, 1)
    nothing = recall([AuditStratum(AuditKind.AUTO_PASS, 600, 100, 5, 0)])
    assert nothing.recall is not None
    assert (nothing.recall.value, nothing.recall.interval.low) == (0, 0)


def test_targets_are_met_missed_or_want_more_audits() -> None:
    assert recall_standing(AUDIT, 0.99).state is TargetState.MISSED
    assert recall_standing(AUDIT, 0.80).state is TargetState.MET
    told = recall_standing(AUDIT, 0.95)
    assert told.state is TargetState.NOT_YET_KNOWN
    assert told.more is not None
    factor = (1_100 + told.more) / 1_100
    later = [
        AuditStratum(each.kind, each.size, *(round(part * factor) for part in (each.n, each.bad, each.caught)))
        for each in AUDIT
    ]
    assert recall_standing(later, 0.95).state is TargetState.MISSED


@pytest.mark.parametrize(
    ("n", "bad", "caught", "flagged"), [(11, 0, 0, None), (5, 6, 0, None), (5, 3, 4, None), (5, 3, 3, 2), (5, 3, 3, 6)]
)
def test_counts_that_cannot_be_are_refused(n: int, bad: int, caught: int, flagged: int | None) -> None:
    with pytest.raises(ValueError, match="does not hold"):
        AuditStratum(AuditKind.QUEUE, 10, n, bad, caught, flagged)


@pytest.mark.parametrize("audited", [(150, 100, 60), (600, 348, 120)])
def test_the_estimate_is_unbiased_where_the_queue_alone_is_off(audited: tuple[int, int, int]) -> None:
    """400 audits of a house like the real feed: 27 of 1,075 bad cases passed by themselves, 64 of 164 in the queue
    were taken for good. Recall is 91.5 %; the queue alone says 61 %, and the audited cases together, unweighted, what
    their sizes make of it."""
    chance = np.random.default_rng(3)
    sizes, bad, caught = (3_758, 348, 894), (27, 164, 884), (0, 100, 884)
    truth = sum(caught) / sum(bad)
    kinds = (AuditKind.AUTO_PASS, AuditKind.QUEUE, AuditKind.AUTO_BLOCK)
    values, covered, queue = [], 0, []
    found = [
        chance.multivariate_hypergeometric((c, b - c, size - b), n, 400)
        for size, b, c, n in zip(sizes, bad, caught, audited, strict=True)
    ]
    for draw in range(400):
        strata = [
            AuditStratum(kind, size, n, int(each[draw, 0] + each[draw, 1]), int(each[draw, 0]))
            for kind, size, n, each in zip(kinds, sizes, audited, found, strict=True)
        ]
        told = recall(strata)
        assert told.recall is not None
        values.append(told.recall.value)
        queue.append(told.queue_only)
        covered += told.recall.interval.low <= truth <= told.recall.interval.high
    assert np.mean(values) == pytest.approx(truth, abs=0.006)
    assert covered >= 0.94 * 400
    assert np.mean(queue) == pytest.approx(100 / 164, abs=0.015)


@some.composite
def audits(draw: some.DrawFn) -> AuditStratum:
    size = draw(some.integers(0, 5_000))
    n = draw(some.integers(min(1, size), min(size, 300)))
    bad = draw(some.integers(0, n))
    caught = draw(some.integers(0, bad))
    return AuditStratum(draw(some.sampled_from(list(AuditKind))), size, n, bad, caught, draw(some.integers(caught, n)))


@settings(max_examples=25, deadline=None)
@given(some.lists(audits(), max_size=5), some.sampled_from([0.5, 0.95, 0.99]))
def test_whatever_was_found_the_interval_holds_the_estimate(strata: list[AuditStratum], target: float) -> None:
    told = recall(strata)
    for rate in (told.recall, told.precision):
        if rate is not None:
            assert -1e-9 <= rate.interval.low <= rate.value + 1e-9
            assert rate.value - 1e-9 <= rate.interval.high <= 1 + 1e-9
            assert rate.se >= 0
    standing = recall_standing(strata, target)
    assert 0 <= standing.lower <= standing.upper <= 1 + 1e-9
    assert standing.more is None or standing.more >= 1
