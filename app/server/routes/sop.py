"""Pages of the operating procedures."""

from typing import Annotated

import msgspec

from app.contract import paths
from app.contract.problems import Code
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
from app.domain.roles import Capability
from app.server.routes.deps import Call, route
from app.server.usecases import sop, sop_confluence, sop_coverage, sop_drafts

TAG = "Procedures"
MOST = 1_000_000
"""Bytes of a page: a hundred clauses in two languages."""


class SopCoverageQuery(msgspec.Struct, frozen=True):
    """Of how many days."""

    days: Annotated[int, msgspec.Meta(ge=1, le=366)] = 90


@route(
    "GET",
    paths.SOP_PAGES,
    summary="The pages in force",
    tag=TAG,
    answers={200: SopPages},
    capability=Capability.CASE_READ,
)
def sop_pages(call: Call[None]) -> SopPages:
    return sop.pages(call.storage, call.who)


@route(
    "GET",
    paths.SOP_VERSIONS,
    summary="Every version of a page",
    tag=TAG,
    answers={200: SopHistory},
    problems=(Code.NOT_FOUND,),
    capability=Capability.SOP_READ,
)
def sop_versions(call: Call[None]) -> SopHistory:
    return sop.history(call.storage, call.who, call.path["page_id"])


@route(
    "POST",
    paths.SOP_VERSIONS,
    summary="Propose a new version of a page, or keep a draft of one",
    description="Refused with `sop_stale` where another version is in force than the one that it was written from.",
    tag=TAG,
    body=SopOrder,
    most=MOST,
    answers={200: SopVersionDetail},
    problems=(Code.SOP_STALE,),
    capability=Capability.SOP_WRITE,
)
def propose_sop(call: Call[SopOrder]) -> SopVersionDetail:
    return sop.propose(call.storage, call.who, call.path["page_id"], call.body)


@route(
    "POST",
    paths.SOP_MERGE,
    summary="Put a page written from an older version together with the one in force",
    description="Changes nothing. What both changed differently is told as a clash.",
    tag=TAG,
    body=SopMergeOrder,
    most=MOST,
    answers={200: SopMergeView},
    problems=(Code.NOT_FOUND,),
    capability=Capability.SOP_WRITE,
)
def merge_sop(call: Call[SopMergeOrder]) -> SopMergeView:
    return sop.merge(call.storage, call.who, call.path["page_id"], call.body)


@route(
    "PUT",
    paths.SOP_KEEPER,
    summary="Say who answers for a page, and by when it is to be read through",
    tag=TAG,
    body=SopKeeperOrder,
    answers={200: SopPages},
    problems=(Code.NOT_FOUND,),
    capability=Capability.SOP_APPROVE,
)
def keep_sop(call: Call[SopKeeperOrder]) -> SopPages:
    return sop.keep(call.storage, call.who, call.path["page_id"], call.body)


@route(
    "GET",
    paths.SOP_VERSION,
    summary="A version with its text and what it changes",
    tag=TAG,
    answers={200: SopVersionDetail},
    problems=(Code.NOT_FOUND,),
    capability=Capability.SOP_READ,
)
def sop_version(call: Call[None]) -> SopVersionDetail:
    return sop.detail(call.storage, call.who, call.path["version_id"])


@route(
    "PUT",
    paths.SOP_VERSION,
    summary="Edit a draft of one's own, or a version that came back, and propose it",
    description="Refused with `sop_draft_changed` where it says something else by now than what `expected` names.",
    tag=TAG,
    body=SopDraftOrder,
    most=MOST,
    answers={200: SopVersionDetail},
    problems=(Code.NOT_FOUND, Code.NOT_AT_THIS_STEP, Code.SOP_DRAFT_CHANGED, Code.SOP_STALE),
    capability=Capability.SOP_WRITE,
)
def edit_sop(call: Call[SopDraftOrder]) -> SopVersionDetail:
    return sop_drafts.edit(call.storage, call.who, call.path["version_id"], call.body)


@route(
    "POST",
    paths.SOP_DRAFT_MERGE,
    summary="Put two edits of one draft together",
    description="Changes nothing. What both changed differently is told as a clash.",
    tag=TAG,
    body=SopDraftMergeOrder,
    most=MOST,
    answers={200: SopDraftMergeView},
    problems=(Code.NOT_FOUND, Code.NOT_AT_THIS_STEP),
    capability=Capability.SOP_WRITE,
)
def merge_sop_draft(call: Call[SopDraftMergeOrder]) -> SopDraftMergeView:
    return sop_drafts.merge(call.storage, call.who, call.path["version_id"], call.body)


@route(
    "POST",
    paths.SOP_DECISION,
    summary="Approve a proposed version, or return it",
    description="Whoever wrote it does not approve it.",
    tag=TAG,
    body=SopDecision,
    answers={200: SopVersionDetail},
    problems=(Code.NOT_FOUND, Code.NOT_AT_THIS_STEP, Code.OWN_PROPOSAL, Code.SOP_STALE),
    capability=Capability.SOP_APPROVE,
)
def settle_sop(call: Call[SopDecision]) -> SopVersionDetail:
    return sop.settle(call.storage, call.who, call.path["version_id"], call.body)


