"""The calls about thresholds, where people's work may end, calibration, targets and sessions."""

from typing import Any, Protocol, TypeVar
from urllib.parse import quote

from app.contract import paths
from app.contract.boundary import BoundaryView, SliceOrder
from app.contract.calibration import CalibrationGroups, CalibrationView
from app.contract.calibration_sessions import (
    ChallengeAnswer,
    ChallengePage,
    ChallengeView,
    FollowUpOrder,
    SessionOrder,
    SessionPage,
    SessionView,
    TruthOrder,
)
from app.contract.hub import (
    Ending,
    ExperimentOrder,
    HubView,
    Promotion,
    ProposalDecision,
    ProposalOrder,
    ProposalPage,
    ProposalView,
    Rollback,
    SideView,
    SimulationView,
    SliceView,
)
from app.contract.targets import TargetsBoard

T = TypeVar("T")


class Calls(Protocol):
    """What makes one call, as api.endpoints does."""

    def _call(
        self, method: str, path: str, kind: type[T], *, body: Any = None, **params: str | int | float | None
    ) -> T: ...


def _of(path: str, **parts: str) -> str:
    return path.format(**{name: quote(value, safe="") for name, value in parts.items()})


class CalibrateCalls:
    """Mixed into the calls of a signed-in person."""

    def hub_rules(self: Calls) -> HubView:
        return self._call("GET", paths.HUB_RULES, HubView)

    def hub_simulation(self: Calls, case_type: str, side: str, days: int, cost_wrong: float) -> SimulationView:
        return self._call(
            "GET",
            paths.HUB_SIMULATION,
            SimulationView,
            case_type=case_type,
            side=side,
            days=days,
            cost_wrong=cost_wrong,
        )

    def hub_rollback(self: Calls, case_type: str, side: str, told: Rollback) -> SideView:
        return self._call("POST", _of(paths.HUB_ROLLBACK, case_type=case_type, side=side), SideView, body=told)

    def hub_proposals(self: Calls, after: str | None, limit: int) -> ProposalPage:
        return self._call("GET", paths.HUB_PROPOSALS, ProposalPage, after=after, limit=limit)

    def hub_propose(self: Calls, told: ProposalOrder) -> ProposalView:
        return self._call("POST", paths.HUB_PROPOSALS, ProposalView, body=told)

    def hub_proposal(self: Calls, proposal_id: str) -> ProposalView:
        return self._call("GET", _of(paths.HUB_PROPOSAL, proposal_id=proposal_id), ProposalView)

    def hub_replay(self: Calls, proposal_id: str) -> ProposalView:
        return self._call("POST", _of(paths.HUB_REPLAY, proposal_id=proposal_id), ProposalView)

    def hub_decide(self: Calls, proposal_id: str, told: ProposalDecision) -> ProposalView:
        return self._call("POST", _of(paths.HUB_DECISION, proposal_id=proposal_id), ProposalView, body=told)

    def hub_withdraw(self: Calls, proposal_id: str, told: Ending) -> ProposalView:
        return self._call("POST", _of(paths.HUB_WITHDRAWAL, proposal_id=proposal_id), ProposalView, body=told)

    def hub_start(self: Calls, proposal_id: str, told: ExperimentOrder) -> ProposalView:
        return self._call("POST", _of(paths.HUB_EXPERIMENT, proposal_id=proposal_id), ProposalView, body=told)

    def hub_look(self: Calls, proposal_id: str) -> ProposalView:
        return self._call("POST", _of(paths.HUB_LOOK, proposal_id=proposal_id), ProposalView)

    def hub_stop(self: Calls, proposal_id: str, told: Ending) -> ProposalView:
        return self._call("POST", _of(paths.HUB_STOP, proposal_id=proposal_id), ProposalView, body=told)

    def hub_promote(self: Calls, proposal_id: str, told: Promotion) -> ProposalView:
        return self._call("POST", _of(paths.HUB_PROMOTION, proposal_id=proposal_id), ProposalView, body=told)

    def boundary(self: Calls, days: int) -> BoundaryView:
        return self._call("GET", paths.BOUNDARY, BoundaryView, days=days)

    def propose_slice(self: Calls, told: SliceOrder) -> ProposalView:
        return self._call("POST", paths.BOUNDARY, ProposalView, body=told)

    def bring_slice_back(self: Calls, slice_id: str, told: Ending) -> SliceView:
        return self._call("POST", _of(paths.BOUNDARY_SLICE, slice_id=slice_id), SliceView, body=told)

    def calibration(
        self: Calls, days: int, case_type: str | None, model_version: str | None, kind: str | None, segment: str | None
    ) -> CalibrationView:
        asked = {"case_type": case_type, "model_version": model_version, "segment_kind": kind, "segment": segment}
        return self._call("GET", paths.CALIBRATION, CalibrationView, days=days, **asked)

    def calibration_groups(
        self: Calls, by: str, days: int, case_type: str | None, model_version: str | None
    ) -> CalibrationGroups:
        asked = {"case_type": case_type, "model_version": model_version}
        return self._call("GET", paths.CALIBRATION_GROUPS, CalibrationGroups, by=by, days=days, **asked)

    def targets(self: Calls, days: int, case_type: str | None) -> TargetsBoard:
        return self._call("GET", paths.TARGETS, TargetsBoard, days=days, case_type=case_type)

    def hub_challenges(self: Calls, limit: int) -> ChallengePage:
        return self._call("GET", paths.CHALLENGES, ChallengePage, limit=limit)

    def own_challenges(self: Calls, limit: int) -> ChallengePage:
        return self._call("GET", paths.OWN_CHALLENGES, ChallengePage, limit=limit)

    def answer_challenge(self: Calls, challenge_id: str, told: ChallengeAnswer) -> ChallengeView:
        return self._call("POST", _of(paths.CHALLENGE_ANSWER, challenge_id=challenge_id), ChallengeView, body=told)

    def calibration_sessions(self: Calls, limit: int) -> SessionPage:
        return self._call("GET", paths.CALIBRATION_SESSIONS, SessionPage, limit=limit)

    def calibration_session(self: Calls, session_id: str) -> SessionView:
        return self._call("GET", _of(paths.CALIBRATION_SESSION, session_id=session_id), SessionView)

    def make_session(self: Calls, told: SessionOrder) -> SessionView:
        return self._call("POST", paths.CALIBRATION_SESSIONS, SessionView, body=told)

    def join_session(self: Calls, session_id: str) -> SessionView:
        return self._call("POST", _of(paths.CALIBRATION_JOIN, session_id=session_id), SessionView)

    def reveal_session(self: Calls, session_id: str) -> SessionView:
        return self._call("POST", _of(paths.CALIBRATION_REVEAL, session_id=session_id), SessionView)

    def show_session(self: Calls, session_id: str) -> SessionView:
        return self._call("POST", _of(paths.CALIBRATION_SHOW, session_id=session_id), SessionView)

    def close_session(self: Calls, session_id: str) -> SessionView:
        return self._call("POST", _of(paths.CALIBRATION_CLOSE, session_id=session_id), SessionView)

    def cancel_session(self: Calls, session_id: str) -> SessionView:
        return self._call("POST", _of(paths.CALIBRATION_CANCEL, session_id=session_id), SessionView)

    def end_session_series(self: Calls, series_id: str) -> SessionView:
        return self._call("POST", _of(paths.CALIBRATION_END_SERIES, series_id=series_id), SessionView)

    def settle_session_case(self: Calls, session_id: str, ref: str, told: TruthOrder) -> SessionView:
        path = _of(paths.CALIBRATION_TRUTH, session_id=session_id, ref=ref)
        return self._call("PUT", path, SessionView, body=told)

    def follow_session_up(self: Calls, session_id: str, told: FollowUpOrder) -> SessionView:
        return self._call("POST", _of(paths.CALIBRATION_FOLLOW_UPS, session_id=session_id), SessionView, body=told)
