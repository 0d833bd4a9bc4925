"""Truths from raters of unequal skill: careless ones are seen through, and empty sets are no crash."""

import numpy as np
import pytest

from app.analytics.consensus import dawid_skene
from app.analytics.labels import against_truth, labels_of


def test_one_careful_rater_outweighs_four_who_guess() -> None:
    chance = np.random.default_rng(5)
    truth = chance.integers(0, 2, 400)
    rows = []
    for item, real in enumerate(truth.tolist()):
        for rater, skill in (("careful", 0.98), ("good", 0.85), ("a", 0.5), ("b", 0.5), ("c", 0.5)):
            rows.append((str(item), rater, str(real if chance.random() < skill else 1 - real)))
    labels = labels_of(rows)
    told = dawid_skene(labels)
    right, known = told.accuracy({str(item): str(real) for item, real in enumerate(truth.tolist())})
    assert known == 400
    assert right / known > 0.9
    majority = against_truth(labels, {str(item): str(real) for item, real in enumerate(truth.tolist())})
    assert majority.majority_accuracy is not None
    assert right / known > majority.majority_accuracy + 0.05
    careful = told.confusion[0]
    assert careful[0, 0] > 0.8
    assert careful[1, 1] > 0.8
    assert told.prior.sum() == pytest.approx(1)
    assert told.iterations <= 100


def test_sets_without_labels_have_no_truths() -> None:
    assert dawid_skene(labels_of([])).truths() == {}
    told = dawid_skene(labels_of([("1", "a", "undecided"), ("2", "a", "x")]))
    assert told.truths() == {"1": "x", "2": "x"}
    assert dawid_skene(labels_of([("1", "a", "undecided")])).accuracy({"1": "x"}) == (0, 0)


def test_it_stops_when_nothing_moves() -> None:
    rows = [(str(item), rater, "xy"[item % 2]) for item in range(10) for rater in "ab"]
    assert dawid_skene(labels_of(rows), tolerance=1e-9).iterations < 10
