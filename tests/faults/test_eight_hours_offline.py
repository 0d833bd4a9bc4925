"""A day without the server: 500 commands, twenty of them decisions on cases that were taken along with what was found
at them, and a QA packet of 400 cases drawn, decided again and signed, arrive exactly once through a network that
loses, doubles, delays and lies; of what somebody else decided or changed meanwhile, both versions stand on its author's
screen."""

import random
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel
from sqlalchemy import text

from app.contract.qa import FrameCriteria
from app.desktop.bootstrap.services import Services, open_stores
from app.desktop.panels.activity.view import AttentionCard
from app.desktop.ports import ActivityRow, ReviewDraft, StepMark
from app.desktop.usecases.quality import QualityDesk
from app.domain.feedback import CreateFeedback, UpdateFeedback
from app.domain.sampling import StratifiedPlan
from app.server.storage.engine import open_engine
from tests.desktop.support.factories import DirectWriter
from tests.desktop.test_with_the_real_server import Machine
from tests.support import fault_proxy as f
from tests.support.database import database_url
from tests.support.sample_window import SampleWindow
from tests.support.seats import House, Seat, open_house, review_body
from tests.support.server import start_server

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]

TAKEN, OTHERS, AGAIN, CONTESTED = 20, 17, 400, 4
PLAN = StratifiedPlan(half_width=0.001, expected_error=0.05)
"""So narrow that every case of the lot is looked at."""
EIGHT_HOURS_MS = 8 * 3_600_000
FAULTS = (
    f.no_request, f.no_answer, f.no_answer, f.reset, f.twice, f.late(2), f.late(5), f.cut(), f.wrong_length(9),
    f.portal(200), f.portal(502), f.instead(503, b"", ("Retry-After", "1")), f.elsewhere("http://127.0.0.2:9/"),
    f.altered(lambda body: body[:-7]),
)  # fmt: skip


class FarMachine(Machine):
    """Its server lies behind the road."""

    road: f.FaultProxy
    passed: list[int]

    def open(self) -> None:
        self.stores = open_stores(self.folder, self.key, "inherited")
        self.desk = Services(self.stores, self.road.url, self.folder, None, DirectWriter(), self._hear, "0.1.0")
        self.engine = self.desk.engine
        # Waiting as the engine asks for it, without waiting.
        clock, passed = self.desk.clock, [0]
        steady = clock._mono
        clock._mono = lambda: steady() + passed[0]
        self.passed = passed

    def go_on(self) -> None:
        self.engine.resume()
        self.passed[0] += self.engine.step()

    def waiting(self) -> int:
        assert self.stores.work is not None
        return self.stores.work.tallies(self.author)[0]

    @property
    def author(self) -> str:
        person = self.desk.session.person
        assert person is not None
        return person.user_id


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    (tmp_path / "server").mkdir()
    database = tmp_path / "server" / "server.db"
    with start_server(database, environment={"FOOTPLATE_SEAT_CASES": "none"}) as server:
        house = open_house(server, database)
        yield house
        house.close()


@pytest.fixture
def road(house: House) -> Iterator[f.FaultProxy]:
    with f.fault_proxy(("127.0.0.1", house.server.port)) as proxy:
        yield proxy


@pytest.fixture
def machine(house: House, road: f.FaultProxy, tmp_path: Path) -> Iterator[FarMachine]:
    house.add("mei", "team_lead")
    (tmp_path / "seat").mkdir()
    FarMachine.road = road
    machine = FarMachine(tmp_path / "seat", house, "mei")
    machine.sign_in()
    yield machine
    machine.close()


def eight_hours_pass(house: House) -> None:
    """For the server's leases; its clock is the machine's."""
    engine = open_engine(database_url(house.database))
    with engine.begin() as connection:
        for column in ("claim_until", "claim_hard_until"):
            connection.exec_driver_sql(
                f"UPDATE cases SET {column} = {column} - {EIGHT_HOURS_MS} WHERE {column} IS NOT NULL"
            )
    engine.dispose()


def decide(machine: FarMachine, case_id: str, n: int) -> str:
    draft = ReviewDraft(
        decision="block", code="thin_history", rationale=f"The second device of day {n} was not his.",
        rationale_language="en", active_ms=61_000,
        steps=(StepMark(1, "right"), StepMark(2, "wrong", "unsupported")),
    )  # fmt: skip
    return machine.desk.reviews.submit(case_id, draft).command_id


