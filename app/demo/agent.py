"""A demo agent: hands cases and ledger rows to a server through the public intake API, as any agent would."""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any

import msgspec
import requests

from app.contract import limits, paths
from app.contract.intake import AssessmentRequestPage, AssessmentRequestView, IntakeAnswer
from app.demo.scans import Scan

Row = dict[str, Any]
CASES_IN_A_BATCH = limits.INTAKE_CASES // 4
ROWS_IN_A_BATCH = limits.INTAKE_DECISIONS // 5
CONNECT_SECONDS, STALL_SECONDS = 5.0, 60.0
_NDJSON = {"Content-Type": "application/x-ndjson"}


class FeedError(Exception):
    """The server did not take what it was given; the text says which and why."""


class DemoAgent:
    """Speaks to one server with one intake token."""

    def __init__(self, server: str, token: str) -> None:
        self._server = server.rstrip("/")
        self._session = requests.Session()
        self._session.trust_env = False  # the server is on this machine: no proxy stands between
        self._session.headers["Authorization"] = f"Bearer {token}"

    def close(self) -> None:
        self._session.close()

    def feed_cases(self, cases: Iterable[Row], told: Callable[[int], None] = lambda done: None) -> int:
        """Send `cases` in batches; returns how many are there now. `told` hears the count after each batch."""
        return self._feed(paths.INTAKE_CASES, cases, CASES_IN_A_BATCH, told)

    def feed_ledger(self, rows: Iterable[Row], told: Callable[[int], None] = lambda done: None) -> int:
        """The same for rows of what the agent decided alone."""
        return self._feed(paths.INTAKE_DECISIONS, rows, ROWS_IN_A_BATCH, told)

    def hand_over(self, scans: Iterable[Scan]) -> None:
        """Send files, each under its own hash; before the cases that name them."""
        for scan in scans:
            path = paths.intake_attachment(scan.sha256)
            answer = self._send("PUT", path, scan.data, {"Content-Type": scan.media_type})
            if answer.status_code not in (requests.codes.ok, requests.codes.created):
                raise FeedError(f"{path} answered {answer.status_code}: {answer.text[:300]}")

    def _send(self, method: str, path: str, data: bytes, headers: dict[str, str]) -> requests.Response:
        try:
            return self._session.request(
                method, self._server + path, data=data, headers=headers, timeout=(CONNECT_SECONDS, STALL_SECONDS)
            )
        except requests.RequestException as error:
            raise FeedError(f"no answer from {self._server} ({type(error).__name__})") from error

    def requests(self) -> tuple[AssessmentRequestView, ...]:
        """The second looks that people asked for. Raises FeedError."""
        try:
            answer = self._session.get(self._server + paths.INTAKE_REQUESTS, timeout=(CONNECT_SECONDS, STALL_SECONDS))
        except requests.RequestException as error:
            raise FeedError(f"no answer from {self._server} ({type(error).__name__})") from error
        if answer.status_code != requests.codes.ok:
            raise FeedError(f"{paths.INTAKE_REQUESTS} answered {answer.status_code}: {answer.text[:300]}")
        return msgspec.json.decode(answer.content, type=AssessmentRequestPage).requests

    def answer(self, assessments: Iterable[Row]) -> None:
        """Send second looks. Raises FeedError; one that the server does not want any more is let go."""
        body = msgspec.json.encode(list(assessments))
        try:
            told = self._session.post(
                self._server + paths.INTAKE_ASSESSMENTS,
                data=body,
                headers={"Content-Type": "application/json"},
                timeout=(CONNECT_SECONDS, STALL_SECONDS),
            )
        except requests.RequestException as error:
            raise FeedError(f"no answer from {self._server} ({type(error).__name__})") from error
        if told.status_code != requests.codes.ok:
            raise FeedError(f"{paths.INTAKE_ASSESSMENTS} answered {told.status_code}: {told.text[:300]}")

    def _feed(self, path: str, rows: Iterable[Row], most: int, told: Callable[[int], None]) -> int:
        done = 0
        for batch in _batches(rows, most):
            body = b"\n".join(map(msgspec.json.encode, batch))
            answer = self._send("POST", path, body, _NDJSON)
            if answer.status_code != requests.codes.ok:
                raise FeedError(f"{path} answered {answer.status_code}: {answer.text[:300]}")
            taken = msgspec.json.decode(answer.content, type=IntakeAnswer)
            if taken.rejected:
                first = next(result for result in taken.results if result.problem is not None)
                raise FeedError(f"{first.external_ref} was refused: {msgspec.json.encode(first.problem).decode()}")
            done += taken.accepted + taken.duplicate
            told(done)
        return done


def _batches(rows: Iterable[Row], most: int) -> Iterator[list[Row]]:
    left = iter(rows)
    while batch := list(islice(left, most)):
        yield batch
