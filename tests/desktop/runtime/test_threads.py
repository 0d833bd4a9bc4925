"""One writer, a small pool, one hub: answers on the GUI thread, stale ones dropped, news joined."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.desktop import courtesy
from app.desktop.changes import Changed, Kind, changed
from app.desktop.ports import Offline, SyncReport
from app.desktop.runtime.change_hub import ChangeHub
from app.desktop.runtime.crash import CrashReports
from app.desktop.runtime.single_instance import SingleInstance
from app.desktop.runtime.sync_worker import SyncWorker
from app.desktop.runtime.tasks import TaskRunner


@pytest.fixture
def tasks(qtbot: QtBot) -> Iterator[TaskRunner]:
    runner = TaskRunner()
    yield runner
    runner.close()


def test_an_answer_comes_back_on_the_gui_thread(qtbot: QtBot, tasks: TaskRunner) -> None:
    got: list[tuple[int, int]] = []
    tasks.read(threading.get_ident, lambda ident: got.append((ident, threading.get_ident())))
    qtbot.waitUntil(lambda: bool(got))
    assert got[0][0] != threading.get_ident()
    assert got[0][1] == threading.get_ident()
    assert tasks.idle


def test_writes_happen_in_order_on_one_thread(qtbot: QtBot, tasks: TaskRunner) -> None:
    order: list[tuple[int, int]] = []
    done: list[int] = []
    for n in range(50):
        tasks.write(lambda n=n: order.append((n, threading.get_ident())), lambda _: done.append(1))  # type: ignore[misc]
    assert tasks.run(threading.get_ident) == tasks.run(lambda: tasks.run(threading.get_ident))
    qtbot.waitUntil(lambda: len(done) == 50)
    assert [n for n, _ in order] == list(range(50))
    assert len({ident for _, ident in order}) == 1


def test_what_can_wait_comes_after_the_repaint(qtbot: QtBot, tasks: TaskRunner) -> None:
    told: list[str] = []

    class Screen(QWidget):
        def paintEvent(self, event: QPaintEvent) -> None:
            told.append("painted")

    screen = Screen()
    qtbot.addWidget(screen)
    with qtbot.waitExposed(screen):
        screen.show()
    told.clear()

    def answered(_: None) -> None:
        tasks.later(lambda: told.append("later"))
        screen.resize(screen.width() + 40, screen.height())
        screen.update()

    tasks.read(lambda: None, answered)
    qtbot.waitUntil(lambda: "later" in told)
    assert told == ["painted", "later"]


def test_a_stale_answer_never_overwrites_a_newer_one(qtbot: QtBot, tasks: TaskRunner) -> None:
    gate = threading.Event()
    got: list[str] = []

    def slow() -> str:
        gate.wait(10)
        return "old"

    tasks.read(slow, got.append, key="case")
    tasks.read(lambda: "new", got.append, key="case")
    qtbot.waitUntil(lambda: got == ["new"])
    gate.set()
    qtbot.waitUntil(lambda: tasks.idle)
    assert got == ["new"]


def test_an_error_comes_back_as_itself(qtbot: QtBot, tasks: TaskRunner) -> None:
    got: list[Exception] = []

    def fail() -> None:
        raise Offline

    tasks.write(fail, failed=got.append)
    qtbot.waitUntil(lambda: bool(got))
    assert isinstance(got[0], Offline)
    with pytest.raises(Offline):
        tasks.run(fail)


def test_what_was_begun_is_finished_and_nothing_is_told_after_the_end(qtbot: QtBot) -> None:
    runner = TaskRunner()
    written: list[int] = []
    told: list[object] = []
    for n in range(20):
        runner.write(lambda n=n: written.append(n), told.append)  # type: ignore[misc]
    runner.close()
    assert written == list(range(20))
    runner.write(lambda: written.append(99))
    assert written == list(range(20))


def test_news_from_many_threads_arrives_joined_on_the_gui_thread(qtbot: QtBot) -> None:
    hub = ChangeHub()
    heard: list[tuple[Changed, int]] = []
    hub.changed.connect(lambda news: heard.append((news, threading.get_ident())))
    threads = [
        threading.Thread(target=lambda n=n: hub.publish(changed(Kind.CASE, ids={f"C-{n}"})))  # type: ignore[misc]
        for n in range(20)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    qtbot.waitUntil(lambda: bool(heard))
    assert {ident for _, ident in heard} == {threading.get_ident()}
    assert frozenset().union(*(news.ids for news, _ in heard)) == {f"C-{n}" for n in range(20)}
    assert len(heard) <= 2
    hub.publish(Changed())
    hub.publish(changed(Kind.CASE, ids={"C-1"}))
    hub.publish(changed(Kind.STATUS))
    qtbot.waitUntil(lambda: any(Kind.STATUS in news.kinds for news, _ in heard))
    assert heard[-1][0].ids == {"C-1"}


class ScriptedEngine:
    """Answers of an engine, one per step; when they run out it sleeps."""

    def __init__(self, *waits: int | Exception) -> None:
        self.waits = list(waits)
        self.steps = 0
        self.resumed = 0
        self.hurried = 0
        self.closed = False
        self.report = SyncReport()

    def step(self) -> int:
        self.steps += 1
        wait = self.waits.pop(0) if self.waits else 3_600_000
        if isinstance(wait, Exception):
            raise wait
        return wait

    def resume(self) -> None:
        self.resumed += 1

    def hurry(self) -> None:
        self.hurried += 1

    def close(self) -> None:
        self.closed = True


def test_the_sync_thread_is_woken_survives_an_error_and_ends_when_asked(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.desktop.runtime.sync_worker.STUMBLE_MS", 1)
    engine = ScriptedEngine(0, ValueError("unforeseen"), 0)
    worker = SyncWorker(engine)  # type: ignore[arg-type]
    worker.start()
    qtbot.waitUntil(lambda: engine.steps == 4)
    worker.poke()
    qtbot.waitUntil(lambda: engine.steps == 5)
    assert engine.resumed == 1
    worker.nudge()
    qtbot.waitUntil(lambda: engine.steps == 6)
    assert (engine.resumed, engine.hurried) == (1, 1)
    worker.stop()
    assert worker.isFinished()
    assert engine.closed


def test_a_second_start_asks_the_first_window_to_come_forward(qtbot: QtBot, tmp_path: Path) -> None:
    first, second = SingleInstance(tmp_path), SingleInstance(tmp_path)
    assert first.claim()
    first.listen()
    with qtbot.waitSignal(first.raised):
        assert not second.claim()
    first.release()
    assert second.claim()
    second.release()


def test_a_crash_report_tells_where_and_never_what(tmp_path: Path) -> None:
    reports = CrashReports(tmp_path / "crashes")
    (tmp_path / "crashes").mkdir()
    try:
        raise ValueError("passport E1234567")
    except ValueError as error:
        path = reports.write(type(error), error.__traceback__)
    assert path is not None
    text = path.read_text()
    assert "ValueError" in text
    assert "test_threads.py" in text
    assert "E1234567" not in text
    for _ in range(15):
        reports.write(ValueError, None)
    assert len(list((tmp_path / "crashes").glob("crash-*.txt"))) == 10


def test_what_is_put_off_behind_a_write_happens_on_the_writer_after_it_and_even_at_the_end(tasks: TaskRunner) -> None:
    order: list[tuple[str, int]] = []

    def write() -> None:
        tasks.after_write(lambda: order.append(("behind", threading.get_ident())))
        order.append(("written", threading.get_ident()))

    tasks.run(write)
    writer = tasks.run(threading.get_ident)
    assert order == [("written", writer), ("behind", writer)]
    tasks.close()
    tasks.after_write(lambda: order.append(("late", 0)))
    assert order[-1] == ("late", 0)


def test_the_window_gives_way_until_only_the_disk_is_waited_for(
    tasks: TaskRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(courtesy, "GIVE_WAY_S", 30.0)
    steps: list[str] = []
    disk = threading.Event()

    def write() -> None:
        steps.append("made")
        courtesy.only_the_disk()
        disk.wait(30)
        steps.append("durable")

    tasks.write(write)
    tasks.give_way()
    assert steps == ["made"]
    disk.set()
    tasks.run(lambda: None)
    tasks.give_way()
    assert steps == ["made", "durable"]


def test_the_window_gives_way_for_a_moment_at_most(tasks: TaskRunner) -> None:
    held = threading.Event()
    tasks.write(lambda: held.wait(30))
    tasks.give_way()
    assert not held.is_set(), "it went on although the writer has not come to the disk"
    held.set()


def test_a_write_without_a_disk_lets_the_window_go_on_at_its_end(
    tasks: TaskRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(courtesy, "GIVE_WAY_S", 30.0)
    tasks.write(lambda: None)
    tasks.give_way()
