"""What the Team room knows: the page in sight, what the server says of it, and the sheet that is open."""

from collections.abc import Callable
from typing import Any, Protocol

import msgspec

from app.desktop.panels.team.state import (
    BY,
    DAYS,
    MEASURES,
    OWN,
    WEEKLY,
    CardState,
    GoldData,
    TeamState,
    WordsState,
)
from app.desktop.ports import Clock, DeskError, NotReady, Sent, Tasks, Team
from app.desktop.ports.standing import Golds, Ladder


class View(Protocol):
    def show_team(self, state: TeamState) -> None: ...


class Reading:
    """All methods run on the GUI thread. `pages` are those that this person may see, `rights` what else they may;
    `language` is that in which somebody writes now ("en", "zh")."""

    def __init__(
        self,
        view: View,
        *,
        team: Team,
        ladder: Ladder,
        golds: Golds,
        tasks: Tasks,
        clock: Clock,
        pages: tuple[str, ...],
        rights: frozenset[str] = frozenset(),
        vendors: tuple[str, ...] = (),
        language: Callable[[], str],
    ) -> None:
        self._view, self._team, self._ladder, self._golds = view, team, ladder, golds
        self._tasks, self._clock, self._language = tasks, clock, language
        self._state = TeamState(page=pages[0] if pages else OWN, pages=pages, rights=rights, vendors=vendors)
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

    def tick(self, _in_front: bool = True) -> None:
        """Once a second."""
        if self._state.undo_until and self._clock.now_ms() >= self._state.undo_until:
            self._sent = None
            self._put(told="", undo_until=0)

    def refresh(self) -> None:
        """Asks the server for the page in sight."""
        if not self._state.pages:
            self._put()
            return
        self._put(data=None, beside=None, cases=None, cell=-1, failed="")
        self._ask()

    def _ask(self) -> None:
        """As refresh, while what stands there goes on standing there."""
        self._asked += 1
        mine, state = self._asked, self._state
        self._put(asking=True)

        def have(answer: tuple[Any, Any]) -> None:
            if mine == self._asked:
                data, beside = answer
                self._put(data=data, beside=beside, asking=False, failed="", **self._learnt(data))

        def failed(error: Exception) -> None:
            if mine == self._asked:
                self._put(asking=False, failed=code_of(error))

        self._tasks.read(lambda: self._read(state), have, failed, key="team")

    def _read(self, state: TeamState) -> tuple[Any, Any]:
        """What a page shows, and what stands beside it; in the pool."""
        team, ladder, golds = self._team, self._ladder, self._golds
        match state.page:
            case "own":
                return team.own(state.days), team.judgements()
            case "ladder":
                return ladder.own(), golds.own()
            case "checks":
                return ladder.own_checks(state.days), ladder.rubric()
            case "compare":
                return team.cards(state.by, state.days), team.funnel(state.by, state.measure, state.days)
            case "agreement":
                return team.agreement(state.days), None
            case "pull":
                return ladder.blind_first(state.days), None
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
            case "licences":
                looks = (ladder.looks(), ladder.rubric()) if "licence.manage" in state.rights else None
                return ladder.everybody(), looks
            case "gold":
                detail = golds.items(state.inner) if state.inner else None
                return GoldData(golds.sets(), golds.people(), detail), None
            case "house_checks":
                return ladder.check_stats(state.days), ladder.rubric()
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
            fresh: dict[str, Any] = {
                "practice": None,
                "card": None,
                "inner": "",
                "told": "",
                "saved": "",
                "undo_until": 0,
            }
            self._state = msgspec.structs.replace(self._state, page=page, **fresh)
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
        if self._state.card is not None:
            self._open_card(self._state.card.user_id, self._state.card.name)
        else:
            self.refresh()

    def _open_card(self, user_id: str, name: str) -> None:
        """Reads somebody's card of the period that is chosen."""
        days = self._state.days
        self._put(sheet=None, asking=True)

        def have(data: Any) -> None:
            self._put(card=CardState(user_id, name, data), asking=False, told="")

        def failed(error: Exception) -> None:
            self._put(asking=False, told=code_of(error), undo_until=0)

        self._tasks.read(lambda: self._team.person(user_id, days), have, failed, key="team-card")

    def toggle_table(self) -> None:
        self._put(as_table=not self._state.as_table)

    def told_saved(self, where: str) -> None:
        """Files of a chart were written, or could not be ("")."""
        self._put(told="saved" if where else "not_saved", saved=where, undo_until=0)

    # --- the sheet ----------------------------------------------------------------------------------

    def _open(self, sheet: WordsState) -> None:
        self._put(sheet=sheet, told="", undo_until=0)

    def pick(self, which: str, value: str) -> None:
        self._sheet(**{"second" if which == "second" else "outcome": value}, problem="")

    def enter(self, text: str) -> None:
        self._sheet(entry=text, problem="")

    def type(self, text: str) -> None:
        self._sheet(text=text, problem="")

    def close(self) -> None:
        self._put(sheet=None)

    def _sheet(self, **changes: Any) -> None:
        if self._state.sheet is not None:
            self._put(sheet=msgspec.structs.replace(self._state.sheet, **changes))

    def _do(self, act: Callable[[], Any], told: Callable[[Any], str]) -> None:
        """Sends what the sheet says to the server at once, and reads the page anew."""
        self._sheet(busy=True, problem="")

        def done(answer: Any) -> None:
            self._put(sheet=None, told=told(answer), undo_until=0)
            self._ask()

        def failed(error: Exception) -> None:
            self._sheet(busy=False, problem=code_of(error))

        self._tasks.read(act, done, failed)


def code_of(error: Exception) -> str:
    if isinstance(error, NotReady) and error.codes:
        return error.codes[0]
    return error.code if isinstance(error, DeskError) else "unexpected"
