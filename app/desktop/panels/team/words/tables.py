"""Rows of the Team room's tables."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from app.contract.disputes import DisputePage, WeeklyDispute
from app.contract.scorecards import BlindShift, Figure, JudgementPage, OwnScorecard, ScorecardPage, ScorecardView
from app.contract.shift import ShiftView
from app.desktop.panels.team.words import charts, figures
from app.desktop.widgets import captions, formats
from app.desktop.widgets.page import Table
from app.desktop.widgets.record_list import Cell, Column

translate = QCoreApplication.translate


def _type(code: str) -> Cell:
    text, data = captions.case_type(code)
    return Cell(text, data=data)


def _decided(case_type: str, decision: str | None, colour: str = "text") -> Cell:
    return Cell(captions.verb(case_type, decision) if decision else figures.NONE, colour)


def class_words(code: str | None) -> tuple[str, str]:
    """(words, badge colour) of a class of errors."""
    return {
        "critical": (translate("Team", "critical"), "block"),
        "major": (translate("Team", "major"), "escalate"),
        "minor": (translate("Team", "minor"), "muted"),
    }.get(code or "", ("", ""))


def dispute_words(state: str | None) -> str:
    return {
        "open": translate("Team", "disputed, open"),
        "upheld": translate("Team", "disputed: it stands"),
        "overturned": translate("Team", "disputed: you were right"),
    }.get(state or "", "")


def judgements(page: JudgementPage) -> Table:
    """Judgements of one's own decisions."""
    columns = (
        Column(translate("Team", "Decided"), 0.0),
        Column(translate("Team", "Case"), 0.0),
        Column(translate("Team", "Type"), 0.6, gives=True),
        Column(translate("Team", "Yours"), 0.2),
        Column(translate("Team", "Found right"), 0.2),
        Column(translate("Team", "Judged by"), 0.3),
        Column(translate("Team", "Class"), 0.1),
        Column(translate("Team", "Dispute"), 0.5, gives=True),
    )
    rows: list[tuple[Cell, ...]] = []
    for one in page.judgements:
        words, badge = class_words(one.error_class)
        said = dispute_words(one.dispute_state) or (
            translate("Team", "Enter disputes it") if one.disputable else figures.NONE
        )
        colour = "muted" if one.right is None else "pass_" if one.right else "block"
        truth = (
            Cell(translate("Team", "not settled"), "muted")
            if one.right is None
            else _decided(one.case_type, one.truth, colour)
        )
        rows.append(
            (
                Cell(formats.day_time(one.decided_at), "muted"),
                Cell(one.case_id, data=True),
                _type(one.case_type),
                _decided(one.case_type, one.decision),
                truth,
                Cell(figures.source_words(one.source)),
                Cell(words, badge=badge) if words else Cell(figures.NONE, "muted"),
                Cell(said, "muted"),
            )
        )
    return columns, tuple(rows)


def readers(own: OwnScorecard) -> Table:
    """Who else has read one's own card."""
    columns = (Column(translate("Team", "When"), 0.0), Column(translate("Team", "Who"), 1.0))
    rows = tuple(
        (
            Cell(formats.day_time(one.at), "muted"),
            Cell(one.name or translate("Team", "somebody of the house"), data=bool(one.name)),
        )
        for one in own.readers
    )
    return columns, rows


def cards(page: ScorecardPage) -> Table:
    """Cards beside one another, in the order of their names."""
    columns = (
        Column(translate("Team", "Who"), 0.6),
        Column(figures.measure_words("accuracy"), 0.6),
        Column(translate("Team", "state"), 0.0),
        Column(figures.measure_words("needless"), 0.4),
        Column(figures.measure_words("in_time"), 0.4),
        Column(figures.measure_words("agreement"), 0.4),
        Column(translate("Team", "median time"), 0.1, right=True),
        Column(translate("Team", "a day"), 0.1, right=True),
    )
    rows = tuple(_card(card) for card in (*page.cards, page.total))
    return columns, rows


def _card(card: ScorecardView) -> tuple[Cell, ...]:
    name, data = charts.subject_words(card.subject)
    median = card.handling.median_ms
    per_day = card.throughput.per_day
    return (
        Cell(name, data=data, strong=card.subject.kind == "all"),
        _share(card.accuracy),
        _state(card.accuracy),
        _share(card.needless),
        _share(card.in_time),
        _share(card.agreement),
        Cell(formats.span(median / 1000) if median is not None else figures.NONE),
        Cell(formats.number(per_day, 1) if per_day is not None else figures.NONE),
    )


def _share(figure: Figure) -> Cell:
    if figure.share is None:
        text = translate("Team", "{k} more to show").format(k=formats.count(figure.more_to_show))
        return Cell(text if figure.n else figures.NONE, "muted")
    return Cell(figures.share_text(figure))


def _state(figure: Figure) -> Cell:
    if not figure.state:
        return Cell(figures.NONE, "muted")
    return Cell(figures.state_words(figure.state), badge=figures.STATES[figure.state])


