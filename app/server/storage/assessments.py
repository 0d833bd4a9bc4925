"""Assessments beside the one in force, and the second looks that people asked for."""

from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, func, insert, select, update

from app.domain.ask_again import AskReason
from app.domain.assessment import Assessment
from app.domain.case_record import AssessmentBeside
from app.server.storage import tables as t
from app.server.storage.unit_of_work import from_ms

_decoder = msgspec.json.Decoder(Assessment)


def beside(connection: Connection, numbers: Sequence[int]) -> dict[int, tuple[AssessmentBeside, ...]]:
    """Every kept assessment of these cases, newest first; the one in force may be among them."""
    if not numbers:
        return {}
    a, asked = t.assessments, t.assessment_requests
    query = (
        select(a.c.case_number, a.c.body, a.c.received_at, asked.c.reason)
        .outerjoin(asked, asked.c.request_id == a.c.request_id)
        .where(a.c.case_number.in_(numbers))
        .order_by(a.c.case_number, a.c.received_at.desc(), a.c.assessment_id.desc())
    )
    found: dict[int, list[AssessmentBeside]] = {}
    for row in connection.execute(query):
        one = AssessmentBeside(
            _decoder.decode(row.body), from_ms(row.received_at), AskReason(row.reason) if row.reason else None
        )
        found.setdefault(row.case_number, []).append(one)
    return {number: tuple(ones) for number, ones in found.items()}


def count(connection: Connection, number: int) -> int:
    """How many assessments of a case are kept."""
    return connection.scalar(select(func.count()).where(t.assessments.c.case_number == number)) or 0


class OpenRequest(msgspec.Struct, frozen=True):
    """A second look that was asked for and not given yet."""

    request_id: str
    case_number: int
    external_ref: str
    case_type: str
    reason: str
    note: str
    asked_at: int


def ask(connection: Connection, **values: Any) -> None:
    """Write a request down."""
    connection.execute(insert(t.assessment_requests).values(**values))


def open_requests(connection: Connection, after: str, limit: int) -> list[OpenRequest]:
    """Requests without an answer, oldest first, after a request_id ("" from the beginning)."""
    r, c = t.assessment_requests.c, t.cases.c
    query = (
        select(r.request_id, r.case_number, c.external_ref, c.case_type, r.reason, r.note, r.asked_at)
        .join(t.cases, c.case_number == r.case_number)
        .where(r.answered_at.is_(None), r.request_id > after, c.only_for.is_(None))
        .order_by(r.request_id)
        .limit(limit)
    )
    return [OpenRequest(*row) for row in connection.execute(query)]


def open_request_of(connection: Connection, number: int) -> str | None:
    """The request of a case that waits for an answer."""
    r = t.assessment_requests.c
    query = select(r.request_id).where(r.case_number == number, r.answered_at.is_(None)).order_by(r.request_id)
    return connection.scalar(query.limit(1))


def answered(connection: Connection, request_id: str, at_ms: int) -> None:
    r = t.assessment_requests
    connection.execute(update(r).where(r.c.request_id == request_id).values(answered_at=at_ms))
