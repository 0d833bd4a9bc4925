"""What the truth of each case probably is, from labels of raters of unequal skill: Dawid and Skene's (1979) model.

Every rater has a confusion matrix; truths and matrices are estimated in turn (EM), from the majority vote. Needs numpy.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from app.analytics.labels import Floats, Labels

_LEAST = 1e-12


@dataclass(frozen=True, slots=True)
class Consensus:
    """`posterior` has shape (items, categories), `confusion` (raters, categories, categories): a rater's share of each
    label (last axis) on cases of each truth. A case without labels has the class prior."""

    items: tuple[str, ...]
    categories: tuple[str, ...]
    posterior: Floats
    prior: Floats
    confusion: Floats
    iterations: int

    def truths(self) -> dict[str, str]:
        """The most probable label of each case."""
        if not self.categories:
            return {}
        best = self.posterior.argmax(axis=1).tolist()
        return {item: self.categories[at] for item, at in zip(self.items, best, strict=True)}

    def accuracy(self, truth: Mapping[str, str]) -> tuple[int, int]:
        """(right, of how many) where the truth is known."""
        told = self.truths()
        known = [item for item in told if truth.get(item)]
        return sum(told[item] == truth[item] for item in known), len(known)


def dawid_skene(labels: Labels, iterations: int = 100, tolerance: float = 0.0) -> Consensus:
    """At most `iterations` rounds; earlier when no posterior moves by more than `tolerance`."""
    wide, many, raters = len(labels.categories), len(labels.items), len(labels.raters)
    counts = labels.counts().astype(np.float64) if wide else np.zeros((many, 0))
    voted = counts.sum(axis=1, keepdims=True)
    posterior = np.where(voted > 0, counts / np.maximum(voted, 1), 1 / max(wide, 1))
    prior = np.full(wide, 1 / max(wide, 1))
    confusion = np.zeros((raters, wide, wide))
    at = labels.rater * wide + labels.label
    done, change = 0, np.inf
    while wide and done < iterations and change > tolerance:
        done += 1
        prior = posterior[voted[:, 0] > 0].mean(axis=0)
        given = posterior[labels.item]
        for truth in range(wide):
            told = np.bincount(at, weights=given[:, truth], minlength=raters * wide).reshape(raters, wide)
            confusion[:, truth, :] = told / np.maximum(told.sum(axis=1, keepdims=True), _LEAST)
        weights = np.log(np.maximum(confusion[labels.rater, :, labels.label], _LEAST))
        logs = np.tile(np.log(np.maximum(prior, _LEAST)), (many, 1))
        for truth in range(wide):
            logs[:, truth] += np.bincount(labels.item, weights=weights[:, truth], minlength=many)
        shifted = np.exp(logs - logs.max(axis=1, keepdims=True))
        moved = shifted / shifted.sum(axis=1, keepdims=True)
        change = float(np.abs(moved - posterior).max())
        posterior = moved
    return Consensus(labels.items, labels.categories, posterior, prior, confusion, done)
