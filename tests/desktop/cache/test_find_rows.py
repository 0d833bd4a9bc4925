"""The index of words inside evidence: what it finds, and that nothing of it outlives its case."""

from pathlib import Path
from typing import Any

import pytest

from app.contract.views import EvidenceView, StepView
from app.desktop.cache import find_rows
from app.desktop.cache.cache_store import CacheStore, Row
from app.desktop.cache.find_fill import FindFill
from app.desktop.cache.find_rows import FindRows, joined, packed, unpacked, without
from app.desktop.cache.retention import CLOSED_KEPT_MS
from app.desktop.changes import Kind, changed
from app.domain.find_words import asked
from app.domain.text import Bilingual
from tests.desktop.cache.test_retention import everything
from tests.desktop.support.factories import KEY, START_MS, case_row, case_view, document


def seen_in(city: str, number: int = 200_001, **changes: Any) -> Row:
    evidence = EvidenceView("e1", "sessions", Bilingual("Sessions", "会话"), {"city": city}, ({"device": "Pixel 9"},))
    return case_row(number, evidence=(evidence,), **changes)


@pytest.fixture
def cache(tmp_path: Path):
    cache = CacheStore.open(tmp_path, KEY)
    yield cache
    cache.close()


def fill(cache: CacheStore, filling: FindFill | None = None) -> FindFill:
    filling = filling or FindFill(cache)
    while filling.more:
        filling.turn(lambda fn: fn())
    return filling


def found(cache: CacheStore, find: str) -> set[int]:
    rows, hits = FindRows(cache.finding), None
    for one in rows.hits(asked(find)):
        numbers = set()
        for block, cases in one:
            at = dict(rows.places(block))
            numbers |= {at[place] for place in unpacked(cases)}
        hits = numbers if hits is None else hits & numbers
    return {number - 200_000 for number in hits or ()}


def test_words_of_evidence_of_the_subject_and_of_the_steps_find_a_case(cache: CacheStore) -> None:
    cache.apply([seen_in("孟买 Mumbai"), seen_in("Berlin", 200_002), case_row(200_003)])
    fill(cache)
    assert found(cache, "孟买") == found(cache, "买") == found(cache, "mumb") == {1}
    assert found(cache, "pixel") == {1, 2}
    assert found(cache, "pixel berl") == {2}
    assert found(cache, "新设备登录") == found(cache, "ATO-12") == {1, 2, 3}
    assert found(cache, "password changed") == {1, 2, 3}
    assert found(cache, "SG") == {1, 2, 3}
    assert found(cache, "lisbon") == set()


def test_a_masked_value_is_found_by_what_of_it_is_shown_alone(cache: CacheStore) -> None:
    cache.apply([case_row()])
    fill(cache)
    assert found(cache, "u-8f") == {1}
    assert found(cache, "u-8fc2") == set()


def test_what_a_blind_case_withholds_finds_nothing(cache: CacheStore) -> None:
    cache.apply([case_row(), case_row(200_002, assessment=None, blind=True)])
    fill(cache)
    assert found(cache, "new device") == {1}
    cache.apply([case_row(rev=2, assessment=None, blind=True)])
    assert found(cache, "new device") == set()


def test_a_changed_case_is_found_by_its_new_words_and_by_none_of_before(cache: CacheStore) -> None:
    cache.apply([seen_in("Mumbai"), seen_in("Mumbai", 200_002)])
    filling = fill(cache)
    trace = cache.apply([seen_in("Lisbon", rev=2)])
    assert found(cache, "mumbai") == {2}, "gone with the change itself"
    filling.look(trace)
    fill(cache, filling)
    assert found(cache, "lisbon") == {1}
    assert found(cache, "pixel") == {1, 2}


def test_what_changes_around_a_case_leaves_its_words_where_they_are(cache: CacheStore) -> None:
    cache.apply([seen_in("Mumbai")])
    fill(cache)
    cache.apply([seen_in("Mumbai", rev=2, priority=90, tags=("ring",))])
    assert found(cache, "mumbai") == {1}


@pytest.mark.parametrize("state", ["closed", "withdrawn"])
def test_a_case_that_is_over_is_found_no_longer(cache: CacheStore, state: str) -> None:
    cache.apply([seen_in("Mumbai")])
    filling = fill(cache)
    filling.look(cache.apply([seen_in("Mumbai", rev=2, state=state)]))
    fill(cache, filling)
    assert found(cache, "mumbai") == set()


