"""What `footplate stats calibration` tells: as a JSON object and as lines to read."""

from app.analytics.calibration import Bin, Calibration, Confusion
from app.cli.stats_shapes import FEW, Shape, bounds, range_of, share_of, value_of


def _bin(each: Bin, last: bool) -> Shape:
    return {
        "bin": f"[{each.low:.12g},{each.high:.12g}{']' if last else ')'}",
        "low": each.low,
        "high": each.high,
        "n": each.n,
        "mean_p": each.mean_score,
        "rate": each.rate,
        "wilson95": bounds(each.interval) if each.n else None,
    }


def _confusion(each: Confusion) -> Shape:
    return {
        "threshold": each.threshold,
        "tp": each.tp,
        "fp": each.fp,
        "tn": each.tn,
        "fn": each.fn,
        **share_of("precision", each.precision),
        **share_of("recall", each.recall),
        "fpr": each.fpr,
        "fnr": each.fnr,
        "npv": each.npv,
        "accuracy": each.accuracy,
        "f1": each.f1,
        "kappa": each.kappa,
        "mcc": each.mcc,
    }


def calibration_shape(found: Calibration) -> Shape:
    return {
        "n": found.n,
        "positives": found.positives,
        **share_of("base_rate", found.base_rate),
        "mean_score": found.mean_score,
        "auc": found.auc,
        "auc_ci95": bounds(found.auc_interval),
        "average_precision": found.average_precision,
        "brier": found.brier,
        "brier_skill": found.brier_skill,
        "log_loss": found.log_loss,
        "ece": found.ece,
        "ece_equal_width": found.ece,
        "ece_equal_mass": found.ece_equal_mass,
        "ece_l2": found.ece_l2,
        "mce": found.mce,
        "bins": [_bin(each, each is found.bins[-1]) for each in found.bins],
        "bins_equal_mass": [_bin(each, True) for each in found.bins_equal_mass],
        "confusion": [_confusion(each) for each in found.confusion],
        "warnings": [
            code for code, holds in (("few_cases", found.n < FEW), ("one_outcome", found.auc is None)) if holds
        ],
    }


def calibration_lines(shape: Shape) -> list[str]:
    lines = _calibration_lines(shape)
    for name, group in shape.get("groups", {}).items():
        lines += ["", f"{shape['by']} = {name}", *("  " + line for line in _calibration_lines(group))]
    return lines


def _calibration_lines(shape: Shape) -> list[str]:
    lines = [
        f"n = {shape['n']}, {shape['positives']} positive: base rate {value_of(shape['base_rate'])}"
        f" {range_of(shape['base_rate_wilson95'])}",
        " ".join(f"AUC {value_of(shape['auc'])} {range_of(shape['auc_ci95'])}".split())
        + (" (one outcome only)" if shape["auc"] is None else "")
        + f"; average precision {value_of(shape['average_precision'])}",
        f"Brier {value_of(shape['brier'])}; log loss {value_of(shape['log_loss'])}",
        f"ECE {value_of(shape['ece'])} (equal width), {value_of(shape['ece_equal_mass'])} (equal mass);"
        f" MCE {value_of(shape['mce'])}",
        "Bin          n      mean score  rate    95 %",
    ]
    lines += [
        f"{each['bin']:<12} {each['n']:<6} {value_of(each['mean_p']):<11} {value_of(each['rate']):<7}"
        f" {range_of(each['wilson95'])}".rstrip()
        for each in shape["bins"]
    ]
    for each in shape["confusion"]:
        lines.append(
            f"Score >= {each['threshold']:g}: TP {each['tp']}, FP {each['fp']}, TN {each['tn']}, FN {each['fn']};"
            f" precision {value_of(each['precision'])} {range_of(each['precision_wilson95'])}".rstrip()
            + f", recall {value_of(each['recall'])} {range_of(each['recall_wilson95'])}".rstrip()
        )
    if "few_cases" in shape["warnings"]:
        lines.append(f"! Fewer than {FEW} cases: read the intervals, not the figures.")
    return lines
