"""Whose a case is, and who is next in line for a seat: numbers of cases alone, read by index.

The line is the served order in five stretches, each of which an index gives in order, so that the first few hundred of
a million cost no more than those of a thousand.
"""

import itertools
from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, case, func, literal_column, or_, select, union_all

from app.contract.views import Viewer
from app.domain.case import CaseState
from app.domain.priority import KEY_USER_PRIORITY
from app.domain.roles import Capability, can
from app.domain.seat import Own
from app.server.storage import cases, work
from app.server.storage import tables as t

_UNDECIDED = (CaseState.OPEN.value, CaseState.ESCALATED.value)
HOUR_MS = 3_600_000
# Written out, since an index of Key Users alone is found by these words.
_KEY_USER = t.cases.c.priority >= literal_column(str(KEY_USER_PRIORITY))
_Pieces = tuple[tuple[ColumnElement[bool], bool], ...]
_Order = tuple[ColumnElement[int], ...]


def own(connection: Connection, viewer: Viewer, now_ms: int, decided_after_ms: int) -> Own:
    """The cases that are this person's own; what leaves its own sight is not."""
    c, e, r, me = t.cases.c, t.escalations.c, t.reviews.c, viewer.user_id
    seen, here = cases.visible(viewer), ~work.away(now_ms)
    undecided = also(c.state.in_(_UNDECIDED), seen)
    # One question per index: a single one with all these alternatives would read every case.
    theirs = (
        and_(c.claim_owner == me, c.claim_until > now_ms),
        c.assigned_to == me,
        and_(c.snoozed_by == me, c.snoozed_until > now_ms),
        c.waiting_by == me,
    )
    to_do: set[int] = set()
    beside: set[int] = set()
    for whose in theirs:
        for number, now in connection.execute(select(c.case_number, here).where(whose, undecided)):
            (to_do if now else beside).add(number)
    raised = (
        select(c.case_number)
        .join(t.escalations, e.case_number == c.case_number)
        .where(
            e.raised_by == me,
            e.resolved_at.is_(None),
            also(e.escalation_id == c.escalation_id, c.state == CaseState.ESCALATED.value, seen),
        )
    )
    decided = (
        select(c.case_number)
        .join(t.reviews, r.case_number == c.case_number)
        .where(r.reviewer_id == me, r.decided_at >= decided_after_ms, also(c.state != CaseState.WITHDRAWN.value, seen))
    )
    for query in (raised, decided):
        beside.update(connection.scalars(query))
    return Own(frozenset(to_do), frozenset(beside - to_do))


def line(connection: Connection, viewer: Viewer, now_ms: int, closed_after_ms: int, limit: int) -> list[int]:
    """The first `limit` cases that a seat is filled with: what this person may work on, in the served order; and where
    that is not enough, what else there is to see: taken, put off or sent upward by others, then what was decided since
    `closed_after_ms`, the newest first."""
    found = _workable(connection, viewer, now_ms, limit)
    if len(found) < limit:
        found += _others(connection, viewer, now_ms, limit)
    if len(found) < limit:
        c = t.cases.c
        closed = also(c.state == CaseState.CLOSED.value, cases.visible(viewer))
        newest = select(c.case_number).where(c.closed_at >= closed_after_ms, closed)
        found += connection.scalars(newest.order_by(c.closed_at.desc(), c.case_number).limit(limit - len(found)))
    return list(dict.fromkeys(found))[:limit]


def given_line(
    connection: Connection, viewer: Viewer, now_ms: int, limit: int, given: ColumnElement[bool]
) -> list[int]:
    """The first `limit` open cases that nobody holds and that a person is `given`, in the served order."""
    c = t.cases.c
    nobodys = or_(c.claim_owner.is_(None), c.claim_until <= now_ms)
    return _workable(connection, viewer, now_ms, limit, and_(nobodys, given))


def stretches(now_ms: Any) -> tuple[tuple[ColumnElement[bool], _Order], ...]:
    """The line of open cases that nobody put off, cut so that an index has each part in its order: the condition of a
    part and what is left of the order in it, the first part first."""
    return tuple((or_(*(piece for piece, _ in stretch)), order) for stretch, order in _stretches(now_ms))


def returned(now_ms: Any) -> Select[tuple[int]]:
    """The numbers of all in the first of the `stretches`, each piece by the index that was made for it."""
    pieces, _ = _stretches(now_ms)[0]
    found = union_all(*(select(t.cases.c.case_number).where(piece).correlate(None) for piece, _ in pieces)).subquery()
    return select(found.c.case_number)


