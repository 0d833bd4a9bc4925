"""A server that does to an entity what no build so far knows: the row is set aside and told, all else goes on."""

from pathlib import Path
from typing import Any

import msgspec
import pytest

from app.contract.changes import Change, ChangePage, Op, SnapshotPage
from app.desktop.api.client import decode_page
from app.desktop.cache.cache_store import Row, row_of
from tests.desktop.support.factories import case_view, heads
from tests.desktop.support.model_server import ModelServer
from tests.desktop.support.seat import Seat


class Newer(ModelServer):
    """Its pages come by the wire; what it does to the cases of `strange` has a name of its own."""

    strange: frozenset[str] = frozenset()
    op = "restrict"

    def _change(self, seq: int, case_id: str, rev: int, op: Op) -> Change:
        change = super()._change(seq, case_id, rev, op)
        return msgspec.structs.replace(change, op=self.op) if case_id in self.strange else change

    def changes(self, cursor: str | None, limit: int, keep: str | None = None) -> ChangePage:
        return decode_page(msgspec.json.encode(super().changes(cursor, limit, keep)), ChangePage)

    def snapshot(self, *asked: Any, **named: Any) -> SnapshotPage:
        return decode_page(msgspec.json.encode(super().snapshot(*asked, **named)), SnapshotPage)


@pytest.mark.parametrize("by", ["feed", "snapshot"])
def test_a_change_of_an_unknown_kind_is_set_aside_and_the_cursor_goes_on(tmp_path: Path, by: str) -> None:
    server = Newer()
    seat = Seat(tmp_path, server)
    if by == "feed":
        seat.sync()
    server.strange = frozenset({"C-200002"})
    server.fill(3)
    seat.sync()
    assert [head.case_id for head in heads(seat.cache)] == ["C-200001", "C-200003"]
    assert seat.engine.report.connection == "online"
    assert seat.status.read().quarantined == 1
    assert seat.cache.state()["cursor"] == "e1.3"
    seat.stop()


def test_what_was_known_of_the_case_stays_until_a_word_that_can_be_read(tmp_path: Path) -> None:
    server = Newer()
    server.fill(2)
    seat = Seat(tmp_path, server)
    seat.sync()
    server.put(case_view(200_001, rev=2, priority=70))
    server.strange = frozenset({"C-200001"})
    seat.sync()
    seat.clock.advance(16 * 60_000)
    seat.sync()
    assert {head.case_id: head.rev for head in heads(seat.cache)} == {"C-200001": 1, "C-200002": 1}
    assert seat.status.read().quarantined == 1
    assert seat.engine.report.connection == "online"
    server.strange = frozenset()
    server.put(case_view(200_001, rev=3, priority=70))
    seat.sync()
    assert {head.case_id: head.rev for head in heads(seat.cache)} == {"C-200001": 3, "C-200002": 1}
    assert seat.status.read().quarantined == 0
    seat.stop()


def test_one_page_that_says_of_a_case_what_is_known_and_what_is_not_loses_neither(tmp_path: Path) -> None:
    seat = Seat(tmp_path, Newer())
    known = Change(1, "case", "C-200001", 1, Op.UPSERT, msgspec.Raw(msgspec.json.encode(case_view(200_001))))
    unknown = msgspec.structs.replace(known, feed_seq=2, rev=2, op="restrict")
    seat.cache.apply([row_of(known), row_of(unknown)])
    assert seat.cache.counts() == {"case": 1, "review": 0, "quarantine": 1}
    later = msgspec.Raw(msgspec.json.encode(case_view(200_001, rev=3)))
    seat.cache.apply([row_of(unknown), row_of(msgspec.structs.replace(known, rev=3, document=later))])
    assert seat.cache.counts()["quarantine"] == 0
    assert [head.rev for head in heads(seat.cache)] == [3]
    seat.stop()


def test_a_build_that_knows_the_change_reads_it_from_where_it_was_set_aside(tmp_path: Path) -> None:
    server = Newer()
    server.strange = frozenset({"C-200001"})
    server.fill(2)
    seat = Seat(tmp_path, server)
    seat.sync()
    assert seat.cache.retry_quarantine().ids == frozenset(), "this build still does not know it"
    assert seat.status.read().quarantined == 1
    with seat.cache.write() as connection:
        raw = connection.exec_driver_sql("SELECT raw FROM quarantine").scalar_one()
        kept = msgspec.json.decode(raw, type=Change)
        assert (kept.op, kept.entity_id) == ("restrict", "C-200001")
        told = msgspec.json.encode(msgspec.structs.replace(kept, op=Op.UPSERT))  # the word that it learns to read
        connection.exec_driver_sql("UPDATE quarantine SET raw = ?", (told,))
    assert seat.cache.retry_quarantine().ids == {"C-200001"}
    assert {head.case_id for head in heads(seat.cache)} == {"C-200001", "C-200002"}
    assert seat.status.read().quarantined == 0
    seat.stop()


@pytest.mark.parametrize("entity", ["news", "sop_page", "review"])
def test_of_every_entity_that_is_kept_the_next_word_settles_what_was_set_aside(tmp_path: Path, entity: str) -> None:
    seat = Seat(tmp_path, Newer())
    name = "01890000-0000-7000-8000-000000000001"
    told = {"news_id": name, "page_id": name, "case_id": "C-200001"}
    strange = Change(1, entity, name, 1, "restrict", msgspec.Raw(msgspec.json.encode(told)))
    seat.cache.apply([row_of(strange)])
    assert seat.cache.counts()["quarantine"] == 1
    seat.cache.apply([Row(entity, name, 2, msgspec.json.encode(told))])
    assert seat.cache.counts()["quarantine"] == 0
    seat.stop()


@pytest.mark.parametrize("entity", ["qa_sample", "calibration"])
def test_what_only_points_to_a_room_points_to_it_whatever_happened_there(tmp_path: Path, entity: str) -> None:
    seat = Seat(tmp_path, Newer())
    assert seat.cache.apply([row_of(Change(1, entity, "s1", 1, "restrict"))]).kinds
    assert seat.cache.counts()["quarantine"] == 0
    seat.stop()
