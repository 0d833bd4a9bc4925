"""Proposals, their replay and their experiment in words."""

import math

from PySide6.QtCore import QCoreApplication

from app.contract.hub import ExperimentView, MetricView, ProposalPage, ProposalView, ReplayView, StandingView
from app.desktop.panels.calibrate.words import figures, hub
from app.desktop.panels.calibrate.words.figures import NONE
from app.desktop.widgets import formats
from app.desktop.widgets.chart_spec import Axis, Chart, Curve, Dot, Level
from app.desktop.widgets.chart_ticks import counts, nice_top
from app.desktop.widgets.figure import FigureWords
from app.desktop.widgets.page import Table
from app.desktop.widgets.record_list import Cell, Column

translate = QCoreApplication.translate

STATES = {
    "open": "accent",
    "approved": "accent",
    "testing": "escalate",
    "shown": "pass_",
    "promoted": "pass_",
    "failed": "block",
    "rejected": "muted",
    "withdrawn": "muted",
    "rolled_back": "block",
}


def state_words(state: str) -> str:
    return {
        "open": translate("Calibrate", "to be approved"),
        "approved": translate("Calibrate", "approved"),
        "testing": translate("Calibrate", "live A/B"),
        "shown": translate("Calibrate", "shown"),
        "promoted": translate("Calibrate", "in force"),
        "failed": translate("Calibrate", "not promoted"),
        "rejected": translate("Calibrate", "rejected"),
        "withdrawn": translate("Calibrate", "withdrawn"),
        "rolled_back": translate("Calibrate", "rolled back"),
    }.get(state, state)


def source_words(source: str) -> str:
    return {
        "feedback": translate("Calibrate", "a finding"),
        "calibration": translate("Calibrate", "a calibration session"),
        "boundary": translate("Calibrate", "the boundary"),
        "hand": translate("Calibrate", "by hand"),
    }.get(source, source)


def name_of(one: ProposalView) -> str:
    """ "KYC audit, pass alone, 0.90 → 0.85"; a slice by what it is made of."""
    kind = figures.type_words(one.case_type)[0]
    if one.slice is not None:
        cut = one.slice
        parts = [kind, figures.segment_words(cut.segment)[0], figures.clause_words(cut.clause)[0]]
        return figures.listed([*parts, figures.unsure_words(cut.unsure)])
    return figures.listed([kind, figures.side_words(one.side), figures.change(one.base_threshold, one.threshold)])


def next_words(one: ProposalView) -> str:
    """What comes next of it, for whoever reads the list."""
    for step, words in (
        ("decide", translate("Calibrate", "waits for your approval")),
        ("start", translate("Calibrate", "start the A/B")),
        ("promote", translate("Calibrate", "can be promoted")),
    ):
        if step in one.may:
            return words
    return {
        "open": translate("Calibrate", "somebody else approves it"),
        "approved": translate("Calibrate", "an approver goes on with it"),
        "testing": translate("Calibrate", "locked until the plan holds"),
        "shown": translate("Calibrate", "an approver promotes it"),
    }.get(one.state, "")


def list_table(page: ProposalPage) -> Table:
    columns = (
        Column(translate("Calibrate", "State"), 0.0),
        Column(translate("Calibrate", "Proposal"), 1.0, gives=True),
        Column(translate("Calibrate", "From"), 0.2),
        Column(translate("Calibrate", "By"), 0.1),
        Column(translate("Calibrate", "Made"), 0.0),
        Column(translate("Calibrate", "What next"), 0.4, gives=True),
    )
    rows = tuple(
        (
            Cell(state_words(one.state), badge=STATES.get(one.state, "muted")),
            Cell(name_of(one), data=one.slice is not None),
            Cell(source_words(one.source), "muted"),
            Cell(one.author_name, data=True),
            Cell(formats.day_time(one.created_at), "muted"),
            Cell(next_words(one), "muted"),
        )
        for one in page.proposals
    )
    return columns, rows


# --- one proposal -----------------------------------------------------------------------------------


