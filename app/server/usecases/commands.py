"""Commands: each applied exactly once, each with a result of its own, none spoiling another."""

import logging
from collections.abc import Sequence

import msgspec

from app.contract import gate
from app.contract.commands import (
    ASSESSMENT_REQUEST,
    CALIBRATION_BALLOT,
    CALIBRATION_NOTE,
    CASES_BULK,
    COMMAND_WITHDRAWN,
    DISPUTE_RESOLVE,
    ESCALATION_PATTERN,
    ESCALATION_RESOLVE_PATTERN,
    FEEDBACK_CREATE,
    FEEDBACK_UPDATE,
    JUDGEMENT_DISPUTE,
    NEWS_READ,
    NUMBER_TAKEN,
    QA_ADJUDICATE,
    QA_SAMPLE,
    QA_SCORE,
    QA_SIGN,
    QUEUE_PRIORITISE,
    REVIEW_AMEND,
    REVIEW_SUBMIT,
    THRESHOLD_CHALLENGE,
    AppliedCommands,
    Command,
    CommandAnswer,
    CommandBatch,
    CommandResult,
    SingleCommand,
    Status,
)
from app.contract.problems import Code, ProblemItem
from app.domain import number_ranges
from app.domain.ids import is_uuid7
from app.server.security.principal import Principal
from app.server.storage import cases, commands, devices, people, state
from app.server.storage.unit_of_work import Storage, UnitOfWork, ends_transaction
from app.server.usecases import (
    alone,
    calibration_ballots,
    challenges,
    disputes,
    feedback,
    news,
    qa_samples,
    qa_truths,
    together,
)
from app.server.usecases.after_reveal import amend
from app.server.usecases.ask_again import ask
from app.server.usecases.assignment import ASSIGN, HAND_OVER, PRIORITY
from app.server.usecases.bulk import bulk
from app.server.usecases.casework import MISSING, NOTE, RESUME, SKIP, SNOOZE, TAG, WAIT, handler
from app.server.usecases.command_rights import may_send
from app.server.usecases.envelope import (
    audit,
    digest_of,
    envelope_fault,
    is_known_form,
    number_of,
    too_large,
    withdrawn,
)
from app.server.usecases.pattern import raise_pattern, resolve_pattern
from app.server.usecases.queue_priority import prioritise
from app.server.usecases.refusal import Refused
from app.server.usecases.review import submit
from app.server.usecases.sender import Handler, Sender, rejected

log = logging.getLogger("footplate.commands")
MOST_FATES = 500
"""Each with its whole result, which may name many cases."""

BATCH_DEPTH = 200  # of the batch around its commands, each of which is held to the usual depth
RETRY_MS = 30_000


class _Head(msgspec.Struct):
    """What can be known of a command that cannot be read."""

    command_id: str = ""
    command_seq: int = 0
    case_id: object = None


class _NotKept(Exception):
    """Ends a command that leaves no trace, so that it may come again under its own id."""

    def __init__(self, result: CommandResult) -> None:
        super().__init__(result.code)
        self.result = result


def read_batch(body: bytes) -> CommandBatch:
    """The batch with its commands still raw. Raises BadBody where the batch itself is broken."""
    return gate.decode_frame(body, CommandBatch, BATCH_DEPTH)


def read_single(body: bytes) -> SingleCommand:
    """The same for one command."""
    return gate.decode_frame(body, SingleCommand, BATCH_DEPTH)


def batch(storage: Storage, principal: Principal, sent: CommandBatch) -> CommandAnswer:
    """Apply the commands in order; one result for each. Raises Refused where the device isn't this person's."""
    with storage.write() as work:
        sender = _sender(work, principal, sent.device_id)
        raws = [bytes(raw) for raw in sent.commands]
        # All of them first and in one order: two batches that name the same cases would else wait for each other.
        cases.lock(work.connection, (number for number in map(_case_of, raws) if number))
        results = _in_order(work, sender, raws)
        acked, top = commands.numbering(work.connection, sender.device_id, principal.user_id)
        epoch = state.read(work.connection, state.EPOCH) or ""
    return CommandAnswer(results, acked, top, epoch)


def _in_order(work: UnitOfWork, sender: Sender, raws: Sequence[bytes]) -> tuple[CommandResult, ...]:
    """The fate of each command, at its place. Those that have nothing to do with each other go together."""
    results: dict[int, CommandResult] = {}
    for places, run in together.runs(sender, raws):
        results |= together.apply(work, sender, run)
        for place in places:
            if place not in results:
                results[place] = _one(work, sender, raws[place])
    return tuple(results[place] for place in range(len(raws)))


