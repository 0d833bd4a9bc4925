"""The two encrypted stores: what is on disk, what survives damage, how commands are numbered."""

import random
from pathlib import Path

import msgspec
import pytest

from app.contract.queue_row import encoded, row_of
from app.desktop.cache import cache_store, work_store
from app.desktop.cache.cache_store import CacheStore, Row, read_ahead
from app.desktop.cache.outbox_rows import LONGEST_HOLD_MS, OutboxState, is_held
from app.desktop.cache.work_rows import WorkRows
from app.desktop.cache.work_store import WorkStore
from app.desktop.changes import Kind
from app.desktop.ports import DeskError, TooLate
from app.domain import number_ranges
from tests.desktop.support.factories import KEY, START_MS, case_row, case_view, document, heads, new_command

OTHER = bytes(reversed(KEY))
CANARY = b"canary-7f3a"


def open_work(folder: Path, key: bytes = KEY) -> WorkStore:
    return WorkStore.open(folder, key, key).store


def everything_in(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_nothing_readable_lies_on_disk(tmp_path: Path) -> None:
    cache, work = CacheStore.open(tmp_path, KEY), open_work(tmp_path)
    cache.apply([case_row(subject_short=CANARY.decode())], {"cursor": CANARY.decode()})
    work.save_draft("u1", "C-200001", CANARY, START_MS)
    work.submit("d1", "u1", new_command(body=b'{"r":"' + CANARY + b'"}'))
    work.save_draft("u1", "C-200002", CANARY, START_MS)
    assert CANARY not in everything_in(tmp_path)
    assert b"C-200001" not in everything_in(tmp_path)
    cache.close()
    work.close()
    assert CANARY not in everything_in(tmp_path)
    assert b"SQLite format" not in everything_in(tmp_path)


def test_a_cache_that_cannot_be_read_is_made_anew(tmp_path: Path) -> None:
    CacheStore.open(tmp_path, KEY).apply([case_row()])
    again = CacheStore.open(tmp_path, OTHER)
    assert again.counts()["case"] == 0
    again.close()
    (tmp_path / "cache.db").write_bytes(b"x" * 9000)
    assert CacheStore.open(tmp_path, KEY).counts()["case"] == 0


def test_work_that_cannot_be_read_is_put_aside_whole_and_told(tmp_path: Path) -> None:
    work = open_work(tmp_path)
    for _ in range(3):
        work.submit("d1", "u1", new_command())
    work.close()
    whole = (tmp_path / "work.db").read_bytes()
    damaged = bytes([whole[0] ^ 1]) + whole[1:]
    (tmp_path / "work.db").write_bytes(damaged)
    opened = WorkStore.open(tmp_path, KEY, KEY)
    assert opened.unreadable is not None
    assert opened.unreadable.name.startswith("work.db.unreadable-")
    assert opened.unreadable.read_bytes() == damaged
    assert opened.store.gone("d1", "u1") == ((1, 3),)
    row, _ = opened.store.submit("d1", "u1", new_command())
    assert row.command_seq == 4
    assert opened.store.gone("d1", "u1") == ((1, 3),)
    assert WorkStore.open(tmp_path, KEY, KEY).unreadable is None


def test_a_store_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    work = open_work(tmp_path)
    with work.write() as connection:
        connection.exec_driver_sql("PRAGMA user_version = 99")
    work.close()
    before = (tmp_path / "work.db").read_bytes()
    with pytest.raises(DeskError) as caught:
        WorkStore.open(tmp_path, KEY, KEY)
    assert caught.value.code == "store_too_new"
    assert (tmp_path / "work.db").read_bytes() == before


def test_numbers_have_no_gap_and_chain_per_device_and_author(tmp_path: Path) -> None:
    work = open_work(tmp_path)
    rows = [work.submit("d1", "u1", new_command(f"C-{200_000 + n}"))[0] for n in range(1, 4)]
    other, _ = work.submit("d1", "u2", new_command())
    second, _ = work.submit("d1", "u1", new_command("C-200001"))
    assert [row.command_seq for row in rows] == [1, 2, 3]
    assert (other.command_seq, other.prev_hash) == (1, "")
    assert [row.prev_hash for row in rows] == ["", rows[0].body_sha256, rows[1].body_sha256]
    assert second.prev_case_command == rows[0].command_id


def test_a_submit_takes_its_draft_along(tmp_path: Path) -> None:
    work = open_work(tmp_path)
    work.save_draft("u1", "C-200001", b"{}", START_MS)
    work.save_draft("u2", "C-200001", b"{}", START_MS)
    _, touched = work.submit("d1", "u1", new_command())
    assert work.drafts("u1") == set()
    assert work.drafts("u2") == {"C-200001"}
    assert touched.kinds >= {Kind.OUTBOX, Kind.DRAFT}
    assert touched.ids == {"C-200001"}


def test_undo_gives_the_draft_back_and_leaves_no_gap(tmp_path: Path) -> None:
    work = open_work(tmp_path)
    first, _ = work.submit("d1", "u1", new_command(release_at=START_MS + 10_000))
    second, _ = work.submit("d1", "u1", new_command("C-200002", release_at=START_MS + 11_000))
    take_back = {
        "now": START_MS + 9_000,
        "command_type": "command.withdrawn",
        "body": b'{"command_type":"review.submit"}',
        "body_sha256": "h",
        "draft": b'{"rationale":"x"}',
    }
    case_id, _ = work.withdraw("u1", first.command_id, **take_back)  # type: ignore[arg-type]
    assert case_id == "C-200001"
    assert work.draft("u1", "C-200001") == b'{"rationale":"x"}'
    now_second = work.get("u1", second.command_id)
    assert now_second is not None
    assert now_second.prev_hash == "h"
    assert work.covered_cases("u1") == {"C-200002": None}
    with pytest.raises(TooLate):
        work.withdraw("u1", first.command_id, **take_back)  # type: ignore[arg-type]
    with pytest.raises(TooLate):
        work.withdraw("u1", second.command_id, **(take_back | {"now": START_MS + 11_000}))  # type: ignore[arg-type]
    with pytest.raises(TooLate):
        work.withdraw("u2", second.command_id, **take_back)  # type: ignore[arg-type]


def test_a_held_back_command_holds_back_its_own_case_alone(tmp_path: Path) -> None:
    work = open_work(tmp_path)
    work.submit("d1", "u1", new_command("C-200001", release_at=START_MS + 10_000))
    work.submit("d1", "u1", new_command("C-200001", release_at=START_MS))
    free, _ = work.submit("d1", "u1", new_command("C-200002", release_at=START_MS))
    work.submit("d1", "u2", new_command("C-200003", release_at=START_MS))
    due = work.take_due("d1", "u1", START_MS + 1, 100)
    assert [row.command_id for row in due] == [free.command_id]
    assert work.next_release("d1", "u1", START_MS) == START_MS + 10_000


def test_a_command_taken_for_sending_can_not_be_undone(tmp_path: Path) -> None:
    work = open_work(tmp_path)
    row, _ = work.submit("d1", "u1", new_command())
    assert [r.command_id for r in work.mark_sent([row.command_id], START_MS)] == [row.command_id]
    with pytest.raises(TooLate):
        work.withdraw("u1", row.command_id, now=START_MS - 5, command_type="w", body=b"", body_sha256="", draft=b"")
    work.settle([(row.command_id, OutboxState.APPLIED, b"{}")], START_MS)
    assert work.mark_sent([row.command_id], START_MS) == []
    work.settle([(row.command_id, OutboxState.REJECTED, b"{}")], START_MS)
    settled = work.get("u1", row.command_id)
    assert settled is not None
    assert settled.state == OutboxState.APPLIED


def test_a_row_older_than_what_is_here_changes_nothing(tmp_path: Path) -> None:
    cache = CacheStore.open(tmp_path, KEY)
    cache.apply([case_row(rev=5, priority=10)])
    cache.apply([case_row(rev=4, priority=90)])
    assert heads(cache)[0].priority == 10
    cache.apply([Row("case", "C-200001", 6, None)])
    assert heads(cache) == []
    assert cache.document("C-200001") is None


@pytest.mark.parametrize("raw", [b"{", b"[]", b"{}", b"[" * 60_000, document(case_view(200_009)), b'{"case_id":1}'])
def test_a_row_that_cannot_be_read_is_kept_raw_and_the_rest_goes_on(tmp_path: Path, raw: bytes) -> None:
    cache = CacheStore.open(tmp_path, KEY)
    cache.apply([Row("case", "C-200001", 1, raw), case_row(200_002), Row("moon", "m1", 1, b"{}")], {"cursor": "c9"})
    assert [head.case_id for head in heads(cache)] == ["C-200002"]
    assert cache.counts()["quarantine"] == 2
    assert cache.state()["cursor"] == "c9"
    cache.apply([case_row(200_001, rev=2)])
    assert cache.counts()["quarantine"] == 1


@pytest.mark.parametrize(("entity", "kind"), [("qa_sample", Kind.QUALITY), ("calibration", Kind.CALIBRATION)])
def test_news_that_point_to_a_room_are_passed_on_and_kept_nowhere(tmp_path: Path, entity: str, kind: Kind) -> None:
    cache = CacheStore.open(tmp_path, KEY)
    touched = cache.apply([Row(entity, "01a20187-efa4-7e9f-82fd-e3f90cee45af", 2, b"{}")], {"cursor": "c9"})
    assert touched.kinds == {kind}
    assert cache.counts()["quarantine"] == 0


def test_the_document_comes_back_byte_for_byte(tmp_path: Path) -> None:
    cache = CacheStore.open(tmp_path, KEY)
    raw = document(case_view())[:-1] + b', "a_field_of_tomorrow": [1,2]}'
    cache.apply([Row("case", "C-200001", 3, raw)])
    assert cache.document("C-200001") == (3, raw)


def test_a_store_in_memory_serves_an_online_only_seat(tmp_path: Path) -> None:
    cache = CacheStore.open(None, None)
    cache.apply([case_row(n) for n in range(200_001, 200_011)])
    assert len(heads(cache)) == 10
    cache.start_over({})
    cache.apply([case_row(200_003)])
    assert len(heads(cache)) == 10
    cache.drop_stale()
    assert [head.case_id for head in heads(cache)] == ["C-200003"]
    cache.empty()
    assert cache.counts() == {"case": 0, "review": 0, "quarantine": 0}
    assert list(tmp_path.iterdir()) == []


def test_a_newer_build_reads_what_an_older_one_put_aside(tmp_path: Path) -> None:
    cache = CacheStore.open(tmp_path, KEY)
    cache.apply([Row("case", "C-200001", 1, b"{}"), Row("case", "C-200002", 1, b"{}")])
    with cache.write() as connection:
        connection.exec_driver_sql(
            "UPDATE quarantine SET raw = ? WHERE entity_id = 'C-200001'", (document(case_view()),)
        )
    assert cache.retry_quarantine().ids == {"C-200001"}
    assert cache.counts() == {"case": 1, "review": 0, "quarantine": 1}


def test_old_settled_work_goes_and_the_numbering_stays(tmp_path: Path) -> None:
    work = open_work(tmp_path)
    rows = [work.submit("d1", "u1", new_command(f"C-20000{n}"))[0] for n in range(1, 5)]
    fates = [OutboxState.APPLIED, OutboxState.REJECTED, OutboxState.APPLIED, OutboxState.APPLIED]
    work.settle([(row.command_id, fate, b"{}") for row, fate in zip(rows, fates, strict=True)], START_MS)
    assert work.prune(START_MS) == 0
    assert work.prune(START_MS + 1) == 1
    assert sorted(row.command_seq for row in work.latest("u1", 9)) == [2, 3, 4]
    work.deal_with("u1", rows[1].command_id)
    assert work.prune(START_MS + 1) == 2
    assert sorted(row.command_seq for row in work.latest("u1", 9)) == [4]
    assert not work.gone("d1", "u1")
    assert work.submit("d1", "u1", new_command())[0].command_seq == 5


@pytest.mark.parametrize("seed", range(40))
def test_damage_costs_the_rows_of_its_page_and_is_told(tmp_path: Path, seed: int) -> None:
    work = open_work(tmp_path)
    made = [work.submit("d1", "u1", new_command(f"C-{200_001 + n}"))[0] for n in range(60)]
    work.save_draft("u1", "C-200900", b"{}", START_MS)
    work.close()
    data = bytearray((tmp_path / "work.db").read_bytes())
    chance = random.Random(seed)
    if seed % 3 == 0:
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    elif seed % 3 == 1:
        at = chance.randrange(len(data) - 512)
        data[at : at + 512] = bytes(512)
    else:
        del data[chance.randrange(len(data)) :]
    (tmp_path / "work.db").write_bytes(data)
    opened = WorkStore.open(tmp_path, KEY, KEY)
    assert opened.unreadable is not None
    assert opened.unreadable.read_bytes() == bytes(data)
    here = {row.command_id: row for row in opened.store.latest("u1", 999)}
    assert here == {row.command_id: row for row in made if row.command_id in here}
    lost = [row.command_seq for row in made if row.command_id not in here]
    assert opened.store.gone("d1", "u1") == number_ranges.of(lost)
    assert opened.store.submit("d1", "u1", new_command())[0].command_seq == 61
    opened.store.close()


def test_a_single_bad_page_costs_only_a_part(tmp_path: Path) -> None:
    work = open_work(tmp_path)
    for n in range(60):
        work.submit("d1", "u1", new_command(f"C-{200_001 + n}"))
    work.close()
    whole = (tmp_path / "work.db").read_bytes()
    kept = []
    for page in range(1, len(whole) // 4096):
        (tmp_path / "work.db").write_bytes(whole[: page * 4096 + 9] + b"\0" + whole[page * 4096 + 10 :])
        opened = WorkStore.open(tmp_path, KEY, KEY)
        kept.append(len(opened.store.latest("u1", 999)))
        opened.store.close()
    assert sorted(kept)[len(kept) // 2] >= 50


def test_a_damaged_cache_heals_and_keeps_nothing_wrong(tmp_path: Path) -> None:
    cache = CacheStore.open(tmp_path, KEY)
    cache.apply([case_row(n) for n in range(200_001, 200_401)], {"cursor": "c1"})
    assert cache.sound()
    cache.close()
    data = bytearray((tmp_path / "cache.db").read_bytes())
    data[len(data) // 2] ^= 4
    (tmp_path / "cache.db").write_bytes(data)
    again = CacheStore.open(tmp_path, KEY)
    assert not again.sound()
    again.heal()
    assert again.sound()
    assert again.state() == {}
    again.apply([case_row()])
    assert again.counts()["case"] == 1
    again.close()


def test_the_text_of_an_error_holds_nothing_of_what_was_written(tmp_path: Path) -> None:
    work = open_work(tmp_path)
    with work.write() as connection, pytest.raises(Exception, match="no such table") as failed:
        connection.exec_driver_sql("INSERT INTO nowhere VALUES (?)", (CANARY.decode(),))
    assert CANARY.decode() not in str(failed.value)
    work.close()


def test_a_cache_from_before_hand_overs_were_told_keeps_its_rows_and_reads_them_once_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as before:
        before.setattr(cache_store, "_SCHEMA", cache_store._SCHEMA[:3])
        store = CacheStore.open(tmp_path, KEY)
    with store.write() as connection:
        connection.exec_driver_sql("INSERT INTO case_work (number, assigned_to, tags) VALUES (7, 'u-1', '')")
        connection.exec_driver_sql("INSERT INTO sync_state VALUES ('cursor', 'kept')")
    store.close()
    opened = CacheStore.open(tmp_path, KEY)
    try:
        (row,) = WorkRows(opened).works()
        assert (row.assigned_to, row.handed_by) == ("u-1", None)
        with opened.read() as connection:
            found = connection.exec_driver_sql("SELECT count(*) FROM sync_state WHERE name = 'cursor'").scalar_one()
        assert found == 0, "without a cursor the next sync brings every case again, and with it who handed it over"
    finally:
        opened.close()


def test_a_cache_of_small_pages_is_read_on_and_a_new_one_has_large_ones(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file keeps the pages that it was made with."""
    with monkeypatch.context() as before:
        before.setattr(cache_store, "FAST", cache_store.FAST_BEFORE)
        cache = CacheStore.open(tmp_path, KEY)
        cache.apply([case_row()], {"cursor": "c1"})
        cache.close()
    cache = CacheStore.open(tmp_path, KEY)
    assert (page_bytes(cache), len(heads(cache)), cache.state()["cursor"]) == (4096, 1, "c1")
    cache.apply([case_row(200_002)])
    cache.heal()
    assert (page_bytes(cache), heads(cache)) == (16384, [])
    cache.apply([case_row()])
    cache.close()
    cache = CacheStore.open(tmp_path, KEY)
    assert (page_bytes(cache), len(heads(cache))) == (16384, 1)
    cache.close()


def page_bytes(cache: CacheStore) -> int:
    with cache.read() as connection:
        return int(connection.exec_driver_sql("PRAGMA page_size").scalar_one())


def test_a_row_that_the_server_made_is_taken_and_a_wrong_one_read_from_the_document(tmp_path: Path) -> None:
    cache = CacheStore.open(tmp_path, KEY)
    row, other = case_row(200_001), case_row(200_002)
    right = row_of(case_view(200_001, priority=77))
    cache.apply([read_ahead(row, msgspec.Raw(encoded(right))), read_ahead(other, msgspec.Raw(encoded(right)))])
    assert [(head.number, head.priority) for head in heads(cache)] == [(200_001, 77), (200_002, 40)]
    cache.close()


def test_a_command_written_while_the_clock_was_ahead_does_not_wait_for_that_hour() -> None:
    assert not is_held(1_000, 1_000)
    assert is_held(1_001, 1_000)
    assert is_held(1_000 + LONGEST_HOLD_MS, 1_000)
    assert not is_held(1_001 + LONGEST_HOLD_MS, 1_000), "an hour ahead is no undo window"


def test_the_epoch_is_read_once_and_follows_whatever_changes_it(tmp_path: Path) -> None:
    cache = CacheStore.open(tmp_path, KEY)
    assert cache.epoch() is None
    cache.put_state(epoch="e-1")
    assert cache.epoch() == "e-1"
    cache.apply([case_row()], {"cursor": "7", "epoch": "e-2"})
    assert cache.epoch() == "e-2"
    with pytest.raises(ZeroDivisionError), cache.write() as connection:
        cache._put_state(connection, {"epoch": "e-3"})
        raise ZeroDivisionError
    assert cache.epoch() == "e-2", "what was rolled back never was"
    cache.start_over({"epoch": "e-4"})
    assert cache.epoch() == "e-4"
    cache.heal()
    assert cache.epoch() is None
    cache.close()


def test_the_command_before_on_a_case_is_found_without_reading_everything_the_author_sent(tmp_path: Path) -> None:
    work = open_work(tmp_path)
    first, _ = work.submit("d1", "u1", new_command("C-200001"))
    work.submit("d1", "u1", new_command("C-200002"))
    work.submit("d2", "u1", new_command("C-200001"))
    again, _ = work.submit("d1", "u1", new_command("C-200001"))
    assert again.prev_case_command == first.command_id, "another seat's is no link of this chain"
    with work.read() as connection:
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {work_store._OF_THIS_CASE}", ("C-200001", "d1", "u1"))
        assert "outbox_case" in str(plan.all())
    work.close()


def test_a_decision_that_fails_half_way_leaves_nothing_and_the_next_one_is_written(tmp_path: Path) -> None:
    work = open_work(tmp_path)
    work.submit("d1", "u1", new_command("C-200001"))
    with pytest.raises(ZeroDivisionError), work.act() as execute:
        execute("DELETE FROM outbox")
        raise ZeroDivisionError
    row, _ = work.submit("d1", "u1", new_command("C-200002"))
    assert row.command_seq == 2
    assert [one.command_seq for one in work.latest("u1", 9)] == [2, 1]
    work.close()
    assert not list(tmp_path.glob("*-journal")) or not (tmp_path / "work.db-journal").stat().st_size


def test_idle_connections_let_their_pages_go_and_one_that_is_in_use_is_not_waited_for(tmp_path: Path) -> None:
    cache = CacheStore.open(tmp_path, KEY)
    cache.let_go()
    cache.apply([case_row(200_001), case_row(200_002)])
    said: dict[int, list[str]] = {}
    with cache.read() as one, cache.read() as another, cache.read() as busy:
        for number, connection in enumerate((one, another, busy)):
            connection.connection.driver_connection.set_trace_callback(said.setdefault(number, []).append)  # type: ignore[union-attr]
    with cache.read() as busy:
        before = {number: len(statements) for number, statements in said.items()}
        cache.let_go()
        shrunk = [n for n, told in said.items() if any("shrink_memory" in one for one in told[before[n] :])]
        assert len(shrunk) == 2, "the third is in use"
        assert busy.exec_driver_sql("SELECT count(*) FROM case_head").scalar_one() == 2
    assert cache.counts()["case"] == 2, "whatever was let go is read again"
    cache.close()
    cache.let_go()


def test_a_large_transaction_is_whole_though_a_connection_remembers_less_than_it_writes(tmp_path: Path) -> None:
    cache = CacheStore.open(tmp_path, KEY)
    large = "".join(random.Random(3).choices("abcdefgh", k=40_000))
    rows = [case_row(200_000 + n, subject_short=f"u-{n:04d} {large}") for n in range(1, 601)]
    assert sum(len(row.document or b"") for row in rows) > 20_000_000, "more than is kept before it goes to the disk"
    cache.apply(rows)
    cache.close()
    again = CacheStore.open(tmp_path, KEY)
    assert again.counts()["case"] == 600
    assert again.sound(together=True)
    again.close()
