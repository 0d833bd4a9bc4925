"""Fault 36: the first sync of a large queue, cut off again and again. It goes on where it stopped: little is carried
twice, and in the end the copy is the same."""

import hashlib
import random
from pathlib import Path
from typing import Any

import msgspec
import pytest

from app.contract.changes import Change, ChangePage, Op, SnapshotPage
from app.desktop.ports import Offline
from app.desktop.sync.ahead import Ahead, at_once
from app.desktop.sync.pull import page_hash
from tests.desktop.support.factories import case_view, document
from tests.desktop.support.model_server import ModelServer
from tests.desktop.support.seat import Seat

FIRST = 200_001
TEMPLATE = document(case_view(FIRST))
MOST_TWICE = 1.2


class LargeServer(ModelServer):
    """Its cases are all alike but for their numbers, and made when they are asked for."""

    many: int
    carried: int
    cuts: list[int]
    """Cases in order; the first answer that tells of one is cut off."""
    pages: int
    limits: list[int]
    was_cut: bool = False

    @classmethod
    def of(cls, many: int, cuts: int, dice: random.Random) -> "LargeServer":
        server = cls()
        server.many, server.carried, server.pages, server.limits = many, 0, 0, []
        server.cuts = sorted(FIRST + place for place in dice.sample(range(many), cuts))
        return server

    def _row(self, number: int) -> Change:
        data = document_of(number)
        return Change(0, "case", f"C-{number}", 1, Op.UPSERT, msgspec.Raw(data))

    def snapshot(self, snapshot_id: str | None, after: str | None, limit: int, *_: Any) -> SnapshotPage:
        first = FIRST if after is None else int(after[2:]) + 1
        last = min(first + limit, FIRST + self.many)
        rows = tuple(self._row(number) for number in range(first, last))
        self.pages += 1
        self.limits.append(limit)
        self.carried += sum(len(row.document) for row in rows)
        if self.cuts and self.cuts[0] < last:
            del self.cuts[0]
            self.was_cut = True
            raise Offline  # the answer was sent, and nobody heard it
        done = last == FIRST + self.many
        return SnapshotPage("e1.0", rows, None if done else f"C-{last - 1}", done, "e1.0", self.epoch, self.many)

    def changes(self, cursor: str | None, limit: int, *_: Any) -> ChangePage:
        return ChangePage((), cursor or "e1.0", False, 0, self.epoch, page_hash(()))


def document_of(number: int) -> bytes:
    return TEMPLATE.replace(str(FIRST).encode(), str(number).encode())


def cut_again_and_again(folder: Path, many: int, cuts: int, ahead: Ahead | None = None) -> None:
    """Every cut costs the seat its process as well: what is not on disk is gone. With `ahead` that is more than the
    page that was cut off: those fetched before it which nobody has written yet are gone too, and are carried again."""
    server = LargeServer.of(many, cuts, random.Random(36))
    seat = Seat(folder, server, ahead=ahead)
    lives = 0
    while "cursor" not in seat.cache.state():
        wait = seat.engine.step()
        if server.was_cut or seat.engine.report.connection == "offline":
            server.was_cut = False
            lives += 1
            seat.stop()
            seat.start()
            continue
        assert wait == 0
    assert lives == cuts
    once = sum(len(document_of(number)) for number in range(FIRST, FIRST + many))
    assert once <= server.carried <= MOST_TWICE * once
    assert seat.cache.counts()["case"] == many
    ours, right = hashlib.sha256(), hashlib.sha256()
    with seat.cache.read() as connection:
        for number, raw in connection.exec_driver_sql("SELECT number, document FROM case_body ORDER BY number"):
            ours.update(b"%d" % number + bytes(raw))
    for number in range(FIRST, FIRST + many):
        right.update(b"%d" % number + document_of(number))
    assert ours.digest() == right.digest()
    seat.stop()


def test_a_first_sync_cut_at_several_points_ends_the_same(tmp_path: Path) -> None:
    cut_again_and_again(tmp_path, 12_500, 5)


def test_with_pages_fetched_ahead_no_more_is_carried_twice(tmp_path: Path) -> None:
    cut_again_and_again(tmp_path, 15_000, 5, at_once)


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_a_first_sync_of_100_000_cases_with_pages_fetched_ahead_ends_the_same(tmp_path: Path) -> None:
    cut_again_and_again(tmp_path, 100_000, 20, at_once)


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_a_first_sync_of_100_000_cases_cut_at_20_points_ends_the_same(tmp_path: Path) -> None:
    cut_again_and_again(tmp_path, 100_000, 20)
