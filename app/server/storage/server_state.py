"""What is true of this server as a whole: its epoch and its secrets, made once with the database."""

import secrets

from sqlalchemy import Connection, insert, select

from app.server.storage import tables as t

EPOCH = "epoch"  # names this history; a restored or rebuilt database gets another
CURSOR_KEY = "cursor_key"  # hex; signs cursors so that none can be made elsewhere


def value(connection: Connection, name: str) -> str:
    """The value under `name`. Raises LookupError where the database was never prepared."""
    found = connection.scalar(select(t.server_state.c.value).where(t.server_state.c.name == name))
    if found is None:
        raise LookupError(f"the server state has no {name}")
    return str(found)


def ensure(connection: Connection, name: str, length: int = 32) -> str:
    """The value under `name`, made of `length` random bytes (hex) where there is none yet; needs a writing
    transaction."""
    found = connection.scalar(select(t.server_state.c.value).where(t.server_state.c.name == name))
    if found is not None:
        return str(found)
    made = secrets.token_hex(length)
    connection.execute(insert(t.server_state).values(name=name, value=made))
    return made


def prepare(connection: Connection) -> None:
    """Give a fresh database its epoch and its keys; harmless on one that has them."""
    ensure(connection, EPOCH, 8)
    ensure(connection, CURSOR_KEY)
