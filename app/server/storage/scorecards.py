"""What a scorecard counts, summed in the database: a query for each part, one row for each subject."""

from collections.abc import Callable, Iterable
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, and_, case, func, literal_column, or_, select

from app.domain.blind_first import Shift
from app.domain.decision import Decision
from app.domain.escalation import EscalationKind
from app.server.storage import disputes, judgements, reviews
from app.server.storage import tables as t
from app.server.storage.judgements import BY, DECIDED, Span, claimed, first_words, of_span, settled_truths
from app.server.storage.planning import planned_anew

GRAIN_MS = 5_000
LONGEST_MS = 4 * 3_600_000
"""Handling times above this are counted as this: nobody's window is in front of one case for longer."""
DAY_MS = 86_400_000
_TOOK_EFFECT = (reviews.IN_FORCE, reviews.SUPERSEDED)
_GROUPS: dict[str, Callable[[Any, Any, Any], ColumnElement[Any]]] = {
    "all": lambda r, c, u: literal_column("''"),
    "person": lambda r, c, u: u.user_id,
    "vendor": lambda r, c, u: func.coalesce(u.vendor, ""),
    "team": lambda r, c, u: func.coalesce(u.team, ""),
    "case_type": lambda r, c, u: c.case_type,
}
_OF_JUDGEMENTS: dict[str, Callable[[Any], ColumnElement[Any]]] = {
    "all": lambda j: literal_column("''"),
    "person": lambda j: j.judged_id,
    "vendor": lambda j: j.vendor,
    "team": lambda j: j.team,
    "case_type": lambda j: j.case_type,
}


class Counts(msgspec.Struct):
    """Everything of one subject. `sources`: provenance → (settled, right, unsettled); `buckets`: time in whole
    GRAIN_MS → how many; `disputes`: open, upheld, overturned; `persons` who decided, and on which `dates`."""

    reviews: int = 0
    active_ms: int = 0
    due: int = 0
    in_time: int = 0
    in_force: int = 0
    replaced: int = 0
    blind: int = 0
    blind_agreed: int = 0
    answered: int = 0
    toward: int = 0
    away: int = 0
    shown: int = 0
    shown_agreed: int = 0
    escalated: int = 0
    needless: int = 0
    escalated_open: int = 0
    pairs: int = 0
    pairs_agreed: int = 0
    sources: dict[str, tuple[int, int, int]] = msgspec.field(default_factory=dict)
    buckets: dict[int, int] = msgspec.field(default_factory=dict)
    disputes: tuple[int, int, int] = (0, 0, 0)
    persons: frozenset[str] = frozenset()
    dates: frozenset[int] = frozenset()

    @property
    def people(self) -> int:
        return len(self.persons)

    @property
    def days(self) -> int:
        return len(self.dates)


_SUMMED = tuple(
    field.name
    for field in msgspec.structs.fields(Counts)
    if field.name not in ("sources", "buckets", "disputes", "persons", "dates")
)


def counts(connection: Connection, span: Span, by: str) -> dict[str, Counts]:
    """By the id of each subject that decided anything in the span. `by`: person, vendor, team, case_type or all (whose
    one id is "")."""
    planned_anew(connection)
    found: dict[str, Counts] = {}

    def card(subject: str) -> Counts:
        return found.setdefault(subject, Counts())

    persons: dict[str, set[str]] = {}
    dates: dict[str, set[int]] = {}
    for subject, person, day, *values in connection.execute(_decisions(span, by)):
        one = card(subject)
        persons.setdefault(subject, set()).add(person)
        dates.setdefault(subject, set()).add(day)
        for name, value in zip(_OF_DECISIONS, values, strict=True):
            setattr(one, name, getattr(one, name) + int(value))
    for subject, one in found.items():
        one.persons, one.dates = frozenset(persons[subject]), frozenset(dates[subject])
    for subject, bucket, many in connection.execute(_times(span, by)):
        card(subject).buckets[bucket] = many
    for subject, all_of, needless, still_open in connection.execute(_escalations(span, by)):
        one = card(subject)
        one.escalated, one.needless, one.escalated_open = all_of, needless, still_open
    for subject, all_of, agreed in connection.execute(_pairs(span, by)):
        one = card(subject)
        one.pairs, one.pairs_agreed = all_of, agreed
    for told in judgements.sources(connection, span, _OF_JUDGEMENTS[by]):
        card(told.by).sources[told.source] = (told.settled, int(told.right), told.unsettled)
    for subject, states in disputes.counts(connection, span, _GROUPS[by]).items():
        card(subject).disputes = states
    return found


