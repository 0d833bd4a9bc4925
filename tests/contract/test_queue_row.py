"""The row of the queue: made by the server or by the seat, it says the same."""

from datetime import timedelta

import msgspec
import pytest

from app.contract.queue_row import CaseRow, decoded, encoded, row_of
from app.contract.views import CaseView
from app.contract.work_views import AssignedView, NoteView, SnoozeView, WaitingView
from app.desktop.cache.header import read_case
from tests.desktop.support.factories import START, case_view, claim_of, escalation

VIEWS = {
    "open": case_view(),
    "blind": case_view(assessment=None),
    "held": case_view(claim=claim_of("u1")),
    "sent upward": case_view(state="escalated", escalation=escalation(mine=True)),
    "with work": case_view(
        tags=("two\nlines", "b"),
        assigned_to=AssignedView("u1", mine=True, name="Mei"),
        notes=(NoteView("n1", START, "Please look.", "en", False, "Wei", "hand_over", to_me=True),),
        snooze=SnoozeView(START + timedelta(hours=1), "customer"),
        waiting=WaitingView(START, "documents"),
        paused_ms=7,
    ),
    "hard to read": case_view(subject_short="a\u202eb" + "x" * 200),
}


@pytest.mark.parametrize("view", VIEWS.values(), ids=VIEWS)
def test_the_server_and_the_seat_make_the_same_row(view: CaseView) -> None:
    row = row_of(view)
    assert read_case(msgspec.json.encode(view)) == row
    assert decoded(msgspec.Raw(encoded(row)), row[0].number, view.rev) == row


def test_a_row_of_another_case_or_revision_or_form_is_not_taken() -> None:
    row: CaseRow = row_of(VIEWS["with work"])
    head, work, words = row
    assert work is not None
    told = msgspec.Raw(encoded(row))
    assert decoded(told, head.number, head.rev) == row
    assert decoded(told, head.number + 1, head.rev) is None
    assert decoded(told, head.number, head.rev + 1) is None
    for wrong in ((head, work._replace(number=1), words), (head, work, words._replace(number=1))):
        assert decoded(msgspec.Raw(encoded(wrong)), head.number, head.rev) is None
    for nonsense in (b"", b"[]", b"{}", b"null", b"[[],null,[]]", b"[" * 5_000):
        assert decoded(msgspec.Raw(nonsense), head.number, head.rev) is None
