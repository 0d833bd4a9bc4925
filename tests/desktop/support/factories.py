"""Cases, commands and seats with valid defaults, for the tests of the workstation."""

import itertools
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from app.contract.canonical import body_sha256
from app.contract.views import (
    AssessmentView,
    CaseView,
    ClaimHolder,
    EscalationView,
    OtherView,
    SignalView,
    StepView,
)
from app.desktop.cache.cache_store import CacheStore, Row
from app.desktop.cache.header import HeaderRow
from app.desktop.cache.outbox_rows import NewCommand
from app.domain.ids import uuid7
from app.domain.text import Bilingual

START = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)
START_MS = int(START.timestamp() * 1000)
KEY = bytes(range(32))
_numbers = itertools.count(1)


class FakeClock:
    """A clock that moves only when told."""

    def __init__(self, now_ms: int = START_MS, offset_ms: int = 0) -> None:
        self.now = now_ms
        self.offset = offset_ms

    def now_ms(self) -> int:
        return self.now

    def wall_ms(self) -> int:
        return self.now - self.offset

    def mono_ms(self) -> int:
        return self.now - START_MS

    def offset_ms(self) -> int:
        return self.offset

    def advance(self, ms: int) -> None:
        self.now += ms


class DirectWriter:
    """The writer of a test: at once, on this thread."""

    def run(self, fn: Any) -> Any:
        return fn()


def new_id() -> str:
    return uuid7(START_MS + next(_numbers), next(_numbers).to_bytes(10, "big"))


def case_view(number: int = 200_001, **changes: Any) -> CaseView:
    """A case that a reviewer may decide."""
    verdict = changes.pop("verdict", "block")
    confidence = changes.pop("confidence", 0.72)
    routed = changes.pop("routed_at", START)
    values: dict[str, Any] = {
        "case_id": f"C-{number}",
        "external_ref": f"x-{number}",
        "case_type": "ato_investigation",
        "rev": 1,
        "material_rev": 1,
        "state": "open",
        "priority": 40,
        "opened_at": routed - timedelta(minutes=3),
        "routed_at": routed,
        "due_at": routed + timedelta(hours=4),
        "subject_short": f"u-{number % 97:02d}•••",
        "subject": {"account": "u-8f•••2a", "country": "SG"},
        "evidence": (),
        "assessment": AssessmentView(
            agent="roca",
            verdict=verdict,
            risk_score=confidence if verdict == "block" else 1 - confidence,
            confidence=confidence,
            threshold=0.85,
            role="champion",
            disposition="to_review",
            base_value=-1.0,
            signals=(SignalView("new_device", True, 1.2, "risk"),),
            other=OtherView(3, 0.7),
            steps=(
                StepView(1, Bilingual(en="A new device signed in.", zh="新设备登录。"), (), (), "ATO-12 §3", "risk"),
                StepView(2, Bilingual(en="The password was changed."), (), (), None, "risk"),
            ),
        ),
        "masked": ("subject.account",),
    }
    return CaseView(**(values | changes))


def document(view: CaseView) -> bytes:
    return msgspec.json.encode(view)


def case_row(number: int = 200_001, **changes: Any) -> Row:
    view = case_view(number, **changes)
    return Row("case", view.case_id, view.rev, document(view))


def heads(cache: CacheStore) -> list[HeaderRow]:
    """Every header, by number."""
    return sorted((HeaderRow._make(row) for piece in cache.headers() for row in piece), key=lambda h: h.number)


def claim_of(owner: str, *, minutes: int = 30, mine: bool = True) -> ClaimHolder:
    return ClaimHolder(
        owner_id=owner,
        owner_name=owner.title(),
        expires_at=START + timedelta(minutes=minutes),
        claim_id="claim-1" if mine else None,
        fence=1 if mine else None,
    )


def escalation(*, mine: bool, kind: str = "key_user") -> EscalationView:
    return EscalationView("esc-1", kind, START, mine)


def new_command(case_id: str | None = "C-200001", release_at: int = START_MS, **changes: Any) -> NewCommand:
    body = {"decision": "pass", "rationale": "Known device.", "n": next(_numbers)}
    values: dict[str, Any] = {
        "command_id": new_id(),
        "command_type": "review.submit",
        "command_schema": 1,
        "body": msgspec.json.encode(body),
        "body_sha256": body_sha256(body),
        "created_wall": START_MS,
        "created_mono": 0,
        "server_offset_ms": 0,
        "release_at": release_at,
        "case_id": case_id,
        "claim_id": "claim-1",
        "fence": 1,
        "base_rev": 1,
    }
    return NewCommand(**(values | changes))
