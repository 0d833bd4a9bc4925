"""`footplate audit verify FILE`: an export of the audit trail, held against itself without any server."""

import gzip
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO

import msgspec

from app.contract.audit_chain import AuditHead, AuditRow, AuditStatement, HeadLine, StatementLine
from app.contract.audit_check import Finding, Report, Unreadable, Wrong, check, in_words, told
from app.server.security.signatures import fits

_row = msgspec.json.Decoder(AuditRow)
_seal = msgspec.json.Decoder(dict[str, msgspec.Raw])
_GZIP = b"\x1f\x8b"


def verify(file: Path, trusted: Sequence[str] = (), kept: Path | None = None) -> int:
    """Check a file. `trusted`: the public keys that may have signed; `kept`: signed heads from elsewhere, one a line,
    or as `GET /v1/audit/heads` answers. Prints the outcome. The exit code: 0 it holds, 1 it does not, 2 it cannot be
    read."""
    try:
        heads, statement = seals(file)
        report = check_file(file, heads + (kept_heads(kept) if kept else []), statement, trusted)
    except (OSError, EOFError, ValueError) as error:
        print(f"footplate: {file}: {error}", file=sys.stderr)
        return 2
    if report.rows == 0 and report.finding is None and statement is None:
        print(f"footplate: {file}: no export of an audit trail", file=sys.stderr)
        return 2
    if report.finding is None and statement is None:
        print(in_words(Finding(report.last + 1, Wrong.TRUNCATED)))
        return 1
    print(told(report, statement=statement))
    return 0 if report.finding is None else 1


def verify_database(database: str, trusted: Sequence[str] = (), kept: Path | None = None) -> int:
    """The same for the trail in a database, page by page."""
    from app.server.operation import verify_database as of_server

    try:
        heads = kept_heads(kept) if kept else []
    except (OSError, ValueError) as error:
        print(f"footplate: {kept}: {error}", file=sys.stderr)
        return 2
    return of_server(database, trusted, heads)


def check_file(file: Path, heads: list[AuditHead], statement: AuditStatement | None, trusted: Sequence[str]) -> Report:
    """The rows of a file against what was signed. Raises OSError."""
    with _open(file) as lines:
        return check(_rows(lines), heads, fits, statement=statement, trusted=trusted)


def seals(file: Path) -> tuple[list[AuditHead], AuditStatement | None]:
    """The signed heads and the closing statement in a file. Raises OSError."""
    heads, statement = [], None
    with _open(file) as lines:
        for line in lines:
            if line.startswith(b'{"head"'):
                heads.append(msgspec.json.decode(line, type=HeadLine).head)
            elif line.startswith(b'{"statement"'):
                statement = msgspec.json.decode(line, type=StatementLine).statement
    return heads, statement


def kept_heads(file: Path) -> list[AuditHead]:
    """Heads that were fetched and kept, or cut out of the server's log. Raises OSError, ValueError."""
    data = file.read_bytes()
    try:
        return msgspec.json.decode(data, type=_Answer).heads
    except msgspec.DecodeError:
        return [msgspec.json.decode(line, type=AuditHead) for line in data.splitlines() if line.strip()]


class _Answer(msgspec.Struct, frozen=True):
    heads: list[AuditHead]


def _rows(lines: Iterator[bytes] | IO[bytes]) -> Iterator[AuditRow | Unreadable]:
    """Everything that is not a seal has to be a row; seals have been looked at, and stand after every row."""
    sealed = False
    for line in lines:
        if line.startswith((b'{"head"', b'{"statement"')):
            sealed = True
            continue
        try:
            row = _row.decode(line)
        except (msgspec.DecodeError, RecursionError):
            yield Unreadable()
            return
        if sealed:
            yield Unreadable()
            return
        yield row


def _open(file: Path) -> IO[bytes]:
    with file.open("rb") as look:
        packed = look.read(2) == _GZIP
    return gzip.open(file, "rb") if packed else file.open("rb")  # type: ignore[return-value]