@route(
    "POST",
    paths.SOP_WITHDRAWAL,
    summary="Take back an own version that is not in force yet",
    tag=TAG,
    answers={200: SopVersionDetail},
    problems=(Code.NOT_FOUND, Code.NOT_AT_THIS_STEP),
    capability=Capability.SOP_WRITE,
)
def withdraw_sop(call: Call[None]) -> SopVersionDetail:
    return sop.withdraw(call.storage, call.who, call.path["version_id"])


@route(
    "POST",
    paths.SOP_SEED,
    summary="Begin a draft for what a finding says is missing",
    tag=TAG,
    body=SopSeedOrder,
    answers={200: SopVersionDetail},
    problems=(Code.NOT_FOUND, Code.SOP_STALE),
    capability=Capability.SOP_WRITE,
)
def seed_sop(call: Call[SopSeedOrder]) -> SopVersionDetail:
    return sop_drafts.seed(call.storage, call.who, call.body)


@route(
    "GET",
    paths.SOP_SEED,
    summary="Versions of all pages that are not in force yet",
    description="One's own drafts and what came back to one, what waits for a lead, and what waits for its day.",
    tag=TAG,
    answers={200: SopHistory},
    capability=Capability.SOP_READ,
)
def sop_unfinished(call: Call[None]) -> SopHistory:
    return sop.unfinished(call.storage, call.who)


@route(
    "GET",
    paths.SOP_COVERAGE,
    summary="How far the procedures carry",
    tag=TAG,
    query=SopCoverageQuery,
    answers={200: SopCoverage},
    capability=Capability.SOP_READ,
)
def coverage_of_sop(call: Call[None]) -> SopCoverage:
    return sop_coverage.coverage(call.storage, call.who, call.query.days)


@route(
    "GET",
    paths.SOP_OLD,
    summary="Decisions under words of a page that were in force no more",
    description="Whoever may not read all reviews is shown their own. The trail says who has read them.",
    tag=TAG,
    query=SopCoverageQuery,
    answers={200: OldDecisions},
    problems=(Code.NOT_FOUND,),
    capability=Capability.SOP_READ,
)
def old_decisions(call: Call[None]) -> OldDecisions:
    return sop_coverage.old_decisions(call.storage, call.who, call.path["page_id"], call.query.days)


@route(
    "GET",
    paths.SOP_LINK,
    summary="What the last look at Confluence found",
    tag=TAG,
    answers={200: SopLinkView},
    problems=(Code.NOT_FOUND,),
    capability=Capability.SOP_READ,
)
def sop_link(call: Call[None]) -> SopLinkView:
    return sop_confluence.standing(call.storage, call.who, call.path["page_id"])


@route(
    "PUT",
    paths.SOP_LINK,
    summary="Say where a page lies in Confluence",
    tag=TAG,
    body=SopLinkOrder,
    answers={200: SopLinkView},
    problems=(Code.NOT_FOUND, Code.NO_CONFLUENCE),
    capability=Capability.SOP_APPROVE,
)
def link_sop(call: Call[SopLinkOrder]) -> SopLinkView:
    return sop_confluence.link(call.storage, call.who, call.services.wiki, call.path["page_id"], call.body)


@route(
    "POST",
    paths.SOP_EXCHANGE,
    summary="Look at Confluence now",
    tag=TAG,
    answers={200: SopLinkView},
    problems=(Code.NOT_FOUND, Code.NO_CONFLUENCE),
    capability=Capability.SOP_WRITE,
)
def exchange_sop(call: Call[None]) -> SopLinkView:
    return sop_confluence.exchange(call.storage, call.who, call.services.wiki, call.path["page_id"])


@route(
    "POST",
    paths.SOP_OURS,
    summary="Keep ours where both sides changed the same words",
    description="Theirs count as seen, and stay in the history there; ours is written as the next version, which names"
    " who kept it. Where they wrote again since `remote_version`, nothing is written and the conflict is told anew.",
    tag=TAG,
    body=SopOursOrder,
    answers={200: SopLinkView},
    problems=(Code.NOT_FOUND, Code.NO_CONFLUENCE, Code.NOT_AT_THIS_STEP),
    capability=Capability.SOP_APPROVE,
)
def keep_sop_ours(call: Call[SopOursOrder]) -> SopLinkView:
    return sop_confluence.keep_ours(call.storage, call.who, call.services.wiki, call.path["page_id"], call.body)


ROUTES = [
    sop_pages,
    sop_versions,
    propose_sop,
    merge_sop,
    keep_sop,
    sop_version,
    edit_sop,
    merge_sop_draft,
    settle_sop,
    withdraw_sop,
    seed_sop,
    sop_unfinished,
    coverage_of_sop,
    sop_link,
    link_sop,
    exchange_sop,
    keep_sop_ours,
    old_decisions,
]
