"""What the Review room does with a person's actions, without a screen."""

from collections.abc import Callable, Sequence
from typing import Any

import msgspec
import pytest

from app.contract.catalogue import catalogue
from app.desktop.changes import Kind, changed
from app.desktop.panels.review.presenter import ReviewPresenter
from app.desktop.panels.review.state import CaseState, DecisionState, NoticeState, QueueState
from app.desktop.ports import DeskError, Offline, Queue, QueueView, ReviewDraft, StatusState, Submitted
from tests.support.sample_desk import ROWS, SAMPLE_DRAFT, Desk


class Screen:
    """Keeps the last thing it was told."""

    def __init__(self) -> None:
        self.queue = QueueState("", (), 0, 0, "", True, -1, 0)
        self.case = CaseState(None)
        self.decision = DecisionState("", frozenset())
        self.notice: NoticeState | None = None
        self.pointed: list[str] = []
        self.rows: QueueView | None = None
        self.prepared: list[tuple[CaseState, DecisionState]] = []
        self.promised: list[CaseState] = []

    def show_queue(self, state: QueueState) -> None:
        self.queue = state

    def show_rows(self, queue: Queue, rows: QueueView, current: int, now_ms: int) -> None:
        self.rows = rows

    def show_case(self, state: CaseState) -> None:
        self.case = state

    def break_promise(self) -> None: ...

    def promise(self, state: CaseState | None) -> None:
        self.promised.append(state)

    def prepare(self, cases: Sequence[tuple[CaseState, DecisionState]]) -> None:
        self.prepared = list(cases)

    def show_decision(self, state: DecisionState) -> None:
        self.decision = state

    def show_notice(self, notice: NoticeState | None) -> None:
        self.notice = notice

    def point_at(self, blocker: str) -> None:
        self.pointed.append(blocker)


class LongQueue(Desk):
    """Its index has not taken in yet what was sent."""

    def submit(self, case_id: str, draft: ReviewDraft) -> Submitted:
        rows = list(self.rows)
        sent = super().submit(case_id, draft)
        self.known, self.rows = self.rows, rows
        self.hub.publish(changed(Kind.OUTBOX, ids={case_id}))
        return sent


class Room:
    def __init__(self, desk: Desk | None = None) -> None:
        self.desk = desk or Desk()
        self.screen = Screen()
        self.presenter = ReviewPresenter(
            self.screen,
            queue=self.desk,
            cases=self.desk,
            reviews=self.desk,
            hand=self.desk,
            tasks=self.desk.tasks,
            hub=self.desk.hub,
            clock=self.desk.clock,
            catalogue=catalogue(),
        )
        self.presenter.start()

    @property
    def in_sight(self) -> str | None:
        return self.screen.case.open.case_id if self.screen.case.open else None

    def finish(self) -> None:
        """Everything a block needs."""
        self.presenter.decide("block")
        self.presenter.pick_code(5)
        self.presenter.set_rationale("The reset is not covered by ATO-12.")
        self.presenter.submit()


@pytest.fixture
def room() -> Room:
    return Room()


def test_the_first_case_in_served_order_is_in_sight_at_the_start(room: Room) -> None:
    assert room.in_sight == ROWS[0].case_id
    assert room.screen.queue.current == 0


def test_j_and_k_walk_through_the_view_and_stop_at_its_ends(room: Room) -> None:
    room.presenter.move(-1)
    assert room.in_sight == ROWS[0].case_id
    room.presenter.move(1)
    assert room.in_sight == ROWS[1].case_id
    for _ in range(50):
        room.presenter.move(1)
    assert room.in_sight == ROWS[-1].case_id


def test_another_view_shows_its_own_first_case(room: Room) -> None:
    room.presenter.choose_view("type:kyc_audit")
    assert room.in_sight == "C-204790"
    assert room.screen.queue.shown == 3


def test_a_decision_names_its_label_and_the_kind_of_reason_it_takes(room: Room) -> None:
    room.presenter.open("C-204817")
    room.presenter.decide("block")
    assert (room.screen.decision.label, room.screen.decision.code_kind) == ("TP", "why_unsure")
    room.presenter.decide("pass")
    assert (room.screen.decision.label, room.screen.decision.code_kind) == ("FP", "root_cause")


def test_escalating_hides_the_label(room: Room) -> None:
    room.presenter.open("C-204817")
    room.presenter.decide("escalate")
    assert room.screen.decision.label is None


