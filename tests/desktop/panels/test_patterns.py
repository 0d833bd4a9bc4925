"""Many cases escalated as one pattern, and a pattern decided by a senior person: by keyboard."""

from collections.abc import Iterator
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from msgspec.structs import replace
from PySide6.QtWidgets import QApplication

from app.contract.views import EscalationView
from app.desktop.ports import Offline
from app.domain.decision import Decision
from tests.support.decide_desk import deciding
from tests.support.painted_texts import PaintedTexts

CASES = ("C-204817", "C-204840", "C-204790")
AT = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


@pytest.fixture
def at(qapp: QApplication) -> Iterator[Any]:
    with deciding(qapp, size=(1600, 1000)) as found:
        yield found


@pytest.fixture
def senior(qapp: QApplication) -> Iterator[Any]:
    with deciding(qapp, size=(1600, 1000), roles=("senior_agent",)) as found:
        escalate(found, mine=False)
        yield found


def escalate(at: Any, mine: bool, cases: tuple[str, ...] = CASES[:2]) -> None:
    for number, case_id in enumerate(cases):
        view = at.desk.open_case(case_id).view
        raised = EscalationView(
            f"x-{number}", "high_risk_pattern", AT, mine, "reviewer-03", "One address behind all of them.", "en", "p-1"
        )
        verdict = replace(view.assessment, verdict="block" if number == 0 else "pass")
        at.desk.views[case_id] = replace(view, state="escalated", escalation=raised, assessment=verdict)


def sees(at: Any, text: str) -> bool:
    with PaintedTexts(at.window) as texts:
        return text in " ".join(shown.text for shown in texts.collect())


def test_chosen_cases_go_upward_with_one_rationale(at: Any) -> None:
    escalate(at, mine=True, cases=CASES[2:])
    at.room.sheets.chosen_cases = lambda: CASES
    dropped: list[bool] = []
    at.room.sheets.drop_chosen = lambda: dropped.append(True)
    at.press("Shift+E")
    assert sees(at, "2 cases go upward together")
    # Each is told apart without being opened: what it is about, and whom.
    assert sees(at, "C-204817 · ATO")
    assert sees(at, "u-83•••91")
    assert sees(at, "1: This case is already escalated")
    at.press("Return")
    assert sees(at, "Write one or two sentences")
    assert dropped == []
    at.press(*"one device", "Return")
    command, body, case = at.outbox.commands[0]
    assert (command, body.case_ids, body.rationale, case) == ("escalation.pattern", CASES[:2], "one device", None)
    assert sees(at, "Pattern escalated is kept")
    assert dropped == [True], "what went upward is no longer chosen"
    at.press("Z")
    assert at.outbox.undone == ["command-1"]


def test_a_case_can_be_left_out_before_it_goes(at: Any) -> None:
    at.room.sheets.chosen_cases = lambda: CASES
    at.press("Shift+E", "2", "Tab", *"one device", "Return")
    assert at.outbox.commands[0][1].case_ids == (CASES[0], CASES[2])


def test_one_case_alone_is_no_pattern_and_who_can_choose_many_is_told_how(at: Any) -> None:
    at.press("Shift+E")
    assert sees(at, "no other open one that you see is linked with this one")
    at.context.session = SimpleNamespace(may=lambda right: right == "case.bulk")
    at.press("Shift+E")
    assert sees(at, "Choose them in the queue with X first.")


def test_why_a_key_does_nothing_takes_no_undo_away_and_gives_the_place_back(at: Any) -> None:
    at.press("N", *"seen", "Return", "Shift+E")
    assert sees(at, "no other open one that you see")
    at.desk.clock.ms += 7_000
    at.room.presenter.tick(True)
    at.settle()
    assert not sees(at, "no other open one that you see")
    assert sees(at, "is kept and sent in 10 s."), "what can be taken back is said again"
    at.press("Shift+E", "Z")
    assert at.outbox.undone == ["command-1"]


def test_a_failure_stays_though_the_time_to_take_something_back_is_over(at: Any) -> None:
    at.press("N", *"seen", "Return")
    at.room.presenter.failed(Offline())
    at.desk.clock.ms += 11_000
    at.room.presenter.tick(True)
    at.settle()
    assert at.room.view.message.notice is not None
    assert at.room.view.message.notice.code == "offline"


