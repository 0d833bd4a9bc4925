"""Seconds that a lead's `queue.prioritise` over a whole queue takes until it is answered, on PostgreSQL and on SQLite:
one statement for the cases, and one row of the feed for each. Beside it somebody asks for the next case again and
again: how long they wait, and how often they are told to come again."""

import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

from tests.bench.bench_server_load import feed, migrate
from tests.bench.figures import arguments, report
from tests.support import database
from tests.support.postgresql import Cluster, find_binaries
from tests.support.seats import Seat, open_house
from tests.support.server import start_server


def main() -> None:
    told = arguments("a whole queue moved by one command", cases=50_000, runs=3)
    binaries = find_binaries()
    with tempfile.TemporaryDirectory(prefix="footplate-bench-") as place:
        folder = Path(place)
        if binaries is not None:
            cluster = Cluster(binaries, durable=True).start()
            try:
                cluster.create("moved", None)
                migrate(cluster.url("moved"))
                move("postgresql", cluster.url("moved"), folder, told)
            finally:
                cluster.stop()
        else:
            print(database.NONE_HERE, file=sys.stderr)
        move("sqlite", folder / "server.db", folder, told)


def move(kind: str, address: Path | str, folder: Path, told: Any) -> None:
    environment = {"FOOTPLATE_FILES": str(folder / "files")}
    with start_server(address, workers=2 if kind == "postgresql" else 1, environment=environment) as server:
        house = open_house(server, address)
        feed(house, told.cases)
        lead, asks = house.seat("lea", "team_lead"), house.seat("lin")
        over, waits, busy = threading.Event(), list[float](), list[int]()
        beside = threading.Thread(target=ask, args=(asks, over, waits, busy))
        beside.start()
        seconds = []
        try:
            for run in range(told.runs):
                command = lead.command(None, {"priority": 70 + run % 5}, None, command_type="queue.prioritise")
                began = time.perf_counter()
                answer = lead.put(command)
                seconds.append(time.perf_counter() - began)
                moved = answer.json().get("count", 0)
                if answer.status_code != 200 or not told.cases - 1 <= moved <= told.cases:
                    raise SystemExit(f"{kind}: {answer.status_code} {answer.text[:300]}")
        finally:
            over.set()
            beside.join(120)
        report(f"move_queue_{kind}", "s", seconds, cases=told.cases)
        report(f"claims_beside_{kind}", "ms", waits, told_busy=len(busy))
        house.close()


def ask(seat: Seat, over: threading.Event, waits: list[float], busy: list[int]) -> None:
    """Take the next case and give it back."""
    while not over.is_set() or not waits:
        began = time.perf_counter()
        answer = seat.session.post("/v1/claims", json={"queue": ""}, timeout=120)
        if answer.status_code == 503:
            busy.append(answer.status_code)
            continue
        waits.append(1000 * (time.perf_counter() - began))
        back = [{"claim_id": one["claim_id"], "fence": one["fence"]} for one in answer.json()["claims"]]
        if back:
            seat.session.post("/v1/claims/release", json=back, timeout=120)


if __name__ == "__main__":
    main()
