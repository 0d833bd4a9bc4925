"""What surrounds a case, in the room: asked for behind the case, shown under its tab and by G, never in the way."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.contract.context import EventView, HistoryView
from app.desktop.changes import Kind, changed
from app.desktop.panels.review.view import around_words, standing
from app.desktop.panels.review.view.case_panel import CasePanel
from app.desktop.ports import ContextState
from app.desktop.widgets.runs import plain
from tests.support import sample_context
from tests.support.sample_desk import SAMPLE_DRAFT
from tests.support.sample_window import SampleWindow

CASE = "C-204817"


@pytest.fixture
def sample(qapp: QApplication) -> Iterator[SampleWindow]:
    window = SampleWindow(qapp)
    window.window.resize(1600, 1000)
    window.window.show()
    window.show_case(CASE)
    window.settle()
    yield window
    window.close()


def panel(sample: SampleWindow) -> CasePanel:
    return sample.review.view.case


def test_the_surroundings_are_asked_for_once_the_case_is_painted(sample: SampleWindow) -> None:
    assert sample.contexts.asked
    assert sample.contexts.asked[-1][0] == CASE


def test_g_brings_the_graph_with_the_keyboard_in_it_and_takes_it_away(sample: SampleWindow) -> None:
    case = panel(sample)
    assert case.around.isHidden()
    sample.review.actions["graph"]()
    sample.settle()
    assert case.around.isVisible()
    assert case.around.graph.hasFocus()
    assert case.around.graph.current == "n0"
    assert case.in_sight() == tuple(e for e in case.in_sight() if e not in ("e1", "e2"))
    sample.review.actions["graph"]()
    sample.settle()
    assert case.around.isHidden()


def test_an_indicator_points_at_its_evidence_in_the_graph(sample: SampleWindow) -> None:
    around, chips = panel(sample).around, panel(sample).strip.chips
    chips.setFocus()
    QTest.keyClick(chips, Qt.Key.Key_Return)
    assert around.isVisible()
    marked = [part for part in around.graph.accessible_parts() if part.selected]
    assert {"u-83•••91", "4f•••c2"} <= {word for part in marked for word in part.name.split()}


def test_an_indicator_chosen_in_one_case_is_not_chosen_in_the_next(sample: SampleWindow) -> None:
    chips = panel(sample).strip.chips
    chips.setFocus()
    QTest.keyClick(chips, Qt.Key.Key_Return)
    assert chips.picked is not None
    sample.show_case(sample.desk.row(0).case_id)
    sample.settle()
    assert chips.picked is None
    assert panel(sample).around.picked == ""


def test_a_linked_case_that_the_seat_holds_is_opened_and_another_is_offered_from_the_server(
    sample: SampleWindow,
) -> None:
    held = sample.desk.row(0).case_id
    view = sample.review.view
    view.linked_opened.emit("C-999999")
    assert sample.review.presenter.case_id == CASE
    assert "C-999999 is not on this seat" in view.message.text()
    view.message.acted.emit("read")
    assert "server" in view.message.text()
    assert sample.review.presenter.case_id == CASE
    sample.review.view.linked_opened.emit(held)
    assert sample.review.presenter.case_id == held


def test_news_of_it_are_read_again(sample: SampleWindow) -> None:
    shown: list[ContextState] = []
    sample.review.around._view = type("View", (), {"show_around": staticmethod(shown.append)})()
    sample.desk.hub.publish(changed(Kind.CONTEXT, ids={CASE}))
    sample.settle()
    assert [state.case_id for state in shown] == [CASE]
    sample.desk.hub.publish(changed(Kind.CONTEXT, ids={"C-1"}))
    sample.settle()
    assert len(shown) == 1


def test_news_find_no_room_that_was_left(sample: SampleWindow) -> None:
    shown: list[ContextState] = []
    sample.review.around._view = type("View", (), {"show_around": staticmethod(shown.append)})()
    sample.review.close()
    shown.clear()
    sample.desk.hub.publish(changed(Kind.CONTEXT, ids={CASE}))
    sample.settle()
    assert shown == [], "its widgets went with the person who signed out"


def test_what_was_heard_earlier_says_from_when_it_is(sample: SampleWindow) -> None:
    case = panel(sample)
    sample.review.actions["graph"]()
    known = sample.contexts.read(CASE)
    case.show_around(ContextState(CASE, known.view, known.as_of, "offline"))
    assert "the server cannot be reached" in case.around._as_of.text()
    assert "As of" in case.around._as_of.text()
    case.show_around(ContextState(CASE, None, None, "offline"))
    assert case.around._as_of.text()
    assert case.around.graph.isHidden()


def test_an_outside_person_sees_counts_and_no_case(sample: SampleWindow) -> None:
    case = panel(sample)
    sample.review.actions["graph"]()
    told = sample_context.context()
    kinds = tuple(type(kind)(kind.kind, kind.total, kind.decided, kind.blocked) for kind in told.linked)
    view = type(told)(told.case_id, 1, told.as_of, kinds, told.rates, told.history, counts_only=True)
    case.show_around(ContextState(CASE, view, 1))
    sample.settle()
    assert case.around._outside.isVisible(), "why there is no graph"
    told_of = replace(view, previous=None)
    assert "No earlier decision" not in plain(standing.around(told_of, "", False)), "nobody outside is told of one"
    case.around.sheets.choose(1)
    sample.settle()
    assert not case.around._outside.isVisible()
    assert case.around._counts.isVisible()
    assert not [one for one in case.around._linked if one.isVisible()]


def test_a_code_may_be_attributed_to_an_indicator_that_the_case_shows(sample: SampleWindow) -> None:
    presenter = sample.review.presenter
    assert SAMPLE_DRAFT.decision == "block"
    presenter.decide("pass")
    presenter.set_code("signal_missing")
    refs = {
        choice.ref
        for choice in presenter._offer.attributions(presenter._open, presenter._catalogue.code("signal_missing"))
        if choice.kind == "indicator"
    }
    assert refs == {"shared_device_or_ip", "fan_in_pass_through"}
    presenter.set_attribution("indicator", "fan_in_pass_through")
    sample.settle()
    assert presenter._draft.attribution_kind == "indicator"


def test_every_difference_has_words() -> None:
    previous = sample_context.context().previous
    _, rows = around_words.changes(previous, "ato_investigation")
    told = [tuple(cell.text for cell in row) for row in rows]
    assert told[0] == ("Country/region of residence", "Singapore", "Romania")
    assert told[1][0] == "Device"
    assert told[2][2] == "+1.40"


def test_what_the_acting_system_said_stands_in_the_history_as_it_came() -> None:
    at = datetime(2026, 11, 21, 12, tzinfo=UTC)
    history = HistoryView((EventView(at, "decided", "block"), EventView(at, "executed", "account frozen")))
    decided, executed = around_words.events(history)
    assert [run.text for run in decided.what] == ["Decided · Block"]
    assert "".join(run.text for run in executed.what) == "Carried out · account frozen"
    assert executed.what[-1].data, "it comes from outside, in no language of ours"
    (silent,) = around_words.events(HistoryView((EventView(at, "executed"),)))
    assert [run.text for run in silent.what] == ["Carried out"]


def test_the_keyboard_goes_back_to_the_queue_with_the_next_case_and_to_no_decision(sample: SampleWindow) -> None:
    sample.review.actions["graph"]()
    sample.settle()
    assert panel(sample).around.graph.hasFocus()
    sample.review.actions["case.next"]()
    sample.settle()
    assert sample.review.view.queue.list.hasFocus()
