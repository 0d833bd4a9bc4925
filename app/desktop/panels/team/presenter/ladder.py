"""Licences in the Team room: practice cases, a lead's word on who stands where, and second looks."""

import msgspec

from app.desktop.panels.team.presenter.reading import Reading, code_of
from app.desktop.panels.team.state import LADDER, LICENCES, MAX_WORDS, PracticeState, WordsState

MANAGE = "licence.manage"


class LadderActs(Reading):
    """All methods run on the GUI thread."""

    # --- practice -----------------------------------------------------------------------------------

    def practise(self, number: int) -> None:
        """Practice cases of the type in that row of one's own licences."""
        data = self._state.data
        if self._state.page != LADDER or data is None or not 0 <= number < len(data.licences):
            return
        case_type = data.licences[number].case_type

        def have(page: object) -> None:
            cases = getattr(page, "cases", ())
            if self._state.page != LADDER:
                return
            if cases:
                self._put(practice=PracticeState(case_type, cases), told="", asking=False)
            else:
                self._put(told="no_practice", asking=False)

        def failed(error: Exception) -> None:
            self._put(told=code_of(error), asking=False)

        self._put(asking=True)
        self._tasks.read(lambda: self._ladder.practice(case_type), have, failed, key="team-practice")

    def decide(self, decision: str) -> None:
        """What one would decide of the practice case in sight."""
        work = self._state.practice
        if work is not None and work.result is None and not work.busy:
            self._practice(decision=decision, problem="")

    def step(self) -> None:
        """Gives the answer, or goes on to the next case once it is explained."""
        work = self._state.practice
        if work is None or work.busy:
            return
        if work.result is not None:
            if work.number + 1 < len(work.cases):
                self._put(practice=PracticeState(work.case_type, work.cases, work.number + 1))
            else:
                self.leave_practice()
            return
        if not work.decision:
            self._practice(problem="decision_required")
            return
        item, decision = work.case.item_id, work.decision
        self._practice(busy=True, problem="")

        def done(result: object) -> None:
            now = self._state.practice
            if now is not None and now.case.item_id == item:
                self._practice(busy=False, result=result)

        def failed(error: Exception) -> None:
            self._practice(busy=False, problem=code_of(error))

        self._tasks.read(lambda: self._ladder.answer(item, decision), done, failed, key="team-answer")

    def leave_practice(self) -> None:
        """Back to one's licences, which may stand otherwise now."""
        if self._state.practice is not None:
            self._put(practice=None)
            self._ask()

    def _practice(self, **changes: object) -> None:
        if self._state.practice is not None:
            self._put(practice=msgspec.structs.replace(self._state.practice, **changes))

    # --- who stands where ---------------------------------------------------------------------------

    def place(self, number: int) -> None:
        """Opens the sheet that puts a person on a rung."""
        page = self._state.data
        if self._state.page != LICENCES or page is None or not 0 <= number < len(page.rows):
            return
        if MANAGE not in self._state.rights:
            self._put(told="only_reads", undo_until=0)
            return
        row = page.rows[number]
        chosen = f"{row.licence.rung}:{row.licence.per_mille}"
        self._open(WordsState("place", row.user_id, row.user_name, outcome=chosen, also=row.licence.case_type))

    def look(self, number: int) -> None:
        """Opens the sheet that says what a second look found."""
        beside = self._state.beside
        looks = beside[0].looks if self._state.page == LICENCES and beside else ()
        if 0 <= number < len(looks):
            one = looks[number]
            self._open(WordsState("judge", one.review_id, one.case_id, also=one.case_type))

    def _send_place(self, sheet: WordsState) -> str:
        words = sheet.text.strip()
        if not words:
            return "words_required"
        if len(words) > MAX_WORDS:
            return "note_too_long"
        rung, _, share = sheet.outcome.partition(":")
        self._do(
            lambda: self._ladder.place(sheet.id, sheet.also, rung, int(share), words), lambda _answer: "placed_now"
        )
        return ""

    def _send_judge(self, sheet: WordsState) -> str:
        if not sheet.outcome:
            return "finding_required"
        found = "" if sheet.outcome == "none" else sheet.outcome
        self._do(lambda: self._ladder.judge(sheet.id, found), lambda wrong: "judged_wrong" if wrong else "judged_now")
        return ""
