"""What `footplate stats plan | compare` tell: as JSON objects and as lines to read. Imports no numpy."""

from typing import Any

from app.analytics.acceptance import Operating, Plan
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


def share_of(name: str, told: Share) -> Shape:
    return {name: told.estimate, f"{name}_wilson95": bounds(told.interval) if told.n else None}


def compare_shape(found: Paired, wald: Interval) -> Shape:
    return {
        "n": found.n,
        "both_correct": found.both_right,
        "old_only": found.lost,
        "new_only": found.gained,
        "both_wrong": found.both_wrong,
        "discordant": found.lost + found.gained,
        **share_of("old_accuracy", found.old),
        **share_of("new_accuracy", found.new),
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
        "warnings": [
            code
            for code, holds in (("few_cases", found.n < FEW), ("none_discordant", not found.lost + found.gained))
            if holds
        ],
    }


def compare_lines(shape: Shape) -> list[str]:
    test = shape["mcnemar"]
    lines = [
        f"n = {shape['n']}: both right {shape['both_correct']}, only the old {shape['old_only']},"
        f" only the new {shape['new_only']}, both wrong {shape['both_wrong']}",
        f"Accuracy: old {value_of(shape['old_accuracy'])} {range_of(shape['old_accuracy_wilson95'])},"
        f" new {value_of(shape['new_accuracy'])} {range_of(shape['new_accuracy_wilson95'])}",
        f"New minus old: {shape['difference']:+.4f} {range_of(shape['interval'])}",
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


FEW = 30


def value_of(value: float | None) -> str:
    return "-" if value is None else f"{value:.4f}"


def range_of(value: list[float] | None) -> str:
    return "" if value is None else f"({value[0]:.4f} to {value[1]:.4f})"
