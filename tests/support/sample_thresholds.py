"""Thresholds, proposals, experiments and slices of an invented house, as the server would tell them."""

import math
from datetime import timedelta
from typing import Any

import msgspec

from app.analytics.compare import e_value, exact_mcnemar
from app.contract.boundary import BoundaryTotal, BoundaryView, SliceStanding
from app.contract.calibration_sessions import (
    ChallengePage,
)
from app.contract.hub import (
    Bounded,
    ExperimentView,
    HubView,
    Lacking,
    MetricView,
    Mismatch,
    ProposalPage,
    ProposalView,
    ReplayPart,
    ReplayView,
    RuleView,
    SideView,
    SimulationRow,
    SimulationView,
    SliceView,
    StandingView,
    StepTaken,
)
from app.desktop.ports import Offline
from app.domain.blind_first import wilson
from app.domain.boundary import SliceKey
from app.domain.experiment import Metric, Plan
from tests.support.sample_desk import NOW
from tests.support.sample_sessions import challenges

START = NOW - timedelta(days=90)


def bounded(count: int, n: int) -> Bounded:
    low, high = wilson(count, n)
    return Bounded(count / n, low, high)


def rule(
    case_type: str, side: str, version: int, threshold: float, days: int, ended: int | None, **more: Any
) -> RuleView:
    told: dict[str, Any] = {
        "set_by_name": "model-02",
        "why": "Audits of the last quarter say so.",
        "proposal_id": "p-1",
        "rolled_back": None,
        "acknowledged_at": None,
        "acknowledged": None,
    } | more
    return RuleView(
        case_type,
        side,
        version,
        f"{case_type}.{side}.{version}",
        threshold,
        NOW - timedelta(days=days),
        None if ended is None else NOW - timedelta(days=ended),
        told["set_by_name"],
        NOW - timedelta(days=days),
        told["why"],
        "en",
        told["proposal_id"],
        told["rolled_back"],
        told["acknowledged_at"],
        told["acknowledged"],
    )


def side(case_type: str, name: str, *versions: RuleView, proposal_id: str | None = None) -> SideView:
    return SideView(case_type, name, versions[0] if versions else None, None, versions, proposal_id)


def hub() -> HubView:
    kind = "withdrawal_anomaly"
    return HubView(
        (
            side("ato_investigation", "block", rule("ato_investigation", "block", 1, 0.9, 80, None)),
            side("kyc_audit", "pass", rule("kyc_audit", "pass", 1, 0.85, 120, None), proposal_id="p-7"),
            side(
                kind,
                "block",
                rule(kind, "block", 3, 0.85, 12, None, acknowledged_at=NOW - timedelta(days=12), acknowledged="ok"),
                rule(
                    kind,
                    "block",
                    2,
                    0.8,
                    30,
                    12,
                    why="A finding: too many needless escalations.",
                    set_by_name="lead-02",
                ),
                rule(kind, "block", 1, 0.85, 150, 30, why="The first threshold of this side."),
            ),
            side(kind, "pass", rule(kind, "pass", 1, 0.85, 150, None)),
        ),
        (Mismatch(kind, "other_rule", 4, 11), Mismatch("kyc_audit", "against_rule", 2, 0)),
        NOW - timedelta(days=30),
        True,
        True,
    )


def simulation(case_type: str, name: str, days: int, cost_wrong: float) -> SimulationView:
    total, minutes = 2_901, 6.5
    rows = []
    for step in range(50, 101):
        at = step / 100
        below = round(total * (0.04 + 0.9 * ((at - 0.5) / 0.5) ** 2.2))
        errors = 96 * (1.0 - (at - 0.5) / 0.52) ** 1.8 * (1.0 if name == "block" else 0.6)
        wrong = Bounded(errors, max(0.0, errors - 1.96 * math.sqrt(errors + 1)), errors + 2.4 * math.sqrt(errors + 1))
        rows.append(
            SimulationRow(
                at,
                below,
                bounded(below, total),
                below * minutes / 60,
                wrong,
                below * minutes + errors * cost_wrong,
                total - below,
                0,
            )
        )
    notes = ("labels_from_queue", "labels_from_audits")
    error = "FP" if name == "block" else "FN"
    return SimulationView(
        case_type, name, NOW - timedelta(days=days), NOW, error, total, minutes, 812, cost_wrong, tuple(rows), notes
    )


def replay(gained: int = 71, lost: int = 22) -> ReplayView:
    known = gained + lost
    return ReplayView(
        NOW - timedelta(days=4),
        NOW - timedelta(days=180),
        NOW - timedelta(days=4),
        0.85,
        0.9,
        141,
        known,
        bounded(lost, known),
        gained,
        lost,
        exact_mcnemar(gained, lost),
        e_value(gained, lost),
        (ReplayPart("queue", 0, 0, 0, 0), ReplayPart("ledger", 141, known, lost, known)),
        Bounded(-71.0, -88.0, -52.0),
        15.3,
        -3_340.0,
        ("labels_from_audits", "undecided_left_out"),
    )


