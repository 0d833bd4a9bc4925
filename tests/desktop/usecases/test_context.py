"""What surrounds a case at the seat: fetched for the hand, kept, read without the server, never waited for."""

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from app.contract.context import ContextView, HistoryView, RatesView
from app.desktop.cache import cache_store
from app.desktop.cache.cache_store import CacheStore, Row
from app.desktop.cache.context_rows import MOST_KEPT, ContextRow, ContextRows
from app.desktop.cache.engine import FAST, open_engine, prepare_schema
from app.desktop.changes import NOTHING, Changed, Kind, changed
from app.desktop.ports import ApiError, Offline
from app.desktop.usecases.context import FRESH_MS, ContextDesk
from tests.desktop.support.factories import KEY, START, START_MS, DirectWriter, FakeClock, case_row


def view(number: int = 200_001, rev: int = 1, prior: int = 0) -> ContextView:
    return ContextView(f"C-{number}", rev, START, (), RatesView(prior, 0, 0), HistoryView(()))


class Online:
    """A server that knows what it is given."""

    def __init__(self, *views: ContextView) -> None:
        self.asked: list[tuple[str, ...]] = []
        self.error: ApiError | None = None
        self.views = {one.case_id: one for one in views}

    def contexts(self, case_ids: tuple[str, ...]) -> list[bytes]:
        self.asked.append(case_ids)
        if self.error is not None:
            raise self.error
        return [msgspec.json.encode(self.views[c]) for c in case_ids if c in self.views]


class Bench:
    def __init__(self, folder: Path | None, online: Online, rev_of: Callable[[str], int | None]) -> None:
        self.cache = CacheStore.open(folder, KEY if folder else None)
        self.clock, self.news = FakeClock(), NOTHING
        self.desk = ContextDesk(online, self.cache, DirectWriter(), self.clock, self.hear, rev_of)

    def hear(self, news: Changed) -> None:
        self.news |= news


@pytest.fixture
def online() -> Online:
    return Online(view(200_001), view(200_002))


@pytest.fixture
def bench(online: Online) -> Bench:
    return Bench(None, online, lambda _case: 1)


def test_nothing_is_known_until_it_was_fetched(bench: Bench) -> None:
    assert bench.desk.ready("C-200001") is None
    state = bench.desk.read("C-200001")
    assert (state.view, state.as_of, state.problem) == (None, None, "")


def test_the_hand_is_fetched_in_one_call_and_read_from_then_on(bench: Bench, online: Online) -> None:
    bench.desk.fetch(("C-200001", "C-200002"))
    assert online.asked == [("C-200001", "C-200002")]
    assert bench.news == changed(Kind.CONTEXT, ids={"C-200001", "C-200002"})
    state = bench.desk.read("C-200002")
    assert (state.view, state.as_of) == (online.views["C-200002"], START_MS)
    assert bench.desk.ready("C-200002") == state


def test_what_is_fresh_is_not_asked_for_again_until_it_is_old_or_the_case_moved_on(online: Online) -> None:
    revs = {"C-200001": 1}
    bench = Bench(None, online, revs.get)
    bench.desk.fetch(("C-200001",))
    bench.desk.fetch(("C-200001",))
    assert len(online.asked) == 1
    revs["C-200001"] = 2
    bench.desk.fetch(("C-200001",))
    assert len(online.asked) == 2
    revs["C-200001"] = 1
    bench.clock.advance(FRESH_MS + 1)
    bench.desk.fetch(("C-200001",))
    assert len(online.asked) == 3


def test_without_the_server_what_was_heard_stays_with_its_time(bench: Bench, online: Online) -> None:
    bench.desk.fetch(("C-200001",))
    online.error = Offline()
    bench.clock.advance(FRESH_MS + 1)
    bench.desk.fetch(("C-200001", "C-200002"))
    kept, never = bench.desk.read("C-200001"), bench.desk.read("C-200002")
    assert (kept.view is not None, kept.as_of, kept.problem) == (True, START_MS, "offline")
    assert (never.view, never.problem) == (None, "offline")
    online.error = None
    bench.desk.fetch(("C-200001",))
    assert bench.desk.read("C-200001").problem == ""
    assert bench.desk.read("C-200001").as_of == START_MS + FRESH_MS + 1


def test_a_case_that_the_server_left_out_says_so(bench: Bench) -> None:
    bench.desk.fetch(("C-299999",))
    assert bench.desk.read("C-299999").problem == "not_found"


def test_news_of_a_case_are_read_again(bench: Bench) -> None:
    bench.desk.fetch(("C-200001",))
    bench.desk.read("C-200001")
    bench.desk.note(Changed(frozenset({Kind.CASE}), frozenset({"C-200001"})))
    assert bench.desk.ready("C-200001") is None


def test_a_document_that_this_build_cannot_read_counts_as_none(bench: Bench) -> None:
    ContextRows(bench.cache).put([ContextRow("C-200001", 1, START_MS, b'{"case_id": 7')])
    assert bench.desk.read("C-200001").view is None


def test_it_survives_the_window_and_leaves_with_its_case_and_at_sign_out(tmp_path: Path, online: Online) -> None:
    bench = Bench(tmp_path, online, lambda _case: 1)
    bench.cache.apply([case_row(200_001), case_row(200_002)])
    bench.desk.fetch(("C-200001", "C-200002"))
    bench.cache.close()
    again = Bench(tmp_path, online, lambda _case: 1)
    assert again.desk.read("C-200001").view is not None
    again.cache.apply([Row("case", "C-200001", 9, None)])
    assert ContextRows(again.cache).get("C-200001") is None
    assert ContextRows(again.cache).get("C-200002") is not None
    again.cache.empty()
    assert ContextRows(again.cache).get("C-200002") is None
    again.cache.close()


def test_the_oldest_go_once_there_are_many(bench: Bench) -> None:
    rows = [ContextRow(f"C-{200_001 + n}", 1, START_MS + n, b"{}") for n in range(MOST_KEPT + 20)]
    contexts = ContextRows(bench.cache)
    contexts.put(rows)
    assert contexts.get("C-200001") is None
    assert contexts.get(rows[-1].case_id) == rows[-1]


def test_a_cache_of_the_version_before_is_brought_up_and_keeps_its_cases(tmp_path: Path, online: Online) -> None:
    old = open_engine(tmp_path / cache_store.FILE, KEY, FAST)
    prepare_schema(old, cache_store._SCHEMA[:1])
    old.dispose()
    store = CacheStore.open(tmp_path, KEY)
    store.apply([case_row(200_001)])
    store.close()
    bench = Bench(tmp_path, online, lambda _case: 1)
    bench.desk.fetch(("C-200001",))
    assert bench.cache.counts()["case"] == 1
    assert bench.desk.read("C-200001").as_of == START_MS
    bench.cache.close()
