"""The Team room between use case and view."""

from collections.abc import Callable
from typing import Any, Protocol

import msgspec

from app.desktop.panels.team.state import (
    AGREEMENT,
    BY,
    DAYS,
    DISPUTES,
    MEASURES,
    OWN,
    WEEKLY,
    TeamState,
    WordsState,
)
from app.desktop.ports import Clock, DeskError, NotReady, Sent, Tasks, Team, TooLate
from app.domain.dispute import MAX_REASON


class View(Protocol):
    def show_team(self, state: TeamState) -> None: ...


class TeamPresenter:
    """All methods run on the GUI thread. `pages` are those that this person may see; `language` is that in which
    somebody writes now ("en", "zh")."""

    def __init__(
        self,
        view: View,
        *,
        team: Team,
        tasks: Tasks,
        clock: Clock,
        pages: tuple[str, ...],
        vendors: tuple[str, ...] = (),
        language: Callable[[], str],
    ) -> None:
        self._view, self._team, self._tasks, self._clock, self._language = view, team, tasks, clock, language
        self._state = TeamState(page=pages[0] if pages else OWN, pages=pages, vendors=vendors)
        self._asked = 0
        self._sent: Sent | None = None
        self._in_sight = False

    @property
    def state(self) -> TeamState:
        return self._state

    # --- what it shows ------------------------------------------------------------------------------

    def activate(self) -> None:
        self._in_sight = True
        if self._state.data is None and not self._state.asking:
            self.refresh()
        else:
            self._put()

    def leave(self) -> None:
        self._in_sight = False

    def tick(self) -> None:
        """Once a second."""
        if self._state.undo_until and self._clock.now_ms() >= self._state.undo_until:
            self._sent = None
            self._put(told="", undo_until=0)

    def refresh(self) -> None:
        """Asks the server for the page in sight."""
        state = self._state
        if not state.pages:
            self._put()
            return
        self._asked += 1
        mine = self._asked
        self._put(data=None, beside=None, cases=None, cell=-1, asking=True, failed="")

        def have(answer: tuple[Any, Any]) -> None:
            if mine == self._asked:
                data, beside = answer
                self._put(data=data, beside=beside, asking=False, **self._learnt(data))

        def failed(error: Exception) -> None:
            if mine == self._asked:
                self._put(asking=False, failed=_code(error))

        self._tasks.read(lambda: self._read(state), have, failed, key="team")

    def _read(self, state: TeamState) -> tuple[Any, Any]:
        """What a page shows, and what stands beside it; in the pool."""
        team = self._team
        match state.page:
            case "own":
                return team.own(state.days), team.judgements()
            case "compare":
                return team.cards(state.by, state.days), team.funnel(state.by, state.measure, state.days)
            case "agreement":
                return team.agreement(state.days), None
            case "recall":
                return team.recall(state.days), None
            case "shift":
                return team.shift(), None
            case "weekly":
                vendors = state.vendors
                if not vendors:
                    cards = team.cards("vendor", 90).cards
                    vendors = tuple(card.subject.id for card in cards if card.subject.id)
                chosen = state.vendor or (vendors[0] if vendors else "")
                return (team.weekly(chosen) if chosen else None), vendors
            case _:
                return team.disputes(), None

    def _learnt(self, data: Any) -> dict[str, Any]:
        if self._state.page != WEEKLY or data is None:
            return {}
        return {"vendor": data.vendor}

    def _put(self, **changes: Any) -> None:
        self._state = msgspec.structs.replace(self._state, **changes)
        self._view.show_team(self._state)

    def close_notice(self) -> None:
        self._put(told="", saved="", undo_until=0)

    # --- what is chosen -----------------------------------------------------------------------------

    def choose_page(self, page: str) -> None:
        if page in self._state.pages and page != self._state.page:
            self._state = msgspec.structs.replace(self._state, page=page, told="", saved="", undo_until=0)
            self.refresh()

    def step_page(self, step: int) -> None:
        pages = self._state.pages
        at = pages.index(self._state.page) if self._state.page in pages else 0
        self.choose_page(pages[max(0, min(len(pages) - 1, at + step))])

    def choose(self, name: str, value: str) -> None:
        """A choice of the page: days, by, measure or vendor."""
        allowed = {"days": tuple(map(str, DAYS)), "by": BY, "measure": MEASURES, "vendor": (value,)}
        if value not in allowed.get(name, ()) or str(getattr(self._state, name)) == value:
            return
        changes: dict[str, Any] = {name: int(value) if name == "days" else value}
        self._state = msgspec.structs.replace(self._state, **changes)
        self.refresh()

    def toggle_table(self) -> None:
        self._put(as_table=not self._state.as_table)

    def open_cell(self, number: int) -> None:
        """The cases that two raters both judged."""
        data, days = self._state.data, self._state.days
        if self._state.page != AGREEMENT or data is None or not 0 <= number < len(data.cells):
            return
        cell = data.cells[number]
        first, second = data.raters[cell.a].id, data.raters[cell.b].id
        self._asked += 1
        mine = self._asked
        self._put(cell=number, cases=None, asking=True, failed="")

        def have(cases: Any) -> None:
            if mine == self._asked:
                self._put(cases=cases, asking=False)

        def failed(error: Exception) -> None:
            if mine == self._asked:
                self._put(asking=False, cell=-1, failed=_code(error))

        self._tasks.read(lambda: self._team.agreement_cases(first, second, days), have, failed, key="team-cell")

    def back(self) -> None:
        """From the cases of a cell to the matrix."""
        if self._state.cell >= 0:
            self._asked += 1
            self._put(cell=-1, cases=None, asking=False)

    def told_saved(self, where: str) -> None:
        """Files of a chart were written, or could not be ("")."""
        self._put(told="saved" if where else "not_saved", saved=where, undo_until=0)

    # --- disputing, settling ------------------------------------------------------------------------

    def dispute(self, number: int) -> None:
        """Opens the sheet for a judgement of one's own, where it may be disputed."""
        page = self._state.beside
        if self._state.page != OWN or page is None or not 0 <= number < len(page.judgements):
            return
        one = page.judgements[number]
        if not one.disputable:
            self._put(told="disputed" if one.dispute_id else "not_disputable", undo_until=0)
            return
        self._put(sheet=WordsState("dispute", one.judgement_id, one.case_id), told="", undo_until=0)

    def settle(self, number: int) -> None:
        """Opens the sheet that settles a dispute."""
        page = self._state.data
        if self._state.page != DISPUTES or page is None or not 0 <= number < len(page.disputes):
            return
        one = page.disputes[number]
        if one.state != "open" or not one.mine_to_settle:
            self._put(told="settled" if one.state != "open" else "not_mine_to_settle", undo_until=0)
            return
        self._put(sheet=WordsState("settle", one.dispute_id, one.case_id), told="", undo_until=0)

    def pick(self, _list: str, outcome: str) -> None:
        self._sheet(outcome=outcome, problem="")

    def type(self, text: str) -> None:
        self._sheet(text=text, problem="")

    def close(self) -> None:
        self._put(sheet=None)

    def _sheet(self, **changes: Any) -> None:
        if self._state.sheet is not None:
            self._put(sheet=msgspec.structs.replace(self._state.sheet, **changes))

    def confirm(self) -> None:
        sheet = self._state.sheet
        if sheet is None or sheet.busy:
            return
        words = sheet.text.strip()
        problem = "outcome_required" if sheet.kind == "settle" and not sheet.outcome else ""
        problem = problem or ("words_required" if not words else "")
        problem = problem or ("note_too_long" if len(words) > MAX_REASON else "")
        if problem:
            self._sheet(problem=problem)
            return
        language = self._language()
        self._sheet(busy=True)

        def send() -> Sent:
            if sheet.kind == "settle":
                return self._team.settle(sheet.id, sheet.outcome, words, language)
            return self._team.dispute(sheet.id, words, language)

        def done(sent: Sent) -> None:
            self._sent = None if sent.online else sent
            told = "settled_now" if sheet.kind == "settle" else "disputed_now"
            self._put(sheet=None, told=told, undo_until=0 if sent.online else sent.release_at)

        def failed(error: Exception) -> None:
            code = error.codes[0] if isinstance(error, NotReady) and error.codes else _code(error)
            self._sheet(busy=False, problem=code)

        self._tasks.write(send, done, failed)

    def undo(self) -> None:
        """Takes back what was sent last, while its time runs."""
        sent, self._sent = self._sent, None
        if sent is None:
            return

        def failed(error: Exception) -> None:
            self._put(told="too_late" if isinstance(error, TooLate) else _code(error), undo_until=0)

        self._tasks.write(
            lambda: self._team.undo(sent.command_id), lambda _: self._put(told="taken_back", undo_until=0), failed
        )


def _code(error: Exception) -> str:
    return error.code if isinstance(error, DeskError) else "unexpected"
