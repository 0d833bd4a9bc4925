"""work.db: what this person did and has not yet been told the fate of. Never deleted by itself.

Every row is bound to its author; numbers are gap-free per (device, author); a user action is one durable
transaction that writes the outbox row and removes its draft.
"""

import threading
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from app.contract.commands import KEEPS_DRAFT
from app.desktop.cache import missing_work
from app.desktop.cache.engine import DURABLE, StoreUnreadable, open_engine, prepare_schema, set_aside
from app.desktop.cache.high_water import HighWater, Later
from app.desktop.cache.outbox_rows import (
    COLUMNS,
    LONGEST_HOLD_MS,
    UNSETTLED,
    NewCommand,
    OutboxRow,
    OutboxState,
    is_held,
    lane_of,
)
from app.desktop.cache.recover import is_merged, mark_merged, merge, read_aside, set_aside_files
from app.desktop.cache.salvage import Saved, salvage
from app.desktop.cache.unsent import (
    FROM_ELSEWHERE,
    BroughtIn,
    UnsentWork,
    bring_in,
    in_line,
    numbers_of,
    read_unsent,
    take_over,
    to_document,
    waiting_elsewhere,
)
from app.desktop.cache.work_losses import WorkLosses
from app.desktop.changes import Changed, Kind, changed
from app.desktop.ports import DeskError, TooLate
from app.domain import number_ranges

if TYPE_CHECKING:
    from sqlalchemy import Connection

FILE = "work.db"
HWM_FILE = "work.hwm"
_SCHEMA = (
    (
        """CREATE TABLE outbox (
            command_id TEXT PRIMARY KEY, device_id TEXT NOT NULL, author TEXT NOT NULL,
            command_seq INTEGER NOT NULL, command_type TEXT NOT NULL, command_schema INTEGER NOT NULL,
            case_id TEXT, claim_id TEXT, fence INTEGER, base_rev INTEGER, prev_case_command TEXT,
            prev_hash TEXT NOT NULL, body BLOB NOT NULL, body_sha256 TEXT NOT NULL,
            created_wall INTEGER NOT NULL, created_mono INTEGER NOT NULL, server_offset_ms INTEGER NOT NULL,
            release_at INTEGER NOT NULL, epoch TEXT, state TEXT NOT NULL, attempts INTEGER NOT NULL,
            result BLOB, settled_at INTEGER, dealt INTEGER NOT NULL, note BLOB NOT NULL,
            UNIQUE (device_id, author, command_seq))""",
        "CREATE INDEX outbox_state ON outbox (author, state, command_seq)",
        "CREATE INDEX outbox_case ON outbox (case_id)",
        """CREATE TABLE draft (author TEXT NOT NULL, case_id TEXT NOT NULL, draft BLOB NOT NULL,
            updated_at INTEGER NOT NULL, PRIMARY KEY (author, case_id)) WITHOUT ROWID""",
        "CREATE TABLE work_state (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
    ),
)
_ALL = ", ".join(COLUMNS)
_ID, _DEVICE, _AUTHOR = COLUMNS.index("command_id"), COLUMNS.index("device_id"), COLUMNS.index("author")
_MANY = 500  # bound parameters in one IN (…)
_OPEN = ", ".join(f"'{state}'" for state in UNSETTLED)
_LAST = (
    "SELECT command_seq, body_sha256 FROM outbox WHERE device_id = ? AND author = ? ORDER BY command_seq DESC LIMIT 1"
)
# By the case alone: left to itself SQLite walks through everything the author ever sent.
_OF_THIS_CASE = (
    "SELECT command_id FROM outbox WHERE case_id = ? AND +device_id = ? AND +author = ?"
    " ORDER BY command_seq DESC LIMIT 1"
)
_OF_THIS_LANE = (
    "SELECT command_id FROM outbox WHERE device_id = ? AND author = ? AND command_type LIKE ?"
    " ORDER BY command_seq DESC LIMIT 1"
)


def _before(same: str) -> str:
    """The last command of a seat and, by `same`, the one before on the same thing, in one question: between two the
    interpreter may go to another thread, and somebody waits. What `same` asks is bound first."""
    return f"SELECT last.*, ({same}) FROM (SELECT 1) LEFT JOIN ({_LAST}) AS last"  # noqa: S608 - our own names


