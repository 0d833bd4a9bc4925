"""Reading and changing the rules of who is given which case."""

from app.contract.assignment_rules import AssignmentChange, AssignmentView
from app.contract.catalogue import catalogue
from app.contract.problems import Code, ProblemItem
from app.domain.assignment_rules import Assignment, assignment_faults
from app.domain.roles import Capability
from app.server.security.principal import Principal
from app.server.storage import assignment_rules
from app.server.storage.assignment_rules import Kept
from app.server.storage.unit_of_work import Storage, UnitOfWork
from app.server.usecases.refusal import Refused, require
from app.server.usecases.serving import forget_rules


def rules(storage: Storage, who: Principal) -> AssignmentView:
    """What is in force. Raises Refused (forbidden)."""
    require(who, Capability.QUEUE_RULES)
    with storage.read() as connection:
        return _view(assignment_rules.in_force(connection), assignment_rules.before(connection) is not None)


def change(storage: Storage, who: Principal, sent: AssignmentChange) -> AssignmentView:
    """Put these in the place of those; other processes go by them within a second. Raises Refused (forbidden, invalid,
    rules_changed where somebody else was quicker)."""
    require(who, Capability.QUEUE_RULES)
    wanted = Assignment(sent.rules, sent.skills)
    if faults := assignment_faults(wanted, catalogue().case_types):
        raise Refused(Code.INVALID, errors=tuple(ProblemItem(fault.pointer, fault.code) for fault in faults))
    with storage.write() as work:
        kept = _put(work, who, sent.base_rev, wanted, "assignment.rules")
    forget_rules(storage.engine)
    return _view(kept, True)


def undo(storage: Storage, who: Principal, base_rev: int) -> AssignmentView:
    """Put those back that the last change took out of force, under a number of their own; once more, and the change is
    made again. A case type that is there no more does not keep them out. Raises Refused (forbidden, rules_changed,
    not_found where they were never changed)."""
    require(who, Capability.QUEUE_RULES)
    with storage.write() as work:
        work.lock()
        before = assignment_rules.before(work.connection)
        if before is None:
            raise Refused(Code.NOT_FOUND, "no rules were ever changed")
        kept = _put(work, who, base_rev, before.assignment, "assignment.undone", of=before.rev)
    forget_rules(storage.engine)
    return _view(kept, True)


def _put(work: UnitOfWork, who: Principal, base_rev: int, wanted: Assignment, action: str, **told: int) -> Kept:
    work.lock()  # one after another, so that nobody's rules are lost unseen
    before = assignment_rules.in_force(work.connection)
    if before.rev != base_rev:
        raise Refused(Code.RULES_CHANGED)
    kept = Kept(before.rev + 1, wanted)
    assignment_rules.put(work.connection, kept)
    counts = {"rules": len(wanted.rules), "people": len(wanted.skills)}
    work.audit(who.user_id, action, "assignment", str(kept.rev), **counts, **told)
    return kept


def _view(kept: Kept, undoes: bool) -> AssignmentView:
    return AssignmentView(kept.rev, kept.assignment.rules, kept.assignment.skills, undoes)
