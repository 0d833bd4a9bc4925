"""Disputes in the database."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, case, func, insert, select, tuple_, update

from app.contract.disputes import DisputeBrief
from app.contract.views import Viewer
from app.domain.dispute import DisputeState
from app.domain.roles import Capability, can
from app.server.storage import tables as t
from app.server.storage.judgements import BY, RE_REVIEW, SESSION, Span, kept_from, of_span
from app.server.storage.unit_of_work import from_ms

_MANY = 200  # judgements in one question
_settlers = t.users.alias("settlers")


def add(connection: Connection, **values: Any) -> None:
    connection.execute(insert(t.disputes).values(state=DisputeState.OPEN.value, **values))


def exists(connection: Connection, source: str, key: str) -> bool:
    """Whether this judgement was ever disputed."""
    d = t.disputes.c
    query = select(d.dispute_id).where(d.source == source, d.judgement_key == key)
    return connection.scalar(query) is not None


def load(connection: Connection, dispute_id: str, *, for_update: bool = False) -> Row[Any] | None:
    """One dispute with its review and case (see `_rows`)."""
    query = _rows().where(t.disputes.c.dispute_id == dispute_id)
    if for_update and connection.dialect.name != "sqlite":
        query = query.with_for_update(of=t.disputes)
    return connection.execute(query).first()


def settle(connection: Connection, dispute_id: str, **values: Any) -> None:
    connection.execute(update(t.disputes).where(t.disputes.c.dispute_id == dispute_id).values(**values))


def listed(
    connection: Connection, reader: str, state: str | None, after: str, limit: int, vendor: str | None = None
) -> list[Row[Any]]:
    """Disputes after a dispute_id ("" from the beginning), the oldest first; of one state, of one vendor's people;
    none of a case whose decision is kept back from the reader."""
    d = t.disputes.c
    query = _rows().where(d.dispute_id > after, ~kept_from(reader, t.reviews.c.case_number))
    query = query.order_by(d.dispute_id).limit(limit)
    if state is not None:
        query = query.where(d.state == state)
    if vendor is not None:
        query = query.where(func.coalesce(t.users.c.vendor, "") == vendor)
    return list(connection.execute(query))


def _rows() -> Any:
    d, r, c, u = t.disputes, t.reviews, t.cases, t.users
    return (
        select(
            d,
            r.c.case_number,
            r.c.decision,
            r.c.ai_verdict,
            r.c.rev.label("review_rev"),
            c.c.case_type,
            c.c.vendor.label("case_vendor"),
            u.c.name.label("raised_by_name"),
            func.coalesce(u.c.vendor, "").label("vendor"),
            _settlers.c.name.label("resolved_by_name"),
        )
        .join_from(d, r, r.c.review_id == d.c.review_id)
        .join(c, c.c.case_number == r.c.case_number)
        .join(u, u.c.user_id == d.c.raised_by)
        .outerjoin(_settlers, _settlers.c.user_id == d.c.resolved_by)
    )


def judges(connection: Connection, rows: Sequence[Row[Any]]) -> dict[str, frozenset[str | None]]:
    """By dispute, everybody who made the judgement: for one of a re-review all who scored the case, for one of a
    session all who voted on it, and who settled its truth."""
    k, b = t.qa_tasks.c, t.calibration_ballots.c
    found = {row.dispute_id: {row.judge_id} for row in rows}
    for source, (group, ref, person) in (
        (RE_REVIEW, (k.sample_id, k.ref, k.scorer_id)),
        (SESSION, (b.session_id, b.ref, b.user_id)),
    ):
        of = {row.judgement_key: row.dispute_id for row in rows if row.source == source}
        places = [tuple(key.split(":", 1)) for key in sorted(of)]
        for start in range(0, len(places), _MANY):
            asked = tuple_(group, ref).in_(places[start : start + _MANY])
            for named, place, who in connection.execute(select(group, ref, person).where(asked).distinct()):
                found[of[f"{named}:{place}"]].add(who)
    return {dispute_id: frozenset(people) for dispute_id, people in found.items()}


def may_read(raised_by: str, viewer: Viewer) -> bool:
    """Whether a dispute travels with the review for this reader: its author, and those who settle disputes."""
    return raised_by == viewer.user_id or can(viewer.roles, Capability.DISPUTE_RESOLVE)


def of_reviews(connection: Connection, review_ids: Sequence[str]) -> dict[str, DisputeBrief]:
    """What travels with these reviews; the newest where a review was judged more than once."""
    if not review_ids:
        return {}
    d = t.disputes
    query = select(d).where(d.c.review_id.in_(review_ids)).order_by(d.c.dispute_id)
    return {row.review_id: brief(row) for row in connection.execute(query)}


def brief(row: Row[Any]) -> DisputeBrief:
    return DisputeBrief(
        row.dispute_id,
        f"{row.source}:{row.judgement_key}",
        row.state,
        from_ms(row.raised_at),
        from_ms(row.resolved_at) if row.resolved_at is not None else None,
        row.resolution or "",
        row.resolution_language or "",
    )


def open_count(connection: Connection) -> int:
    d = t.disputes.c
    return connection.scalar(select(func.count()).where(d.state == DisputeState.OPEN.value)) or 0


def counts(connection: Connection, span: Span, group: Any) -> dict[str, tuple[int, int, int]]:
    """By `group` (of columns of reviews, cases, users): disputes of decisions of a span, open, upheld, overturned."""
    d, r, c, u = t.disputes, t.reviews, t.cases, t.users

    def of(state: DisputeState) -> Any:
        return func.coalesce(func.sum(case((d.c.state == state.value, 1), else_=0)), 0)

    by = group(r.c, c.c, u.c).label("by")
    query = (
        select(by, *(of(state) for state in DisputeState))
        .join_from(d, r, r.c.review_id == d.c.review_id)
        .join(c, c.c.case_number == r.c.case_number)
        .join(u, u.c.user_id == r.c.reviewer_id)
        .where(*of_span(span, r.c, c.c, u.c), r.c.review_id.in_(select(d.c.review_id)))
        .group_by(BY)
    )
    return {row[0]: (row[1], row[2], row[3]) for row in connection.execute(query)}
