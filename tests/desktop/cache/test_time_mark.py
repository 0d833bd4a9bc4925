"""What time it was on the server is known again after a restart."""

from pathlib import Path

from app.desktop.cache.cache_store import CacheStore
from app.desktop.cache.time_mark import NAME, keep_mark, read_mark
from app.domain.seat_clock import TimeMark
from tests.desktop.support.factories import KEY


def test_a_mark_outlives_the_process_and_nonsense_is_none(tmp_path: Path) -> None:
    mark = TimeMark(1_000, 900, 50, "boot")
    store = CacheStore.open(tmp_path, KEY)
    assert read_mark(store.state()) is None
    keep_mark(store, mark)
    store.close()
    store = CacheStore.open(tmp_path, KEY)
    assert read_mark(store.state()) == mark
    store.put_state(**{NAME: "{"})
    assert read_mark(store.state()) is None
    store.close()
