"""The rules of lints.py hold over the sources, and each rule is seen to bite."""

import ast
from pathlib import Path, PurePosixPath

import pytest

from tests.architecture import lints

ROOT = Path(__file__).resolve().parents[2]
LONGEST = 600


def parsed() -> list[tuple[PurePosixPath, ast.Module]]:
    files = sorted(file for folder in ("app", "tests") for file in (ROOT / folder).rglob("*.py"))
    return [(PurePosixPath(file.relative_to(ROOT).as_posix()), ast.parse(file.read_bytes())) for file in files]


@pytest.mark.parametrize("lint", lints.ALL, ids=lambda lint: lint.__name__)
def test_the_sources_keep_the_rule(lint: lints.Lint) -> None:
    faults = [f"{path}:{line}: {what}" for path, tree in parsed() for line, what in lint(path, tree)]
    assert not faults, "\n".join(faults)


PLANTED = [
    (lints.text_reaches_no_rich_text_parser, "panels/review/view.py", "from PySide6.QtWidgets import QLabel"),
    (lints.text_reaches_no_rich_text_parser, "widgets/card.py", "self.body.setHtml(text)"),
    (lints.text_reaches_no_rich_text_parser, "widgets/card.py", "self.setToolTip(case.subject)"),
    (
        lints.text_reaches_no_rich_text_parser,
        "widgets/edit.py",
        "from PySide6.QtWidgets import QTextEdit\nmark = QTextEdit.ExtraSelection()\nedit = QTextEdit()",
    ),
    (lints.what_is_copied_goes_through_one_gate, "panels/day/view.py", "class TimeField(QLineEdit): pass"),
    (lints.what_is_copied_goes_through_one_gate, "panels/day/view.py", "field = QPlainTextEdit(self)"),
    (lints.what_is_copied_goes_through_one_gate, "widgets/card.py", "QGuiApplication.clipboard().setText(text)"),
    (lints.what_is_copied_goes_through_one_gate, "widgets/card.py", "self.setTextInteractionFlags(SELECTABLE)"),
    (lints.what_is_copied_goes_through_one_gate, "widgets/card.py", "drag = QDrag(self)"),
    (lints.no_item_widgets, "panels/review/view.py", "from PySide6.QtWidgets import QTableWidget"),
    (lints.colours_and_sizes_are_tokens, "widgets/card.py", "ink = '#2457d6'"),
    (lints.colours_and_sizes_are_tokens, "widgets/card.py", "QColor(255, 0, 0)"),
    (lints.colours_and_sizes_are_tokens, "widgets/card.py", "painter.setPen(Qt.GlobalColor.red)"),
    (lints.colours_and_sizes_are_tokens, "panels/review/view.py", "self.setFixedWidth(336)"),
    (lints.nothing_blocks_the_window, "shell/main_window.py", "dialog.exec()"),
    (lints.nothing_blocks_the_window, "shell/main_window.py", "QApplication.processEvents()"),
    (lints.all_widgets_are_walked_in_one_place, "shell/theme.py", "for widget in app.allWidgets(): pass"),
    (lints.texts_can_be_translated, "shell/actions.py", "self.tr(f'{n} cases')"),
    (lints.texts_can_be_translated, "shell/actions.py", "self.tr(text)"),
    (lints.texts_can_be_translated, "shell/actions.py", "QCoreApplication.translate('Actions', 'a' + name)"),
    (lints.texts_can_be_translated, "shell/actions.py", "said = self.tr('Synced') + when"),
    (lints.texts_can_be_translated, "shell/actions.py", "said = f'{self.tr(\"Synced\")} {when}'"),
    (lints.no_text_is_left_untranslated, "shell/actions.py", "label.set_text('Synced')"),
    (lints.no_text_is_left_untranslated, "shell/actions.py", "self.setWindowTitle(f'Case {case_id}')"),
]


@pytest.mark.parametrize(("lint", "where", "source"), PLANTED, ids=[f"{one[0].__name__}-{one[2]}" for one in PLANTED])
def test_a_planted_violation_is_found(lint: lints.Lint, where: str, source: str) -> None:
    assert list(lint(PurePosixPath("app/desktop") / where, ast.parse(source)))


def test_a_test_that_waits_for_time_is_found() -> None:
    for source in ("time.sleep(1)", "qtbot.wait(100)", "from unittest.mock import Mock"):
        assert list(lints.tests_wait_for_things_and_not_for_time(PurePosixPath("tests/test_a.py"), ast.parse(source)))


def test_plain_code_is_left_in_peace() -> None:
    source = (
        "text.translate(TABLE)\n"
        "mark = QTextEdit.ExtraSelection()\n"
        "self.tr('{n} cases').format(n=n)\n"
        "QCoreApplication.translate('Shell', '%n cases', '', n)\n"
        "layout.setContentsMargins(0, 0, 0, 0)\n"
        "layout.setSpacing(tokens.SPACE_2)\n"
        "label.set_text(case.id, data=True)\n"
    )
    path = PurePosixPath("app/desktop/shell/actions.py")
    assert [fault for lint in lints.ALL for fault in lint(path, ast.parse(source))] == []


def test_no_file_outgrows_its_reader() -> None:
    long = {
        str(file.relative_to(ROOT)): lines
        for file in (ROOT / "app").rglob("*.py")
        if (lines := len(file.read_text(encoding="utf-8").splitlines())) > LONGEST
    }
    assert not long


def test_every_test_is_named_by_a_sentence() -> None:
    short = [
        f"{path}:{node.lineno}: {node.name}"
        for path, tree in parsed()
        if path.is_relative_to("tests")
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_") and node.name.count("_") < 3
    ]
    assert not short, "\n".join(short)
