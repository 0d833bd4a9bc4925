"""The tables that migrations make are the tables that the program works with."""

import subprocess
import sys
from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, MetaData, insert, select

from app.server.storage import schema
from app.server.storage import tables as t
from app.server.storage.engine import WRITE, open_engine
from app.server.storage.tables import metadata
from tests.support.database import fresh_url

ROOT = Path(__file__).resolve().parents[2]


def footplate(*arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "app", *arguments], cwd=ROOT, capture_output=True, text=True, timeout=60
    )


def test_migrating_gives_exactly_the_tables_of_the_program(tmp_path: Path) -> None:
    engine = open_engine(fresh_url(tmp_path / "server.db"))
    assert schema.upgrade(engine) == schema.newest_revision()
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
    engine.dispose()


def test_migrating_twice_changes_nothing(tmp_path: Path) -> None:
    address = fresh_url(tmp_path / "server.db")
    first = footplate("migrate", "--database", address)
    again = footplate("migrate", "--database", address)
    assert (first.returncode, again.returncode) == (0, 0), first.stderr + again.stderr
    assert "nothing to do" in again.stdout


def test_an_old_database_is_refused_and_the_cure_named(tmp_path: Path) -> None:
    address = fresh_url(tmp_path / "server.db")
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


def test_a_tag_from_before_its_author_was_kept_is_read_by_the_house(tmp_path: Path) -> None:
    engine = open_engine(fresh_url(tmp_path / "server.db"))
    _upgrade_to(engine, "m0007")
    before = MetaData()
    before.reflect(engine)
    case = {
        column.name: 200_001 if column.name == "case_number" else b"" if column.name == "facts" else 0
        for column in before.tables["cases"].columns
        if not column.nullable
    }
    tags = [{"case_number": 200_001, "tag": tag, "place": place} for place, tag in enumerate(("mule ring", "vip"))]
    with engine.connect().execution_options(**{WRITE: True}) as connection, connection.begin():
        connection.execute(insert(before.tables["cases"]), case)
        connection.execute(insert(before.tables["case_tags"]), tags)
    _upgrade_to(engine, "head")
    with engine.connect() as connection:
        kept = connection.execute(select(t.case_tags).order_by(t.case_tags.c.place)).all()
    assert [(row.case_number, row.tag, row.author_id) for row in kept] == [
        (200_001, "mule ring", ""),
        (200_001, "vip", ""),
    ]
    engine.dispose()


def _upgrade_to(engine: Engine, revision: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(schema.__file__).parent / "migrations"))
    with engine.connect().execution_options(**{WRITE: True}) as connection, connection.begin():
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
