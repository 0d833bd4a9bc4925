"""Jobs: each turn is one process's, whichever dies, and what fails comes again."""

import contextlib
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from sqlalchemy import select

from app.server.jobs import runner as runner_module
from app.server.jobs.job import Job, LongJob
from app.server.jobs.runner import LEASE, JobRunner
from app.server.observability import Log, Metrics
from app.server.storage import jobs as rows
from app.server.storage import schema
from app.server.storage import tables as t
from app.server.storage.engine import open_engine
from app.server.storage.unit_of_work import Storage, UnitOfWork
from tests.support.database import database_url, on_postgresql
from tests.support.factories import NOON


class Clock:
    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now


class Counting:
    """Writes one audit row in each part; `parts` of them are there to do."""

    every = timedelta(seconds=10)

    def __init__(self, name: str = "counting", parts: int = 1) -> None:
        self.name, self.left = name, parts
        self.done = 0

    def run(self, work: UnitOfWork) -> bool:
        work.audit("server", "job.tested", "job", self.name)
        self.done += 1
        self.left -= 1
        return self.left > 0


class Failing(Counting):
    def run(self, work: UnitOfWork) -> bool:
        super().run(work)
        raise RuntimeError("a secret of a person")


class Sending:
    every = timedelta(seconds=10)
    name = "sending"

    def __init__(self) -> None:
        self.steps = 0

    def step(self, storage: Storage) -> bool:
        self.steps += 1
        return self.steps < 3


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def storage(tmp_path: Path, clock: Clock) -> Iterator[Storage]:
    engine = open_engine(database_url(tmp_path / "server.db"))
    if not on_postgresql():
        schema.upgrade(engine)
    yield Storage(engine, clock)
    engine.dispose()


def runner(storage: Storage, *jobs: Job | LongJob, log: Log | None = None) -> JobRunner:
    return JobRunner(storage, jobs, log or Log(StringIO()), Metrics())


def written(storage: Storage) -> int:
    with storage.read() as connection:
        a = t.audit.c
        return len(connection.scalars(select(a.audit_seq).where(a.action == "job.tested")).all())


def test_what_counts_as_a_job_is_told_by_its_form() -> None:
    assert isinstance(Counting(), Job)
    assert not isinstance(Counting(), LongJob)
    assert isinstance(Sending(), LongJob)


def test_a_job_is_done_at_once_and_again_when_its_time_comes(storage: Storage, clock: Clock) -> None:
    job = Counting()
    jobs = runner(storage, job)
    assert jobs.run_due() == ["counting"]
    assert jobs.run_due() == []
    clock.now += timedelta(seconds=9)
    assert jobs.run_due() == []
    clock.now += timedelta(seconds=1)
    assert jobs.run_due() == ["counting"]
    assert job.done == written(storage) == 2


def test_a_job_with_more_to_do_goes_on_at_once_part_by_part(storage: Storage) -> None:
    job, sending = Counting(parts=5), Sending()
    assert runner(storage, job, sending).run_due() == ["counting", "sending"]
    assert (job.done, sending.steps) == (5, 3)


class Resting(Counting):
    """Tells when each of its parts began, and when it was over."""

    rests = 2

    def __init__(self, parts: int) -> None:
        super().__init__("resting", parts)
        self.spans: list[tuple[float, float]] = []

    def run(self, work: UnitOfWork) -> bool:
        began = time.monotonic()
        more = super().run(work)
        work.connection.execute(select(t.jobs)).all()
        self.spans.append((began, time.monotonic()))
        return more

    def pauses(self) -> list[float]:
        """Between the parts, in the time that the part before took."""
        return [
            (began - ended) / (ended - before)
            for (before, ended), (began, _) in zip(self.spans, self.spans[1:], strict=False)
        ]


def test_a_job_that_nobody_waits_for_rests_while_requests_are_in_hand(storage: Storage) -> None:
    job, figures = Resting(parts=6), Metrics()
    figures.begin()
    jobs = JobRunner(storage, [job], Log(StringIO()), figures)
    assert jobs.run_due() == ["resting"]
    assert job.done == written(storage) == 6
    assert min(job.pauses()) >= job.rests


