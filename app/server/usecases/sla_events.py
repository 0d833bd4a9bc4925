"""Telling that a deadline draws near or has passed: in the trail and in the feed, each stage once.

The revision of the case stays as it is, since nothing of it changed: who follows the feed is told the case again, and
who counts events reads the trail (`case.sla`, with the stage and the deadline).
"""

from datetime import timedelta

from app.contract.catalogue import catalogue
from app.contract.changes import CASE
from app.domain.sla import DEFAULT_SLA
from app.server.storage import sla
from app.server.storage.cases import case_id
from app.server.storage.unit_of_work import UnitOfWork

ACTION = "case.sla"
SERVER = "server"
"""Who acts in the trail where the server does so of itself."""
MOST = 200  # cases in one transaction


def tell(work: UnitOfWork) -> bool:
    """Tell what is new of the deadlines of up to 200 cases; whether there may be more. A case that is found late
    without a warning, since nobody looked for so long, is told as late alone."""
    sla.take_back(work.connection, work.now_ms)
    found = sla.nearing(work.connection, work.now_ms, _longest(), MOST)
    for number in range(1, len(sla.STAGES)):
        sla.tell(work.connection, [case.number for case in found if case.stage == number], number)
    for case in found:
        name = case_id(case.number)
        work.touch(CASE, name, case.rev, case.vendor)
        if case.gold:
            continue  # its seat is told as of any other; nobody counts it
        work.audit(SERVER, ACTION, "case", name, stage=sla.STAGES[case.stage].value, due_at=case.due_at_ms)
    return len(found) == MOST


def _longest() -> timedelta:
    """The longest allowance of any type. A case whose type the agent changed has that of the new one."""
    minutes = [kind.sla_minutes for kind in catalogue().case_types.values()]
    return max(timedelta(minutes=max(minutes, default=0)), DEFAULT_SLA)
