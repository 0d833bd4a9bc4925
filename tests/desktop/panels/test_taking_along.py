"""Taking cases along by keys: counted first, fetched with the count in sight, what stays named with its reason."""

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.desktop.panels.review.presenter.along_forms import AlongForm, FetchForm
from app.desktop.widgets.sheet import Sheet
from tests.support.painted_texts import PaintedTexts
from tests.support.sample_window import SampleWindow


@pytest.fixture
def sample(qapp: QApplication) -> Iterator[SampleWindow]:
    found = SampleWindow(qapp)
    found.window.resize(1366, 768)
    found.window.show()
    found.settle()
    yield found
    found.close()


def words(sample: SampleWindow) -> str:
    sample.settle()
    with PaintedTexts(sample.window) as texts:
        return "\n".join(shown.text for shown in texts.collect())


def press(sample: SampleWindow, key: Qt.Key) -> None:
    sample.settle()
    focused = sample.window.focusWidget()
    assert focused is not None
    QTest.keyClick(focused, key)
    sample.settle()


def opened(sample: SampleWindow) -> Any:
    sample.window.actions_.run("cases.along")
    sample.settle()
    return sample.review.sheets.sheets.form


def ids(sample: SampleWindow) -> list[str]:
    return [row.case_id for row in sample.desk.rows]


def test_the_next_of_the_view_go_along_by_keys_alone(sample: SampleWindow) -> None:
    wanted = ids(sample)
    form = opened(sample)
    assert isinstance(form, AlongForm)
    assert form.offer is not None
    assert "can go with you" in words(sample)
    press(sample, Qt.Key.Key_Return)
    if sample.review.sheets.sheets.form is form:
        press(sample, Qt.Key.Key_Return)
    assert sample.along.brought == wanted[: len(sample.along.brought)]
    assert set(sample.along.mine) == set(form.offer.go)
    assert sample.review.sheets.sheets.form is None, "nothing is left to tell"
    assert "with you" in words(sample)


def test_what_stays_is_counted_before_and_named_after(sample: SampleWindow) -> None:
    first, second = ids(sample)[:2]
    sample.along.stay = {first: "offline_too_late", second: "offline_key_user"}
    form = opened(sample)
    form.chosen["what"] = ("chosen",)
    form.chosen_cases = (first, second, ids(sample)[2])
    form.picked("what")
    assert "1 is due too soon." in words(sample)
    assert "1 of a Key User stays." in words(sample)
    sample.along.stay = {ids(sample)[2]: "claimed_by_other"}
    sample.review.sheets.sheets.confirm()
    told = sample.review.sheets.sheets.form
    assert isinstance(told, FetchForm)
    assert told.refused == {ids(sample)[2]: "claimed_by_other"}
    assert "Reserved by somebody else" in words(sample)


def test_what_could_not_be_fetched_is_named(sample: SampleWindow) -> None:
    case_id = ids(sample)[0]
    sample.along.lacks = {case_id: ("documents",)}
    form = opened(sample)
    form.chosen["what"] = ("this",)
    form.picked("what")
    sample.review.sheets.sheets.confirm()
    assert "without its documents" in words(sample)
    sample.review.sheets.sheets.confirm()
    assert sample.review.sheets.sheets.form is None


def test_without_the_server_nothing_is_taken_and_that_is_said(sample: SampleWindow) -> None:
    sample.along.away = True
    opened(sample)
    sample.review.sheets.sheets.confirm()
    assert "The server cannot be reached" in words(sample)
    assert sample.along.mine == {}


def test_one_is_given_back_by_delete_and_all_by_a_line(sample: SampleWindow) -> None:
    sample.along.take(tuple(ids(sample)[:3]))
    form = opened(sample)
    assert "With you now (3)" in words(sample)
    sample.review.sheets.sheets.remove("held", ids(sample)[0])
    assert set(sample.along.mine) == set(ids(sample)[1:3])
    form.chosen["what"] = ("back",)
    form.picked("what")
    assert "2 cases go back to the queue. Drafts stay." in words(sample)
    sample.review.sheets.sheets.confirm()
    assert sample.along.mine == {}
    assert "2 cases went back to the queue." in words(sample)


def test_closing_the_sheet_stops_the_fetching_and_says_how_far_it_came(sample: SampleWindow) -> None:
    bring = sample.along.bring

    def once(case_id: str) -> Any:
        found = bring(case_id)
        sample.review.sheets.sheets.close()
        return found

    sample.along.bring = once  # type: ignore[method-assign]
    opened(sample)
    sample.review.sheets.sheets.confirm()
    assert len(sample.along.brought) == 1
    assert "Stopped: 1 of" in words(sample)


def test_it_is_said_in_chinese_too(sample: SampleWindow) -> None:
    sample.speak("zh_CN")
    opened(sample)
    told = words(sample)
    assert "带走" in told
    assert not [sheet for sheet in sample.window.findChildren(Sheet) if "Take" in sheet.accessibleName()]
