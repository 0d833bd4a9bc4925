"""Calibration sessions, and thresholds that somebody challenges."""

from typing import Annotated, Literal

import msgspec

from app.contract import paths
from app.contract.calibration_sessions import (
    BatchCount,
    BatchCriteria,
    ChallengeAnswer,
    ChallengePage,
    ChallengeView,
    FollowUpOrder,
    SessionOrder,
    SessionPage,
    SessionView,
    TruthOrder,
)
from app.contract.problems import Code
from app.domain.calibration_session import SessionKind
from app.domain.roles import Capability
from app.server.routes.deps import Call, route
from app.server.usecases import calibration_making, calibration_results, calibration_sessions, challenges

TAG = "Calibration"
Id = Annotated[str, msgspec.Meta(max_length=36)]
LED = (Code.NOT_FOUND, Code.SESSION_CLOSED, Code.NOT_ACCEPTABLE)
TALKED = (*LED, Code.NOT_REVEALED)


class KindQuery(msgspec.Struct, frozen=True):
    """`kind`: which labels are drawn from where the criteria tell none."""

    kind: SessionKind = SessionKind.MODEL


class SessionsQuery(msgspec.Struct, frozen=True):
    """`after`: next_after of the page before."""

    state: Literal["open", "revealed", "closed", "cancelled"] | None = None
    after: Id | None = None
    limit: Annotated[int, msgspec.Meta(ge=1, le=100)] = 50


class ChallengesQuery(msgspec.Struct, frozen=True):
    """`after`: next_after of the page before."""

    state: Literal["challenged", "taken", "declined"] | None = None
    after: Id | None = None
    limit: Annotated[int, msgspec.Meta(ge=1, le=200)] = 50


@route(
    "POST",
    paths.CALIBRATION_BATCH,
    summary="How many labelled cases a batch would be drawn from",
    tag=TAG,
    body=BatchCriteria,
    query=KindQuery,
    answers={200: BatchCount},
    problems=(Code.UNKNOWN_CASE_TYPE,),
    capability=Capability.CALIBRATION_CHAIR,
)
def count_batch(call: Call[BatchCriteria]) -> BatchCount:
    return calibration_making.count(call.storage, call.who, call.query.kind, call.body)


@route(
    "GET",
    paths.CALIBRATION_SESSIONS,
    summary="Calibration sessions, the newest first",
    tag=TAG,
    query=SessionsQuery,
    answers={200: SessionPage},
    problems=(Code.FORBIDDEN,),
)
def list_sessions(call: Call[None]) -> SessionPage:
    return calibration_sessions.listed(call.storage, call.who, call.query.state, call.query.after, call.query.limit)


@route(
    "POST",
    paths.CALIBRATION_SESSIONS,
    summary="Make a session; its cases are drawn by the seed",
    tag=TAG,
    body=SessionOrder,
    answers={200: SessionView},
    problems=(Code.UNKNOWN_CASE_TYPE, Code.BATCH_EMPTY, Code.NOT_ACCEPTABLE),
    capability=Capability.CALIBRATION_CHAIR,
)
def make_session(call: Call[SessionOrder]) -> SessionView:
    session_id = calibration_making.make(call.storage, call.who, call.body)
    return calibration_sessions.one(call.storage, call.who, session_id)


@route(
    "GET",
    paths.CALIBRATION_SESSION,
    summary="One session, as far as its reader may see it",
    description="Before the reveal everybody is told their own ballots alone. After it, whoever has voted on every "
    "case is shown the others', from the first time that they ask.",
    tag=TAG,
    answers={200: SessionView},
    problems=(Code.FORBIDDEN, Code.NOT_FOUND, Code.NOT_ACCEPTABLE),
)
def read_session(call: Call[None]) -> SessionView:
    return calibration_sessions.one(call.storage, call.who, call.path["session_id"])


@route(
    "POST",
    paths.CALIBRATION_JOIN,
    summary="Take part in a session",
    tag=TAG,
    answers={200: SessionView},
    problems=LED,
    capability=Capability.CALIBRATION_ATTEND,
)
def join_session(call: Call[None]) -> SessionView:
    return calibration_sessions.join(call.storage, call.who, call.path["session_id"])


@route(
    "POST",
    paths.CALIBRATION_SHOW,
    summary="See the revealed ballots without having voted on every case",
    description="What comes from this person after that is kept as late.",
    tag=TAG,
    answers={200: SessionView},
    problems=(Code.NOT_FOUND, Code.NOT_REVEALED, Code.NOT_ACCEPTABLE),
    capability=Capability.CALIBRATION_ATTEND,
)
def show_session(call: Call[None]) -> SessionView:
    return calibration_sessions.show(call.storage, call.who, call.path["session_id"])


