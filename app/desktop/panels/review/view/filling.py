"""How the case in sight comes into the panels: at once, or in steps behind what the screen shows meanwhile.

To fill both panels takes longer than a frame. So another case is filled in behind its picture, if it was painted ahead
(ahead.py), and everything else, where that may be, behind what stood on the screen. It may not be where the focus is in
a panel, where real values come, go or stand, and where what is on the screen was not painted of these panels; then they
are filled at once. Whoever reads from a panel or does something to it calls `settle` first: what is between two steps
is nobody's business.
"""

from collections.abc import Callable, Generator, Sequence

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from app.desktop import in_force
from app.desktop.panels.review.model import time_colour
from app.desktop.panels.review.state import CaseState, DecisionState
from app.desktop.panels.review.view.ahead import Ahead, Look, Shown
from app.desktop.panels.review.view.case_panel import CasePanel
from app.desktop.panels.review.view.side_panel import SidePanel
from app.desktop.widgets import formats, tokens
from app.desktop.widgets.painted import at_rest, heights_ahead

SOON_MS = 2_000
"""What is painted ahead is looked through again every second, and painted within another."""


class Filling(QObject):
    """Fills `case` and `side`. `leave` takes the focus out of them, `named` hears of another case once its panels hold
    it, `filled` that the panels are what is on the screen."""

    def __init__(
        self,
        case: CasePanel,
        side: SidePanel,
        leave: Callable[[], None],
        named: Callable[[CaseState], None],
        filled: Callable[[], None],
    ) -> None:
        super().__init__(case)
        self._case, self._side = case, side
        self._leave, self._named, self._filled = leave, named, filled
        self.ahead = Ahead(case, side, self._look, self._touched, self.step)
        self.case_state: CaseState | None = None
        """The case in sight, or the one that is about to be."""
        self.promised = False
        """Whether the picture of a case stands that was not shown yet."""
        self.standing: tuple[str, ...] | None = None
        """The evidence on the screen while news of the case in sight is filled in behind it."""
        self._compact = False
        self._steps: Generator[bool, None, None] | None = None
        self._covered: DecisionState | None = None
        """The decision that a picture shows."""
        self._held: DecisionState | None = None
        """The decision that is shown once the panels are filled out of sight."""
        self._told: object = None
        """What the panels were last told of the case, and in which words."""

    @property
    def pending(self) -> bool:
        """Whether the panels still have to be filled with the case in sight."""
        return self._steps is not None

    # --- what is to be shown ------------------------------------------------------------------------

    def promise(self, state: CaseState) -> None:
        """Settled panels: the picture of a case that is shown in a moment unless something fails, if there is one,
        stands from now on."""
        if self.case_state is not None and self.case_state.shown is None:
            self.promised = self.ahead.cover(state, *_time(state)) is not None

    def show_case(self, state: CaseState) -> None:
        # What was promised stays where it is: it is either this case or covered by it.
        promised, self.promised = self.promised, False
        before = self.case_state
        fresh = before is None or _id(before) != _id(state)
        told = (_painted(state), state.shown, _time(state), self._words())
        if told == self._told and not fresh and not promised:
            # Asked for again, as with every page that comes in, and nothing of it is new.
            self.case_state = state
            return
        self._told = told
        standing = self.ahead.covering
        if fresh:
            # A case that was passed before the panels were filled with it leaves nothing in them to see.
            self._steps = self._held = self.standing = None
        else:
            self.settle()
        if before is not None and before.shown != state.shown:
            self.ahead.renew()
        self.case_state, self._covered = state, None
        if (promised or not self._holds_focus()) and (before is None or before.shown is None):
            if fresh:
                self._covered = self.ahead.cover(state, *_time(state))
            if self._covered is not None:
                self._steps = self._behind(state, self._covered)
            elif self._may_wait(before, state) and (fresh or not standing) and self.ahead.hold():
                # News does not wait behind what may be of another case, which would stay for one more filling.
                self.standing = None if fresh else self._case.in_sight()
                self._held = DecisionState("", frozenset()) if fresh else None
                self._steps = self._unseen(state, fresh)
                return
        if self._covered is None:
            self.ahead.lift()
            self._told = None
            self._fill_at_once(state, fresh)
            self._told = told
            self._filled()

    @staticmethod
    def _may_wait(before: CaseState | None, state: CaseState) -> bool:
        """Whether what is on the screen may stay there for the steps it takes to fill the panels: real values never
        come or go later than they should."""
        return before is not None and before.open is not None and state.open is not None and state.shown is None

    def show_decision(self, state: DecisionState) -> None:
        if self.standing is not None or self._held is not None:
            self._held = state
            return
        if self._covered is not None:
            if self._covered == state:
                return
            self.settle()
        self._side.show_decision(state)

    def prepare(self, cases: Sequence[tuple[CaseState, DecisionState]]) -> None:
        """The cases most likely to be shown next, the likeliest first, to be painted when there is time for it."""
        # Of the time only the words for what is left are painted: not every second makes another picture. Just before
        # a minute is over there is one with the words for the next.
        self.ahead.want(
            [
                Shown(_painted(case), *words, decision)
                for case, decision in cases
                for words in dict.fromkeys((_time(case), _time(case, SOON_MS)))
            ]
        )

    def set_compact(self, on: bool) -> None:
        """The panels close up, for a low window."""
        self._compact = on
        self._case.set_compact(on)
        self._side.assessment.set_compact(on)

    def moved(self) -> None:
        """What came or went beside a panel: what is held does not fit its place any more."""
        if self.ahead.covering and not self.ahead.pictured:
            self.settle()

    def anew(self) -> None:
        """The words in force are others: the case in sight is filled in once more."""
        self._told = None
        if self.case_state is not None:
            self.show_case(self.case_state)

    # --- the steps ----------------------------------------------------------------------------------

    def settle(self) -> None:
        """Fill the panels with what a picture shows for them. Nothing is read from them or done to them before."""
        while self.step():
            pass
        if self.promised:
            self.promised = False
            self.ahead.lift()
        self._filled()

    def step(self) -> bool:
        """One step of some milliseconds towards panels that hold the case in sight; whether there are more."""
        # Taken away while it runs: a step that asks for `settle` must not come back here.
        steps, self._steps = self._steps, None
        try:
            more = steps is not None and next(steps, None) is not None
        except BaseException:
            # The panels answer, and are filled anew with the next that is told of the case. Nothing of a draft goes
            # from one case to another meanwhile.
            decision = self._covered if self._held is None else self._held
            self._told = self._held = self.standing = self._covered = None
            self.ahead.lift()
            if decision is not None:
                self._side.show_decision(decision)
            raise
        if not more:
            self._filled()
            return False
        self._steps = steps
        return True

    def _touched(self, by_key: bool) -> None:
        """Before a key or a pointer reaches the window. A key that is meant for a panel finds it filled; any other
        goes by way of the presenter to a setter of the view, which sees to that itself."""
        if not by_key or self.promised or self._holds_focus():
            self.settle()

    def _fill_at_once(self, state: CaseState, fresh: bool) -> None:
        focused = QApplication.focusWidget()
        inside = focused is not None and self._case.isAncestorOf(focused)
        with at_rest(*self._case.layouts()):
            self._case.show_case(state, *_time(state))
        self._side.show_case(state, fresh)
        if fresh and inside and QApplication.focusWidget() is not focused:
            # What had the focus went with its case: Qt would hand it to the next in line, the first decision.
            self._leave()
        if fresh:
            self._named(state)

    def _behind(self, state: CaseState, covered: DecisionState) -> Generator[bool, None, None]:
        """The panels are filled and laid out in turn and painted strip by strip as their pictures go."""
        yield from self._fill_in_steps(state, fresh=True)
        self._side.show_decision(covered)
        yield from self._laid_out()
        while self.ahead.lift_one():
            yield True
        self._covered = None
        self.ahead.lift()

    def _unseen(self, state: CaseState, fresh: bool) -> Generator[bool, None, None]:
        """The same for a case nobody has painted ahead, or for news of the one in sight: what was on the screen stays
        there until both panels are filled."""
        yield from self._fill_in_steps(state, fresh)
        decision, self._held, self.standing = self._held, None, None
        if decision is not None:
            self._side.show_decision(decision)
        yield from self._laid_out()
        while self.ahead.lift_one():
            yield True
        self.ahead.lift()

    def _fill_in_steps(self, state: CaseState, fresh: bool) -> Generator[bool, None, None]:
        with at_rest(*self._case.layouts()):
            for _ in self._case.fill(state, *_time(state)):
                yield True
        yield True
        for _ in heights_ahead(self._case):
            yield True
        yield from self._laid_out()
        self._side.show_case(state, fresh)
        if fresh:
            self._named(state)
        yield from self._laid_out()

    @staticmethod
    def _laid_out() -> Generator[bool, None, None]:
        """The layouts that were asked for have a turn of the event loop to themselves."""
        yield True
        yield True

    # --- what the screen depends on -----------------------------------------------------------------

    def _holds_focus(self) -> bool:
        """Whether the focus is in a panel, where a picture would not show it."""
        focused = QApplication.focusWidget()
        return focused is not None and (self._case.isAncestorOf(focused) or self._side.isAncestorOf(focused))

    def _look(self) -> Look:
        return Look(self._case.size(), self._side.size(), self._case.devicePixelRatioF(), *self._words())

    def _words(self) -> tuple[int, str, bool, tuple[tuple[str, str], ...], bool, int]:
        """What the words of a case and their place depend on besides the case."""
        keys = tuple(sorted(self._side.decision.keys.items()))
        return tokens.generation(), formats.language(), formats.tells_utc(), keys, self._compact, in_force.generation()


def _time(state: CaseState, soon_ms: int = 0) -> tuple[str, str]:
    """What is left of the deadline, in words and as a colour; `soon_ms`: as it will be then."""
    if state.row is None:
        return "", "text"
    now = state.now_ms + soon_ms
    return formats.time_left((state.row.effective_due_at - now) / 1000), time_colour(state.row, now)


def _painted(state: CaseState) -> CaseState:
    """What of a case ends in its picture."""
    return CaseState(state.open, around=state.around, find=state.find)


def _id(state: CaseState) -> str | None:
    return state.open.case_id if state.open is not None else None