def single(storage: Storage, principal: Principal, command_id: str, sent: SingleCommand) -> CommandResult:
    """Apply one command, which must carry the id that it is addressed by."""
    entry = together.read(principal, 0, bytes(sent.command))
    if entry is not None and entry.command.command_id == command_id:
        result = alone.apply(storage, principal, sent.device_id, entry)
        if result is not None:
            return result
    with storage.write() as work:
        sender = _sender(work, principal, sent.device_id)
        raw = bytes(sent.command)
        head = _head(raw)
        if head.command_id and head.command_id != command_id:
            raise Refused(Code.INVALID, "another id stands in the address", (ProblemItem("/command_id", "address"),))
        return _one(work, sender, raw)


def result_of(storage: Storage, principal: Principal, command_id: str) -> CommandResult:
    """The stored result of an own command. Raises Refused (unknown_command)."""
    with storage.read() as connection:
        kept = commands.find(connection, command_id) if is_uuid7(command_id) else None
    if kept is None or kept.author_id != principal.user_id:
        raise Refused(Code.UNKNOWN_COMMAND)
    return kept.result


def applied(storage: Storage, principal: Principal, device_id: str | None, first: int, last: int) -> AppliedCommands:
    """Which of the numbers from `first` to `last` took effect that this person gave at that device (None: the one that
    asks): a seat that has lost some of its work asks what arrived of it. Nobody is told of another's. Raises Refused
    (forbidden) where no device is named and the session has none."""
    device_id = device_id or principal.device_id
    if device_id is None:
        raise Refused(Code.FORBIDDEN, "this sign-in names no device")
    with storage.read() as connection:
        found = commands.fates(connection, device_id, principal.user_id, first, last, MOST_FATES)
    # Two machines may have used one number: it is told once all of its commands are known, and if all took effect.
    through = last if len(found) < MOST_FATES else found[-1][0] - 1
    told = [(number, status is Status.APPLIED) for number, status in found if number <= through]
    took, not_taken = (number_ranges.of(n for n, took in told if took is wanted) for wanted in (True, False))
    return AppliedCommands(device_id, principal.user_id, number_ranges.without(took, not_taken), through)


def _sender(work: UnitOfWork, principal: Principal, device_id: str) -> Sender:
    if not people.owns_device(work.connection, principal.user_id, device_id):
        if devices.revoked(work.connection, principal.user_id, device_id):
            # Taken away between the look at the session and this one.
            raise Refused(Code.DEVICE_REVOKED)
        raise Refused(Code.FORBIDDEN, "this device is not registered for you", (ProblemItem("/device_id", "device"),))
    past = (state.read(work.connection, state.PAST_EPOCHS) or "").split()
    return Sender(principal, device_id, frozenset(past))


def _one(work: UnitOfWork, sender: Sender, raw: bytes) -> CommandResult:
    """The fate of one command. Never raises for what is in it."""
    try:
        with work.savepoint():
            return _decide(work, sender, raw)
    except _NotKept as ended:
        return ended.result
    except Exception as error:
        if ends_transaction(error):
            raise
        # Whatever nobody foresaw takes back this command alone; it stays with its author and comes again.
        log.exception("command failed")
        head = _head(raw)
        return CommandResult(
            head.command_id, head.command_seq, Status.RETRY, Code.INTERNAL.code, 500, retry_after_ms=RETRY_MS
        )


def _decide(work: UnitOfWork, sender: Sender, raw: bytes) -> CommandResult:
    try:
        command = gate.decode(raw, Command)
    except gate.BadBody as error:
        return _unreadable(work, sender, raw, error)
    known = commands.find(work.connection, command.command_id)
    if known is not None and known.body_sha256 == commands.UNREAD and known.author_id == sender.principal.user_id:
        commands.forget(work.connection, command.command_id)
        known = None
    digest = digest_of(command.body)
    if known is not None:
        return _again(sender, command, known, digest)
    if command.author_sub != sender.principal.user_id:
        raise _NotKept(rejected(command, Code.FOREIGN_AUTHOR, (ProblemItem("/author_sub", "foreign_author"),)))
    if too_large(command):
        return _keep_unread(work, sender, rejected(command, Code.TOO_LARGE, (ProblemItem("/body", "too_large"),)))
    fault = envelope_fault(command, digest)
    if fault is not None:
        return _keep_unread(work, sender, rejected(command, Code.INVALID, (fault,)))
    if not is_known_form(command):
        raise _NotKept(rejected(command, Code.COMMAND_SCHEMA))
    earlier = command.prev_case_command
    if earlier is not None and commands.find(work.connection, earlier) is None:
        raise _NotKept(msgspec.structs.replace(rejected(command, Code.ORDER), status=Status.BLOCKED))
    if not _reserve(work, sender, command, digest):
        # Sent twice at the same moment, and the other one was first.
        known = commands.find(work.connection, command.command_id)
        assert known is not None
        return _again(sender, command, known, digest)
    if may_send(sender.principal, command.command_type):
        result = HANDLERS[command.command_type](work, sender, command)
    else:
        result = rejected(command, Code.FORBIDDEN)
    if commands.number_taken(
        work.connection, sender.device_id, sender.principal.user_id, command.command_seq, command.command_id
    ):
        # Nothing is refused for it: ids make each command happen once. The seat takes a device id of its own.
        result = msgspec.structs.replace(result, flags=(*result.flags, NUMBER_TAKEN))
    commands.keep(work.connection, sender.device_id, result)
    audit(work, sender, result, command.command_type, command.case_id)
    return result


