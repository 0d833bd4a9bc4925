"""The work around a case: notes, tags, whose it is, priority, putting off and taking up again.

Each kind of change is one function from a locked case and a body to an `Effect`; one command applies it to one case, a
bulk command to many. Nothing here decides a case.
"""

import secrets
from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

import msgspec

from app.contract import commands as c
from app.contract.changes import CASE
from app.contract.commands import Command, CommandResult, EntityRev, SlaNotice
from app.contract.problems import Code, ProblemItem
from app.contract.views import may_see
from app.contract.work_codes import work_codes
from app.contract.work_views import read_of
from app.domain.case import CaseState
from app.domain.claim import is_live
from app.domain.escalation import may_resolve
from app.domain.faults import Fault
from app.domain.ids import CASE_ID, case_number, uuid7
from app.domain.missing import MissingBody, missing_faults
from app.domain.notes import NoteBody, NoteKind, language_of, note_body_faults
from app.domain.pause import ResumeBody, SnoozeBody, WaitBody, sla_effect, snooze_faults, wait_faults
from app.domain.roles import Capability
from app.domain.tags import TagBody, changed_tags, tag_faults
from app.domain.work_mode import SKIP_REST, SkipBody, skip_faults
from app.server.security.principal import Principal
from app.server.storage import cases, claims, skips, work
from app.server.storage.cases import StoredCase
from app.server.storage.unit_of_work import UnitOfWork, to_ms
from app.server.usecases.repeated import repeated_faults, words_of
from app.server.usecases.sender import Handler, Sender, applied, read_body, rejected
from app.server.usecases.shown import blind_key, is_withheld


class Effect(msgspec.Struct, frozen=True):
    """What one change did to one case: nothing, for the reason `code`, or everything, and then `rev` is new."""

    code: Code | None = None
    faults: tuple[Fault, ...] = ()
    rev: int | None = None
    sla: SlaNotice | None = None
    flags: tuple[str, ...] = ()


class Step(msgspec.Struct, frozen=True):
    """One change on its way: the transaction, who makes it, and the command that it belongs to."""

    work: UnitOfWork
    sender: Sender
    command_id: str

    @property
    def who(self) -> Principal:
        return self.sender.principal


class Kind(msgspec.Struct, frozen=True):
    """A kind of change: the form of its body, and what it does."""

    name: str
    body: type[msgspec.Struct]
    apply: Callable[[Step, StoredCase, Any], Effect]


def refused(code: Code, faults: Iterable[Fault] = ()) -> Effect:
    return Effect(code, tuple(faults))


def faulty(faults: Iterable[Fault]) -> Effect:
    return Effect(Code.WORK_INVALID, tuple(faults))


def done(step: Step, stored: StoredCase, kind: str, columns: dict[str, Any], **detail: Any) -> Effect:
    """Write the columns under the next revision, tell the feed and the trail."""
    rev = stored.record.rev + 1
    cases.change(step.work.connection, stored.number, rev=rev, **columns)
    step.work.touch(CASE, stored.record.case_id, rev, stored.vendor)
    step.work.audit(step.who.user_id, kind, "case", stored.record.case_id, rev=rev, command=step.command_id, **detail)
    return Effect(rev=rev)


def write_note(step: Step, stored: StoredCase, kind: NoteKind, text: str, to_user: str | None = None) -> bool:
    """Keep the words that came with a change; False where there are none."""
    if not text.strip():
        return False
    work.add_note(
        step.work.connection,
        stored.number,
        note_id=uuid7(step.work.now_ms, secrets.token_bytes(10)),
        author_id=step.who.user_id,
        at=step.work.now_ms,
        kind=kind.value,
        text=text.strip(),
        language=language_of(text),
        to_user=to_user,
    )
    return True


def obstacle(step: Step, stored: StoredCase) -> Code | None:
    """Why this person may not move this case now; None where nothing stands in the way."""
    record = stored.record
    if record.gone:
        return Code.CASE_WITHDRAWN
    if record.state is CaseState.CLOSED:
        return Code.CASE_CLOSED
    if record.state is CaseState.ESCALATED:
        raised_by = record.escalation.raised_by if record.escalation else step.who.user_id
        if not may_resolve(step.who.roles, step.who.user_id, raised_by):
            return Code.NOT_YOURS_TO_RESOLVE
    held = record.claim
    if held is not None and is_live(held, step.work.now) and held.owner_id != step.who.user_id:
        return Code.CLAIMED_BY_OTHER
    theirs = record.work.assigned_to not in (None, step.who.user_id)
    return Code.ASSIGNED_TO_OTHER if theirs and not step.who.can(Capability.CASE_ASSIGN) else None


