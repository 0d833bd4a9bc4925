"""Rules over the sources that no ready-made linter knows. Each takes a parsed file and yields (line, what is wrong)."""

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath

Fault = tuple[int, str]
Lint = Callable[[PurePosixPath, ast.Module], Iterator[Fault]]

LABEL = PurePosixPath("app/desktop/widgets/label.py")
TOKENS = PurePosixPath("app/desktop/widgets/tokens.py")
EVERYWHERE = PurePosixPath("app/desktop/widgets/everywhere.py")
THEME = PurePosixPath("app/desktop/shell/theme.py")

RICH_CLASSES = {"QLabel", "QMessageBox", "QTextBrowser", "QTextEdit", "QTextDocument", "QToolTip", "QErrorMessage"}
RICH_CALLS = {"setHtml", "setMarkdown", "insertHtml", "appendHtml", "setToolTip", "setWhatsThis", "setStatusTip"}
FIELD_CLASSES = {"QLineEdit", "QPlainTextEdit"}
FIELDS = {PurePosixPath("app/desktop/widgets/fields.py"), PurePosixPath("app/desktop/widgets/rationale_edit.py")}
CLIPBOARD = PurePosixPath("app/desktop/widgets/copying.py")
ITEM_CLASSES = {
    "QListWidget", "QTableWidget", "QTreeWidget", "QSortFilterProxyModel", "QStandardItemModel", "QUiLoader",
}  # fmt: skip
SIZE_CALLS = {
    "setPixelSize", "setPointSize", "setPointSizeF", "setFixedWidth", "setFixedHeight", "setFixedSize",
    "setMinimumWidth", "setMinimumHeight", "setMinimumSize", "setMaximumWidth", "setMaximumHeight",
    "setContentsMargins", "setSpacing", "setHorizontalSpacing", "setVerticalSpacing",
}  # fmt: skip
TEXT_CALLS = {
    "setText", "set_text", "setWindowTitle", "setPlaceholderText", "setAccessibleName", "setAccessibleDescription",
    "setTitle", "QAction", "QPushButton", "Label",
}  # fmt: skip
EVENT_LOOPS = {
    PurePosixPath("app/desktop/bootstrap/__init__.py"),  # the program's own loop
}
# Called on the sync thread alone.
OFF_THE_GUI = {PurePosixPath("app/desktop/usecases/session.py")}
# Names of its table are marked where they stand and translated in one place.
TABLES = {PurePosixPath("app/desktop/shell/action_table.py")}
# Kills at any moment of a commit: there is nothing to wait for.
AT_ANY_MOMENT = {PurePosixPath("tests/desktop/cache/test_killed.py")}
COLOUR = re.compile(r"^#(?:[0-9a-fA-F]{3,4}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})$|^rgba?\(")
WORD = re.compile(r"[A-Za-z\u4e00-\u9fff]{2}")


def on_desktop(path: PurePosixPath) -> bool:
    return path.is_relative_to("app/desktop")


def called(node: ast.Call) -> str:
    """The last name of what is called: `a.b.c(...)` is "c"."""
    if isinstance(node.func, ast.Attribute):
        return node.func.attr
    return node.func.id if isinstance(node.func, ast.Name) else ""


def calls(tree: ast.Module) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def imported_names(tree: ast.Module) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            for name in node.names:
                yield node.lineno, name.name
        elif isinstance(node, ast.Attribute):
            yield node.lineno, node.attr


def text_reaches_no_rich_text_parser(path: PurePosixPath, tree: ast.Module) -> Iterator[Fault]:
    if not on_desktop(path) or path == LABEL:
        return
    harmless = _used_for_its_records_alone(tree)
    for line, name in imported_names(tree):
        if name in RICH_CLASSES - harmless:
            yield line, f"{name} may parse rich text; use widgets/label"
    for call in calls(tree):
        if called(call) in RICH_CALLS:
            yield call.lineno, f"{called(call)} parses rich text; use widgets/label"


def _used_for_its_records_alone(tree: ast.Module) -> set[str]:
    """Classes named here only for `ExtraSelection`, the record that marks characters in a plain-text field."""
    whole = {
        id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Attribute) if node.attr == "ExtraSelection"
    }
    names = [node for node in ast.walk(tree) if isinstance(node, ast.Name)]
    return {node.id for node in names if id(node) in whole} - {node.id for node in names if id(node) not in whole}


def what_is_copied_goes_through_one_gate(path: PurePosixPath, tree: ast.Module) -> Iterator[Fault]:
    """Fields are made, and the clipboard is written, where the machine's policy is asked."""
    if not on_desktop(path):
        return
    for node in ast.walk(tree):
        made = {called(node)} if isinstance(node, ast.Call) else set()
        if isinstance(node, ast.ClassDef):
            made = {base.id for base in node.bases if isinstance(base, ast.Name)}
        if made & FIELD_CLASSES and path not in FIELDS:
            yield node.lineno, "its menu and its keys copy past the gate; use widgets/fields"
    for call in calls(tree):
        name = called(call)
        if name == "clipboard" and path not in {CLIPBOARD, *FIELDS}:
            yield call.lineno, "the clipboard is written by widgets/copying"
        harmless = "NoTextInteraction" in ast.unparse(call) or ast.unparse(call).endswith("(False)")
        if name in {"setTextInteractionFlags", "setDragEnabled"} and not harmless:
            yield call.lineno, "text that can be marked can be copied past the gate"
        if name in {"QDrag", "createStandardContextMenu"}:
            yield call.lineno, "it carries text past the gate"


