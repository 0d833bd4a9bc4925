"""Slices of cases in the database: what people found in each, those that graduated, and what their audits find."""

from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, and_, case, exists, func, insert, or_, select, update

from app.domain.boundary import SliceKey, SliceState
from app.domain.case import CaseState
from app.domain.decision import Decision
from app.domain.experiment import is_audited
from app.server.storage import tables as t
from app.server.storage import ways
from app.server.storage.judgements import settled_truth

_CHUNK = 500


class Judged(msgspec.Struct, frozen=True):
    """What people found in one slice: `cases` that came, `decided` of them, `agent_right` of these; and of those that
    were decided without the agent's word in sight, `right` of `blind`. `active_ms` of all that were decided."""

    case_type: str
    segment: str
    clause: str
    unsure: str
    cases: int
    decided: int
    agent_right: int
    blind: int
    right: int
    active_ms: int

    @property
    def key(self) -> SliceKey:
        return SliceKey(self.case_type, self.segment, self.clause, self.unsure)


class Slice(msgspec.Struct, frozen=True):
    """One row of automation_slices."""

    slice_id: str
    proposal_id: str
    case_type: str
    segment: str
    clause: str
    unsure: str
    rule_version: str
    salt: str
    target: float
    audit_per_mille: int
    right: int
    n: int
    bound: float
    state: str
    graduated_at: int | None
    ended_at: int | None
    audited_right: int
    audited_n: int
    audited_late: int

    @property
    def key(self) -> SliceKey:
        return SliceKey(self.case_type, self.segment, self.clause, self.unsure)


_s, _a = t.case_slices.c, t.automation_slices.c
_COLUMNS = [_a["right_" if field.name == "right" else field.name] for field in msgspec.structs.fields(Slice)]


