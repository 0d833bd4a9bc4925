"""Frames: what a QA sample may be drawn from, frozen so that the draw can be made again."""

from app.contract.problems import Code, ProblemItem
from app.contract.qa import BY, MOST_FRAME, FrameCriteria, FramePage, FrameRows, FrameStratum, FrameView
from app.domain.roles import Capability
from app.domain.sampling import FrameRow, frame_digest, strata_of
from app.server.security.principal import Principal
from app.server.storage import feed, qa_frames
from app.server.storage.qa_frames import Fitting, Member
from app.server.storage.unit_of_work import Storage
from app.server.usecases.refusal import Refused, require
from app.server.usecases.session import new_id

SHOWN = 50
_TELLING = {"decision", "label", "reviewer"}
"""Strata that say what was decided, or by whom."""


def define(storage: Storage, who: Principal, told: FrameCriteria) -> FrameView:
    """Freeze the decisions that fit. Raises Refused (forbidden, invalid, qa_empty_frame, qa_frame_too_large)."""
    require(who, Capability.QA_SAMPLE)
    if errors := _faults(told):
        raise Refused(Code.INVALID, errors=errors)
    with storage.write() as work:
        cursor = feed.head(work.connection).feed_seq
        found = qa_frames.fitting(work.connection, told)
        if len(found) > MOST_FRAME:
            raise Refused(Code.QA_FRAME_TOO_LARGE, f"at most {MOST_FRAME}")
        own = qa_frames.part_of(work.connection, who.user_id)
        others = [one for one in found if one.case_number not in own]
        if not others:
            raise Refused(Code.QA_EMPTY_FRAME)
        key = qa_frames.ref_key(work.connection)
        keys = sorted({_key(one, told) for one in others})
        number = {stratum: place for place, stratum in enumerate(keys, 1)}
        members = sorted(
            (
                Member(qa_frames.ref_of(key, one.case_number), number[_key(one, told)], one.case_number, one.review_id)
                for one in others
            ),
            key=lambda one: one.ref,
        )
        rows = [FrameRow(one.ref, one.stratum) for one in members]
        sizes = strata_of(rows)
        frame = FrameView(
            frame_id=new_id(work.now_ms),
            criteria=told,
            cursor=cursor,
            digest=frame_digest(rows),
            size=len(rows),
            strata=tuple(FrameStratum(number[one], sizes[number[one]], one) for one in keys),
            left_out=len(found) - len(others),
            tells=bool(told.decisions or told.labels or _TELLING.intersection(told.strata_by)),
            defined_by=who.user_id,
            defined_by_name=who.name,
            defined_at=work.now,
        )
        qa_frames.add(work.connection, frame, members)
        work.audit(who.user_id, "qa.frame", "qa_frame", frame.frame_id, size=frame.size, digest=frame.digest)
    return frame


def _faults(told: FrameCriteria) -> tuple[ProblemItem, ...]:
    errors = []
    if told.decided_before <= told.decided_from:
        errors.append(ProblemItem("/decided_before", "time", "after decided_from"))
    if not set(told.strata_by) <= set(BY) or len(set(told.strata_by)) != len(told.strata_by):
        errors.append(ProblemItem("/strata_by", "unknown", f"each once, of {', '.join(BY)}"))
    return tuple(errors)


def _key(one: Fitting, told: FrameCriteria) -> tuple[str, ...]:
    values = {
        "case_type": one.case_type,
        "decision": one.decision,
        "label": one.label,
        "vendor": one.vendor,
        "reviewer": one.reviewer_id,
    }
    return tuple(values[name] for name in told.strata_by)


def frames(storage: Storage, who: Principal) -> FramePage:
    """The newest frames. Raises Refused (forbidden)."""
    require(who, Capability.QA_SAMPLE)
    with storage.read() as connection:
        return FramePage(tuple(qa_frames.newest(connection, SHOWN)))


def one(storage: Storage, who: Principal, frame_id: str) -> FrameView:
    """Raises Refused (forbidden, not_found)."""
    require(who, Capability.QA_SAMPLE)
    with storage.read() as connection:
        frame = qa_frames.find(connection, frame_id)
    if frame is None:
        raise Refused(Code.NOT_FOUND)
    return frame


def rows(storage: Storage, who: Principal, frame_id: str, after: str, limit: int) -> FrameRows:
    """The rows to draw from elsewhere. Of a frame whose strata say what was decided, or by whom, none are told: with a
    case in front of one, its stratum would be the first decision. Raises Refused (forbidden, not_found,
    qa_not_carried)."""
    frame = one(storage, who, frame_id)
    if _TELLING.intersection(frame.criteria.strata_by):
        raise Refused(Code.QA_NOT_CARRIED)
    with storage.read() as connection:
        found = qa_frames.page(connection, frame_id, after, limit + 1)
    shown = tuple(found[:limit])
    return FrameRows(shown, shown[-1].ref if len(found) > limit else None)
