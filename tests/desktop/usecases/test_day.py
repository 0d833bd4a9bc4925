"""My day at the seat."""

from pathlib import Path

import pytest

from app.contract.work_views import AssignedView
from app.desktop.ports import ReviewDraft
from app.domain.sla import SlaStage
from tests.desktop.support.factories import START_MS, claim_of
from tests.desktop.support.model_server import ModelServer
from tests.desktop.support.seat import Seat

HOUR = 3_600_000
MIDNIGHT = START_MS - 8 * HOUR


@pytest.fixture
def seat(tmp_path: Path):
    server = ModelServer()
    server.fill(8, claim=claim_of("u1", minutes=600))
    server.fill(2, 200_101, assigned_to=AssignedView("u1", True, "Mei"))
    seat = Seat(tmp_path, server)
    seat.sync()
    seat.queue.load()
    yield seat
    seat.stop()


def decide(seat: Seat, number: int) -> None:
    draft = ReviewDraft(
        decision="block",
        code="thin_history",
        rationale="The second device was not his.",
        rationale_language="en",
        active_ms=240_000,
    )
    seat.reviews.submit(f"C-{number}", draft)
    seat.clock.advance(15 * 60_000)
    seat.queue.refresh(seat.news)


def test_an_empty_day_says_what_is_to_do_and_guesses_nothing(seat: Seat) -> None:
    day = seat.day.read(MIDNIGHT)
    assert (day.held, day.assigned, day.done, day.late) == (8, 2, 0, 0)
    assert (day.pace_per_hour, day.forecast.enough) == (None, False)
    assert sum(hour.count for hour in day.due_by_hour) == 10


def test_what_is_done_is_counted_by_the_hour_and_carried_to_the_end_of_the_shift(seat: Seat) -> None:
    for number in range(200_001, 200_007):
        decide(seat, number)
    day = seat.day.read(MIDNIGHT)
    assert (day.done, day.held, day.active_ms) == (6, 2, 6 * 240_000)
    assert sum(hour.count for hour in day.done_by_hour) == 6
    assert day.pace_per_hour is not None
    assert 3.5 < day.pace_per_hour < 4.5
    assert day.forecast.low < day.forecast.expected < day.forecast.high
    assert day.shift_end - START_MS == pytest.approx(8 * HOUR, abs=5 * 60_000)


def test_what_falls_due_next_and_what_was_decided_last_is_told_case_by_case(seat: Seat) -> None:
    for number in (200_003, 200_001):
        decide(seat, number)
    day = seat.day.read(MIDNIGHT)
    assert [(one.case_id, one.decision, one.active_ms) for one in day.finished] == [
        ("C-200001", "block", 240_000),
        ("C-200003", "block", 240_000),
    ]
    assert {one.case_type for one in day.finished} == {"ato_investigation"}
    assert len(day.next_due) == 8
    assert [one.due_at for one in day.next_due] == sorted(one.due_at for one in day.next_due)
    assert not {one.case_id for one in day.next_due} & {one.case_id for one in day.finished}
    seat.clock.advance(30 * HOUR)
    seat.queue.retime()
    assert {one.stage for one in seat.day.read(MIDNIGHT).next_due} == {SlaStage.LATE}


def test_a_review_taken_back_is_not_done(seat: Seat) -> None:
    draft = ReviewDraft(
        decision="block", code="thin_history", rationale="Not his device.", rationale_language="en", active_ms=1
    )
    sent = seat.reviews.submit("C-200001", draft)
    assert seat.day.read(MIDNIGHT).done == 1
    seat.reviews.undo(sent.command_id)
    assert seat.day.read(MIDNIGHT).done == 0


def test_the_end_of_the_shift_is_what_the_person_says_until_another_day(seat: Seat) -> None:
    seat.day.set_shift_end(START_MS + 5 * HOUR)
    assert seat.day.read(MIDNIGHT).shift_end == START_MS + 5 * HOUR
    seat.stop()
    seat.start()
    seat.queue.load()
    assert seat.day.read(MIDNIGHT).shift_end == START_MS + 5 * HOUR
    seat.clock.advance(30 * HOUR)
    assert seat.day.read(MIDNIGHT + 24 * HOUR).shift_end == START_MS + 38 * HOUR
