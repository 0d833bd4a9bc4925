"""What reviewers looked for and did not find, counted for those who can have it added."""

from datetime import timedelta

from app.contract.missing import MissingCount, MissingStats, MissingText
from app.domain.roles import Capability
from app.server.security.principal import Principal
from app.server.storage import cases, work
from app.server.storage.unit_of_work import Storage, from_ms, to_ms
from app.server.usecases.refusal import require

USUAL_DAYS, MOST_DAYS, TEXTS = 30, 400, 100


def counts(storage: Storage, principal: Principal, days: int | None) -> MissingStats:
    """Counts of the last `days`. Raises Refused (forbidden)."""
    require(principal, Capability.STATS_MISSING)
    since_ms = to_ms(storage.clock() - timedelta(days=USUAL_DAYS if days is None else days))
    with storage.read() as connection:
        told = work.missing_counts(connection, since_ms)
        texts = work.missing_texts(connection, since_ms, TEXTS)
    return MissingStats(
        from_ms(since_ms),
        tuple(MissingCount(case_type, code, count) for case_type, code, count in told),
        tuple(MissingText(cases.case_id(row.case_number), row.case_type, from_ms(row.at), row.text) for row in texts),
    )
