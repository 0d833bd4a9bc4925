"""One finding in words: its figures, its weeks, its cases, its history."""

from PySide6.QtCore import QCoreApplication

from app.contract.feedback import (
    FeedbackCases,
    FeedbackEvent,
    FeedbackView,
    PatternFigures,
    SignalFailure,
    WeekCount,
)
from app.contract.loop_rules import loop_rules
from app.desktop.panels.feedback.words import names
from app.desktop.panels.feedback.words.names import NONE
from app.desktop.widgets import captions, finding_words, formats
from app.desktop.widgets.chart_spec import Axis, Chart, Curve, Dot, nice_places
from app.desktop.widgets.figure import FigureWords
from app.desktop.widgets.page import Table
from app.desktop.widgets.record_list import Cell, Column

translate = QCoreApplication.translate


def about(view: FeedbackView) -> tuple[str, ...]:
    """What is known of a finding as a whole, in sentences: what it is, the way it goes and why, who is to act, what
    came of it."""
    item = view.item
    kind = translate("Feedback", "{type}: {kind}, {state}.").format(
        type=names.type_words(item.case_type)[0],
        kind=names.kind_words(item.kind),
        state=finding_words.state(item.state)[0],
    )
    # Where neither a person nor a count has named one, why there is none says it all.
    has_one = item.route is not None or item.suggested.route is not None
    route = translate("Feedback", "Route {route}.").format(route=names.route_words(item)) if has_one else ""
    why = translate("Feedback", "Suggested because: {reason}.").format(reason=names.reason_words(item.suggested))
    if item.suggested.route is None:
        why = translate("Feedback", "No route is suggested: {reason}.").format(
            reason=names.reason_words(item.suggested)
        )
    owner = item.owner_name or names.owner_words(item.owner_kind)
    acts = translate("Feedback", "Who acts: {owner}.").format(owner=owner)
    return tuple(part for part in (kind, route, why, acts, *_became(view)) if part)


def _became(view: FeedbackView) -> tuple[str, ...]:
    item, told = view.item, []
    if item.raised_by_name:
        told.append(translate("Feedback", "Raised by {name}.").format(name=item.raised_by_name))
    if item.result_ref:
        told.append(
            translate("Feedback", "What came of it: {kind} {ref}.").format(
                kind=finding_words.result(item.result_kind or ""), ref=item.result_ref
            )
        )
    if view.reason:
        told.append(translate("Feedback", "Last said: “{reason}”").format(reason=view.reason))
    if view.recurs_of:
        told.append(translate("Feedback", "It was mended once and has come back."))
    if view.merged_into:
        told.append(translate("Feedback", "Its cases stand with another finding now."))
    if view.parts:
        told.append(translate("Feedback", "%n findings came out of it or went into it.", "", len(view.parts)))
    if view.mended_at is not None:
        text = translate("Feedback", "%n cases since the change of {day}.", "", view.since_mended)
        told.append(text.format(day=formats.date(view.mended_at)))
    return tuple(told)


def figures(view: FeedbackView) -> tuple[FigureWords, ...]:
    if view.figures is not None:
        return _pattern(view.figures)
    if view.failures:
        return tuple(_failure(one) for one in view.failures)
    item = view.item
    return (
        FigureWords(
            formats.count(item.cases),
            translate("Feedback", "cases behind it"),
            translate("Feedback", "{first} to {last}").format(
                first=formats.near_date(item.first_at), last=formats.near_date(item.last_at)
            ),
            reason=translate("Feedback", "Raised by hand: nothing was counted, so no interval can be told."),
        ),
    )