def add_slices(connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Say what the slices of cases are that are new."""
    if rows:
        ways.ask(connection, ways.Rows(t.case_slices, rows))


def put(connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Say what the slice of each case is, anew where it was said before."""
    numbers = [row["case_number"] for row in rows]
    known: set[int] = set()
    for start in range(0, len(numbers), _CHUNK):
        query = select(_s.case_number).where(_s.case_number.in_(numbers[start : start + _CHUNK]))
        known.update(connection.scalars(query))
    fresh = [row for row in rows if row["case_number"] not in known]
    if fresh:
        connection.execute(insert(t.case_slices), fresh)
    for row in rows:
        if row["case_number"] in known:
            # Whether it came for an audit is said once, when it comes.
            values = {name: told for name, told in row.items() if name not in ("case_number", "audit")}
            of = _s.case_number == row["case_number"]
            connection.execute(update(t.case_slices).where(of).values(**values))


def without(connection: Connection, limit: int) -> list[Any]:
    """Cases from before slices were kept: (case_number, facts, routed_at, audit)."""
    c = t.cases.c
    audit = exists().where(t.audit_requests.c.external_ref == c.external_ref)
    query = (
        select(c.case_number, c.facts, c.routed_at, case((audit, True), else_=False).label("audit"))
        .where(~exists().where(_s.case_number == c.case_number), c.state != CaseState.WITHDRAWN.value)
        .order_by(c.case_number)
        .limit(limit)
    )
    return list(connection.execute(query))


def _sum(*conditions: Any) -> Any:
    return func.coalesce(func.sum(case((and_(*conditions), 1), else_=0)), 0)


def judged(connection: Connection, from_ms: int, before_ms: int) -> list[Judged]:
    """Every slice of the cases that came to people in a window. What came for an audit is the ledger's, and a case
    with a known answer nobody's. Of a slice that graduated and was brought back, blind cases count that came after:
    what was found before is what it was wrongly let go by."""
    c, r, first = t.cases, t.reviews, t.after_reveal
    back = (
        select(_a.case_type, _a.segment, _a.clause, _a.unsure, func.max(_a.ended_at).label("at"))
        .where(_a.graduated_at.is_not(None), _a.ended_at.is_not(None))
        .group_by(_a.case_type, _a.segment, _a.clause, _a.unsure)
        .subquery("back")
    )
    same = and_(*(back.c[name] == _s[name] for name in ("case_type", "segment", "clause", "unsure")))
    since = or_(back.c.at.is_(None), _s.routed_at >= back.c.at)
    decided = r.c.review_id.is_not(None)
    settled = settled_truth(r.c.review_id)
    truth = func.coalesce(settled, r.c.decision)
    # Of a review that was made blind and amended after, the first decision alone was made blind.
    blind_review = or_(r.c.blind_first, exists().where(first.c.second_review_id == r.c.review_id))
    first_word = select(first.c.first_decision).where(
        or_(first.c.review_id == r.c.review_id, first.c.second_review_id == r.c.review_id)
    )
    blind_truth = func.coalesce(settled, first_word.limit(1).scalar_subquery(), r.c.decision)
    right: ColumnElement[bool] = truth == r.c.ai_verdict
    blind_right: ColumnElement[bool] = blind_truth == r.c.ai_verdict
    is_blind = and_(decided, since, blind_review, blind_truth != Decision.ESCALATE.value)
    told = (
        select(
            _s.case_type,
            _s.segment,
            _s.clause,
            _s.unsure,
            case((decided, 1), else_=0).label("decided"),
            case((and_(decided, right), 1), else_=0).label("agent_right"),
            case((is_blind, 1), else_=0).label("blind"),
            case((and_(is_blind, blind_right), 1), else_=0).label("right_"),
            func.coalesce(r.c.active_ms, 0).label("active_ms"),
        )
        .select_from(t.case_slices)
        .join(c, c.c.case_number == _s.case_number)
        .outerjoin(r, r.c.review_id == c.c.outcome_review_id)
        .outerjoin(back, same)
        .where(
            _s.routed_at >= from_ms,
            _s.routed_at < before_ms,
            ~_s.audit,
            c.c.only_for.is_(None),
            c.c.state != CaseState.WITHDRAWN.value,
        )
        .subquery("told")
    )
    x = told.c
    by = [x.case_type, x.segment, x.clause, x.unsure]
    sums = [func.sum(x[name]) for name in ("decided", "agent_right", "blind", "right_", "active_ms")]
    query = select(*by, func.count(), *sums).group_by(*by).order_by(*by)
    return [Judged(*row[:5], *(int(value) for value in row[5:])) for row in connection.execute(query)]


def slices(connection: Connection, *of: Any) -> list[Slice]:
    query = select(*_COLUMNS).where(*of).order_by(_a.slice_id.desc())
    return [Slice(*row) for row in connection.execute(query)]


def graduated(connection: Connection) -> list[Slice]:
    return slices(connection, _a.state == SliceState.GRADUATED.value)


def once_graduated(connection: Connection) -> list[Slice]:
    """Those that were ever in force."""
    return slices(connection, _a.graduated_at.is_not(None))


def of_proposal(connection: Connection, proposal_id: str) -> Slice | None:
    found = slices(connection, _a.proposal_id == proposal_id)
    return found[0] if found else None


def hold(connection: Connection, slice_id: str) -> Slice | None:
    connection.execute(select(_a.slice_id).where(_a.slice_id == slice_id).with_for_update())
    found = slices(connection, _a.slice_id == slice_id)
    return found[0] if found else None


def under_way(connection: Connection, key: SliceKey) -> bool:
    """Whether this slice is proposed or in force."""
    states = [SliceState.PROPOSED.value, SliceState.GRADUATED.value]
    of = and_(_a.case_type == key.case_type, _a.segment == key.segment, _a.clause == key.clause)
    query = select(_a.slice_id).where(of, _a.unsure == key.unsure, _a.state.in_(states))
    return connection.execute(query.limit(1)).first() is not None


def add(connection: Connection, **values: Any) -> None:
    connection.execute(insert(t.automation_slices), values)


def change(connection: Connection, slice_id: str, **values: Any) -> None:
    connection.execute(update(t.automation_slices).where(_a.slice_id == slice_id).values(**values))


class Audits(msgspec.Struct, frozen=True):
    """What a slice's own audit found: `right` of the `n` that people decided, and `late` that wait for an answer."""

    right: int
    n: int
    late: int


def audits(connection: Connection, one: Slice, late_before_ms: int) -> Audits:
    """Of the rows of the ledger that cite the slice and were drawn by its hash; late are those that were asked for
    before then. What somebody asked for by name besides says nothing of the rest."""
    row, asked, c, r = t.ledger, t.audit_requests, t.cases, t.reviews
    truth = func.coalesce(settled_truth(r.c.review_id), r.c.decision)
    decided = r.c.review_id.is_not(None)
    # Neither what the agent never sent nor what nobody took says anything for it; what was erased says nothing at all.
    late = and_(
        ~decided,
        asked.c.asked_at < late_before_ms,
        func.coalesce(c.c.state, CaseState.OPEN.value) != CaseState.WITHDRAWN.value,
    )
    query = (
        select(row.c.external_ref, decided, case((truth == row.c.verdict, 1), else_=0))
        .select_from(row)
        .join(asked, asked.c.external_ref == row.c.external_ref)
        .outerjoin(c, c.c.external_ref == row.c.external_ref)
        .outerjoin(r, r.c.review_id == c.c.outcome_review_id)
        .where(row.c.case_type == one.case_type, row.c.rule_version == one.rule_version, or_(decided, late))
    )
    told = [
        (bool(known), right)
        for ref, known, right in connection.execute(query)
        if is_audited(one.salt, ref, one.audit_per_mille)
    ]
    found = [right for known, right in told if known]
    return Audits(sum(found), len(found), len(told) - len(found))
