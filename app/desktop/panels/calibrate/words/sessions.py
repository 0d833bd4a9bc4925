"""Calibration sessions in words."""

from PySide6.QtCore import QCoreApplication

from app.contract.calibration_sessions import (
    BallotView,
    FollowUpView,
    SessionBrief,
    SessionItem,
    SessionPage,
    SessionView,
)
from app.contract.views import AssessmentView
from app.desktop.panels.calibrate.state import VoteState, session_step, who_was_there
from app.desktop.panels.calibrate.words import figures
from app.desktop.panels.calibrate.words.calibration import route_words
from app.desktop.panels.calibrate.words.figures import NONE
from app.desktop.widgets import captions, formats
from app.desktop.widgets.figure import FigureWords
from app.desktop.widgets.page import Table
from app.desktop.widgets.record_list import Cell, Column

translate = QCoreApplication.translate
STATES = {"open": "escalate", "revealed": "accent", "closed": "pass_", "cancelled": "muted"}


def state_words(state: str) -> str:
    return {
        "open": translate("Calibrate", "blind ballots"),
        "revealed": translate("Calibrate", "revealed"),
        "closed": translate("Calibrate", "closed"),
        "cancelled": translate("Calibrate", "cancelled"),
    }.get(state, state)


def kind_words(kind: str) -> str:
    return {
        "model": translate("Calibrate", "why ROCA erred"),
        "reviewer": translate("Calibrate", "whether people agree"),
    }.get(kind, kind)


def step_words(view: SessionView) -> str:
    return {
        "join": translate("Calibrate", "Join"),
        "vote": translate("Calibrate", "Vote"),
        "reveal": translate("Calibrate", "Reveal the ballots"),
        "show": translate("Calibrate", "Show the ballots"),
        "settle": translate("Calibrate", "Say what is true"),
        "close": translate("Calibrate", "Close the session"),
    }.get(session_step(view), "")


def _of(n: int, every: int) -> str:
    return translate("Calibrate", "{n} of {all}").format(n=formats.count(n), all=formats.count(every))


def list_table(page: SessionPage) -> Table:
    columns = (
        Column(translate("Calibrate", "State"), 0.0),
        Column(translate("Calibrate", "Session"), 1.0, gives=True),
        Column(translate("Calibrate", "Question"), 0.3, gives=True),
        Column(translate("Calibrate", "Type"), 0.3, gives=True),
        Column(translate("Calibrate", "my ballots"), 0.0, right=True),
        Column(translate("Calibrate", "people done"), 0.0, right=True),
        Column(translate("Calibrate", "Chair"), 0.2),
        Column(translate("Calibrate", "Made"), 0.0),
    )
    return columns, tuple(_list_row(one) for one in page.sessions)


def _list_row(one: SessionBrief) -> tuple[Cell, ...]:
    kind, data = figures.type_words(one.case_type)
    return (
        Cell(state_words(one.state), badge=STATES.get(one.state, "muted")),
        Cell(one.title, data=True),
        Cell(kind_words(one.kind.value)),
        Cell(kind, data=data),
        Cell(_of(one.voted, one.items) if one.attending else NONE),
        Cell(_of(one.complete, one.people)),
        Cell(one.chair_name, data=True),
        Cell(formats.day_time(one.made_at), "muted"),
    )


# --- one session ------------------------------------------------------------------------------------


def figures_of(view: SessionView) -> tuple[FigureWords, ...]:
    one = view.session
    kind = figures.listed([figures.type_words(one.case_type)[0], kind_words(one.kind.value)])
    chaired = translate("Calibrate", "chaired by {name}").format(name=one.chair_name)
    first = FigureWords(
        _of(one.voted, one.items) if one.attending else formats.count(one.items),
        translate("Calibrate", "cases have my ballot") if one.attending else translate("Calibrate", "cases"),
        "",
        state_words(one.state),
        STATES.get(one.state, "muted"),
        next_said(view),
    )
    people = FigureWords(
        _of(one.complete, one.people),
        translate("Calibrate", "people have voted on all"),
        chaired,
        reason=kind,
    )
    return (first, people, agreement_figure(view), truth_figure(view))


