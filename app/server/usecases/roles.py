"""What roles allow: looked at and changed by admins. Takes effect with the next request in every process."""

from app.contract.problems import Code, ProblemItem
from app.contract.roles import RoleChangeView, RolePatch, RolesView, RoleView
from app.domain.role_rules import FIXED, GRANTABLE, Matrix, RoleChange, change_fault, matrix
from app.domain.roles import MATRIX, Capability, Role
from app.server.security.principal import Principal
from app.server.storage import roles
from app.server.storage.unit_of_work import Storage, from_ms
from app.server.usecases.refusal import Refused, require

_KNOWN = {capability.value: capability for capability in Capability}
_WHY = {
    "never_granted": "no house can give this to that role",
    "never_withdrawn": "no house can take this from that role",
}


def read(storage: Storage, who: Principal) -> RolesView:
    """The matrix in force. Raises Refused (forbidden)."""
    require(who, Capability.ROLE_READ)
    return told(storage)


def told(storage: Storage) -> RolesView:
    """The same for whoever runs the program."""
    with storage.read() as connection:
        return _view(roles.in_force(connection), roles.changes(connection))


def change(storage: Storage, who: Principal, role: str, patch: RolePatch) -> RolesView:
    """Give capabilities to a role and take others from it, all or none. Raises Refused (forbidden, not_found,
    roles_changed, invalid with never_granted, never_withdrawn, unknown_capability or twice)."""
    require(who, Capability.ROLE_MANAGE)
    return put(storage, who.user_id, role, patch)


def put(storage: Storage, by: str, role: str, patch: RolePatch) -> RolesView:
    """The same for whoever runs the program."""
    if role not in set(Role):
        raise Refused(Code.NOT_FOUND)
    wanted = _read(Role(role), patch)
    with storage.write() as work:
        rev = roles.take_turn(work.connection)
        if patch.base_rev is not None and patch.base_rev != rev - 1:
            raise Refused(Code.ROLES_CHANGED)
        now = matrix(row.change for row in roles.changes(work.connection))
        for one in wanted:
            if (one.capability in now.allowed[one.role]) is not one.allowed:
                roles.put(work.connection, one, by, work.now_ms)
                action = "role.granted" if one.allowed else "role.withdrawn"
                work.audit(by, action, "role", role, capability=one.capability.value)
        found = roles.changes(work.connection)
        return _view(matrix((row.change for row in found), rev), found)


def _read(role: Role, patch: RolePatch) -> list[RoleChange]:
    """The changes that a patch asks for. Raises Refused (invalid)."""
    wanted: list[RoleChange] = []
    errors: list[ProblemItem] = []
    for part, names, allowed in (("grant", patch.grant, True), ("withdraw", patch.withdraw, False)):
        for n, name in enumerate(names):
            at = f"/{part}/{n}"
            if name not in _KNOWN:
                errors.append(ProblemItem(at, "unknown_capability"))
                continue
            one = RoleChange(role, _KNOWN[name], allowed)
            if (fault := change_fault(one)) is not None:
                errors.append(ProblemItem(at, fault.code, _WHY[fault.code]))
            elif any(other.capability == one.capability for other in wanted):
                errors.append(ProblemItem(at, "twice", "named twice"))
            else:
                wanted.append(one)
    if errors:
        raise Refused(Code.INVALID, errors=tuple(errors))
    return wanted


def _view(now: Matrix, changes: list[roles.ChangeRow]) -> RolesView:
    return RolesView(
        now.rev,
        tuple(
            RoleView(
                role.value,
                _names(now.allowed[role]),
                _names(MATRIX[role]),
                _names(GRANTABLE[role]),
                _names(FIXED.get(role, ())),
            )
            for role in Role
        ),
        tuple(
            RoleChangeView(
                row.change.role.value,
                row.change.capability.value,
                row.change.allowed,
                row.changed_by,
                from_ms(row.changed_at),
            )
            for row in changes
        ),
    )


def _names(capabilities: frozenset[Capability] | tuple[()]) -> tuple[str, ...]:
    return tuple(sorted(capability.value for capability in capabilities))
