"""What the Calibrate room knows: the page in sight, what the server says of it, and the sheet that is open."""

from collections.abc import Callable
from typing import Any, Protocol

import msgspec

from app.contract.catalogue import catalogue
from app.desktop.changes import Changed, Kind
from app.desktop.panels.calibrate.state import (
    BY,
    COSTS,
    DAYS,
    PROPOSALS,
    SESSIONS,
    SIDES,
    THRESHOLDS,
    CalibrateState,
    FiguresData,
    HubData,
    ProposalsData,
    SessionsData,
    SheetState,
)
from app.desktop.ports import Clock, DeskError, Hub, NotReady, Sent, Tasks
from app.desktop.ports.calibrate import Calibration, Sessions, Thresholds

_FRESH: dict[str, Any] = {"told": "", "saved": "", "vote": None, "undo_until": 0}
"""What another page begins with."""


class View(Protocol):
    def show_room(self, state: CalibrateState) -> None: ...


class Reading:
    """All methods run on the GUI thread. `pages` are those that this person may see, `rights` what else they may."""

    def __init__(
        self,
        view: View,
        *,
        thresholds: Thresholds,
        calibration: Calibration,
        sessions: Sessions,
        tasks: Tasks,
        hub: Hub,
        clock: Clock,
        pages: tuple[str, ...],
        rights: frozenset[str] = frozenset(),
    ) -> None:
        self._view, self._tasks = view, tasks
        self._thresholds, self._calibration, self._sessions = thresholds, calibration, sessions
        self._clock = clock
        self._sent: Sent | None = None
        self._state = CalibrateState(page=pages[0] if pages else THRESHOLDS, pages=pages, rights=rights)
        self._asked = 0
        self._in_sight, self._stale = False, False
        hub.changed.connect(self.on_changed)

    @property
    def state(self) -> CalibrateState:
        return self._state

    # --- what it shows ------------------------------------------------------------------------------

    def activate(self) -> None:
        self._in_sight = True
        if self._state.data is None and not self._state.asking:
            self.refresh()
            return
        # Of a session that others have opened meanwhile nobody is told who was not invited.
        self._stale = self._stale or self._state.page == SESSIONS
        self._put()
        self._catch_up()

    def leave(self) -> None:
        """Nothing runs on while the room is out of sight."""
        self._in_sight = False

    def tick(self, _in_front: bool = True) -> None:
        """Once a second: what can be taken back, can be for ten."""
        if self._state.undo_until and self._clock.now_ms() >= self._state.undo_until:
            self._sent = None
            self._put(told="", undo_until=0)
        self._catch_up()

    def on_changed(self, changed: Changed) -> None:
        self._stale = self._stale or Kind.CALIBRATION in changed.kinds
        self._catch_up()

    def _catch_up(self) -> None:
        """What others did at other seats, read where it does not disturb somebody at a case or on a sheet."""
        state = self._state
        calm = state.sheet is None and state.vote is None and not state.asking
        if self._stale and self._in_sight and calm and state.page in (SESSIONS, PROPOSALS):
            self._ask()

    def refresh(self) -> None:
        """Asks the server for the page in sight."""
        if not self._state.pages:
            self._put()
            return
        self._put(data=None, failed="")
        self._ask()

    def _ask(self) -> None:
        """As refresh, while what stands there goes on standing there."""
        self._asked += 1
        mine, state = self._asked, self._state
        self._stale = False
        self._put(asking=True)

        def have(data: Any) -> None:
            if mine == self._asked:
                self._put(data=data, asking=False, failed="", **self._learnt(data))

        def failed(error: Exception) -> None:
            if mine == self._asked:
                self._put(asking=False, failed=code_of(error))

        self._tasks.read(lambda: self._read(state), have, failed, key="calibrate")

    def _read(self, state: CalibrateState) -> Any:
        """What a page shows; in the pool."""
        match state.page:
            case "thresholds":
                hub = self._thresholds.rules()
                # A type that has thresholds, until somebody chooses one.
                named = (*(one.case_type for one in hub.sides), *catalogue().case_types)
                case_type = state.case_type or named[0]
                asked = self._thresholds.simulation
                sims = {side: asked(case_type, side, state.days, float(state.cost)) for side in SIDES}
                return HubData(hub, case_type, sims)
            case "proposals":
                found = self._thresholds.proposal(state.inner) if state.inner else None
                return ProposalsData(self._thresholds.proposals(), found, self._thresholds.challenges())
            case "figures":
                return FiguresData(
                    self._calibration.figures(state.days, state.of, state.model, state.segment),
                    self._calibration.groups(state.by, state.days, state.of, state.model),
                )
            case "sessions":
                page, kept = self._sessions.listed()
                one, old = self._sessions.one(state.inner, ask=not kept) if state.inner else (None, False)
                mine = None
                if not kept and not state.inner and "threshold.challenge" in state.rights:
                    mine = self._sessions.own_challenges()
                return SessionsData(page, one, kept or old, mine)
            case "targets":
                return self._calibration.targets(state.days, state.of)
            case _:
                return self._thresholds.boundary(state.days)

    def _learnt(self, data: Any) -> dict[str, Any]:
        return {"case_type": data.case_type} if isinstance(data, HubData) else {}

    def _put(self, **changes: Any) -> None:
        self._state = msgspec.structs.replace(self._state, **changes)
        self._view.show_room(self._state)

    def close_notice(self) -> None:
        self._put(told="", saved="", undo_until=0)

    # --- what is chosen -----------------------------------------------------------------------------

    def choose_page(self, page: str, inner: str = "") -> None:
        if page in self._state.pages and (page, inner) != (self._state.page, self._state.inner):
            self._state = msgspec.structs.replace(self._state, page=page, inner=inner, **_FRESH)
            self.refresh()

    def step_page(self, step: int) -> None:
        pages = self._state.pages
        at = pages.index(self._state.page) if self._state.page in pages else 0
        self.choose_page(pages[max(0, min(len(pages) - 1, at + step))])

    def choose(self, name: str, value: str) -> None:
        """A choice of the page."""
        allowed = {
            "days": tuple(map(str, DAYS)),
            "cost": tuple(map(str, COSTS)),
            "case_type": tuple(catalogue().case_types),
            "of": ("", *catalogue().case_types),
            "by": BY,
            # What the server listed, whatever it is.
            "model": (value,),
            "segment": (value,),
        }
        if value not in allowed.get(name, ()) or str(getattr(self._state, name)) == value:
            return
        changes: dict[str, Any] = {name: int(value) if name in ("days", "cost") else value}
        if name == "case_type":
            changes["at"] = {}
        self._state = msgspec.structs.replace(self._state, **changes)
        self.refresh()

    def toggle_table(self) -> None:
        self._put(as_table=not self._state.as_table)

    def told_saved(self, where: str) -> None:
        """Files of a chart were written, or could not be ("")."""
        self._put(told="saved" if where else "not_saved", saved=where)

    # --- the sheet ----------------------------------------------------------------------------------

    def _open(self, sheet: SheetState) -> None:
        self._put(sheet=sheet, told="")

    def pick(self, which: str, value: str) -> None:
        sheet = self._state.sheet
        if sheet is None:
            return
        if which == "people":
            # The one list of many: chosen again is chosen no longer.
            held = [one for one in sheet.picks.get(which, "").split(",") if one]
            value = ",".join([one for one in held if one != value] if value in held else [*held, value])
        self._sheet(picks={**sheet.picks, which: value}, problem="")

    def enter(self, text: str) -> None:
        self._sheet(entry=text, problem="")

    def enter_second(self, text: str) -> None:
        self._sheet(second=text, problem="")

    def type(self, text: str) -> None:
        self._sheet(text=text, problem="")

    def close(self) -> None:
        self._put(sheet=None)

    def _sheet(self, **changes: Any) -> None:
        if self._state.sheet is not None:
            self._put(sheet=msgspec.structs.replace(self._state.sheet, **changes))

    def _send(self, act: Callable[[], Any], told: str, then: Callable[[Any], None] | None = None) -> None:
        """Does at the server what the sheet says; then reads the page anew, or does what comes `then`."""
        self._sheet(busy=True, problem="")

        def done(answer: Any) -> None:
            self._put(sheet=None, told=told)
            if then is None:
                self._ask()
            else:
                then(answer)

        def failed(error: Exception) -> None:
            self._sheet(busy=False, problem=code_of(error))

        self._tasks.read(act, done, failed)

    def _at_once(self, act: Callable[[], Any], told: str) -> None:
        """The same for what needs no sheet."""
        self._put(asking=True, told="")

        def done(_answer: Any) -> None:
            self._put(told=told)
            self._ask()

        def failed(error: Exception) -> None:
            self._put(asking=False, told=code_of(error))

        self._tasks.read(act, done, failed)


def threshold_in(written: str) -> float | None:
    """A threshold as a person writes it; None for what is none, and for an empty line."""
    try:
        found = float(written.strip().replace(",", "."))
    except ValueError:
        return None
    return found if 0 <= found <= 1 else None


def code_of(error: Exception) -> str:
    if isinstance(error, NotReady) and error.codes:
        return error.codes[0]
    return error.code if isinstance(error, DeskError) else "unexpected"
