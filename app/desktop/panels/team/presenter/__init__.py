"""The Team room between use case and view."""

from collections.abc import Callable
from typing import Any

from app.desktop.panels.team.presenter.golds import GoldActs
from app.desktop.panels.team.presenter.ladder import LadderActs
from app.desktop.panels.team.presenter.reading import View, code_of
from app.desktop.panels.team.state import AGREEMENT, DISPUTES, HOUSE_CHECKS, OWN, SHIFT, WordsState
from app.desktop.ports import Sent, TooLate
from app.domain.dispute import MAX_REASON


class TeamPresenter(LadderActs, GoldActs):
    """All methods run on the GUI thread."""

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
                self._put(asking=False, cell=-1, failed=code_of(error))

        self._tasks.read(lambda: self._team.agreement_cases(first, second, days), have, failed, key="team-cell")

    def back(self) -> None:
        """From the cases of a cell to the matrix, from a set to all sets, from practice to one's licences."""
        if self._state.card is not None:
            self._put(card=None)
        elif self._state.practice is not None:
            self.leave_practice()
        elif self._state.inner:
            self.leave_set()
        elif self._state.cell >= 0:
            self._asked += 1
            self._put(cell=-1, cases=None, asking=False)

    # --- somebody's card ----------------------------------------------------------------------------

    def ask_card(self, number: int) -> None:
        """Opens the sheet before somebody's card: they are told that it was read."""
        people = self._people()
        if not 0 <= number < len(people):
            return
        if "scorecard.read" not in self._state.rights:
            self._put(told="no_card", undo_until=0)
            return
        self._open(WordsState("card", *people[number], outcome="card"))

    def _people(self) -> list[tuple[str, str]]:
        """(id, name) of the people in the rows of the page in sight, in their order."""
        data = self._state.data
        if data is None:
            return []
        if self._state.page == SHIFT:
            return [(one.user_id, one.name) for one in data.people]
        if self._state.page == HOUSE_CHECKS:
            return sorted({(row.user_id, row.user_name) for row in data.rows}, key=lambda one: (one[1], one[0]))
        return []

    def _send_card(self, sheet: WordsState) -> str:
        self._open_card(sheet.id, sheet.about)
        return ""

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
        self._open(WordsState("dispute", one.judgement_id, one.case_id))

    def settle(self, number: int) -> None:
        """Opens the sheet that settles a dispute."""
        page = self._state.data
        if self._state.page != DISPUTES or page is None or not 0 <= number < len(page.disputes):
            return
        one = page.disputes[number]
        if one.state != "open" or not one.mine_to_settle:
            self._put(told="settled" if one.state != "open" else "not_mine_to_settle", undo_until=0)
            return
        self._open(WordsState("settle", one.dispute_id, one.case_id))

    def confirm(self) -> None:
        """Sends what stands on the sheet, or says what it lacks."""
        sheet = self._state.sheet
        if sheet is None or sheet.busy:
            return
        sends: dict[str, Callable[[WordsState], str]] = {
            "card": self._send_card,
            "place": self._send_place,
            "judge": self._send_judge,
            "new_set": self._send_new_set,
            "add_item": self._send_add_item,
            "retire": self._send_retire,
            "hand_over": self._send_hand_over,
            "run": self._send_run,
        }
        problem = sends.get(sheet.kind, self._send_words)(sheet)
        if problem:
            self._sheet(problem=problem)

    def _send_words(self, sheet: WordsState) -> str:
        """A dispute, or what settles one: a command, which waits for the server and can be taken back."""
        words = sheet.text.strip()
        problem = "outcome_required" if sheet.kind == "settle" and not sheet.outcome else ""
        problem = problem or ("words_required" if not words else "")
        problem = problem or ("note_too_long" if len(words) > MAX_REASON else "")
        if problem:
            return problem
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
            self._sheet(busy=False, problem=code_of(error))

        self._tasks.write(send, done, failed)
        return ""

    def undo(self) -> None:
        """Takes back what was sent last, while its time runs."""
        sent, self._sent = self._sent, None
        if sent is None:
            return

        def failed(error: Exception) -> None:
            self._put(told="too_late" if isinstance(error, TooLate) else code_of(error), undo_until=0)

        self._tasks.write(
            lambda: self._team.undo(sent.command_id), lambda _: self._put(told="taken_back", undo_until=0), failed
        )


__all__ = ["TeamPresenter", "View"]
