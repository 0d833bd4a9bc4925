"""One change on many cases: counted before it happens, sent in commands of five hundred, taken back within ten
seconds."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

import msgspec

from app.contract import commands as c
from app.desktop.ports import DeskError, NotReady, Person, Queue, QueueRow, Sent
from app.desktop.usecases.casework import WorkNote
from app.desktop.usecases.rights import roles_of
from app.desktop.usecases.sending import Sending
from app.domain.assignment import AssignBody, HandOverBody, PriorityBody
from app.domain.bulk import MAX_BULK, BulkAction, BulkBody, BulkCase, BulkPreview, preview
from app.domain.pause import SnoozeBody
from app.domain.roles import Capability, can
from app.domain.tags import TagBody

Params = AssignBody | SnoozeBody | PriorityBody | TagBody | HandOverBody
ACTION_OF: dict[type[msgspec.Struct], BulkAction] = {
    AssignBody: BulkAction.ASSIGN,
    SnoozeBody: BulkAction.SNOOZE,
    PriorityBody: BulkAction.PRIORITY,
    TagBody: BulkAction.TAG,
    HandOverBody: BulkAction.HAND_OVER,
}


class BulkDesk:
    """See ports.Bulk. `preview` is instant and on the GUI thread; `apply` and `undo` run on the writer thread."""

    def __init__(self, queue: Queue, sending: Sending, person: Callable[[], Person | None]) -> None:
        self._queue, self._sending, self._person = queue, sending, person

    def chosen(self, view_id: str, find: str = "") -> tuple[str, ...]:
        """All cases of a view, or of a filter over it, in the served order."""
        view = self._queue.view(view_id, find)
        return tuple(self._queue.row(int(index)).case_id for index in view.order)

    def preview(self, case_ids: Sequence[str], params: Params) -> BulkPreview:
        """What the change is about to meet, as far as this seat knows."""
        found = []
        for case_id in case_ids:
            index = self._queue.index_of(case_id)
            if index is not None:
                found.append(_facts(self._queue.row(index)))
        until = params.until if isinstance(params, SnoozeBody) else None
        return preview(found, ACTION_OF[type(params)], until)

    def apply(self, case_ids: Sequence[str], params: Params, name: str = "") -> tuple[Sent, ...]:
        """One command for every five hundred cases. Raises NotReady (no_capability, bulk_size)."""
        person = self._person()
        if person is None:
            raise DeskError("signed_out")
        if not can(roles_of(person), Capability.CASE_BULK):
            raise NotReady("no_capability")
        ids = tuple(dict.fromkeys(case_ids))
        if not ids:
            raise NotReady("bulk_size")
        action = ACTION_OF[type(params)]
        raw = msgspec.Raw(msgspec.json.encode(params))
        sent = []
        for start in range(0, len(ids), MAX_BULK):
            part = ids[start : start + MAX_BULK]
            words: dict[str, str | int] = {"action": action.value, "count": len(part)}
            note = WorkNote("", words | ({"name": name} if name else {}))
            sent.append(self._sending.send(c.CASES_BULK, BulkBody(action, raw, part), None, None, note))
        return tuple(sent)

    def undo(self, sent: Sequence[Sent]) -> None:
        """Take back all of a change. Raises TooLate where its time is over."""
        for one in reversed(sent):
            self._sending.undo(one.command_id)


def _facts(row: QueueRow) -> BulkCase:
    due = datetime.fromtimestamp(row.effective_due_at / 1000, UTC)
    return BulkCase(row.case_id, row.priority, row.state, row.claimed_by_other, due)
