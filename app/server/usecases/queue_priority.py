"""Setting the priority of a whole part of the queue at once."""

import msgspec

from app.contract.catalogue import catalogue
from app.contract.changes import CASE
from app.contract.commands import QUEUE_PRIORITISE, Command, CommandResult
from app.contract.problems import Code
from app.domain.queue_priority import QueuePriorityBody, queue_priority_faults, reach
from app.server.storage import queue_priority
from app.server.storage.cases import case_id
from app.server.storage.unit_of_work import UnitOfWork
from app.server.usecases.casework import problems
from app.server.usecases.sender import Sender, applied, read_body, rejected


def prioritise(work: UnitOfWork, sender: Sender, command: Command) -> CommandResult:
    """Apply it to every open case in the queue that fits: one statement, however many they are. Cases that are put off
    or wait for somebody outside are left alone, and so are those that the person may not move."""
    who = sender.principal
    body = read_body(command, QueuePriorityBody)
    if isinstance(body, CommandResult):
        return body
    if faults := queue_priority_faults(body, catalogue().case_types):
        return rejected(command, Code.WORK_INVALID, problems(faults))
    reached = msgspec.structs.replace(body, **dict(zip(("least", "most"), reach(body, who.roles), strict=True)))
    moved = queue_priority.set_all(work.connection, reached, who.viewer, work.now_ms)
    for case in moved:
        work.touch(CASE, case_id(case.number), case.rev, case.vendor)
    told: dict[str, str | int] = {"priority": body.priority, "least": body.least, "most": body.most}
    told |= {"types": ",".join(body.case_types)} if body.case_types else {}
    work.audit(who.user_id, QUEUE_PRIORITISE, "command", command.command_id, cases=len(moved), **told)
    return msgspec.structs.replace(applied(command), count=len(moved))
