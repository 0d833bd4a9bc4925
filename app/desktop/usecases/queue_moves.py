"""What a lead does to a queue as a whole: one priority for a part of it, and the rules of who is given what."""

from collections.abc import Callable
from typing import Protocol

from app.contract import commands as c
from app.contract.assignment_rules import AssignmentChange, AssignmentView
from app.contract.catalogue import catalogue
from app.desktop.ports import DeskError, NotReady, Person, Sent
from app.desktop.usecases.casework import WorkNote
from app.desktop.usecases.rights import roles_of
from app.desktop.usecases.sending import Sending
from app.domain.assignment_rules import Assignment, assignment_faults
from app.domain.priority import MAX_PRIORITY, MIN_PRIORITY
from app.domain.queue_priority import QueuePriorityBody, queue_priority_faults, reach
from app.domain.roles import Capability, can


class Counting(Protocol):
    """The seat's queue."""

    def moved_by(self, case_types: tuple[str, ...], least: int, most: int, priority: int) -> int: ...


class RulesOnline(Protocol):
    """The calls behind the rules."""

    def assignment(self) -> AssignmentView: ...

    def change_assignment(self, change: AssignmentChange) -> AssignmentView: ...


class QueueMoveDesk:
    """See ports.QueueMoves. `preview` is instant and on the GUI thread; `apply` and `undo` run on the writer thread."""

    def __init__(self, queue: Counting, sending: Sending, person: Callable[[], Person | None]) -> None:
        self._queue, self._sending, self._person = queue, sending, person

    def preview(self, body: QueuePriorityBody) -> int:
        """How many cases of this seat's queue it changes."""
        person = self._person()
        if person is None:
            return 0
        least, most = reach(body, roles_of(person))
        return self._queue.moved_by(body.case_types, least, most, body.priority)

    def waiting(self, case_types: tuple[str, ...]) -> int:
        """How many cases of these types, or of all, wait in this seat's queue."""
        return self._queue.moved_by(case_types, MIN_PRIORITY, MAX_PRIORITY, MIN_PRIORITY - 1)

    def apply(self, body: QueuePriorityBody) -> Sent:
        """Raises NotReady (no_capability, or what is wrong with it)."""
        person = self._person()
        if person is None:
            raise DeskError("signed_out")
        roles = roles_of(person)
        if not (can(roles, Capability.CASE_BULK) and can(roles, Capability.CASE_PRIORITISE)):
            raise NotReady("no_capability")
        if faults := queue_priority_faults(body, catalogue().case_types):
            raise NotReady(codes=tuple(fault.code for fault in faults))
        note = WorkNote("", {"priority": body.priority, "types": ", ".join(body.case_types)})
        return self._sending.send(c.QUEUE_PRIORITISE, body, None, None, note)

    def undo(self, command_id: str) -> None:
        """Raises TooLate where it is on its way."""
        self._sending.undo(command_id)


class AssignmentDesk:
    """See ports.Assignments. Every call but `faults` speaks to the server, so it runs in the pool and may raise
    ApiError."""

    def __init__(self, online: RulesOnline) -> None:
        self._online = online

    def read(self) -> AssignmentView:
        return self._online.assignment()

    def faults(self, told: Assignment) -> tuple[str, ...]:
        """Instant: codes of what is wrong with rules, by the server's own."""
        codes = (fault.code for fault in assignment_faults(told, catalogue().case_types))
        # Elsewhere that code says that this program is too old for a case; here a person has just written the word.
        return tuple(dict.fromkeys("rule_case_type" if code == "unknown_case_type" else code for code in codes))

    def save(self, base: AssignmentView, told: Assignment) -> AssignmentView:
        """Put these in the place of those that were read. Raises Problem (rules_changed) where others were quicker."""
        return self._online.change_assignment(AssignmentChange(base.rev, told.rules, told.skills))