def _pattern(told: PatternFigures) -> tuple[FigureWords, ...]:
    window = translate("Feedback", "{start} to {end}").format(
        start=formats.near_date(told.from_at), end=formats.near_date(told.before_at)
    )
    sure = told.lift_low > 1
    return (
        FigureWords(
            translate("Feedback", "{n} ×").format(n=formats.number(told.lift, 1)),
            translate("Feedback", "as often as usual"),
            translate("Feedback", "{low} to {high} at {share}").format(
                low=formats.number(told.lift_low, 1),
                high=formats.number(told.lift_high, 1),
                share=formats.percent(told.confidence, 0),
            ),
            translate("Feedback", "more than usual") if sure else translate("Feedback", "not yet known"),
            "block" if sure else "escalate",
            translate("Feedback", "{n} of {all} errors blame it; where ROCA was right it carries {base}.").format(
                n=formats.count(told.count), all=formats.count(told.errors), base=formats.percent(told.base)
            ),
        ),
        FigureWords(
            _accidents(told.q),
            translate("Feedback", "of such patterns are accidents"),
            translate("Feedback", "%n possible patterns were looked at together", "", told.hypotheses),
            reason=names.chance_words(told.q),
        ),
        FigureWords(
            formats.count(told.count),
            translate("Feedback", "cases in the window"),
            translate("Feedback", "{window}; of {n} labelled").format(window=window, n=formats.count(told.labelled)),
            reason=formats.together(
                translate("Feedback", "%n people labelled them;", "", told.reviewers),
                translate("Feedback", "one of them {share}.").format(share=formats.percent(told.one_person, 0)),
                translate("Feedback", "%n came from audits.", "", told.from_audits),
            ),
        ),
        FigureWords(
            names.cost_words(told.minutes),
            translate("Feedback", "of reviewers’ time"),
            translate("Feedback", "active time of these reviews"),
            reason=translate("Feedback", "No sum of money: no type says what is at stake in a way that adds up.")
            if told.money is None
            else formats.amount(told.money),
        ),
    )


def _accidents(q: float) -> str:
    if q < names.SURE:
        return translate("Feedback", "under {share}").format(share=formats.percent(names.SURE, 1))
    return formats.percent(q, 1)


def _failure(one: SignalFailure) -> FigureWords:
    rule = loop_rules().rule(one.code)
    name = captions.pick(rule.name)[0] if rule is not None else one.code
    meaning = captions.pick(rule.meaning)[0] if rule is not None else ""
    share = one.code in ("missing_rate", "silent")
    value = formats.percent(one.value) if share else formats.number(one.value)
    basis = translate("Feedback", "n {n}, version {version}").format(n=formats.count(one.n), version=one.model_version)
    if one.low is not None and one.high is not None:
        low, high = (formats.percent(v) if share else formats.number(v) for v in (one.low, one.high))
        basis = f"{low}–{high} · {basis}"
    return FigureWords(value, name, basis, translate("Feedback", "fails"), "block", meaning)


# --- weeks ------------------------------------------------------------------------------------------


