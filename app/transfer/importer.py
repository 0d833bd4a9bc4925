"""Feed a file of cases, withdrawals and ledger rows through the intake API.

One JSON object a line, plain or gzip. A line with an `assessment` is a case; a line with `decided_at` and none is a
light row of what the agent decided alone; a line with a `reason` and neither takes a case back. The server knows
everything by its `external_ref`, so a run that was cut short is simply started again: what arrived before is answered
`duplicate`, what is missing is taken.
"""

import gzip
import sys
import time
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, TextIO, cast

import msgspec

from app.contract import limits, paths
from app.contract.gate import BadBody, check_depth
from app.contract.intake import IntakeAnswer, IntakeResult, Taken
from app.transfer.client import Client, TransferError
from app.transfer.rejections import Rejection, RejectionReport

CASES_IN_A_BATCH = limits.INTAKE_CASES
ROWS_IN_A_BATCH = limits.INTAKE_DECISIONS // 2
BYTES_IN_A_BATCH = 8 * 1024 * 1024
NDJSON = {"Content-Type": "application/x-ndjson"}
SAY_EVERY_SECONDS = 2.0


class _Peek(msgspec.Struct):
    external_ref: msgspec.Raw = msgspec.Raw(b"")
    assessment: msgspec.Raw = msgspec.Raw(b"")
    decided_at: msgspec.Raw = msgspec.Raw(b"")
    reason: msgspec.Raw = msgspec.Raw(b"")


@dataclass
class Report:
    """What became of a file's lines."""

    read: int = 0
    cases: int = 0
    rows: int = 0
    withdrawals: int = 0
    duplicate: int = 0
    rejected: int = 0

    def __str__(self) -> str:
        taken = self.cases + self.rows + self.withdrawals
        withdrawn = f", {self.withdrawals} withdrawn" if self.withdrawals else ""
        return (
            f"{self.read} read: {taken} accepted ({self.cases} cases, {self.rows} ledger rows{withdrawn}), "
            f"{self.duplicate} duplicate, {self.rejected} rejected"
        )


class _Batch:
    """Lines on their way to one endpoint."""

    def __init__(self, path: str, most: int) -> None:
        self.path, self.most = path, most
        self.lines: list[tuple[int, bytes]] = []
        self.size = 0
        self.refs: set[bytes] = set()

    def is_full_with(self, line: bytes) -> bool:
        return bool(self.lines) and (len(self.lines) >= self.most or self.size + len(line) > BYTES_IN_A_BATCH)

    def add(self, number: int, line: bytes, ref: bytes) -> None:
        self.lines.append((number, line))
        self.size += len(line) + 1
        self.refs.add(ref)

    def take(self) -> list[tuple[int, bytes]]:
        lines, self.lines, self.size = self.lines, [], 0
        self.refs = set()
        return lines


