"""Opening, deciding, taking back: what a person may do, and that what they did stands on disk."""

from pathlib import Path
from typing import Any

import msgspec
import pytest

from app.desktop.cache.outbox_rows import OutboxState
from app.desktop.changes import Kind
from app.desktop.ports import (
    CaseNotHere,
    DeskError,
    NotReady,
    Offline,
    Person,
    Problem,
    ReviewDraft,
    StepMark,
    SyncReport,
    TooLate,
)
from app.desktop.usecases.status import StatusDesk
from tests.desktop.support.factories import START_MS, case_view, claim_of, escalation
from tests.desktop.support.model_server import ModelServer
from tests.desktop.support.seat import Seat

CASE = "C-200001"
LI = Person("u2", "Li", ("senior_agent",), None, "en")
AUDITOR = Person("u3", "Ann", ("auditor",), None, "en")
GOOD = ReviewDraft(
    decision="block",
    code="thin_history",
    rationale="The device is new and the password was reset minutes before.",
    rationale_language="en",
    active_ms=41_000,
    steps=(StepMark(1, "right"), StepMark(2, "wrong", "unsupported")),
)


def seat_with(folder: Path | None, person: Person | None = None, claimed: bool = True, **changes: Any) -> Seat:
    server = ModelServer()
    if claimed:
        changes.setdefault("claim", claim_of(person.user_id if person else "u1"))
    server.put(case_view(200_001, **changes))
    server.fill(5, first=200_002)
    seat = Seat(folder, server)
    if person is not None:
        seat.person = person
    seat.sync()
    return seat


@pytest.mark.parametrize(
    ("changes", "person", "may", "why"),
    [
        ({}, None, (True, True, True), ()),
        ({"claim": None}, None, (False, False, True), ("not_claimed_offline",)),
        ({"claim": claim_of("u9", mine=False)}, None, (False, False, True), ("claimed_by_other",)),
        ({"claim": claim_of("u1", minutes=-1)}, None, (False, False, True), ("lease_expired",)),
        ({"priority": 75}, None, (False, True, True), ("must_escalate",)),
        ({"state": "closed"}, None, (False, False, False), ("not_open",)),
        ({"state": "escalated", "escalation": escalation(mine=True)}, None, (False, False, False), ("own_escalation",)),
        (
            {"state": "escalated", "escalation": escalation(mine=False)},
            None,
            (False, False, False),
            ("not_yours_to_resolve",),
        ),
        ({"state": "escalated", "escalation": escalation(mine=False), "priority": 90}, LI, (True, False, True), ()),
        ({}, AUDITOR, (False, False, False), ("no_capability",)),
    ],
)
def test_a_case_says_what_may_be_done_and_why_not(
    tmp_path: Path, changes: dict[str, Any], person: Person | None, may: tuple[bool, ...], why: tuple[str, ...]
) -> None:
    seat = seat_with(tmp_path, person, **changes)
    case = seat.cases.open_case(CASE)
    assert (case.may.decide, case.may.escalate, case.may.draft) == may
    assert case.may.why == why


def test_a_signed_out_seat_may_nothing(tmp_path: Path) -> None:
    seat = seat_with(tmp_path)
    seat.signed_in = False
    assert seat.cases.open_case(CASE).may.why == ("signed_out",)
    with pytest.raises(DeskError, match="signed_out"):
        seat.reviews.submit(CASE, GOOD)


def test_a_case_that_is_not_here_says_so(tmp_path: Path) -> None:
    seat = seat_with(tmp_path)
    with pytest.raises(CaseNotHere):
        seat.cases.open_case("C-999999")


def test_a_prepared_case_is_there_at_once_until_something_touches_it(tmp_path: Path) -> None:
    seat = seat_with(tmp_path)
    seat.cases.prefetch((CASE, "C-200002", "C-999999"))
    ready = seat.cases.ready(CASE)
    assert ready is not None
    assert ready.view == seat.cases.open_case(CASE).view
    seat.clock.advance(31 * 60_000)
    later = seat.cases.ready(CASE)
    assert later is not None
    assert later.may.why == ("lease_expired",)
    seat.reviews.save_draft(CASE, ReviewDraft(rationale="half a"))
    assert seat.cases.ready(CASE) is None
    assert seat.cases.open_case(CASE).draft == ReviewDraft(rationale="half a")
    assert seat.cases.ready("C-200002") is not None


def test_a_case_just_decided_counts_as_decided_before_any_news_of_it_went_round(tmp_path: Path) -> None:
    seat = seat_with(tmp_path)
    seat.reviews._publish = lambda _news: None  # the hub keeps news back for a moment
    seat.cases.prefetch((CASE,))
    seat.reviews.submit(CASE, GOOD)
    assert seat.cases.ready(CASE) is None
    with pytest.raises(NotReady, match="already_sent"):
        seat.reviews.submit(CASE, GOOD)


