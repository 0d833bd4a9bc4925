"""The list of faults is whole, and what it names is there."""

import ast
from pathlib import Path

import pytest

from tests.faults.the_list import AT_REST, BAD_INPUTS, FAULTS, Entry

TESTS = Path(__file__).resolve().parents[1]
ALL: dict[str, Entry] = {f"fault {number}": entry for number, entry in FAULTS.items()}
ALL |= {f"bad input: {name}": entry for name, entry in BAD_INPUTS.items()} | AT_REST


def names_in(path: Path) -> set[str]:
    """Test functions of a file, and names of generated classes."""
    tree = ast.parse(path.read_text())
    found = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
    for node in tree.body:
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            found.add(node.target.id)
        if isinstance(node, ast.Assign):
            found |= {target.id for target in node.targets if isinstance(target, ast.Name)}
    return found


def test_every_one_of_the_forty_faults_is_in_the_list() -> None:
    assert sorted(FAULTS) == list(range(1, 41))
    assert len(BAD_INPUTS) >= 24


@pytest.mark.parametrize("name", ALL)
def test_every_test_that_the_list_names_exists(name: str) -> None:
    entry = ALL[name]
    assert entry.tests, "a fault without any test needs at least the next best one"
    for told in entry.tests:
        file, _, test = told.partition("::")
        path = TESTS / file
        assert path.is_file(), f"{told}: there is no such file"
        assert not test or test in names_in(path), f"{told}: there is no such test"
    assert not entry.not_here or entry.not_here.endswith(".")
