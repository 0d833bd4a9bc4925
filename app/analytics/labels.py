"""Labels of several raters on the same cases, as arrays: repeats resolved, undecided and missing ones counted.

Needs numpy.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

UNDECIDED = ("undecided",)

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Labels:
    """One row for each label that counts. `item`, `rater` and `label` index `items`, `raters` and `categories`;
    `repeats` labels were overruled by a later one of the same rater on the same case, `undecided` votes and `missing`
    labels stand in no row. `values` are the categories as numbers, or None where they are words without an order."""

    item: Ints
    rater: Ints
    label: Ints
    items: tuple[str, ...]
    raters: tuple[str, ...]
    categories: tuple[str, ...]
    values: Floats | None
    ordered: bool
    repeats: int
    undecided: int
    missing: int

    def counts(self) -> Ints:
        """How many raters gave each label to each case, shape (items, categories)."""
        wide = len(self.categories)
        flat = np.bincount(self.item * wide + self.label, minlength=len(self.items) * wide)
        return flat.reshape(len(self.items), wide).astype(np.int64)

    def table(self) -> Ints:
        """The label of each rater on each case, shape (raters, items); -1 where there is none."""
        grid = np.full((len(self.raters), len(self.items)), -1, np.int64)
        grid[self.rater, self.item] = self.label
        return grid


def labels_of(
    rows: Iterable[tuple[str, str, str | None]],
    *,
    order: Sequence[str] | None = None,
    undecided: Iterable[str] = UNDECIDED,
) -> Labels:
    """From (case, rater, label) in the order in which they were given: the last label of a rater on a case counts. No
    label (None or "") is missing, a word of `undecided` is a vote for nothing. `order` names the categories from lowest
    to highest and makes them ordinal; ValueError for a label that is not among them."""
    open_votes = {word.casefold() for word in undecided}
    last: dict[tuple[str, str], str] = {}
    items: dict[str, int] = {}
    raters: dict[str, int] = {}
    repeats = missing = 0
    for item, rater, label in rows:
        if label is None or label == "":
            missing += 1
            continue
        items.setdefault(item, len(items))
        raters.setdefault(rater, len(raters))
        repeats += (item, rater) in last
        last[item, rater] = label
    given = [(items[item], raters[rater], label) for (item, rater), label in last.items()]
    decided = [each for each in given if each[2].casefold() not in open_votes]
    categories, values, decided = _categories(decided, order)
    index = {name: at for at, name in enumerate(categories)}
    count = len(decided)
    return Labels(
        np.fromiter((each[0] for each in decided), np.int64, count),
        np.fromiter((each[1] for each in decided), np.int64, count),
        np.fromiter((index[each[2]] for each in decided), np.int64, count),
        tuple(items),
        tuple(raters),
        categories,
        values,
        order is not None or values is not None,
        repeats,
        len(given) - count,
        missing,
    )


_Given = list[tuple[int, int, str]]


def _categories(given: _Given, order: Sequence[str] | None) -> tuple[tuple[str, ...], Floats | None, _Given]:
    """The categories from lowest to highest, their numbers, and the labels with one spelling for each number."""
    used = {label for _, _, label in given}
    if order is not None:
        if strange := sorted(used - set(order)):
            raise ValueError(f"{strange[0]!r} is not in the order {', '.join(order)}")
        return tuple(order), np.arange(len(order), dtype=np.float64), given
    numbers = {label: _number(label) for label in used}
    told = {label: number for label, number in numbers.items() if number is not None}
    if not used or len(told) < len(used):
        return tuple(sorted(used)), None, given
    spelling: dict[float, str] = {}
    for label in sorted(told, key=lambda each: (len(each), each)):
        spelling.setdefault(told[label], label)
    one = [(item, rater, spelling[told[label]]) for item, rater, label in given]
    ranked = sorted(spelling)
    return tuple(spelling[each] for each in ranked), np.array(ranked, np.float64), one


def _number(text: str) -> float | None:
    try:
        value = float(text) if text.isascii() and "_" not in text else None
    except ValueError:
        return None
    return value if value is not None and np.isfinite(value) else None


@dataclass(frozen=True, slots=True)
class AgainstTruth:
    """Labels held against known truths. `n` decided labels with a truth, `correct` of them right. `majority_*`: cases
    whose most frequent label is one (ties count half in `majority_accuracy`)."""

    n: int
    correct: int
    undecided: int
    majority_n: int
    majority_correct: int
    majority_ties: int
    majority_accuracy: float | None
    by_rater: tuple[tuple[str, int, int], ...]


def against_truth(labels: Labels, truth: Mapping[str, str]) -> AgainstTruth:
    """How often labels are right, each and as a majority vote; `by_rater` has (rater, n, correct), most labels first.
    A tie whose labels include the truth counts one over their number in `majority_accuracy`."""
    spell = {number: name for name in labels.categories if (number := _number(name)) is not None}
    index = {name: at for at, name in enumerate(labels.categories)}

    def place(name: str) -> int:
        number = _number(name) if labels.values is not None else None
        return index.get(name, index.get(spell.get(number, ""), -2) if number is not None else -2)

    known = np.array([place(truth[item]) if truth.get(item) else -1 for item in labels.items], np.int64)
    if not len(labels.label):
        return AgainstTruth(0, 0, labels.undecided, 0, 0, 0, None, ())
    wanted = known[labels.item]
    judged, right = wanted != -1, wanted == labels.label
    n_by = np.bincount(labels.rater[judged], minlength=len(labels.raters))
    right_by = np.bincount(labels.rater[judged & right], minlength=len(labels.raters))
    counts = labels.counts()[known != -1]
    wanted = known[known != -1]
    voted = counts.sum(axis=1) > 0
    counts, wanted = counts[voted], wanted[voted]
    top = counts.max(axis=1, initial=0)
    first = (counts == top[:, None]).sum(axis=1)
    hit = (wanted >= 0) & (counts[np.arange(len(wanted)), np.maximum(wanted, 0)] == top)
    half = float((hit / np.maximum(first, 1)).sum())
    ranked = sorted(zip(labels.raters, n_by.tolist(), right_by.tolist(), strict=True), key=lambda each: -each[1])
    return AgainstTruth(
        int(judged.sum()),
        int((judged & right).sum()),
        labels.undecided,
        len(wanted),
        int((hit & (first == 1)).sum()),
        int((first > 1).sum()),
        half / len(wanted) if len(wanted) else None,
        tuple(each for each in ranked if each[1]),
    )
