"""A reviewer's stretch of work with nothing but keys: twenty cases of all five types, with the server killed and
started again and the workstation killed with kill -9 in the middle. What the export then says must be exactly what
the decisions and the agent's verdicts imply."""

import json
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
import requests

from app.demo.generator import generate
from app.domain.decision import Decision, Verdict
from app.domain.label import derive_label
from tests.support.screen import Screen
from tests.support.server import RunningServer, add_user, start_server
from tests.support.workstation import Workstation, wait_until

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]

REVIEWER = ("reviewer-07", "a long enough pass phrase")
LEAD = ("lead-02", "another long pass phrase")
CASES = 26
TO_DO = 20
RATIONALE = {
    "en": "The timeline and the device agree with the owner.",
    "zh_CN": "设备与登录记录均与本人一致。",
}


@dataclass
class Desk:
    """One server with cases, and one seat in front of it."""

    server: RunningServer
    seat: Workstation
    lead: requests.Session
    plan: list[tuple[str, Decision]]
    verdicts: dict[str, Verdict]

    def reviewed(self) -> dict[str, list[dict[str, object]]]:
        """What the server has, by case."""
        answer = self.lead.get(f"{self.server.url}/v1/exports/reviews", params={"format": "jsonl"}, timeout=20)
        answer.raise_for_status()
        found: dict[str, list[dict[str, object]]] = {}
        for line in answer.text.splitlines():
            row = json.loads(line)
            found.setdefault(row["case_id"], []).append(row)
        return found

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


def _plan(seat: requests.Session, url: str) -> tuple[list[tuple[str, Decision]], dict[str, Verdict]]:
    """The cases in the served order with what will be decided: Key Users go up, the others pass and block in turn."""
    page = seat.get(f"{url}/v1/cases", params={"view": "open", "limit": CASES}, timeout=20).json()["cases"]
    plan, verdicts = [], {}
    for n, case in enumerate(page):
        decision = Decision.ESCALATE if case["priority"] >= 75 else (Decision.PASS, Decision.BLOCK)[n % 2]
        plan.append((case["case_id"], decision))
        verdicts[case["case_id"]] = Verdict(case["assessment"]["verdict"])
    assert {case["case_type"] for case in page[:TO_DO]} == {
        "kyc_audit", "ato_investigation", "reset_2fa", "poa_review", "withdrawal_anomaly",
    }  # fmt: skip
    return plan, verdicts


@pytest.fixture
def desk(tmp_path: Path, language: str) -> Iterator[Desk]:
    database = tmp_path / "server.db"
    add_user(database, *REVIEWER[:1], role="reviewer", password=REVIEWER[1])
    add_user(database, *LEAD[:1], role="team_lead", password=LEAD[1])
    token = add_user(database, "agent", role="agent_service")
    server = start_server(database)
    cases = [one.intake for one in generate(CASES, 11, datetime.now(UTC))]
    answer = requests.post(
        f"{server.url}/v1/intake/cases", json=cases, headers={"Authorization": f"Bearer {token}"}, timeout=60
    )
    assert answer.json()["accepted"] == CASES, answer.text[:2000]
    plan, verdicts = _plan(_session(server.url, REVIEWER), server.url)
    profile = tmp_path / "profile"
    profile.mkdir(mode=0o700)
    seat = Workstation(server.url, profile, os.urandom(32), REVIEWER, language)
    found = Desk(server, seat, _session(server.url, LEAD), plan, verdicts)
    yield found
    seat.stop()
    found.server.stop()


