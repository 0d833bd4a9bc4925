"""Calibration sessions as each person may see them. Until somebody is shown the ballots they are told their own alone.

The ballots are shown after the reveal: to the chair, to whoever has voted on every case, to whoever asks to see them
without having done so, and to all once the session has ended.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, Row

from app.contract.agreement import AgreementView
from app.contract.calibration_sessions import (
    Attendee,
    BallotView,
    BatchCriteria,
    FirstWord,
    FollowUpView,
    SessionBrief,
    SessionItem,
    SessionNote,
    SessionPage,
    SessionView,
    TruthView,
)
from app.contract.changes import CALIBRATION
from app.contract.problems import Code
from app.contract.views import AssessmentView, assessment_view
from app.domain.calibration_session import MOST_NOTES, SessionKind, SessionState
from app.domain.decision import Decision, Verdict
from app.domain.label import derive_label
from app.domain.roles import Capability
from app.domain.root_cause import Route
from app.server.security.principal import Principal
from app.server.storage import calibration_sessions as sessions
from app.server.storage import cases, qa_holds
from app.server.storage.cases import StoredCase, case_id
from app.server.storage.unit_of_work import Storage, UnitOfWork, from_ms
from app.server.usecases import qa_items
from app.server.usecases.agreement import view_of
from app.server.usecases.calibration_making import keep_back
from app.server.usecases.refusal import Refused, require

ENTITY = "calibration_session"
LIVE = frozenset({SessionState.OPEN, SessionState.REVEALED})


class Held(msgspec.Struct, frozen=True):
    """A session with all that belongs to it, before it is known who asks."""

    row: Row[Any]
    items: Sequence[Row[Any]]
    attendees: Sequence[Row[Any]]
    ballots: Sequence[Row[Any]]

    @property
    def state(self) -> SessionState:
        return SessionState(self.row.state)

    def attendee(self, user_id: str) -> Row[Any] | None:
        return next((one for one in self.attendees if one.user_id == user_id), None)

    def voted(self, user_id: str) -> int:
        """On how many cases this person has a ballot that counts."""
        return len({one.ref for one in self.ballots if one.user_id == user_id and not one.late})

    def is_complete(self, user_id: str) -> bool:
        return self.voted(user_id) == len(self.items)

    def may_be_shown(self, user_id: str) -> bool:
        """Whether a person who attends is shown the ballots without asking for it."""
        return self.state is SessionState.REVEALED and (user_id == self.row.chair_id or self.is_complete(user_id))

    def is_shown(self, who: Principal) -> bool:
        """Whether this person is told the ballots."""
        mine = self.attendee(who.user_id)
        if self.state is SessionState.CLOSED:
            return mine is not None or who.can(Capability.CALIBRATION_READ)
        return self.state is SessionState.REVEALED and mine is not None and mine.shown_at is not None


def load(connection: Connection, session_id: str, *, for_update: bool = False) -> Held:
    """Raises Refused (not_found)."""
    row = sessions.load(connection, session_id, for_update=for_update)
    if row is None:
        raise Refused(Code.NOT_FOUND)
    ids = (session_id,)
    return Held(
        row,
        sessions.items(connection, ids),
        sessions.attendees(connection, ids),
        sessions.ballots(connection, ids),
    )


def changed(work: UnitOfWork, held: Held, *others: str, only: Sequence[str] | None = None, **values: Any) -> None:
    """Write columns under the next revision, and tell everybody who attends (`only`: these alone)."""
    rev = held.row.rev + 1
    sessions.change(work.connection, held.row.session_id, rev=rev, **values)
    everybody = (held.row.chair_id, *(one.user_id for one in held.attendees), *others)
    for user_id in dict.fromkeys(everybody if only is None else only):
        work.touch(CALIBRATION, held.row.session_id, rev, None, user_id)


def inside(who: Principal) -> None:
    """Sessions are held inside the house. Raises Refused (forbidden)."""
    if who.viewer.outside:
        raise Refused(Code.FORBIDDEN)


def listed(storage: Storage, who: Principal, state: str | None, after: str | None, limit: int) -> SessionPage:
    """Every session, the newest first. Raises Refused (forbidden)."""
    _reads(who)
    with storage.read() as connection:
        found = sessions.listed(connection, state, after, limit + 1)
        shown = found[:limit]
        ids = [row.session_id for row in shown]
        items, attendees = sessions.items(connection, ids), sessions.attendees(connection, ids)
        ballots = sessions.ballots(connection, ids)
    told = []
    for row in shown:
        of = [[one for one in rows if one.session_id == row.session_id] for rows in (items, attendees, ballots)]
        told.append(_brief(Held(row, *of), who))
    return SessionPage(tuple(told), shown[-1].session_id if len(found) > limit else None)


def _reads(who: Principal) -> None:
    inside(who)
    if not who.can(Capability.CALIBRATION_READ):
        require(who, Capability.CALIBRATION_ATTEND)


def one(storage: Storage, who: Principal, session_id: str) -> SessionView:
    """A session as this person may see it; whoever may be shown the ballots is, from this moment on. Raises Refused
    (forbidden, not_found)."""
    _reads(who)
    with storage.read() as connection:
        held = load(connection, session_id)
        mine = held.attendee(who.user_id)
        if mine is None or mine.shown_at is not None or not held.may_be_shown(who.user_id):
            return view(connection, storage, held, who)
    with storage.write() as work:
        held = load(work.connection, session_id, for_update=True)
        if held.may_be_shown(who.user_id):
            mark_shown(work, held, who.user_id)
    with storage.read() as connection:
        return view(connection, storage, load(connection, session_id), who)


def join(storage: Storage, who: Principal, session_id: str) -> SessionView:
    """Take part; as often as one likes. Raises Refused (forbidden, not_found, session_closed)."""
    require(who, Capability.CALIBRATION_ATTEND)
    inside(who)
    with storage.write() as work:
        work.lock()
        held = load(work.connection, session_id, for_update=True)
        mine = held.attendee(who.user_id)
        if held.state not in LIVE and mine is None:
            raise Refused(Code.SESSION_CLOSED)
        if held.state in LIVE and (mine is None or mine.joined_at is None):
            if mine is None:
                sessions.attend(work.connection, session_id, (who.user_id,), work.now_ms)
                keep_back(work, session_id, who.user_id)
            else:
                sessions.mark(work.connection, session_id, who.user_id, joined_at=work.now_ms)
            changed(work, held, who.user_id)
            work.audit(who.user_id, "calibration.joined", ENTITY, session_id)
    return one(storage, who, session_id)


def show(storage: Storage, who: Principal, session_id: str) -> SessionView:
    """See the ballots without having voted on every case: what comes from this person after that is late. Raises
    Refused (forbidden, not_found, not_revealed)."""
    require(who, Capability.CALIBRATION_ATTEND)
    inside(who)
    with storage.write() as work:
        held = load(work.connection, session_id, for_update=True)
        mine = held.attendee(who.user_id)
        if mine is None:
            raise Refused(Code.NOT_FOUND)
        if held.state in (SessionState.OPEN, SessionState.CANCELLED):
            raise Refused(Code.NOT_REVEALED)
        if mine.shown_at is None:
            mark_shown(work, held, who.user_id)
    return one(storage, who, session_id)


def mark_shown(work: UnitOfWork, held: Held, user_id: str) -> None:
    """From now on this person knows the others' ballots, and what was decided first."""
    sessions.mark(work.connection, held.row.session_id, user_id, shown_at=work.now_ms)
    qa_holds.release(work, user_id, (held.row.session_id,))
    work.audit(user_id, "calibration.shown", ENTITY, held.row.session_id)


