"""Import and export on a bad day. The other side here is a bare HTTP server that misbehaves on request."""

import gzip
import io
import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from app.desktop import export_freeze
from app.desktop.policy import MOST_RESTRICTIVE, Policy
from app.transfer.client import Client, TransferError
from app.transfer.exporter import export
from app.transfer.importer import Importer, import_file

Answer = tuple[int, dict[str, str], bytes]


class BadDay:
    """Takes rows by `external_ref` as the intake does. `trouble` may answer first, by the number of the request."""

    def __init__(self) -> None:
        self.requests: list[tuple[str, bytes]] = []
        self.known: set[str] = set()
        self.trouble: Callable[[int, bytes], Answer | None] = lambda number, body: None
        self.export: Answer = (200, {"Content-Type": "application/x-ndjson"}, b'{"label":"TP"}\n')
        day = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *args: object) -> None:
                """Quiet."""

            def answer(self, body: bytes) -> None:
                day.requests.append((self.path, body))
                status, headers, content = day.trouble(len(day.requests), body) or day.take(self.command, body)
                self.send_response(status)
                for name, value in ({"Content-Length": str(len(content))} | headers).items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(content)

            def do_POST(self) -> None:
                self.answer(self.rfile.read(int(self.headers["Content-Length"])))

            def do_GET(self) -> None:
                self.answer(b"")

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01})
        self.thread.start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    def take(self, method: str, body: bytes) -> Answer:
        if method == "GET":
            return self.export
        results = []
        for index, line in enumerate(body.splitlines()):
            ref = json.loads(line)["external_ref"]
            status = "duplicate" if ref in self.known else "rejected" if ref.startswith("bad") else "accepted"
            result: dict[str, object] = {"index": index, "status": status, "external_ref": ref}
            if status == "rejected":
                result["problem"] = {
                    "type": "urn:x", "title": "no", "status": 422, "code": "invalid",
                    "errors": [{"pointer": "/priority", "code": "invalid", "detail": "Expected `int`"}],
                }  # fmt: skip
            else:
                self.known.add(ref)
            results.append(result)
        counts = {word: sum(one["status"] == word for one in results) for word in ("accepted", "duplicate", "rejected")}
        return 200, {"Content-Type": "application/json"}, json.dumps(counts | {"results": results}).encode()


@pytest.fixture
def day() -> Iterator[BadDay]:
    day = BadDay()
    yield day
    day.close()


def case(ref: str) -> str:
    return json.dumps({"external_ref": ref, "assessment": {}})


def row(ref: str) -> str:
    return json.dumps({"external_ref": ref, "decided_at": "2026-01-01T00:00:00Z"})


def written(folder: Path, *lines: str) -> Path:
    file = folder / "feed.jsonl"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


