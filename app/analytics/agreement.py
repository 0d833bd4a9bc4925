"""How far raters agree: raw, Cohen's kappa, Gwet's AC1, Fleiss' kappa and Krippendorff's alpha, with intervals.

Raw agreement alone flatters and kappa alone misleads where one label is rare; so all stand together, with n.
Needs numpy.
"""

import math
from collections.abc import Mapping
from enum import StrEnum

import msgspec
import numpy as np

from app.analytics import alpha as krippendorff
from app.analytics.binomial import normal_quantile, t_quantile
from app.analytics.intervals import NO_WIDTH, Interval, Share, share, wilson
from app.analytics.labels import AgainstTruth, Floats, Ints, Labels, against_truth
from app.analytics.rater_pairs import Pair, PairMatrix, pair_matrix, pairs

__all__ = [
    "Agreement",
    "Caution",
    "Figure",
    "Pair",
    "PairMatrix",
    "TwoRaters",
    "agreement",
    "cohen_kappa",
    "confusion",
    "fleiss_kappa",
    "gwet_ac1",
    "pair_matrix",
    "pairs",
    "two_raters",
]

FEW = 30


class Caution(StrEnum):
    """What a reader has to know before the figures."""

    NO_OVERLAP = "no_overlap"  # no case has two labels: nothing to compare
    ONE_RATER = "one_rater"
    ONE_CATEGORY = "one_category"  # everybody always gave the same label: kappa and alpha do not exist
    FEW_ITEMS = "few_items"
    CHANCE_LEVEL = "chance_level"  # agreement cannot be told from chance
    KAPPA_PARADOX = "kappa_paradox"  # high agreement, low kappa, because one label is rare
    AGREE_BUT_WRONG = "agree_but_wrong"  # raters agree more with each other than with the truth
    REPEATS = "repeats"
    UNDECIDED = "undecided"
    MISSING = "missing"
    UNEQUAL_RATINGS = "unequal_ratings"  # Fleiss' kappa is that of the cases with the usual number of labels


class Figure(msgspec.Struct, frozen=True):
    """A coefficient with its interval and the cases behind it; None where it does not exist."""

    value: float | None
    interval: Interval | None
    n: int


class Agreement(msgspec.Struct, frozen=True):
    """`raw` is the mean over cases of the share of agreeing pairs of labels. `cohen` is for two raters; with more,
    `light` is the mean of the kappas of all pairs, each by its number of common cases (Light's where all raters
    labelled all cases; its `n` counts pairs). `fleiss` covers the cases that have the usual number of labels
    (`fleiss_ratings`). `alpha` goes by metric: nominal, and where the labels have an order ordinal, interval and
    ratio."""

    raters: int
    items: int
    items_compared: int
    labels: int
    repeats: int
    undecided: int
    missing: int
    categories: tuple[str, ...]
    raw: Figure
    cohen: Figure
    light: Figure
    ac1: Figure
    fleiss: Figure
    fleiss_ratings: int
    alpha: dict[str, Figure]
    truth: AgainstTruth | None
    accuracy: Share | None
    warnings: tuple[Caution, ...]


class TwoRaters(msgspec.Struct, frozen=True):
    """Everything about a square table of two raters."""

    n: int
    agreement: Share
    kappa: Figure
    ac1: Figure
    warnings: tuple[Caution, ...]


_NONE = Figure(None, None, 0)


def agreement(
    labels: Labels,
    truth: Mapping[str, str] | None = None,
    *,
    confidence: float = 0.95,
    seed: int = 20261121,
    draws: int = 1000,
) -> Agreement:
    """All coefficients over `labels`. Intervals: Wilson for raw agreement and Fleiss, Cohen and Everitt's for kappa
    where there are two raters, Gwet's for AC1 and Fleiss' kappa, a bootstrap of `draws` over cases from `seed` for the
    others."""
    counts = labels.counts()
    shared = counts[counts.sum(axis=1) >= 2] if len(labels.items) else counts
    raters = len(set(labels.rater.tolist()))
    raw = _raw(shared, raters, confidence)
    cohen = light = _NONE
    if raters == 2 and len(shared):
        cohen = cohen_kappa(confusion(labels), confidence)
    elif raters > 2 and len(shared):
        light = _light(labels)
    usual, most_used = _usual(shared)
    both = {
        metric: Figure(value, interval, len(shared))
        for metric, (value, interval) in krippendorff.alphas(
            shared, labels.values, labels.ordered, confidence=confidence, seed=seed, draws=draws
        ).items()
    }
    held = against_truth(labels, truth) if truth else None
    figures = Agreement(
        raters,
        len(labels.items),
        len(shared),
        len(labels.label),
        labels.repeats,
        labels.undecided,
        labels.missing,
        labels.categories,
        raw,
        cohen,
        light,
        gwet_ac1(counts, confidence),
        fleiss_kappa(usual, confidence),
        most_used,
        both,
        held,
        share(held.correct, held.n, confidence) if held else None,
        (),
    )
    return msgspec.structs.replace(figures, warnings=_warnings(figures, len(usual)))


