"""Leases that ran out and that nobody will renew any more.

A case whose lease has run out may be claimed at that moment: the queue looks at the clock and not at this. What is done
here is for everybody else's eyes, who would go on seeing a holder that is long gone. Whoever only slept a while finds
the lease still theirs, so it is left alone for as long again as it ran.
"""

from datetime import timedelta

from app.contract.changes import CASE
from app.domain.claim import ONLINE_LEASE
from app.server.storage import cases, claims
from app.server.storage.unit_of_work import UnitOfWork
from app.server.usecases.sla_events import SERVER

MOST = 200
GRACE = ONLINE_LEASE
_MS = timedelta(milliseconds=1)


def end(work: UnitOfWork) -> bool:
    """End up to 200 of them; whether there may be more."""
    found = claims.run_out(work.connection, work.now_ms, work.now_ms - GRACE // _MS, MOST)
    for lease in found:
        name = cases.case_id(lease.number)
        cases.change(work.connection, lease.number, rev=lease.rev + 1, **claims.NOBODY)
        work.touch(CASE, name, lease.rev + 1, lease.vendor)
        work.audit(SERVER, "case.lease_ended", "case", name, fence=lease.fence)
    return len(found) == MOST
