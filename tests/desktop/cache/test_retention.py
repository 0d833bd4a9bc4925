"""What leaves the copy by time is not in its files any more, not even for somebody who has their key."""

import random
from pathlib import Path

import pytest

from app.desktop.bootstrap.opening import open_stores
from app.desktop.cache.cache_store import CacheStore, Row
from app.desktop.cache.retention import AT_ONCE, CLOSED_KEPT_MS, REVIEWS_KEPT_MS
from app.desktop.cache.work_store import WorkStore
from app.desktop.vault.keys import DataKey
from tests.desktop.support.factories import KEY, START, START_MS, case_row, heads, new_command

PAGE, RESERVE = 4096, 80
DAY = CLOSED_KEPT_MS


def decrypted(path: Path, key: bytes) -> bytes:
    """Every page of a SQLCipher file as somebody with its key sees it, free pages included (SQLCipher 4: AES-256-CBC,
    the vector in the page's reserve, the first 16 bytes of the file being the salt)."""
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    raw, out = path.read_bytes(), b""
    for at in range(0, len(raw) - PAGE + 1, PAGE):
        page = raw[at : at + PAGE]
        start = 16 if at == 0 else 0
        vector = page[PAGE - RESERVE : PAGE - RESERVE + 16]
        decryptor = Cipher(algorithms.AES(key), modes.CBC(vector)).decryptor()
        out += decryptor.update(page[start : PAGE - RESERVE]) + decryptor.finalize()
    return out


def wal_pages(path: Path, key: bytes) -> bytes:
    """The same of a write-ahead log: a header of 32 bytes, then frames of 24 bytes and a page."""
    if not path.exists():
        return b""
    raw, pages = path.read_bytes(), b""
    for at in range(32, len(raw) - PAGE - 24 + 1, PAGE + 24):
        pages += raw[at + 24 : at + 24 + PAGE]
    whole = path.with_suffix(".frames")
    whole.write_bytes(bytes(PAGE) + pages)
    return decrypted(whole, key)


def everything(folder: Path, name: str, key: bytes) -> bytes:
    return decrypted(folder / name, key) + wal_pages(folder / f"{name}-wal", key)


def canary(number: int) -> str:
    return f"kanarienvogel-{number}-"


def long_case(number: int, **changes: object) -> Row:
    """A case whose document fills several pages."""
    return case_row(number, external_ref=canary(number) * 400, tags=(f"tag-{canary(number)}",), **changes)


def test_a_decided_case_leaves_a_day_after_it_was_seen_to_be_over(tmp_path: Path) -> None:
    cache = CacheStore.open(tmp_path, KEY)
    cache.apply([case_row(200_001), case_row(200_002, rev=2, state="closed"), case_row(200_003, state="withdrawn")])
    assert not cache.sweep(START_MS)[0]
    assert not cache.sweep(START_MS + DAY - 1)[0]
    assert cache.sweep(START_MS + DAY)[0].ids == {"C-200002", "C-200003"}
    assert [head.case_id for head in heads(cache)] == ["C-200001"]
    assert cache.document("C-200002") is None
    cache.close()


def test_the_machine_s_policy_may_keep_decided_cases_for_another_time(tmp_path: Path) -> None:
    cache = CacheStore.open(tmp_path, KEY)
    cache.closed_kept_ms = 0
    cache.apply([case_row(200_001), case_row(200_002, rev=2, state="closed")])
    assert cache.sweep(START_MS)[0].ids == {"C-200002"}
    cache.close()


def test_a_case_that_was_opened_again_stays_and_its_day_begins_anew(tmp_path: Path) -> None:
    cache = CacheStore.open(tmp_path, KEY)
    cache.apply([case_row(200_001, rev=2, state="closed")])
    cache.sweep(START_MS)
    cache.apply([case_row(200_001, rev=3, state="open")])
    assert not cache.sweep(START_MS + DAY)[0]
    cache.apply([case_row(200_001, rev=4, state="closed")])
    assert not cache.sweep(START_MS + DAY + 1)[0]
    assert cache.sweep(START_MS + 2 * DAY + 1)[0]
    cache.close()


