"""The check on what the feed told: counted on both sides, and read anew where the counts differ."""

import hashlib
import logging
from pathlib import Path

import msgspec
import pytest

from app.contract.changes import Op
from app.contract.tally import tally
from app.desktop.ports import Person, Problem, ReadAnew
from app.desktop.sync.check import AGAIN_MS, EVERY_MS
from app.desktop.sync.engine import POLL_MS
from tests.desktop.support.factories import START_MS, case_view, heads
from tests.desktop.support.model_server import ModelServer
from tests.desktop.support.seat import Seat


def synced(tmp_path: Path, cases: int = 40) -> tuple[ModelServer, Seat]:
    server = ModelServer()
    server.fill(cases)
    seat = Seat(tmp_path, server)
    seat.sync()
    return server, seat


def later(seat: Seat, ms: int = EVERY_MS) -> None:
    seat.clock.advance(ms)
    seat.sync()


def held(seat: Seat) -> dict[str, int]:
    return {head.case_id: head.rev for head in heads(seat.cache)}


def drop(seat: Seat, number: int) -> None:
    with seat.cache.write() as connection:
        connection.exec_driver_sql("DELETE FROM case_head WHERE number = ?", (number,))


def test_a_tally_does_not_depend_on_the_order_and_sees_every_revision() -> None:
    rows = [("C-1", 1), ("C-2", 7), ("C-3", 2)]
    assert tally("case", rows) == tally("case", reversed(rows))
    assert tally("case", rows) != tally("case", [("C-1", 1), ("C-2", 8), ("C-3", 2)])
    assert tally("case", rows) != tally("review", rows)
    assert tally("case", ()).hash == "0" * 16
    assert tally("case", rows[:1]).hash == hashlib.sha256(b"case:C-1:1").hexdigest()[:16]


def test_the_counts_are_compared_after_the_first_sync_and_every_quarter_of_an_hour(tmp_path: Path) -> None:
    server, seat = synced(tmp_path)
    assert server.calls.count("counts") == 1
    later(seat, POLL_MS)
    assert server.calls.count("counts") == 1
    later(seat)
    assert server.calls.count("counts") == 2


def test_they_are_compared_for_whoever_sits_down_however_lately_for_another(tmp_path: Path) -> None:
    server, seat = synced(tmp_path)
    seat.person = Person("u2", "Li", ("reviewer",), None, None)
    later(seat, POLL_MS)
    assert server.calls.count("counts") == 2
    later(seat, POLL_MS)
    assert server.calls.count("counts") == 2


def test_they_are_compared_after_fifty_pages(tmp_path: Path) -> None:
    server, seat = synced(tmp_path)
    for n in range(51):
        server.put(case_view(200_001 + n % 40, rev=2 + n))
        later(seat, 1)
    assert server.calls.count("counts") == 2


