"""The distributions in plain Python agree with scipy."""

import pytest
from scipy import stats

from app.analytics.binomial import (
    beta_cdf,
    beta_quantile,
    binomial_cdf,
    binomial_tail,
    chi_square_1,
    normal_quantile,
    poisson_cdf,
    t_quantile,
    two_sided,
)


@pytest.mark.parametrize("n", [1, 2, 7, 80, 1_000, 250_000])
@pytest.mark.parametrize("p", [1e-6, 0.001, 0.02, 0.5, 0.98, 0.9999])
def test_binomial_probabilities_are_those_of_scipy(n: int, p: float) -> None:
    for k in {0, 1, n // 3, round(n * p), n - 1, n} - {-1}:
        assert binomial_cdf(k, n, p) == pytest.approx(stats.binom.cdf(k, n, p), rel=1e-8, abs=1e-14)
        assert binomial_tail(k, n, p) == pytest.approx(stats.binom.sf(k - 1, n, p), rel=1e-8, abs=1e-14)


def test_beyond_the_counts_nothing_is_left() -> None:
    assert binomial_cdf(-1, 10, 0.3) == 0
    assert binomial_cdf(10, 10, 0.3) == 1
    assert binomial_tail(11, 10, 0.3) == 0
    assert binomial_tail(0, 10, 0.3) == 1


@pytest.mark.parametrize(("a", "b"), [(0.5, 0.5), (1, 1), (1, 150), (99, 2), (5.5, 0.5), (123_456, 789)])
def test_the_beta_quantile_is_that_of_scipy(a: float, b: float) -> None:
    for p in (0.001, 0.025, 0.5, 0.95, 0.999):
        x = beta_quantile(p, a, b)
        assert x == pytest.approx(stats.beta.ppf(p, a, b), rel=1e-9)
        assert beta_cdf(x, a, b) == pytest.approx(p, rel=1e-6)
    assert (beta_cdf(-1, a, b), beta_cdf(2, a, b)) == (0, 1)


def test_the_other_distributions_are_those_of_scipy() -> None:
    assert normal_quantile(0.975) == pytest.approx(stats.norm.ppf(0.975))
    assert two_sided(-2.650172) == pytest.approx(2 * stats.norm.sf(2.650172))
    assert chi_square_1(3.0625) == pytest.approx(stats.chi2.sf(3.0625, 1))
    for freedom in (1, 2, 9, 300):
        assert t_quantile(0.975, freedom) == pytest.approx(stats.t.ppf(0.975, freedom), rel=1e-9)
    for k, mean in ((0, 0.3), (5, 2.5), (44, 60.0)):
        assert poisson_cdf(k, mean) == pytest.approx(stats.poisson.cdf(k, mean), rel=1e-10)
    assert poisson_cdf(-1, 2.0) == 0
