"""A workstation that holds a part of the queue, against the real server: what is on its disk and what it says of it."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from app.desktop.bootstrap.case_search import CaseSearch
from app.desktop.cache.context_rows import ContextRow, ContextRows
from app.desktop.panels.review.queue_side import QueueSide
from app.desktop.ports import CaseNotHere, ReviewDraft
from tests.desktop.support.factories import heads
from tests.desktop.test_with_the_real_server import DRAFT, Machine
from tests.support.sample_desk import Tasks
from tests.support.seats import House, open_house
from tests.support.server import add_user, start_server

CAP = 6
START = datetime.now(UTC) - timedelta(minutes=30)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    (tmp_path / "server").mkdir()
    database = tmp_path / "server" / "server.db"
    with start_server(database, environment={"FOOTPLATE_SEAT_CASES": f"reviewer={CAP}"}) as server:
        house = open_house(server, database)
        yield house
        house.close()


@pytest.fixture
def machine(house: House, tmp_path: Path) -> Iterator[Machine]:
    add_user(house.database, "lin", "reviewer")
    (tmp_path / "seat").mkdir()
    machine = Machine(tmp_path / "seat", house, "lin")
    machine.sign_in()
    yield machine
    machine.close()


def queue(house: House, many: int) -> list[str]:
    return [house.case(routed_at=START + timedelta(minutes=n)) for n in range(many)]


def urgent(house: House) -> str:
    return house.case(routed_at=START - timedelta(days=1))


def here(machine: Machine) -> set[str]:
    """The open cases of which the seat has a copy."""
    return {head.case_id for head in heads(machine.stores.cache) if head.state == "open"}


def on_disk(machine: Machine) -> set[str]:
    """The cases of which any table of the cache holds anything."""
    found: set[int] = set()
    with machine.stores.cache.read() as connection:
        for table in ("case_head", "case_body", "case_work", "case_words", "context", "find_case"):
            found.update(n for (n,) in connection.exec_driver_sql(f"SELECT number FROM {table}"))
    return {f"C-{number}" for number in found}


def test_a_seat_holds_the_first_in_line_and_is_filled_up_as_its_person_decides(house: House, machine: Machine) -> None:
    cases = queue(house, 3 * CAP)
    machine.sync()
    machine.desk.queue.load()
    assert here(machine) == on_disk(machine) == set(cases[:CAP])
    done = cases[:3]
    machine.desk.hand.want(tuple(done))
    for case_id in done:
        machine.desk.reviews.submit(case_id, DRAFT)
    machine.skip_the_undo_window()
    machine.sync()
    machine.sync()
    assert here(machine) == set(cases[3 : 3 + CAP])
    assert on_disk(machine) == set(cases[: 3 + CAP])
    assert [row.state for row in machine.desk.activity.read().rows] == ["applied"] * 3


def test_nothing_of_a_case_that_made_room_stays_on_the_disk(house: House, machine: Machine) -> None:
    cases = queue(house, 3 * CAP)
    machine.sync()
    leaving = cases[CAP - 1]
    ContextRows(machine.stores.cache).put((ContextRow(leaving, 1, 0, b"{}"),))
    pressing = urgent(house)
    machine.sync()
    assert on_disk(machine) == {pressing, *cases[: CAP - 1]}


def test_a_case_with_a_draft_stays_until_the_draft_is_gone(house: House, machine: Machine) -> None:
    cases = queue(house, 3 * CAP)
    machine.sync()
    begun = cases[CAP - 1]
    machine.desk.reviews.save_draft(begun, ReviewDraft(rationale="A first thought."))
    rush = {urgent(house) for _ in range(CAP)}
    machine.sync()
    assert here(machine) == {begun, *rush}
    machine.desk.reviews.discard_draft(begun)
    machine.sync()
    assert here(machine) == rush


def test_a_case_with_a_draft_stays_when_everything_is_read_anew(house: House, machine: Machine) -> None:
    cases = queue(house, 3 * CAP)
    machine.sync()
    begun = cases[CAP - 1]
    machine.desk.reviews.save_draft(begun, ReviewDraft(rationale="A first thought."))
    rush = {urgent(house) for _ in range(CAP)}
    machine.sync()
    machine.engine._pull._start_over(False)
    assert "cursor" not in machine.stores.cache.state()
    machine.sync()
    assert here(machine) == {begun, *rush}
    draft = machine.desk.cases.open_case(begun).draft
    assert draft is not None
    assert draft.rationale == "A first thought."


def test_the_queue_says_how_much_of_it_is_on_the_seat(house: House, machine: Machine) -> None:
    queue(house, 3 * CAP)
    machine.sync()
    machine.desk.queue.load()
    side = QueueSide(machine.desk.queue, ("ato_investigation",), "open")
    side.refill()
    state = side.state(None, machine.desk.clock.now_ms())
    assert (state.total, state.whole) == (CAP, 3 * CAP)
    assert dict(state.views)["open"] == dict(state.views)["type:ato_investigation"] == 3 * CAP
    assert dict(state.views)["mine"] == 0
    machine.restart()
    machine.desk.queue.load()
    assert machine.desk.queue.totals()["open"] == 3 * CAP


def test_a_queue_that_fits_is_whole_and_nothing_is_said_of_it(house: House, machine: Machine) -> None:
    queue(house, CAP - 1)
    machine.sync()
    machine.desk.queue.load()
    side = QueueSide(machine.desk.queue, ("ato_investigation",), "open")
    side.refill()
    assert side.state(None, machine.desk.clock.now_ms()).whole == 0


def test_a_seat_from_before_the_cap_gives_up_what_is_over_it_and_keeps_its_work(house: House, machine: Machine) -> None:
    cases = queue(house, 3 * CAP)
    house.server.stop()
    house.server.environment["FOOTPLATE_SEAT_CASES"] = "none"
    house.server.restart()
    machine.sync()
    assert here(machine) == set(cases)
    machine.desk.reviews.save_draft(cases[0], msgspec.structs.replace(DRAFT, rationale="Kept."))
    house.server.stop()
    house.server.environment["FOOTPLATE_SEAT_CASES"] = f"reviewer={CAP}"
    house.server.restart()
    machine.sync()
    assert on_disk(machine) == set(cases[:CAP])
    draft = machine.desk.cases.open_case(cases[0]).draft
    assert draft is not None
    assert draft.rationale == "Kept."


def test_a_case_that_another_room_names_comes_from_the_server_and_is_read_alone(house: House, machine: Machine) -> None:
    cases = queue(house, CAP + 1)
    machine.sync()
    machine.desk.queue.load()
    over, shown, missing = cases[-1], list[str](), list[str]()
    search = CaseSearch(machine.desk, Tasks())
    for case_id in (cases[0], over, "C-999999"):
        search.bring(case_id, lambda case_id=case_id: shown.append(case_id), failed=missing.append)  # type: ignore[misc]
    assert (shown, missing) == ([cases[0], over], ["not_found"])
    opened = machine.desk.cases.open_case(over)
    assert (opened.view.case_id, opened.may.decide) == (over, False)
    assert over not in on_disk(machine), "nothing of it stays"
    with pytest.raises(CaseNotHere):
        machine.desk.cases.open_case("C-999999")
