"""A desk with the cases of the design's pictures, held in memory: for the gallery and for tests of the rooms.

It fulfils the ports by shape and keeps the domain's rules; it stores nothing.
"""

import math
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import numpy as np
from msgspec.structs import replace

from app.contract.catalogue import catalogue
from app.contract.views import AssessmentView, CaseView, EvidenceView, OtherView, SignalView, StepView
from app.desktop.changes import Changed, Kind, changed
from app.desktop.ports import (
    CaseNotHere,
    HeldClaim,
    May,
    OpenCase,
    QueueRow,
    QueueView,
    Revealed,
    ReviewDraft,
    Submitted,
    TooLate,
)
from app.domain.assessment import sigmoid
from app.domain.decision import Decision, Verdict
from app.domain.label import derive_label
from app.domain.review import ReviewedFacts, ReviewSubmission, StepMark, StepVerdict, review_faults
from app.domain.root_cause import Attribution, AttributionKind
from app.domain.text import Bilingual

NOW = datetime(2026, 11, 21, 9, 33, tzinfo=UTC)
NOW_MS = int(NOW.timestamp() * 1000)
PLAIN = {
    "evidence.e1.declared": ("Lin Wei", "1990-04-01"),
    "evidence.e1.document": ("Lin Wei", "1991-04-01"),
}
"""What lies under the masks of `kyc_evidence`."""


def _row(
    case_id: str, case_type: str, subject: str, left_min: int, priority: int, confidence: float, mine: bool = False
) -> QueueRow:
    due = NOW_MS + left_min * 60_000
    return QueueRow(
        case_id=case_id,
        case_type=case_type,
        subject_short=subject,
        priority=priority,
        key_user=priority >= 75,
        due_at=due,
        paused_ms=0,
        routed_at=due - 4 * 3_600_000,
        confidence=confidence,
        threshold=0.85,
        verdict="block",
        state="open",
        claimed_by_me=mine,
        claimed_by_other=False,
        reserved_until=None,
        escalation_kind=None,
        draft=False,
        pending=False,
    )


ROWS = (
    _row("C-204822", "withdrawal_anomaly", "u-10•••57", -8, 78, 0.64),
    _row("C-204841", "withdrawal_anomaly", "u-07•••44", 71, 91, 0.81),
    _row("C-204817", "ato_investigation", "u-83•••91", 41, 66, 0.71, True),
    _row("C-204790", "kyc_audit", "u-55•••02", 52, 41, 0.58),
    _row("C-204831", "reset_2fa", "u-29•••73", 97, 35, 0.79),
    _row("C-204836", "poa_review", "u-61•••18", 104, 22, 0.69),
    _row("C-204840", "ato_investigation", "u-94•••60", 125, 66, 0.74),
    _row("C-204850", "kyc_audit", "u-33•••39", 148, 18, 0.62),
    _row("C-204853", "kyc_audit", "u-71•••80", 150, 12, 0.77),
    _row("C-204859", "reset_2fa", "u-48•••15", 166, 30, 0.55),
    _row("C-204862", "poa_review", "u-12•••96", 182, 27, 0.66),
    _row("C-204866", "withdrawal_anomaly", "u-90•••21", 190, 45, 0.72),
)

_TITLE = Bilingual("Evidence", "证据")


def _event(day: int, clock: str, **fields: Any) -> dict[str, Any]:
    return {"at": f"2026-11-{day:02d}T{clock}:00+00:00", **fields}


