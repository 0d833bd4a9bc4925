"""News of the case in sight is filled in step by step behind what stands on the screen: nobody meets it half done."""

from collections.abc import Iterator
from typing import Any

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QHideEvent, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDockWidget, QLabel, QWidget
from pytestqt.qtbot import QtBot

from app.desktop.panels.review.presenter.uncover import offered
from app.desktop.panels.review.state import OwedState
from app.desktop.ports import OpenDocuments, Revealed
from tests.support.painted_cases import ahead, on_screen, opened, paint_ahead, pixels_of_the_screen
from tests.support.sample_desk import SAMPLE_DRAFT
from tests.support.sample_window import SampleWindow


@pytest.fixture
def sample(qapp: QApplication) -> Iterator[SampleWindow]:
    found = opened(qapp)
    yield found
    found.close()


def news(sample: SampleWindow, priority: int, **more: Any) -> None:
    """The case in sight comes from the server again, and something of it is new."""
    presenter = sample.review.presenter
    found = presenter._open
    assert found is not None
    presenter._opened(replace(found, rev=found.rev + 1, view=replace(found.view, priority=priority, **more)))


def bad(_case: object) -> None:
    raise ValueError("an observation nobody foresaw")


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
    while view.filling.step() and ahead(sample).covers[0].laid:
        steps += 1
        assert pixels_of_the_screen(sample) == before, "something half filled was in sight"
    assert steps > 5
    sample.settle()
    assert not ahead(sample).covering
    assert "7" in view.case._priority.text()
    assert view.case.tabs.current == 1
    assert view.decision.buttons._buttons["escalate"].isChecked()
    stepwise = on_screen(sample)
    state = view.filling.case_state
    assert state is not None
    view.filling._fill_at_once(state, fresh=False)
    view.right.show_decision(view._decision_state)
    sample.settle()
    assert on_screen(sample) == stepwise


def test_a_key_between_the_steps_is_meant_for_the_case_in_sight(sample: SampleWindow) -> None:
    view, presenter = sample.review.view, sample.review.presenter
    case_id = presenter.case_id
    news(sample, 7)
    assert view.filling.pending
    handle = sample.window.windowHandle()
    assert handle is not None
    assert view.filling.step()
    QTest.keyClick(handle, "e")
    assert presenter._draft.decision == "escalate"
    sample.settle()
    assert not view.filling.pending
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
    assert not view.filling.pending
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
    assert not review.view.filling.pending
    assert "7" in review.view.case._priority.text()
    review.reveal.cover()
    assert not review.view.filling.pending
    assert "83572491" not in review.view.case._facts.accessibleName()


def test_news_amid_the_filling_of_another_case_does_not_keep_the_one_before_in_sight(sample: SampleWindow) -> None:
    view, presenter = sample.review.view, sample.review.presenter
    ahead(sample).forget()
    before = pixels_of_the_screen(sample)
    presenter.move(1)
    assert view.filling.step()
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
        assert view.filling.step()
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
            view.filling.step()
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
    assert view.filling.pending
    sample.settle()
    assert view.decision._hint.text() == "Choose a decision"


def test_news_of_a_case_that_is_decided_but_not_sent_is_filled_in_step_by_step_too(sample: SampleWindow) -> None:
    view, presenter = sample.review.view, sample.review.presenter
    presenter._change(replace(SAMPLE_DRAFT, decision="escalate"))
    assert presenter._blockers() == ()
    sample.settle()
    before = pixels_of_the_screen(sample)
    news(sample, 7)
    assert view.filling.pending
    sample.review.sheets.tick()
    assert view.filling.pending
    assert pixels_of_the_screen(sample) == before
    sample.settle()
    assert "7" in view.case._priority.text()
    assert view.decision.buttons._buttons["escalate"].isChecked()


def test_a_filling_that_fails_leaves_a_window_that_answers(sample: SampleWindow) -> None:
    view, fill = sample.review.view, sample.review.view.case._fill_changes
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


def test_a_filling_in_one_go_that_fails_is_not_taken_for_done(sample: SampleWindow) -> None:
    view, fill = sample.review.view, sample.review.view.case._fill_changes
    view.focus_rationale()
    view.case._fill_changes = bad
    with pytest.raises(ValueError, match="nobody foresaw"):
        news(sample, 7)
    view.case._fill_changes = fill
    sample.review.presenter._show_case()
    sample.settle()
    assert view.case._filled == sample.review.presenter.case_id


