"""Any order of deciding, undoing, syncing, losing answers, restarting and restoring: at rest every command has had
exactly one effect or stands before its author, and the cache is what the server says."""

import contextlib
import shutil
import tempfile
from pathlib import Path
from typing import Any

import msgspec
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from app.desktop.cache.outbox_rows import OutboxState
from app.desktop.ports import Busy, CaseNotHere, NotReady, Offline, Problem, ReviewDraft, ServerSpoke, TooLate
from tests.desktop.support.factories import case_view, claim_of, heads
from tests.desktop.support.model_server import ModelServer
from tests.desktop.support.seat import Seat

# Power cuts are tried elsewhere: here thousands of commits need no disk.
_MEMORY = "/dev/shm" if Path("/dev/shm").is_dir() else None
NUMBERS = range(200_001, 200_007)
DRAFT = ReviewDraft(
    decision="block", code="thin_history", rationale="New device.", rationale_language="en", active_ms=5
)
cases = st.sampled_from([f"C-{n}" for n in NUMBERS])


def _error(kind: str) -> Exception:
    if kind == "offline":
        return Offline()
    if kind == "nonsense":
        return ServerSpoke()
    return Busy(100) if kind == "busy" else Problem("forbidden", 403)


class Desk(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(dir=_MEMORY))
        self.server = ModelServer()
        self.done: list[str] = []
        self.undone: set[str] = set()
        self.lost: list[tuple[str, str]] = []
        self.server.fault = self.fault

    def fault(self, call: str, stage: str) -> None:
        if self.lost and self.lost[0][0] == stage:
            raise _error(self.lost.pop(0)[1])

    @initialize()
    def begin(self) -> None:
        for number in NUMBERS:
            self.server.put(case_view(number, claim=claim_of("u1", minutes=100_000)))
        self.seat = Seat(self.folder, self.server)

    @rule(case_id=cases)
    def decide(self, case_id: str) -> None:
        with contextlib.suppress(NotReady, CaseNotHere):
            self.done.append(self.seat.reviews.submit(case_id, DRAFT).command_id)

    @rule(back=st.integers(0, 5))
    def undo(self, back: int) -> None:
        if back < len(self.done):
            command_id = self.done[-1 - back]
            with contextlib.suppress(TooLate):
                self.seat.reviews.undo(command_id)
                self.undone.add(command_id)

    @rule(ms=st.sampled_from([500, 9_000, 11_000, 70_000]))
    def time_passes(self, ms: int) -> None:
        self.seat.clock.advance(ms)

    @rule(steps=st.integers(1, 6))
    def sync(self, steps: int) -> None:
        for _ in range(steps):
            self.seat.engine.step()

    @rule(
        stage=st.sampled_from(["sent", "answered"]),
        kind=st.sampled_from(["offline", "nonsense", "busy", "forbidden"]),
    )
    def an_answer_will_be_lost(self, stage: str, kind: str) -> None:
        self.lost.append((stage, kind))

    @rule()
    def restart(self) -> None:
        self.seat.stop()
        self.seat.start()

    @rule(case_id=cases, code=st.sampled_from(["contested", "review_invalid", "lease_lost", "retry", None]))
    def somebody_else_acts(self, case_id: str, code: str | None) -> None:
        if code is None:
            self.server.refuse.pop(case_id, None)
        else:
            self.server.refuse[case_id] = code

    @rule(case_id=cases)
    def the_case_is_opened_again(self, case_id: str) -> None:
        view = self.server.cases[case_id]
        self.server.put(msgspec.structs.replace(view, state="open", rev=view.rev + 1))

    @rule()
    def the_server_is_restored(self) -> None:
        self.server.restore(len(NUMBERS))
        for number in NUMBERS:
            view = case_view(number, claim=claim_of("u1", minutes=100_000))
            self.server.cases[view.case_id] = view

    @invariant()
    def no_effect_comes_twice(self) -> None:
        assert len(set(self.server.effects)) == len(self.server.effects)
        assert set(self.server.effects) <= set(self.done)

    def teardown(self) -> None:
        if not hasattr(self, "seat"):
            return
        self.lost.clear()
        self.server.refuse = {c: code for c, code in self.server.refuse.items() if code != "retry"}
        self.seat.clock.advance(200_000)
        for _ in range(6):
            self.seat.engine.resume()
            for _ in range(40):
                if self.seat.engine.step() >= 1_000:
                    break
            self.seat.clock.advance(61_000)
        work = self.seat.work
        assert work is not None
        rows = {row.command_id: row for row in work.latest("u1", 10_000)}
        assert set(self.done) == set(rows)
        assert sorted(row.command_seq for row in rows.values()) == list(range(1, len(rows) + 1))
        for command_id, row in rows.items():
            state = OutboxState(row.state)
            assert state.settled, (command_id, state)
            assert (state is OutboxState.APPLIED) == (command_id in self.server.effects)
            assert (row.command_type == "command.withdrawn") == (command_id in self.undone)
        assert {head.case_id: head.rev for head in heads(self.seat.cache)} == {
            case_id: view.rev for case_id, view in self.server.cases.items()
        }
        self.seat.stop()
        shutil.rmtree(self.folder)


TestDesk: Any = Desk.TestCase
TestDesk.settings = settings(
    max_examples=40,
    stateful_step_count=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
