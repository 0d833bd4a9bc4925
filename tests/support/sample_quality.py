"""Samples of an invented house, as seat and server would tell them: for the gallery and tests of the QA room."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from msgspec.structs import replace

from app.analytics.acceptance import accepts
from app.contract.qa import (
    AdjudicationPage,
    AdjudicationTask,
    CoverageRow,
    CoverageView,
    FrameCriteria,
    FrameStratum,
    FrameView,
    LotResult,
    PacketItem,
    SaidView,
    SampleItemView,
    SampleView,
    ScorerView,
    SeriesLot,
    SeriesView,
    ShareView,
)
from app.desktop.changes import Kind, changed
from app.desktop.ports import NotReady, Offline, Sent
from app.desktop.ports.quality import Carried, CarriedSample, PlanPreview, ScoreDraft
from app.domain.acceptance import Severity
from app.domain.acceptance import plan as iso
from app.domain.decision import Decision
from app.domain.re_review import ScoreBody, score_faults
from app.domain.sampling import IsoPlan, Plan
from tests.support.sample_desk import NOW, NOW_MS, Desk, case_view
from tests.support.sample_standing import LadderDesk

CRITERIA = FrameCriteria(NOW - timedelta(days=7), NOW, ("ato_investigation",), vendors=("vendor-b",))
PLAN = IsoPlan(1.5, "II", Severity.NORMAL)


def frame(size: int = 2140, tells: bool = False, frame_id: str = "f-1") -> FrameView:
    strata = (FrameStratum(1, size, ("ato_investigation",)),)
    return FrameView(frame_id, CRITERIA, 9, "d" * 64, size, strata, 3, tells, "u-9", "lead-02", NOW)


def sample(sample_id: str, **more: Any) -> SampleView:
    told: dict[str, Any] = {
        "sample_id": sample_id,
        "frame_id": "f-9",
        "frame_digest": "d" * 64,
        "plan": PLAN,
        "seed": "2026-46-9031",
        "refs_digest": "e" * 64,
        "size": 125,
        "state": "settled",
        "drawn_by": "u-9",
        "drawn_by_name": "lead-02",
        "drawn_at": NOW - timedelta(days=7),
        "scorers": (
            ScorerView("u-9", "lead-02", 63, 63, NOW - timedelta(days=6)),
            ScorerView("u-8", "lead-01", 62, 62, NOW - timedelta(days=6)),
        ),
        "mine": 0,
        "letter": "K",
        "accept": 5,
        "reject": 6,
    }
    return SampleView(**(told | more))


RESULT = LotResult(
    n=125,
    unscored=0,
    agreed=119,
    awaiting=0,
    right=3,
    wrong=3,
    verdict="accepted",
    share=ShareView(0.024, 0.0082, 0.068, 0.95, "wilson"),
    claim=ShareView(0.024, 0.005, 0.0685, 0.95, "clopper_pearson"),
)
SERVED = (
    sample("s-2", result=RESULT),
    sample("s-1", state="open", mine=12, seed="2026-47-1180", drawn_at=NOW - timedelta(days=1)),
)


ITEMS = tuple(
    SampleItemView(f"r-{n}", "ato_investigation", first, 95_000 + n * 7_000, ("block",), stands, truth, error, case_id)
    for n, (first, stands, truth, error, case_id) in enumerate(
        (
            ("pass", "wrong", "block", "wrong_decision", "C-198300"),
            ("block", "agreed", None, None, "C-198301"),
            ("pass", "awaiting", None, None, "C-198302"),
        )
    )
)


def item(ref: str) -> PacketItem:
    desk = Desk()
    view = case_view(next(row for row in desk.rows if row.case_id == "C-204817"))
    return PacketItem(ref, view.case_type, view.opened_at, view.subject_short, view.subject, view.evidence, view.masked)


def task(number: int) -> AdjudicationTask:
    said = (
        SaidView("u-3", "reviewer-03", "pass", "The device was known for two years.", "en", NOW, True),
        SaidView("u-9", "lead-02", "block", "The second device belongs to somebody else.", "en", NOW, False),
    )
    return AdjudicationTask("s-2", f"r-{number}", f"C-19810{number}", item(f"r-{number}"), said)


class QualityDesk:
    """See ports.quality.Quality; holds its packets in memory, and the server goes away with `offline`."""

    def __init__(self, hub: Any, refs: int = 4) -> None:
        self._hub = hub
        self.offline = False
        self.size = 320
        self.refs = tuple(f"ref{number:09d}" for number in range(1, refs + 1))
        self.said: dict[str, str] = {}
        self.sent: list[tuple[Any, ...]] = []
        self.more: list[tuple[Any, ...]] = []
        self.wait = 0
        self.kept: dict[tuple[str, str], ScoreDraft] = {}
        self.opened: list[str] = []
        self.packets: list[Carried] = []
        self.signed = False
        self.pending = 0

    def _online(self) -> None:
        if self.offline:
            raise Offline

    def _told(self) -> None:
        self._hub.publish(changed(Kind.OUTBOX))

    # --- the server

    def define(self, criteria: FrameCriteria) -> FrameView:
        self._online()
        self.sent.append(("define", criteria))
        return replace(frame(self.size), criteria=criteria)

    def frames(self) -> tuple[FrameView, ...]:
        self._online()
        return (frame(frame_id="f-9"),)

    def samples(self) -> tuple[SampleView, ...]:
        self._online()
        return (replace(SERVED[0], waiting_for_anybody=self.wait), *SERVED[1:])

    def sample(self, sample_id: str) -> SampleView:
        self._online()
        found = next(one for one in SERVED if one.sample_id == sample_id)
        return replace(found, items=ITEMS if found.result is not None else ())

    def take(self, want: int) -> tuple[str, ...]:
        self._online()
        self.sent.append(("take", want))
        self.wait = 0
        self._carry(SERVED[0].sample_id, "p-2")
        return ("p-2",)

    def adjudications(self) -> AdjudicationPage:
        self._online()
        return AdjudicationPage((task(1), task(2)), 2)

    def coverage(self, days: int) -> CoverageView:
        self._online()
        rows = (
            CoverageRow("ato_investigation", "block", "", 410, 32, 32, 30),
            CoverageRow("ato_investigation", "pass", "vendor-b", 960, 93, 61, 12),
            CoverageRow("kyc_audit", "pass", "vendor-b", 240, 0, 0, 0),
        )
        return CoverageView(NOW - timedelta(days=days), NOW, rows)

    def series(self) -> tuple[SeriesView, ...]:
        self._online()
        lots = (SeriesLot("s-2", NOW, "normal", "accepted"),)
        return (SeriesView("vendor-b", Severity.NORMAL, 12, 0, False, lots),)

    def bring_frame(self, frame_id: str) -> str:
        self._online()
        self.packets.append(Carried("p-1", replace(frame(self.size), frame_id=frame_id), NOW_MS, True, 4, {}, ()))
        self._told()
        return "p-1"

    def bring_sample(self, sample_id: str) -> str:
        self._online()
        self._carry(sample_id, "p-2")
        return "p-2"

    def give_back(self, packet_id: str) -> None:
        self._online()
        self.packets = [one for one in self.packets if one.packet_id != packet_id]
        self.sent.append(("give_back", packet_id))

    def _carry(self, sample_id: str, packet_id: str) -> None:
        kept = [one for one in self.packets if one.packet_id != packet_id]
        found = CarriedSample(sample_id, packet_id, "f-1", self.refs, {})
        whole = packet_id == "p-1"
        self.packets = [Carried(packet_id, frame(self.size), NOW_MS, whole, 4, {}, (found,)), *kept]
        self._told()

    # --- without it

    def preview(self, of: FrameView, plan: Plan) -> PlanPreview:
        if not isinstance(plan, IsoPlan):
            return PlanPreview(180, half_width=plan.half_width, active_ms=180 * 160_000)
        told = iso(of.size, plan.aql, plan.level, plan.severity)
        passes = {right: accepts(told.n, told.ac, 1 - right) for right in (0.98, 0.95)}
        return PlanPreview(told.to_inspect, told.letter, told.ac, told.re, passes, active_ms=told.n * 160_000)

    def carried(self) -> tuple[Carried, ...]:
        return tuple(
            replace(
                packet,
                samples=tuple(
                    replace(one, said=dict(self.said), signed=self.signed, pending=self.pending)
                    for one in packet.samples
                ),
            )
            for packet in self.packets
        )

    def item(self, packet_id: str, ref: str) -> PacketItem:
        return item(ref)

    def drafts(self) -> dict[tuple[str, str], ScoreDraft]:
        return dict(self.kept)

    def keep_draft(self, sample_id: str, ref: str, draft: ScoreDraft | None) -> None:
        if draft is None:
            self.kept.pop((sample_id, ref), None)
        else:
            self.kept[sample_id, ref] = draft

    # --- what is sent

    def draw(self, packet_id: str, plan: Plan, seed: str, scorers: tuple[str, ...] = (), *_more: Any) -> str:
        self.sent.append(("draw", packet_id, plan, seed, scorers))
        self.more.append(_more)
        self._carry("s-new", packet_id)
        return "s-new"

    def draw_online(self, of: FrameView, plan: Plan, seed: str, scorers: tuple[str, ...] = (), *_more: Any) -> str:
        self.sent.append(("draw_online", of.frame_id, plan, seed, scorers))
        self.more.append(_more)
        return "s-new"

    def score(self, sample_id: str, ref: str, decision: str, rationale: str, language: str, active_ms: int) -> Sent:
        faults = score_faults(ScoreBody(sample_id, ref, Decision(decision), rationale, language, active_ms))
        if faults:
            raise NotReady(codes=tuple(fault.code for fault in faults))
        self.said[ref] = decision
        self.pending += 1
        self.sent.append(("score", ref, decision, rationale, language))
        self._told()
        return Sent("c-score", "qa.score", NOW_MS + 10_000)

    def sign(self, sample_id: str) -> Sent:
        if set(self.said) != set(self.refs):
            raise NotReady(codes=("qa_unscored",))
        self.signed = True
        self.sent.append(("sign", sample_id))
        self._told()
        return Sent("c-sign", "qa.sign", NOW_MS + 10_000)

    def adjudicate(self, sample_id: str, ref: str, truth: str, reason: str, language: str) -> Sent:
        self.sent.append(("adjudicate", ref, truth, reason, language))
        return Sent("c-truth", "qa.adjudicate", NOW_MS + 10_000)

    def undo(self, command_id: str) -> str:
        self.sent.append(("undo", command_id))
        if command_id == "c-score" and self.said:
            self.said.popitem()
        return "qa.score"


def quality_context(desk: Any, quality: QualityDesk, files: Any, rights: Any, window: Any) -> Any:
    """What the QA room is given."""
    people = (
        SimpleNamespace(user_id="u-8", name="lead-01", roles=("team_lead",), vendor=None, team=None),
        SimpleNamespace(user_id="u-3", name="reviewer-03", roles=("reviewer",), vendor=None, team="atlas"),
        SimpleNamespace(user_id="u-4", name="reviewer-04", roles=("reviewer",), vendor=None, team="atlas"),
        SimpleNamespace(user_id="b-1", name="b-101", roles=("bpo_agent",), vendor="vendor-b", team=None),
    )

    def colleagues() -> tuple[Any, ...]:
        if quality.offline:
            raise Offline
        return people

    return SimpleNamespace(
        tasks=desk.tasks,
        hub=desk.hub,
        clock=desk.clock,
        session=SimpleNamespace(may=lambda right: right in rights, person=SimpleNamespace(user_id="u-7")),
        key_of=window.actions_.key_cap,
        show_case=quality.opened.append,
        ladder=LadderDesk(),
        search=SimpleNamespace(colleagues=colleagues),
        quality=quality,
        files=files,
        acts=int,
        documents=None,
        comfort=None,
    )
