"""Lots and plans in words: what is drawn from, how much, and what such a plan can tell."""

from datetime import UTC, datetime
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication

from app.analytics.acceptance import accepts
from app.contract.catalogue import catalogue
from app.contract.qa import CoverageView, FrameCriteria, FrameView, SeriesView
from app.desktop.panels.qa.state import (
    ALLOCATIONS,
    AQLS,
    CUTS,
    DAYS,
    DECISIONS,
    EVERYBODY,
    LABELS,
    LEVELS,
    MINIMA,
    OVERLAPS,
    SEVERITIES,
    TOGETHER,
    WIDTHS,
    QaState,
)
from app.desktop.ports.quality import Carried, PlanPreview
from app.desktop.widgets import captions, formats
from app.desktop.widgets.chart_spec import Axis, Chart, Curve, Rule, nice_places
from app.desktop.widgets.page import Table
from app.desktop.widgets.record_list import Cell, Column
from app.domain.sampling import IsoPlan, Plan

translate = QCoreApplication.translate
NONE = "–"
Choice = tuple[str, str, bool]


class Named(NamedTuple):
    """A value under its name; `data` and `named` say of value and name that they are data."""

    name: str
    value: str
    data: bool = False
    named: bool = False


def decision_words(code: str) -> str:
    return captions.decision_word(code)[0] if code else translate("Quality", "every decision")


def vendor_words(vendor: str) -> tuple[str, bool]:
    if vendor == EVERYBODY:
        return translate("Quality", "everybody"), False
    return (vendor, True) if vendor else (translate("Quality", "the house"), False)


def cut_words(by: str) -> str:
    return {
        "": translate("Quality", "none"),
        "case_type": translate("Quality", "case type"),
        "vendor": translate("Quality", "vendor"),
        "reviewer": translate("Quality", "reviewer"),
        "decision": translate("Quality", "decision"),
        "label": translate("Quality", "label"),
    }.get(by, by)


def severity_words(severity: str) -> str:
    return {
        "normal": translate("Quality", "normal"),
        "tightened": translate("Quality", "tightened"),
        "reduced": translate("Quality", "reduced"),
    }.get(severity, severity)


def names() -> dict[str, str]:
    """The name of each choice."""
    return {
        "days": translate("Quality", "Decided in"),
        "vendor": translate("Quality", "Decided by"),
        "team": translate("Quality", "Team"),
        "case_type": translate("Quality", "Case type"),
        "decision": translate("Quality", "Decision"),
        "label": translate("Quality", "Label"),
        "by": translate("Quality", "Strata"),
        "kind": translate("Quality", "Kind of plan"),
        "level": translate("Quality", "Inspection level"),
        "aql": translate("Quality", "AQL"),
        "severity": translate("Quality", "Inspection"),
        "width": translate("Quality", "Wanted half-width"),
        "allocation": translate("Quality", "Allocation"),
        "minimum": translate("Quality", "Least of a stratum"),
        "overlap": translate("Quality", "Scored by two"),
        "series": translate("Quality", "Series of lots"),
        "who": translate("Quality", "Re-reviewed by"),
        "seed": translate("Quality", "Seed"),
    }


def hint(name: str) -> str:
    """What stands in an empty line."""
    return translate("Quality", "Name, or empty for a lot by itself") if name == "series" else ""


def allocation_words(allocation: str) -> str:
    return {
        "proportional": translate("Quality", "by size"),
        "neyman": translate("Quality", "by size and spread (Neyman)"),
    }.get(allocation, allocation)


def means_said(state: QaState) -> tuple[str, str]:
    """(words, colour) of what else is to be known of a plan."""
    series = next((one for one in state.series if one.series == state.form.series.strip()), None)
    iso = state.form.kind == "iso"
    if iso and series is not None and series.stopped:
        said = translate("Quality", "Inspection of this series is discontinued: mend the cause before the next lot.")
        return said, "block"
    if iso and series is not None and series.severity.value != state.form.severity:
        said = translate("Quality", "The switching rules ask for {severity} inspection in the next lot of this series.")
        return said.format(severity=severity_words(series.severity.value)), "escalate"
    if iso and series is not None:
        said = translate("Quality", "{severity}, as the switching rules ask after %n lots.", "", len(series.lots))
        return said.replace("{severity}", severity_words(series.severity.value)), "muted"
    if state.packet:
        return translate("Quality", "Carried here: it can be drawn without the server."), "muted"
    return "", "muted"


