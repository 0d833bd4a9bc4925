"""A server with cases of every type, and one seat in front of it, in processes of their own."""

import json
import os
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import requests

from app.demo.generator import CASE_TYPES, generate
from app.domain.decision import Decision, Verdict
from tests.support.server import RunningServer, add_user, start_server
from tests.support.workstation import Workstation, wait_until

REVIEWER = ("reviewer-07", "a long enough pass phrase")
LEAD = ("lead-02", "another long pass phrase")
AUDITOR = ("auditor-01", "one more long pass phrase")


@dataclass
class Desk:
    """One server with cases, and one seat in front of it."""

    server: RunningServer
    seat: Workstation
    lead: requests.Session
    auditor: requests.Session
    plan: list[tuple[str, Decision]]
    verdicts: dict[str, Verdict]

    def reviewed(self) -> dict[str, list[dict[str, object]]]:
        """What the server has, by case."""
        found: dict[str, list[dict[str, object]]] = {}
        for row in self._export(self.lead, "reviews"):
            found.setdefault(str(row["case_id"]), []).append(row)
        return found

    def audit(self) -> list[dict[str, object]]:
        """Every row of the server's audit; the statement after them is not one."""
        return [row for row in self._export(self.auditor, "audit") if "audit_seq" in row]

    def _export(self, who: requests.Session, what: str) -> list[Any]:
        answer = who.get(f"{self.server.url}/v1/exports/{what}", params={"format": "jsonl"}, timeout=20)
        answer.raise_for_status()
        return [json.loads(line) for line in answer.text.splitlines()]

    def reserved(self) -> set[str]:
        """The cases that somebody holds, as the server tells a lead."""
        views = (self.lead.get(f"{self.server.url}/v1/cases/{case_id}", timeout=20).json() for case_id, _ in self.plan)
        return {view["case_id"] for view in views if view.get("claim")}

    def wait_reserved(self, first: int, last: int) -> None:
        """Until the seat holds the cases `first` to `last` of the plan: what it can finish without the server."""
        wanted = {case_id for case_id, _ in self.plan[first:last]}
        wait_until(lambda: wanted <= self.reserved(), 60, f"the cases {first} to {last} are reserved")

    def wait_for(self, count: int) -> None:
        """Until the server has the first `count` cases of the plan (ten seconds of undo stand before each)."""
        wanted = {case_id for case_id, _ in self.plan[:count]}
        wait_until(lambda: wanted <= self.reviewed().keys(), 60, f"the first {count} reviews")


def _session(url: str, person: tuple[str, str]) -> requests.Session:
    answer = requests.post(f"{url}/v1/session", json={"username": person[0], "password": person[1]}, timeout=20)
    answer.raise_for_status()
    session = requests.Session()
    session.trust_env = False
    session.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"
    return session


def _plan(seat: requests.Session, url: str) -> tuple[list[tuple[str, Decision]], dict[str, Verdict], set[str]]:
    """The cases in the served order with what will be decided: Key Users go up, the others pass and block in turn."""
    page = seat.get(f"{url}/v1/cases", params={"view": "open", "limit": 200}, timeout=20).json()["cases"]
    plan, verdicts = [], {}
    for n, case in enumerate(page):
        decision = Decision.ESCALATE if case["priority"] >= 75 else (Decision.PASS, Decision.BLOCK)[n % 2]
        plan.append((case["case_id"], decision))
        verdicts[case["case_id"]] = Verdict(case["assessment"]["verdict"])
    return plan, verdicts, {case["case_type"] for case in page}


def _of_every_type(each: int) -> list[dict[str, Any]]:
    """So many invented cases of each of the seven types."""
    taken: Counter[str] = Counter()
    found = []
    for one in generate(400, 11, datetime.now(UTC)):
        if taken[one.intake["case_type"]] < each:
            taken[one.intake["case_type"]] += 1
            found.append(one.intake)
    assert taken == dict.fromkeys(CASE_TYPES, each)
    return found


@contextmanager
def open_desk(folder: Path, language: str, each: int) -> Iterator[Desk]:
    """`each` cases of every type wait on a server of its own; the seat is not started yet."""
    database = folder / "server.db"
    add_user(database, *REVIEWER[:1], role="reviewer", password=REVIEWER[1])
    add_user(database, *LEAD[:1], role="team_lead", password=LEAD[1])
    add_user(database, *AUDITOR[:1], role="auditor", password=AUDITOR[1])
    token = add_user(database, "agent", role="agent_service")
    server = start_server(database)
    cases = _of_every_type(each)
    answer = requests.post(
        f"{server.url}/v1/intake/cases", json=cases, headers={"Authorization": f"Bearer {token}"}, timeout=60
    )
    assert answer.json()["accepted"] == len(cases), answer.text[:2000]
    plan, verdicts, types = _plan(_session(server.url, REVIEWER), server.url)
    assert types == set(CASE_TYPES)
    profile = folder / "profile"
    profile.mkdir(mode=0o700)
    seat = Workstation(server.url, profile, os.urandom(32), REVIEWER, language)
    found = Desk(server, seat, _session(server.url, LEAD), _session(server.url, AUDITOR), plan, verdicts)
    try:
        yield found
    finally:
        seat.stop()
        found.server.stop()
