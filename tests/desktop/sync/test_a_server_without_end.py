"""A server that is broken or means harm, and whose word never comes to an end: the seat asks ever more seldom, says so,
and goes on where it stood once the server is well again."""

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from app.contract.changes import ChangePage, SnapshotPage
from app.contract.commands import CommandAnswer, CommandBatch
from app.desktop.ports import Problem, ServerSpoke
from app.desktop.sync import pull
from tests.desktop.support.factories import heads, new_command
from tests.desktop.support.model_server import ModelServer
from tests.desktop.support.seat import Seat


class Broken(ModelServer):
    """`how` it breaks; "" while it is well."""

    how = ""
    turn = 0

    def changes(self, cursor: str | None, limit: int, keep: str | None = None) -> ChangePage:
        if self.how == "expired":
            self.calls.append("changes")
            raise Problem("cursor_expired", 410)
        if self.how == "forbidden":
            self.calls.append("changes")
            raise Problem("forbidden", 403)
        page = super().changes("e1.0" if self.how in ("ring", "ahead") else cursor, limit, keep)
        self.turn += 1
        if self.how == "stands":
            return msgspec.structs.replace(page, next_cursor=cursor or "", more=True)
        if self.how == "ring":
            return msgspec.structs.replace(page, next_cursor=f"r{self.turn % 5}", more=True)
        if self.how == "ahead":
            return msgspec.structs.replace(page, next_cursor=f"n{self.turn}", more=True)
        return page

    def snapshot(
        self,
        snapshot_id: str | None,
        after: str | None,
        limit: int,
        only: str | None = None,
        keep: str | None = None,
    ) -> SnapshotPage:
        page = super().snapshot(snapshot_id, after, limit, only, keep)
        if self.how == "snapshot":
            return msgspec.structs.replace(page, after="C-200001", done=False)
        return page

    def commands(self, batch: CommandBatch) -> CommandAnswer:
        answer = super().commands(batch)
        if self.how == "forgets":
            self.turn += 1
            return msgspec.structs.replace(answer, device_high_seq=max(0, 90 - self.turn))
        if self.how == "epochs":
            self.turn += 1
            return msgspec.structs.replace(answer, epoch=f"x{self.turn}")
        return answer


@pytest.fixture
def server() -> Broken:
    made = Broken()
    made.fill(3)
    return made


@pytest.fixture
def seat(tmp_path: Path, server: Broken) -> Iterator[Seat]:
    made = Seat(tmp_path, server)
    yield made
    made.stop()


def go_on(seat: Seat, steps: int) -> None:
    """So many steps, with time passing as the engine asks: some minutes have to go by."""
    began = seat.clock.mono_ms()
    for _ in range(steps):
        seat.clock.advance(seat.engine.step())
    assert seat.clock.mono_ms() - began >= 5 * 60_000, "the seat spins"


def same(seat: Seat, server: Broken) -> bool:
    return {head.case_id: head.rev for head in heads(seat.cache)} == {i: view.rev for i, view in server.cases.items()}


@pytest.mark.parametrize("how", ["stands", "ring", "ahead", "snapshot", "expired", "forbidden"])
def test_a_server_whose_word_leads_nowhere_is_asked_ever_more_seldom(
    seat: Seat, server: Broken, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pull, "MOST_TURNS", 20)
    if how != "snapshot":
        seat.sync()
    server.how = how
    go_on(seat, 60)
    report = seat.engine.report
    assert report.connection == "offline"
    code = {"expired": "history_diverged", "forbidden": "forbidden"}.get(how, "no_progress")
    assert report.paused_by == code
    server.how = ""
    server.fill(2, first=200_004)
    if how in ("ring", "ahead"):  # whoever gave cursors that lead nowhere does not know them either
        seat.cache.put_state(cursor="e1.3")
    seat.engine.resume()
    seat.sync()
    assert seat.engine.report.connection == "online"
    assert seat.engine.report.paused_by is None
    assert same(seat, server)


@pytest.mark.parametrize("how", ["forgets", "epochs"])
def test_a_server_that_forgets_whatever_it_is_sent_is_sent_it_ever_more_seldom(
    seat: Seat, server: Broken, how: str
) -> None:
    seat.sync()
    assert seat.work is not None
    # More than one batch, so that one is answered while another is still to be sent.
    sent = [seat.work.submit("d1", "u1", new_command(f"C-{200_001 + n}"))[0].command_id for n in range(101)]
    server.how = how
    go_on(seat, 40)
    assert seat.engine.report.connection == "offline"
    server.how = ""
    seat.engine.resume()
    seat.sync()
    assert sorted(server.effects) == sorted(sent)
    assert {row.state for row in seat.work.latest("u1", 999)} == {"applied"}


def test_a_long_feed_of_a_server_that_is_well_is_read_without_a_break(seat: Seat, server: Broken) -> None:
    seat.sync()
    server.fill(3_000, first=200_004)
    assert seat.sync() >= 1_000
    assert same(seat, server)


def test_a_page_that_stands_still_is_not_written(seat: Seat, server: Broken) -> None:
    seat.sync()
    server.how = "stands"
    server.fill(1, first=200_009)
    with pytest.raises(ServerSpoke) as caught:
        seat.engine._pull.turn()
    assert caught.value.code == "no_progress"
    assert len(heads(seat.cache)) == 3
