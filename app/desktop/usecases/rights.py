"""What a signed-in person may do: as the server told it at the last renewal of the session, and where it told nothing,
by the roles that this build knows."""

from app.desktop.ports import Person
from app.domain.roles import Capability, Held, Role, can, capabilities

_BY_NAME = {role.value: role for role in Role}
_CAPABILITIES = {capability.value: capability for capability in Capability}


def roles_of(person: Person) -> Held:
    """The person's roles with what they allow, without what only a newer build knows."""
    roles = [_BY_NAME[role] for role in person.roles if role in _BY_NAME]
    if person.capabilities is None:
        return Held(roles, capabilities(roles))
    return Held(roles, (_CAPABILITIES[name] for name in person.capabilities if name in _CAPABILITIES))


def may(person: Person, capability: str) -> bool:
    """True where one of the roles allows it, or it was granted to this very person."""
    known = _CAPABILITIES.get(capability)
    return capability in person.grants or (known is not None and can(roles_of(person), known))