class Offscreen:
    """Keys posted to the window that has the focus, inside the process; the screen is read as it is painted."""

    def __init__(self, desk: Desk, language: str) -> None:
        self.desk = desk
        self.rationale = RATIONALE[language]

    def open(self, first: str) -> None:
        """Start the workstation; `first` is the case it opens by itself."""
        self.desk.seat.start(env={"QT_QPA_PLATFORM": "offscreen"})
        self.ready_for(first)

    def ready_for(self, case_id: str) -> None:
        """The case stands in the middle, and its decision may be made."""
        try:
            wait_until(lambda: self.desk.seat.sees(f"· {case_id}"), 60, f"{case_id} in sight")
        except AssertionError as late:
            shown = [item["text"] for item in self.desk.seat.texts()]
            raise AssertionError(f"{late}; on screen: {shown}\n{self.desk.seat.tail()}") from None

    def press(self, *keys: str) -> None:
        self.desk.seat.press(*keys)

    def type(self, text: str) -> None:
        self.desk.seat.type(text)

    def close(self) -> None:
        pass


class RealScreen(Offscreen):
    """The program as it is started by hand, on a virtual screen, with xdotool for hands. Of the screen only the title
    of the window is read, which names the open case."""

    def __init__(self, desk: Desk, language: str) -> None:
        super().__init__(desk, language)
        self.screen = Screen("1366x768")
        # xdotool has no input method, and drops letters where it must change the keyboard for each of them.
        self.rationale = RATIONALE["en"]

    def open(self, first: str) -> None:
        self.desk.seat.start([sys.executable, "-m", "app"], env=self.screen.env)
        self.ready_for(first)

    def ready_for(self, case_id: str) -> None:
        wait_until(lambda: case_id in self.screen.title(), 60, f"{case_id} in the title")

    def press(self, *keys: str) -> None:
        self.screen.press(*keys)

    def type(self, text: str) -> None:
        self.screen.type(text)

    def close(self) -> None:
        self.screen.close()


@pytest.fixture(params=["en", "zh_CN"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(params=[Offscreen, RealScreen], ids=["offscreen", "xdotool"])
def hands(request: pytest.FixtureRequest, desk: Desk, language: str) -> Iterator[Offscreen]:
    made = request.param(desk, language)
    yield made
    made.close()


def _do(hands: Offscreen, case_id: str, decision: Decision) -> None:
    """One case: decide, say why, write the rationale, submit and go on."""
    hands.ready_for(case_id)
    if decision is Decision.ESCALATE:
        hands.press("E")
    else:
        hands.press("P" if decision is Decision.PASS else "B", "1")
    hands.press("W")
    hands.type(hands.rationale)
    hands.press("Ctrl+Return")


def test_twenty_cases_by_keys_alone_survive_a_dead_server_and_a_killed_window(hands, desk):
    hands.open(desk.plan[0][0])
    todo = iter(desk.plan[:TO_DO])

    def do(count: int) -> None:
        for _ in range(count):
            case_id, decision = next(todo)
            _do(hands, case_id, decision)

    do(6)
    desk.wait_for(6)
    # The server dies; the cases of the hand are finished without it.
    desk.server.kill()
    do(3)
    desk.server = desk.server.restart()
    do(3)
    # The next case in sight says that the last decision is safe; the window dies while it may still be undone.
    hands.ready_for(desk.plan[12][0])
    desk.seat.kill()
    hands.open(desk.plan[12][0])
    do(8)
    desk.wait_for(TO_DO)

    answer = desk.lead.get(f"{desk.server.url}/v1/exports/labels", params={"format": "jsonl"}, timeout=20)
    rows = [json.loads(line) for line in answer.text.splitlines()]
    implied = {
        case_id: derive_label(desk.verdicts[case_id], decision)
        for case_id, decision in desk.plan[:TO_DO]
        if decision is not Decision.ESCALATE
    }
    assert {row["case_id"]: row["label"] for row in rows} == implied
    assert len(rows) == len(implied)
    reviewed = desk.reviewed()
    assert set(reviewed) == {case_id for case_id, _ in desk.plan[:TO_DO]}
    assert all(len(of_case) == 1 for of_case in reviewed.values())
    assert {case_id: of_case[0]["decision"] for case_id, of_case in reviewed.items()} == dict(desk.plan[:TO_DO])
    assert {of_case[0]["rationale"] for of_case in reviewed.values()} == {hands.rationale}
