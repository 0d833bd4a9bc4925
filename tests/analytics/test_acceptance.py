"""What plans let through, against the operating characteristics that are printed with the tables."""

import pytest

from app.analytics.acceptance import accepts, operating, plan, quality_at


@pytest.mark.parametrize(
    ("n", "accept", "p", "pa"),
    [
        (125, 3, 0.01, 0.962551),
        (125, 3, 0.025, 0.618906),
        (80, 2, 0.01, 0.953447),
        (80, 2, 0.025, 0.676691),
        (50, 1, 0.01, 0.910565),
        (89, 2, 0.01, 0.939688),  # Montgomery, Introduction to Statistical Quality Control, ch. 15: 0.9397
        (89, 2, 0.02, 0.7366),
        (89, 2, 0.05, 0.1721),
    ],
)
def test_the_chance_of_acceptance_is_the_printed_one(n: int, accept: int, p: float, pa: float) -> None:
    assert accepts(n, accept, p) == pytest.approx(pa, abs=1e-4)


def test_the_quality_at_a_chance_is_the_printed_one() -> None:
    assert quality_at(125, 3, 0.95) == pytest.approx(0.011003, abs=1e-6)
    assert quality_at(125, 3, 0.10) == pytest.approx(0.052663, abs=1e-6)
    assert quality_at(80, 2, 0.10) == pytest.approx(0.065160, abs=1e-6)
    # MIL-STD-105E, table X-K: AQL 1.0, Pa 95 % at 1.10, 50 % at 2.93, 10 % at 5.27 (binomial, rounded).
    told = operating(plan(3_000, 1))
    assert (told.at_95, told.at_50, told.at_10) == pytest.approx((0.0110, 0.0293, 0.0527), abs=1e-4)


def test_a_good_team_passes_and_a_bad_one_passes_too_often() -> None:
    told = operating(plan(3_000, 1.5), points=(0.02, 0.05))
    assert (told.curve[0].p, plan(3_000, 1.5).ac) == (0.0025, 5)
    by_share = {point.p: point.pa for point in told.curve}
    assert by_share[0.02] == pytest.approx(0.96, abs=0.005)
    assert by_share[0.05] == pytest.approx(0.40, abs=0.01)


def test_curves_fall_and_hold_the_points_that_were_asked_for() -> None:
    told = operating(plan(500, 0.65), points=(0.123, 0.0, 1.0))
    shares, chances = [point.p for point in told.curve], [point.pa for point in told.curve]
    assert shares == sorted(set(shares))
    assert {0.0, 0.0065, 0.123, 1.0} <= set(shares)
    assert chances == sorted(chances, reverse=True)
    assert (chances[0], chances[-1]) == (1, 0)
    assert told.at_95 < told.at_50 < told.at_10 < told.at_5


def test_above_ten_per_hundred_nonconformities_are_counted_and_not_cases() -> None:
    told = operating(plan(3_000, 150))
    assert told.poisson
    assert told.at_95 > 1  # more than one a case
    # Letter E (13), AQL 65, Ac 14 of table X-E: 95 % at 71.1 per hundred units.
    chart = operating(plan(90, 65))
    assert (plan(90, 65).n, plan(90, 65).ac) == (13, 14)
    assert chart.at_95 * 100 == pytest.approx(71.1, abs=0.1)


def test_a_lot_in_the_gap_counts_as_accepted() -> None:
    told = plan(3_000, 1.5, severity="reduced")
    assert operating(told).at_aql == pytest.approx(accepts(told.n, told.re - 1, 0.015))


def test_a_plan_that_accepts_anything_knows_no_bad_quality() -> None:
    assert quality_at(5, 5, 0.1) == 1
