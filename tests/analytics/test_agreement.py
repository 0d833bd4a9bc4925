"""Agreement between raters against published tables, and every degenerate set in words rather than crashes."""

import time

import krippendorff
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from sklearn.metrics import cohen_kappa_score
from statsmodels.stats.inter_rater import cohens_kappa
from statsmodels.stats.inter_rater import fleiss_kappa as their_fleiss

from app.analytics.agreement import (
    Caution,
    agreement,
    cohen_kappa,
    confusion,
    fleiss_kappa,
    gwet_ac1,
    pair_matrix,
    pairs,
    two_raters,
)
from app.analytics.alpha import alphas
from app.analytics.labels import Labels, against_truth, labels_of

# Fleiss (1971), as printed in many textbooks: 10 subjects, 14 raters, 5 categories; kappa 0.210.
FLEISS = [
    [0, 0, 0, 0, 14], [0, 2, 6, 4, 2], [0, 0, 3, 5, 6], [0, 3, 9, 2, 0], [2, 2, 8, 1, 1],
    [7, 7, 0, 0, 0], [3, 2, 6, 3, 0], [2, 5, 3, 2, 2], [6, 5, 2, 1, 0], [0, 2, 2, 3, 7],
]  # fmt: skip
# Krippendorff, Computing Krippendorff's Alpha-Reliability (2011), example C: 4 observers, 12 units.
UNITS = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3],
    [None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None],
]
# The same paper, 3 coders and 15 units: nominal 0.691, ordinal 0.807, interval 0.811.
CODERS = [
    [None, None, None, None, None, 3, 4, 1, 2, 1, 1, 3, 3, None, 3],
    [1, None, 2, 1, 3, 3, 4, 3, None, None, None, None, None, None, None],
    [None, None, 2, 1, 3, 4, 4, None, 2, 1, 1, 3, 3, None, 4],
]


def of(table: list[list[int | None]]) -> Labels:
    return labels_of(
        (f"u{unit}", f"r{rater}", None if label is None else str(label))
        for rater, row in enumerate(table)
        for unit, label in enumerate(row)
    )


def of_square(table: list[list[int]]) -> Labels:
    rows = []
    for one, row in enumerate(table):
        for two, many in enumerate(row):
            for _ in range(many):
                item = f"i{len(rows)}"
                rows += [(item, "a", str(one)), (item, "b", str(two))]
    return labels_of(rows)


@pytest.mark.parametrize(
    ("table", "kappa"), [([[20, 5], [10, 15]], 0.4), ([[45, 15], [25, 15]], 0.1304), ([[25, 35], [5, 35]], 0.2593)]
)
def test_cohens_kappa_is_the_textbooks(table: list[list[int]], kappa: float) -> None:
    assert cohen_kappa(np.array(table)).value == pytest.approx(kappa, abs=1e-4)


@pytest.mark.parametrize("table", [[[20, 5], [10, 15]], [[9, 1, 0], [2, 8, 3], [0, 4, 13]], [[960, 10], [10, 20]]])
def test_kappa_and_its_interval_are_those_of_statsmodels(table: list[list[int]]) -> None:
    told = cohen_kappa(np.array(table))
    theirs = cohens_kappa(np.array(table))
    assert told.interval is not None
    assert told.value == pytest.approx(theirs.kappa)
    assert told.interval.low == pytest.approx(theirs.kappa_low, abs=1e-9)
    assert told.interval.high == pytest.approx(min(theirs.kappa_upp, 1), abs=1e-9)


@pytest.mark.parametrize("weights", ["linear", "quadratic"])
def test_weighted_kappa_is_that_of_scikit_learn(weights: str) -> None:
    table = np.array([[11, 3, 0, 1], [2, 9, 4, 0], [1, 3, 12, 2], [0, 1, 2, 15]])
    one = np.repeat(np.repeat(np.arange(4), 4), table.reshape(-1))
    two = np.repeat(np.tile(np.arange(4), 4), table.reshape(-1))
    assert cohen_kappa(table, weights=weights).value == pytest.approx(cohen_kappa_score(one, two, weights=weights))