def test_a_case_whose_draft_was_kept_is_sent_without_reading_it_again(tmp_path: Path) -> None:
    seat = seat_with(tmp_path)
    read = seat.cases.open_case(CASE)
    seat.reviews.save_draft(CASE, GOOD)
    assert seat.cases.ready(CASE) is None
    assert seat.cases.but_for_its_draft(CASE) == read
    assert seat.reviews.submit(CASE, GOOD).case_id == CASE


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({"decision": None}, {"decision_required"}),
        ({"code": None}, {"code_required"}),
        ({"rationale": ""}, {"rationale_required"}),
        ({"rationale": "One. Two. Three."}, {"rationale_sentences"}),
        ({"rationale": "一。二。三。", "rationale_language": "zh"}, {"rationale_sentences"}),
        ({"decision": "maybe"}, {"value_not_allowed"}),
        ({"steps": (StepMark(9, "right"),)}, {"step_unknown"}),
        ({"decision": "pass"}, {"code_does_not_fit_label"}),
        ({"attribution_kind": "signal", "attribution_ref": ""}, {"value_not_allowed"}),
    ],
)
def test_a_draft_is_checked_by_the_rules_of_the_server(
    tmp_path: Path, changes: dict[str, Any], codes: set[str]
) -> None:
    seat = seat_with(tmp_path)
    case = seat.cases.open_case(CASE)
    assert seat.reviews.check(case, GOOD) == ()
    found = seat.reviews.check(case, msgspec.structs.replace(GOOD, **changes))
    assert codes & set(found), found
    with pytest.raises(NotReady) as caught:
        seat.reviews.submit(CASE, msgspec.structs.replace(GOOD, **changes))
    assert caught.value.codes == found
    assert seat.work is not None
    assert seat.work.latest("u1", 9) == []


def test_the_label_follows_from_verdict_and_decision(tmp_path: Path) -> None:
    seat = seat_with(tmp_path)
    case = seat.cases.open_case(CASE)
    labels = {
        d: seat.reviews.label_of(case, msgspec.structs.replace(GOOD, decision=d))
        for d in ("pass", "block", "escalate", None)
    }
    assert labels == {"pass": "FP", "block": "TP", "escalate": None, None: None}


def test_a_submit_is_on_disk_before_it_is_told_and_leaves_the_queue(tmp_path: Path) -> None:
    seat = seat_with(tmp_path)
    seat.queue.load()
    seat.reviews.save_draft(CASE, GOOD)
    seat.queue.refresh(seat.news)
    assert seat.queue.counts()["mine"] == 1
    done = seat.reviews.submit(CASE, GOOD)
    assert (done.label, done.release_at) == ("TP", START_MS + 10_000)
    seat.queue.refresh(seat.news)
    assert CASE not in [seat.queue.row(int(i)).case_id for i in seat.queue.view("open").order]
    assert seat.news.kinds >= {Kind.OUTBOX, Kind.DRAFT}
    seat.stop()
    seat.start()
    case = seat.cases.open_case(CASE)
    assert case.pending is not None
    assert (case.pending.decision, case.may.why, case.draft) == ("block", ("already_sent",), None)
    row = seat.activity.read().rows[0]
    assert (row.state, row.label, row.can_undo, row.case_type) == ("waiting", "TP", True, "ato_investigation")
    seat.clock.advance(10_000)
    seat.sync()
    assert len(seat.server.effects) == 1
    seat.sync()
    row = seat.activity.read().rows[0]
    assert (row.state, row.needs_attention) == ("applied", False)


def test_undo_gives_everything_back_and_the_server_learns_only_of_the_withdrawal(tmp_path: Path) -> None:
    seat = seat_with(tmp_path)
    done = seat.reviews.submit(CASE, GOOD)
    seat.clock.advance(9_999)
    assert seat.reviews.undo(done.command_id) == GOOD
    case = seat.cases.open_case(CASE)
    assert case.draft == GOOD
    assert case.pending is None
    assert case.may.decide
    seat.clock.advance(1_000)
    seat.sync()
    assert seat.server.cases[CASE].state == "open"
    assert seat.activity.read().rows[0].state == "withdrawn"
    again = seat.reviews.submit(CASE, GOOD)
    seat.clock.advance(10_000)
    with pytest.raises(TooLate):
        seat.reviews.undo(again.command_id)
    seat.sync()
    assert seat.server.cases[CASE].state == "closed"


def test_a_refused_review_waits_for_its_author_with_both_versions(tmp_path: Path) -> None:
    seat = seat_with(tmp_path)
    seat.server.refuse = {CASE: "contested"}
    done = seat.reviews.submit(CASE, GOOD)
    seat.clock.advance(10_000)
    seat.sync()
    state = seat.activity.read()
    assert (state.attention, state.pending) == (1, 0)
    row = state.rows[0]
    assert (row.state, row.problem, row.needs_attention) == ("conflict", "contested", True)
    assert row.mine["rationale"] == GOOD.rationale
    assert seat.activity.reopen(done.command_id) == CASE
    assert seat.cases.open_case(CASE).draft == GOOD
    assert seat.activity.read().attention == 0
    with pytest.raises(DeskError):
        seat.activity.deal_with("unknown")


