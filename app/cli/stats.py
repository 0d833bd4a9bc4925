"""`footplate stats`: plans, agreement, calibration and comparison, by the functions behind the screens."""

import argparse
import math
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from app.cli.values import PROG, share

_Subparsers = argparse._SubParsersAction
_COLUMNS = {
    "agreement": "columns item, rater, label and, if there is one, gold (the truth); one row for each label",
    "calibration": "columns score (0 to 1) and outcome (0 or 1); one row for each case",
    "compare": "columns old_correct and new_correct (0 or 1); one row for each case",
}


def add_stats(commands: "_Subparsers[argparse.ArgumentParser]") -> None:
    """All four."""
    stats = commands.add_parser(
        "stats", help="statistics as the screens show them: plan, agreement, calibration, compare"
    )
    which = stats.add_subparsers(title="commands", metavar="COMMAND", required=True)

    plan = which.add_parser("plan", help="how many cases of a lot to look at, and what that lets through (ISO 2859-1)")
    plan.add_argument("--lot", metavar="N", type=_lot, required=True, help="cases in the lot, from 2")
    plan.add_argument("--aql", metavar="A", required=True, help="acceptable quality limit in per cent, as 1.0")
    plan.add_argument("--level", metavar="L", default="II", help="I, II, III or S-1 to S-4 (default II)")
    plan.add_argument("--severity", choices=("normal", "tightened", "reduced"), default="normal")
    plan.add_argument(
        "--at", metavar="P", type=share, nargs="+", action="extend", default=[], help="further shares for the curve"
    )
    _json(plan)
    plan.set_defaults(run=_command(_plan))

    agreement = _file(which, "agreement", "how far raters agree with each other, and with the truth where it is known")
    agreement.add_argument(
        "--order", metavar="A,B,C", help="the labels from lowest to highest, where they have an order"
    )
    agreement.add_argument(
        "--undecided", metavar="WORD", action="append", help="a label that decides nothing (default: undecided)"
    )
    agreement.set_defaults(run=_command(_agreement))

    calibration = _file(which, "calibration", "how well scores rank cases, and whether they are what they say")
    calibration.add_argument("--bins", metavar="B", type=_bins, default=10, help="1 to 1000 (default 10)")
    calibration.add_argument("--by", metavar="COLUMN", help="each value of this column by itself as well")
    calibration.add_argument(
        "--threshold",
        metavar="T",
        nargs="+",
        action="extend",
        default=[],
        help="scores of T and above are held for positive (default 0.5); several may be given",
    )
    calibration.set_defaults(run=_command(_calibration))

    compare = _file(which, "compare", "an old and a new way on the same cases: McNemar's test and an e-value")
    compare.set_defaults(run=_command(_compare))


def _file(which: "_Subparsers[argparse.ArgumentParser]", name: str, words: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = which.add_parser(
        name, help=words, description=f"{words}. FILE: {_COLUMNS[name]}."
    )
    parser.add_argument("file", metavar="FILE", nargs="?", help="CSV, plain or gzip, or - for standard input")
    _json(parser)
    return parser


def _json(of: argparse.ArgumentParser) -> None:
    of.add_argument("--json", action="store_true", help="one JSON object instead of lines to read")


def _lot(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) <= 15 and int(text) >= 2):
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of cases from 2")
    return int(text)


def _bins(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 5 and 1 <= int(text) <= 1000):
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of bins from 1 to 1000")
    return int(text)


Shape = dict[str, Any]
Answer = tuple[Shape, list[str]]  # what is told as JSON, and in lines to read


def _command(make: Callable[[argparse.Namespace], Answer]) -> Callable[[argparse.Namespace], int]:
    """A command that prints what `make` found, or why there is nothing to print."""

    def run(told: argparse.Namespace) -> int:
        try:
            shape, lines = make(told)
        except ValueError as why:
            print(f"{PROG}: {why}", file=sys.stderr)
            return 2
        except ModuleNotFoundError as missing:
            if missing.name != "numpy":
                raise
            print(f"{PROG}: this needs numpy: install footplate[analytics]", file=sys.stderr)
            return 2
        if told.json:
            import json

            plain = (sys.stdout.encoding or "").lower().replace("-", "") != "utf8"
            print(json.dumps(_finite(shape), ensure_ascii=plain, allow_nan=False))
        else:
            encoding = sys.stdout.encoding or "utf-8"
            print("\n".join(lines).encode(encoding, "backslashreplace").decode(encoding))
        return 0

    return run


