"""Another key for a while: what was not sent yet comes back with the first key, once and whole."""

import os
import subprocess
import sys
from pathlib import Path

from app.desktop.cache.outbox_rows import OutboxState
from app.desktop.cache.work_store import OpenedWork, WorkStore
from tests.desktop.support.factories import KEY, START_MS, new_command

OTHER = bytes(reversed(KEY))
DEVICE = "device_id/https://footplate.example.com/u1"


def opened(folder: Path, key: bytes = KEY) -> OpenedWork:
    return WorkStore.open(folder, key, key)


def filled(folder: Path) -> list[str]:
    """Three unsent commands, the first of them on its way, and two drafts; the ids of the commands."""
    store = opened(folder).store
    store.put_value(DEVICE, "d1")
    ids = [store.submit("d1", "u1", new_command(f"C-{200_001 + n}"))[0].command_id for n in range(3)]
    store.mark_sent(ids[:1], START_MS + 3_600_000)
    store.save_draft("u1", "C-200010", b'{"decision":"pass"}', START_MS)
    store.save_draft("u1", "C-200011", b'{"decision":"block"}', START_MS + 1)
    store.close()
    return ids


def test_wrong_key_then_right_key_brings_everything_back_once(tmp_path: Path) -> None:
    ids = filled(tmp_path)
    wrong = opened(tmp_path, OTHER)
    assert wrong.unreadable is not None
    assert wrong.store.latest("u1", 9) == []
    wrong.store.save_draft("u1", "C-200020", b"{}", START_MS)
    wrong.store.close()

    right = opened(tmp_path)
    rows = {row.command_id: row for row in right.store.latest("u1", 9)}
    assert set(rows) == set(ids)
    assert [rows[name].command_seq for name in ids] == [1, 2, 3]
    assert rows[ids[0]].state == OutboxState.SENT
    assert right.store.drafts("u1") == {"C-200010", "C-200011"}
    assert right.recovered == 5
    assert right.store.value(DEVICE) == "d1"
    assert right.store.submit("d1", "u1", new_command("C-200030"))[0].command_seq == 4
    assert not right.store.gone("d1", "u1")
    right.store.close()

    again = opened(tmp_path)
    assert again.recovered == 0
    assert len(again.store.latest("u1", 9)) == 4
    again.store.close()


def test_work_under_the_other_key_comes_back_with_that_key(tmp_path: Path) -> None:
    filled(tmp_path)
    opened(tmp_path, OTHER).store.close()
    first = opened(tmp_path, OTHER)
    first.store.save_draft("u2", "C-200020", b"{}", START_MS)
    first.store.close()
    opened(tmp_path).store.close()
    back = opened(tmp_path, OTHER)
    assert back.store.drafts("u2") == {"C-200020"}
    assert back.store.drafts("u1") == set()
    assert back.recovered == 1
    back.store.close()


def test_what_was_settled_meanwhile_is_not_brought_to_life_again(tmp_path: Path) -> None:
    ids = filled(tmp_path)
    opened(tmp_path, OTHER).store.close()
    right = opened(tmp_path).store
    right.settle([(ids[1], OutboxState.APPLIED, b"{}")], START_MS)
    right.discard_draft("u1", "C-200010")
    right.close()
    again = opened(tmp_path).store
    assert again.get("u1", ids[1]).state == OutboxState.APPLIED  # type: ignore[union-attr]
    assert again.drafts("u1") == {"C-200011"}
    again.close()


def test_a_command_that_cannot_keep_its_number_comes_back_as_a_draft(tmp_path: Path) -> None:
    store = opened(tmp_path).store
    store.put_value(DEVICE, "d1")
    note = b'{"draft":{"decision":"block","rationale":"Emulator."}}'
    store.submit("d1", "u1", new_command("C-200001", note=note))
    store.close()
    old = tmp_path / "work.db.unreadable-20260101T000000Z"
    os.replace(tmp_path / "work.db", old)
    fresh = opened_without(tmp_path, old)
    fresh.store.put_value(DEVICE, "d1")
    fresh.store.submit("d1", "u1", new_command("C-200002"))
    fresh.store.close()
    os.replace(tmp_path / "kept", old)

    merged = opened(tmp_path)
    assert [row.case_id for row in merged.store.latest("u1", 9)] == ["C-200002"]
    assert merged.store.draft("u1", "C-200001") == b'{"decision":"block","rationale":"Emulator."}'
    assert merged.recovered == 1
    merged.store.close()