def figures_of(one: ProposalView) -> tuple[FigureWords, ...]:
    """The change with its state; what the past cases say; what the experiment says of metric and guard."""
    made = translate("Calibrate", "by {name}, {time}").format(
        name=one.author_name, time=formats.day_time(one.created_at)
    )
    badge, colour = state_words(one.state), STATES.get(one.state, "muted")
    if one.slice is not None:
        cut = one.slice
        rests = translate("Calibrate", "{right} of {n} blind cases right, lower bound {bound}").format(
            right=formats.count(cut.right), n=formats.count(cut.n), bound=formats.percent(cut.bound)
        )
        target = translate(
            "Calibrate", "The target is {target}; {share} of its cases are audited from then on."
        ).format(target=formats.percent(cut.target, 0), share=formats.percent(cut.audit_per_mille / 1000, 0))
        value = formats.percent(cut.right / cut.n) if cut.n else NONE
        word = translate("Calibrate", "ROCA right in this slice")
        return (FigureWords(value, word, rests, badge, colour, target),)
    kind = figures.listed([figures.type_words(one.case_type)[0], figures.side_words(one.side)])
    first = FigureWords(figures.change(one.base_threshold, one.threshold), kind, made, badge, colour, why_locked(one))
    found = [first, replay_figure(one)]
    if one.experiment is not None and one.experiment.standing is not None:
        standing = one.experiment.standing
        found += [metric_figure(standing.metric, guard=False), metric_figure(standing.guard, guard=True)]
    elif one.replay is not None and one.replay.moved:
        found += change_figures(one.replay)
    return tuple(found)


def why_locked(one: ProposalView) -> str:
    """What has to happen before it is in force, in a sentence."""
    standing = one.experiment.standing if one.experiment is not None else None
    match one.state:
        case "open":
            return translate("Calibrate", "Somebody else than its author approves or rejects it.")
        case "approved" if one.needs_experiment:
            return translate(
                "Calibrate",
                "Promotion stays locked until a live A/B, which somebody else than its author starts, has shown what"
                " its plan says.",
            )
        case "approved":
            return translate("Calibrate", "There is nothing to compare it with: it can be promoted now.")
        case "testing" if standing is not None and standing.lacking:
            lacks = figures.listed([lacking_words(one.what) for one in standing.lacking])
            return translate("Calibrate", "Promotion is locked. Still lacking: {what}.").format(what=lacks)
        case "testing":
            return translate("Calibrate", "Promotion is locked until the plan holds.")
        case "shown":
            return translate("Calibrate", "The plan holds: it can be promoted.")
        case "failed":
            return verdict_said(one.experiment.state if one.experiment is not None else "")
        case "promoted":
            return translate("Calibrate", "ROCA decides by it. One step puts the threshold of before in force again.")
        case _:
            return ""


def verdict_said(state: str) -> str:
    return {
        "harmful": translate("Calibrate", "The A/B was stopped by its own rule: the change is shown to do harm."),
        "not_shown": translate("Calibrate", "The A/B came to its end and did not show what was planned."),
        "stopped": translate("Calibrate", "The A/B was ended by hand."),
    }.get(state, "")


def replay_figure(one: ProposalView) -> FigureWords:
    told = one.replay
    word = translate("Calibrate", "replay on the same past cases")
    if told is None:
        return FigureWords(
            NONE, word, reason=translate("Calibrate", "No threshold is in force that it could be held beside.")
        )
    if not told.known:
        return FigureWords(
            NONE,
            word,
            translate("Calibrate", "%n cases would be decided otherwise", "", told.moved),
            reason=translate("Calibrate", "Of none of them the truth is known yet."),
        )
    value = translate("Calibrate", "{gained} better, {lost} worse").format(
        gained=formats.count(told.gained), lost=formats.count(told.lost)
    )
    basis = translate("Calibrate", "exact McNemar p {p} · e-value {e}").format(
        p=figures.p_value(told.exact_p), e=figures.evidence(told.e_value)
    )
    badge, colour = "", "muted"
    if told.e_value >= 20:
        better = told.gained > told.lost
        badge, colour = (
            (translate("Calibrate", "better"), "pass_") if better else (translate("Calibrate", "worse"), "block")
        )
    return FigureWords(value, word, basis, badge, colour, figures.evidence_said(told.e_value))


