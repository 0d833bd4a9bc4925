"""Scorecards: a person's own, those of teams, vendors and types for who leads, and funnels in the place of rankings.

Whoever reads the figures of others stands in the trail before they are answered.
"""

import math
from collections.abc import Callable
from datetime import datetime, timedelta

import msgspec
from sqlalchemy import Connection

from app.analytics.funnel import Place, place
from app.analytics.funnel import funnel as drawn
from app.contract.problems import Code, ProblemItem
from app.contract.scorecards import (
    BlindShift,
    CardReader,
    DisputeCounts,
    Figure,
    FunnelLimit,
    FunnelPoint,
    FunnelView,
    OwnScorecard,
    ScorecardPage,
    ScorecardView,
    SourceCount,
    Subject,
)
from app.domain.gold import WINDOW, told_before
from app.domain.roles import Capability
from app.domain.targets import BENCHMARK, SHOWN_FROM
from app.server.security.principal import Principal
from app.server.storage import audit, people, scorecards
from app.server.storage import gold as gold_counts
from app.server.storage.judgements import Span
from app.server.storage.scorecards import GRAIN_MS, Counts
from app.server.storage.unit_of_work import Storage, from_ms, to_ms
from app.server.usecases import said
from app.server.usecases.reading import note
from app.server.usecases.refusal import Refused, require

ACTION = "scorecard.read"
PERSON = "user"
MOST_READERS = 20
GOLD = "gold"
GROUPS = ("vendor", "team", "case_type")
# By a measure's name: (count, n), and the share that it is held against.
MEASURES: dict[str, tuple[Callable[[Counts], tuple[int, int]], float | None]] = {
    "accuracy": (lambda c: _judged(c), BENCHMARK),
    "needless": (lambda c: (c.needless, c.escalated), None),
    "agreement": (lambda c: (c.pairs_agreed, c.pairs), None),
    "overturned": (lambda c: (c.replaced, c.in_force), None),
    "in_time": (lambda c: (c.in_time, c.due), None),
}
_OUTSIDE = {Place.INSIDE: 0, Place.WARN_LOW: -1, Place.WARN_HIGH: 1, Place.LOW: -2, Place.HIGH: 2}
LIMIT_POINTS = 40


def own(storage: Storage, who: Principal, days: int) -> OwnScorecard:
    """The reader's own card. Raises Refused (forbidden)."""
    require(who, Capability.SCORECARD_OWN)
    start, end = window(storage, days)
    with storage.read() as connection:
        told = gold_counts.told(connection, who.user_id, to_ms(told_before(storage.clock())))
        span = Span(to_ms(start), to_ms(end), person=who.user_id, own=True)
        found = _of_person(connection, who.user_id, who.name, span, told)
        read = audit.readers_of(connection, ACTION, PERSON, who.user_id, to_ms(start), to_ms(end) + 1, MOST_READERS)
    readers = tuple(CardReader(from_ms(at), None if who.viewer.outside else name) for at, name in read)
    return msgspec.structs.replace(found, readers=readers)


def of_person(storage: Storage, who: Principal, user_id: str, days: int) -> OwnScorecard:
    """Somebody's card, for who leads. Raises Refused (forbidden, not_found)."""
    require(who, Capability.SCORECARD_READ)
    start, end = window(storage, days)
    with storage.read() as connection:
        found = people.user_by_id(connection, user_id)
        if found is None:
            raise Refused(Code.NOT_FOUND)
        told = _of_person(connection, user_id, found.name, Span(to_ms(start), to_ms(end), person=user_id))
    note(storage, who, ACTION, PERSON, user_id, days=days)
    return told


def _of_person(
    connection: Connection, user_id: str, name: str, span: Span, gold: tuple[int, int] | None = None
) -> OwnScorecard:
    """`gold`: (right, all) of whoever reads their own card, whatever its span and on the whole card alone: a count of
    a day or a type, held against the one beside it, would tell which cases they were."""
    by_type = scorecards.counts(connection, span, "case_type")
    whole = scorecards.whole(by_type.values())
    if gold is None:
        # Others are told nothing of a type of few cases, nor what is left of the whole without its neighbours.
        whole = scorecards.without_few(whole, by_type.values(), SHOWN_FROM)
    return OwnScorecard(
        from_ms(span.from_ms),
        from_ms(span.before_ms),
        card(Subject("person", user_id, name), whole, gold=gold),
        tuple(
            card(Subject("person", user_id, name), by_type[one], one, None if gold is None else (0, 0))
            for one in sorted(by_type)
        ),
    )


def page(storage: Storage, who: Principal, by: str, days: int, case_type: str | None) -> ScorecardPage:
    """Cards of every vendor, team or type. Raises Refused (forbidden)."""
    require(who, Capability.SCORECARD_READ)
    start, end = window(storage, days)
    with storage.read() as connection:
        told = cards(connection, Span(to_ms(start), to_ms(end), case_type), by)
    note(storage, who, ACTION, by, case_type or "*", days=days, shown=len(told.cards))
    return told


def cards(connection: Connection, span: Span, by: str) -> ScorecardPage:
    """The page of a span, in the order of names; persons by their names as well."""
    found = scorecards.counts(connection, span, by)
    whole = scorecards.without_few(scorecards.whole(found.values()), found.values(), SHOWN_FROM)
    named = scorecards.names(connection, list(found)) if by == "person" else {}
    subjects = sorted((named.get(one, one), one) for one in found)
    return ScorecardPage(
        from_ms(span.from_ms),
        from_ms(span.before_ms),
        by,
        tuple(card(Subject(by, one, name), found[one], span.case_type) for name, one in subjects),
        card(Subject("all", "", ""), whole, span.case_type),
    )


