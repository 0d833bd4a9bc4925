"""The watch over the thread that syncs: one that is held up for good is replaced, and does nothing any more."""

import threading
from pathlib import Path

from pytestqt.qtbot import QtBot

from app.contract.session import Meta
from app.desktop.ports import SyncReport
from app.desktop.runtime.sync_worker import SyncWorker
from tests.desktop.support.factories import new_command
from tests.desktop.support.model_server import ModelServer
from tests.desktop.support.seat import Seat


class Stuck:
    """An engine whose first step never comes back by itself."""

    def __init__(self) -> None:
        self.free = threading.Event()
        self.entered = threading.Event()
        self.steps: list[str] = []
        self.given_up = 0
        self.report = SyncReport()

    def step(self) -> int:
        self.steps.append(threading.current_thread().name)
        if len(self.steps) == 1:
            self.entered.set()
            self.free.wait()
        return 3_600_000

    def alive_age_ms(self) -> int:
        return 3_600_000 if not self.given_up else 0

    def give_up(self) -> None:
        self.given_up += 1

    def resume(self) -> None: ...

    def hurry(self) -> None: ...

    def close(self) -> None: ...


def test_a_thread_that_makes_no_progress_is_replaced(qtbot: QtBot) -> None:
    engine = Stuck()
    worker = SyncWorker(engine, stuck_ms=20)  # type: ignore[arg-type]
    worker.start()
    qtbot.waitUntil(lambda: len(engine.steps) == 2, timeout=60_000)
    assert engine.given_up == worker.replaced == 1
    engine.free.set()
    worker.nudge()
    qtbot.waitUntil(lambda: len(engine.steps) >= 3, timeout=60_000)
    worker.stop()
    assert worker.isFinished()


def test_a_slow_step_that_goes_on_writing_is_left_alone(qtbot: QtBot) -> None:
    engine = Stuck()
    engine.alive_age_ms = lambda: 5  # type: ignore[method-assign]
    worker = SyncWorker(engine, stuck_ms=20)  # type: ignore[arg-type]
    worker.start()
    assert engine.entered.wait(60)
    for _ in range(20):  # so many looks of the watch
        worker._ended.set()
        qtbot.waitUntil(lambda: not worker._ended.is_set(), timeout=60_000)
    assert worker.replaced == 0
    engine.free.set()
    worker.stop()


def test_a_request_that_does_not_end_holds_nobody_up_who_leaves(qtbot: QtBot) -> None:
    engine = Stuck()
    worker = SyncWorker(engine, stop_ms=20)  # type: ignore[arg-type]
    worker.start()
    assert engine.entered.wait(60)
    worker.stop()  # comes back although the step does not
    assert worker.isFinished()
    assert engine.given_up == 1, "so that what the step finds out later changes nothing"
    worker.stop()
    engine.free.set()


def test_what_a_given_up_step_finds_out_afterwards_changes_nothing(tmp_path: Path) -> None:
    server = ModelServer()
    server.fill(3)
    seat = Seat(tmp_path, server)
    seat.sync()
    assert seat.work is not None
    command_id = seat.work.submit("d1", "u1", new_command("C-200001"))[0].command_id
    held, free = threading.Event(), threading.Event()

    def hold(call: str, stage: str) -> None:
        if call == "commands" and stage == "answered":
            held.set()
            free.wait()

    server.fault = hold
    waits: list[int] = []
    first = threading.Thread(target=lambda: waits.append(seat.engine.step()))
    first.start()
    assert held.wait(60)
    server.fault = None
    seat.engine.give_up()
    seat.sync()  # another thread, which sends it again under its own id
    assert seat.work.get("u1", command_id).state == "applied"  # type: ignore[union-attr]
    report, settled = seat.engine.report, seat.work.get("u1", command_id)
    free.set()
    first.join(60)
    assert len(waits) == 1
    assert waits[0] > 0
    assert seat.work.get("u1", command_id) == settled
    assert seat.engine.report == report
    assert server.effects == [command_id]


def test_a_meta_that_comes_too_late_is_not_believed(tmp_path: Path) -> None:
    server = ModelServer()
    seat = Seat(tmp_path, server)
    plain = server.meta

    def given_up_meanwhile() -> Meta:
        told = plain()
        seat.engine.give_up()
        return told

    server.meta = given_up_meanwhile  # type: ignore[method-assign]
    assert seat.engine.step() > 0
    assert seat.engine.report.connection == "signed_out"
    assert seat.cache.state() == {}
