"""The capability matrix: what roles allow, what they can be given, and what the house has changed."""

from datetime import datetime

import msgspec


class RoleView(msgspec.Struct, frozen=True):
    """One role. `capabilities`: what it allows now; `at_first`: what it allows where a house has changed nothing;
    `grantable`: what it can be given at most; `fixed`: what cannot be taken from it."""

    role: str
    capabilities: tuple[str, ...]
    at_first: tuple[str, ...]
    grantable: tuple[str, ...]
    fixed: tuple[str, ...]


class RoleChangeView(msgspec.Struct, frozen=True):
    """One cell that the house has set. `changed_by`: a person's id, or "operator" for the server's command line."""

    role: str
    capability: str
    allowed: bool
    changed_by: str
    changed_at: datetime


class RolesView(msgspec.Struct, frozen=True):
    """The whole matrix; `rev` grows with every change of it."""

    rev: int
    roles: tuple[RoleView, ...]
    changes: tuple[RoleChangeView, ...]


class RolePatch(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Capabilities to give to a role and to take from it, all or none. `base_rev`: the matrix that the admin looked at;
    where it has changed since, nothing is done."""

    grant: tuple[str, ...] = ()
    withdraw: tuple[str, ...] = ()
    base_rev: int | None = None