def opened_without(folder: Path, hidden: Path) -> OpenedWork:
    """As if the file that was set aside were not there, and with a mark that starts anew."""
    os.replace(hidden, folder / "kept")
    for mark in folder.glob("work.hwm*"):
        mark.unlink()
    return opened(folder)


def test_what_was_decided_under_a_number_of_this_seat_that_it_has_no_more_goes_in_its_author_s_session(
    tmp_path: Path,
) -> None:
    """Set aside twice, and another device in between: what was set aside first knows the older number alone."""
    first = filled(tmp_path)
    os.replace(tmp_path / "work.db", tmp_path / "work.db.unreadable-20260101T000000Z")
    store = opened(tmp_path).store
    store.put_value(DEVICE, "d2")
    assert store.take_over("d2", "u1") == len(first)
    last = store.submit("d2", "u1", new_command("C-200004"))[0].command_id
    store.close()
    os.replace(tmp_path / "work.db", tmp_path / "work.db.unreadable-20260102T000000Z")

    merged = opened(tmp_path).store
    assert merged.value(DEVICE) == "d1", "by this number its person signs in"
    merged.take_over("d1", "u1")
    rows = {row.command_id: row for row in merged.latest("u1", 9)}
    assert set(rows) == {*first, last}
    assert {row.device_id for row in rows.values()} == {"d1"}
    assert "C-200004" not in merged.drafts("u1")
    assert not merged.gone("d1", "u1")
    merged.close()


def test_of_two_drafts_of_one_case_the_newer_one_is_kept(tmp_path: Path) -> None:
    filled(tmp_path)
    old = tmp_path / "work.db.unreadable-20260101T000000Z"
    os.replace(tmp_path / "work.db", old)
    fresh = opened_without(tmp_path, old)
    fresh.store.save_draft("u1", "C-200010", b'{"decision":"escalate"}', START_MS + 50)
    fresh.store.save_draft("u1", "C-200011", b'{"decision":"escalate"}', START_MS - 50)
    fresh.store.close()
    os.replace(tmp_path / "kept", old)
    merged = opened(tmp_path).store
    assert merged.draft("u1", "C-200010") == b'{"decision":"escalate"}'
    assert merged.draft("u1", "C-200011") == b'{"decision":"block"}'
    merged.close()


def test_a_transaction_that_was_cut_off_is_rolled_back_and_the_rest_comes_back(tmp_path: Path) -> None:
    """Killed while writing, then started with another key: the journal is set aside beside its file."""
    code = (
        "import os, sys\nfrom pathlib import Path\nfrom app.desktop.cache.work_store import WorkStore\n"
        "folder, key = Path(sys.argv[1]), bytes.fromhex(sys.argv[2])\n"
        "store = WorkStore.open(folder, key, key).store\n"
        "store.save_draft('u1', 'C-200001', b'{}', 1)\n"
        "with store.write() as connection:\n"
        "    connection.exec_driver_sql('PRAGMA cache_size = 1')\n"
        "    for n in range(400):\n"
        "        connection.exec_driver_sql('INSERT INTO work_state VALUES (?, ?)', (f'x{n}', 'y' * 900))\n"
        "    os._exit(9)\n"
    )
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path), KEY.hex()], check=False, timeout=60)
    assert done.returncode == 9
    assert (tmp_path / "work.db-journal").stat().st_size
    opened(tmp_path, OTHER).store.close()
    right = opened(tmp_path)
    assert right.store.drafts("u1") == {"C-200001"}
    assert right.store.value("x1") is None
    right.store.close()
    assert not list(tmp_path.glob(".recover-*"))


def test_the_newest_draft_is_known(tmp_path: Path) -> None:
    filled(tmp_path)
    store = opened(tmp_path).store
    assert store.newest_draft("u1") == "C-200011"
    assert store.newest_draft("u9") is None
    store.close()


def test_what_is_left_of_a_long_numbering_comes_back_too(tmp_path: Path) -> None:
    """Settled work goes in time, so that what remains may begin far from the first row."""
    store = opened(tmp_path).store
    store.put_value(DEVICE, "d1")
    ids = [store.submit("d1", "u1", new_command(f"C-{200_001 + n}"))[0].command_id for n in range(303)]
    store.settle([(name, OutboxState.APPLIED, b"{}") for name in ids[:300]], START_MS)
    assert store.prune(START_MS + 1) == 300
    store.close()
    opened(tmp_path, OTHER).store.close()
    right = opened(tmp_path)
    assert {row.command_id for row in right.store.latest("u1", 9)} == set(ids[300:])
    assert right.recovered == 3
    right.store.close()