def due(view: ShiftView) -> Table:
    columns = (
        Column(translate("Team", "Type"), 1.0),
        *(
            Column(title, 0.0, right=True)
            for title in (
                translate("Team", "late"),
                translate("Team", "within 1 h"),
                translate("Team", "within 4 h"),
                translate("Team", "today"),
                translate("Team", "later"),
                translate("Team", "clock stopped"),
            )
        ),
    )
    rows = tuple(
        (
            _type(one.case_type),
            Cell(formats.count(one.late), "block" if one.late else "text"),
            *(Cell(formats.count(value)) for value in (one.hour, one.four_hours, one.today, one.later, one.paused)),
        )
        for one in view.due
    )
    return columns, rows


def people(view: ShiftView) -> Table:
    columns = (
        Column(translate("Team", "Who"), 1.0),
        Column(translate("Team", "Team"), 0.5),
        Column(translate("Team", "holds"), 0.0, right=True),
        Column(translate("Team", "decided"), 0.0, right=True),
        Column(translate("Team", "last decision"), 0.2),
    )
    rows = tuple(
        (
            Cell(one.name, data=True),
            Cell(one.team or one.vendor or figures.NONE, data=bool(one.team or one.vendor)),
            Cell(formats.count(one.holds)),
            Cell(formats.count(one.decided)),
            Cell(formats.clock(one.last_at) if one.last_at is not None else figures.NONE, "muted"),
        )
        for one in view.people
    )
    return columns, rows


def week(now: ScorecardView, before: ScorecardView) -> Table:
    columns = (
        Column(translate("Team", "Figure"), 0.6),
        Column(translate("Team", "this week"), 0.6),
        Column(translate("Team", "state"), 0.0),
        Column(translate("Team", "the week before"), 0.6),
    )
    rows: list[tuple[Cell, ...]] = []
    for name in ("accuracy", "needless", "agreement", "overturned", "in_time"):
        here, there = getattr(now, name), getattr(before, name)
        rows.append((Cell(figures.measure_words(name)), _share(here), _state(here), _share(there)))
    return columns, tuple(rows)


def week_types(by_type: Sequence[ScorecardView]) -> Table:
    columns = (
        Column(translate("Team", "Type"), 0.6),
        Column(figures.measure_words("accuracy"), 0.6),
        Column(translate("Team", "state"), 0.0),
        Column(figures.measure_words("in_time"), 0.6),
    )
    rows = tuple(
        (_type(one.subject.id), _share(one.accuracy), _state(one.accuracy), _share(one.in_time)) for one in by_type
    )
    return columns, rows


def open_disputes(rows: Sequence[WeeklyDispute]) -> Table:
    columns = (
        Column(translate("Team", "Raised"), 0.0),
        Column(translate("Team", "Case"), 0.0),
        Column(translate("Team", "Type"), 0.4, gives=True),
        Column(translate("Team", "Decided"), 0.1),
        Column(translate("Team", "Found right"), 0.1),
        Column(translate("Team", "Why it is disputed"), 1.0, gives=True),
    )
    told = tuple(
        (
            Cell(formats.day_time(one.raised_at), "muted"),
            Cell(one.case_id, data=True),
            _type(one.case_type),
            _decided(one.case_type, one.decision),
            _decided(one.case_type, one.truth),
            Cell(one.reason, data=True),
        )
        for one in rows
    )
    return columns, told


def disputes(page: DisputePage) -> Table:
    columns = (
        Column(translate("Team", "Raised"), 0.0),
        Column(translate("Team", "By"), 0.2),
        Column(translate("Team", "Case"), 0.0),
        Column(translate("Team", "Decided"), 0.1),
        Column(translate("Team", "Found right"), 0.1),
        Column(translate("Team", "Why it is disputed"), 1.0, gives=True),
        Column(translate("Team", "What next"), 0.3),
    )
    rows: list[tuple[Cell, ...]] = []
    for one in page.disputes:
        if one.state == "open":
            said = (
                translate("Team", "Enter settles it")
                if one.mine_to_settle
                else translate("Team", "somebody else settles it")
            )
        else:
            said = dispute_state(one.state)
        rows.append(
            (
                Cell(formats.day_time(one.raised_at), "muted"),
                Cell(one.raised_by_name, data=True),
                Cell(one.case_id, data=True),
                _decided(one.case_type, one.decision),
                _decided(one.case_type, one.truth),
                Cell(one.reason, data=True),
                Cell(said, "muted"),
            )
        )
    return columns, tuple(rows)


def dispute_state(state: str) -> str:
    return {
        "open": translate("Team", "open"),
        "upheld": translate("Team", "the judgement stands"),
        "overturned": translate("Team", "the decision was right"),
    }.get(state, state)


def blind(shift: BlindShift) -> Table:
    """What the agent's word does to decisions."""
    columns = (Column(translate("Team", "First decision"), 1.0), Column(translate("Team", "share"), 1.0))
    if not shift.agreed_blind.n:
        return columns, ()
    moved = figures.pull(shift.pull)
    return columns, (
        (Cell(translate("Team", "like ROCA, blind")), _share(shift.agreed_blind)),
        (Cell(translate("Team", "like ROCA, its word in sight")), _share(shift.agreed_shown)),
        (Cell(moved.word), Cell(moved.value)),
        (Cell(translate("Team", "moved towards it then")), _share(shift.toward)),
        (Cell(translate("Team", "moved away from it then")), _share(shift.away)),
    )