def whole(parts: Iterable[Counts]) -> Counts:
    """All of a span together, from the counts of its parts; several of them may share people and days."""
    total = Counts()
    for part in parts:
        for name in _SUMMED:
            setattr(total, name, getattr(total, name) + getattr(part, name))
        for source, told in part.sources.items():
            settled, right, unsettled = total.sources.get(source, (0, 0, 0))
            total.sources[source] = (settled + told[0], right + told[1], unsettled + told[2])
        for bucket, many in part.buckets.items():
            total.buckets[bucket] = total.buckets.get(bucket, 0) + many
        opened, upheld, overturned = total.disputes
        total.disputes = (opened + part.disputes[0], upheld + part.disputes[1], overturned + part.disputes[2])
        total.persons |= part.persons
        total.dates |= part.dates
    return total


_MEASURES: tuple[tuple[Callable[[Counts], int], tuple[str, ...]], ...] = (
    (lambda c: c.reviews, ("reviews", "active_ms", "buckets")),
    (lambda c: c.due, ("due", "in_time")),
    (lambda c: c.in_force, ("in_force", "replaced")),
    (lambda c: c.blind, ("blind", "blind_agreed")),
    (lambda c: c.answered, ("answered", "toward", "away")),
    (lambda c: c.shown, ("shown", "shown_agreed")),
    (lambda c: c.escalated, ("escalated", "needless", "escalated_open")),
    (lambda c: c.pairs, ("pairs", "pairs_agreed")),
    (lambda c: sum(n for n, _, _ in c.sources.values()), ("sources",)),
)


def without_few(total: Counts, parts: Iterable[Counts], least: int) -> Counts:
    """A total from which nobody learns a part by taking the others away: for each measure, parts that are too few to be
    shown, and are so together as well, are left out of it."""
    listed, told = list(parts), msgspec.structs.replace(total)
    for size, names_of in _MEASURES:
        few = [part for part in listed if 0 < size(part) < least]
        if not few or sum(map(size, few)) >= least or size(total) < least:
            continue  # where the total is withheld as well, nothing is to be taken from it
        for name in names_of:
            whole_value = getattr(told, name)
            for part in few:
                whole_value = _less(whole_value, getattr(part, name))
            setattr(told, name, whole_value)
    return told


def _less(value: Any, part: Any) -> Any:
    """A count less another, or each of several by its key."""
    if isinstance(value, int):
        return value - part
    return {
        key: tuple(a - b for a, b in zip(one, part.get(key, (0,) * len(one)), strict=True))
        if isinstance(one, tuple)
        else one - part.get(key, 0)
        for key, one in value.items()
    }


def names(connection: Connection, user_ids: list[str]) -> dict[str, str]:
    u = t.users.c
    return {row[0]: row[1] for row in connection.execute(select(u.user_id, u.name).where(u.user_id.in_(user_ids)))}


def _sum(*conditions: Any) -> Any:
    return func.coalesce(func.sum(case((and_(*conditions), 1), else_=0)), 0)


_OF_DECISIONS = (
    "reviews", "active_ms", "due", "in_time", "in_force", "replaced", "blind", "blind_agreed", "answered", "toward",
    "away", "shown", "shown_agreed",
)  # fmt: skip


