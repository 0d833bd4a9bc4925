"""From whom the decision of which case is kept back, because they are to decide it again without it."""

from collections.abc import Collection, Iterator, Sequence
from datetime import timedelta

from sqlalchemy import Connection, delete, insert, or_, select

from app.contract.changes import CALIBRATION, CASE, REVIEW
from app.contract.views import Viewer
from app.domain.roles import Capability, can
from app.server.storage import tables as t
from app.server.storage.cases import case_id
from app.server.storage.unit_of_work import UnitOfWork

_MANY = 500
# A seat lets go of a closed case a day after it has seen that it is closed, and of reviews after a week; it may have
# been away for three days before.
_CASES_AT_SEATS, _REVIEWS_AT_SEATS = timedelta(days=5), timedelta(days=11)


def held(connection: Connection, viewer: Viewer) -> frozenset[int]:
    """The cases whose decision this person is not told now. Who never decides a case again has none."""
    again = any(can(viewer.roles, one) for one in (Capability.QA_SCORE, Capability.CALIBRATION_ATTEND))
    if viewer.outside or not again:
        return frozenset()
    h = t.qa_holds.c
    return frozenset(connection.scalars(select(h.case_number).where(h.user_id == viewer.user_id).distinct()))


def reviews_held(connection: Connection, viewer: Viewer, ids: Sequence[str]) -> frozenset[str]:
    """Those of these reviews that are of such cases."""
    numbers, r = held(connection, viewer) if ids else frozenset(), t.reviews.c
    if not numbers:
        return frozenset()
    found = connection.execute(select(r.review_id, r.case_number).where(r.review_id.in_(ids)))
    return frozenset(row.review_id for row in found if row.case_number in numbers)


def hold(work: UnitOfWork, user_id: str, numbers: Collection[int], source: str) -> None:
    """Keep these back from now on. What the person's seats were told before goes with the next page of the feed."""
    h = t.qa_holds.c
    there = set(work.connection.scalars(select(h.case_number).where(h.user_id == user_id, h.source == source)))
    fresh = sorted(set(numbers) - there)
    if fresh:
        rows = [{"user_id": user_id, "case_number": number, "source": source} for number in fresh]
        work.connection.execute(insert(t.qa_holds), rows)
        _touch(work, user_id, fresh)
        _touch_sessions(work, user_id, fresh, source)


def release(work: UnitOfWork, user_id: str, sources: Sequence[str]) -> None:
    """End what was kept back for these; the feed brings it."""
    h = t.qa_holds.c
    which = (h.user_id == user_id, h.source.in_(sources))
    numbers = sorted(set(work.connection.scalars(select(h.case_number).where(*which))))
    if numbers:
        work.connection.execute(delete(t.qa_holds).where(*which))
        _touch(work, user_id, numbers)


def _touch(work: UnitOfWork, user_id: str, numbers: Sequence[int]) -> None:
    """News of these cases and of their reviews for this person's seats, which read them again as the person may see
    them; of those alone that a seat may still have a copy of. Nobody else's seats are told: a case that comes again
    unchanged would say to whoever decided it that it is being looked at."""
    c, r = t.cases.c, t.reviews.c
    closed, said = (work.now_ms - kept // timedelta(milliseconds=1) for kept in (_CASES_AT_SEATS, _REVIEWS_AT_SEATS))
    for some in _pieces(numbers):
        query = select(c.case_number, c.rev, c.vendor).where(c.case_number.in_(some))
        for row in work.connection.execute(query.where(or_(c.closed_at.is_(None), c.closed_at >= closed))):
            work.touch(CASE, case_id(row.case_number), row.rev, row.vendor, user_id)
        told = select(r.review_id, r.rev, c.vendor).join(t.cases, c.case_number == r.case_number)
        for row in work.connection.execute(told.where(r.case_number.in_(some), r.decided_at >= said)):
            work.touch(REVIEW, row.review_id, row.rev, row.vendor, user_id)


def _touch_sessions(work: UnitOfWork, user_id: str, numbers: Sequence[int], source: str) -> None:
    """News of the calibration sessions that told this person what was decided of these: a copy of it goes."""
    i, a, s = t.calibration_items.c, t.calibration_attendees.c, t.calibration_sessions.c
    for some in _pieces(numbers):
        query = (
            select(s.session_id, s.rev)
            .join(t.calibration_attendees, a.session_id == s.session_id)
            .join(t.calibration_items, i.session_id == s.session_id)
            .where(a.user_id == user_id, a.shown_at.is_not(None), i.case_number.in_(some), s.session_id != source)
            .distinct()
        )
        for row in work.connection.execute(query):
            work.touch(CALIBRATION, row.session_id, row.rev, None, user_id)


def _pieces(numbers: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(numbers), _MANY):
        yield numbers[start : start + _MANY]
