"""What is done with findings: raised, changed, merged, split, and their cases opened."""

import re
from collections.abc import Callable
from typing import Any

from app.contract.feedback import FeedbackBrief, MinedNow
from app.desktop.panels.feedback.presenter.acts import Acts
from app.desktop.panels.feedback.state import MAX_WORDS, PATTERNS, TO_DO, FindingData, SheetState
from app.desktop.ports import CaseNotHere, Cases, Search
from app.domain.feedback import (
    NEEDS_REASON,
    UNSETTLED,
    CreateFeedback,
    FeedbackState,
    ResultKind,
    SplitPart,
    UpdateFeedback,
)
from app.domain.ids import CASE_ID
from app.domain.root_cause import Route

NEXT = {
    "open": "accepted",
    "accepted": "in_work",
    "in_work": "shipped",
    "shipped": "verified",
    "dismissed": "open",
}
"""What a finding usually becomes next."""
MERGE_PAGES = 5
"""Pages of findings among which one looks for another to merge into."""


class FindingActs(Acts):
    """All methods run on the GUI thread."""

    def __init__(
        self,
        *told: Any,
        cases: Cases,
        search: Search,
        show_case: Callable[[str], None],
        new_id: Callable[[], str],
        **more: Any,
    ) -> None:
        super().__init__(*told, **more)
        self._cases, self._search, self._show_case, self._new_id = cases, search, show_case, new_id
        self._others: dict[str, FeedbackBrief] = {}

    @property
    def finding(self) -> FeedbackBrief | None:
        """The finding that is open, where the page in sight is of findings."""
        detail = self._state.detail
        return detail.view.item if self._state.page == PATTERNS and isinstance(detail, FindingData) else None

    def _manages(self) -> bool:
        if "feedback.manage" in self._state.rights:
            return True
        self._put(told="only_reads", undo_until=0)
        return False

    # --- raising ------------------------------------------------------------------------------------

    def raise_finding(self) -> None:
        """Opens the sheet for a finding of one's own, over the cases that were picked."""
        if "feedback.raise" not in self._state.rights:
            self._put(told="no_raise", undo_until=0)
            return
        self._open(SheetState("raise", entry=" ".join(sorted(self._state.picked)), chosen={"route": ""}))

    def _send_raise(self, sheet: SheetState) -> str:
        cases, problem = _cases(sheet.entry)
        if problem or not sheet.text.strip():
            return problem or "title_required"
        route = sheet.chosen.get("route") or None
        body = CreateFeedback("", cases, sheet.text.strip(), self._language(), Route(route) if route else None)
        self._command(lambda: self._news.raise_finding(body), "raised_now")
        return ""

    # --- changing -----------------------------------------------------------------------------------

    def change(self) -> None:
        """Opens the sheet that changes state, route, owner or result; the usual next state is chosen on it."""
        item = self.finding
        if item is None or not self._manages():
            return
        if not item.states and FeedbackState(item.state) not in UNSETTLED:
            self._put(told="finding_ended", undo_until=0)
            return
        name = item.feedback_id

        def have(people: Any) -> None:
            here = self.finding
            if here is None or here.feedback_id != name:
                return
            options = tuple((one.user_id, one.name) for one in people)
            expected = NEXT.get(here.state, "")
            chosen = {
                "state": expected if expected in here.states else here.state,
                "route": here.route or "",
                "owner": here.owner_id or "",
                "result": "",
            }
            self._open(SheetState("change", chosen=chosen, options=options))

        def failed(_error: Exception) -> None:
            # Without the server nobody else can be named; the rest can be changed all the same.
            have(())

        self._tasks.read(self._loop.owners, have, failed, key="feedback-owners")

    def _send_change(self, sheet: SheetState) -> str:
        item = self.finding
        if item is None:
            return "finding_gone"
        chosen, reason = sheet.chosen, sheet.text.strip()
        state = FeedbackState(chosen["state"]) if chosen["state"] != item.state else None
        route = Route(chosen["route"]) if chosen["route"] and chosen["route"] != item.route else None
        owner = chosen["owner"] if chosen["owner"] != (item.owner_id or "") else None
        kind, ref = chosen.get("result", ""), sheet.entry.strip()
        problem = _change_problem(state, route, owner, kind, ref, reason)
        if problem:
            return problem
        body = UpdateFeedback(
            item.feedback_id,
            item.rev,
            state=state,
            route=route,
            owner_id=owner,
            result_kind=ResultKind(kind) if kind else None,
            result_ref=ref if kind else None,
            reason=reason,
            language=self._language(),
        )
        self._command(lambda: self._news.change(body), "changed_now")
        return ""

    def merge(self) -> None:
        """Opens the sheet that moves the cases of the finding to another."""
        item = self.finding
        if item is None or not self._manages():
            return
        if FeedbackState(item.state) not in UNSETTLED:
            self._put(told="finding_ended", undo_until=0)
            return
        if item.kind == "signal":
            self._put(told="signal_alone", undo_until=0)
            return
        own = item.feedback_id

        def have(page: Any) -> None:
            others = (one for one in page.items if one.feedback_id != own and one.kind != "signal")
            there = [one for one in others if FeedbackState(one.state) in UNSETTLED]
            if not there:
                self._put(told="no_other", undo_until=0)
                return
            self._others = {one.feedback_id: one for one in there}
            self._open(SheetState("merge", options=tuple((one.feedback_id, "") for one in there)))

        self._do(lambda: self._loop.items(TO_DO, item.case_type, MERGE_PAGES), have)

    @property
    def others(self) -> dict[str, FeedbackBrief]:
        """The findings that the one that is open can be merged into."""
        return self._others

    def _send_merge(self, sheet: SheetState) -> str:
        item, into = self.finding, sheet.chosen.get("into", "")
        if item is None or not into:
            return "other_required" if item is not None else "finding_gone"
        words = sheet.text.strip()
        body = UpdateFeedback(item.feedback_id, item.rev, merge_into=into, reason=words, language=self._language())
        self._command(lambda: self._news.change(body), "merged_now")
        return ""

    def pick_case(self, case_id: str) -> None:
        """Picks a case of the finding, or no longer."""
        if self.finding is not None and case_id:
            self._put(picked=self._state.picked ^ {case_id})

    def split(self) -> None:
        """Opens the sheet that makes a finding of its own of the cases that were picked."""
        item = self.finding
        if item is None or not self._manages():
            return
        if FeedbackState(item.state) not in UNSETTLED:
            self._put(told="finding_ended", undo_until=0)
        elif not self._state.picked:
            self._put(told="pick_first", undo_until=0)
        else:
            self._open(SheetState("split"))

    def _send_split(self, sheet: SheetState) -> str:
        item, title = self.finding, sheet.text.strip()
        if item is None or not title:
            return "title_required" if item is not None else "finding_gone"
        part = SplitPart(self._new_id(), title, tuple(sorted(self._state.picked)))
        body = UpdateFeedback(item.feedback_id, item.rev, split=(part,), language=self._language())
        self._command(lambda: self._news.change(body), "split_now")
        return ""

    def mine_now(self) -> None:
        """Looks for patterns and failing signals now rather than within the hour."""
        if self._state.page != PATTERNS or not self._manages():
            return
        self._put(asking=True)

        def have(mined: MinedNow) -> None:
            self._put(told="mined_some" if mined.patterns or mined.signals else "mined_none", undo_until=0)
            self._ask()

        def failed(error: Exception) -> None:
            self._put(asking=False, told=getattr(error, "code", "unexpected"), undo_until=0)

        self._tasks.read(self._loop.mine, have, failed, key="feedback-mine")

    # --- cases --------------------------------------------------------------------------------------

    def open_case(self, case_id: str) -> None:
        """Shows a case in Review: from this seat, else as the server finds it, to be read alone."""
        if not case_id:
            return
        cases, search = self._cases, self._search

        def look() -> bool:
            try:
                if cases.ready(case_id) is None:
                    cases.open_case(case_id)
            except CaseNotHere:
                found = [one for one in search.find(case_id).cases if one.case_id == case_id]
                for one in found:
                    cases.take_in(one.view)
                return bool(found)
            return True

        def have(there: bool) -> None:
            if there:
                self._show_case(case_id)
            else:
                self._put(told="case_gone", undo_until=0)

        def failed(error: Exception) -> None:
            code = getattr(error, "code", "unexpected")
            self._put(told="case_offline" if code == "offline" else code, undo_until=0)

        self._tasks.read(look, have, failed, key="feedback-case")


def _cases(text: str) -> tuple[tuple[str, ...], str]:
    """The case numbers in what was typed, and what is wrong with it."""
    words = [word.upper() for word in re.split(r"[\s,;，；、]+", text) if word]
    if not words:
        return (), "case_required"
    if not all(CASE_ID.match(word) for word in words):
        return (), "case_ids"
    return tuple(dict.fromkeys(words)), ""


def _change_problem(
    state: FeedbackState | None, route: Route | None, owner: str | None, kind: str, ref: str, reason: str
) -> str:
    """What a change lacks."""
    if state is None and route is None and owner is None and not kind:
        return "nothing_changed"
    if state in NEEDS_REASON and not reason:
        return "reason_required"
    if bool(kind) != bool(ref):
        return "result_pair"
    return "note_too_long" if len(reason) > MAX_WORDS else ""
