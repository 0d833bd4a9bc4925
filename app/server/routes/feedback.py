"""Feedback items, news, and the health of signals."""

from typing import Annotated, Literal

import msgspec

from app.contract import paths
from app.contract.feedback import (
    MOST_ITEM_CASES,
    MOST_ITEMS,
    FeedbackCases,
    FeedbackPage,
    FeedbackView,
    MinedNow,
    OwnFeedbackPage,
)
from app.contract.news import MOST_NEWS, NewsPage
from app.contract.problems import Code
from app.contract.signal_health import SignalHealthPage, SignalRuleBook
from app.domain.roles import Capability
from app.server.routes.deps import Call, route
from app.server.usecases import feedback_views, mining, news, signal_health

Word = Annotated[str, msgspec.Meta(max_length=120)]
Id = Annotated[str, msgspec.Meta(max_length=36)]


class ItemsQuery(msgspec.Struct, frozen=True):
    """`after`: next_after of the page before; `mine`: those that the reader owns; `state` to_do: open, accepted, in
    work or shipped."""

    state: (
        Literal["to_do", "open", "accepted", "in_work", "shipped", "verified", "dismissed", "merged", "split"] | None
    ) = None
    kind: Literal["pattern", "signal", "raised"] | None = None
    case_type: Word | None = None
    route: Literal["A", "B", "C"] | None = None
    owner_kind: Literal["data", "model", "rules", "sop", "lead"] | None = None
    mine: bool = False
    after: Id | None = None
    limit: Annotated[int, msgspec.Meta(ge=1, le=MOST_ITEMS)] = 50


class CasesQuery(msgspec.Struct, frozen=True):
    """`after`: next_after of the page before."""

    after: Annotated[str, msgspec.Meta(max_length=20)] | None = None
    limit: Annotated[int, msgspec.Meta(ge=1, le=MOST_ITEM_CASES)] = 100


class OwnQuery(msgspec.Struct, frozen=True):
    """`after`: next_after of the page before."""

    after: Id | None = None
    limit: Annotated[int, msgspec.Meta(ge=1, le=MOST_ITEMS)] = 50


class NewsQuery(msgspec.Struct, frozen=True):
    """`before`: next_before of the page before."""

    before: Id | None = None
    limit: Annotated[int, msgspec.Meta(ge=1, le=MOST_NEWS)] = 50


class HealthQuery(msgspec.Struct, frozen=True):
    """The last `days`, today included, against as many before them; `failing`: only signals that fail a rule."""

    days: Annotated[int, msgspec.Meta(ge=1, le=366)] = 28
    case_type: Word | None = None
    model_version: Word | None = None
    failing: bool = False


@route(
    "GET",
    paths.FEEDBACK,
    summary="Findings that somebody is to act on, the newest first",
    description="Patterns of errors that were mined, signals that fail their rules, and what people raised.",
    tag="Loop",
    query=ItemsQuery,
    answers={200: FeedbackPage},
    capability=Capability.FEEDBACK_READ,
)
def list_feedback(call: Call[None]) -> FeedbackPage:
    asked: ItemsQuery = call.query
    return feedback_views.page(
        call.storage,
        call.who,
        asked.after,
        asked.limit,
        state=asked.state,
        kind=asked.kind,
        case_type=asked.case_type,
        route=asked.route,
        owner_kind=asked.owner_kind,
        mine=asked.mine,
    )


@route(
    "GET",
    paths.FEEDBACK_OWN,
    summary="What one raised by hand, and what became of it",
    tag="Loop",
    query=OwnQuery,
    answers={200: OwnFeedbackPage},
    capability=Capability.FEEDBACK_RAISE,
)
def own_feedback(call: Call[None]) -> OwnFeedbackPage:
    return feedback_views.own(call.storage, call.who, call.query.after, call.query.limit)


@route(
    "POST",
    paths.FEEDBACK_MINE_NOW,
    summary="Look for patterns and failing signals now",
    description="What the server does of itself about every hour.",
    tag="Loop",
    answers={200: MinedNow},
    capability=Capability.FEEDBACK_MANAGE,
)
def mine_feedback(call: Call[None]) -> MinedNow:
    return mining.now(call.storage, call.who)


@route(
    "GET",
    paths.FEEDBACK_ITEM,
    summary="One finding with its figures, trend and history",
    tag="Loop",
    answers={200: FeedbackView},
    problems=(Code.NOT_FOUND,),
    capability=Capability.FEEDBACK_READ,
)
def read_feedback(call: Call[None]) -> FeedbackView:
    return feedback_views.one(call.storage, call.who, call.path["feedback_id"])


@route(
    "GET",
    paths.FEEDBACK_CASES,
    summary="The cases behind a finding, the newest first",
    description="Cases that the reader is still to decide again are left out. The trail says who has read them.",
    tag="Loop",
    query=CasesQuery,
    answers={200: FeedbackCases},
    problems=(Code.NOT_FOUND,),
    capability=Capability.FEEDBACK_READ,
)
def feedback_cases(call: Call[None]) -> FeedbackCases:
    asked: CasesQuery = call.query
    return feedback_views.cases(call.storage, call.who, call.path["feedback_id"], asked.after, asked.limit)


@route(
    "GET",
    paths.NEWS,
    summary="What became of one's findings, the newest first",
    description="The same that the feed brings as `news`, to its person alone. `news.read` marks it.",
    tag="Loop",
    query=NewsQuery,
    answers={200: NewsPage},
)
def list_news(call: Call[None]) -> NewsPage:
    return news.page(call.storage, call.who, call.query.before, call.query.limit)


@route(
    "GET",
    paths.SIGNALS_HEALTH,
    summary="How each signal fires, misses, is right and drifts, by case type and model version",
    tag="Loop",
    query=HealthQuery,
    answers={200: SignalHealthPage},
    capability=Capability.FEEDBACK_READ,
)
def signals_health(call: Call[None]) -> SignalHealthPage:
    asked: HealthQuery = call.query
    return signal_health.page(
        call.storage, call.who, asked.days, asked.case_type, asked.model_version, failing=asked.failing
    )


@route(
    "GET",
    paths.SIGNALS_RULES,
    summary="When a signal counts as failing",
    tag="Loop",
    answers={200: SignalRuleBook},
    capability=Capability.FEEDBACK_READ,
)
def signals_rules(call: Call[None]) -> SignalRuleBook:
    return signal_health.rule_book()


ROUTES = [
    list_feedback,
    own_feedback,
    mine_feedback,
    read_feedback,
    feedback_cases,
    list_news,
    signals_health,
    signals_rules,
]