def test_the_paradox_is_warned_of() -> None:
    told = two_raters(np.array([[960, 10], [10, 20]]))
    assert told.agreement.estimate == 0.98
    assert told.kappa.value == pytest.approx(0.6564, abs=1e-4)
    assert told.ac1.value == pytest.approx(0.9788, abs=1e-4)
    assert told.warnings == (Caution.KAPPA_PARADOX,)
    whole = agreement(of_square([[960, 10], [10, 20]]))
    assert whole.warnings == (Caution.KAPPA_PARADOX,)
    assert whole.cohen.value == pytest.approx(told.kappa.value)
    assert whole.ac1.value == pytest.approx(told.ac1.value)


def test_high_agreement_with_a_kappa_of_nought_is_both_warned_of() -> None:
    told = agreement(of_square([[956, 22], [22, 0]]))
    assert told.raw.value == pytest.approx(0.956)
    assert told.cohen.value == pytest.approx(-0.0225, abs=1e-3)
    assert {Caution.KAPPA_PARADOX, Caution.CHANCE_LEVEL} <= set(told.warnings)


def test_fleiss_kappa_is_the_textbooks() -> None:
    told = fleiss_kappa(np.array(FLEISS))
    assert told.value == pytest.approx(0.209931, abs=1e-6)
    assert told.value == pytest.approx(their_fleiss(np.array(FLEISS)))
    assert told.n == 10


@pytest.mark.parametrize(
    ("table", "values"),
    [
        (UNITS, {"nominal": 0.743421, "ordinal": 0.815388, "interval": 0.849107, "ratio": 0.797403}),
        (CODERS, {"nominal": 0.691358, "ordinal": 0.806721, "interval": 0.810845}),
    ],
)
def test_krippendorffs_alpha_is_his_own(table: list[list[int | None]], values: dict[str, float]) -> None:
    told = agreement(of(table)).alpha
    for metric, value in values.items():
        assert told[metric].value == pytest.approx(value, abs=1e-6)
        if metric != "ratio":
            interval = told[metric].interval
            assert interval is not None
            assert interval.low <= value <= interval.high


@settings(max_examples=60, deadline=None)
@given(some.lists(some.lists(some.sampled_from([None, 1, 2, 3, 5]), min_size=6, max_size=6), min_size=2, max_size=5))
def test_alpha_is_that_of_the_krippendorff_package(table: list[list[int | None]]) -> None:
    told = agreement(of(table), draws=0).alpha
    data = np.array([[np.nan if each is None else each for each in row] for row in table], float)
    paired = (~np.isnan(data)).sum(axis=0) >= 2
    if len(set(data[:, paired][~np.isnan(data[:, paired])].tolist())) < 2:
        assert all(figure.value is None for figure in told.values())
        return
    for metric in ("nominal", "ordinal", "interval", "ratio"):
        theirs = krippendorff.alpha(data[:, paired], level_of_measurement=metric)
        assert told[metric].value == pytest.approx(theirs, abs=1e-9), metric


def test_ac1_with_missing_labels_counts_lone_labels_for_how_common_they_are() -> None:
    counts = np.array([[2, 0], [1, 1], [1, 0], [0, 2]])
    shares = counts / counts.sum(axis=1, keepdims=True)
    common = shares.mean(axis=0)
    chance = (common * (1 - common)).sum()
    assert gwet_ac1(counts).value == pytest.approx((2 / 3 - chance) / (1 - chance))


def test_words_in_an_order_are_ordinal_and_numbers_are_by_themselves() -> None:
    rows = [("1", "a", "low"), ("1", "b", "mid"), ("2", "a", "high"), ("2", "b", "high"), ("3", "a", "low")]
    plain = agreement(labels_of(rows))
    assert set(plain.alpha) == {"nominal"}
    ordered = agreement(labels_of(rows, order=("low", "mid", "high")))
    assert {"ordinal", "interval"} <= set(ordered.alpha)
    assert ordered.categories == ("low", "mid", "high")
    assert labels_of([("1", "a", "10"), ("1", "b", "9"), ("2", "a", "10.0")]).categories == ("9", "10")
    with pytest.raises(ValueError, match="'mid' is not in the order"):
        labels_of(rows, order=("low", "high"))


