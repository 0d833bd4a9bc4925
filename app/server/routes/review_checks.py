"""The automatic checks of reviews, and the rubric of errors."""

from app.contract import paths
from app.contract.review_checks import CheckStats, OwnChecks, RubricView
from app.domain.roles import Capability
from app.server.routes.deps import Call, route
from app.server.routes.stats import DaysQuery
from app.server.usecases import review_checks


@route(
    "GET",
    paths.QA_RUBRIC,
    summary="What an error of a review is called, and what is checked of every review",
    tag="Quality",
    answers={200: RubricView},
)
def rubric(_call: Call[None]) -> RubricView:
    return review_checks.told()


@route(
    "GET",
    paths.QA_CHECKS_OWN,
    summary="What the automatic checks found in one's own reviews",
    tag="Quality",
    query=DaysQuery,
    answers={200: OwnChecks},
    capability=Capability.REVIEW_SUBMIT,
)
def own_checks(call: Call[None]) -> OwnChecks:
    return review_checks.own(call.storage, call.who, call.query.days)


@route(
    "GET",
    paths.QA_CHECKS,
    summary="How often each automatic check failed, by person",
    description="Counts alone: which case it was is told to the person whose review it is.",
    tag="Quality",
    query=DaysQuery,
    answers={200: CheckStats},
    capability=Capability.STATS_CHECKS,
)
def check_stats(call: Call[None]) -> CheckStats:
    return review_checks.everybody(call.storage, call.who, call.query.days)


ROUTES = [rubric, own_checks, check_stats]
