"""Calibration sessions kept in the copy: the newest few of each person, until they are told of or grow old."""

from pathlib import Path

from app.desktop.cache.cache_store import CacheStore, Row
from app.desktop.cache.session_rows import LIST, MOST, SeenRow, SessionRows

KEY = bytes(range(32))
DAY = 24 * 3_600_000


def kept(cache: CacheStore, owner: str = "u-1") -> list[str]:
    rows = SessionRows(cache)
    return [name for name in (LIST, *(f"s-{n}" for n in range(12))) if rows.document(owner, name) is not None]


def test_the_list_and_the_last_few_stay_and_each_person_has_their_own(tmp_path: Path) -> None:
    cache = CacheStore.open(tmp_path, KEY)
    rows = SessionRows(cache)
    rows.put("u-1", SeenRow(LIST, 0, False, b"list"))
    rows.put("u-2", SeenRow("s-0", 0, False, b"another's"))
    for number in range(MOST + 3):
        rows.put("u-1", SeenRow(f"s-{number}", number, False, b"{}"))
    assert kept(cache) == [LIST, *(f"s-{n}" for n in range(3, MOST + 3))]
    assert kept(cache, "u-2") == ["s-0"]
    rows.remove("u-1", "s-5")
    assert "s-5" not in kept(cache)
    cache.close()
    again = CacheStore.open(tmp_path, KEY)
    assert SessionRows(again).document("u-1", LIST) == b"list"
    again.close()


def test_one_that_tells_decisions_goes_with_news_of_it_and_one_to_vote_on_stays(tmp_path: Path) -> None:
    cache = CacheStore.open(tmp_path, KEY)
    rows = SessionRows(cache)
    for name, told in (("s-1", True), ("s-2", False), ("s-3", True)):
        rows.put("u-1", SeenRow(name, 1, told, b"{}"))
    cache.apply([Row("calibration", name, 2, b"{}") for name in ("s-1", "s-2")])
    assert kept(cache) == ["s-2", "s-3"]
    cache.empty()
    assert kept(cache) == []
    cache.close()


def test_what_nobody_has_read_for_two_weeks_goes(tmp_path: Path) -> None:
    cache = CacheStore.open(tmp_path, KEY)
    rows = SessionRows(cache)
    rows.put("u-1", SeenRow("s-1", 20 * DAY, False, b"{}"))
    rows.put("u-1", SeenRow("s-2", 27 * DAY, False, b"{}"))
    cache.sweep(34 * DAY + 1)
    assert kept(cache) == ["s-2"]
    cache.close()
