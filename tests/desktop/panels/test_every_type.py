"""A case of each of the seven types in the real window, with work done on it and all that surrounds it: nothing is cut
off in a language of long words at 1366 × 768, and nothing stays English in Chinese."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from msgspec.structs import replace
from PySide6.QtWidgets import QApplication

from app.contract.catalogue import catalogue
from app.contract.views import CaseView
from app.contract.work_views import AssignedView, NoteView, SnoozeView, WaitingView
from app.desktop.widgets import captions
from tests.bench.profiles import views
from tests.e2e.test_no_english_left import foreign
from tests.support.painted_texts import PaintedTexts
from tests.support.pseudo_language import PseudoLanguage
from tests.support.sample_desk import NOW, _row
from tests.support.sample_window import SampleWindow


def worked_on(case: CaseView) -> CaseView:
    return replace(
        case,
        notes=(
            NoteView("n1", NOW, "已致电两次", "zh", False, "Li Na", "hand_over", True),
            NoteView("n2", NOW, "Asked the provider.", "en", True),
        ),
        tags=("second-try",),
        assigned_to=AssignedView("u-9", False, "Chen"),
        waiting=WaitingView(NOW - timedelta(hours=1), "waiting_customer"),
        snooze=SnoozeView(NOW + timedelta(hours=1), "tool_down"),
        missing=("device_history", "issuer_check"),
    )


@pytest.fixture
def sample(qapp: QApplication) -> Iterator[SampleWindow]:
    made = SampleWindow(qapp)
    for case in views(len(catalogue().case_types)):
        made.desk.rows.append(_row(case.case_id, case.case_type, case.subject_short, 200, 40, 0.7))
        made.desk.views[case.case_id] = worked_on(case)
    made.window.resize(1366, 768)
    made.window.show()
    yield made
    made.close()


def everything(sample: SampleWindow) -> Iterator[tuple[str, str]]:
    """(case type, what is in sight) for every tab and every sheet of every type's case."""
    panel = sample.review.view.case
    for case_id, case in sample.desk.views.items():
        sample.show_case(case_id)
        sample.settle()
        for tab in range(panel.tabs.count):
            panel.tabs.choose(tab)
            sample.settle()
            yield case.case_type, f"tab {tab}"
        for sheet in range(3):
            panel.go_around()
            panel.around.sheets.choose(sheet)
            sample.settle()
            yield case.case_type, f"sheet {sheet}"
        panel.tabs.choose(0)
        sample.review.view.focus_queue()


def test_every_type_is_there(sample: SampleWindow) -> None:
    assert {case.case_type for case in sample.desk.views.values()} == set(catalogue().case_types)


def test_a_language_of_long_words_cuts_nothing(sample: SampleWindow, qapp: QApplication) -> None:
    pseudo = PseudoLanguage(qapp)
    qapp.installTranslator(pseudo)
    captions.forget()
    try:
        cut = set()
        for where in everything(sample):
            with PaintedTexts(sample.window) as texts:
                # A word that is too long may end in an ellipsis; none may run out of its place.
                cut |= {(where, one.text) for one in texts.collect() if one.clipped and not (one.data or one.elided)}
        assert cut == set()
    finally:
        qapp.removeTranslator(pseudo)
        captions.forget()


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_every_type_speaks_one_language_and_ends_its_words(sample: SampleWindow, language: str) -> None:
    sample.speak(language)
    left, cut = set(), set()
    for where in everything(sample):
        with PaintedTexts(sample.window) as texts:
            shown = list(texts.collect())
        left |= {(where, text) for text in foreign([{"text": s.text, "data": s.data} for s in shown], language)}
        cut |= {(where, one.text) for one in shown if one.clipped and not one.data}
    assert left == set()
    assert cut == set()
