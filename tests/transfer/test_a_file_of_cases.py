"""`footplate import` against a real server: what is taken, what is told of the rest, and a run that is cut short."""

import io
import json
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from app.transfer.client import Client, TransferError
from app.transfer.importer import Importer, import_file
from tests.support.database import run_sql
from tests.support.factories import intake_case
from tests.support.seats import House, open_house
from tests.support.server import start_server

SECRET = "jane.doe@example.com"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    database = tmp_path_factory.mktemp("files") / "server.db"
    with start_server(database) as server:
        house = open_house(server, database)
        yield house
        house.close()


def token(house: House) -> str:
    return str(house.agent.headers["Authorization"]).removeprefix("Bearer ")


def case(ref: str, **more: Any) -> dict[str, Any]:
    told: dict[str, Any] = msgspec.to_builtins(intake_case(ref, **more))
    return told


def withdrawal(ref: str) -> dict[str, Any]:
    return {"external_ref": ref, "reason": "opened_in_error"}


def file_of(folder: Path, *lines: Any) -> Path:
    file = folder / "feed.jsonl"
    file.write_bytes(b"\n".join(line if isinstance(line, bytes) else msgspec.json.encode(line) for line in lines))
    return file


def fed(house: House, file: Path, report: Path | None = None) -> int:
    return import_file(file, house.server.url, token(house), report)


def told_in(report: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in report.read_text(encoding="utf-8").splitlines()]


def states(house: House, prefix: str) -> dict[str, str]:
    rows = run_sql(house.database, "SELECT external_ref, state FROM cases WHERE external_ref LIKE :p", p=f"{prefix}%")
    return {row[0]: row[1] for row in rows}


def test_a_report_has_a_line_for_every_line_that_was_not_taken(
    house: House, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    odd = case("rep-2")
    odd["subject"] = {SECRET: "e\u0301"}  # no normal form, under a key that is somebody's address
    file = file_of(
        tmp_path,
        case("rep-1"),
        case("rep-3") | {"priority": SECRET},
        b'{"external_ref": "rep-4", "assessment": ' + SECRET.encode(),
        b"",
        odd,
        case("rep-5") | {"case_type": SECRET},
        withdrawal("rep-nobody-has-it"),
        case("rep-6") | {"vendor": SECRET * 10},
        b"[" * 40 + b"]" * 40,
        withdrawal("rep-1") | {"reason": SECRET},
        case("rep-7"),
    )
    report = tmp_path / "rejected.jsonl"
    assert fed(house, file, report) == 1
    told = sorted(told_in(report), key=lambda one: one["line"])
    assert [(one["line"], one["external_ref"], one["pointer"], one["code"]) for one in told] == [
        (2, "rep-3", "/priority", "invalid"),
        (3, "", "", "malformed"),
        (5, "rep-2", "/subject/*", "malformed"),
        (6, "rep-5", "/case_type", "unknown_case_type"),
        (7, "rep-nobody-has-it", "/external_ref", "unknown_case"),
        (8, "rep-6", "/vendor", "invalid"),
        (9, "", "", "malformed"),
        (10, "rep-1", "/reason", "invalid"),
    ]
    assert all(one["text"] for one in told)
    assert SECRET not in report.read_text(encoding="utf-8")
    assert stat.S_IMODE(report.stat().st_mode) == 0o600
    out = capsys.readouterr().out
    assert SECRET not in out
    assert "10 read: 2 accepted (2 cases, 0 ledger rows), 0 duplicate, 8 rejected" in out
    assert str(report) in out
    assert states(house, "rep-") == {"rep-1": "open", "rep-7": "open"}


def test_a_report_never_takes_the_place_of_the_file_itself(house: House, tmp_path: Path) -> None:
    file = file_of(tmp_path, case("self-1"))
    before = file.read_bytes()
    assert fed(house, file, tmp_path / "." / "feed.jsonl") == 2
    assert file.read_bytes() == before
    assert states(house, "self-") == {}


def test_a_report_that_cannot_be_written_is_told_before_anything_is_sent(
    house: House, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert fed(house, file_of(tmp_path, case("nor-1")), tmp_path / "no" / "folder" / "r.jsonl") == 2
    assert capsys.readouterr().out.startswith("stopped: ")
    assert states(house, "nor-") == {}


def test_a_file_takes_cases_back_in_the_order_of_its_lines(house: House, tmp_path: Path) -> None:
    file = file_of(
        tmp_path,
        withdrawal("back-3"),  # not there yet: told so, and the case after it is taken
        case("back-1"),
        withdrawal("back-1"),
        case("back-2"),
        case("back-3"),
        case("back-1", priority=50),  # withdrawn by now
    )
    report = tmp_path / "rejected.jsonl"
    assert fed(house, file, report) == 1
    assert {(one["line"], one["code"]) for one in told_in(report)} == {(1, "unknown_case"), (6, "case_withdrawn")}
    assert states(house, "back-") == {"back-1": "withdrawn", "back-2": "open", "back-3": "open"}


def test_the_same_file_again_is_all_duplicates_even_where_a_case_was_taken_back(
    house: House, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = file_of(tmp_path, case("again-1"), case("again-2"), withdrawal("again-1"))
    assert fed(house, file) == 0
    assert "3 accepted (2 cases, 0 ledger rows, 1 withdrawn), 0 duplicate" in capsys.readouterr().out
    assert fed(house, file) == 0
    assert "0 accepted (0 cases, 0 ledger rows), 3 duplicate, 0 rejected" in capsys.readouterr().out


class _Cut(Client):
    """A line that goes dead: the third request arrives and its answer does not; after it nothing arrives."""

    sent = 0

    def call(self, method: str, path: str, **more: Any) -> Any:
        self.sent += 1
        if self.sent > 3:
            raise TransferError("cut")
        answer = super().call(method, path, **more)
        if self.sent == 3:
            raise TransferError("cut")
        return answer


def test_a_run_that_is_cut_short_goes_on_where_it_was_and_no_case_comes_twice(
    house: House, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`FOOTPLATE_FILE_CASES=100000 pytest tests/transfer/test_a_file_of_cases.py` for a file of full size."""
    count = int(os.environ.get("FOOTPLATE_FILE_CASES", "4200"))
    file = file_of(tmp_path, *(case(f"cut-{n:05}") for n in range(count)))
    client = _Cut(house.server.url, token(house))
    with pytest.raises(TransferError):
        Importer(client, out=io.StringIO()).run(io.BytesIO(file.read_bytes()))
    client.close()
    assert len(states(house, "cut-")) == 3_000, "whole batches, also the one whose answer was lost"
    assert fed(house, file) == 0
    rest = count - 3_000
    assert f"{count} read: {rest} accepted ({rest} cases, 0 ledger rows), 3000 duplicate" in capsys.readouterr().out
    assert list(states(house, "cut-").values()) == ["open"] * count
    assert run_sql(house.database, "SELECT max(rev) FROM cases WHERE external_ref LIKE 'cut-%'") == [(1,)]