def test_a_reason_that_no_longer_fits_the_decision_is_dropped(room: Room) -> None:
    room.presenter.open("C-204817")
    room.presenter.decide("block")
    room.presenter.pick_code(1)
    assert room.screen.decision.code is not None
    room.presenter.decide("pass")
    assert room.screen.decision.code is None
    assert room.screen.decision.attribution is None


def test_a_reason_brings_its_route_and_its_likeliest_cause(room: Room) -> None:
    room.presenter.open("C-204817")
    room.presenter.decide("pass")
    room.presenter.set_code("signal_overweighted")
    assert room.screen.decision.route == "A"
    assert room.screen.decision.attribution is not None
    assert room.screen.decision.attribution.ref == "impossible_travel"


def test_flagging_a_gap_before_deciding_is_remembered(room: Room) -> None:
    room.presenter.open("C-204817")
    room.presenter.flag_gap(None)
    room.presenter.decide("block")
    decision = room.screen.decision
    assert decision.code == "no_clause"
    assert decision.attribution is not None
    assert (decision.attribution.kind, decision.attribution.ref) == ("step", "3")


def test_a_key_that_needs_a_decision_first_says_so(room: Room) -> None:
    room.presenter.open("C-204817")
    room.presenter.pick_code(1)
    room.presenter.flag_gap(None)
    assert room.screen.pointed == ["decision_required"] * 2
    room.presenter.decide("block")
    room.presenter.pick_code(1)
    assert room.screen.pointed == ["decision_required"] * 2


def test_a_review_that_lacks_something_is_not_sent_and_says_where(room: Room) -> None:
    room.presenter.open("C-204817")
    room.presenter.decide("block")
    room.presenter.submit()
    assert room.desk.sent == []
    assert room.screen.pointed == ["code_required"]


def test_three_sentences_cannot_be_sent(room: Room) -> None:
    room.presenter.open("C-204817")
    room.presenter.decide("block")
    room.presenter.pick_code(1)
    room.presenter.set_rationale("One. Two. Three.")
    assert room.screen.decision.sentences == 3
    assert "rationale_sentences" in room.screen.decision.blockers


def test_sending_brings_the_next_case_and_offers_to_take_it_back(room: Room) -> None:
    room.presenter.open("C-204817")
    room.finish()
    ((case_id, draft),) = room.desk.sent
    assert (case_id, draft.decision, draft.sop_page) == ("C-204817", "block", "ATO-12")
    assert room.in_sight == "C-204790"
    assert room.screen.notice is not None
    assert room.screen.notice.kind == "sent"


def test_the_row_of_what_was_sent_goes_before_a_long_queue_has_taken_it_in() -> None:
    desk = LongQueue()
    room = Room(desk)
    room.presenter.open("C-204817")
    room.finish()
    side, whole = room.presenter.side, len(ROWS)
    assert desk.index_of("C-204817") is not None, "the index still has it"
    assert side.position("C-204817") is None
    assert side.position(room.in_sight) is not None
    assert room.screen.rows is not None
    assert (len(room.screen.rows), room.screen.queue.shown, room.screen.queue.total) == (whole - 1,) * 3
    room.presenter.find("C-2048")
    assert side.position("C-204817") is None, "nor is it found meanwhile"
    room.presenter.find("")
    desk.rows = desk.known
    desk.hub.publish(changed(Kind.OUTBOX, ids={"C-204817"}))
    assert len(room.screen.rows) == whole - 1
    room.presenter.undo()
    assert (room.in_sight, len(room.screen.rows)) == ("C-204817", whole)
    assert side.position("C-204817") is not None, "what was taken back stands in its place again"


def test_taking_back_restores_the_case_with_everything_entered(room: Room) -> None:
    room.presenter.open("C-204817")
    room.finish()
    room.presenter.undo()
    assert room.in_sight == "C-204817"
    assert room.screen.decision.decision == "block"
    assert room.screen.decision.rationale == "The reset is not covered by ATO-12."
    assert room.desk.sent == []


class SlowDisk:
    """What is written waits until the disk has answered; all else is at once."""

    def __init__(self, tasks: Any) -> None:
        self._tasks = tasks
        self._waiting: list[Callable[[], None]] = []

    def write(self, *what: Any, **more: Any) -> None:
        self._waiting.append(lambda: self._tasks.write(*what, **more))

    def answer(self) -> None:
        waiting, self._waiting = self._waiting, []
        for do in waiting:
            do()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._tasks, name)