def next_said(view: SessionView) -> str:
    """What happens next, in a sentence."""
    one = view.session
    if one.state == "open":
        if session_step(view) == "vote":
            return translate("Calibrate", "Nobody sees your ballots before the reveal, and you see nobody's.")
        if session_step(view) == "join":
            return translate("Calibrate", "Join to vote. Nobody's ballots are told before the reveal.")
        if "reveal" in view.may:
            return translate("Calibrate", "Reveal when everybody has voted: nobody can be surprised after that.")
        return translate("Calibrate", "The chair reveals the ballots once people have voted.")
    if one.state == "revealed":
        return translate("Calibrate", "Talk it over, and write down what is true of each case and why.")
    if one.state == "cancelled":
        return translate("Calibrate", "It was cancelled, and no ballot was told to anybody.")
    return translate("Calibrate", "The agreement stands.")


def agreement_figure(view: SessionView) -> FigureWords:
    word = translate("Calibrate", "agreement of the ballots")
    told = view.agreement
    if told is None:
        return FigureWords(NONE, word, reason=translate("Calibrate", "Told once the ballots are revealed."))
    raw = told.raw
    if raw.value is None:
        few = translate("Calibrate", "Too few cases that two people decided.")
        return FigureWords(NONE, word, figures.number_words(told.cases), reason=few)
    interval = figures.interval(raw.low, raw.high) if raw.low is not None and raw.high is not None else ""
    basis = " · ".join(part for part in (interval, figures.number_words(told.cases)) if part)
    alpha = NONE if told.alpha.value is None else formats.number(told.alpha.value, 2)
    ac1 = NONE if told.ac1.value is None else formats.number(told.ac1.value, 2)
    beyond = translate("Calibrate", "Beyond chance: alpha {alpha}, AC1 {ac1}.").format(alpha=alpha, ac1=ac1)
    if "kappa_paradox" in told.warnings:
        beyond = formats.together(beyond, translate("Calibrate", "Alpha is low where one answer is rare; read AC1."))
    return FigureWords(formats.percent(raw.value), word, basis, reason=beyond)


def truth_figure(view: SessionView) -> FigureWords:
    settled = sum(one.truth is not None for one in view.items)
    split = sum(one.agreed is False for one in view.items)
    word = translate("Calibrate", "cases whose truth is written down")
    if not view.session.shown:
        return FigureWords(NONE, word, reason=translate("Calibrate", "It is written down after the reveal."))
    told = translate("Calibrate", "On %n cases the ballots were divided.", "", split)
    return FigureWords(_of(settled, len(view.items)), word, reason=told)


def decision_word(kind: str, decision: str) -> str:
    return captions.verb(kind, decision)


def items_table(view: SessionView) -> Table:
    shown = view.session.shown
    columns: list[Column] = [
        Column(translate("Calibrate", "Case"), 0.0),
        Column(translate("Calibrate", "Subject"), 0.4, gives=True),
        Column(translate("Calibrate", "My ballot"), 0.2),
    ]
    if shown:
        columns += [
            Column(translate("Calibrate", "ROCA"), 0.1),
            Column(translate("Calibrate", "First decision"), 0.2),
            Column(translate("Calibrate", "All ballots"), 0.5, gives=True),
            Column(translate("Calibrate", "Agreed"), 0.0),
            Column(translate("Calibrate", "True"), 0.2),
        ]
    else:
        columns.append(Column(translate("Calibrate", "What next"), 0.5, gives=True))
    return tuple(columns), tuple(_item_row(view, one) for one in view.items)


