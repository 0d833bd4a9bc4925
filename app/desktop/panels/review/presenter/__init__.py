"""The Review room between use cases and view: which case is in sight, what is decided, what is still missing."""

from collections.abc import Callable

import msgspec

from app.desktop.changes import Changed, Kind
from app.desktop.panels.review.presenter.by_now import by_now
from app.desktop.panels.review.presenter.entry import Entry
from app.desktop.panels.review.presenter.reserving import ON_ITS_WAY, Reserving
from app.desktop.panels.review.presenter.screen import View
from app.desktop.panels.review.presenter.take_back import TakeBack
from app.desktop.panels.review.queue_side import QueueSide
from app.desktop.panels.review.stands_in import stands_in
from app.desktop.panels.review.state import (
    CaseState,
    DecisionState,
    NoticeState,
)
from app.desktop.ports import (
    ApiError,
    Cases,
    Clock,
    DeskError,
    Hand,
    Hub,
    OpenCase,
    Queue,
    ReviewDraft,
    Reviews,
    Status,
    StatusState,
    Submitted,
    Tasks,
)
from app.domain.catalogue import Catalogue
from app.domain.claim import HAND_SIZE
from app.domain.decision import Decision

SLOW_CLOCK_MS = 30_000
RENEW_MS = 5 * 60_000


