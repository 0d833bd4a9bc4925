"""The next case is painted before it is asked for: what the picture shows is what the panels show, and no key gets
between them."""

from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.desktop.panels.review.view.ahead import HURRY_MS
from app.desktop.panels.review.view.filling import SOON_MS
from app.desktop.ports import DeskError, Revealed
from app.desktop.widgets import ink
from tests.support.painted_cases import ahead, let_pictures_go, on_screen, opened, paint_ahead, pixels_of_the_screen
from tests.support.sample_desk import SAMPLE_DRAFT
from tests.support.sample_window import SampleWindow


@pytest.fixture
def sample(qapp: QApplication) -> Iterator[SampleWindow]:
    found = opened(qapp)
    yield found
    found.close()


def through_all(sample: SampleWindow) -> Iterator[str]:
    presenter = sample.review.presenter
    seen: list[str] = []
    while presenter.case_id is not None and presenter.case_id not in seen:
        seen.append(presenter.case_id)
        yield presenter.case_id
        paint_ahead(sample)
        presenter.move(1)
    assert len(seen) > 4


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_the_picture_of_a_case_is_what_its_panels_show(qapp: QApplication, scheme: str, language: str) -> None:
    sample = opened(qapp, scheme, language)
    try:
        covered = 0
        for case_id in through_all(sample):
            if ahead(sample).covering:
                covered += 1
                pictures = on_screen(sample)
                let_pictures_go(sample)
                assert not ahead(sample).covering
                assert on_screen(sample) == pictures, case_id
            sample.settle()
        assert covered > 3
    finally:
        sample.close()


def covered_next(sample: SampleWindow) -> str:
    """The next case, in sight as a picture; its id."""
    paint_ahead(sample)
    sample.review.presenter.move(1)
    assert ahead(sample).covering
    assert sample.review.presenter.case_id is not None
    return sample.review.presenter.case_id


def test_a_key_that_comes_at_once_finds_the_panels_filled_and_lands_on_the_case_in_sight(sample: SampleWindow) -> None:
    case_id = covered_next(sample)
    handle = sample.window.windowHandle()
    assert handle is not None
    QTest.keyClick(handle, "e")
    assert not ahead(sample).covering
    view = sample.review.view
    assert view.case._id.text().endswith(case_id)
    assert view.decision.buttons._buttons["escalate"].isChecked()
    assert sample.review.presenter.case_id == case_id
    assert sample.review.presenter._draft.decision == "escalate"


def test_the_panels_are_filled_by_themselves_as_soon_as_the_picture_was_painted(sample: SampleWindow) -> None:
    case_id = covered_next(sample)
    let_pictures_go(sample)
    assert not ahead(sample).covering
    assert sample.review.view.case._id.text().endswith(case_id)
    assert sample.review.view.windowTitle() == case_id


def test_what_is_not_as_it_was_painted_is_filled_in_the_ordinary_way(sample: SampleWindow) -> None:
    presenter, desk = sample.review.presenter, sample.desk
    changes = {
        "the draft": lambda: desk.drafts.update({following: replace(SAMPLE_DRAFT, decision="escalate")}),
        "the size": lambda: sample.window.resize(1400, 800),
        "the theme": lambda: sample.theme.choose("dark"),
        "the language": lambda: sample.speak("zh_CN"),
        "the time": lambda: setattr(desk.clock, "ms", desk.clock.ms + 120_000),
    }
    for what, change in changes.items():
        following = presenter._side.beside(presenter.case_id, 1)
        paint_ahead(sample)
        change()
        sample.application.sendPostedEvents()
        presenter.move(1)
        assert not ahead(sample).pictured, what
        sample.review.view.settle()
        assert sample.review.view.case._id.text().endswith(following), what
        sample.settle()


def test_while_a_person_leafs_fast_the_case_before_stays_whole_until_both_panels_hold_the_next(
    sample: SampleWindow,
) -> None:
    presenter, view = sample.review.presenter, sample.review.view
    for _ in range(2):
        ahead(sample).forget()
        presenter.move(1)
    sample.settle()
    before = pixels_of_the_screen(sample)
    ahead(sample).forget()
    presenter.move(1)
    following = presenter.case_id
    assert not view.case._id.text().endswith(following)
    assert view.filling.step()
    assert view.filling.step()
    # One of the two is filled: neither is painted.
    assert pixels_of_the_screen(sample) == before
    handle = sample.window.windowHandle()
    assert handle is not None
    QTest.keyClick(handle, "b")
    assert presenter._draft.decision == "block"
    assert presenter.case_id == following
    sample.settle()
    assert not ahead(sample).covering
    assert all(now != then for now, then in zip(pixels_of_the_screen(sample), before, strict=True))
    assert view.case._id.text().endswith(following)
    assert view.decision.buttons._buttons["block"].isChecked()