@pytest.mark.parametrize("ready", [False, True])
def test_a_filling_that_fails_leaves_no_words_of_the_case_before_in_the_draft_of_the_next(
    sample: SampleWindow, ready: bool
) -> None:
    view, presenter = sample.review.view, sample.review.presenter
    presenter._change(replace(SAMPLE_DRAFT, decision="escalate", rationale="Of the first case."))
    presenter.save()
    sample.settle()
    if ready:
        paint_ahead(sample)
    else:
        ahead(sample).forget()
    fill = view.case._fill_changes
    view.case._fill_changes = bad
    presenter.move(1)
    assert view.filling.pending
    assert ahead(sample).pictured is ready
    with pytest.raises(ValueError, match="nobody foresaw"):
        view.settle()
    view.case._fill_changes = fill
    presenter._show_case()
    sample.settle()
    view.focus_rationale()
    handle = sample.window.windowHandle()
    assert handle is not None
    QTest.keyClick(handle, "x")
    assert presenter._draft.rationale == "x"


def test_a_room_that_is_left_while_a_filling_fails_hides_what_it_should(sample: SampleWindow) -> None:
    view, fill = sample.review.view, sample.review.view.case._fill_changes
    told = list[bool]()
    view.cover_asked.connect(lambda: told.append(True))
    news(sample, 7)
    view.case._fill_changes = bad
    with pytest.raises(ValueError, match="nobody foresaw"):
        view.hideEvent(QHideEvent())
    view.case._fill_changes = fill
    assert told


def test_a_case_opened_from_another_room_does_not_look_like_that_room(sample: SampleWindow) -> None:
    sample.window.show_room("activity")
    sample.settle()
    other = pixels_of_the_screen(sample)
    presenter = sample.review.presenter
    sample.show_case(presenter._side.beside(presenter.case_id, 1))
    assert pixels_of_the_screen(sample)[0] != other[0]


def test_news_right_after_unlocking_does_not_keep_the_lock_page_in_the_panels(sample: SampleWindow) -> None:
    page = QLabel("locked")
    page.setAutoFillBackground(True)
    sample.window.cover(page)
    sample.settle()
    locked = pixels_of_the_screen(sample)[0]
    sample.window.uncover()
    news(sample, 7)
    assert pixels_of_the_screen(sample)[0] != locked


def test_asked_amid_news_the_sheet_offers_what_the_news_brings(sample: SampleWindow) -> None:
    view, presenter, reveal = sample.review.view, sample.review.presenter, sample.review.reveal
    whole = presenter._open.view
    item = next(e for e in whole.evidence if any(m.startswith(f"evidence.{e.id}.") for m in whole.masked))
    fewer = tuple(e for e in whole.evidence if e.id != item.id)
    masked = tuple(path for path in whole.masked if not path.startswith(f"evidence.{item.id}."))
    news(sample, 7, evidence=fewer, masked=masked)
    sample.settle()
    news(sample, 8, evidence=(item, *fewer), masked=whole.masked)
    assert view.filling.pending
    reveal.ask()
    sample.settle()
    assert reveal._sheet is not None
    assert reveal._sheet.fields == offered(presenter._open.view, view.case.in_sight(), reveal._catalogue)


def test_evidence_that_was_never_on_the_screen_is_not_sent_as_opened(sample: SampleWindow) -> None:
    view, presenter = sample.review.view, sample.review.presenter
    presenter._change(replace(SAMPLE_DRAFT, decision="escalate"))
    whole = presenter._open.view.evidence
    first = view.case._page.items[0]
    rest = tuple(e for e in whole if e.id != first.id)
    news(sample, 7, evidence=rest)
    sample.settle()
    sample.review.sheets._seen = (None, frozenset())
    there = sample.review.sheets.seen()
    assert first.id not in there
    before = pixels_of_the_screen(sample)
    news(sample, 8, evidence=whole)
    for _ in range(4):
        assert view.filling.step()
    assert pixels_of_the_screen(sample) == before
    presenter.submit()
    assert sample.desk.sent[-1][1].opened == there


@pytest.mark.parametrize("steps", range(3))
@pytest.mark.parametrize("key", ["evidence.tab.2", "graph"])
def test_a_key_about_a_part_of_the_case_finds_it_filled(sample: SampleWindow, steps: int, key: str) -> None:
    view = sample.review.view
    ahead(sample).forget()
    sample.review.presenter.move(1)
    for _ in range(steps):
        assert view.filling.step()
    sample.review.actions[key]()
    sample.settle()
    assert view.case.tabs.current == (1 if key != "graph" else len(view.case._tabs))


