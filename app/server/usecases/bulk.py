"""One change on many cases: one command, an effect for each case, and an answer that names them all."""

import msgspec

from app.contract import gate
from app.contract.commands import CaseEffect, Command, CommandResult, Status
from app.contract.problems import Code, ProblemItem
from app.contract.views import may_see
from app.domain.bulk import BulkAction, BulkBody, bulk_faults
from app.domain.ids import case_number
from app.server.storage import cases
from app.server.storage.unit_of_work import UnitOfWork
from app.server.usecases.assignment import ASSIGN, HAND_OVER, PRIORITY
from app.server.usecases.casework import SNOOZE, TAG, Kind, Step, change, problems
from app.server.usecases.command_rights import may_send
from app.server.usecases.sender import Sender, applied, read_body, rejected

ACTIONS: dict[BulkAction, Kind] = {
    BulkAction.ASSIGN: ASSIGN,
    BulkAction.SNOOZE: SNOOZE,
    BulkAction.PRIORITY: PRIORITY,
    BulkAction.TAG: TAG,
    BulkAction.HAND_OVER: HAND_OVER,
}


def bulk(work: UnitOfWork, sender: Sender, command: Command) -> CommandResult:
    """Apply one change to every named case that takes it. Those that do not are named with the reason; what is wrong
    with the change itself refuses the command as a whole."""
    who = sender.principal
    body = read_body(command, BulkBody)
    if isinstance(body, CommandResult):
        return body
    kind = ACTIONS[body.action]
    if not may_send(who, kind.name):
        return rejected(command, Code.FORBIDDEN)
    if faults := bulk_faults(body):
        return rejected(command, Code.WORK_INVALID, problems(faults))
    try:
        params = gate.decode(bytes(body.params), kind.body, checked=False)
    except gate.BadBody as error:
        item = ProblemItem("/body/params" + error.pointer, error.code, str(error))
        return rejected(command, Code.INVALID, (item,))
    numbers = [case_number(name) for name in body.case_ids]
    cases.lock(work.connection, numbers)
    found = cases.load_many(work.connection, numbers)
    step = Step(work, sender, command.command_id)
    told: list[CaseEffect] = []
    for name, number in zip(body.case_ids, numbers, strict=True):
        stored = found.get(number)
        if stored is None or not may_see(stored.record, who.viewer):
            told.append(CaseEffect(name, Code.NOT_FOUND.code))
            continue
        effect = change(kind, step, stored, params)
        if effect.code is Code.WORK_INVALID:
            told.append(CaseEffect(name, effect.faults[0].code if effect.faults else effect.code.code))
        elif effect.code is not None:
            told.append(CaseEffect(name, effect.code.code))
        else:
            told.append(CaseEffect(name, Status.APPLIED.value, effect.rev))
    done = sum(1 for effect in told if effect.code == Status.APPLIED.value)
    work.audit(
        who.user_id,
        "cases.bulk",
        "command",
        command.command_id,
        bulk=body.action.value,
        asked=len(told),
        applied=done,
    )
    return msgspec.structs.replace(applied(command), cases=tuple(told))