def confusion(labels: Labels) -> Ints:
    """The square table of the first two raters who have labels, rows the one whose label came first."""
    one, two = sorted(set(labels.rater.tolist()))[:2]
    grid, wide = labels.table(), len(labels.categories)
    both = (grid[one] >= 0) & (grid[two] >= 0)
    flat = np.bincount(grid[one, both] * wide + grid[two, both], minlength=wide * wide)
    return flat.reshape(wide, wide).astype(np.int64)


def two_raters(table: Ints, confidence: float = 0.95) -> TwoRaters:
    """Of a square table of counts, shape (categories, categories)."""
    n, agreed = int(table.sum()), int(np.trace(table))
    counts = _counts_of(table)
    raw, kappa, ac1 = share(agreed, n, confidence), cohen_kappa(table, confidence), gwet_ac1(counts, confidence)
    said = [Caution.NO_OVERLAP] if not n else [Caution.FEW_ITEMS] if n < FEW else []
    if n and kappa.value is None:
        said.append(Caution.ONE_CATEGORY)
    if _at_chance(kappa):
        said.append(Caution.CHANCE_LEVEL)
    if _paradox(raw.estimate, kappa.value, ac1.value):
        said.append(Caution.KAPPA_PARADOX)
    return TwoRaters(n, raw, kappa, ac1, tuple(said))


def _counts_of(table: Ints) -> Ints:
    """The cases of a square table as label counts, one row a case."""
    wide = len(table)
    eye = np.eye(wide, dtype=np.int64)
    pairs = eye[:, None, :] + eye[None, :, :]
    rows: Ints = np.repeat(pairs.reshape(-1, wide), table.reshape(-1), axis=0)
    return rows


def cohen_kappa(table: Ints, confidence: float = 0.95, weights: str = "") -> Figure:
    """Cohen's kappa (1960) of a square table, with the large-sample interval of Fleiss, Cohen and Everitt (1969).
    `weights` is "linear" or "quadratic" for ordered categories, else plain."""
    n = int(table.sum())
    if not n:
        return _NONE
    p: Floats = table / n
    rows, columns = p.sum(axis=1), p.sum(axis=0)
    wide = len(p)
    step = np.abs(np.subtract.outer(np.arange(wide), np.arange(wide))) / max(wide - 1, 1)
    keep: Floats = 1 - step if weights == "linear" else 1 - step**2 if weights == "quadratic" else np.eye(wide)
    seen, chance = float((keep * p).sum()), float((keep * np.outer(rows, columns)).sum())
    if chance >= 1 - 1e-15:
        return Figure(None, None, n)
    value = (seen - chance) / (1 - chance)
    by_row, by_column = keep @ columns, rows @ keep
    spread = keep - (by_row[:, None] + by_column[None, :]) * (1 - value)
    variance = float((p * spread**2).sum()) - (value - chance * (1 - value)) ** 2
    half = normal_quantile((1 + confidence) / 2) * math.sqrt(max(variance, 0.0) / n) / (1 - chance)
    return Figure(value, _clipped(value, half, confidence), n)


def gwet_ac1(counts: Ints, confidence: float = 0.95) -> Figure:
    """Gwet's AC1 (2008) of label counts, shape (cases, categories); cases with one label help to estimate how common
    the labels are. Interval from Gwet's linearised variance and Student's t."""
    return _chance_corrected(counts, confidence, gwet=True)


def fleiss_kappa(counts: Ints, confidence: float = 0.95) -> Figure:
    """Fleiss' kappa (1971) of label counts, shape (cases, categories), each case with the same number of labels."""
    return _chance_corrected(counts, confidence, gwet=False)