def _item_row(view: SessionView, one: SessionItem) -> tuple[Cell, ...]:
    kind = view.session.case_type
    name = one.first.case_id if one.first is not None else one.ref
    subject = one.case.subject_short if one.case is not None else NONE
    mine = Cell(decision_word(kind, one.mine.decision.value), strong=True) if one.mine is not None else Cell(NONE)
    found = [Cell(name, data=True), Cell(subject, data=True), mine]
    if not view.session.shown:
        votes = "vote" in view.may
        words = (
            translate("Calibrate", "Enter votes on it")
            if votes and one.mine is None
            else translate("Calibrate", "Enter changes it: the newest ballot stands")
            if votes
            else ""
        )
        return (*found, Cell(words, "muted"))
    agreed = {
        True: Cell(translate("Calibrate", "yes"), badge="pass_"),
        False: Cell(translate("Calibrate", "divided"), badge="escalate"),
        None: Cell(NONE, "muted"),
    }[one.agreed]
    truth = Cell(NONE, "muted")
    if one.truth is not None:
        truth = Cell(decision_word(kind, one.truth.decision.value), strong=True)
    first = one.first
    return (
        *found,
        Cell(decision_word(kind, first.ai_verdict.value) if first is not None else NONE, "muted"),
        Cell(decision_word(kind, first.decision.value) if first is not None else NONE, "muted"),
        Cell(ballots_line(kind, one.ballots), data=True),
        agreed,
        truth,
    )


def ballots_line(kind: str, ballots: tuple[BallotView, ...]) -> str:
    """Who said what, in a line."""
    late = translate("Calibrate", "{name}: {decision} (late)")
    plain = translate("Calibrate", "{name}: {decision}")
    told = [
        (late if one.late else plain).format(name=one.name, decision=decision_word(kind, one.decision.value))
        for one in ballots
    ]
    return figures.listed(told) or NONE


def people_table(view: SessionView) -> Table:
    columns = (
        Column(translate("Calibrate", "Who"), 0.5),
        Column(translate("Calibrate", "ballots"), 0.2, right=True),
        Column(translate("Calibrate", "Joined"), 0.4),
    )
    rows = tuple(
        (
            Cell(one.name, data=True),
            Cell(_of(one.ballots, view.session.items)),
            Cell(
                formats.day_time(one.joined_at)
                if one.joined_at is not None
                else translate("Calibrate", "has not joined yet"),
                "text" if one.joined_at is not None else "muted",
            ),
        )
        for one in view.attendees
    )
    return columns, rows


def notes_table(view: SessionView) -> Table:
    """The discussion."""
    names = {one.ref: one.first.case_id if one.first is not None else one.ref for one in view.items}
    columns = (
        Column(translate("Calibrate", "When"), 0.0),
        Column(translate("Calibrate", "Who"), 0.1),
        Column(translate("Calibrate", "Case"), 0.0),
        Column(translate("Calibrate", "Words"), 1.0, gives=True),
    )
    rows = tuple(
        (
            Cell(formats.day_time(one.at), "muted"),
            Cell(one.by_name, data=True),
            Cell(names.get(one.ref or "", NONE), data=True),
            Cell(one.text, data=True),
        )
        for one in view.notes
    )
    return columns, rows


def follow_ups_table(view: SessionView) -> Table:
    columns = (
        Column(translate("Calibrate", "Route"), 0.2),
        Column(translate("Calibrate", "cases"), 0.0, right=True),
        Column(translate("Calibrate", "What came of it"), 0.6),
        Column(translate("Calibrate", "By"), 0.2),
        Column(translate("Calibrate", "When"), 0.0),
    )
    return columns, tuple(_follow_row(one) for one in view.follow_ups)


def _follow_row(one: FollowUpView) -> tuple[Cell, ...]:
    parts = []
    if one.feedback_id:
        parts.append(translate("Calibrate", "a finding"))
    if one.proposal_id:
        parts.append(translate("Calibrate", "a proposal"))
    return (
        Cell(route_words(one.route.value)),
        Cell(formats.count(len(one.refs))),
        Cell(figures.listed(parts) or NONE),
        Cell(one.by_name, data=True),
        Cell(formats.day_time(one.at), "muted"),
    )


# --- one case ---------------------------------------------------------------------------------------


