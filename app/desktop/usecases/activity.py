"""What this person sent or wants to send, and what became of it. A refused command stands here until its author has
dealt with it."""

from collections.abc import Callable
from typing import Any

import msgspec

from app.contract.commands import CASE_WORK, COMMAND_WITHDRAWN, REVIEW_SUBMIT, CommandResult
from app.desktop.cache.outbox_rows import OutboxRow, OutboxState
from app.desktop.cache.work_store import WorkStore
from app.desktop.changes import Changed
from app.desktop.ports import ActivityRow, ActivityState, Clock, DeskError, Identity
from app.desktop.usecases.casework import WorkNote
from app.desktop.usecases.review import Note

_STATES = {
    OutboxState.SENT: "sending",
    OutboxState.APPLIED: "applied",
    OutboxState.CONFLICT: "conflict",
    OutboxState.REJECTED: "refused",
    OutboxState.PARKED: "parked",
}


class ActivityDesk:
    """See ports.Activity."""

    def __init__(
        self,
        work: WorkStore | None,
        clock: Clock,
        identity: Callable[[], Identity | None],
        publish: Callable[[Changed], None],
        states_of: Callable[[set[str]], dict[str, str]] = lambda _ids: {},
    ) -> None:
        self._work = work
        self._clock = clock
        self._identity = identity
        self._publish = publish
        self._states_of = states_of

    def read(self, limit: int = 500) -> ActivityState:
        who = self._identity()
        if self._work is None or who is None:
            return ActivityState((), 0, 0, 0, None)
        now = self._clock.now_ms()
        rows = tuple(_row(row, now) for row in self._work.latest(who.author, limit))
        # Only of an escalation does it matter what became of the case since.
        escalated = {row.case_id for row in rows if row.decision == "escalate" and row.case_id is not None}
        states = self._states_of(escalated) if escalated else {}
        rows = tuple(
            msgspec.structs.replace(row, case_state=states.get(row.case_id)) if row.case_id in states else row
            for row in rows
        )
        pending, attention, sent, oldest = self._work.tallies(who.author)
        missing = self._work.missing(who.device, who.author)
        return ActivityState(rows, pending, attention, sent, oldest, missing)

    def deal_with(self, command_id: str) -> None:
        work, who = self._need()
        self._publish(work.deal_with(who.author, command_id))

    def reopen(self, command_id: str) -> str:
        work, who = self._need()
        row = work.get(who.author, command_id)
        if row is None:
            raise DeskError("not_refused")
        if row.command_type != REVIEW_SUBMIT:
            raise DeskError("not_a_review")
        draft = msgspec.json.encode(_note(row).draft)
        case_id, trace = work.reopen(who.author, command_id, draft, self._clock.now_ms())
        self._publish(trace)
        return case_id

    def _need(self) -> tuple[WorkStore, Identity]:
        who = self._identity()
        if self._work is None or who is None:
            raise DeskError("signed_out")
        return self._work, who


def _row(row: OutboxRow, now: int) -> ActivityRow:
    note, result, around = _note(row), _result(row), _work_note(row)
    withdrawn = row.command_type == COMMAND_WITHDRAWN
    state = OutboxState(row.state)
    waiting = state is OutboxState.PENDING and not withdrawn and row.release_at > now
    refused = state in (OutboxState.CONFLICT, OutboxState.REJECTED, OutboxState.PARKED)
    shown = "withdrawn" if withdrawn else "waiting" if waiting else _STATES.get(state, "pending")
    code = str(result.get("code", "")) or None
    theirs = result.get("in_force")
    return ActivityRow(
        command_id=row.command_id,
        command_seq=row.command_seq,
        command_type=row.command_type,
        case_id=row.case_id,
        case_type=note.case_type or around.case_type or None,
        decision=note.draft.decision,
        label=note.label,
        code=note.draft.code,
        state=shown,
        problem=code if refused else None,
        flags=tuple(str(flag) for flag in result.get("flags", ())),
        created_at=row.created_wall + row.server_offset_ms,
        release_at=row.release_at,
        settled_at=row.settled_at,
        attempts=row.attempts,
        mine=msgspec.to_builtins(note.draft),
        params=around.params,
        theirs=theirs if isinstance(theirs, dict) else None,
        needs_attention=refused and not row.dealt,
        can_undo=waiting,
    )


def _work_note(row: OutboxRow) -> WorkNote:
    if row.command_type not in CASE_WORK:
        return WorkNote()
    try:
        return msgspec.json.decode(row.note, type=WorkNote)
    except (msgspec.DecodeError, RecursionError):
        return WorkNote()


def _note(row: OutboxRow) -> Note:
    try:
        return msgspec.json.decode(row.note, type=Note)
    except (msgspec.DecodeError, RecursionError):
        return msgspec.json.decode(b'{"draft":{}}', type=Note)


def _result(row: OutboxRow) -> dict[str, Any]:
    """The server's result as plain values: one of a later version is shown as far as it is understood."""
    if row.result is None:
        return {}
    try:
        result = msgspec.json.decode(row.result, type=CommandResult)
        plain: dict[str, Any] = msgspec.to_builtins(result)
    except (msgspec.DecodeError, RecursionError):
        try:
            plain = msgspec.json.decode(row.result, type=dict[str, Any])
        except (msgspec.DecodeError, RecursionError):
            return {}
    return plain
