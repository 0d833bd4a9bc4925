"""One action on many cases. A decision is not among them: a bulk decision exists only inside an escalated pattern."""

import enum
from collections.abc import Iterable
from datetime import datetime

import msgspec

from app.domain.case import CaseState
from app.domain.faults import Fault
from app.domain.ids import CASE_ID
from app.domain.priority import is_key_user

MAX_BULK = 500


class BulkAction(enum.StrEnum):
    ASSIGN = "assign"
    SNOOZE = "snooze"
    PRIORITY = "priority"
    TAG = "tag"
    HAND_OVER = "hand_over"


class BulkBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The body of `cases.bulk`; `params` is the body of the action on one case, such as {"priority": 60}."""

    action: BulkAction
    params: msgspec.Raw
    case_ids: tuple[str, ...]


def bulk_faults(body: BulkBody) -> tuple[Fault, ...]:
    """What is wrong with the list of cases; the params are judged with the action."""
    if not 1 <= len(body.case_ids) <= MAX_BULK:
        return (Fault("bulk_size", "/case_ids", {"most": MAX_BULK}),)
    if len(set(body.case_ids)) != len(body.case_ids):
        return (Fault("bulk_twice", "/case_ids"),)
    return tuple(Fault("case_id", f"/case_ids/{n}") for n, name in enumerate(body.case_ids) if not CASE_ID.match(name))


class BulkCase(msgspec.Struct, frozen=True):
    """What a preview needs to know of one chosen case."""

    case_id: str
    priority: int
    state: str
    claimed_by_other: bool
    effective_due: datetime | None = None


class BulkPreview(msgspec.Struct, frozen=True):
    """What an action is about to meet. `will_apply` counts the cases that nothing is known to stand against;
    `late_by_snooze` those that fall due before a snooze ends."""

    count: int
    key_users: int
    closed: int
    claimed_by_other: int
    will_apply: int
    late_by_snooze: int = 0


def preview(cases: Iterable[BulkCase], action: BulkAction, until: datetime | None = None) -> BulkPreview:
    """Count what `action` meets; `until` is the end of a snooze. Closed cases and those that somebody else works on
    are left alone, whatever the action; Key User cases are never put off past their deadline."""
    listed = list(cases)
    finished = (CaseState.CLOSED.value, CaseState.WITHDRAWN.value)
    over = {c.case_id for c in listed if c.state in finished}
    claimed = {c.case_id for c in listed if c.claimed_by_other and c.case_id not in over}
    late = {
        c.case_id
        for c in listed
        if action is BulkAction.SNOOZE
        and until is not None
        and c.effective_due is not None
        and c.effective_due <= until
    }
    key_users = {c.case_id for c in listed if is_key_user(c.priority)}
    blocked = over | (late & key_users)
    if action is not BulkAction.TAG:
        blocked |= claimed
    return BulkPreview(
        count=len(listed),
        key_users=len(key_users),
        closed=len(over),
        claimed_by_other=len(claimed),
        will_apply=len(listed) - len(blocked),
        late_by_snooze=len(late - over),
    )