def case_title(view: SessionView, vote: VoteState) -> str:
    at = next((number for number, one in enumerate(view.items) if one.ref == vote.ref), 0)
    return translate("Calibrate", "Case {n} of {all}").format(
        n=formats.count(at + 1), all=formats.count(len(view.items))
    )


def decision_title(vote: VoteState) -> str:
    return {
        "vote": translate("Calibrate", "Your ballot, blind"),
        "settle": translate("Calibrate", "What is true"),
    }.get(vote.kind, translate("Calibrate", "What was found"))


def code_title(kind: str) -> str:
    if kind == "why_unsure":
        return translate("Calibrate", "Why ROCA was unsure, if you can tell")
    return translate("Calibrate", "Root cause, if you see one")


def cast_words(vote: VoteState) -> str:
    return {
        "vote": translate("Calibrate", "Cast and next"),
        "settle": translate("Calibrate", "Write it down, and next"),
    }.get(vote.kind, "")


def vote_hint(view: SessionView, vote: VoteState) -> str:
    """What becomes of the words beneath the decision, and how to see more."""
    turns = translate("Calibrate", "PgUp and PgDn move this side, with Shift the case.")
    if vote.kind == "vote":
        told = translate("Calibrate", "Nobody reads it before the reveal. It counts without the server too.")
        if view.session.kind.value == "reviewer":
            kept_back = translate("Calibrate", "What ROCA said is kept back until then.")
        else:
            kept_back = translate("Calibrate", "What reviewers decided is kept back until then.")
        return formats.together(formats.together(told, kept_back), turns)
    if vote.kind == "settle":
        there = figures.listed([one.name for one in who_was_there(view)])
        told = translate("Calibrate", "Written down with who was there: {names}.").format(names=there or NONE)
        return formats.together(told, turns)
    return ""


def word_table(word: AssessmentView) -> Table:
    """What the agent said, signal by signal."""
    columns = (
        Column(translate("Calibrate", "Signal"), 0.7, gives=True),
        Column(translate("Calibrate", "weighs"), 0.3, right=True),
    )
    rows = []
    for one in sorted(word.signals, key=lambda signal: -abs(signal.contribution))[:6]:
        text, data = captions.signal(one.name)
        colour = "block" if one.contribution > 0 else "pass_"
        rows.append((Cell(text, data=data), Cell(formats.signed(one.contribution), colour)))
    return columns, tuple(rows)


def word_said(kind: str, word: AssessmentView) -> str:
    return translate("Calibrate", "{verdict}: confidence {confidence}, threshold {threshold}").format(
        verdict=decision_word(kind, word.verdict),
        confidence=formats.number(word.confidence, 2),
        threshold=figures.threshold(word.threshold),
    )


def everybody_said(view: SessionView, item: SessionItem) -> str:
    """Everybody's word on one case in whole sentences, the first decision included."""
    kind = view.session.case_type
    told = translate("Calibrate", "{name}: {decision}")
    found: list[str] = []

    def add(name: str, decision: str, why: str, code: str | None) -> None:
        line = told.format(name=name, decision=decision_word(kind, decision))
        found.append(f"{figures.listed([line, captions.code(code)[0]] if code else [line])}\n{why}")

    if item.truth is not None:
        truth = item.truth
        add(translate("Calibrate", "Found to be true"), truth.decision.value, truth.reason, truth.code)
    for one in item.ballots:
        name = translate("Calibrate", "{name} (late)").format(name=one.name) if one.late else one.name
        add(name, one.decision.value, one.reason, one.code)
    if item.first is not None:
        first = item.first
        who = translate("Calibrate", "{name}, at first").format(name=first.reviewer_name)
        add(who, first.decision.value, first.rationale, first.code)
    return "\n\n".join(found)


def talk_said(view: SessionView, ref: str) -> str:
    """The discussion of one case."""
    notes = [one for one in view.notes if one.ref == ref]
    return "\n\n".join(f"{one.by_name}, {formats.day_time(one.at)}\n{one.text}" for one in notes)