def leafed_past(sample: SampleWindow) -> str:
    """A case reached by leafing fast, not in the panels yet; its id."""
    for _ in range(3):
        ahead(sample).forget()
        sample.review.presenter.move(1)
    found = sample.review.presenter.case_id
    assert found is not None
    assert sample.review.view.filling.pending
    return str(found)


def test_a_case_that_is_passed_before_the_panels_were_filled_with_it_costs_nothing(sample: SampleWindow) -> None:
    presenter, view = sample.review.presenter, sample.review.view
    passed = leafed_past(sample)
    assert view.filling.step()
    filled: list[str] = []
    fill = view.case.fill
    view.case.fill = lambda state, *rest: (filled.append(state.open.case_id), fill(state, *rest))[1]
    handle = sample.window.windowHandle()
    assert handle is not None
    QTest.keyClick(handle, "j")
    sample.settle()
    assert presenter.case_id not in (None, passed)
    assert filled == [presenter.case_id]
    assert view.case._id.text().endswith(presenter.case_id)
    assert not ahead(sample).covering


def test_a_case_that_is_left_half_filled_begins_with_its_first_tab(sample: SampleWindow) -> None:
    presenter, view = sample.review.presenter, sample.review.view
    view.settle()
    view.case.tabs.choose(1)
    assert view.case.tabs.current == 1
    first = presenter.case_id
    ahead(sample).forget()
    presenter.move(1)
    half = presenter.case_id
    assert half != first
    assert view.filling.step()
    assert view.case._id.text().endswith(half)
    assert view.case.tabs.current == 1  # still that of the case before
    state = view.filling.case_state
    view.filling._steps = None  # passed: nothing more is filled in
    view.case.show_case(state, "", "")
    assert view.case.tabs.current == 0


def test_a_key_that_is_meant_for_a_panel_finds_it_filled(sample: SampleWindow) -> None:
    view = sample.review.view
    following = leafed_past(sample)
    view.focus_rationale()
    handle = sample.window.windowHandle()
    assert handle is not None
    QTest.keyClick(handle, "x")
    assert view.case._id.text().endswith(following)
    assert sample.review.presenter._draft.rationale == "x"
    assert sample.review.presenter.case_id == following


def test_real_values_are_neither_painted_ahead_nor_left_standing_behind_a_picture(sample: SampleWindow) -> None:
    paint_ahead(sample)
    review, opened_case = sample.review, sample.review.presenter._open
    assert opened_case is not None
    path = next(path for path in opened_case.view.masked if path.startswith("subject."))
    review.reveal._answered(Revealed({path: ("u-83572491",)}, 60))
    sample.settle()
    review.presenter._prepare()
    assert all(picture.shown.case.shown is None for picture in ahead(sample)._pictures)
    review.presenter.move(1)
    assert not ahead(sample).covering
    assert "83572491" not in sample.review.view.case._facts.accessibleName()


def test_whoever_listens_to_what_is_painted_hears_of_what_is_on_screen_alone(sample: SampleWindow) -> None:
    heard: list[ink.Painted] = []
    ink.observers.append(heard.append)
    try:
        sample.review.presenter._prepare()
        sample.settle()
        assert ahead(sample)._pictures == []
        sample.review.presenter.move(1)
        assert not ahead(sample).covering
        sample.settle()
        assert any(sample.review.presenter.case_id in painted.text for painted in heard)
    finally:
        ink.observers.remove(heard.append)


def test_a_room_that_is_left_keeps_no_pictures(sample: SampleWindow) -> None:
    paint_ahead(sample)
    assert ahead(sample)._pictures
    sample.window.show_room("activity")
    sample.settle()
    assert ahead(sample)._pictures == []


def test_a_second_that_passes_makes_no_new_pictures(sample: SampleWindow) -> None:
    sample.desk.clock.ms += 30_000  # in the middle of a minute
    paint_ahead(sample)
    pictures = list(ahead(sample)._pictures)
    sample.desk.clock.ms += 1
    sample.review.presenter._prepare()
    assert [id(picture) for picture in ahead(sample)._pictures] == [id(picture) for picture in pictures]
    assert ahead(sample)._missing(ahead(sample)._look()) is None


