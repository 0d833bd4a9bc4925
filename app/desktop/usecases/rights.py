"""What a signed-in person may do, by the roles that this build knows."""

from app.desktop.ports import Person
from app.domain.roles import MATRIX, Role

_BY_NAME = {role.value: role for role in Role}


def roles_of(person: Person) -> list[Role]:
    """The person's roles without those that only a newer build knows."""
    return [_BY_NAME[role] for role in person.roles if role in _BY_NAME]


def may(person: Person, capability: str) -> bool:
    """True where one of the roles allows it, or it was granted to this very person."""
    return capability in person.grants or any(capability in MATRIX[role] for role in roles_of(person))