def change_figures(told: ReplayView) -> list[FigureWords]:
    """What the change would bring in as long a time, by the replay."""
    work = FigureWords(
        figures.signed_hours(told.hours_change),
        translate("Calibrate", "work of people in half a year"),
        translate("Calibrate", "%n cases would be decided otherwise", "", told.moved),
    )
    word = translate("Calibrate", "wrong decisions of ROCA alone")
    if told.wrong_change is None:
        return [work, FigureWords(NONE, word, reason=translate("Calibrate", "Of none of them the truth is known yet."))]
    change = told.wrong_change
    bounds = translate("Calibrate", "{low} to {high}").format(
        low=formats.signed(change.low, 0), high=formats.signed(change.high, 0)
    )
    return [work, FigureWords(formats.signed(change.estimate, 0), word, bounds)]


def metric_words(metric: str) -> str:
    return {
        "to_people": translate("Calibrate", "cases to people"),
        "wrong_alone": translate("Calibrate", "wrong alone"),
    }.get(metric, metric)


def metric_figure(one: MetricView, *, guard: bool) -> FigureWords:
    """One metric of the experiment: the difference with its always-valid bounds, and how near it is to being shown."""
    word = translate("Calibrate", "{metric}: the guard") if guard else translate("Calibrate", "{metric}: the metric")
    word = word.format(metric=metric_words(one.metric.value))
    if one.difference is None:
        return FigureWords(NONE, word, reason=translate("Calibrate", "No pair of cases yet."))
    value = translate("Calibrate", "{n} points").format(n=formats.signed(one.difference * 100, 1))
    basis = translate("Calibrate", "{interval} · {n} pairs").format(
        interval=figures.points(one.low, one.high), n=formats.count(one.pairs)
    )
    badge, colour = (
        (translate("Calibrate", "shown"), "pass_")
        if one.shown
        else (translate("Calibrate", "not shown yet"), "escalate")
    )
    told = translate("Calibrate", "Wanted: below {limit} points. Evidence {e} of {needed}.").format(
        limit=formats.signed(one.limit * 100, 1), e=figures.evidence(one.evidence), needed=figures.evidence(one.needed)
    )
    return FigureWords(value, word, basis, badge, colour, told)


def replay_heading(one: ReplayView) -> str:
    return translate("Calibrate", "Replay: what moves between {low} and {high}").format(
        low=figures.threshold(min(one.base, one.threshold)), high=figures.threshold(max(one.base, one.threshold))
    )


def replay_table(one: ReplayView) -> Table:
    columns = (
        Column(translate("Calibrate", "Cases"), 0.6),
        Column(translate("Calibrate", "decided otherwise"), 0.2, right=True),
        Column(translate("Calibrate", "truth known"), 0.2, right=True),
        Column(translate("Calibrate", "ROCA right"), 0.2, right=True),
        Column(translate("Calibrate", "decided blind"), 0.2, right=True),
    )
    names = {
        "queue": translate("Calibrate", "came to people"),
        "ledger": translate("Calibrate", "decided by ROCA alone"),
    }
    rows = tuple(
        (
            Cell(names.get(part.source, part.source)),
            Cell(formats.count(part.moved)),
            Cell(formats.count(part.known)),
            Cell(formats.count(part.right)),
            Cell(formats.count(part.blind)),
        )
        for part in one.parts
    )
    return columns, rows


def replay_said(one: ReplayView) -> str:
    """What it would change, from when to when, and what the labels cannot say."""
    span = translate("Calibrate", "{start} to {end}.").format(
        start=formats.date(one.decided_from), end=formats.date(one.decided_before)
    )
    parts = [span]
    if one.right is not None:
        parts.append(
            translate("Calibrate", "ROCA is right in {share} of those known.").format(
                share=figures.share_of(one.right)
            )
        )  # fmt: skip
    if one.hours_change is not None:
        parts.append(
            translate("Calibrate", "People's work: {n}.").format(n=figures.signed_hours(one.hours_change))
        )  # fmt: skip
    if one.wrong_change is not None:
        wrong = one.wrong_change
        parts.append(
            translate("Calibrate", "Wrong decisions of ROCA alone: {n} ({low} to {high}).").format(
                n=formats.signed(wrong.estimate, 0),
                low=formats.signed(wrong.low, 0),
                high=formats.signed(wrong.high, 0),
            )
        )
    return formats.together(*parts, *(hub.note_words(note) for note in one.notes))