@pytest.mark.parametrize("way", ["gone", "over", "stale", "many", "changed", "emptied"])
def test_no_word_of_a_case_that_left_is_in_the_file(tmp_path: Path, way: str, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = CacheStore.open(tmp_path, KEY)
    cache.apply([seen_in("kanarienvogel"), seen_in("rotkehlchen", 200_002)])
    filling = fill(cache)
    assert found(cache, "kanarien") == {1}
    if way == "gone":
        cache.apply([Row("case", "C-200001", 2, None)])
    elif way == "changed":
        filling.look(cache.apply([seen_in("amsel", rev=2)]))
        fill(cache, filling)
    elif way == "over":
        cache.apply([seen_in("kanarienvogel", rev=2, state="closed")])
        cache.sweep(START_MS)
        cache.sweep(START_MS + CLOSED_KEPT_MS)
    elif way == "stale":
        cache.start_over({"epoch": "e2"})
        cache.apply([seen_in("rotkehlchen", 200_002)])
        cache.drop_stale()
    elif way == "many":
        monkeypatch.setattr(find_rows, "MOST_LEAVING", 0)
        cache.apply([Row("case", "C-200001", 2, None)])
    else:
        cache.empty()
    if way not in ("many", "emptied"):
        assert found(cache, "rotkehl") == {2}
    assert found(cache, "kanarien") == set()
    cache._fold()
    cache.close()
    assert b"kanarien" not in everything(tmp_path, "cache.db", KEY)


def test_after_many_have_left_at_once_the_others_are_read_again(
    cache: CacheStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache.apply([seen_in("Mumbai", 200_000 + n) for n in range(1, 6)])
    filling = fill(cache)
    monkeypatch.setattr(find_rows, "MOST_LEAVING", 2)
    cache.apply([Row("case", f"C-{200_000 + n}", 2, None) for n in range(1, 4)])
    assert found(cache, "mumbai") == set()
    filling.look(changed(Kind.CASE))
    fill(cache, filling)
    assert found(cache, "mumbai") == {4, 5}


@pytest.mark.parametrize("stop", [1, 2, 3, 4, 5, 6])
def test_a_program_that_fell_half_way_is_made_good_by_the_next(cache: CacheStore, stop: int) -> None:
    cache.apply([seen_in("Mumbai", 200_000 + n) for n in range(1, 60)])
    fallen = FindFill(cache)
    for _ in range(stop):
        fallen.turn(lambda fn: fn())
    fill(cache)
    assert found(cache, "mumbai") == set(range(1, 60))
    with cache.read() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM find_case WHERE done = 0").scalar_one() == 0


@pytest.mark.parametrize("stop", [2, 3, 4, 5, 6, 7])
def test_a_case_that_leaves_or_changes_while_it_is_written_is_as_it_is_then(cache: CacheStore, stop: int) -> None:
    cache.apply([seen_in("Mumbai", 200_000 + n) for n in range(1, 60)])
    filling = FindFill(cache)
    for _ in range(stop):
        filling.turn(lambda fn: fn())
    filling.look(cache.apply([Row("case", "C-200007", 2, None), seen_in("Lisbon", 200_008, rev=2)]))
    fill(cache, filling)
    assert found(cache, "mumbai") == set(range(1, 60)) - {7, 8}
    assert found(cache, "lisbon") == {8}


def test_an_index_of_another_rule_is_made_anew(cache: CacheStore) -> None:
    cache.apply([seen_in("Mumbai")])
    fill(cache)
    with cache.write() as connection:
        connection.exec_driver_sql("UPDATE find_rule SET rule = '0'")
        connection.exec_driver_sql("UPDATE find_word SET word = 'stale' WHERE word = 'mumbai'")
    fill(cache)
    assert found(cache, "mumbai") == {1}
    assert found(cache, "stale") == set()


def test_what_was_indexed_is_there_after_a_start_and_is_not_read_again(tmp_path: Path) -> None:
    cache = CacheStore.open(tmp_path, KEY)
    cache.apply([seen_in("Mumbai")])
    fill(cache)
    cache.close()
    cache = CacheStore.open(tmp_path, KEY)
    assert found(cache, "mumbai") == {1}
    filling, turns = FindFill(cache), 0
    while filling.more:
        filling.turn(lambda fn: fn())
        turns += 1
    assert turns == 2
    cache.close()


def test_a_seat_that_keeps_nothing_has_no_index() -> None:
    cache = CacheStore.open(None, None)
    cache.apply([seen_in("Mumbai")])
    filling = FindFill(cache)
    assert not filling.more
    filling.look(changed(Kind.CASE))
    assert not filling.more
    with cache.read() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM find_case").scalar_one() == 0
    cache.close()


def test_a_document_of_a_strange_form_has_the_words_that_can_be_read() -> None:
    from app.desktop.cache.find_source import mark_of, words_in

    odd = document(case_view(evidence=())).replace(
        b'"evidence":[]', b'"evidence":[7,{"fields":[["Mumbai"]]},{"rows":{}}]'
    )
    assert "mumbai" in words_in(odd)
    assert words_in(b"[]") == words_in(b"{") == frozenset()
    assert mark_of(b"[]") == 0
    steps = (StepView(1, Bilingual(zh="孟买登录"), (), (), None, "risk"),)
    assert mark_of(document(case_view())) != mark_of(document(case_view(subject={"country": "IN"})))
    assert steps


def test_places_are_kept_and_come_back_few_or_many() -> None:
    for places in ([], [0], [4095], list(range(255)), list(range(0, 4096, 3)), list(range(4096))):
        kept = packed(places)
        assert unpacked(kept) == places
        assert unpacked(joined(kept, [5, 4000])) == sorted({*places, 5, 4000})
        assert unpacked(without(kept, {0, 255, 4095})) == [p for p in places if p not in (0, 255, 4095)]
    assert len(packed(range(255))) == 510
    assert len(packed(range(256))) == 512
