"""Figures of calibration and targets of an invented house, as the server would tell them."""

from datetime import timedelta
from typing import Any

from app.contract.calibration import (
    Bounds,
    CalibrationFigures,
    CalibrationGroup,
    CalibrationGroups,
    CalibrationView,
    ConfusionTold,
    ErrorShare,
    Rate,
    ScoreBin,
)
from app.contract.targets import Mover, TargetRow, TargetsBoard, TrendPoint
from app.desktop.ports import Offline
from app.domain.blind_first import wilson
from tests.support.sample_desk import NOW

START = NOW - timedelta(days=90)


def rate(count: int, n: int) -> Rate:
    low, high = wilson(count, n)
    return Rate(count, n, count / n, low, high)


def calibration_figures(tp: int, fp: int, tn: int, fn: int) -> CalibrationFigures:
    n = tp + fp + tn + fn
    precision, recall = rate(tp, tp + fp), rate(tp, tp + fn)
    f1 = 2 * tp / (2 * tp + fp + fn)
    bins = []
    for number in range(10):
        many = 1 + (620, 240, 130, 90, 70, 60, 80, 110, 210, 540)[number] * n // 2150
        mean = 0.05 + number / 10
        share = max(0.0, mean - (0.13 if 5 <= number < 8 else 0.01))
        low, high = wilson(round(share * many), many)
        bins.append(ScoreBin(number / 10, (number + 1) / 10, many, mean, round(share * many) / many, low, high))
    return CalibrationFigures(
        n,
        n // 7,
        12,
        ConfusionTold(tp, fp, tn, fn, precision, recall, rate(tp + tn, n), f1),
        rate(tp + fn, n),
        Bounds(0.952, 0.944, 0.96),
        0.46,
        0.948,
        0.094,
        0.62,
        0.31,
        0.061,
        0.058,
        0.13,
        tuple(bins),
        tuple(bins),
    )


def calibration_view() -> CalibrationView:
    return CalibrationView(
        START,
        NOW,
        NOW,
        None,
        None,
        None,
        None,
        calibration_figures(1_204, 76, 1_594, 27),
        None,
        (
            ErrorShare("FP", "signal_overweighted", 31, "A", "signal", "impossible_travel"),
            ErrorShare("FP", "threshold_miscalibrated", 44, "B"),
            ErrorShare("FN", "sop_gap", 19, "C", "sop", "ATO-12 §3"),
        ),
        ("ato_investigation", "kyc_audit", "withdrawal_anomaly"),
        ("roca-4.1", "roca-4.2"),
        {"country": ("BR", "MY", "SG"), "vendor": ("", "vendor-a"), "priority": ("low", "high")},
    )


def calibration_groups(by: str) -> CalibrationGroups:
    keys = {
        "case_type": ("ato_investigation", "kyc_audit", "withdrawal_anomaly"),
        "country": ("", "MY", "SG"),
    }.get(by, ("", "a", "b"))
    counts = ((604, 40, 800, 10), (402, 30, 620, 14), (18, 1, 9, 1))
    return CalibrationGroups(
        START,
        NOW,
        by,
        tuple(CalibrationGroup(key, calibration_figures(*told)) for key, told in zip(keys, counts, strict=True)),
    )


def targets() -> TargetsBoard:
    def row(measure: str, count: int, n: int, target: float | None, state: str, **more: Any) -> TargetRow:
        low, high = wilson(count, n)
        points = []
        for number in range(6):
            part = max(30, n // 6 + number * 4)
            right = round(part * min(1.0, count / n - 0.02 + number * 0.004))
            bounds = wilson(right, part)
            since = NOW - timedelta(days=30 * (6 - number))
            points.append(TrendPoint(since, since + timedelta(days=30), part, right / part, *bounds, "not_yet_known"))
        movers = (
            Mover("withdrawal_anomaly", n // 2, count / n - 0.02, 0.0081, -0.004),
            Mover("kyc_audit", n // 3, count / n + 0.01, -0.0012, 0.01),
            Mover("reset_2fa", n // 6, None, 0.0004),
        )
        return TargetRow(
            measure, n, target, count, count / n, low, high, state, "met", trend=tuple(points), movers=movers, **more
        )

    return TargetsBoard(
        NOW - timedelta(days=30),
        NOW,
        None,
        (
            row("sla", 4_810, 4_830, 0.95, "met"),
            row("accuracy", 604, 612, 0.98, "not_yet_known", more=210),
            row("precision", 1_204, 1_280, 0.95, "not_yet_known", more=310),
            TargetRow("recall", 0, 0.95, lacking=("auto_pass",)),
            row("sop_coverage", 700, 980, 0.8, "missed"),
            row("automation", 8_420, 10_100, None, "not_yet_known"),
        ),
    )


class CalibrationDesk:
    """Answers as ports.calibrate.Calibration does."""

    def __init__(self) -> None:
        self.asked: list[tuple[Any, ...]] = []
        self.offline = False

    def _say(self, *what: Any) -> None:
        self.asked.append(what)
        if self.offline:
            raise Offline

    def figures(self, *told: Any) -> CalibrationView:
        self._say("figures", *told)
        return calibration_view()

    def groups(self, by: str, *told: Any) -> CalibrationGroups:
        self._say("groups", by, *told)
        return calibration_groups(by)

    def targets(self, *told: Any) -> TargetsBoard:
        self._say("targets", *told)
        return targets()
