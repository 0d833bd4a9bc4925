"""Showing a masked value: written to the audit trail and committed before the value leaves."""

import secrets
from datetime import timedelta

from app.contract.problems import Code, ProblemItem
from app.contract.reveal import RevealAnswer, RevealRequest
from app.contract.views import may_see
from app.domain.ids import CASE_ID, case_number, uuid7
from app.domain.reveal import REVEAL_SECONDS, REVEALS_PER_HOUR, masked_values
from app.domain.roles import Capability
from app.server.security.principal import Principal
from app.server.storage import audit, cases
from app.server.storage.unit_of_work import Storage, to_ms
from app.server.usecases.refusal import Refused, require
from app.server.usecases.shown import one_view

ACTION = "pii.reveal"
_HOUR = timedelta(hours=1)


def reveal(storage: Storage, principal: Principal, request: RevealRequest) -> RevealAnswer:
    """The values under a masked path. Whoever cannot be written down is shown nothing. Raises Refused (forbidden,
    not_found, rate_limited)."""
    require(principal, Capability.PII_REVEAL)
    # The block ends with the commit of the audit row; only then is anything answered.
    with storage.write() as work:
        stored = None
        if CASE_ID.match(request.case_id):
            stored = cases.load(work.connection, case_number(request.case_id))
        if stored is None or not may_see(stored.record, principal.viewer):
            raise Refused(Code.NOT_FOUND, errors=(ProblemItem("/case_id", "not_found"),))
        if request.field not in one_view(work.connection, stored, principal.viewer, storage.policy).masked:
            raise Refused(Code.NOT_FOUND, errors=(ProblemItem("/field", "not_masked"),))
        values = masked_values(stored.record.facts, request.field)
        work.lock()  # else several at once would each be the last one that is allowed
        recent = audit.times_of(work.connection, principal.user_id, ACTION, to_ms(work.now - _HOUR))
        if len(recent) >= REVEALS_PER_HOUR:
            wait_ms = recent[-REVEALS_PER_HOUR] + _HOUR // timedelta(milliseconds=1) - work.now_ms
            raise Refused(Code.RATE_LIMITED, retry_after_s=max(1, -(-wait_ms // 1000)))
        reveal_id = uuid7(work.now_ms, secrets.token_bytes(10))
        work.audit(
            principal.user_id,
            ACTION,
            "case",
            stored.record.case_id,
            field=request.field,
            reason=request.reason.value,
            reveal=reveal_id,
            device=principal.device_id,
        )
    return RevealAnswer(reveal_id, values, REVEAL_SECONDS)
