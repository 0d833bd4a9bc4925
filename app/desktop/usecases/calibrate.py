"""Thresholds, proposals, the automation boundary, calibration and targets, as the server tells them."""

from typing import Protocol

from app.contract.boundary import BoundaryView, SliceOrder
from app.contract.calibration import CalibrationGroups, CalibrationView
from app.contract.calibration_sessions import ChallengeAnswer, ChallengePage, ChallengeView
from app.contract.gold import Language
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
from app.domain.boundary import SliceKey
from app.domain.decision import Verdict
from app.domain.experiment import Plan

PROPOSALS = 100
"""As many as one page of the list holds."""


class CalibrateOnline(Protocol):
    """The calls behind it."""

    def hub_rules(self) -> HubView: ...

    def hub_simulation(self, case_type: str, side: str, days: int, cost_wrong: float) -> SimulationView: ...

    def hub_rollback(self, case_type: str, side: str, told: Rollback) -> SideView: ...

    def hub_proposals(self, after: str | None, limit: int) -> ProposalPage: ...

    def hub_propose(self, told: ProposalOrder) -> ProposalView: ...

    def hub_proposal(self, proposal_id: str) -> ProposalView: ...

    def hub_replay(self, proposal_id: str) -> ProposalView: ...

    def hub_decide(self, proposal_id: str, told: ProposalDecision) -> ProposalView: ...

    def hub_withdraw(self, proposal_id: str, told: Ending) -> ProposalView: ...

    def hub_start(self, proposal_id: str, told: ExperimentOrder) -> ProposalView: ...

    def hub_look(self, proposal_id: str) -> ProposalView: ...

    def hub_stop(self, proposal_id: str, told: Ending) -> ProposalView: ...

    def hub_promote(self, proposal_id: str, told: Promotion) -> ProposalView: ...

    def hub_challenges(self, limit: int) -> ChallengePage: ...

    def answer_challenge(self, challenge_id: str, told: ChallengeAnswer) -> ChallengeView: ...

    def boundary(self, days: int) -> BoundaryView: ...

    def propose_slice(self, told: SliceOrder) -> ProposalView: ...

    def bring_slice_back(self, slice_id: str, told: Ending) -> SliceView: ...


class ThresholdDesk:
    """See ports.calibrate.Thresholds."""

    def __init__(self, online: CalibrateOnline) -> None:
        self._online = online

    def rules(self) -> HubView:
        return self._online.hub_rules()

    def simulation(self, case_type: str, side: str, days: int, cost_wrong: float) -> SimulationView:
        return self._online.hub_simulation(case_type, side, days, cost_wrong)

    def roll_back(self, case_type: str, side: str, rule_version: str, why: str, language: Language) -> None:
        self._online.hub_rollback(case_type, side, Rollback(rule_version, why, language))

    def proposals(self, after: str | None = None) -> ProposalPage:
        return self._online.hub_proposals(after, PROPOSALS)

    def proposal(self, proposal_id: str) -> ProposalView:
        return self._online.hub_proposal(proposal_id)

    def propose(
        self, case_type: str, side: str, threshold: float, cost_wrong: float, why: str, language: Language
    ) -> ProposalView:
        told = ProposalOrder(case_type, Verdict(side), threshold, why, language, cost_wrong=cost_wrong)
        return self._online.hub_propose(told)

    def replay(self, proposal_id: str) -> ProposalView:
        return self._online.hub_replay(proposal_id)

    def decide(self, proposal_id: str, approve: bool, why: str, language: Language) -> ProposalView:
        return self._online.hub_decide(proposal_id, ProposalDecision(approve, why, language))

    def withdraw(self, proposal_id: str, why: str, language: Language) -> ProposalView:
        return self._online.hub_withdraw(proposal_id, Ending(why, language))

    def start(self, proposal_id: str, plan: Plan, why: str, language: Language) -> ProposalView:
        return self._online.hub_start(proposal_id, ExperimentOrder(plan, why, language))

    def look(self, proposal_id: str) -> ProposalView:
        return self._online.hub_look(proposal_id)

    def stop(self, proposal_id: str, why: str, language: Language) -> ProposalView:
        return self._online.hub_stop(proposal_id, Ending(why, language))

    def promote(self, proposal_id: str, why: str, language: Language) -> ProposalView:
        return self._online.hub_promote(proposal_id, Promotion(why, language))

    def challenges(self) -> ChallengePage:
        return self._online.hub_challenges(PROPOSALS)

    def answer(self, challenge_id: str, proposal_id: str, why: str, language: Language) -> None:
        self._online.answer_challenge(challenge_id, ChallengeAnswer(why, language, proposal_id or None))

    def boundary(self, days: int) -> BoundaryView:
        return self._online.boundary(days)

    def propose_slice(self, key: SliceKey, audit_per_mille: int, why: str, language: Language) -> ProposalView:
        return self._online.propose_slice(SliceOrder(key, why, language, audit_per_mille))

    def bring_back(self, slice_id: str, why: str, language: Language) -> None:
        self._online.bring_slice_back(slice_id, Ending(why, language))


class CalibrationOnline(Protocol):
    """The calls behind it."""

    def calibration(
        self, days: int, case_type: str | None, model_version: str | None, kind: str | None, segment: str | None
    ) -> CalibrationView: ...

    def calibration_groups(
        self, by: str, days: int, case_type: str | None, model_version: str | None
    ) -> CalibrationGroups: ...

    def targets(self, days: int, case_type: str | None) -> TargetsBoard: ...


class CalibrationDesk:
    """See ports.calibrate.Calibration."""

    def __init__(self, online: CalibrationOnline) -> None:
        self._online = online

    def figures(self, days: int, case_type: str, model: str, segment: str) -> CalibrationView:
        kind, told, value = segment.partition("=")
        found = (kind, value) if told else (None, None)
        return self._online.calibration(days, case_type or None, model or None, *found)

    def groups(self, by: str, days: int, case_type: str, model: str) -> CalibrationGroups:
        return self._online.calibration_groups(by, days, case_type or None, model or None)

    def targets(self, days: int, case_type: str) -> TargetsBoard:
        return self._online.targets(days, case_type or None)
