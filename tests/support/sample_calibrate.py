"""Thresholds and slices of an invented house, as the server would tell them: for the gallery and for tests of the
Calibrate room."""

import math
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import msgspec

from app.analytics.compare import e_value, exact_mcnemar
from app.contract.agreement import AgreementView, Measure
from app.contract.boundary import BoundaryTotal, BoundaryView, SliceStanding
from app.contract.calibration import (
    Bounds,
    CalibrationFigures,
    CalibrationGroup,
    CalibrationGroups,
    CalibrationView,
    ConfusionTold,
    ErrorShare,
    Rate,
    ScoreBin,
)
from app.contract.calibration_sessions import (
    Attendee,
    BallotView,
    ChallengePage,
    ChallengeView,
    FirstWord,
    FollowUpView,
    SessionBrief,
    SessionItem,
    SessionNote,
    SessionPage,
    SessionView,
    TruthView,
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
from app.contract.qa import PacketItem
from app.contract.targets import Mover, TargetRow, TargetsBoard, TrendPoint
from app.desktop.ports import Colleague, Offline, Sent, TooLate
from app.domain.blind_first import wilson
from app.domain.boundary import SliceKey
from app.domain.calibration_session import SessionKind
from app.domain.decision import Decision, Verdict
from app.domain.experiment import Metric, Plan
from app.domain.root_cause import Route
from tests.support.sample_desk import NOW, NOW_MS, ato_evidence, kyc_evidence

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
    told: dict[str, Any] = {"audited_right": 41, "audited_n": 41, "audited_upper": 0.999} | more
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
    fell = slice_view("fell_back", audited_right=52, audited_n=60, audited_upper=0.971)
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


def rate(count: int, n: int) -> Rate:
    low, high = wilson(count, n)
    return Rate(count, n, count / n, low, high)


def calibration_figures(tp: int, fp: int, tn: int, fn: int) -> CalibrationFigures:
    n = tp + fp + tn + fn
    precision, recall = rate(tp, tp + fp), rate(tp, tp + fn)
    f1 = 2 * tp / (2 * tp + fp + fn)
    bins = []
    for number in range(10):
        many = 1 + (620, 240, 130, 90, 70, 60, 80, 110, 210, 540)[number] * n // 2150
        mean = 0.05 + number / 10
        share = max(0.0, mean - (0.13 if 5 <= number < 8 else 0.01))
        low, high = wilson(round(share * many), many)
        bins.append(ScoreBin(number / 10, (number + 1) / 10, many, mean, round(share * many) / many, low, high))
    return CalibrationFigures(
        n,
        n // 7,
        12,
        ConfusionTold(tp, fp, tn, fn, precision, recall, rate(tp + tn, n), f1),
        rate(tp + fn, n),
        Bounds(0.952, 0.944, 0.96),
        0.46,
        0.948,
        0.094,
        0.62,
        0.31,
        0.061,
        0.058,
        0.13,
        tuple(bins),
        tuple(bins),
    )


def calibration_view() -> CalibrationView:
    return CalibrationView(
        START,
        NOW,
        NOW,
        None,
        None,
        None,
        None,
        calibration_figures(1_204, 76, 1_594, 27),
        None,
        (
            ErrorShare("FP", "signal_overweighted", 31, "A", "signal", "impossible_travel"),
            ErrorShare("FP", "threshold_miscalibrated", 44, "B"),
            ErrorShare("FN", "sop_gap", 19, "C", "sop", "ATO-12 §3"),
        ),
        ("ato_investigation", "kyc_audit", "withdrawal_anomaly"),
        ("roca-4.1", "roca-4.2"),
        {"country": ("BR", "MY", "SG"), "vendor": ("", "vendor-a"), "priority": ("low", "high")},
    )


def calibration_groups(by: str) -> CalibrationGroups:
    keys = {
        "case_type": ("ato_investigation", "kyc_audit", "withdrawal_anomaly"),
        "country": ("", "MY", "SG"),
    }.get(by, ("", "a", "b"))
    counts = ((604, 40, 800, 10), (402, 30, 620, 14), (18, 1, 9, 1))
    return CalibrationGroups(
        START,
        NOW,
        by,
        tuple(CalibrationGroup(key, calibration_figures(*told)) for key, told in zip(keys, counts, strict=True)),
    )


def targets() -> TargetsBoard:
    def row(measure: str, count: int, n: int, target: float | None, state: str, **more: Any) -> TargetRow:
        low, high = wilson(count, n)
        points = []
        for number in range(6):
            part = max(30, n // 6 + number * 4)
            right = round(part * min(1.0, count / n - 0.02 + number * 0.004))
            bounds = wilson(right, part)
            since = NOW - timedelta(days=30 * (6 - number))
            points.append(TrendPoint(since, since + timedelta(days=30), part, right / part, *bounds, "not_yet_known"))
        movers = (
            Mover("withdrawal_anomaly", n // 2, count / n - 0.02, 0.0081, -0.004),
            Mover("kyc_audit", n // 3, count / n + 0.01, -0.0012, 0.01),
            Mover("reset_2fa", n // 6, None, 0.0004),
        )
        return TargetRow(
            measure, n, target, count, count / n, low, high, state, "met", trend=tuple(points), movers=movers, **more
        )

    return TargetsBoard(
        NOW - timedelta(days=30),
        NOW,
        None,
        (
            row("sla", 4_810, 4_830, 0.95, "met"),
            row("accuracy", 604, 612, 0.98, "not_yet_known", more=210),
            row("precision", 1_204, 1_280, 0.95, "not_yet_known", more=310),
            TargetRow("recall", 0, 0.95, lacking=("auto_pass",)),
            row("sop_coverage", 700, 980, 0.8, "missed"),
            row("automation", 8_420, 10_100, None, "not_yet_known"),
        ),
    )


class CalibrationDesk:
    """Answers as ports.calibrate.Calibration does."""

    def __init__(self) -> None:
        self.asked: list[tuple[Any, ...]] = []
        self.offline = False

    def _say(self, *what: Any) -> None:
        self.asked.append(what)
        if self.offline:
            raise Offline

    def figures(self, *told: Any) -> CalibrationView:
        self._say("figures", *told)
        return calibration_view()

    def groups(self, by: str, *told: Any) -> CalibrationGroups:
        self._say("groups", by, *told)
        return calibration_groups(by)

    def targets(self, *told: Any) -> TargetsBoard:
        self._say("targets", *told)
        return targets()


ME, LEAD, LIN = ("u-7", "reviewer-07"), ("u-1", "lead-01"), ("u-3", "reviewer-03")
SAID = {
    "block": "The second device was not the owner's, and the address is new.",
    "pass": "He moved house: the document and the device agree.",
    "escalate": "It cannot be told from what is here.",
}


def ballot(who: tuple[str, str], decision: str, *, late: bool = False) -> BallotView:
    at = NOW - timedelta(hours=3)
    return BallotView(*who, Decision(decision), SAID[decision], "en", at, at, late=late)


def brief(session_id: str, state: str, kind: str, title: str, **more: Any) -> SessionBrief:
    told: dict[str, Any] = {
        "items": 6,
        "voted": 2,
        "people": 3,
        "complete": 1,
        "shown": state in ("revealed", "closed"),
    }
    return SessionBrief(
        session_id=session_id,
        rev=1,
        kind=SessionKind(kind),
        state=state,
        title=title,
        language="en",
        case_type="ato_investigation",
        chair_id="u-1",
        chair_name="lead-01",
        made_at=NOW - timedelta(days=2),
        attending=True,
        **(told | more),
    )


def session_items(shown: bool) -> tuple[SessionItem, ...]:
    found = []
    for number in range(6):
        case = PacketItem(
            f"{number + 1}",
            "ato_investigation",
            NOW - timedelta(days=4),
            f"u-8{number}•••91",
            {"account": "u-83•••91", "country": "SG", "account_age_days": 412},
            ato_evidence() if number % 2 == 0 else kyc_evidence(),
            (),
        )
        mine = ballot(ME, "block") if number < 2 or shown else None
        if not shown:
            found.append(SessionItem(f"{number + 1}", case, mine=mine))
            continue
        agrees = number % 3 != 1
        ballots = (
            ballot(ME, "block"),
            ballot(LEAD, "block" if agrees else "pass"),
            ballot(LIN, "block", late=number == 0),
        )
        first = FirstWord(
            f"C-2048{number:02d}", f"ATO-{number}", "FN", Decision.PASS, SAID["pass"], "en", Verdict.PASS, 0.44, 0.85,
            "roca-4.2", "reviewer-12", f"r-{number}",
        )  # fmt: skip
        truth = TruthView(Verdict.BLOCK, SAID["block"], "en", ("u-1", "u-7"), "lead-01", NOW) if number < 3 else None
        found.append(SessionItem(f"{number + 1}", case, None, mine, first, ballots, agrees, truth))
    return tuple(found)


def session(session_id: str, one: SessionBrief, may: tuple[str, ...]) -> SessionView:
    people = (
        Attendee("u-1", "lead-01", 6, NOW - timedelta(days=2)),
        Attendee("u-7", "reviewer-07", one.voted, NOW - timedelta(days=1)),
        Attendee("u-3", "reviewer-03", 0),
    )
    if not one.shown:
        return SessionView(one, session_items(False), people, may)
    agreement = AgreementView(
        6, 17, 0, 0, ("block", "pass"), (), (), raw=Measure(0.778, 0.55, 0.91), ac1=Measure(0.68, 0.3, 0.9),
        alpha=Measure(0.21, -0.2, 0.6), warnings=("kappa_paradox",),
    )  # fmt: skip
    notes = (
        SessionNote(
            "n-1", "lead-01", NOW - timedelta(hours=1), "The emulator alone should have been enough.", "en", "1"
        ),
        SessionNote("n-2", "reviewer-07", NOW - timedelta(minutes=40), "The clause says nothing of a move.", "en", "2"),
    )
    follow_ups = (FollowUpView(Route.C, ("1", "2"), NOW, "lead-01", "f-1"),)
    return SessionView(one, session_items(True), people, may, notes, agreement, follow_ups)


def challenges() -> ChallengePage:
    def one(number: int, state: str, **more: Any) -> ChallengeView:
        return ChallengeView(
            f"ch-{number}",
            state,
            f"C-20480{number}",
            "kyc_audit",
            Verdict.PASS,
            0.85,
            0.83,
            0.17,
            "FP",
            "reviewer-03",
            NOW - timedelta(days=number),
            "Everything agreed; it need not have come to a person.",
            "en",
            False,
            **more,
        )

    return ChallengePage(
        (one(1, "challenged", threshold=0.8), one(2, "declined", answer="One case says little yet.")), None, 1
    )


class SessionsDesk:
    """Answers as ports.calibrate.Sessions does, and keeps what was asked of it."""

    def __init__(self) -> None:
        self.asked: list[tuple[Any, ...]] = []
        self.offline = False
        self.too_late = False
        self.voted: dict[str, str] = {}
        self.briefs = (
            brief("k-1", "open", "reviewer", "Week 47: whether people agree"),
            brief("k-2", "revealed", "model", "Takeovers that ROCA missed", voted=6, complete=2),
            brief("k-3", "closed", "model", "Week 46: misses", voted=6, complete=3),
        )
        self.may = {
            "k-1": ("vote", "reveal", "cancel"),
            "k-2": ("note", "settle", "follow_up", "close"),
            "k-3": (),
        }

    def listed(self) -> tuple[SessionPage, bool]:
        self.asked.append(("listed",))
        return SessionPage(self.briefs, None), self.offline

    def one(self, session_id: str, *, ask: bool = True) -> tuple[SessionView, bool]:
        self.asked.append(("one", session_id))
        found = session(session_id, next(b for b in self.briefs if b.session_id == session_id), self.may[session_id])
        items = tuple(
            msgspec.structs.replace(item, mine=ballot(ME, self.voted[item.ref])) if item.ref in self.voted else item
            for item in found.items
        )
        return msgspec.structs.replace(found, items=items), self.offline

    def people(self) -> tuple[Colleague, ...]:
        return tuple(Colleague(*who, ("reviewer",), None) for who in (ME, LIN))

    def make(self, order: Any) -> SessionView:
        self.asked.append(("make", order))
        return session("k-1", self.briefs[0], self.may["k-1"])

    def _do(self, *what: Any) -> None:
        self.asked.append(what)
        if self.offline:
            raise Offline

    def join(self, session_id: str) -> None:
        self._do("join", session_id)

    def reveal(self, session_id: str) -> None:
        self._do("reveal", session_id)

    def show(self, session_id: str) -> None:
        self._do("show", session_id)

    def close(self, session_id: str) -> None:
        self._do("close", session_id)

    def cancel(self, session_id: str) -> None:
        self._do("cancel", session_id)

    def end_series(self, series_id: str) -> None:
        self._do("end_series", series_id)

    def settle(self, *told: Any) -> None:
        self._do("settle", *told)

    def follow_up(self, session_id: str, order: Any) -> None:
        self._do("follow_up", session_id, order)

    def vote(self, session_id: str, ref: str, decision: str, reason: str, language: str, code: str = "") -> Sent:
        self.asked.append(("vote", session_id, ref, decision, reason, language, code))
        self.voted[ref] = decision
        return Sent(f"c-{ref}", "calibration.ballot", NOW_MS + 10_000)

    def challenge(self, case_id: str, reason: str, language: str, threshold: float | None = None) -> Sent:
        self.asked.append(("challenge", case_id, reason, language, threshold))
        return Sent("c-challenge", "threshold.challenge", NOW_MS + 10_000)

    def own_challenges(self) -> ChallengePage:
        return challenges()

    def note(self, session_id: str, ref: str | None, text: str, language: str) -> Sent:
        self.asked.append(("note", session_id, ref, text, language))
        return Sent("c-note", "calibration.note", NOW_MS + 10_000)

    def undo(self, command_id: str) -> str:
        self.asked.append(("undo", command_id))
        if self.too_late:
            raise TooLate
        self.voted.pop(command_id.removeprefix("c-"), None)
        return "calibration.ballot"


def calibrate_context(desk: Any, thresholds: ThresholdDesk, files: Any, rights: Any, window: Any) -> Any:
    """What the Calibrate room is given."""
    return SimpleNamespace(
        tasks=desk.tasks,
        hub=desk.hub,
        clock=desk.clock,
        session=SimpleNamespace(may=lambda right: right in rights),
        key_of=window.actions_.key_cap,
        show_case=lambda _case: None,
        thresholds=thresholds,
        calibration=CalibrationDesk(),
        sessions=SessionsDesk(),
        files=files,
    )