def test_cases_and_ledger_rows_go_to_their_own_endpoints(
    day: BadDay, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = written(tmp_path, case("a"), row("b"), "", case("c"))
    assert import_file(file, day.url, "token") == 0
    assert [path for path, _ in day.requests] == ["/v1/intake/cases", "/v1/intake/decisions"]
    assert "3 read: 3 accepted (2 cases, 1 ledger rows), 0 duplicate, 0 rejected" in capsys.readouterr().out


def test_a_gzip_file_is_read_whatever_its_name(day: BadDay, tmp_path: Path) -> None:
    file = tmp_path / "feed.jsonl"
    file.write_bytes(gzip.compress((case("a") + "\n").encode()))
    assert import_file(file, day.url, "token") == 0
    assert day.known == {"a"}


@pytest.mark.parametrize("damage", ["cut short", "overwritten"])
def test_a_damaged_gzip_file_stops_the_run_with_a_word(
    day: BadDay, tmp_path: Path, capsys: pytest.CaptureFixture[str], damage: str
) -> None:
    packed = gzip.compress(b"".join(json.dumps({"external_ref": f"X-{n}"}).encode() + b"\n" for n in range(500)))
    half = len(packed) // 2
    file = tmp_path / "f.jsonl.gz"
    file.write_bytes(packed[:half] + (b"" if damage == "cut short" else b"\xff" * 64 + packed[half + 64 :]))
    assert import_file(file, day.url, "t") == 2
    assert "stopped: " in capsys.readouterr().out


def test_every_rejected_line_is_told_with_its_number_and_pointer(
    day: BadDay, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = written(tmp_path, case("a"), "{not json", case("bad-1"), "", "[1]", case("d"))
    assert import_file(file, day.url, "token") == 1
    told = capsys.readouterr().out.splitlines()
    assert "line 2: / malformed: not JSON" in told
    assert "line 3 bad-1: /priority invalid: Expected `int`" in told
    assert any(line.startswith("line 5: / invalid") for line in told)
    assert told[-1].endswith("0 duplicate, 3 rejected")
    assert day.known == {"a", "d"}


def test_a_second_run_is_told_as_duplicates(day: BadDay, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = written(tmp_path, *(case(f"c{n}") for n in range(2500)))
    assert import_file(file, day.url, "token") == 0
    assert [len(body.splitlines()) for _, body in day.requests] == [1000, 1000, 500]
    capsys.readouterr()
    assert import_file(file, day.url, "token") == 0
    assert "0 accepted (0 cases, 0 ledger rows), 2500 duplicate" in capsys.readouterr().out


def test_a_run_that_was_cut_short_is_finished_by_the_next(
    day: BadDay, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = written(tmp_path, *(case(f"c{n}") for n in range(2500)))
    day.trouble = lambda number, body: (403, {}, b"{}") if number == 2 else None
    assert import_file(file, day.url, "token") == 2
    assert "nothing is taken twice" in capsys.readouterr().out
    day.trouble = lambda number, body: None
    assert import_file(file, day.url, "token") == 0
    assert len(day.known) == 2500


def test_the_server_is_given_the_time_it_asks_for(day: BadDay) -> None:
    waits: list[float] = []
    answers = {1: (429, {"Retry-After": "7"}, b""), 2: (503, {"Retry-After": "3"}, b"")}
    day.trouble = lambda number, body: answers.get(number)
    client = Client(day.url, "token", sleep=waits.append)
    assert client.call("GET", "/v1/exports/labels").status_code == 200
    client.close()
    assert waits[0] >= 7
    assert waits[1] >= 3


def test_a_refused_token_ends_the_run_at_once(day: BadDay, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    day.trouble = lambda number, body: (401, {}, b'{"code": "unauthenticated", "detail": "Sign in first"}')
    assert import_file(written(tmp_path, case("a")), day.url, "wrong") == 2
    assert len(day.requests) == 1
    assert "unauthenticated" in capsys.readouterr().out


def test_a_batch_that_is_too_large_is_halved(day: BadDay, tmp_path: Path) -> None:
    day.trouble = lambda number, body: (413, {}, b"{}") if len(body.splitlines()) > 300 else None
    assert import_file(written(tmp_path, *(case(f"c{n}") for n in range(1000))), day.url, "token") == 0
    assert len(day.known) == 1000


def test_a_silent_server_is_tried_again_and_then_named() -> None:
    waits: list[float] = []
    client = Client("http://127.0.0.1:9", "token", sleep=waits.append)
    with pytest.raises(TransferError, match="no answer"):
        Importer(client, out=io.StringIO()).run(io.BytesIO(case("a").encode()))
    client.close()
    assert len(waits) == 7


def test_an_export_is_written_whole(day: BadDay, tmp_path: Path) -> None:
    assert export("labels", "jsonl", tmp_path / "labels.jsonl", day.url, "token") == 0
    assert (tmp_path / "labels.jsonl").read_bytes() == b'{"label":"TP"}\n'
    assert day.requests[0][0] == "/v1/exports/labels?format=jsonl"


def test_an_export_that_breaks_off_leaves_the_old_file_as_it_was(
    day: BadDay, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "labels.jsonl"
    file.write_text("old")
    day.export = (200, {"Content-Length": "1000", "Connection": "close"}, b"half")
    assert export("labels", "jsonl", file, day.url, "token") == 2
    assert file.read_text() == "old"
    assert [one.name for one in tmp_path.iterdir()] == ["labels.jsonl"]
    assert "left as it was" in capsys.readouterr().out


def test_a_seat_whose_exports_the_house_has_frozen_asks_for_none_and_writes_none(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, profile = tmp_path / "labels.jsonl", tmp_path / "profile"
    profile.mkdir()
    export_freeze.keep(profile, True)
    assert export("labels", "jsonl", file, "http://127.0.0.1:9", "t", policy=Policy(), profile=profile) == 2
    assert "has frozen exports" in capsys.readouterr().out
    assert not file.exists()
    export_freeze.keep(profile, False)
    assert list(profile.iterdir()) == []


def test_a_machine_whose_policy_forbids_exports_asks_for_none_and_writes_none(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "labels.jsonl"
    for policy in (Policy(exports=False), MOST_RESTRICTIVE):
        # Nobody listens there: whoever asked would be told so instead.
        assert export("labels", "jsonl", file, "http://127.0.0.1:9", "t", policy=policy) == 2
        assert "the policy of this machine lets no export" in capsys.readouterr().out
    assert list(tmp_path.iterdir()) == []