class Importer:
    """Reads lines, sends batches, keeps the count. Rejections go to `rejections` as they come, else to `out`."""

    def __init__(
        self,
        client: Client,
        out: TextIO,
        progress: TextIO | None = None,
        rejections: RejectionReport | None = None,
    ) -> None:
        self._client, self._out, self._progress, self._rejections = client, out, progress, rejections
        self._said = time.monotonic()
        self._cases = _Batch(paths.INTAKE_CASES, CASES_IN_A_BATCH)
        self._rows = _Batch(paths.INTAKE_DECISIONS, ROWS_IN_A_BATCH)
        self._withdrawals = _Batch(paths.INTAKE_WITHDRAWALS, CASES_IN_A_BATCH)
        self.report = Report()

    def run(self, file: BinaryIO) -> Report:
        """Send every line. Raises TransferError where the server cannot be reached or refuses the token."""
        for number, raw in enumerate(file, start=1):
            line = raw.strip()
            if not line:
                continue
            self.report.read += 1
            try:
                seen = _peek(line)
            except BadBody as problem:
                self._reject(Rejection.of(number, "", problem.pointer, problem.code, str(problem)))
                continue
            batch, ref = self._batch_of(seen), bytes(seen.external_ref)
            if batch is self._cases and ref in self._withdrawals.refs:
                # What a file says of one case reaches the server in the order of its lines.
                self._send(self._withdrawals)
            if batch.is_full_with(line):
                self._send(batch)
            batch.add(number, line, ref)
        for batch in (self._cases, self._withdrawals, self._rows):
            self._send(batch)
        return self.report

    def _batch_of(self, seen: _Peek) -> _Batch:
        if bytes(seen.assessment):
            return self._cases
        if bytes(seen.decided_at):
            return self._rows
        return self._withdrawals if bytes(seen.reason) else self._cases

    def _send(self, batch: _Batch) -> None:
        if batch is self._withdrawals:
            # A case that stands before its withdrawal has to be known there.
            self._send(self._cases)
        if not batch.lines:
            return
        self._post(batch.path, batch.take())
        if self._rejections is not None:
            self._rejections.flush()
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
        elif path == paths.INTAKE_WITHDRAWALS:
            self.report.withdrawals += told.accepted
        else:
            self.report.rows += told.accepted
        self.report.duplicate += told.duplicate
        for result in told.results:
            if result.status is Taken.REJECTED:
                self._reject(_rejection(lines, result))

    def _reject(self, rejection: Rejection) -> None:
        self.report.rejected += 1
        if self._rejections is not None:
            self._rejections.add(rejection)
        else:
            print(rejection, file=self._out, flush=True)


def _peek(line: bytes) -> _Peek:
    """What a line is about. Raises BadBody for what could never be taken."""
    if len(line) > limits.CASE_BYTES:
        raise BadBody(f"longer than {limits.CASE_BYTES} bytes", code="too_large")
    try:
        check_depth(line)
        return msgspec.json.decode(line, type=_Peek)
    except BadBody as problem:
        raise BadBody(str(problem)) from None
    except msgspec.ValidationError:
        raise BadBody("not a JSON object", code="invalid") from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise BadBody("not JSON") from None


def _rejection(lines: list[tuple[int, bytes]], result: IntakeResult) -> Rejection:
    number = lines[result.index][0] if 0 <= result.index < len(lines) else 0
    problem = result.problem
    if problem is None:
        return Rejection.of(number, result.external_ref or "", "", "rejected", "")
    first = problem.errors[0] if problem.errors else None
    return Rejection.of(
        number,
        result.external_ref or "",
        first.pointer if first else "",
        problem.code,
        (first.detail if first else "") or problem.detail or problem.title,
    )


def import_file(file: Path, server: str, token: str, report: Path | None = None) -> int:
    """Feed `file` to `server`, telling on stdout; rejected lines go to the file `report` where one is named. Returns 0,
    or 1 when a line was rejected, 2 when it had to stop."""
    out = sys.stdout
    try:
        client = Client(server, token)
    except TransferError as problem:
        print(f"stopped: {problem}", file=out)
        return 2
    rejections = None
    try:
        with _opened(file) as lines:
            rejections = RejectionReport(report, file) if report is not None else None
            importer = Importer(client, out, sys.stderr if sys.stderr.isatty() else None, rejections)
            try:
                importer.run(lines)
                if rejections is not None:
                    rejections.close()
            except (TransferError, OSError, EOFError, zlib.error) as problem:
                print(f"stopped: {problem}", file=out)
                print(f"{importer.report}. Start it again: nothing is taken twice.", file=out)
                return 2
    except OSError as problem:
        print(f"stopped: {problem}", file=out)
        return 2
    finally:
        client.close()
        if rejections is not None:
            rejections.abandon()
    print(importer.report, file=out)
    if report is not None and importer.report.rejected:
        print(f"rejected lines: {report}", file=out)
    return 1 if importer.report.rejected else 0


def _opened(file: Path) -> BinaryIO:
    with file.open("rb") as head:
        packed = head.read(2) == b"\x1f\x8b"
    return cast(BinaryIO, gzip.open(file, "rb")) if packed else file.open("rb")