def decided(house: House, seat: Seat, count: int) -> list[str]:
    """So many cases that this person has decided, every fourth of them passed."""
    ids = house.cases(count)
    for start in range(0, count, 20):
        some = ids[start : start + 20]
        claims = {claim["case_id"]: claim for claim in seat.claim(*some, want=20)["claims"]}
        told = seat.send(
            *(
                seat.command(one, review_body("block" if place % 4 else "pass"), claims[one], base_rev=1)
                for place, one in enumerate(some)
            )
        )
        assert {result["status"] for result in told["results"]} == {"applied"}, told
    return ids


def counted(house: House, table: str, sample_id: str) -> int:
    engine = open_engine(database_url(house.database))
    with engine.connect() as connection:
        found = connection.scalar(text(f"SELECT count(*) FROM {table} WHERE sample_id = :id"), {"id": sample_id})
    engine.dispose()
    return int(found or 0)


def on_screen(card: AttentionCard) -> tuple[str, str]:
    """What is to be read of the own version, and of the other one."""
    assert not card._mine.isHidden()
    assert not card._theirs.isHidden()

    def read(side: object) -> str:
        labels = [label.text() for label in side.findChildren(QLabel)]  # type: ignore[attr-defined]
        runs = "" if side._decision.isHidden() else "".join(run.text for run in side._decision.runs)  # type: ignore[attr-defined]
        return "\n".join((runs, *labels))

    return read(card._mine), read(card._theirs)


