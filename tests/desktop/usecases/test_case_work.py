"""The work around a case at the seat: confirmed state and own pending changes as one, durable, undone without trace."""

from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.contract.commands import CASE_NOTE, Status
from app.contract.work_views import AssignedView, NoteView, SnoozeView, WaitingView
from app.desktop.cache.header import read_header
from app.desktop.ports import NotReady, Person, ReviewDraft, TooLate
from app.desktop.usecases.queue_table import QueueTable
from app.domain.assignment import PriorityBody
from app.domain.notes import NoteBody
from app.domain.pause import SnoozeBody, is_back, paused_at
from app.domain.queue_order import QueueFacts, served_order
from app.domain.tags import TagBody
from tests.desktop.support.factories import START, START_MS, case_view, claim_of, document, escalation
from tests.desktop.support.model_server import ModelServer
from tests.desktop.support.seat import Seat

HOUR = 3_600_000
ONE = "C-200001"
LEAD = Person("u1", "Lea", ("team_lead",), None, "en")


@pytest.fixture
def server() -> ModelServer:
    server = ModelServer()
    server.fill(5)
    return server


@pytest.fixture
def seat(server: ModelServer, tmp_path: Path):
    seat = Seat(tmp_path, server, LEAD)
    seat.sync()
    seat.queue.load()
    yield seat
    seat.stop()


def refresh(seat: Seat) -> None:
    seat.queue.refresh(seat.news)


def listed(seat: Seat, view: str, find: str = "") -> list[str]:
    refresh(seat)
    return [seat.queue.row(int(index)).case_id for index in seat.queue.view(view, find).order]


def send(seat: Seat) -> None:
    """Let the undo window close, and sync."""
    seat.clock.advance(11_000)
    seat.sync()
    refresh(seat)


# --- notes


def test_a_pending_note_stands_first_and_says_that_it_is_not_sent(seat: Seat, server: ModelServer) -> None:
    old = NoteView("n1", START, "Of a colleague.", "en", False, "Ann")
    server.put(server.cases[ONE].__class__(**{**_fields(server.cases[ONE]), "rev": 2, "notes": (old,)}))
    seat.sync()
    sent = seat.case_work.note(ONE, "  Asked support.  ", "en")
    state = seat.notes.of(seat.cases.open_case(ONE).view)
    assert [(row.text, row.pending, row.mine) for row in state.rows] == [
        ("Asked support.", True, True),
        ("Of a colleague.", False, False),
    ]
    assert (state.unsent, state.rows[0].command_id) == (1, sent.command_id)
    seat.case_work.undo(sent.command_id)
    assert seat.notes.of(seat.cases.open_case(ONE).view).unsent == 0


def _fields(view):
    return {name: getattr(view, name) for name in view.__struct_fields__}


def put(server: ModelServer, case_id: str = ONE, **changes) -> None:
    view = server.cases[case_id]
    server.put(type(view)(**(_fields(view) | {"rev": view.rev + 1} | changes)))


def test_a_note_keeps_the_draft_of_the_review_and_leaves_the_case_in_the_queue(seat: Seat) -> None:
    seat.reviews.save_draft(ONE, ReviewDraft(rationale="Half a thought"))
    seat.case_work.note(ONE, "Called.", "en")
    case = seat.cases.open_case(ONE)
    assert case.draft is not None
    assert case.draft.rationale == "Half a thought"
    assert case.pending is None
    assert ONE in listed(seat, "open")
    send(seat)
    assert ONE in listed(seat, "open")


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (NoteBody("", "en"), "note_required"),
        (NoteBody("x" * 2001, "en"), "note_too_long"),
        (NoteBody("x", "fr"), "note_language"),
        (NoteBody("Mail ann@example.org", "en"), "personal_data"),
    ],
)
def test_a_note_is_checked_by_the_servers_own_rules_before_it_is_sent(seat: Seat, body: NoteBody, code: str) -> None:
    assert seat.case_work.problems(seat.cases.open_case(ONE).view, CASE_NOTE, body) == (code,)
    with pytest.raises(NotReady):
        seat.case_work.note(ONE, body.text, body.language)


# --- putting off


def test_a_pending_snooze_hides_the_row_at_once_and_undo_brings_it_back(seat: Seat) -> None:
    sent = seat.case_work.snooze(ONE, START_MS + HOUR, "needs_focus")
    assert ONE not in listed(seat, "open")
    assert ONE not in listed(seat, "type:ato_investigation")
    assert listed(seat, "later") == [ONE]
    assert seat.queue.counts()["later"] == 1
    seat.case_work.undo(sent.command_id)
    assert ONE in listed(seat, "open")
    assert listed(seat, "later") == []


