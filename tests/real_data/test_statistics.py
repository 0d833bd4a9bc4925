"""The functions behind the screens reproduce every reference value, and the audit plan tells the truth on the feed."""

import csv
import gzip
import json
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from app.analytics.acceptance import accepts, quality_at
from app.analytics.agreement import (
    Agreement,
    Caution,
    agreement,
    cohen_kappa,
    confusion,
    fleiss_kappa,
    gwet_ac1,
    pairs,
)
from app.analytics.calibration import Calibration, calibration, confusion_of
from app.analytics.compare import e_value, paired
from app.analytics.consensus import dawid_skene
from app.analytics.intervals import cases_needed, clopper_pearson, two_shares, wilson
from app.analytics.labels import Labels, labels_of
from app.analytics.recall import AuditKind, AuditStratum, recall
from app.analytics.stratified import counted, mean
from app.analytics.thresholds import cost_optimal
from app.domain.acceptance import LEVELS, REDUCED_SIZES, SIZES, Severity, by_letter, code_letter
from app.domain.stratified import StratifiedFrame

NEAR = 1e-4
Told = dict[str, Any]


@pytest.fixture(scope="module")
def oracles(shared: Path) -> Told:
    return json.loads((shared / "oracles" / "qa_oracles.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def reference(shared: Path) -> Told:
    return json.loads((shared / "oracles" / "data_reference.json").read_text(encoding="utf-8"))


def rows_of(file: Path) -> list[dict[str, str]]:
    with gzip.open(file, "rt", encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def near(value: float | None) -> Any:
    return pytest.approx(value, abs=NEAR)


# ----------------------------------------------------------------------------- the tables
def test_every_cell_of_the_master_tables_is_the_files(shared: Path) -> None:
    tables = json.loads((shared / "oracles" / "aql_tables.json").read_text(encoding="utf-8"))
    for name, severity in (("normal", Severity.NORMAL), ("tight", Severity.TIGHTENED)):
        for letter, row in tables[f"{name}_n"].items():
            for aql, n in row.items():
                _, size, (ac, re) = by_letter(letter, aql, severity)
                assert (size, ac, re) == (n, tables[f"{name}_ac"][letter][aql], ac + 1), (name, letter, aql)


def test_code_letters_and_sample_sizes_are_the_files(reference: Told) -> None:
    told = reference["oracles"]["iso2859_1_code_letters"]
    ends = [upper or 10_000_000 for upper in told["lot_upper"]]
    for level in LEVELS:
        letters = told[level.replace("-", "")]
        assert "".join(code_letter(lot, level) for lot in told["lot_lower"]) == letters
        assert "".join(code_letter(lot, level) for lot in ends) == letters
    assert list(SIZES[:16]) == list(told["sample_size"].values())
    assert len(REDUCED_SIZES) == 16


def test_selected_plans_let_through_what_the_file_says(reference: Told, oracles: Told) -> None:
    for each in reference["oracles"]["iso2859_normal_single_selected"]["plans"]:
        _, n, numbers = by_letter(each["letter"], each["aql_percent"], Severity.NORMAL)
        assert (n, *numbers) == (each["n"], each["Ac"], each["Re"])
        assert accepts(n, each["Ac"], each["aql_percent"] / 100) == near(each["p_accept_at_aql"])
    for plan, points in oracles["oc_binomial"].items():
        n, ac = map(int, plan.split("/"))
        for name, value in points.items():
            if name == "p_at_Pa95":
                assert quality_at(n, ac, 0.95) == near(value)
            elif name == "LTPD10":
                assert quality_at(n, ac, 0.10) == near(value)
            else:
                assert accepts(n, ac, float(name)) == near(value)


# ----------------------------------------------------------------------------- worked examples
def test_intervals_are_the_files(oracles: Told, reference: Told) -> None:
    for name, ours in (("wilson_95", wilson), ("clopper_pearson_95", clopper_pearson)):
        for counts, (low, high) in oracles[name].items():
            told = ours(*map(int, counts.split("/")))
            assert (told.low, told.high) == (near(low), near(high))
    for each in reference["oracles"]["wilson_examples"]:
        for name, ours in (("wilson95", wilson), ("clopper_pearson95", clopper_pearson)):
            told = ours(each["k"], each["n"])
            assert [told.low, told.high] == [near(value) for value in each[name]]
    for errors, n in oracles["cases_needed_to_claim_98pct_by_errors_one_sided_95"].items():
        assert cases_needed(0.98, int(errors)) == n
    [(counts, values)] = oracles["two_prop"].items()
    (k1, n1), (k2, n2) = (map(int, side.split("/")) for side in counts.split("_vs_"))
    told = two_shares(k1, n1, k2, n2)
    assert (told.z, told.p) == (near(values["z"]), near(values["p"]))
    for name, interval in (
        ("newcombe10", told.newcombe),
        ("agresti_caffo", told.agresti_caffo),
        ("wald", told.wald),
    ):
        assert [interval.low, interval.high] == [near(value) for value in values[name]]


def test_agreement_is_the_files(oracles: Told, reference: Told) -> None:
    for table, kappa in oracles["cohen_kappa"].items():
        assert cohen_kappa(np.array(json.loads(table))).value == near(kappa)
    for table, values in oracles["kappa_paradox"].items():
        square = np.array(json.loads(table))
        counts = np.repeat([[2, 0], [1, 1], [1, 1], [0, 2]], square.reshape(-1), axis=0)
        assert np.trace(square) / square.sum() == near(values["po"])
        assert cohen_kappa(square).value == near(values["kappa"])
        assert gwet_ac1(counts).value == near(values["ac1"])
    fleiss = reference["oracles"]["fleiss_wikipedia"]
    assert fleiss_kappa(np.array(fleiss["table"])).value == near(fleiss["computed"])
    assert fleiss["computed"] == near(oracles["fleiss_kappa_14x5"])
    example = reference["oracles"]["krippendorff_C"]
    units = [
        (str(unit), str(rater), str(label))
        for rater, row in enumerate(example["data"])
        for unit, label in enumerate(row)
        if label is not None
    ]
    told = agreement(labels_of(units)).alpha
    for metric, value in example["computed"].items():
        assert told[metric].value == near(value)


def test_comparisons_are_the_files(oracles: Told) -> None:
    for table, values in oracles["mcnemar"].items():
        (a, b), (c, d) = json.loads(table)
        told = paired(a, b, c, d)
        assert (told.chi2, told.chi2_p) == (near(values["chi2"]), near(values["p"]))
        assert (told.chi2_cc, told.exact_p) == (near(values["chi2_cc"]), near(values["exact_p"]))
    for counts, value in oracles["evalue_paired_uniform_mixture"].items():
        assert e_value(*map(int, counts.split(","))) == near(value)
    for costs, value in oracles["elkan_threshold"].items():
        fp, fn = (float(part[3:]) for part in costs.split("_"))
        assert cost_optimal(fp, fn) == near(value)


def test_design_based_estimates_are_the_files(oracles: Told) -> None:
    wide = oracles["stratified_HT"]["apistrat_schwide"]
    strata = [counted(str(i), *each) for i, each in enumerate(zip(wide["N"], wide["n"], wide["yes"], strict=True))]
    assert (mean(strata).value, mean(strata).se) == (near(wide["p"]), near(wide["se"]))
    bias = oracles["stratified_HT"]["recall_under_verification_bias"]
    told = recall(
        [
            AuditStratum(AuditKind(name), each["N"], each["n"], each["bad"], each["caught"])
            for name, each in bias["strata"].items()
        ]
    )
    assert told.recall is not None
    assert told.bad_total is not None
    assert (told.recall.value, told.recall.se) == (near(bias["recall"]), near(bias["recall_se"]))
    assert told.bad_total.value == near(bias["bad_total"])
    assert told.bad_total.se == pytest.approx(bias["bad_total_se"], abs=1e-3)


def test_small_calibration_examples_are_the_files(oracles: Told) -> None:
    told = oracles["calibration"]
    five = told["torchmetrics_doc_5pt_2bins"]
    found = calibration(five["p"], five["y"], bins=2)
    assert (found.ece, found.ece_l2, found.mce) == (near(five["ECE_l1"]), near(five["ECE_l2"]), near(five["MCE"]))
    four = told["brier_sklearn_doc"]
    assert calibration(four["p"], four["y"]).brier == near(four["brier"])
    curve = told["calibration_curve_sklearn_doc"]
    bins = calibration(curve["p"], curve["y"], bins=curve["bins"]).bins
    assert [each.rate for each in bins] == [near(value) for value in curve["prob_true"]]
    assert [each.mean_score for each in bins] == [near(value) for value in curve["prob_pred"]]


# ----------------------------------------------------------------------------- real scores
def scores(shared: Path, name: str) -> tuple[list[float], list[int]]:
    data = shared / "data"
    if name.startswith("538"):
        games = rows_of(data / "calibration_538" / f"{name.split('_')[1]}_games.csv.gz")
        sides = ("prob1",) if name.endswith("team1") else ("prob1", "prob2")
        known = [(row[side], row[f"{side}_outcome"]) for side in sides for row in games]
        settled = [(float(p), int(y)) for p, y in known if y in ("0", "1")]
        return [p for p, _ in settled], [y for _, y in settled]
    if name.startswith("eth"):
        rows = rows_of(data / "withdrawal_eth_accounts" / "eth_scores_oof.csv.gz")
        return [float(row[name.removeprefix("eth_")]) for row in rows], [int(row["FLAG"]) for row in rows]
    if name.startswith("febrl"):
        rows = rows_of(data / "kyc_poa_febrl" / "pairs_scored.csv.gz")
        return [float(row[name.removeprefix("febrl_")]) for row in rows], [int(row["mismatch"]) for row in rows]
    feed = feed_of(shared)
    return [row["risk_score"] for row in feed], [int(row["ground_truth"] != "pass") for row in feed]


def feed_of(shared: Path) -> list[Told]:
    with gzip.open(shared / "data" / "roca_feed_demo_5000.jsonl.gz", "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


@pytest.mark.parametrize(
    "name",
    [
        "538_nfl_games_team1",
        "538_nfl_games_both_sides",
        "538_nba_games_team1",
        "538_nba_games_both_sides",
        "eth_p_lgbm",
        "eth_p_hgb",
        "eth_p_lr",
        "febrl_p_kyc",
        "febrl_p_poa",
        "feed_5000",
    ],
)
def test_calibration_of_real_scores_is_the_files(name: str, shared: Path, reference: Told) -> None:
    told, (p, y) = reference[name], scores(shared, name)
    cuts = [float(threshold) for threshold in told.get("thresholds", {})]
    found, fifteen = calibration(p, y, thresholds=cuts), calibration(p, y, bins=15)
    ours: Told = {
        "n": found.n,
        "base_rate": found.base_rate.estimate,
        "auc": found.auc,
        "average_precision": found.average_precision,
        "brier": found.brier,
        "log_loss_eps": found.log_loss,
        "ece10": found.ece,
        "ece15": fifteen.ece,
        "ece10_equal_mass": found.ece_equal_mass,
        "mce10": found.mce,
    }
    for key, value in ours.items():
        if key in told:
            assert value == near(told[key]), key
    for each, ours_bin in zip(told.get("bins10", []), [each for each in found.bins if each.n], strict=False):
        assert (ours_bin.n, ours_bin.mean_score, ours_bin.rate) == (each["n"], near(each["mean_p"]), near(each["rate"]))
    check_confusions(told, found)


def check_confusions(told: Told, found: Calibration) -> None:
    for cut, values in zip(found.confusion, told.get("thresholds", {}).values(), strict=True):
        for key in ("tp", "fp", "tn", "fn", "fpr", "fnr", "accuracy", "f1", "npv", "kappa", "mcc"):
            assert getattr(cut, key) == near(values[key]), (cut.threshold, key)
        for key, rate in (("precision", cut.precision), ("recall", cut.recall)):
            assert rate.estimate == near(values[key])
            assert [rate.interval.low, rate.interval.high] == [near(each) for each in values[f"{key}_wilson95"]]


def test_the_feed_by_type_and_by_confidence_is_the_files(shared: Path, reference: Told) -> None:
    feed, told = feed_of(shared), reference["feed_5000"]
    for kind, values in told["by_type"].items():
        own = Counter(
            (row["verdict"] != "pass", row["ground_truth"] != "pass") for row in feed if row["case_type"] == kind
        )
        counts = own[True, True], own[True, False], own[False, False], own[False, True]
        found = confusion_of(0.5, *counts)
        for key in ("tp", "fp", "tn", "fn", "fpr", "fnr", "accuracy", "f1", "npv", "kappa", "mcc"):
            assert getattr(found, key) == near(values[key]), (kind, key)
    right = [int(row["verdict"] == row["ground_truth"]) for row in feed]
    sure = calibration([row["confidence"] for row in feed], right)
    expected = told["confidence_vs_correct"]
    assert (sure.mean_score, sure.base_rate.estimate, sure.ece) == (
        near(expected["mean_conf"]),
        near(expected["accuracy"]),
        near(expected["ece10"]),
    )
    for threshold, many in told["to_human"].items():
        assert sum(row["confidence"] < float(threshold) for row in feed) == many


# ----------------------------------------------------------------------------- real labels
def labels(shared: Path, name: str) -> Labels:
    rows = rows_of(shared / "data" / "reviewer_labels" / f"{name}_labels.csv.gz")
    return labels_of((row["item"], row["reviewer"], row["label"]) for row in rows)


def test_a_set_at_chance_is_called_so(shared: Path, reference: Told) -> None:
    told, found = reference["hitspam_mturk"], agreement(labels(shared, "hitspam_mturk"))
    check_labels(told, found)
    assert found.fleiss.value == near(told["fleiss_exactly5"])
    assert (found.fleiss.n, found.fleiss_ratings) == (told["items_exactly5"], 5)
    assert Caution.CHANCE_LEVEL in found.warnings


def check_labels(told: Told, found: Agreement) -> None:
    assert (found.labels, found.items, found.raters) == (told["labels"], told["items"], told["reviewers"])
    assert found.alpha["nominal"].value == near(told["krippendorff_alpha_nominal"])
    assert found.raw.value == near(told["mean_pairwise_agreement"])


def test_a_crowd_with_known_truths_is_the_files(shared: Path, reference: Told) -> None:
    told, given = reference["mozafari"], labels(shared, "mozafari")
    gold = rows_of(shared / "data" / "reviewer_labels" / "mozafari_gold.csv.gz")
    truth = {row["item"]: row["truth"] for row in gold}
    found = agreement(given, truth)
    check_labels(told, found)
    assert found.fleiss.value == near(told["fleiss_kappa"])
    assert found.truth is not None
    assert found.accuracy is not None
    assert found.accuracy.estimate == near(told["label_accuracy_on_gold"])
    assert found.truth.majority_accuracy == near(told["majority_vote_accuracy_ties_split"])
    assert found.truth.majority_ties == told["majority_ties"]
    for each, (rater, n, right) in zip(told["reviewer_top10_by_volume"], found.truth.by_rater, strict=False):
        assert (rater, n, right) == (each["reviewer"], each["n"], each["correct"])
        interval = wilson(right, n)
        assert [interval.low, interval.high] == [near(value) for value in each["wilson95"]]
    best, pair = told["best_pair_cohen"], pairs(given)[0]
    assert ({pair.one, pair.two}, pair.n) == (set(best["reviewers"]), best["common"])
    assert (pair.agreement, pair.kappa) == (near(best["agreement"]), near(best["kappa"]))
    two = labels_of(
        (given.items[i], given.raters[r], given.categories[k])
        for i, r, k in zip(given.item.tolist(), given.rater.tolist(), given.label.tolist(), strict=True)
        if given.raters[r] in best["reviewers"]
    )
    square = confusion(two).tolist()
    wanted = best["table_rows_r0_cols_r1"]
    assert square in (wanted, [list(row) for row in zip(*wanted, strict=True)])
    skilled = dawid_skene(given, told["dawid_skene_iterations"])
    right, known = skilled.accuracy(truth)
    assert right / known == near(told["dawid_skene_accuracy"])
    assert dict(zip(skilled.categories, skilled.prior.tolist(), strict=True)) == {
        name: near(value) for name, value in told["dawid_skene_class_prior"].items()
    }


# ----------------------------------------------------------------------------- audits of the real feed
@pytest.mark.parametrize("draws", [40, pytest.param(500, marks=pytest.mark.slow)])
def test_seeded_audits_of_the_feed_cover_the_truth_and_the_queue_does_not(draws: int, shared: Path) -> None:
    """At threshold 0.85 people see 348 cases of 5,000; ROCA misses 91 of 1,075, 27 of them passed by themselves."""
    feed = {row["case_ref"]: row for row in feed_of(shared)}
    strata = {ref: kind_of(row) for ref, row in feed.items()}
    bad = {ref for ref, row in feed.items() if row["ground_truth"] != "pass"}
    caught = {ref for ref in bad if feed[ref]["verdict"] != "pass"}
    flagged = {ref for ref, row in feed.items() if row["verdict"] != "pass"}
    truth = len(caught) / len(bad)
    assert (len(bad), len(bad - caught)) == (1_075, 91)
    assert sum(strata[ref] is AuditKind.AUTO_PASS for ref in bad - caught) == 27
    frame = StratifiedFrame((ref, kind.value) for ref, kind in strata.items())
    covered = queue_covered = 0
    values = []
    for seed in range(draws):
        sample = frame.draw({"auto_pass": 300, "queue": 150, "auto_block": 60}, str(seed), "audit")
        told = recall(
            [
                AuditStratum(
                    AuditKind(name),
                    sample.sizes[name],
                    len(refs),
                    len(bad.intersection(refs)),
                    len(caught.intersection(refs)),
                    len(flagged.intersection(refs)),
                )
                for name, refs in sample.drawn.items()
            ]
        )
        assert told.recall is not None
        assert told.precision is not None
        covered += told.recall.interval.low <= truth <= told.recall.interval.high
        values.append(told.recall.value)
        queue = sample.drawn["queue"]
        only = wilson(len(caught.intersection(queue)), len(bad.intersection(queue)))
        queue_covered += only.low <= truth <= only.high
    assert covered >= (0.94 if draws > 100 else 0.9) * draws
    assert queue_covered == 0
    assert np.mean(values) == pytest.approx(truth, abs=0.01)


def kind_of(row: Told) -> AuditKind:
    if row["confidence"] < 0.85:
        return AuditKind.QUEUE
    return AuditKind.AUTO_PASS if row["verdict"] == "pass" else AuditKind.AUTO_BLOCK