def no_item_widgets(path: PurePosixPath, tree: ast.Module) -> Iterator[Fault]:
    if on_desktop(path):
        for line, name in imported_names(tree):
            if name in ITEM_CLASSES:
                yield line, f"{name} is slow and untyped; use a model and a painted view"


def colours_and_sizes_are_tokens(path: PurePosixPath, tree: ast.Module) -> Iterator[Fault]:
    if not on_desktop(path) or path == TOKENS:
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and COLOUR.search(node.value):
            yield node.lineno, f"the colour {node.value!r} belongs into widgets/tokens"
        if isinstance(node, ast.Attribute) and node.attr != "transparent" and _is_global_colour(node.value):
            yield node.lineno, "a global colour knows no theme; use widgets/tokens"
        if not isinstance(node, ast.Call):
            continue
        if called(node) in ("QColor", "QFont") and any(_is_literal(value) for value in node.args):
            yield node.lineno, f"{called(node)} with a literal belongs into widgets/tokens"
        if called(node) in SIZE_CALLS and any(_is_size(value) for value in node.args):
            yield node.lineno, f"{called(node)} with a number belongs into widgets/tokens"


def _is_global_colour(node: ast.expr) -> bool:
    return isinstance(node, ast.Attribute) and node.attr == "GlobalColor"


def _is_literal(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is not None


def _is_size(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, int | float) and node.value not in (0, 1)


def nothing_blocks_the_window(path: PurePosixPath, tree: ast.Module) -> Iterator[Fault]:
    if not on_desktop(path):
        return
    for call in calls(tree):
        name = called(call)
        if name in ("exec", "exec_") and isinstance(call.func, ast.Attribute) and path not in EVENT_LOOPS:
            yield call.lineno, "exec() blocks the window"
        if name == "processEvents":
            yield call.lineno, "processEvents() re-enters the window"
        if name == "sleep" and path not in OFF_THE_GUI:
            yield call.lineno, "nothing sleeps on the desktop"


def all_widgets_are_walked_in_one_place(path: PurePosixPath, tree: ast.Module) -> Iterator[Fault]:
    if on_desktop(path) and path != EVERYWHERE:
        for call in calls(tree):
            if called(call) in ("allWidgets", "topLevelWidgets"):
                yield call.lineno, f"{called(call)} is no list to hold on to; use widgets/everywhere"


def _is_translation(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and called(node) in ("tr", "translate") and isinstance(node.func, ast.Attribute)


def _is_of_strings(node: ast.Call) -> bool:
    """`str.translate(table)` is another thing: Qt's takes a context and a text."""
    return called(node) == "tr" or len(node.args) >= 2


def texts_can_be_translated(path: PurePosixPath, tree: ast.Module) -> Iterator[Fault]:
    if not on_desktop(path):
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _is_translation(node) and _is_of_strings(node):
            wanted = node.args[:1] if called(node) == "tr" else node.args[:2]
            marked = path in TABLES and ast.unparse(node.args[-1]) == "spec.text"
            if not marked and not all(_is_text(value) for value in wanted):
                yield node.lineno, "what is translated must be a literal, or it is never extracted"
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            for side in (node.left, node.right):
                if _is_translation(side) and isinstance(side, ast.Call) and _is_of_strings(side):
                    yield node.lineno, "translated texts are never put together; use one with {placeholders}"
        if isinstance(node, ast.JoinedStr):
            for part in ast.walk(node):
                if isinstance(part, ast.Call) and _is_translation(part) and _is_of_strings(part):
                    yield node.lineno, "translated texts are never put together; use one with {placeholders}"


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def no_text_is_left_untranslated(path: PurePosixPath, tree: ast.Module) -> Iterator[Fault]:
    if not on_desktop(path):
        return
    for call in calls(tree):
        if called(call) not in TEXT_CALLS:
            continue
        for value in call.args[:2]:
            shown = value
            if isinstance(shown, ast.JoinedStr):
                texts = [part.value for part in shown.values if isinstance(part, ast.Constant)]
            else:
                texts = [shown.value] if isinstance(shown, ast.Constant) else []
            if any(isinstance(text, str) and WORD.search(text) for text in texts):
                yield call.lineno, f"{called(call)} shows a text that is not translated"


def tests_wait_for_things_and_not_for_time(path: PurePosixPath, tree: ast.Module) -> Iterator[Fault]:
    if not path.is_relative_to("tests") or path in AT_ANY_MOMENT or path.is_relative_to("tests/bench"):
        return
    # A loop that looks again and again until something is so may rest in between.
    loops = (node for node in ast.walk(tree) if isinstance(node, ast.While | ast.For))
    resting = {inner for loop in loops for inner in ast.walk(loop)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and node not in resting and isinstance(node.func, ast.Attribute):
            of = node.func.value
            owner = of.id if isinstance(of, ast.Name) else ""
            if (owner, node.func.attr) in {("time", "sleep"), ("qtbot", "wait"), ("QTest", "qWait")}:
                yield node.lineno, f"{owner}.{node.func.attr}: wait until something is so"
        if isinstance(node, ast.ImportFrom | ast.Import):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else [name.name for name in node.names]
            if any(name.split(".")[:2] == ["unittest", "mock"] for name in names):
                yield node.lineno, "no mocks of our own code; write a small fake of what is not ours"


ALL: tuple[Lint, ...] = (
    text_reaches_no_rich_text_parser,
    what_is_copied_goes_through_one_gate,
    no_item_widgets,
    colours_and_sizes_are_tokens,
    nothing_blocks_the_window,
    all_widgets_are_walked_in_one_place,
    texts_can_be_translated,
    no_text_is_left_untranslated,
    tests_wait_for_things_and_not_for_time,
)