def _chance_corrected(counts: Ints, confidence: float, *, gwet: bool) -> Figure:
    used = counts[:, counts.any(axis=0)] if counts.size else counts
    of_item = used.sum(axis=1)
    used, of_item = used[of_item > 0], of_item[of_item > 0]
    paired = of_item >= 2
    n, wide, compared = len(used), used.shape[1] if used.ndim == 2 else 0, int(paired.sum())
    if not compared:
        return _NONE
    shares: Floats = used / of_item[:, None]
    agreed = _pairs_agreed(used, of_item)
    common = shares.mean(axis=0)
    if wide == 1:
        # One label for everything: full agreement, and AC1's chance term is nought.
        return Figure(1.0, None, compared) if gwet else Figure(None, None, compared)
    if gwet:
        by_item = shares @ (1 - common) / (wide - 1)
        chance = float((common * (1 - common)).sum()) / (wide - 1)
    else:
        by_item = shares @ common
        chance = float((common**2).sum())
    seen = float(agreed[paired].mean())
    value = (seen - chance) / (1 - chance)
    each = np.where(paired, (agreed - chance) * n / compared, 0.0) / (1 - chance)
    each = each - 2 * (1 - value) * (by_item - chance) / (1 - chance)
    if n < 2:
        return Figure(value, None, compared)
    se = math.sqrt(float(((each - value) ** 2).sum()) / (n * (n - 1)))
    return Figure(value, _clipped(value, t_quantile((1 + confidence) / 2, n - 1) * se, confidence), compared)


def _pairs_agreed(counts: Ints, of_item: Ints) -> Floats:
    """The share of agreeing pairs of labels of each case; 0 where there is no pair."""
    pairs = of_item * (of_item - 1)
    agreed: Floats = (counts * (counts - 1)).sum(axis=1) / np.maximum(pairs, 1)
    return agreed


def _clipped(value: float, half: float, confidence: float) -> Interval | None:
    """None where nothing was seen to vary: an interval without width would say more than is known."""
    if half < NO_WIDTH:
        return None
    return Interval(max(value - half, -1.0), min(value + half, 1.0), confidence)


def _raw(shared: Ints, raters: int, confidence: float) -> Figure:
    n = len(shared)
    if not n:
        return _NONE
    of_item = shared.sum(axis=1)
    agreed = _pairs_agreed(shared, of_item)
    value = float(agreed.mean())
    if raters == 2 or bool(((agreed == 0) | (agreed == 1)).all()):
        return Figure(value, wilson(round(value * n), n, confidence), n)
    half = t_quantile((1 + confidence) / 2, n - 1) * float(agreed.std(ddof=1)) / math.sqrt(n) if n > 1 else 1.0
    return Figure(value, Interval(max(value - half, 0.0), min(value + half, 1.0), confidence), n)


def _usual(shared: Ints) -> tuple[Ints, int]:
    """The cases with the most frequent number of labels, and that number."""
    if not len(shared):
        return shared, 0
    of_item = shared.sum(axis=1)
    usual = int(np.bincount(of_item).argmax())
    return shared[of_item == usual], usual


def _light(labels: Labels) -> Figure:
    found = pair_matrix(labels)
    upper = np.triu(~np.isnan(found.kappa) & (found.n >= 2), 1)
    kappas, n = found.kappa[upper], found.n[upper]
    return Figure(float(kappas @ n / n.sum()), None, len(kappas)) if len(kappas) else _NONE


def _at_chance(figure: Figure) -> bool:
    """Whether nothing above chance is shown: the interval reaches down to nought, or the value does."""
    if figure.value is None:
        return False
    low = figure.interval.low if figure.interval else figure.value
    return low <= 0 and figure.value < 0.2


def _paradox(raw: float | None, kappa: float | None, ac1: float | None) -> bool:
    return raw is not None and kappa is not None and ac1 is not None and raw >= 0.8 and ac1 - kappa >= 0.2


def _warnings(found: Agreement, usual: int) -> tuple[Caution, ...]:
    alpha = found.alpha.get("nominal", _NONE)
    kappa = found.cohen if found.cohen.value is not None else found.fleiss
    exists = found.items_compared > 0
    truth = found.accuracy
    said = {
        Caution.ONE_RATER: found.raters < 2,
        Caution.NO_OVERLAP: not exists,
        Caution.ONE_CATEGORY: exists and alpha.value is None,
        Caution.FEW_ITEMS: exists and found.items_compared < FEW,
        Caution.CHANCE_LEVEL: _at_chance(alpha),
        Caution.KAPPA_PARADOX: _paradox(found.raw.value, kappa.value, found.ac1.value),
        Caution.AGREE_BUT_WRONG: bool(
            truth and truth.estimate is not None and found.raw.interval and truth.interval.high < found.raw.interval.low
        ),
        Caution.REPEATS: found.repeats > 0,
        Caution.UNDECIDED: found.undecided > 0,
        Caution.MISSING: found.missing > 0,
        Caution.UNEQUAL_RATINGS: exists and usual < found.items_compared,
    }
    return tuple(code for code, holds in said.items() if holds)
