"""The calls about procedures: pages, versions, how far they carry, and their places in Confluence."""

from typing import Any, Protocol, TypeVar
from urllib.parse import quote

from app.contract import paths
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
)

T = TypeVar("T")


class Calls(Protocol):
    """What makes one call, as api.endpoints does."""

    def _call(self, method: str, path: str, kind: type[T], *, body: Any = None, **params: str | int | None) -> T: ...


class SopCalls:
    """Mixed into the calls of a signed-in person."""

    def sop_pages(self: Calls) -> SopPages:
        return self._call("GET", paths.SOP_PAGES, SopPages)

    def sop_unfinished(self: Calls) -> SopHistory:
        return self._call("GET", paths.SOP_SEED, SopHistory)

    def sop_versions(self: Calls, page_id: str) -> SopHistory:
        return self._call("GET", _page(paths.SOP_VERSIONS, page_id), SopHistory)

    def sop_version(self: Calls, version_id: str) -> SopVersionDetail:
        return self._call("GET", _version(paths.SOP_VERSION, version_id), SopVersionDetail)

    def write_sop(self: Calls, page_id: str, told: SopOrder) -> SopVersionDetail:
        return self._call("POST", _page(paths.SOP_VERSIONS, page_id), SopVersionDetail, body=told)

    def edit_sop(self: Calls, version_id: str, told: SopDraftOrder) -> SopVersionDetail:
        return self._call("PUT", _version(paths.SOP_VERSION, version_id), SopVersionDetail, body=told)

    def merge_sop(self: Calls, page_id: str, told: SopMergeOrder) -> SopMergeView:
        return self._call("POST", _page(paths.SOP_MERGE, page_id), SopMergeView, body=told)

    def merge_sop_draft(self: Calls, version_id: str, told: SopDraftMergeOrder) -> SopDraftMergeView:
        return self._call("POST", _version(paths.SOP_DRAFT_MERGE, version_id), SopDraftMergeView, body=told)

    def seed_sop(self: Calls, told: SopSeedOrder) -> SopVersionDetail:
        return self._call("POST", paths.SOP_SEED, SopVersionDetail, body=told)

    def settle_sop(self: Calls, version_id: str, told: SopDecision) -> SopVersionDetail:
        return self._call("POST", _version(paths.SOP_DECISION, version_id), SopVersionDetail, body=told)

    def withdraw_sop(self: Calls, version_id: str) -> SopVersionDetail:
        return self._call("POST", _version(paths.SOP_WITHDRAWAL, version_id), SopVersionDetail)

    def keep_sop(self: Calls, page_id: str, told: SopKeeperOrder) -> SopPages:
        return self._call("PUT", _page(paths.SOP_KEEPER, page_id), SopPages, body=told)

    def sop_coverage(self: Calls, days: int) -> SopCoverage:
        return self._call("GET", paths.SOP_COVERAGE, SopCoverage, days=days)

    def sop_link(self: Calls, page_id: str) -> SopLinkView:
        return self._call("GET", _page(paths.SOP_LINK, page_id), SopLinkView)

    def old_decisions(self: Calls, page_id: str, days: int) -> OldDecisions:
        return self._call("GET", _page(paths.SOP_OLD, page_id), OldDecisions, days=days)

    def link_sop(self: Calls, page_id: str, told: SopLinkOrder) -> SopLinkView:
        return self._call("PUT", _page(paths.SOP_LINK, page_id), SopLinkView, body=told)

    def keep_sop_ours(self: Calls, page_id: str, told: SopOursOrder) -> SopLinkView:
        return self._call("POST", _page(paths.SOP_OURS, page_id), SopLinkView, body=told)

    def exchange_sop(self: Calls, page_id: str) -> SopLinkView:
        return self._call("POST", _page(paths.SOP_EXCHANGE, page_id), SopLinkView)


def _page(path: str, page_id: str) -> str:
    return path.format(page_id=quote(page_id, safe=""))


def _version(path: str, version_id: str) -> str:
    return path.format(version_id=quote(version_id, safe=""))