def view(connection: Connection, storage: Storage, held: Held, who: Principal) -> SessionView:
    """What this person may be told."""
    row, shown, mine = held.row, held.is_shown(who), held.attendee(who.user_id)
    chair = row.chair_id == who.user_id
    told = SessionView(
        session=_brief(held, who),
        items=tuple(_items(connection, storage, held, who, shown)) if shown or mine is not None else (),
        attendees=tuple(_attendees(held, shown)),
        may=tuple(_may(held, who, shown)),
    )
    if chair or shown:
        told = msgspec.structs.replace(
            told,
            criteria=msgspec.json.decode(row.criteria, type=BatchCriteria),
            seed=row.seed,
            fit=row.fit,
            every_days=row.every_days,
            next_at=from_ms(row.next_at) if row.next_at is not None and row.series_ended_at is None else None,
        )
    if not shown:
        return told
    secret = _elsewhere(connection, held, who)
    return msgspec.structs.replace(
        told,
        notes=tuple(
            SessionNote(note.note_id, note.name, from_ms(note.at), note.text, note.language, note.ref)
            for note in sessions.notes(connection, row.session_id, MOST_NOTES)
            if note.ref not in secret
        ),
        agreement=agreement_of(held),
        follow_ups=tuple(
            FollowUpView(
                Route(follow.route),
                tuple(msgspec.json.decode(follow.refs, type=list[str])),
                from_ms(follow.at),
                follow.name,
                follow.feedback_id,
                follow.proposal_id,
            )
            for follow in sessions.follow_ups(connection, row.session_id)
        ),
    )