def lacking_words(what: str) -> str:
    return {
        "cases": translate("Calibrate", "cases in each arm"),
        "metric": translate("Calibrate", "evidence for the metric"),
        "guard": translate("Calibrate", "evidence for the guard"),
        "unanswered": translate("Calibrate", "answers to audits"),
        "flagged": translate("Calibrate", "cases by the right rule"),
        "split": translate("Calibrate", "cases of both arms as they were drawn"),
    }.get(what, what)


def lacking_table(one: StandingView) -> Table:
    columns = (
        Column(translate("Calibrate", "What"), 0.6),
        Column(translate("Calibrate", "there is"), 0.2, right=True),
        Column(translate("Calibrate", "needed"), 0.2, right=True),
    )
    at_most = translate("Calibrate", "at most {n}")
    rows = []
    for lack in one.lacking:
        if lack.what in ("metric", "guard"):
            have, need = figures.evidence(lack.have), figures.evidence(lack.need)
        else:
            have, need = formats.count(round(lack.have)), formats.count(round(lack.need))
        if lack.what in ("unanswered", "flagged"):
            need = at_most.format(n=formats.count(int(lack.need)))
        words = {
            "unanswered": translate("Calibrate", "audits without an answer"),
            "flagged": translate("Calibrate", "cases that used another rule"),
            "split": translate("Calibrate", "cases of the new arm, by the draw about"),
        }.get(lack.what, lacking_words(lack.what))
        rows.append((Cell(words), Cell(have), Cell(need)))
    return columns, tuple(rows)


def arms_table(one: StandingView) -> Table:
    columns = (
        Column(translate("Calibrate", "Bad cases of cases"), 0.6),
        Column(translate("Calibrate", "old threshold"), 0.2, right=True),
        Column(translate("Calibrate", "new threshold"), 0.2, right=True),
        Column(translate("Calibrate", "difference"), 0.4, right=True),
    )
    of = translate("Calibrate", "{n} of {all}")
    rows = tuple(
        (
            Cell(metric_words(metric.metric.value)),
            Cell(of.format(n=formats.count(metric.old_bad), all=formats.count(metric.old_n))),
            Cell(of.format(n=formats.count(metric.new_bad), all=formats.count(metric.new_n))),
            Cell(NONE if metric.difference is None else figures.points(metric.low, metric.high)),
        )
        for metric in (one.metric, one.guard)
    )
    return columns, rows


def plan_table(one: ExperimentView) -> Table:
    plan = one.plan
    rows = [
        (translate("Calibrate", "What has to fall"), metric_words(plan.metric.value)),
        (translate("Calibrate", "by more than"), points_words(plan.margin)),
        (translate("Calibrate", "The guard may rise by less than"), points_words(plan.guard_margin)),
        (translate("Calibrate", "Cases in each arm, at least"), formats.count(plan.least)),
        (translate("Calibrate", "Ends at, in an arm"), formats.count(plan.most)),
        (translate("Calibrate", "Cases with the new threshold"), formats.percent(plan.new_per_mille / 1000, 0)),
        (translate("Calibrate", "Audited of both arms"), formats.percent(plan.audit_per_mille / 1000, 0)),
        (translate("Calibrate", "Chance of showing what is not so"), formats.percent(plan.alpha, 0)),
    ]
    columns = (
        Column(translate("Calibrate", "Fixed before it began"), 0.6),
        Column(translate("Calibrate", "Plan"), 0.4, right=True),
    )
    return columns, tuple((Cell(name), Cell(value)) for name, value in rows)


def points_words(share: float) -> str:
    return translate("Calibrate", "{n} points").format(n=formats.number(share * 100, 1))


def plan_said(one: ExperimentView) -> str:
    """Since when, and that nobody changed the plan."""
    return translate("Calibrate", "Started {time} by {name}. Seal of the plan: {digest}").format(
        time=formats.day_time(one.started_at), name=one.started_by_name, digest=one.plan_digest[:16]
    )


