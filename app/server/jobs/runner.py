"""Doing jobs: one thread in each process, turns claimed in SQL.

A turn is a lease on the job's row. A process that dies keeps nobody waiting for longer than the lease; one that was
only slow finds at its next transaction that its turn has passed to another, and stops.
"""

import os
import secrets
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta

from app.server.jobs.job import Job, LongJob, Patient
from app.server.observability import Log, Metrics
from app.server.storage import jobs as rows
from app.server.storage.jobs import Turn
from app.server.storage.unit_of_work import Storage, StorageBusy, UnitOfWork, to_ms

LEASE = timedelta(minutes=1)
LOOK_EVERY_S = 1.0
STOP_SECONDS = 10.0
LONGEST_PAUSE = timedelta(minutes=10)
MOST_PARTS = 200
"""Parts of one turn; a job with more to do than that lets the others have theirs first."""
LONGEST_REST_S, RESTING_S = 2.0, 10.0
"""How long a job rests at once that gives way to requests, and after how long a turn of one lets the others have
theirs."""
_MS = timedelta(milliseconds=1)


class _Passed(Exception):
    """Another process has taken the turn over; what was done under it is taken back."""


class JobRunner:
    """Does what is due, in the thread of `start`, or in the caller's by `run_due`."""

    def __init__(self, storage: Storage, jobs: Sequence[Job | LongJob], log: Log, metrics: Metrics) -> None:
        self._storage, self._log, self._metrics = storage, log, metrics
        self._jobs = {job.name: job for job in jobs}
        if len(self._jobs) != len(jobs):
            raise ValueError("two jobs have the same name")
        self._holder = f"{os.getpid()}-{secrets.token_hex(6)}"
        self._enrolled = False
        self._told = threading.Event()
        self._thread: threading.Thread | None = None

    @contextmanager
    def running(self) -> Iterator[None]:
        """Jobs are done inside; a turn that has begun is ended after its present part."""
        self.start()
        try:
            yield
        finally:
            self.stop()

    def start(self) -> None:
        if self._jobs and self._thread is None:
            self._told.clear()
            self._thread = threading.Thread(target=self._loop, name="jobs", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        self._told.set()
        if self._thread is not None:
            self._thread.join(STOP_SECONDS)
            self._thread = None

    def _loop(self) -> None:
        while not self._told.is_set():
            try:
                self.run_due()
            except StorageBusy:
                self._metrics.add("footplate_job_failures_total", job="none", kind="StorageBusy")
            except Exception as error:
                self._log.fault("jobs_failed", error)
            self._told.wait(LOOK_EVERY_S)

    def run_due(self) -> list[str]:
        """Do every job that is due and that no other process is at; the names of those that were done. Raises
        StorageBusy where the database does not answer."""
        if not self._enrolled:
            with self._storage.write() as work:
                work.lock()  # processes that start together make each row once
                rows.enrol(work.connection, self._jobs, work.now_ms)
            self._enrolled = True
        with self._storage.read() as connection:
            names = rows.due(connection, self._jobs, to_ms(self._storage.clock()))
        return [name for name in names if not self._told.is_set() and self._do(self._jobs[name])]

    def _do(self, job: Job | LongJob) -> bool:
        with self._storage.write() as work:
            turn = rows.claim(work.connection, job.name, self._holder, work.now_ms, work.now_ms + LEASE // _MS)
        if turn is None:
            return False
        error: str | None = None
        more = False
        try:
            more = self._parts(job, turn)
        except _Passed:
            return False
        except Exception as failure:
            error = type(failure).__name__
            self._log.fault("job_failed", failure, code=job.name)
        self._metrics.add("footplate_job_turns_total", job=job.name, ended="well" if error is None else "badly")
        pause = timedelta() if more else job.every
        if error is not None:
            pause = min(LONGEST_PAUSE, job.every * 2 ** min(turn.failures, 10))
        with self._storage.write() as work:
            rows.end(work.connection, turn, work.now_ms, work.now_ms + pause // _MS, error)
        return error is None

    def _parts(self, job: Job | LongJob, turn: Turn) -> bool:
        """Part after part until nothing is left; whether something is."""
        rests = job.rests if isinstance(job, Patient) else 0
        ends = time.monotonic() + RESTING_S
        for _ in range(MOST_PARTS):
            began = time.monotonic()
            if not self._part(job, turn):
                return False
            if rests and self._metrics.in_hand:
                self._told.wait(min(rests * (time.monotonic() - began), LONGEST_REST_S))
                if time.monotonic() > ends:
                    break
            if self._told.is_set():
                break
        return True

    def _part(self, job: Job | LongJob, turn: Turn) -> bool:
        if isinstance(job, Job):
            with self._storage.write() as work:
                self._hold(work, turn)
                return job.run(work)
        with self._storage.write() as work:
            self._hold(work, turn)
        return job.step(self._storage)

    def _hold(self, work: UnitOfWork, turn: Turn) -> None:
        if not rows.hold(work.connection, turn, work.now_ms + LEASE // _MS):
            raise _Passed
