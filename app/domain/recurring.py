"""Recurring errors: which route a pattern should take, and how sure that it is the agent's and not one person's."""

from collections.abc import Iterable

import msgspec

from app.domain.feedback import PatternKey
from app.domain.root_cause import Attribution, Code, Route
from app.domain.route_suggestion import NEAR_THRESHOLD, RouteFacts, RouteSuggestion, suggest_route

ONE_REVIEWER = "one_reviewer"
"""The reason of a suggestion without a route: before the agent is changed, the reviewers should look at it together."""

CHOSEN = "reviewers_chose"
"""The reason where nothing but the reviewers' own choice names a route."""


class Support(msgspec.Struct, frozen=True):
    """What stands behind a pattern: cases, the largest share of them that one reviewer labelled, and how many lay
    within `NEAR_THRESHOLD` of the threshold. `shown`: routes that reviewers chose, with how often."""

    cases: int
    one_person: float
    near: int
    chosen: tuple[tuple[str, int], ...] = ()


def suggested(key: PatternKey, code: Code | None, support: Support, one_person_share: float) -> RouteSuggestion:
    """The route of a pattern and the reason. Where most cases lie close to the threshold the pattern does, too; of
    what the code leaves open, the reviewers' own choice decides."""
    if support.cases and support.one_person >= one_person_share:
        return RouteSuggestion(None, ONE_REVIEWER)
    attribution = Attribution(key.kind, key.ref) if key.kind is not None and key.ref else None
    distance = 0.0 if support.cases and support.near * 2 > support.cases else 2 * NEAR_THRESHOLD
    found = suggest_route(RouteFacts(code=code, attribution=attribution, distance=distance))
    if found is not None and found.route is not None:
        return found
    name, times = max(support.chosen, key=lambda one: (one[1], one[0]), default=("", 0))
    if times * 2 > support.cases:
        return RouteSuggestion(Route(name), CHOSEN)
    return RouteSuggestion(None, "no_route")


def known_routes(codes: Iterable[Code], name: str, case_type: str) -> Code | None:
    """The entry of the catalogue for this code, where the type still has it."""
    return next((one for one in codes if one.code == name and one.fits(case_type)), None)
