"""How the house stands at this moment, as numbers for whoever watches over the server."""

from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select

from app.server.storage import tables as t

Labels = tuple[tuple[str, str], ...]
Series = dict[Labels, float]
_ALL: Labels = ()


def everything(connection: Connection, now_ms: int) -> dict[str, Series]:
    """Name → labels → value; ages in seconds."""
    return _cases(connection, now_ms) | _trails(connection, now_ms) | _jobs(connection, now_ms)


def _cases(connection: Connection, now_ms: int) -> dict[str, Series]:
    c = t.cases.c
    ordinary = c.only_for.is_(None)
    states = connection.execute(select(c.state, func.count()).where(ordinary).group_by(c.state)).all()
    held = select(func.count()).where(c.state == "open", c.claim_until > now_ms, ordinary)
    claimed = connection.scalar(held)
    oldest, count = func.min(c.routed_at), func.count()
    late = func.count().filter(c.effective_due_at <= now_ms)
    waiting = connection.execute(
        select(c.case_type, count, oldest, late).where(_served(now_ms)).group_by(c.case_type)
    ).all()
    return {
        "footplate_cases": {(("state", row[0]),): float(row[1]) for row in states},
        "footplate_cases_claimed": {_ALL: float(claimed or 0)},
        "footplate_queue_cases": {_type(row): float(row[1]) for row in waiting},
        "footplate_queue_oldest_seconds": {_type(row): _age(now_ms, row[2]) for row in waiting},
        "footplate_queue_overdue_cases": {_type(row): float(row[3]) for row in waiting},
    }


def _served(now_ms: int) -> ColumnElement[bool]:
    """Cases that somebody could be given now."""
    c = t.cases.c
    free = or_(c.claim_until.is_(None), c.claim_until <= now_ms)
    here = or_(c.snoozed_until.is_(None), c.snoozed_until <= now_ms)
    return and_(c.state == "open", free, here, c.waiting_since.is_(None), c.only_for.is_(None))


def _trails(connection: Connection, now_ms: int) -> dict[str, Series]:
    a, h, w = t.audit.c, t.audit_heads.c, t.webhook_deliveries.c
    newest = connection.scalar(select(func.max(t.feed.c.feed_seq))) or 0
    written = connection.scalar(select(func.max(a.audit_seq))) or 0
    head = connection.execute(select(h.audit_seq, h.signed_at).order_by(h.audit_seq.desc()).limit(1)).first()
    sending = connection.execute(select(func.count(), func.min(w.next_at)).where(w.next_at.is_not(None))).one()
    told: dict[str, Series] = {
        "footplate_feed_head": {_ALL: float(newest)},
        "footplate_audit_rows": {_ALL: float(written)},
        "footplate_audit_unsigned_rows": {_ALL: float(written - (head.audit_seq if head else 0))},
        "footplate_webhooks_waiting": {_ALL: float(sending[0])},
        "footplate_webhooks_late_seconds": {_ALL: _age(now_ms, sending[1])},
    }
    if head is not None:
        told["footplate_audit_head_age_seconds"] = {_ALL: _age(now_ms, head.signed_at)}
    return told


def _jobs(connection: Connection, now_ms: int) -> dict[str, Series]:
    """`late`: for how long a job has been due and nobody at it."""
    late: Series = {}
    failures: Series = {}
    for row in connection.execute(select(t.jobs)):
        name = (("job", str(row.name)),)
        busy = row.lease_until is not None and row.lease_until > now_ms
        late[name] = 0.0 if busy else _age(now_ms, row.due_at)
        failures[name] = float(row.failures)
    return {"footplate_job_late_seconds": late, "footplate_job_failures_in_a_row": failures}


def _type(row: Any) -> Labels:
    return (("case_type", str(row[0])),)


def _age(now_ms: int, since_ms: int | None) -> float:
    return 0.0 if since_ms is None else max(0.0, (now_ms - since_ms) / 1000)
