"""People, roles and tokens from the command line beside the database: `footplate role`, `footplate token` and some of
`footplate user`. Every function answers with the process's exit code."""

import sys
from collections.abc import Callable

import msgspec

from app.contract.roles import RolePatch, RolesView
from app.contract.service_tokens import ServiceTokenMade, ServiceTokenOrder, ServiceTokenRotation
from app.server.bootstrap import CannotServe, default_database, open_storage
from app.server.security.principal import OPERATOR
from app.server.storage.unit_of_work import Storage
from app.server.usecases import people, roles, service_tokens
from app.server.usecases.people import NotAdded
from app.server.usecases.refusal import Refused


def list_roles(database: str | None, role: str | None = None) -> int:
    """One line for each role and capability that it allows; those that the house has changed are marked."""

    def work(storage: Storage) -> None:
        _print_roles(roles.told(storage), role)

    return _with(database, work)


def change_role(database: str | None, role: str, *, grant: tuple[str, ...] = (), withdraw: tuple[str, ...] = ()) -> int:
    """Give capabilities to a role, or take them from it."""

    def work(storage: Storage) -> None:
        _print_roles(roles.put(storage, OPERATOR, role, RolePatch(grant, withdraw)), role)

    return _with(database, work)


def list_tokens(database: str | None) -> int:
    """The tokens of services, one JSON object a line, without themselves."""

    def work(storage: Storage) -> None:
        for token in service_tokens.listed(storage, None).tokens:
            print(msgspec.json.encode(token).decode())

    return _with(database, work)


def add_token(database: str | None, service: str, label: str, scopes: tuple[str, ...] | None, days: int) -> int:
    """A new token of a service; printed once."""
    order = ServiceTokenOrder(service, label, scopes, days)
    return _with(database, lambda storage: _print_made(service_tokens.make(storage, None, order)))


def rotate_token(database: str | None, token_id: str, overlap_hours: int, days: int) -> int:
    """A new token in the place of another, which lives on for the overlap; printed once."""
    told = ServiceTokenRotation(overlap_hours, days)
    return _with(database, lambda storage: _print_made(service_tokens.rotate(storage, None, token_id, told)))


def revoke_token(database: str | None, token_id: str) -> int:
    """End a token at once."""

    def work(storage: Storage) -> None:
        print(msgspec.json.encode(service_tokens.revoke(storage, None, token_id)).decode())

    return _with(database, work)


def link_user(database: str | None, name: str, issuer: str, subject: str) -> int:
    """Let a person in whom the identity provider knows under this subject."""
    return _with(database, lambda storage: people.link(storage, name, issuer, subject))


def unlock_user(database: str | None, name: str) -> int:
    """Let a name try to sign in again at once."""

    def work(storage: Storage) -> None:
        print("let in again" if people.unlock(storage, None, name) else "nobody of that name had to wait")

    return _with(database, work)


def _print_roles(view: RolesView, only: str | None) -> None:
    changed = {(one.role, one.capability) for one in view.changes}
    for role in view.roles:
        if only in (None, role.role):
            for capability in role.capabilities:
                print(role.role, capability, *(("(changed)",) if (role.role, capability) in changed else ()))


def _print_made(made: ServiceTokenMade) -> None:
    print(made.token)
    until = made.made.expires_at
    print(f"{made.made.token_id}, good until {until:%Y-%m-%d}" if until else made.made.token_id, file=sys.stderr)


def _with(database: str | None, work: Callable[[Storage], None]) -> int:
    try:
        storage = open_storage(database or default_database())
    except CannotServe as error:
        return _fail(str(error))
    try:
        work(storage)
    except NotAdded as error:
        return _fail(str(error))
    except Refused as refused:
        said = "; ".join(f"{error.pointer}: {error.detail or error.code}" for error in refused.errors)
        return _fail(said or refused.code.title)
    finally:
        storage.engine.dispose()
    return 0


def _fail(why: str) -> int:
    print(f"footplate: {why}", file=sys.stderr)
    return 1
