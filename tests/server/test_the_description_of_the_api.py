"""The API does what its own description (OpenAPI 3.1) says, whatever is sent: schemathesis tries."""

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from subprocess import run

import pytest

from app.demo.generator import generate
from tests.support.server import RunningServer, Session, add_user, sign_in, start_server

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]
CHECKS = (
    "not_a_server_error", "status_code_conformance", "content_type_conformance", "response_schema_conformance",
    "response_headers_conformance",
)  # fmt: skip


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[RunningServer, dict[str, str]]]:
    """A server with a few cases, and an access token for each kind of caller."""
    database = tmp_path_factory.mktemp("api") / "server.db"
    agent = str(add_user(database, "roca", "agent_service")).strip()
    add_user(database, "lead", "team_lead")
    with start_server(database) as running:
        cases = [one.intake for one in generate(12, 3, datetime.now(UTC))]
        with Session(running.url, agent) as session:
            assert session.post("/v1/intake/cases", json=cases).json()["accepted"] == len(cases)
        with sign_in(running.url, "lead") as session:
            lead = str(session.tokens["access_token"])
        yield running, {"lead": lead, "agent": agent}


@pytest.mark.parametrize("caller", ["lead", "agent"])
def test_no_answer_contradicts_the_description(
    server: tuple[RunningServer, dict[str, str]], caller: str, tmp_path: Path
) -> None:
    running, tokens = server
    # Signing out in the middle would leave nothing but refusals; sign-in has a test of its own.
    done = run(
        [
            sys.executable, "-m", "schemathesis.cli", "run", f"{running.url}/schema/openapi.json",
            "-H", f"Authorization: Bearer {tokens[caller]}",
            "--checks", ",".join(CHECKS), "--phases", "examples,coverage,fuzzing", "--max-examples", "12",
            "--exclude-path", "/v1/session", "--seed", "1", "--no-color",
            *(["--include-path-regex", "/v1/intake/"] if caller == "agent" else []),
        ],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
