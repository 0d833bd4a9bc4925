"""The version of the tables: looking at it, and bringing a database to the one this program needs."""

import functools
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect, text

from app.server.storage import state, ties, vendor_net
from app.server.storage.engine import WRITE


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    return config


@functools.cache
def newest_revision() -> str:
    """The revision of the tables that this program works with."""
    head = ScriptDirectory.from_config(_config()).get_current_head()
    if head is None:
        raise RuntimeError("this copy of Footplate has no migrations; install it again")
    return head


def current_revision(engine: Engine) -> str | None:
    """The revision that the database is at; None where it has never been set up."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def fits(engine: Engine) -> bool:
    """True where the database has the tables of this program, or later ones: migrations only ever add (a test holds
    them to it), so a program goes on working while the next one's tables are already there. One that takes something
    away says in `server_state` which program is the oldest that can live with it."""
    here, wanted = current_revision(engine), newest_revision()
    if here is None or here < wanted:
        return False
    if here == wanted:
        return True
    with engine.connect() as connection:
        return (state.read(connection, state.OLDEST_PROGRAM) or "") <= wanted


def is_fresh(engine: Engine) -> bool:
    """True where the database holds no table at all."""
    return not inspect(engine).get_table_names()


def upgrade(engine: Engine) -> str:
    """Bring the database to the newest revision in one transaction, and make what a server needs to begin.
    Returns the revision."""
    config = _config()
    with engine.connect() as connection:
        connection = connection.execution_options(**{WRITE: True})
        with connection.begin():
            if connection.dialect.name == "postgresql":
                # The guards of requests are not for a change of tables, which may rewrite one.
                connection.execute(text("SET LOCAL statement_timeout = 0"))
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
            state.prepare(connection)
            ties.tie_missing(connection)
            vendor_net.prepare(connection)
    return newest_revision()
