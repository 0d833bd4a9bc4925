"""A program goes on working while the next version's tables are already there: migrations add and take nothing away
(docs/server.md, "a new version without an interruption")."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect, text

from app.server.bootstrap import CannotServe, open_storage
from app.server.storage import schema
from app.server.storage.engine import WRITE, open_engine
from app.server.usecases import meta
from tests.support.database import database_url, fresh_url, run_sql

# No version was given to anybody before these tables, so the rules hold from here on.
FIRST = "m0015"
Shape = dict[str, dict[str, Any]]


def config() -> Config:
    told = Config()
    told.set_main_option("script_location", str(Path(schema.__file__).parent / "migrations"))
    return told


def upgrade_to(engine: Engine, revision: str) -> None:
    told = config()
    with engine.connect().execution_options(**{WRITE: True}) as connection, connection.begin():
        told.attributes["connection"] = connection
        command.upgrade(told, revision)


def shape(engine: Engine) -> Shape:
    """Table → what a program that knows it leans on."""
    looked = inspect(engine)
    told: Shape = {}
    for table in looked.get_table_names():
        unique = {tuple(one["column_names"]) for one in looked.get_unique_constraints(table)}
        unique |= {tuple(one["column_names"]) for one in looked.get_indexes(table) if one["unique"]}
        told[table] = {
            "columns": {
                column["name"]: (str(column["type"]), column["nullable"], column["default"])
                for column in looked.get_columns(table)
            },
            "unique": unique,
        }
    return told


def takes_away(before: Shape, after: Shape) -> Iterator[str]:
    """What a program that was written for `before` would miss, or be refused, in `after`."""
    for table, was in before.items():
        if table not in after:
            yield f"{table}: gone"
            continue
        now = after[table]
        for name, (kind, nullable, _) in was["columns"].items():
            if name not in now["columns"]:
                yield f"{table}.{name}: gone"
                continue
            kind_now, nullable_now, _ = now["columns"][name]
            if kind_now != kind:
                yield f"{table}.{name}: {kind} became {kind_now}"
            if nullable and not nullable_now:
                yield f"{table}.{name}: may not be null any more"
        for name, (_, nullable, default) in now["columns"].items():
            if name not in was["columns"] and not nullable and default is None:
                yield f"{table}.{name}: new, not null and without a default"
        for columns in now["unique"] - was["unique"]:
            yield f"{table}: {', '.join(map(str, columns))} became unique"


def test_every_migration_since_the_first_version_only_adds(tmp_path: Path) -> None:
    revisions = [one.revision for one in ScriptDirectory.from_config(config()).walk_revisions()][::-1]
    engine = open_engine(fresh_url(tmp_path / "server.db"))
    upgrade_to(engine, FIRST)
    before, found = shape(engine), {}
    for revision in revisions[revisions.index(FIRST) + 1 :]:
        upgrade_to(engine, revision)
        after = shape(engine)
        if told := list(takes_away(before, after)):
            found[revision] = told
        before = after
    engine.dispose()
    assert found == {}


BASE = "CREATE TABLE old (a INTEGER NOT NULL, b VARCHAR(20), c VARCHAR(20))"


@pytest.mark.parametrize(
    ("after", "says"),
    [
        ("CREATE TABLE other (a INTEGER)", "old: gone"),
        ("CREATE TABLE old (a INTEGER NOT NULL, b VARCHAR(20))", "old.c: gone"),
        ("CREATE TABLE old (a INTEGER NOT NULL, b VARCHAR(8), c VARCHAR(20))", "old.b: VARCHAR(20) became VARCHAR(8)"),
        ("CREATE TABLE old (a INTEGER NOT NULL, b VARCHAR(20) NOT NULL, c VARCHAR(20))", "old.b: may not be null"),
        (BASE[:-1] + ", d INTEGER NOT NULL)", "old.d: new, not null"),
        (BASE[:-1] + ", UNIQUE (b))", "old: b became unique"),
    ],
)
def test_a_migration_that_takes_away_is_noticed(tmp_path: Path, after: str, says: str) -> None:
    shapes = []
    for n, statement in enumerate((BASE, after)):
        engine = open_engine(f"sqlite:///{tmp_path / str(n)}.db")
        with engine.begin() as connection:
            connection.execute(text(statement))
        shapes.append(shape(engine))
        engine.dispose()
    assert any(told.startswith(says) for told in takes_away(*shapes))


def newer(database: Path, oldest: str | None) -> None:
    """The tables of some later version, and which program is the oldest that can live with them."""
    open_storage(database_url(database)).engine.dispose()
    run_sql(database, "UPDATE alembic_version SET version_num = 'm9999'")
    if oldest is not None:
        run_sql(database, "INSERT INTO server_state (name, value) VALUES ('oldest_program', :it)", it=oldest)


@pytest.mark.parametrize("oldest", [None, "m0013"])
def test_a_program_starts_and_is_ready_on_the_tables_of_a_later_version(tmp_path: Path, oldest: str | None) -> None:
    newer(tmp_path / "server.db", oldest)
    storage = open_storage(database_url(tmp_path / "server.db"))
    assert meta.ready(storage)
    storage.engine.dispose()


def test_a_program_that_a_later_version_cannot_live_with_stops_being_ready_and_does_not_start(tmp_path: Path) -> None:
    storage = open_storage(database_url(tmp_path / "server.db"))
    assert meta.ready(storage)
    newer(tmp_path / "server.db", "m9998")
    assert not meta.ready(storage)
    storage.engine.dispose()
    with pytest.raises(CannotServe, match="too new"):
        open_storage(database_url(tmp_path / "server.db"))


def test_a_database_behind_this_program_is_not_ready(tmp_path: Path) -> None:
    storage = open_storage(database_url(tmp_path / "server.db"))
    run_sql(tmp_path / "server.db", "UPDATE alembic_version SET version_num = 'm0001'")
    assert not meta.ready(storage)
    storage.engine.dispose()