def _decisions(span: Span, by: str) -> Any:
    """(subject, person, day, *_OF_DECISIONS): by person and day, so that who and when are counted without a second look
    at every row. What most reviews do not have is looked for where it may be: an answer to a reveal under a blind one,
    another outcome under one that is not the case's own."""
    r, c, u, after = t.reviews, t.cases, t.users, t.after_reveal
    outcome, settled = t.reviews.alias("outcome"), settled_truths()
    blind, shown = r.c.blind_first.is_(True), r.c.blind_first.is_(False)
    decided = and_(r.c.standing.in_(_TOOK_EFFECT), r.c.decision != Decision.ESCALATE.value)
    agreed = r.c.decision == r.c.ai_verdict
    due = r.c.standing.in_((*_TOOK_EFFECT, reviews.ESCALATION))
    theirs = and_(outcome.c.reviewer_id != r.c.reviewer_id, outcome.c.decision != r.c.decision)
    others = or_(theirs, settled.c.truth != r.c.decision)
    group = _GROUPS[by](r.c, c.c, u.c).label("by")
    return (
        select(
            group,
            r.c.reviewer_id.label("person"),
            (r.c.decided_at // DAY_MS).label("day"),
            func.count().label("reviews"),
            func.coalesce(func.sum(_active(r)), 0).label("active_ms"),
            _sum(due).label("due"),
            _sum(due, r.c.decided_at <= c.c.effective_due_at).label("in_time"),
            _sum(decided).label("in_force"),
            _sum(decided, others).label("replaced"),
            _sum(decided, blind).label("blind"),
            _sum(decided, blind, agreed).label("blind_agreed"),
            _sum(decided, after.c.review_id.is_not(None)).label("answered"),
            _sum(decided, after.c.shift == Shift.TOWARD.value).label("toward"),
            _sum(decided, after.c.shift == Shift.AWAY.value).label("away"),
            _sum(decided, shown).label("shown"),
            _sum(decided, shown, agreed).label("shown_agreed"),
        )
        .join_from(r, c, c.c.case_number == r.c.case_number)
        .join(u, u.c.user_id == r.c.reviewer_id)
        .outerjoin(after, after.c.review_id == case((blind, r.c.review_id)))
        .outerjoin(outcome, outcome.c.review_id == func.nullif(c.c.outcome_review_id, r.c.review_id))
        .outerjoin(settled, settled.c.review_id == r.c.review_id)
        .where(*of_span(span, r.c, c.c, u.c), first_words())
        .group_by(BY, literal_column("person"), literal_column("day"))
    )


def _active(r: Any) -> ColumnElement[int]:
    return case((r.c.active_ms > LONGEST_MS, LONGEST_MS), (r.c.active_ms < 0, 0), else_=r.c.active_ms)


def _times(span: Span, by: str) -> Any:
    r, c, u = t.reviews, t.cases, t.users
    group, bucket = _GROUPS[by](r.c, c.c, u.c).label("by"), (_active(r) // GRAIN_MS).label("bucket")
    return (
        select(group, bucket, func.count())
        .join_from(r, c, c.c.case_number == r.c.case_number)
        .join(u, u.c.user_id == r.c.reviewer_id)
        .where(*of_span(span, r.c, c.c, u.c), first_words())
        .group_by(BY, literal_column("bucket"))
    )


def _escalations(span: Span, by: str) -> Any:
    """Escalations of the span's decisions that no rule asked for: ended, ended with the agent's own verdict, open."""
    e, r, c, u = t.escalations, t.reviews, t.cases, t.users
    ended = t.reviews.alias("ended")
    group = _GROUPS[by](r.c, c.c, u.c).label("by")
    return (
        select(
            group,
            func.count(ended.c.review_id),
            _sum(ended.c.decision == ended.c.ai_verdict),
            _sum(ended.c.review_id.is_(None)),
        )
        .join_from(
            e,
            r,
            and_(
                r.c.case_number == e.c.case_number,
                r.c.escalation_id == e.c.escalation_id,
                r.c.standing == reviews.ESCALATION,
                r.c.case_number.in_(select(e.c.case_number)),  # the few are gone through, and not all reviews
            ),
        )
        .join(c, c.c.case_number == r.c.case_number)
        .join(u, u.c.user_id == r.c.reviewer_id)
        .outerjoin(ended, ended.c.review_id == e.c.resolved_review_id)
        .where(*of_span(span, r.c, c.c, u.c), e.c.kind != EscalationKind.KEY_USER.value)
        .group_by(BY)
    )


def _pairs(span: Span, by: str) -> Any:
    """The span's decisions beside each independent decision of another person on the same case: how many, and how many
    alike. Whoever ends an escalation has read the other's words and is independent of nobody."""
    r, c, u, o = t.reviews, t.cases, t.users, t.reviews.alias("other")
    beside = t.reviews.alias("beside")
    group = _GROUPS[by](r.c, c.c, u.c).label("by")
    told = (*_TOOK_EFFECT, reviews.CONCURRING, reviews.CONTESTED)
    return (
        select(group, func.count(), _sum(r.c.decision == o.c.decision))
        .join_from(r, c, c.c.case_number == r.c.case_number)
        .join(u, u.c.user_id == r.c.reviewer_id)
        .join(o, and_(o.c.case_number == r.c.case_number, o.c.reviewer_id != r.c.reviewer_id))
        .where(
            *of_span(span, r.c, c.c, u.c),
            first_words(),
            # No case has two decisions in force.
            r.c.case_number.in_(select(beside.c.case_number).where(reviews.not_in_force(beside.c))),
            r.c.standing.in_(told),
            claimed(r),
            o.c.standing.in_(told),
            r.c.decision.in_(DECIDED),
            o.c.decision.in_(DECIDED),
            r.c.escalation_id.is_(None),
            o.c.escalation_id.is_(None),
        )
        .group_by(BY)
    )
