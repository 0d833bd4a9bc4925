"""What `footplate stats plan | calibration | compare` tell: as JSON objects and as lines to read."""

from typing import Any

from app.analytics.acceptance import Operating, Plan
from app.analytics.calibration import Bin, Calibration, Confusion
from app.analytics.compare import Paired
from app.analytics.intervals import Interval, Share

Shape = dict[str, Any]


def bounds(interval: Interval | None) -> list[float] | None:
    return None if interval is None else [interval.low, interval.high]


def plan_shape(plan: Plan, curve: Operating) -> Shape:
    return {
        "lot_size": plan.lot,
        "level": plan.level,
        "aql": float(plan.aql),
        "severity": plan.severity.value,
        "code_letter": plan.letter,
        "plan_letter": plan.plan_letter,
        "n": plan.n,
        "Ac": plan.ac,
        "Re": plan.re,
        "sample_size": plan.to_inspect,
        "full_inspection": plan.full,
        "distribution": "poisson" if curve.poisson else "binomial",
        "oc": [{"p": point.p, "pa": point.pa} for point in curve.curve],
        "pa_at_aql": curve.at_aql,
        "p_at_Pa95": curve.at_95,
        "p_at_Pa50": curve.at_50,
        "LTPD10": curve.at_10,
        "LTPD5": curve.at_5,
    }


def plan_lines(plan: Plan, curve: Operating) -> list[str]:
    unit = "nonconformities per 100 cases" if curve.poisson else "% wrong"
    lines = [
        f"Lot of {plan.lot}, level {plan.level}, AQL {plan.aql}, {plan.severity.value} inspection",
        f"Code letter {plan.letter}"
        + (f"; the table's arrow leads to {plan.plan_letter}" if plan.plan_letter != plan.letter else ""),
        f"Look at n = {plan.n} cases; accept with Ac = {plan.ac} wrong or fewer, reject with Re = {plan.re} or more",
    ]
    if plan.re > plan.ac + 1:
        between = f"{plan.ac + 1} to {plan.re - 1}" if plan.re > plan.ac + 2 else str(plan.ac + 1)
        lines.append(f"With {between} wrong the lot is accepted, and normal inspection is back from the next lot on")
    if plan.full:
        lines.append(f"The sample is not smaller than the lot: look at all {plan.lot}")
    lines += [
        f"Accepted 95 times of 100: {curve.at_95 * 100:.3g} {unit}; 50 times: {curve.at_50 * 100:.3g};"
        f" 10 times (LTPD): {curve.at_10 * 100:.3g}",
        "What it lets through:",
    ]
    return lines + [f"  {point.p * 100:6.4g} {unit}: accepted {_often(point.pa)}" for point in curve.curve]


def _often(pa: float) -> str:
    return f"{pa:.1%}" if 0.0005 <= pa <= 0.9995 else "almost never" if pa < 0.5 else "almost always"


def _share(name: str, told: Share) -> Shape:
    return {name: told.estimate, f"{name}_wilson95": bounds(told.interval) if told.n else None}


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
        **_share("precision", each.precision),
        **_share("recall", each.recall),
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
        **_share("base_rate", found.base_rate),
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
    }


def calibration_lines(shape: Shape) -> list[str]:
    lines = _calibration_lines(shape)
    for name, group in shape.get("groups", {}).items():
        lines += ["", f"{shape['by']} = {name}", *("  " + line for line in _calibration_lines(group))]
    return lines


def _calibration_lines(shape: Shape) -> list[str]:
    lines = [
        f"n = {shape['n']}, {shape['positives']} positive: base rate {_value(shape['base_rate'])}"
        f" {_range(shape['base_rate_wilson95'])}",
        f"AUC {_value(shape['auc'])} {_range(shape['auc_ci95'])};"
        f" average precision {_value(shape['average_precision'])}",
        f"Brier {_value(shape['brier'])}; log loss {_value(shape['log_loss'])}",
        f"ECE {_value(shape['ece'])} (equal width), {_value(shape['ece_equal_mass'])} (equal mass);"
        f" MCE {_value(shape['mce'])}",
        "Bin          n      mean score  rate    95 %",
    ]
    lines += [
        f"{each['bin']:<12} {each['n']:<6} {_value(each['mean_p']):<11} {_value(each['rate']):<7}"
        f" {_range(each['wilson95'])}".rstrip()
        for each in shape["bins"]
    ]
    for each in shape["confusion"]:
        lines.append(
            f"Score >= {each['threshold']:g}: TP {each['tp']}, FP {each['fp']}, TN {each['tn']}, FN {each['fn']};"
            f" precision {_value(each['precision'])} {_range(each['precision_wilson95'])},"
            f" recall {_value(each['recall'])} {_range(each['recall_wilson95'])}"
        )
    return lines


def compare_shape(found: Paired, wald: Interval) -> Shape:
    return {
        "n": found.n,
        "both_correct": found.both_right,
        "old_only": found.lost,
        "new_only": found.gained,
        "both_wrong": found.both_wrong,
        "discordant": found.lost + found.gained,
        **_share("old_accuracy", found.old),
        **_share("new_accuracy", found.new),
        "difference": found.difference,
        "interval": bounds(found.interval),
        "interval_method": "newcombe_paired_95",
        "interval_wald": bounds(wald),
        "mcnemar": {
            "exact_p": found.exact_p,
            "chi2": found.chi2,
            "p": found.chi2_p,
            "chi2_cc": found.chi2_cc,
            "p_cc": found.chi2_cc_p,
        },
        "e_value": found.e_value,
        "log_e_value": found.log_e_value,
        "e_rejects_at_5_percent": found.e_value >= 20,
    }


def compare_lines(shape: Shape) -> list[str]:
    test = shape["mcnemar"]
    lines = [
        f"n = {shape['n']}: both right {shape['both_correct']}, only the old {shape['old_only']},"
        f" only the new {shape['new_only']}, both wrong {shape['both_wrong']}",
        f"Accuracy: old {_value(shape['old_accuracy'])} {_range(shape['old_accuracy_wilson95'])},"
        f" new {_value(shape['new_accuracy'])} {_range(shape['new_accuracy_wilson95'])}",
        f"New minus old: {shape['difference']:+.4f} {_range(shape['interval'])}",
        f"McNemar: exact p {test['exact_p']:.4g}",
    ]
    if test["chi2"] is not None:
        lines[-1] += (
            f"; chi-square {test['chi2']:.4f} (p {test['p']:.4g}),"
            f" with correction {test['chi2_cc']:.4f} (p {test['p_cc']:.4g})"
        )
    else:
        lines.append("No case tells the two apart: nothing can be said of a difference")
    said = "enough to call it a change at 5 %" if shape["e_rejects_at_5_percent"] else "not enough (20 at 5 %)"
    return [*lines, f"e-value {shape['e_value']:.4g}: {said}, however often it was looked at"]


def _value(value: float | None) -> str:
    return "-" if value is None else f"{value:.4f}"


def _range(value: list[float] | None) -> str:
    return "" if value is None else f"({value[0]:.4f} to {value[1]:.4f})"
