"""Unsent work as one document that describes itself: taken out of one work.db, brought into another.

`{"format": "footplate-unsent-work", "version": 1, "commands": [...], "drafts": [...], "values": {...}}`. A command has
the columns of the outbox; its body, note and result, and a draft, stand as the JSON they are, byte for byte. Whoever
opens a sealed file in years finds their way without this program.
"""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from app.desktop.cache.missing_work import OWN_STORY
from app.desktop.cache.outbox_rows import COLUMNS, UNSETTLED, OutboxRow, OutboxState
from app.desktop.cache.recover import MARK, SEALED, merge_draft
from app.desktop.cache.salvage import Saved
from app.desktop.cache.work_reader import COPIED
from app.desktop.ports import DeskError
from app.domain import number_ranges
from app.domain.number_ranges import Ranges

if TYPE_CHECKING:
    from sqlalchemy import Connection

FORMAT = "footplate-unsent-work"
VERSION = 1
FROM_ELSEWHERE = "recovered/"
"""Stands before the device of a command that came from another seat, until its author's session takes it over."""
MOST_BYTES = 256 * 1024 * 1024
_OF_THAT_FILE = (MARK, *OWN_STORY, SEALED, "device_id/", "epoch/", COPIED, "recovery_key")
_NAMES = ", ".join(COLUMNS)
_MARKS = ", ".join("?" * len(COLUMNS))
_OPEN = ", ".join(f"'{state}'" for state in UNSETTLED)
_NULL = msgspec.Raw(b"null")
_REFUSED = (OutboxState.CONFLICT, OutboxState.REJECTED, OutboxState.PARKED)


class UnsentCommand(msgspec.Struct, frozen=True):
    """See OutboxRow."""

    command_id: str
    device_id: str
    author: str
    command_seq: int
    command_type: str
    command_schema: int
    case_id: str | None
    claim_id: str | None
    fence: int | None
    base_rev: int | None
    prev_case_command: str | None
    prev_hash: str
    body: msgspec.Raw
    body_sha256: str
    created_wall: int
    created_mono: int
    server_offset_ms: int
    release_at: int
    epoch: str | None
    state: OutboxState
    attempts: int
    result: msgspec.Raw
    settled_at: int | None
    dealt: int
    note: msgspec.Raw


class UnsentDraft(msgspec.Struct, frozen=True):
    """A draft; `updated_at` in the server's milliseconds."""

    author: str
    case_id: str
    draft: msgspec.Raw
    updated_at: int


class UnsentWork(msgspec.Struct, frozen=True):
    """`values`: what the profile kept beside it (snippets, saved views, which device is whose)."""

    format: str
    version: int
    commands: tuple[UnsentCommand, ...] = ()
    drafts: tuple[UnsentDraft, ...] = ()
    values: dict[str, str] = {}

    @property
    def pending(self) -> tuple[UnsentCommand, ...]:
        """Those whose fate only the server can tell."""
        return tuple(one for one in self.commands if one.state in UNSETTLED)


class BroughtIn(msgspec.Struct, frozen=True):
    """What came into a store; `known` commands were there already."""

    commands: int = 0
    drafts: int = 0
    known: int = 0


def read_unsent(connection: "Connection") -> UnsentWork:
    """The unsent work of every author: what the server has not answered, what it refused and nobody has dealt with,
    and the drafts."""
    commands = connection.exec_driver_sql(
        f"SELECT {_NAMES} FROM outbox WHERE state IN ({_OPEN})"  # noqa: S608 - our own names
        " OR (state IN ('conflict', 'rejected', 'parked') AND dealt = 0) ORDER BY device_id, author, command_seq"
    ).all()
    drafts = connection.exec_driver_sql("SELECT author, case_id, draft, updated_at FROM draft").all()
    values = connection.exec_driver_sql("SELECT name, value FROM work_state").all()
    return unsent_of(Saved(tuple(map(tuple, commands)), tuple(map(tuple, drafts)), tuple(map(tuple, values))))


def unsent_of(saved: Saved) -> UnsentWork:
    """The unsent part of what was read of a file."""
    rows = [OutboxRow(*raw) for raw in saved.outbox]
    return UnsentWork(
        FORMAT,
        VERSION,
        tuple(_told(row) for row in rows if _is_unsent(row)),
        tuple(
            UnsentDraft(str(author), str(case_id), _json(bytes(draft)), int(updated_at))
            for author, case_id, draft, updated_at in saved.drafts
        ),
        {str(name): str(value) for name, value in saved.values},
    )


def joined(works: Iterable[UnsentWork]) -> UnsentWork:
    """Several files of one profile as one: a command once, of a draft the newest."""
    commands: dict[str, UnsentCommand] = {}
    drafts: dict[tuple[str, str], UnsentDraft] = {}
    values: dict[str, str] = {}
    for work in works:
        for command in work.commands:
            commands.setdefault(command.command_id, command)
        for draft in work.drafts:
            before = drafts.get((draft.author, draft.case_id))
            if before is None or before.updated_at < draft.updated_at:
                drafts[draft.author, draft.case_id] = draft
        for name, value in work.values.items():
            values.setdefault(name, value)
    ordered = sorted(commands.values(), key=lambda one: (one.author, one.device_id, one.command_seq))
    return UnsentWork(FORMAT, VERSION, tuple(ordered), tuple(drafts.values()), values)


def to_document(work: UnsentWork) -> bytes:
    """The document, one JSON object."""
    return msgspec.json.encode(work)


