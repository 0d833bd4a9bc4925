"""People and services: added, linked to an identity provider, shut out and let in."""

import unicodedata

from app.domain.roles import Capability, Role
from app.domain.text import unwelcome_characters
from app.server.security.passwords import hash_password
from app.server.security.principal import OPERATOR, Principal
from app.server.storage import identities, people, state
from app.server.storage.people import UserRow
from app.server.storage.unit_of_work import Storage, UnitOfWork
from app.server.usecases import service_tokens
from app.server.usecases.lockout import Lockout
from app.server.usecases.refusal import require
from app.server.usecases.session import new_id

LONGEST_NAME, LONGEST_VENDOR, LONGEST_TEAM, LONGEST_ISSUER, LONGEST_SUBJECT = 120, 80, 80, 300, 255


class NotAdded(ValueError):
    """The user cannot be added; the message says why."""


def add_user(
    storage: Storage,
    name: str,
    role: Role,
    vendor: str | None,
    password: str | None,
    identity: tuple[str, str] | None = None,
) -> str | None:
    """Add a user; for an agent_service the token that it brings its cases with, told once and never again. `identity`:
    issuer and subject at an identity provider, which then takes the place of a password. Raises NotAdded."""
    name = unicodedata.normalize("NFC", name).strip()
    if not _one_line(name, LONGEST_NAME):
        raise NotAdded(f"a name has 1 to {LONGEST_NAME} characters and no control characters")
    if (role is Role.BPO_AGENT) != (vendor is not None):
        raise NotAdded("a bpo_agent, and nobody else, belongs to a vendor: use --vendor")
    if vendor is not None and not _one_line(vendor, LONGEST_VENDOR):
        raise NotAdded(f"a vendor has 1 to {LONGEST_VENDOR} characters and no control characters")
    service = role is Role.AGENT_SERVICE
    if not service and password is None and identity is None:
        raise NotAdded("a password is needed, or an identity provider")
    try:
        kept = None if service or password is None else hash_password(password)
    except ValueError as error:
        raise NotAdded(str(error)) from None
    with storage.write() as work:
        if people.user_by_name(work.connection, name) is not None:
            raise NotAdded("there is a user of that name already")
        user_id = new_id(work.now_ms)
        row = UserRow(user_id, name, kept, vendor, None, False, frozenset({role}))
        people.add_user(work.connection, row, work.now_ms)
        work.audit(OPERATOR, "user.added", "user", user_id, role=role.value, vendor=vendor)
        if identity is not None:
            _link(work, user_id, *identity)
        return service_tokens.issue(work, OPERATOR, user_id).token if service else None


def link(storage: Storage, name: str, issuer: str, subject: str) -> None:
    """Let a person in whom an identity provider knows under this subject. Raises NotAdded."""
    with storage.write() as work:
        user = people.user_by_name(work.connection, unicodedata.normalize("NFC", name).strip())
        if user is None:
            raise NotAdded("there is no user of that name")
        if Role.AGENT_SERVICE in user.roles:
            raise NotAdded("a service comes in with a token")
        _link(work, user.user_id, issuer, subject)


def _link(work: UnitOfWork, user_id: str, issuer: str, subject: str) -> None:
    if not _one_line(issuer, LONGEST_ISSUER) or not _one_line(subject, LONGEST_SUBJECT):
        raise NotAdded(f"an issuer has 1 to {LONGEST_ISSUER} characters and a subject 1 to {LONGEST_SUBJECT}")
    if identities.find(work.connection, issuer, subject) is not None:
        raise NotAdded("somebody is known under that subject already")
    identities.add(work.connection, issuer, subject, user_id, work.now_ms)
    work.audit(OPERATOR, "user.linked", "user", user_id)


def unlock(storage: Storage, who: Principal | None, name: str) -> bool:
    """Let a name try to sign in again at once, from every address; whether it had to wait. A name that nobody has can
    be waiting as well. Raises Refused (forbidden)."""
    if who is not None:
        require(who, Capability.PERSON_MANAGE)
    name = unicodedata.normalize("NFC", name)[:LONGEST_NAME]
    with storage.write() as work:
        secret = bytes.fromhex(state.read(work.connection, state.TOKEN_KEY) or "")
        waited = Lockout(secret).unlock(work, name)
        user = people.user_by_name(work.connection, name)
        work.audit(who.user_id if who else OPERATOR, "user.unlocked", "user", user.user_id if user else "")
    return waited


def let_take_along(storage: Storage, name: str, allowed: bool) -> None:
    """Let a person take cases along without the server, or no longer. Raises NotAdded where that cannot be."""
    with storage.write() as work:
        user = people.user_by_name(work.connection, unicodedata.normalize("NFC", name).strip())
        if user is None:
            raise NotAdded("there is no user of that name")
        if allowed and not work.policy.takes_along(user.roles, True):
            raise NotAdded("nobody of this role takes cases along")
        people.let_take_along(work.connection, user.user_id, allowed)
        work.audit(OPERATOR, "user.takes_along", "user", user.user_id, allowed=allowed)


def put_in_team(storage: Storage, name: str, team: str | None) -> None:
    """Count a person's work with a team's, what was done before included; None: with none. Raises NotAdded."""
    with storage.write() as work:
        user = people.user_by_name(work.connection, unicodedata.normalize("NFC", name).strip())
        if user is None:
            raise NotAdded("there is no user of that name")
        if team is not None:
            team = unicodedata.normalize("NFC", team).strip()
            if not _one_line(team, LONGEST_TEAM):
                raise NotAdded(f"a team has 1 to {LONGEST_TEAM} characters")
        people.put_in_team(work.connection, user.user_id, team)
        work.audit(OPERATOR, "user.team", "user", user.user_id, team=team)


def shut_out(storage: Storage, name: str, out: bool) -> None:
    """Shut a person out, whose every session is dead with its next request; or let them in again. Raises NotAdded."""
    with storage.write() as work:
        user = people.user_by_name(work.connection, unicodedata.normalize("NFC", name).strip())
        if user is None:
            raise NotAdded("there is no user of that name")
        if out and Role.ADMIN in user.roles and people.admins(work.connection) == [user.user_id]:
            raise NotAdded("this is the last admin, and nobody else could let them in again")
        people.shut_out(work.connection, user.user_id, work.now_ms if out else None)
        work.audit(OPERATOR, "user.disabled" if out else "user.enabled", "user", user.user_id)


def _one_line(text: str, most: int) -> bool:
    return 0 < len(text) <= most and not unwelcome_characters(text) and "\n" not in text and "\t" not in text
