"""What becomes of a finding when the proposal that answers it is promoted or rolled back."""

from typing import Any

from app.domain.feedback import FeedbackState, ResultKind
from app.domain.proposal import ProposalState
from app.server.storage import feedback, people
from app.server.storage.unit_of_work import UnitOfWork
from app.server.usecases import findings
from app.server.usecases.findings import Detail

_NEXT = {
    ProposalState.PROMOTED.value: ({FeedbackState.ACCEPTED.value, FeedbackState.IN_WORK.value}, FeedbackState.SHIPPED),
    ProposalState.ROLLED_BACK.value: ({FeedbackState.SHIPPED.value}, FeedbackState.IN_WORK),
}


def follow(work: UnitOfWork, feedback_id: str, proposal_id: str, state: str, by: str) -> None:
    """The finding names the proposal as its result; one that was taken up is shipped with it, and in work again when it
    is rolled back. Whoever found it is told. One that nobody knows, or that is elsewhere, stays as it is."""
    row = feedback.load(work.connection, feedback_id, for_update=True)
    if row is None:
        return
    came_from, to = _NEXT[state]
    columns: dict[str, Any] = {"result_kind": ResultKind.PROPOSAL.value, "result_ref": proposal_id}
    fields = {"result_kind": ResultKind.PROPOSAL.value, "result_ref": proposal_id}
    action = "changed"
    if row.state in came_from:
        columns |= {"state": to.value, "mended_at": work.now_ms if to is FeedbackState.SHIPPED else None}
        fields["state"] = action = to.value
    person = people.user_by_id(work.connection, by)
    after = findings.put(work, row, by if person is not None else None, action, columns, Detail(fields))
    findings.tell(work, after, action, by, person.name if person is not None else None)
