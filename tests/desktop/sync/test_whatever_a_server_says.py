"""A server that says anything at all in place of one value of its answer: a step of the engine ends, with a wait, and
a well server's next answers are taken in."""

import json
import tempfile
from pathlib import Path
from typing import Any, TypeVar

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.contract.changes import ChangePage, SnapshotPage
from app.contract.commands import AppliedCommands, CommandAnswer, CommandBatch
from app.contract.session import Meta
from app.desktop.api.client import decode, decode_page
from tests.desktop.support.factories import heads, new_command
from tests.desktop.support.model_server import ModelServer
from tests.desktop.support.seat import Seat
from tests.desktop.support.strange_answers import ANYTHING, places, put

T = TypeVar("T")


class Babbling(ModelServer):
    """Says `new` at the `where`th place of each answer of the call named `of`."""

    of, where, new = "", 0, None

    def say(self, call: str, answer: T) -> T:
        if call != self.of:
            return answer
        told = json.loads(msgspec.json.encode(answer))
        there = places(told)
        data = json.dumps(put(told, there[self.where % len(there)], self.new)).encode()
        read = decode_page if call in ("changes", "snapshot") else decode
        found: T = read(data, type(answer))
        return found

    def meta(self) -> Meta:
        return self.say("meta", super().meta())

    def scope_counts(self, cursor: str) -> Meta:
        return self.say("counts", super().scope_counts(cursor))

    def changes(self, cursor: str | None, limit: int, keep: str | None = None) -> ChangePage:
        return self.say("changes", super().changes(cursor, limit, keep))

    def snapshot(
        self,
        snapshot_id: str | None,
        after: str | None,
        limit: int,
        only: str | None = None,
        keep: str | None = None,
    ) -> SnapshotPage:
        return self.say("snapshot", super().snapshot(snapshot_id, after, limit, only, keep))

    def commands(self, batch: CommandBatch) -> CommandAnswer:
        return self.say("commands", super().commands(batch))

    def applied_commands(self, device_id: str, first: int, last: int) -> AppliedCommands:
        return self.say("applied", super().applied_commands(device_id, first, last))


@settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    of=st.sampled_from(["meta", "counts", "changes", "snapshot", "commands", "applied"]),
    where=st.integers(0, 400),
    new=ANYTHING,
)
def test_whatever_stands_in_an_answer_a_step_ends_and_a_well_server_is_followed_again(
    of: str, where: int, new: Any
) -> None:
    server = Babbling()
    server.fill(2)
    with tempfile.TemporaryDirectory() as folder:
        seat = Seat(Path(folder), server)
        try:
            if of != "snapshot":
                seat.sync()
            assert seat.work is not None
            sent = seat.work.submit("d1", "u1", new_command("C-200001"))[0].command_id
            # Numbers that are gone here, so that the server is asked about them.
            seat.work.server_knows("d1", "u1", 40)
            server.fill(1, first=200_003)
            server.of, server.where, server.new = of, where, new
            for _ in range(6):
                seat.clock.advance(seat.engine.step())
            server.of = ""
            seat.clock.advance(16 * 60_000)
            server.put(server.cases["C-200002"])
            for _ in range(12):
                seat.engine.resume()
                seat.clock.advance(max(1_000, seat.engine.step()))
            assert seat.engine.report.connection == "online"
            if of not in ("changes", "snapshot"):  # what stands in a document is shown, or put aside and told
                assert {head.case_id for head in heads(seat.cache)} == set(server.cases)
            assert server.effects.count(sent) == 1
        finally:
            seat.stop()


@pytest.mark.parametrize("of", ["commands", "snapshot"])
def test_a_number_that_no_store_can_hold_is_no_word_of_our_server(tmp_path: Path, of: str) -> None:
    class Boasting(Babbling):
        def say(self, call: str, answer: T) -> T:
            if call != self.of:
                return answer
            if isinstance(answer, CommandAnswer):
                return msgspec.structs.replace(answer, acked_through=2**63)
            assert isinstance(answer, SnapshotPage)
            return msgspec.structs.replace(
                answer, rows=tuple(msgspec.structs.replace(row, rev=2**63) for row in answer.rows)
            )

    server = Boasting()
    server.fill(2)
    seat = Seat(tmp_path, server)
    if of != "snapshot":
        seat.sync()
    assert seat.work is not None
    sent = seat.work.submit("d1", "u1", new_command("C-200001"))[0].command_id
    server.of = of
    assert seat.engine.step() > 0 or seat.engine.step() > 0
    assert (seat.engine.report.connection, seat.engine.report.paused_by) == ("offline", "server_spoke_nonsense")
    server.of = ""
    seat.sync()
    seat.engine.resume()
    seat.sync()
    assert seat.engine.report.connection == "online"
    assert {head.case_id for head in heads(seat.cache)} == set(server.cases)
    assert server.effects == [sent]
    seat.stop()
