"""The decision never scrolls away: verbs, reasons, rationale and submit stand whole in the window for every type, in
both languages, in every window and at every size of text that we promise."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QApplication, QWidget

from app.contract.catalogue import catalogue
from tests.bench.profiles import views
from tests.support.painted_texts import PaintedTexts
from tests.support.sample_desk import _row
from tests.support.sample_window import SampleWindow

SIZES = [
    (1024, 768, 100),
    (1366, 768, 130),
    pytest.param(1366, 768, 100, marks=pytest.mark.slow),
    pytest.param(1366, 768, 125, marks=pytest.mark.slow),
    pytest.param(1600, 1000, 150, marks=pytest.mark.slow),
]


@pytest.fixture
def sample(qapp: QApplication) -> Iterator[SampleWindow]:
    made = SampleWindow(qapp)
    for case in views(len(catalogue().case_types)):
        made.desk.rows.append(_row(case.case_id, case.case_type, case.subject_short, 200, 40, 0.7))
        made.desk.views[case.case_id] = case
    made.window.show()
    yield made
    made.theme.set_percent(100)
    made.close()


def place(widget: QWidget, within: QWidget) -> QRect:
    return QRect(widget.mapTo(within, QPoint(0, 0)), widget.size())


@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.parametrize(("width", "height", "percent"), SIZES)
def test_the_decision_is_whole_and_in_sight(
    sample: SampleWindow, width: int, height: int, percent: int, language: str
) -> None:
    sample.theme.set_percent(percent)
    sample.speak(language)
    sample.window.resize(width, height)
    assert (sample.window.width(), sample.window.height()) == (width, height)
    decision = sample.review.view.decision
    for case_id, case in sample.desk.views.items():
        sample.show_case(case_id)
        for verdict in ("", "pass", "block", "escalate"):
            if verdict:
                decision.decided.emit(verdict)
            sample.settle()
            side = QRect(QPoint(0, 0), sample.review.view.right.size())
            for widget in (decision, decision.buttons, decision.rationale, decision.submit):
                assert side.contains(place(widget, sample.review.view.right)), (case.case_type, verdict, widget)
            inside = QRect(QPoint(0, 0), decision.size())
            shown = [part for part in decision.children() if isinstance(part, QWidget) and part.isVisible()]
            for one in shown:
                assert inside.contains(one.geometry()), (case.case_type, verdict, one)
                if one.hasHeightForWidth():
                    assert one.height() >= one.heightForWidth(one.width()), (case.case_type, verdict, one)
                for other in shown:
                    assert one is other or not one.geometry().intersects(other.geometry())
            with PaintedTexts(decision) as texts:
                cut = [text.text for text in texts.collect() if text.clipped and not text.elided]
            assert cut == [], (case.case_type, verdict)


@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.parametrize(("width", "height", "percent"), [(1366, 768, 130), (1024, 640, 100)])
def test_what_stands_above_the_evidence_is_whole_where_there_is_little_room(
    sample: SampleWindow, width: int, height: int, percent: int, language: str
) -> None:
    sample.theme.set_percent(percent)
    sample.speak(language)
    sample.window.resize(width, height)
    case_panel = sample.review.view.case
    for case_id, case in sample.desk.views.items():
        sample.show_case(case_id)
        sample.settle()
        for part in (case_panel.strip.chips, case_panel._facts, case_panel._changes):
            if part.isVisible():
                assert part.height() >= part.heightForWidth(part.width()), (case.case_type, part)
