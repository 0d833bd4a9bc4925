"""Seeing a masked value by keyboard: asked with a reason, in sight for a while, masked again by itself."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from app.desktop.ports import Busy, Offline, Problem
from tests.support.painted_texts import PaintedTexts
from tests.support.shell_window import Seat, seat

ACCOUNT = "u-83572491"
KYC = "C-204790"


@pytest.fixture
def at(qapp: QApplication) -> Iterator[Seat]:
    with seat(qapp) as found:
        yield found


def sees(at: Seat, text: str) -> bool:
    with PaintedTexts(at.window) as texts:
        return any(text in shown.text for shown in texts.collect())


def kept(at: Seat, text: str) -> list[QWidget]:
    """Widgets that hold a text, in sight or not: in a name, or in any field of theirs."""
    widgets = at.window.findChildren(QWidget)
    return [w for w in widgets if text in w.accessibleName() or any(text in repr(v) for v in vars(w).values())]


def later(at: Seat, seconds: int) -> None:
    at.desk.clock.ms += seconds * 1000
    at.room.reveal.tick()
    at.settle()


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ("REVEAL A MASKED FIELD", "Account", "Check against a list", "In plain text until")),
        ("zh_CN", ("查看明文", "账户", "查看事由", "明文显示至")),
    ],
)
def test_r_a_reason_and_enter_show_the_account_until_its_time_is_over(
    qapp: QApplication, language: str, words: tuple[str, ...]
) -> None:
    with seat(qapp, language=language) as at:
        at.room.open_case("C-204817")
        at.settle()
        assert not sees(at, ACCOUNT)
        at.press("R")
        assert at.focus == "RevealSheet"
        assert [word for word in words[:3] if not sees(at, word)] == []
        at.press("2", "Return")
        assert at.desk.asked == [("C-204817", ("subject.account",), "check_list")]
        assert sees(at, ACCOUNT)
        assert sees(at, words[3])
        later(at, 59)
        assert sees(at, ACCOUNT)
        later(at, 1)
        assert not sees(at, ACCOUNT)
        assert not sees(at, words[3])
        assert kept(at, ACCOUNT) == []


def test_both_columns_of_a_comparison_are_seen_in_one_go(at: Seat) -> None:
    at.room.open_case(KYC)
    at.press("R", "Down", "1", "Return")
    assert at.desk.asked == [(KYC, ("evidence.e1.declared", "evidence.e1.document"), "compare_document")]
    assert sees(at, "Lin Wei")
    later(at, 60)
    assert not sees(at, "Lin Wei")
    assert kept(at, "Lin Wei") == []


def test_a_tab_left_while_in_plain_text_keeps_nothing_either(at: Seat) -> None:
    at.room.open_case(KYC)
    at.press("R", "Down", "1", "Return", ".")
    later(at, 60)
    assert kept(at, "Lin Wei") == []


@pytest.mark.parametrize("leave", ["next case", "language", "another room", "mask now", "close"])
def test_whatever_takes_the_case_away_masks_it(at: Seat, leave: str) -> None:
    at.room.open_case("C-204817")
    at.press("R", "2", "Return")
    assert sees(at, ACCOUNT)
    match leave:
        case "next case":
            at.press("J")
        case "language":
            at.translator.use("zh_CN")
        case "another room":
            at.room.view.hide()
            at.room.view.show()
        case "mask now":
            at.room.view.case.seen.acted.emit("cover")
        case "close":
            at.room.close()
    at.settle()
    assert kept(at, ACCOUNT) == []
    assert not sees(at, ACCOUNT)


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (Offline(), "Only the server has this value"),
        (Busy(900_000, "rate_limited"), "20 values within an hour"),
        (Problem("forbidden", 403), "Your role does not see masked values"),
        (Problem("not_found", 404), "no longer on the server"),
    ],
)
def test_a_refusal_is_said_in_words_and_keeps_what_was_chosen(at: Seat, error: Exception, words: str) -> None:
    at.room.open_case("C-204817")
    at.desk.reveal_problem = error
    at.press("R", "3", "Return")
    assert sees(at, words)
    at.desk.reveal_problem = None
    at.press("Return")
    assert at.desk.asked == [("C-204817", ("subject.account",), "contact_customer")]
    assert sees(at, ACCOUNT)


def test_no_reason_no_question_and_esc_leaves(at: Seat) -> None:
    at.room.open_case("C-204817")
    at.press("R", "Return")
    assert sees(at, "Choose a reason (1–4).")
    at.press("P", "Esc")
    assert at.desk.asked == []
    assert at.room.view.reveal_sheet.isHidden()
    assert at.focus == "QueueList"


def test_an_answer_that_comes_after_esc_is_dropped_unseen(at: Seat) -> None:
    at.room.open_case("C-204817")
    waiting: list[Callable[[], None]] = []
    at.room.reveal._tasks = _Waits(waiting)  # type: ignore[assignment]
    at.press("R", "2", "Return")
    assert sees(at, "Asking the server…")
    at.press("Esc")
    for answer in waiting:
        answer()
    at.settle()
    assert kept(at, ACCOUNT) == []


class _Waits:
    """Answers when told to."""

    def __init__(self, waiting: list[Callable[[], None]]) -> None:
        self._waiting = waiting

    def read(self, fn: Any, done: Any = None, failed: Any = None, *, key: str | None = None) -> None:
        self._waiting.append(lambda: done(fn()))


def test_a_role_without_the_right_has_no_such_key(at: Seat) -> None:
    at.window.actions_.set_rights({"case.read", "review.submit"}.__contains__)
    at.room.open_case("C-204817")
    at.press("R")
    assert at.room.view.reveal_sheet.isHidden()
