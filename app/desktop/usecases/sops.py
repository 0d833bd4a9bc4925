"""Procedures: read and written on the server; what is half written, and what was fetched last, is kept here."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Protocol

import msgspec

from app.contract.catalogue import catalogue
from app.contract.feedback import MOST_ITEM_CASES, MOST_ITEMS, FeedbackBrief, FeedbackCases, FeedbackPage
from app.contract.people import PeoplePage
from app.contract.sop import (
    OldDecisions,
    SopCoverage,
    SopDecision,
    SopDraftMergeOrder,
    SopDraftMergeView,
    SopDraftOrder,
    SopHistory,
    SopKeeperOrder,
    SopLinkOrder,
    SopLinkView,
    SopMergeOrder,
    SopMergeView,
    SopOrder,
    SopOursOrder,
    SopPages,
    SopSeedOrder,
    SopVersionDetail,
    SopVersionView,
)
from app.desktop.cache.work_store import WorkStore
from app.desktop.ports import Clock, Colleague, Identity, Problem
from app.desktop.ports.sops import SHIPPED, Overview, SopDraft, SopSaving
from app.domain.catalogue import SopPage
from app.domain.feedback import TO_DO_NAME
from app.domain.roles import Capability
from app.domain.root_cause import Route
from app.domain.sop import Standing

MOST_PAGES = 10
"""As many pages of older findings are looked through for those to act on."""
MOST_DRAFTS = 50
"""Pages that one person may have half written; beyond that the oldest give way."""


class SopOnline(Protocol):
    """The calls behind it."""

    def sop_pages(self) -> SopPages: ...

    def sop_unfinished(self) -> SopHistory: ...

    def sop_versions(self, page_id: str) -> SopHistory: ...

    def sop_version(self, version_id: str) -> SopVersionDetail: ...

    def write_sop(self, page_id: str, told: SopOrder) -> SopVersionDetail: ...

    def edit_sop(self, version_id: str, told: SopDraftOrder) -> SopVersionDetail: ...

    def merge_sop(self, page_id: str, told: SopMergeOrder) -> SopMergeView: ...

    def merge_sop_draft(self, version_id: str, told: SopDraftMergeOrder) -> SopDraftMergeView: ...

    def seed_sop(self, told: SopSeedOrder) -> SopVersionDetail: ...

    def settle_sop(self, version_id: str, told: SopDecision) -> SopVersionDetail: ...

    def withdraw_sop(self, version_id: str) -> SopVersionDetail: ...

    def keep_sop(self, page_id: str, told: SopKeeperOrder) -> SopPages: ...

    def sop_coverage(self, days: int) -> SopCoverage: ...

    def sop_link(self, page_id: str) -> SopLinkView: ...

    def old_decisions(self, page_id: str, days: int) -> OldDecisions: ...

    def link_sop(self, page_id: str, told: SopLinkOrder) -> SopLinkView: ...

    def exchange_sop(self, page_id: str) -> SopLinkView: ...

    def keep_sop_ours(self, page_id: str, told: SopOursOrder) -> SopLinkView: ...

    def feedback(
        self, state: str | None, case_type: str | None, limit: int, after: str | None = None
    ) -> FeedbackPage: ...

    def feedback_cases(self, feedback_id: str, limit: int) -> FeedbackCases: ...

    def people(self, capability: str) -> PeoplePage: ...


_seen = msgspec.json.Decoder(Overview)
_drafts = msgspec.json.Decoder(dict[str, SopDraft])


class SopDesk:
    """See ports.sops.Sops. Without a local store drafts last as long as the window, with whoever shows them."""

    def __init__(
        self, online: SopOnline, work: WorkStore | None, clock: Clock, identity: Callable[[], Identity | None]
    ) -> None:
        self._online, self._work, self._clock, self._identity = online, work, clock, identity

    # --- reading ------------------------------------------------------------------------------------

    def overview(self, days: int, *, flags: bool) -> Overview:
        online, at = self._online, datetime.fromtimestamp(self._clock.now_ms() / 1000, UTC)
        found = self._findings() if flags else None
        return Overview(
            at,
            days,
            online.sop_pages(),
            online.sop_unfinished().versions,
            online.sop_coverage(days),
            None if found is None else tuple(one for one in found if (one.route or one.suggested.route) == Route.C),
        )

    def _findings(self) -> list[FeedbackBrief]:
        """Those to act on, however old, and what else there is among the newest."""
        newest = self._online.feedback(None, None, MOST_ITEMS)
        found = {one.feedback_id: one for one in newest.items}
        after = newest.next_after
        for _ in range(MOST_PAGES):
            if after is None:
                break
            page = self._online.feedback(TO_DO_NAME, None, MOST_ITEMS, after)
            found |= {one.feedback_id: one for one in page.items}
            after = page.next_after
        return list(found.values())

    def last(self) -> Overview | None:
        raw = self._value("sops_seen")
        try:
            return _seen.decode(raw) if raw else None
        except (msgspec.DecodeError, RecursionError):
            return None

    def keep_last(self, seen: Overview) -> None:
        self._put_value("sops_seen", msgspec.json.encode(seen).decode())

    def history(self, page_id: str) -> tuple[SopVersionView, ...]:
        told = self._online.sop_versions(page_id).versions
        shipped = catalogue().sop.get(page_id)
        if shipped is None or any(one.version == shipped.version for one in told):
            return told
        # It has no row of its own on the server; when it ended follows from the first that was in force after it.
        begun = [one.in_force_from for one in told if one.in_force_from is not None]
        standing = Standing.SUPERSEDED if begun else Standing.IN_FORCE
        first = SopVersionView(
            SHIPPED, page_id, shipped.version, standing.value, SHIPPED, None, "", "en", None,
            datetime(1970, 1, 1, tzinfo=UTC), in_force_until=min(begun) if begun else None,
        )  # fmt: skip
        return (*told, first)

    def text(self, page_id: str, version_id: str) -> SopPage:
        if version_id != SHIPPED:
            return self._online.sop_version(version_id).page
        shipped = catalogue().sop.get(page_id)
        if shipped is None:
            raise Problem("not_found", 404)
        return shipped

    def detail(self, version_id: str) -> SopVersionDetail:
        return self._online.sop_version(version_id)

    def link(self, page_id: str) -> SopLinkView | None:
        try:
            return self._online.sop_link(page_id)
        except Problem as problem:
            if problem.code != "not_found":
                raise
            return None

    def cases(self, feedback_id: str) -> FeedbackCases:
        return self._online.feedback_cases(feedback_id, MOST_ITEM_CASES)

    def old_decisions(self, page_id: str, days: int) -> OldDecisions:
        return self._online.old_decisions(page_id, days)

    def editors(self) -> tuple[Colleague, ...]:
        told = self._online.people(Capability.SOP_WRITE.value).people
        return tuple(Colleague(one.user_id, one.name, one.roles, one.vendor) for one in told)

    # --- writing ------------------------------------------------------------------------------------

    def save(self, told: SopSaving) -> SopVersionDetail:
        if told.version_id:
            edit = SopDraftOrder(
                told.page, told.base_version, told.note, told.language, told.digest, told.effective_at, told.draft
            )
            return self._online.edit_sop(told.version_id, edit)
        order = SopOrder(
            told.page,
            told.base_version,
            told.note,
            told.language,
            told.effective_at,
            told.feedback_id or None,
            told.draft,
        )
        return self._online.write_sop(told.page.id, order)

    def merge(self, page: SopPage, base_version: str) -> SopMergeView:
        return self._online.merge_sop(page.id, SopMergeOrder(page, base_version))

    def merge_draft(self, version_id: str, page: SopPage, expected: str) -> SopDraftMergeView:
        return self._online.merge_sop_draft(version_id, SopDraftMergeOrder(page, expected))

    def seed(self, feedback_id: str, page_id: str, clause: str | None) -> SopVersionDetail:
        return self._online.seed_sop(SopSeedOrder(feedback_id, page_id, clause))

    def settle(self, version_id: str, approve: bool, reason: str, language: str) -> SopVersionDetail:
        return self._online.settle_sop(version_id, SopDecision(approve, reason, language))

    def withdraw(self, version_id: str) -> None:
        self._online.withdraw_sop(version_id)

    def keep_page(self, page_id: str, keeper_id: str, review_by: datetime) -> None:
        self._online.keep_sop(page_id, SopKeeperOrder(keeper_id, review_by))

    def set_link(self, page_id: str, content_id: str) -> SopLinkView:
        return self._online.link_sop(page_id, SopLinkOrder(content_id))

    def exchange(self, page_id: str) -> SopLinkView:
        return self._online.exchange_sop(page_id)

    def keep_ours(self, page_id: str, seen_version: int) -> SopLinkView:
        return self._online.keep_sop_ours(page_id, SopOursOrder(seen_version))

    # --- what is half written -----------------------------------------------------------------------

    def drafts(self) -> Mapping[str, SopDraft]:
        raw = self._value("sop_drafts")
        try:
            return _drafts.decode(raw) if raw else {}
        except (msgspec.DecodeError, RecursionError):
            return {}

    def keep_draft(self, page_id: str, draft: SopDraft | None) -> None:
        kept = dict(self.drafts())
        if kept.pop(page_id, None) is None and draft is None:
            return
        if draft is not None:
            kept[page_id] = draft
        last = dict(list(kept.items())[-MOST_DRAFTS:])
        self._put_value("sop_drafts", msgspec.json.encode(last).decode())

    def _name(self, what: str) -> str:
        who = self._identity()
        return f"{what}/{who.author}" if who is not None else ""

    def _value(self, what: str) -> str | None:
        name = self._name(what)
        return self._work.value(name) if self._work is not None and name else None

    def _put_value(self, what: str, value: str) -> None:
        name = self._name(what)
        if self._work is not None and name:
            self._work.put_value(name, value)
