"""What a person does around a case without deciding it. Each is checked here by the server's own rules, written durably
and taken back within ten seconds."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import msgspec

from app.contract import commands as c
from app.contract.views import CaseView
from app.contract.work_codes import work_codes
from app.desktop.cache.header import unix_ms
from app.desktop.ports import NotReady, Person, Sent, SnoozeEffect
from app.desktop.usecases.case import CaseDesk
from app.desktop.usecases.rights import roles_of
from app.desktop.usecases.sending import Sending
from app.domain.assignment import (
    AssignBody,
    HandOverBody,
    PriorityBody,
    hand_over_faults,
    may_assign,
    may_set_priority,
    priority_faults,
)
from app.domain.case import CaseState
from app.domain.faults import Fault
from app.domain.missing import MissingBody, missing_faults
from app.domain.notes import NoteBody, note_body_faults
from app.domain.pause import (
    ResumeBody,
    SnoozeBody,
    WaitBody,
    is_back,
    paused_at,
    sla_effect,
    snooze_faults,
    wait_faults,
)
from app.domain.roles import Capability, can
from app.domain.tags import TagBody, tag_faults
from app.domain.work_mode import SkipBody, skip_faults

_NEEDS = {
    c.CASE_NOTE: Capability.CASE_NOTE,
    c.CASE_SNOOZE: Capability.CASE_SNOOZE,
    c.CASE_WAIT: Capability.CASE_WAIT,
    c.CASE_RESUME: Capability.CASE_WAIT,
    c.CASE_ASSIGN: Capability.CASE_CLAIM,
    c.CASE_PRIORITY: Capability.CASE_PRIORITISE,
    c.CASE_TAG: Capability.CASE_TAG,
    c.CASE_HAND_OVER: Capability.CASE_HAND_OVER,
    c.CASE_MISSING: Capability.CASE_MISSING,
    c.CASE_SKIP: Capability.CASE_CLAIM,
}
_MOVING = frozenset({c.CASE_SNOOZE, c.CASE_WAIT, c.CASE_RESUME, c.CASE_ASSIGN, c.CASE_HAND_OVER, c.CASE_SKIP})


class WorkNote(msgspec.Struct, frozen=True, omit_defaults=True):
    """What Activity shows of such a command; never sent. `params` are codes, names and numbers."""

    case_type: str = ""
    params: dict[str, str | int] = {}


class CaseWorkDesk:
    """See ports.CaseWork. `effect` and `problems` are instant; the rest runs on the writer thread and raises
    NotReady(codes)."""

    def __init__(self, cases: CaseDesk, sending: Sending, person: Callable[[], Person | None]) -> None:
        self._cases, self._sending, self._person = cases, sending, person

    # --- instant

    def effect(self, view: CaseView, until: int) -> SnoozeEffect:
        """What being away until then does to the deadline of this case, whose clock goes on."""
        told = sla_effect(_due(view, self._now()), _moment(until))
        late, left = (round(length.total_seconds() * 1000) for length in (told.late_by, told.left))
        return SnoozeEffect(told.due_first, late, left)

    def problems(self, view: CaseView, command_type: str, body: msgspec.Struct) -> tuple[str, ...]:
        """Codes of what stands in the way of this change, by the server's own rules; empty where it may be sent."""
        person = self._person()
        if person is None:
            return ("signed_out",)
        if not can(roles_of(person), _NEEDS[command_type]):
            return ("no_capability",)
        codes = list(self._standing(view, command_type, person))
        codes += [fault.code for fault in self._faults(view, body, person)]
        return tuple(dict.fromkeys(codes))

    # --- on the writer thread

    def note(self, case_id: str, text: str, language: str) -> Sent:
        return self._send(case_id, c.CASE_NOTE, NoteBody(text.strip(), language))

    def snooze(self, case_id: str, until: int, reason: str, note: str = "") -> Sent:
        """Away until then (the server's milliseconds)."""
        params: dict[str, str | int] = {"reason": reason, "until": until}
        return self._send(case_id, c.CASE_SNOOZE, SnoozeBody(_moment(until), reason, note.strip()), params)

    def bring_back(self, case_id: str) -> Sent:
        return self._send(case_id, c.CASE_SNOOZE, SnoozeBody())

    def wait(self, case_id: str, reason: str, note: str = "") -> Sent:
        return self._send(case_id, c.CASE_WAIT, WaitBody(reason, note.strip()), {"reason": reason})

    def resume(self, case_id: str) -> Sent:
        return self._send(case_id, c.CASE_RESUME, ResumeBody())

    def skip(self, case_id: str, reason: str, note: str = "") -> Sent:
        """Pass the case over: it goes to somebody else."""
        return self._send(case_id, c.CASE_SKIP, SkipBody(reason, note.strip()), {"reason": reason})

    def assign(self, case_id: str, assignee: str | None, name: str = "") -> Sent:
        """`name` is for the Activity room."""
        return self._send(case_id, c.CASE_ASSIGN, AssignBody(assignee), {"name": name} if name else {})

    def set_priority(self, case_id: str, priority: int) -> Sent:
        return self._send(case_id, c.CASE_PRIORITY, PriorityBody(priority), {"priority": priority})

    def tag(self, case_id: str, add: tuple[str, ...] = (), remove: tuple[str, ...] = ()) -> Sent:
        return self._send(case_id, c.CASE_TAG, TagBody(add, remove), {"tags": ", ".join((*add, *remove))})

    def hand_over(self, case_id: str, to: str | None, note: str, name: str = "") -> Sent:
        """To a person, or back to the queue."""
        return self._send(case_id, c.CASE_HAND_OVER, HandOverBody(to, note.strip()), {"name": name} if name else {})

    def missing(self, case_id: str, codes: tuple[str, ...], text: str = "") -> Sent:
        return self._send(case_id, c.CASE_MISSING, MissingBody(codes, text.strip()), {"codes": ", ".join(codes)})

    def undo(self, command_id: str) -> str:
        """Take back what is not yet sent, one or many cases at once; the command's type. Raises TooLate."""
        return self._sending.undo(command_id)

    # --- the rules

    def _send(
        self, case_id: str, command_type: str, body: msgspec.Struct, params: dict[str, str | int] | None = None
    ) -> Sent:
        case = self._cases.open_case(case_id)
        codes = self.problems(case.view, command_type, body)
        if codes:
            raise NotReady(codes=codes)
        note = WorkNote(case.view.case_type, params or {})
        return self._sending.send(command_type, body, case_id, case.rev, note)

    def _now(self) -> datetime:
        return _moment(self._sending.now_ms)

    def _standing(self, view: CaseView, command_type: str, person: Person) -> tuple[str, ...]:
        """What the state of the case stands against."""
        if view.state == CaseState.WITHDRAWN:
            return ("case_withdrawn",)
        moves = command_type in _MOVING
        if (moves or command_type == c.CASE_PRIORITY) and view.state == CaseState.CLOSED:
            return ("case_closed",)
        if not moves:
            return ()
        if view.state == CaseState.ESCALATED:
            if view.escalation is not None and view.escalation.mine:
                return ("own_escalation",)
            if not can(roles_of(person), Capability.ESCALATION_RESOLVE):
                return ("not_yours_to_resolve",)
        holder = view.claim
        if (
            holder is not None
            and holder.owner_id != person.user_id
            and unix_ms(holder.expires_at) > self._sending.now_ms
        ):
            return ("claimed_by_other",)
        to = view.assigned_to
        theirs = to is not None and to.user_id != person.user_id
        return ("assigned_to_other",) if theirs and not can(roles_of(person), Capability.CASE_ASSIGN) else ()

    def _faults(self, view: CaseView, body: msgspec.Struct, person: Person) -> tuple[Fault, ...]:
        roles, codes, now = roles_of(person), work_codes(), self._now()
        match body:
            case NoteBody():
                return note_body_faults(body)
            case SnoozeBody():
                if body.until is None and (view.snooze is None or is_back(view.snooze.until, now)):
                    return (Fault("not_snoozed"),)
                return snooze_faults(body, codes.of_snooze(), view.priority, _due(view, now), now)
            case WaitBody():
                return wait_faults(body, codes.of_waiting())
            case SkipBody():
                return skip_faults(body, codes.of_skip())
            case ResumeBody():
                return (Fault("not_waiting"),) if view.waiting is None else ()
            case TagBody():
                return tag_faults(view.tags, body)
            case MissingBody():
                return missing_faults(body, {code.code for code in codes.missing_for(view.case_type)})
            case HandOverBody():
                return hand_over_faults(body, person.user_id)
            case AssignBody():
                current = view.assigned_to.user_id if view.assigned_to else None
                allowed = may_assign(roles, person.user_id, current, body.assignee)
                return () if allowed else (Fault("no_capability"),)
            case PriorityBody():
                allowed = may_set_priority(roles, view.priority, body.priority)
                return (*priority_faults(body), *(() if allowed else (Fault("key_user_by_lead"),)))
        return ()


def _due(view: CaseView, now: datetime) -> datetime:
    since = view.waiting.since if view.waiting else None
    return view.due_at + paused_at(_length(view.paused_ms), since, now)


def _moment(ms: int) -> datetime:
    return datetime.fromtimestamp(ms / 1000, UTC)


def _length(ms: int) -> timedelta:
    return timedelta(milliseconds=ms)
