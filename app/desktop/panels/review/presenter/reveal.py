"""R: seeing a masked value for a short while. What the server answers is held here alone, and only until its time is
over, the case changes or the room is left."""

from collections.abc import Callable
from typing import Protocol

import msgspec

from app.contract.views import CaseView
from app.desktop.panels.review.presenter.uncover import offered, uncovered
from app.desktop.panels.review.state import CaseState, MaskedField, RevealState, SeenState
from app.desktop.ports import Clock, DeskError, Revealed, Reveals, Tasks
from app.domain.assessment import Scalar
from app.domain.catalogue import Catalogue
from app.domain.reveal import RevealReason

REASONS = tuple(RevealReason)
"""In the order of the keys 1 to 4."""


class View(Protocol):
    """What is asked of the view; every call is cheap and idempotent."""

    def show_case(self, state: CaseState) -> None: ...

    def show_reveal(self, state: RevealState | None) -> None: ...

    def show_seen(self, state: SeenState | None) -> None: ...

    def evidence_in_sight(self) -> tuple[str, ...]: ...


class RevealPresenter:
    """Stands between the room's presenter and its view: every case passes here and takes on what may be seen. All
    methods run on the GUI thread."""

    def __init__(self, view: View, *, reveals: Reveals, tasks: Tasks, clock: Clock, catalogue: Catalogue) -> None:
        self._view = view
        self._reveals = reveals
        self._tasks = tasks
        self._clock = clock
        self._catalogue = catalogue
        self._case = CaseState(None)
        self._values: dict[str, tuple[Scalar, ...]] = {}
        self._until = 0
        self._turn = 0
        self._sheet: RevealState | None = None
        self.beside: Callable[[CaseState], None] = lambda _state: None
        """Who shows parts of the case elsewhere, and so hears of what may be seen as well."""

    def show_case(self, state: CaseState) -> None:
        """A case for the screen; other facts than before end what was seen and what was asked."""
        if _facts(state) != _facts(self._case):
            self._end()
        self._case = state
        self._show()

    def _show(self) -> None:
        state = self._case
        if self._values and state.open is not None:
            state = msgspec.structs.replace(state, shown=uncovered(state.open.view, self._values))
        self._view.show_case(state)
        self.beside(state)

    # --- the sheet ----------------------------------------------------------------------------------

    def ask(self) -> None:
        """R: what is masked in sight, and the reasons."""
        if self._case.open is None or self._sheet is not None:
            return
        case = self._case.open.view
        fields = offered(case, self._view.evidence_in_sight(), self._catalogue)
        self._say(RevealState(case, fields, tuple(reason.value for reason in REASONS)))

    def move(self, step: int) -> None:
        if self._sheet is not None and self._sheet.fields and not self._sheet.asking:
            self.choose(max(0, min(len(self._sheet.fields) - 1, self._sheet.current + step)))

    def choose(self, number: int) -> None:
        if self._sheet is not None and not self._sheet.asking:
            self._say(msgspec.structs.replace(self._sheet, current=number))

    def pick_reason(self, number: int) -> None:
        """Keys 1 to 4."""
        if self._sheet is not None and not self._sheet.asking and 1 <= number <= len(REASONS):
            self._say(msgspec.structs.replace(self._sheet, reason=REASONS[number - 1].value, problem=""))

    def confirm(self) -> None:
        """Enter: ask the server."""
        sheet, opened = self._sheet, self._case.open
        if sheet is None or opened is None or sheet.asking or not sheet.fields:
            return
        if sheet.reason is None:
            self._say(msgspec.structs.replace(sheet, problem="reveal_reason"))
            return
        field: MaskedField = sheet.fields[sheet.current]
        reason = RevealReason(sheet.reason)
        self._turn += 1
        turn = self._turn
        self._say(msgspec.structs.replace(sheet, asking=True, problem=""))

        def done(answer: Revealed) -> None:
            # An answer that comes after the case left, or after Esc, is dropped unseen.
            if turn == self._turn:
                self._answered(answer)

        def failed(error: Exception) -> None:
            if turn == self._turn and self._sheet is not None:
                code = error.code if isinstance(error, DeskError) else "unexpected"
                self._say(msgspec.structs.replace(self._sheet, asking=False, problem=code))

        self._tasks.read(lambda: self._reveals.reveal(opened.case_id, field.paths, reason), done, failed)

    def close(self) -> None:
        """Esc: nothing is asked, and an answer under way is not shown."""
        self._turn += 1
        self._say(None)

    def _say(self, sheet: RevealState | None) -> None:
        self._sheet = sheet
        self._view.show_reveal(sheet)

    # --- what is seen -------------------------------------------------------------------------------

    def _answered(self, answer: Revealed) -> None:
        until = self._clock.mono_ms() + answer.ttl_s * 1000
        # One end for all that is seen: the earliest, so that nothing stays longer than the server allows.
        self._until = min(self._until, until) if self._values else until
        self._values |= answer.values
        if answer.problem and self._sheet is not None:
            self._say(msgspec.structs.replace(self._sheet, asking=False, problem=answer.problem))
        else:
            self._say(None)
        self._show()
        self._count_down()

    def in_plain_text(self) -> tuple[str, ...]:
        """The real values in sight, which must not get into what is written."""
        return tuple(str(value) for values in self._values.values() for value in values if value is not None)

    def tick(self) -> None:
        """Once a second."""
        if self._values:
            if self._clock.mono_ms() >= self._until:
                self.cover()
            else:
                self._count_down()

    def _count_down(self) -> None:
        left = self._until - self._clock.mono_ms()
        self._view.show_seen(SeenState(-(-left // 1000), self._clock.now_ms() + left))

    def cover(self) -> None:
        """Mask again now: time is over, the room is left, the language changes, the person asks for it. A field that
        is being chosen is no part of that."""
        if self._values:
            self._forget()
            self._show()

    def _end(self) -> None:
        self._turn += 1
        if self._sheet is not None:
            self._say(None)
        self._forget()

    def _forget(self) -> None:
        if self._values:
            self._values = {}
            self._view.show_seen(None)


def _facts(state: CaseState) -> tuple[object, ...] | None:
    if state.open is None:
        return None
    case: CaseView = state.open.view
    return case.case_id, case.masked, case.subject, case.evidence
