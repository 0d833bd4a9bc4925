"""What stands at the head of a case: how it stands, whose it is, its notes, and what surrounds it in a line."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace
from PySide6.QtWidgets import QApplication

from app.contract.views import CaseView, ClaimHolder
from app.contract.work_views import AssignedView, NoteView, SnoozeView, WaitingView
from app.desktop.changes import Kind, changed
from app.desktop.panels.review.presenter.linked import LinkedPresenter
from app.desktop.panels.review.presenter.notes import NotesPresenter
from app.desktop.panels.review.state import CaseState
from app.desktop.panels.review.view import standing
from app.desktop.ports import FoundCases, NoteRow, NotesState, Offline
from app.desktop.widgets.runs import plain
from tests.support import sample_context
from tests.support.sample_desk import NOW, NOW_MS, Desk
from tests.support.sample_window import SampleWindow

CASE = "C-204817"
NOTE = NoteView("n1", NOW, "Called twice, no answer.", "en", False, "Li Na", "hand_over", True)


@pytest.fixture
def sample(qapp: QApplication) -> Iterator[SampleWindow]:
    made = SampleWindow(qapp)
    made.window.resize(1366, 768)
    made.window.show()
    made.show_case(CASE)
    made.settle()
    yield made
    made.close()


def worked_on(case: CaseView) -> CaseView:
    return replace(
        case,
        notes=(NOTE,),
        tags=("second-try",),
        assigned_to=AssignedView("u-9", False, "Chen"),
        waiting=WaitingView(NOW - timedelta(hours=1), "waiting_customer"),
        missing=("device_history",),
    )


def show(sample: SampleWindow, case: CaseView) -> None:
    sample.desk.views[CASE] = case
    sample.desk.hub.publish(changed(Kind.CASE, ids={CASE}))
    sample.settle()


def test_a_case_says_whose_it_is_what_it_waits_for_and_what_was_noted(sample: SampleWindow) -> None:
    show(sample, worked_on(sample.desk.open_case(CASE).view))
    panel = sample.review.view.case
    assert "The clock stands" in panel.notice.text()
    assert panel.strip._belongs.accessibleName().startswith("Assigned to Chen · #second-try · Missing ")
    assert "Handed over to you · Li Na" in panel.strip._note.accessibleName()
    panel.strip.notes.click()
    sample.settle()
    assert panel.notes.isVisible()
    assert [part.name.split(": ")[-1] for part in panel.notes.accessible_parts()] == ["Called twice, no answer."]
    sample.review.view.case.next_tab(1)
    assert not panel.notes.isVisible()


def test_a_note_on_its_way_stands_first_and_says_so_until_it_is_sent(sample: SampleWindow) -> None:
    case = replace(sample.desk.open_case(CASE).view, notes=(NOTE,))
    show(sample, case)
    panel, view = sample.review.view.case, sample.review.view

    class Notes:
        unsent = NoteRow("Asked the provider.", "en", "", True, NOW_MS, pending=True)

        def of(self, case: CaseView) -> NotesState:
            rows = standing.note_rows(case)
            return NotesState(case.case_id, (self.unsent, *rows) if self.unsent else rows, 1 if self.unsent else 0)

    notes = Notes()
    presenter = NotesPresenter(view, notes=notes, tasks=sample.desk.tasks, hub=sample.desk.hub)
    presenter.show_case(CaseState(sample.desk.open_case(CASE)))
    panel.go_to_notes()
    assert "not sent yet" in panel.notes.accessible_parts()[0].name
    notes.unsent = None
    sample.desk.hub.publish(changed(Kind.OUTBOX, ids={CASE}))
    assert len(panel.notes.accessible_parts()) == 1


def test_the_line_tells_the_last_decision_what_changed_since_and_the_hits(qapp: QApplication) -> None:
    told = plain(standing.around(sample_context.context(), "", blind=False))
    assert told.startswith("Last decision Pass 21 Sept 2026 C-201204 · 4 changes since: ")
    assert "Device 3 other cases (2 blocked)" in told
    assert told.endswith("2 hits on watch-lists")


def test_what_is_not_known_yet_is_said_so(qapp: QApplication) -> None:
    assert "being fetched" in plain(standing.around(None, "", blind=False))
    assert "cannot be reached" in plain(standing.around(None, "offline", blind=False))


def test_a_snooze_and_a_blind_case_say_what_they_do(sample: SampleWindow) -> None:
    case = sample.desk.open_case(CASE).view
    snoozed = replace(case, snooze=SnoozeView(NOW + timedelta(hours=2), "tool_down"), blind=True)
    said = [text for _, text in standing.sentences(snoozed, "")]
    assert said[0].startswith("Decide blind")
    assert said[1].endswith("The clock goes on.")
    back = replace(case, snooze=SnoozeView(datetime(2026, 11, 21, tzinfo=UTC), "tool_down"), back_from_snooze=True)
    assert standing.sentences(back, "")[0][1].startswith("Back from a snooze")


def test_a_case_that_moved_between_two_seats_says_so_on_both(sample: SampleWindow) -> None:
    case = sample.desk.open_case(CASE).view
    holder = ClaimHolder("u-7", "reviewer-07", NOW, "c-2", 2, "online", "d-2", "laptop-3", "desk-7")
    said = [text for _, text in standing.sentences(replace(case, claim=holder), "")]
    assert said[0] == "You moved it from desk-7 to laptop-3: only laptop-3 can decide it."


def test_a_case_that_was_taken_along_says_until_when_it_is_ones_own(sample: SampleWindow) -> None:
    case = sample.desk.open_case(CASE).view
    holder = ClaimHolder("u-7", "reviewer-07", NOW, "c-2", 2, "offline", "d-2", "laptop-3")
    (said,) = [text for _, text in standing.sentences(replace(case, claim=holder), "")]
    assert said.startswith("Taken along: yours without the server until ")


class Offers:
    def __init__(self) -> None:
        self.told: list[tuple[str, str]] = []

    def offer_reading(self, case_id: str, problem: str = "") -> None:
        self.told.append((case_id, problem))


class Server:
    def __init__(self, answer: FoundCases | Exception) -> None:
        self.answer = answer

    def find(self, query: str, cursor: str | None = None) -> FoundCases:
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


@pytest.mark.parametrize(
    ("answer", "told"),
    [(FoundCases("C-1", (), 0, None), "not_found"), (Offline(), "offline")],
)
def test_a_case_that_the_server_does_not_give_is_not_shown(answer: FoundCases | Exception, told: str) -> None:
    desk, offers, shown = Desk(), Offers(), list[str]()
    linked = LinkedPresenter(offers, queue=desk, cases=desk, search=Server(answer), tasks=desk.tasks, show=shown.append)
    linked.choose("C-1")
    linked.read("C-1")
    assert offers.told == [("C-1", ""), ("C-1", told)]
    assert shown == []
