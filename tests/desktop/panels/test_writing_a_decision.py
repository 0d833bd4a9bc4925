"""What helps to decide and to write, by keyboard: the composed sentence, snippets, personal data, what a reason is
attributed to, what is wrong with a step, and a second look of the agent."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QApplication

from app.contract.views import AskedView, AssessmentBesideView
from app.desktop.ports import May, NotReady, Sent
from app.domain.snippet import Snippet
from app.domain.text import Bilingual
from tests.support.decide_desk import deciding
from tests.support.painted_texts import PaintedTexts
from tests.support.sample_desk import assessment_view

CASE = "C-204817"


@pytest.fixture
def at(qapp: QApplication) -> Iterator[Any]:
    with deciding(qapp, size=(1600, 1000)) as found:
        found.room.open_case(CASE)
        found.settle()
        yield found


def sees(at: Any, text: str) -> bool:
    with PaintedTexts(at.window) as texts:
        return text in " ".join(shown.text for shown in texts.collect())


def draft(at: Any) -> Any:
    return at.room.presenter.draft


# --- the first sentence -----------------------------------------------------------------------------


def test_one_key_composes_the_first_sentence_in_both_languages(at: Any) -> None:
    at.press("P", "1", "Ctrl+J")
    assert draft(at).rationale.startswith("ROCA blocked, but")
    assert draft(at).rationale_language == "en"
    assert "判定拦截" in at.room.view.decision._other.text()
    assert at.room.view.decision._other.isVisible()


def test_in_chinese_the_sentence_is_chinese_and_english_stands_beneath(qapp: QApplication) -> None:
    with deciding(qapp, language="zh_CN") as at:
        at.room.open_case(CASE)
        at.press("P", "1", "Ctrl+J")
        assert "判定拦截" in draft(at).rationale
        assert at.room.view.decision._other.text().startswith("ROCA blocked")


def test_composing_again_takes_the_place_of_the_sentence_and_keeps_what_was_written(at: Any) -> None:
    at.press("P", "1", "Ctrl+J")
    first = draft(at).rationale
    at.room.presenter.set_rationale(f"{first} My own words.")
    at.press("2", "Ctrl+J")
    assert first not in draft(at).rationale
    assert draft(at).rationale.endswith(" My own words.")


def test_without_a_decision_nothing_is_composed_and_it_says_why(at: Any) -> None:
    at.press("Ctrl+J")
    assert draft(at).rationale == ""
    assert sees(at, "Choose a decision")


# --- snippets ---------------------------------------------------------------------------------------


def test_a_rationale_is_kept_as_a_snippet_put_in_renamed_and_removed_by_keys(at: Any) -> None:
    at.press("P", "1", "W", *"seen twice", "Ctrl+I")
    assert sees(at, "No snippet yet")
    at.press(*"twice", "Return")
    assert [one.name for one in at.context.snippets.all()] == ["twice"]
    at.room.presenter.set_rationale("")
    at.press("Ctrl+I", "1")
    assert draft(at).rationale == "seen twice"
    at.press("Ctrl+I", "F2", *"x", "Return")
    assert [one.name for one in at.context.snippets.all()] == ["twicex"]
    at.press("Ctrl+I", "Delete", "Esc")
    assert at.context.snippets.all() == ()


VPN = Snippet("s-1", "Own VPN", Bilingual("The owner uses a VPN.", "用户本人使用 VPN。"), "vpn")


def field(at: Any) -> Any:
    return at.room.view.decision.rationale.edit


def test_a_snippet_holds_both_languages_and_its_key(at: Any) -> None:
    at.press("P", "1", "Ctrl+J", "Ctrl+I")
    english = draft(at).rationale
    at.press(*"base /b1", "Return")
    (kept,) = at.context.snippets.all()
    assert (kept.name, kept.key) == ("base", "b1")
    assert kept.text.en == english
    assert "判定拦截" in kept.text.zh


def test_the_side_of_the_rationales_language_is_put_in_whatever_the_screen_speaks(at: Any) -> None:
    at.context.snippets.save(VPN)
    at.room.presenter.set_rationale("用户已确认。")
    at.press("Ctrl+I", "1")
    assert draft(at).rationale == "用户已确认。用户本人使用 VPN。"
    at.room.presenter.set_rationale("Seen.")
    at.press("Ctrl+I", "1")
    assert draft(at).rationale == "Seen. The owner uses a VPN."


def test_two_texts_in_one_language_are_refused_with_the_reason(at: Any) -> None:
    at.press("P", "1", "W", *"seen twice", "Ctrl+I", *"twice")
    at.room.view.sheet_typed.emit("seen three times")
    at.press("Return")
    assert sees(at, "Both texts are in one language")
    assert at.context.snippets.all() == ()


@pytest.mark.parametrize(
    ("before", "key", "after"),
    [
        ("", "Tab", "The owner uses a VPN."),
        ("Seen.", "Tab", "Seen. The owner uses a VPN."),
        ("Seen.", " ", "Seen. The owner uses a VPN. "),
        ("已确认。", "Tab", "已确认。用户本人使用 VPN。"),
    ],
)
def test_a_key_behind_a_slash_becomes_its_phrase(at: Any, before: str, key: str, after: str) -> None:
    at.context.snippets.save(VPN)
    at.room.presenter.set_rationale(before)
    at.press("W", *(" /vpn" if before.isascii() and before else "/vpn"), key)
    assert draft(at).rationale == after
    assert field(at).hasFocus()
    at.press("Ctrl+Z")
    assert draft(at).rationale.endswith("/vpn")


def test_while_a_key_is_typed_it_is_told_what_tab_puts_in(at: Any) -> None:
    at.context.snippets.save(VPN)
    at.press("W", *"/v")
    assert sees(at, "/vpn, then Tab: The owner uses a VPN.")
    at.press("Tab")
    assert not field(at).hasFocus(), "half a key is none, so Tab goes on"


def test_an_input_method_that_composes_has_space_and_tab_to_itself(at: Any) -> None:
    at.context.snippets.save(VPN)
    at.press("W", *"/vpn")
    QApplication.sendEvent(field(at), QInputMethodEvent("yong", []))
    for key in (Qt.Key.Key_Space, Qt.Key.Key_Tab):
        assert not field(at)._expands(QKeyEvent(QKeyEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier))
    composed = QInputMethodEvent("", [])
    composed.setCommitString("用户")
    QApplication.sendEvent(field(at), composed)
    assert draft(at).rationale == "/vpn用户"


# --- personal data ----------------------------------------------------------------------------------


def test_personal_data_in_the_rationale_is_marked_named_and_not_sent(at: Any) -> None:
    at.press("P", "1", "W", *"ask a@bcd.com")
    assert len(at.room.view.decision.rationale.edit.extraSelections()) == 1
    assert sees(at, "Take this out: e-mail address")
    at.press("Ctrl+Return")
    assert at.desk.sent == []


def test_a_value_revealed_in_this_case_is_not_let_into_the_text(at: Any) -> None:
    at.press("R", "2", "Return", "P", "1", "W", *"it is u-83572491")
    assert sees(at, "Take this out: value of this case")
    at.press("Ctrl+Return")
    assert at.desk.sent == []


# --- attribution and route --------------------------------------------------------------------------


def test_a_reason_is_attributed_by_typing(at: Any) -> None:
    at.press("P", "1", "A", *"hosting", "Return")
    assert (draft(at).attribution_kind, draft(at).attribution_ref) == ("signal", "hosting_ip")
    assert at.focus == "QueueList"


@pytest.mark.parametrize(("code", "kind"), [("3", "missing_signal"), ("8", "missing_check")])
def test_what_is_missing_can_be_named(at: Any, code: str, kind: str) -> None:
    at.press("P", code, "A", *"missing", "Return")
    assert draft(at).attribution_kind == kind


def test_the_route_and_its_reason_stand_in_words_and_follow_the_attribution(at: Any) -> None:
    at.press("P", "7")
    assert draft(at).route == "C"
    assert sees(at, "Route C")
    at.room.presenter.set_route("A")
    assert sees(at, "Suggested: Route C")


# --- steps ------------------------------------------------------------------------------------------


def test_one_key_leads_to_the_steps_which_say_by_which_keys_they_are_judged(at: Any) -> None:
    told = "Y right · N wrong · Enter evidence · Shift+Enter clause"
    assert not sees(at, told), "nothing hears these keys yet"
    at.press("Y")
    assert draft(at).steps == (), "the first Y only leads there"
    assert at.room.view.assessment.steps.hasFocus()
    assert sees(at, told)
    at.press("Y", "Down", "N")
    assert [(mark.n, mark.verdict) for mark in draft(at).steps] == [(1, "right"), (2, "wrong")]
    at.press("J")
    assert not sees(at, told)


def test_a_step_marked_wrong_takes_what_is_wrong_with_it_by_a_digit(at: Any) -> None:
    at.press("P")
    at.room.view.assessment.steps.setFocus()
    at.press("N")
    assert sees(at, "2 Wrong clause")
    at.press("2")
    assert [(mark.n, mark.verdict, mark.kind) for mark in draft(at).steps] == [(1, "wrong", "wrong_clause")]
    assert sees(at, "Wrong clause")
    at.press("Y")
    assert [(mark.verdict, mark.kind) for mark in draft(at).steps] == [("right", None)]
    at.press("1")
    assert draft(at).code == "signal_overweighted"


def test_enter_on_a_step_shows_its_evidence_and_shift_enter_its_clause(at: Any) -> None:
    at.room.view.assessment.steps.setFocus()
    at.press("Shift+Return")
    assert at.clauses == ["ATO-12 §3"]
    at.press("Down", "Return")
    assert "e3" in at.room.view.case.in_sight()


# --- why a person has it, and a second look ---------------------------------------------------------


def test_it_says_why_a_person_has_the_case(at: Any) -> None:
    assert sees(at, "With you: 0.14 short of the threshold.")
    at.room.open_case("C-204822")
    at.settle()
    assert sees(at, "people decide every Key User case")


def test_roca_is_asked_again_with_a_reason(at: Any) -> None:
    at.press("Q", "3", "Return")
    command, body, case = at.outbox.commands[0]
    assert (command, str(body.reason), case) == ("assessment.request", "step_doubtful", CASE)
    assert sees(at, "ROCA asked again: C-204817 is kept")


def test_another_reason_needs_a_note(at: Any) -> None:
    at.press("Q", "7", "Return")
    assert sees(at, "Say in a note what ROCA should look at")
    assert at.focus == "_Note"
    at.press(*"the device", "Return")
    assert at.outbox.commands[0][1].note == "the device"


def test_the_threshold_is_challenged_by_a_decided_case_and_by_no_other(at: Any) -> None:
    said: list[tuple[str, str, str, float | None]] = []

    class Thresholds:
        def challenge(self, case_id: str, reason: str, language: str, threshold: float | None = None) -> Sent:
            if not reason:
                raise NotReady(codes=("note_required",))
            said.append((case_id, reason, language, threshold))
            return Sent("x-1", "threshold.challenge", at.desk.clock.now_ms() + 10_000)

        def undo(self, command_id: str) -> str:
            return command_id

    at.room.sheets._context.sessions = Thresholds()
    at.press("Shift+H")
    assert sees(at, "A threshold is challenged by a case that is decided")
    view = at.desk.open_case(CASE).view
    at.desk.views[CASE] = replace(view, state="closed")
    at.room.open_case("C-204790")
    at.room.open_case(CASE)
    at.settle()
    at.press("Shift+H")
    assert sees(at, "Whoever keeps the thresholds answers")
    at.press("Return")
    assert said == [], "nothing goes without a reason"
    at.press(*"9", "Return")
    assert said == []
    assert sees(at, "Write a threshold from 0 to 1")
    at.press("Backspace", *"0,9", "Tab", *"too low", "Return")
    assert said == [(CASE, "too low", "en", 0.9)]


def test_while_it_is_asked_it_says_so_and_the_answer_stands_beside_the_first(at: Any) -> None:
    view = at.desk.open_case(CASE).view
    asked_at = datetime(2026, 11, 21, 9, 31, tzinfo=UTC)
    at.desk.views[CASE] = replace(view, asked=AskedView("q-1", "step_doubtful", asked_at))
    at.room.open_case("C-204790")
    at.room.open_case(CASE)
    at.settle()
    assert sees(at, "ROCA was asked again at")
    at.press("Q")
    assert sees(at, "ROCA was asked")
    assert at.outbox.commands == []
    before = replace(assessment_view(), verdict="pass", confidence=0.6)
    beside = AssessmentBesideView(before, asked_at, "champion", "step_doubtful")
    at.desk.views[CASE] = replace(view, assessments_beside=(beside,))
    at.room.open_case("C-204790")
    at.room.open_case(CASE)
    at.settle()
    assert sees(at, "Pass, confidence 0.60 (asked: A step is doubtful). Now: Block; confidence +0.11.")


# --- hints ------------------------------------------------------------------------------------------


def test_a_hint_is_said_and_keeps_nobody_from_sending(at: Any) -> None:
    at.press("P", "1", "Ctrl+J")
    assert sees(at, "Decided within 0 s")
    at.press("Ctrl+Return")
    assert [case for case, _ in at.desk.sent] == [CASE]


def test_what_was_on_the_screen_once_counts_as_seen(at: Any) -> None:
    first = set(at.room.sheets.seen())
    at.press(".")
    at.room.sheets.tick()
    assert set(at.room.sheets.seen()) > first
    at.room.open_case("C-204790")
    at.settle()
    assert not first & (set(at.room.sheets.seen()) - {"e1", "e2", "e9"})


# --- said early -------------------------------------------------------------------------------------


def test_a_case_that_another_holds_says_so_before_anything_is_chosen(at: Any) -> None:
    held = replace(at.desk.open_case("C-204790"), may=May(False, False, True, ("claimed_by_other",)))
    at.desk.open_case = lambda case_id, real=at.desk.open_case: held if case_id == held.case_id else real(case_id)
    at.room.open_case("C-204790")
    at.settle()
    assert sees(at, "Reserved by somebody else: you can draft, not send.")


def test_the_notice_covers_nothing_of_the_case(at: Any) -> None:
    at.press("Q", "3", "Return")
    message, case = at.room.view.message, at.room.view.case
    assert message.isVisible()
    place = message.rect().translated(message.mapTo(at.window, message.rect().topLeft()))
    here = case.rect().translated(case.mapTo(at.window, case.rect().topLeft()))
    assert not place.intersects(here)


def test_where_nothing_can_be_decided_nothing_is_typed_that_would_be_lost_and_it_says_why(at: Any) -> None:
    """A case that one escalated oneself: the field takes no words, and to send says what stands above."""
    mine = replace(at.desk.open_case("C-204790"), may=May(False, False, False, ("own_escalation",)))
    at.desk.open_case = lambda case_id, real=at.desk.open_case: mine if case_id == mine.case_id else real(case_id)
    at.room.open_case("C-204790")
    at.settle()
    before = draft(at).rationale
    at.press("W", *"lost")
    assert at.room.view.decision.rationale.text() == before
    at.press("Esc", "Ctrl+Return")
    at.settle()
    assert not sees(at, "Choose a decision")
    assert sees(at, "You escalated this case")


@pytest.mark.parametrize("decision", ["P", "B"])
def test_the_lines_of_a_composed_sentence_are_all_in_sight(at: Any, decision: str) -> None:
    """In the font that is there: a line is as high as it is."""
    at.press(decision, "1", "Ctrl+J")
    at.settle()
    edit = at.room.view.decision.rationale.edit
    last = edit.document().lastBlock()
    bottom = edit.blockBoundingGeometry(last).translated(edit.contentOffset()).bottom()
    assert edit.verticalScrollBar().maximum() == 0
    assert bottom <= edit.viewport().height() + 1
