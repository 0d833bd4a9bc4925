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

from app.server.bootstrap import CannotServe, migrate, open_storage
from app.server.storage import schema
from app.server.storage.engine import WRITE, open_engine
from app.server.usecases import meta
from tests.support.database import database_url, fresh_url, on_postgresql, run_sql

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
            "indexes": {one["name"]: one["column_names"] for one in looked.get_indexes(table)},
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
        for name, columns in was["indexes"].items():
            # More columns behind its own serve whatever it served.
            if now["indexes"].get(name, [])[: len(columns)] != columns:
                yield f"{table}: the index {name} is gone"


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


def index_words(engine: Engine) -> dict[str, str]:
    """Index → how it is made by hand, in the database's own words and as the page says: while the servers serve."""
    if engine.dialect.name == "sqlite":
        query = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
    else:
        query = "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'"
    with engine.connect() as connection:
        found = {str(name): str(words) for name, words in connection.execute(text(query))}
    if engine.dialect.name == "sqlite":
        return found
    return {name: words.replace(" INDEX ", " INDEX CONCURRENTLY ", 1) for name, words in found.items()}


def make_by_hand(engine: Engine, words: str) -> None:
    if engine.dialect.name == "sqlite":
        with engine.connect().execution_options(**{WRITE: True}) as connection, connection.begin():
            connection.execute(text(words))
    else:  # CONCURRENTLY is for no transaction
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text(words))


def test_an_index_that_was_made_beforehand_is_no_hindrance(tmp_path: Path) -> None:
    revisions = [one.revision for one in ScriptDirectory.from_config(config()).walk_revisions()][::-1]
    told = open_engine(fresh_url(tmp_path / "told.db"))
    tried = open_engine(fresh_url(tmp_path / "tried.db"))
    for engine in (told, tried):
        upgrade_to(engine, FIRST)
    beforehand: set[str] = set()
    for revision in revisions[revisions.index(FIRST) + 1 :]:
        before, known = shape(told), index_words(told)
        upgrade_to(told, revision)
        after, words = shape(told), index_words(told)
        for table, was in before.items():
            for name, columns in after[table]["indexes"].items():
                # What stands on columns that the migration itself brings is made by it alone.
                if (
                    name not in known
                    and name in words
                    and all(column in was["columns"] for column in columns)
                    and set(after[table]["columns"]) == set(was["columns"])
                ):
                    make_by_hand(tried, words[name])
                    beforehand.add(name)
        upgrade_to(tried, revision)
        assert index_words(tried) == words, revision
    for engine in (told, tried):
        engine.dispose()
    assert beforehand >= {"ix_ledger_frame", "ix_reviews_beside"}


@pytest.mark.parametrize("other", ["(standing, decided_at)", "(decided_at, case_number)"])
def test_another_index_under_the_name_is_told_and_not_taken_for_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], other: str
) -> None:
    address = fresh_url(tmp_path / "server.db")
    engine = open_engine(address)
    upgrade_to(engine, "m0036")
    make_by_hand(engine, f"CREATE INDEX ix_reviews_beside ON reviews {other}")
    assert migrate(address) == 1
    assert "ix_reviews_beside on reviews has other columns" in capsys.readouterr().err
    make_by_hand(engine, "DROP INDEX ix_reviews_beside")
    assert migrate(address) == 0
    engine.dispose()


def test_an_index_that_was_never_finished_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    if not on_postgresql():
        pytest.skip("SQLite finishes an index or has none")
    address = fresh_url(tmp_path / "server.db")
    engine = open_engine(address)
    upgrade_to(engine, "m0036")
    make_by_hand(engine, "CREATE INDEX ix_reviews_beside ON reviews (decided_at, case_number, standing)")
    make_by_hand(engine, "UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'ix_reviews_beside'::regclass")
    engine.dispose()
    assert migrate(address) == 1
    assert "was never finished" in capsys.readouterr().err


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
        (BASE, "old: the index ix_old is gone"),
        (f"{BASE}; CREATE INDEX ix_old ON old (b, a)", "old: the index ix_old is gone"),
    ],
)
def test_a_migration_that_takes_away_is_noticed(tmp_path: Path, after: str, says: str) -> None:
    shapes = []
    for n, statements in enumerate((f"{BASE}; CREATE INDEX ix_old ON old (a, b)", after)):
        engine = open_engine(f"sqlite:///{tmp_path / str(n)}.db")
        with engine.begin() as connection:
            for statement in statements.split("; "):
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
