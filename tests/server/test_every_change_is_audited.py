"""Whoever writes to the database leaves a row in the audit trail: held to by reading the use cases themselves, each
transaction that they open with all that it calls. docs/server.md says the same of what leaves none."""

import ast
from collections.abc import Iterator
from pathlib import Path

import app.server.usecases

FOLDER = Path(app.server.usecases.__file__).parent
PACKAGE = app.server.usecases.__name__
# Transactions that leave no row, for nobody decided anything by them.
NO_CHANGE = {
    "audit_trail.sign": "signs the head of the trail; a row of its own would leave it unsigned again",
    "claims.renew": "a seat's heartbeat makes a reservation last, whose beginning and end have rows",
    "documents.keep": "keeps encoded documents at hand; what they tell of is changed elsewhere",
    "identity.sign_in": "counts a try by its address, and takes that back where it was none; what came of it has a row",
    "mining.now": "brings sums up to date, a stretch at a time; who asked for it has a row, written after them",
    "seat.remember": "keeps what a seat was last told that it holds",
    "service_tokens.note_use": "when a token was last used; what was done with it has rows of its own",
    "session.sign_in": "counts a try before it is judged, and forgets it where it was right; what came of it has a row",
    "unnamed_files._choose": "says which files leave; each has a row once it is gone",
    "unnamed_files._read_cases": "keeps at hand which files cases name, as their facts say",
    "webhook_delivery.deliver": "takes what is due; each attempt stands in the log of deliveries",
}
# Those that leave one for some of what they write.
IN_PART = {"session.refresh": "a pair of tokens for a sign-in that has a row; one that was used twice is written down"}
Node = tuple[str, str]
"""A module, and what stands in it at the top: a function, a class, a table of handlers."""


class House:
    """The use cases as a graph: what names what."""

    def __init__(self, sources: dict[str, str]) -> None:
        self.modules = {name: ast.parse(text) for name, text in sources.items()}
        self._tops = {name: dict(_tops(tree)) for name, tree in self.modules.items()}
        self._imported = {name: self._imports(tree) for name, tree in self.modules.items()}
        self._audits: dict[Node, bool] = {}

    def _imports(self, tree: ast.Module) -> dict[str, tuple[str, str | None]]:
        """Name → a module of use cases, or a name in one."""
        told: dict[str, tuple[str, str | None]] = {}
        for node in ast.walk(tree):
            if not isinstance(node, ast.ImportFrom) or not (node.module or "").startswith(PACKAGE):
                continue
            within = (node.module or "")[len(PACKAGE) + 1 :]
            for one in node.names:
                told[one.asname or one.name] = (within, one.name) if within else (one.name, None)
        return told

    def named(self, module: str, tree: ast.AST) -> set[Node]:
        """What of the use cases a piece of a module names."""
        found: set[Node] = set()
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                where, inner = self._imported[module].get(node.value.id, ("", ""))
                if where and inner is None:
                    found.add((where, node.attr))
            elif isinstance(node, ast.Name):
                where, inner = self._imported[module].get(node.id, (module, node.id))
                if inner is not None:
                    found.add((where, inner))
        return {(where, name) for where, name in found if name in self._tops.get(where, {})}

    def leaves_a_row(self, module: str, tree: ast.AST) -> bool:
        """Whether a piece, or anything that it names, calls `audit`."""
        return _audits(tree) or any(self._node(one) for one in self.named(module, tree))

    def _node(self, node: Node) -> bool:
        if node not in self._audits:
            self._audits[node] = False  # whatever leads back here adds nothing
            reached, open_ = set[Node](), [node]
            while open_:
                module, name = here = open_.pop()
                if here in reached:
                    continue
                reached.add(here)
                tree = self._tops[module][name]
                if _audits(tree):
                    self._audits[node] = True
                    break
                open_ += self.named(module, tree)
        return self._audits[node]

    def silent(self) -> Iterator[str]:
        """The functions with a writing transaction that leaves no row."""
        for module, tree in self.modules.items():
            for function in _functions(tree):
                if any(not self.leaves_a_row(module, one) for one in _transactions(function)):
                    yield f"{module}.{function.name}"


def _tops(tree: ast.Module) -> Iterator[tuple[str, ast.AST]]:
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.name, node
        elif isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
                if isinstance(target, ast.Name):
                    yield target.id, node.value


def _functions(tree: ast.AST) -> Iterator[ast.FunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def _transactions(function: ast.FunctionDef) -> Iterator[ast.AST]:
    """What stands under a `with ….write() as work`."""
    for node in ast.walk(function):
        if isinstance(node, ast.With) and any(_is_write(item.context_expr) for item in node.items):
            yield ast.Module(body=node.body, type_ignores=[])


def _is_write(called: ast.AST) -> bool:
    return isinstance(called, ast.Call) and isinstance(called.func, ast.Attribute) and called.func.attr == "write"


def _audits(tree: ast.AST) -> bool:
    return any(
        isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) == "audit"
        for node in ast.walk(tree)
    )


def of_the_product() -> House:
    return House({file.stem: file.read_text(encoding="utf-8") for file in sorted(FOLDER.glob("*.py"))})


def test_each_transaction_that_writes_leaves_a_row_or_stands_here_with_its_reason() -> None:
    assert sorted(set(of_the_product().silent())) == sorted(NO_CHANGE)


def test_what_leaves_a_row_in_part_is_there() -> None:
    house = of_the_product()
    for name in IN_PART:
        module, function = name.split(".")
        assert any(one.name == function and _audits(one) for one in _functions(house.modules[module])), name


def test_a_transaction_beside_one_that_leaves_a_row_is_found() -> None:
    loud = "def told(storage):\n    with storage.write() as work:\n        helper(work)\n"
    loud += "def helper(work):\n    work.audit('x')\n"
    quiet = "def quiet(storage):\n    with storage.write() as work:\n        work.add('x')\n"
    far = f"from {PACKAGE} import near\nfrom {PACKAGE}.near import helper as other\n"
    far += "def by_module(storage):\n    with storage.write() as work:\n        near.helper(work)\n"
    far += "def by_name(storage):\n    with storage.write() as work:\n        list(map(other, [work]))\n"
    assert list(House({"near": loud + quiet, "far": far}).silent()) == ["near.quiet"]
