"""Independent decisions of several people on the same cases.

Not among them: second decisions after a reveal, and those that end an escalation, whose author has read the first
person's words. Re-reviews of a sample are, once they are signed.
"""

from typing import Any

import msgspec
from sqlalchemy import ColumnElement, CompoundSelect, Connection, Row, Subquery, case, func, select, union_all

from app.domain.decision import Decision
from app.server.storage import reviews
from app.server.storage import tables as t
from app.server.storage.judgements import first_words, kept_from

_TOLD = (reviews.IN_FORCE, reviews.SUPERSEDED, reviews.CONCURRING, reviews.CONTESTED, reviews.ESCALATION)


class Window(msgspec.Struct, frozen=True):
    """Decisions reached in [from_ms, before_ms), of one case type or all; none of a case whose decision is kept back
    from the reader."""

    from_ms: int
    before_ms: int
    reader: str
    case_type: str | None = None


def _said(window: Window) -> Subquery:
    """(case_number, rater, decision, at, n) of everything that was said; `n` orders what one person said of a case."""
    r, c, task, i = t.reviews, t.cases, t.qa_tasks, t.qa_items
    ended = r.c.escalation_id.is_not(None) & (r.c.standing != reviews.ESCALATION)
    first = (
        select(
            r.c.case_number,
            r.c.reviewer_id.label("rater"),
            r.c.decision,
            r.c.decided_at.label("at"),
            r.c.review_id.label("n"),
        )
        .join_from(r, c, c.c.case_number == r.c.case_number)
        .where(
            r.c.standing.in_(_TOLD),
            ~ended,
            first_words(),
            r.c.case_number.in_(_twice()),
            *_where(window, r.c.decided_at, c.c),
        )
    )
    again = (
        select(
            i.c.case_number,
            task.c.scorer_id.label("rater"),
            task.c.decision,
            task.c.signed_at.label("at"),
            task.c.sample_id.label("n"),
        )
        .join_from(task, i, (i.c.sample_id == task.c.sample_id) & (i.c.ref == task.c.ref))
        .join(c, c.c.case_number == i.c.case_number)
        .where(
            task.c.decision.is_not(None),
            task.c.signed_at.is_not(None),
            *_where(window, task.c.signed_at, c.c),
        )
    )
    return union_all(first, again).subquery("said")


def _twice() -> CompoundSelect[Any]:
    """Cases that more than one person may have judged: no case has two decisions in force, and so one of two is not, or
    is a second look."""
    r, i = t.reviews.alias("beside"), t.qa_items
    return select(r.c.case_number).where(reviews.not_in_force(r.c)).union(select(i.c.case_number))


def _where(window: Window, at: ColumnElement[Any], c: Any) -> list[ColumnElement[bool]]:
    found = [at >= window.from_ms, at < window.before_ms, ~kept_from(window.reader, c.case_number)]
    found.append(c.only_for.is_(None))
    return [*found, c.case_type == window.case_type] if window.case_type is not None else found


def decisions(connection: Connection, window: Window, limit: int) -> list[tuple[int, str, str]]:
    """(case_number, user_id, decision) on cases that two people or more have judged, in the order of saying."""
    s = _said(window).c
    one = func.min(s.rater).over(partition_by=s.case_number).label("one")
    two = func.max(s.rater).over(partition_by=s.case_number).label("two")
    found = select(*s, one, two).subquery("of_two").c
    query = select(found.case_number, found.rater, found.decision).where(found.one != found.two)
    query = query.order_by(found.at, found.n)
    return [(row[0], row[1], row[2]) for row in connection.execute(query.limit(limit))]


def cases_of(connection: Connection, window: Window, a: str, b: str, limit: int) -> tuple[int, list[Row[Any]]]:
    """How many cases both of these judged, and the first of them: those with different decisions, then by case."""
    said = _said(window)
    one, two = _last(said, a, "one"), _last(said, b, "two")
    both = one.join(two, two.c.case_number == one.c.case_number).join(
        t.cases, t.cases.c.case_number == one.c.case_number
    )
    n = connection.scalar(select(func.count()).select_from(both)) or 0
    apart = case((one.c.decision == two.c.decision, 1), else_=0)
    query = (
        select(
            one.c.case_number,
            t.cases.c.case_type,
            one.c.decision.label("decision_a"),
            two.c.decision.label("decision_b"),
            one.c.at.label("at_a"),
            two.c.at.label("at_b"),
        )
        .select_from(both)
        .order_by(apart, one.c.case_number)
        .limit(limit)
    )
    return n, list(connection.execute(query))


def _last(said: Subquery, rater: str, name: str) -> Subquery:
    """What a person said last of each case, where they chose a side."""
    s = said.c
    place = func.row_number().over(partition_by=s.case_number, order_by=[s.at.desc(), s.n.desc()])
    ranked = select(s.case_number, s.decision, s.at, place.label("place")).where(s.rater == rater).subquery()
    return (
        select(ranked.c.case_number, ranked.c.decision, ranked.c.at)
        .where(ranked.c.place == 1, ranked.c.decision != Decision.ESCALATE.value)
        .subquery(name)
    )
