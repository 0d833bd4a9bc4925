"""The QA room between use case and view: plans and samples, blind re-review, adjudication."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from app.contract.qa import MOST_CARRIED, FrameCriteria, FrameView
from app.desktop.panels.qa.presenter.reading import Reading, View, code_of
from app.desktop.panels.qa.state import ADJUDICATE, EVERYBODY, LOTS, PLAN, TOGETHER, Lot, PlanForm, WorkState
from app.desktop.ports import Sent, TooLate
from app.desktop.ports.quality import Carried, ScoreDraft
from app.domain.acceptance import Severity
from app.domain.sampling import Allocation, IsoPlan, Plan, StratifiedPlan

MOST_TAKEN = 20
"""Cases taken over at once."""
FRAME = frozenset({"days", "case_type", "vendor", "team", "decision", "label", "by"})
"""What is chosen of the lot itself; the rest is of its plan."""

_BEGUN = frozenset({"drawn", "drawn_there", "taken_along", "taken_over"})


def plan_of(form: PlanForm, expected: dict[str, float] | None = None) -> Plan:
    """`expected`: the shares of errors by stratum that Neyman's allocation goes by."""
    if form.kind == "iso":
        return IsoPlan(float(form.aql), form.level, Severity(form.severity))
    return StratifiedPlan(
        float(form.width) / 100,
        allocation=Allocation(form.allocation),
        minimum=int(form.minimum),
        expected_by_stratum=expected or {},
    )


def expected_by_stratum(frame: FrameView, lots: tuple[Lot, ...]) -> dict[str, float]:
    """What the newest settled sample that was cut in the same way says of each stratum, drawn towards the middle a
    little, so that no error among few cases is not taken for none at all; empty where there is no such sample."""
    for lot in lots:
        result = lot.sample.result if lot.sample is not None else None
        same = lot.frame is not None and lot.frame.criteria.strata_by == frame.criteria.strata_by
        if result is None or not result.strata or result.awaiting or result.unscored or not same:
            continue
        assert lot.frame is not None
        keys = {one.stratum: one.key for one in lot.frame.strata}
        known = {keys[one.stratum]: (one.wrong + 1) / (one.n + 2) for one in result.strata if one.stratum in keys}
        return {str(one.stratum): known[one.key] for one in frame.strata if one.key in known}
    return {}


def criteria_of(form: PlanForm, now_ms: int, reviewers: tuple[str, ...] = ()) -> FrameCriteria:
    """Whole days back from the end of this minute: what was decided just now is in it."""
    now = datetime.fromtimestamp(now_ms / 1000, UTC).replace(second=0, microsecond=0) + timedelta(minutes=1)
    return FrameCriteria(
        decided_from=now - timedelta(days=form.days),
        decided_before=now,
        case_types=(form.case_type,) if form.case_type else (),
        decisions=(form.decision,) if form.decision else (),
        labels=(form.label,) if form.label else (),
        vendors=() if form.vendor == EVERYBODY else (form.vendor,),
        reviewers=reviewers,
        strata_by=(form.by,) if form.by else (),
    )