def tally(connection: Connection, viewer: Viewer, now_ms: int, among: Collection[int] | None = None) -> dict[str, int]:
    """How many cases each view of the whole queue has, or `among` these: as app.server.storage.cases.in_view says."""
    c, away = t.cases.c, work.away(now_ms)
    columns = (
        ~away,
        and_(~away, c.effective_due_at <= now_ms + HOUR_MS),
        and_(~away, _KEY_USER),
        away,
    )
    sums = [func.coalesce(func.sum(case((column, 1), else_=0)), 0) for column in columns]
    query = select(c.case_type, *sums).where(_of(among, c.state == CaseState.OPEN.value, cases.visible(viewer)))
    found = dict.fromkeys(("open", "due_1h", "key_users", "later"), 0)
    for case_type, here, due, key_users, later in connection.execute(query.group_by(c.case_type)):
        found[f"type:{case_type}"] = int(here)
        for view, count in zip(("open", "due_1h", "key_users", "later"), (here, due, key_users, later), strict=True):
            found[view] += int(count)
    escalated = _of(among, c.state == CaseState.ESCALATED.value, away, cases.visible(viewer))
    found["later"] += cases.count(connection, escalated)
    return found


def awaiting(connection: Connection, viewer: Viewer, now_ms: int, among: Collection[int] | None = None) -> int:
    """How many escalated cases wait for a decision that this person may make."""
    return cases.count(connection, _of(among, cases.awaiting(viewer), ~work.away(now_ms), cases.visible(viewer)))


def _workable(
    connection: Connection, viewer: Viewer, now_ms: int, limit: int, given: ColumnElement[bool] | None = None
) -> list[int]:
    found: list[int] = []
    free = _free(viewer, now_ms) if given is None else and_(_free(viewer, now_ms), given)
    queues = _queues(viewer) if given is None else (t.cases.c.state == CaseState.OPEN.value,)
    for stretch, order in _stretches(now_ms):
        rows: set[tuple[int, ...]] = set()
        for queue, (piece, few) in itertools.product(queues, stretch):
            begun = also(queue, free) if few else and_(queue, free)
            query = select(*(key.label(f"k{n}") for n, key in enumerate(order))).where(piece, begun)
            rows.update(tuple(row) for row in connection.execute(query.order_by(*order).limit(limit - len(found))))
        found += [row[-1] for row in sorted(rows)[: limit - len(found)]]
        if len(found) >= limit:
            break
    return found


def _others(connection: Connection, viewer: Viewer, now_ms: int, limit: int) -> list[int]:
    """All that waits, in the served order; asked only where few can be worked on."""
    waiting = and_(t.cases.c.state.in_(_UNDECIDED), cases.visible(viewer))
    query = select(t.cases.c.case_number).where(waiting).order_by(*cases.order_columns(now_ms))
    return list(connection.scalars(query.limit(limit)))


def _queues(viewer: Viewer) -> tuple[ColumnElement[bool], ...]:
    """Open cases; and for those who decide them, escalated ones."""
    opened = t.cases.c.state == CaseState.OPEN.value
    return (opened, cases.awaiting(viewer)) if can(viewer.roles, Capability.ESCALATION_RESOLVE) else (opened,)


def _free(viewer: Viewer, now_ms: int) -> ColumnElement[bool]:
    """What this person may begin: neither put off, nor another's."""
    c, me = t.cases.c, viewer.user_id
    nobody_else = or_(c.claim_owner.is_(None), c.claim_until <= now_ms, c.claim_owner == me)
    return and_(~work.away(now_ms), nobody_else, cases.free_for(me), cases.visible(viewer))


def _stretches(now_ms: Any) -> tuple[tuple[_Pieces, _Order], ...]:
    """The served order cut where its first three terms change: pieces with an index each, and what is left of the order
    in them; and whether so few cases lie in a piece that no other index is to be asked. What can be begun does not
    wait, so its deadline is the one that the indexes are sorted by."""
    c = t.cases.c
    usual = and_(~c.back_from_snooze, c.snoozed_until.is_(None))
    late, in_time = c.effective_due_at <= now_ms, c.effective_due_at > now_ms
    rest: _Order = (c.effective_due_at, -c.priority, c.routed_at, c.case_number)
    return (
        (((c.back_from_snooze, True), (c.snoozed_until <= now_ms, True)), cases.order_columns(now_ms)),
        (((and_(usual, late, _KEY_USER), False),), rest),
        (((and_(usual, late, ~_KEY_USER), False),), rest),
        (((and_(usual, in_time, _KEY_USER), False),), rest),
        (((and_(usual, in_time, ~_KEY_USER), False),), rest),
    )


def _of(among: Collection[int] | None, *conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """These conditions on every case, or on a few that are looked up by their numbers."""
    return and_(*conditions) if among is None else and_(t.cases.c.case_number.in_(among), also(*conditions))


def also(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """These conditions, said so that no index is looked up for them: another has left few rows already."""
    return case((and_(*conditions), 1), else_=0) == 1
