"""The workstation below the screen against the real server over real HTTP: decisions arrive exactly once, whatever is
killed or lost on the way."""

import itertools
import secrets
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
import pytest

from app.desktop.bootstrap.services import Services, Stores, open_stores
from app.desktop.changes import NOTHING, Changed
from app.desktop.ports import Offline, ReviewDraft, Unauthorised
from app.desktop.vault.keys import DataKey
from tests.desktop.support.factories import DirectWriter, heads
from tests.support.seats import House, open_house
from tests.support.server import PASSWORD, RunningServer, add_user, sign_in, start_server

ROOT = Path(__file__).resolve().parents[2]
_names = itertools.count(1)
DRAFT = ReviewDraft(
    decision="block",
    code="thin_history",
    rationale="The owner was in Singapore; the second device was not his.",
    rationale_language="en",
    active_ms=61_000,
)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    database = tmp_path_factory.mktemp("house") / "server.db"
    # A sync of many pages is to be met here, so the seat holds everything.
    with start_server(database, environment={"FOOTPLATE_SEAT_CASES": "none"}) as server:
        house = open_house(server, database)
        yield house
        house.close()


class Machine:
    """One person's workstation without its window; `restart` is what a new process finds."""

    def __init__(self, folder: Path, house: House, name: str, *, kept: bool = True) -> None:
        self.folder, self.house, self.name = folder, house, name
        self.key = DataKey(secrets.token_bytes(32)) if kept else None
        self.news: Changed = NOTHING
        self.open()

    def open(self) -> None:
        self.stores: Stores = open_stores(self.folder, self.key, "inherited")
        self.desk = Services(self.stores, self.house.server.url, self.folder, None, DirectWriter(), self._hear, "0.1.0")
        self.engine = self.desk.engine

    def _hear(self, news: Changed) -> None:
        self.news |= news

    def close(self) -> None:
        self.desk.stop()
        self.engine.close()
        self.stores.close()

    def restart(self) -> None:
        self.close()
        self.open()
        self.desk.session.restore()

    def sign_in(self) -> None:
        self.desk.session.sign_in(self.name, PASSWORD)

    def sync(self) -> None:
        for _ in range(300):
            if self.engine.step() > 0:
                return
        raise AssertionError("the engine never rests")

    def skip_the_undo_window(self) -> None:
        assert self.stores.work is not None
        with self.stores.work.write() as connection:
            connection.exec_driver_sql("UPDATE outbox SET release_at = 0 WHERE state = 'pending'")

    def states(self) -> list[str]:
        return [row.state for row in self.desk.activity.read().rows]


@pytest.fixture
def machine(house: House, tmp_path: Path) -> Iterator[Machine]:
    name = f"person-{next(_names)}"
    add_user(house.database, name, "reviewer")
    machine = Machine(tmp_path, house, name)
    machine.sign_in()
    yield machine
    machine.close()


def exported(house: House, case_ids: list[str]) -> dict[str, list[str]]:
    """Labels per case, as the export tells them."""
    name = f"lead-{next(_names)}"
    lead = house.reader(name, "team_lead")
    answer = lead.get("/v1/exports/labels?format=jsonl")
    assert answer.status_code == 200, answer.text
    found: dict[str, list[str]] = {case_id: [] for case_id in case_ids}
    for line in answer.content.splitlines():
        row: dict[str, Any] = msgspec.json.decode(line)
        if row["case_id"] in found:
            found[row["case_id"]].append(row["label"])
    return found


def test_a_case_travels_from_the_agent_to_the_export(house: House, machine: Machine) -> None:
    case_ids = house.cases(3)
    machine.sync()
    machine.desk.queue.load()
    assert {head.case_id for head in heads(machine.stores.cache)} >= set(case_ids)
    machine.desk.hand.want(tuple(case_ids))
    case = machine.desk.cases.open_case(case_ids[0])
    assert case.may.decide
    assert machine.desk.reviews.check(case, DRAFT) == ()
    for case_id in case_ids:
        assert machine.desk.reviews.submit(case_id, DRAFT).label == "TP"
    machine.sync()
    assert machine.states() == ["waiting"] * 3
    machine.skip_the_undo_window()
    machine.sync()
    assert machine.states() == ["applied"] * 3
    machine.sync()
    assert {head.state for head in heads(machine.stores.cache) if head.case_id in case_ids} == {"closed"}
    assert machine.desk.status.read().connection == "online"
    assert exported(house, case_ids) == {case_id: ["TP"] for case_id in case_ids}


