"""A condition that names many values at once."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Connection, any_, bindparam
from sqlalchemy.dialects.postgresql import ARRAY


def one_of(connection: Connection, column: ColumnElement[str], values: Sequence[str]) -> ColumnElement[bool]:
    """Whether `column` is one of `values`: on PostgreSQL as a single array, where a place for each of hundreds takes
    longer to write than the database takes to answer; they are at most as many as every database takes."""
    if connection.dialect.name == "postgresql":
        return column == any_(bindparam(None, list(values), type_=ARRAY(column.type)))
    return column.in_(values)
