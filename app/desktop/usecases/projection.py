"""Confirmed state and own pending commands as one: what the work around a case will be once everything has arrived."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

import msgspec

from app.contract import commands as c
from app.contract.commands import CommandResult, Status
from app.contract.views import CaseView
from app.contract.work_views import AssignedView, SnoozeView, WaitingView
from app.desktop.cache.header import unix_ms
from app.desktop.cache.outbox_rows import OutboxRow, OutboxState
from app.desktop.usecases.around import SEEN_MS as SEEN_MS
from app.desktop.usecases.around import Around
from app.domain.assignment import AssignBody, HandOverBody, PriorityBody
from app.domain.bulk import BulkAction, BulkBody
from app.domain.missing import MissingBody
from app.domain.notes import NoteBody
from app.domain.pause import ResumeBody, SnoozeBody, WaitBody
from app.domain.tags import TagBody, changed_tags
from app.domain.work_mode import SKIP_REST, SkipBody

REST_MS = SKIP_REST // timedelta(milliseconds=1)
BODIES: dict[str, type[msgspec.Struct]] = {
    c.CASE_NOTE: NoteBody,
    c.CASE_SNOOZE: SnoozeBody,
    c.CASE_WAIT: WaitBody,
    c.CASE_RESUME: ResumeBody,
    c.CASE_ASSIGN: AssignBody,
    c.CASE_PRIORITY: PriorityBody,
    c.CASE_TAG: TagBody,
    c.CASE_HAND_OVER: HandOverBody,
    c.CASE_MISSING: MissingBody,
    c.CASE_SKIP: SkipBody,
}
OF_ACTION = {
    BulkAction.ASSIGN: c.CASE_ASSIGN,
    BulkAction.SNOOZE: c.CASE_SNOOZE,
    BulkAction.PRIORITY: c.CASE_PRIORITY,
    BulkAction.TAG: c.CASE_TAG,
    BulkAction.HAND_OVER: c.CASE_HAND_OVER,
}


class PendingWork(msgspec.Struct, frozen=True):
    """One own change of one case. `rev` is the case's revision that holds it, None while the server has not answered;
    `at` the server's time when it was made; `told`, where the case shows it already and it goes on for this person."""

    command_id: str
    command_type: str
    body: msgspec.Struct
    at: int
    release_at: int
    rev: int | None = None
    told: bool = False


def pending_work(rows: Iterable[OutboxRow]) -> dict[str, list[PendingWork]]:
    """The own changes of each case, oldest first; a bulk command counts for each of its cases. Commands that cannot be
    read by this build are left out."""
    found: dict[str, list[PendingWork]] = {}
    for row in rows:
        try:
            for case_id, kind, body, rev in _changes(row):
                at = row.created_wall + row.server_offset_ms
                change = PendingWork(row.command_id, kind, body, at, row.release_at, rev)
                found.setdefault(case_id, []).append(change)
        except (msgspec.DecodeError, ValueError, RecursionError, KeyError):
            continue
    return found


def _changes(row: OutboxRow) -> Iterable[tuple[str, str, msgspec.Struct, int | None]]:
    settled = OutboxState(row.state) is OutboxState.APPLIED
    result = msgspec.json.decode(row.result, type=CommandResult) if settled and row.result else None
    if row.command_type != c.CASES_BULK:
        if row.case_id is not None and (not settled or (result is not None and result.entity is not None)):
            rev = result.entity.rev if result is not None and result.entity is not None else None
            yield row.case_id, row.command_type, msgspec.json.decode(row.body, type=BODIES[row.command_type]), rev
        return
    bulk = msgspec.json.decode(row.body, type=BulkBody)
    kind = OF_ACTION[bulk.action]
    body = msgspec.json.decode(bulk.params, type=BODIES[kind])
    if result is None:
        for case_id in () if settled else bulk.case_ids:
            yield case_id, kind, body, None
        return
    for effect in result.cases:
        if effect.code == Status.APPLIED.value and effect.rev is not None:
            yield effect.case_id, kind, body, effect.rev