def test_a_pattern_is_decided_with_the_label_of_each_case_in_sight(senior: Any) -> None:
    at = senior
    at.press("Shift+D")
    assert sees(at, "One address behind all of them.")
    with PaintedTexts(at.window) as texts:
        shown = {one.text for one in texts.collect()}
    assert "Pass" in shown
    assert "pass" not in shown, "a line of a list begins as its neighbours do"
    at.press("2")
    assert sees(at, "Block → TP")
    assert sees(at, "Pass → FN")
    at.press("Ctrl+Return")
    assert sees(at, "Choose a reason")
    sheet = at.room.view.sheet
    sheet.focus_on("code")
    at.press("1")
    sheet.focus_on("unsure")
    at.press("1")
    sheet.focus_on("text")
    at.press(*"same mule", "Return")
    command, body, _ = at.outbox.commands[0]
    assert (command, body.decision, body.pattern_id) == ("escalation.resolve_pattern", Decision.BLOCK, "p-1")
    assert len(body.codes) == 2
    assert body.attribution is not None


def differing(at: Any) -> None:
    """Two cases that were both blocked, with one signal in common and one of its own each."""
    escalate(at, mine=False)
    common, *_ = at.desk.open_case(CASES[0]).view.assessment.signals
    for number, case_id in enumerate(CASES[:2]):
        view = at.desk.views[case_id]
        own = replace(common, name=f"own_of_{number}", contribution=9.0)
        word = replace(view.assessment, verdict="block", signals=(own, common))
        at.desk.views[case_id] = replace(view, assessment=word)


def test_a_pattern_is_attributed_to_what_all_its_cases_share_and_the_rest_says_how_many_have_it(
    qapp: QApplication,
) -> None:
    with deciding(qapp, size=(1600, 1000), roles=("senior_agent",)) as at:
        differing(at)
        at.press("Shift+D", "1")
        sheet = at.room.view.sheet
        sheet.focus_on("code")
        at.press("1")
        form = at.room.sheets.sheets.form
        shared = form.one("attribution")
        assert shared is not None
        assert not shared.startswith("signal\nown_of_")
        rows = form.state().group("attribution").rows
        assert rows[0] == shared
        assert {"signal\nown_of_0", "signal\nown_of_1"} <= set(rows)
        assert sees(at, "1 of 2")
        at.room.view.sheet_picked.emit("attribution", "signal\nown_of_1")
        at.settle()
        assert sees(at, "1 case does not have this and stays up.")
        sheet.focus_on("text")
        at.press(*"same mule", "Return")
        assert at.outbox.commands[0][1].attribution.ref == "own_of_1"


def test_a_case_left_out_no_longer_counts_for_what_is_shared(qapp: QApplication) -> None:
    with deciding(qapp, size=(1600, 1000), roles=("senior_agent",)) as at:
        differing(at)
        at.press("Shift+D", "1")
        at.room.view.sheet.focus_on("code")
        at.press("1")
        at.room.view.sheet.focus_on("exclude")
        at.press("2")
        form = at.room.sheets.sheets.form
        assert "signal\nown_of_1" not in form.state().group("attribution").rows
        assert form.state().facts["left_up"] == 0


def test_with_a_case_left_out_only_the_reason_of_the_rest_is_asked(senior: Any) -> None:
    at = senior
    at.press("Shift+D", "2")
    at.room.view.sheet.focus_on("exclude")
    at.press("2")
    assert not sees(at, "Pass → FN")
    at.room.view.sheet.focus_on("unsure")
    at.press("1")
    at.room.view.sheet.focus_on("text")
    at.press(*"same mule", "Return")
    assert at.outbox.commands[0][1].exclude == (CASES[1],)


def test_who_raised_a_pattern_does_not_decide_it(qapp: QApplication) -> None:
    with deciding(qapp, roles=("senior_agent",)) as at:
        escalate(at, mine=True)
        at.press("Shift+D", "1", "Ctrl+Return")
        assert sees(at, "another person decides it")
        assert at.outbox.commands == []


def test_where_no_pattern_waits_it_says_so(at: Any) -> None:
    at.press("Shift+D")
    assert sees(at, "No pattern waits to be decided.")


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_who_is_told_of_no_links_is_offered_no_pattern(qapp: QApplication, language: str) -> None:
    with deciding(qapp, language=language, roles=("bpo_agent",)) as at:
        at.window.set_signed_in(at.person, at.may)
        at.press("?")
        shown = at.window.sheets.help.shown_actions()
        assert "decide.escalate" in shown
        assert not {"escalation.pattern", "escalation.resolve", "pii.reveal", "queue.change"} & set(shown)
        at.press("Esc", "Shift+E", "Shift+D")
        assert at.room.view.sheet is None, "and by their keys neither"


def test_what_a_pattern_is_made_of_is_listed_as_chinese_lists_things(qapp: QApplication) -> None:
    with deciding(qapp, size=(1366, 768), roles=("senior_agent",), language="zh_CN") as at:
        escalate(at, mine=False, cases=CASES)
        at.press("Shift+D")
        assert sees(at, "、")
        assert not sees(at, "1, ")
        assert sees(at, "C-204790 · KYC")
