"""Feed a file of cases and ledger rows through the intake API.

One JSON object a line, plain or gzip. A line with an `assessment` is a case; a line with `decided_at` and none is a
light row of what the agent decided alone. The server knows every row by its `external_ref`, so a run that was cut
short is simply started again: what arrived before is answered `duplicate`, what is missing is taken.
"""

import gzip
import sys
import time
import zlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, TextIO, cast

import msgspec

from app.contract import limits, paths
from app.contract.gate import BadBody, check_depth
from app.contract.intake import IntakeAnswer, IntakeResult, Taken
from app.transfer.client import Client, TransferError

CASES_IN_A_BATCH = limits.INTAKE_CASES
ROWS_IN_A_BATCH = limits.INTAKE_DECISIONS // 2
BYTES_IN_A_BATCH = 8 * 1024 * 1024
NDJSON = {"Content-Type": "application/x-ndjson"}
SAY_EVERY_SECONDS = 2.0


class _Peek(msgspec.Struct):
    assessment: msgspec.Raw = msgspec.Raw(b"")
    decided_at: msgspec.Raw = msgspec.Raw(b"")


@dataclass(frozen=True)
class Rejection:
    """One line that was not taken. `line` counts from 1 in the file; `pointer` is a JSON pointer within the line."""

    line: int
    external_ref: str
    pointer: str
    code: str
    detail: str

    def __str__(self) -> str:
        name = f" {self.external_ref}" if self.external_ref else ""
        detail = f": {self.detail}" if self.detail else ""
        return f"line {self.line}{name}: {self.pointer or '/'} {self.code}{detail}"


@dataclass
class Report:
    """What became of a file's lines."""

    read: int = 0
    cases: int = 0
    rows: int = 0
    duplicate: int = 0
    rejections: list[Rejection] = field(default_factory=list)

    def __str__(self) -> str:
        return (
            f"{self.read} read: {self.cases + self.rows} accepted ({self.cases} cases, {self.rows} ledger rows), "
            f"{self.duplicate} duplicate, {len(self.rejections)} rejected"
        )


class _Batch:
    """Lines on their way to one endpoint."""

    def __init__(self, path: str, most: int) -> None:
        self.path, self.most = path, most
        self.lines: list[tuple[int, bytes]] = []
        self.size = 0

    def is_full_with(self, line: bytes) -> bool:
        return bool(self.lines) and (len(self.lines) >= self.most or self.size + len(line) > BYTES_IN_A_BATCH)

    def add(self, number: int, line: bytes) -> None:
        self.lines.append((number, line))
        self.size += len(line) + 1

    def take(self) -> list[tuple[int, bytes]]:
        lines, self.lines, self.size = self.lines, [], 0
        return lines


class Importer:
    """Reads lines, sends batches, keeps the report. Rejections are printed to `out` as they come."""

    def __init__(self, client: Client, out: TextIO, progress: TextIO | None = None) -> None:
        self._client, self._out, self._progress = client, out, progress
        self._said = time.monotonic()
        self.report = Report()

    def run(self, file: BinaryIO) -> Report:
        """Send every line. Raises TransferError where the server cannot be reached or refuses the token."""
        cases = _Batch(paths.INTAKE_CASES, CASES_IN_A_BATCH)
        rows = _Batch(paths.INTAKE_DECISIONS, ROWS_IN_A_BATCH)
        for number, raw in enumerate(file, start=1):
            line = raw.strip()
            if not line:
                continue
            self.report.read += 1
            try:
                batch = rows if _is_ledger_row(line) else cases
            except BadBody as problem:
                self._reject(Rejection(number, "", problem.pointer, problem.code, str(problem)))
                continue
            if batch.is_full_with(line):
                self._send(batch)
            batch.add(number, line)
        for batch in (cases, rows):
            if batch.lines:
                self._send(batch)
        return self.report

    def _send(self, batch: _Batch) -> None:
        self._post(batch.path, batch.take())
        now = time.monotonic()
        if self._progress is not None and now - self._said >= SAY_EVERY_SECONDS:
            self._said = now
            print(self.report, file=self._progress, flush=True)

    def _post(self, path: str, lines: list[tuple[int, bytes]]) -> None:
        body = b"\n".join(line for _, line in lines)
        try:
            answer = self._client.call("POST", path, body=body, headers=NDJSON)
        except TransferError as problem:
            if problem.status != 413 or len(lines) == 1:
                raise
            middle = len(lines) // 2
            self._post(path, lines[:middle])
            self._post(path, lines[middle:])
            return
        try:
            told = msgspec.json.decode(answer.content, type=IntakeAnswer)
        except msgspec.DecodeError as problem:
            raise TransferError("the answer of the server cannot be read; is this a Footplate server?") from problem
        self._count(path, lines, told)

    def _count(self, path: str, lines: list[tuple[int, bytes]], told: IntakeAnswer) -> None:
        if path == paths.INTAKE_CASES:
            self.report.cases += told.accepted
        else:
            self.report.rows += told.accepted
        self.report.duplicate += told.duplicate
        for result in told.results:
            if result.status is Taken.REJECTED:
                self._reject(_rejection(lines, result))

    def _reject(self, rejection: Rejection) -> None:
        self.report.rejections.append(rejection)
        print(rejection, file=self._out, flush=True)


def _is_ledger_row(line: bytes) -> bool:
    """Which of the two shapes a line has. Raises BadBody for what could never be either."""
    if len(line) > limits.CASE_BYTES:
        raise BadBody(f"longer than {limits.CASE_BYTES} bytes", code="too_large")
    check_depth(line)
    try:
        seen = msgspec.json.decode(line, type=_Peek)
    except msgspec.ValidationError:
        raise BadBody("not a JSON object", code="invalid") from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise BadBody("not JSON") from None
    return bool(bytes(seen.decided_at)) and not bytes(seen.assessment)


def _rejection(lines: list[tuple[int, bytes]], result: IntakeResult) -> Rejection:
    number = lines[result.index][0] if 0 <= result.index < len(lines) else 0
    problem = result.problem
    if problem is None:
        return Rejection(number, result.external_ref or "", "", "rejected", "")
    first = problem.errors[0] if problem.errors else None
    return Rejection(
        number,
        result.external_ref or "",
        first.pointer if first else "",
        first.code if first else problem.code,
        (first.detail if first else "") or problem.detail or problem.title,
    )


def import_file(file: Path, server: str, token: str) -> int:
    """Feed `file` to `server`, telling on stdout. Returns 0, or 1 when a line was rejected, 2 when it had to stop."""
    out = sys.stdout
    try:
        client = Client(server, token)
    except TransferError as problem:
        print(f"stopped: {problem}", file=out)
        return 2
    importer = Importer(client, out, sys.stderr if sys.stderr.isatty() else None)
    try:
        with _opened(file) as lines:
            importer.run(lines)
    except (TransferError, OSError, EOFError, zlib.error) as problem:
        print(f"stopped: {problem}", file=out)
        print(f"{importer.report}. Start it again: nothing is taken twice.", file=out)
        return 2
    finally:
        client.close()
    print(importer.report, file=out)
    return 1 if importer.report.rejections else 0


def _opened(file: Path) -> BinaryIO:
    with file.open("rb") as head:
        packed = head.read(2) == b"\x1f\x8b"
    return cast(BinaryIO, gzip.open(file, "rb")) if packed else file.open("rb")