def test_z_pressed_while_a_review_is_being_written_takes_that_one_back_and_not_the_one_before(room: Room) -> None:
    room.presenter.open("C-204817")
    room.finish()
    disk = room.presenter._tasks = SlowDisk(room.presenter._tasks)
    room.finish()
    room.presenter.undo()
    assert [case_id for case_id, _ in room.desk.sent] == ["C-204817"], "written before, and not taken back"
    disk.answer()
    assert room.in_sight == "C-204790"
    assert room.screen.decision.decision == "block"
    assert [case_id for case_id, _ in room.desk.sent] == ["C-204817"]
    room.presenter.undo()
    assert len(room.desk.sent) == 1, "one key takes back one review"


def test_z_pressed_for_a_review_that_could_not_be_written_takes_nothing_back(room: Room) -> None:
    room.presenter.open("C-204817")
    room.finish()
    disk = room.presenter._tasks = SlowDisk(room.presenter._tasks)
    room.presenter._reviews = Full(room.desk)
    room.finish()
    room.presenter.undo()
    disk.answer()
    assert room.in_sight == "C-204790"
    assert [case_id for case_id, _ in room.desk.sent] == ["C-204817"]
    assert room.screen.notice is not None
    assert room.screen.notice.code == "disk_full"


def test_a_row_that_is_clicked_while_a_review_is_being_written_is_opened_once_it_is(room: Room) -> None:
    room.presenter.open("C-204817")
    disk = room.presenter._tasks = SlowDisk(room.presenter._tasks)
    room.finish()
    room.presenter.open_row(6)
    assert room.in_sight == "C-204817", "what is being written keeps its place until it is"
    disk.answer()
    assert [case_id for case_id, _ in room.desk.sent] == ["C-204817"]
    assert room.in_sight == ROWS[6].case_id
    assert room.screen.notice is not None
    assert room.screen.notice.kind == "sent"