def choices(state: QaState) -> dict[str, list[Choice]]:
    """(code, words, whether they are data) of each choice."""
    types = [(code, *captions.case_type(code)) for code in catalogue().case_types]
    return {
        "days": [(str(days), translate("Quality", "the last %n days", "", days), False) for days in DAYS],
        "vendor": [(one, *vendor_words(one)) for one in (EVERYBODY, "", *state.vendors)],
        "team": [("", translate("Quality", "every team"), False), *((name, name, True) for name, _ in state.teams)],
        "case_type": [("", translate("Quality", "every type"), False), *types],
        "decision": [(one, decision_words(one), False) for one in DECISIONS],
        "label": [(one, one or translate("Quality", "every label"), False) for one in LABELS],
        "by": [(one, cut_words(one), False) for one in CUTS],
        "kind": [
            ("iso", translate("Quality", "accept or reject the lot (ISO 2859-1)"), False),
            ("stratified", translate("Quality", "estimate the share of errors"), False),
        ],
        "level": [(one, one, False) for one in LEVELS],
        "aql": [(one, translate("Quality", "{aql} % wrong").format(aql=one), False) for one in AQLS],
        "severity": [(one, severity_words(one), False) for one in SEVERITIES],
        "width": [(one, translate("Quality", "± {width} points").format(width=one), False) for one in WIDTHS],
        "allocation": [(one, allocation_words(one), False) for one in ALLOCATIONS],
        "minimum": [(one, translate("Quality", "%n cases", "", int(one)), False) for one in MINIMA],
        "overlap": [(one, translate("Quality", "{share} %").format(share=one), False) for one in OVERLAPS],
        "who": [
            ("me", translate("Quality", "me alone"), False),
            *([(TOGETHER, translate("Quality", "all leads, shared"), False)] if state.colleagues else []),
            ("anybody", translate("Quality", "whoever takes cases over"), False),
            *((user_id, name, True) for user_id, name in state.colleagues),
        ],
    }


def frame_words(criteria: FrameCriteria) -> str:
    """What a lot holds, in a line."""
    vendors = [vendor_words(vendor)[0] for vendor in criteria.vendors] or [vendor_words(EVERYBODY)[0]]
    parts = [
        *vendors,
        *(captions.case_type(code)[0] for code in criteria.case_types),
        *(decision_words(code) for code in criteria.decisions),
        *criteria.labels,
        *([translate("Quality", "a team of %n", "", len(criteria.reviewers))] if criteria.reviewers else []),
        translate("Quality", "{start} to {end}").format(
            start=formats.day_time(criteria.decided_from), end=formats.day_time(criteria.decided_before)
        ),
    ]
    return " · ".join(parts)


def plan_words(plan: Plan) -> str:
    if isinstance(plan, IsoPlan):
        return translate("Quality", "ISO 2859-1 · {level} · AQL {aql} · {severity}").format(
            level=plan.level, aql=f"{plan.aql:g}", severity=severity_words(plan.severity.value)
        )
    return translate("Quality", "stratified · ± {width} points").format(width=f"{plan.half_width * 100:g}")


def chance(n: int, accept: int, right: float) -> float:
    """How often a lot is accepted of a team that is right so often."""
    return accepts(n, accept, 1 - right)


def passes_words(n: int, accept: int) -> str:
    """The operating curve in plain words."""
    good, bad = chance(n, accept, 0.98), chance(n, accept, 0.95)
    return translate(
        "Quality",
        "With this plan a team that is right in 98 % passes {good} of weeks, and a 95 % team would still pass {bad}.",
    ).format(good=formats.percent(good, 0), bad=formats.percent(bad, 0))


def operating(n: int, accept: int) -> Chart:
    """The chance that a lot is accepted, by the true share of errors."""
    end = max(0.1, min(1.0, 3 * (accept + 1) / n))
    places = nice_places(0, end, 5)
    points = tuple((end * step / 120, chance(n, accept, 1 - end * step / 120)) for step in range(121))
    good, bad = chance(n, accept, 0.98), chance(n, accept, 0.95)
    return Chart(
        translate("Quality", "Operating curve: n {n}, accept up to {accept}").format(
            n=formats.count(n), accept=formats.count(accept)
        ),
        Axis(translate("Quality", "true share of errors"), 0, end, tuple((x, formats.percent(x, 0)) for x in places)),
        Axis(translate("Quality", "lots accepted"), 0, 1, tuple((y, formats.percent(y, 0)) for y in (0.0, 0.5, 1.0))),
        curves=(Curve(points),),
        rules=(
            Rule(
                0.02,
                good,
                translate("Quality", "98 % team passes {share}").format(share=formats.percent(good, 0)),
                "pass_",
            ),
            Rule(
                0.05,
                bad,
                translate("Quality", "95 % team still passes {share}").format(share=formats.percent(bad, 0)),
                "block",
            ),
        ),
    )