def card(
    subject: Subject, counts: Counts, case_type: str | None = None, gold: tuple[int, int] | None = None
) -> ScorecardView:
    """What may be told of these counts. Gold cases are a figure of their own and no part of the accuracy; of one
    person's, others are told nothing before there are as many as an alarm asks for."""
    right, judged = _judged(counts)
    unsettled = sum(one for name, (_, _, one) in counts.sources.items() if name != GOLD)
    gold_n, gold_right, _ = counts.sources.get(GOLD, (0, 0, 0))
    gold_from = SHOWN_FROM
    if gold is not None:
        gold_right, gold_n = gold
    elif counts.people <= 1:
        gold_from = WINDOW
    return ScorecardView(
        subject=subject,
        people=counts.people,
        case_type=case_type,
        accuracy=said.figure(right, judged, target=BENCHMARK, undecided=unsettled),
        sources=tuple(
            SourceCount(source, n, good if n >= SHOWN_FROM else None)
            for source, (n, good, _) in sorted(counts.sources.items())
            if source != GOLD
        ),
        benchmark=BENCHMARK,
        needless=said.figure(counts.needless, counts.escalated, undecided=counts.escalated_open),
        handling=said.handling(counts.buckets.items(), counts.active_ms, GRAIN_MS),
        gold=said.figure(gold_right, gold_n, shown_from=gold_from),
        agreement=said.figure(counts.pairs_agreed, counts.pairs),
        overturned=said.figure(counts.replaced, counts.in_force),
        in_time=said.figure(counts.in_time, counts.due),
        throughput=said.throughput(counts.reviews, counts.days, counts.active_ms),
        blind=BlindShift(
            agreed_blind=said.figure(counts.blind_agreed, counts.blind),
            agreed_shown=said.figure(counts.shown_agreed, counts.shown),
            pull=said.difference((counts.shown_agreed, counts.shown), (counts.blind_agreed, counts.blind)),
            toward=said.figure(counts.toward, counts.answered),
            away=said.figure(counts.away, counts.answered),
        ),
        disputes=DisputeCounts(*counts.disputes),
    )


def _judged(counts: Counts) -> tuple[int, int]:
    told = [one for name, one in counts.sources.items() if name != GOLD]
    return sum(right for _, right, _ in told), sum(n for n, _, _ in told)


def funnel(storage: Storage, who: Principal, by: str, measure: str, days: int, case_type: str | None) -> FunnelView:
    """Shares against the number of cases. Raises Refused (forbidden)."""
    require(who, Capability.SCORECARD_READ)
    start, end = window(storage, days)
    with storage.read() as connection:
        span = Span(to_ms(start), to_ms(end), case_type)
        found = scorecards.counts(connection, span, by)
        every = scorecards.whole(found.values())
        whole = scorecards.without_few(every, found.values(), SHOWN_FROM)
    note(storage, who, ACTION, by, measure, days=days, shown=len(found))
    read, benchmark = MEASURES[measure]
    told = {one: said.figure(*read(counts), target=benchmark) for one, counts in sorted(found.items())}
    centre = said.figure(*read(whole))
    around = benchmark if benchmark is not None else centre.share
    points = tuple(FunnelPoint(Subject(by, one, one), fig, _outside(fig, around)) for one, fig in told.items())
    limits = _limits(around, max((fig.n for fig in told.values()), default=0))
    return FunnelView(start, end, by, measure, centre, benchmark, points, limits)


def _outside(figure: Figure, around: float | None) -> int | None:
    if figure.count is None or around is None:
        return None
    return _OUTSIDE[place(figure.count, figure.n, around)]


def _limits(around: float | None, most: int) -> tuple[FunnelLimit, ...]:
    """The funnel's sides, from the smallest figure that is shown to a little beyond the largest, evenly on a square
    root scale, where they are straightest."""
    if around is None:
        return ()
    first, last = math.sqrt(SHOWN_FROM), math.sqrt(max(most * 1.1, SHOWN_FROM * 2))
    sizes = dict.fromkeys(
        round((first + (last - first) * step / (LIMIT_POINTS - 1)) ** 2) for step in range(LIMIT_POINTS)
    )
    return tuple(FunnelLimit(one.n, one.warn_low, one.warn_high, one.low, one.high) for one in drawn(sizes, around))


def window(storage: Storage, days: int) -> tuple[datetime, datetime]:
    """From the beginning of the first of so many days (UTC), today included, to now."""
    now = storage.clock()
    first = (now - timedelta(days=days - 1)).replace(hour=0, minute=0, second=0, microsecond=0)
    return first, now


def monday(storage: Storage, told: str | None) -> tuple[datetime, datetime]:
    """The week that begins on this Monday ("2026-11-16", UTC); the one before today's where none is told. Raises
    Refused (parameter)."""
    today = storage.clock().replace(hour=0, minute=0, second=0, microsecond=0)
    if told is None:
        start = today - timedelta(days=today.weekday() + 7)
    else:
        try:
            start = datetime.strptime(told, "%Y-%m-%d").replace(tzinfo=today.tzinfo)
        except ValueError:
            start = today
        if start.weekday() != 0 or start.strftime("%Y-%m-%d") != told:
            raise Refused(Code.PARAMETER, errors=(ProblemItem("/week", "monday", "a Monday as 2026-11-16"),))
    return start, start + timedelta(days=7)
