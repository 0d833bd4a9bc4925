"""The machine at full size goes on where it was stopped, and counts nothing that it did not run."""

import threading
from pathlib import Path

import pytest

from tests.desktop.sync.machine.parts import FOUND, LOCK, Code, Parts, Ran, Record, every


@pytest.mark.timeout(300)
def test_what_was_run_is_not_run_again(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert every(1, 4_000, 1, tmp_path) == 0
    assert "1 of 1 parts, 1 examples held, 0 parts found something, 0 not ended" in capfd.readouterr().out
    (files,) = [line.files for line in Record(tmp_path / "4000.jsonl").lines() if isinstance(line, Code)]
    loaded = {
        "app/desktop/sync/engine.py",
        "app/desktop/cache/work_store.py",
        "app/server/usecases/feed.py",
        "app/server/storage/migrations/versions/m0001_the_first_tables.py",
        "resources/catalogue/case_types.json",
        "tests/desktop/sync/machine/desk_machine.py",
        "tests/support/factories.py",
        LOCK,
    }
    assert loaded <= set(files)
    assert not [name for name in files if "/panels/" in name or "/widgets/" in name or "/shell/" in name]
    assert every(1, 4_000, 1, tmp_path) == 0
    said = capfd.readouterr().out
    assert "1 parts, 1 examples, were done before" in said
    assert "minutes" not in said


def _tree(root: Path) -> Ran:
    """A program of two files, of which a part loaded both; a third is a window's."""
    for name in ("app/pull.py", "app/push.py", "app/window.py"):
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_text(name)
    return Ran(100, ("app/pull.py", "app/push.py"))


def test_a_part_counts_until_a_file_that_it_loaded_changes(tmp_path: Path) -> None:
    ran, record = _tree(tmp_path), Record(tmp_path / "7.jsonl", tmp_path)
    record.add(7, ran)
    (tmp_path / "app/window.py").write_text("another window")
    assert [part.seed for part in record.done()] == [7]
    (tmp_path / "app/push.py").write_text("another way to push")
    assert not list(record.done())
    record.add(107, ran)
    assert [part.seed for part in record.done()] == [107]
    (tmp_path / "app/push.py").unlink()
    assert not list(record.done())
    (tmp_path / "app/push.py").write_text("app/push.py")
    assert [part.seed for part in record.done()] == [7]


def test_a_line_that_was_torn_is_no_part(tmp_path: Path) -> None:
    ran, file = _tree(tmp_path), tmp_path / "7.jsonl"
    Record(file, tmp_path).add(7, ran)
    with file.open("ab") as torn:
        torn.write(b'{"type":"part","code":"this","seed":107,"exam')
    Record(file, tmp_path).add(207, ran)
    assert [part.seed for part in Record(file, tmp_path).done()] == [7, 207]


@pytest.mark.timeout(120)
def test_a_part_that_was_killed_says_so() -> None:
    parts, ended = Parts(), list[tuple[int, str] | None]()
    thread = threading.Thread(target=lambda: ended.append(parts.run(1, 1_000_000)))
    thread.start()
    while not parts.running:
        thread.join(0.01)
    parts.end()
    thread.join()
    assert ended[0] is not None
    assert ended[0][0] not in (0, FOUND)
    assert parts.run(1, 1) is None
