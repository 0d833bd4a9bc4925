"""What the QA room knows: samples of the server and of this seat, and the page in sight."""

from collections.abc import Callable, Mapping
from typing import Any, Protocol

import msgspec

from app.desktop.changes import Changed, Kind
from app.desktop.panels.qa.state import (
    ADJUDICATE,
    COVERAGE,
    LOTS,
    PLAN,
    Lot,
    PlanForm,
    QaState,
    WorkState,
)
from app.desktop.ports import Clock, DeskError, Hub, NotReady, Search, Sent, Tasks
from app.desktop.ports.quality import Carried, Quality, ScoreDraft
from app.domain.active_time import ActiveTime

WATCHED = frozenset({Kind.OUTBOX, Kind.REVIEW})


class View(Protocol):
    def show_qa(self, state: QaState) -> None: ...


class Reading:
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
        me: Callable[[], str] = str,
        rubric: Callable[[], Any] = lambda: None,
        show_case: Callable[[str], None] = lambda _case_id: None,
    ) -> None:
        self._view, self._quality, self._search = view, quality, search
        self._tasks, self._clock, self._language, self._acts, self._seed = tasks, clock, language, acts, seed
        self._me, self._rubric, self._show_case = me, rubric, show_case
        self._state = QaState(page=pages[0] if pages else LOTS, pages=pages, form=PlanForm(seed=seed()))
        self._carried: tuple[Carried, ...] = ()
        self._served: dict[str, Any] = {}
        self._frames: dict[str, Any] = {}
        self._sent: Sent | None = None
        self._in_sight, self._stale = False, False
        self._asked = 0
        # What is half said about a case, until it is sent: neither leaving the case nor a crash loses any of it.
        self._drafts: dict[tuple[str, str], ScoreDraft] = {}
        self._unkept: set[tuple[str, str]] = set()
        self._knows_drafts = False
        self._time, self._acted = ActiveTime(), 0
        self.beside: Callable[[WorkState | None], None] = lambda _work: None
        """Hears of the case in sight."""
        hub.changed.connect(self.on_changed)

    @property
    def state(self) -> QaState:
        return self._state

    # --- what it shows ------------------------------------------------------------------------------

    def activate(self) -> None:
        self._in_sight = True
        if not self._knows_drafts:
            self._read_drafts()
        self.refresh()

    def leave(self) -> None:
        self.keep_drafts()
        self._in_sight = False

    def _read_drafts(self) -> None:
        def have(found: Mapping[tuple[str, str], ScoreDraft]) -> None:
            self._knows_drafts = True
            self._drafts = {**found, **self._drafts}

        # One that cannot be read is begun anew, which is what an empty answer means as well.
        self._tasks.read(self._quality.drafts, have, lambda _error: None, key="qa-drafts")

    def keep_drafts(self) -> None:
        """Writes down what is half said; called every second, and when the room is left."""
        unkept, self._unkept = self._unkept, set()
        for key in unkept:
            self._keep(key)

    def _keep(self, key: tuple[str, str]) -> None:
        draft = self._drafts.get(key)
        self._tasks.write(lambda: self._quality.keep_draft(*key, draft), None, self._failed)

    def tick(self, in_front: bool) -> None:
        """Once a second."""
        now, acts = self._clock.mono_ms(), self._acts()
        if acts != self._acted:
            self._acted = acts
            self._time.acted(now)
        self._time.tick(now, in_front and self._state.work is not None)
        self.keep_drafts()
        self._catch_up()
        if self._state.undo_until and self._clock.now_ms() >= self._state.undo_until:
            self._sent = None
            self._put(told="", undo_until=0)

    def on_changed(self, changed: Changed) -> None:
        if self._in_sight and changed.kinds & WATCHED:
            self._read_here()
        self._stale = self._stale or Kind.QUALITY in changed.kinds
        self._catch_up()

    def _catch_up(self) -> None:
        """What others did, read where it does not disturb somebody at a case; `activate` reads it anyway."""
        if self._stale and self._in_sight and self._state.work is None:
            self.refresh()

    def refresh(self) -> None:
        """Reads what is here at once, and asks the server for the rest."""
        self._stale = False
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
            self._look()

        def failed(error: Exception) -> None:
            if mine == self._asked:
                self._put(asking=False, offline=code_of(error))

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
            teams: dict[str, tuple[str, ...]] = {}
            for one in people:
                if one.team:
                    teams[one.team] = (*teams.get(one.team, ()), one.user_id)
            return {
                "vendors": tuple(vendors),
                "colleagues": tuple(leads),
                "teams": tuple(sorted(teams.items())),
                "series": self._quality.series(),
            }
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
                    lots[one.sample_id] = Lot(
                        one.sample_id, lots[one.sample_id].sample, one, packet.frame, packet.files
                    )
                else:
                    fresh[one.sample_id] = Lot(one.sample_id, None, one, packet.frame, packet.files)
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
        if "work" in changes:
            self.beside(self._state.work)

    def _failed(self, error: Exception) -> None:
        self._put(told=code_of(error), busy=False, undo_until=0)

    def close_notice(self) -> None:
        self._put(told="", saved="", undo_until=0)

    def told_saved(self, where: str) -> None:
        self._put(told="saved" if where else "not_saved", saved=where, undo_until=0)

    def toggle_table(self) -> None:
        self._put(as_table=not self._state.as_table)

    # --- pages --------------------------------------------------------------------------------------

    def choose_page(self, page: str) -> None:
        if page in self._state.pages and page != self._state.page:
            self._put(page=page, lot="", items=(), work=None, told="", saved="", undo_until=0)
            self.refresh()

    def step_page(self, step: int) -> None:
        pages = self._state.pages
        at = pages.index(self._state.page)
        self.choose_page(pages[max(0, min(len(pages) - 1, at + step))])

    def open_lot(self, number: int) -> None:
        if 0 <= number < len(self._state.lots):
            self._put(lot=self._state.lots[number].sample_id, items=(), told="", undo_until=0)
            self._look()

    def _look(self) -> None:
        """The cases of the open sample one by one, where they may be told."""
        lot = self._state.open_lot
        if lot is None or lot.sample is None or lot.sample.result is None:
            return
        sample_id = lot.sample_id

        def ask() -> tuple[Any, Any]:
            return self._quality.sample(sample_id), self._rubric()

        def have(answer: tuple[Any, Any]) -> None:
            if self._state.lot == sample_id:
                self._put(items=answer[0].items, rubric=answer[1])

        # Without the server the sample stands there as it was.
        self._tasks.read(ask, have, lambda _error: None, key="qa-look")

    def back(self) -> None:
        """From a case to its lot or list, from a lot to the list."""
        if self._state.work is not None:
            self._put(work=None)
        elif self._state.lot:
            self._put(lot="", items=())


def _same(packet: Carried, frame_id: str) -> bool:
    return packet.frame.frame_id == frame_id


def code_of(error: Exception) -> str:
    if isinstance(error, NotReady) and error.codes:
        return error.codes[0]
    return error.code if isinstance(error, DeskError) else "unexpected"