def unseen(changes: Iterable[PendingWork], rev: int, now: int) -> list[PendingWork]:
    """Those that a case at revision `rev` does not show yet at server time `now`; and the skip that still rests, of
    which a case says nothing: it is no more than one person's."""
    found: list[PendingWork] = []
    resting: PendingWork | None = None
    for change in changes:
        if change.rev is None or change.rev > rev:
            found.append(change)
        elif isinstance(change.body, SkipBody):
            resting = msgspec.structs.replace(change, told=True) if change.at + REST_MS > now else None
        elif isinstance(change.body, SnoozeBody):
            resting = None
    return found if resting is None else [resting, *found]


def after(around: Around, changes: Iterable[PendingWork], me: str) -> Around:
    """`around` once these changes have happened. A hand-over or assignment to another person is shown without a name,
    which the server knows."""
    replace = msgspec.structs.replace
    for change in changes:
        body = change.body
        if isinstance(body, SnoozeBody):
            until = change.at if body.until is None else unix_ms(body.until)
            if body.until is None and around.skipped_until and not around.snoozed_until:
                around = replace(around, skipped_until=0, skip_reason="")
                continue
            around = replace(
                around,
                snoozed_until=until,
                snooze_reason=body.reason or around.snooze_reason,
                waiting_since=0,
                waiting_reason="",
                skipped_until=0,
                skip_reason="",
            )
        elif isinstance(body, WaitBody):
            since = around.waiting_since or change.at
            around = replace(around, waiting_since=since, waiting_reason=body.reason, snoozed_until=0, snooze_reason="")
        elif isinstance(body, SkipBody):
            # Out of sight from now on, unless somebody has assigned it to this person since.
            mine = around.assigned_to == me
            if not (mine and change.told):
                around = replace(around, skipped_until=change.at + REST_MS, skip_reason=body.reason)
                around = replace(around, assigned_to=None, assigned_name="", handed_by=None) if mine else around
        elif isinstance(body, ResumeBody):
            around = replace(around, waiting_since=0, waiting_reason="")
        elif isinstance(body, AssignBody | HandOverBody):
            to = body.assignee if isinstance(body, AssignBody) else body.to
            around = replace(around, assigned_to=to, assigned_name="", handed_by=None)
        elif isinstance(body, TagBody):
            around = replace(around, tags=changed_tags(around.tags, body))
        elif isinstance(body, PriorityBody):
            around = replace(around, priority=body.priority)
    return around


def around_of(view: CaseView) -> Around:
    """What the server said of the work around a case."""
    return Around(
        unix_ms(view.snooze.until) if view.snooze else 0,
        view.snooze.reason if view.snooze else "",
        unix_ms(view.waiting.since) if view.waiting else 0,
        view.waiting.reason if view.waiting else "",
        view.assigned_to.user_id if view.assigned_to else None,
        view.assigned_to.name if view.assigned_to else "",
        view.tags,
    )


def projected(view: CaseView, changes: Iterable[PendingWork], me: str, at: int) -> CaseView:
    """`view` as it will be once own changes have arrived, at server time `at`. A skip reads as put off by oneself.
    Notes stand apart: see usecases/notes.py."""
    waiting = [change for change in unseen(changes, view.rev, at) if not isinstance(change.body, NoteBody)]
    if not waiting:
        return view
    now = after(around_of(view), waiting, me)
    missing = dict.fromkeys(view.missing)
    to = now.assigned_to
    assigned = AssignedView(to, to == me, now.assigned_name) if to else None
    for change in waiting:
        if isinstance(change.body, MissingBody):
            missing |= dict.fromkeys(change.body.codes)
    away, why = now.snoozed_until, now.snooze_reason
    if now.skipped_until > away:
        away, why = now.skipped_until, now.skip_reason
    return msgspec.structs.replace(
        view,
        snooze=SnoozeView(_moment(away), why, True) if away else None,
        waiting=WaitingView(_moment(now.waiting_since), now.waiting_reason, True) if now.waiting_since else None,
        assigned_to=assigned,
        tags=now.tags,
        missing=tuple(missing),
        priority=view.priority if now.priority is None else now.priority,
    )


def _moment(ms: int) -> datetime:
    return datetime.fromtimestamp(ms / 1000, UTC)