class Full:
    """No review can be written."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def submit(self, case_id: str, draft: object) -> object:
        raise DeskError("disk_full")

    def __getattr__(self, name: str) -> Any:
        return getattr(self._desk, name)


def test_the_offer_to_take_back_ends_with_its_window(room: Room) -> None:
    room.presenter.open("C-204817")
    room.finish()
    room.desk.clock.ms += 10_000
    room.presenter.tick(in_front=True)
    assert room.screen.notice is None
    room.presenter.undo()
    assert len(room.desk.sent) == 1


def test_a_key_user_can_only_be_escalated(room: Room) -> None:
    room.presenter.open("C-204822")
    room.presenter.decide("block")
    assert room.screen.decision.decision is None
    assert room.screen.pointed == ["must_escalate"]
    room.presenter.decide("escalate")
    assert room.screen.decision.decision == "escalate"


def test_a_draft_is_kept_within_a_second_and_found_again(room: Room) -> None:
    room.presenter.open("C-204817")
    room.presenter.set_rationale("Half a thou")
    room.presenter.tick(in_front=True)
    assert room.desk.drafts["C-204817"].rationale == "Half a thou"
    room.presenter.move(1)
    room.presenter.move(-1)
    assert room.screen.decision.rationale == "Half a thou"


def test_a_draft_is_kept_before_another_case_comes_into_sight(room: Room) -> None:
    room.presenter.open("C-204817")
    room.presenter.set_rationale("Just typed")
    room.presenter.move(1)
    assert room.desk.drafts["C-204817"].rationale == "Just typed"


def test_news_about_the_case_in_sight_never_overwrites_what_is_being_typed(room: Room) -> None:
    room.presenter.open("C-204817")
    room.presenter.set_rationale("Being typed")
    room.desk.drafts["C-204817"] = SAMPLE_DRAFT
    room.desk.hub.publish(changed(Kind.CASE, ids={"C-204817"}))
    assert room.screen.decision.rationale == "Being typed"


def test_time_counts_only_while_the_window_is_in_front_and_the_person_active(room: Room) -> None:
    room.presenter.open("C-204817")

    def after(seconds: float, in_front: bool, moved: bool = False) -> int:
        room.desk.clock.ms += int(seconds * 1000)
        room.presenter.tick(in_front=in_front, moved=moved)
        room.presenter.mark_step(1, "right") if moved else None
        return room.presenter.draft.active_ms

    assert after(0, True) == 0
    assert [after(1, True) for _ in range(3)] == [1000, 2000, 3000]
    # A window that was left counts nothing, neither while it is away nor on the way back.
    assert [after(1, False), after(61, True)] == [3000, 3000]
    assert room.presenter.draft.left_window == 1
    # A minute without a key, a click or a movement is no work; the next key is.
    for _ in range(70):
        after(1, True)
    idle = room.presenter.draft.active_ms
    assert after(1, True) == idle
    assert after(1, True, moved=True) > idle
    # A tick that was held up (a laptop that slept) adds two seconds at most.
    before = room.presenter.draft.active_ms
    assert after(3600, True) - before <= 2000


def test_the_last_case_leaves_an_empty_room(room: Room) -> None:
    room.desk.rows[:] = [room.desk.rows[2]]
    room.presenter.choose_view("open")
    room.presenter.open("C-204817")
    room.finish()
    assert room.in_sight is None
    assert room.screen.case.empty == "no_case"
    assert room.screen.queue.shown == 0


class Delayed:
    """Tasks whose answers come when told to."""

    def __init__(self) -> None:
        self.waiting: list[Callable[[], None]] = []

    def write(self, fn: Any, done: Any = None, failed: Any = None, *, key: str | None = None) -> None:
        def run() -> None:
            answer = fn()
            if done is not None:
                done(answer)

        self.waiting.append(run)

    read = write

    def give_way(self) -> None:
        """Nothing is under way that could be waited for."""

    def later(self, fn: Callable[[], None]) -> None:
        self.waiting.append(fn)

    def arrive(self) -> None:
        while self.waiting:
            self.waiting.pop(0)()


def test_a_key_pressed_before_the_next_case_has_arrived_is_meant_for_that_case(room: Room) -> None:
    room.presenter.open("C-204790")
    late = Delayed()
    room.presenter._tasks = late
    room.presenter.move(1)
    room.presenter.decide("block")
    room.presenter.tick(in_front=True)
    late.arrive()
    assert room.in_sight == "C-204831"
    assert room.screen.decision.decision == "block"
    assert "C-204790" not in room.desk.drafts


def test_a_second_submit_while_the_first_is_written_is_not_the_next_cases(room: Room) -> None:
    room.presenter.open("C-204817")
    late = Delayed()
    room.presenter._tasks = late
    room.finish()
    room.presenter.submit()
    late.arrive()
    assert [case_id for case_id, _ in room.desk.sent] == ["C-204817"]


def test_a_hand_that_could_not_be_claimed_is_claimed_once_the_server_is_back(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    away = True

    def want(case_ids: tuple[str, ...]) -> dict[str, str]:
        asked.append(case_ids[0])
        if away:
            raise Offline
        return {}

    monkeypatch.setattr(room.desk, "want", want)
    room.presenter.open("C-204817")
    room.presenter.tick(in_front=True)
    assert asked == ["C-204817"]
    away = False
    room.desk.clock.ms += 5_000
    room.presenter.tick(in_front=True)
    room.desk.clock.ms += 60_000
    room.presenter.tick(in_front=True)
    assert asked == ["C-204817", "C-204817"]


def test_an_empty_queue_says_whether_anybody_has_looked_and_when_it_is_looked_for_again(room: Room) -> None:
    side = room.presenter.side
    assert side.state(None, 1_000).synced, "where nobody tells of the connection, nothing is said of it"
    side.told_status = True
    told = side.state(None, 1_000)
    assert (told.synced, told.offline, told.next_s) == (False, False, None)
    status = StatusState("online", None, 900, 0, 0, None, "keyring", next_sync_at=6_000)
    side.status = status
    told = side.state(None, 1_000)
    assert (told.synced, told.offline, told.next_s) == (True, False, 5)
    side.status = msgspec.structs.replace(status, connection="offline", last_sync_at=None, next_sync_at=None)
    told = side.state(None, 1_000)
    assert (told.synced, told.offline, told.next_s) == (False, True, None)


def test_a_case_to_come_that_news_made_another_one_is_read_and_announced_again(room: Room) -> None:
    assert room.screen.prepared == []
    room.desk.keeps_ready = True
    room.desk.hub.publish(changed(Kind.CLAIM, ids={ROWS[1].case_id}))
    announced = [state.open.case_id for state, _ in room.screen.prepared if state.open is not None]
    assert announced == [ROWS[1].case_id]
