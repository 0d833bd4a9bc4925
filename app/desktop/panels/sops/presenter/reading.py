"""What the SOPs room knows: what the server said of all pages, the page in sight, two versions beside each other."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Protocol

import msgspec

from app.desktop.changes import Changed, Kind
from app.desktop.panels.sops.state import (
    ALL,
    CONFLUENCE,
    COVERAGE,
    DAYS,
    FIGURES,
    FINDINGS,
    FLAGS,
    PARTS,
    TEXT,
    VERSIONS,
    WRITING,
    DiffState,
    SopsState,
)
from app.desktop.ports import Clock, DeskError, Hub, NotReady, Tasks
from app.desktop.ports.sops import Overview, SopDraft, Sops
from app.domain.catalogue import SopPage
from app.domain.sop import differences


class View(Protocol):
    def show_sops(self, state: SopsState) -> None: ...


class Reading:
    """All methods run on the GUI thread. `rights` are what this person may do, `language` is that in which somebody
    writes now, by their words."""

    def __init__(
        self,
        view: View,
        *,
        sops: Sops,
        tasks: Tasks,
        hub: Hub,
        clock: Clock,
        rights: frozenset[str],
        language: Callable[[str], str],
        show_case: Callable[[str], None] = lambda _case_id: None,
    ) -> None:
        self._view, self._sops, self._tasks, self._clock = view, sops, tasks, clock
        self._language, self._show_case = language, show_case
        self._state = SopsState(rights=rights)
        self._asked = self._looked = 0
        self._in_sight = False
        self._knows_halves = False
        self._unkept: set[str] = set()
        self._stale = False
        hub.changed.connect(self.on_changed)

    @property
    def state(self) -> SopsState:
        return self._state

    # --- what it shows ------------------------------------------------------------------------------

    def activate(self) -> None:
        self._in_sight = True
        if not self._knows_halves:
            self._read_halves()
        if self._state.seen is None:
            self._read_last()
        self.refresh()

    def leave(self) -> None:
        self.keep_halves()
        self._in_sight = False

    def tick(self, _in_front: bool = True) -> None:
        """Once a second."""
        self.keep_halves()
        self._catch_up()

    def on_changed(self, changed: Changed) -> None:
        self._stale = self._stale or Kind.PROCEDURES in changed.kinds
        self._catch_up()

    def _catch_up(self) -> None:
        """Another version came into force: read where it does not disturb somebody who writes."""
        state = self._state
        if self._stale and self._in_sight and state.edit is None and state.merge is None and state.sheet is None:
            self.refresh()

    def _read_last(self) -> None:
        """What was fetched last stands there until something newer does."""

        def have(seen: Overview | None) -> None:
            if self._state.seen is None and seen is not None:
                self._put(seen=seen)

        self._tasks.read(self._sops.last, have, lambda _error: None, key="sops-last")

    def _read_halves(self) -> None:
        def have(found: Mapping[str, SopDraft]) -> None:
            self._knows_halves = True
            self._put(halves={**found, **self._state.halves})

        # What cannot be read is begun anew, which is what an empty answer means as well.
        self._tasks.read(self._sops.drafts, have, lambda _error: None, key="sops-halves")

    def keep_halves(self) -> None:
        """Writes down what is half written; called every second, and when the room is left."""
        unkept, self._unkept = self._unkept, set()
        for page_id in unkept:
            draft = self._state.halves.get(page_id)
            self._tasks.write(partial(self._sops.keep_draft, page_id, draft), None, self._failed)

    def refresh(self) -> None:
        """Asks the server for all pages, and for the one in sight; what stands there goes on standing there."""
        self._stale = False
        self._asked += 1
        mine, days, flags = self._asked, self._state.days, FINDINGS in self._state.rights
        self._put(asking=True)

        def have(seen: Overview) -> None:
            if mine != self._asked:
                return
            self._put(asking=False, failed="", seen=seen)
            self._tasks.write(lambda: self._sops.keep_last(seen), None, lambda _error: None)

        def failed(error: Exception) -> None:
            if mine == self._asked:
                self._put(asking=False, failed=code_of(error))

        self._tasks.read(lambda: self._sops.overview(days, flags=flags), have, failed, key="sops")
        if self._state.open:
            self._look()

    def _put(self, **changes: Any) -> None:
        self._state = msgspec.structs.replace(self._state, now_ms=self._clock.now_ms(), **changes)
        self._view.show_sops(self._state)

    def _failed(self, error: Exception) -> None:
        self._put(told=code_of(error), busy=False)

    def close_notice(self) -> None:
        self._put(told="", saved="")

    def told_saved(self, where: str) -> None:
        self._put(told="saved" if where else "not_saved", saved=where)

    # --- pages --------------------------------------------------------------------------------------

    def choose_page(self, page: str) -> None:
        if page in self._state.pages and (page != self._state.page or self._state.open):
            self._put(page=page, **_shut(), told="")

    def choose_part(self, part: str) -> None:
        if part in PARTS and part != self._state.part:
            self._put(part=part, flag="", cases=None, diff=None, told="")
            self._read_old()

    def step_page(self, step: int) -> None:
        """Through the parts of the page in sight, or through the lists."""
        state = self._state
        if state.edit is not None or state.merge is not None:
            return
        rows, here = (PARTS, state.part) if state.open else (state.pages, state.page)
        chosen = rows[max(0, min(len(rows) - 1, rows.index(here) + step))]
        (self.choose_part if state.open else self.choose_page)(chosen)

    def choose(self, name: str, value: str) -> None:
        if name == "days" and value in map(str, DAYS) and str(self._state.days) != value:
            self._state = msgspec.structs.replace(self._state, days=int(value), old=None)
            self.refresh()
            self._read_old()

    def open_page(self, page_id: str, part: str = TEXT) -> None:
        """A page in sight, with all its versions."""
        if not page_id:
            return
        self._put(**(_shut() | {"open": page_id, "part": part, "told": ""}))
        self._look()

    def open_row(self, number: int) -> None:
        """The page in a row of the list."""
        pages = self._state.sorted_pages
        if 0 <= number < len(pages):
            self.open_page(pages[number].page.id)

    def _look(self) -> None:
        """The versions of the page in sight, and its place in Confluence."""
        self._looked += 1
        mine, page_id = self._looked, self._state.open

        def have(found: tuple[Any, Any]) -> None:
            if mine == self._looked and self._state.open == page_id:
                self._put(history=found[0], link=found[1], linked=True)

        def failed(error: Exception) -> None:
            if mine == self._looked:
                self._put(failed=code_of(error))

        self._tasks.read(lambda: (self._sops.history(page_id), self._sops.link(page_id)), have, failed, key="sops-page")

    def _read_old(self) -> None:
        """Which decisions rest on words of the page that were in force no more: asked for where they are shown."""
        page_id, days = self._state.open, self._state.days
        if not page_id or self._state.part != FIGURES or self._state.old is not None:
            return

        def have(old: Any) -> None:
            if (self._state.open, self._state.days) == (page_id, days):
                self._put(old=old)

        def failed(error: Exception) -> None:
            self._put(failed=code_of(error))

        self._tasks.read(lambda: self._sops.old_decisions(page_id, days), have, failed, key="sops-old")

    def open_old(self, number: int) -> None:
        old = self._state.old
        if old is not None and 0 <= number < len(old.decisions):
            self._show_case(old.decisions[number].case_id)

    def step_row(self, row: int) -> None:
        """The clause that is read."""
        self._put(row=row)

    def back(self) -> None:
        """One step outward, from wherever one is."""
        state = self._state
        if state.merge is not None:
            self._put(merge=None)
        elif state.edit is not None:
            self.keep_halves()
            self._put(edit=None, told="kept_here" if state.edit.page_id in state.halves else "")
        elif state.diff is not None:
            self._put(diff=None)
        elif state.flag:
            self._put(flag="", cases=None)
        elif state.open:
            self._put(**_shut(), told="")

    # --- two versions -------------------------------------------------------------------------------

    def mark(self, number: int) -> None:
        """The version in a row is what others are compared with, or no longer."""
        history = self._state.history or ()
        if self._state.part == VERSIONS and 0 <= number < len(history):
            version_id = history[number].version_id
            self._put(marked="" if self._state.marked == version_id else version_id)

    def compare(self, number: int) -> None:
        """What the version in a row changes: against the marked one, else against the one that it was written from."""
        history = self._state.history or ()
        if not 0 <= number < len(history):
            return
        chosen = history[number]
        marked = next((one for one in history if one.version_id == self._state.marked), None)
        if marked is None or marked is chosen:
            marked = next((one for one in history if one.version == chosen.base_version), None)
        self._compare(chosen, marked)

    def open_unfinished(self, number: int) -> None:
        """A version that is being written, against the one that it was written from."""
        rows = self._state.seen.unfinished if self._state.seen is not None else ()
        if not 0 <= number < len(rows):
            return
        chosen = rows[number]
        self._put(busy=True, told="")

        def have(history: tuple[Any, ...]) -> None:
            self._put(busy=False, open=chosen.page_id, part=VERSIONS, history=history, marked="", linked=False)
            self._look()
            self._compare(chosen, next((one for one in history if one.version == chosen.base_version), None))

        self._tasks.read(lambda: self._sops.history(chosen.page_id), have, self._failed, key="sops-version")

    def _compare(self, chosen: Any, other: Any) -> None:
        page_id = chosen.page_id

        def read() -> tuple[SopPage, SopPage | None]:
            new = self._sops.text(page_id, chosen.version_id)
            return new, self._sops.text(page_id, other.version_id) if other is not None else None

        def have(found: tuple[SopPage, SopPage | None]) -> None:
            new, old = found
            if self._state.open != page_id:
                return
            changes = differences(old, new) if old is not None else ()
            before = other.version if other is not None else ""
            self._put(busy=False, diff=DiffState(page_id, before, chosen.version, changes, old, new, chosen))

        self._put(busy=True, told="")
        self._tasks.read(read, have, self._failed, key="sops-diff")

    # --- flags --------------------------------------------------------------------------------------

    def open_flag(self, number: int) -> None:
        """The cases behind a finding about the page in sight."""
        flags = self._state.flags_here
        if not (self._state.part == FLAGS and 0 <= number < len(flags)):
            return
        flag = flags[number].feedback_id
        self._put(flag=flag, cases=None, asking=True)

        def have(cases: Any) -> None:
            if self._state.flag == flag:
                self._put(cases=cases, asking=False)

        def failed(error: Exception) -> None:
            self._put(flag="", asking=False, told=code_of(error))

        self._tasks.read(lambda: self._sops.cases(flag), have, failed, key="sops-cases")

    def open_case(self, number: int) -> None:
        cases = self._state.cases
        if cases is not None and 0 <= number < len(cases.cases):
            self._show_case(cases.cases[number].case_id)


def _shut() -> dict[str, Any]:
    """Nothing but the lists in sight."""
    return {
        "open": "", "part": TEXT, "row": 0, "history": None, "marked": "", "link": None, "linked": False, "flag": "",
        "cases": None, "old": None, "diff": None, "edit": None, "merge": None,
    }  # fmt: skip


def code_of(error: Exception) -> str:
    if isinstance(error, NotReady) and error.codes:
        return error.codes[0]
    return error.code if isinstance(error, DeskError) else "unexpected"


__all__ = ["ALL", "CONFLUENCE", "COVERAGE", "WRITING", "Reading", "View", "code_of"]
