"""Roles, tokens and people from the command line beside the database."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from app.cli import main
from app.domain.roles import MATRIX, Role
from tests.support.database import database_url, run_sql
from tests.support.seats import House
from tests.support.server import ROOT, Session


def test_the_command_line_changes_a_running_servers_roles_and_tokens(
    house: House, capsys: pytest.CaptureFixture[str]
) -> None:
    address = ["--database", database_url(house.database)]

    def footplate(*words: str) -> tuple[int, str, str]:
        code = main([*words, *address])
        told = capsys.readouterr()
        return code, told.out, told.err

    editor = house.reader("sofia", "sop_editor")
    assert editor.get("/v1/people").status_code == 403
    granted = {"people.read (changed)", *MATRIX[Role.SOP_EDITOR]}
    lines = footplate("role", "grant", "sop_editor", "people.read")[1].splitlines()
    assert lines == [f"sop_editor {one}" for one in sorted(granted)]
    assert editor.get("/v1/people").status_code == 200
    assert footplate("role", "withdraw", "sop_editor", "people.read")[0] == 0
    assert editor.get("/v1/people").status_code == 403
    refused = footplate("role", "grant", "bpo_agent", "pii.reveal")
    assert (refused[0], "no house can give this" in refused[2]) == (1, True)

    house.add("roca", "agent_service")
    code, token, err = footplate("token", "add", "roca", "--label", "night", "--scope", "intake.write", "--days", "30")
    assert (code, token.startswith("fps_")) == (0, True)
    token_id = err.partition(",")[0]
    with Session(house.server.url, token.strip()) as agent:
        assert agent.get("/v1/intake/requests").status_code == 200
        assert agent.get("/v1/exports/labels").status_code == 403
        assert footplate("token", "rotate", token_id, "--overlap-hours", "1")[0] == 0
        assert agent.get("/v1/intake/requests").status_code == 200
        assert footplate("token", "revoke", token_id)[0] == 0
        assert agent.get("/v1/intake/requests").status_code == 401
    listed = [json.loads(line) for line in footplate("token", "list")[1].splitlines()]
    assert {row["label"] for row in listed} >= {"night", ""}
    assert token.strip() not in json.dumps(listed)
    assert footplate("token", "rotate", "none")[0] == 1

    assert footplate("user", "link", "sofia", "--issuer", "https://id.example.com", "--subject", "s-1")[0] == 0
    again = footplate("user", "link", "sofia", "--issuer", "https://id.example.com", "--subject", "s-1")
    assert (again[0], "already" in again[2]) == (1, True)
    assert "nobody" in footplate("user", "unlock", "sofia")[1]
    actors = run_sql(house.database, "SELECT DISTINCT actor_id FROM audit WHERE action LIKE 'role.%'")
    assert actors == [("operator",)]


def test_a_database_that_is_not_there_is_told_in_words(tmp_path: Path) -> None:
    told = subprocess.run(
        [sys.executable, "-m", "app", "role", "list", "--database", "postgresql+psycopg://nobody@127.0.0.1:1/none"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert told.returncode == 1
    assert told.stderr.startswith("footplate: ")