def metric(which: Metric, evidence: float, difference: float, limit: float) -> MetricView:
    return MetricView(
        which,
        36,
        540,
        14,
        552,
        540,
        difference,
        difference - 0.031,
        difference + 0.027,
        limit,
        evidence,
        20.0,
        evidence >= 20,
    )


def standing(day: int, evidence: float, *, verdict: str = "running") -> StandingView:
    primary = metric(Metric.WRONG_ALONE, evidence, -0.041, 0.0)
    guard = metric(Metric.TO_PEOPLE, 1.6 * evidence, 0.012, 0.05)
    lacking = []
    if evidence < 20:
        lacking.append(Lacking("metric", evidence, 20.0))
    if guard.evidence < 20:
        lacking.append(Lacking("guard", guard.evidence, 20.0))
    return StandingView(NOW - timedelta(days=4 - day), verdict, primary, guard, 0.02, 2, 1, tuple(lacking))


def experiment(state: str = "running", evidence: float = 7.4) -> ExperimentView:
    looks = tuple(standing(day, 1.0 + (evidence - 1) * (day / 4) ** 2) for day in range(5))
    if state == "holds":
        looks = (*looks[:-1], standing(4, evidence, verdict="holds"))
    return ExperimentView(
        "x-1",
        "withdrawal_anomaly",
        "block",
        "salt",
        Plan(Metric.WRONG_ALONE, 0.0, 0.05, 0.05, 500, 5_000, 500, 100),
        "9f2b4c6d1e8a7b3c5d4e6f708192a3b4c5d6e7f8091a2b3c4d5e6f708192a3b4",
        "withdrawal_anomaly.block.3",
        0.85,
        "withdrawal_anomaly.block.trial-1",
        0.9,
        "lead-02",
        NOW - timedelta(days=4),
        state,
        None if state == "running" else NOW,
        looks[-1],
        looks,
    )


def _steps(*told: tuple[int, str, str, str]) -> tuple[StepTaken, ...]:
    return tuple(StepTaken(NOW - timedelta(days=days), state, by, why, "en") for days, state, by, why in told)


def proposal(proposal_id: str, state: str, may: tuple[str, ...], **more: Any) -> ProposalView:
    told: dict[str, Any] = {
        "kind": "threshold",
        "case_type": "withdrawal_anomaly",
        "side": "block",
        "base_version": "withdrawal_anomaly.block.3",
        "base_threshold": 0.85,
        "threshold": 0.9,
        "source": "hand",
        "feedback_id": None,
        "session_id": None,
        "why": "Blocks between 0.85 and 0.90 are overturned too often.",
        "why_language": "en",
        "cost_wrong": 60.0,
        "minutes_per_case": None,
        "author_id": "u-2",
        "author_name": "model-02",
        "created_at": NOW - timedelta(days=5),
        "needs_experiment": True,
        "steps": _steps((5, "open", "model-02", "Blocks between 0.85 and 0.90 are overturned too often.")),
        "replay": replay(),
        "experiment": None,
        "slice": None,
    } | more
    return ProposalView(proposal_id=proposal_id, state=state, may=may, **told)


def slice_view(state: str = "graduated", **more: Any) -> SliceView:
    told: dict[str, Any] = {"audited_right": 41, "audited_n": 41, "audited_upper": 0.999, "audited_late": 0} | more
    return SliceView(
        "s-1",
        "p-3",
        "kyc_audit",
        "SG",
        "KYC-4 §2",
        "thin_history",
        "kyc_audit.slice.s-1",
        state,
        0.98,
        612,
        614,
        0.984,
        100,
        told["audited_right"],
        told["audited_n"],
        told["audited_upper"],
        NOW - timedelta(days=20),
        NOW - timedelta(days=2) if state == "fell_back" else None,
        told["audited_late"],
    )


def proposals() -> tuple[ProposalView, ...]:
    approved = _steps(
        (5, "open", "model-02", "Blocks between 0.85 and 0.90 are overturned too often."),
        (4, "approved", "lead-02", "The replay is clear enough to try it."),
        (4, "testing", "lead-02", "Half of the cases, two weeks at most."),
    )
    return (
        proposal("p-7", "open", ("decide", "replay"), case_type="kyc_audit", side="pass", threshold=0.8),
        proposal("p-6", "testing", ("look", "stop"), experiment=experiment(), steps=approved),
        proposal(
            "p-5", "shown", ("promote",), case_type="poa_review", experiment=experiment("holds", 31.0), steps=approved
        ),
        proposal("p-4", "approved", ("start", "withdraw"), case_type="reset_2fa", threshold=0.92),
        proposal(
            "p-3",
            "promoted",
            (),
            kind="slice",
            case_type="kyc_audit",
            source="boundary",
            replay=None,
            slice=slice_view(),
            base_threshold=None,
        ),
        proposal("p-2", "failed", (), case_type="ato_investigation", experiment=experiment("harmful", 0.4)),
    )