def test_the_words_of_the_next_minute_are_painted_before_it_begins(sample: SampleWindow) -> None:
    sample.desk.clock.ms += 60_000 - SOON_MS // 2  # a second before the minute is over
    paint_ahead(sample)
    sample.desk.clock.ms += SOON_MS // 2 + 1
    sample.review.presenter.move(1)
    assert ahead(sample).covering
    pictures = on_screen(sample)
    let_pictures_go(sample)
    assert on_screen(sample) == pictures


def test_cases_announced_while_a_picture_stands_are_painted_once_it_is_gone(sample: SampleWindow) -> None:
    covered_next(sample)
    sample.review.presenter._prepare()
    let_pictures_go(sample)
    for _ in range(240):
        sample.application.processEvents()
    assert ahead(sample)._missing(ahead(sample)._look()) is None


def test_who_leafs_faster_than_cases_are_painted_ahead_waits_for_no_painting_until_they_rest(
    sample: SampleWindow,
) -> None:
    presenter, pictures = sample.review.presenter, ahead(sample)
    pictures.hurry_ms = 3_600_000  # however long a busy machine takes for it, this is fast
    presenter.move(1)
    sample.settle()
    presenter.move(1)
    presenter._prepare()
    assert pictures._idle.isActive()
    assert pictures._idle.interval() == HURRY_MS
    presenter._prepare()
    assert pictures._steps is None


class SlowDisk:
    """What is written waits for `answer`; what is read comes at once."""

    def __init__(self, tasks: Any) -> None:
        self._tasks = tasks
        self._waiting: list[Callable[[], None]] = []

    def write(self, fn: Any, done: Any = None, failed: Any = None, *, key: str | None = None) -> None:
        self._waiting.append(lambda: self._tasks.write(fn, done, failed, key=key))

    def answer(self) -> None:
        waiting, self._waiting = self._waiting, []
        for do in waiting:
            do()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._tasks, name)


