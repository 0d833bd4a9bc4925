"""Faults 12, 13 and 33 under a seat that is open: its files are deleted, exchanged, written over, cut or damaged while
it works on. What was acknowledged takes effect once, or its author is told that it may be missing; sync says why it
stands still; what can be fetched again is right after the next start."""

import os
import random
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as sqlcipher

from app.domain import number_ranges
from tests.desktop.support.factories import FakeClock, document, heads, new_command
from tests.desktop.support.model_server import ModelServer
from tests.desktop.support.seat import Seat
from tests.support import damage

CASES = 20


def deleted(file: Path, older: Path) -> None:
    file.unlink()


def exchanged_for_an_older_one(file: Path, older: Path) -> None:
    beside = file.with_name("beside")
    shutil.copyfile(older, beside)
    os.replace(beside, file)


def exchanged_for_something_else(file: Path, older: Path) -> None:
    beside = file.with_name("beside")
    beside.write_bytes(b"x" * 9_000)
    os.replace(beside, file)


def written_over_by_an_older_one(file: Path, older: Path) -> None:
    file.write_bytes(older.read_bytes())


def emptied(file: Path, older: Path) -> None:
    os.truncate(file, 0)


def cut_in_half(file: Path, older: Path) -> None:
    os.truncate(file, file.stat().st_size // 2)


def damaged_in_every_page(file: Path, older: Path) -> None:
    data = bytearray(file.read_bytes())
    for start in range(0, len(data), 4096):
        data[start + 99] ^= 1
    file.write_bytes(bytes(data))


def damaged_somewhere(file: Path, older: Path) -> None:
    damage.flip_a_bit(file, random.Random(7))


Blow = Callable[[Path, Path], None]
DISK, UNREADABLE, NOTHING_SAID = ("paused", "disk"), ("paused", "work_unreadable"), ("online", None)
SAID: dict[Blow, tuple[tuple[str, str | None], ...]] = {
    deleted: (DISK,),
    exchanged_for_an_older_one: (DISK,),
    exchanged_for_something_else: (DISK,),
    written_over_by_an_older_one: (NOTHING_SAID,),
    emptied: (UNREADABLE,),
    cut_in_half: (UNREADABLE,),
    # A page that is in memory is read and written from there.
    damaged_in_every_page: (UNREADABLE, NOTHING_SAID),
    damaged_somewhere: (UNREADABLE, NOTHING_SAID),
}


class Desk:
    """A seat at which somebody works, and what they were told is safe."""

    def __init__(self, folder: Path) -> None:
        self.server, self.clock = ModelServer(), FakeClock()
        self.server.fill(CASES)
        self.folder = folder / "profile"
        self.folder.mkdir()
        self.seat = Seat(self.folder, self.server, clock=self.clock)
        self.seat.sync()
        self.told: dict[str, int] = {}
        self.refused = 0

    def decide(self, count: int) -> None:
        for _ in range(count):
            assert self.seat.work is not None
            case_id = f"C-{200_001 + len(self.told) + self.refused}"
            try:
                row, _ = self.seat.work.submit("d1", "u1", new_command(case_id, self.clock.now_ms() - 1))
            except sqlcipher.DatabaseError:
                self.refused += 1
            else:
                self.told[row.command_id] = row.command_seq

    def step(self, times: int) -> None:
        for _ in range(times):
            self.clock.advance(self.seat.engine.step())

    def start_again(self) -> None:
        self.seat.stop()
        self.seat.start()
        self.clock.advance(60_000)
        self.seat.sync()


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path)
    yield desk
    desk.seat.stop()


@pytest.mark.parametrize("blow", SAID, ids=lambda blow: blow.__name__)
def test_work_whose_file_changes_under_an_open_seat_takes_effect_once_or_is_told(
    desk: Desk, blow: Blow, tmp_path: Path
) -> None:
    desk.decide(3)
    older = damage.copy_of(desk.folder / "work.db", tmp_path / "copy")
    desk.decide(3)
    blow(desk.folder / "work.db", older)
    desk.decide(4)
    desk.step(6)
    status = desk.seat.status.read()
    assert (status.connection, status.paused_by) in SAID[blow]
    desk.start_again()
    assert desk.seat.engine.report.connection == "online"
    effects = Counter(desk.server.effects)
    assert set(effects.values()) <= {1}
    assert effects.keys() <= desk.told.keys()
    lost = {seq for command_id, seq in desk.told.items() if command_id not in effects}
    assert desk.seat.work is not None
    missing = desk.seat.work.missing("u1")
    assert (missing.numbers if missing is not None else ()) == number_ranges.of(lost), "what arrived is not missing"
    numbers = [result.command_seq for _, result in desk.server.results.values()]
    assert len(set(numbers)) == len(numbers), "no number was given twice"
    before, refused = len(desk.told), desk.refused
    desk.decide(1)
    assert (len(desk.told), desk.refused) == (before + 1, refused), "and work goes on"


def test_work_that_is_emptied_while_a_first_sync_runs_costs_no_copy_of_the_cases(desk: Desk) -> None:
    """What was begun is asked of own work in the middle of a pull: that it cannot be read says nothing of the copy."""
    made = desk.seat.cache._engine
    desk.seat.cache.start_over({})
    assert desk.seat.work is not None
    with desk.seat.work.write() as connection:
        connection.exec_driver_sql("DROP TABLE draft")
    desk.step(6)
    assert (desk.seat.engine.report.connection, desk.seat.engine.report.paused_by) == UNREADABLE
    assert desk.seat.cache._engine is made
    assert len(heads(desk.seat.cache)) == CASES


@pytest.mark.parametrize("blow", SAID, ids=lambda blow: blow.__name__)
def test_a_copy_whose_file_changes_under_an_open_seat_is_right_after_the_next_start_and_costs_no_work(
    desk: Desk, blow: Blow, tmp_path: Path
) -> None:
    older = damage.copy_of(desk.folder / "cache.db", tmp_path / "copy")
    desk.server.fill(5, first=200_101)
    desk.step(3)
    blow(desk.folder / "cache.db", older)
    desk.decide(2)
    desk.server.fill(5, first=200_201)
    desk.step(6)
    assert Counter(desk.server.effects) == Counter(desk.told.keys())
    desk.start_again()
    right = {case_id: document(view) for case_id, view in desk.server.cases.items()}
    held = {head.case_id: desk.seat.cache.document(head.case_id) for head in heads(desk.seat.cache)}
    assert {case_id: found[1] for case_id, found in held.items() if found is not None} == right
    assert desk.seat.engine.report.connection == "online"
