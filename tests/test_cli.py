"""The command line: every command of the table is there, and each says what it lacks."""

import subprocess
import sys
from pathlib import Path

import pytest

from app import cli
from app.cli import house
from app.domain.roles import Role

ROOT = Path(__file__).resolve().parents[1]


def run(*arguments: str, told: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "app", *arguments],
        cwd=ROOT,
        input=told,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.mark.parametrize(
    "command",
    [
        ["demo", "--cases", "5", "--seed", "1", "--blind-first", "0.2", "--no-window"],
        ["serve", "--database", "sqlite:///a.db", "--host", "0.0.0.0", "--port", "0", "--workers", "2"],
        ["migrate", "--database", "sqlite:///a.db"],
        ["user", "add", "mei", "--role", "bpo_agent", "--vendor", "acme", "--password-stdin", "--database", "x"],
        ["import", "f.jsonl.gz", "--server", "http://127.0.0.1:1", "--token", "t"],
        [
            "export",
            "labels",
            "--format",
            "label-studio",
            "--out",
            "f",
            "--server",
            "http://127.0.0.1:1",
            "--token",
            "t",
        ],
        ["webhook", "add", "https://x", "--event", "case.withdrawn", "--server", "http://127.0.0.1:1", "--token", "t"],
        ["webhook", "rotate", "ID", "--overlap", "0", "--server", "http://127.0.0.1:1", "--token", "t"],
        ["doctor"],
        ["stats", "plan", "--lot", "500", "--aql", "1.0", "--level", "S-2", "--severity", "reduced", "--json"],
        ["stats", "agreement", "f.csv", "--json"],
        ["stats", "calibration", "f.csv", "--json", "--bins", "15", "--by", "kind", "--threshold", "0.5", "0.85"],
        ["stats", "compare", "f.csv", "--json"],
        ["rotate-key"],
        ["recover", "profile", "--key", "k", "--out", "f", "--into", "p", "--names"],
        ["bench"],
        [],
    ],
    ids=lambda command: " ".join(command[:2]) or "workstation",
)
def test_every_command_of_the_table_is_understood(command: list[str]) -> None:
    assert callable(cli.parser().parse_args(command).run)


def test_the_window_of_a_demo_is_started_with_a_key_a_profile_and_a_server() -> None:
    told = cli.parser().parse_args(["--key-fd", "7", "--profile", "p", "--server", "http://x", "--language", "zh_CN"])
    assert (told.key_fd, told.profile, told.server, told.language) == (7, Path("p"), "http://x", "zh_CN")


def test_the_language_may_stand_before_or_after_the_command() -> None:
    assert cli.parser().parse_args(["--language", "zh_CN", "demo"]).language == "zh_CN"
    assert cli.parser().parse_args(["demo", "--language", "zh_CN"]).language == "zh_CN"
    assert cli.parser().parse_args(["demo"]).language is None


def test_the_roles_of_the_command_line_are_those_of_the_house() -> None:
    assert set(house.ROLES) == {role.value for role in Role}


def test_an_import_without_a_token_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FOOTPLATE_TOKEN", raising=False)
    done = run("import", "none.jsonl", "--server", "http://127.0.0.1:1")
    assert done.returncode == 2
    assert "FOOTPLATE_TOKEN" in done.stderr


def test_a_file_that_is_not_there_is_named() -> None:
    done = run("import", "none.jsonl", "--server", "http://127.0.0.1:1", "--token", "t")
    assert done.returncode == 2
    assert "none.jsonl" in done.stdout
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["demo", "--cases", "0"], "'0' is not a whole number from 1"),
        (["demo", "--blind-first", "10%"], "'10%' is not a share from 0 to 1"),
        (["serve", "--port", "99999"], "'99999' is not a port from 0 to 65535"),
        (["serve", "--database", "nonsense"], "the database's address is sqlite:///FILE or"),
        (["serve", "--database", "nosuch://x/y"], "the database's address is sqlite:///FILE or"),
        (["serve", "--database", "sqlite:////dev/null/x/y.db"], "the database's folder cannot be made"),
        (["migrate", "--database", "nonsense"], "the database's address is sqlite:///FILE or"),
        (["user", "add", "x", "--role", "agent_service", "--database", "nonsense"], "the database's address is"),
        (["import", "f", "--server", "http://[::1", "--token", "t"], "the server address cannot be read"),
        (["import", "f", "--server", "http://host:abc", "--token", "t"], "the server address cannot be read"),
        (["export", "labels", "--out", "f", "--server", "http://127.0.0.1:1", "--token", "té"], "the token holds"),
    ],
    ids=lambda told: " ".join(told[:4]) if isinstance(told, list) else "",
)
def test_what_cannot_be_done_is_said_in_a_line(arguments: list[str], says: str) -> None:
    done = run(*arguments)
    assert done.returncode in (1, 2)
    assert says in done.stdout + done.stderr
    assert "Traceback" not in done.stderr


def test_users_and_agents_are_added_to_a_fresh_database(tmp_path: Path) -> None:
    database = f"sqlite:///{tmp_path / 'server.db'}"
    assert run("migrate", "--database", database).returncode == 0
    added = run(
        "user", "add", "mei", "--role", "reviewer", "--password-stdin", "--database", database,
        told="a long enough pass phrase\n",
    )  # fmt: skip
    assert added.returncode == 0, added.stderr
    agent = run("user", "add", "roca", "--role", "agent_service", "--database", database)
    assert agent.returncode == 0, agent.stderr
    assert len(agent.stdout.split()[-1]) > 30


def test_an_unknown_benchmark_is_named_with_those_there_are() -> None:
    done = run("bench", "no_such_bench")
    assert done.returncode == 2
    assert "no_such_bench" in done.stderr or "no benchmarks here" in done.stderr


def test_a_reader_that_goes_away_is_no_crash() -> None:
    command = [sys.executable, "-m", "app", "doctor"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as doctor:
        assert doctor.stdout is not None
        assert doctor.stderr is not None
        doctor.stdout.readline()
        doctor.stdout.close()
        assert "Traceback" not in doctor.stderr.read()
