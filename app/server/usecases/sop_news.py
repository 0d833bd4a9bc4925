"""What becomes of a finding when a page is written for it, comes into force, or is taken back."""

from typing import Any

from app.domain.feedback import FeedbackState, ResultKind
from app.domain.sop import Standing
from app.server.storage import feedback, people
from app.server.storage.unit_of_work import UnitOfWork
from app.server.usecases import findings
from app.server.usecases.findings import Detail

_F = FeedbackState
_NEXT = {
    Standing.DRAFT.value: ({_F.OPEN, _F.ACCEPTED}, _F.IN_WORK),
    Standing.IN_FORCE.value: ({_F.OPEN, _F.ACCEPTED, _F.IN_WORK}, _F.SHIPPED),
    Standing.WITHDRAWN.value: ({_F.IN_WORK}, _F.ACCEPTED),
}


def follow(work: UnitOfWork, feedback_id: str, version_id: str, standing: str, by: str) -> None:
    """The finding names the version as its result: it is in work while the page is written, shipped once it is in
    force, and only accepted again when its author takes it back. Whoever found it is told. What stands elsewhere, or
    has another result by now, stays as it is."""
    row = feedback.load(work.connection, feedback_id, for_update=True)
    if row is None:
        return
    came_from, to = _NEXT[standing]
    taken_back = standing == Standing.WITHDRAWN.value
    if taken_back and row.result_ref != version_id:
        return
    named = None if taken_back else version_id
    columns: dict[str, Any] = {
        "result_kind": None if named is None else ResultKind.SOP_DRAFT.value,
        "result_ref": named,
    }
    fields: dict[str, str] = {name: value or "" for name, value in columns.items()}
    action = "changed"
    if _F(row.state) in came_from:
        columns |= {"state": to.value, "mended_at": work.now_ms if to is _F.SHIPPED else None}
        fields["state"] = action = to.value
    person = people.user_by_id(work.connection, by)
    after = findings.put(work, row, by if person is not None else None, action, columns, Detail(fields))
    findings.tell(work, after, action, by, person.name if person is not None else None)