def sending(sample: SampleWindow) -> tuple[SlowDisk, str, str]:
    """A review that is being written, the field it was typed in still with the focus; its case and the next one."""
    presenter, view = sample.review.presenter, sample.review.view
    disk = presenter._tasks = SlowDisk(presenter._tasks)
    presenter._change(replace(SAMPLE_DRAFT, decision="escalate"))
    assert presenter._blockers() == ()
    sample.settle()
    view.focus_rationale()
    paint_ahead(sample)
    case_id, following = presenter.case_id, presenter._side.beside(presenter.case_id, 1)
    assert case_id
    assert following
    handle = sample.window.windowHandle()
    assert handle is not None
    QTest.keyClick(handle, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert presenter._busy
    return disk, case_id, following


def test_the_next_case_is_in_sight_while_the_disk_works_and_stays_there(sample: SampleWindow) -> None:
    disk, case_id, following = sending(sample)
    view, presenter = sample.review.view, sample.review.presenter
    assert ahead(sample).covering
    pictures = on_screen(sample)
    assert view.case._id.text().endswith(case_id)
    disk.answer()
    assert presenter.case_id == following
    assert ahead(sample).covering
    let_pictures_go(sample)
    assert not ahead(sample).covering
    assert view.case._id.text().endswith(following)
    assert on_screen(sample) == pictures


def test_a_second_that_passes_while_the_disk_works_leaves_the_next_case_in_sight(sample: SampleWindow) -> None:
    disk, _, following = sending(sample)
    sample.review._tick()
    assert ahead(sample).covering
    disk.answer()
    sample.settle()
    assert sample.review.presenter.case_id == following
    sample.review._tick()
    assert not sample.review.presenter.writing


def test_what_was_sent_is_said_behind_the_picture_of_the_next_case(sample: SampleWindow) -> None:
    disk, case_id, _ = sending(sample)
    view = sample.review.view
    disk.answer()
    assert ahead(sample).covering
    assert view.message.notice is not None
    assert case_id not in view.message.text()
    let_pictures_go(sample)
    assert case_id in view.message.text()


def test_what_was_sent_is_said_at_once_where_no_picture_stands(sample: SampleWindow) -> None:
    disk, case_id, _ = sending(sample)
    sample.review.view.settle()
    disk.answer()
    sample.settle()
    assert case_id in sample.review.view.message.text()


def test_a_disk_that_fails_brings_the_case_back_with_all_that_was_entered(sample: SampleWindow) -> None:
    disk, case_id, following = sending(sample)
    presenter, view = sample.review.presenter, sample.review.view

    def full(case_id: str, draft: object) -> None:
        raise DeskError("disk_full")

    presenter._reviews = SimpleNamespace(
        submit=full, check=presenter._reviews.check, label_of=presenter._reviews.label_of
    )
    disk.answer()
    sample.settle()
    assert not ahead(sample).covering
    assert presenter.case_id == case_id
    assert view.case._id.text().endswith(case_id)
    assert view.decision.rationale.edit.toPlainText() == SAMPLE_DRAFT.rationale
    assert view.decision.rationale.edit.hasFocus()
    assert view.message.notice is not None
    assert view.message.notice.code == "disk_full"
    assert following != case_id


def test_a_disk_that_fails_while_the_queue_has_the_focus_leaves_no_picture_of_the_next_case(
    sample: SampleWindow,
) -> None:
    presenter, view = sample.review.presenter, sample.review.view
    disk, case_id, _ = sending(sample)
    disk.answer()
    sample.settle()
    case_id = presenter.case_id or ""
    presenter._change(replace(SAMPLE_DRAFT, decision="escalate"))
    presenter._touched = False  # as it was kept, and sent so
    view.focus_queue()
    sample.settle()
    paint_ahead(sample)
    presenter.submit()
    assert ahead(sample).pictured
    sample.application.sendPostedEvents()
    following = pixels_of_the_screen(sample)

    def full(case_id: str, draft: object) -> None:
        raise DeskError("disk_full")

    reviews = presenter._reviews
    presenter._reviews = SimpleNamespace(submit=full, check=reviews.check, label_of=reviews.label_of)
    disk.answer()
    assert not presenter._busy
    assert presenter.case_id == case_id
    assert pixels_of_the_screen(sample) != following


def test_a_key_pressed_before_the_disk_has_answered_finds_the_case_that_is_still_open_and_lands_on_the_next(
    sample: SampleWindow,
) -> None:
    disk, case_id, following = sending(sample)
    view, presenter = sample.review.view, sample.review.presenter
    view.focus_queue()
    handle = sample.window.windowHandle()
    assert handle is not None
    QTest.keyClick(handle, "e")
    assert not ahead(sample).covering
    assert view.case._id.text().endswith(case_id)
    disk.answer()
    sample.settle()
    assert presenter.case_id == following
    assert presenter._draft.decision == "escalate"
    assert view.decision.buttons._buttons["escalate"].isChecked()


def test_what_is_typed_before_the_disk_has_answered_is_for_the_next_case_and_not_for_the_text_of_the_one_before(
    sample: SampleWindow,
) -> None:
    disk, case_id, following = sending(sample)
    view, presenter = sample.review.view, sample.review.presenter
    handle = sample.window.windowHandle()
    assert handle is not None
    assert not view.decision.rationale.edit.hasFocus()
    QTest.keyClick(handle, "e")
    assert view.decision.rationale.edit.toPlainText() == SAMPLE_DRAFT.rationale
    assert presenter.draft.rationale == SAMPLE_DRAFT.rationale
    disk.answer()
    sample.settle()
    assert presenter.case_id == following
    assert presenter.draft.decision == "escalate"
    assert presenter.draft.rationale != SAMPLE_DRAFT.rationale or following == case_id


def test_the_letters_about_a_case_wait_for_the_one_in_sight_while_the_one_before_is_written(
    sample: SampleWindow,
) -> None:
    disk, case_id, following = sending(sample)
    view, presenter = sample.review.view, sample.review.presenter
    edit = view.decision.rationale.edit
    actions = sample.review.actions
    done: list[tuple[str, str | None]] = []
    for name in ("rationale.write", "attribution.choose", "note.write", "case.snooze", "missing.write", "pii.reveal"):
        actions[name]()
        assert not edit.hasFocus(), name
        assert view.sheet is None, name
        assert sample.review.sheets.sheets.form is None, name
        presenter.when_here(lambda name=name: done.append((name, presenter.case_id)))()  # type: ignore[misc]
    assert done == []
    assert presenter.case_id == case_id
    disk.answer()
    sample.settle()
    assert {case for _, case in done} == {following}
    assert len(done) == 6
    assert presenter.case_id == following


def test_w_pressed_before_the_disk_has_answered_writes_about_the_case_in_sight(sample: SampleWindow) -> None:
    disk, case_id, following = sending(sample)
    view = sample.review.view
    sample.review.actions["rationale.write"]()
    assert not view.decision.rationale.edit.hasFocus()
    disk.answer()
    sample.settle()
    assert view.case._id.text().endswith(following)
    assert view.decision.rationale.edit.hasFocus()
    assert following != case_id


def test_j_pressed_before_the_disk_has_answered_goes_on_from_the_case_in_sight(sample: SampleWindow) -> None:
    disk, _, following = sending(sample)
    presenter = sample.review.presenter
    after = presenter._side.beside(following, 1)
    sample.review.actions["case.next"]()
    disk.answer()
    sample.settle()
    assert presenter.case_id == after
