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


TWO_SENTENCES = (
    "The sign-in came from a hosting provider in Madrid fifty-three minutes after one from Mumbai, on a device that "
    "was never seen, and the address was added four minutes later. The weight of the age of the account should fall "
    "where a new device resets the second factor by way of the support chat and pays out at once."
)


@pytest.mark.parametrize("text", [TWO_SENTENCES, "设备从未出现过，登录来自托管服务商，地址在四分钟后添加。" * 6])
def test_a_long_rationale_is_read_whole_without_scrolling_and_gives_the_room_back(
    sample: SampleWindow, text: str
) -> None:
    sample.window.resize(1366, 768)
    case_id = next(row.case_id for row in sample.desk.rows if not row.key_user)
    sample.show_case(case_id)
    decision = sample.review.view.decision
    decision.decided.emit("block")
    sample.settle()
    before = decision.rationale.height()
    decision.rationale.place_text(text, len(text))
    sample.settle()
    edit = decision.rationale.edit
    assert decision.rationale.lines > 3
    assert edit.verticalScrollBar().maximum() == 0, "a line of it is out of sight"
    side = QRect(QPoint(0, 0), sample.review.view.right.size())
    assert side.contains(place(decision.submit, sample.review.view.right))
    assert sample.review.view.right.assessment.visibleRegion().boundingRect().height() >= 90, "the verdict is gone"
    decision.rationale.place_text("Short.", 6)
    sample.settle()
    assert decision.rationale.height() == before