def steps_table(one: ProposalView) -> Table:
    columns = (
        Column(translate("Calibrate", "When"), 0.0),
        Column(translate("Calibrate", "Step"), 0.0),
        Column(translate("Calibrate", "Who"), 0.2),
        Column(translate("Calibrate", "Why"), 1.0, gives=True),
    )
    by_plan = translate("Calibrate", "the plan itself")
    rows = tuple(
        (
            Cell(formats.day_time(step.at), "muted"),
            Cell(state_words(step.state), badge=STATES.get(step.state, "muted")),
            Cell(step.by_name or by_plan, data=bool(step.by_name)),
            Cell(step.why or NONE, data=bool(step.why)),
        )
        for step in one.steps
    )
    return columns, rows


def looks_chart(one: ExperimentView) -> Chart | None:
    """The evidence for metric and guard, day by day, on its way to what is needed."""
    looks = one.looks or ((one.standing,) if one.standing is not None else ())
    if not looks:
        return None
    needed = looks[-1].metric.needed
    most = max(needed * 1.25, *(min(max(look.metric.evidence, look.guard.evidence), 5 * needed) for look in looks))
    top = nice_top(most)
    days = [(look.at - one.started_at).total_seconds() / 86_400 for look in looks]
    last = max(1.0, days[-1])

    def curve(tell: str, colour: str, dashed: bool) -> Curve:
        points = tuple((day, min(top, getattr(look, tell).evidence)) for day, look in zip(days, looks, strict=True))
        return Curve(points, colour, dashed)  # fmt: skip

    dots = []
    for tell, colour, words in (
        ("metric", "accent", translate("Calibrate", "metric")),
        ("guard", "muted", translate("Calibrate", "guard")),
    ):
        for day, look in zip(days, looks, strict=True):
            value = getattr(look, tell).evidence
            told = translate("Calibrate", "{what}, {time}: {e}").format(
                what=words, time=formats.day_time(look.at), e=figures.evidence(value)
            )
            dots.append(Dot(day, min(top, value), told, told, colour=colour, data=False))
    ticks = tuple((float(n), formats.count(n)) for n in range(0, int(last) + 1, max(1, int(last) // 6)))
    shown = translate("Calibrate", "needed: {n}").format(n=figures.evidence(needed))

    return Chart(
        translate("Calibrate", "Evidence by day"),
        Axis(translate("Calibrate", "days since the start"), 0, last, ticks),
        Axis(translate("Calibrate", "evidence (e-value)"), 0, top, counts(0, top)),
        curves=(curve("metric", "accent", False), curve("guard", "muted", True)),
        levels=(Level(needed, shown),),
        dots=tuple(dots),
    )


def looks_table(one: ExperimentView) -> Table:
    columns = (
        Column(translate("Calibrate", "Looked at"), 0.2),
        Column(translate("Calibrate", "Metric"), 0.2, right=True),
        Column(translate("Calibrate", "Guard"), 0.2, right=True),
        Column(translate("Calibrate", "Harm"), 0.2, right=True),
        Column(translate("Calibrate", "difference"), 0.4, right=True),
    )
    rows = tuple(
        (
            Cell(formats.day_time(look.at)),
            Cell(figures.evidence(look.metric.evidence)),
            Cell(figures.evidence(look.guard.evidence)),
            Cell(figures.evidence(look.harm)),
            Cell(NONE if look.metric.difference is None else figures.points(look.metric.low, look.metric.high)),
        )
        for look in one.looks
    )
    return columns, rows


def looks_said(one: ExperimentView) -> str:
    """How it stands, in words."""
    standing = one.standing
    if standing is None:
        return translate("Calibrate", "Not looked at yet. A look is taken each minute, and whenever you ask.")
    state = {
        "running": translate("Calibrate", "It goes on."),
        "holds": translate("Calibrate", "Metric and guard are both shown: the plan holds."),
    }.get(standing.verdict, verdict_said(standing.verdict))
    alpha = 1 / standing.metric.needed
    places = 0 if math.isclose(100 * alpha, round(100 * alpha)) else 1
    look = translate(
        "Calibrate", "Looking often costs nothing: a change that does nothing reaches {n} in at most {alpha} of cases."
    ).format(
        n=figures.evidence(standing.metric.needed),
        alpha=formats.percent(alpha, places),
    )
    again = ""
    if alpha < one.plan.alpha * 0.99:
        again = translate(
            "Calibrate",
            "The same was tried before: each further try within half a year needs twice the evidence, so that trying"
            " again and again shows nothing by chance.",
        )
    return formats.together(state, look, again)
