"""Rows and changes of many commands, kept until they can be written by one statement each."""

import functools
from typing import Any

from sqlalchemy import BindParameter, Connection, Table, Update, bindparam, update

from app.server.storage import ways


class Gathered:
    """What is to be written. Whoever gathers reads none of it back before `write`."""

    def __init__(self) -> None:
        self._rows: dict[Table, list[dict[str, Any]]] = {}
        self._changes: dict[tuple[Table, str, tuple[str, ...]], list[dict[str, Any]]] = {}

    def add(self, table: Table, row: dict[str, Any]) -> None:
        self._rows.setdefault(table, []).append(row)

    def change(self, table: Table, key: str, value: Any, columns: dict[str, Any]) -> None:
        names = tuple(sorted(columns))
        row = {f"to_{name}": columns[name] for name in names} | {"of": value}
        self._changes.setdefault((table, key, names), []).append(row)

    def parts(self) -> list[ways.Part]:
        """New rows in the order in which their tables were first named, then the changes."""
        found: list[ways.Part] = [
            ways.Rows(table, alike) for table, rows in self._rows.items() for alike in _alike(rows)
        ]
        for (table, key, names), rows in self._changes.items():
            found += [ways.Asked(change_statement(table, key, names), row) for row in rows]
        return found

    def write(self, connection: Connection) -> None:
        """Write all of it, by a statement for each kind."""
        for table, rows in self._rows.items():
            for alike in _alike(rows):
                ways.ask(connection, ways.Rows(table, alike))
        for (table, key, names), rows in self._changes.items():
            connection.execute(change_statement(table, key, names), rows)


@functools.cache
def change_statement(table: Table, key: str, names: tuple[str, ...]) -> Update:
    """UPDATE of these columns (parameters `to_<name>`) of the row whose `key` is the parameter `of`."""
    columns: dict[str, BindParameter[Any]] = {name: bindparam(f"to_{name}") for name in names}
    return update(table).where(table.c[key] == bindparam("of")).values(columns)


def _alike(rows: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """By the columns that they name: one statement writes the same columns of each row."""
    found: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for row in rows:
        found.setdefault(tuple(row), []).append(row)
    return list(found.values())
