"""Outbox → server. A command leaves the outbox by its own explicit result and by nothing else."""

from collections.abc import Callable, Sequence

import msgspec

from app.contract.commands import NUMBER_TAKEN, Command, CommandAnswer, CommandBatch, CommandResult, Status
from app.contract.limits import BATCH_BYTES, BATCH_COMMANDS
from app.desktop.cache.outbox_rows import SAFE_HORIZON_MS, OutboxRow, OutboxState
from app.desktop.cache.work_store import WorkStore
from app.desktop.changes import NOTHING, Changed
from app.desktop.ports import Clock, Identity, Problem, Writer
from app.desktop.sync.links import Server

# Refusals of a batch for what is in it. Any other (a device or role that was taken away) is about the sender, so the
# commands stay as they are.
_ABOUT_THE_BODY = frozenset({400, 413, 415, 422})
_ROOM = BATCH_BYTES - 4096
# How long a command rests that the server cannot decide yet; what it asks for lies in between, whatever it says.
LEAST_REST_MS = 1_000
MOST_REST_MS = 15 * 60_000
Fate = tuple[str, OutboxState, bytes | None]


class Pushed(msgspec.Struct, frozen=True):
    """What one turn did. `more`: another turn may follow at once; `wait_ms`: when a command that the server asked
    patience for is due again; `epoch`: the server's history as it named it; `forgotten`: the server has lost commands
    that it took, by its highest number; `lacks`: by one that it does not know and another stands behind; `ahead`: it
    has seen numbers of this seat that this seat never gave; `acked_through`: it has every number of this seat up to
    this one; `high_seq`: the highest that it knows."""

    settled: int = 0
    more: bool = False
    wait_ms: int | None = None
    epoch: str | None = None
    changed: Changed = NOTHING
    forgotten: bool = False
    lacks: bool = False
    ahead: bool = False
    acked_through: int | None = None
    high_seq: int = 0


