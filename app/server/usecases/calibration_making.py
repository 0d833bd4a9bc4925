"""Making a calibration session: the batch is drawn by a seed, and what was decided is kept back from who attends."""

from datetime import timedelta

import msgspec
from sqlalchemy import Connection

from app.contract.calibration_sessions import BatchCount, BatchCriteria, SessionOrder
from app.contract.catalogue import catalogue
from app.contract.changes import CALIBRATION
from app.contract.problems import Code, ProblemItem
from app.domain.calibration_session import SessionKind, SessionState, batch, next_seed, of_both
from app.domain.roles import Capability, can
from app.server.security.principal import Principal
from app.server.storage import calibration_sessions as sessions
from app.server.storage import people, qa_holds
from app.server.storage.calibration_sessions import Candidate, Sought
from app.server.storage.labelled import DAY_MS
from app.server.storage.unit_of_work import Storage, UnitOfWork, to_ms
from app.server.usecases.refusal import Refused, require
from app.server.usecases.session import new_id
from app.server.usecases.threshold_rules import check_words

ERRORS, RIGHT = ("FP", "FN"), ("TP", "TN")
SERVER = "server"
AGAIN = timedelta(days=1)
_encode = msgspec.json.Encoder().encode


def count(storage: Storage, who: Principal, kind: SessionKind, criteria: BatchCriteria) -> BatchCount:
    """How many cases a batch would be drawn from. Raises Refused (forbidden, unknown_case_type)."""
    require(who, Capability.CALIBRATION_CHAIR)
    _check(criteria)
    with storage.read() as connection:
        fit = _candidates(connection, criteria, kind, to_ms(storage.clock()), who.user_id)
        drawn = _drawn(connection, criteria, kind, "", to_ms(storage.clock()), who.user_id, fit)
    return BatchCount(len(fit), sum(1 for one in fit if one.label in ERRORS), len(drawn))


def make(storage: Storage, who: Principal, told: SessionOrder) -> str:
    """A new session; its id. Raises Refused (forbidden, invalid, unknown_case_type, batch_empty)."""
    require(who, Capability.CALIBRATION_CHAIR)
    _check(told.criteria)
    check_words(told.title, "/title")
    with storage.write() as work:
        work.lock()  # the same people are not held back from the same cases twice at once
        for place, user_id in enumerate(told.attendees):
            if not may_attend(work.connection, user_id):
                raise Refused(Code.INVALID, errors=(ProblemItem(f"/attendees/{place}", "not_found"),))
        fit = _candidates(work.connection, told.criteria, told.kind, work.now_ms, who.user_id)
        drawn = _drawn(work.connection, told.criteria, told.kind, told.seed, work.now_ms, who.user_id, fit)
        if not drawn:
            raise Refused(Code.BATCH_EMPTY)
        series_id = None
        if told.every_days is not None:
            series_id = new_id(work.now_ms)
            next_at = work.now_ms + told.every_days * DAY_MS
            sessions.add_series(
                work.connection, series_id=series_id, every_days=told.every_days, next_at=next_at, made=1
            )
        return _written(work, who.user_id, who.user_id, told, drawn, len(fit), series_id)


def make_next(storage: Storage) -> bool:
    """Make the next session of a series that is due, with the same people; whether one was due. Where nothing fits, it
    is looked for again a day later."""
    with storage.write() as work:
        work.lock()
        due = sessions.due_series(work.connection, work.now_ms)
        if due is None:
            return False
        last = sessions.newest_of(work.connection, due.series_id)
        next_at = due.next_at + due.every_days * DAY_MS
        if last is None or not may_chair(work.connection, last.chair_id):
            # Nobody is there to lead it any more.
            sessions.change_series(work.connection, due.series_id, ended_at=work.now_ms)
            work.audit(SERVER, "calibration.series_ended", "calibration_series", due.series_id)
            return True
        criteria = _moved(msgspec.json.decode(last.criteria, type=BatchCriteria), due.every_days)
        kind, seed = SessionKind(last.kind), next_seed(last.seed, due.made)
        fit = _candidates(work.connection, criteria, kind, work.now_ms, last.chair_id)
        drawn = _drawn(work.connection, criteria, kind, seed, work.now_ms, last.chair_id, fit)
        if not drawn:
            again = work.now_ms + AGAIN // timedelta(milliseconds=1)
            sessions.change_series(work.connection, due.series_id, next_at=again)
            return True
        invited = tuple(
            row.user_id
            for row in sessions.attendees(work.connection, (last.session_id,))
            if may_attend(work.connection, row.user_id)
        )
        order = SessionOrder(kind, last.title, last.language, criteria, seed, invited)
        _written(work, SERVER, last.chair_id, order, drawn, len(fit), due.series_id)
        later = max(next_at, work.now_ms + 1)
        sessions.change_series(work.connection, due.series_id, next_at=later, made=due.made + 1)
        return True


def _moved(criteria: BatchCriteria, days: int) -> BatchCriteria:
    """The same a turn later; a window that was told by its days moves by itself."""
    by = timedelta(days=days)
    start, end = criteria.labelled_from, criteria.labelled_before
    return msgspec.structs.replace(
        criteria,
        labelled_from=None if start is None else start + by,
        labelled_before=None if end is None else end + by,
    )


