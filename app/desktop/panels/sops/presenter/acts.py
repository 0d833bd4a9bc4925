"""What is done to pages by way of a sheet: sent, settled, taken back, given a keeper or a place in Confluence."""

import re
from collections.abc import Callable
from typing import Any

import msgspec

from app.contract.catalogue import catalogue
from app.desktop.panels.sops.presenter.reading import code_of
from app.desktop.panels.sops.presenter.writing import Writing, day_of
from app.desktop.panels.sops.state import (
    ALL,
    APPROVE,
    CONTRADICTION,
    COVERAGE,
    FLAGS,
    MAX_REASON,
    WRITE,
    SheetState,
    clauses_of,
    kind_of,
    pages_of,
)
from app.domain.sop import EVERY_TYPE
from app.domain.text import Bilingual

_PAGE_ID = re.compile(r"[A-Z]{2,8}-[0-9]{1,4}\Z")
_CONTENT = re.compile(r"(?:pages/|pageId=|^)([0-9]{1,20})(?:\D|$)")
NEW_CLAUSE = "new"


class Acts(Writing):
    """All methods run on the GUI thread."""

    # --- opening ------------------------------------------------------------------------------------

    def _open(self, sheet: SheetState) -> None:
        self._put(sheet=sheet, told="")

    def propose(self) -> None:
        """Opens the sheet that sends what is written to whoever approves it."""
        edit = self._state.edit
        if edit is not None and not edit.busy and self.fits():
            self._open(SheetState("send", edit.page_id, edit.page_id, edit.draft.note, edit.draft.effective))

    def save(self) -> None:
        """Keeps what is written on the server; the first time it asks what changes and why."""
        edit = self._state.edit
        if edit is None or edit.busy:
            return
        if edit.draft.note:
            self.send(edit.draft.note, edit.draft.effective, draft=True)
        else:
            self._open(SheetState("keep", edit.page_id, edit.page_id))

    def settle(self) -> None:
        """Opens the sheet that approves the version in sight, or sends it back."""
        diff = self._state.diff
        version = diff.version if diff is not None else None
        if version is not None and "approve" in version.may:
            about = f"{version.page_id} {version.version}"
            self._open(SheetState("settle", version.version_id, about))
        elif version is not None and version.standing == "proposed" and APPROVE in self._state.rights:
            self._put(told="own_proposal")

    def withdraw(self) -> None:
        """Opens the sheet that takes the version in sight back, or throws away what is half written."""
        edit, diff = self._state.edit, self._state.diff
        version = diff.version if diff is not None else None
        if edit is not None:
            if edit.page_id in self._state.halves:
                self._open(SheetState("throw", edit.page_id, edit.page_id, outcome="throw"))
        elif version is not None and "withdraw" in version.may:
            about = f"{version.page_id} {version.version}"
            self._open(SheetState("withdraw", version.version_id, about, outcome="withdraw"))

    def keeper(self) -> None:
        """Opens the sheet that says who answers for the page in sight, and by when it is to be read through."""
        page = self._state.opened
        if page is None or APPROVE not in self._state.rights or self._state.edit is not None:
            return
        day = f"{page.review_by:%Y-%m-%d}" if page.review_by is not None else ""

        def have(people: Any) -> None:
            options = tuple((one.user_id, one.name, "") for one in people)
            self._open(
                SheetState(
                    "keeper", page.page.id, page.page.id, entry=day, outcome=page.keeper_id or "", options=options
                )
            )

        self._tasks.read(self._sops.editors, have, self._failed, key="sops-editors")

    def connect(self) -> None:
        """Opens the sheet that says where the page in sight lies in Confluence."""
        page = self._state.opened
        if page is not None and APPROVE in self._state.rights and self._state.edit is None:
            held = self._state.link.content_id if self._state.link is not None else ""
            self._open(SheetState("link", page.page.id, page.page.id, entry=held))

    def exchange(self) -> None:
        """Looks at Confluence now; what clashes is shown."""
        page_id, link = self._state.open, self._state.link
        if not page_id or link is None or WRITE not in self._state.rights or self._state.busy:
            return
        self._put(busy=True, told="")

        def have(found: Any) -> None:
            self._put(busy=False, link=found, linked=True, told="looked")
            self.refresh()

        self._tasks.read(lambda: self._sops.exchange(page_id), have, self._failed, key="sops-exchange")

    def add(self) -> None:
        """A new clause where somebody writes; a draft from a finding where one is in sight; else a new page."""
        state = self._state
        if state.edit is not None:
            self.add_clause()
        elif WRITE in state.rights and not state.open and state.page == ALL:
            options = ((EVERY_TYPE, "", ""), *((code, "", "") for code in catalogue().case_types))
            self._open(SheetState("new", "new", "", options=options))

    def types(self) -> None:
        """Opens the sheet that says for which case types the page in the editor is."""
        edit = self._state.edit
        if edit is not None:
            options = ((EVERY_TYPE, "", ""), *((code, "", "") for code in catalogue().case_types))
            many = frozenset(edit.draft.text.case_types)
            self._open(SheetState("types", edit.page_id, edit.page_id, many=many, options=options))

    def seed_gap(self, number: int) -> None:
        """The same for a row of what is missing; where nobody raised it yet there is nothing to begin from."""
        gaps = self._state.gaps
        if not 0 <= number < len(gaps):
            return
        flag = gaps[number].flag
        if WRITE not in self._state.rights:
            self._put(told="only_reads")
        elif flag is None:
            self._put(told="no_finding")
        elif (draft := self._state.draft_for(flag.feedback_id)) is not None:
            if "edit" in draft.may:
                self.go_on(draft.version_id)
            else:
                self._put(told="draft_elsewhere")
        else:
            self._seed(flag)

    def _seed(self, flag: Any) -> None:
        """Opens the sheet that begins a draft from a finding: which page, and which clause of it or a new one."""
        seen = self._state.seen
        pages = seen.pages.pages if seen is not None else ()
        fits = [one.page for one in pages if {flag.case_type, EVERY_TYPE} & set(one.page.case_types)]
        here = self._state.open
        named = here if here in pages_of(flag) else next(iter(pages_of(flag)), "")
        options = tuple((page.id, page.id, _both(page.title)) for page in fits)
        chosen = named if any(page.id == named for page in fits) else (fits[0].id if len(fits) == 1 else "")
        gap = flag.code in ("sop_gap", "no_clause") and kind_of(flag) != CONTRADICTION
        clause = next(iter(clauses_of(flag, chosen)), "")
        second = clause if clause and not gap else NEW_CLAUSE
        sheet = SheetState("seed", flag.feedback_id, flag.feedback_id, outcome=chosen, second=second, options=options)
        self._open(msgspec.structs.replace(sheet, also=self._clauses(chosen)))

    def seed_here(self) -> None:
        """The same for the finding whose cases are in sight."""
        flags = self._state.flags_here
        flag = next((one for one in flags if one.feedback_id == self._state.flag), None)
        if flag is not None and WRITE in self._state.rights:
            self._seed(flag)

    def _clauses(self, page_id: str) -> tuple[tuple[str, str, str], ...]:
        pages = self._state.seen.pages.pages if self._state.seen is not None else ()
        page = next((one.page for one in pages if one.page.id == page_id), None)
        if page is None:
            return ()
        return ((NEW_CLAUSE, "", ""), *((one.n, f"§{one.n}", _both(one.title)) for one in page.clauses))

    # --- the sheet ----------------------------------------------------------------------------------

    def pick(self, which: str, value: str) -> None:
        sheet = self._state.sheet
        if sheet is None:
            return
        if which == "many":
            self._sheet(many=sheet.many ^ {value}, problem="")
        elif which == "second":
            self._sheet(second=value, problem="")
        elif sheet.kind == "seed":
            self._sheet(outcome=value, also=self._clauses(value), problem="")
        else:
            self._sheet(outcome=value, problem="")

    def enter(self, text: str) -> None:
        self._sheet(entry=text, problem="")

    def type(self, text: str) -> None:
        self._sheet(text=text, problem="")

    def close(self) -> None:
        self._put(sheet=None)

    def _sheet(self, **changes: Any) -> None:
        if self._state.sheet is not None:
            self._put(sheet=msgspec.structs.replace(self._state.sheet, **changes))

    def confirm(self) -> None:
        """Sends what stands on the sheet, or says what it lacks."""
        sheet = self._state.sheet
        if sheet is None or sheet.busy:
            return
        sends: dict[str, Callable[[SheetState], str]] = {
            "send": self._send_send,
            "keep": self._send_send,
            "settle": self._send_settle,
            "withdraw": self._send_withdraw,
            "throw": self._send_throw,
            "keeper": self._send_keeper,
            "link": self._send_link,
            "new": self._send_new,
            "types": self._send_types,
            "seed": self._send_seed,
        }
        problem = sends[sheet.kind](sheet)
        if problem:
            self._sheet(problem=problem)

    def _send_send(self, sheet: SheetState) -> str:
        note = sheet.text.strip()
        if problem := _words(note):
            return problem
        try:
            day_of(sheet.entry)
        except ValueError:
            return "day_wrong"
        self._sheet(busy=True)
        self.send(note, sheet.entry.strip(), draft=sheet.kind == "keep")
        return ""

    def _send_settle(self, sheet: SheetState) -> str:
        reason = sheet.text.strip()
        if not sheet.outcome:
            return "outcome_required"
        if problem := _words(reason):
            return problem
        approve, language = sheet.outcome == "approve", self._language(reason)

        def told(detail: Any) -> str:
            self._put(diff=None)
            return {"in_force": "in_force", "approved": "approved"}.get(detail.version.standing, "returned")

        self._do(lambda: self._sops.settle(sheet.id, approve, reason, language), told)
        return ""

    def _send_withdraw(self, sheet: SheetState) -> str:
        def told(_none: Any) -> str:
            self._put(diff=None)
            return "withdrawn"

        self._do(lambda: self._sops.withdraw(sheet.id), told)
        return ""

    def _send_throw(self, _sheet: SheetState) -> str:
        self._put(sheet=None)
        self.throw_away()
        return ""

    def _send_keeper(self, sheet: SheetState) -> str:
        if not sheet.outcome:
            return "keeper_required"
        try:
            day = day_of(sheet.entry)
        except ValueError:
            return "day_wrong"
        if day is None:
            return "day_required"
        self._do(lambda: self._sops.keep_page(sheet.id, sheet.outcome, day), lambda _none: "kept")
        return ""

    def _send_link(self, sheet: SheetState) -> str:
        found = _CONTENT.search(sheet.entry.strip())
        if found is None:
            return "content_wrong"

        def told(link: Any) -> str:
            self._put(link=link, linked=True)
            return "linked"

        self._do(lambda: self._sops.set_link(sheet.id, found[1]), told)
        return ""

    def _send_new(self, sheet: SheetState) -> str:
        page_id = sheet.entry.strip().upper()
        seen = self._state.seen
        if not _PAGE_ID.match(page_id):
            return "sop_page_id"
        if seen is not None and any(one.page.id == page_id for one in seen.pages.pages):
            return "page_known"
        if not sheet.many:
            return "sop_case_types"
        self._put(sheet=None)
        self.begin_new(page_id, _types(sheet.many))
        return ""

    def _send_types(self, sheet: SheetState) -> str:
        if not sheet.many:
            return "sop_case_types"
        self._put(sheet=None)
        self.set_types(_types(sheet.many))
        return ""

    def _send_seed(self, sheet: SheetState) -> str:
        if not sheet.outcome:
            return "page_required"
        clause = None if sheet.second in ("", NEW_CLAUSE) else sheet.second
        if clause is not None and all(one[0] != clause for one in self._clauses(sheet.outcome)):
            return "clause_required"

        def told(detail: Any) -> str:
            self.take(detail)
            return "seeded"

        self._do(lambda: self._sops.seed(sheet.id, sheet.outcome, clause), told)
        return ""

    def _do(self, act: Callable[[], Any], told: Callable[[Any], str]) -> None:
        """Sends what the sheet says to the server at once, and reads the pages anew."""
        self._sheet(busy=True, problem="")

        def done(answer: Any) -> None:
            self._put(sheet=None)
            words = told(answer)
            self._put(told=words)
            self.refresh()

        def failed(error: Exception) -> None:
            errors = getattr(error, "errors", ())
            self._sheet(busy=False, problem=errors[0].code if errors else code_of(error))

        self._tasks.read(act, done, failed)

    # --- the one thing that comes next --------------------------------------------------------------

    def step(self) -> None:
        """What the main button does, wherever one is."""
        state = self._state
        if state.merge is not None:
            self.take_over()
        elif state.edit is not None:
            self.propose()
        elif state.diff is not None:
            version = state.diff.version
            if version is not None and "edit" in version.may:
                self.go_on(version.version_id)
            else:
                self.settle()
        elif state.flag:
            self.seed_here()
        elif state.open and state.part == "confluence":
            self._step_confluence()
        elif state.open:
            self.write()
        elif state.page == ALL:
            self.add()

    def _step_confluence(self) -> None:
        link = self._state.link
        if link is None:
            self.connect()
        elif link.state == "conflict":
            self.see_conflict()
        else:
            self.exchange()


def _both(title: Bilingual) -> str:
    """A title in both languages, for whoever says it in one."""
    return f"{title.en or title.zh}\t{title.zh or title.en}"


def _words(text: str) -> str:
    if not text:
        return "words_required"
    return "note_too_long" if len(text) > MAX_REASON else ""


def _types(many: frozenset[str]) -> tuple[str, ...]:
    """In the order of the catalogue; every type is said by one sign."""
    if EVERY_TYPE in many:
        return (EVERY_TYPE,)
    return tuple(code for code in catalogue().case_types if code in many)


__all__ = ["COVERAGE", "FLAGS", "Acts"]
