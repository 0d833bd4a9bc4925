"""Closed cases, once the house keeps them no longer: what they say of a person goes, how they were decided stays."""

from datetime import timedelta

from app.contract.changes import CASE
from app.server.storage import let_go as rows
from app.server.storage.cases import case_id
from app.server.storage.unit_of_work import UnitOfWork
from app.server.usecases.retention import FRAMES_KEPT

ACTION = "case.let_go"
SERVER = "server"
MOST = 50
_MS = timedelta(milliseconds=1)


def let_go(work: UnitOfWork, kept: timedelta) -> bool:
    """Strip some cases on which nothing was decided for so long; whether there may be more. Every seat is told by the
    feed, a row of the trail names each, and the files that nothing else names go by the job that looks for them."""
    found = rows.due(work.connection, work.now_ms - kept // _MS, work.now_ms - FRAMES_KEPT // _MS, MOST)
    if not found:
        return False
    rows.strip(work, found)
    for one in found:
        work.touch(CASE, case_id(one.number), one.rev + 1, one.vendor)
        work.audit(SERVER, ACTION, "case", case_id(one.number), rev=one.rev + 1)
    return len(found) == MOST
