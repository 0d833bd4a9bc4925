"""Every two raters on the cases both labelled: a list, and a matrix for a heat map. Needs numpy."""

import math

import msgspec
import numpy as np

from app.analytics.binomial import normal_quantile
from app.analytics.intervals import Interval
from app.analytics.labels import Floats, Ints, Labels

_PAIRS_AT_ONCE = 2_000_000


class Pair(msgspec.Struct, frozen=True):
    """Two raters on the cases both labelled; kappa and AC1 are None where they do not exist."""

    one: str
    two: str
    n: int
    agreed: int
    agreement: float
    interval: Interval
    kappa: float | None
    ac1: float | None


def pairs(labels: Labels, confidence: float = 0.95, least: int = 1) -> tuple[Pair, ...]:
    """Every two raters with `least` common cases or more, most common cases first."""
    found = pair_matrix(labels)
    one, two = np.nonzero(np.triu(found.n >= max(least, 1), 1))
    by_size = np.argsort(-found.n[one, two], kind="stable")
    at = (one[by_size], two[by_size])
    n, agreed = found.n[at], found.agreed[at]
    low, high = _wilson(agreed, n, confidence)
    columns = (*at, n, agreed, agreed / n, low, high, found.kappa[at], found.ac1[at])
    told = zip(*(column.tolist() for column in columns), strict=True)
    return tuple(
        Pair(
            labels.raters[a],
            labels.raters[b],
            many,
            same,
            rate,
            Interval(bottom, top, confidence),
            None if math.isnan(kappa) else kappa,
            None if math.isnan(ac1) else ac1,
        )
        for a, b, many, same, rate, bottom, top, kappa, ac1 in told
    )


def _wilson(k: Ints, n: Ints, confidence: float) -> tuple[Floats, Floats]:
    z = normal_quantile((1 + confidence) / 2)
    p = k / n
    middle = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * np.sqrt(p * (1 - p) / n + z * z / (4.0 * n * n))
    return np.where(k == 0, 0.0, middle - half), np.where(k == n, 1.0, middle + half)


class PairMatrix(msgspec.Struct, frozen=True):
    """Arrays of shape (raters, raters): common cases, of these agreed, kappa and AC1 (nan where they do not exist)."""

    n: Ints
    agreed: Ints
    kappa: Floats
    ac1: Floats


def pair_matrix(labels: Labels) -> PairMatrix:
    """Every rater against every other, over the cases both labelled. Goes over the pairs of labels of each case, so
    that time and memory follow the labels and not raters times cases."""
    many = len(labels.raters)
    n, agreed = np.zeros((many, many)), np.zeros((many, many))
    by_chance, squares, kinds = np.zeros_like(n), np.zeros_like(n), np.zeros_like(n)
    by_item = np.argsort(labels.item, kind="stable")
    of_item = np.bincount(labels.item, minlength=len(labels.items))
    starts = np.concatenate(([0], np.cumsum(of_item)[:-1])) if len(of_item) else of_item
    for label in range(len(labels.categories)):
        mine = np.zeros(many * many)  # how often the row's rater gave it on the common cases
        same = np.zeros(many * many)
        for rows in _parts(np.flatnonzero(labels.label == label), of_item[labels.item]):
            each = of_item[labels.item[rows]]
            ends = np.cumsum(each)
            steps = np.arange(ends[-1]) - np.repeat(ends - each, each)
            other = by_item[np.repeat(starts[labels.item[rows]], each) + steps]
            keys = np.repeat(labels.rater[rows], each) * many + labels.rater[other]
            mine += np.bincount(keys, minlength=many * many)
            same += np.bincount(keys[labels.label[other] == label], minlength=many * many)
        given = mine.reshape(many, many)
        both = given + given.T
        n += given
        agreed += same.reshape(many, many)
        by_chance += given * given.T
        squares += both**2
        kinds += both > 0
    safe = np.maximum(n, 1)
    observed, by_chance = agreed / safe, by_chance / safe**2
    with np.errstate(divide="ignore", invalid="ignore"):
        kappa = np.where((n > 0) & (by_chance < 1 - 1e-12), (observed - by_chance) / (1 - by_chance), np.nan)
        chance = np.where(kinds > 1, (1 - squares / (4 * safe**2)) / np.maximum(kinds - 1, 1), 0.0)
        ac1 = np.where(n > 0, (observed - chance) / (1 - chance), np.nan)
    return PairMatrix(n.astype(np.int64), agreed.astype(np.int64), kappa, ac1)


def _parts(rows: Ints, pairs_of: Ints) -> list[Ints]:
    """Rows in parts of some million pairs."""
    if not len(rows):
        return []
    part = np.cumsum(pairs_of[rows]) // _PAIRS_AT_ONCE
    return np.split(rows, np.flatnonzero(np.diff(part)) + 1)
