"""The Review room in the real window: what stands on screen, in which place, in which words."""

from collections.abc import Iterator

import pytest
from msgspec.structs import replace
from PySide6.QtWidgets import QApplication

from app.desktop.panels.review.state import CaseState
from app.desktop.widgets import captions
from app.resources import read
from tests.support.painted_texts import PaintedTexts
from tests.support.pseudo_language import CLOSE, OPEN, PseudoLanguage
from tests.support.sample_window import SampleWindow

CASES = ("C-204817", "C-204822", "C-204790")


@pytest.fixture
def sample(qapp: QApplication) -> Iterator[SampleWindow]:
    found = SampleWindow(qapp)
    found.window.resize(1366, 768)
    found.window.show()
    found.show_case("C-204817")
    found.settle()
    yield found
    found.close()


def words(sample: SampleWindow) -> set[str]:
    with PaintedTexts(sample.window) as texts:
        return {shown.text for shown in texts.collect()}


def test_everything_a_decision_needs_is_in_sight_at_1366_by_768(sample: SampleWindow) -> None:
    window, view = sample.window, sample.review.view
    for widget in (view.queue.list, view.case.evidence, view.decision.buttons, view.decision.submit):
        place = widget.rect().translated(widget.mapTo(window, widget.rect().topLeft()))
        assert window.rect().contains(place), widget


def test_the_figures_of_the_assessment_are_on_screen(sample: SampleWindow) -> None:
    shown = words(sample)
    assert {"Block", "+0.92", "\u22121.30", "24 other signals", "41 min left"} <= shown
    assert "confidence 0.71 (\u22120.14)" in shown


def test_evidence_of_a_kind_nobody_knows_is_shown_as_plain_rows(sample: SampleWindow) -> None:
    sample.show_case("C-204790")
    sample.settle()
    assert {"phase", "waxing"} <= words(sample)


def test_the_draft_of_a_case_stands_in_its_fields(sample: SampleWindow) -> None:
    shown = words(sample)
    assert {"No SOP clause", "step 3", "2 of 2 sentences"} <= shown


def test_a_step_shows_the_evidence_it_cites(sample: SampleWindow) -> None:
    view = sample.review.view
    view.assessment.steps.evidence_asked.emit(2)
    sample.settle()
    assert view.case.tabs.current == 1
    assert view.case._page.first_marked() is not view.case._page


def test_the_case_does_not_move_the_panels_beside_it(sample: SampleWindow) -> None:
    widths = set()
    for case_id in CASES:
        sample.show_case(case_id)
        sample.settle()
        widths.add((sample.review.view.left.width(), sample.review.view.right.width()))
    assert len(widths) == 1


def test_a_new_case_is_shown_in_the_same_widgets(sample: SampleWindow) -> None:
    view = sample.review.view
    for case_id in CASES:
        sample.show_case(case_id)
    sample.settle()
    before = len(view.findChildren(object)), len(view.right.findChildren(object))
    for case_id in CASES * 3:
        sample.show_case(case_id)
    sample.settle()
    assert (len(view.findChildren(object)), len(view.right.findChildren(object))) == before


def test_nothing_is_clipped_in_a_language_a_third_longer(sample: SampleWindow, qapp: QApplication) -> None:
    pseudo = PseudoLanguage(qapp)
    qapp.installTranslator(pseudo)
    captions.forget()
    try:
        clipped = []
        for case_id in CASES:
            sample.show_case(case_id)
            sample.settle()
            with PaintedTexts(sample.window) as texts:
                clipped += [(case_id, shown.text) for shown in texts.collect() if shown.clipped and not shown.data]
        assert clipped == []
    finally:
        qapp.removeTranslator(pseudo)
        captions.forget()


def test_every_text_that_is_not_data_went_through_the_catalogue(sample: SampleWindow, qapp: QApplication) -> None:
    """Whatever lacks the marks of the pretended language must be data, a figure, or the shipped catalogue's."""
    pseudo = PseudoLanguage(qapp)
    qapp.installTranslator(pseudo)
    captions.forget()
    try:
        sample.settle()
        with PaintedTexts(sample.window) as texts:
            bare = {shown.text for shown in texts.collect() if not shown.data and OPEN not in shown.text.upper()}
        assert all(not text.isalpha() or _in_catalogue(text) for text in bare), bare
        assert CLOSE
    finally:
        qapp.removeTranslator(pseudo)
        captions.forget()


def _in_catalogue(text: str) -> bool:

    parts = ("case_types", "signals", "root_causes", "sop")
    return any(text.lower() in read(f"resources/catalogue/{part}.json").decode().lower() for part in parts)


def test_both_themes_and_both_languages_can_be_pictured(sample: SampleWindow) -> None:
    for scheme in ("dark", "light"):
        sample.theme.choose(scheme)
        for language in ("zh_CN", "en"):
            sample.speak(language)
            sample.settle()
            assert not sample.window.grab().isNull()


def test_after_a_submit_the_keys_belong_to_the_next_case(sample: SampleWindow) -> None:
    view = sample.review.view
    view.focus_rationale()
    sample.settle()
    sample.review.presenter.submit()
    sample.settle()
    assert not view.decision.rationale.edit.hasFocus()
    assert [case_id for case_id, _ in sample.desk.sent] == ["C-204817"]


def test_the_id_of_an_escalated_key_user_case_is_never_cut(sample: SampleWindow) -> None:
    sample.speak("zh_CN")
    sample.settle()
    state = sample.review.view.filling.case_state
    assert state is not None
    assert state.open is not None
    view = replace(state.open.view, case_id="C-200001", priority=91, state="escalated")
    case = sample.review.view.case
    case.show_case(replace(state, open=replace(state.open, view=view), shown=None), "47 小时 12 分", "text")
    for width in (1366, 1100):
        sample.window.resize(width, 768)
        sample.settle()
        with PaintedTexts(sample.window) as texts:
            found = texts.collect()
        shown = [text for text in found if "C-200001" in text.text]
        assert [text.clipped or text.elided for text in shown] == [False], width
        assert case._id.width() >= case._id.sizeHint().width(), width
        assert case._key.geometry().right() <= case._standing.x() <= case._time.x(), width


def test_before_the_first_sync_the_place_of_the_case_says_that_the_queue_is_read(sample: SampleWindow) -> None:
    panel = sample.review.view.case
    for language, said in (("en", "Reading the queue …"), ("zh_CN", "正在读取队列")):
        sample.speak(language)
        panel.show_case(CaseState(None, "loading"), "", "text")
        sample.settle()
        assert panel._empty.text().startswith(said)