def test_work_done_while_the_server_is_away_arrives_once_it_is_back(house: House, machine: Machine) -> None:
    case_ids = house.cases(5)
    machine.sync()
    machine.desk.hand.want(tuple(case_ids))
    house.server.kill()
    try:
        machine.restart()
        assert machine.desk.session.person is not None
        machine.sync()
        assert machine.desk.status.read().connection == "offline"
        for case_id in case_ids:
            machine.desk.reviews.submit(case_id, DRAFT)
        undone = machine.desk.activity.read().rows[0]
        assert machine.desk.reviews.undo(undone.command_id) == DRAFT
        machine.restart()
    finally:
        house.server.restart()
    machine.skip_the_undo_window()
    machine.engine.resume()
    machine.sync()
    assert sorted(machine.states()) == ["applied"] * 4 + ["withdrawn"]
    machine.sync()
    labels = exported(house, case_ids)
    assert labels.pop(undone.case_id or "") == []
    assert set(map(tuple, labels.values())) == {("TP",)}


class LosesAnswers:
    """Between the workstation and the server: each named call is really made, and its answer lost, so many times."""

    def __init__(self, inner: Any, **times: int) -> None:
        self._inner, self._times = inner, times

    def __getattr__(self, name: str) -> Any:
        return partial(self._call, name)

    def _call(self, name: str, *args: Any, **named: Any) -> Any:
        answer = getattr(self._inner, name)(*args, **named)
        if self._times.get(name, 0):
            self._times[name] -= 1
            raise Offline
        return answer


def test_a_lost_answer_makes_no_second_effect(house: House, machine: Machine) -> None:
    case_ids = house.cases(4)
    machine.sync()
    machine.desk.hand.want(tuple(case_ids))
    for case_id in case_ids:
        machine.desk.reviews.submit(case_id, DRAFT)
    machine.skip_the_undo_window()
    push = machine.engine._push
    assert push is not None
    push._server = LosesAnswers(push._server, commands=2)
    machine.sync()
    assert machine.states() == ["sending"] * 4
    machine.engine.resume()
    machine.sync()
    assert machine.states() == ["sending"] * 4
    machine.restart()
    machine.sync()
    assert machine.states() == ["applied"] * 4
    assert exported(house, case_ids) == {case_id: ["TP"] for case_id in case_ids}


def test_a_lost_lease_comes_back_as_a_conflict_and_stays_with_its_author(house: House, machine: Machine) -> None:
    (case_id,) = house.cases(1)
    machine.sync()
    machine.desk.hand.want((case_id,))
    machine.desk.reviews.submit(case_id, DRAFT)
    held = machine.desk.hand.held()[case_id]
    me = sign_in(house.server.url, machine.name)
    released = me.post("/v1/claims/release", json=[{"claim_id": held.claim_id, "fence": held.fence}])
    assert released.status_code == 200
    me.close()
    other = house.seat(f"other-{next(_names)}")
    assert other.review(case_id, "pass").status_code == 200
    machine.skip_the_undo_window()
    machine.sync()
    row = machine.desk.activity.read().rows[0]
    assert (row.state, row.problem, row.needs_attention) == ("conflict", "contested", True)
    assert row.mine["rationale"] == DRAFT.rationale
    assert machine.desk.activity.read().attention == 1


def test_a_key_user_case_can_only_be_escalated_and_its_author_cannot_resolve_it(house: House, machine: Machine) -> None:
    (case_id,) = house.cases(1, priority=90)
    machine.sync()
    machine.desk.hand.want((case_id,))
    case = machine.desk.cases.open_case(case_id)
    assert machine.desk.reviews.check(case, DRAFT) == ("must_escalate",)
    escalate = ReviewDraft(decision="escalate", rationale="A Key User.", rationale_language="en")
    machine.desk.reviews.submit(case_id, escalate)
    machine.skip_the_undo_window()
    machine.sync()
    assert machine.states() == ["applied"]
    machine.sync()
    assert machine.desk.cases.open_case(case_id).may.why[0] == "own_escalation"
    name = f"senior-{next(_names)}"
    add_user(house.database, name, "senior_agent")
    senior = Machine(machine.folder / "senior", house, name, kept=False)
    senior.sign_in()
    senior.sync()
    senior.desk.queue.load()
    assert senior.desk.queue.counts()["awaiting_me"] >= 1
    senior.desk.hand.want((case_id,))
    done = senior.desk.reviews.submit(case_id, DRAFT)
    assert done.online
    assert exported(house, [case_id]) == {case_id: ["TP"]}
    senior.close()


