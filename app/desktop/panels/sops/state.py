"""What the SOPs room shows, in codes and figures."""

from collections import Counter
from typing import TYPE_CHECKING

import msgspec

from app.contract.sop import OldDecisions, SopInForce, SopLinkView, SopVersionView
from app.desktop.ports.sops import Overview, SopDraft
from app.domain.catalogue import SopPage
from app.domain.root_cause import AttributionKind, clauses_named
from app.domain.sop import SopChange
from app.domain.sop_merge import Clash

if TYPE_CHECKING:
    from app.contract.feedback import FeedbackBrief, FeedbackCases

ALL, WRITING, COVERAGE = "all", "writing", "coverage"
PAGES = (ALL, WRITING, COVERAGE)
TEXT, VERSIONS, FIGURES, FLAGS, CONFLUENCE = "text", "versions", "figures", "flags", "confluence"
PARTS = (TEXT, VERSIONS, FIGURES, FLAGS, CONFLUENCE)
"""Of a page that is open."""
DAYS = (30, 90, 365)
LEAST_SHOWN = 30
"""Decisions from which a share is shown; fewer say too little."""
MAX_REASON, MAX_TITLE, MAX_TEXT = 500, 120, 4_000
FIELDS = ("title_en", "title_zh", "text_en", "text_zh")
OURS, THEIRS = "ours", "theirs"
READ, WRITE, APPROVE, FINDINGS = "sop.read", "sop.write", "sop.approve", "feedback.read"
CONTRADICTION = AttributionKind.CONTRADICTION.value
UNSETTLED = frozenset({"open", "accepted", "in_work"})
"""States of a finding in which something is still to be done."""
RIGHTS = (READ, WRITE, APPROVE, FINDINGS)


class Fault(msgspec.Struct, frozen=True):
    """What keeps a page from being proposed: `row` is 0 for the page itself, else the number of the clause from 1."""

    row: int
    field: str
    code: str
    most: int = 0


class EditState(msgspec.Struct, frozen=True):
    """A page while it is written. `row` as in Fault; `given`: numbers that no new clause may have."""

    draft: SopDraft
    row: int = 0
    given: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()
    problem: str = ""
    busy: bool = False

    @property
    def page_id(self) -> str:
        return self.draft.text.page_id


class MergeState(msgspec.Struct, frozen=True):
    """Two sides changed the same words, `clashes`; a side is chosen for each ("" before). `page` has everything else.
    `kind`: stale (another version came into force), draft (edited at another seat) or confluence. `base_version` and
    `digest`: what the page is saved over once both are together; `seen_version`: the version in Confluence that was
    read."""

    kind: str
    page_id: str
    page: SopPage
    clashes: tuple[Clash, ...]
    choices: tuple[str, ...]
    base_version: str
    digest: str = ""
    row: int = 0
    problem: str = ""
    seen_version: int = 0
    busy: bool = False

    @property
    def keeps_ours(self) -> bool:
        """Of what clashes with Confluence ours was chosen everywhere: nothing here is to be written anew."""
        return self.kind == CONFLUENCE and bool(self.choices) and all(one == OURS for one in self.choices)


class DiffState(msgspec.Struct, frozen=True):
    """Two versions beside each other, `before` and `after` by name; `version` is the one whose row led here, with what
    may be done to it."""

    page_id: str
    before: str
    after: str
    changes: tuple[SopChange, ...]
    old: SopPage | None
    new: SopPage
    version: SopVersionView | None = None


class SheetState(msgspec.Struct, frozen=True):
    """The sheet that is open. `kind`: settle, send, keep (a draft), keeper, link, seed, new, types or withdraw; `about`
    what it is of. `outcome` and `second` were chosen in its lists, `many` in one of several; `options` can be chosen,
    (id, words, aside)."""

    kind: str
    id: str
    about: str
    text: str = ""
    entry: str = ""
    outcome: str = ""
    second: str = ""
    many: frozenset[str] = frozenset()
    options: tuple[tuple[str, str, str], ...] = ()
    also: tuple[tuple[str, str, str], ...] = ()
    problem: str = ""
    busy: bool = False


