"""The QA room between use case and view: lots, plans, blind re-review, adjudication."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

import msgspec

from app.contract.qa import MOST_CARRIED, FrameCriteria
from app.desktop.changes import Changed, Kind
from app.desktop.panels.qa.state import (
    ADJUDICATE,
    COVERAGE,
    EVERYBODY,
    LOTS,
    PLAN,
    Lot,
    PlanForm,
    QaState,
    WorkState,
)
from app.desktop.ports import Clock, DeskError, Hub, NotReady, Search, Sent, Tasks, TooLate
from app.desktop.ports.quality import Carried, Quality
from app.domain.acceptance import Severity
from app.domain.active_time import ActiveTime
from app.domain.sampling import IsoPlan, Plan, StratifiedPlan

WATCHED = frozenset({Kind.OUTBOX, Kind.REVIEW})
FRAME = frozenset({"days", "case_type", "vendor", "decision", "label", "by"})
"""What is chosen of the lot itself; the rest is of its plan."""


class View(Protocol):
    def show_qa(self, state: QaState) -> None: ...


def plan_of(form: PlanForm) -> Plan:
    if form.kind == "iso":
        return IsoPlan(float(form.aql), form.level, Severity(form.severity))
    return StratifiedPlan(float(form.width) / 100)


def criteria_of(form: PlanForm, now_ms: int) -> FrameCriteria:
    """Whole days back from the end of this minute: what was decided just now is in it."""
    now = datetime.fromtimestamp(now_ms / 1000, UTC).replace(second=0, microsecond=0) + timedelta(minutes=1)
    return FrameCriteria(
        decided_from=now - timedelta(days=form.days),
        decided_before=now,
        case_types=(form.case_type,) if form.case_type else (),
        decisions=(form.decision,) if form.decision else (),
        labels=(form.label,) if form.label else (),
        vendors=() if form.vendor == EVERYBODY else (form.vendor,),
        strata_by=(form.by,) if form.by else (),
    )


class QaPresenter:
    """All methods run on the GUI thread. `acts` counts what the person does in the window, for the active time."""

    def __init__(
        self,
        view: View,
        *,
        quality: Quality,
        search: Search | None,
        tasks: Tasks,
        hub: Hub,
        clock: Clock,
        pages: tuple[str, ...],
        language: Callable[[str], str],
        acts: Callable[[], int] = int,
        seed: Callable[[], str],
    ) -> None:
        self._view, self._quality, self._search = view, quality, search
        self._tasks, self._clock, self._language, self._acts, self._seed = tasks, clock, language, acts, seed
        self._state = QaState(page=pages[0] if pages else LOTS, pages=pages, form=PlanForm(seed=seed()))
        self._carried: tuple[Carried, ...] = ()
        self._served: dict[str, Any] = {}
        self._frames: dict[str, Any] = {}
        self._sent: Sent | None = None
        self._in_sight = False
        self._asked = 0
        # What is half written about a case, until it is sent: leaving the case loses none of it.
        self._drafts: dict[tuple[str, str], tuple[str, str]] = {}
        self._time, self._acted = ActiveTime(), 0
        hub.changed.connect(self.on_changed)

    @property
    def state(self) -> QaState:
        return self._state

    # --- what it shows ------------------------------------------------------------------------------

    def activate(self) -> None:
        self._in_sight = True
        self.refresh()

    def leave(self) -> None:
        self._in_sight = False

    def tick(self, in_front: bool) -> None:
        """Once a second."""
        now, acts = self._clock.mono_ms(), self._acts()
        if acts != self._acted:
            self._acted = acts
            self._time.acted(now)
        self._time.tick(now, in_front and self._state.work is not None)
        if self._state.undo_until and self._clock.now_ms() >= self._state.undo_until:
            self._sent = None
            self._put(told="", undo_until=0)

    def on_changed(self, changed: Changed) -> None:
        if self._in_sight and changed.kinds & WATCHED:
            self._read_here()

    def refresh(self) -> None:
        """Reads what is here at once, and asks the server for the rest."""
        self._read_here()
        self._asked += 1
        mine, page = self._asked, self._state.page
        self._put(asking=True)

        def have(answer: dict[str, Any]) -> None:
            if mine != self._asked:
                return
            if "lots" in answer:
                self._served = {one.sample_id: one for one in answer.pop("lots")}
                self._frames = {one.frame_id: one for one in answer.pop("frames")}
            self._put(asking=False, offline="", **answer)
            self._merge()

        def failed(error: Exception) -> None:
            if mine == self._asked:
                self._put(asking=False, offline=_code(error))

        self._tasks.read(lambda: self._ask(page), have, failed, key="qa-server")

    def _ask(self, page: str) -> dict[str, Any]:
        """What the server says of a page; in the pool."""
        if page == ADJUDICATE:
            return {"tasks": self._quality.adjudications().tasks}
        if page == COVERAGE:
            return {"coverage": self._quality.coverage(30), "series": self._quality.series()}
        if page == PLAN:
            people = self._search.colleagues() if self._search is not None else ()
            vendors = sorted({one.vendor for one in people if one.vendor})
            leads = [(one.user_id, one.name) for one in people if {"team_lead", "senior_agent"} & set(one.roles)]
            return {"vendors": tuple(vendors), "colleagues": tuple(leads), "series": self._quality.series()}
        frames = self._quality.frames() if PLAN in self._state.pages else ()
        return {"lots": self._quality.samples(), "frames": frames}

    def _read_here(self) -> None:
        def have(carried: tuple[Carried, ...]) -> None:
            self._carried = carried
            self._merge()

        self._tasks.read(self._quality.carried, have, self._failed, key="qa-here")

    def _merge(self) -> None:
        """The samples of the server and those that are carried, one list."""
        lots = {n: Lot(n, one, frame=self._frames.get(one.frame_id)) for n, one in self._served.items()}
        fresh: dict[str, Lot] = {}
        for packet in self._carried:
            for one in packet.samples:
                if one.sample_id in lots:
                    lots[one.sample_id] = Lot(one.sample_id, lots[one.sample_id].sample, one, packet.frame)
                else:
                    fresh[one.sample_id] = Lot(one.sample_id, None, one, packet.frame)
        frame = self._state.frame
        held = [p.packet_id for p in self._carried if frame is not None and p.whole and _same(p, frame.frame_id)]
        self._put(lots=(*fresh.values(), *lots.values()), packet=held[0] if held else "")

    @property
    def frames_here(self) -> tuple[Carried, ...]:
        """Whole frames that this seat carries, to be drawn from without the server."""
        return tuple(packet for packet in self._carried if packet.whole)

    def _put(self, **changes: Any) -> None:
        self._state = msgspec.structs.replace(self._state, **changes)
        self._view.show_qa(self._state)

    def _failed(self, error: Exception) -> None:
        self._put(told=_code(error), busy=False, undo_until=0)

    def close_notice(self) -> None:
        self._put(told="", saved="", undo_until=0)

    def told_saved(self, where: str) -> None:
        self._put(told="saved" if where else "not_saved", saved=where, undo_until=0)

    def toggle_table(self) -> None:
        self._put(as_table=not self._state.as_table)

    # --- pages --------------------------------------------------------------------------------------

    def choose_page(self, page: str) -> None:
        if page in self._state.pages and page != self._state.page:
            self._put(page=page, lot="", work=None, told="", saved="", undo_until=0)
            self.refresh()

    def step_page(self, step: int) -> None:
        pages = self._state.pages
        at = pages.index(self._state.page)
        self.choose_page(pages[max(0, min(len(pages) - 1, at + step))])

    def open_lot(self, number: int) -> None:
        if 0 <= number < len(self._state.lots):
            self._put(lot=self._state.lots[number].sample_id, told="", undo_until=0)

    def back(self) -> None:
        """From a case to its lot or list, from a lot to the list."""
        if self._state.work is not None:
            self._put(work=None)
        elif self._state.lot:
            self._put(lot="")

    # --- planning -----------------------------------------------------------------------------------

    def choose(self, name: str, value: str) -> None:
        form: Any = self._state.form
        if str(getattr(form, name)) == value:
            return
        changed = msgspec.structs.replace(form, **{name: int(value) if name == "days" else value})
        if name in FRAME:
            # Another lot: what was frozen before is not it.
            self._put(form=changed, frame=None, packet="", preview=None, problem="")
        else:
            self._put(form=changed)
            self._plan()

    def define(self) -> None:
        """Has the server freeze the lot."""
        criteria = criteria_of(self._state.form, self._clock.now_ms())
        self._put(busy=True, told="")

        def have(frame: Any) -> None:
            self._put(busy=False, frame=frame)
            self._merge()
            self._plan()

        self._tasks.read(lambda: self._quality.define(criteria), have, self._failed, key="qa-define")

    def use_frame(self, number: int) -> None:
        """Plans for a frame that is carried here."""
        frames = self.frames_here
        if 0 <= number < len(frames):
            self._put(frame=frames[number].frame, told="")
            self._merge()
            self._plan()

    def _plan(self) -> None:
        frame, form = self._state.frame, self._state.form
        if frame is None:
            return

        def failed(error: Exception) -> None:
            self._put(preview=None, problem=_code(error))

        self._tasks.read(
            lambda: self._quality.preview(frame, plan_of(form)),
            lambda preview: self._put(preview=preview, problem=""),
            failed,
            key="qa-plan",
        )

    @property
    def can_carry(self) -> bool:
        """Whether the frame in sight may be taken along and is not here yet."""
        frame = self._state.frame
        return frame is not None and not self._state.packet and not frame.tells and frame.size <= MOST_CARRIED

    def take_along(self) -> None:
        """The frame that is planned for, or one's part of the open lot, for work without the server."""
        frame, lot = self._state.frame, self._state.open_lot
        if self._state.page == PLAN and frame is not None and self.can_carry:
            frame_id = frame.frame_id
            self._bring(lambda: self._quality.bring_frame(frame_id))
        elif lot is not None and lot.carried is None and lot.sample is not None and lot.sample.mine:
            sample_id = lot.sample_id
            self._bring(lambda: self._quality.bring_sample(sample_id))

    def _bring(self, bring: Callable[[], str]) -> None:
        self._put(busy=True, told="")

        def done(_packet: str) -> None:
            self._put(busy=False, told="taken_along")
            self._read_here()

        self._tasks.read(bring, done, self._failed, key="qa-bring")

    def draw(self) -> None:
        """Draws the sample: here where the frame is carried, else on the server."""
        state = self._state
        frame, form, packet = state.frame, state.form, state.packet
        if frame is None or state.preview is None or state.busy:
            return
        plan = plan_of(form)
        scorers: tuple[str, ...] = {"me": (), "anybody": ("*",)}.get(form.who, (form.who,))
        self._put(busy=True, told="")

        def send() -> str:
            if packet:
                return self._quality.draw(packet, plan, form.seed, scorers)
            return self._quality.draw_online(frame, plan, form.seed, scorers)

        def done(sample_id: str) -> None:
            fresh = msgspec.structs.replace(form, seed=self._seed())
            told = "drawn" if packet else "drawn_there"
            self._put(busy=False, told=told, form=fresh, page=LOTS, lot=sample_id if packet else "")
            self.refresh()

        self._tasks.write(send, done, self._failed)

    # --- the work -----------------------------------------------------------------------------------

    def step(self) -> None:
        """The one thing that comes next, wherever one is."""
        state = self._state
        if state.work is not None:
            self.submit()
        elif state.page == PLAN:
            if state.frame is None:
                self.define()
            else:
                self.draw()
        elif state.page == ADJUDICATE:
            self.open_task(0)
        elif state.open_lot is not None:
            self.next_case()

    def next_case(self) -> None:
        """The next case of the open lot that is not decided again yet."""
        lot = self._state.open_lot
        carried = lot.carried if lot is not None else None
        if carried is None:
            return
        ref = next((ref for ref in carried.refs if ref not in carried.said), None)
        if ref is None:
            self._put(work=None, told="" if carried.signed else "all_scored", undo_until=0)
            return
        self.open_case(carried.refs.index(ref))

    def open_case(self, number: int) -> None:
        """A case of the open lot, decided again or not; nothing where the scores are signed."""
        lot = self._state.open_lot
        carried = lot.carried if lot is not None else None
        if carried is None or carried.signed or not 0 <= number < len(carried.refs):
            return
        ref = carried.refs[number]

        def have(item: Any) -> None:
            self._time.begin(self._clock.mono_ms())
            decision, text = self._drafts.get((carried.sample_id, ref), (carried.said.get(ref, ""), ""))
            total = len(carried.refs)
            self._put(work=WorkState("score", carried.sample_id, ref, item, number + 1, total, decision, text))

        self._tasks.read(lambda: self._quality.item(carried.packet_id, ref), have, self._failed, key="qa-case")

    def open_task(self, number: int) -> None:
        """A case on which people differ, with both sides."""
        tasks = self._state.tasks or ()
        if 0 <= number < len(tasks):
            one = tasks[number]
            decision, text = self._drafts.get((one.sample_id, one.ref), ("", ""))
            work = WorkState(
                "settle", one.sample_id, one.ref, one.item, number + 1, len(tasks), decision, text, said=one.said
            )
            self._put(work=work, told="", undo_until=0)

    def decide(self, decision: str) -> None:
        work = self._state.work
        if work is not None and not (work.kind == "settle" and decision == "escalate"):
            self._work(decision=decision, problem="")

    def type(self, text: str) -> None:
        self._work(text=text, problem="")

    def _work(self, **changes: Any) -> None:
        if self._state.work is not None:
            work = msgspec.structs.replace(self._state.work, **changes)
            self._drafts[_key(work)] = (work.decision, work.text)
            self._put(work=work)

    def submit(self) -> None:
        work = self._state.work
        if work is None or work.busy:
            return
        if not work.decision:
            self._work(problem="decision_required")
            return
        language, active = self._language(work.text), self._time.active_ms
        self._work(busy=True)

        def send() -> Sent:
            if work.kind == "settle":
                return self._quality.adjudicate(work.sample_id, work.ref, work.decision, work.text, language)
            return self._quality.score(work.sample_id, work.ref, work.decision, work.text, language, active)

        def done(sent: Sent) -> None:
            self._sent = None if sent.online else sent
            self._drafts.pop(_key(work), None)
            until = 0 if sent.online else sent.release_at
            if work.kind == "settle":
                rest = tuple(one for one in self._state.tasks or () if (one.sample_id, one.ref) != _key(work))
                self._put(work=None, tasks=rest, told="settled", undo_until=until)
                return
            self._put(told="scored", undo_until=until)
            self._onward()

        def failed(error: Exception) -> None:
            self._work(busy=False, problem=_code(error))

        self._tasks.write(send, done, failed)

    def _onward(self) -> None:
        """What was said is in the outbox now; the next case follows from there."""

        def have(carried: tuple[Carried, ...]) -> None:
            self._carried = carried
            self._merge()
            self.next_case()

        self._tasks.read(self._quality.carried, have, self._failed, key="qa-here")

    def sign(self) -> None:
        """The scores of the open lot are final."""
        lot = self._state.open_lot
        if lot is None or lot.carried is None or self._state.busy:
            return
        sample_id = lot.sample_id
        self._put(busy=True, work=None)

        def done(sent: Sent) -> None:
            self._sent = None if sent.online else sent
            self._put(busy=False, told="signed", undo_until=0 if sent.online else sent.release_at)
            self._read_here()

        self._tasks.write(lambda: self._quality.sign(sample_id), done, self._failed)

    def give_back(self) -> None:
        """The packet of the open lot: nothing of it stays here."""
        lot = self._state.open_lot
        if lot is None or lot.carried is None or self._state.busy:
            return
        if lot.carried.pending:
            self._put(told="still_pending", undo_until=0)
            return
        packet = lot.carried.packet_id
        self._put(busy=True)

        def done(_: None) -> None:
            self._put(busy=False, told="given_back", lot="", work=None)
            self.refresh()

        self._tasks.read(lambda: self._quality.give_back(packet), done, self._failed, key="qa-back")

    def undo(self) -> None:
        """Takes back what was sent last, while its time runs."""
        sent, self._sent = self._sent, None
        if sent is None:
            return

        def done(_: str) -> None:
            self._put(told="taken_back", undo_until=0)
            self.refresh()

        def failed(error: Exception) -> None:
            self._put(told="too_late" if isinstance(error, TooLate) else _code(error), undo_until=0)

        self._tasks.write(lambda: self._quality.undo(sent.command_id), done, failed)


def _same(packet: Carried, frame_id: str) -> bool:
    return packet.frame.frame_id == frame_id


def _key(work: WorkState) -> tuple[str, str]:
    return work.sample_id, work.ref


def _code(error: Exception) -> str:
    if isinstance(error, NotReady) and error.codes:
        return error.codes[0]
    return error.code if isinstance(error, DeskError) else "unexpected"