def test_news_of_a_closed_case_does_not_make_its_day_longer(tmp_path: Path) -> None:
    cache = CacheStore.open(tmp_path, KEY)
    cache.apply([case_row(200_001, rev=2, state="closed")])
    cache.sweep(START_MS)
    cache.apply([case_row(200_001, rev=3, state="closed")])
    assert cache.sweep(START_MS + DAY)[0]
    cache.close()


def test_a_clock_that_ran_ahead_for_a_while_keeps_nothing_for_years(tmp_path: Path) -> None:
    cache = CacheStore.open(tmp_path, KEY)
    cache.apply([case_row(200_001, rev=2, state="closed")])
    cache.sweep(START_MS + 10 * 365 * DAY)
    assert not cache.sweep(START_MS)[0]
    assert cache.sweep(START_MS + DAY)[0]
    cache.close()


def test_many_go_a_few_at_a_time(tmp_path: Path) -> None:
    cache = CacheStore.open(tmp_path, KEY)
    cache.apply([case_row(200_001 + n, state="closed") for n in range(AT_ONCE + 3)])
    cache.sweep(START_MS)
    first, more = cache.sweep(START_MS + DAY)
    assert (len(first.ids), more) == (AT_ONCE, True)
    second, more = cache.sweep(START_MS + DAY)
    assert (len(second.ids), more) == (3, False)
    cache.close()


def test_old_reviews_go_once_their_case_is_gone(tmp_path: Path) -> None:
    cache = CacheStore.open(tmp_path, KEY)
    told = f'{{"case_id":"C-200001","decided_at":"{START.isoformat()}"}}'.encode()
    cache.apply([case_row(200_001, state="open"), Row("review", "r1", 1, told), Row("review", "r2", 1, told[:-1])])
    assert len(cache.reviews()) == 1
    cache.sweep(START_MS + 2 * REVIEWS_KEPT_MS)
    assert len(cache.reviews()) == 1
    cache.apply([Row("case", "C-200001", 9, None)])
    cache.sweep(START_MS + REVIEWS_KEPT_MS)
    assert len(cache.reviews()) == 1
    cache.sweep(START_MS + REVIEWS_KEPT_MS + 1)
    assert cache.reviews() == []
    cache.close()


def test_what_left_is_in_no_page_of_the_file_even_with_its_key(tmp_path: Path) -> None:
    cache = CacheStore.open(tmp_path, KEY)
    numbers = [200_001 + n for n in range(30)]
    cache.apply([long_case(number) for number in numbers])
    assert canary(numbers[3]).encode() in everything(tmp_path, "cache.db", KEY)
    cache.apply([long_case(number, rev=2, state="closed") for number in numbers[:20]])
    cache.sweep(START_MS)
    while cache.sweep(START_MS + DAY)[1]:
        pass
    found = everything(tmp_path, "cache.db", KEY)
    assert [number for number in numbers if canary(number).encode() in found] == numbers[20:]
    cache.close()
    assert [n for n in numbers if canary(n).encode() in everything(tmp_path, "cache.db", KEY)] == numbers[20:]


def test_an_earlier_version_of_a_case_is_in_no_page_once_the_log_is_folded_in(tmp_path: Path) -> None:
    cache = CacheStore.open(tmp_path, KEY)
    cache.apply([long_case(200_001)])
    cache.apply([case_row(200_001, rev=2)])
    cache.close()
    assert canary(200_001).encode() not in everything(tmp_path, "cache.db", KEY)