def boundary() -> BoundaryView:
    def one(key: SliceKey, cases: int, right: int, blind: int, state: str, more: int | None = None) -> SliceStanding:
        share = bounded(right, blind) if blind else None
        lower = max(0.0, right / blind - 0.55 / math.sqrt(blind)) if blind else 0.0
        if state == "met":
            lower = 0.981
        upper = min(1.0, right / blind + 0.3 / math.sqrt(blind)) if blind else 1.0
        upper = min(upper, 0.97) if state == "missed" else upper
        return SliceStanding(
            key, cases, cases - 3, cases - 9, blind, right, share, lower, upper, state, more, cases * 0.11, False
        )

    slices = (
        one(SliceKey("kyc_audit", "SG", "KYC-4 §2", "thin_history"), 980, 702, 704, "met"),
        one(SliceKey("poa_review", "MY", "POA-2 §1", "other"), 611, 402, 404, "not_yet_known", 118),
        one(SliceKey("withdrawal_anomaly", "SG", "WDR-7 §3", "conflicting_signals"), 540, 210, 260, "missed"),
        one(SliceKey("ato_investigation", "BR", "ATO-12 §3", "new_scenario"), 312, 88, 120, "missed"),
        one(SliceKey("reset_2fa", "VN", "-", "no_clause"), 140, 40, 44, "not_yet_known", 410),
        one(SliceKey("kyc_audit", "-", "KYC-1 §1", "other"), 61, 12, 12, "not_yet_known", 470),
    )
    totals = (
        BoundaryTotal("*", sum(s.cases for s in slices), 348, 243, 300, 214),
        BoundaryTotal("kyc_audit", 1_041, 900, 880, 700, 690),
    )
    fell = slice_view("fell_back", audited_right=52, audited_n=53, audited_upper=0.971, audited_late=7)
    left = (slice_view(), msgspec.structs.replace(fell, slice_id="s-2", segment="PH"))
    return BoundaryView(START, NOW, 0.98, 0.05, 30, 5, totals, slices, left, True)


class ThresholdDesk:
    """Answers as ports.calibrate.Thresholds does, and keeps what was asked of it."""

    def __init__(self) -> None:
        self.asked: list[tuple[Any, ...]] = []
        self.offline = False
        self.found = list(proposals())
        self.sides = hub()

    def _say(self, *what: Any) -> None:
        self.asked.append(what)
        if self.offline:
            raise Offline

    def rules(self) -> HubView:
        self._say("rules")
        return self.sides

    def simulation(self, case_type: str, name: str, days: int, cost_wrong: float) -> SimulationView:
        self._say("simulation", case_type, name, days, cost_wrong)
        return simulation(case_type, name, days, cost_wrong)

    def roll_back(self, *told: Any) -> None:
        self._say("roll_back", *told)

    def proposals(self, after: str | None = None) -> ProposalPage:
        self._say("proposals")
        return ProposalPage(tuple(self.found), None)

    def proposal(self, proposal_id: str) -> ProposalView:
        self._say("proposal", proposal_id)
        return next(one for one in self.found if one.proposal_id == proposal_id)

    def propose(self, *told: Any) -> ProposalView:
        self._say("propose", *told)
        made = proposal("p-9", "open", ("withdraw", "replay"), case_type=told[0], side=told[1], threshold=told[2])
        self.found.insert(0, made)
        return made

    def replay(self, proposal_id: str) -> ProposalView:
        self._say("replay", proposal_id)
        return self.proposal(proposal_id)

    def decide(self, *told: Any) -> ProposalView:
        self._say("decide", *told)
        return self.found[0]

    def withdraw(self, *told: Any) -> ProposalView:
        self._say("withdraw", *told)
        return self.found[0]

    def start(self, *told: Any) -> ProposalView:
        self._say("start", *told)
        return self.found[0]

    def look(self, proposal_id: str) -> ProposalView:
        self._say("look", proposal_id)
        return self.proposal(proposal_id)

    def stop(self, *told: Any) -> ProposalView:
        self._say("stop", *told)
        return self.found[0]

    def promote(self, *told: Any) -> ProposalView:
        self._say("promote", *told)
        return self.found[0]

    def challenges(self) -> ChallengePage:
        return challenges()

    def answer(self, *told: Any) -> None:
        self._say("answer", *told)

    def boundary(self, days: int) -> BoundaryView:
        self._say("boundary", days)
        return boundary()

    def propose_slice(self, *told: Any) -> ProposalView:
        self._say("propose_slice", *told)
        return self.found[0]

    def bring_back(self, *told: Any) -> None:
        self._say("bring_back", *told)
