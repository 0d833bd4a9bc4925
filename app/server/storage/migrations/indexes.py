"""An index on a table of an earlier version: who serves a large database makes it beforehand, by hand and without
holding anybody up (docs/server.md, "a new version without an interruption"); then the migration finds it there."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op


class OtherIndex(RuntimeError):
    """Under the name of the index there is another one; it has to be dropped by who made it."""


def add_index(name: str, table: str, columns: Sequence[str], where: str | None = None) -> None:
    """Make the index, unless it is there. Raises OtherIndex where what has its name is not what is wanted: other
    columns, a unique one, or one that the database never finished."""
    connection = op.get_bind()
    for found in sa.inspect(connection).get_indexes(table):
        if found["name"] == name and (found["column_names"] != list(columns) or found["unique"]):
            raise OtherIndex(_WORDS.format(name=name, table=table, why="has other columns than this version needs"))
    if connection.dialect.name == "postgresql" and connection.scalar(_UNFINISHED, {"name": name}):
        raise OtherIndex(_WORDS.format(name=name, table=table, why="was never finished"))
    only = None if where is None else sa.text(where)
    op.create_index(name, table, list(columns), if_not_exists=True, postgresql_where=only, sqlite_where=only)


_WORDS = "the index {name} on {table} {why}: drop it, make it again or leave it to footplate migrate"
_UNFINISHED = sa.text(
    "SELECT count(*) FROM pg_index WHERE NOT indisvalid AND indexrelid = to_regclass(quote_ident(:name))"
)
