"""Reviewers at work: cycles of one claim and one decision by many people at once, on PostgreSQL and on SQLite, beside
the floor of the same run. The client works on the same cores. On PostgreSQL there are several server processes, each
at a port of its own as the reverse proxy of packaging/server has them, and each seat speaks to the next of them: a
proxy that gives work to whoever has least of it does the same.

The floor of a cycle is what its requests and its commits cost by the barest means: the same two requests to handlers
that do nothing, and the same two transactions (the rows that a claim and a decision write, under the lock that orders
the feed) by psycopg alone. Both were measured with as many clients; a cycle cannot take less than both together.
"""

import contextlib
import json
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import psycopg

from app.server.storage.unit_of_work import FEED_LOCK
from tests.bench.figures import arguments, report
from tests.support import database
from tests.support.factories import intake_case
from tests.support.postgresql import Cluster, find_binaries
from tests.support.seats import House, open_house
from tests.support.server import Session, start_server

ROOT = Path(__file__).resolve().parents[2]
BATCH = 500
EMPTY = """
import json, sys
from litestar import Litestar, Request, Response, post, put
claims = json.dumps({"claims": [{"case_id": "C-200001", "claim_id": "c" * 36, "fence": 1,
    "expires_at": "2026-11-21T12:00:00Z", "hard_until": "2026-11-21T12:00:00Z", "mode": "online"}], "refused": []})
result = json.dumps({"command_id": "c" * 36, "command_seq": 1, "status": "applied", "code": "applied", "http": 200})
@post("/v1/claims", status_code=200)
async def claim(request: Request) -> Response[bytes]:
    await request.body()
    return Response(claims.encode(), media_type="application/json")
@put("/v1/commands/{command_id:str}")
async def decide(command_id: str, request: Request) -> Response[bytes]:
    await request.body()
    return Response(result.encode(), media_type="application/json")
app = Litestar([claim, decide], openapi_config=None, logging_config=None)
"""


def main() -> None:
    told = arguments("claims and decisions by many at once", reviewers=32, seconds=15, workers=2, cases=12_000, floor=1)
    binaries = find_binaries()
    with tempfile.TemporaryDirectory(prefix="footplate-bench-") as place:
        folder = Path(place)
        floor: float | None = None
        if told.floor:
            http = http_floor(folder, told.reviewers, told.workers, min(told.seconds, 8))
            report("empty_handler", "requests/s", [http])
        if binaries is not None:
            cluster = Cluster(binaries, durable=True).start()
            try:
                if told.floor:
                    commits = commit_floor(cluster, told.reviewers, min(told.seconds, 8))
                    report("bare_commits", "commits/s", [commits])
                    floor = 1 / (2 / http + 2 / commits)
                cluster.create("load", None)
                migrate(cluster.url("load"))
                load("postgresql", cluster.url("load"), folder, told, floor)
            finally:
                cluster.stop()
        else:
            print(database.NONE_HERE, file=sys.stderr)
        load("sqlite", folder / "server.db", folder, told, None)


def migrate(address: str) -> None:
    subprocess.run(
        [sys.executable, "-m", "app", "migrate", "--database", address], cwd=ROOT, check=True, capture_output=True
    )


def load(kind: str, address: Path | str, folder: Path, told: Any, floor: float | None) -> None:
    environment = {"FOOTPLATE_FILES": str(folder / "files"), "FOOTPLATE_JOBS": "1"}
    workers = told.workers if kind == "postgresql" else 1
    with contextlib.ExitStack() as stack:
        servers = [stack.enter_context(start_server(address, environment=environment)) for _ in range(workers)]
        house = open_house(servers[0], address)
        rates = feed(house, told.cases)
        report(f"intake_{kind}", "cases/s", rates, bytes_per_case=len(msgspec.json.encode(intake_case())))
        seats = [house.seat(f"reviewer-{n}") for n in range(told.reviewers)]
        people = [
            {"token": seat.session.tokens["access_token"], "user_id": seat.user_id, "device_id": seat.device_id}
            for seat in seats
        ]
        done = drive([server.url for server in servers], people, told.seconds)
        if done["errors"]:
            raise SystemExit(f"{kind}: {done['errors'][:3]}")
        reviews = database.run_sql(address, "SELECT count(*), count(DISTINCT case_number) FROM reviews")[0]
        if not reviews[0] == reviews[1] == len(set(done["decided"])) == len(done["decided"]):
            raise SystemExit(f"{kind}: {reviews} reviews and cases, {len(done['decided'])} were told to be applied")
        rate = len(done["decided"]) / done["took"]
        # What the clients themselves take of the processor is in every cycle, as they work on the same cores.
        client = round(1000 * done["cpu"] / len(done["decided"]), 2)
        more = {"doubles": 0, "told_busy": done["busy"], "processes": workers, "client_cpu_ms_per_cycle": client}
        report(f"cycles_{kind}", "cycles/s", [rate], floor=floor, **more)
        for part in ("seconds", "claims", "decides"):
            report(f"cycle_{part}_{kind}", "ms", [1000 * one for one in done[part]])
        house.close()


