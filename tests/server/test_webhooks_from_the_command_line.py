"""`footplate webhook` against a real server: what it prints can be read by a program, and refusals are told."""

import json
from typing import Any

import pytest

from app.cli import main
from tests.support.seats import House, new_id
from tests.support.server import Session

URL = "https://hooks.example.com/in"


@pytest.fixture(scope="module")
def admin(house: House) -> Session:
    return house.reader("ada", "admin")


def run(admin: Session, capsys: pytest.CaptureFixture[str], *told: str) -> tuple[int, list[Any], str]:
    """(exit code, what was printed, what was said of trouble)"""
    token = str(admin.headers["Authorization"]).removeprefix("Bearer ")
    code = main(["webhook", *told, "--server", admin.base, "--token", token])
    out, err = capsys.readouterr()
    return code, [json.loads(line) for line in out.splitlines()], err


def test_an_endpoint_is_made_listed_exchanged_switched_and_taken_away(
    admin: Session, capsys: pytest.CaptureFixture[str]
) -> None:
    code, (made,), _ = run(admin, capsys, "add", URL, "--event", "case.withdrawn", "--description", "desk")
    assert code == 0
    assert made["secret"].startswith("whsec_")
    endpoint_id = made["endpoint"]["endpoint_id"]
    code, listed, _ = run(admin, capsys, "list")
    assert [(one["endpoint_id"], one["event_types"], one["description"]) for one in listed] == [
        (endpoint_id, ["case.withdrawn"], "desk")
    ]
    code, (rotated,), _ = run(admin, capsys, "rotate", endpoint_id, "--overlap", "1")
    assert rotated["secret"] != made["secret"]
    assert run(admin, capsys, "test", endpoint_id)[1][0]["waiting"] == 1
    _, (delivery,), _ = run(admin, capsys, "log", endpoint_id, "--state", "waiting")
    assert delivery["event_type"] == "webhook.test"
    assert run(admin, capsys, "disable", endpoint_id)[1][0]["enabled"] is False
    assert run(admin, capsys, "enable", endpoint_id)[1][0]["enabled"] is True
    _, (replayed,), _ = run(admin, capsys, "replay", endpoint_id, "--since", "2026-01-01T00:00:00+00:00", "--all")
    assert replayed == {"replayed": 1, "more": False}
    assert run(admin, capsys, "remove", endpoint_id)[:2] == (0, [])
    assert run(admin, capsys, "list")[1] == []


def test_a_refusal_is_told_and_ends_badly(admin: Session, capsys: pytest.CaptureFixture[str]) -> None:
    code, printed, said = run(admin, capsys, "add", "https://10.0.0.1/")
    assert (code, printed) == (1, [])
    assert "invalid" in said
    assert run(admin, capsys, "remove", new_id())[0] == 1
    assert run(admin, capsys, "remove", "../meta")[0] == 1
