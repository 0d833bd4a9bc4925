"""Pages of the operating procedures: read, written, approved, and how far they carry."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

import msgspec

from app.contract.feedback import FeedbackBrief
from app.contract.sop import SopCoverage, SopPages, SopVersionView
from app.domain.catalogue import SopPage

if TYPE_CHECKING:
    from app.contract.feedback import FeedbackCases
    from app.contract.sop import OldDecisions, SopDraftMergeView, SopLinkView, SopMergeView, SopVersionDetail
    from app.desktop.ports.work import Colleague

SHIPPED = "shipped"
"""Stands in the place of a version's id for the one that came with the program."""


class Overview(msgspec.Struct, frozen=True):
    """What the server said of all pages at `at`: those in force, what is being written, the figures of `days` days, and
    findings that are for the procedures to mend (None for who may not read findings)."""

    at: datetime
    days: int
    pages: SopPages
    unfinished: tuple[SopVersionView, ...]
    coverage: SopCoverage
    flags: tuple[FeedbackBrief, ...] | None = None


class WrittenClause(msgspec.Struct, frozen=True):
    """A clause while it is written; "" where nothing stands yet."""

    n: str
    title_en: str = ""
    title_zh: str = ""
    text_en: str = ""
    text_zh: str = ""


class WrittenPage(msgspec.Struct, frozen=True):
    """A page while it is written."""

    page_id: str
    case_types: tuple[str, ...]
    title_en: str = ""
    title_zh: str = ""
    clauses: tuple[WrittenClause, ...] = ()


class SopDraft(msgspec.Struct, frozen=True):
    """What somebody writes, as it is kept at this seat. `base`: the page as it was when they began, None for a new one;
    `version_id` and `digest`: the draft on the server that it goes on from; `effective`: the day as YYYY-MM-DD, "" for
    at once."""

    text: WrittenPage
    base: SopPage | None = None
    version_id: str = ""
    version: str = ""
    digest: str = ""
    note: str = ""
    effective: str = ""
    feedback_id: str = ""

    @property
    def base_version(self) -> str | None:
        return self.base.version if self.base is not None else None


class SopSaving(msgspec.Struct, frozen=True):
    """What is to be kept on the server, as a draft or proposed."""

    page: SopPage
    base_version: str | None
    note: str
    language: str
    draft: bool
    effective_at: datetime | None = None
    feedback_id: str = ""
    version_id: str = ""
    digest: str = ""


class Sops(Protocol):
    """usecases/sops.py. Reading runs in the pool and raises ApiError (Offline, Busy, Problem); the `keep…` of this seat
    run on the writer thread."""

    def overview(self, days: int, *, flags: bool) -> Overview: ...

    def last(self) -> Overview | None:
        """What was fetched last, from this seat."""

    def keep_last(self, seen: Overview) -> None: ...

    def history(self, page_id: str) -> tuple[SopVersionView, ...]:
        """Every version, newest first, the one that came with the program among them."""

    def text(self, page_id: str, version_id: str) -> SopPage:
        """What a version says. Raises Problem (not_found)."""

    def detail(self, version_id: str) -> "SopVersionDetail": ...

    def link(self, page_id: str) -> "SopLinkView | None":
        """What the last look at Confluence found; None where the page has no place there."""

    def cases(self, feedback_id: str) -> "FeedbackCases": ...

    def editors(self) -> "tuple[Colleague, ...]":
        """Who may answer for a page."""

    def save(self, told: SopSaving) -> "SopVersionDetail":
        """Raises Problem (invalid, sop_stale, sop_draft_changed)."""

    def merge(self, page: SopPage, base_version: str) -> "SopMergeView": ...

    def merge_draft(self, version_id: str, page: SopPage, expected: str) -> "SopDraftMergeView": ...

    def seed(self, feedback_id: str, page_id: str, clause: str | None) -> "SopVersionDetail": ...

    def settle(self, version_id: str, approve: bool, reason: str, language: str) -> "SopVersionDetail": ...

    def withdraw(self, version_id: str) -> None: ...

    def keep_page(self, page_id: str, keeper_id: str, review_by: datetime) -> None: ...

    def set_link(self, page_id: str, content_id: str) -> "SopLinkView": ...

    def exchange(self, page_id: str) -> "SopLinkView":
        """Looks at Confluence now."""

    def old_decisions(self, page_id: str, days: int) -> "OldDecisions":
        """Decisions under words of the page that were in force no more."""

    def keep_ours(self, page_id: str, seen_version: int) -> "SopLinkView":
        """Where both sides changed the same words, ours stay there too, over the version that was read."""

    def drafts(self) -> Mapping[str, SopDraft]:
        """What is half written here, by page."""

    def keep_draft(self, page_id: str, draft: SopDraft | None) -> None:
        """None: nothing is half written of it any more."""
