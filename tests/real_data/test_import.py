"""The real feed through `footplate import` into a real server: every line once, the broken ones named, none halved."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from tests.real_data.convert import convert, write
from tests.support.server import ROOT, RunningServer, add_user, start_server

CASES, ROWS = 348, 4652


@dataclass
class Place:
    """A server on a fresh database, and the agent's token."""

    server: RunningServer
    token: str
    database: Path

    def start_import(self, file: Path) -> "subprocess.Popen[str]":
        command = [sys.executable, "-m", "app", "import", str(file), "--server", self.server.url, "--token", self.token]
        return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def run_import(self, file: Path) -> tuple[int, str]:
        """(exit code, what it printed)"""
        with self.start_import(file) as running:
            out, err = running.communicate(timeout=300)
        return running.returncode, out + err

    def stored(self) -> tuple[int, int]:
        """(cases, ledger rows) in the database, each counted by distinct reference and checked to be no double."""
        engine = create_engine(f"sqlite:///{self.database}")
        try:
            with engine.connect() as connection:
                found = []
                for table in ("cases", "ledger"):
                    all_, distinct = connection.execute(
                        text(f"select count(*), count(distinct external_ref) from {table}")
                    ).one()
                    assert all_ == distinct, table
                    found.append(int(all_))
                return found[0], found[1]
        finally:
            engine.dispose()


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    database = tmp_path / "server.db"
    token = add_user(database, "roca", "agent_service")
    with start_server(database) as server:
        yield Place(server, token, database)


@pytest.fixture(scope="module")
def feed(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("feed") / "feed.jsonl"
    assert write(convert(shared), file) == 5000
    return file


def test_5000_lines_are_taken_once_and_known_the_second_time(place: Place, feed: Path) -> None:
    code, said = place.run_import(feed)
    assert code == 0, said
    assert f"5000 read: 5000 accepted ({CASES} cases, {ROWS} ledger rows), 0 duplicate, 0 rejected" in said
    assert place.stored() == (CASES, ROWS)
    code, said = place.run_import(feed)
    assert code == 0, said
    assert "5000 read: 0 accepted (0 cases, 0 ledger rows), 5000 duplicate, 0 rejected" in said
    assert place.stored() == (CASES, ROWS)


def test_ten_broken_lines_are_named_with_line_and_pointer_and_none_is_half_stored(
    place: Place, feed: Path, tmp_path: Path
) -> None:
    lines = feed.read_bytes().splitlines()
    broken = _break(lines)
    file = tmp_path / "broken.jsonl"
    file.write_bytes(b"\n".join(lines) + b"\n")
    code, said = place.run_import(file)
    assert code == 1, said
    named = {}
    for line in said.splitlines():
        if line.startswith("line "):
            number, _, rest = line.removeprefix("line ").partition(":")
            named[int(number.split()[0])] = rest.split()[0]
    assert named == broken
    taken_cases = sum(b'"assessment"' in line for n, line in enumerate(lines, 1) if n not in broken)
    taken_rows = len(lines) - len(broken) - taken_cases
    assert place.stored() == (taken_cases, taken_rows)
    assert f"5000 read: 4990 accepted ({taken_cases} cases, {taken_rows} ledger rows), 0 duplicate, 10 rejected" in said


def _break(lines: list[bytes]) -> dict[int, str]:
    """Break ten lines in place; which (from 1), and the pointer where each is broken ("/" for the whole line)."""
    cases = [n for n, line in enumerate(lines) if b'"assessment"' in line]
    rows = [n for n, line in enumerate(lines) if b'"assessment"' not in line]

    def change(index: int, pointer: str, value: object) -> tuple[int, str]:
        case = json.loads(lines[index])
        *way, last = pointer.strip("/").split("/")
        place = case
        for step in way:
            place = place[int(step) if step.isdigit() else step]
        place[last] = value
        lines[index] = json.dumps(case, ensure_ascii=False).encode()
        return index + 1, pointer

    broken = dict(
        [
            change(cases[3], "/case_type", "parking_ticket"),
            change(cases[50], "/priority", "high"),
            change(cases[99], "/assessment/risk_score", 0.123),
            change(cases[120], "/assessment/signals/0/contribution", "1.0"),
            change(cases[200], "/evidence/0/title", {}),
            change(cases[300], "/opened_at", "yesterday"),
            change(rows[10], "/verdict", "maybe"),
            change(rows[2000], "/decided_at", 17),
            change(rows[4000], "/confidence", 1.5),
        ]
    )
    # A score that no longer adds up is told for the assessment as a whole; a bound of the row for the row.
    broken[cases[99] + 1] = "/assessment"
    broken[rows[4000] + 1] = "/"
    lines[rows[30]] = lines[rows[30]][:-9]
    broken[rows[30] + 1] = "/"
    assert len(broken) == 10
    return broken


def test_an_import_killed_half_way_and_started_again_leaves_no_double_and_no_gap(
    place: Place, feed: Path, tmp_path: Path
) -> None:
    # Cases only and many of them, so that the first run is caught in the middle.
    slow = tmp_path / "many.jsonl"
    cases = [line for line in feed.read_bytes().splitlines() if b'"assessment"' in line]
    with slow.open("wb") as file:
        for copy in range(20):
            for line in cases:
                case = json.loads(line)
                case["external_ref"] = f"{copy:02d}-{case['external_ref']}"
                file.write(json.dumps(case, ensure_ascii=False).encode() + b"\n")
    total = 20 * CASES
    first = place.start_import(slow)
    try:
        deadline = time.monotonic() + 120
        while place.stored()[0] == 0:
            assert time.monotonic() < deadline
            assert first.poll() is None
            time.sleep(0.02)
    finally:
        first.kill()
        first.communicate()
    place.server.kill()
    place.server.restart()
    before = place.stored()[0]
    assert 0 < before < total
    code, said = place.run_import(slow)
    assert code == 0, said
    assert place.stored() == (total, 0)
    assert (
        f"{total} read: {total - before} accepted ({total - before} cases, 0 ledger rows), {before} duplicate" in said
    )


def test_the_real_feed_killed_with_its_server_and_started_again_is_whole(place: Place, feed: Path) -> None:
    first = place.start_import(feed)
    deadline = time.monotonic() + 60
    while sum(place.stored()) == 0 and first.poll() is None:
        assert time.monotonic() < deadline
        time.sleep(0.01)
    first.kill()
    first.communicate()
    place.server.kill()
    place.server.restart()
    code, said = place.run_import(feed)
    assert code == 0, said
    assert place.stored() == (CASES, ROWS)
