"""Intervals and the four states of a target, against published examples.

Newcombe (1998a, b): 81 of 263, 56 of 70 against 48 of 80. Brown, Cai and DasGupta (2001) for the shapes.
"""

import numpy as np
import pytest
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from app.analytics.intervals import (
    TargetState,
    agresti_caffo,
    cases_needed,
    cases_to_prove,
    clopper_pearson,
    lower_bound,
    newcombe,
    share,
    standing,
    two_shares,
    upper_bound,
    wilson,
)

NEAR = 1e-4


@pytest.mark.parametrize(
    ("k", "n", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (0, 20, 0.0, 0.1611), (98, 100, 0.9300, 0.9945), (490, 500, 0.9636, 0.9891)],
)
def test_wilson_is_newcombes(k: int, n: int, low: float, high: float) -> None:
    told = wilson(k, n)
    assert (told.low, told.high) == (pytest.approx(low, abs=NEAR), pytest.approx(high, abs=NEAR))


@pytest.mark.parametrize(
    ("k", "n", "low", "high"), [(81, 263, 0.2527, 0.3676), (0, 20, 0.0, 0.1684), (10, 10, 0.6915, 1.0)]
)
def test_clopper_pearson_is_newcombes(k: int, n: int, low: float, high: float) -> None:
    told = clopper_pearson(k, n)
    assert (told.low, told.high) == (pytest.approx(low, abs=NEAR), pytest.approx(high, abs=NEAR))


@pytest.mark.parametrize("confidence", [0.8, 0.95, 0.99])
@pytest.mark.parametrize(("k", "n"), [(0, 1), (1, 1), (3, 7), (199, 200), (12_345, 99_999)])
def test_both_intervals_are_those_of_statsmodels(k: int, n: int, confidence: float) -> None:
    for method, ours in (("wilson", wilson), ("beta", clopper_pearson)):
        low, high = proportion_confint(k, n, 1 - confidence, method)
        told = ours(k, n, confidence)
        assert (told.low, told.high) == (pytest.approx(low, abs=1e-9), pytest.approx(high, abs=1e-9))


def test_nothing_seen_says_nothing() -> None:
    assert share(0, 0).estimate is None
    for told in (wilson(0, 0), clopper_pearson(0, 0), share(0, 0).interval):
        assert (told.low, told.high) == (0, 1)


def test_counts_that_cannot_be_are_refused() -> None:
    for k, n in ((-1, 5), (6, 5)):
        for one in (wilson, clopper_pearson, lower_bound, upper_bound, share):
            with pytest.raises(ValueError, match="not a share"):
                one(k, n)


def test_two_shares_are_newcombes_example() -> None:
    told = two_shares(56, 70, 48, 80)
    assert told.z == pytest.approx(2.650172, abs=1e-6)
    assert told.p == pytest.approx(0.008045081, abs=1e-8)
    assert (told.newcombe.low, told.newcombe.high) == pytest.approx((0.0524, 0.3339), abs=NEAR)
    assert (told.agresti_caffo.low, told.agresti_caffo.high) == pytest.approx((0.052453, 0.335758), abs=1e-6)
    assert (told.wald.low, told.wald.high) == pytest.approx((0.0575, 0.3425), abs=NEAR)


@pytest.mark.parametrize("counts", [(9, 10, 3, 10), (0, 10, 0, 20), (10, 10, 0, 20), (1, 2, 500, 700)])
def test_differences_are_those_of_statsmodels(counts: tuple[int, int, int, int]) -> None:
    for method, ours in (("newcomb", newcombe), ("agresti-caffo", agresti_caffo)):
        low, high = confint_proportions_2indep(*counts, method=method)
        told = ours(*counts).interval
        assert (told.low, told.high) == pytest.approx((max(low, -1), min(high, 1)), abs=1e-9)


def test_a_difference_to_nobody_is_unknown() -> None:
    told = newcombe(3, 4, 0, 0)
    assert (told.interval.low, told.interval.high) == (-1, 1)
    with pytest.raises(ValueError, match="each side needs cases"):
        two_shares(1, 2, 0, 0)


def test_a_claim_takes_as_many_cases_as_is_known() -> None:
    assert [cases_needed(0.98, errors) for errors in range(3)] == [149, 236, 313]
    assert [cases_needed(0.95, errors) for errors in range(3)] == [59, 93, 124]
    for errors in range(5):
        n = cases_needed(0.98, errors)
        assert lower_bound(n - errors, n) >= 0.98 > lower_bound(n - 1 - errors, n - 1)


