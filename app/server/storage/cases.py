"""Cases in the database: rows to records, the served order as SQL, and who may see which row."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, Row, Select, and_, case, func, or_, select, true, tuple_, update

from app.contract.views import Viewer
from app.domain.case import CaseState, IntakeCase
from app.domain.case_record import CaseRecord, Escalation, Outcome
from app.domain.claim import OFFLINE_MARGIN, Claim
from app.domain.decision import Decision
from app.domain.escalation import EscalationKind
from app.domain.label import Label
from app.domain.priority import KEY_USER_PRIORITY
from app.domain.roles import Capability, can
from app.server.storage import tables as t
from app.server.storage.unit_of_work import from_ms

_owners = t.users.alias("owners")
_raisers = t.users.alias("raisers")
_deciders = t.users.alias("deciders")
_facts = msgspec.json.Decoder(IntakeCase)

OrderKey = tuple[int, int, int, int, int, int, int]


class StoredCase(msgspec.Struct, frozen=True):
    """A record with what only the server needs: the lease's number and device, and the row's own number."""

    number: int
    record: CaseRecord
    vendor: str | None
    fence: int
    claim_id: str | None
    claim_owner: str | None
    claim_device: str | None
    claim_mode: str | None
    effective_due_at: datetime


def case_id(number: int) -> str:
    """The public name of a case: case_id(200001) == "C-200001"."""
    return f"C-{number}"


def rows() -> Select[Any]:
    """Everything that a record is made of, one row per case."""
    return (
        select(
            t.cases,
            _owners.c.name.label("owner_name"),
            t.escalations.c.kind.label("e_kind"),
            t.escalations.c.raised_by.label("e_raised_by"),
            _raisers.c.name.label("e_raised_by_name"),
            t.escalations.c.raised_at.label("e_raised_at"),
            t.escalations.c.rationale.label("e_rationale"),
            t.escalations.c.rationale_language.label("e_language"),
            t.reviews.c.decision.label("o_decision"),
            t.reviews.c.label.label("o_label"),
            t.reviews.c.reviewer_id.label("o_by"),
            _deciders.c.name.label("o_by_name"),
            t.reviews.c.decided_at.label("o_at"),
            t.reviews.c.code.label("o_code"),
            t.reviews.c.route.label("o_route"),
            t.reviews.c.rationale.label("o_rationale"),
            t.reviews.c.executed_at.label("o_executed_at"),
            t.reviews.c.executed_result.label("o_executed_result"),
        )
        .select_from(t.cases)
        .outerjoin(_owners, _owners.c.user_id == t.cases.c.claim_owner)
        .outerjoin(t.escalations, t.escalations.c.escalation_id == t.cases.c.escalation_id)
        .outerjoin(_raisers, _raisers.c.user_id == t.escalations.c.raised_by)
        .outerjoin(t.reviews, t.reviews.c.review_id == t.cases.c.outcome_review_id)
        .outerjoin(_deciders, _deciders.c.user_id == t.reviews.c.reviewer_id)
    )


def stored(row: Row[Any]) -> StoredCase:
    """The record in one row of `rows()`."""
    name = case_id(row.case_number)
    return StoredCase(
        number=row.case_number,
        vendor=row.vendor,
        fence=row.fence,
        claim_id=row.claim_id,
        claim_owner=row.claim_owner,
        claim_device=row.claim_device,
        claim_mode=row.claim_mode,
        effective_due_at=from_ms(row.effective_due_at),
        record=CaseRecord(
            case_id=name,
            rev=row.rev,
            material_rev=row.material_rev,
            state=CaseState(row.state),
            facts=_facts.decode(row.facts),
            received_at=from_ms(row.received_at),
            routed_at=from_ms(row.routed_at),
            due_at=from_ms(row.due_at),
            paused=timedelta(milliseconds=row.paused_ms),
            back_from_snooze=row.back_from_snooze,
            claim=_claim(row, name),
            claim_owner_name=row.owner_name or "",
            escalation=_escalation(row),
            outcome=_outcome(row),
        ),
    )


def _claim(row: Row[Any], name: str) -> Claim | None:
    if row.claim_owner is None:
        return None
    return Claim(
        name, row.claim_id, row.claim_owner, row.fence, from_ms(row.claim_until), from_ms(row.claim_hard_until)
    )


def _escalation(row: Row[Any]) -> Escalation | None:
    if row.escalation_id is None:
        return None
    return Escalation(
        escalation_id=row.escalation_id,
        kind=EscalationKind(row.e_kind),
        raised_by=row.e_raised_by,
        raised_by_name=row.e_raised_by_name,
        raised_at=from_ms(row.e_raised_at),
        rationale=row.e_rationale,
        rationale_language=row.e_language,
    )


def _outcome(row: Row[Any]) -> Outcome | None:
    if row.outcome_review_id is None:
        return None
    return Outcome(
        review_id=row.outcome_review_id,
        decision=Decision(row.o_decision),
        label=Label(row.o_label),
        decided_by=row.o_by,
        decided_by_name=row.o_by_name,
        decided_at=from_ms(row.o_at),
        code=row.o_code,
        route=row.o_route,
        rationale=row.o_rationale,
        executed_at=None if row.o_executed_at is None else from_ms(row.o_executed_at),
        executed_result=row.o_executed_result,
    )


def load(connection: Connection, number: int, *, for_update: bool = False) -> StoredCase | None:
    """One case, locked until commit where `for_update`; None where there is none."""
    if for_update:
        lock(connection, (number,))
    row = connection.execute(rows().where(t.cases.c.case_number == number)).first()
    return None if row is None else stored(row)


def load_many(connection: Connection, numbers: Sequence[int]) -> dict[int, StoredCase]:
    """The cases of these numbers that exist."""
    found = connection.execute(rows().where(t.cases.c.case_number.in_(numbers)))
    return {row.case_number: stored(row) for row in found}


class Header(msgspec.Struct, frozen=True):
    """A case without its facts. `alike`: everybody of one kind sees the same of it."""

    number: int
    case_id: str
    rev: int
    state: str
    vendor: str | None
    alike: bool


def headers(connection: Connection, numbers: Sequence[int]) -> list[Header]:
    """The headers of the cases of these numbers that exist, by number."""
    return _headers(connection, header_rows().where(t.cases.c.case_number.in_(numbers)))


def header_rows() -> Select[Any]:
    """What a header is made of, in the order of the case numbers."""
    c = t.cases.c
    columns = (c.case_number, c.rev, c.state, c.vendor, c.claim_owner, c.escalation_id, c.outcome_review_id)
    return select(*columns).order_by(c.case_number)


def _headers(connection: Connection, query: Select[Any]) -> list[Header]:
    return [
        Header(
            number,
            case_id(number),
            rev,
            state,
            vendor,
            owner is None and escalation is None and outcome is None,
        )
        for number, rev, state, vendor, owner, escalation, outcome in connection.execute(query)
    ]


def kept_at_seats(viewer: Viewer, closed_after_ms: int) -> ColumnElement[bool]:
    """The cases that a seat keeps a copy of: all that wait, and those decided of late. Said so that no index of the
    state is used: a walk goes by the case number, and sorting all of them again for every page would be far slower."""
    kept = case((or_(_waiting(), _decided_since(closed_after_ms)), 1), else_=0)
    return and_(kept == 1, visible(viewer))


def count_at_seats(connection: Connection, viewer: Viewer, closed_after_ms: int) -> int:
    """How many those are; counted apart, since each half has an index of its own."""
    parts = (_waiting(), _decided_since(closed_after_ms))
    return sum(count(connection, and_(part, visible(viewer))) for part in parts)


def _waiting() -> ColumnElement[bool]:
    return t.cases.c.state.in_((CaseState.OPEN.value, CaseState.ESCALATED.value))


def _decided_since(closed_after_ms: int) -> ColumnElement[bool]:
    return and_(t.cases.c.state == CaseState.CLOSED.value, t.cases.c.closed_at >= closed_after_ms)


def walk(connection: Connection, where: ColumnElement[bool], after: int, limit: int) -> list[Header]:
    """The next `limit` headers by case number."""
    return _headers(connection, header_rows().where(where, t.cases.c.case_number > after).limit(limit))


def lock(connection: Connection, numbers: Iterable[int]) -> None:
    """Hold these rows until commit (a SQLite writer holds the whole database already)."""
    if connection.dialect.name != "sqlite":
        wanted = sorted(set(numbers))
        connection.execute(
            select(t.cases.c.case_number)
            .where(t.cases.c.case_number.in_(wanted))
            .order_by(t.cases.c.case_number)
            .with_for_update()
        ).all()


def change(connection: Connection, number: int, **values: Any) -> None:
    """Write columns of one case."""
    connection.execute(update(t.cases).where(t.cases.c.case_number == number).values(**values))


def visible(viewer: Viewer) -> ColumnElement[bool]:
    """The row filter of `app.contract.views.may_see` in SQL."""
    if not can(viewer.roles, Capability.CASE_READ):
        return ~true()
    if not viewer.outside:
        return true()
    return ~true() if viewer.vendor is None else t.cases.c.vendor == viewer.vendor


def order_columns(now_ms: int) -> tuple[ColumnElement[int], ...]:
    """`app.domain.queue_order.served_order` in SQL: every column ascending."""
    c = t.cases.c
    return (
        case((c.back_from_snooze, 0), else_=1),
        case((c.effective_due_at <= now_ms, 0), else_=1),
        case((c.priority >= KEY_USER_PRIORITY, 0), else_=1),
        c.effective_due_at + 0,
        -c.priority,
        c.routed_at + 0,
        c.case_number + 0,
    )


def in_view(view: str, viewer: Viewer, now_ms: int) -> ColumnElement[bool] | None:
    """The cases of a queue view, before the row filter; None where no such view exists."""
    c = t.cases.c
    waiting = c.state == CaseState.OPEN.value
    if view == "open":
        return waiting
    if view == "mine":
        undecided = c.state.in_((CaseState.OPEN.value, CaseState.ESCALATED.value))
        return and_(c.claim_owner == viewer.user_id, c.claim_until > now_ms, undecided)
    if view == "due_1h":
        return and_(waiting, c.effective_due_at <= now_ms + 3_600_000)
    if view == "key_users":
        return and_(waiting, c.priority >= KEY_USER_PRIORITY)
    if view == "awaiting_me":
        return awaiting(viewer)
    kind, _, case_type = view.partition(":")
    return and_(waiting, c.case_type == case_type) if kind == "type" and case_type else None


def awaiting(viewer: Viewer) -> ColumnElement[bool]:
    """Escalated cases that this viewer may decide: not the own ones (four eyes)."""
    if not can(viewer.roles, Capability.ESCALATION_RESOLVE):
        return ~true()
    raised_by = (
        select(t.escalations.c.raised_by)
        .where(t.escalations.c.escalation_id == t.cases.c.escalation_id)
        .scalar_subquery()
    )
    return and_(t.cases.c.state == CaseState.ESCALATED.value, raised_by != viewer.user_id)


def may_go_offline(now_ms: int) -> ColumnElement[bool]:
    """Cases that a person may take along without the server: no Key Users, and time left before the deadline."""
    margin_ms = OFFLINE_MARGIN // timedelta(milliseconds=1)
    return and_(t.cases.c.priority < KEY_USER_PRIORITY, t.cases.c.effective_due_at > now_ms + margin_ms)


def page(
    connection: Connection, where: ColumnElement[bool], now_ms: int, after: OrderKey | None, limit: int
) -> list[tuple[StoredCase, OrderKey]]:
    """The next `limit` cases in the served order after a key, each with its own key."""
    keys = order_columns(now_ms)
    query = select(*(key.label(f"k{n}") for n, key in enumerate(keys))).where(where)
    if after is not None:
        query = query.where(tuple_(*keys) > tuple_(*after))
    found = connection.execute(query.order_by(*keys).limit(limit)).all()
    numbers = [row.k6 for row in found]
    cases = load_many(connection, numbers)
    return [(cases[row.k6], (row.k0, row.k1, row.k2, row.k3, row.k4, row.k5, row.k6)) for row in found]


def count(connection: Connection, where: ColumnElement[bool]) -> int:
    return connection.scalar(select(func.count()).select_from(t.cases).where(where)) or 0
