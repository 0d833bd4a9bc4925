"""The tables that migrations make are the tables that the program works with."""

import subprocess
import sys
from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from app.server.storage import schema
from app.server.storage.engine import open_engine
from app.server.storage.tables import metadata

ROOT = Path(__file__).resolve().parents[2]


def footplate(*arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "app", *arguments], cwd=ROOT, capture_output=True, text=True, timeout=60
    )


def test_migrating_gives_exactly_the_tables_of_the_program(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'server.db'}")
    assert schema.upgrade(engine) == schema.newest_revision()
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
    engine.dispose()


def test_migrating_twice_changes_nothing(tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path / 'server.db'}"
    first = footplate("migrate", "--database", address)
    again = footplate("migrate", "--database", address)
    assert (first.returncode, again.returncode) == (0, 0), first.stderr + again.stderr
    assert "nothing to do" in again.stdout


def test_an_old_database_is_refused_and_the_cure_named(tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path / 'server.db'}"
    assert footplate("migrate", "--database", address).returncode == 0
    engine = open_engine(address)
    with engine.connect() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = 'm0000'")
        connection.commit()
    engine.dispose()
    told = footplate("serve", "--database", address, "--port", "0")
    assert told.returncode == 1
    assert "footplate migrate" in told.stderr
    assert told.stdout == ""


def test_a_file_that_is_no_database_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "server.db").write_bytes(b"not a database at all" * 400)
    told = footplate("serve", "--database", f"sqlite:///{tmp_path / 'server.db'}", "--port", "0")
    assert told.returncode == 1
    assert "Traceback" not in told.stderr
