"""What is read of work.db: drafts, commands and what became of them. Always one author's alone."""

from collections.abc import Collection
from datetime import timedelta
from typing import TYPE_CHECKING

from app.contract.commands import CASE_SKIP, CASE_SNOOZE, CASE_WORK, CASES_BULK, KEEPS_DRAFT
from app.desktop.cache.engine import Store, is_lost
from app.desktop.cache.outbox_rows import COLUMNS, UNSETTLED, OutboxRow
from app.domain.work_mode import SKIP_REST

if TYPE_CHECKING:
    from sqlalchemy import Connection

_ALL = ", ".join(COLUMNS)
COPIED = "copied/"
_RECENT = 5_000
_NAMED = 100
"""Cases that a question names at most; about more of them it is asked about all."""
_AROUND = ", ".join(f"'{kind}'" for kind in CASE_WORK)
_RESTS = f"'{CASE_SKIP}', '{CASE_SNOOZE}'"
_REST_MS = SKIP_REST // timedelta(milliseconds=1)
_DECIDES_NOTHING = ", ".join(f"'{kind}'" for kind in KEEPS_DRAFT)
_OPEN = ", ".join(f"'{state}'" for state in UNSETTLED)


class WorkReader(Store):
    """The questions; see WorkStore for what is written."""

    def whole(self) -> bool:
        """Whether all of the file that is open can still be read: it may change under a running process."""
        try:
            with self.read() as connection:
                connection.exec_driver_sql("SELECT 1 FROM outbox, draft, work_state LIMIT 1").first()
        except Exception as error:
            if not is_lost(error):
                raise
            return False
        return self.sound(together=True)

    def value(self, name: str) -> str | None:
        with self.read() as connection:
            row = connection.exec_driver_sql("SELECT value FROM work_state WHERE name = ?", (name,)).first()
        return str(row[0]) if row else None

    def copied_at(self, author: str) -> int | None:
        """When this author's profile turned out to be a copy."""
        told = self.value(f"{COPIED}{author}")
        return int(told) if told else None

    def draft(self, author: str, case_id: str) -> bytes | None:
        with self.read() as connection:
            value = connection.exec_driver_sql(
                "SELECT draft FROM draft WHERE author = ? AND case_id = ?", (author, case_id)
            ).scalar()
        return bytes(value) if value is not None else None

    def drafts(self, author: str, among: Collection[str] | None = None) -> set[str]:
        """Case ids with a draft; where many are not asked for, at least of those `among` which it is asked."""
        some, ids = _some(among)
        with self.read() as connection:
            rows = connection.exec_driver_sql(f"SELECT case_id FROM draft WHERE author = ?{some}", (author, *ids))  # noqa: S608
            return {str(case_id) for (case_id,) in rows}

    def newest_draft(self, author: str) -> str | None:
        """The case whose draft was kept last."""
        with self.read() as connection:
            row = connection.exec_driver_sql(
                "SELECT case_id FROM draft WHERE author = ? ORDER BY updated_at DESC, case_id DESC LIMIT 1", (author,)
            ).first()
        return str(row[0]) if row else None

    @staticmethod
    def _get(connection: "Connection", author: str, command_id: str) -> OutboxRow | None:
        row = connection.exec_driver_sql(
            f"SELECT {_ALL} FROM outbox WHERE command_id = ? AND author = ?",  # noqa: S608
            (command_id, author),
        ).first()
        return OutboxRow(*row) if row else None

    def get(self, author: str, command_id: str) -> OutboxRow | None:
        with self.read() as connection:
            return self._get(connection, author, command_id)

    def of_case(self, author: str, case_id: str) -> list[OutboxRow]:
        """Commands of one case, newest first."""
        with self.read() as connection:
            rows = connection.exec_driver_sql(
                f"SELECT {_ALL} FROM outbox WHERE author = ? AND case_id = ? ORDER BY command_seq DESC",  # noqa: S608
                (author, case_id),
            )
            return [OutboxRow(*row) for row in rows]

    def of_types(self, author: str, types: Collection[str]) -> list[OutboxRow]:
        """Commands of these types, oldest first."""
        with self.read() as connection:
            marks = ", ".join("?" * len(types))
            rows = connection.exec_driver_sql(
                f"SELECT {_ALL} FROM outbox WHERE author = ? AND command_type IN ({marks}) ORDER BY command_seq",  # noqa: S608
                (author, *types),
            )
            return [OutboxRow(*row) for row in rows]

    def latest(self, author: str, limit: int) -> list[OutboxRow]:
        """Unsettled and undealt commands first, then the newest settled ones."""
        with self.read() as connection:
            rows = connection.exec_driver_sql(
                f"SELECT {_ALL} FROM outbox WHERE author = ?"  # noqa: S608
                f" ORDER BY (state IN ({_OPEN})) DESC, (state IN ('conflict', 'rejected', 'parked') AND dealt = 0)"
                " DESC, created_wall DESC, command_seq DESC LIMIT ?",
                (author, limit),
            )
            return [OutboxRow(*row) for row in rows]

    def covered_cases(self, author: str, among: Collection[str] | None = None) -> dict[str, int | None]:
        """Cases with own work that the cache may not show yet: None while the command is unsettled, else the
        revision of the case that holds its effect. Withdrawn commands cover nothing. `among`: as for `drafts`."""
        some, ids = _some(among)
        with self.read() as connection:
            rows = connection.exec_driver_sql(
                f"SELECT case_id, CASE WHEN state IN ({_OPEN}) THEN NULL ELSE"  # noqa: S608
                " json_extract(CAST(result AS TEXT), '$.entity.rev') END FROM outbox WHERE author = ?"
                f" AND (state IN ({_OPEN}) OR (state = 'applied' AND settled_at IS NOT NULL))"
                f" AND command_type != 'command.withdrawn' AND command_type NOT IN ({_DECIDES_NOTHING})"
                f" AND case_id IS NOT NULL{some} ORDER BY command_seq DESC LIMIT ?",
                (author, *ids, _RECENT),
            )
            found: dict[str, int | None] = {}
            for case_id, rev in rows:
                if str(case_id) not in found:
                    found[str(case_id)] = None if rev is None else int(rev)
            return found

    def case_work(self, author: str, settled_after: int, among: Collection[str] | None = None) -> list[OutboxRow]:
        """Commands that change the work around cases in the order in which they were given: those that are unsettled,
        and those applied after a moment, whose effect the cache may not show yet; skips for as long as they rest, and
        what ends them. `among`: as for `drafts`; a command for many cases is always told."""
        shown = (
            f"SELECT {_ALL} FROM outbox WHERE author = ? AND command_type IN ({_AROUND})"  # noqa: S608 - our own names
            f" AND (state IN ({_OPEN}) OR (state = 'applied' AND settled_at >= ?)"
            f" OR (state = 'applied' AND settled_at >= ? AND command_type IN ({_RESTS})))"
        )
        since = (author, settled_after, settled_after - _REST_MS)
        some, ids = _some(among)
        with self.read() as connection:
            found = [*connection.exec_driver_sql(f"{shown}{some}", (*since, *ids))]
            if some:
                many = (*since, CASES_BULK)
                found += connection.exec_driver_sql(f"{shown} AND case_id IS NULL AND command_type = ?", many)
        return sorted((OutboxRow(*row) for row in found), key=lambda row: row.command_seq)

    def since(self, author: str, moment: int) -> list[OutboxRow]:
        """Commands given since then (the server's ms), oldest first."""
        with self.read() as connection:
            rows = connection.exec_driver_sql(
                f"SELECT {_ALL} FROM outbox WHERE author = ? AND created_wall + server_offset_ms >= ?"  # noqa: S608
                " ORDER BY command_seq LIMIT ?",
                (author, moment, _RECENT),
            )
            return [OutboxRow(*row) for row in rows]

    def tallies(self, author: str) -> tuple[int, int, int, int | None]:
        """Pending, needing attention, settled well, and when the oldest pending one was made (wall ms)."""
        with self.read() as connection:
            row = connection.exec_driver_sql(
                f"SELECT count(*) FILTER (WHERE state IN ({_OPEN})),"  # noqa: S608
                " count(*) FILTER (WHERE state IN ('conflict', 'rejected', 'parked') AND dealt = 0),"
                " count(*) FILTER (WHERE state = 'applied' AND command_type != 'command.withdrawn'),"
                f" min(created_wall) FILTER (WHERE state IN ({_OPEN})) FROM outbox WHERE author = ?",
                (author,),
            ).one()
        return int(row[0]), int(row[1]), int(row[2]), int(row[3]) if row[3] is not None else None


def _some(among: Collection[str] | None) -> tuple[str, tuple[str, ...]]:
    """A condition on the case and its values; none where every case is meant, or more than are worth naming."""
    if among is None or len(among) > _NAMED:
        return "", ()
    return f" AND case_id IN ({', '.join('?' * len(among))})", tuple(among)
