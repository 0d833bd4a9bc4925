"""Looking for patterns and failing signals at once, for somebody who does not wait for the hour."""

from app.contract.feedback import MinedNow
from app.domain.roles import Capability
from app.server.security.principal import Principal
from app.server.storage.unit_of_work import Storage
from app.server.usecases import recurring, signal_counts, signal_health
from app.server.usecases.refusal import require

MOST_TURNS = 40
"""Parts of the counting that one request waits for; the job does the rest."""


def now(storage: Storage, who: Principal) -> MinedNow:
    """Count what came in, then look. Raises Refused (forbidden)."""
    require(who, Capability.FEEDBACK_MANAGE)
    for _ in range(MOST_TURNS):
        with storage.write() as work:
            if not signal_counts.count(work):
                break
    with storage.write() as work:
        work.audit(who.user_id, "feedback.mine", "feedback", "now")
    return MinedNow(recurring.mine(storage), signal_health.check(storage))
