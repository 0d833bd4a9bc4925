"""Many reviews of one batch, applied together: what came of a day without the server.

What makes them slow one by one is not the rules but the statements around each. So those that cannot touch each other
(new commands on different cases that nobody has reviewed) are read by one statement, judged each by itself with the
same rules, and written by one. Whatever is in doubt is left to be applied alone, in the order of the batch.
"""

import logging
from collections.abc import Iterator, Sequence

import msgspec

from app.contract import gate
from app.contract.commands import COMMAND_WITHDRAWN, REVIEW_SUBMIT, Command, CommandResult
from app.server.security.principal import Principal
from app.server.storage import cases, commands, reviews
from app.server.storage.cases import StoredCase
from app.server.storage.unit_of_work import UnitOfWork, ends_transaction
from app.server.usecases import envelope
from app.server.usecases.command_rights import may_send
from app.server.usecases.review import submit
from app.server.usecases.sender import Sender

log = logging.getLogger("footplate.commands")
FEWEST = 2


class _Crossed(Exception):
    """Another transaction is just applying one of them."""


class Entry(msgspec.Struct, frozen=True):
    """One command of a batch at its place there, found in order as far as that can be told without the database."""

    place: int
    command: Command
    digest: str
    number: int


def runs(sender: Sender, raws: Sequence[bytes]) -> Iterator[tuple[range, list[Entry]]]:
    """The batch in pieces, in its order: the places of each, and the commands that may be applied together. A piece
    without any is one command to be applied alone."""
    run: list[Entry] = []
    begin, named = 0, set[object]()
    for place, raw in enumerate(raws):
        entry = read(sender.principal, place, raw)
        if entry is not None and named.isdisjoint(_names(entry)):
            run.append(entry)
            named.update(_names(entry))
            continue
        if run:
            yield range(begin, place), run
        run, begin = ([entry], place) if entry is not None else ([], place + 1)
        named = set(_names(entry)) if entry is not None else set()
        if entry is None:
            yield range(place, place + 1), []
    if run:
        yield range(begin, len(raws)), run


def apply(work: UnitOfWork, sender: Sender, run: Sequence[Entry]) -> dict[int, CommandResult]:
    """The results of those that could be applied together, by place; the others are still to be applied, each by
    itself. All of them where anything went wrong that nobody foresaw."""
    if len(run) < FEWEST:
        return {}
    fitting = _fitting(work, sender, run)
    if len(fitting) < FEWEST:
        return {}
    try:
        with work.savepoint(), work.gathering():
            return _apply(work, sender, fitting)
    except _Crossed:
        return {}
    except Exception as error:
        if ends_transaction(error):
            raise
        log.exception("commands failed together")
        return {}


def read(principal: Principal, place: int, raw: bytes) -> Entry | None:
    """A command in order as far as that can be told without the database, sent by its author; None for any other."""
    try:
        command = gate.decode(raw, Command)
    except gate.BadBody:
        return None
    number = envelope.number_of(command.case_id)
    if command.command_type not in (REVIEW_SUBMIT, COMMAND_WITHDRAWN) or number is None:
        return None
    if command.author_sub != principal.user_id or envelope.too_large(command):
        return None
    if not may_send(principal, command.command_type):
        return None
    digest = envelope.digest_of(command.body)
    if envelope.envelope_fault(command, digest) is not None or not envelope.is_known_form(command):
        return None
    return Entry(place, command, digest, number)


def _names(entry: Entry) -> tuple[object, ...]:
    """What two commands may not share that are applied together: the case, the number of the command, its id and the
    id of the one that it follows."""
    command = entry.command
    ids = (command.command_id, command.prev_case_command or command.command_id)
    return ("case", entry.number), ("seq", command.command_seq), *ids


def _fitting(work: UnitOfWork, sender: Sender, run: Sequence[Entry]) -> list[tuple[Entry, StoredCase | None]]:
    """Those that are new, are due, and are about a case that is there and without any review. Their cases are locked
    already."""
    connection, author = work.connection, sender.principal.user_id
    named = {entry.command.command_id for entry in run}
    named |= {entry.command.prev_case_command for entry in run if entry.command.prev_case_command is not None}
    known = commands.known(connection, sorted(named))
    taken = commands.numbers_taken(connection, sender.device_id, author, [e.command.command_seq for e in run])
    numbers = [entry.number for entry in run if entry.command.command_type == REVIEW_SUBMIT]
    reviewed = reviews.reviewed(connection, numbers) if numbers else set()
    stored = cases.load_many(connection, [number for number in numbers if number not in reviewed])
    return [
        (entry, stored.get(entry.number))
        for entry in run
        if entry.command.command_id not in known
        and entry.command.command_seq not in taken
        and (entry.command.prev_case_command is None or entry.command.prev_case_command in known)
        and (entry.command.command_type == COMMAND_WITHDRAWN or entry.number in stored)
    ]


def _apply(
    work: UnitOfWork, sender: Sender, fitting: Sequence[tuple[Entry, StoredCase | None]]
) -> dict[int, CommandResult]:
    results: dict[int, CommandResult] = {}
    for entry, stored in fitting:
        command = entry.command
        if command.command_type == REVIEW_SUBMIT:
            result = submit(work, sender, command, stored)
        else:
            result = envelope.withdrawn(work, sender, command)
        results[entry.place] = result
        envelope.audit(work, sender, result, command.command_type, command.case_id)
    rows = [
        {
            "device_id": sender.device_id,
            "command_id": entry.command.command_id,
            "command_seq": entry.command.command_seq,
            "author_id": sender.principal.user_id,
            "case_number": entry.number,
            "body_sha256": entry.digest,
            "received_at": work.now_ms,
            "result": msgspec.json.encode(results[entry.place]),
        }
        for entry, _ in fitting
    ]
    # What they do is still gathered: where a place is taken nothing of it is written.
    if not commands.keep_all(work.connection, rows):
        raise _Crossed
    return results