def ato_evidence() -> tuple[EvidenceView, ...]:
    home = {"tone": "normal", "event": "sign_in", "device": "iPhone 15", "city": "singapore", "network": "SingTel"}
    timeline = (
        _event(20, "21:02", **home),
        _event(21, "08:21", **home),
        _event(
            21,
            "08:59",
            tone="unusual",
            event="sign_in",
            device="Android emulator",
            city="bucharest",
            network="AS9009",
            distance_km=8930,
            elapsed_min=38,
            flag="impossible_speed",
        ),
        _event(21, "09:01", tone="unusual", event="password_reset"),
        _event(21, "09:03", tone="unusual", event="twofa_reset_request", flag="no_sop"),
        _event(21, "09:12", tone="unusual", event="address_added", address="0x9f•••21", flag="first_seen"),
        _event(21, "09:14", tone="unusual", event="withdrawal", amount=41900, address="0x9f•••21", flag="held"),
    )
    speeds = (60, 140, 130, 40, 90, 150, 120, 155, 150, 25, 150, 12, 120, 75, 130, 60, 55, 120, 130, 135, 120, 100)
    chart = (*speeds, 155, 40, 62, 155, 40, 120, 14100, 42)
    devices = (
        {"device": "iPhone 15", "os": "iOS 19.1", "sign_ins": 412, "state": "known"},
        {"device": "MacBook Air", "os": "macOS 17", "sign_ins": 96, "state": "known"},
        {"device": "Android emulator", "os": "Android 14", "sign_ins": 1, "state": "new"},
    )
    changes = {
        "device_state": "new",
        "device": "Android 14 · emulator",
        "network_kind": "hosting",
        "asn": "AS9009",
        "max_speed_kmh": 14100,
        "minutes_reset_to_withdrawal": 11,
    }
    history = (
        {"at": "2025-03-02T10:00:00+00:00", "case_type": "kyc_audit", "outcome": "passed"},
        {"at": "2026-05-17T15:20:00+00:00", "case_type": "ato_investigation", "outcome": "passed"},
    )
    return (
        EvidenceView("e1", "signin_timeline", _TITLE, rows=timeline),
        EvidenceView("e2", "signin_speed", _TITLE, rows=tuple({"speed_kmh": v} for v in chart)),
        EvidenceView("e3", "devices", _TITLE, rows=devices),
        EvidenceView("e4", "account_changes", _TITLE, fields=changes),
        EvidenceView("e5", "withdrawals", _TITLE, rows=({"amount": 41900, "address": "0x9f•••21", "outcome": "held"},)),
        EvidenceView("e6", "history", _TITLE, rows=history),
    )


def kyc_evidence() -> tuple[EvidenceView, ...]:
    compare = (
        {"field": "full_name", "declared": "L••• W•••", "document": "L••• W•••", "match": "same", "similarity": 1.0},
        {"field": "birth_date", "declared": "•••", "document": "•••", "match": "different", "similarity": 0.8},
    )
    return (
        EvidenceView("e1", "identity_compare", _TITLE, rows=compare),
        EvidenceView("e2", "liveness", _TITLE, fields={"result": "weak", "face_match": 0.78, "attempts": 3}),
        EvidenceView("e9", "moon_phase", Bilingual("Moon phase", "月相"), fields={"phase": "waxing", "days": 4}),
    )


SIGNALS = (
    ("impossible_travel", 14100, 0.92),
    ("unrecognised_device", True, 0.61),
    ("reset_channel", 0.2, 0.54),
    ("hosting_ip", True, 0.31),
    ("withdrawal_size", 3.1, 0.22),
    ("account_age", 1210, -0.36),
    ("kyc_level", 2, -0.21),
)
STEPS = (
    StepView(
        1,
        Bilingual("Impossible travel between two sign-ins.", "两次登录之间为不可能旅行。"),
        ("e1",),
        (),
        "ATO-12 §3",
        "",
    ),
    StepView(
        2,
        Bilingual("Unrecognised device; emulator build flags.", "未识别设备；有模拟器特征。"),
        ("e3",),
        (),
        "ATO-12 §5",
        "",
    ),
    StepView(
        3,
        Bilingual("2FA reset by e-mail only, then withdrawal.", "仅凭邮件重置双重验证，随后提现。"),
        ("e1", "e5"),
        (),
        None,
        "",
    ),
)


def assessment_view() -> AssessmentView:
    other = 0.17
    base = -1.30
    score = sigmoid(math.fsum([base, other, *(c for _, _, c in SIGNALS)]))
    return AssessmentView(
        agent="ROCA",
        verdict="block",
        risk_score=score,
        confidence=score,
        threshold=0.85,
        role="champion",
        disposition="to_review",
        base_value=base,
        signals=tuple(SignalView(n, v, c, "risk" if c > 0 else "safe") for n, v, c in SIGNALS),
        other=OtherView(24, other),
        steps=STEPS,
        not_checked=(),
        sop_version="2026.10",
        model_version="roca-4.1",
        rule_version="rules-7",
    )


def case_view(row: QueueRow) -> CaseView:
    ato = row.case_type == "ato_investigation"
    return CaseView(
        case_id=row.case_id,
        external_ref=f"ref-{row.case_id}",
        case_type=row.case_type,
        rev=1,
        material_rev=1,
        state=row.state,
        priority=row.priority,
        opened_at=datetime(2026, 11, 21, 9, 14, tzinfo=UTC),
        routed_at=datetime.fromtimestamp(row.routed_at / 1000, UTC),
        due_at=datetime.fromtimestamp(row.due_at / 1000, UTC),
        subject_short=row.subject_short,
        subject={
            "account": row.subject_short,
            "account_age_days": 1217,
            "country": "SG",
            "kyc_level": 2,
            "withdrawn_30d": 184220,
            "opened_at": "2026-11-21T09:14:00+00:00",
            "trigger": "new_device_password_reset",
            "prior_cases": 2,
        },
        evidence=ato_evidence() if ato else kyc_evidence(),
        assessment=assessment_view(),
        masked=("subject.account",) if ato else ("subject.account", "evidence.e1.declared", "evidence.e1.document"),
    )