def test_proving_what_is_little_better_takes_long() -> None:
    assert cases_to_prove(0.98, 0.99) == 456
    assert cases_to_prove(0.98, 0.985) == pytest.approx(1_960, rel=0.01)
    assert cases_to_prove(0.98, 0.98) is None
    assert cases_to_prove(0.98, 1.0) == 149


def test_ninety_eight_of_a_hundred_may_not_be_called_ninety_eight_per_cent() -> None:
    told = standing(98, 100, 0.98)
    assert (told.state, told.reaches) == (TargetState.NOT_YET_KNOWN, True)
    assert told.more == 213
    assert told.more_at_rate is None


@pytest.mark.parametrize(
    ("k", "n", "state"),
    [
        (149, 149, TargetState.MET),
        (148, 148, TargetState.NOT_YET_KNOWN),
        (234, 236, TargetState.NOT_YET_KNOWN),
        (235, 236, TargetState.MET),
        (90, 100, TargetState.MISSED),
        (0, 0, TargetState.NOT_YET_KNOWN),
        (0, 1, TargetState.MISSED),
        (1, 1, TargetState.NOT_YET_KNOWN),
    ],
)
def test_a_target_is_met_or_missed_by_its_bound_alone(k: int, n: int, state: TargetState) -> None:
    told = standing(k, n, 0.98)
    assert told.state is state
    assert (told.more is None) == (state is not TargetState.NOT_YET_KNOWN)


@pytest.mark.parametrize(("k", "n"), [(0, 0), (50, 50), (98, 100), (99, 100), (495, 500), (1_960, 2_000)])
def test_the_further_cases_that_are_promised_do_settle_it(k: int, n: int) -> None:
    told = standing(k, n, 0.98)
    assert told.more is not None
    assert standing(k + told.more, n + told.more, 0.98).state is TargetState.MET
    assert standing(k + told.more - 1, n + told.more - 1, 0.98).state is TargetState.NOT_YET_KNOWN


def test_cases_at_the_rate_seen_settle_it_too() -> None:
    told = standing(495, 500, 0.98)
    assert told.more_at_rate == 69
    low = standing(968, 1_000, 0.975)
    assert low.state is TargetState.NOT_YET_KNOWN
    assert low.more_at_rate is not None
    n = 1_000 + low.more_at_rate
    assert standing(round(n * 0.968), n, 0.975).upper == pytest.approx(0.975, abs=5e-4)


@pytest.mark.parametrize("p", [0.5, 0.9, 0.98])
def test_intervals_cover_as_often_as_they_say(p: float) -> None:
    """16,000 samples of several sizes: Clopper-Pearson never less than 95 %, Wilson on the average of sizes within 1 %
    of it; the one-sided claim is wrong no more often than one time in twenty."""
    chance = np.random.default_rng(11)
    covered = []
    for n in (40, 80, 150, 300):
        hits = np.bincount(chance.binomial(n, p, 4_000), minlength=n + 1)
        within = dict.fromkeys(("wilson", "exact", "claimed"), 0)
        for k in np.flatnonzero(hits).tolist():
            around, exact = wilson(k, n), clopper_pearson(k, n)
            within["wilson"] += int(hits[k]) * (around.low <= p <= around.high)
            within["exact"] += int(hits[k]) * (exact.low <= p <= exact.high)
            within["claimed"] += int(hits[k]) * (lower_bound(k, n) > p)
        assert within["exact"] >= 0.94 * 4_000
        assert within["claimed"] <= 0.06 * 4_000
        covered.append(within["wilson"] / 4_000)
    assert sum(covered) / len(covered) >= 0.94


@pytest.mark.parametrize(("p", "q", "m", "n"), [(0.98, 0.95, 150, 200), (0.9, 0.9, 60, 60), (0.5, 0.4, 80, 40)])
def test_differences_cover_as_often_as_they_say(p: float, q: float, m: int, n: int) -> None:
    chance = np.random.default_rng(5)
    pairs, times = np.unique(
        np.stack((chance.binomial(m, p, 4_000), chance.binomial(n, q, 4_000)), axis=1), axis=0, return_counts=True
    )
    covered = {newcombe: 0, agresti_caffo: 0}
    for (k1, k2), many in zip(pairs.tolist(), times.tolist(), strict=True):
        for ours in covered:
            told = ours(k1, m, k2, n).interval
            covered[ours] += many * (told.low <= p - q <= told.high)
    assert min(covered.values()) >= 0.94 * 4_000