def test_a_row_that_vanished_is_found_and_its_entity_read_anew(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    server, seat = synced(tmp_path)
    assert seat.work is not None
    seat.work.save_draft("u1", "C-200002", b"{}", START_MS)
    drop(seat, 200_007)
    cursor = seat.cache.state()["cursor"]
    with caplog.at_level(logging.WARNING):
        later(seat)
    assert held(seat) == {case_id: view.rev for case_id, view in server.cases.items()}
    assert seat.cache.state()["cursor"] == cursor
    told = seat.status.read().read_anew
    assert told == ReadAnew(seat.clock.now, "count", "case")
    assert "39 here, 40 on the server" in caplog.text
    assert seat.work.drafts("u1") == {"C-200002"}
    assert seat.activity.read().read_anew == told


def test_a_case_that_is_too_much_goes_with_the_reading_anew(tmp_path: Path) -> None:
    server, seat = synced(tmp_path)
    del server.cases["C-200003"]  # and the feed never said so
    later(seat)
    assert "C-200003" not in held(seat)
    assert len(held(seat)) == 39


def test_what_is_read_anew_may_be_nothing_at_all(tmp_path: Path) -> None:
    server, seat = synced(tmp_path)
    server.cases.clear()
    later(seat)
    assert held(seat) == {}
    assert seat.engine.report.connection == "online"


def test_what_reading_anew_does_not_mend_is_not_read_again_and_again(tmp_path: Path) -> None:
    server, seat = synced(tmp_path)
    honest = server.scope_counts

    def lie(cursor: str) -> object:
        meta = honest(cursor)
        assert meta.counts is not None
        entities = meta.counts.entities | {"case": tally("case", [("C-1", 1)])}
        return msgspec.structs.replace(meta, counts=msgspec.structs.replace(meta.counts, entities=entities))

    server.scope_counts = lie  # type: ignore[method-assign,assignment]
    later(seat)
    assert server.calls.count("snapshot") == 2
    later(seat)
    assert server.calls.count("snapshot") == 2
    assert seat.engine.report.connection == "online"
    later(seat, AGAIN_MS)
    assert server.calls.count("snapshot") == 3


def test_a_reading_anew_that_was_cut_goes_on_where_it_stopped(tmp_path: Path) -> None:
    server, seat = synced(tmp_path, 900)
    drop(seat, 200_007)
    seat.clock.advance(EVERY_MS)
    seat.engine.step()
    seat.engine.step()
    seat.engine.step()
    begun = server.calls.count("snapshot")
    server.put(case_view(200_899, rev=5))
    seat.stop()
    seat.start()
    seat.sync()
    assert held(seat) == {case_id: view.rev for case_id, view in server.cases.items()}
    assert server.calls.count("snapshot") - begun <= 3


def test_a_row_set_aside_counts_as_held(tmp_path: Path) -> None:
    server, seat = synced(tmp_path)
    server.spoil = lambda data: data.replace(b'"priority":40', b'"priority":"high"')
    server.put(case_view(200_005, rev=3))
    later(seat)
    later(seat)
    assert seat.status.read().quarantined == 1
    assert server.calls.count("snapshot") == 1


def test_a_page_that_takes_very_much_away_is_not_believed_unasked(tmp_path: Path) -> None:
    server, seat = synced(tmp_path, 400)
    kept = dict(server.cases)
    for number in range(200_001, 200_101):
        server.feed.append((f"C-{number}", 9, Op.REMOVE))  # a fault of the feed: they are all still there
    truth = server._change

    def wrong(seq: int, case_id: str, rev: int, op: Op) -> object:
        if op is Op.REMOVE:
            server.cases.pop(case_id, None)
            change = truth(seq, case_id, rev, op)
            server.cases[case_id] = kept[case_id]
            return change
        return truth(seq, case_id, rev, op)

    server._change = wrong  # type: ignore[method-assign,assignment]
    seat.sync()
    assert len(held(seat)) == 400
    told = seat.status.read().read_anew
    assert told is not None
    assert told.why == "mass_removal"


def test_what_rightly_leaves_in_masses_leaves_once_the_cases_themselves_say_so(tmp_path: Path) -> None:
    server, seat = synced(tmp_path, 400)
    for number in range(200_001, 200_101):
        server.take_away(f"C-{number}")
    seat.sync()
    assert held(seat) == {case_id: view.rev for case_id, view in server.cases.items()}
    assert len(held(seat)) == 300


def test_a_few_removals_are_done_at_once(tmp_path: Path) -> None:
    server, seat = synced(tmp_path, 60)
    for number in range(200_001, 200_041):
        server.take_away(f"C-{number}")
    seat.sync()
    assert server.calls.count("snapshot") == 1
    assert len(held(seat)) == 20


def test_a_count_that_cannot_be_had_leaves_what_was_pulled(tmp_path: Path) -> None:
    server, seat = synced(tmp_path)

    def busy(call: str, stage: str) -> None:
        if call == "counts":
            raise Problem("history_diverged", 409)

    server.fault = busy
    server.put(case_view(200_001, rev=4))
    seat.clock.advance(EVERY_MS)
    seat.sync()
    assert held(seat)["C-200001"] == 4
