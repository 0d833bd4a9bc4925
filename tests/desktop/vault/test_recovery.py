"""The second way to unsent work: sealed to the organisation, and opened by whoever holds its private key alone."""

from pathlib import Path

import pytest

from app.desktop.cache.salvage import salvage
from app.desktop.cache.unsent import from_document
from app.desktop.cache.work_store import WorkStore
from app.desktop.vault.recovery import (
    WORK,
    SecondWrapping,
    key_from_text,
    key_name,
    key_to_text,
    new_pair,
    open_sealed,
    public_of,
    seal,
    seal_work,
    sealed_for,
    usable,
    work_keys,
)
from app.desktop.vault.sealed import SealBroken
from tests.desktop.support.factories import KEY, START_MS, new_command

OTHER = bytes(reversed(KEY))
CANARY = b"canary-9b1d"


def test_what_is_sealed_opens_with_the_private_key_for_its_purpose_alone() -> None:
    private, public = new_pair()
    sealed = seal(public, CANARY, WORK)
    assert CANARY not in sealed
    assert open_sealed(private, sealed, WORK) == CANARY
    assert sealed != seal(public, CANARY, WORK)
    with pytest.raises(SealBroken):
        open_sealed(private, sealed, "work-key")
    with pytest.raises(SealBroken):
        open_sealed(new_pair()[0], sealed, WORK)


def test_a_sealed_file_says_whose_key_opens_it() -> None:
    private, public = new_pair()
    assert sealed_for(seal(public, b"", WORK)) == key_name(public) == key_name(public_of(private))
    assert sealed_for(b"FPR1") is None
    assert sealed_for(b"something else entirely, and long enough") is None


def test_every_changed_or_missing_byte_is_found() -> None:
    private, public = new_pair()
    sealed = seal(public, b"work", WORK)
    for at in range(len(sealed)):
        with pytest.raises(SealBroken):
            open_sealed(private, sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1 :], WORK)
        with pytest.raises(SealBroken):
            open_sealed(private, sealed[:at], WORK)


def test_what_is_no_key_is_refused() -> None:
    assert usable(new_pair()[1])
    assert not usable(bytes(32))  # a point of low order: everybody could open what is sealed to it
    assert not usable(b"short")
    key = new_pair()[1]
    assert key_from_text(f" {key_to_text(key)}\n") == key
    for text in ("", "x", key_to_text(key)[:-4], key_to_text(key + b"1"), "*" * 44):
        with pytest.raises(ValueError):
            key_from_text(text)


def filled(folder: Path, key: bytes = KEY) -> WorkStore:
    store = WorkStore.open(folder, key, key).store
    body = b'{"rationale":"' + CANARY + b'"}'
    store.submit("device-one", "author-one", new_command(body=body, note=b'{"draft":{"a":"b"}}'))
    store.submit("device-one", "author-two", new_command("C-200002"))
    store.save_draft("author-one", "C-200003", b'{"rationale":"' + CANARY + b'"}', START_MS)
    return store


def test_the_whole_unsent_work_is_sealed_under_a_name_that_says_nothing(tmp_path: Path) -> None:
    private, public = new_pair()
    store = filled(tmp_path)
    path = seal_work(tmp_path, store, public)
    store.close()
    raw = path.read_bytes() + path.name.encode()
    for told in (CANARY, b"C-2000", b"author-", b"device-one"):
        assert told not in raw
    assert path.stat().st_mode & 0o077 == 0
    work = from_document(open_sealed(private, path.read_bytes(), WORK))
    assert {(one.author, one.case_id) for one in work.commands} == {
        ("author-one", "C-200001"),
        ("author-two", "C-200002"),
    }
    assert [bytes(one.draft) for one in work.drafts] == [b'{"rationale":"' + CANARY + b'"}']
    assert len(list(tmp_path.glob(".unsent*"))) == 0


def test_sealing_again_makes_a_file_of_its_own(tmp_path: Path) -> None:
    _, public = new_pair()
    store = filled(tmp_path)
    assert seal_work(tmp_path, store, public) != seal_work(tmp_path, store, public)
    store.close()


def test_the_wrapping_beside_the_store_opens_it_without_any_keyring(tmp_path: Path) -> None:
    private, public = new_pair()
    filled(tmp_path).close()
    path = SecondWrapping(tmp_path, KEY).keep(public)
    assert KEY not in path.read_bytes()
    written = path.stat().st_mtime_ns
    assert SecondWrapping(tmp_path, KEY).keep(public) == path
    assert path.stat().st_mtime_ns == written
    assert work_keys(tmp_path, new_pair()[0]) == []
    (key,) = work_keys(tmp_path, private)
    assert len(salvage(tmp_path / "work.db", key).outbox) == 2


def test_the_wrapping_of_a_key_that_was_replaced_stays_for_what_lies_under_it(tmp_path: Path) -> None:
    private, public = new_pair()
    SecondWrapping(tmp_path, KEY).keep(public)
    SecondWrapping(tmp_path, OTHER).keep(public)
    assert set(work_keys(tmp_path, private)) == {KEY, OTHER}
    SecondWrapping(tmp_path, KEY).forget()
    assert work_keys(tmp_path, private) == [OTHER]


def test_an_organisation_that_changes_its_key_leaves_nothing_under_the_old_one(tmp_path: Path) -> None:
    old, old_public = new_pair()
    new, new_public = new_pair()
    SecondWrapping(tmp_path, KEY).keep(old_public)
    SecondWrapping(tmp_path, KEY).keep(new_public)
    assert work_keys(tmp_path, old) == []
    assert work_keys(tmp_path, new) == [KEY]


def test_a_damaged_wrapping_counts_as_absent(tmp_path: Path) -> None:
    private, public = new_pair()
    path = SecondWrapping(tmp_path, KEY).keep(public)
    path.write_bytes(path.read_bytes()[:-1])
    assert work_keys(tmp_path, private) == []