def test_a_skipped_case_stays_out_of_sight_for_whoever_skipped_it_and_comes_back_in_its_place(seat: Seat) -> None:
    seat.case_work.skip(ONE, "beyond_me")
    assert listed(seat, "later") == [ONE]
    send(seat)
    for _ in range(3):
        # The server has taken it, and the case itself says nothing of one person's skip.
        assert listed(seat, "later") == [ONE]
        assert ONE not in listed(seat, "open")
        assert (view := seat.cases.open_case(ONE).view).snooze is not None
        assert view.snooze.reason == "beyond_me"
        row = seat.queue.row(seat.queue.index_of(ONE) or 0)
        assert (row.skipped_until, row.snoozed_until) == (START_MS + 4 * HOUR, None)
        seat.clock.advance(HOUR)
        seat.sync()
        seat.queue.load()
    seat.clock.advance(HOUR)
    assert seat.queue.retime()
    assert listed(seat, "later") == []
    assert listed(seat, "open")[0] == ONE, "where it stood before, by its deadline"
    assert not seat.queue.row(seat.queue.index_of(ONE) or 0).back_from_snooze
    assert seat.cases.open_case(ONE).view.snooze is None


def test_a_skipped_case_is_brought_back_before_its_time(seat: Seat) -> None:
    seat.case_work.skip(ONE, "beyond_me")
    send(seat)
    seat.case_work.bring_back(ONE)
    for _ in range(2):
        assert listed(seat, "later") == []
        row = seat.queue.row(seat.queue.index_of(ONE) or 0)
        assert (row.skipped_until, row.back_from_snooze) == (None, False)
        send(seat)


def test_a_skipped_case_that_is_assigned_to_its_skipper_is_back_in_sight(seat: Seat, server: ModelServer) -> None:
    seat.case_work.skip(ONE, "beyond_me")
    send(seat)
    put(server, assigned_to=AssignedView("u1", True, "Lea"))
    seat.sync()
    assert listed(seat, "later") == []
    assert ONE in listed(seat, "mine")


def test_a_snoozed_case_comes_back_at_the_top_with_its_reason(seat: Seat, server: ModelServer) -> None:
    put(server, "C-200003", snooze=SnoozeView(START + timedelta(hours=1), "advice_asked"))
    seat.sync()
    assert "C-200003" not in listed(seat, "open")
    assert seat.cases.open_case("C-200003").may.why == ("snoozed",)
    seat.clock.advance(HOUR)
    assert seat.queue.retime()
    assert listed(seat, "open")[0] == "C-200003"
    row = seat.queue.row(seat.queue.index_of("C-200003") or 0)
    assert (row.back_from_snooze, row.snooze_reason) == (True, "advice_asked")


def test_the_effect_of_a_snooze_on_the_deadline_is_said_before_it_is_done(seat: Seat) -> None:
    view = seat.cases.open_case(ONE).view
    late = seat.case_work.effect(view, START_MS + 6 * HOUR)
    assert (late.due_first, late.late_by_ms, late.left_ms) == (True, 2 * HOUR, 0)
    early = seat.case_work.effect(view, START_MS + HOUR)
    assert (early.due_first, early.late_by_ms, early.left_ms) == (False, 0, 3 * HOUR)


def test_what_the_rules_forbid_is_not_even_written(seat: Seat, server: ModelServer) -> None:
    for until, reason, code in (
        (START_MS + 25 * HOUR, "needs_focus", "snooze_too_long"),
        (START_MS + HOUR, "bored", "reason_unknown"),
    ):
        with pytest.raises(NotReady) as refused:
            seat.case_work.snooze(ONE, until, reason)
        assert refused.value.codes == (code,)
    put(server, claim=claim_of("u2", mine=False))
    seat.sync()
    with pytest.raises(NotReady) as refused:
        seat.case_work.snooze(ONE, START_MS + HOUR, "needs_focus")
    assert refused.value.codes == ("claimed_by_other",)
    put(server, claim=None, state="escalated", escalation=escalation(mine=True))
    seat.sync()
    with pytest.raises(NotReady) as refused:
        seat.case_work.wait(ONE, "waiting_customer")
    assert refused.value.codes == ("own_escalation",)
    assert seat.activity.read().rows == ()


