"""The floors of the house hold, and each contract is seen to catch what it is there for."""

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
RUN = "import sys; from importlinter.cli import lint_imports_command as run; sys.exit(run())"

# contract -> (file that gets a line, the line)
PLANTED = {
    "house": ("app/domain/planted.py", "import app.contract"),
    "cli": ("app/cli/planted.py", "import app.contract.paths"),
    "desktop": ("app/desktop/cache/planted.py", "import app.desktop.usecases"),
    "server": ("app/server/storage/planted.py", "import app.server.usecases"),
    "room": ("app/desktop/panels/review/view.py", "import app.desktop.panels.review.presenter"),
    "rooms": ("app/desktop/panels/activity/state.py", "import app.desktop.panels.review.state"),
    "circles": ("app/domain/decision.py", "import app.domain.review"),
    "pure": ("app/domain/planted.py", "import time"),
    "analytics": ("app/analytics/planted.py", "import random"),
    "heavy": ("app/server/usecases/planted.py", "import scipy"),
    "qt": ("app/desktop/usecases/planted.py", "import PySide6"),
    "io": ("app/desktop/widgets/planted.py", "import requests"),
    "http": ("app/desktop/usecases/planted.py", "import sqlalchemy"),
    "door-cache": ("app/desktop/shell/planted.py", "import app.desktop.cache"),
    "door-api": ("app/desktop/usecases/planted.py", "import app.desktop.api"),
    "door-vault": ("app/desktop/usecases/planted.py", "import app.desktop.vault"),
    "door-sync": ("app/desktop/usecases/planted.py", "import app.desktop.sync"),
    "door-storage": ("app/server/routes/planted.py", "import app.server.storage"),
    "door-rooms": ("app/demo/planted.py", "import app.desktop.panels.review"),
    "web": ("app/server/usecases/planted.py", "import litestar"),
}


def contracts() -> list[str]:
    told = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return [contract["id"] for contract in told["tool"]["importlinter"]["contracts"]]


def lint(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", RUN, *arguments],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(folder), "PYTHONSAFEPATH": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the sources that may be spoilt."""
    folder = tmp_path_factory.mktemp("house")
    shutil.copytree(ROOT / "app", folder / "app", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


def test_every_contract_holds() -> None:
    done = lint(ROOT)
    assert done.returncode == 0, done.stdout


def test_every_contract_has_a_planted_violation() -> None:
    assert sorted(PLANTED) == sorted(contracts())


@pytest.mark.parametrize("contract", PLANTED)
def test_a_planted_violation_breaks_its_contract(contract: str, house: Path) -> None:
    name, line = PLANTED[contract]
    file = house / name
    before = file.read_text(encoding="utf-8") if file.exists() else None
    assert file.parent.is_dir(), f"{name}: the house has changed; plant this violation elsewhere"
    file.write_text(f"{before or ''}\n{line}\n", encoding="utf-8")
    try:
        done = lint(house, "--contract", contract)
    finally:
        if before is None:
            file.unlink()
        else:
            file.write_text(before, encoding="utf-8")
    assert done.returncode == 1, done.stdout + done.stderr
    assert "BROKEN" in done.stdout
    assert line.removeprefix("import ").rpartition(".")[2] in done.stdout.partition("Broken contracts")[2]


def test_a_file_on_no_floor_is_refused(house: Path) -> None:
    file = house / "app" / "utilities.py"
    file.write_text('"""Everything that found no place."""\n', encoding="utf-8")
    try:
        done = lint(house, "--contract", "house")
    finally:
        file.unlink()
    assert done.returncode == 1
    assert "utilities" in done.stdout