@pytest.mark.parametrize("seed", range(5))
def test_sent_work_and_dropped_drafts_are_in_no_page_of_work_db(tmp_path: Path, seed: int) -> None:
    chance, work = random.Random(seed), WorkStore.open(tmp_path, KEY, KEY).store
    for number in range(200_001, 200_021):
        size = chance.choice((1, 30, 300))
        work.save_draft("u1", f"C-{number}", canary(number).encode() * size, START_MS)
        work.save_draft("u1", f"C-{number}", canary(number).encode() * chance.choice((1, 50)), START_MS)
    for number in range(200_001, 200_011):
        work.submit("d1", "u1", new_command(f"C-{number}", body=b'{"a":1}'))
    for number in range(200_011, 200_016):
        work.discard_draft("u1", f"C-{number}")
    found = everything(tmp_path, "work.db", KEY)
    left = [number for number in range(200_001, 200_021) if canary(number).encode() in found]
    assert left == list(range(200_016, 200_021))
    work.close()


def test_pruned_commands_are_in_no_page_of_work_db(tmp_path: Path) -> None:
    from app.desktop.cache.outbox_rows import OutboxState

    work = WorkStore.open(tmp_path, KEY, KEY).store
    rows = [
        work.submit("d1", "u1", new_command(f"C-{n}", body=b'{"a":"' + canary(n).encode() * 200 + b'"}'))[0]
        for n in range(200_001, 200_006)
    ]
    work.settle([(row.command_id, OutboxState.APPLIED, b"{}") for row in rows], START_MS)
    assert work.prune(START_MS + 1) == 4
    found = everything(tmp_path, "work.db", KEY)
    assert [n for n in range(200_001, 200_006) if canary(n).encode() in found] == [200_005]
    work.close()


def test_a_dropped_copy_is_unreadable_even_with_the_data_key(tmp_path: Path) -> None:
    """Sign-out and another person: the file goes, and the key that it lay under with it."""
    key = DataKey(KEY)
    stores = open_stores(tmp_path, key, "inherited")
    stores.cache.apply([long_case(200_001)])
    stores.cache.close()
    before = tmp_path / "undeleted.db"
    before.write_bytes((tmp_path / "cache.db").read_bytes())
    old = stores.cache._key
    assert old is not None
    assert canary(200_001).encode() in decrypted(before, old)
    stores.cache.empty()
    assert stores.cache.counts()["case"] == 0
    stores.cache.apply([case_row(200_002)])
    stores.close()
    again = open_stores(tmp_path, key, "inherited")
    assert [head.case_id for head in heads(again.cache)] == ["C-200002"]
    assert again.cache._key not in (old, key.sub("cache"))
    assert old not in b"".join(path.read_bytes() for path in tmp_path.iterdir() if path.is_file())
    again.close()


def test_a_copy_from_before_it_had_a_key_of_its_own_opens_and_gets_one_when_it_is_dropped(tmp_path: Path) -> None:
    key = DataKey(KEY)
    old = CacheStore.open(tmp_path, key.sub("cache"))
    old.apply([case_row(200_001)])
    old.close()
    stores = open_stores(tmp_path, key, "inherited")
    assert stores.cache.counts()["case"] == 1
    stores.cache.empty()
    assert stores.cache._key != key.sub("cache")
    stores.close()


@pytest.mark.parametrize("damage", [b"", b"FPS1", b"x" * 200])
def test_a_lost_key_of_the_copy_costs_the_copy_alone(tmp_path: Path, damage: bytes) -> None:
    key = DataKey(KEY)
    stores = open_stores(tmp_path, key, "inherited")
    assert stores.work is not None
    stores.cache.apply([case_row(200_001)])
    stores.work.save_draft("u1", "C-200001", b"{}", START_MS)
    stores.cache.empty()
    stores.cache.apply([case_row(200_001)])
    stores.close()
    (tmp_path / "cache.key").write_bytes(damage)
    again = open_stores(tmp_path, key, "inherited")
    assert again.work is not None
    assert again.cache.counts()["case"] == 0
    assert again.work.drafts("u1") == {"C-200001"}
    again.close()