def test_a_job_that_rests_lets_the_others_have_their_turn(storage: Storage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runner_module, "RESTING_S", 0)
    job, other, figures = Resting(parts=3), Counting("short"), Metrics()
    jobs = JobRunner(storage, [job, other], Log(StringIO()), figures)
    figures.begin()
    assert [jobs.run_due() for _ in range(3)] == [["resting", "short"], ["resting"], ["resting"]]
    assert (job.done, other.done) == (3, 1)
    assert written(storage) == 4


def test_a_job_that_would_rest_does_not_where_nobody_asks_for_anything(
    storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runner_module, "RESTING_S", 0)
    job = Resting(parts=5)
    assert runner(storage, job).run_due() == ["resting"]
    assert job.done == 5


def test_two_processes_do_a_job_once(storage: Storage) -> None:
    first, second = Counting(), Counting()
    assert runner(storage, first).run_due() == ["counting"]
    assert runner(storage, second).run_due() == []
    assert (first.done, second.done) == (1, 0)


def test_many_that_look_at_the_same_moment_do_it_once(storage: Storage) -> None:
    job, gate = Counting(), threading.Barrier(6)

    def look(_number: int) -> list[str]:
        mine = runner(storage, job)
        gate.wait(60)
        return mine.run_due()

    with ThreadPoolExecutor(6) as pool:
        done = [name for names in pool.map(look, range(6)) for name in names]
    assert done == ["counting"]
    assert written(storage) == 1


def test_the_turn_of_a_process_that_died_passes_to_another_after_its_lease(storage: Storage, clock: Clock) -> None:
    jobs = runner(storage, Counting())
    jobs.run_due()
    clock.now += timedelta(minutes=5)
    with storage.write() as work:
        ms = LEASE // timedelta(milliseconds=1)
        assert rows.claim(work.connection, "counting", "one that dies", work.now_ms, work.now_ms + ms)
    assert jobs.run_due() == []
    clock.now += LEASE
    assert jobs.run_due() == ["counting"]


def test_a_process_that_was_too_slow_finds_its_turn_gone_and_stops(storage: Storage, clock: Clock) -> None:
    other = Counting("shared")

    class Slow:
        every = timedelta(seconds=10)
        name = "shared"
        steps = 0

        def step(self, storage: Storage) -> bool:
            self.steps += 1
            clock.now += LEASE
            assert runner(storage, other).run_due() == ["shared"]
            return True

    slow = Slow()
    assert runner(storage, slow).run_due() == []
    assert (slow.steps, other.done) == (1, 1)


def test_a_job_that_fails_takes_its_part_back_and_comes_again_ever_later(storage: Storage, clock: Clock) -> None:
    told, failing, sound = StringIO(), Failing("failing"), Counting("sound")
    jobs = runner(storage, failing, sound, log=Log(told))
    pauses = []
    assert jobs.run_due() == ["sound"]
    begun = clock.now
    for _ in range(3):
        done = failing.done
        while failing.done == done:
            clock.now += timedelta(seconds=10)
            jobs.run_due()
        pauses.append((clock.now - begun) / timedelta(seconds=1))
        begun = clock.now
    assert pauses == [10, 20, 40]
    assert written(storage) == sound.done
    assert "RuntimeError" in told.getvalue()
    assert "secret" not in told.getvalue()
    with storage.read() as connection:
        standing = {one.name: one for one in rows.standings(connection)}
    assert (standing["failing"].failures, standing["sound"].failures) == (4, 0)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no device that is always full")
def test_a_job_that_fails_while_the_log_cannot_be_written_keeps_no_other_from_its_turn(storage: Storage) -> None:
    failing, sound = Failing("failing"), Counting("sound")
    with contextlib.suppress(OSError), Path("/dev/full").open("w") as full:
        assert runner(storage, failing, sound, log=Log(full)).run_due() == ["sound"]
    with storage.read() as connection:
        standing = {one.name: one for one in rows.standings(connection)}
    assert (standing["failing"].failures, standing["sound"].failures) == (1, 0)


def test_the_thread_of_a_process_does_what_is_due_and_ends_with_it(storage: Storage) -> None:
    done = threading.Event()

    class Telling(Counting):
        def run(self, work: UnitOfWork) -> bool:
            done.set()
            return super().run(work)

    with runner(storage, Telling()).running():
        assert done.wait(60)
    assert not [thread for thread in threading.enumerate() if thread.name == "jobs"]


def test_two_jobs_of_one_name_are_refused(storage: Storage) -> None:
    with pytest.raises(ValueError, match="same name"):
        runner(storage, Counting(), Counting())
