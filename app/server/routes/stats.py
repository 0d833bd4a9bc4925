"""Figures for those who lead."""

from typing import Annotated

import msgspec

from app.contract import paths
from app.contract.stats import BlindFirstStats, LeftWindowStats, RevealStats, SkipStats
from app.domain.roles import Capability
from app.server.routes.deps import Call, route
from app.server.usecases import stats


class DaysQuery(msgspec.Struct, frozen=True):
    """How many days back, today (UTC) included."""

    days: Annotated[int, msgspec.Meta(ge=1, le=366)] = 30


@route(
    "GET",
    paths.STATS_BLIND_FIRST,
    summary="What seeing the agent's word does to decisions, by case type",
    description="First decisions with and without the agent's word in sight; how blind ones moved after the reveal.",
    tag="Figures",
    query=DaysQuery,
    answers={200: BlindFirstStats},
    capability=Capability.STATS_BLIND_FIRST,
)
def blind_first_stats(call: Call[None]) -> BlindFirstStats:
    return stats.blind_first(call.storage, call.who, call.query.days)


@route(
    "GET",
    paths.STATS_REVEALS,
    summary="How many masked values each person asked to see, by day",
    tag="Figures",
    query=DaysQuery,
    answers={200: RevealStats},
    capability=Capability.STATS_REVEALS,
)
def reveal_stats(call: Call[None]) -> RevealStats:
    return stats.reveals(call.storage, call.who, call.query.days)


@route(
    "GET",
    paths.STATS_LEFT_WINDOW,
    summary="How often the window was left during a review, by case type",
    description="Sums by type and day: what is looked for elsewhere is missing here. Nothing of it is kept by person.",
    tag="Figures",
    query=DaysQuery,
    answers={200: LeftWindowStats},
    capability=Capability.STATS_MISSING,
)
def left_window_stats(call: Call[None]) -> LeftWindowStats:
    return stats.window_left(call.storage, call.who, call.query.days)


@route(
    "GET",
    paths.STATS_SKIPS,
    summary="How often each person passed over a case that was served, by case type and reason",
    tag="Figures",
    query=DaysQuery,
    answers={200: SkipStats},
    capability=Capability.QUEUE_RULES,
)
def skip_stats(call: Call[None]) -> SkipStats:
    return stats.skipped(call.storage, call.who, call.query.days)


ROUTES = [blind_first_stats, reveal_stats, left_window_stats, skip_stats]
