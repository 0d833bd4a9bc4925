"""Blind-first, second looks and patterns at the seat: what is asked before the reveal, and what comes after it."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from app.contract.views import AskedView, CaseView, ClaimHolder, EscalationView, ReviewView
from app.desktop.cache.cache_store import Row
from app.desktop.ports import ActivityRow, NotReady, PatternPreview, Person, ReviewDraft, StepMark, ToComplete
from app.desktop.usecases.activity import ActivityDesk, _row
from app.desktop.usecases.after_reveal import AfterRevealDesk
from app.desktop.usecases.ask_again import AskAgainDesk
from app.desktop.usecases.pattern import PatternDesk, labels_if
from app.desktop.usecases.sending import Sending
from tests.desktop.support.factories import START, case_view, claim_of
from tests.desktop.support.model_server import ModelServer
from tests.desktop.support.seat import MEI, Seat

CASE = "C-200001"
SAM = Person("u2", "Sam", ("senior_agent",), None, "en")
FIRST = ReviewDraft(
    decision="pass", rationale="The owner wrote from the usual device.", rationale_language="en", active_ms=9_000
)
REVIEW = "01900000-0000-7000-8000-000000000001"


def seat_with(folder: Path | None, person: Person = MEI, **changes: Any) -> Seat:
    server = ModelServer()
    server.put(case_view(200_001, **({"claim": claim_of(person.user_id)} | changes)))
    seat = Seat(folder, server, person)
    seat.sync()
    return seat


def sending(seat: Seat) -> Sending:
    online = None if seat.work else seat.server
    return Sending(seat.cache, seat.work, seat.clock, seat.identity, seat.publish, online)


def bodies(seat: Seat) -> list[tuple[str, dict[str, Any]]]:
    assert seat.work is not None
    return [(row.command_type, msgspec.json.decode(row.body)) for row in seat.work.latest(seat.person.user_id, 9)]


# --- before the reveal


def test_a_blind_case_asks_for_decision_and_rationale_and_shows_no_label(tmp_path: Path) -> None:
    seat = seat_with(tmp_path, assessment=None, blind=True)
    case = seat.cases.open_case(CASE)
    assert (case.view.blind, case.view.assessment, case.view.word.steps) == (True, None, ())
    assert seat.reviews.check(case, ReviewDraft(decision="pass")) != ()
    assert seat.reviews.check(case, FIRST) == ()
    assert seat.reviews.label_of(case, FIRST) is None
    row = seat.queue.row(0) if seat.queue.load() else None
    assert row is not None
    assert (row.verdict, row.confidence, row.threshold) == (None, None, None)


def test_what_is_sent_says_that_it_was_blind_and_guesses_nothing(tmp_path: Path) -> None:
    seat = seat_with(tmp_path, assessment=None, blind=True)
    seat.reviews.submit(CASE, msgspec.structs.replace(FIRST, steps=(StepMark(1, "right"),)))
    ((kind, body),) = bodies(seat)
    assert (kind, body["blind_first"], {"label", "steps"} & set(body)) == ("review.submit", True, set())


def test_a_case_with_the_agents_word_still_owes_its_code(tmp_path: Path) -> None:
    seat = seat_with(tmp_path)
    assert "code_required" in seat.reviews.check(seat.cases.open_case(CASE), FIRST)


# --- after it


def review_of(**changes: Any) -> ReviewView:
    values: dict[str, Any] = {
        "review_id": REVIEW,
        "case_id": CASE,
        "case_type": "ato_investigation",
        "rev": 1,
        "decision": "pass",
        "standing": "in_force",
        "rationale": FIRST.rationale,
        "rationale_language": "en",
        "decided_at": START,
        "reviewer_id": "u1",
        "reviewer_name": "Mei",
        "command_id": "01900000-0000-7000-8000-000000000002",
        "label": "FP",
        "blind_first": True,
        "to_complete": True,
        "amend_until": START + timedelta(minutes=30),
    }
    return ReviewView(**(values | changes))


def reveal(seat: Seat, **changes: Any) -> AfterRevealDesk:
    view = review_of(**changes)
    seat.cache.apply([Row("review", view.review_id, view.rev, msgspec.json.encode(view))])
    return AfterRevealDesk(seat.cache, seat.work, seat.clock, seat.identity, sending(seat))


def only(desk: AfterRevealDesk) -> ToComplete:
    (item,) = desk.owed()
    return item


ROOT = ReviewDraft(code="signal_overweighted", attribution_kind="signal", attribution_ref="new_device")


def test_the_code_that_is_owed_is_asked_for_with_the_agents_word_in_sight(tmp_path: Path) -> None:
    seat = seat_with(tmp_path, state="closed", claim=None)
    desk = reveal(seat)
    item = only(desk)
    assert (item.decision, item.label, item.view.word.verdict) == ("pass", "FP", "block")
    assert desk.check(item, ReviewDraft()) == ("code_required",)
    assert desk.check(item, ReviewDraft(code="thin_history")) == ("code_does_not_fit_label",)
    assert "signal_overweighted" in [code.code for code in desk.codes(item, ReviewDraft())]
    assert desk.check(item, ROOT) == ()
    desk.amend(item, ROOT)
    ((kind, body),) = bodies(seat)
    assert (kind, body["review_id"], body["code"]) == ("review.amend_after_reveal", REVIEW, "signal_overweighted")
    assert "decision" not in body
    assert desk.owed() == ()


def test_a_second_decision_needs_words_of_its_own_and_comes_in_time(tmp_path: Path) -> None:
    seat = seat_with(tmp_path, state="closed", claim=None)
    desk = reveal(seat)
    item = only(desk)
    second = ReviewDraft(decision="block", code="thin_history")
    assert (desk.label_of(item, second), desk.check(item, second)) == ("TP", ("rationale_required",))
    told = msgspec.structs.replace(second, rationale="The new device was overlooked.", rationale_language="en")
    assert desk.check(item, told) == ()
    seat.clock.advance(31 * 60_000)
    assert desk.check(item, told) == ("window_closed",)
    assert desk.check(item, ROOT) == ()


@pytest.mark.parametrize("changes", [{"to_complete": False}, {"reviewer_id": "u9"}])
def test_nothing_is_owed_for_others_or_for_what_is_complete(tmp_path: Path, changes: dict[str, Any]) -> None:
    assert reveal(seat_with(tmp_path, state="closed"), **changes).owed() == ()


def test_without_the_reveal_nothing_is_asked(tmp_path: Path) -> None:
    assert reveal(seat_with(tmp_path, assessment=None, blind=True)).owed() == ()


# --- a second look


def test_a_second_look_keeps_the_draft_and_the_right_to_decide(tmp_path: Path) -> None:
    seat = seat_with(tmp_path)
    seat.reviews.save_draft(CASE, FIRST)
    desk = AskAgainDesk(sending(seat))
    desk.ask(seat.cases.open_case(CASE), "step_doubtful", "Step 2 names no evidence.")
    ((kind, body),) = bodies(seat)
    assert (kind, body) == ("assessment.request", {"reason": "step_doubtful", "note": "Step 2 names no evidence."})
    case = seat.cases.open_case(CASE)
    assert (case.draft, case.pending, case.may.decide) == (FIRST, None, True)


@pytest.mark.parametrize(
    ("changes", "reason", "note", "code"),
    [
        ({"assessment": None, "blind": True}, "data_stale", "", "withheld"),
        ({"asked": AskedView("r1", "data_stale", START)}, "data_stale", "", "already_asked"),
        ({}, "", "", "reason_required"),
        ({}, "other", " ", "note_required"),
        ({}, "other", "Mail ann@example.net", "personal_data"),
    ],
)
def test_why_the_agent_cannot_be_asked(
    tmp_path: Path, changes: dict[str, Any], reason: str, note: str, code: str
) -> None:
    seat = seat_with(tmp_path, **changes)
    case = seat.cases.open_case(CASE)
    assert AskAgainDesk(sending(seat)).check(case, reason, note) == (code,)
    with pytest.raises(NotReady):
        AskAgainDesk(sending(seat)).ask(case, reason, note)


# --- patterns


def patterns(seat: Seat) -> PatternDesk:
    return PatternDesk(seat.cache, seat.clock, seat.who, sending(seat))


def escalated(number: int, mine: bool = False, **changes: Any) -> Any:
    fact = EscalationView("e1", "high_risk_pattern", START, mine, "Mei", "One payee, one device.", "en", "p1")
    return case_view(number, **({"state": "escalated", "escalation": fact} | changes))


def test_a_pattern_says_what_goes_and_what_stays(tmp_path: Path) -> None:
    seat = seat_with(tmp_path)
    for number, changes in (
        (200_002, {"priority": 90}),
        (200_003, {"state": "closed"}),
        (200_004, {"claim": claim_of("u9", mine=False)}),
    ):
        seat.server.put(case_view(number, **changes))
    seat.sync()
    desk = patterns(seat)
    preview = desk.preview((CASE, CASE, "C-200002", "C-200003", "C-200004", "C-299999"))
    assert (preview.case_ids, preview.key_users) == ((CASE, "C-200002"), 1)
    assert preview.stays == {"C-200003": "case_closed", "C-200004": "claimed_by_other", "C-299999": "not_cached"}
    words = ReviewDraft(rationale="One payee, one device.", rationale_language="en")
    assert desk.check_raise(preview, ReviewDraft()) == ("rationale_required", "rationale_language")
    desk.raise_pattern(preview, words)
    ((kind, body),) = bodies(seat)
    assert (kind, body["case_ids"]) == ("escalation.pattern", [CASE, "C-200002"])


def test_who_raised_a_pattern_learns_how_many_of_its_cases_are_decided(tmp_path: Path) -> None:
    seat = seat_with(tmp_path)
    sent = patterns(seat).raise_pattern(
        PatternPreview((CASE, "C-200002", "C-200003"), {}, {}, 0),
        ReviewDraft(rationale="One payee, one device.", rationale_language="en"),
    )
    effects = [{"case_id": c, "code": "applied"} for c in (CASE, "C-200002")]
    effects.append({"case_id": "C-200003", "code": "case_closed"})
    told = {"command_id": sent.command_id, "command_seq": 1, "status": "applied", "code": "applied", "http": 200}
    result = msgspec.json.encode(told | {"cases": effects})
    assert seat.work is not None
    kept = msgspec.structs.replace(seat.work.latest(seat.person.user_id, 1)[0], result=result)
    states = {CASE: "closed", "C-200002": "escalated", "C-200003": "closed"}
    desk = ActivityDesk(seat.work, seat.clock, seat.identity, seat.publish, states_of=lambda asked: states)
    (row,) = desk._since((_row(kept, seat.clock.now_ms()),), {})
    assert (row.group, row.ended) == ((CASE, "C-200002"), 1)


def test_whoever_escalated_learns_the_verdict_and_who_lost_to_the_own_other_seat_that_it_was_theirs(
    tmp_path: Path,
) -> None:
    """Both by what the server last said of their own review; of a lease that is held at the other seat by the case."""
    seat = seat_with(tmp_path)
    assert seat.work is not None
    patterns(seat).raise_pattern(
        PatternPreview((CASE, "C-200002"), {}, {}, 0), ReviewDraft(rationale="One payee.", rationale_language="en")
    )
    kept = _row(seat.work.latest(seat.person.user_id, 1)[0], seat.clock.now_ms())
    sent = msgspec.structs.replace(kept, command_type="review.submit", case_id=CASE, settled_at=1, group=())
    stands = {"decision": "block", "label": "TP", "decided_at": "2026-11-21T10:00:00Z", "rationale": "Nine accounts."}

    def told(row: ActivityRow, in_force: dict[str, Any] | None, view: CaseView | None = None) -> ActivityRow:
        document = msgspec.json.encode({"command_id": row.command_id, "standing": "x", "in_force": in_force})
        desk = ActivityDesk(
            seat.work, seat.clock, seat.identity, seat.publish, reviews=lambda: (document,), view_of=lambda _case: view
        )
        return desk._since((row,), {})[0]

    escalated_row = told(sent, stands)
    assert escalated_row.theirs is not None
    assert (escalated_row.theirs["decision"], escalated_row.own_seat) == ("block", False)
    late = msgspec.structs.replace(sent, decision="pass", state="conflict", problem="contested", needs_attention=True)
    assert told(late, {**stands, "yours": True}).own_seat
    assert not told(late, stands).own_seat
    lost = msgspec.structs.replace(late, problem="lease_lost")
    here = case_view(200_001)
    now = datetime(2026, 11, 21, 12, tzinfo=UTC)
    mine = ClaimHolder(owner_id=seat.person.user_id, owner_name="lin", expires_at=now, claim_id="c-1")
    theirs = ClaimHolder(owner_id="somebody", owner_name="mei", expires_at=now)
    assert told(lost, None, msgspec.structs.replace(here, claim=mine)).own_seat
    assert not told(lost, None, msgspec.structs.replace(here, claim=theirs)).own_seat
    assert not told(lost, None).own_seat


def test_a_senior_person_sees_the_group_and_what_each_case_would_become(tmp_path: Path) -> None:
    seat = seat_with(tmp_path, SAM)
    for view in (escalated(200_002), escalated(200_003, verdict="pass"), escalated(200_004, priority=90)):
        seat.server.put(view)
    seat.sync()
    desk = patterns(seat)
    (group,) = desk.groups()
    assert (group.case_ids, group.key_users) == (("C-200002", "C-200003", "C-200004"), ("C-200004",))
    assert group.may_resolve
    assert labels_if(group, "block") == {"TP": 1, "FN": 1}
    draft = ReviewDraft(decision="block", rationale="One payee, one device.", rationale_language="en")
    assert desk.check_resolve(group, draft, ()) == ("code_required",)
    assert desk.check_resolve(group, draft, ("thin_history",)) == ()
    desk.resolve(group, draft, ("thin_history",), exclude=("C-200003",))
    ((kind, body),) = bodies(seat)
    assert (kind, body["pattern_id"], body["exclude"]) == ("escalation.resolve_pattern", "p1", ["C-200003"])


def test_the_own_pattern_waits_for_another(tmp_path: Path) -> None:
    seat = seat_with(tmp_path, SAM)
    seat.server.put(escalated(200_002, mine=True))
    seat.sync()
    (group,) = patterns(seat).groups()
    draft = ReviewDraft(decision="block", rationale="One payee.", rationale_language="en")
    assert (group.mine, group.may_resolve) == (True, False)
    assert patterns(seat).check_resolve(group, draft, ("thin_history",)) == ("own_escalation",)


def test_a_seat_that_keeps_nothing_asks_the_server_at_once() -> None:
    seat = seat_with(None)
    sent = AskAgainDesk(sending(seat)).ask(seat.cases.open_case(CASE), "data_stale", "")
    assert sent.online
    assert seat.server.effects == [sent.command_id]


def test_what_one_escalated_and_nobody_decided_stands_in_a_view_of_its_own(tmp_path: Path) -> None:
    seat = seat_with(tmp_path)
    for view in (escalated(200_002, mine=True), escalated(200_003), case_view(200_004)):
        seat.server.put(view)
    seat.sync()
    seat.queue.load()
    view = seat.queue.view("mine_waiting")
    assert [seat.queue.row(int(index)).case_id for index in view.order] == ["C-200002"]
