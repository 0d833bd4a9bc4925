"""A server that came back from an older backup, even one from before the seat was registered: whatever it acknowledged
within the safe horizon is there again, once, under the same ids."""

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from app.contract.commands import CommandAnswer, CommandBatch
from app.desktop.cache.outbox_rows import SAFE_HORIZON_MS
from app.desktop.cache.work_store import WorkStore
from app.desktop.sync.engine import META_EVERY_MS
from tests.desktop.support.factories import new_command
from tests.desktop.support.model_server import ModelServer
from tests.desktop.support.seat import Seat

HOUR_MS = 3_600_000


@pytest.fixture
def server() -> ModelServer:
    server = ModelServer()
    server.fill(9)
    return server


@pytest.fixture
def seat(tmp_path: Path, server: ModelServer) -> Iterator[Seat]:
    seat = Seat(tmp_path, server)
    seat.sync()
    yield seat
    seat.stop()


def give(seat: Seat, *cases: int, author: str = "u1", device: str | None = None) -> list[str]:
    """Command ids of work on these cases."""
    store = work(seat)
    made = [store.submit(device or seat.device, author, new_command(f"C-20000{n}"))[0] for n in cases]
    return [row.command_id for row in made]


def work(seat: Seat) -> WorkStore:
    assert seat.work is not None
    return seat.work


def come_back(server: ModelServer) -> None:
    """The server as it was before anybody did anything."""
    server.restore(0)
    server.fill(9)


def register_anew(seat: Seat, device: str) -> None:
    """What a session does whose seat the server does not know."""
    seat.device = device
    work(seat).take_over(device, "u1")


def in_the_end(seat: Seat) -> list[tuple[str, int, str]]:
    seat.engine.resume()
    seat.sync()
    rows = sorted(work(seat).latest("u1", 99), key=lambda row: row.command_seq)
    return [(row.device_id, row.command_seq, row.state) for row in rows]


def test_a_server_from_before_the_seat_was_registered_gets_the_work_again(seat: Seat, server: ModelServer) -> None:
    ids = give(seat, 1, 2, 1)
    seat.sync()
    assert server.effects == ids
    come_back(server)
    register_anew(seat, "d2")
    assert in_the_end(seat) == [("d2", 1, "applied"), ("d2", 2, "applied"), ("d2", 3, "applied")]
    assert server.effects == ids


def test_work_of_an_earlier_seat_goes_again_before_what_was_built_on_it(seat: Seat, server: ModelServer) -> None:
    first = give(seat, 1, 2)
    seat.sync()
    register_anew(seat, "d2")
    second = give(seat, 1, 3)
    seat.sync()
    unsent = give(seat, 2)
    come_back(server)
    seat.clock.advance(META_EVERY_MS)
    assert in_the_end(seat) == [("d2", number, "applied") for number in range(4, 9)]
    assert server.effects == [*first, *second, *unsent]
    last = server.results[unsent[0]]
    give(seat, 4)
    (next_one,) = work(seat).take_due("d2", "u1", seat.clock.now_ms(), 9)
    assert (next_one.command_seq, next_one.prev_hash) == (9, last[0])
    assert not work(seat).gone("d2", "u1")


@pytest.mark.parametrize(("hours", "again"), [(71, True), (73, False)])
def test_work_goes_again_for_three_days_and_no_longer(seat: Seat, server: ModelServer, hours: int, again: bool) -> None:
    assert SAFE_HORIZON_MS == 72 * HOUR_MS
    ids = give(seat, 1, 2)
    seat.sync()
    come_back(server)
    seat.clock.advance(hours * HOUR_MS)
    register_anew(seat, "d2")
    in_the_end(seat)
    assert server.effects == (ids if again else [])


def test_another_author_s_work_stays_where_it_is(seat: Seat, server: ModelServer) -> None:
    mine, theirs = give(seat, 1), give(seat, 2, author="u2")
    seat.sync()
    done = seat.work is not None and seat.work.mark_sent(theirs, 1 << 50)
    assert done
    come_back(server)
    register_anew(seat, "d2")
    in_the_end(seat)
    assert server.seen.count(theirs[0]) == 0
    assert server.effects == mine
    assert [(row.device_id, row.state) for row in work(seat).latest("u2", 9)] == [("d1", "sent")]


def test_what_the_server_knows_by_an_earlier_seat_s_numbers_is_asked_for_only_once(
    seat: Seat, server: ModelServer
) -> None:
    """Only the name of its history is new: it forgot nothing, and the new seat's numbers are all new to it."""
    ids = give(seat, *([1, 2, 3] * 50))
    for _ in range(9):
        seat.sync()
    assert len(server.effects) == len(ids) == 150
    take = server.commands

    def by_earlier_numbers(batch: CommandBatch) -> CommandAnswer:
        return msgspec.structs.replace(take(batch), device_high_seq=0, acked_through=0)

    server.commands = by_earlier_numbers  # type: ignore[method-assign]
    server.epoch = "another"
    register_anew(seat, "d2")
    before = len(server.seen)
    for _ in range(9):
        assert {state for _, _, state in in_the_end(seat)} == {"applied"}
        seat.clock.advance(META_EVERY_MS)
    assert len(server.effects) == 150
    assert len(server.seen) - before <= 4 * 150


def test_what_stands_behind_work_that_the_server_forgot_waits_for_it(seat: Seat, server: ModelServer) -> None:
    """However often that is delayed."""
    first, other = give(seat, 1, 2)
    seat.sync()
    del server.results[first]
    server.effects.remove(first)
    (second,) = give(seat, 1)
    take, delayed = server.commands, [first, first]

    def slowly(batch: CommandBatch) -> CommandAnswer:
        raws = tuple(raw for raw in batch.commands if not (delayed and first.encode() in bytes(raw)[:80]))
        if len(raws) < len(batch.commands):
            delayed.pop()
        if not raws:
            return CommandAnswer((), 0, 3, server.epoch)
        return take(msgspec.structs.replace(batch, commands=raws))

    server.commands = slowly  # type: ignore[method-assign]
    for _ in range(4):
        in_the_end(seat)
        seat.clock.advance(60_000)
    assert delayed == []
    assert server.effects == [other, first, second]
    assert {state for _, _, state in in_the_end(seat)} == {"applied"}


def test_a_server_that_forgets_again_and_again_is_not_asked_without_end(seat: Seat, server: ModelServer) -> None:
    first, _ = give(seat, 1, 2)
    seat.sync()
    give(seat, 1)
    take = server.commands

    def forgetful(batch: CommandBatch) -> CommandAnswer:
        server.results.pop(first, None)
        answer = take(batch)
        server.results.pop(first, None)
        return answer

    server.commands = forgetful  # type: ignore[method-assign]
    server.results.pop(first)
    assert seat.sync(most=60) > 0


def test_what_was_taken_long_ago_is_waited_for_by_nobody(seat: Seat, server: ModelServer) -> None:
    (first,) = give(seat, 1)
    seat.sync()
    server.results.clear()
    seat.clock.advance(SAFE_HORIZON_MS + HOUR_MS)
    (second,) = give(seat, 1)
    seat.engine.resume()
    seat.sync()
    assert server.effects == [first, second]
