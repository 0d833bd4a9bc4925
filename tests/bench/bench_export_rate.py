"""Seconds that GET /v1/exports takes for labels of so many decided cases, by format, and by how much the server's
memory grows beyond what it held before: what it has for itself, without the pages of its files. The cases come through
the intake; their labels are written past the rules."""

import re
import threading
import time
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import insert, select

from app.domain.ids import uuid7
from app.server.storage import tables as t
from app.server.storage.engine import WRITE, open_engine
from tests.bench.figures import arguments, report
from tests.bench.servers import House, open_house
from tests.support.server import PASSWORD, add_user, sign_in

EXPORTS = (
    ("labels", "jsonl"), ("labels", "csv"), ("labels", "parquet"), ("labels", "label-studio"), ("reviews", "jsonl"),
    ("training-set", "jsonl"), ("training-set", "parquet"),
)  # fmt: skip
_OWN = re.compile(r"RssAnon:\s+(\d+) kB")
LOOK_EVERY = 0.02


def main() -> None:
    told = arguments("seconds of an export", cases=10_000, runs=3)
    with open_house() as house:
        house.feed(told.cases)
        add_user(house.folder / "server.db", "lead", "team_lead")
        decide(house)
        session = sign_in(house.server.url, "lead", PASSWORD)
        session.get("/v1/exports/labels?cursor=&limit=1")  # the first request of a process is slower
        pid = house.server.process.pid if house.server.process is not None else 0
        for what, form in EXPORTS:
            seconds, size, before = [], 0, own(pid)
            with Most(pid) as most:
                for _ in range(told.runs):
                    began = time.perf_counter()
                    with session.get(f"/v1/exports/{what}?format={form}", stream=True, timeout=600) as answer:
                        size = sum(map(len, answer.iter_content(256 * 1024)))
                        if answer.status_code != 200:
                            raise SystemExit(f"{what} as {form}: {answer.status_code}")
                    seconds.append(time.perf_counter() - began)
            grown = (most.kb - before) / 1024
            report(
                f"export_{what}_{form}", "s", seconds, cases=told.cases, bytes=size, server_grew_by_mb=round(grown, 1)
            )
        session.close()


def decide(house: House) -> None:
    """A label for every case, as `review.submit` would leave it."""
    engine, now = open_engine(house.server.database), time.time_ns() // 1_000_000
    with engine.connect() as opened:
        connection = opened.execution_options(**{WRITE: True})
        with connection.begin():
            who = connection.scalar(select(t.users.c.user_id).where(t.users.c.name == "lead"))
            numbers = list(connection.scalars(select(t.cases.c.case_number)))
            ids = [uuid7(now, number.to_bytes(10, "big")) for number in numbers]
            common = {
                "reviewer_id": who, "device_id": "bench", "rev": 1, "standing": "in_force", "flags": "[]",
                "decision": "block", "label": "TP", "code": "thin_history", "code_kind": "why_unsure",
                "rationale": "The owner was in Singapore; the second device was not his.", "rationale_language": "en",
                "steps": "[]", "active_ms": 60_000, "blind_first": False, "decided_at": now, "created_wall": now,
                "fence": 1, "base_rev": 1, "ai_verdict": "block", "risk_score": 0.9, "threshold": 0.85,
                "model_version": "roca-4.1",
            }  # fmt: skip
            reviews = [
                common | {"review_id": one, "command_id": one, "case_number": number}
                for one, number in zip(ids, numbers, strict=True)
            ]
            labels = [
                {"case_number": n, "review_id": i, "revision": 1, "source": "review", "label": "TP", "created_at": now}
                for i, n in zip(ids, numbers, strict=True)
            ]
            connection.execute(insert(t.reviews), reviews)
            connection.execute(insert(t.labels), labels)
    engine.dispose()


def own(pid: int) -> int:
    """What a process holds for itself, in kB; 0 where the system does not tell."""
    try:
        found = _OWN.search(Path(f"/proc/{pid}/status").read_text())
    except OSError:
        return 0
    return int(found[1]) if found else 0


class Most:
    """The most that a process held for itself inside, looked at fifty times a second."""

    def __init__(self, pid: int) -> None:
        self.kb, self._pid, self._over = own(pid), pid, threading.Event()
        self._thread = threading.Thread(target=self._look)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._over.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._over.wait(LOOK_EVERY):
            self.kb = max(self.kb, own(self._pid))


if __name__ == "__main__":
    main()
