"""A server of one's own, in a process of its own, fed by the demo's agent."""

import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from app.demo.agent import DemoAgent
from app.demo.generator import flood
from tests.support.server import PASSWORD, RunningServer, add_user, start_server

REVIEWER = "reviewer-07"


@dataclass
class House:
    """A running server with one reviewer and one agent; `folder` is gone with it."""

    folder: Path
    server: RunningServer
    token: str

    @property
    def credentials(self) -> tuple[str, str]:
        return REVIEWER, PASSWORD

    def feed(self, cases: int, seed: int = 7, *, light: bool = False) -> list[float]:
        """Feed invented cases in batches; cases per second of each batch, making them not counted. `light`: without
        evidence, some 2 KB each where a whole one has 6."""
        agent = DemoAgent(self.server.url, self.token)
        rates: list[float] = []
        rows = list(flood(cases, seed, datetime.now(UTC)))
        if light:
            rows = [lighter(row) for row in rows]
        last = [time.perf_counter(), 0.0]

        def told(done: int) -> None:
            now = time.perf_counter()
            rates.append((done - last[1]) / (now - last[0]))
            last[:] = now, done

        try:
            last[0] = time.perf_counter()
            agent.feed_cases(rows, told)
        finally:
            agent.close()
        return rates


def lighter(row: dict[str, Any]) -> dict[str, Any]:
    """The same case with nothing to look at but the agent's first step, which then rests on nothing."""
    word = row["assessment"]
    return row | {"evidence": [], "assessment": word | {"steps": [word["steps"][0] | {"evidence_ids": []}]}}


@contextmanager
def open_house() -> Iterator[House]:
    with tempfile.TemporaryDirectory(prefix="footplate-bench-") as place:
        folder = Path(place)
        database = folder / "server.db"
        token = add_user(database, "roca", "agent_service")
        add_user(database, REVIEWER, "reviewer")
        # The engine is measured with everything on the seat.
        with start_server(database, environment={"FOOTPLATE_SEAT_CASES": "none"}) as server:
            yield House(folder, server, token)