def test_a_running_wait_pushes_the_deadline_along_and_is_resumed(seat: Seat, server: ModelServer) -> None:
    put(server, waiting=WaitingView(START, "waiting_customer"), paused_ms=60_000)
    seat.sync()
    seat.clock.advance(HOUR)
    assert listed(seat, "later") == [ONE]
    row = seat.queue.row(seat.queue.index_of(ONE) or 0)
    assert (row.paused_ms, row.waiting_reason) == (HOUR + 60_000, "waiting_customer")
    seat.case_work.resume(ONE)
    assert ONE in listed(seat, "open")


def test_only_what_is_due_within_the_hour_and_not_put_off_is_called_due(seat: Seat, server: ModelServer) -> None:
    seat.clock.advance(3 * HOUR + 60_000)
    assert len(listed(seat, "due_1h")) == 5
    seat.case_work.wait(ONE, "waiting_document")
    put(server, "C-200002", paused_ms=2 * HOUR)
    seat.sync()
    assert listed(seat, "due_1h") == ["C-200003", "C-200004", "C-200005"]


# --- whose it is, priority, tags


def test_what_is_assigned_to_me_is_mine_and_what_is_anothers_says_whose(seat: Seat, server: ModelServer) -> None:
    put(server, "C-200002", assigned_to=AssignedView("u1", True, "Lea"))
    put(server, "C-200003", assigned_to=AssignedView("u2", False, "Ann"))
    seat.sync()
    assert listed(seat, "mine") == ["C-200002"]
    row = seat.queue.row(seat.queue.index_of("C-200003") or 0)
    assert (row.assigned_to_other, row.assigned_name) == (True, "Ann")
    seat.case_work.assign(ONE, "u1")
    assert listed(seat, "mine") == [ONE, "C-200002"]
    seat.case_work.hand_over("C-200002", "u2", "Please finish it.", "Ann")
    assert listed(seat, "mine") == [ONE]
    assert seat.notes.of(seat.cases.open_case("C-200002").view).rows[0].kind == "hand_over"


def test_a_pending_priority_moves_the_row_and_gives_way_to_the_servers_newer_word(
    seat: Seat, server: ModelServer
) -> None:
    sent = seat.case_work.set_priority("C-200004", 80)
    assert listed(seat, "open")[0] == "C-200004"
    assert listed(seat, "key_users") == ["C-200004"]
    assert seat.cases.open_case("C-200004").may.why == ("not_claimed_offline",)
    seat.case_work.undo(sent.command_id)
    assert listed(seat, "key_users") == []
    seat.case_work.set_priority("C-200004", 80)
    refresh(seat)
    put(server, "C-200004", priority=50)
    seat.sync()
    refresh(seat)
    assert listed(seat, "key_users") == ["C-200004"]


def test_tags_are_shown_before_they_are_sent(seat: Seat) -> None:
    seat.case_work.tag(ONE, ("#Mule Ring",))
    assert seat.cases.open_case(ONE).view.tags == ("mule ring",)
    refresh(seat)
    assert seat.queue.row(seat.queue.index_of(ONE) or 0).tags == ("mule ring",)


def test_an_applied_change_holds_until_the_feed_shows_it(seat: Seat, server: ModelServer) -> None:
    seat.case_work.tag(ONE, ("kept",))
    seat.clock.advance(11_000)
    who = seat.identity()
    assert who is not None
    seat.sync()
    assert server.effects
    row = seat.activity.read().rows[0]
    assert (row.command_type, row.state, row.params) == ("case.tag", "applied", {"tags": "kept"})


def test_a_refused_change_stands_in_activity_and_shows_no_more(seat: Seat, server: ModelServer) -> None:
    server.refuse[ONE] = "claimed_by_other"
    seat.case_work.snooze(ONE, START_MS + HOUR, "needs_focus")
    send(seat)
    row = seat.activity.read().rows[0]
    assert (row.state, row.problem, row.needs_attention) == ("refused", "claimed_by_other", True)
    assert ONE in listed(seat, "open")


def test_a_change_that_is_out_cannot_be_taken_back(seat: Seat) -> None:
    sent = seat.case_work.tag(ONE, ("x",))
    send(seat)
    with pytest.raises(TooLate):
        seat.case_work.undo(sent.command_id)


def test_changes_survive_a_restart_before_they_are_sent(seat: Seat) -> None:
    seat.case_work.snooze(ONE, START_MS + HOUR, "needs_focus")
    seat.stop()
    seat.start()
    seat.queue.load()
    assert ONE not in listed(seat, "open")


# --- many at once


