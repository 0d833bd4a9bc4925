"""The mark beside work.db: it never runs ahead, and nobody who waits for a decision waits for it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from app.desktop.cache.high_water import HighWater
from app.desktop.cache.work_store import WorkStore
from tests.desktop.support.factories import KEY, new_command


def test_the_mark_is_written_behind_the_answer_and_numbers_go_on_meanwhile(tmp_path: Path) -> None:
    waiting: list[Callable[[], None]] = []
    store = WorkStore.open(tmp_path, KEY, KEY).store
    store.mark_later(waiting.append)
    first, _ = store.submit("d1", "u1", new_command())
    second, _ = store.submit("d1", "u1", new_command("C-200002"))
    assert (first.command_seq, second.command_seq) == (1, 2)
    assert not (tmp_path / "work.hwm").exists()
    for write in waiting:
        write()
    store.close()
    (tmp_path / "work.db").unlink()
    assert WorkStore.open(tmp_path, KEY, KEY).store.gone("d1", "u1") == ((1, 2),)


def test_a_mark_that_was_never_written_counts_nothing_as_missing(tmp_path: Path) -> None:
    store = WorkStore.open(tmp_path, KEY, KEY).store
    store.mark_later(lambda write: None)
    store.submit("d1", "u1", new_command())
    store.close()
    again = WorkStore.open(tmp_path, KEY, KEY).store
    assert not again.gone("d1", "u1")
    assert again.submit("d1", "u1", new_command("C-200002"))[0].command_seq == 2
    again.close()


def test_a_mark_that_cannot_be_put_in_its_place_leaves_nothing_beside_it(tmp_path: Path) -> None:
    (tmp_path / "work.hwm").write_bytes(b"")
    mark = HighWater(tmp_path / "work.hwm", KEY)
    (tmp_path / "work.hwm").unlink()
    (tmp_path / "work.hwm").mkdir()
    with pytest.raises(OSError, match="directory"):
        mark.raise_to("d1", "u1", 1)
    assert [path.name for path in tmp_path.iterdir()] == ["work.hwm"]
