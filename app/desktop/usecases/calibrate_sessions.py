"""Calibration sessions: read from the server, decided at the seat with the server or without it."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Protocol, TypeVar

import msgspec

from app.contract import commands as c
from app.contract.calibration_sessions import (
    BallotView,
    ChallengePage,
    FollowUpOrder,
    SessionItem,
    SessionOrder,
    SessionPage,
    SessionView,
    TruthOrder,
)
from app.contract.people import PeoplePage
from app.desktop.cache.outbox_rows import OutboxState
from app.desktop.cache.session_rows import LIST, SeenRow, SessionRows
from app.desktop.cache.work_store import WorkStore
from app.desktop.ports import Clock, Colleague, Identity, NotReady, Offline, Problem, Sent, Writer
from app.desktop.usecases.casework import WorkNote
from app.desktop.usecases.legible import legible_item, legible_word
from app.desktop.usecases.sending import Sending
from app.domain.calibration_session import (
    BallotBody,
    ChallengeBody,
    SessionNoteBody,
    ballot_faults,
    challenge_faults,
    note_body_faults,
)
from app.domain.decision import Decision, Verdict
from app.domain.faults import Fault
from app.domain.ids import uuid7
from app.domain.roles import Capability

LISTED = 100
ON_THE_WAY = (OutboxState.PENDING, OutboxState.SENT)
_NO_LONGER = (403, 404, 410)
_page, _view = msgspec.json.Decoder(SessionPage), msgspec.json.Decoder(SessionView)
_Seen = TypeVar("_Seen", SessionPage, SessionView)


class SessionsOnline(Protocol):
    """The calls behind it."""

    def calibration_sessions(self, limit: int) -> SessionPage: ...

    def calibration_session(self, session_id: str) -> SessionView: ...

    def make_session(self, told: SessionOrder) -> SessionView: ...

    def join_session(self, session_id: str) -> SessionView: ...

    def reveal_session(self, session_id: str) -> SessionView: ...

    def show_session(self, session_id: str) -> SessionView: ...

    def close_session(self, session_id: str) -> SessionView: ...

    def cancel_session(self, session_id: str) -> SessionView: ...

    def end_session_series(self, series_id: str) -> SessionView: ...

    def settle_session_case(self, session_id: str, ref: str, told: TruthOrder) -> SessionView: ...

    def follow_session_up(self, session_id: str, told: FollowUpOrder) -> SessionView: ...

    def own_challenges(self, limit: int) -> ChallengePage: ...

    def people(self, capability: str) -> PeoplePage: ...


class SessionsDesk:
    """See ports.calibrate.Sessions. What was read last is kept in the encrypted copy."""

    def __init__(
        self,
        online: SessionsOnline,
        rows: SessionRows,
        work: WorkStore | None,
        sending: Sending,
        writer: Writer,
        clock: Clock,
        identity: Callable[[], Identity | None],
        random_bytes: Callable[[int], bytes],
    ) -> None:
        self._online, self._rows, self._work, self._sending = online, rows, work, sending
        self._writer, self._clock = writer, clock
        self._identity, self._random_bytes = identity, random_bytes

    def listed(self) -> tuple[SessionPage, bool]:
        try:
            found = self._online.calibration_sessions(LISTED)
        except Offline:
            kept = self._kept(LIST, _page)
            if kept is None:
                raise
            return kept, True
        self._keep(LIST, False, found)
        return found, False

    def one(self, session_id: str, *, ask: bool = True) -> tuple[SessionView, bool]:
        kept = False
        try:
            if not ask:
                raise Offline
            found = _legible(self._online.calibration_session(session_id))
            self._keep(session_id, found.session.shown, found)
        except Offline:
            old = self._kept(session_id, _view)
            if old is None:
                raise
            found, kept = old, True
        except Problem as problem:
            if problem.status in _NO_LONGER:
                self._forget(session_id)
            raise
        return self._with_own(found), kept

    def _keep(self, session_id: str, told: bool, found: SessionPage | SessionView) -> None:
        if (who := self._identity()) is not None:
            row = SeenRow(session_id, self._clock.now_ms(), told, msgspec.json.encode(found))
            self._writer.run(lambda: self._rows.put(who.author, row))

    def _kept(self, session_id: str, read: "msgspec.json.Decoder[_Seen]") -> _Seen | None:
        who = self._identity()
        document = self._rows.document(who.author, session_id) if who is not None else None
        try:
            return read.decode(document) if document is not None else None
        except (msgspec.DecodeError, RecursionError):
            return None

    def _forget(self, session_id: str) -> None:
        if (who := self._identity()) is not None:
            self._writer.run(lambda: self._rows.remove(who.author, session_id))

    def _with_own(self, found: SessionView) -> SessionView:
        """With the ballots that are still on their way, so that nobody decides a case twice."""
        who = self._identity()
        if self._work is None or who is None:
            return found
        cast: dict[str, BallotBody] = {}
        for row in self._work.of_types(who.author, (c.CALIBRATION_BALLOT,)):
            if row.state in ON_THE_WAY:
                body = msgspec.json.decode(row.body, type=BallotBody)
                if body.session_id == found.session.session_id:
                    cast[body.ref] = body
        if not cast:
            return found
        items = tuple(self._cast(item, cast[item.ref]) if item.ref in cast else item for item in found.items)
        voted = sum(item.mine is not None for item in items)
        session = msgspec.structs.replace(found.session, voted=voted)
        return msgspec.structs.replace(found, items=items, session=session)

    def _cast(self, item: SessionItem, body: BallotBody) -> SessionItem:
        now = datetime.fromtimestamp(self._clock.now_ms() / 1000, UTC)
        mine = BallotView("", "", body.decision, body.reason, body.language, now, now, body.code)
        return msgspec.structs.replace(item, mine=mine)

    def people(self) -> tuple[Colleague, ...]:
        """Whoever chairs takes part anyway."""
        told, who = self._online.people(Capability.CALIBRATION_ATTEND.value).people, self._identity()
        me = who.author if who is not None else ""
        return tuple(Colleague(one.user_id, one.name, one.roles, one.vendor) for one in told if one.user_id != me)

    def make(self, order: SessionOrder) -> SessionView:
        return self._online.make_session(order)

    def join(self, session_id: str) -> None:
        self._online.join_session(session_id)

    def reveal(self, session_id: str) -> None:
        self._online.reveal_session(session_id)

    def show(self, session_id: str) -> None:
        self._online.show_session(session_id)

    def close(self, session_id: str) -> None:
        self._online.close_session(session_id)

    def cancel(self, session_id: str) -> None:
        self._online.cancel_session(session_id)

    def end_series(self, series_id: str) -> None:
        self._online.end_session_series(series_id)

    def settle(
        self,
        session_id: str,
        ref: str,
        decision: str,
        reason: str,
        language: str,
        attendees: tuple[str, ...],
        code: str = "",
    ) -> None:
        told = TruthOrder(Verdict(decision), reason, language, attendees, code or None)
        self._online.settle_session_case(session_id, ref, told)

    def follow_up(self, session_id: str, order: FollowUpOrder) -> None:
        self._online.follow_session_up(session_id, order)

    def vote(self, session_id: str, ref: str, decision: str, reason: str, language: str, code: str = "") -> Sent:
        body = BallotBody(session_id, ref, Decision(decision), reason, language, code or None)
        _check(ballot_faults(body))
        return self._sending.send(c.CALIBRATION_BALLOT, body, None, None, WorkNote())

    def note(self, session_id: str, ref: str | None, text: str, language: str) -> Sent:
        note_id = uuid7(self._clock.wall_ms(), self._random_bytes(10))
        body = SessionNoteBody(note_id, session_id, text, language, ref)
        _check(note_body_faults(body))
        return self._sending.send(c.CALIBRATION_NOTE, body, None, None, WorkNote())

    def challenge(self, case_id: str, reason: str, language: str, threshold: float | None = None) -> Sent:
        challenge_id = uuid7(self._clock.wall_ms(), self._random_bytes(10))
        body = ChallengeBody(challenge_id, case_id, reason, language, threshold)
        _check(challenge_faults(body))
        # In the order of its case: the review that it rests on arrives first.
        return self._sending.send(c.THRESHOLD_CHALLENGE, body, case_id, None, WorkNote())

    def own_challenges(self) -> ChallengePage:
        return self._online.own_challenges(LISTED)

    def undo(self, command_id: str) -> str:
        return self._sending.undo(command_id)


def _legible(found: SessionView) -> SessionView:
    items = tuple(
        msgspec.structs.replace(
            item,
            case=item.case and legible_item(item.case),
            assessment=item.assessment and legible_word(item.assessment),
        )
        for item in found.items
    )
    return msgspec.structs.replace(found, items=items)


def _check(faults: tuple[Fault, ...]) -> None:
    if faults:
        raise NotReady(codes=tuple(dict.fromkeys(fault.code for fault in faults)))
