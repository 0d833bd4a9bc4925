"""`calibration.ballot` and `calibration.note`: given without the server too, and never lost."""

from typing import Any

from app.contract.catalogue import catalogue
from app.contract.changes import CALIBRATION
from app.contract.commands import CALIBRATION_BALLOT, CALIBRATION_NOTE, Command, CommandResult, EntityRev, Status
from app.contract.problems import Code, ProblemItem
from app.domain.calibration_session import (
    BallotBody,
    SessionNoteBody,
    SessionState,
    ballot_faults,
    in_time,
    note_body_faults,
)
from app.domain.ids import is_uuid7
from app.domain.recurring import known_routes
from app.server.storage import calibration_sessions as sessions
from app.server.storage import cases
from app.server.storage.unit_of_work import UnitOfWork
from app.server.usecases.calibration_sessions import ENTITY, LIVE, Held, changed, load
from app.server.usecases.casework import problems
from app.server.usecases.refusal import Refused
from app.server.usecases.repeated import repeated_faults
from app.server.usecases.sender import Sender, applied, read_body, rejected

LATE = "late"


def ballot(work: UnitOfWork, sender: Sender, command: Command) -> CommandResult:
    """One person's word on one case. What comes too late to count is kept as late, and the answer says so."""
    who = sender.principal
    if who.viewer.outside:
        return rejected(command, Code.FORBIDDEN)
    body = read_body(command, BallotBody)
    if isinstance(body, CommandResult):
        return body
    if faults := ballot_faults(body):
        return rejected(command, Code.INVALID, problems(faults))
    held = _attended(work, body.session_id, who.user_id)
    if held is None:
        return rejected(command, Code.NOT_FOUND, (ProblemItem("/body/session_id", "not_found"),))
    item = next((one for one in held.items if one.ref == body.ref), None)
    if item is None:
        return rejected(command, Code.NOT_FOUND, (ProblemItem("/body/ref", "not_found"),))
    if body.code is not None and known_routes(catalogue().codes, body.code, held.row.case_type) is None:
        return rejected(command, Code.INVALID, (ProblemItem("/body/code", "code_unknown"),))
    if errors := _repeats(work, who.user_id, item.case_number, "/reason", body.reason):
        return rejected(command, Code.INVALID, errors)
    mine = held.attendee(who.user_id)
    late = not in_time(held.state, mine is not None and mine.shown_at is not None)
    # The label of one's own decision tells what was found true of it.
    late = late or (
        item.truth is not None and bool(sessions.own_decided(work.connection, who.user_id, (item.case_number,)))
    )
    sessions.add_ballot(
        work.connection,
        command_id=command.command_id,
        session_id=body.session_id,
        ref=body.ref,
        user_id=who.user_id,
        decision=body.decision.value,
        code=body.code,
        reason=body.reason.strip(),
        language=body.language,
        cast_at=max(command.created_wall + command.server_offset_ms, 0),
        command_seq=command.command_seq,
        received_at=work.now_ms,
        late=late,
    )
    if mine is not None and mine.joined_at is None:
        sessions.mark(work.connection, body.session_id, who.user_id, joined_at=work.now_ms)
    # How far somebody is concerns the chair and their own other seats; what comes after the reveal, all who talk.
    changed(work, held, only=None if late else (held.row.chair_id, who.user_id))
    work.audit(who.user_id, CALIBRATION_BALLOT, ENTITY, body.session_id, ref=body.ref, late=late)
    entity = EntityRev(CALIBRATION, body.session_id, held.row.rev + 1)
    if held.state in LIVE:
        return applied(command, entity, flags=(LATE,) if late else ())
    return CommandResult(
        command_id=command.command_id,
        command_seq=command.command_seq,
        status=Status.CONFLICT,
        code=Code.SESSION_CLOSED.code,
        http=Code.SESSION_CLOSED.status,
        entity=entity,
        flags=(LATE,),
    )


def note(work: UnitOfWork, sender: Sender, command: Command) -> CommandResult:
    """Words of the discussion, by somebody who has been shown the ballots."""
    who = sender.principal
    if who.viewer.outside:
        return rejected(command, Code.FORBIDDEN)
    body = read_body(command, SessionNoteBody)
    if isinstance(body, CommandResult):
        return body
    if faults := note_body_faults(body):
        return rejected(command, Code.INVALID, problems(faults))
    held = _attended(work, body.session_id, who.user_id)
    if held is None:
        return rejected(command, Code.NOT_FOUND, (ProblemItem("/body/session_id", "not_found"),))
    item = next((one for one in held.items if one.ref == body.ref), None)
    if body.ref is not None and item is None:
        return rejected(command, Code.NOT_FOUND, (ProblemItem("/body/ref", "not_found"),))
    if held.state is SessionState.CANCELLED or not held.is_shown(who):
        return rejected(command, Code.NOT_REVEALED)
    if sessions.has_note(work.connection, body.note_id):
        return rejected(command, Code.INVALID, (ProblemItem("/body/note_id", "known"),))
    for number in [item.case_number] if item is not None else [one.case_number for one in held.items]:
        if errors := _repeats(work, who.user_id, number, "/text", body.text):
            return rejected(command, Code.INVALID, errors)
    sessions.add_note(
        work.connection,
        note_id=body.note_id,
        session_id=body.session_id,
        ref=body.ref,
        user_id=who.user_id,
        at=work.now_ms,
        text=body.text.strip(),
        language=body.language,
    )
    changed(work, held)
    work.audit(who.user_id, CALIBRATION_NOTE, ENTITY, body.session_id, ref=body.ref)
    return applied(command, EntityRev(CALIBRATION, body.session_id, held.row.rev + 1))


def _attended(work: UnitOfWork, session_id: str, user_id: str) -> Held | None:
    """The session, where this person attends it."""
    if not is_uuid7(session_id):
        return None
    try:
        held = load(work.connection, session_id, for_update=True)
    except Refused:
        return None
    return held if held.attendee(user_id) is not None else None


def _repeats(work: UnitOfWork, user_id: str, number: int, at: str, text: str) -> tuple[Any, ...]:
    """What of these words repeats a personal value that their author saw of the case."""
    stored = cases.load(work.connection, number)
    return problems(repeated_faults(work, user_id, stored, {at: text})) if stored is not None else ()
