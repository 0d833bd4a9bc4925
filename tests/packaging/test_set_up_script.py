"""packaging/dev.py: what it says when something is missing, and that it does nothing when all is here."""

import importlib.util
import json
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from types import ModuleType

import pytest

from tests.support import canaille_provider

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def dev(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The script as a module, working on a folder of its own."""
    spec = importlib.util.spec_from_file_location("footplate_dev", ROOT / "packaging" / "dev.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(module, "STAMP", tmp_path / ".venv" / "footplate.stamp")
    return module


def test_without_the_venv_module_the_debian_package_is_named(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(dev, "can_make_environments", lambda: False)
    monkeypatch.setattr(dev, "is_root", lambda: False)
    assert dev.main(["setup"]) == 2
    package = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
    assert f"apt-get install -y {package}" in capsys.readouterr().err


def test_a_person_who_is_not_root_gets_the_one_line_that_installs_what_is_missing(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(dev, "is_root", lambda: False)
    assert dev.install_packages(["libxcb-cursor0", "xvfb"], "The window") is False
    lines = capsys.readouterr().err.splitlines()
    assert [line.strip() for line in lines if "apt-get" in line] == [
        "sudo apt-get install -y --no-install-recommends libxcb-cursor0 xvfb"
    ]


def test_a_finished_set_up_is_not_done_again(dev: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    python = dev.python_in(dev.VENV)
    python.parent.mkdir(parents=True)
    python.touch()
    dev.STAMP.write_text("\n".join(dev.wanted_stamp()))
    monkeypatch.setattr(dev, "make_environment", lambda: pytest.fail("it was made again"))
    dev.set_up()


def test_another_lock_asks_for_a_new_set_up(dev: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = dev.wanted_stamp()
    other = tmp_path / "requirements.lock"
    other.write_text(dev.LOCK.read_text(encoding="utf-8") + "\n# changed\n", encoding="utf-8")
    monkeypatch.setattr(dev, "LOCK", other)
    assert dev.wanted_stamp()[0] != before[0]


def test_a_change_of_the_project_file_installs_no_package_again(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    python = dev.python_in(dev.VENV)
    python.parent.mkdir(parents=True)
    python.touch()
    dev.STAMP.write_text(dev.wanted_stamp()[0] + "\nbefore\n")
    called: list[tuple[str, ...]] = []
    monkeypatch.setattr(dev, "make_environment", lambda: pytest.fail("it was made again"))
    monkeypatch.setattr(dev, "pip", lambda *arguments: called.append(arguments))
    dev.set_up()
    assert [arguments[0] for arguments in called] == ["--no-deps"]
    assert tuple(dev.STAMP.read_text().split()) == dev.wanted_stamp()


def test_a_provider_is_made_where_the_tests_look_for_it(
    dev: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[Path] = []
    called: list[tuple[tuple[str, ...], Path]] = []
    monkeypatch.setattr(dev, "make_environment", made.append)
    monkeypatch.setattr(dev, "pip", lambda *arguments, venv: called.append((arguments, venv)))
    assert dev.main(["provider"]) == 0
    assert made == [ROOT / ".venv-canaille"]
    assert called == [((dev.CANAILLE,), ROOT / ".venv-canaille")]
    monkeypatch.delenv("FOOTPLATE_CANAILLE_PYTHON", raising=False)
    monkeypatch.setattr(canaille_provider, "ROOT", tmp_path)
    assert canaille_provider.interpreter() is None
    python = dev.python_in(tmp_path / dev.PROVIDER.name)
    python.parent.mkdir(parents=True)
    python.touch()
    assert canaille_provider.interpreter() == python


def test_a_run_that_asked_no_provider_says_so() -> None:
    said = re.findall(r"grep -q '([^']+)'", (ROOT / ".ci" / "run").read_text(encoding="utf-8"))
    assert [one for one in said if one in canaille_provider.ABSENT]


def test_the_script_needs_nothing_but_the_standard_library() -> None:
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(ROOT / "packaging" / "dev.py"), "--help"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "demo" in done.stdout


def test_the_lock_holds_hashes_and_no_address() -> None:
    text = (ROOT / "packaging" / "requirements.lock").read_text(encoding="utf-8")
    assert not re.search(r"https?:|file:|--index|--find-links", text)
    entries = re.split(r"\n(?=[a-z0-9])", text[text.index("\n", text.rindex("# ")) + 1 :])
    assert len(entries) > 50
    for entry in entries:
        assert re.match(
            r"[a-z0-9-]+==[^ ]+( ; python_version[^\\]+)? \\\n(    --hash=sha256:[0-9a-f]{64}( \\)?\n?)+$", entry
        )


def test_the_lock_holds_everything_that_the_project_asks_for() -> None:
    text = (ROOT / "packaging" / "requirements.lock").read_text(encoding="utf-8")
    locked = {line.partition("==")[0] for line in text.splitlines() if "==" in line and not line.startswith("#")}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    asked = [*project["dependencies"], *extras["desktop"], *extras["server"], *extras["dev"]]
    names = {re.sub(r"[-_.]+", "-", re.split(r"[\[<>=;~! ]", line)[0]).lower() for line in asked} - {"footplate"}
    assert names <= locked


@pytest.mark.parametrize("arguments", [[], ["--all"], ["-q", "-k", "queue and not find"]])
def test_the_whole_suite_runs_on_all_cores(dev: ModuleType, arguments: list[str]) -> None:
    cores = len(os.sched_getaffinity(0))
    told = ["--numprocesses", str(min(cores, dev.MOST_WORKERS)), "--dist", "worksteal"]
    assert dev.workers(arguments) == (told if cores > 1 else [])


@pytest.mark.parametrize(
    "arguments", [["tests/domain", "-x"], ["tests/test_cli.py::test_a"], ["--pdb"], ["-s"], ["-n", "0"], ["-n4"]]
)
def test_what_is_named_or_wants_the_terminal_runs_in_one_process(dev: ModuleType, arguments: list[str]) -> None:
    assert dev.workers(arguments) == []


@pytest.mark.parametrize(
    ("first", "second", "status", "words"),
    [
        (["a.py::x"], [], 0, "passed only when it was alone: a.py::x"),
        (["a.py::x"], ["a.py::x"], 1, "failed twice: a.py::x"),
        ([f"a.py::x{n}" for n in range(9)], [], 1, ""),
        ([], [], 1, ""),
    ],
    ids=["late by chance", "wrong", "too many", "no test failed"],
)
def test_a_few_failures_of_a_whole_run_are_tried_once_more_alone(
    first: list[str], second: list[str], status: int, words: str,
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    runs = iter([first, second])
    asked: list[tuple[str, ...]] = []
    kept = tmp_path / ".pytest_cache" / "v" / "cache" / "lastfailed"
    kept.parent.mkdir(parents=True)

    def run(*arguments: str) -> int:
        failed = next(runs)
        asked.append(arguments)
        kept.write_text(json.dumps(dict.fromkeys(failed, True)))
        return 1 if failed or len(asked) == 1 else 0

    monkeypatch.setattr(dev, "ROOT", tmp_path)
    monkeypatch.setattr(dev, "_pytest", run)
    monkeypatch.setattr(dev, "set_up", lambda: None)
    monkeypatch.setattr(dev, "lint", list)
    monkeypatch.setattr(dev, "missing_packages", lambda **_: [])
    monkeypatch.setattr(dev, "workers", lambda _: ["--numprocesses", "2"])
    assert dev.test(["--all"]) == status
    assert words in capsys.readouterr().err
    assert len(asked) == (2 if words else 1)
    assert all("--all" in arguments for arguments in asked)