# ----------------------------------------------------------------------------- sets that break naive code
@pytest.mark.parametrize(
    ("rows", "raw", "warnings"),
    [
        ([], None, {Caution.ONE_RATER, Caution.NO_OVERLAP}),
        ([("1", "a", "x")], None, {Caution.ONE_RATER, Caution.NO_OVERLAP}),
        ([("1", "a", "x"), ("2", "b", "y")], None, {Caution.NO_OVERLAP}),
        ([("1", "a", "x"), ("2", "a", "y")], None, {Caution.ONE_RATER, Caution.NO_OVERLAP}),
        ([("1", "a", "x"), ("1", "b", "x")], 1.0, {Caution.ONE_CATEGORY, Caution.FEW_ITEMS}),
        ([("1", "a", "x"), ("1", "b", "y")], 0.0, {Caution.FEW_ITEMS, Caution.CHANCE_LEVEL}),
        ([("1", "a", "x"), ("1", "b", None)], None, {Caution.ONE_RATER, Caution.NO_OVERLAP, Caution.MISSING}),
        ([("1", "a", "undecided"), ("1", "b", "Undecided")], None, None),
    ],
)
def test_small_sets_are_told_in_words(
    rows: list[tuple[str, str, str | None]], raw: float | None, warnings: set[Caution] | None
) -> None:
    labels = labels_of(rows)
    told = agreement(labels, {"1": "x"})
    assert told.raw.value == raw
    if warnings is not None:
        assert set(told.warnings) == warnings
    assert pairs(labels) == () or raw is not None


def test_one_category_for_everybody_is_full_agreement_without_kappa() -> None:
    told = agreement(labels_of((str(item), rater, "pass") for item in range(50) for rater in "abc"))
    assert (told.raw.value, told.ac1.value) == (1, 1)
    assert (told.fleiss.value, told.light.value, told.alpha["nominal"].value) == (None, None, None)
    assert told.warnings == (Caution.ONE_CATEGORY,)


def test_perfect_and_absent_agreement_are_one_and_nought() -> None:
    perfect = agreement(labels_of((str(item), rater, "xy"[item % 2]) for item in range(40) for rater in "ab"))
    assert {figure.value for figure in perfect.alpha.values()} == {1}
    assert (perfect.cohen.value, perfect.warnings) == (1, ())
    chance = np.random.default_rng(0)
    rows = [(str(item), rater, "xy"[int(chance.integers(2))]) for item in range(400) for rater in "abcd"]
    told = agreement(labels_of(rows))
    assert told.alpha["nominal"].value == pytest.approx(0, abs=0.06)
    assert Caution.CHANCE_LEVEL in told.warnings


def test_the_last_label_of_a_rater_counts_and_repeats_are_told() -> None:
    rows = [("1", "a", "x"), ("1", "b", "y"), ("1", "a", "y"), ("1", "a", "y"), ("2", "a", "x"), ("2", "b", "x")]
    told = agreement(labels_of(rows))
    assert (told.raw.value, told.repeats, told.labels) == (1, 2, 4)
    assert Caution.REPEATS in told.warnings


def test_an_undecided_vote_is_neither_right_nor_wrong() -> None:
    rows = [
        ("1", "a", "x"),
        ("1", "b", "undecided"),
        ("2", "a", "x"),
        ("2", "b", "x"),
        ("3", "a", "y"),
        ("3", "b", "x"),
    ]
    told = agreement(labels_of(rows), {"1": "x", "2": "x", "3": "x"})
    assert (told.undecided, told.items_compared, told.raw.value) == (1, 2, 0.5)
    assert told.truth is not None
    assert (told.truth.n, told.truth.correct, told.truth.undecided) == (5, 4, 1)
    own = agreement(labels_of(rows, undecided=("?",)))
    assert (own.undecided, own.items_compared) == (0, 3)


def test_a_tie_of_votes_is_half_a_truth() -> None:
    rows = [("1", "a", "x"), ("1", "b", "y"), ("2", "a", "x"), ("2", "b", "x"), ("3", "a", "z"), ("3", "b", "y")]
    told = against_truth(labels_of(rows), {"1": "x", "2": "x", "3": "x", "9": "x"})
    assert (told.majority_n, told.majority_correct, told.majority_ties) == (3, 1, 2)
    assert told.majority_accuracy == pytest.approx(1.5 / 3)
    assert told.by_rater == (("a", 3, 2), ("b", 3, 1))


def test_a_truth_that_nobody_gave_is_a_wrong_label_for_all() -> None:
    told = against_truth(labels_of([("1", "a", "x"), ("2", "a", "1")]), {"1": "other", "2": "1.0"})
    assert (told.n, told.correct) == (2, 0)
    told = against_truth(labels_of([("1", "a", "2"), ("2", "a", "1")]), {"1": "2.0", "2": "3"})
    assert (told.n, told.correct) == (2, 1)


