"""News of the case in sight is filled in step by step behind what stands on the screen: nobody meets it half done."""

from collections.abc import Iterator
from typing import Any

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDockWidget, QWidget

from app.desktop.ports import Revealed
from tests.support.painted_cases import ahead, on_screen, opened, paint_ahead, pixels_of_the_screen
from tests.support.sample_desk import SAMPLE_DRAFT
from tests.support.sample_window import SampleWindow


@pytest.fixture
def sample(qapp: QApplication) -> Iterator[SampleWindow]:
    found = opened(qapp)
    yield found
    found.close()


def news(sample: SampleWindow, priority: int) -> None:
    """The case in sight comes from the server again, and something of it is new."""
    presenter = sample.review.presenter
    found = presenter._open
    assert found is not None
    presenter._opened(replace(found, rev=found.rev + 1, view=replace(found.view, priority=priority)))


def test_news_of_the_case_in_sight_is_filled_in_step_by_step(sample: SampleWindow) -> None:
    view = sample.review.view
    handle = sample.window.windowHandle()
    assert handle is not None
    QTest.keyClick(handle, "e")
    view.case.tabs.choose(1)
    sample.settle()
    before = pixels_of_the_screen(sample)
    news(sample, 7)
    steps = 0
    while view._fill_on() and ahead(sample).covers[0].laid:
        steps += 1
        assert pixels_of_the_screen(sample) == before, "something half filled was in sight"
    assert steps > 5
    sample.settle()
    assert not ahead(sample).covering
    assert "7" in view.case._priority.text()
    assert view.case.tabs.current == 1
    assert view.decision.buttons._buttons["escalate"].isChecked()
    stepwise = on_screen(sample)
    state = view._case_state
    assert state is not None
    view._fill_case(state, fresh=False)
    view.right.show_decision(view._decision_state)
    sample.settle()
    assert on_screen(sample) == stepwise


def test_a_key_between_the_steps_is_meant_for_the_case_in_sight(sample: SampleWindow) -> None:
    view, presenter = sample.review.view, sample.review.presenter
    case_id = presenter.case_id
    news(sample, 7)
    assert view.filling
    handle = sample.window.windowHandle()
    assert handle is not None
    assert view._fill_on()
    QTest.keyClick(handle, "e")
    assert presenter._draft.decision == "escalate"
    sample.settle()
    assert not view.filling
    assert "7" in view.case._priority.text()
    assert presenter.case_id == case_id
    assert view.decision.buttons._buttons["escalate"].isChecked()


def test_news_does_not_stand_between_a_person_and_the_field_they_type_in(sample: SampleWindow) -> None:
    view = sample.review.view
    view.focus_rationale()
    handle = sample.window.windowHandle()
    assert handle is not None
    QTest.keyClick(handle, "x")
    news(sample, 7)
    assert not view.filling
    assert "7" in view.case._priority.text()
    QTest.keyClick(handle, "y")
    assert sample.review.presenter._draft.rationale == "xy"


def test_news_does_not_keep_real_values_in_sight(sample: SampleWindow) -> None:
    review, opened_case = sample.review, sample.review.presenter._open
    assert opened_case is not None
    path = next(path for path in opened_case.view.masked if path.startswith("subject."))
    review.reveal._answered(Revealed({path: ("u-83572491",)}, 60))
    sample.settle()
    assert "83572491" in review.view.case._facts.accessibleName()
    news(sample, 7)
    assert not review.view.filling
    assert "7" in review.view.case._priority.text()
    review.reveal.cover()
    assert not review.view.filling
    assert "83572491" not in review.view.case._facts.accessibleName()


def test_news_amid_the_filling_of_another_case_does_not_keep_the_one_before_in_sight(sample: SampleWindow) -> None:
    view, presenter = sample.review.view, sample.review.presenter
    ahead(sample).forget()
    before = pixels_of_the_screen(sample)
    presenter.move(1)
    assert view._fill_on()
    news(sample, 7)
    assert presenter.case_id
    assert view.case._id.text().endswith(presenter.case_id)
    assert pixels_of_the_screen(sample) != before


def test_news_while_a_case_appears_leaves_no_decision_of_another_beside_it(sample: SampleWindow) -> None:
    view, presenter = sample.review.view, sample.review.presenter
    ahead(sample).forget()
    before = pixels_of_the_screen(sample)
    presenter.move(1)
    while ahead(sample).covers[2].laid:
        assert view._fill_on()
    news(sample, 7)
    case, side = pixels_of_the_screen(sample)
    assert case != before[0]
    assert side != before[1]


def test_news_upon_news_does_not_keep_the_screen_as_it_was(sample: SampleWindow) -> None:
    view, presenter = sample.review.view, sample.review.presenter
    ahead(sample).forget()
    before = pixels_of_the_screen(sample)
    presenter.move(1)
    for n in range(30):
        for _ in range(3):
            view._fill_on()
            sample.application.sendPostedEvents()
        news(sample, 10 + n)
    assert pixels_of_the_screen(sample) != before


