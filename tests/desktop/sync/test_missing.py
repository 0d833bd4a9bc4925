"""What is gone from a seat is asked of the server: what took effect is not missing, and the rest is told. Nothing else
waits for the answer."""

from collections.abc import Callable
from pathlib import Path

import pytest

from app.contract.commands import AppliedCommands
from app.desktop.cache import read_anew
from app.desktop.ports import Busy, MissingWork, Offline, Problem, ServerSpoke
from app.desktop.sync.missing import MOST_QUESTIONS, MOST_TOLD
from tests.desktop.support.factories import heads, new_command
from tests.desktop.support.model_server import ModelServer
from tests.desktop.support.seat import Seat

QUARTER = 16 * 60_000
Say = Callable[[str, int, int], AppliedCommands]


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


def lost(told: MissingWork | None) -> tuple[object, object]:
    assert told is not None
    return told.numbers, told.unasked


def test_only_what_never_arrived_is_missing(tmp_path: Path) -> None:
    seat = damaged(tmp_path, ModelServer(), sent=3, unsent=2)
    assert lost(seat.status.read().missing) == ((), ((2, 5),))
    told = check(seat)
    assert lost(told) == (((4, 5),), ())
    assert told is not None
    assert seat.activity.read().missing == told
    assert not told.read
    seat.activity.missing_read(told)
    again = seat.status.read().missing
    assert again is not None
    assert (again.numbers, again.read) == (told.numbers, True)


def test_each_question_is_asked_once_until_the_server_comes_back_from_a_backup(tmp_path: Path) -> None:
    server = ModelServer()
    seat = damaged(tmp_path, server, sent=3, unsent=0)
    assert check(seat) is None
    assert check(seat) is None
    assert server.calls.count("applied") == 1
    server.restore(len(server.feed))
    assert lost(check(seat)) == (((2, 3),), ())
    assert server.calls.count("applied") == 2


def test_what_was_refused_took_no_effect(tmp_path: Path) -> None:
    server = ModelServer(refuse={"C-200002": "lease_lost"})
    assert lost(check(damaged(tmp_path, server, sent=3, unsent=0))) == (((2, 2),), ())


def test_a_seat_that_misses_nothing_asks_nothing(tmp_path: Path) -> None:
    server = ModelServer()
    server.fill(3)
    seat = Seat(tmp_path, server)
    assert check(seat) is None
    assert "applied" not in server.calls


def _raises(error: Exception) -> Say:
    def say(device_id: str, first: int, last: int) -> AppliedCommands:
        raise error

    return say


NO_ANSWER = {
    "an older server": _raises(Problem("method_not_allowed", 405)),
    "a server with too much to do": _raises(Busy(60_000)),
    "a proxy's page": _raises(ServerSpoke("captive_portal")),
    "no progress": lambda device_id, first, last: AppliedCommands(device_id, "u1", (), first - 1),
    "another person's": lambda device_id, first, last: AppliedCommands(device_id, "u2", ((2, 5),), last),
    "another seat's": lambda device_id, first, last: AppliedCommands("d9", "u1", ((2, 5),), last),
    "too much": lambda device_id, first, last: AppliedCommands(device_id, "u1", ((2, 5),) * (MOST_TOLD + 1), last),
}


@pytest.mark.parametrize("say", NO_ANSWER.values(), ids=NO_ANSWER.keys())
def test_without_a_useful_answer_nothing_is_found_or_lost_and_all_else_goes_on(tmp_path: Path, say: Say) -> None:
    server = ModelServer()
    seat = damaged(tmp_path, server, sent=3, unsent=2)
    honest = server.applied_commands
    server.applied_commands = say  # type: ignore[method-assign]
    with seat.cache.write() as connection:
        connection.exec_driver_sql("DELETE FROM case_head WHERE number = 200009")
    assert lost(check(seat)) == ((), ((2, 5),))
    assert seat.engine.report.connection == "online"
    assert read_anew.read_anew(seat.cache) is not None, "the copy is compared and read anew all the same"
    assert {head.case_id for head in heads(seat.cache)} == set(server.cases)
    server.applied_commands = honest  # type: ignore[method-assign]
    assert lost(check(seat)) == (((4, 5),), ())


def test_ranges_that_were_not_asked_about_count_for_nothing(tmp_path: Path) -> None:
    server = ModelServer()
    seat = damaged(tmp_path, server, sent=3, unsent=2)
    server.applied_commands = lambda device_id, first, last: AppliedCommands(  # type: ignore[method-assign]
        device_id, "u1", ((7, 3), (-5, 0), (90, 2**52)), last
    )
    assert lost(check(seat)) == (((2, 5),), ())


def test_a_line_that_breaks_in_the_question_is_tried_again(tmp_path: Path) -> None:
    server = ModelServer()
    seat = damaged(tmp_path, server, sent=3, unsent=2)
    honest = server.applied_commands
    server.applied_commands = _raises(Offline())  # type: ignore[method-assign]
    check(seat)
    assert seat.engine.report.connection == "offline"
    server.applied_commands = honest  # type: ignore[method-assign]
    seat.clock.advance(60_000)
    seat.sync()
    assert lost(seat.status.read().missing) == (((4, 5),), ())


def test_a_server_that_tells_little_at_a_time_is_asked_on_after_the_next_check(tmp_path: Path) -> None:
    server, asked = ModelServer(), list[int]()
    seat = damaged(tmp_path, server, sent=1, unsent=0)

    def little_by_little(device_id: str, first: int, last: int) -> AppliedCommands:
        asked.append(first)
        return AppliedCommands(device_id, "u1", ((first, first),), first)

    server.applied_commands = little_by_little  # type: ignore[method-assign]
    assert seat.work is not None
    seat.work.server_knows("d1", "u1", 2**52)
    for times in (1, 2):
        told = check(seat)
        assert asked == list(range(2, 2 + times * MOST_QUESTIONS)), "the rest, and nothing twice"
        assert lost(told) == ((), ((2 + times * MOST_QUESTIONS, 2**52),))


def test_a_decision_goes_before_the_next_question(tmp_path: Path) -> None:
    server = ModelServer()
    seat = damaged(tmp_path, server, sent=1, unsent=0)
    assert seat.work is not None
    seat.work.server_knows("d1", "u1", 90)
    seat.clock.advance(QUARTER)
    work = seat.work

    def slowly(device_id: str, first: int, last: int) -> AppliedCommands:
        server.calls.append("applied")
        if server.calls.count("applied") == 2:
            work.submit("d1", "u1", new_command("C-200005"))
        return AppliedCommands(device_id, "u1", (), first)

    server.applied_commands = slowly  # type: ignore[method-assign]
    server.calls.clear()
    seat.sync()
    questions = [at for at, call in enumerate(server.calls) if call == "applied"]
    assert "commands" in server.calls[questions[1] : questions[2]]