def test_an_online_only_seat_waits_for_the_answer_and_writes_nothing(tmp_path: Path) -> None:
    seat = seat_with(None)
    seat.reviews.save_draft(CASE, GOOD)
    assert seat.cases.open_case(CASE).draft == GOOD
    done = seat.reviews.submit(CASE, GOOD)
    assert done.online
    assert len(seat.server.effects) == 1
    assert seat.cases.open_case(CASE).draft is None
    seat.sync()
    assert seat.cases.open_case(CASE).may.why == ("not_open",)
    with pytest.raises(TooLate):
        seat.reviews.undo(done.command_id)
    assert list(tmp_path.iterdir()) == []


def test_an_online_only_refusal_leaves_the_draft_where_it_was() -> None:
    seat = seat_with(None)
    seat.server.refuse = {CASE: "lease_lost"}
    seat.reviews.save_draft(CASE, GOOD)
    with pytest.raises(Problem) as caught:
        seat.reviews.submit(CASE, GOOD)
    assert caught.value.code == "lease_lost"
    assert seat.cases.open_case(CASE).draft == GOOD


def test_an_escalated_case_is_resolved_with_its_escalation(tmp_path: Path) -> None:
    seat = seat_with(tmp_path, LI, state="escalated", escalation=escalation(mine=False), priority=90)
    done = seat.reviews.submit(CASE, GOOD)
    assert seat.work is not None
    row = seat.work.get("u2", done.command_id)
    assert row is not None
    assert msgspec.json.decode(row.body)["escalation_id"] == "esc-1"
    assert OutboxState(row.state) is OutboxState.PENDING


def test_the_hand_claims_what_is_missing_and_lets_go_of_the_rest(tmp_path: Path) -> None:
    seat = seat_with(tmp_path, claimed=False)
    seat.hand.want((CASE, "C-200002", "C-200003", "C-200004", "C-200005", "C-200006"))
    assert sorted(seat.hand.held()) == [CASE, "C-200002", "C-200003", "C-200004", "C-200005"]
    assert seat.cases.open_case(CASE).may.decide
    assert seat.status.read().leases_until == START_MS + 1_800_000
    seat.hand.want(("C-200002", "C-200003"))
    assert sorted(seat.hand.held()) == ["C-200002", "C-200003"]
    seat.server.refuse = {"C-200003": "lease_lost"}
    seat.clock.advance(300_000)
    seat.server.now_ms = seat.clock.now
    seat.hand.renew()
    seat.hand.renew()
    assert seat.server.calls.count("renew") == 1
    held = seat.hand.held()
    assert sorted(held) == ["C-200002"]
    assert held["C-200002"].expires_at == seat.clock.now + 1_800_000
    seat.hand.release_all()
    assert seat.hand.held() == {}
    assert seat.server.calls.count("release") == 2
    seat.hand.want((CASE, "C-200002"))
    assert seat.hand.held() == {}, "what stood in line while everything was given back comes too late"


def test_the_hand_does_not_let_go_of_a_case_whose_decision_is_still_on_its_way(tmp_path: Path) -> None:
    seat = seat_with(tmp_path, claimed=False)
    seat.hand.want((CASE, "C-200002"))
    seat.reviews.submit(CASE, GOOD)
    seat.hand.want(("C-200002", "C-200003"))
    assert sorted(seat.hand.held()) == [CASE, "C-200002", "C-200003"]
    seat.hand.release_all()
    assert sorted(seat.hand.held()) == [CASE]
    seat.clock.advance(10_000)
    seat.sync()
    seat.sync()
    assert seat.hand.held() == {}


def test_leafing_through_the_queue_without_the_server_keeps_what_was_reserved(tmp_path: Path) -> None:
    seat = seat_with(tmp_path, claimed=False)
    seat.hand.want((CASE, "C-200002", "C-200003"))

    def away(call: str, _when: str) -> None:
        raise Offline

    seat.server.fault = away
    for hand in (("C-200004", "C-200005"), ("C-200002", "C-200003"), ()):
        with pytest.raises(Offline):
            seat.hand.want(hand)
        assert sorted(seat.hand.held()) == [CASE, "C-200002", "C-200003"]
    assert seat.cases.open_case(CASE).may.decide


def test_a_person_who_has_just_signed_in_is_not_called_signed_out(tmp_path: Path) -> None:
    seat = seat_with(tmp_path)
    seat.engine.report = SyncReport()
    assert seat.status.read().connection == "syncing"
    seat.signed_in = False
    assert seat.status.read().connection == "signed_out"


def test_a_session_that_ended_is_told_at_once_and_not_with_the_next_sync_only(tmp_path: Path) -> None:
    seat = seat_with(tmp_path)
    assert seat.engine.report.connection == "online"
    why = ""
    status = StatusDesk(seat.cache, seat.work, seat.clock, seat.identity, seat.report, "inherited", lambda: why)
    assert status.read().connection == "online"
    why = "device_revoked"
    told = status.read()
    assert (told.connection, told.paused_by) == ("paused", "device_revoked")
