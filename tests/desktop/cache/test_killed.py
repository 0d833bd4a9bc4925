"""kill -9 at any moment: what was told durable is there, in order, without a gap."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from app.desktop.cache.work_store import WorkStore
from tests.desktop.support.factories import KEY

ROOT = Path(__file__).resolve().parents[3]

# Submits for ever and tells each number after its commit.
WRITER = """
import sys
from pathlib import Path
from app.desktop.cache.work_store import WorkStore
from tests.desktop.support.factories import KEY, START_MS, new_command
work = WorkStore.open(Path(sys.argv[1]), KEY, KEY).store
while True:
    work.save_draft("u1", "C-200001", b"{}", START_MS)
    row, _ = work.submit("d1", "u1", new_command())
    sys.stdout.write(f"{row.command_seq} {row.command_id}\\n")
    sys.stdout.flush()
"""


@pytest.mark.parametrize("after", [1, 7, 40])
def test_a_process_killed_between_commits_loses_nothing_that_it_told(tmp_path: Path, after: int) -> None:
    told: dict[int, str] = {}
    for _ in range(2):
        process = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(tmp_path)], cwd=ROOT, stdout=subprocess.PIPE, text=True
        )
        assert process.stdout is not None
        for line in process.stdout:
            seq, _, command_id = line.strip().partition(" ")
            told[int(seq)] = command_id
            if len(told) % after == 0:
                break
        time.sleep(after / 10_000)  # anywhere inside the next commit
        process.kill()
        for line in process.stdout:
            seq, _, command_id = line.strip().partition(" ")
            if command_id and len(command_id) == 36:
                told[int(seq)] = command_id
        process.wait()
        process.stdout.close()
        opened = WorkStore.open(tmp_path, KEY, KEY)
        assert opened.unreadable is None
        rows = sorted(opened.store.latest("u1", 10_000), key=lambda row: row.command_seq)
        opened.store.close()
        assert [row.command_seq for row in rows] == list(range(1, len(rows) + 1))
        here = {row.command_seq: row.command_id for row in rows}
        assert told.items() <= here.items()
        assert len(here) - len(told) <= 1
        hashes = [row.body_sha256 for row in rows]
        assert [row.prev_hash for row in rows] == ["", *hashes[:-1]]
        told = here