def operating_table(n: int, accept: int) -> Table:
    columns = (
        Column(translate("Quality", "A team that is right in"), 1.0),
        Column(translate("Quality", "passes"), 1.0),
    )
    rows = tuple(
        (Cell(formats.percent(right, 0)), Cell(formats.percent(chance(n, accept, right), 1)))
        for right in (1.0, 0.99, 0.98, 0.97, 0.96, 0.95, 0.93, 0.9)
    )
    return columns, rows


def preview_rows(frame: FrameView, preview: PlanPreview) -> list[Named]:
    """(name, value) of what a plan means for a lot."""
    rows = [
        Named(translate("Quality", "Lot"), translate("Quality", "{n} decisions").format(n=formats.count(frame.size))),
        Named(translate("Quality", "To re-review"), translate("Quality", "n {n}").format(n=formats.count(preview.n))),
    ]
    if preview.accept is not None and preview.reject is not None:
        rows += [
            Named(translate("Quality", "Accept up to"), translate("Quality", "%n errors (Ac)", "", preview.accept)),
            Named(translate("Quality", "Reject from"), translate("Quality", "%n errors (Re)", "", preview.reject)),
            Named(translate("Quality", "Code letter"), preview.letter, True),
        ]
    if preview.half_width is not None:
        width = translate("Quality", "± {width} points").format(width=formats.number(preview.half_width * 100, 1))
        rows.append(Named(translate("Quality", "Expected half-width"), width))
    if len(preview.by_stratum) > 1:
        told = " + ".join(formats.count(preview.by_stratum[one]) for one in sorted(preview.by_stratum))
        rows.append(Named(translate("Quality", "By stratum"), told))
    if frame.left_out:
        left_out = translate("Quality", "%n you had a part in", "", frame.left_out)
        rows.append(Named(translate("Quality", "Left out"), left_out))
    rows.append(Named(translate("Quality", "Workload"), workload(preview.active_ms)))
    return rows


def workload(active_ms: int | None) -> str:
    if active_ms is None:
        return translate("Quality", "known after the first re-review")
    return translate("Quality", "about {time} of active time").format(time=formats.span(active_ms / 1000))


def frames_table(frames: tuple[Carried, ...]) -> Table:
    columns = (
        Column(translate("Quality", "Lot"), 1.0),
        Column(translate("Quality", "Decisions"), 0.0, right=True),
        Column(translate("Quality", "Taken along"), 0.3),
    )
    rows = tuple(
        (
            Cell(frame_words(one.frame.criteria), data=True),
            Cell(formats.count(one.frame.size)),
            Cell(formats.day_time(moment(one.taken_at)), "muted"),
        )
        for one in frames
    )
    return columns, rows


def moment(ms: int) -> datetime:
    """A moment of the server's clock."""
    return datetime.fromtimestamp(ms / 1000, UTC)


def coverage_table(view: CoverageView) -> Table:
    columns = (
        Column(translate("Quality", "Case type"), 0.6),
        Column(translate("Quality", "Decision"), 0.3),
        Column(translate("Quality", "Decided by"), 0.4),
        *(
            Column(title, 0.0, right=True)
            for title in (
                translate("Quality", "decided"),
                translate("Quality", "drawn"),
                translate("Quality", "re-reviewed"),
                translate("Quality", "settled"),
                translate("Quality", "looked at again"),
            )
        ),
    )
    rows = []
    for one in view.rows:
        text, data = captions.case_type(one.case_type)
        who, named = vendor_words(one.vendor)
        share = formats.percent(one.scored / one.decided) if one.decided else NONE
        rows.append(
            (
                Cell(text, data=data),
                Cell(captions.verb(one.case_type, one.decision)),
                Cell(who, data=named),
                *(Cell(formats.count(value)) for value in (one.decided, one.drawn, one.scored, one.settled)),
                Cell(share, "text" if one.scored else "muted"),
            )
        )
    return columns, tuple(rows)


def series_table(series: tuple[SeriesView, ...]) -> Table:
    columns = (
        Column(translate("Quality", "Series of lots"), 0.6),
        Column(translate("Quality", "Next lot"), 0.4),
        Column(translate("Quality", "Switching score"), 0.0, right=True),
        Column(translate("Quality", "Lots"), 0.0, right=True),
    )
    rows = tuple(
        (
            Cell(one.series, data=True),
            Cell(
                translate("Quality", "inspection is discontinued") if one.stopped else severity_words(one.severity),
                "block" if one.stopped else "text",
            ),
            Cell(formats.count(one.score)),
            Cell(formats.count(len(one.lots))),
        )
        for one in series
    )
    return columns, rows
