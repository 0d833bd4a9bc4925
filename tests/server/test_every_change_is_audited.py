"""Whoever writes to the database leaves a row in the audit trail: held to by reading the use cases themselves."""

import ast
from collections.abc import Iterator
from pathlib import Path

import app.server.usecases

FOLDER = Path(app.server.usecases.__file__).parent
# Use cases that write and change nothing that anybody decided.
NO_CHANGE = {
    "documents": "keeps encoded documents at hand; what they tell of is changed elsewhere",
    "recurring": "brings sums up to date; an item is opened, and written down, by findings",
    "seat": "keeps what a seat was last told that it holds",
    "signal_health": "opens findings by findings.py, which leaves the rows",
}


def modules() -> Iterator[tuple[str, ast.Module]]:
    for file in sorted(FOLDER.glob("*.py")):
        yield file.stem, ast.parse(file.read_text(encoding="utf-8"))


def writes(tree: ast.AST) -> bool:
    """A call of `.write()` in a `with`."""
    return any(
        isinstance(item.context_expr, ast.Call)
        and isinstance(item.context_expr.func, ast.Attribute)
        and item.context_expr.func.attr == "write"
        for node in ast.walk(tree)
        if isinstance(node, ast.With)
        for item in node.items
    )


def audits(tree: ast.AST) -> bool:
    return any(
        isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) == "audit"
        for node in ast.walk(tree)
    )


def test_a_use_case_that_writes_leaves_a_row() -> None:
    silent = {name for name, tree in modules() if writes(tree) and not audits(tree)}
    assert silent == set(NO_CHANGE)