def test_500_commands_of_a_day_without_the_server_arrive_exactly_once(
    qapp: QApplication, house: House, road: f.FaultProxy, machine: FarMachine
) -> None:
    colleague, lead = house.seat("lin"), house.seat("ann", "team_lead")
    now = datetime.now(UTC)
    decided(house, colleague, AGAIN)
    past = decided(house, house.seat("bo"), CONTESTED)
    fed = house.cases(TAKEN + OTHERS, opened_at=now - timedelta(hours=1), routed_at=now - timedelta(minutes=1))
    taken, others = fed[:TAKEN], fed[TAKEN:]
    machine.sync()
    machine.desk.queue.load()
    assert sorted(machine.desk.along.take(tuple(taken)).case_ids) == sorted(taken)
    quality = machine.desk.quality
    lot = FrameCriteria(now - timedelta(hours=1), now + timedelta(hours=1), reviewers=(colleague.user_id,))
    packet = quality.bring_frame(quality.define(lot).frame_id)
    before = [
        machine.desk.news.raise_finding(CreateFeedback("", (case_id,), f"Before the day {n}.", "en"))
        for n, case_id in enumerate(past)
    ]
    machine.skip_the_undo_window()
    machine.sync()
    own = house.another_seat("mei").session
    known = {one["cases"][0]: one["feedback_id"] for one in own.get("/v1/feedback/own?limit=200").json()["items"]}
    assert sorted(known) == sorted(past)

    road.shut()
    reviews = {case_id: decide(machine, case_id, n) for n, case_id in enumerate(taken)}
    findings = [
        CreateFeedback("", (case_id,), f"Finding {n}: the device list is a day old.", "en")
        for case_id in taken
        for n in range(2)
    ]
    for one in findings:
        machine.desk.news.raise_finding(one)
    reworded = {
        case_id: machine.desk.news.change(
            UpdateFeedback(known[case_id], 1, title=f"As I word it {n}.", reason=f"It was unclear {n}.")
        ).command_id
        for n, case_id in enumerate(past)
    }
    sample_id = quality.draw(packet, PLAN, "2026-47", series="weekly")
    (sample,) = quality.carried()[0].samples
    assert len(sample.refs) == AGAIN
    for n, ref in enumerate(sample.refs):
        assert quality.item(packet, ref).evidence
        quality.score(sample_id, ref, "block", f"Looked at anew, {n}.", "en", 20_000)
    quality.sign(sample_id)
    notes = 500 - machine.waiting()
    assert notes == 2 * OTHERS
    for n in range(notes):
        machine.desk.case_work.note(others[n % OTHERS], f"Look {n}.", "en")
    assert machine.waiting() == 500
    machine.engine.step()
    assert machine.engine.report.connection == "offline"
    machine.skip_the_undo_window()

    eight_hours_pass(house)
    for case_id in taken[:CONTESTED]:
        told = colleague.put(colleague.command(case_id, other_body(case_id), colleague.hold(case_id)))
        assert told.status_code == 200, told.text
    for n, case_id in enumerate(reworded):
        change = {"feedback_id": known[case_id], "base_rev": 1, "title": f"As she words it {n}."}
        told = lead.put(lead.command(None, change, None, command_type="feedback.update", base_rev=None))
        assert told.status_code == 200, told.text
    road.open_again()
    dice = random.Random(8)
    road.choose = lambda asked: dice.choice(FAULTS) if dice.random() < 0.5 else f.passed
    for turn in range(1_200):
        machine.go_on()
        if turn == 40:
            machine.restart()  # and in the middle of it all the seat is started anew
        if not machine.waiting():
            break
    road.bring_held()
    assert machine.waiting() == 0
    road.choose = lambda asked: f.passed
    machine.engine.resume()
    machine.sync()

    rows = {row.command_id: row for row in machine.stores.work.latest(machine.author, 1_000)}  # type: ignore[union-attr]
    day = {command: row for command, row in rows.items() if command not in {one.command_id for one in before}}
    assert len(day) == 500
    assert Counter(row.command_type for row in day.values()) == {
        "review.submit": TAKEN, "feedback.create": 2 * TAKEN, "feedback.update": CONTESTED, "case.note": notes,
        "qa.sample": 1, "qa.score": AGAIN, "qa.sign": 1,
    }  # fmt: skip
    contested = {reviews[case_id] for case_id in taken[:CONTESTED]} | set(reworded.values())
    assert {command for command, row in day.items() if row.state != "applied"} == contested
    assert {day[command].state for command in contested} == {"conflict"}

    tables = ("qa_samples", "qa_scores", "qa_signatures")
    assert [counted(house, table, sample_id) for table in tables] == [1, AGAIN, 1], "each of them once"
    seen = quality_of(machine).sample(sample_id)
    assert (seen.size, seen.scorers[0].scored) == (AGAIN, AGAIN)
    assert seen.result is not None
    assert seen.result.awaiting + seen.result.agreed == AGAIN
    mine = own.get("/v1/feedback/own?limit=200").json()["items"]
    assert Counter(one["cases"][0] for one in mine) == dict.fromkeys(taken, 2) | dict.fromkeys(past, 1)
    said = [note["text"] for case_id in others for note in lead.case(case_id)["notes"]]
    assert Counter(said) == {f"Look {n}.": 1 for n in range(notes)}, "no note twice"
    for case_id in taken[CONTESTED:]:
        assert colleague.case(case_id)["state"] == "closed"

    shown = {row.command_id: row for row in machine.desk.activity.read(1_000).rows}
    both = {
        reviews[case_id]: (f"The second device of day {n} was not his.", f"He sent the receipt of {case_id}.")
        for n, case_id in enumerate(taken[:CONTESTED])
    } | {command: (f"As I word it {n}.", f"As she words it {n}.") for n, command in enumerate(reworded.values())}
    look_at(qapp, {command: shown[command] for command in both}, both)


def look_at(qapp: QApplication, rows: dict[str, ActivityRow], both: dict[str, tuple[str, str]]) -> None:
    """Every conflict as it is drawn for its author, in both languages."""
    window, card = SampleWindow(qapp), AttentionCard()
    try:
        for language in ("en", "zh_CN"):
            window.speak(language)
            for command, (mine, theirs) in both.items():
                assert rows[command].needs_attention
                card.fill(rows[command])
                own, other = on_screen(card)
                assert mine in own
                assert theirs in other
                assert mine not in other
                assert theirs not in own
    finally:
        card.deleteLater()
        window.close()


def quality_of(machine: FarMachine) -> QualityDesk:
    """Of the seat as it was started last."""
    return machine.desk.quality


def other_body(case_id: str) -> dict[str, object]:
    return review_body("pass", rationale=f"He sent the receipt of {case_id}.")