class ReviewPresenter(Entry):
    """All methods run on the GUI thread; whatever reads or writes goes through tasks."""

    def __init__(
        self,
        view: View,
        *,
        queue: Queue,
        cases: Cases,
        reviews: Reviews,
        hand: Hand,
        tasks: Tasks,
        hub: Hub,
        clock: Clock,
        catalogue: Catalogue,
        view_id: str = "open",
        indicators: Callable[[str], tuple[str, ...]] = lambda _case: (),
        back: TakeBack | None = None,
        status: Status | None = None,
    ) -> None:
        super().__init__(view, reviews=reviews, clock=clock, catalogue=catalogue, indicators=indicators)
        self._back = back or TakeBack(view, tasks, clock)
        self._queue = queue
        self._cases = cases
        self._tasks = tasks
        self._reserving = Reserving(hand, tasks, clock, self._hand_answered, self._hand_failed)
        self._telling.reserved = self._reserving.told
        self._hub = hub
        self._side = QueueSide(queue, tuple(catalogue.case_types), view_id)
        self._status, self._side.told_status = status, status is not None
        self._sent: Submitted | None = None
        self._last_slow = 0
        self._last_renew = clock.mono_ms()
        self._to_load = False
        self._near: tuple[str, ...] = ()
        self._on_view: Callable[[str], None] | None = None
        self.on_view_chosen: Callable[[], None] = lambda: None
        hub.changed.connect(self.on_changed)

    # --- the queue ----------------------------------------------------------------------------------

    def start(self) -> None:
        """Show the queue and open its first case; what is not read of it yet is read beside."""
        self._side.refill()
        self._ask_status()
        if self._side.loading:
            self._show_queue()
            self._load()
            return
        self._to_load = True
        if self._case_id is None:
            self.open_row(0)
        self._refill()
        if not self._opening:
            self._load()

    def _load(self) -> None:
        self._to_load = False
        self._tasks.read(self._queue.load, lambda _n: self._refill(), self._failed, key="queue-load")

    def _load_behind(self) -> None:
        """The rest of the queue, once the first case is on the screen or cannot be."""
        if self._to_load:
            self._load()

    def remember_view(self, tell: Callable[[str], None]) -> None:
        """`tell` is called with the view id whenever the person chooses another."""
        self._on_view = tell

    def choose_view(self, view_id: str) -> None:
        self._side.choose(view_id)
        self.on_view_chosen()
        if self._on_view is not None:
            self._on_view(view_id)
        self._refill()
        if len(self._side) and self._side.position(self._case_id) is None:
            self.open_row(0)

    def next_view(self) -> None:
        """The next chip that has cases, around the row."""
        following = self._side.next_view()
        if following is not None:
            self.choose_view(following)

    def find(self, text: str) -> None:
        self._side.find = text
        self._refill()
        if self._open is not None:
            self._show_case()

    def _refill(self) -> None:
        self._side.refill()
        self._show_rows()
        if self._case_id is None and not self._side.loading and not self._busy:
            if len(self._side):
                self.open_row(0)
            else:
                self._show_nothing()

    def _show_rows(self) -> None:
        position = self._side.position(self._case_id)
        if self._side.rows is not None:
            now = self._clock.now_ms()
            self._view.show_rows(self._queue, self._side.rows, -1 if position is None else position, now)
        self._show_queue()

    def _leave_out(self) -> None:
        """What was sent is no longer to be chosen, though the index of a long queue takes a while to know it."""
        if self._side.leave_out():
            self._show_rows()

    def _show_nothing(self) -> None:
        """Before a sync has ended nobody knows that no case waits."""
        empty = "no_case" if self._side.synced or self._side.offline else "loading"
        self._view.show_case(CaseState(None, empty, now_ms=self._clock.now_ms()))

    def _ask_status(self) -> None:
        """What an empty queue says of the connection; with rows in it nobody asks."""
        if self._status is not None and not len(self._side):
            self._tasks.read(self._status.read, self._have_status, lambda _error: None, key="queue-status")

    def _have_status(self, status: StatusState) -> None:
        self._side.status = status
        if not len(self._side):
            self._show_queue()
            if self._case_id is None and not self._side.loading and not self._busy:
                self._show_nothing()

    @property
    def side(self) -> QueueSide:
        return self._side

    @property
    def back(self) -> TakeBack:
        return self._back

    def ahead(self, most: int) -> tuple[str, ...]:
        """The case in sight, or else the first of the view, and those after it."""
        first = self._case_id or self._side.beside(None, 1)
        return self._side.ahead(first, most) if first is not None else ()

    def show_queue(self) -> None:
        """What surrounds the rows has changed, and the rows have not."""
        self._show_queue()

    def _show_queue(self) -> None:
        find, opened = self._side.find, self._open
        where = stands_in(opened.view, find) if find.strip() and opened is not None else None
        self._view.show_queue(self._side.state(self._case_id, self._clock.now_ms(), where))

    def move(self, step: int) -> None:
        """J and K: the next or the previous case of the view; while one is written, as seen from the one after it."""
        if self._busy:
            self._later.append(lambda: self.move(step))
            return
        target = self._side.beside(self._case_id, step)
        if target is not None and target != self._case_id:
            self.open(target)

    def leave(self, case_id: str) -> None:
        """This case is no longer the person's to do: the next of the view, at its end the one before."""
        if case_id == self._case_id and not self._busy:
            following = self._side.beside(case_id, 1) or self._side.beside(case_id, -1)
            if following is not None and following != case_id:
                self.open(following)

    def open_row(self, position: int) -> None:
        """A click on a row; while a review is being written, what was clicked is opened once it is."""
        case_id = self._side.case_at(position)
        if case_id is None:
            return
        if self._busy:
            self._later.append(lambda: self.open(case_id))
            return
        self.open(case_id)

    # --- one case -----------------------------------------------------------------------------------

    def open(self, case_id: str) -> None:
        """Show a case: at once where it was prepared ahead, else as soon as it is read."""
        if case_id == self._case_id and (self._open is not None or self._opening):
            return
        self.save()
        self._case_id = case_id
        self._gap_step = self._to_send = None
        self._touched = False
        self.aids.forget_sentence()
        self._acted()
        ready = self._cases.ready(case_id)
        if ready is not None:
            self._opened(ready)
            return
        # Until it is here nothing is decided: a key pressed now must not land on the case before.
        self._open, self._opening = None, True
        self._tasks.read(lambda: self._cases.open_case(case_id), self._opened, self._not_opened, key="open-case")

    def _opened(self, found: OpenCase) -> None:
        if found.case_id != self._case_id:
            return
        again = self._open is not None and self._open.case_id == found.case_id
        self._open, self._opening = found, False
        self._reserving.settling = None
        if not again:
            self._reserving.expected = found.case_id if self._may_reserve(found) else None
            self._draft = found.draft or ReviewDraft()
            self._dirty, self._kept = False, found.draft is not None
            self._time.begin(self._clock.mono_ms(), self._draft.active_ms, self._draft.left_window)
        self._show_case()
        self._show_decision()
        if not again:
            # Not before the case is painted: it is what the person waits for, and work in the pool takes turns with
            # the painting.
            self._tasks.later(self._show_queue)
            self._tasks.later(self._reach_ahead)
            self._tasks.later(self._load_behind)
            self._catch_up()
        elif self._to_send == found.case_id:
            self.submit()

    def _read_again(self, case_id: str) -> None:
        """The case in sight, as it is now."""
        self._tasks.read(lambda: self._cases.open_case(case_id), self._opened, lambda _e: None, key="open-case")

    def _may_reserve(self, opened: OpenCase) -> bool:
        """A case that is only looked at, or is the server's own copy, changes nothing in the hand."""
        return opened.view.state in ("open", "escalated") and self._queue.index_of(opened.case_id) is not None

    def _reach_ahead(self) -> None:
        """Claim the hand and prepare the next cases."""
        self._reserving.expected = None
        if self._case_id is None or (self._open is not None and not self._may_reserve(self._open)):
            return
        if self._queue.index_of(self._case_id) is None:
            return
        hand = self._side.ahead(self._case_id, HAND_SIZE)
        self._read_ahead(hand)
        self._reserving.want(hand)

    def _read_ahead(self, hand: tuple[str, ...]) -> None:
        self._near = hand
        self._tasks.read(lambda: self._cases.prefetch(hand), lambda _: self._prepare(), key="prefetch")

    def _prepare(self) -> None:
        """Tell the view who is likely to come next: the case after this one, then the one before it."""
        if self._open is None or self._busy:
            return
        likely: list[tuple[CaseState, DecisionState]] = []
        for step in (1, -1):
            case_id = self._side.beside(self._case_id, step)
            ready = self._cases.ready(case_id) if case_id is not None and case_id != self._case_id else None
            if ready is not None:
                draft = ready.draft or ReviewDraft()
                likely.append((self._case_state(ready), self._decision_state(ready, draft, ready.draft is not None)))
        self._view.prepare(likely)

    def _hand_answered(self) -> None:
        """What waited for it goes on once the case was read with its claim: the news of that may come later."""
        opened = self._open
        if opened is None or self._busy or not self._reserving.lacks(opened):
            return
        case_id = self._reserving.settling = opened.case_id

        def not_read(_: Exception) -> None:
            self._reserving.settling = None
            self._give_up_sending()

        self._tasks.read(lambda: self._cases.open_case(case_id), self._opened, not_read, key="open-case")

    def _hand_failed(self, error: Exception) -> None:
        """The status line says that the server is away, and the case itself when it matters."""
        if not isinstance(error, ApiError):
            self._failed(error)
        self._give_up_sending()

    def _give_up_sending(self) -> None:
        """What was to be sent with the reservation stays a draft, and the case says why."""
        waited, self._to_send = self._to_send is not None, None
        if self._open is None:
            return
        self._show_decision()
        if waited:
            self._view.point_at(next(iter(self._blockers()), "not_claimed_offline"))

    def _not_opened(self, error: Exception) -> None:
        self._open, self._opening = None, False
        self._later.clear()
        code = error.code if isinstance(error, DeskError) else "unexpected"
        self._view.show_case(CaseState(None, code, now_ms=self._clock.now_ms()))
        self._show_decision()
        self._load_behind()

    def _show_case(self) -> None:
        self._view.show_case(self._case_state(self._open))

    def _case_state(self, opened: OpenCase | None) -> CaseState:
        index = self._queue.index_of(opened.case_id) if opened is not None else None
        now = self._clock.now_ms()
        shown = by_now(opened, now) if opened is not None else None
        return CaseState(
            shown, "", self._queue.row(index) if index is not None else None, now, find=self._side.find.strip()
        )

    # --- sending and taking back --------------------------------------------------------------------

    def submit(self) -> None:
        """Ctrl+Enter: make the review durable and show the next case; where only its reservation is not here yet, as
        soon as it is."""
        opened, waited, self._to_send = self._open, self._to_send is not None, None
        if opened is None or self._busy:
            return
        self._count_time()
        told = self._offer.reliance(opened, self._draft)
        draft = msgspec.structs.replace(self._draft, opened=self.aids.opened(), **told)
        blockers = self._blockers_of(opened, draft)
        if blockers == (ON_ITS_WAY,):
            self._to_send = opened.case_id
        if self._to_send is not None or waited:
            self._show_decision()
        if self._to_send is not None:
            return
        if blockers:
            self._view.point_at(blockers[0])
            return
        following = self._side.beside(opened.case_id, 1) or self._side.beside(opened.case_id, -1)
        self._busy, self._dirty = True, False
        self._back.writing()

        def done(sent: Submitted) -> None:
            self._busy = False
            self._sent = sent
            self.aids.remember(draft.rationale)
            self._forget()
            # Before the next case, to which keys that waited may move the focus.
            self._tell_sent(sent, opened)
            if following is not None and following != opened.case_id:
                self.open(following)
            else:
                self._later.clear()
                self._show_nothing()
                self._show_decision()
            # Once the next case is painted.
            self._side.sent(sent.case_id)
            self._tasks.later(self._leave_out)
            self._back.written()

        def failed(error: Exception) -> None:
            self._busy, self._dirty = False, True
            self._back.not_written()
            self._later.clear()
            self._show_case()
            self._failed(error)
            self._show_decision()
            self._view.break_promise()

        self._tasks.write(lambda: self._reviews.submit(opened.case_id, draft), done, failed)
        self._tasks.give_way()
        ready = self._cases.ready(following) if following is not None and self._busy else None
        if self._busy:
            # Painted while the disk works; nothing can be done to it before the answer.
            self._view.promise(self._case_state(ready) if ready is not None else None)

    def _forget(self) -> None:
        self._case_id, self._open, self._draft = None, None, ReviewDraft()
        self._dirty = self._kept = False

    def undo(self) -> None:
        """Z: take back what was sent last while its window is open; the case of a submit is shown again. What still
        waits to be sent is taken back first."""
        if self._to_send is not None:
            self._to_send = None
            self._show_decision()
            return
        self._back.undo(self.save)

    def _tell_sent(self, sent: Submitted, opened: OpenCase) -> None:
        blind = opened.view.blind and sent.decision != Decision.ESCALATE
        notice = NoticeState(
            "sent_online" if sent.online else "sent",
            sent.case_id,
            opened.view.case_type,
            sent.decision,
            sent.command_id,
            sent.release_at,
            blind=blind,
        )

        def reopen() -> None:
            self._side.taken_in((sent.case_id,))
            self._forget()
            self.open(sent.case_id)

        if sent.online:
            self._back.say(notice)
        else:
            self._back.offer(notice, lambda: self._reviews.undo(sent.command_id), reopen)

    def failed(self, error: Exception) -> None:
        """Say what went wrong."""
        self._failed(error)

    def _failed(self, error: Exception) -> None:
        self._back.failed(error, self._case_id or "")

    # --- drafts, time, news -------------------------------------------------------------------------

    def save(self) -> None:
        """Keep what was entered; called every second, when the case changes and when the window closes."""
        if not self._dirty or self._case_id is None or self._busy:
            return
        case_id, draft = self._case_id, self._draft
        self._dirty = False

        def done(_: None) -> None:
            if self._case_id == case_id and not self._dirty:
                self._kept = True
                self._show_decision()

        self._tasks.write(lambda: self._reviews.save_draft(case_id, draft), done, self._failed)

    def tick(self, in_front: bool, moved: bool = False) -> None:
        """Once a second: keep the draft, count the time really worked, let the clocks of the queue run."""
        now = self._clock.mono_ms()
        if moved:
            self._acted()
        self._time.tick(now, in_front)
        self._count_time()
        self.save()
        self._back.tick()
        if now - self._last_slow >= SLOW_CLOCK_MS:
            self._last_slow = now
            self._tasks.read(self._queue.retime, lambda again: self._refill() if again else None, key="retime")
            self._show_queue()
            if self._open is not None:
                self._show_case()
        if not len(self._side) and not self._side.find:
            self._show_queue()
        # Minutes run, drafts and claims come and go: what was painted ahead is looked through again.
        self._prepare()
        if self._reserving.due():
            self._reach_ahead()
        at_work = now - self._time.last_act < RENEW_MS
        if self._open is not None and self._reserving.ends_now(self._open) and not self._busy:
            self._read_again(self._open.case_id)
            if at_work:
                self._reach_ahead()
        elif at_work and now - self._last_renew >= RENEW_MS:
            self._last_renew = now
            if self._open is not None and self._reserving.ended(self._open):
                # Whoever was away for longer than a reservation lasts asks for it anew.
                self._reach_ahead()
            else:
                self._reserving.renew()

    def _words_known(self, changed: Changed) -> None:
        """More cases can be found by what stands in their evidence; the rows are others only while one looks for
        something, or in a view of one's own."""

        def refreshed(_again: bool) -> None:
            if self._side.find or self._side.view_id in self._side.names():
                self._refill()

        self._tasks.read(lambda: self._queue.refresh(changed), refreshed)

    def on_changed(self, changed: Changed) -> None:
        """News: the queue takes it in off this thread, and the case in sight is asked for again if it is about it."""
        if Kind.STATUS in changed.kinds:
            self._ask_status()
        if changed.kinds == {Kind.WORDS}:
            self._words_known(changed)
            return
        watched = {Kind.CASE, Kind.CLAIM, Kind.OUTBOX, Kind.DRAFT, Kind.REVIEW, Kind.SESSION, Kind.SETTINGS}
        watched.add(Kind.PROCEDURES)
        if not changed.kinds & watched:
            return

        def refreshed(again: bool) -> None:
            if changed.kinds & {Kind.CASE, Kind.OUTBOX}:
                self._side.taken_in(changed.ids)
            if again:
                self._refill()

        self._tasks.read(lambda: self._queue.refresh(changed), refreshed)
        if changed.kinds == {Kind.SETTINGS}:
            return
        about_this = not changed.ids or self._case_id in changed.ids
        if self._case_id is not None and about_this and changed.kinds != frozenset({Kind.DRAFT}) and not self._busy:
            self._read_again(self._case_id)
        if self._open is not None and (not changed.ids or changed.ids & set(self._near[1:])):
            # A claim or a page that comes late makes the next case another one: it is read and painted again.
            self._read_ahead(self._near)