def weeks(told: tuple[WeekCount, ...]) -> Chart | None:
    """How many cases a week; None while there is no week with one."""
    if not any(week.cases for week in told):
        return None
    most = max(week.cases for week in told)
    places = nice_places(0, most * 1.15, 4)
    ticks = tuple((place, formats.count(round(place))) for place in places if float(place).is_integer())
    every = max(1, len(told) // 4)
    shown = tuple((float(n), formats.near_date(one.monday)) for n, one in enumerate(told) if n % every == 0)
    dots = tuple(
        Dot(float(n), float(one.cases), formats.count(one.cases), _week_told(one), data=False)
        for n, one in enumerate(told)
    )
    return Chart(
        translate("Feedback", "Cases a week"),
        Axis(translate("Feedback", "week from"), -0.3, len(told) - 0.7, shown),
        Axis(translate("Feedback", "cases"), 0, max(most * 1.2, 1.2), ticks),
        curves=(Curve(tuple((float(n), float(one.cases)) for n, one in enumerate(told))),),
        dots=dots,
    )


def _week_told(one: WeekCount) -> str:
    text = translate("Feedback", "week from {day}: {n} of {all} labelled")
    return text.format(day=formats.near_date(one.monday), n=formats.count(one.cases), all=formats.count(one.labelled))


def weeks_table(told: tuple[WeekCount, ...]) -> Table:
    columns = (
        Column(translate("Feedback", "Week from"), 0.4),
        Column(translate("Feedback", "Cases"), 0.2, right=True),
        Column(translate("Feedback", "Labelled"), 0.2, right=True),
        Column(translate("Feedback", "Share"), 0.2, right=True),
    )
    rows = tuple(
        (
            Cell(formats.near_date(one.monday)),
            Cell(formats.count(one.cases)),
            Cell(formats.count(one.labelled)),
            Cell(formats.percent(one.cases / one.labelled) if one.labelled else NONE),
        )
        for one in reversed(told)
    )
    return columns, rows


# --- cases and history ------------------------------------------------------------------------------


def cases(told: FeedbackCases, picked: frozenset[str]) -> Table:
    columns = (
        Column(translate("Feedback", "Case"), 0.0),
        Column(translate("Feedback", "Decided"), 0.0),
        Column(translate("Feedback", "Label"), 0.0),
        Column(translate("Feedback", "Risk score"), 0.0, right=True),
        Column(translate("Feedback", "Version"), 0.1, gives=True),
        Column(translate("Feedback", "Rationale"), 1.0, gives=True),
        Column("", 0.0),
    )
    rows = []
    for one in told.cases:
        words, badge = "", ""
        if one.case_id in picked:
            words, badge = translate("Feedback", "picked"), "accent"
        elif one.gone_at is not None:
            words, badge = translate("Feedback", "label changed since"), "muted"
        rows.append(
            (
                Cell(one.case_id, data=True),
                Cell(formats.day_time(one.decided_at), "muted"),
                Cell(one.label or NONE, data=True),
                Cell(formats.number(one.risk_score) if one.risk_score is not None else NONE),
                Cell(one.model_version or NONE, "muted", data=one.model_version is not None),
                Cell(one.rationale or NONE, data=bool(one.rationale)),
                Cell(words, badge=badge),
            )
        )
    return columns, tuple(rows)


def cases_said(told: FeedbackCases) -> str:
    parts = [translate("Feedback", "Enter opens a case in Review; P picks it for a finding of its own.")]
    if told.kept_back:
        parts.append(
            translate("Feedback", "%n more are kept back: you are still to look at them blind.", "", told.kept_back)
        )
    if told.next_after is not None:
        parts.append(translate("Feedback", "These are the newest %n; H shows more.", "", len(told.cases)))
    return formats.together(*parts)


def history(events: tuple[FeedbackEvent, ...]) -> Table:
    columns = (
        Column(translate("Feedback", "When"), 0.0),
        Column(translate("Feedback", "What"), 0.6),
        Column(translate("Feedback", "Who"), 0.3),
    )
    rows = tuple(
        (
            Cell(formats.day_time(one.at), "muted"),
            Cell(_event(one), data=bool(one.reason or one.fields)),
            Cell(one.by_name or translate("Feedback", "the server"), data=one.by_name is not None),
        )
        for one in reversed(events)
    )
    return columns, rows


def _event(one: FeedbackEvent) -> str:
    said = {
        "opened": translate("Feedback", "opened"),
        "reopened": translate("Feedback", "opened again"),
        "changed": translate("Feedback", "changed"),
        "took_in": translate("Feedback", "took in the cases of another finding"),
        "split_off": translate("Feedback", "split off from another finding"),
        "grew": translate("Feedback", "grew by new cases"),
    }.get(one.action) or finding_words.state(one.action)[0]
    fields = translate("Feedback", ", ").join(
        _field(name, value) for name, value in one.fields.items() if name != "state"
    )
    if fields:
        said = translate("Feedback", "{what}: {fields}").format(what=said, fields=fields)
    return translate("Feedback", "{what}. “{reason}”").format(what=said, reason=one.reason) if one.reason else said


def _field(name: str, value: str) -> str:
    match name:
        case "route":
            return translate("Feedback", "route {route}").format(route=captions.route(value)[0] if value else NONE)
        case "owner_id":
            return translate("Feedback", "another owner")
        case "title":
            return translate("Feedback", "another name")
        case "result_kind":
            return finding_words.result(value)
    return value
