"""A backup taken while the server works, restored elsewhere as docs/server.md says: everything of its moment is there,
the chain of the audit trail holds, and the history has a new name."""

import os
import subprocess
from pathlib import Path

import pytest
from sqlalchemy.engine import make_url

from app.server import operation
from app.server.bootstrap import open_storage
from app.server.storage import state
from app.server.storage.unit_of_work import Storage
from app.server.usecases import audit_trail
from tests.support.database import NONE_HERE, database_url, here, on_postgresql, postgresql_url
from tests.support.postgresql import find_binaries

COUNT = 60


def write(storage: Storage, name: str, count: int) -> None:
    for n in range(count):
        with storage.write() as work:
            work.audit(name, "case.note", "case", f"C-{n}")
            work.touch("case", f"C-{n}", 1, None)


def epoch_of(storage: Storage) -> str:
    with storage.read() as connection:
        return state.read(connection, state.EPOCH) or ""


def come_back(address: str, before: str, rows: int, capsys: pytest.CaptureFixture[str]) -> None:
    """What the page says is done after a restore, and what holds then."""
    capsys.readouterr()
    assert operation.begin_anew(address) == 0
    new = capsys.readouterr().out.strip()
    assert operation.verify_database(address) == 0
    assert capsys.readouterr().out.startswith(f"{rows + 2} rows, 1 to {rows + 2}: the chain holds")
    storage = open_storage(address)
    try:
        assert epoch_of(storage) == new != before
        with storage.read() as connection:
            assert state.read(connection, state.PAST_EPOCHS) == before
    finally:
        storage.engine.dispose()


@pytest.mark.skipif(on_postgresql(), reason="of an SQLite file")
def test_an_sqlite_file_is_copied_while_it_is_written_to_and_comes_back_whole(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    storage = open_storage(database_url(tmp_path / "server.db"))
    write(storage, "before", COUNT)
    out = tmp_path / "copy.db"
    with storage.write() as work:  # somebody is in the middle of it
        work.audit("meanwhile", "case.note", "case", "C-1")
        assert operation.backup(database_url(tmp_path / "server.db"), out) == 0
    write(storage, "after", 5)
    before = epoch_of(storage)
    storage.engine.dispose()
    come_back(f"sqlite:///{out}", before, COUNT, capsys)
    assert not list(tmp_path.glob("*.partial"))


@pytest.mark.parametrize("address", ["postgresql+psycopg://x/y", "sqlite:///{}/none.db"])
def test_what_cannot_be_copied_is_said_and_nothing_is_left(
    tmp_path: Path, address: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert operation.backup(address.format(tmp_path), tmp_path / "copy.db") == 1
    assert capsys.readouterr().err.startswith("footplate: ")
    assert list(tmp_path.iterdir()) == []


def test_a_backup_takes_the_place_of_no_other(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    open_storage(f"sqlite:///{tmp_path / 'server.db'}").engine.dispose()
    (tmp_path / "copy.db").write_bytes(b"the one of yesterday")
    assert operation.backup(f"sqlite:///{tmp_path / 'server.db'}", tmp_path / "copy.db") == 1
    assert (tmp_path / "copy.db").read_bytes() == b"the one of yesterday"
    assert "is there already" in capsys.readouterr().err


@pytest.mark.slow
@pytest.mark.skipif(not here(), reason=NONE_HERE)
def test_a_postgresql_database_is_dumped_and_restored_into_an_empty_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tools = folder_of_tools()
    source = postgresql_url(tmp_path / "server.db")
    storage = open_storage(source)
    write(storage, "before", COUNT)
    dump = tmp_path / "footplate.dump"
    run_tool(tools / "pg_dump", source, "--format=custom", f"--file={dump}")
    write(storage, "after", 5)
    before = epoch_of(storage)
    storage.engine.dispose()
    target = postgresql_url(tmp_path / "restored.db", template=None)
    run_tool(tools / "pg_restore", target, "--no-owner", "--exit-on-error", str(dump))
    come_back(target, before, COUNT, capsys)
    restored = open_storage(target)
    try:
        with pytest.raises(Exception, match="gives none back"), restored.engine.begin() as connection:
            connection.exec_driver_sql("DELETE FROM audit WHERE audit_seq = 1")
        assert audit_trail.verify(restored).rows == COUNT + 2
    finally:
        restored.engine.dispose()


def folder_of_tools() -> Path:
    """Where pg_dump and pg_restore of the server's own version lie; the test is skipped where they do not."""
    server = find_binaries()
    assert server is not None
    wanted = version(server / "postgres")
    for folder in (server, (server / "postgres").resolve().parent, *Path("/usr/lib/postgresql").glob("*/bin")):
        if (folder / "pg_restore").is_file() and version(folder / "pg_dump") == wanted:
            return folder
    pytest.skip(f"pg_dump of version {wanted} is not installed here")


def version(program: Path) -> str:
    told = subprocess.run([str(program), "--version"], capture_output=True, text=True, timeout=30).stdout
    return told.split()[2].split(".")[0]


def run_tool(program: Path, address: str, *arguments: str) -> None:
    """One of PostgreSQL's own programs on the database of an address."""
    url = make_url(address)
    where = [f"--host={url.query['host']}", f"--username={url.username}", f"--dbname={url.database}"]
    done = subprocess.run(
        [str(program), *where, *arguments],
        env={**os.environ, "PGPASSWORD": ""},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
