"""One row of the queue as a person sees it, from the columns of its case and the work around it."""

from typing import NamedTuple

import msgspec

from app.desktop.ports import Person, QueueRow
from app.desktop.usecases.around import Around
from app.domain.priority import is_key_user


class RowFacts(NamedTuple):
    """What the cache says of a case, `mine_until` from the person's own claims (0: none) and `along` whether that was
    taken along. Times are server milliseconds."""

    number: int
    case_type: str
    subject: str
    priority: int
    due_at: int
    paused_ms: int
    routed_at: int
    confidence: float | None
    threshold: float | None
    verdict: str | None
    state: str
    owner: str | None
    owned_until: int
    mine_until: int
    escalation: str | None
    draft: bool
    pending: bool
    along: bool = False


def queue_row(facts: RowFacts, around: Around | None, person: Person | None, now: int) -> QueueRow:
    """The row at server time `now`: a lease that ran out is nobody's."""
    me = person.user_id if person is not None else None
    by_me = facts.mine_until > now or (me is not None and facts.owner == me and facts.owned_until > now)
    by_other = not by_me and facts.owner is not None and facts.owned_until > now
    until = max(facts.mine_until, facts.owned_until) if by_me else facts.owned_until if by_other else 0
    row = QueueRow(
        case_id=f"C-{facts.number}",
        case_type=facts.case_type,
        subject_short=facts.subject,
        priority=facts.priority,
        key_user=is_key_user(facts.priority),
        due_at=facts.due_at,
        paused_ms=facts.paused_ms,
        routed_at=facts.routed_at,
        confidence=facts.confidence,
        threshold=facts.threshold,
        verdict=facts.verdict,
        state=facts.state,
        claimed_by_me=by_me,
        claimed_by_other=by_other,
        reserved_until=until or None,
        escalation_kind=facts.escalation,
        draft=facts.draft,
        pending=facts.pending,
        along=facts.along and facts.mine_until > now,
    )
    return row if around is None else _with_work(row, around, me, now)


def _with_work(row: QueueRow, around: Around, me: str | None, now: int) -> QueueRow:
    """The row with the words of the work around its case."""
    running = max(0, now - around.waiting_since) if around.waiting_since else 0
    return msgspec.structs.replace(
        row,
        paused_ms=row.paused_ms + running,
        back_from_snooze=around.back(now),
        snoozed_until=around.snoozed_until or None,
        snooze_reason=around.snooze_reason,
        skipped_until=around.skipped_until or None,
        skip_reason=around.skip_reason,
        waiting_since=around.waiting_since or None,
        waiting_reason=around.waiting_reason,
        assigned_to_me=me is not None and around.assigned_to == me,
        assigned_to_other=around.assigned_to not in (None, me),
        assigned_name=around.assigned_name,
        tags=around.tags,
        handed_by=around.handed_by if around.assigned_to == me else None,
    )