def feed(house: House, cases: int) -> list[float]:
    """Cases of the agent in batches; cases per second of each."""
    now, rates = datetime.now(UTC), []
    for first in range(0, cases, BATCH):
        body = msgspec.json.encode(
            [
                intake_case(f"L-{n}", priority=n % 70, routed_at=now + timedelta(milliseconds=n))
                for n in range(first, min(first + BATCH, cases))
            ]
        )
        began = time.perf_counter()
        house.feed(body)
        rates.append(min(BATCH, cases - first) / (time.perf_counter() - began))
    return rates


def drive(urls: list[str], seats: list[dict[str, Any]], seconds: float) -> dict[str, Any]:
    """The client process, and what it tells; each seat speaks to one of `urls`, as evenly as they go."""
    seats = [{**seat, "url": urls[n % len(urls)]} for n, seat in enumerate(seats)]
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.reviewers"],
        cwd=ROOT,
        input=json.dumps({"seats": seats, "seconds": seconds}),
        capture_output=True,
        text=True,
        timeout=seconds + 300,
        check=False,
    )
    if done.returncode:
        raise SystemExit(done.stderr[-3000:])
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def http_floor(folder: Path, clients: int, workers: int, seconds: float) -> float:
    """Requests per second to handlers that do nothing."""
    (folder / "empty_handlers.py").write_text(EMPTY)
    with contextlib.ExitStack() as stack:
        urls = [stack.enter_context(served(folder)) for _ in range(workers)]
        seats = [{"token": "t", "user_id": "u", "device_id": "d"}] * clients
        done = drive(urls, seats, seconds)
        if done["errors"]:
            raise SystemExit(str(done["errors"][:3]))
        return 2 * len(done["seconds"]) / float(done["took"])


@contextlib.contextmanager
def served(folder: Path) -> Iterator[str]:
    port = free_port()
    url, command = f"http://127.0.0.1:{port}", [sys.executable, "-m", "uvicorn", "empty_handlers:app"]
    process = subprocess.Popen([*command, "--port", str(port), "--no-access-log", "--log-level", "error"], cwd=folder)
    try:
        deadline = time.monotonic() + 60
        while True:
            with contextlib.suppress(OSError), Session(url) as session:
                if session.post("/v1/claims", json={}).status_code == 200:
                    break
            if time.monotonic() > deadline:
                raise SystemExit("the empty handlers did not start")
            time.sleep(0.2)
        yield url
    finally:
        process.terminate()
        process.wait(30)


def free_port() -> int:
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def commit_floor(cluster: Cluster, clients: int, seconds: float) -> float:
    """Commits per second by psycopg alone, of the rows that a claim and a decision write, by turns."""
    cluster.create("floor", None)
    migrate(cluster.url("floor"))
    plain = cluster.url("floor").replace("postgresql+psycopg", "postgresql")
    counts = [0] * clients
    ends = time.perf_counter() + seconds

    def work(n: int) -> None:
        with psycopg.connect(plain) as connection:
            at = 0
            while time.perf_counter() < ends:
                at += 1
                _one_commit(connection, f"{n}-{at}", decides=at % 2 == 0)
                counts[n] += 1

    threads = [threading.Thread(target=work, args=(n,)) for n in range(clients)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / (time.perf_counter() - began)


def _one_commit(connection: "psycopg.Connection[Any]", name: str, *, decides: bool) -> None:
    rows = 2 if decides else 1
    if decides:
        connection.execute(
            "INSERT INTO command_results (command_id, device_id, command_seq, author_id, body_sha256, received_at,"
            " result) VALUES (%s, 'd', 1, 'u', %s, 0, %s)",
            (name, "0" * 64, b"x" * 300),
        )
    connection.execute("SELECT pg_advisory_xact_lock(%s)", (FEED_LOCK,))
    audit = connection.execute("SELECT audit_seq, hash FROM audit ORDER BY audit_seq DESC LIMIT 1").fetchone()
    seq = audit[0] if audit else 0
    for n in range(rows):
        connection.execute(
            "INSERT INTO audit (audit_seq, at, actor_id, action, entity, entity_id, detail, hash)"
            " VALUES (%s, 0, 'u', 'case.claim', 'case', 'C-1', '{}', %s)",
            (seq + n + 1, bytes(32)),
        )
    head = connection.execute("SELECT feed_seq, chain FROM feed ORDER BY feed_seq DESC LIMIT 1").fetchone()
    seq = head[0] if head else 0
    for n in range(rows):
        connection.execute(
            "INSERT INTO feed (feed_seq, entity, entity_id, rev, tx_first, bulk, at, chain)"
            " VALUES (%s, 'case', 'C-1', 1, %s, false, 0, %s)",
            (seq + n + 1, seq + 1, bytes(32)),
        )
    connection.commit()


if __name__ == "__main__":
    main()
