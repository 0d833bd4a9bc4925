"""The capability matrix."""

from app.contract import paths
from app.contract.problems import Code
from app.contract.roles import RolePatch, RolesView
from app.domain.roles import Capability, Role
from app.server.routes.deps import Call, route
from app.server.usecases import roles


@route(
    "GET",
    paths.ROLES,
    summary="What each role allows, and what it can be given",
    tag="People",
    answers={200: RolesView},
    capability=Capability.ROLE_READ,
)
def get_roles(call: Call[None]) -> RolesView:
    return roles.read(call.storage, call.who)


@route(
    "PATCH",
    paths.ROLE,
    summary="Give capabilities to a role, or take them from it",
    description="Takes effect with the next request, in every process. What four eyes, Key Users, contact centres and"
    " the audit stand on is refused whoever asks.",
    tag="People",
    body=RolePatch,
    answers={200: RolesView},
    problems=(Code.NOT_FOUND, Code.ROLES_CHANGED),
    capability=Capability.ROLE_MANAGE,
    words={"role": tuple(role.value for role in Role)},
)
def change_role(call: Call[RolePatch]) -> RolesView:
    return roles.change(call.storage, call.who, call.path["role"], call.body)


ROUTES = [get_roles, change_role]
