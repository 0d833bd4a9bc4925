"""How well the agent is calibrated, in words."""

from PySide6.QtCore import QCoreApplication

from app.contract.calibration import Bounds, CalibrationFigures, CalibrationGroups, CalibrationView, Rate, ScoreBin
from app.desktop.panels.calibrate.words import figures
from app.desktop.panels.calibrate.words.figures import NONE
from app.desktop.widgets import captions, formats
from app.desktop.widgets.chart_spec import Axis, Chart, Curve, Dot
from app.desktop.widgets.chart_ticks import shares
from app.desktop.widgets.figure import FigureWords
from app.desktop.widgets.page import Table
from app.desktop.widgets.record_list import Cell, Column

translate = QCoreApplication.translate
FEW = 30


def by_words(by: str) -> str:
    return {
        "case_type": translate("Calibrate", "by case type"),
        "model_version": translate("Calibrate", "by model version"),
        "country": translate("Calibrate", "by country"),
        "language": translate("Calibrate", "by language"),
        "vendor": translate("Calibrate", "by contact centre"),
        "priority": translate("Calibrate", "by priority"),
        "key_user": translate("Calibrate", "Key Users and others"),
    }.get(by, by)


def kind_words(kind: str) -> str:
    return {
        "country": translate("Calibrate", "country"),
        "language": translate("Calibrate", "language"),
        "vendor": translate("Calibrate", "contact centre"),
        "priority": translate("Calibrate", "priority"),
        "key_user": translate("Calibrate", "Key User"),
    }.get(kind, kind)


def key_words(kind: str, key: str) -> tuple[str, bool]:
    """(words, whether they are data) of a group."""
    if kind == "case_type":
        return captions.case_type(key)
    known = {
        ("vendor", ""): translate("Calibrate", "the house"),
        ("country", ""): translate("Calibrate", "no country"),
        ("language", ""): translate("Calibrate", "no language"),
        ("priority", "low"): translate("Calibrate", "low"),
        ("priority", "normal"): translate("Calibrate", "normal"),
        ("priority", "high"): translate("Calibrate", "high"),
        ("priority", "key_user"): translate("Calibrate", "Key User"),
        ("key_user", "yes"): translate("Calibrate", "Key Users"),
        ("key_user", "no"): translate("Calibrate", "others"),
    }.get((kind, key), "")
    return (known, False) if known else (key, True)


def rate(one: Rate) -> str:
    """A share in a row: value, interval."""
    if one.value is None:
        return NONE
    if one.n < FEW:
        return withheld(one.n)
    return translate("Calibrate", "{share} ({interval})").format(
        share=formats.percent(one.value), interval=figures.interval(one.low, one.high)
    )


def withheld(n: int) -> str:
    """In the place of a figure that so few cases do not bear."""
    return translate("Calibrate", "n {n}, %n more until it is shown", "", FEW - n).format(n=formats.count(n))


def _rate_figure(one: Rate, word: str, reason: str) -> FigureWords:
    if one.value is None:
        return FigureWords(NONE, word, reason=translate("Calibrate", "No case that it could be told of."))
    if one.n < FEW:
        return FigureWords(NONE, word, withheld(one.n), *_few(), reason)
    basis = translate("Calibrate", "{interval}, n {n}").format(
        interval=figures.interval(one.low, one.high), n=formats.count(one.n)
    )
    return FigureWords(formats.percent(one.value), word, basis, reason=reason)


def _few() -> tuple[str, str]:
    return translate("Calibrate", "not enough yet"), "muted"


def bounded(one: Bounds) -> str:
    if one.value is None:
        return NONE
    if one.low is None or one.high is None:
        return formats.number(one.value, 3)
    return translate("Calibrate", "{value} ({low}–{high})").format(
        value=formats.number(one.value, 3), low=formats.number(one.low, 3), high=formats.number(one.high, 3)
    )


def plain(value: float | None) -> str:
    return NONE if value is None else formats.number(value, 3)


