"""Whose a case is to do: assigning, handing over with a note, and setting its priority."""

from typing import Any

from app.contract import commands as c
from app.contract.problems import Code
from app.domain.assignment import (
    AssignBody,
    Assignee,
    HandOverBody,
    PriorityBody,
    fits_case,
    hand_over_faults,
    may_assign,
    may_set_priority,
    priority_faults,
)
from app.domain.case import CaseState
from app.domain.escalation import may_resolve
from app.domain.faults import Fault
from app.domain.notes import NoteKind
from app.domain.priority import is_key_user
from app.server.storage import claims, people
from app.server.storage.cases import StoredCase
from app.server.storage.unit_of_work import to_ms
from app.server.usecases.casework import Effect, Kind, Step, done, faulty, obstacle, refused, write_note


def _assign(step: Step, stored: StoredCase, body: AssignBody) -> Effect:
    current = stored.record.work.assigned_to
    if not may_assign(step.who.roles, step.who.user_id, current, body.assignee):
        return refused(Code.FORBIDDEN)
    if code := obstacle(step, stored):
        return refused(code)
    if faults := _unfit(step, stored, body.assignee, "/assignee"):
        return faulty(faults)
    return done(step, stored, c.CASE_ASSIGN, {"assigned_to": body.assignee}, to=body.assignee)


def _hand_over(step: Step, stored: StoredCase, body: HandOverBody) -> Effect:
    if code := obstacle(step, stored):
        return refused(code)
    faults = (*hand_over_faults(body, step.who.user_id), *_unfit(step, stored, body.to, "/to"))
    if faults:
        return faulty(faults)
    write_note(step, stored, NoteKind.HAND_OVER, body.note, body.to)
    # The lease belongs to a seat, so it ends here; the receiver's own seat takes the case when it is opened there.
    columns = {"assigned_to": body.to, "worked": True, **claims.NOBODY}
    return done(step, stored, c.CASE_HAND_OVER, columns, to=body.to)


def _unfit(step: Step, stored: StoredCase, user_id: str | None, pointer: str) -> tuple[Fault, ...]:
    """Why a case cannot go to this person."""
    if user_id is None:
        return ()
    user = people.user_by_id(step.work.connection, user_id)
    to = Assignee(user.user_id, user.roles, user.vendor, not user.disabled) if user else None
    record = stored.record
    fits = to is not None and fits_case(to, record.facts.vendor)
    if fits and to is not None and record.state is CaseState.ESCALATED and record.escalation is not None:
        fits = may_resolve(to.roles, to.user_id, record.escalation.raised_by)
    return () if fits else (Fault("assignee_unfit", pointer),)


def _priority(step: Step, stored: StoredCase, body: PriorityBody) -> Effect:
    old = stored.record.facts.priority
    if faults := priority_faults(body):
        return faulty(faults)
    if not may_set_priority(step.who.roles, old, body.priority):
        return refused(Code.FORBIDDEN, [Fault("key_user_by_lead", "/priority")])
    if stored.record.state in (CaseState.CLOSED, CaseState.WITHDRAWN):
        return refused(Code.CASE_CLOSED if stored.record.state is CaseState.CLOSED else Code.CASE_WITHDRAWN)
    columns: dict[str, Any] = {"priority": body.priority, "priority_by": step.who.user_id}
    if is_key_user(old) != is_key_user(body.priority):
        # Whoever takes the mark off is the first of the two people that the case needs: see domain.settlement.
        columns["lowered_by"] = step.who.user_id if is_key_user(old) else None
    snooze, due = stored.record.work.snooze, stored.record.due_at + stored.record.paused_at(step.work.now)
    if snooze is not None and is_key_user(body.priority) and snooze.until > max(due, step.work.now):
        # A Key User case is never put off past its deadline, nor one that becomes it.
        columns["snoozed_until"] = to_ms(max(due, step.work.now))
    return done(step, stored, c.CASE_PRIORITY, columns, old=old, new=body.priority)


# A person without the right to assign may still take a case, or give an own one back: the rule asks that itself.
ASSIGN = Kind(c.CASE_ASSIGN, AssignBody, _assign)
HAND_OVER = Kind(c.CASE_HAND_OVER, HandOverBody, _hand_over)
PRIORITY = Kind(c.CASE_PRIORITY, PriorityBody, _priority)
