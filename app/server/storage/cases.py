"""Cases in the database: rows to records, the served order as SQL, and who may see which row."""

import functools
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

import msgspec
from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    and_,
    bindparam,
    case,
    func,
    or_,
    select,
    true,
    tuple_,
    update,
)

from app.contract.views import Viewer
from app.domain.ask_again import AskReason
from app.domain.case import CaseState, IntakeCase
from app.domain.case_record import Asked, CaseRecord, Escalation, Outcome
from app.domain.claim import Claim, ClaimMode
from app.domain.decision import Decision
from app.domain.escalation import EscalationKind
from app.domain.label import Label
from app.domain.offline_lease import OfflinePolicy
from app.domain.priority import KEY_USER_PRIORITY
from app.domain.roles import Capability, can
from app.server.storage import tables as t
from app.server.storage import ways, work
from app.server.storage.unit_of_work import UnitOfWork, from_ms

_owners = t.users.alias("owners")
_raisers = t.users.alias("raisers")
_deciders = t.users.alias("deciders")
_assignees = t.users.alias("assignees")
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
    blind_per_mille: int = 0
    beside: int = 0
    lowered_by: str | None = None
    only_for: str | None = None


def case_id(number: int) -> str:
    """The public name of a case: case_id(200001) == "C-200001"."""
    return f"C-{number}"