# One line for each type of contract/version.COMMAND_SCHEMAS; a test compares the two.
HANDLERS: dict[str, Handler] = {
    REVIEW_SUBMIT: submit,
    COMMAND_WITHDRAWN: withdrawn,
    REVIEW_AMEND: amend,
    ASSESSMENT_REQUEST: ask,
    ESCALATION_PATTERN: raise_pattern,
    ESCALATION_RESOLVE_PATTERN: resolve_pattern,
    **{kind.name: handler(kind) for kind in (NOTE, SNOOZE, WAIT, RESUME, ASSIGN, PRIORITY, TAG, HAND_OVER, MISSING)},
    SKIP.name: handler(SKIP),
    CASES_BULK: bulk,
    QUEUE_PRIORITISE: prioritise,
    QA_SAMPLE: qa_samples.sample,
    QA_SCORE: qa_samples.score,
    QA_SIGN: qa_samples.sign,
    QA_ADJUDICATE: qa_truths.adjudicate,
    JUDGEMENT_DISPUTE: disputes.dispute,
    DISPUTE_RESOLVE: disputes.resolve,
    FEEDBACK_CREATE: feedback.create,
    FEEDBACK_UPDATE: feedback.update,
    NEWS_READ: news.read,
    CALIBRATION_BALLOT: calibration_ballots.ballot,
    CALIBRATION_NOTE: calibration_ballots.note,
    THRESHOLD_CHALLENGE: challenges.challenge,
}


def _again(sender: Sender, command: Command, known: commands.Kept, digest: str) -> CommandResult:
    """A command that was here before: the first result, or a refusal where the id stands for something else."""
    same_case = number_of(command.case_id) == known.case_number
    if known.author_id != sender.principal.user_id or known.body_sha256 != digest or not same_case:
        raise _NotKept(rejected(command, Code.COMMAND_ID_REUSE))
    raise _NotKept(
        msgspec.structs.replace(
            known.result,
            command_seq=command.command_seq,
            status=Status.DUPLICATE,
            first_status=known.result.status,
        )
    )


def _case_of(raw: bytes) -> int | None:
    """The number of the case that a command names, before it is read."""
    name = _head(raw).case_id
    return number_of(name) if isinstance(name, str) else None


def _reserve(work: UnitOfWork, sender: Sender, command: Command, digest: str) -> bool:
    return commands.reserve(
        work.connection,
        device_id=sender.device_id,
        command_id=command.command_id,
        command_seq=command.command_seq,
        author_id=sender.principal.user_id,
        case_number=number_of(command.case_id),
        body_sha256=digest,
        received_at=work.now_ms,
    )


def _unreadable(work: UnitOfWork, sender: Sender, raw: bytes, error: gate.BadBody) -> CommandResult:
    head = _head(raw)
    code = Code.INVALID if error.code == "invalid" else Code.MALFORMED
    result = CommandResult(
        head.command_id,
        head.command_seq,
        Status.REJECTED,
        code.code,
        code.status,
        errors=(ProblemItem(error.pointer, error.code, str(error)),),
    )
    return _keep_unread(work, sender, result)


def _keep_unread(work: UnitOfWork, sender: Sender, result: CommandResult) -> CommandResult:
    """Remember a broken command where it has an id, so that later ones on the same case need not wait for it; in a
    sound form it may come again."""
    fresh = is_uuid7(result.command_id) and 1 <= result.command_seq < 2**53
    if not fresh or commands.find(work.connection, result.command_id) is not None:
        raise _NotKept(result)
    commands.reserve(
        work.connection,
        device_id=sender.device_id,
        command_id=result.command_id,
        command_seq=result.command_seq,
        author_id=sender.principal.user_id,
        case_number=None,
        body_sha256=commands.UNREAD,
        received_at=work.now_ms,
    )
    commands.keep(work.connection, sender.device_id, result)
    audit(work, sender, result, "unreadable", None)
    return result


def _head(raw: bytes) -> _Head:
    try:
        gate.check_depth(raw)
        return msgspec.json.decode(raw, type=_Head)
    except (msgspec.MsgspecError, gate.BadBody, RecursionError, UnicodeDecodeError):
        return _Head()