def test_a_seat_without_a_key_leaves_nothing_on_disk(house: House, tmp_path: Path) -> None:
    name = f"person-{next(_names)}"
    add_user(house.database, name, "reviewer")
    machine = Machine(tmp_path, house, name, kept=False)
    machine.sign_in()
    machine.sync()
    assert machine.stores.cache.counts()["case"] > 0
    assert list(tmp_path.iterdir()) == []
    machine.close()


def test_a_sign_in_that_fails_says_why(house: House, tmp_path: Path) -> None:
    machine = Machine(tmp_path, house, "nobody")
    with pytest.raises(Unauthorised) as caught:
        machine.sign_in()
    assert caught.value.code == "sign_in_failed"
    machine.close()


def test_what_the_seat_keeps_of_a_case_cannot_be_read_without_its_key(house: House, machine: Machine) -> None:
    (case_id,) = house.cases(1)
    machine.sync()
    found = machine.stores.cache.document(case_id)
    assert found is not None
    assert b"Singapore" in found[1] or b"SG" in found[1]
    everything = b"".join(path.read_bytes() for path in machine.folder.rglob("*") if path.is_file())
    for canary in (case_id.encode(), b"ato_investigation", PASSWORD.encode(), machine.name.encode()):
        assert canary not in everything


def test_a_server_made_anew_is_read_from_the_beginning_and_work_stays(tmp_path: Path) -> None:
    first, second = tmp_path / "first.db", tmp_path / "second.db"
    server: RunningServer = start_server(first)
    house = open_house(server, first)
    add_user(first, "mei", "reviewer")
    (tmp_path / "seat").mkdir()
    machine = Machine(tmp_path / "seat", house, "mei")
    machine.sign_in()
    (case_id,) = house.cases(1)
    machine.sync()
    machine.desk.reviews.save_draft(case_id, DRAFT)
    port = server.port
    server.stop()
    house.close()
    add_user(second, "mei", "reviewer")
    other = start_server(second, port)
    try:
        machine.engine.resume()
        machine.sync()
        assert machine.engine.report.paused_by == "unauthorised"
        machine.sign_in()
        machine.engine.resume()
        machine.sync()
        assert machine.stores.cache.counts()["case"] == 0
        assert machine.engine.report.connection == "online"
    finally:
        other.stop()
        machine.close()


# A workstation below the screen that syncs until it is killed, telling each step.
SYNCER = """
import sys
from pathlib import Path
from app.desktop.bootstrap.services import Services, open_stores
from app.desktop.vault.keys import DataKey
from tests.desktop.support.factories import DirectWriter
folder, url, key = Path(sys.argv[1]), sys.argv[2], DataKey(bytes.fromhex(sys.stdin.readline()))
desk = Services(open_stores(folder, key, "inherited"), url, folder, None, DirectWriter(), lambda news: None, "0.1.0")
desk.session.restore()
while True:
    wait = desk.engine.step()
    print(wait, desk.engine.report.connection, flush=True)
    if wait:
        sys.stdin.readline()
"""


def test_a_sync_killed_at_any_step_goes_on_without_a_double_or_a_gap(house: House, machine: Machine) -> None:
    case_ids = house.cases(900)
    machine.desk.hand.want(tuple(case_ids[:5]))
    machine.sync()
    for case_id in case_ids[:5]:
        machine.desk.reviews.submit(case_id, DRAFT)
    machine.skip_the_undo_window()
    case_ids += house.cases(300)
    machine.stores.cache.start_over({})
    machine.close()
    assert machine.key is not None
    for steps in (1, 2, 3, 4, 6):
        process = subprocess.Popen(
            [sys.executable, "-c", SYNCER, str(machine.folder), house.server.url],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(machine.key.reveal().hex() + "\n")
        process.stdin.flush()
        for _ in range(steps):
            line = process.stdout.readline()
            assert line
            if not line.startswith("0 "):
                break
        process.kill()
        process.wait()
        process.stdin.close()
        process.stdout.close()
    machine.open()
    machine.desk.session.restore()
    machine.sync()
    machine.sync()
    assert machine.engine.report.connection == "online"
    assert {row.state for row in machine.desk.activity.read().rows} == {"applied"}
    assert exported(house, case_ids[:5]) == {case_id: ["TP"] for case_id in case_ids[:5]}
    here = {head.case_id: (head.rev, head.state) for head in heads(machine.stores.cache)}
    me = sign_in(house.server.url, machine.name)
    for case_id in (*case_ids[:8], *case_ids[895:905], case_ids[-1]):
        told = me.get(f"/v1/cases/{case_id}").json()
        assert here[case_id] == (told["rev"], told["state"])
    me.close()
    assert set(case_ids) <= here.keys()
