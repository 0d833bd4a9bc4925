"""A case whose agent's word is kept back, in the real window."""

from collections.abc import Iterator

import pytest
from msgspec.structs import replace
from PySide6.QtWidgets import QApplication

from tests.support.painted_texts import PaintedTexts
from tests.support.sample_desk import case_view
from tests.support.sample_window import SampleWindow

CASE, OTHER = "C-204822", "C-204817"


@pytest.fixture
def sample(qapp: QApplication) -> Iterator[SampleWindow]:
    found = SampleWindow(qapp)
    desk = found.desk
    row = next(row for row in desk.rows if row.case_id == CASE)
    desk.views[CASE] = replace(case_view(row), assessment=None, blind=True)
    found.window.resize(1366, 768)
    found.window.show()
    found.show_case(OTHER)
    found.show_case(CASE)
    found.settle()
    yield found
    found.close()


def words(sample: SampleWindow) -> set[str]:
    with PaintedTexts(sample.window) as texts:
        return {shown.text for shown in texts.collect()}


def test_nothing_of_the_case_before_stays_in_sight(sample: SampleWindow) -> None:
    panel = sample.review.view.assessment
    shown = " ".join(words(sample))
    assert "decided blind" in shown
    assert "log-odds" not in shown
    assert "Reasoning chain" not in shown
    for widget in (panel.steps, panel._bars, panel._verdict, panel._versions, panel._unchecked):
        assert not widget.isVisible()


def test_the_next_case_shows_its_word_again(sample: SampleWindow) -> None:
    sample.show_case(OTHER)
    sample.settle()
    panel = sample.review.view.assessment
    assert panel.steps.isVisible()
    assert not panel._withheld.isVisible()
    assert "confidence 0.71 (−0.14)" in words(sample)
