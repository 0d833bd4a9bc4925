"""One case as one person may see it."""

from app.contract.problems import Code
from app.contract.views import CaseView, may_see
from app.domain.ids import CASE_ID, case_number
from app.domain.roles import Capability
from app.server.security.principal import Principal
from app.server.storage import cases
from app.server.storage.unit_of_work import Storage
from app.server.usecases.refusal import Refused, require
from app.server.usecases.shown import one_view


def one(storage: Storage, principal: Principal, case_id: str) -> CaseView:
    """The view of a case. Raises Refused: not_found both where there is none and where it is not this person's."""
    require(principal, Capability.CASE_READ)
    if not CASE_ID.match(case_id):
        raise Refused(Code.NOT_FOUND)
    with storage.read() as connection:
        stored = cases.load(connection, case_number(case_id))
        if stored is None or not may_see(stored.record, principal.viewer):
            raise Refused(Code.NOT_FOUND)
        return one_view(connection, stored, principal.viewer, storage.policy, storage.clock())