def from_document(document: bytes) -> UnsentWork:
    """Raises DeskError: `not_unsent_work`, or `unsent_work_too_new`."""
    try:
        if len(document) > MOST_BYTES:
            raise DeskError("not_unsent_work")
        work = msgspec.json.decode(document, type=UnsentWork)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        raise DeskError("not_unsent_work") from error
    if work.format != FORMAT:
        raise DeskError("not_unsent_work")
    if work.version > VERSION:
        raise DeskError("unsent_work_too_new")
    return work


def bring_in(connection: "Connection", work: UnsentWork) -> BroughtIn:
    """Take unsent work into this store, in the caller's transaction. A command keeps its id, so that the server applies
    it at most once whoever else sends it; it has a number of this seat only when its author's session takes it over
    (`take_over`)."""
    came = known = 0
    for command in work.commands:
        row = _row(command)
        if not _is_unsent(row):
            continue
        here = connection.exec_driver_sql("SELECT 1 FROM outbox WHERE command_id = ?", (row.command_id,)).first()
        if here is not None:
            known += 1
            continue
        device = row.device_id if row.device_id.startswith(FROM_ELSEWHERE) else FROM_ELSEWHERE + row.device_id
        values = [getattr(msgspec.structs.replace(row, device_id=device), name) for name in COLUMNS]
        done = connection.exec_driver_sql(
            f"INSERT OR IGNORE INTO outbox ({_NAMES}) VALUES ({_MARKS})",  # noqa: S608 - our own names
            tuple(values),
        )
        came += done.rowcount
    drafts = sum(
        merge_draft(connection, one.author, one.case_id, _bytes(one.draft), one.updated_at) for one in work.drafts
    )
    for name, value in work.values.items():
        if not name.startswith(_OF_THAT_FILE):
            connection.exec_driver_sql("INSERT OR IGNORE INTO work_state VALUES (?, ?)", (name, value))
    return BroughtIn(came, drafts, known)


def numbers_of(work: UnsentWork) -> dict[tuple[str, str], Ranges]:
    """The numbers that its commands had at the seats where they were made, by (device, author)."""
    found: dict[tuple[str, str], list[int]] = {}
    for command in work.commands:
        seat = (command.device_id.removeprefix(FROM_ELSEWHERE), command.author)
        found.setdefault(seat, []).append(command.command_seq)
    return {seat: number_ranges.of(numbers) for seat, numbers in found.items()}


def waiting_elsewhere(connection: "Connection", device: str, author: str) -> Sequence[str]:
    """The ids of this author's pending commands that came from another seat, or from this one before it was registered
    anew, in the order in which they were made."""
    rows = connection.exec_driver_sql(
        f"SELECT command_id FROM outbox WHERE author = ? AND state IN ({_OPEN})"  # noqa: S608 - our own names
        " AND device_id != ? ORDER BY device_id, command_seq",
        (author, device),
    )
    return [str(row[0]) for row in rows]


def in_line(connection: "Connection", device: str, author: str) -> Sequence[str]:
    """Where some of this author's pending commands came from another seat: the ids of all, those of an earlier seat
    first, each seat's in the order in which they were made."""
    if not waiting_elsewhere(connection, device, author):
        return ()
    rows = connection.exec_driver_sql(
        f"SELECT command_id FROM outbox WHERE author = ? AND state IN ({_OPEN})"  # noqa: S608
        " ORDER BY device_id, command_seq",  # ids of seats grow with the time of their registration
        (author,),
    )
    return [str(row[0]) for row in rows]


def take_over(
    connection: "Connection", device: str, author: str, first: int, ids: Sequence[str]
) -> list[tuple[str, int]]:
    """Give these commands of an author the numbers of this seat from `first` on; the seats and numbers that they left.
    Their ids stay, so that one whose fate is unknown has no second effect."""
    before = connection.exec_driver_sql(
        "SELECT body_sha256 FROM outbox WHERE device_id = ? AND author = ? AND command_seq = ?",
        (device, author, first - 1),
    ).scalar()
    left: list[tuple[str, int]] = []
    for seq, command_id in enumerate(ids, first):
        was, number, digest = connection.exec_driver_sql(
            "SELECT device_id, command_seq, body_sha256 FROM outbox WHERE command_id = ?", (command_id,)
        ).one()
        connection.exec_driver_sql(
            "UPDATE outbox SET device_id = ?, command_seq = ?, prev_hash = ? WHERE command_id = ?",
            (device, seq, str(before or ""), command_id),
        )
        before = digest
        left.append((str(was), int(number)))
    return left


def _is_unsent(row: OutboxRow) -> bool:
    return row.state in UNSETTLED or (row.state in _REFUSED and not row.dealt)


def _told(row: OutboxRow) -> UnsentCommand:
    values: dict[str, Any] = {name: getattr(row, name) for name in COLUMNS}
    values["body"], values["note"] = _json(bytes(row.body)), _json(bytes(row.note))
    values["result"] = _NULL if row.result is None else _json(bytes(row.result))
    values["state"] = OutboxState(row.state)
    return UnsentCommand(**values)


def _row(told: UnsentCommand) -> OutboxRow:
    values: dict[str, Any] = {name: getattr(told, name) for name in COLUMNS}
    values["body"], values["note"] = _bytes(told.body), _bytes(told.note)
    values["result"] = None if bytes(told.result) == bytes(_NULL) else _bytes(told.result)
    values["state"] = str(told.state)
    return OutboxRow(**values)


def _json(data: bytes) -> msgspec.Raw:
    """As it is where it is an object; else as a text in base64, which `_bytes` undoes."""
    try:
        plain = data[:1] == b"{" and isinstance(msgspec.json.decode(data), dict)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        plain = False
    return msgspec.Raw(data if plain else msgspec.json.encode(data))


def _bytes(told: msgspec.Raw) -> bytes:
    raw = bytes(told)
    return msgspec.json.decode(raw, type=bytes) if raw[:1] == b'"' else raw