def test_agreeing_on_what_is_wrong_is_warned_of() -> None:
    rows = [(str(item), rater, "x") for item in range(90) for rater in "ab"]
    rows += [(str(item), rater, "y") for item in range(90, 100) for rater in "ab"]
    told = agreement(labels_of(rows), {str(item): "x" if item < 66 else "y" for item in range(100)})
    assert told.raw.value == 1
    assert told.accuracy is not None
    assert told.accuracy.estimate == pytest.approx(0.76)
    assert Caution.AGREE_BUT_WRONG in told.warnings


# ----------------------------------------------------------------------------- many raters
def answers(items: int, raters: int, seed: int) -> np.ndarray:
    """Of raters who say what is so four times of five, shape (items, raters)."""
    chance = np.random.default_rng(seed)
    truth = chance.integers(0, 4, items)
    return np.where(chance.random((items, raters)) < 0.8, truth[:, None], chance.integers(0, 4, (items, raters)))


def crowd(items: int, raters: int, seed: int) -> Labels:
    rows = enumerate(answers(items, raters, seed).tolist())
    return labels_of((f"i{item}", f"r{rater}", str(label)) for item, row in rows for rater, label in enumerate(row))


def tallied(given: np.ndarray) -> np.ndarray:
    return (given[:, :, None] == np.arange(4)).sum(axis=1)


def test_the_matrix_is_every_pair_by_itself() -> None:
    rows = [row for row in of_rows(crowd(30, 6, 1)) if hash_of(row) % 4]
    labels = labels_of(rows)
    found = {frozenset((pair.one, pair.two)): pair for pair in pairs(labels)}
    for one in range(6):
        for two in range(one):
            names = (f"r{one}", f"r{two}")
            own = labels_of([row for row in rows if row[1] in names])
            alone, pair = agreement(own, draws=0), found[frozenset(names)]
            assert pair.n == alone.items_compared
            assert pair.agreement == pytest.approx(alone.raw.value)
            assert pair.kappa == pytest.approx(alone.cohen.value)
            assert pair.ac1 == pytest.approx(gwet_ac1(own.counts()[own.counts().sum(axis=1) == 2]).value)
            assert confusion(own).sum() == pair.n


def of_rows(labels: Labels) -> list[tuple[str, str, str]]:
    places = zip(labels.item.tolist(), labels.rater.tolist(), labels.label.tolist(), strict=True)
    return [(labels.items[i], labels.raters[r], labels.categories[k]) for i, r, k in places]


def hash_of(row: tuple[str, str, str]) -> int:
    return sum(map(ord, "".join(row[:2]))) * 7


@pytest.mark.parametrize(("items", "raters"), [(142, 176), (12_500, 2)], ids=["all label all", "two label much"])
def test_a_page_of_25_000_labels_is_there_at_once(items: int, raters: int) -> None:
    labels = crowd(items, raters, 2)
    assert len(labels.label) >= 24_900
    began = time.process_time()
    told, matrix = agreement(labels), pair_matrix(labels)
    assert time.process_time() - began < 5  # about 0.2 s; one pair after another would take minutes
    assert told.warnings == ()
    assert matrix.n.shape == (raters, raters)


def test_intervals_of_many_raters_cover_the_truth() -> None:
    """AC1, Fleiss' kappa and alpha of 200 sets of 100 cases, against those of a very large one."""
    whole = tallied(answers(100_000, 5, 99))
    truth = (gwet_ac1(whole).value, fleiss_kappa(whole).value, alphas(whole, None, False, draws=0)["nominal"][0])
    covered = [0, 0, 0]
    for seed in range(200):
        counts = tallied(answers(100, 5, seed))
        told = (
            gwet_ac1(counts).interval,
            fleiss_kappa(counts).interval,
            alphas(counts, None, False, draws=200)["nominal"][1],
        )
        for at, (interval, real) in enumerate(zip(told, truth, strict=True)):
            assert interval is not None
            assert real is not None
            covered[at] += interval.low <= real <= interval.high
    assert min(covered) >= 0.91 * 200  # 200 sets tell 95 % from 91 %


def test_the_same_seed_gives_the_same_interval() -> None:
    labels = crowd(60, 4, 3)
    assert agreement(labels) == agreement(labels)
    assert agreement(labels, seed=1).alpha != agreement(labels, seed=2).alpha