class QaPresenter(Reading):
    """All methods run on the GUI thread."""

    # --- planning -----------------------------------------------------------------------------------

    def choose(self, name: str, value: str) -> None:
        form: Any = self._state.form
        if str(getattr(form, name)) == value:
            return
        changed = msgspec.structs.replace(form, **{name: int(value) if name == "days" else value})
        if name == "series":
            changed = self._switched(changed)
        if name in FRAME:
            # Another lot: what was frozen before is not it.
            self._put(form=changed, frame=None, packet="", preview=None, problem="")
        else:
            self._put(form=changed)
            self._plan()

    def _switched(self, form: PlanForm) -> PlanForm:
        """The inspection that the switching rules ask for in the next lot of this series, where it is known."""
        known = self._severities()
        severity = known.get(form.series.strip())
        return form if severity is None else msgspec.structs.replace(form, severity=severity)

    def _severities(self) -> dict[str, str]:
        """By series: what the server says, and without it what came along with a lot."""
        found = {name: severity for packet in self._carried for name, severity in packet.severities.items()}
        return found | {one.series: one.severity.value for one in self._state.series}

    def define(self) -> None:
        """Has the server freeze the lot."""
        form = self._state.form
        criteria = criteria_of(form, self._clock.now_ms(), dict(self._state.teams).get(form.team, ()))
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
        expected = self._expected(frame)
        if form.kind == "stratified" and form.allocation == Allocation.NEYMAN and not expected:
            self._put(preview=None, problem="neyman_needs")
            return

        def failed(error: Exception) -> None:
            self._put(preview=None, problem=code_of(error))

        self._tasks.read(
            lambda: self._quality.preview(frame, plan_of(form, expected)),
            lambda preview: self._put(preview=preview, problem=""),
            failed,
            key="qa-plan",
        )

    def _expected(self, frame: FrameView) -> dict[str, float]:
        neyman = self._state.form.allocation == Allocation.NEYMAN
        return expected_by_stratum(frame, self._state.lots) if neyman else {}

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

    def bring_files(self) -> None:
        """The documents of the open lot that are not here yet, for work without the server."""
        lot = self._state.open_lot
        if lot is None or lot.carried is None or not lot.files_missing or self._state.busy:
            return
        packet_id = lot.carried.packet_id
        self._put(busy=True, told="")

        def done(_: None) -> None:
            self._put(busy=False, told="files_here")
            self._read_here()

        def failed(error: Exception) -> None:
            self._failed(error)
            self._read_here()

        self._tasks.read(lambda: self._quality.bring_files(packet_id), done, failed, key="qa-files")

    def no_documents(self) -> None:
        self._put(told="no_documents", undo_until=0)

    def draw(self) -> None:
        """Draws the sample: here where the frame is carried, else on the server."""
        state = self._state
        frame, form, packet = state.frame, state.form, state.packet
        if frame is None or state.preview is None or state.busy:
            return
        plan, series = plan_of(form, self._expected(frame)), form.series.strip() or None
        scorers = self._scorers(form)
        overlap = int(form.overlap) / 100 if len(scorers) > 1 else 0.0
        self._put(busy=True, told="")

        def send() -> str:
            if packet:
                return self._quality.draw(packet, plan, form.seed, scorers, overlap, series)
            return self._quality.draw_online(frame, plan, form.seed, scorers, overlap, series)

        def done(sample_id: str) -> None:
            fresh = msgspec.structs.replace(form, seed=self._seed())
            told = "drawn" if packet else "drawn_there"
            self._put(busy=False, told=told, form=fresh, page=LOTS, lot=sample_id if packet else "")
            self.refresh()

        self._tasks.write(send, done, self._failed)

    def _scorers(self, form: PlanForm) -> tuple[str, ...]:
        """Who re-reviews: nobody named for oneself alone, "*" for whoever takes cases over."""
        if form.who == TOGETHER:
            return tuple(dict.fromkeys((self._me(), *(user_id for user_id, _name in self._state.colleagues))))
        return {"me": (), "anybody": ("*",)}.get(form.who, (form.who,))

    def take(self) -> None:
        """Takes over cases that wait for anybody, and brings them."""
        if not self._state.waiting or self._state.busy:
            return
        self._put(busy=True, told="")

        def done(packets: tuple[str, ...]) -> None:
            self._put(busy=False, told="taken_over" if packets else "none_to_take")
            self.refresh()

        self._tasks.read(lambda: self._quality.take(MOST_TAKEN), done, self._failed, key="qa-bring")

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
        elif not state.lots and PLAN in state.pages:
            self.choose_page(PLAN)

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
        """A case of the open lot, decided again or not; once they are told, the case itself in Review."""
        items = self._state.items
        if items:
            case_id = items[number].case_id if 0 <= number < len(items) else None
            if case_id:
                self._show_case(case_id)
            return
        lot = self._state.open_lot
        carried = lot.carried if lot is not None else None
        if carried is None or carried.signed or not 0 <= number < len(carried.refs):
            return
        ref = carried.refs[number]

        def have(item: Any) -> None:
            draft = self._drafts.get((carried.sample_id, ref)) or ScoreDraft(carried.said.get(ref, ""))
            self._time.begin(self._clock.mono_ms(), draft.active_ms)
            total, said = len(carried.refs), (draft.decision, draft.text)
            # What said how to come here is done with; what can still be taken back stays.
            told = "" if self._state.told in _BEGUN else self._state.told
            work = WorkState(
                "score", carried.sample_id, ref, item, number + 1, total, *said, packet_id=carried.packet_id
            )
            self._put(work=work, told=told)

        self._tasks.read(lambda: self._quality.item(carried.packet_id, ref), have, self._failed, key="qa-case")

    def open_task(self, number: int) -> None:
        """A case on which people differ, with both sides."""
        tasks = self._state.tasks or ()
        if 0 <= number < len(tasks):
            one = tasks[number]
            draft = self._drafts.get((one.sample_id, one.ref), ScoreDraft())
            said = (draft.decision, draft.text)
            work = WorkState("settle", one.sample_id, one.ref, one.item, number + 1, len(tasks), *said, said=one.said)
            work = msgspec.structs.replace(work, case_id=one.case_id)
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
            self._drafts[_key(work)] = ScoreDraft(work.decision, work.text, self._time.active_ms)
            self._unkept.add(_key(work))
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
            self._unkept.discard(_key(work))
            self._keep(_key(work))
            until = 0 if sent.online else sent.release_at
            if work.kind == "settle":
                rest = tuple(one for one in self._state.tasks or () if (one.sample_id, one.ref) != _key(work))
                self._put(work=None, tasks=rest, told="settled", undo_until=until)
                return
            self._put(told="scored", undo_until=until)
            self._onward()

        def failed(error: Exception) -> None:
            self._work(busy=False, problem=code_of(error))

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
            self._put(told="too_late" if isinstance(error, TooLate) else code_of(error), undo_until=0)

        self._tasks.write(lambda: self._quality.undo(sent.command_id), done, failed)


def _key(work: WorkState) -> tuple[str, str]:
    return work.sample_id, work.ref


__all__ = ["QaPresenter", "View"]
