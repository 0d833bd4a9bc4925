"""Frames in the database: the decisions that fit, frozen under names that tell nothing of their cases."""

import hmac
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, func, insert, select

from app.contract.qa import MOST_FRAME, FrameCriteria, FrameStratum, FrameView
from app.domain.case import CaseState
from app.domain.sampling import FrameRow
from app.server.storage import state
from app.server.storage import tables as t
from app.server.storage.reviews import IN_FORCE
from app.server.storage.unit_of_work import from_ms, to_ms

_CHUNK = 2_000
_MANY = 500  # values in one IN (…)


class Fitting(msgspec.Struct, frozen=True):
    """One decision in force; `vendor` of its reviewer, "" for the house."""

    case_number: int
    review_id: str
    reviewer_id: str
    case_type: str
    decision: str
    label: str
    vendor: str


class Member(msgspec.Struct, frozen=True):
    """A row of a frame with the case behind it."""

    ref: str
    stratum: int
    case_number: int
    review_id: str


def ref_of(key: bytes, number: int) -> str:
    """The name of a case in every frame: a keyed hash, so that nobody finds the case by it."""
    return "Q-" + hmac.digest(key, str(number).encode(), "sha256").hex()[:26]


def ref_key(connection: Connection) -> bytes:
    return bytes.fromhex(state.read(connection, state.QA_REF_KEY) or "")


def fitting(connection: Connection, told: FrameCriteria) -> list[Fitting]:
    """The decisions of a frame, own ones of whoever asks included; one more than a frame may hold where there are."""
    r, c, u = t.reviews.c, t.cases.c, t.users.c
    vendor = func.coalesce(u.vendor, "")
    query = (
        select(c.case_number, r.review_id, r.reviewer_id, c.case_type, r.decision, func.coalesce(r.label, ""), vendor)
        .join(c.case_number.table, c.outcome_review_id == r.review_id)
        .join(t.users, u.user_id == r.reviewer_id)
        .where(c.state == CaseState.CLOSED.value, r.standing == IN_FORCE, c.only_for.is_(None), c.let_go_at.is_(None))
        .where(r.decided_at >= to_ms(told.decided_from), r.decided_at < to_ms(told.decided_before))
        .order_by(c.case_number)
        .limit(MOST_FRAME + 1)
    )
    for column, wanted in (
        (c.case_type, told.case_types),
        (r.decision, told.decisions),
        (r.label, told.labels),
        (vendor, told.vendors),
        (r.reviewer_id, told.reviewers),
    ):
        if wanted:
            query = query.where(column.in_(wanted))
    return [Fitting(*row) for row in connection.execute(query)]


def part_of(connection: Connection, user_id: str) -> frozenset[int]:
    """The cases that this person ever decided, sent upward or settled the truth of: they know what was said there."""
    r, s = t.reviews.c, t.qa_truths.c
    own = select(r.case_number).where(r.reviewer_id == user_id)
    return frozenset(connection.scalars(own.union(select(s.case_number).where(s.adjudicator_id == user_id))))


def deciders(connection: Connection, numbers: Sequence[int]) -> dict[int, frozenset[str]]:
    """Who ever decided these cases or sent them upward, by number, whatever came of it."""
    r, found = t.reviews.c, dict[int, set[str]]()
    for start in range(0, len(numbers), _MANY):
        query = select(r.case_number, r.reviewer_id).where(r.case_number.in_(numbers[start : start + _MANY]))
        for number, person in connection.execute(query):
            found.setdefault(number, set()).add(person)
    return {number: frozenset(people) for number, people in found.items()}


def judges(connection: Connection, numbers: Sequence[int]) -> dict[int, frozenset[str]]:
    """Who ever settled the truth of these cases."""
    s, found = t.qa_truths.c, dict[int, set[str]]()
    for start in range(0, len(numbers), _MANY):
        query = select(s.case_number, s.adjudicator_id).where(s.case_number.in_(numbers[start : start + _MANY]))
        for number, person in connection.execute(query):
            found.setdefault(number, set()).add(person)
    return {number: frozenset(people) for number, people in found.items()}


def add(connection: Connection, frame: FrameView, members: Sequence[Member]) -> None:
    """Write a frame down; it never changes."""
    connection.execute(
        insert(t.qa_frames).values(
            frame_id=frame.frame_id,
            criteria=msgspec.json.encode(frame.criteria).decode(),
            strata=msgspec.json.encode(frame.strata).decode(),
            frame_cursor=frame.cursor,
            digest=frame.digest,
            size=frame.size,
            left_out=frame.left_out,
            tells=frame.tells,
            defined_by=frame.defined_by,
            defined_at=to_ms(frame.defined_at),
        )
    )
    for start in range(0, len(members), _CHUNK):
        rows = [msgspec.structs.asdict(one) | {"frame_id": frame.frame_id} for one in members[start : start + _CHUNK]]
        connection.execute(insert(t.qa_frame_rows), rows)


def find(connection: Connection, frame_id: str) -> FrameView | None:
    row = connection.execute(_frames().where(t.qa_frames.c.frame_id == frame_id)).first()
    return None if row is None else _view(row)


def newest(connection: Connection, limit: int) -> list[FrameView]:
    query = _frames().order_by(t.qa_frames.c.defined_at.desc(), t.qa_frames.c.frame_id.desc()).limit(limit)
    return [_view(row) for row in connection.execute(query)]


def _frames() -> Any:
    f = t.qa_frames
    return select(f, t.users.c.name.label("by_name")).join(t.users, t.users.c.user_id == f.c.defined_by)


def _view(row: Row[Any]) -> FrameView:
    return FrameView(
        frame_id=row.frame_id,
        criteria=msgspec.json.decode(row.criteria, type=FrameCriteria),
        cursor=row.frame_cursor,
        digest=row.digest,
        size=row.size,
        strata=msgspec.json.decode(row.strata, type=tuple[FrameStratum, ...]),
        left_out=row.left_out,
        tells=row.tells,
        defined_by=row.defined_by,
        defined_by_name=row.by_name,
        defined_at=from_ms(row.defined_at),
    )


def rows(connection: Connection, frame_id: str) -> list[FrameRow]:
    """All rows of a frame, in the order of their refs."""
    f = t.qa_frame_rows.c
    query = select(f.ref, f.stratum).where(f.frame_id == frame_id).order_by(f.ref)
    return [FrameRow(*row) for row in connection.execute(query)]


def page(connection: Connection, frame_id: str, after: str, limit: int) -> list[FrameRow]:
    f = t.qa_frame_rows.c
    query = select(f.ref, f.stratum).where(f.frame_id == frame_id, f.ref > after).order_by(f.ref).limit(limit)
    return [FrameRow(*row) for row in connection.execute(query)]


def members(connection: Connection, frame_id: str, refs: Sequence[str] | None = None) -> dict[str, Member]:
    """The cases behind these rows, or behind all."""
    f, found = t.qa_frame_rows.c, dict[str, Member]()
    query = select(f.ref, f.stratum, f.case_number, f.review_id).where(f.frame_id == frame_id)
    for some in _pieces(refs):
        for row in connection.execute(query if some is None else query.where(f.ref.in_(some))):
            found[row.ref] = Member(*row)
    return found


def _pieces(refs: Sequence[str] | None) -> Iterator[Sequence[str] | None]:
    if refs is None:
        yield None
        return
    for start in range(0, len(refs), _MANY):
        yield refs[start : start + _MANY]
