"""Work that was set aside because its key was not there comes back when the key is: nothing is lost, nothing doubled.

A file that cannot be read is renamed and kept (see engine.set_aside). With another key a new, empty work.db takes its
place. Once the first key is back, what was set aside can be read again and is merged here.
"""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from app.desktop.cache import missing_work
from app.desktop.cache.engine import SIDECARS
from app.desktop.cache.missing_work import OWN_STORY
from app.desktop.cache.outbox_rows import COLUMNS, UNSETTLED, OutboxRow
from app.desktop.cache.salvage import Saved, salvage

if TYPE_CHECKING:
    from sqlalchemy import Connection

ASIDE = ".unreadable-"
MARK = "recovered/"
SEALED = "sealed/"
"""What is known here of the small sealed files beside (vault/mark.py); it goes with no work to another file."""
_NAMES = ", ".join(COLUMNS)
_MARKS = ", ".join("?" * len(COLUMNS))


def set_aside_files(path: Path) -> Iterator[Path]:
    """What was set aside of the store at `path`, oldest first, without the sidecars."""
    for found in sorted(path.parent.glob(f"{path.name}{ASIDE}*")):
        if not any(tail and found.name.endswith(tail) for tail in SIDECARS):
            yield found


def read_aside(file: Path, key: bytes) -> Saved:
    """What can be read of a file set aside; nothing where the key is another. Never changes it: a transaction that
    was cut off is rolled back in a copy, which holds encrypted pages alone."""
    if not any(file.with_name(file.name + tail).exists() for tail in SIDECARS if tail):
        return salvage(file, key)
    with tempfile.TemporaryDirectory(dir=file.parent, prefix=".recover-") as folder:
        for tail in SIDECARS:
            piece = file.with_name(file.name + tail)
            if piece.exists():
                shutil.copyfile(piece, Path(folder) / f"work.db{tail}")
        return salvage(Path(folder) / "work.db", key, whole=True)


def merge(connection: "Connection", saved: Saved, name: str) -> int:
    """Takes what was read of the file `name` into the store, in the caller's transaction. How many unsettled commands
    and drafts came back.

    A command that is here already is left alone. One of a device that this seat is no longer waits for its author's
    session, which gives it a number of its own (`unsent.take_over`). One whose number is taken cannot be sent as it
    is: its text comes back as a draft, so that it is sent at most once.
    """
    for key, value in saved.values:
        if str(key).startswith(OWN_STORY):
            missing_work.take_in(connection.exec_driver_sql, str(key), str(value))
        elif not str(key).startswith((MARK, SEALED)):  # what that file had merged is its own story
            connection.exec_driver_sql("INSERT OR IGNORE INTO work_state VALUES (?, ?)", (key, value))
    back = 0
    for raw in saved.outbox:
        back += _command(connection, OutboxRow(*raw))
    for author, case_id, draft, updated_at in saved.drafts:
        back += merge_draft(connection, str(author), str(case_id), bytes(draft), int(updated_at))
    missing_work.found_again(connection.exec_driver_sql)
    mark_merged(connection, name)
    return back


def mark_merged(connection: "Connection", name: str) -> None:
    """What `name` held is here now and is not looked for again."""
    connection.exec_driver_sql("INSERT OR REPLACE INTO work_state VALUES (?, ?)", (MARK + name, "1"))


def is_merged(connection: "Connection", name: str) -> bool:
    found = connection.exec_driver_sql("SELECT 1 FROM work_state WHERE name = ?", (MARK + name,)).first()
    return found is not None


def _command(connection: "Connection", row: OutboxRow) -> int:
    if connection.exec_driver_sql("SELECT 1 FROM outbox WHERE command_id = ?", (row.command_id,)).first() is not None:
        return 0
    unsettled = row.state in UNSETTLED
    taken = connection.exec_driver_sql(
        "SELECT 1 FROM outbox WHERE device_id = ? AND author = ? AND command_seq = ?",
        (row.device_id, row.author, row.command_seq),
    ).first()
    if taken is None:
        connection.exec_driver_sql(
            f"INSERT INTO outbox ({_NAMES}) VALUES ({_MARKS})",  # noqa: S608 - our own names
            tuple(getattr(row, column) for column in COLUMNS),
        )
        return int(unsettled)
    draft = _typed(row)
    if draft is None or row.case_id is None or (row.state == "applied" or row.dealt):
        return 0
    return merge_draft(connection, row.author, row.case_id, draft, row.created_wall + row.server_offset_ms)


def _typed(row: OutboxRow) -> bytes | None:
    """What the person had typed, from the note that stands beside the command."""
    try:
        note = msgspec.json.decode(row.note, type=dict[str, Any])
    except (msgspec.DecodeError, RecursionError):
        return None
    draft = note.get("draft")
    return msgspec.json.encode(draft) if isinstance(draft, dict) and draft else None


def merge_draft(connection: "Connection", author: str, case_id: str, draft: bytes, updated_at: int) -> int:
    """Where both files hold a draft of one case, the newer one is kept; the older stays in the file set aside."""
    here = connection.exec_driver_sql(
        "SELECT updated_at FROM draft WHERE author = ? AND case_id = ?", (author, case_id)
    ).scalar()
    if here is not None and int(here) >= updated_at:
        return 0
    connection.exec_driver_sql("INSERT OR REPLACE INTO draft VALUES (?, ?, ?, ?)", (author, case_id, draft, updated_at))
    return 1
