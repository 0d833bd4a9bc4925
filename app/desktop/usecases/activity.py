"""What this person sent or wants to send, and what became of it. A refused command stands here until its author has
dealt with it."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import msgspec

from app.contract.commands import CASE_WORK, COMMAND_WITHDRAWN, REVIEW_SUBMIT, CommandResult, Status
from app.contract.views import CaseView, InForceView
from app.desktop.cache.outbox_rows import OutboxRow, OutboxState, is_held
from app.desktop.cache.work_store import WorkStore
from app.desktop.changes import Changed
from app.desktop.ports import ActivityRow, ActivityState, Clock, DeskError, Identity, MissingWork, ReadAnew
from app.desktop.usecases.casework import WorkNote
from app.desktop.usecases.review import Note
from app.desktop.usecases.seen import Seen, changes_since
from app.desktop.usecases.typed import stands, typed, with_people
from app.domain.decision import Decision

_STATES = {
    OutboxState.SENT: "sending",
    OutboxState.APPLIED: "applied",
    OutboxState.CONFLICT: "conflict",
    OutboxState.REJECTED: "refused",
    OutboxState.PARKED: "parked",
}


_CONFLICT = OutboxState.CONFLICT.value
MUST_ESCALATE, LEASE_LOST = "must_escalate", "lease_lost"


class _Review(msgspec.Struct, frozen=True):
    """The parts of a received review that matter here."""

    command_id: str
    standing: str
    in_force: InForceView | None = None
    beside: int = 0


_review = msgspec.json.Decoder(_Review)


class ActivityDesk:
    """See ports.Activity."""

    def __init__(
        self,
        work: WorkStore | None,
        clock: Clock,
        identity: Callable[[], Identity | None],
        publish: Callable[[Changed], None],
        states_of: Callable[[set[str]], dict[str, str]] = lambda _ids: {},
        reviews: Callable[[], Sequence[bytes]] = tuple,
        view_of: Callable[[str], CaseView | None] = lambda _case: None,
        anew: Callable[[], ReadAnew | None] = lambda: None,
    ) -> None:
        self._work = work
        self._clock = clock
        self._identity = identity
        self._publish = publish
        self._states_of = states_of
        self._anew = anew
        self._reviews, self._view_of = reviews, view_of

    def read(self, limit: int = 500, whole: bool = True) -> ActivityState:
        who = self._identity()
        if self._work is None or who is None:
            return ActivityState((), 0, 0, 0, None)
        now = self._clock.now_ms()
        kept = self._work.latest(who.author, limit)
        rows = tuple(_row(row, now) for row in kept)
        if whole:
            rows = self._since(rows, {row.command_id: _note(row).seen for row in kept if row.state == _CONFLICT})
        pending, attention, sent, oldest = self._work.tallies(who.author)
        missing = self._work.missing(who.author)
        copied = self._work.copied_at(who.author)
        return ActivityState(rows, pending, attention, sent, oldest, missing, self._anew(), copied)

    def _since(self, rows: tuple[ActivityRow, ...], seen: Mapping[str, Seen | None]) -> tuple[ActivityRow, ...]:
        """The rows with what became of their reviews and cases since."""
        known = self._known() if any(row.command_type == REVIEW_SUBMIT and row.settled_at for row in rows) else {}
        # Of an escalation and of a conflict it matters what became of the case.
        asked = {
            row.case_id
            for row in rows
            if row.case_id is not None and (row.decision == "escalate" or row.state == "conflict")
        }
        asked.update(case_id for row in rows if row.decision == "escalate" for case_id in row.group)
        states = self._states_of(asked) if asked else {}
        return tuple(self._told(row, known.get(row.command_id), states, seen.get(row.command_id)) for row in rows)

    def _told(
        self, row: ActivityRow, review: "_Review | None", states: Mapping[str, str], seen: Seen | None
    ) -> ActivityRow:
        more: dict[str, Any] = {}
        if row.case_id is not None and row.case_id in states:
            more["case_state"] = states[row.case_id]
        if row.decision == "escalate" and row.group:
            more["ended"] = sum(states.get(case_id) not in (None, "escalated") for case_id in row.group)
        if review is not None:
            more |= {"standing": review.standing, "beside": review.beside}
            if row.theirs is None and review.in_force is not None:
                more["theirs"] = msgspec.to_builtins(review.in_force)
        theirs = more.get("theirs", row.theirs)
        if theirs is None and row.needs_attention and row.command_type != REVIEW_SUBMIT and row.case_id is not None:
            view = self._view_of(row.case_id)
            more["theirs"] = stands(row.command_type, view) if view is not None else None
        elif theirs is not None:
            more["own_seat"] = theirs.get("yours") is True
        elif row.problem == LEASE_LOST and row.needs_attention and row.case_id is not None:
            view = self._view_of(row.case_id)
            # Only of one's own lease the server says which it is.
            more["own_seat"] = view is not None and view.claim is not None and view.claim.claim_id is not None
        if row.problem == "stale_evidence" and row.needs_attention and row.case_id is not None and seen is not None:
            view = self._view_of(row.case_id)
            more["changes"] = changes_since(seen, view) if view is not None else ()
        return msgspec.structs.replace(row, **more) if more else row

    def _known(self) -> "dict[str, _Review]":
        """What the server last said of the reviews that are here, by their command."""
        found: dict[str, _Review] = {}
        for document in self._reviews():
            try:
                review = _review.decode(document)
            except (msgspec.DecodeError, RecursionError):
                continue
            found[review.command_id] = review
        return found

    def deal_with(self, command_id: str) -> None:
        work, who = self._need()
        self._publish(work.deal_with(who.author, command_id))

    def missing_read(self, missing: MissingWork) -> None:
        work, who = self._need()
        self._publish(work.missing_read(who.author, missing))

    def reopen(self, command_id: str) -> str:
        work, who = self._need()
        row = work.get(who.author, command_id)
        if row is None:
            raise DeskError("not_refused")
        if row.command_type != REVIEW_SUBMIT:
            raise DeskError("not_a_review")
        kept = _note(row).draft
        if _result(row).get("code") == MUST_ESCALATE:
            # What two people decide goes upward, with the reasons that are there already.
            kept = msgspec.structs.replace(
                kept, decision=Decision.ESCALATE, code=None, attribution_kind=None, attribution_ref=None, route=None
            )
        draft = msgspec.json.encode(kept)
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
    waiting = state is OutboxState.PENDING and not withdrawn and is_held(row.release_at, now)
    refused = state in (OutboxState.CONFLICT, OutboxState.REJECTED, OutboxState.PARKED)
    shown = "withdrawn" if withdrawn else "waiting" if waiting else _STATES.get(state, "pending")
    code = str(result.get("code", "")) or None
    theirs = result.get("in_force")
    if row.command_type == REVIEW_SUBMIT:
        mine = msgspec.to_builtins(note.draft)
    else:
        mine = typed(row) if refused else {}
        theirs = with_people(theirs, row.author) if isinstance(theirs, dict) else None
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
        mine=mine,
        params=around.params,
        theirs=theirs if isinstance(theirs, dict) else None,
        needs_attention=refused and not row.dealt,
        can_undo=waiting,
        group=tuple(
            str(one.get("case_id"))
            for one in result.get("cases") or ()
            if isinstance(one, dict) and one.get("code") == Status.APPLIED.value
        ),
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