def may_attend(connection: Connection, user_id: str) -> bool:
    """Whether somebody inside the house takes part in sessions."""
    return _may(connection, user_id, Capability.CALIBRATION_ATTEND)


def may_chair(connection: Connection, user_id: str) -> bool:
    return _may(connection, user_id, Capability.CALIBRATION_CHAIR)


def _may(connection: Connection, user_id: str, capability: Capability) -> bool:
    person = people.user_by_id(connection, user_id)
    return person is not None and not person.disabled and person.vendor is None and can(person.roles, capability)


def keep_back(work: UnitOfWork, session_id: str, user_id: str) -> None:
    """From now on this person is not told what was decided of the session's cases, but for those they decided."""
    numbers = {row.case_number for row in sessions.items(work.connection, (session_id,))}
    own = sessions.own_decided(work.connection, user_id, numbers)
    qa_holds.hold(work, user_id, numbers - own, session_id)


def _check(criteria: BatchCriteria) -> None:
    if criteria.case_type not in catalogue().case_types:
        raise Refused(Code.UNKNOWN_CASE_TYPE, errors=(ProblemItem("/criteria/case_type", "unknown"),))
    start, end = criteria.labelled_from, criteria.labelled_before
    if start is not None and end is not None and end <= start:
        raise Refused(Code.INVALID, errors=(ProblemItem("/criteria/labelled_before", "time", "after labelled_from"),))


def _candidates(
    connection: Connection, criteria: BatchCriteria, kind: SessionKind, now_ms: int, chair_id: str
) -> list[Candidate]:
    """What fits by itself, without the cases that are mixed in."""
    every = (*ERRORS, *RIGHT)
    return _sought(connection, criteria, now_ms, chair_id, criteria.labels or (ERRORS if _is_model(kind) else every))


def _is_model(kind: SessionKind) -> bool:
    return kind is SessionKind.MODEL


def _sought(
    connection: Connection, criteria: BatchCriteria, now_ms: int, chair_id: str, labels: tuple[str, ...]
) -> list[Candidate]:
    end = now_ms - now_ms % DAY_MS + DAY_MS
    if criteria.labelled_before is not None:
        end = to_ms(criteria.labelled_before)
    start = end - criteria.days * DAY_MS
    if criteria.labelled_from is not None:
        start = to_ms(criteria.labelled_from)
    about = criteria.attribution
    return sessions.candidates(
        connection,
        Sought(
            criteria.case_type,
            start,
            end,
            labels,
            criteria.code,
            None if about is None else (about.kind.value, about.ref),
            criteria.feedback_id,
            chair_id,
        ),
    )


def _drawn(
    connection: Connection,
    criteria: BatchCriteria,
    kind: SessionKind,
    seed: str,
    now_ms: int,
    chair_id: str,
    fit: list[Candidate],
) -> list[Candidate]:
    """The batch. Where it is one of errors alone, cases that the agent had right are mixed in: of the same type and
    time, for they have no such cause and stand behind no finding."""
    known = {one.case_number: one for one in fit}
    errors_alone = set(criteria.labels or (ERRORS if _is_model(kind) else RIGHT)) <= set(ERRORS)
    if not errors_alone:
        return [known[number] for number in batch(seed, known, criteria.size)]
    right: list[Candidate] = []
    if criteria.right_per_mille and fit:
        plain = msgspec.structs.replace(criteria, code=None, attribution=None, feedback_id=None)
        right = _sought(connection, plain, now_ms, chair_id, RIGHT)
    every = known | {one.case_number: one for one in right}
    others = [one.case_number for one in right]
    return [every[n] for n in of_both(seed, list(known), others, criteria.size, criteria.right_per_mille)]


def _written(
    work: UnitOfWork,
    actor_id: str,
    chair_id: str,
    told: SessionOrder,
    drawn: list[Candidate],
    fit: int,
    series_id: str | None,
) -> str:
    session_id = new_id(work.now_ms)
    sessions.add(
        work.connection,
        session_id=session_id,
        rev=1,
        kind=told.kind.value,
        state=SessionState.OPEN.value,
        title=told.title.strip(),
        language=told.language,
        case_type=told.criteria.case_type,
        criteria=_encode(told.criteria).decode(),
        seed=told.seed,
        fit=fit,
        series_id=series_id,
        feedback_id=told.criteria.feedback_id,
        chair_id=chair_id,
        made_at=work.now_ms,
    )
    sessions.add_items(work.connection, session_id, ((f"{n:02}", one) for n, one in enumerate(drawn, 1)))
    sessions.attend(work.connection, session_id, dict.fromkeys((chair_id, *told.attendees)))
    for user_id in dict.fromkeys((chair_id, *told.attendees)):
        keep_back(work, session_id, user_id)
        work.touch(CALIBRATION, session_id, 1, None, user_id)
    work.audit(
        actor_id,
        "calibration.session",
        "calibration_session",
        session_id,
        kind=told.kind.value,
        case_type=told.criteria.case_type,
        items=len(drawn),
        seed=told.seed,
        series=series_id,
    )
    return session_id
