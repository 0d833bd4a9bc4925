"""A server under everything at once for as long as is wanted: people who claim and decide, seats that follow the feed,
an agent that brings cases, exports, and the server's own jobs. Told for each minute: the 95th percentile of a claim
and a decision, how many there were, and what the server processes hold in memory; and whatever went wrong.

On PostgreSQL where it is here, otherwise on SQLite. `footplate bench soak --minutes 30`.
"""

import os
import tempfile
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from tests.bench.bench_server_load import migrate
from tests.bench.figures import arguments, report
from tests.bench.reviewers import Reviewer
from tests.support import database
from tests.support.factories import intake_case
from tests.support.postgresql import Cluster, find_binaries
from tests.support.seats import House, open_house
from tests.support.server import RunningServer, Session, start_server

BROUGHT, WARMED = 200, 12
EXPORTS = ("labels?format=jsonl", "labels?format=parquet", "reviews?format=csv", "audit")
LONG = {"FOOTPLATE_ACCESS_SECONDS": "86400", "FOOTPLATE_REFRESH_SECONDS": "86400"}


def main() -> None:
    told = arguments(
        "everything at once", minutes=5, seconds=0, reviewers=12, readers=4, workers=2, think_ms=150, export_every=15,
        backlog=12_000,
    )  # fmt: skip
    binaries = find_binaries()
    with tempfile.TemporaryDirectory(prefix="footplate-soak-") as place:
        if binaries is None:
            run(Path(place) / "server.db", Path(place), told, 1)
            return
        cluster = Cluster(binaries, durable=True).start()
        try:
            cluster.create("soak", None)
            migrate(cluster.url("soak"))
            run(cluster.url("soak"), Path(place), told, told.workers)
        finally:
            cluster.stop()


def run(address: Path | str, folder: Path, told: Any, workers: int) -> None:
    environment = {"FOOTPLATE_FILES": str(folder / "files"), "FOOTPLATE_JOBS": "1"} | LONG
    with start_server(address, workers=workers, environment=environment) as server:
        house = open_house(server, address)
        soak = Soak(house, told)
        try:
            soak.run(server, 60 * told.minutes + told.seconds)
        finally:
            house.close()
        soak.tell(address, workers)