def _finite(value: Any) -> Any:
    """Without what JSON has no word for."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return {key: _finite(each) for key, each in value.items()}
    return [_finite(each) for each in value] if isinstance(value, list | tuple) else value


def _table(told: argparse.Namespace, wanted: tuple[str, ...], also: tuple[str, ...] = ()) -> Any:
    from app.cli.stats_file import read_table

    if told.file is None:
        raise ValueError(f"which FILE? A CSV with the columns {', '.join(wanted)}")
    return read_table(Path(told.file), wanted, also)


def _plan(told: argparse.Namespace) -> Answer:
    from app.analytics.acceptance import operating, plan
    from app.cli.stats_shapes import plan_lines, plan_shape

    drawn = plan(told.lot, told.aql, told.level, told.severity)
    curve = operating(drawn, told.at)
    return plan_shape(drawn, curve), plan_lines(drawn, curve)


def _agreement(told: argparse.Namespace) -> Answer:
    from app.cli.stats_file import is_missing, truths

    table = _table(told, ("item", "rater", "label"), ("gold",))
    from app.analytics.agreement import agreement, confusion, pairs
    from app.analytics.labels import UNDECIDED, labels_of
    from app.cli.stats_agreement import agreement_lines, agreement_shape

    for name in ("item", "rater"):
        table.refuse_empty(name)
    given = (None if is_missing(label) else label for label in table.column("label"))
    rows = zip(table.column("item"), table.column("rater"), given, strict=True)
    order = [word.strip() for word in told.order.split(",")] if told.order else None
    if order and len(set(order)) < len(order):
        raise ValueError("--order names a label twice")
    labels = labels_of(rows, order=order, undecided=told.undecided or UNDECIDED)
    found = agreement(labels, truths(table))
    square = confusion(labels) if found.raters == 2 else None
    shape = agreement_shape(found, labels, pairs(labels), square)
    return shape, agreement_lines(shape)


def _calibration(told: argparse.Namespace) -> Answer:
    from app.cli.stats_file import binary, probability

    thresholds = _thresholds(told)
    table = _table(told, ("score", "outcome"), (told.by,) if told.by else ())
    if told.by and told.by not in table.names:
        raise ValueError(f"{told.file}: no column {told.by!r} to group by; there are {', '.join(table.names)}")
    scores, outcomes = table.values("score", probability), table.values("outcome", binary)
    from app.analytics.calibration import calibration
    from app.cli.stats_calibration import calibration_lines, calibration_shape

    def shape_of(places: list[int] | None = None) -> Shape:
        p = scores if places is None else [scores[at] for at in places]
        y = outcomes if places is None else [outcomes[at] for at in places]
        return calibration_shape(calibration(p, y, bins=told.bins, thresholds=thresholds))

    shape = shape_of()
    if told.by:
        groups: dict[str, list[int]] = {}
        for at, name in enumerate(table.column(told.by)):
            groups.setdefault(name, []).append(at)
        shape["by"] = told.by
        shape["groups"] = {name: shape_of(places) for name, places in groups.items()}
    return shape, calibration_lines(shape)


def _thresholds(told: argparse.Namespace) -> list[float]:
    """Those that were asked for. A file's name that was written after them is put where it belongs."""
    given = list(told.threshold)
    if given and told.file is None:
        told.file = given.pop()
    found = []
    for text in (part.strip() for each in given for part in each.split(",")):
        try:
            found.append(share(text))
        except argparse.ArgumentTypeError as why:
            raise ValueError(f"--threshold: {why}") from None
    return list(dict.fromkeys(found)) or [0.5]


def _compare(told: argparse.Namespace) -> Answer:
    from app.analytics.compare import paired, wald_paired
    from app.cli.stats_file import binary
    from app.cli.stats_shapes import compare_lines, compare_shape

    table = _table(told, ("old_correct", "new_correct"))
    both = list(zip(table.values("old_correct", binary), table.values("new_correct", binary), strict=True))
    found = paired(*(both.count(kind) for kind in ((1, 1), (1, 0), (0, 1), (0, 0))))
    shape = compare_shape(found, wald_paired(found.lost, found.gained, found.n))
    return shape, compare_lines(shape)