def agreement_of(held: Held) -> AgreementView:
    """Of the decisions on the ballots that count; as it was at the end, once the session has ended. Raises Refused
    (not_acceptable)."""
    if held.row.agreement is not None:
        return msgspec.json.decode(held.row.agreement, type=AgreementView)
    counting = [one for one in standing(held.ballots) if not one.late]
    names = {one.user_id: one.name for one in held.attendees}
    said = ((one.ref, one.user_id, one.decision) for one in counting)
    return view_of(said, names, undecided=(Decision.ESCALATE.value,), withheld=False)


def standing(ballots: Sequence[Row[Any]]) -> list[Row[Any]]:
    """Of each person and case the newest ballot that counts, and the newest late one; a late one takes no place."""
    newest: dict[tuple[str, str, bool], Row[Any]] = {}
    for ballot in ballots:  # in their authors' own order
        newest[ballot.ref, ballot.user_id, ballot.late] = ballot
    return list(newest.values())


def _brief(held: Held, who: Principal) -> SessionBrief:
    row, mine, shown = held.row, held.attendee(who.user_id), held.is_shown(who)
    return SessionBrief(
        session_id=row.session_id,
        rev=row.rev,
        kind=SessionKind(row.kind),
        state=row.state,
        title=row.title,
        language=row.language,
        case_type=row.case_type,
        items=len(held.items),
        voted=held.voted(who.user_id),
        people=len(held.attendees),
        complete=sum(1 for one in held.attendees if held.is_complete(one.user_id)),
        chair_id=row.chair_id,
        chair_name=row.chair_name,
        made_at=from_ms(row.made_at),
        attending=mine is not None,
        shown=shown,
        series_id=row.series_id,
        feedback_id=row.feedback_id if shown or row.chair_id == who.user_id else None,
        revealed_at=from_ms(row.revealed_at) if row.revealed_at is not None else None,
        ended_at=from_ms(row.ended_at) if row.ended_at is not None else None,
    )


def _attendees(held: Held, shown: bool) -> list[Attendee]:
    return [
        Attendee(
            one.user_id,
            one.name,
            held.voted(one.user_id),
            from_ms(one.joined_at) if one.joined_at is not None else None,
            from_ms(one.shown_at) if shown and one.shown_at is not None else None,
        )
        for one in held.attendees
    ]


def _may(held: Held, who: Principal, shown: bool) -> list[str]:
    """What this person can do now."""
    found, state, mine = list[str](), held.state, held.attendee(who.user_id)
    attends, live = who.can(Capability.CALIBRATION_ATTEND), state in LIVE
    if attends and live and (mine is None or mine.joined_at is None):
        found.append("join")
    if attends and live and mine is not None and not shown:
        found.append("vote")
    if attends and mine is not None and state is SessionState.REVEALED and not shown:
        found.append("show")
    if attends and shown and mine is not None:
        found.append("note")
    if not who.can(Capability.CALIBRATION_CHAIR) or held.row.chair_id != who.user_id:
        return found
    if state is SessionState.OPEN:
        found += ["reveal", "cancel"]
    if state is SessionState.REVEALED:
        found += ["settle", "follow_up", "close"]
    if held.row.series_id is not None and held.row.series_ended_at is None:
        found.append("end_series")
    return found


