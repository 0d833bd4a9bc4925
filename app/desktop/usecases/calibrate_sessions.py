"""Calibration sessions: read from the server, decided at the seat with the server or without it."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Protocol

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
from app.desktop.cache.work_store import WorkStore
from app.desktop.ports import Clock, Colleague, Identity, NotReady, Offline, Sent
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
    """See ports.calibrate.Sessions. What was read is kept in memory alone, and goes with the window."""

    def __init__(
        self,
        online: SessionsOnline,
        work: WorkStore | None,
        sending: Sending,
        clock: Clock,
        identity: Callable[[], Identity | None],
        random_bytes: Callable[[int], bytes],
    ) -> None:
        self._online, self._work, self._sending, self._clock = online, work, sending, clock
        self._identity, self._random_bytes = identity, random_bytes
        self._page: SessionPage | None = None
        self._read: dict[str, SessionView] = {}

    def listed(self) -> tuple[SessionPage, bool]:
        try:
            self._page = self._online.calibration_sessions(LISTED)
        except Offline:
            if self._page is None:
                raise
            return self._page, True
        return self._page, False

    def one(self, session_id: str) -> tuple[SessionView, bool]:
        kept = False
        try:
            found = self._read[session_id] = _legible(self._online.calibration_session(session_id))
        except Offline:
            if session_id not in self._read:
                raise
            found, kept = self._read[session_id], True
        return self._with_own(found), kept

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
        told = self._online.people(Capability.CALIBRATION_ATTEND.value).people
        return tuple(Colleague(one.user_id, one.name, one.roles, one.vendor) for one in told)

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
        self, session_id: str, ref: str, decision: str, reason: str, language: str, attendees: tuple[str, ...]
    ) -> None:
        self._online.settle_session_case(session_id, ref, TruthOrder(Verdict(decision), reason, language, attendees))

    def follow_up(self, session_id: str, order: FollowUpOrder) -> None:
        self._online.follow_session_up(session_id, order)

    def vote(self, session_id: str, ref: str, decision: str, reason: str, language: str) -> Sent:
        body = BallotBody(session_id, ref, Decision(decision), reason, language)
        _check(ballot_faults(body))
        return self._sending.send(c.CALIBRATION_BALLOT, body, None, None, WorkNote())

    def note(self, session_id: str, ref: str | None, text: str, language: str) -> Sent:
        note_id = uuid7(self._clock.wall_ms(), self._random_bytes(10))
        body = SessionNoteBody(note_id, session_id, text, language, ref)
        _check(note_body_faults(body))
        return self._sending.send(c.CALIBRATION_NOTE, body, None, None, WorkNote())

    def challenge(self, case_id: str, reason: str, language: str) -> Sent:
        challenge_id = uuid7(self._clock.wall_ms(), self._random_bytes(10))
        body = ChallengeBody(challenge_id, case_id, reason, language)
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
