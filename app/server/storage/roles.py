"""What the house has changed of the capability matrix, and its number, by which every process sees that it did."""

import msgspec
from sqlalchemy import BigInteger, Connection, Text, cast, delete, insert, select, update

from app.domain.role_rules import Matrix, RoleChange, matrix
from app.domain.roles import Capability, Role
from app.server.storage import state
from app.server.storage import tables as t

_ROLES, _CAPABILITIES = frozenset(Role), frozenset(Capability)


class ChangeRow(msgspec.Struct, frozen=True):
    """One changed cell, and who changed it when (UTC milliseconds)."""

    change: RoleChange
    changed_by: str
    changed_at: int


def changes(connection: Connection) -> list[ChangeRow]:
    """Every cell that is not as a house begins; what only a newer program knows is left out."""
    c = t.role_changes.c
    rows = connection.execute(
        select(c.role, c.capability, c.allowed, c.changed_by, c.changed_at).order_by(c.role, c.capability)
    )
    return [
        ChangeRow(RoleChange(Role(row.role), Capability(row.capability), row.allowed), row.changed_by, row.changed_at)
        for row in rows
        if row.role in _ROLES and row.capability in _CAPABILITIES
    ]


def in_force(connection: Connection) -> Matrix:
    """The matrix of this moment."""
    rev = int(state.read(connection, state.MATRIX_REV) or 0)
    return matrix((row.change for row in changes(connection)), rev)


def take_turn(connection: Connection) -> int:
    """The number of the matrix that is about to be made; whoever else would change it waits until the end of this
    transaction."""
    s = t.server_state
    return int(
        connection.execute(
            update(s)
            .where(s.c.name == state.MATRIX_REV)
            .values(value=cast(cast(s.c.value, BigInteger) + 1, Text))
            .returning(s.c.value)
        ).scalar_one()
    )


def put(connection: Connection, change: RoleChange, by: str, now_ms: int) -> None:
    """Set one cell."""
    c = t.role_changes.c
    same = (c.role == change.role.value, c.capability == change.capability.value)
    connection.execute(delete(t.role_changes).where(*same))
    connection.execute(
        insert(t.role_changes),
        {
            "role": change.role.value,
            "capability": change.capability.value,
            "allowed": change.allowed,
            "changed_by": by,
            "changed_at": now_ms,
        },
    )
