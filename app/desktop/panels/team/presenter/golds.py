"""Cases with a known answer in the Team room: sets, their cases, and who is given some."""

from app.desktop.panels.team.presenter.reading import Reading, code_of
from app.desktop.panels.team.state import GOLD, MAX_WORDS, GoldData, WordsState
from app.domain.ids import CASE_ID

MAX_NAME = 80


class GoldActs(Reading):
    """All methods run on the GUI thread."""

    @property
    def _gold(self) -> GoldData | None:
        data = self._state.data
        return data if self._state.page == GOLD and isinstance(data, GoldData) else None

    def open_set(self, number: int) -> None:
        """The cases of an own set; another's set is its owner's alone."""
        data = self._gold
        if data is None or not 0 <= number < len(data.sets.sets):
            return
        one = data.sets.sets[number]
        if not one.mine:
            self._put(told="not_your_set", undo_until=0)
            return
        self._put(inner=one.set_id, told="")
        self._ask()

    def leave_set(self) -> None:
        data = self._gold
        if data is not None and self._state.inner:
            self._put(inner="", data=GoldData(data.sets, data.people))

    def add(self) -> None:
        """Opens the sheet for a new set, or for another case of the set that is open."""
        data = self._gold
        if data is None:
            return
        if data.detail is None:
            self._open(WordsState("new_set", "new", ""))
        else:
            self._open(WordsState("add_item", data.detail.set.set_id, data.detail.set.name))

    def retire(self, number: int) -> None:
        """Opens the sheet that gives a case of the open set out no more."""
        data = self._gold
        if data is None or data.detail is None or not 0 <= number < len(data.detail.items):
            return
        item = data.detail.items[number]
        if item.standing == "retired":
            self._put(told="retired_already", undo_until=0)
            return
        self._open(WordsState("retire", item.item_id, item.case_id, also=item.case_type))

    def hand_over(self) -> None:
        """Opens the sheet that gives the open set to another owner."""
        data = self._gold
        if data is None or data.detail is None:
            return
        held = data.detail.set

        def have(people: object) -> None:
            told = tuple((one.user_id, one.name) for one in people if one.user_id != held.owner_id)  # type: ignore[attr-defined]
            if not told:
                self._put(told="no_other_owner", undo_until=0)
                return
            self._open(WordsState("hand_over", held.set_id, held.name, options=told))

        def failed(error: Exception) -> None:
            self._put(told=code_of(error), undo_until=0)

        self._tasks.read(self._golds.owners, have, failed, key="team-owners")

    def run(self, number: int) -> None:
        """Opens the sheet that gives a person of the list a run of cases at once."""
        data = self._gold
        if data is not None and 0 <= number < len(data.people.rows):
            row = data.people.rows[number]
            self._open(WordsState("run", row.user_id, row.user_name))

    # --- what the sheets send -----------------------------------------------------------------------

    def _send_new_set(self, sheet: WordsState) -> str:
        name = sheet.entry.strip()
        if not name:
            return "name_required"
        self._do(lambda: self._golds.make(name[:MAX_NAME]), lambda _id: "set_made")
        return ""

    def _send_add_item(self, sheet: WordsState) -> str:
        case_id, reason = sheet.entry.strip().upper(), sheet.text.strip()
        if not CASE_ID.match(case_id):
            return "case_required"
        if not sheet.outcome:
            return "truth_required"
        if not sheet.second:
            return "use_required"
        if not reason:
            return "words_required"
        if len(reason) > MAX_WORDS:
            return "note_too_long"
        language = self._language()
        self._do(
            lambda: self._golds.add(sheet.id, case_id, sheet.outcome, sheet.second == "practice", reason, language),
            lambda _none: "item_added",
        )
        return ""

    def _send_retire(self, sheet: WordsState) -> str:
        held = self._state.inner
        self._do(lambda: self._golds.retire(held, sheet.id), lambda _none: "item_retired")
        return ""

    def _send_hand_over(self, sheet: WordsState) -> str:
        if not sheet.outcome:
            return "owner_required"
        heir = sheet.outcome

        def done(_none: object) -> str:
            # It is another's now, and what is in it is the owner's alone.
            self._put(inner="")
            return "set_handed"

        self._do(lambda: self._golds.hand_over(sheet.id, heir), done)
        return ""

    def _send_run(self, sheet: WordsState) -> str:
        if not sheet.outcome:
            return "type_required"
        case_type = sheet.outcome
        self._do(lambda: self._golds.run(sheet.id, case_type), lambda given: "run_given" if given else "run_none")
        return ""
