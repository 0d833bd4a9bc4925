"""Closed cases in the database that are kept no longer: which those are, and their words taken away."""

from collections.abc import Sequence

import msgspec
from sqlalchemy import Connection, ScalarSelect, delete, exists, func, or_, select, update

from app.domain.assessment import Assessment
from app.domain.case import CaseState, IntakeCase
from app.domain.dispute import DisputeState
from app.domain.let_go import bare, unworded
from app.server.storage import assessments, case_documents, intake, ties, words
from app.server.storage import tables as t
from app.server.storage.unit_of_work import UnitOfWork

_facts = msgspec.json.Decoder(IntakeCase)
_word = msgspec.json.Decoder(Assessment)


class Due(msgspec.Struct, frozen=True):
    """A case whose time is over."""

    number: int
    rev: int
    vendor: str | None
    facts: bytes


def due(connection: Connection, before_ms: int, frames_from_ms: int, most: int) -> list[Due]:
    """Closed cases on which nothing was decided since `before_ms`, the oldest first, locked until commit; none that
    somebody is at, and none that other work still rests on. A frame from before `frames_from_ms` is past."""
    c, r = t.cases.c, t.reviews.c
    query = (
        select(c.case_number, c.rev, c.vendor, c.facts)
        .where(
            c.state == CaseState.CLOSED.value,
            c.closed_at < before_ms,
            c.let_go_at.is_(None),
            ~exists().where(r.case_number == c.case_number, r.decided_at >= before_ms),
            *(c.case_number.not_in(numbers) for numbers in _rested_on(frames_from_ms)),
        )
        .order_by(c.closed_at)
        .limit(most)
        .with_for_update(skip_locked=True, of=t.cases)
    )
    return [Due(row[0], row[1], row[2], bytes(row[3])) for row in connection.execute(query)]


def _rested_on(frames_from_ms: int) -> tuple[ScalarSelect[int], ...]:
    """The numbers of the cases that are somebody's to look at again, or known answers: frames and packets, samples and
    sessions that are not over, open disputes, gold items, and the regression set that candidates are held against."""
    f, fr, h = t.qa_frames.c, t.qa_frame_rows.c, t.qa_holds.c
    s, i = t.qa_samples.c, t.qa_items.c
    cs, ci = t.calibration_sessions.c, t.calibration_items.c
    d, r, g = t.disputes.c, t.reviews.c, t.gold_items.c
    rs, rc, rr = t.regression_sets.c, t.regression_cases.c, t.regression_runs.c
    newest = select(func.max(rs.version)).scalar_subquery()
    asked = select(rr.set_id).where(rr.concluded_at.is_(None))
    in_use = or_(rs.version == newest, rs.set_id.in_(asked))
    found = (
        select(h.case_number),
        select(fr.case_number).join(t.qa_frames, f.frame_id == fr.frame_id).where(f.defined_at >= frames_from_ms),
        select(i.case_number).join(t.qa_samples, s.sample_id == i.sample_id).where(s.settled_at.is_(None)),
        select(ci.case_number)
        .join(t.calibration_sessions, cs.session_id == ci.session_id)
        .where(cs.ended_at.is_(None)),
        select(r.case_number).join(t.disputes, d.review_id == r.review_id).where(d.state == DisputeState.OPEN.value),
        select(g.case_number).where(g.retired_at.is_(None)),
        select(rc.case_number).join(t.regression_sets, rs.set_id == rc.set_id).where(in_use),
    )
    return tuple(one.scalar_subquery() for one in found)


def strip(work: UnitOfWork, found: Sequence[Due]) -> None:
    """Take from these cases, each under its next revision, all that they say of a person, and all that was said on
    them in words."""
    connection, numbers = work.connection, [one.number for one in found]
    for one in found:
        emptied = ties.untie(connection, one.number)
        request_id = assessments.open_request_of(connection, one.number)
        if request_id is not None:
            assessments.answered(connection, request_id, work.now_ms)
        case_documents.empty(work, one.number, one.rev + 1)
        intake.change_case(
            connection,
            one.number,
            rev=one.rev + 1,
            facts=msgspec.json.encode(bare(_facts.decode(one.facts)), order="deterministic"),
            let_go_at=work.now_ms,
            language=None,
            asked_request_id=None,
            **emptied,
        )
        words.keep_none(connection, one.number)
    _unword(connection, numbers)
    _be_silent(connection, numbers)


def _unword(connection: Connection, numbers: Sequence[int]) -> None:
    """The agent's other words on these cases."""
    a = t.assessments.c
    for row in connection.execute(select(a.assessment_id, a.body).where(a.case_number.in_(numbers))).all():
        left = msgspec.json.encode(unworded(_word.decode(bytes(row.body))), order="deterministic")
        connection.execute(update(t.assessments).where(a.assessment_id == row.assessment_id).values(body=left))


def _be_silent(connection: Connection, numbers: Sequence[int]) -> None:
    """What people said on these cases; that they said it, when, and the codes they chose stay."""
    r, e, a, q, m, d = t.reviews, t.escalations, t.after_reveal, t.assessment_requests, t.case_missing, t.disputes
    theirs = select(r.c.review_id).where(r.c.case_number.in_(numbers)).scalar_subquery()
    said = (
        update(r).where(r.c.case_number.in_(numbers)).values(rationale=""),
        update(a).where(a.c.review_id.in_(theirs)).values(first_rationale=""),
        update(e).where(e.c.case_number.in_(numbers)).values(rationale=""),
        update(q).where(q.c.case_number.in_(numbers)).values(note=""),
        update(d).where(d.c.review_id.in_(theirs)).values(reason=""),
        update(d).where(d.c.review_id.in_(theirs), d.c.resolution.is_not(None)).values(resolution=""),
        delete(m).where(m.c.case_number.in_(numbers), m.c.code.is_(None)),
        delete(t.case_notes).where(t.case_notes.c.case_number.in_(numbers)),
        delete(t.case_tags).where(t.case_tags.c.case_number.in_(numbers)),
    )
    for statement in said:
        connection.execute(statement)
    # One rationale for many cases goes with the last of them.
    here = select(e.c.pattern_id).where(e.c.case_number.in_(numbers), e.c.pattern_id.is_not(None))
    whole = exists().where(
        e.c.pattern_id == t.patterns.c.pattern_id,
        e.c.case_number == t.cases.c.case_number,
        t.cases.c.let_go_at.is_(None),
        t.cases.c.state != CaseState.WITHDRAWN.value,
    )
    gone = (t.patterns.c.pattern_id.in_(here.scalar_subquery()), ~whole)
    connection.execute(update(t.patterns).where(*gone).values(rationale=""))
