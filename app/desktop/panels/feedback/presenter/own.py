"""Findings that one raised oneself: worded otherwise or taken back while nobody has taken them up. Whoever manages
findings words any of them."""

import msgspec

from app.desktop.panels.feedback.presenter.findings import FindingActs
from app.desktop.panels.feedback.state import MAX_WORDS, NEWS, SheetState
from app.domain.feedback import FeedbackState, UpdateFeedback


class Named(msgspec.Struct, frozen=True):
    """What a sheet is about, as it stood when the sheet was opened."""

    feedback_id: str
    rev: int
    title: str


class OwnActs(FindingActs):
    """All methods run on the GUI thread. `row` is the own finding on whose row the keys stand, "" for none."""

    def reword(self, row: str = "") -> None:
        """Opens the sheet for a finding's name."""
        item = self.finding
        if item is not None and not item.own and not self._manages():
            return
        if item is not None and "feedback.manage" in self._state.rights:
            named: Named | None = Named(item.feedback_id, item.rev, item.title)
        else:
            named = self._mine_of(row)
        if named is not None:
            self._open(SheetState("reword", about=named.feedback_id, rev=named.rev, text=named.title))

    def take_back(self, row: str = "") -> None:
        """Opens the sheet that takes a finding of one's own back, with a reason."""
        named = self._mine_of(row)
        if named is not None:
            self._open(SheetState("take_back", about=named.feedback_id, rev=named.rev))

    def _mine_of(self, row: str) -> Named | None:
        """The finding of one's own that is open, or that of the row; None where there is none that is still one's own
        to change, which is told."""
        item = self.finding
        if item is not None:
            found = Named(item.feedback_id, item.rev, item.title) if item.own else None
            state = item.state
        elif self._state.page == NEWS and self._state.data is not None and self._state.data[1] is not None:
            rows = self._state.data[1].items
            one = next((one for one in rows if one.feedback_id == row), None)
            found = Named(one.feedback_id, one.rev, one.title) if one is not None else None
            state = one.state if one is not None else ""
        else:
            return None
        if found is None:
            self._put(told="not_own" if item is not None else "own_first", undo_until=0)
            return None
        if state != FeedbackState.OPEN:
            self._put(told="taken_up", undo_until=0)
            return None
        return found

    def _send_reword(self, sheet: SheetState) -> str:
        title = sheet.text.strip()
        if not title:
            return "title_required"
        if len(title) > MAX_WORDS:
            return "note_too_long"
        body = UpdateFeedback(sheet.about, sheet.rev, title=title, language=self._language())
        self._command(lambda: self._news.change(body), "changed_now")
        return ""

    def _send_take_back(self, sheet: SheetState) -> str:
        reason = sheet.text.strip()
        if not reason:
            return "reason_required"
        if len(reason) > MAX_WORDS:
            return "note_too_long"
        state, language = FeedbackState.DISMISSED, self._language()
        body = UpdateFeedback(sheet.about, sheet.rev, state=state, reason=reason, language=language)
        self._command(lambda: self._news.change(body), "withdrawn_now")
        return ""