def figures_of(view: CalibrationView) -> tuple[FigureWords, ...]:
    told = view.figures
    agent = told.agent
    recall = _rate_figure(
        agent.recall,
        translate("Calibrate", "recall among labelled cases"),
        translate("Calibrate", "What ROCA passed alone and nobody looked at is not in it."),
    )
    design = view.by_design.recall if view.by_design is not None else None
    if design is not None and design.estimate is not None:
        interval = ""
        if design.low is not None and design.high is not None:
            interval = figures.interval(design.low, design.high)
        recall = FigureWords(
            formats.percent(design.estimate),
            translate("Calibrate", "recall, with random audits"),
            interval,
            reason=translate("Calibrate", "Among labelled cases alone: {share}.").format(share=rate(agent.recall)),
        )
    auc = told.auc
    spread = NONE
    if auc.low is not None and auc.high is not None:
        spread = translate("Calibrate", "{low}–{high}").format(
            low=formats.number(auc.low, 3), high=formats.number(auc.high, 3)
        )
    few = 0 < told.n < FEW
    f1_means = translate("Calibrate", "Precision and recall in one figure; 1 is best.")
    auc_means = (
        translate("Calibrate", "How often a bad case has a higher score than a good one; 0.5 is chance.")
        if auc.value is not None
        else translate("Calibrate", "All cases turned out alike, so there is nothing to tell apart.")
    )
    return (
        _rate_figure(
            agent.precision,
            translate("Calibrate", "precision"),
            translate("Calibrate", "Of the cases that ROCA would block, so many were bad."),
        ),
        recall,
        FigureWords(NONE, translate("Calibrate", "F1"), withheld(told.n), *_few(), f1_means)
        if few
        else FigureWords(
            plain(agent.f1),
            translate("Calibrate", "F1"),
            translate("Calibrate", "accuracy {share}").format(share=rate(agent.accuracy)),
            reason=f1_means,
        ),
        FigureWords(NONE, translate("Calibrate", "AUC"), withheld(told.n), *_few(), auc_means)
        if few
        else FigureWords(
            plain(auc.value),
            translate("Calibrate", "AUC"),
            spread if auc.value is not None else "",
            reason=auc_means,
        ),
    )


def reliability(told: CalibrationFigures) -> Chart | None:
    """What the scores said against what was so."""
    bins = [one for one in told.bins if one.n and one.rate is not None and one.mean_score is not None]
    if not bins:
        return None
    most = max(one.n for one in told.bins)
    ticks = tuple((n / 5, formats.number(n / 5, 1)) for n in range(6))
    return Chart(
        translate("Calibrate", "Reliability"),
        Axis(translate("Calibrate", "risk score of ROCA"), 0, 1, ticks),
        Axis(translate("Calibrate", "share truly bad"), 0, 1, shares(0, 1)),
        curves=(Curve(((0.0, 0.0), (1.0, 1.0)), "muted", dashed=True),),
        dots=tuple(_bin_dot(one) for one in bins),
        bins=tuple((one.low, one.high, one.n / most) for one in told.bins),
    )


def _bin_dot(one: ScoreBin) -> Dot:
    assert one.mean_score is not None
    assert one.rate is not None
    told = translate("Calibrate", "scores {low} to {high}: {share}, n {n}").format(
        low=formats.number(one.low, 1),
        high=formats.number(one.high, 1),
        share=formats.percent(one.rate),
        n=formats.count(one.n),
    )
    off = not one.rate_low <= one.mean_score <= one.rate_high
    colour = "escalate" if off else "accent"
    return Dot(one.mean_score, one.rate, told, told, one.rate_low, one.rate_high, colour, data=False)


def reliability_table(told: CalibrationFigures) -> Table:
    columns = (
        Column(translate("Calibrate", "Scores"), 0.2),
        Column(translate("Calibrate", "cases"), 0.1, right=True),
        Column(translate("Calibrate", "mean score"), 0.2, right=True),
        Column(translate("Calibrate", "truly bad"), 0.4, right=True),
    )
    rows = []
    for one in told.bins:
        share = NONE
        if one.rate is not None:
            share = translate("Calibrate", "{share} ({interval})").format(
                share=formats.percent(one.rate), interval=figures.interval(one.rate_low, one.rate_high)
            )
        span = translate("Calibrate", "{low} to {high}").format(
            low=formats.number(one.low, 2), high=formats.number(one.high, 2)
        )
        rows.append((Cell(span), Cell(formats.count(one.n)), Cell(plain(one.mean_score)), Cell(share)))
    return columns, tuple(rows)


def reliability_said(told: CalibrationFigures) -> str:
    """The figures of the diagram in a line, and where scores say more or less than is so."""
    if not told.n:
        return translate("Calibrate", "No labelled case in this time. Labels come from reviews and audits.")
    if told.n < FEW:
        return translate(
            "Calibrate", "Not enough yet: %n more cases until it is told how far the scores are off.", "", FEW - told.n
        )
    line = translate("Calibrate", "ECE {ece} (equal mass {mass}) · Brier {brier}").format(
        ece=plain(told.ece), mass=plain(told.ece_equal_mass), brier=plain(told.brier)
    )
    parts = [f"{line}{'。' if formats.language() == 'zh' else '.'}"]
    for words, off in (
        (
            translate("Calibrate", "Between {low} and {high} ROCA says more risk than there is."),
            [one for one in told.bins if one.mean_score is not None and one.n and one.mean_score > one.rate_high],
        ),
        (
            translate("Calibrate", "Between {low} and {high} ROCA says less risk than there is."),
            [one for one in told.bins if one.mean_score is not None and one.n and one.mean_score < one.rate_low],
        ),
    ):
        for low, high in _spans(off):
            parts.append(words.format(low=formats.number(low, 1), high=formats.number(high, 1)))
    if len(parts) == 1:
        parts.append(translate("Calibrate", "No score is off by more than chance brings."))
    return formats.together(*parts)