class Push:
    """One batch per turn."""

    def __init__(
        self, work: WorkStore, server: Server, writer: Writer, clock: Clock, new_id: Callable[[], str]
    ) -> None:
        self._work = work
        self._server = server
        self._writer = writer
        self._clock = clock
        self._new_id = new_id
        self._alone = False
        self._resting: dict[str, int] = {}

    def turn(self, who: Identity) -> Pushed:
        """Send what is due. Raises ApiError when the batch's fate is unknown or the session is not accepted;
        then everything stays as it was and is sent again under the same ids."""
        now, mono = self._clock.now_ms(), self._clock.mono_ms()
        self._resting = {name: until for name, until in self._resting.items() if until > mono}
        rest = min(self._resting.values(), default=mono) - mono or None
        due = self._work.take_due(
            who.device, who.author, now, 1 if self._alone else BATCH_COMMANDS, self._resting.keys()
        )
        if not due:
            self._alone = False
            return Pushed(wait_ms=rest)
        ids = [row.command_id for row in _fitting(due)]
        rows = self._writer.run(lambda: self._work.mark_sent(ids, now))
        if not rows:
            return Pushed()
        batch = CommandBatch(who.device, self._new_id(), tuple(msgspec.Raw(envelope(row)) for row in rows))
        try:
            answer = self._server.commands(batch)
        except Problem as problem:
            if problem.status not in _ABOUT_THE_BODY:
                raise
            if len(rows) == 1:
                return self._park(rows[0], problem)
            # Something in the batch offends as a whole: go on one by one, so that it delays nobody else.
            self._alone = True
            return Pushed(more=True)
        return self._settle(rows, answer, who)

    def _park(self, row: OutboxRow, problem: Problem) -> Pushed:
        """The server refused the envelope itself: kept, shown, and out of the way."""
        note = msgspec.json.encode({"code": problem.code, "http": problem.status})
        fates: list[Fate] = [(row.command_id, OutboxState.PARKED, note)]
        trace = self._writer.run(lambda: self._work.settle(fates, self._clock.now_ms()))
        return Pushed(settled=1, more=True, changed=trace)

    def _settle(self, rows: Sequence[OutboxRow], answer: CommandAnswer, who: Identity) -> Pushed:
        by_id = {row.command_id: row for row in rows}
        named = [
            (by_id[result.command_id], result)
            for result in answer.results
            if result.command_id in by_id and result.command_seq == by_id[result.command_id].command_seq
        ]
        forgotten = answer.device_high_seq < self._work.acknowledged(who.device, who.author)
        pushed = self._record(named, answer.epoch)
        ahead = self._writer.run(lambda: self._work.server_knows(who.device, who.author, answer.device_high_seq))
        # One that is told again was told at the first time.
        ahead |= any(NUMBER_TAKEN in one.flags and one.status is not Status.DUPLICATE for _, one in named)
        return msgspec.structs.replace(
            pushed,
            forgotten=forgotten,
            ahead=ahead,
            acked_through=answer.acked_through,
            high_seq=answer.device_high_seq,
        )

    def _record(self, named: Sequence[tuple[OutboxRow, CommandResult]], epoch: str | None) -> Pushed:
        fates: list[Fate] = []
        waits: list[int] = []
        over, lacks = 0, False
        since = self._clock.now_ms() - SAFE_HORIZON_MS
        for row, result in named:
            state = fate_of(result)
            blocked = result.status is Status.BLOCKED
            if blocked and self._work.follows_taken(row.command_id, since):
                # That one goes again first: stepping over it would turn their order round.
                lacks = True
            elif blocked and self._step_over(row.command_id):
                over += 1
            elif state is OutboxState.PENDING:
                wait = min(max(result.retry_after_ms or LEAST_REST_MS, LEAST_REST_MS), MOST_REST_MS)
                self._resting[row.command_id] = self._clock.mono_ms() + wait
                waits.append(wait)
            kept = None if state is OutboxState.PENDING else msgspec.json.encode(result)
            fates.append((row.command_id, state, kept))
        trace = NOTHING
        if fates:
            trace = self._writer.run(lambda: self._work.settle(fates, self._clock.now_ms()))
        settled = sum(1 for _, state, _ in fates if state is not OutboxState.PENDING)
        more = lacks or settled + over > 0
        return Pushed(settled, more, min(waits) if waits else None, epoch, trace, lacks=lacks)

    def _step_over(self, command_id: str) -> bool:
        return self._writer.run(lambda: self._work.step_over(command_id))


def fate_of(result: CommandResult) -> OutboxState:
    """Where a result puts its command. A repeated command has the fate of its first result."""
    status = result.status
    if status is Status.DUPLICATE:
        status = result.first_status or Status.APPLIED
    if status is Status.APPLIED:
        return OutboxState.APPLIED
    if status is Status.CONFLICT:
        return OutboxState.CONFLICT
    if status in (Status.RETRY, Status.BLOCKED):
        return OutboxState.PENDING
    return OutboxState.PARKED if result.code == "command_schema" else OutboxState.REJECTED


def _fitting(rows: Sequence[OutboxRow]) -> list[OutboxRow]:
    """As many as fit into one batch, at least one."""
    fitting: list[OutboxRow] = []
    room = _ROOM
    for row in rows:
        room -= len(row.body) + 1024
        if room < 0 and fitting:
            break
        fitting.append(row)
    return fitting


def envelope(row: OutboxRow) -> bytes:
    """The command as it crosses the wire."""
    return msgspec.json.encode(
        Command(
            command_id=row.command_id,
            command_seq=row.command_seq,
            command_type=row.command_type,
            command_schema=row.command_schema,
            author_sub=row.author,
            created_wall=row.created_wall,
            created_mono=row.created_mono,
            server_offset_ms=row.server_offset_ms,
            release_at=row.release_at,
            prev_hash=row.prev_hash,
            body=msgspec.Raw(row.body),
            body_sha256=row.body_sha256,
            case_id=row.case_id,
            claim_id=row.claim_id,
            fence=row.fence,
            base_rev=row.base_rev,
            prev_case_command=row.prev_case_command,
            epoch=row.epoch,
        )
    )