@functools.cache
def rows() -> Select[Any]:
    """Everything that a record is made of, one row per case."""
    return (
        select(
            t.cases,
            _owners.c.name.label("owner_name"),
            _assignees.c.name.label("assigned_name"),
            t.escalations.c.kind.label("e_kind"),
            t.escalations.c.raised_by.label("e_raised_by"),
            _raisers.c.name.label("e_raised_by_name"),
            t.escalations.c.raised_at.label("e_raised_at"),
            t.escalations.c.rationale.label("e_rationale"),
            t.escalations.c.rationale_language.label("e_language"),
            t.escalations.c.pattern_id.label("e_pattern_id"),
            t.assessment_requests.c.reason.label("asked_reason"),
            t.assessment_requests.c.asked_at.label("asked_at"),
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
        .outerjoin(_assignees, _assignees.c.user_id == t.cases.c.assigned_to)
        .outerjoin(t.escalations, t.escalations.c.escalation_id == t.cases.c.escalation_id)
        .outerjoin(t.assessment_requests, t.assessment_requests.c.request_id == t.cases.c.asked_request_id)
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
        blind_per_mille=row.blind_per_mille or 0,
        beside=row.assessments_beside or 0,
        lowered_by=row.lowered_by,
        only_for=row.only_for,
        record=CaseRecord(
            case_id=name,
            rev=row.rev,
            material_rev=row.material_rev,
            state=CaseState(row.state),
            facts=_facts_of(row),
            received_at=from_ms(row.received_at),
            routed_at=from_ms(row.routed_at),
            due_at=from_ms(row.due_at),
            paused=timedelta(milliseconds=row.paused_ms),
            back_from_snooze=row.back_from_snooze,
            claim=_claim(row, name),
            claim_owner_name=row.owner_name or "",
            escalation=_escalation(row),
            outcome=_outcome(row),
            asked=_asked(row),
            work=work.of_row(row),
            only_for=row.only_for,
            rule_flag=row.rule_flag,
            let_go=row.let_go_at is not None,
        ),
    )


def _facts_of(row: Row[Any]) -> IntakeCase:
    """The agent's facts under the priority in force, which a person may have set."""
    facts = _facts.decode(row.facts)
    return facts if facts.priority == row.priority else msgspec.structs.replace(facts, priority=row.priority)


def _read(connection: Connection, query: Select[Any]) -> dict[int, StoredCase]:
    """The cases of a query over `rows()`, whole, by number."""
    found = {row.case_number: (stored(row), row.worked) for row in connection.execute(query)}
    works = work.with_rows(connection, {n: case.record.work for n, (case, worked) in found.items() if worked})
    replace = msgspec.structs.replace
    return {
        number: case if number not in works else replace(case, record=replace(case.record, work=works[number]))
        for number, (case, _) in found.items()
    }


def _claim(row: Row[Any], name: str) -> Claim | None:
    if row.claim_owner is None:
        return None
    return Claim(
        name,
        row.claim_id,
        row.claim_owner,
        row.fence,
        from_ms(row.claim_until),
        from_ms(row.claim_hard_until),
        ClaimMode(row.claim_mode) if row.claim_mode else ClaimMode.ONLINE,
        row.claim_device,
        row.claim_from,
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
        pattern_id=row.e_pattern_id,
    )


def _asked(row: Row[Any]) -> Asked | None:
    if row.asked_request_id is None:
        return None
    return Asked(row.asked_request_id, AskReason(row.asked_reason), from_ms(row.asked_at))


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
    return _read(connection, rows().where(t.cases.c.case_number == number)).get(number)


_number = bindparam("number", type_=t.cases.c.case_number.type)
_LOCKED = select(t.cases.c.case_number).where(t.cases.c.case_number == _number)


@functools.cache
def one() -> Select[Any]:
    """The row of `rows()` of the case `number`."""
    return rows().where(t.cases.c.case_number == _number)


def asked_lock(connection: Connection, number: int) -> ways.Asked:
    """What holds one case until commit (see `lock`)."""
    alone = connection.dialect.name == "sqlite"
    return ways.Asked(_LOCKED if alone else _LOCKED_HERE, {"number": number})


_LOCKED_HERE = _LOCKED.with_for_update()


def whole(connection: Connection, row: Any) -> StoredCase:
    """The case of a row of `rows()`, with what was written on it."""
    found = stored(row)
    if not row.worked:
        return found
    works = work.with_rows(connection, {found.number: found.record.work})
    return msgspec.structs.replace(found, record=msgspec.structs.replace(found.record, work=works[found.number]))


def load_many(connection: Connection, numbers: Sequence[int]) -> dict[int, StoredCase]:
    """The cases of these numbers that exist."""
    if not numbers:
        return {}
    return _read(connection, rows().where(t.cases.c.case_number.in_(numbers)))


class Header(msgspec.Struct, frozen=True):
    """A case without its facts. `alike`: everybody of one kind sees the same of it. `let_go`: it is kept no longer."""

    number: int
    case_id: str
    rev: int
    state: str
    vendor: str | None
    alike: bool
    blind_per_mille: int = 0
    only_for: str | None = None
    let_go: bool = False

    @property
    def gone(self) -> bool:
        """Whether no seat keeps a copy of it any more."""
        return self.let_go or self.state == CaseState.WITHDRAWN.value


def headers(connection: Connection, numbers: Sequence[int]) -> list[Header]:
    """The headers of the cases of these numbers that exist, by number."""
    if not numbers:
        return []
    return _headers(connection, header_rows().where(t.cases.c.case_number.in_(numbers)))


@functools.cache
def header_rows() -> Select[Any]:
    """What a header is made of, in the order of the case numbers."""
    c = t.cases.c
    touched = or_(
        c.claim_owner.is_not(None),
        c.escalation_id.is_not(None),
        c.outcome_review_id.is_not(None),
        c.assigned_to.is_not(None),
        c.snoozed_until.is_not(None),
        c.waiting_since.is_not(None),
        c.worked,
        c.only_for.is_not(None),
    )
    columns = (c.case_number, c.rev, c.state, c.vendor, touched.label("touched"))
    return select(*columns, c.blind_per_mille, c.only_for, c.let_go_at).order_by(c.case_number)


def _headers(connection: Connection, query: Select[Any]) -> list[Header]:
    return [
        Header(
            number,
            case_id(number),
            rev,
            state,
            vendor,
            not touched,
            blind or 0,
            only_for,
            let_go_at is not None,
        )
        for number, rev, state, vendor, touched, blind, only_for, let_go_at in connection.execute(query).all()
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


def put(work: UnitOfWork, number: int, columns: dict[str, Any]) -> None:
    """Write columns of one case, together with those of others where the transaction gathers."""
    work.change(t.cases, "case_number", number, columns)


def change(connection: Connection, number: int, **values: Any) -> None:
    """Write columns of one case."""
    connection.execute(update(t.cases).where(t.cases.c.case_number == number).values(**values))


def visible(viewer: Viewer) -> ColumnElement[bool]:
    """The row filter of `app.contract.views.may_see` in SQL."""
    if not can(viewer.roles, Capability.CASE_READ):
        return ~true()
    theirs = for_all_or(viewer.user_id)
    if not viewer.outside:
        return theirs
    return ~true() if viewer.vendor is None else and_(t.cases.c.vendor == viewer.vendor, theirs)


def for_all_or(user_id: Any) -> ColumnElement[bool]:
    """Cases that are not another person's alone."""
    return or_(t.cases.c.only_for.is_(None), t.cases.c.only_for == user_id)


def order_columns(now_ms: int) -> tuple[ColumnElement[int], ...]:
    """`app.domain.queue_order.served_order` in SQL: every column ascending."""
    c, due = t.cases.c, work.due_at(now_ms)
    return (
        case((work.back(now_ms), 0), else_=1),
        case((due <= now_ms, 0), else_=1),
        case((c.priority >= KEY_USER_PRIORITY, 0), else_=1),
        due,
        -c.priority,
        c.routed_at + 0,
        c.case_number + 0,
    )


def in_view(view: str, viewer: Viewer, now_ms: int) -> ColumnElement[bool] | None:
    """The cases of a queue view, before the row filter; None where no such view exists. What is put off stands in
    "later" alone, unless this viewer has taken it up all the same."""
    c = t.cases.c
    here = ~work.away(now_ms)
    waiting = and_(c.state == CaseState.OPEN.value, here)
    if view == "open":
        return waiting
    if view == "mine":
        undecided = c.state.in_((CaseState.OPEN.value, CaseState.ESCALATED.value))
        held = and_(c.claim_owner == viewer.user_id, c.claim_until > now_ms)
        return and_(undecided, or_(held, and_(c.assigned_to == viewer.user_id, here)))
    if view == "later":
        return and_(_waiting(), work.away(now_ms))
    if view == "due_1h":
        return and_(waiting, c.effective_due_at <= now_ms + 3_600_000)
    if view == "key_users":
        return and_(waiting, c.priority >= KEY_USER_PRIORITY)
    if view == "awaiting_me":
        return and_(awaiting(viewer), here)
    if view == "mine_waiting":
        return and_(c.state == CaseState.ESCALATED.value, _raiser() == viewer.user_id)
    kind, _, case_type = view.partition(":")
    return and_(waiting, c.case_type == case_type) if kind == "type" and case_type else None


def awaiting(viewer: Viewer) -> ColumnElement[bool]:
    """Escalated cases that this viewer may decide: not the own ones (four eyes)."""
    if not can(viewer.roles, Capability.ESCALATION_RESOLVE):
        return ~true()
    return and_(t.cases.c.state == CaseState.ESCALATED.value, _raiser() != viewer.user_id)


def _raiser() -> ColumnElement[str]:
    """Who sent an escalated case upward."""
    e = t.escalations.c
    return select(e.raised_by).where(e.escalation_id == t.cases.c.escalation_id).scalar_subquery()


def free_for(user_id: str) -> ColumnElement[bool]:
    """Cases that are nobody's to do but perhaps this person's."""
    return or_(t.cases.c.assigned_to.is_(None), t.cases.c.assigned_to == user_id)


def among(numbers: Sequence[int]) -> ColumnElement[bool]:
    """These cases alone."""
    return t.cases.c.case_number.in_(numbers)


def may_go_offline(now_ms: int, policy: OfflinePolicy) -> ColumnElement[bool]:
    """Cases that a person may take along without the server: time is left before the deadline, and it is no Key User's
    case unless the policy says so."""
    margin_ms = policy.margin // timedelta(milliseconds=1)
    in_time = t.cases.c.effective_due_at > now_ms + margin_ms
    if policy.only is not None:
        in_time = and_(in_time, t.cases.c.case_type.in_(sorted(policy.only)))
    return in_time if policy.key_users else and_(t.cases.c.priority < KEY_USER_PRIORITY, in_time)


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
