"""What whoever runs the server does beside serving: `footplate audit`, `backup`, `restored` and
`rotate-keys`."""

import os
import sqlite3
import sys
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

import msgspec
from sqlalchemy.engine import make_url

from app.contract.audit_chain import AuditHead
from app.contract.audit_check import told
from app.server.bootstrap import CannotServe, default_database, open_storage
from app.server.config import from_environment
from app.server.security import audit_key
from app.server.storage.unit_of_work import Storage
from app.server.usecases import audit_trail, restored, token_key


def keygen(out: Path) -> int:
    """Make the key that signs heads and exports; prints the public one. The process's exit code."""
    try:
        print(audit_key.make(out))
    except OSError as error:
        return _fail(f"{out}: {error.strerror}")
    return 0


def sign_head(database: str | None) -> int:
    """Sign the head of the audit trail as it is now, and print it. The process's exit code."""

    def work(storage: Storage) -> int:
        file = from_environment().audit_key_file
        if not file:
            return _fail("there is no audit key: FOOTPLATE_AUDIT_KEY_FILE names its file")
        head = audit_trail.sign(storage, audit_key.load(Path(file)))
        print(msgspec.json.encode(head).decode() if head else "nothing has been written since the last signed head")
        return 0

    return _with(database, work)


def verify_database(database: str | None, trusted: Sequence[str] = (), kept: Sequence[AuditHead] = ()) -> int:
    """Check every row of the database; prints the outcome. 0 it holds, 1 it does not, 2 it cannot be read."""

    def work(storage: Storage) -> int:
        report = audit_trail.verify(storage, kept, trusted)
        print(told(report))
        return 0 if report.finding is None else 1

    return _with(database, work)


def begin_anew(database: str | None) -> int:
    """After a restore from a backup: give the history a new name, so that every seat sends again what it was told is
    done. The process's exit code."""

    def work(storage: Storage) -> int:
        print(restored.begin_anew(storage))
        return 0

    return _with(database, work)


def rotate_keys(database: str | None) -> int:
    """Sign access tokens with a new key from the next start of the servers on. The process's exit code."""

    def work(storage: Storage) -> int:
        token_key.rotate(storage)
        print("access tokens are signed with a new key: start every server anew")
        return 0

    return _with(database, work)


def backup(database: str | None, out: Path) -> int:
    """Copy an SQLite database to a file while it is being written to; the copy is checked and whole, or there is none.
    The process's exit code."""
    address = make_url(database or default_database())
    if address.get_backend_name() != "sqlite" or not address.database:
        return _fail("this copies an SQLite file; PostgreSQL has pg_dump (docs/server.md)")
    if out.exists():
        return _fail(f"{out}: is there already")
    partial = out.with_name(f".{out.name}.partial")
    try:
        here = f"file:{address.database}?mode=ro"
        with closing(sqlite3.connect(here, uri=True)) as source, closing(sqlite3.connect(partial)) as target:
            source.backup(target)  # in one go: page by page it would begin anew with every write
            wrong = target.execute("PRAGMA quick_check").fetchone()[0]
        if wrong != "ok":
            raise sqlite3.DatabaseError(wrong)
        with partial.open("rb") as written:
            os.fsync(written.fileno())
        partial.rename(out)
    except (sqlite3.Error, OSError) as error:
        partial.unlink(missing_ok=True)
        return _fail(f"no copy was made: {error}")
    print(f"{out}: {out.stat().st_size} bytes")
    return 0


def _with(database: str | None, work: Callable[[Storage], int]) -> int:
    try:
        storage = open_storage(database or default_database())
    except CannotServe as error:
        _fail(str(error))
        return 2
    try:
        return work(storage)
    except ValueError as error:
        return _fail(str(error))
    finally:
        storage.engine.dispose()


def _fail(words: str) -> int:
    print(f"footplate: {words}", file=sys.stderr)
    return 1