def _items(connection: Connection, storage: Storage, held: Held, who: Principal, shown: bool) -> list[SessionItem]:
    refs = {one.ref: one.case_number for one in held.items}
    packets = qa_items.items(connection, storage, who, refs)
    stored = cases.load_many(connection, sorted(set(refs.values())))
    elsewhere = _elsewhere(connection, held, who)
    firsts = sessions.firsts(connection, [one.review_id for one in held.items]) if shown else {}
    in_sight = shown or held.row.kind == SessionKind.MODEL.value
    ballots: dict[str, list[Row[Any]]] = {}
    earlier: dict[tuple[str, str], int] = {}
    for ballot in held.ballots:
        earlier[ballot.ref, ballot.user_id] = earlier.get((ballot.ref, ballot.user_id), -1) + 1
    for ballot in standing(held.ballots):
        ballots.setdefault(ballot.ref, []).append(ballot)
    found = []
    for item in held.items:
        secret = item.ref in elsewhere
        said = ballots.get(item.ref, [])
        mine = [one for one in said if one.user_id == who.user_id]
        told = SessionItem(
            item.ref,
            packets.get(item.ref),
            _word(stored.get(item.case_number), who) if in_sight and not secret else None,
            _ballot(mine[-1], earlier) if mine else None,
        )
        if shown and not secret:
            counting = [one.decision for one in said if not one.late]
            told = msgspec.structs.replace(
                told,
                first=_first(item, firsts),
                ballots=tuple(_ballot(one, earlier) for one in said),
                agreed=len(set(counting)) == 1 if len(counting) > 1 else None,
                truth=_truth(item, firsts),
            )
        found.append(told)
    return found


def _elsewhere(connection: Connection, held: Held, who: Principal) -> frozenset[str]:
    """What somebody is to decide blind elsewhere stays kept back from them here as well."""
    numbers = sessions.held_for_others(connection, who.user_id, held.row.session_id)
    return frozenset(one.ref for one in held.items if one.case_number in numbers)


def _word(stored: StoredCase | None, who: Principal) -> AssessmentView | None:
    if stored is None:
        return None
    return assessment_view(stored.record.facts.assessment, who.viewer, stored.record.rule_flag)


def _ballot(row: Row[Any], earlier: Mapping[tuple[str, str], int]) -> BallotView:
    return BallotView(
        row.user_id,
        row.name,
        Decision(row.decision),
        row.reason,
        row.language,
        from_ms(row.cast_at),
        from_ms(row.received_at),
        row.code,
        row.late,
        earlier.get((row.ref, row.user_id), 0),
    )


def _first(item: Row[Any], firsts: Mapping[str, Row[Any]]) -> FirstWord | None:
    row = firsts.get(item.review_id)
    if row is None:
        return None
    return FirstWord(
        case_id(item.case_number),
        row.external_ref,
        item.label,
        Decision(row.decision),
        row.rationale,
        row.rationale_language,
        Verdict(row.ai_verdict),
        row.risk_score,
        row.threshold,
        row.model_version,
        row.reviewer_name,
        row.review_id,
        row.code,
    )


def _truth(item: Row[Any], firsts: Mapping[str, Row[Any]]) -> TruthView | None:
    if item.truth is None:
        return None
    first = firsts.get(item.review_id)
    label = derive_label(Verdict(first.ai_verdict), Decision(item.truth)) if first is not None else None
    return TruthView(
        Verdict(item.truth),
        item.truth_reason,
        item.truth_language,
        tuple(msgspec.json.decode(item.truth_attendees, type=list[str])),
        item.truth_by_name or "",
        from_ms(item.truth_at),
        item.truth_code,
        label.value if label is not None else None,
    )
