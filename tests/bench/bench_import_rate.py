"""Cases per second through POST /v1/intake/cases, by the demo's agent, into a server with SQLite in its own process.
The same bodies a second time are duplicates: read, compared and answered, not stored."""

import time
from datetime import UTC, datetime

import msgspec
import requests

from app.contract import paths
from app.demo.agent import CASES_IN_A_BATCH
from app.demo.generator import flood
from tests.bench.figures import arguments, report
from tests.bench.servers import open_house


def main() -> None:
    told = arguments("cases per second through the intake", cases=20_000)
    with open_house() as house:
        began = time.perf_counter()
        making = list(flood(told.cases, 7, datetime.now(UTC)))
        bodies = [
            b"\n".join(map(msgspec.json.encode, making[at : at + CASES_IN_A_BATCH]))
            for at in range(0, len(making), CASES_IN_A_BATCH)
        ]
        making_seconds = time.perf_counter() - began
        rates: list[float] = []
        with requests.Session() as session:
            session.trust_env = False
            session.headers["Authorization"] = f"Bearer {house.token}"
            session.headers["Content-Type"] = "application/x-ndjson"
            whole = time.perf_counter()
            for number, body in enumerate(bodies):
                began = time.perf_counter()
                answer = session.post(house.server.url + paths.INTAKE_CASES, data=body, timeout=120)
                size = min(CASES_IN_A_BATCH, told.cases - number * CASES_IN_A_BATCH)
                rates.append(size / (time.perf_counter() - began))
                if answer.json()["accepted"] != size:
                    raise SystemExit(f"not every case was accepted: {answer.text[:500]}")
            whole = told.cases / (time.perf_counter() - whole)
            again = time.perf_counter()
            for body in bodies:
                session.post(house.server.url + paths.INTAKE_CASES, data=body, timeout=120)
            again = told.cases / (time.perf_counter() - again)
    report(
        "import_rate",
        "cases/s",
        [whole],
        cases=told.cases,
        bytes_per_case=sum(map(len, bodies)) // told.cases,
        made_in_s=round(making_seconds, 2),
    )
    report("import_rate_of_a_batch", "cases/s", rates, batch=CASES_IN_A_BATCH)
    report("import_rate_duplicates", "cases/s", [again])


if __name__ == "__main__":
    main()