class SopsState(msgspec.Struct, frozen=True):
    """`seen` is what the server said last, and `failed` why there is nothing newer; `open` the page in sight, "" for
    none, with its `history`, its place in Confluence, the cases behind one of its flags and the `old`
    decisions under words that were in force no more. `halves` are the pages that
    somebody has half written here. `told` is a code of what was done last, or an error's; `marked` the version that
    others are compared with."""

    page: str = ALL
    pages: tuple[str, ...] = PAGES
    rights: frozenset[str] = frozenset()
    days: int = 90
    now_ms: int = 0
    seen: Overview | None = None
    halves: "dict[str, SopDraft]" = {}
    open: str = ""
    part: str = TEXT
    row: int = 0
    history: tuple[SopVersionView, ...] | None = None
    marked: str = ""
    link: SopLinkView | None = None
    linked: bool = False
    flag: str = ""
    cases: "FeedbackCases | None" = None
    old: "OldDecisions | None" = None
    diff: DiffState | None = None
    edit: EditState | None = None
    merge: MergeState | None = None
    sheet: SheetState | None = None
    asking: bool = False
    busy: bool = False
    failed: str = ""
    told: str = ""
    saved: str = ""

    @property
    def opened(self) -> SopInForce | None:
        """The page in sight as it is read now; None where none is open, or where it is in force nowhere yet."""
        found = self.seen.pages.pages if self.seen is not None else ()
        return next((one for one in found if one.page.id == self.open), None)

    @property
    def sorted_pages(self) -> tuple[SopInForce, ...]:
        """Those that are to be read through first, first; those without a day by their id behind them."""
        found = self.seen.pages.pages if self.seen is not None else ()
        return tuple(sorted(found, key=lambda one: (one.review_by is None, one.review_by or 0, one.page.id)))

    @property
    def flags_here(self) -> "tuple[FeedbackBrief, ...]":
        """Findings for the procedures to mend: about the page in sight, or all of them where none is open."""
        found = self.seen.flags if self.seen is not None and self.seen.flags is not None else ()
        if not self.open:
            return found
        return tuple(one for one in found if self.open in pages_of(one))

    @property
    def flagged(self) -> Counter[str]:
        """How many findings that are still to be seen to name each clause of the page in sight."""
        found = (one for one in self.flags_here if one.state in UNSETTLED)
        return Counter(clause for one in found for clause in clauses_of(one, self.open))

    @property
    def gaps(self) -> "tuple[Gap, ...]":
        """What is missing in the procedures, the most frequent first: counted reasons with the finding about each, and
        findings for which nothing was counted in the period."""
        if self.seen is None:
            return ()
        flags = tuple(one for one in self.seen.flags or () if one.state in UNSETTLED)
        rows: list[Gap] = []
        for one in self.seen.coverage.missing:
            found = next((flag for flag in flags if _about(flag) == (one.case_type, one.code, one.ref or "")), None)
            rows.append(Gap(one.case_type, one.code, one.ref or "", one.cases, found, one.attribution_kind or ""))
        known = {row.flag.feedback_id for row in rows if row.flag is not None}
        rows += [Gap(*_about(one), one.cases, one, kind_of(one)) for one in flags if one.feedback_id not in known]
        return tuple(sorted(rows, key=lambda row: -row.cases))

    def draft_for(self, feedback_id: str) -> SopVersionView | None:
        """What is being written for a finding."""
        rows = self.seen.unfinished if self.seen is not None else ()
        return next((one for one in rows if one.feedback_id == feedback_id), None)


class Gap(msgspec.Struct, frozen=True):
    """Something missing in the procedures: how many cases name it, and the finding about it where there is one. `kind`:
    of what it is attributed to."""

    case_type: str
    code: str
    ref: str
    cases: int
    flag: "FeedbackBrief | None" = None
    kind: str = ""


def kind_of(flag: "FeedbackBrief") -> str:
    return flag.attribution.kind.value if flag.attribution is not None else ""


def _about(flag: "FeedbackBrief") -> tuple[str, str, str]:
    ref = flag.attribution.ref if flag.attribution is not None else ""
    return flag.case_type, flag.code or "", ref


def pages_of(flag: "FeedbackBrief") -> tuple[str, ...]:
    """The pages that a finding names; both where clauses of two contradict each other."""
    return tuple(dict.fromkeys(_page(ref) for ref in clauses_named(flag.attribution)))


def clauses_of(flag: "FeedbackBrief", page_id: str) -> tuple[str, ...]:
    """The numbers of the clauses of a page that a finding names."""
    named = (ref for ref in clauses_named(flag.attribution) if _page(ref) == page_id)
    return tuple(number for ref in named if (number := ref.partition("§")[2].strip()))


def _page(ref: str) -> str:
    return ref.split(" ", 1)[0].split("§", 1)[0].strip()