class Soak:
    """The load, and what came of it."""

    def __init__(self, house: House, told: Any) -> None:
        self._house, self._told = house, told
        self._over = threading.Event()
        self._errors: list[str] = []
        self._brought = 0
        self._exports: list[float] = []
        self._pages = 0
        seats = [house.seat(f"reviewer-{n}") for n in range(told.reviewers)]
        self._people = [
            Reviewer({"url": house.server.url, "token": one.session.tokens["access_token"], "user_id": one.user_id}
                     | {"device_id": one.device_id})
            for one in seats
        ]  # fmt: skip
        self._readers = [house.seat(f"reader-{n}").session for n in range(told.readers)]
        lead, admin = house.reader("lead", "team_lead"), house.reader("admin", "admin")
        self._exporters = [admin if one == "audit" else lead for one in EXPORTS]
        self._minutes: list[tuple[float, float, float]] = []

    def run(self, server: RunningServer, seconds: float) -> None:
        while self._brought < self._told.backlog:
            self._bring()
        # As in the morning, when all seats come: each process has then made what it keeps encoded.
        for n in range(WARMED):
            self._read_feed(self._house.seat(f"early-{n}").session, "")
        work: list[Callable[[], None]] = [self._keep_bringing, self._export]
        work += [lambda one=one: self._decide(one) for one in self._people]  # type: ignore[misc]
        work += [lambda one=one: self._follow(one) for one in self._readers]  # type: ignore[misc]
        threads = [threading.Thread(target=self._guarded, args=(one,)) for one in work]
        for thread in threads:
            thread.start()
        pid = server.process.pid if server.process is not None else 0
        ends = time.perf_counter() + seconds
        try:
            while (left := ends - time.perf_counter()) > 0 and not self._over.is_set():
                began, before = time.perf_counter(), [len(one.seconds) for one in self._people]
                self._over.wait(min(60, left))
                took = time.perf_counter() - began
                fresh = [s for one, n in zip(self._people, before, strict=True) for s in one.seconds[n:]]
                if fresh:
                    p95 = 1000 * float(np.percentile(fresh, 95))
                    self._minutes.append((p95, len(fresh) / took, held_by(pid)))
        finally:
            self._over.set()
            for thread in threads:
                thread.join()

    def tell(self, address: Path | str, workers: int) -> None:
        reviews = database.run_sql(address, "SELECT count(*), count(DISTINCT case_number) FROM reviews")[0]
        decided = [name for one in self._people for name in one.decided]
        doubles = reviews[0] - reviews[1] + len(decided) - len(set(decided))
        if self._errors or doubles or reviews[0] != len(decided):
            raise SystemExit(f"{self._errors[:5]}; {doubles} doubles; {reviews} reviews, {len(decided)} told")
        p95, rates, held = ([minute[n] for minute in self._minutes] for n in range(3))
        kind = "sqlite" if isinstance(address, Path) else "postgresql"
        report("soak_cycle_p95_by_minute", "ms", p95, each=[round(one) for one in p95], database=kind)
        report("soak_cycles_by_minute", "cycles/s", rates, errors=0, doubles=0, decided=len(decided))
        # What a process takes once, for its first export as well, is taken in the first minute.
        report(
            "soak_memory", "MB", held, each=[round(one, 1) for one in held], grew_by=round(held[-1] - held[0], 1),
            grew_in_second_half=round(held[-1] - held[len(held) // 2], 1), processes=workers,
        )  # fmt: skip
        report("soak_exports", "s", self._exports or [0.0], cases=self._brought, feed_pages=self._pages)

    def _guarded(self, work: Callable[[], None]) -> None:
        try:
            work()
        except Exception as error:
            self._errors.append(f"{type(error).__name__}: {error}"[:500])
            self._over.set()

    def _decide(self, one: Reviewer) -> None:
        while not self._over.is_set():
            one.cycle()
            self._over.wait(self._told.think_ms / 1000)

    def _keep_bringing(self) -> None:
        while not self._over.wait(0.5):
            while self._brought - sum(len(one.decided) for one in self._people) < self._told.backlog:
                self._bring()

    def _bring(self) -> None:
        now = datetime.now(UTC)
        cases = [
            intake_case(f"S-{n}", priority=n % 70, routed_at=now + timedelta(milliseconds=n))
            for n in range(self._brought, self._brought + BROUGHT)
        ]
        self._house.feed(msgspec.json.encode(cases))
        self._brought += BROUGHT

    def _follow(self, session: Session) -> None:
        cursor = ""
        while not self._over.is_set():
            cursor = self._read_feed(session, cursor)
            self._over.wait(0.5)

    def _read_feed(self, session: Session, cursor: str) -> str:
        """To its head; the cursor from which it goes on."""
        while not self._over.is_set():
            answer = session.get("/v1/changes", params={"limit": 250} | ({"cursor": cursor} if cursor else {}))
            if answer.status_code == 503:
                continue
            if answer.status_code != 200:
                raise RuntimeError(f"feed: {answer.status_code} {answer.text}")
            told = answer.json()
            cursor, self._pages = told["next_cursor"], self._pages + 1
            if not told["more"]:
                break
        return cursor

    def _export(self) -> None:
        at = 0
        while True:
            began = time.perf_counter()
            what, session = EXPORTS[at % len(EXPORTS)], self._exporters[at % len(EXPORTS)]
            with session.get(f"/v1/exports/{what}", stream=True, timeout=300) as answer:
                size = sum(map(len, answer.iter_content(256 * 1024)))
                if answer.status_code != 200:
                    raise RuntimeError(f"export of {what}: {answer.status_code}, {size} bytes")
            self._exports.append(time.perf_counter() - began)
            at += 1
            # All of them in the beginning, so that what each needs for the first time is not taken for growth.
            if self._over.wait(self._told.export_every if at >= len(EXPORTS) else 1):
                return


def held_by(pid: int) -> float:
    """Megabytes that a process and those that it has started have for themselves now; 0 where the system does not
    tell."""
    total, parents = 0, {pid}
    for entry in sorted(int(name) for name in os.listdir("/proc") if name.isdigit()) if Path("/proc").exists() else ():
        try:
            words = Path(f"/proc/{entry}/stat").read_text().rpartition(")")[2].split()
            if entry != pid and int(words[1]) not in parents:
                continue
            parents.add(entry)
            told = Path(f"/proc/{entry}/smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        total += sum(int(line.split()[1]) for line in told if line.startswith("Private_"))
    return total / 1024


if __name__ == "__main__":
    main()
