"""What is true of this server as a whole, under names in `server_state`."""

import secrets

from sqlalchemy import BigInteger, Connection, Text, bindparam, cast, insert, select, update

from app.server.storage import tables as t

EPOCH = "epoch"  # names this history; a server restored from a backup gets a new one
PAST_EPOCHS = "past_epochs"  # the names of the histories before a restore, separated by spaces
TOKEN_KEY = "token_key"  # hex; signs access tokens
BLIND_KEY = "blind_key"  # hex; draws who gets which case blind
CURSOR_KEY = "cursor_key"  # hex; signs cursors so that none can be made elsewhere
QA_REF_KEY = "qa_ref_key"  # hex; names cases in frames, so that a name tells nothing of its case
PACKET_KEY = "packet_key"  # hex; the private Ed25519 key that signs packets for seats
LINK_KEY = "link_key"  # hex; what ties cases together is kept as a hash under it
NEXT_CASE_NUMBER = "next_case_number"
OLDEST_PROGRAM = "oldest_program"  # the newest revision of the oldest program that works with these tables
MATRIX_REV = "matrix_rev"  # grows with every change of what roles allow
ASSIGNMENT = "assignment"  # the rules of who is given which case; see assignment_rules.py
LABELS_TOLD = "labels_told"  # the number of the last label that webhooks told of
FIRST_CASE_NUMBER = 200_001
_VALUE = select(t.server_state.c.value).where(t.server_state.c.name == bindparam("wanted"))


def read(connection: Connection, name: str) -> str | None:
    """The value under `name`, or None."""
    return connection.execute(_VALUE, {"wanted": name}).scalar()


def prepare(connection: Connection) -> None:
    """Put the values of a new server in; those that are there stay."""
    fresh = {
        EPOCH: secrets.token_hex(8),
        TOKEN_KEY: secrets.token_hex(32),
        CURSOR_KEY: secrets.token_hex(32),
        BLIND_KEY: secrets.token_hex(32),
        LINK_KEY: secrets.token_hex(32),
        QA_REF_KEY: secrets.token_hex(32),
        PACKET_KEY: secrets.token_hex(32),
        NEXT_CASE_NUMBER: str(FIRST_CASE_NUMBER),
        LABELS_TOLD: "0",
        MATRIX_REV: "0",
    }
    there = set(connection.execute(select(t.server_state.c.name)).scalars())
    missing = [{"name": name, "value": value} for name, value in fresh.items() if name not in there]
    if missing:
        connection.execute(insert(t.server_state), missing)


def put(connection: Connection, name: str, value: str) -> None:
    """Write another value under a name that is there."""
    state = t.server_state
    connection.execute(update(state).where(state.c.name == name).values(value=value))


def set_(connection: Connection, name: str, value: str) -> None:
    """Write a value under a name, whether or not it is there; whoever writes it is alone with it."""
    there = t.server_state
    if not connection.execute(update(there).where(there.c.name == name).values(value=value)).rowcount:
        connection.execute(insert(there), {"name": name, "value": value})


def take_case_numbers(connection: Connection, count: int) -> int:
    """Take `count` numbers; the first of them. The row stays locked until the transaction ends, so none is lost."""
    state = t.server_state
    following = connection.execute(
        update(state)
        .where(state.c.name == NEXT_CASE_NUMBER)
        .values(value=cast(cast(state.c.value, BigInteger) + count, Text))
        .returning(state.c.value)
    ).scalar_one()
    return int(following) - count
