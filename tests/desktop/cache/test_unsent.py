"""Unsent work on its way from one seat to another: whole, under the same ids, and sent by its author alone."""

from pathlib import Path

import pytest

from app.desktop.cache.outbox_rows import OutboxState
from app.desktop.cache.unsent import UnsentWork, from_document, joined, to_document
from app.desktop.cache.work_store import WorkStore
from app.desktop.ports import DeskError
from tests.desktop.support.factories import KEY, START_MS, new_command

OTHER = bytes(reversed(KEY))


def opened(folder: Path, key: bytes = KEY) -> WorkStore:
    folder.mkdir(exist_ok=True)
    return WorkStore.open(folder, key, key).store


def lost_seat(folder: Path) -> tuple[UnsentWork, list[str]]:
    """Three pending commands of one author, the first of unknown fate, one refused, one applied; a draft."""
    store = opened(folder)
    ids = [store.submit("d1", "u1", new_command(f"C-{200_001 + n}"))[0].command_id for n in range(5)]
    store.mark_sent(ids[:1], START_MS + 3_600_000)
    store.settle([(ids[3], OutboxState.REJECTED, b'{"code":"x"}'), (ids[4], OutboxState.APPLIED, b"{}")], START_MS)
    store.submit("d1", "u2", new_command("C-200009"))
    store.save_draft("u1", "C-200010", b'{"decision": "pass"}', START_MS)
    store.put_value("snippets/u1", "[]")
    store.put_value("device_id/https://x/mei", "d1")
    store.put_value("missing/d1/u1", "7-9")
    work = from_document(store.unsent())
    store.close()
    return work, ids


def test_the_document_holds_what_is_unsent_and_nothing_that_is_done(tmp_path: Path) -> None:
    work, ids = lost_seat(tmp_path)
    assert [one.command_id for one in work.commands if one.author == "u1"] == ids[:4]
    assert len(work.pending) == 4
    assert from_document(to_document(work)) == work
    assert joined([work, work]) == joined([work])


def test_bodies_and_drafts_come_back_byte_for_byte(tmp_path: Path) -> None:
    store = opened(tmp_path / "a")
    odd = [b'{ "a" : "\\u4e2d\xe4\xb8\xad" }', b"[1]", b"not json", b"\xff\x00", b""]
    ids = [store.submit("d1", "u1", new_command(f"C-{200_001 + n}", body=body))[0] for n, body in enumerate(odd)]
    store.save_draft("u1", "C-200010", odd[0], START_MS)
    other = opened(tmp_path / "b", OTHER)
    other.bring_in(from_document(store.unsent()))
    assert [other.get("u1", row.command_id).body for row in ids] == odd  # type: ignore[union-attr]
    assert other.draft("u1", "C-200010") == odd[0]
    store.close()
    other.close()


def test_brought_in_commands_are_shown_to_their_author_and_sent_by_that_session_alone(tmp_path: Path) -> None:
    work, ids = lost_seat(tmp_path / "a")
    store = opened(tmp_path / "b", OTHER)
    own, _ = store.submit("d7", "u1", new_command("C-200020"))
    told = store.bring_in(work)
    assert (told.commands, told.drafts, told.known) == (5, 1, 0)
    assert {row.command_id for row in store.latest("u1", 9)} == {*ids[:4], own.command_id}
    assert [row.command_id for row in store.take_due("d7", "u1", START_MS, 99)] == [own.command_id]
    assert store.take_over("d7", "u1") == 3
    assert store.take_over("d7", "u1") == 0
    due = store.take_due("d7", "u1", START_MS, 99)
    assert [row.command_id for row in due] == [own.command_id, *ids[:3]]
    assert [row.command_seq for row in due] == [1, 2, 3, 4]
    assert [row.prev_hash for row in due] == ["", *(row.body_sha256 for row in due[:-1])]
    assert store.take_due("d7", "u2", START_MS, 99) == []
    assert not store.gone("d7", "u1")
    assert store.submit("d7", "u1", new_command("C-200021"))[0].command_seq == 5
    assert store.value("snippets/u1") == "[]"
    assert store.value("device_id/https://x/mei") is None
    assert store.value("missing/d1/u1") is None
    store.close()


def test_bringing_in_twice_changes_nothing(tmp_path: Path) -> None:
    work, _ = lost_seat(tmp_path / "a")
    store = opened(tmp_path / "b", OTHER)
    store.bring_in(work)
    store.take_over("d7", "u1")
    told = store.bring_in(work)
    assert (told.commands, told.drafts, told.known) == (0, 0, 5)
    assert len(store.take_due("d7", "u1", START_MS, 99)) == 3
    store.close()


def test_work_that_came_from_another_seat_and_is_dealt_with_goes_in_time(tmp_path: Path) -> None:
    work, ids = lost_seat(tmp_path / "a")
    store = opened(tmp_path / "b", OTHER)
    store.bring_in(work)
    assert store.prune(START_MS + 1) == 0
    store.deal_with("u1", ids[3])
    assert store.prune(START_MS + 1) == 1
    assert store.get("u1", ids[3]) is None
    store.close()


def test_a_seat_that_is_registered_anew_goes_on_with_what_it_had_not_sent(tmp_path: Path) -> None:
    store = opened(tmp_path)
    rows = [store.submit("d1", "u1", new_command(f"C-{200_001 + n}"))[0] for n in range(2)]
    assert store.take_over("d2", "u1") == 2
    due = store.take_due("d2", "u1", START_MS, 9)
    assert [(row.command_id, row.command_seq) for row in due] == [(row.command_id, row.command_seq) for row in rows]
    assert not store.gone("d2", "u1")
    store.close()


def test_numbers_that_went_missing_stay_on_record_when_work_comes_in(tmp_path: Path) -> None:
    work, _ = lost_seat(tmp_path / "a")
    store = opened(tmp_path / "b", OTHER)
    store.server_knows("d7", "u1", 6)
    store.bring_in(work)
    store.take_over("d7", "u1")
    assert store.gone("d7", "u1") == ((1, 6),)
    assert [row.command_seq for row in store.take_due("d7", "u1", START_MS, 9)] == [7, 8, 9]
    store.close()


@pytest.mark.parametrize(
    ("document", "code"),
    [
        (b"", "not_unsent_work"),
        (b"[]", "not_unsent_work"),
        (b"[" * 100_000, "not_unsent_work"),
        (b'{"format":"x","version":1}', "not_unsent_work"),
        (b'{"format":"footplate-unsent-work","version":2}', "unsent_work_too_new"),
        (b'{"format":"footplate-unsent-work","version":1,"commands":[{"command_id":1}]}', "not_unsent_work"),
        (b'{"format":"footplate-unsent-work","version":1,"values":{"\xff":"x"}}', "not_unsent_work"),
    ],
)
def test_what_is_no_such_document_is_told_and_nothing_comes_in(document: bytes, code: str) -> None:
    with pytest.raises(DeskError) as caught:
        from_document(document)
    assert caught.value.code == code
