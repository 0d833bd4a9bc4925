"""One review sent by itself, as most are: everything that its rules need is asked on one way to the database, and
everything that follows from it is written on one way with the end of the transaction.

The rules are those of every other way in (see review.submit). Whatever is in doubt, a command that was here before, a
case that somebody has reviewed, another transaction in between, is left to the slow way, which asks one thing after
another.
"""

import logging

from app.contract.commands import REVIEW_SUBMIT, CommandResult
from app.server.security.principal import Principal
from app.server.storage import cases, commands, lone_review, ways
from app.server.storage.unit_of_work import Storage, StorageBusy, UnitOfWork, ends_transaction
from app.server.usecases import envelope
from app.server.usecases.review import submit
from app.server.usecases.review_checks import looked_back
from app.server.usecases.sender import Sender
from app.server.usecases.shown import blind_key, key_of
from app.server.usecases.together import Entry

log = logging.getLogger("footplate.commands")


def apply(storage: Storage, principal: Principal, device_id: str, entry: Entry) -> CommandResult | None:
    """What became of it; None where nothing was done and it is to go the slow way. Raises StorageBusy."""
    if entry.command.command_type != REVIEW_SUBMIT:
        return None
    try:
        with storage.write() as work:
            return _apply(work, principal, device_id, entry)
    except ways.Crossed:
        return None
    except StorageBusy:
        raise
    except Exception as error:
        if ends_transaction(error):
            raise
        log.exception("command failed by itself")
        return None


def _apply(work: UnitOfWork, principal: Principal, device_id: str, entry: Entry) -> CommandResult | None:
    command, author = entry.command, principal.user_id
    words, reveals = looked_back(author, work.now_ms)
    # The case is locked first, so that all after it is read as it stays.
    _, found, written, revealed = ways.ask(
        work.connection,
        cases.asked_lock(work.connection, entry.number),
        lone_review.asked(entry.number, command, author, device_id),
        words.asked(),
        reveals.asked(),
        by_index=True,
    )
    if not found:
        return None
    case = found[0]
    follows = command.prev_case_command is None or case.earlier_known
    if not case.owned or case.reviewed or case.number_taken or case.known or not follows:
        return None
    stored = cases.whole(work.connection, case)
    work.knows(blind_key, key_of(case.blind_key))
    work.knows(words, words.read(written))
    work.knows(reveals, reveals.read(revealed))
    sender = Sender(principal, device_id, frozenset((case.past_epochs or "").split()))
    with work.gathering(to_the_end=True):
        result = submit(work, sender, command, stored)
        envelope.audit(work, sender, result, command.command_type, command.case_id)
    reserved = commands.kept_at_once(
        work.connection,
        result,
        device_id=device_id,
        author_id=author,
        case_number=entry.number,
        body_sha256=entry.digest,
        received_at=work.now_ms,
    )
    work.put_off(reserved)
    return result
