"""Krippendorff's alpha from label counts, nominal, ordinal, interval and ratio, with a bootstrap over cases.

All metrics but the ratio are sums of squares, so nothing here is ever as large as cases times categories squared.
Krippendorff (2018), Content Analysis, chapter 12. Needs numpy.
"""

import numpy as np

from app.analytics.intervals import NO_WIDTH, Interval
from app.analytics.labels import Floats, Ints

RATIO_CATEGORIES = 400
_CHUNK = 1_000_000
_HUGE = 1e100
_MOST = 1_500_000  # cases drawn in all: a large set needs fewer draws for the same digits


def alphas(
    counts: Ints,
    values: Floats | None,
    ordered: bool,
    *,
    confidence: float = 0.95,
    seed: int = 20261121,
    draws: int = 1000,
) -> dict[str, tuple[float | None, Interval | None]]:
    """Alpha by metric with its percentile interval (None where it does not exist). `counts` has shape (cases,
    categories), categories from lowest to highest, each case with two labels or more; `values` are the categories as
    numbers. For the ordinal interval the ranks of the whole set stand for those of each draw."""
    units = counts[:, counts.any(axis=0)] if counts.size else counts
    if values is not None and counts.size:
        values = values[counts.any(axis=0)]
    metrics: dict[str, Floats | None] = {"nominal": None}
    if ordered and len(units):
        totals = units.sum(axis=0)
        metrics["ordinal"] = np.cumsum(totals) - totals / 2
        if values is not None:
            metrics["interval"] = values
    weights = _draws(len(units), draws, seed)
    told = {name: _of_metric(units, scale, weights, confidence) for name, scale in metrics.items()}
    if values is not None and len(units) and units.shape[1] <= RATIO_CATEGORIES and bool((values >= 0).all()):
        told["ratio"] = (_ratio(units, values), None)
    return told


def _draws(n: int, draws: int, seed: int) -> list[Floats]:
    """How often each case is in each draw of n cases with replacement: arrays of shape (some draws, n)."""
    if n < 2 or draws < 1:
        return []
    draws = min(draws, max(_MOST // n, 200))
    chance = np.random.default_rng(seed)
    step = max(_CHUNK // n, 1)
    chunks = []
    for start in range(0, draws, step):
        rows = min(step, draws - start)
        picked = chance.integers(0, n, (rows, n)) + np.arange(rows)[:, None] * n
        chunks.append(np.bincount(picked.reshape(-1), minlength=rows * n).reshape(rows, n).astype(np.float64))
    return chunks


def _of_metric(
    units: Ints, scale: Floats | None, weights: list[Floats], confidence: float
) -> tuple[float | None, Interval | None]:
    if not len(units):
        return None, None
    of_item = units.sum(axis=1).astype(np.float64)
    if scale is None:
        within = (of_item**2 - (units**2).sum(axis=1)) / (of_item - 1)
        parts = units.astype(np.float64)
    else:
        largest = float(np.abs(scale).max())
        if largest > _HUGE:  # squares have to stay numbers; alpha is the same in any unit
            scale = scale / largest
        middle = scale - (units.sum(axis=0) @ scale) / units.sum()  # for the digits; differences stay the same
        first, second = units @ middle, units @ middle**2
        within = 2 * (of_item * second - first**2) / (of_item - 1)
        parts = np.stack((first, second), axis=1)
    sums = np.concatenate((of_item[:, None], within[:, None], parts), axis=1)
    value = _alpha(sums.sum(axis=0)[None, :], nominal=scale is None)[0]
    if np.isnan(value):
        return None, None
    drawn = [_alpha(chunk @ sums, nominal=scale is None) for chunk in weights]
    spread = np.concatenate(drawn) if drawn else np.empty(0)
    spread = spread[~np.isnan(spread)]
    if not len(spread):
        return float(value), None
    low, high = np.quantile(spread, [(1 - confidence) / 2, (1 + confidence) / 2]).tolist()
    # Where every draw says the same, the width is not nought but unknown.
    return float(value), Interval(low, high, confidence) if high - low > NO_WIDTH else None


def _alpha(sums: Floats, *, nominal: bool) -> Floats:
    """Alpha of rows of (labels, disagreement within cases, the parts of the expected one); nan without variation."""
    n, within, parts = sums[:, 0], sums[:, 1], sums[:, 2:]
    expected = n**2 - (parts**2).sum(axis=1) if nominal else 2 * (n * parts[:, 1] - parts[:, 0] ** 2)
    flat = expected <= 1e-12 * np.maximum(n**2, 1) * (1.0 if nominal else max(float(np.abs(parts).max()), 1e-300))
    found: Floats = np.where(flat, np.nan, 1 - (n - 1) * within / np.where(flat, 1.0, expected))
    return found


def _ratio(units: Ints, values: Floats) -> float | None:
    of_item = units.sum(axis=1)
    pairs = (units / (of_item - 1)[:, None]).T @ units
    pairs[np.diag_indices(len(values))] -= (units / (of_item - 1)[:, None]).sum(axis=0)
    totals = units.sum(axis=0)
    above = np.add.outer(values, values)
    apart = np.where(above > 0, np.subtract.outer(values, values) / np.where(above > 0, above, 1.0), 0.0) ** 2
    expected = float((np.outer(totals, totals) * apart).sum())
    return 1 - (int(totals.sum()) - 1) * float((pairs * apart).sum()) / expected if expected else None