def test_a_case_that_cannot_be_painted_ahead_is_tried_once(sample: SampleWindow, qtbot: QtBot) -> None:
    paint_ahead(sample)
    pictures = ahead(sample)
    pictures.forget()
    pictures._pause = 0
    assert pictures._rehearsal is not None
    pictures._rehearsal._case._fill_changes = bad  # type: ignore[union-attr]
    with qtbot.capture_exceptions() as failed:
        sample.review.presenter._prepare()
        for _ in range(200):
            sample.application.processEvents()
        for _ in range(3):
            sample.review.presenter._prepare()
            news(sample, 7)
            sample.settle()
        turns = list[bool]()
        pictures._idle.timeout.connect(lambda: turns.append(True))
        for _ in range(200):
            sample.application.processEvents()
    assert 0 < len(failed) <= 2 * len(pictures._wanted)
    assert len(turns) < 50


def test_a_line_that_appears_beside_the_decision_finds_it_painted(sample: SampleWindow) -> None:
    view = sample.review.view
    news(sample, 7)
    assert view.filling.step()
    view.show_owed(OwedState(owed=3))
    for _ in range(3):
        sample.application.sendPostedEvents()
    moved = pixels_of_the_screen(sample)[1]
    sample.settle()
    assert moved == pixels_of_the_screen(sample)[1]


def test_panels_that_get_another_place_meanwhile_are_painted_there(sample: SampleWindow) -> None:
    view = sample.review.view
    news(sample, 7)
    assert view.filling.step()
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
        assert view.filling.step()
    button = view.decision.buttons._buttons["escalate"]
    handle = dock.windowHandle()
    assert handle is not None
    at = button.mapTo(dock, button.rect().center())
    QTest.mouseClick(handle, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
    assert presenter._draft.decision == "escalate"
    assert not view.filling.pending
    # Back in its place the window of its own is gone, whoever listened to it.
    news(sample, 8)
    assert view.filling.step()
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


def test_real_values_do_not_come_back_with_the_room(sample: SampleWindow) -> None:
    place, plain = real_values(sample)
    sample.window.show_room("activity")
    sample.window.show_room("review")
    news(sample, 9)
    assert part_of_the_screen(sample, place) != plain


def test_real_values_leave_the_screen_though_the_next_case_cannot_be_filled_in(sample: SampleWindow) -> None:
    place, plain = real_values(sample)
    view, presenter = sample.review.view, sample.review.presenter
    ahead(sample).forget()
    fill = view.case._fill_changes
    view.case._fill_changes = bad
    with pytest.raises(ValueError, match="nobody foresaw"):
        presenter.move(1)
    view.case._fill_changes = fill
    presenter.move(1)
    assert part_of_the_screen(sample, place) != plain


def test_real_values_beside_documents_leave_the_screen_with_their_case(sample: SampleWindow) -> None:
    review, tasks = sample.review, sample.desk.tasks
    presenter = review.presenter
    presenter.open(next(row.case_id for row in sample.desk.rows if row.case_type.startswith("kyc")))
    sample.settle()
    found = presenter._open
    item = next(e for e in found.view.evidence if f"evidence.{e.id}.declared" in found.view.masked)
    presenter._change(replace(SAMPLE_DRAFT, decision="escalate"))
    values = ("u-83572491",) * len(item.rows)
    paths = (f"evidence.{item.id}.declared", f"evidence.{item.id}.document")
    review.reveal._answered(Revealed(dict.fromkeys(paths, values), 60))
    sample.settle()
    sheet, shown = review.document_sheet, review.view.filling.case_state.shown
    review.documents._open, review.documents._case = True, shown  # as D does where documents can be shown
    sheet.show_documents(OpenDocuments(shown, False, False, ""))
    sample.settle()
    over = QRect(sheet.mapTo(sample.window, QPoint(0, 0)), sheet.size())
    plain = part_of_the_screen(sample, over)
    ahead(sample).forget()
    waiting = list[tuple[Any, Any, Any]]()
    write = tasks.write
    tasks.write = lambda fn, done=None, failed=None, *, key=None: waiting.append((fn, done, failed))
    presenter.submit()
    tasks.write = write
    presenter.move(1)
    for one in waiting:
        write(*one)
    assert sheet.isHidden()
    assert part_of_the_screen(sample, over) != plain