_BEFORE_IN_CASE, _BEFORE_IN_LANE, _BEFORE = _before(_OF_THIS_CASE), _before(_OF_THIS_LANE), _before("NULL")
_PUT_DRAFT = "INSERT OR REPLACE INTO draft VALUES (?, ?, ?, ?)"
_PUT = f"INSERT INTO outbox ({_ALL}) VALUES ({', '.join('?' * len(COLUMNS))})"  # noqa: S608 - our own names


class OpenedWork(msgspec.Struct, frozen=True):
    """The store, and where an unreadable one was put aside; its author must be told. `recovered` counts the unsent
    commands and drafts that came back from a file set aside earlier."""

    store: "WorkStore"
    unreadable: Path | None
    recovered: int = 0


class WorkStore(WorkLosses):
    """Outbox and drafts of every person of this profile."""

    @classmethod
    def open(cls, folder: Path, key: bytes, hwm_key: bytes) -> OpenedWork:
        """Open or make work.db. One that cannot be read is renamed and kept, and the caller is told."""
        path = folder / FILE
        aside: Path | None = None
        try:
            store = cls._ready(path, key)
        except StoreUnreadable as error:
            if error.code == "store_too_new":
                raise
            aside = set_aside(path)
            store = cls._ready(path, key)
        store._high_water = HighWater(folder / HWM_FILE, hwm_key)
        if aside is not None:
            store._take_over(salvage(aside, key), aside.name)
        store._lock = threading.Lock()
        store._look_again()
        return OpenedWork(store, aside, store._recover(path, key))

    def mark_later(self, later: Later) -> None:
        """From now on the mark beside the file is written after the answer to who waits for a command."""
        self._high_water.later = later

    def recover_aside(self, key: bytes) -> int:
        """Take in what was put beside this file since it was opened; how much unsent work came back."""
        return self._recover(self.path, key) if self.path is not None else 0

    def _recover(self, path: Path, key: bytes) -> int:
        """Merges what was set aside while its key was not there; how much unsent work came back."""
        back = 0
        for file in set_aside_files(path):
            with self.read() as connection:
                if is_merged(connection, file.name):
                    continue
            saved = read_aside(file, key)
            if not (saved.outbox or saved.drafts or saved.values):
                continue  # its key is another, or nothing of it can be read
            with self.write() as connection:
                back += merge(connection, saved, file.name)
            for device, author in {(str(row[_DEVICE]), str(row[_AUTHOR])) for row in saved.outbox}:
                with self.read() as connection:
                    last = self._last_seq(connection, device, author)
                self._high_water.raise_to(device, author, last)
        return back

    _lock: threading.Lock

    def _look_again(self) -> None:
        """Earlier versions noted the first and the last number of a loss, with all that is between them."""
        with self.read() as connection:
            if not missing_work.seats_with_losses(connection.exec_driver_sql):
                return
        with self.write() as connection:
            missing_work.found_again(connection.exec_driver_sql)

    @classmethod
    def _ready(cls, path: Path, key: bytes) -> "WorkStore":
        """The store with its tables, every page looked at: it is small, and a damaged page that is found later would
        be found in the middle of somebody's work. An empty file beside a mark was a full one once."""
        if path.exists() and not path.stat().st_size and path.with_name(HWM_FILE).exists():
            raise StoreUnreadable
        engine = open_engine(path, key, DURABLE)
        prepare_schema(engine, _SCHEMA)
        store = cls(engine, path)
        if not store.sound(together=True):
            store.close()
            raise StoreUnreadable
        return store

    def _take_over(self, saved: Saved, name: str) -> None:
        """Go on with what could be read of a damaged file, and put on record which numbers could not."""
        with self.write() as connection:
            for table, rows in (("outbox", saved.outbox), ("draft", saved.drafts), ("work_state", saved.values)):
                if rows:
                    marks = ", ".join("?" * len(rows[0]))
                    connection.exec_driver_sql(f"INSERT OR IGNORE INTO {table} VALUES ({marks})", list(rows))  # noqa: S608
            if saved.outbox or saved.drafts or saved.values:
                mark_merged(connection, name)
            for (device, author), (floor, high) in self._high_water.seats().items():
                here = connection.exec_driver_sql(
                    "SELECT command_seq FROM outbox WHERE device_id = ? AND author = ?", (device, author)
                )
                gone = number_ranges.without(((floor + 1, high),), number_ranges.of(int(seq) for (seq,) in here))
                missing_work.note(connection.exec_driver_sql, device, author, gone)

    # --- unsent work that leaves for another file, or comes from one

    def unsent(self) -> bytes:
        """Everything that is unsent, of every author, as a document that describes itself (see cache/unsent.py)."""
        with self.read() as connection:
            return to_document(read_unsent(connection))

    def bring_in(self, work: UnsentWork) -> BroughtIn:
        """Take in what was recovered elsewhere; its authors' sessions send it under the ids that it has."""
        tops: dict[tuple[str, str], int] = {}
        with self._lock:
            with self.write() as connection:
                told = bring_in(connection, work)
                for seat, numbers in numbers_of(work).items():
                    last, high = self._last_seq(connection, *seat), self._high_water.get(*seat)
                    if not (last or high):
                        continue  # a seat of another profile
                    # They were used, whether or not this file has ever seen so many, and do not come back under them.
                    tops[seat] = max(high, numbers[-1][1])
                    self._note_gone(connection.exec_driver_sql, *seat, last, tops[seat])
                    here = connection.exec_driver_sql(
                        "SELECT command_seq FROM outbox WHERE device_id = ? AND author = ?", seat
                    )
                    moved = number_ranges.without(numbers, number_ranges.of(int(seq) for (seq,) in here))
                    missing_work.came_back(connection.exec_driver_sql, *seat, moved)
            for seat, top in tops.items():
                self._high_water.raise_to(*seat, top)
        return told

    def take_over(self, device: str, author: str) -> int:
        """The author's session is here: what came from another seat gets numbers of this one and may go."""
        with self.read() as connection:
            if not waiting_elsewhere(connection, device, author):
                return 0
        with self._lock:
            with self.write() as connection:
                ids = waiting_elsewhere(connection, device, author)
                top, left = self._renumber(connection, device, author, ids)
            self._mark_moved(device, author, top + len(ids), left)
        return len(ids)

    def _renumber(self, connection: "Connection", device: str, author: str, ids: Sequence[str]) -> tuple[int, set[str]]:
        """Number these commands as this seat's newest; the number before the first of them, and whose they were."""
        last, high = self._last_seq(connection, device, author), self._high_water.get(device, author)
        for seat in self._seats(connection, author):
            # As for a command of this seat: which numbers are gone stays on record, of those that work leaves as well.
            missing_work.note(connection.exec_driver_sql, seat.device, author, ((seat.last + 1, seat.high),))
        top = max(last, high)
        left: set[str] = set()
        for was, number in take_over(connection, device, author, top + 1, ids):
            if not was.startswith(FROM_ELSEWHERE):
                # With the move itself: the floor follows it.
                missing_work.came_back(connection.exec_driver_sql, was, author, ((number, number),))
            left.add(was)
        return top, left

    def _mark_moved(self, device: str, author: str, high: int, left: Collection[str], top: int = 0) -> None:
        """After `_renumber`: nothing unsettled is left at the numbers that they had, so none is missed there."""
        self._high_water.raise_to(device, author, high)
        for seat in left:
            self._high_water.raise_floor(seat, author, top if seat == device else self._high_water.get(seat, author))

    # --- state of this file

    def put_value(self, name: str, value: str) -> None:
        with self.write() as connection:
            connection.exec_driver_sql("INSERT OR REPLACE INTO work_state VALUES (?, ?)", (name, value))

    # --- what a person does

    def submit(self, device: str, author: str, command: NewCommand) -> tuple[OutboxRow, Changed]:
        """Write a command durably and remove its draft, in one transaction."""
        with self._lock:
            with self.act() as execute:
                seat = (device, author)
                if command.case_id is not None:
                    found = execute(_BEFORE_IN_CASE, (command.case_id, *seat, *seat)).fetchone()
                elif (lane := lane_of(command.command_type, None)) is not None:
                    found = execute(_BEFORE_IN_LANE, (*seat, f"{lane}%", *seat)).fetchone()
                else:
                    found = execute(_BEFORE, seat).fetchone()
                last, body_before, same_case = found[0] or 0, found[1], found[2]
                high = self._high_water.get(device, author)
                if high > last:
                    # Numbers already used are never used again; which ones are gone stays on record.
                    self._note_gone(execute, device, author, last, high)
                seq = max(last, high) + 1
                # Where numbers in between are gone, nobody knows the hash of the last of them.
                before = str(body_before or "") if seq == last + 1 else ""
                row = self._row(device, author, seq, command, str(same_case) if same_case else None, before)
                execute(_PUT, msgspec.structs.astuple(row))
                if command.case_id is not None and command.command_type not in KEEPS_DRAFT:
                    execute("DELETE FROM draft WHERE author = ? AND case_id = ?", (author, command.case_id))
            self._high_water.raise_to(device, author, seq)
        ids = {command.case_id} if command.case_id else set[str]()
        return row, changed(Kind.OUTBOX, Kind.DRAFT, ids=ids)

    @staticmethod
    def _row(device: str, author: str, seq: int, new: NewCommand, same_case: str | None, before: str) -> OutboxRow:
        return OutboxRow(
            command_id=new.command_id,
            device_id=device,
            author=author,
            command_seq=seq,
            command_type=new.command_type,
            command_schema=new.command_schema,
            case_id=new.case_id,
            claim_id=new.claim_id,
            fence=new.fence,
            base_rev=new.base_rev,
            prev_case_command=same_case,
            prev_hash=before,
            body=new.body,
            body_sha256=new.body_sha256,
            created_wall=new.created_wall,
            created_mono=new.created_mono,
            server_offset_ms=new.server_offset_ms,
            release_at=new.release_at,
            epoch=new.epoch,
            state=OutboxState.PENDING,
            attempts=0,
            result=None,
            settled_at=None,
            dealt=0,
            note=new.note,
        )

    def withdraw(
        self,
        author: str,
        command_id: str,
        *,
        now: int,
        command_type: str,
        body: bytes,
        body_sha256: str,
        draft: bytes | None,
    ) -> tuple[str | None, Changed]:
        """Replace an unsent command's body and give its draft back, in one transaction.

        Returns the case id. Raises TooLate once the command was released or sent.
        """
        with self.write() as connection:
            row = self._get(connection, author, command_id)
            if row is None or row.state != OutboxState.PENDING or not is_held(row.release_at, now):
                raise TooLate
            if row.command_type == command_type:
                raise TooLate("already_withdrawn")
            connection.exec_driver_sql(
                "UPDATE outbox SET command_type = ?, command_schema = 1, body = ?, body_sha256 = ?, release_at = ?"
                " WHERE command_id = ?",
                (command_type, body, body_sha256, now, command_id),
            )
            # The next command of this seat is still unsent (it is released later), so its chain can follow.
            connection.exec_driver_sql(
                "UPDATE outbox SET prev_hash = ? WHERE device_id = ? AND author = ? AND command_seq = ?"
                " AND state = 'pending'",
                (body_sha256, row.device_id, author, row.command_seq + 1),
            )
            if row.case_id is not None and draft is not None:
                connection.exec_driver_sql(_PUT_DRAFT, (author, row.case_id, draft, now))
        return row.case_id, changed(Kind.OUTBOX, Kind.DRAFT, ids={row.case_id} if row.case_id else set[str]())

    def save_draft(self, author: str, case_id: str, draft: bytes, now: int) -> Changed:
        # By the connection that will send it: what another one writes takes the pages at hand away from it.
        with self.act() as execute:
            execute(_PUT_DRAFT, (author, case_id, draft, now))
        return changed(Kind.DRAFT, ids={case_id})

    def discard_draft(self, author: str, case_id: str) -> Changed:
        with self.write() as connection:
            connection.exec_driver_sql("DELETE FROM draft WHERE author = ? AND case_id = ?", (author, case_id))
        return changed(Kind.DRAFT, ids={case_id})

    # --- what push does

    def take_due(
        self, device: str, author: str, now: int, limit: int, resting: Collection[str] = ()
    ) -> list[OutboxRow]:
        """The unsettled commands that may go now, oldest first; `release_at` holds back its own case alone, and so does
        a command that is `resting` since the server asked for patience."""
        with self.read() as connection:
            rows = connection.exec_driver_sql(
                f"SELECT {_ALL} FROM outbox WHERE author = ? AND device_id = ? AND state IN ({_OPEN})"  # noqa: S608
                " ORDER BY command_seq",
                (author, device),
            )
            held: set[str] = set()
            due: list[OutboxRow] = []
            for raw in rows:
                row = OutboxRow(*raw)
                lane = lane_of(row.command_type, row.case_id)
                if lane is not None and lane in held:
                    continue
                if is_held(row.release_at, now) or row.command_id in resting:
                    if lane is not None:
                        held.add(lane)
                    continue
                due.append(row)
                if len(due) >= limit:
                    break
        return due

    def next_release(self, device: str, author: str, now: int) -> int | None:
        """When the next held-back command may go."""
        with self.read() as connection:
            value = connection.exec_driver_sql(
                f"SELECT min(release_at) FROM outbox WHERE author = ? AND device_id = ? AND state IN ({_OPEN})"  # noqa: S608
                " AND release_at > ? AND release_at <= ?",
                (author, device, now, now + LONGEST_HOLD_MS),
            ).scalar()
        return int(value) if value is not None else None

    def mark_sent(self, command_ids: Sequence[str], now: int) -> list[OutboxRow]:
        """Before the first byte leaves: from here on the fate is unknown until the server tells. Returns, as they
        are now, those that may really go."""
        going: dict[str, OutboxRow] = {}
        with self.write() as connection:
            for start in range(0, len(command_ids), _MANY):
                part = tuple(command_ids[start : start + _MANY])
                rows = connection.exec_driver_sql(
                    f"UPDATE outbox SET state = 'sent' WHERE command_id IN ({_marks(part)})"  # noqa: S608
                    f" AND state IN ({_OPEN}) AND (release_at <= ? OR release_at > ?) RETURNING {_ALL}",
                    (*part, now, now + LONGEST_HOLD_MS),
                )
                going.update((str(raw[_ID]), OutboxRow(*raw)) for raw in rows)
        return [going[command_id] for command_id in command_ids if command_id in going]

    def server_knows(self, device: str, author: str, high: int) -> bool:
        """The server has seen command number `high` of this seat. Where this file does not reach that far (it was
        restored from a copy), the numbers in between are put on record and never used again."""
        if high <= self._high_water.get(device, author):
            return False
        with self._lock:
            with self.write() as connection:
                last = self._last_seq(connection, device, author)
                if high <= last:
                    return False
                self._note_gone(connection.exec_driver_sql, device, author, last, high)
            self._high_water.raise_to(device, author, high)
        return True

    def settle(
        self,
        fates: Sequence[tuple[str, OutboxState, bytes | None]],
        now: int,
    ) -> Changed:
        """Record what the server said of each command; PENDING puts one back in line. Only what the server said counts
        as an attempt: time without a connection uses up none."""
        ids: set[object] = set()
        with self.write() as connection:
            for start in range(0, len(fates), _MANY):
                part = tuple(command_id for command_id, _, _ in fates[start : start + _MANY])
                sql = f"SELECT case_id FROM outbox WHERE command_id IN ({_marks(part)}) AND state IN ({_OPEN})"  # noqa: S608
                ids.update(row[0] for row in connection.exec_driver_sql(sql, part))
            if fates:
                connection.exec_driver_sql(
                    f"UPDATE outbox SET state = ?, result = coalesce(?, result), settled_at = ?,"  # noqa: S608
                    f" attempts = attempts + 1 WHERE command_id = ? AND state IN ({_OPEN})",
                    [
                        (state.value, result, now if state.settled else None, command_id)
                        for command_id, state, result in fates
                    ],
                )
        # A command for many cases names none of them: then any may be another.
        told = frozenset[str]() if None in ids else frozenset(map(str, ids))
        return changed(Kind.OUTBOX, Kind.STATUS, ids=told)

    def follows_taken(self, command_id: str, since: int) -> bool:
        """Whether this command stands behind one that the server said, at `since` (Unix ms) or later, that it took."""
        with self.read() as connection:
            found = connection.exec_driver_sql(
                "SELECT 1 FROM outbox JOIN outbox AS before ON before.command_id = outbox.prev_case_command"
                " WHERE outbox.command_id = ? AND before.state IN ('applied', 'conflict') AND before.settled_at >= ?",
                (command_id, since),
            ).first()
        return found is not None

    def step_over(self, command_id: str) -> bool:
        """A command stands behind one that the server does not know. Where that one was settled here (refused unread,
        or long before the server was restored), it will not come again, so this one need not wait for it."""
        with self.write() as connection:
            done = connection.exec_driver_sql(
                f"UPDATE outbox SET prev_case_command = NULL WHERE command_id = ? AND state IN ({_OPEN})"  # noqa: S608
                " AND prev_case_command IS NOT NULL AND NOT EXISTS (SELECT 1 FROM outbox AS before"
                f" WHERE before.command_id = outbox.prev_case_command AND before.state IN ({_OPEN})) RETURNING 1",
                (command_id,),
            ).first()
        return done is not None

    def acknowledged(self, device: str, author: str) -> int:
        """The highest number that the server is known to have taken; it never forgets one by itself."""
        with self.read() as connection:
            value = connection.exec_driver_sql(
                "SELECT max(command_seq) FROM outbox WHERE device_id = ? AND author = ?"
                " AND state IN ('applied', 'conflict')",
                (device, author),
            ).scalar()
        return int(value or 0)

    def was_answered(self, device: str, author: str, command_seq: int, since: int) -> bool:
        """Whether the server, at `since` (Unix ms) or later, gave the command of this number a result: it keeps the
        refused ones as well."""
        with self.read() as connection:
            sql = (
                "SELECT 1 FROM outbox WHERE device_id = ? AND author = ? AND command_seq = ?"
                " AND state IN ('applied', 'conflict', 'rejected') AND settled_at >= ?"
            )
            return connection.exec_driver_sql(sql, (device, author, command_seq, since)).first() is not None

    def replay_since(self, device: str, author: str, since: int) -> Changed:
        """After the server was restored: put this author's commands settled since then back in line. Their ids make a
        second effect impossible. Those of an earlier seat go too, under numbers of this one and before its own: the
        server may come from a time at which it knew neither."""
        with self._lock:
            with self.write() as connection:
                connection.exec_driver_sql(
                    "UPDATE outbox SET state = 'pending', settled_at = NULL WHERE author = ?"
                    " AND state IN ('applied', 'conflict') AND settled_at >= ?",
                    (author, since),
                )
                missing_work.ask_anew(connection.exec_driver_sql, author, since)
                ids = in_line(connection, device, author)
                top, left = self._renumber(connection, device, author, ids) if ids else (0, set[str]())
            if ids:
                self._mark_moved(device, author, top + len(ids), left, top)
        return changed(Kind.OUTBOX, Kind.STATUS)

    def prune(self, before: int) -> int:
        """Forget, from the oldest on, commands that were settled well or dealt with before then. What remains has no
        gap, and the newest of each seat stays."""
        with self.write() as connection:
            # Those that came from another seat and were answered have no numbering here that could get a gap.
            gone = connection.exec_driver_sql(
                "DELETE FROM outbox WHERE device_id LIKE ? AND settled_at IS NOT NULL AND settled_at < ? AND dealt = 1",
                (f"{FROM_ELSEWHERE}%", before),
            ).rowcount
        with self.read() as connection:
            seats = {*self._high_water.seats(), *missing_work.seats_with_losses(connection.exec_driver_sql)}
        for device, author in sorted(seats):
            with self.read() as connection:
                young = connection.exec_driver_sql(
                    "SELECT min(command_seq) FROM outbox WHERE device_id = ? AND author = ? AND NOT (settled_at IS NOT"
                    " NULL AND settled_at < ? AND (state = 'applied' OR dealt = 1))",
                    (device, author, before),
                ).scalar()
                first = int(young) if young is not None else self._last_seq(connection, device, author)
                seat = self._seat(connection, device, author)
            if first > 1:
                self._high_water.raise_floor(device, author, first - 1)
            with self.write() as connection:
                gone += connection.exec_driver_sql(
                    "DELETE FROM outbox WHERE device_id = ? AND author = ? AND command_seq < ?", (device, author, first)
                ).rowcount
                through = first - 1 if young is not None else seat.high
                told = missing_work.forget(connection.exec_driver_sql, seat, through)
            if told and young is None:
                # Nothing young is here, and all that is gone is a story that ended.
                self._high_water.raise_floor(device, author, seat.high)
        return gone

    def deal_with(self, author: str, command_id: str) -> Changed:
        """The author has seen what became of a command."""
        with self.write() as connection:
            row = self._get(connection, author, command_id)
            if row is None or not OutboxState(row.state).settled:
                raise DeskError("not_settled")
            connection.exec_driver_sql("UPDATE outbox SET dealt = 1 WHERE command_id = ?", (command_id,))
        return changed(Kind.OUTBOX, Kind.STATUS, ids={row.case_id} if row.case_id else set[str]())

    def reopen(self, author: str, command_id: str, draft: bytes, now: int) -> tuple[str, Changed]:
        """Give a refused command's text back as a draft and mark it dealt with, in one transaction."""
        with self.write() as connection:
            row = self._get(connection, author, command_id)
            if row is None or row.case_id is None or row.state not in ("conflict", "rejected", "parked"):
                raise DeskError("not_refused")
            connection.exec_driver_sql("UPDATE outbox SET dealt = 1 WHERE command_id = ?", (command_id,))
            connection.exec_driver_sql(_PUT_DRAFT, (author, row.case_id, draft, now))
        return row.case_id, changed(Kind.OUTBOX, Kind.DRAFT, Kind.STATUS, ids={row.case_id})


def _marks(values: Sequence[object]) -> str:
    """As many question marks."""
    return ", ".join("?" * len(values))
