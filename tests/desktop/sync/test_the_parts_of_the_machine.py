"""The machine at full size goes on where it was stopped, and counts nothing that it did not run."""

import threading
from pathlib import Path

import pytest

from tests.desktop.sync.machine.parts import FOUND, Parts, Record, code, every


@pytest.mark.timeout(300)
def test_what_was_run_is_not_run_again(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert every(1, 4_000, 1, tmp_path) == 0
    assert "1 of 1 parts, 1 examples held, 0 parts found something, 0 not ended" in capfd.readouterr().out
    assert every(1, 4_000, 1, tmp_path) == 0
    said = capfd.readouterr().out
    assert "1 parts, 1 examples, were done before" in said
    assert "minutes" not in said


def test_a_part_of_other_code_or_of_a_torn_line_is_no_part(tmp_path: Path) -> None:
    file = tmp_path / "7.jsonl"
    Record(file, "another").add(7, 100)
    with file.open("ab") as torn:
        torn.write(b'{"code":"this","seed":107,"exam')
    Record(file, "this").add(207, 100)
    assert [part.seed for part in Record(file, "this").done()] == [207]


def test_the_same_code_has_one_name() -> None:
    assert code() == code()


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
