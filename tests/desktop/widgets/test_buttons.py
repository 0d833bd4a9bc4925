"""What the buttons that paint themselves do with long words."""

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.desktop.widgets import tokens
from app.desktop.widgets.buttons import EDGE, DecisionButtons
from app.desktop.widgets.painted import metrics
from app.desktop.widgets.record_list import Cell, Column, RecordList
from tests.support.painted_texts import PaintedTexts

KEYS = {"pass": "P", "block": "B", "escalate": "E"}
VERBS = (
    {"pass": "Pass", "block": "Restrict account", "escalate": "Escalate"},
    {"pass": "Approve reset", "block": "Refuse reset", "escalate": "Escalate"},
)


@pytest.mark.parametrize("verbs", VERBS)
def test_the_verbs_keep_their_distance_from_the_edges_in_a_narrow_panel(qtbot: QtBot, verbs: dict[str, str]) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    buttons = DecisionButtons(window)
    buttons.set_verbs(verbs, KEYS)
    buttons.resize(400 - 2 * tokens.S4 - 1, buttons.sizeHint().height())
    window.resize(400, 60)
    window.show()
    with PaintedTexts(window) as texts:
        shown = {text.text: text for text in texts.collect()}
    for code, button in buttons._buttons.items():
        text, cap = shown[verbs[code]], shown[KEYS[code]]
        assert text.rect.left() >= tokens.px(EDGE), verbs[code]
        assert button.width() - cap.rect.right() - 1 >= tokens.px(EDGE), verbs[code]
        assert text.needed <= text.rect.width(), verbs[code]
        assert not text.elided, verbs[code]


def test_the_words_of_a_badge_stand_on_the_line_of_their_row(qtbot: QtBot) -> None:
    table = RecordList()
    qtbot.addWidget(table)
    table.set_table([Column("A"), Column("B")], [(Cell("plain"), Cell("in a badge", badge="pass_"))])
    table.resize(400, 62)
    table.show()
    with PaintedTexts(table) as texts:
        shown = {text.text: text.rect for text in texts.collect()}
    lines = set()
    for word, kind, tabular in (("plain", tokens.Type.BODY, True), ("in a badge", tokens.Type.SMALL_STRONG, False)):
        font, box = metrics(tokens.font(kind, tabular)), shown[word]
        lines.add(round(box.top() + (box.height() - font.height()) / 2 + font.ascent()))
    assert len(lines) == 1


def test_the_focus_goes_with_a_decision_that_is_chosen_by_its_key(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    buttons, everything = DecisionButtons(window), frozenset(DecisionButtons.CODES)
    buttons.set_state(None, everything)
    with qtbot.waitActive(window, timeout=60_000):
        window.show()
        window.activateWindow()
    window.setFocus()
    buttons.set_state("escalate", everything)
    assert not any(button.hasFocus() for button in buttons._buttons.values())
    buttons._buttons["pass"].setFocus()
    buttons.set_state("block", everything)
    assert buttons._buttons["block"].hasFocus()
    buttons.set_state("block", everything)
    buttons._buttons["escalate"].setFocus()
    assert buttons._buttons["escalate"].hasFocus()
