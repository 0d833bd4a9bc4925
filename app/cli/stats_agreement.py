"""What `footplate stats agreement` tells: as a JSON object and as lines to read."""

from collections.abc import Sequence
from typing import Any

from app.analytics.agreement import Agreement, Caution, Figure, Pair, cohen_kappa
from app.analytics.intervals import wilson
from app.analytics.labels import Ints, Labels
from app.cli.stats_shapes import bounds

Shape = dict[str, Any]
PAIRS = 1000  # told of a file, those with most common cases first

WORDS = {
    Caution.NO_OVERLAP: "No case has labels of two raters: there is nothing to compare.",
    Caution.ONE_RATER: "There is one rater only.",
    Caution.ONE_CATEGORY: "Every label is the same: kappa and alpha do not exist.",
    Caution.FEW_ITEMS: "Fewer than 30 cases were compared: read the intervals, not the figures.",
    Caution.CHANCE_LEVEL: "Agreement at chance: these labels say no more than tossing a coin would.",
    Caution.KAPPA_PARADOX: "Kappa misleads here: one label is rare, so chance agreement is high. Read AC1 beside it.",
    Caution.AGREE_BUT_WRONG: "Raters agree more with each other than with the truth.",
    Caution.REPEATS: "Some raters labelled a case more than once: the last label counts.",
    Caution.UNDECIDED: "Undecided votes are not wrong; they are left out of the figures.",
    Caution.MISSING: "Rows without a label are left out.",
    Caution.UNEQUAL_RATINGS: "Not every case has as many labels: Fleiss' kappa is that of the usual number.",
}


def agreement_shape(found: Agreement, labels: Labels, pairs: Sequence[Pair], square: Ints | None) -> Shape:
    figures = {
        "raw_agreement": found.raw,
        "cohen_kappa": found.cohen,
        "light_kappa": found.light,
        "gwet_ac1": found.ac1,
        "fleiss_kappa": found.fleiss,
        "krippendorff_alpha": found.alpha.get("nominal", _NONE),
        **{
            f"krippendorff_alpha_{metric}": found.alpha.get(metric, _NONE)
            for metric in ("nominal", "ordinal", "interval", "ratio")
        },
    }
    if square is not None and labels.ordered:
        figures["cohen_kappa_linear"] = cohen_kappa(square, weights="linear")
        figures["cohen_kappa_quadratic"] = cohen_kappa(square, weights="quadratic")
    shape: Shape = {
        "n": found.items_compared,
        "n_items": found.items,
        "n_raters": found.raters,
        "n_labels": found.labels,
        "categories": list(found.categories),
        "ordered": labels.ordered,
        **{name: each.value for name, each in figures.items()},
        "intervals": {name: bounds(each.interval) for name, each in figures.items() if each.interval is not None},
        "fleiss_n": found.fleiss.n,
        "fleiss_ratings_per_item": found.fleiss_ratings,
        "repeats": found.repeats,
        "undecided": found.undecided,
        "missing": found.missing,
        "warnings": [code.value for code in found.warnings],
        "notes": [WORDS[code] for code in found.warnings],
        "pairs_total": len(pairs),
        "pairs": [_pair(each) for each in pairs[:PAIRS]],
    }
    if square is not None and found.items_compared:
        one, two = sorted(set(labels.rater.tolist()))[:2]
        shape["table"] = {
            "rows": labels.raters[one],
            "columns": labels.raters[two],
            "labels": list(labels.categories),
            "counts": square.tolist(),
        }
    if found.truth is not None and found.accuracy is not None:
        shape["gold"] = _gold(found)
    return shape


_NONE = Figure(None, None, 0)


def _pair(each: Pair) -> Shape:
    return {
        "raters": [each.one, each.two],
        "n": each.n,
        "raw_agreement": each.agreement,
        "wilson95": bounds(each.interval),
        "cohen_kappa": each.kappa,
        "gwet_ac1": each.ac1,
    }


def _gold(found: Agreement) -> Shape:
    told, accuracy = found.truth, found.accuracy
    if told is None or accuracy is None:
        return {}
    return {
        "n": told.n,
        "correct": told.correct,
        "accuracy": accuracy.estimate,
        "wilson95": bounds(accuracy.interval) if accuracy.n else None,
        "undecided": told.undecided,
        "majority_n": told.majority_n,
        "majority_correct": told.majority_correct,
        "majority_ties": told.majority_ties,
        "majority_accuracy": told.majority_accuracy,
        "raters": [
            {"rater": name, "n": n, "correct": right, "accuracy": right / n, "wilson95": bounds(wilson(right, n))}
            for name, n, right in told.by_rater
        ],
    }


def agreement_lines(shape: Shape) -> list[str]:
    lines = [
        f"{shape['n_labels']} labels of {shape['n_raters']} raters on {shape['n_items']} cases,"
        f" {shape['n']} of them with two or more",
        f"Repeated labels {shape['repeats']}, undecided {shape['undecided']}, missing {shape['missing']}",
    ]
    names = {
        "raw_agreement": "Raw agreement",
        "cohen_kappa": "Cohen's kappa",
        "cohen_kappa_linear": "Cohen's kappa, linear weights",
        "cohen_kappa_quadratic": "Cohen's kappa, quadratic weights",
        "light_kappa": "Cohen's kappa, mean of all pairs (Light)",
        "gwet_ac1": "Gwet's AC1",
        "fleiss_kappa": "Fleiss' kappa",
        "krippendorff_alpha_nominal": "Krippendorff's alpha, nominal",
        "krippendorff_alpha_ordinal": "Krippendorff's alpha, ordinal",
        "krippendorff_alpha_interval": "Krippendorff's alpha, interval",
    }
    for key, name in names.items():
        if shape.get(key) is not None:
            between = shape["intervals"].get(key)
            said = f" ({between[0]:.4f} to {between[1]:.4f})" if between else ""
            lines.append(f"{name}: {shape[key]:.4f}{said}")
    if gold := shape.get("gold"):
        accuracy = "-" if gold["accuracy"] is None else f"{gold['accuracy']:.4f}"
        lines.append(f"Against the truth: {gold['correct']} of {gold['n']} labels right ({accuracy})")
        lines.append(
            f"Majority vote: {gold['majority_correct']} of {gold['majority_n']} right, {gold['majority_ties']} ties"
        )
    return lines + [f"! {note}" for note in shape["notes"]]