@route(
    "POST",
    paths.CALIBRATION_REVEAL,
    summary="Reveal the ballots; by the chair",
    tag=TAG,
    answers={200: SessionView},
    problems=LED,
    capability=Capability.CALIBRATION_CHAIR,
)
def reveal_session(call: Call[None]) -> SessionView:
    return calibration_results.reveal(call.storage, call.who, call.path["session_id"])


@route(
    "PUT",
    paths.CALIBRATION_TRUTH,
    summary="Write down what is true of a case, why, and who was there; by the chair",
    tag=TAG,
    body=TruthOrder,
    answers={200: SessionView},
    problems=TALKED,
    capability=Capability.CALIBRATION_CHAIR,
)
def settle_case(call: Call[TruthOrder]) -> SessionView:
    where = call.path
    return calibration_results.settle(call.storage, call.who, where["session_id"], where["ref"], call.body)


@route(
    "POST",
    paths.CALIBRATION_FOLLOW_UPS,
    summary="Raise what follows from cases of a session, by route A, B or C; by the chair",
    tag=TAG,
    body=FollowUpOrder,
    answers={200: SessionView},
    problems=(*TALKED, Code.PROPOSAL_OPEN),
    capability=Capability.CALIBRATION_CHAIR,
)
def follow_up_session(call: Call[FollowUpOrder]) -> SessionView:
    return calibration_results.follow_up(call.storage, call.who, call.path["session_id"], call.body)


@route(
    "POST",
    paths.CALIBRATION_CLOSE,
    summary="End a revealed session; its agreement stands; by the chair",
    tag=TAG,
    answers={200: SessionView},
    problems=TALKED,
    capability=Capability.CALIBRATION_CHAIR,
)
def close_session(call: Call[None]) -> SessionView:
    return calibration_results.close(call.storage, call.who, call.path["session_id"])


@route(
    "POST",
    paths.CALIBRATION_CANCEL,
    summary="End a session before the reveal; by the chair",
    tag=TAG,
    answers={200: SessionView},
    problems=LED,
    capability=Capability.CALIBRATION_CHAIR,
)
def cancel_session(call: Call[None]) -> SessionView:
    return calibration_results.cancel(call.storage, call.who, call.path["session_id"])


@route(
    "POST",
    paths.CALIBRATION_END_SERIES,
    summary="Make no further sessions of a series; by the chair",
    tag=TAG,
    answers={200: SessionView},
    problems=(Code.NOT_FOUND, Code.NOT_ACCEPTABLE),
    capability=Capability.CALIBRATION_CHAIR,
)
def end_series(call: Call[None]) -> SessionView:
    return calibration_results.end_series(call.storage, call.who, call.path["series_id"])


@route(
    "GET",
    paths.CHALLENGES,
    summary="Thresholds that somebody challenged by a case",
    tag=TAG,
    query=ChallengesQuery,
    answers={200: ChallengePage},
    capability=Capability.HUB_READ,
)
def list_challenges(call: Call[None]) -> ChallengePage:
    return challenges.listed(call.storage, call.who, call.query.state, call.query.after, call.query.limit)


@route(
    "GET",
    paths.OWN_CHALLENGES,
    summary="One's own challenges, with what became of them",
    tag=TAG,
    query=ChallengesQuery,
    answers={200: ChallengePage},
    capability=Capability.THRESHOLD_CHALLENGE,
)
def own_challenges(call: Call[None]) -> ChallengePage:
    return challenges.own(call.storage, call.who, call.query.state, call.query.after, call.query.limit)


@route(
    "POST",
    paths.CHALLENGE_ANSWER,
    summary="Take a challenge up by a proposal, or decline it",
    tag=TAG,
    body=ChallengeAnswer,
    answers={200: ChallengeView},
    problems=(Code.NOT_FOUND, Code.CHALLENGE_ANSWERED),
    capability=Capability.HUB_PROPOSE,
)
def answer_challenge(call: Call[ChallengeAnswer]) -> ChallengeView:
    return challenges.answer(call.storage, call.who, call.path["challenge_id"], call.body)


ROUTES = [
    count_batch,
    list_sessions,
    make_session,
    read_session,
    join_session,
    show_session,
    reveal_session,
    settle_case,
    follow_up_session,
    close_session,
    cancel_session,
    end_series,
    list_challenges,
    own_challenges,
    answer_challenge,
]