def _spans(bins: list[ScoreBin]) -> list[tuple[float, float]]:
    """Bins that lie beside one another, as one."""
    found: list[tuple[float, float]] = []
    for one in bins:
        if found and abs(found[-1][1] - one.low) < 1e-9:
            found[-1] = (found[-1][0], one.high)
        else:
            found.append((one.low, one.high))
    return found


def confusion_table(told: CalibrationFigures) -> Table:
    agent = told.agent
    columns = (
        Column("", 0.4),
        Column(translate("Calibrate", "truly bad"), 0.3, right=True),
        Column(translate("Calibrate", "truly good"), 0.3, right=True),
    )
    tell = translate("Calibrate", "{n} {label}")

    def cell(n: int, label: str, colour: str) -> Cell:
        return Cell(tell.format(n=formats.count(n), label=label), colour if n else "muted", strong=True)

    rows = (
        (Cell(translate("Calibrate", "ROCA: block")), cell(agent.tp, "TP", "pass_"), cell(agent.fp, "FP", "block")),
        (Cell(translate("Calibrate", "ROCA: pass")), cell(agent.fn, "FN", "block"), cell(agent.tn, "TN", "pass_")),
    )
    return columns, rows


def confusion_said(told: CalibrationFigures) -> str:
    return translate("Calibrate", "{n} labelled cases, {audited} of them by audits of what ROCA decided alone.").format(
        n=formats.count(told.n), audited=formats.count(told.audited)
    )


def route_words(route: str | None) -> str:
    return {
        "A": translate("Calibrate", "A: weights"),
        "B": translate("Calibrate", "B: threshold"),
        "C": translate("Calibrate", "C: SOP"),
    }.get(route or "", NONE)


def errors_table(view: CalibrationView) -> Table:
    columns = (
        Column(translate("Calibrate", "Label"), 0.0),
        Column(translate("Calibrate", "Root cause"), 0.5, gives=True),
        Column(translate("Calibrate", "Blamed"), 0.4, gives=True),
        Column(translate("Calibrate", "Route"), 0.2, gives=True),
        Column(translate("Calibrate", "cases"), 0.0, right=True),
    )
    rows = []
    for one in view.errors:
        cause, cause_data = captions.code(one.code)
        blamed, blamed_data = NONE, False
        if one.attribution_ref:
            blamed, blamed_data = (
                captions.signal(one.attribution_ref)
                if one.attribution_kind == "signal"
                else (one.attribution_ref, True)
            )
        rows.append(
            (
                Cell(one.label, badge="block"),
                Cell(cause, data=cause_data),
                Cell(blamed, data=blamed_data),
                Cell(route_words(one.route), "muted"),
                Cell(formats.count(one.count)),
            )
        )
    return columns, tuple(rows)


def groups_table(told: CalibrationGroups) -> Table:
    columns = (
        Column(translate("Calibrate", "Group"), 0.6),
        Column(translate("Calibrate", "n"), 0.0, right=True),
        Column(translate("Calibrate", "Precision"), 0.3, right=True),
        Column(translate("Calibrate", "Recall, labelled"), 0.3, right=True),
        Column(translate("Calibrate", "F1"), 0.0, right=True),
        Column(translate("Calibrate", "AUC"), 0.2, right=True),
        Column(translate("Calibrate", "ECE"), 0.0, right=True),
        Column(translate("Calibrate", "Brier"), 0.0, right=True),
    )
    return columns, tuple(_group_row(told.by, one.key, one.figures) for one in told.groups)


def _group_row(by: str, key: str, told: CalibrationFigures) -> tuple[Cell, ...]:
    text, data = key_words(by, key)
    few = told.n < FEW
    return (
        Cell(text, data=data),
        Cell(formats.count(told.n), "escalate" if told.n < FEW else "text"),
        Cell(rate(told.agent.precision)),
        Cell(rate(told.agent.recall)),
        Cell(NONE if few else plain(told.agent.f1)),
        Cell(NONE if few else bounded(told.auc)),
        Cell(NONE if few else plain(told.ece)),
        Cell(NONE if few else plain(told.brier)),
    )