def test_the_answer_to_a_key_stays_when_a_minute_passes(sample: SampleWindow) -> None:
    view = sample.review.view
    handle = sample.window.windowHandle()
    assert handle is not None
    QTest.keyClick(handle, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    sample.settle()
    assert view.decision._hint.text() == "Choose a decision"
    sample.desk.clock.ms += 61_000
    sample.review._tick()
    assert view.filling
    sample.settle()
    assert view.decision._hint.text() == "Choose a decision"


def test_news_of_a_case_that_is_decided_but_not_sent_is_filled_in_step_by_step_too(sample: SampleWindow) -> None:
    view, presenter = sample.review.view, sample.review.presenter
    presenter._change(replace(SAMPLE_DRAFT, decision="escalate"))
    assert presenter._blockers() == ()
    sample.settle()
    before = pixels_of_the_screen(sample)
    news(sample, 7)
    assert view.filling
    sample.review.sheets.tick()
    assert view.filling
    assert pixels_of_the_screen(sample) == before
    sample.settle()
    assert "7" in view.case._priority.text()
    assert view.decision.buttons._buttons["escalate"].isChecked()


def test_a_filling_that_fails_leaves_a_window_that_answers(sample: SampleWindow) -> None:
    view, fill = sample.review.view, sample.review.view.case._fill_changes

    def bad(_case: object) -> None:
        raise ValueError("an observation nobody foresaw")

    view.case._fill_changes = bad
    news(sample, 7)
    with pytest.raises(ValueError, match="nobody foresaw"):
        view.settle()
    assert not ahead(sample).covering
    view.case._fill_changes = fill
    handle = sample.window.windowHandle()
    assert handle is not None
    QTest.keyClick(handle, "e")
    sample.settle()
    assert view.decision.buttons._buttons["escalate"].isChecked()
    # The same, told again, is not taken for filled in.
    sample.review.presenter._show_case()
    sample.settle()
    assert "7" in view.case._priority.text()
    assert view.case._filled == sample.review.presenter.case_id


def test_panels_that_get_another_place_meanwhile_are_painted_there(sample: SampleWindow) -> None:
    view = sample.review.view
    news(sample, 7)
    assert view._fill_on()
    dock_of(view.left).hide()
    for _ in range(3):
        sample.application.sendPostedEvents()
    moved = pixels_of_the_screen(sample)[0]
    sample.settle()
    assert moved == pixels_of_the_screen(sample)[0]


@pytest.mark.qt_log_level_fail("CRITICAL")  # the offscreen plugin warns of windows it cannot raise
@pytest.mark.parametrize("ready", [False, True])
def test_a_click_in_a_panel_that_floats_is_not_lost(sample: SampleWindow, ready: bool) -> None:
    view, presenter = sample.review.view, sample.review.presenter
    dock = dock_of(view.right)
    dock.setFloating(True)
    sample.settle()
    sample.window.activateWindow()
    view.focus_queue()
    sample.settle()
    if ready:
        paint_ahead(sample)
        presenter.move(1)
        assert ahead(sample).pictured
    else:
        news(sample, 7)
        assert view._fill_on()
    button = view.decision.buttons._buttons["escalate"]
    handle = dock.windowHandle()
    assert handle is not None
    at = button.mapTo(dock, button.rect().center())
    QTest.mouseClick(handle, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
    assert presenter._draft.decision == "escalate"
    assert not view.filling
    # Back in its place the window of its own is gone, whoever listened to it.
    news(sample, 8)
    assert view._fill_on()
    dock.setFloating(False)
    sample.settle()
    assert not ahead(sample).covering
    assert "8" in view.case._priority.text()


def real_values(sample: SampleWindow) -> tuple[QRect, QImage]:
    """Where they are in sight, and how that looks."""
    review, found = sample.review, sample.review.presenter._open
    assert found is not None
    path = next(path for path in found.view.masked if path.startswith("subject."))
    review.reveal._answered(Revealed({path: ("u-83572491",)}, 60))
    sample.settle()
    facts = review.view.case._facts
    place = QRect(facts.mapTo(sample.window, QPoint(0, 0)), facts.size())
    return place, part_of_the_screen(sample, place)


def part_of_the_screen(sample: SampleWindow, place: QRect) -> QImage:
    handle = sample.window.windowHandle()
    assert handle is not None
    sample.application.sendPostedEvents()
    return handle.screen().grabWindow(handle.winId()).toImage().copy(place)


def dock_of(widget: QWidget) -> QDockWidget:
    found: Any = widget
    while not isinstance(found, QDockWidget):
        found = found.parentWidget()
    return found


def test_real_values_leave_the_screen_in_the_tick_in_which_their_time_is_over(sample: SampleWindow) -> None:
    place, plain = real_values(sample)
    sample.desk.clock.ms += 61_000  # their minute is over, and the words of the deadline are others
    sample.review._tick()
    assert "83572491" not in sample.review.view.case._facts.accessibleName()
    assert part_of_the_screen(sample, place) != plain


def test_real_values_leave_the_screen_with_their_case_however_fast_the_next_ones_come(sample: SampleWindow) -> None:
    place, plain = real_values(sample)
    ahead(sample).forget()
    sample.review.presenter.move(1)
    sample.review.presenter.move(1)
    assert part_of_the_screen(sample, place) != plain
