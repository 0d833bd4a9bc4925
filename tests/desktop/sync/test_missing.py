"""What is gone from a seat is asked of the server: what arrived is not missing, and the rest is told."""

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from app.contract.commands import AppliedCommands
from app.desktop.ports import MissingWork, Problem
from app.desktop.sync.missing import MOST_QUESTIONS
from tests.desktop.support.factories import new_command
from tests.desktop.support.model_server import ModelServer
from tests.desktop.support.seat import Seat

QUARTER = 16 * 60_000


def damaged(folder: Path, server: ModelServer, sent: int, unsent: int) -> Seat:
    """A seat whose newest `unsent` commands were never sent, and whose file lost all but the first."""
    server.fill(9)
    seat = Seat(folder, server)
    assert seat.work is not None
    for number in range(sent):
        seat.work.submit("d1", "u1", new_command(f"C-{200_001 + number}"))
    seat.sync()
    for number in range(sent, sent + unsent):
        seat.work.submit("d1", "u1", new_command(f"C-{200_001 + number}"))
    with seat.work.write() as connection:
        connection.exec_driver_sql("DELETE FROM outbox WHERE command_seq > 1")
    return seat


def check(seat: Seat) -> MissingWork | None:
    seat.clock.advance(QUARTER)
    seat.sync()
    return seat.status.read().missing


def test_only_what_never_arrived_is_missing(tmp_path: Path) -> None:
    seat = damaged(tmp_path, ModelServer(), sent=3, unsent=2)
    before = seat.status.read().missing
    assert before is not None
    assert (before.numbers, before.asked) == (((2, 5),), False)
    told = check(seat)
    assert told is not None
    assert (told.numbers, told.asked, told.read) == (((4, 5),), True, False)
    assert seat.activity.read().missing == told
    seat.activity.missing_read(told)
    assert seat.status.read().missing == msgspec.structs.replace(told, read=True)


def test_nothing_is_missing_where_all_of_it_arrived_and_it_is_where_the_server_forgets(tmp_path: Path) -> None:
    server = ModelServer()
    seat = damaged(tmp_path, server, sent=3, unsent=0)
    assert check(seat) is None
    for command_id, (digest, result) in list(server.results.items()):
        if result.command_seq == 3:
            del server.results[command_id]
            server.results["another"] = digest, msgspec.structs.replace(result, command_id="another", command_seq=9)
    told = check(seat)
    assert told is not None
    assert told.numbers == ((3, 3),)


def test_what_was_refused_took_no_effect(tmp_path: Path) -> None:
    server = ModelServer(refuse={"C-200002": "lease_lost"})
    told = check(damaged(tmp_path, server, sent=3, unsent=0))
    assert told is not None
    assert told.numbers == ((2, 2),)


def test_a_seat_that_misses_nothing_asks_nothing(tmp_path: Path) -> None:
    server = ModelServer()
    server.fill(3)
    seat = Seat(tmp_path, server)
    assert check(seat) is None
    assert "applied" not in server.calls


def _older(first: int, last: int) -> AppliedCommands:
    raise Problem("method_not_allowed", 405)


@pytest.mark.parametrize(
    "say",
    [
        _older,
        lambda first, last: AppliedCommands((), first - 1),
        lambda first, last: AppliedCommands(((7, 3), (-5, 0), (90, 2**62)), first),
    ],
)
def test_a_server_that_cannot_tell_makes_nothing_found(
    tmp_path: Path, say: Callable[[int, int], AppliedCommands]
) -> None:
    server = ModelServer()
    seat = damaged(tmp_path, server, sent=3, unsent=2)
    server.applied_commands = say  # type: ignore[method-assign]
    told = check(seat)
    assert told is not None
    assert told.numbers == ((2, 5),)
    assert seat.engine.report.connection == "online"


def test_a_server_that_knows_of_very_many_numbers_is_asked_a_few_times(tmp_path: Path) -> None:
    server, asked = ModelServer(), list[int]()
    seat = damaged(tmp_path, server, sent=1, unsent=0)

    def little_by_little(first: int, last: int) -> AppliedCommands:
        asked.append(first)
        return AppliedCommands(((first, first),), first)

    server.applied_commands = little_by_little  # type: ignore[method-assign]
    assert seat.work is not None
    seat.work.server_knows("d1", "u1", 2**52)
    told = check(seat)
    assert told is not None
    assert len(asked) == MOST_QUESTIONS
    assert told.numbers == ((2 + MOST_QUESTIONS, 2**52),)
