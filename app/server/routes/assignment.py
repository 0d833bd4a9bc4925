"""Who is given which case."""

from app.contract import paths
from app.contract.assignment_rules import AssignmentChange, AssignmentUndo, AssignmentView
from app.contract.problems import Code
from app.domain.roles import Capability
from app.server.routes.deps import Call, route
from app.server.usecases import assignment_rules

MOST = 1024 * 1024


@route(
    "GET",
    paths.ASSIGNMENT,
    summary="The rules of who is given which case, and who has which skill",
    tag="Queue",
    answers={200: AssignmentView},
    capability=Capability.QUEUE_RULES,
)
def read_assignment(call: Call[None]) -> AssignmentView:
    return assignment_rules.rules(call.storage, call.who)


@route(
    "PUT",
    paths.ASSIGNMENT,
    summary="Put other rules in their place",
    description="A rule speaks of cases by type, language and vendor; it asks for a skill, caps the load, or both.",
    tag="Queue",
    body=AssignmentChange,
    most=MOST,
    answers={200: AssignmentView},
    problems=(Code.RULES_CHANGED,),
    capability=Capability.QUEUE_RULES,
)
def change_assignment(call: Call[AssignmentChange]) -> AssignmentView:
    return assignment_rules.change(call.storage, call.who, call.body)


@route(
    "POST",
    paths.ASSIGNMENT_UNDO,
    summary="Put the rules of before the last change back",
    description="Asked once more, it makes the change again.",
    tag="Queue",
    body=AssignmentUndo,
    answers={200: AssignmentView},
    problems=(Code.RULES_CHANGED, Code.NOT_FOUND),
    capability=Capability.QUEUE_RULES,
)
def undo_assignment(call: Call[AssignmentUndo]) -> AssignmentView:
    return assignment_rules.undo(call.storage, call.who, call.body.base_rev)


ROUTES = [read_assignment, change_assignment, undo_assignment]
