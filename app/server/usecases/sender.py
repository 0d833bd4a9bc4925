"""What every kind of command shares: who sent it, how its body is read, and the plain answers."""

from collections.abc import Callable
from typing import Any, TypeVar

import msgspec

from app.contract import gate
from app.contract.commands import Command, CommandResult, EntityRev, Status
from app.contract.problems import Code, ProblemItem
from app.server.security.principal import Principal
from app.server.storage.unit_of_work import UnitOfWork

Body = TypeVar("Body", bound=msgspec.Struct)
LONGEST_UNDO_MS = 10_000  # the workstation's own; no other client holds a label back for longer


class Sender(msgspec.Struct, frozen=True):
    """A person at a device; `past_epochs` are those of this server before it was restored."""

    principal: Principal
    device_id: str
    past_epochs: frozenset[str]


# What applies one kind of command inside the writing transaction. It raises nothing for what the author sent.
Handler = Callable[[UnitOfWork, Sender, Command], CommandResult]


def read_body(command: Command, kind: type[Body]) -> Body | CommandResult:
    """The body of a command, or the refusal that names the place where it is broken."""
    try:
        return gate.decode(bytes(command.body), kind, checked=False)
    except gate.BadBody as error:
        return rejected(command, Code.INVALID, (ProblemItem("/body" + error.pointer, error.code, str(error)),))


def rejected(command: Command, code: Code, errors: tuple[ProblemItem, ...] = (), detail: str = "") -> CommandResult:
    """A command that had no effect and never will under this id."""
    return CommandResult(
        command_id=command.command_id,
        command_seq=command.command_seq,
        status=Status.REJECTED,
        code=code.code,
        http=code.status,
        detail=detail,
        errors=errors,
    )


def applied(command: Command, entity: EntityRev | None = None, **more: Any) -> CommandResult:
    """A command that took effect; `more` are further fields of the result."""
    return CommandResult(
        command_id=command.command_id,
        command_seq=command.command_seq,
        status=Status.APPLIED,
        code=Status.APPLIED.value,
        http=200,
        entity=entity,
        **more,
    )


def held_back(command: Command, now_ms: int) -> int | None:
    """Until when what follows from a command stays in the house: its author's window to undo it (None: it is over)."""
    return min(command.release_at, now_ms + LONGEST_UNDO_MS) if command.release_at > now_ms else None
