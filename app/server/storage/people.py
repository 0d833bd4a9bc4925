"""People, services and their devices."""

from collections.abc import Collection
from typing import Any

import msgspec
from sqlalchemy import Connection, bindparam, delete, insert, select, update

from app.domain.roles import Role
from app.server.storage import roles as matrix
from app.server.storage import tables as t
from app.server.storage import ways


class UserRow(msgspec.Struct, frozen=True):
    """A person or a service as stored; `roles` with what they allow now."""

    user_id: str
    name: str
    password_hash: str | None
    vendor: str | None
    language: str | None
    disabled: bool
    roles: frozenset[Role]
    takes_along: bool = False
    team: str | None = None


def _user(connection: Connection, condition: object) -> UserRow | None:
    row = connection.execute(select(t.users).where(condition)).first()  # type: ignore[arg-type]
    if row is None:
        return None
    roles = connection.execute(select(t.user_roles.c.role).where(t.user_roles.c.user_id == row.user_id)).scalars()
    return UserRow(
        user_id=row.user_id,
        name=row.name,
        password_hash=row.password_hash,
        vendor=row.vendor,
        language=row.language,
        disabled=row.disabled_at is not None,
        roles=matrix.in_force(connection).held(Role(role) for role in roles),
        takes_along=row.takes_along,
    )


def user_by_name(connection: Connection, name: str) -> UserRow | None:
    return _user(connection, t.users.c.name == name)


def user_by_id(connection: Connection, user_id: str) -> UserRow | None:
    return _user(connection, t.users.c.user_id == user_id)


def lock(connection: Connection, user_id: str) -> None:
    """Hold the person's row until commit (a SQLite writer holds the whole database already). Rows that name the person
    may be written meanwhile."""
    if connection.dialect.name != "sqlite":
        held = select(t.users.c.user_id).where(t.users.c.user_id == user_id)
        connection.execute(held.with_for_update(key_share=True)).all()


def working(connection: Connection, vendor: str | None) -> list[UserRow]:
    """Everybody who is not disabled, of this vendor, or of all for the house (`vendor` null), by name."""
    u, r = t.users.c, t.user_roles.c
    query = select(t.users, r.role).join(t.user_roles, r.user_id == u.user_id).where(u.disabled_at.is_(None))
    if vendor is not None:
        query = query.where(u.vendor == vendor)
    rows: dict[str, list[Any]] = {}
    now = matrix.in_force(connection)
    for row in connection.execute(query.order_by(u.name, u.user_id)):
        rows.setdefault(row.user_id, []).append(row)
    return [
        UserRow(
            one[0].user_id,
            one[0].name,
            None,
            one[0].vendor,
            one[0].language,
            False,
            now.held(Role(row.role) for row in one),
            team=one[0].team,
        )
        for one in rows.values()
    ]


def add_user(connection: Connection, user: UserRow, now_ms: int) -> None:
    """Store a new user with the roles; the name must be free."""
    connection.execute(
        insert(t.users),
        {
            "user_id": user.user_id,
            "name": user.name,
            "password_hash": user.password_hash,
            "vendor": user.vendor,
            "language": user.language,
            "created_at": now_ms,
            "takes_along": user.takes_along,
        },
    )
    connection.execute(insert(t.user_roles), [{"user_id": user.user_id, "role": role.value} for role in user.roles])


def let_take_along(connection: Connection, user_id: str, allowed: bool) -> None:
    """Whether this person may take cases along without the server, whatever the roles say."""
    connection.execute(update(t.users).where(t.users.c.user_id == user_id).values(takes_along=allowed))


def seat_names(connection: Connection, user_id: str, device_ids: Collection[str]) -> dict[str, str]:
    """The names of those of this person's seats, by id."""
    if not device_ids:
        return {}
    d = t.devices.c
    query = select(d.device_id, d.device_name).where(d.user_id == user_id, d.device_id.in_(sorted(device_ids)))
    return {row.device_id: row.device_name for row in connection.execute(query)}


def shut_out(connection: Connection, user_id: str, at: int | None) -> None:
    """Nobody comes in under this name any more; with None they may again."""
    connection.execute(update(t.users).where(t.users.c.user_id == user_id).values(disabled_at=at))


def vendor_exists(connection: Connection, vendor: str) -> bool:
    """Whether anybody was ever of this vendor."""
    return connection.scalar(select(t.users.c.user_id).where(t.users.c.vendor == vendor).limit(1)) is not None


def put_in_team(connection: Connection, user_id: str, team: str | None) -> None:
    """Count this person's work with a team's from now on, what was done before included; None: with none."""
    connection.execute(update(t.users).where(t.users.c.user_id == user_id).values(team=team))


def admins(connection: Connection) -> list[str]:
    """Everybody who is not shut out and may let others in."""
    u, r = t.users.c, t.user_roles.c
    query = select(u.user_id).join(t.user_roles, r.user_id == u.user_id)
    return list(connection.scalars(query.where(r.role == Role.ADMIN.value, u.disabled_at.is_(None))))


def set_roles(connection: Connection, user_id: str, roles: Collection[Role], vendor: str | None) -> None:
    """Other roles than before, and another vendor."""
    connection.execute(delete(t.user_roles).where(t.user_roles.c.user_id == user_id))
    connection.execute(insert(t.user_roles), [{"user_id": user_id, "role": role.value} for role in sorted(roles)])
    connection.execute(update(t.users).where(t.users.c.user_id == user_id).values(vendor=vendor))


_OWNED = select(t.devices.c.device_id).where(
    t.devices.c.device_id == bindparam("device_id"),
    t.devices.c.user_id == bindparam("user_id"),
    t.devices.c.revoked_at.is_(None),
)


def asked_device(user_id: str, device_id: str) -> ways.Asked:
    """What gives a row where the device is registered for this user and not revoked."""
    return ways.Asked(_OWNED, {"user_id": user_id, "device_id": device_id})


def owns_device(connection: Connection, user_id: str, device_id: str) -> bool:
    """True where the device is registered for this user and not revoked."""
    return bool(ways.ask(connection, asked_device(user_id, device_id))[0])
