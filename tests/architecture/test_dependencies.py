"""What the program imports is declared where it is needed, and what is declared is used."""

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
# Declared and not imported by name: why.
UNSEEN = {
    "psycopg": "SQLAlchemy loads it by the address of the database",
    "httptools": "uvicorn reads HTTP by it",
    "uvicorn": "imported by the server alone",
    "uvloop": "uvicorn takes it where it is there",
    "editables": "the editable install needs it",
    "hatchling": "builds the wheel",
    "import-linter": "a tool",
    "mypy": "a tool",
    "ruff": "a tool",
    "pyinstaller": "builds the bundle",
    "pytest-timeout": "a plugin of pytest",
    "pytest-qt": "a plugin of pytest",
    "pytest-xdist": "a plugin of pytest",
    "schemathesis": "run as a tool by tests/server/test_openapi.py",
    "types-requests": "types",
}

# Run by a Python of its own, whose packages are not ours.
ELSEWHERE = (ROOT / "tests" / "support" / "canaille_process.py",)


def project() -> dict[str, list[str]]:
    told = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lists = {"": told["dependencies"], **told["optional-dependencies"]}
    return {
        extra: sorted({normal(re.split(r"[\[<>=;~! ]", line)[0]) for line in lines}) for extra, lines in lists.items()
    }


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def imported(*folders: str) -> set[str]:
    """Distributions that the files below `folders` import, at any depth."""
    owners = packages_distributions()
    names: set[str] = set()
    for folder in folders:
        path = ROOT / folder
        for file in [path] if path.is_file() else path.rglob("*.py"):
            if file in ELSEWHERE:
                continue
            for node in ast.walk(ast.parse(file.read_bytes())):
                if isinstance(node, ast.Import):
                    names |= {name.name.partition(".")[0] for name in node.names}
                elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                    names.add(node.module.partition(".")[0])
    foreign = names - set(sys.stdlib_module_names) - {"app", "tests"}
    # shiboken6 comes with PySide6, starlette-like helpers with nothing else.
    found = {normal(owner) for name in foreign for owner in owners.get(name, [name])}
    return {"pyside6-essentials" if name == "shiboken6" else name for name in found}


@pytest.mark.parametrize(
    ("folders", "extras"),
    [
        (["app/domain", "app/contract", "app/transfer", "app/resources.py", "app/cli", "app/__main__.py"], []),
        (["app/analytics"], ["analytics"]),
        (["app/desktop"], ["desktop"]),
        (["app/server"], ["server", "parquet", "s3", "confluence"]),
        (["app/demo"], ["demo", "desktop", "server"]),
        (["tests", "packaging"], ["analytics", "confluence", "demo", "desktop", "parquet", "s3", "server", "dev"]),
    ],
    ids=["base", "analytics", "desktop", "server", "demo", "tests"],
)
def test_what_is_imported_is_declared(folders: list[str], extras: list[str]) -> None:
    declared = {name for extra in ["", *extras] for name in project()[extra]}
    assert imported(*folders) - declared == set()


def test_what_is_declared_is_used() -> None:
    lists = project()
    extras = ("", "demo", "desktop", "parquet", "s3", "server", "dev")
    declared = {name for extra in extras for name in lists[extra]} - {"footplate"}
    assert declared - imported("app", "tests", "packaging") - set(UNSEEN) == set()