class Clock:
    def __init__(self) -> None:
        self.ms = NOW_MS

    def now_ms(self) -> int:
        return self.ms

    def mono_ms(self) -> int:
        return self.ms - NOW_MS + 1

    def wall_ms(self) -> int:
        return self.ms

    def offset_ms(self) -> int:
        return 0


class Tasks:
    """Does everything at once, in the caller's thread."""

    def write(self, fn: Callable[[], Any], done: Any = None, failed: Any = None, *, key: str | None = None) -> None:
        try:
            answer = fn()
        except Exception as error:
            if failed is None:
                raise
            failed(error)
            return
        if done is not None:
            done(answer)

    read = write

    def give_way(self) -> None:
        pass

    def later(self, fn: Callable[[], None]) -> None:
        fn()


class _News:
    def __init__(self) -> None:
        self.slots: list[Callable[[Changed], Any]] = []

    def connect(self, slot: Callable[[Changed], Any], /) -> None:
        self.slots.append(slot)

    def disconnect(self, slot: Callable[[Changed], Any], /) -> None:
        self.slots.remove(slot)


class Hub:
    def __init__(self) -> None:
        self.changed = _News()

    def publish(self, news: Changed) -> None:
        for slot in list(self.changed.slots):
            slot(news)


class Desk:
    """Queue, cases, reviews and hand over one list of rows."""

    def __init__(self, rows: tuple[QueueRow, ...] = ROWS) -> None:
        self.rows = list(rows)
        self.whole: dict[str, int] = {}
        self.generation = 0
        self.drafts: dict[str, ReviewDraft] = {}
        self.sent: list[tuple[str, ReviewDraft]] = []
        self.taken_back: dict[str, tuple[QueueRow, int]] = {}
        self.clock = Clock()
        self.tasks = Tasks()
        self.hub = Hub()
        self.views: dict[str, CaseView] = {}
        self.asked: list[tuple[str, tuple[str, ...], str]] = []
        self.reveal_problem: Exception | None = None
        self.keeps_ready = False
        """Whether cases count as prepared before they are opened."""
        self.queue = self.cases = self.reviews = self.reveals = self.hand = self

    def key_of(self, action_id: str) -> str:
        return {
            "decide.pass": "P",
            "decide.block": "B",
            "decide.escalate": "E",
            "review.submit": "Ctrl ↵",
            "attribution.choose": "A",
            "review.undo": "Z",
        }.get(action_id, "")

    # queue
    def load(self) -> int:
        return len(self.rows)

    def refresh(self, news: Changed) -> bool:
        return bool(news.kinds & {Kind.CASE, Kind.OUTBOX})

    def retime(self) -> bool:
        return False

    def _fits(self, row: QueueRow, view_id: str) -> bool:
        match view_id:
            case "mine":
                return row.claimed_by_me
            case "due_1h":
                return row.effective_due_at - self.clock.ms <= 3_600_000
            case "key_users":
                return row.key_user
            case "awaiting_me":
                return False
            case "open":
                return True
            case _:
                return view_id == f"type:{row.case_type}"

    def view(self, view_id: str, find: str = "") -> QueueView:
        order = [n for n, row in enumerate(self.rows) if self._fits(row, view_id) and find in row.case_id]
        self.generation += 1
        return QueueView(view_id, np.array(order, dtype=np.int64), len(order), self.generation)

    def counts(self) -> dict[str, int]:
        ids = ["mine", "open", "due_1h", "key_users", "awaiting_me", *(f"type:{t}" for t in catalogue().case_types)]
        return {view_id: sum(self._fits(row, view_id) for row in self.rows) for view_id in ids}

    def reserved(self) -> int:
        return sum(row.claimed_by_me for row in self.rows)

    def totals(self) -> dict[str, int]:
        return self.whole

    def words_read(self) -> tuple[int, int] | None:
        return len(self.rows), len(self.rows)

    def row(self, index: int) -> QueueRow:
        return self.rows[index]

    def index_of(self, case_id: str) -> int | None:
        return next((n for n, row in enumerate(self.rows) if row.case_id == case_id), None)

    def knows(self, view_id: str, find: str = "") -> bool:
        return True

    def place(self, view: QueueView, case_id: str) -> int | None:
        ids = [self.rows[int(n)].case_id for n in view.order]
        return ids.index(case_id) if case_id in ids else None

    def next_after(self, view: QueueView, case_id: str | None, step: int = 1) -> str | None:
        ids = [self.rows[int(n)].case_id for n in view.order]
        if not ids:
            return None
        at = ids.index(case_id) + step if case_id in ids else 0
        return ids[at] if 0 <= at < len(ids) else None

    # cases
    def open_case(self, case_id: str) -> OpenCase:
        index = self.index_of(case_id)
        if index is None:
            raise CaseNotHere
        row = self.rows[index]
        claim = HeldClaim(case_id, "claim-1", 1, NOW_MS + 1_800_000, NOW_MS + 28_800_000, "online")
        may = May(not row.key_user, True, True, ("must_escalate",) if row.key_user else (), claim.expires_at)
        view = self.views.get(case_id) or case_view(row)
        return OpenCase(case_id, 1, view, self.drafts.get(case_id), claim, None, may)

    def prefetch(self, case_ids: tuple[str, ...]) -> None:
        return None

    def ready(self, case_id: str) -> OpenCase | None:
        return self.open_case(case_id) if self.keeps_ready and self.index_of(case_id) is not None else None

    # masked values
    def reveal(self, case_id: str, fields: tuple[str, ...], reason: str) -> Revealed:
        if self.reveal_problem is not None:
            raise self.reveal_problem
        self.asked.append((case_id, fields, str(reason)))
        return Revealed({field: tuple(PLAIN.get(field, ("u-83572491",))) for field in fields}, 60)

    # reviews
    def check(self, case: OpenCase, draft: ReviewDraft) -> tuple[str, ...]:
        if draft.decision is None:
            return ("decision_required",)
        if draft.decision != "escalate" and not case.may.decide:
            return case.may.why
        attribution = None
        if draft.attribution_kind and draft.attribution_ref:
            attribution = Attribution(AttributionKind(draft.attribution_kind), draft.attribution_ref)
        review = ReviewSubmission(
            decision=Decision(draft.decision),
            rationale=draft.rationale,
            rationale_language=draft.rationale_language or "en",
            active_ms=draft.active_ms,
            code=draft.code,
            attribution=attribution,
            steps=tuple(StepVerdict(mark.n, StepMark(mark.verdict)) for mark in draft.steps),
        )
        found = case.view.assessment
        facts = ReviewedFacts(
            case.view.case_type,
            Verdict(found.verdict),
            frozenset(s.name for s in found.signals),
            frozenset(s.n for s in found.steps),
        )
        return tuple(fault.code for fault in review_faults(review, facts, catalogue().codes))

    def label_of(self, case: OpenCase, draft: ReviewDraft) -> str | None:
        if draft.decision is None:
            return None
        label = derive_label(Verdict(case.view.assessment.verdict), Decision(draft.decision))
        return str(label) if label else None

    def save_draft(self, case_id: str, draft: ReviewDraft) -> None:
        self.drafts[case_id] = draft

    def discard_draft(self, case_id: str) -> None:
        self.drafts.pop(case_id, None)

    def submit(self, case_id: str, draft: ReviewDraft) -> Submitted:
        index = self.index_of(case_id)
        assert index is not None
        case = self.open_case(case_id)
        command_id = f"command-{len(self.sent) + 1}"
        self.taken_back[command_id] = (self.rows.pop(index), index)
        self.drafts.pop(case_id, None)
        self.sent.append((case_id, draft))
        self.hub.publish(changed(Kind.OUTBOX, ids={case_id}))
        label = self.label_of(case, draft)
        return Submitted(command_id, case_id, draft.decision or "", label, self.clock.ms + 10_000)

    def undo(self, command_id: str) -> ReviewDraft:
        if command_id not in self.taken_back:
            raise TooLate
        row, index = self.taken_back.pop(command_id)
        self.rows.insert(index, row)
        case_id, draft = self.sent.pop()
        self.drafts[case_id] = draft
        self.hub.publish(changed(Kind.OUTBOX, ids={case_id}))
        return draft

    # hand
    def want(self, case_ids: tuple[str, ...]) -> dict[str, str]:
        return {}

    def renew(self) -> None:
        return None

    def release_all(self, along: bool = True) -> None:
        return None

    def held(self) -> dict[str, HeldClaim]:
        return {}


SAMPLE_DRAFT = ReviewDraft(
    decision="block",
    code="no_clause",
    attribution_kind="step",
    attribution_ref="3",
    route="C",
    rationale="E-mail-only 2FA reset followed by withdrawal inside 15 min is not covered by ATO-12. "
    "The verdict was right for weaker reasons.",
    rationale_language="en",
    active_ms=192_000,
)
CHINESE_DRAFT = replace(
    SAMPLE_DRAFT,
    rationale="仅凭邮件重置双重验证后 15 分钟内提现的情形，ATO-12 没有规定。判定正确，但依据的理由较弱。",
    rationale_language="zh",
)