def _note(step: Step, stored: StoredCase, body: NoteBody) -> Effect:
    if stored.record.gone:
        return refused(Code.CASE_WITHDRAWN)
    if faults := note_body_faults(body):
        return faulty(faults)
    work.add_note(
        step.work.connection,
        stored.number,
        note_id=uuid7(step.work.now_ms, secrets.token_bytes(10)),
        author_id=step.who.user_id,
        at=step.work.now_ms,
        kind=NoteKind.NOTE.value,
        text=body.text.strip(),
        language=body.language,
    )
    return done(step, stored, c.CASE_NOTE, {"worked": True})


def _snooze(step: Step, stored: StoredCase, body: SnoozeBody) -> Effect:
    if code := obstacle(step, stored):
        return refused(code)
    record, now = stored.record, step.work.now
    if body.until is None:
        rested_since = step.work.now_ms - _ms(SKIP_REST)
        skipped = skips.end(step.work.connection, step.who.user_id, stored.number, rested_since, step.work.now_ms)
        if record.work.snooze is None or record.is_back(now):
            return done(step, stored, c.CASE_SNOOZE, {}) if skipped else faulty([Fault("not_snoozed", "/until")])
    due = record.due_at + record.paused_at(now)
    if faults := snooze_faults(body, work_codes().of_snooze(), record.facts.priority, due, now):
        return faulty(faults)
    columns: dict[str, Any] = {"back_from_snooze": False}
    if body.until is None:
        columns["snoozed_until"] = step.work.now_ms
    else:
        # Back at its time even where it waited before: two reasons to be away are one too many to follow.
        columns |= work.resumed(_times(stored), step.work.now_ms)
        # A time that has passed is now: one before the calendars of other machines could be read by nobody.
        until = max(to_ms(body.until), step.work.now_ms)
        columns |= {"snoozed_until": until, "snooze_reason": body.reason, "snoozed_by": step.who.user_id}
        columns |= claims.NOBODY
    if write_note(step, stored, NoteKind.SNOOZE, body.note):
        columns["worked"] = True
    effect = done(step, stored, c.CASE_SNOOZE, columns, reason=body.reason if body.until else None)
    if body.until is None:
        return effect
    told = sla_effect(due, body.until)
    notice = SlaNotice(told.due_first, _ms(told.late_by), _ms(told.left))
    flags = ("late",) if body.until <= now else ()
    return msgspec.structs.replace(effect, sla=notice, flags=flags)


def _wait(step: Step, stored: StoredCase, body: WaitBody) -> Effect:
    if code := obstacle(step, stored):
        return refused(code)
    if faults := wait_faults(body, work_codes().of_waiting()):
        return faulty(faults)
    columns: dict[str, Any] = {"waiting_reason": body.reason, "waiting_by": step.who.user_id, **work.NOT_PUT_OFF}
    columns |= {"back_from_snooze": False, **claims.NOBODY}
    if stored.record.work.waiting is None:
        columns["waiting_since"] = step.work.now_ms
    if write_note(step, stored, NoteKind.WAIT, body.note):
        columns["worked"] = True
    return done(step, stored, c.CASE_WAIT, columns, reason=body.reason)


def _skip(step: Step, stored: StoredCase, body: SkipBody) -> Effect:
    """Pass the case over: it goes back to the queue, and to others before it comes to this person again."""
    record, me = stored.record, step.who.user_id
    if code := obstacle(step, stored):
        return refused(code)
    if faults := skip_faults(body, work_codes().of_skip()):
        return faulty(faults)
    skips.add(
        step.work.connection,
        skip_id=uuid7(step.work.now_ms, secrets.token_bytes(10)),
        case_number=stored.number,
        case_type=record.facts.case_type,
        user_id=me,
        at=step.work.now_ms,
        reason=body.reason,
    )
    columns: dict[str, Any] = dict(claims.NOBODY)
    if record.work.assigned_to == me:
        columns["assigned_to"] = None
    if write_note(step, stored, NoteKind.SKIP, body.note):
        columns["worked"] = True
    return done(step, stored, c.CASE_SKIP, columns, reason=body.reason)


def _resume(step: Step, stored: StoredCase, _body: ResumeBody) -> Effect:
    if code := obstacle(step, stored):
        return refused(code)
    if stored.record.work.waiting is None:
        return faulty([Fault("not_waiting")])
    return done(step, stored, c.CASE_RESUME, work.resumed(_times(stored), step.work.now_ms))


