"""A blind decision is completed by keyboard: the reason, what it is attributed to, and keeping or changing it."""

from collections.abc import Iterator
from typing import Any

import pytest
from msgspec.structs import replace
from PySide6.QtWidgets import QApplication

from app.desktop.changes import Kind, changed
from app.domain.decision import Decision
from tests.support.decide_desk import deciding, to_complete
from tests.support.painted_texts import PaintedTexts


@pytest.fixture
def at(qapp: QApplication) -> Iterator[Any]:
    with deciding(qapp) as found:
        yield found


def sees(at: Any, text: str) -> bool:
    with PaintedTexts(at.window) as texts:
        return text in " ".join(shown.text for shown in texts.collect())


def body(at: Any) -> Any:
    assert [command for command, _, _ in at.outbox.commands] == ["review.amend_after_reveal"]
    return at.outbox.commands[0][1]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ("to complete", "ROCA said Block; you said Approve reset", "FP", "Attributed to")),
        ("zh_CN", ("待补全", "ROCA 判定", "FP", "归因于")),
    ],
)
def test_one_key_a_reason_and_enter_complete_it(qapp: QApplication, language: str, words: tuple[str, ...]) -> None:
    with deciding(qapp, language=language) as at:
        before = at.room.presenter.case_id
        assert sees(at, words[0])
        at.press("C")
        assert [word for word in words[1:3] if not sees(at, word)] == []
        at.press("1")
        assert sees(at, words[3])
        at.press("Ctrl+Return")
        sent = body(at)
        assert (sent.code, str(sent.attribution.kind), sent.attribution.ref) == (
            "signal_overweighted",
            "signal",
            "impossible_travel",
        )
        assert sent.decision is None
        assert str(sent.route) == "A"
        assert at.room.presenter.case_id == before
        at.room.sheets.tick()
        at.settle()
        assert not at.room.view.owed.isVisible()


def test_a_changed_decision_asks_for_new_words_and_another_reason(at: Any) -> None:
    at.press("C", "1", "Tab", "Tab", "2")
    assert sees(at, "TP")
    assert sees(at, "counts as the blind one")
    at.press("Ctrl+Return")
    assert sees(at, "Choose a reason")
    at.press("1", "Ctrl+Return")
    assert sees(at, "Write one or two sentences")
    at.press(*"emulator")
    at.press("Return")
    sent = body(at)
    assert (sent.decision, sent.rationale) == (Decision.BLOCK, "emulator")


def test_without_a_reason_nothing_is_sent_and_esc_goes_back(at: Any) -> None:
    before = at.room.presenter.case_id
    at.press("C", "Ctrl+Return")
    assert sees(at, "Choose a reason")
    at.press("Esc")
    assert at.outbox.commands == []
    assert at.room.presenter.case_id == before
    assert at.focus == "QueueList"


def test_a_decision_whose_time_is_over_can_only_be_kept(at: Any) -> None:
    at.after.items = [to_complete(at.desk, open_for=None)]
    at.desk.hub.publish(changed(Kind.REVIEW))
    at.room.sheets.tick()
    at.press("C")
    assert not sees(at, "Change to")
    assert sees(at, "The time to change the decision is over")


def test_steps_are_marked_right_or_wrong_with_their_kind_by_keyboard(at: Any) -> None:
    at.press("C", "1", "Tab", "Tab", "Tab", "1", "2", "2")
    assert sees(at, "✓ right")
    assert sees(at, "✗ wrong")
    assert sees(at, "What is wrong with step 2")
    at.press("Tab", "3", "Ctrl+Return")
    told = [(step.n, str(step.verdict), step.kind and str(step.kind)) for step in body(at).steps]
    assert told == [(1, "right", None), (2, "wrong", "missing_check")]


def test_a_mark_on_a_step_is_taken_off_again(at: Any) -> None:
    at.press("C", "1", "Tab", "Tab", "Tab", "1", "1", "1", "Ctrl+Return")
    assert body(at).steps == ()


def test_what_was_completed_can_be_taken_back(at: Any) -> None:
    at.press("C", "5", "Ctrl+Return")
    assert sees(at, "Blind decision completed: C-204831 is kept")
    at.press("Z")
    assert at.outbox.undone == ["command-1"]


def test_offline_it_says_that_the_reveal_waits(at: Any) -> None:
    row = at.activity.state.rows[0]
    at.after.items = []
    sent = replace(row, command_type="review.submit", label=None, decision="pass", state="pending")
    at.activity.state = replace(at.activity.state, rows=(sent,))
    at.status.state = replace(at.status.state, connection="offline")
    at.desk.hub.publish(changed(Kind.STATUS))
    at.room.sheets.tick()
    at.settle()
    assert sees(at, "offline ROCA’s verdict waits")
    at.press("C")
    assert at.room.view.sheet is None or at.room.view.sheet.isHidden()
