"""Calibration figures against published examples and scikit-learn, and what tiny groups do to them."""

import numpy as np
import pytest
from sklearn import metrics
from sklearn.calibration import calibration_curve

from app.analytics.calibration import auc, calibration, checked, confusion_of


def made(n: int, seed: int, digits: int = 3) -> tuple[np.ndarray, np.ndarray]:
    chance = np.random.default_rng(seed)
    p = chance.random(n).round(digits)
    return p, (chance.random(n) < p**1.5).astype(int)


def test_five_scores_in_two_bins_are_those_of_the_torchmetrics_handbook() -> None:
    told = calibration([0.25, 0.25, 0.55, 0.75, 0.75], [0, 0, 1, 1, 1], bins=2)
    assert told.ece == pytest.approx(0.29)
    assert told.ece_l2 == pytest.approx(0.291833286)
    assert told.mce == pytest.approx(0.316666667)


def test_brier_is_that_of_the_scikit_learn_handbook() -> None:
    assert calibration([0.1, 0.9, 0.8, 0.3], [0, 1, 1, 0]).brier == pytest.approx(0.0375)


def test_bins_are_those_of_the_scikit_learn_handbook() -> None:
    p, y = [0.1, 0.2, 0.3, 0.4, 0.65, 0.7, 0.8, 0.9, 1.0], [0, 0, 0, 0, 1, 1, 1, 1, 1]
    told = calibration(p, y, bins=3)
    assert [each.rate for each in told.bins] == pytest.approx([0, 0.5, 1])
    assert [each.mean_score for each in told.bins] == pytest.approx([0.2, 0.525, 0.85])
    assert [each.n for each in told.bins] == [3, 2, 4]


@pytest.mark.parametrize(("n", "digits"), [(3, 3), (50, 1), (2_000, 2), (2_000, 9)])
def test_figures_are_those_of_scikit_learn(n: int, digits: int) -> None:
    p, y = made(n, 4, digits)
    y[:2] = (0, 1)
    told = calibration(p, y, thresholds=(0.0, 0.25, 0.5, 1.0))
    assert told.auc == pytest.approx(metrics.roc_auc_score(y, p))
    assert told.average_precision == pytest.approx(metrics.average_precision_score(y, p))
    assert told.brier == pytest.approx(metrics.brier_score_loss(y, p))
    assert told.log_loss == pytest.approx(metrics.log_loss(y, np.clip(p, 1e-6, 1 - 1e-6)))
    rates, means = calibration_curve(y, np.minimum(p, 1 - 1e-12), n_bins=10)
    filled = [each for each in told.bins if each.n]
    if digits == 9:  # scikit-learn puts a score on a border into the bin below it
        assert [each.rate for each in filled] == pytest.approx(rates.tolist())
        assert [each.mean_score for each in filled] == pytest.approx(means.tolist())
    for cut in told.confusion:
        tn, fp, fn, tp = metrics.confusion_matrix(y, p >= cut.threshold, labels=[0, 1]).ravel().tolist()
        assert (cut.tp, cut.fp, cut.tn, cut.fn) == (tp, fp, tn, fn)
        assert cut.f1 == pytest.approx(metrics.f1_score(y, p >= cut.threshold))
        if cut.mcc is not None:
            assert cut.mcc == pytest.approx(metrics.matthews_corrcoef(y, p >= cut.threshold))
            assert cut.kappa == pytest.approx(metrics.cohen_kappa_score(y, p >= cut.threshold))


def test_a_score_of_the_threshold_is_held_for_bad_and_a_border_belongs_to_the_bin_above() -> None:
    told = calibration([0.5, 0.49, 0.1, 1.0], [1, 1, 0, 1])
    assert (told.confusion[0].tp, told.confusion[0].fn) == (2, 1)
    assert [each.n for each in told.bins] == [0, 1, 0, 0, 1, 1, 0, 0, 0, 1]


def test_bins_of_equal_mass_are_as_equal_as_can_be() -> None:
    p, y = made(103, 8)
    told = calibration(p, y)
    assert sorted({each.n for each in told.bins_equal_mass}) == [10, 11]
    parts = np.array_split(np.argsort(p, kind="stable"), 10)
    gaps = [len(part) * abs(p[part].mean() - y[part].mean()) for part in parts]
    assert told.ece_equal_mass == pytest.approx(sum(gaps) / 103)
    assert sum(each.n for each in calibration([0.2, 0.3], [0, 1]).bins_equal_mass) == 2


def test_ranking_well_and_being_right_about_it_are_two_things() -> None:
    y = np.array([0] * 80 + [1] * 20)
    overconfident = calibration(np.where(y == 1, 0.9, 0.8), y)
    assert overconfident.auc == 1
    assert overconfident.ece is not None
    assert overconfident.ece > 0.6
    flat = calibration(np.full(100, 0.2), y)
    assert flat.auc == 0.5
    assert flat.ece == pytest.approx(0, abs=1e-12)


def test_delongs_interval_covers_as_often_as_it_says() -> None:
    chance, covered = np.random.default_rng(6), 0
    for _ in range(600):
        p = np.concatenate((chance.normal(0, 1, 80), chance.normal(1, 1, 60)))
        value, interval = auc(p, np.repeat([0, 1], (80, 60)))
        assert value is not None
        assert interval is not None
        covered += interval.low <= 0.7602 <= interval.high  # Phi(1 / sqrt 2)
    assert covered >= 0.92 * 600  # 600 sets tell 95 % from 93 %


@pytest.mark.parametrize(
    ("p", "y", "value"), [([], [], None), ([0.3], [1], None), ([0.3, 0.4], [0, 0], None), ([0.5, 0.5], [0, 1], 0.5)]
)
def test_groups_too_small_to_rank_have_no_auc(p: list[float], y: list[int], value: float | None) -> None:
    told = calibration(p, y)
    assert told.auc == value
    assert told.auc_interval is None
    assert told.n == len(p)
    assert told.confusion[0].threshold == 0.5


def test_rates_without_cases_are_left_out() -> None:
    told = confusion_of(0.5, 0, 0, 7, 0)
    assert (told.precision.estimate, told.recall.estimate, told.f1, told.mcc, told.kappa) == (None,) * 5
    assert (told.accuracy, told.npv, told.fpr, told.fnr) == (1, 1, 0, None)


@pytest.mark.parametrize(
    ("p", "y", "says"),
    [
        ([0.1], [0, 1], "as many"),
        ([1.2], [1], "probability"),
        ([-0.1], [1], "probability"),
        ([float("nan")], [1], "probability"),
        ([0.1], [2], "0 or 1"),
        ([0.1], [0.5], "0 or 1"),
    ],
)
def test_what_is_no_score_or_no_outcome_is_refused(p: list[float], y: list[int], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        checked(p, y)
    with pytest.raises(ValueError, match="one bin"):
        calibration([0.1], [0], bins=0)