def _tag(step: Step, stored: StoredCase, body: TagBody) -> Effect:
    if stored.record.gone:
        return refused(Code.CASE_WITHDRAWN)
    connection, viewer = step.work.connection, step.who.viewer
    reader = viewer.reader(is_withheld(blind_key(connection), viewer, stored))
    # Nobody counts, changes or takes off what they may not read.
    said = [tag for tag in stored.record.work.tags if reader.may_read(tag)]
    tags = read_of(said, reader)
    if faults := tag_faults(tags, body):
        return faulty(faults)
    after = changed_tags(tags, body)
    work.remove_tags(connection, stored.number, [tag for tag in said if tag.text not in after])
    work.add_tags(connection, stored.number, [tag for tag in after if tag not in tags], step.who.user_id)
    return done(step, stored, c.CASE_TAG, {"worked": True})


def _missing(step: Step, stored: StoredCase, body: MissingBody) -> Effect:
    facts = stored.record.facts
    if stored.record.gone:
        return refused(Code.CASE_WITHDRAWN)
    offered = {code.code for code in work_codes().missing_for(facts.case_type)}
    if faults := missing_faults(body, offered):
        return faulty(faults)
    said: list[tuple[str | None, str | None]] = [(code, None) for code in body.codes]
    if text := body.text.strip():
        said.append((None, text))
    work.add_missing(
        step.work.connection,
        [
            {
                "missing_id": uuid7(step.work.now_ms, secrets.token_bytes(10)),
                "case_number": stored.number,
                "case_type": facts.case_type,
                "author_id": step.who.user_id,
                "at": step.work.now_ms,
                "code": code,
                "text": words,
            }
            for code, words in said
        ],
    )
    return done(step, stored, c.CASE_MISSING, {"worked": True}, codes=",".join(body.codes))


def _times(stored: StoredCase) -> "Times":
    waiting = stored.record.work.waiting
    return Times(to_ms(waiting.since) if waiting else None, _ms(stored.record.paused), to_ms(stored.record.due_at))


class Times(msgspec.Struct, frozen=True):
    """The clock of a case, in UTC milliseconds, as `storage.work.resumed` reads it."""

    waiting_since: int | None
    paused_ms: int
    due_at: int


def ended(stored: StoredCase, now_ms: int) -> dict[str, Any]:
    """The columns of a case that is decided or sent upward now: it is put off no longer, and its clock is settled."""
    return {**work.NOT_PUT_OFF, **work.resumed(_times(stored), now_ms)}


def _ms(length: timedelta) -> int:
    return round(length / timedelta(milliseconds=1))


NOTE = Kind(c.CASE_NOTE, NoteBody, _note)
SNOOZE = Kind(c.CASE_SNOOZE, SnoozeBody, _snooze)
WAIT = Kind(c.CASE_WAIT, WaitBody, _wait)
RESUME = Kind(c.CASE_RESUME, ResumeBody, _resume)
TAG = Kind(c.CASE_TAG, TagBody, _tag)
SKIP = Kind(c.CASE_SKIP, SkipBody, _skip)
MISSING = Kind(c.CASE_MISSING, MissingBody, _missing)


def change(kind: Kind, step: Step, stored: StoredCase, body: msgspec.Struct) -> Effect:
    """One change on one case; words that repeat what their author saw unmasked are kept nowhere."""
    if faults := repeated_faults(step.work, step.who.user_id, stored, words_of(body)):
        return faulty(faults)
    return kind.apply(step, stored, body)


def handler(kind: Kind) -> Handler:
    """What applies a command of this kind to its one case."""

    def apply(transaction: UnitOfWork, sender: Sender, command: Command) -> CommandResult:
        body = read_body(command, kind.body)
        if isinstance(body, CommandResult):
            return body
        name = command.case_id or ""
        stored = cases.load(transaction.connection, case_number(name), for_update=True) if CASE_ID.match(name) else None
        if stored is None or not may_see(stored.record, sender.principal.viewer):
            return rejected(command, Code.NOT_FOUND, (ProblemItem("/case_id", "not_found"),))
        effect = change(kind, Step(transaction, sender, command.command_id), stored, body)
        if effect.code is not None:
            return rejected(command, effect.code, problems(effect.faults))
        entity = EntityRev(CASE, name, effect.rev or stored.record.rev)
        return applied(command, entity, sla=effect.sla, flags=effect.flags)

    return apply


def problems(faults: Iterable[Fault]) -> tuple[ProblemItem, ...]:
    """Faults of a body as places in the command."""
    return tuple(
        ProblemItem(
            f"/body{fault.pointer}", fault.code, ", ".join(f"{key} {value}" for key, value in fault.params.items())
        )
        for fault in faults
    )


__all__ = [
    "MISSING",
    "NOTE",
    "RESUME",
    "SKIP",
    "SNOOZE",
    "TAG",
    "WAIT",
    "Effect",
    "Kind",
    "Step",
    "change",
    "ended",
    "handler",
]
