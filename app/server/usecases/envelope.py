"""What is asked of a command before it is looked into, and how its fate is written down."""

import msgspec

from app.contract.canonical import body_sha256
from app.contract.commands import Command, CommandResult, WithdrawnBody
from app.contract.limits import COMMAND_BODY_BYTES
from app.contract.problems import ProblemItem
from app.contract.version import COMMAND_SCHEMAS
from app.domain.ids import CASE_ID, case_number, is_uuid7
from app.server.storage.unit_of_work import UnitOfWork
from app.server.usecases.sender import Sender, applied, read_body


def digest_of(body: msgspec.Raw) -> str:
    """Hex SHA-256 over the canonical form of a body."""
    return body_sha256(msgspec.json.decode(body))


def number_of(case_id: str | None) -> int | None:
    """The number of the case that a command names; None where it names none."""
    return case_number(case_id) if case_id and CASE_ID.match(case_id) else None


def envelope_fault(command: Command, digest: str) -> ProblemItem | None:
    """What is wrong with a command whatever is in it."""
    if not is_uuid7(command.command_id):
        return ProblemItem("/command_id", "uuid7", "a UUID of version 7, lower case")
    if digest != command.body_sha256:
        return ProblemItem("/body_sha256", "hash", "not the SHA-256 of the body's canonical form")
    return None


def is_known_form(command: Command) -> bool:
    """Whether this server knows the type in this version."""
    oldest, newest = COMMAND_SCHEMAS.get(command.command_type, (1, 0))
    return oldest <= command.command_schema <= newest


def too_large(command: Command) -> bool:
    return len(bytes(command.body)) > COMMAND_BODY_BYTES


def withdrawn(work: UnitOfWork, sender: Sender, command: Command) -> CommandResult:
    """Undone before it was sent: nothing happens but that its number is taken."""
    body = read_body(command, WithdrawnBody)
    return body if isinstance(body, CommandResult) else applied(command)


def audit(work: UnitOfWork, sender: Sender, result: CommandResult, kind: str, case_id: str | None) -> None:
    """Put the fate of a command on the trail."""
    work.audit(
        sender.principal.user_id,
        "command",
        "command",
        result.command_id,
        type=kind if kind in COMMAND_SCHEMAS else "unreadable",
        status=result.status.value,
        code=result.code,
        case=case_id if case_id and CASE_ID.match(case_id) else None,
        device=sender.device_id,
        review=result.review_id,
    )