def test_many_are_counted_before_changed_at_once_and_taken_back(seat: Seat, server: ModelServer) -> None:
    put(server, "C-200002", claim=claim_of("u2", mine=False))
    put(server, "C-200003", priority=90)
    seat.sync()
    refresh(seat)
    ids = seat.bulk.chosen("open")
    body = SnoozeBody(START + timedelta(hours=6), "pattern_building")
    told = seat.bulk.preview(ids, body)
    assert (told.count, told.key_users, told.claimed_by_other, told.will_apply) == (5, 1, 1, 3)
    assert told.late_by_snooze == 5
    sent = seat.bulk.apply(ids, TagBody(("wave",)))
    refresh(seat)
    assert all(seat.queue.row(seat.queue.index_of(case_id) or 0).tags == ("wave",) for case_id in ids)
    seat.bulk.undo(sent)
    refresh(seat)
    assert not any(seat.queue.row(seat.queue.index_of(case_id) or 0).tags for case_id in ids)


def test_more_than_five_hundred_go_in_several_commands(seat: Seat) -> None:
    sent = seat.bulk.apply([f"C-{300_000 + n}" for n in range(1_201)], PriorityBody(10))
    assert len(sent) == 3
    assert [row.params["count"] for row in seat.activity.read().rows] == [201, 500, 500]


def test_a_reviewer_changes_no_crowd(seat: Seat) -> None:
    seat.person = Person("u1", "Mei", ("reviewer",), None, "zh")
    with pytest.raises(NotReady) as refused:
        seat.bulk.apply((ONE,), TagBody(("x",)))
    assert refused.value.codes == ("no_capability",)


# --- without a store, and the files of before


def test_a_seat_that_keeps_nothing_waits_for_the_answer(server: ModelServer) -> None:
    seat = Seat(None, server, LEAD)
    seat.sync()
    sent = seat.case_work.note(ONE, "At once.", "en")
    assert sent.online
    assert server.results[sent.command_id][1].status is Status.APPLIED
    seat.stop()


def test_a_cache_from_before_is_kept_and_read_once_more(seat: Seat, server: ModelServer) -> None:
    with seat.cache.write() as connection:
        for name in ("case_work_leaves", "case_over_leaves"):
            connection.exec_driver_sql(f"DROP TRIGGER {name}")
        connection.exec_driver_sql("DROP INDEX case_head_over")
        find = ("find_case", "find_word", "find_block", "find_rule")
        for name in ("case_work", "case_words", "case_over", "qa_packet", "news", "sop_page", "session_seen", *find):
            connection.exec_driver_sql(f"DROP TABLE {name}")
        connection.exec_driver_sql("PRAGMA user_version = 2")
    put(server, tags=("old friend",))
    sent = seat.reviews.save_draft(ONE, ReviewDraft(rationale="kept"))
    assert sent is None
    seat.stop()
    seat.start()
    assert seat.cache.document(ONE) is not None
    assert "cursor" not in seat.cache.state()
    seat.sync()
    seat.queue.load()
    assert listed(seat, "open", "old friend") == [ONE]
    draft = seat.cases.open_case(ONE).draft
    assert draft is not None
    assert draft.rationale == "kept"


# --- the order


@given(
    st.lists(
        st.tuples(
            st.sampled_from((0, 40, 75, 90)),
            st.integers(-6, 6),
            st.sampled_from((None, -30, 0, 30)),
            st.sampled_from((None, None, -40, -10)),
        ),
        min_size=1,
        max_size=20,
    )
)
def test_the_table_serves_what_is_put_off_in_the_one_stated_order(cases) -> None:
    now = START_MS
    table, told, expected = QueueTable(), [], []
    minute = timedelta(minutes=1)
    for n, (priority, due, until, since) in enumerate(cases):
        number = 200_001 + n
        due_at = START + due * 30 * minute
        told.append(read_header(document(case_view(number, priority=priority, due_at=due_at))))
        moment = None if until is None else START + until * minute
        waiting = None if since is None else START + since * minute
        expected.append(
            QueueFacts(
                f"C-{number}",
                priority,
                due_at,
                START,
                paused_at(timedelta(), waiting, START),
                is_back(moment, START),
            )
        )
    slots = table.put(told)
    for slot, (_, _, until, since) in zip(slots, cases, strict=True):
        table.ints("snoozed_until")[slot] = 0 if until is None else now + until * 60_000
        table.ints("waiting_since")[slot] = 0 if since is None else now + since * 60_000
    served = [f"C-{int(table.ints('number')[slot])}" for slot in table.served_order(now)]
    assert served == [facts.case_id for facts in sorted(expected, key=lambda facts: served_order(facts, START))]
