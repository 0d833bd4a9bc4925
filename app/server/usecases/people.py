"""Adding people and services."""

import unicodedata

from app.domain.roles import Role
from app.domain.text import unwelcome_characters
from app.server.security.passwords import hash_password
from app.server.security.tokens import SERVICE_PREFIX, new_opaque, token_hash
from app.server.storage import people, tokens
from app.server.storage.people import UserRow
from app.server.storage.unit_of_work import Storage
from app.server.usecases.session import new_id

LONGEST_NAME, LONGEST_VENDOR = 120, 80


class NotAdded(ValueError):
    """The user cannot be added; the message says why."""


def add_user(storage: Storage, name: str, role: Role, vendor: str | None, password: str | None) -> str | None:
    """Add a user; for an agent_service the token that it brings its cases with, told once and never again. Raises
    NotAdded."""
    name = unicodedata.normalize("NFC", name).strip()
    if not _one_line(name, LONGEST_NAME):
        raise NotAdded(f"a name has 1 to {LONGEST_NAME} characters and no control characters")
    if (role is Role.BPO_AGENT) != (vendor is not None):
        raise NotAdded("a bpo_agent, and nobody else, belongs to a vendor: use --vendor")
    if vendor is not None and not _one_line(vendor, LONGEST_VENDOR):
        raise NotAdded(f"a vendor has 1 to {LONGEST_VENDOR} characters and no control characters")
    service = role is Role.AGENT_SERVICE
    if not service and password is None:
        raise NotAdded("a password is needed")
    try:
        kept = None if service or password is None else hash_password(password)
    except ValueError as error:
        raise NotAdded(str(error)) from None
    token = new_opaque(SERVICE_PREFIX) if service else None
    with storage.write() as work:
        if people.user_by_name(work.connection, name) is not None:
            raise NotAdded("there is a user of that name already")
        user_id = new_id(work.now_ms)
        row = UserRow(user_id, name, kept, vendor, None, False, frozenset({role}))
        people.add_user(work.connection, row, work.now_ms)
        if token is not None:
            tokens.add_service(work.connection, token_hash(token), user_id, work.now_ms)
        work.audit(user_id, "user.added", "user", user_id, role=role.value, vendor=vendor)
    return token


def let_take_along(storage: Storage, name: str, allowed: bool) -> None:
    """Let a person take cases along without the server, or no longer. Raises NotAdded where that cannot be."""
    with storage.write() as work:
        user = people.user_by_name(work.connection, unicodedata.normalize("NFC", name).strip())
        if user is None:
            raise NotAdded("there is no user of that name")
        if allowed and not work.policy.takes_along(user.roles, True):
            raise NotAdded("nobody of this role takes cases along")
        people.let_take_along(work.connection, user.user_id, allowed)
        work.audit(user.user_id, "user.takes_along", "user", user.user_id, allowed=allowed)


def shut_out(storage: Storage, name: str, out: bool) -> None:
    """Shut a person out, whose every session is dead with its next request; or let them in again. Raises NotAdded."""
    with storage.write() as work:
        user = people.user_by_name(work.connection, unicodedata.normalize("NFC", name).strip())
        if user is None:
            raise NotAdded("there is no user of that name")
        people.shut_out(work.connection, user.user_id, work.now_ms if out else None)
        work.audit(user.user_id, "user.disabled" if out else "user.enabled", "user", user.user_id)


def _one_line(text: str, most: int) -> bool:
    return 0 < len(text) <= most and not unwelcome_characters(text) and "\n" not in text and "\t" not in text
