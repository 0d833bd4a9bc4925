"""Which route a finding should take, and why: the code's own, unless what it is attributed to says otherwise."""

import msgspec

from app.domain.root_cause import Attribution, AttributionKind, Code, CodeKind, Route

NEAR_THRESHOLD = 0.03
"""A confidence within three points of the threshold: moving the line a little would have decided the case."""


class RouteFacts(msgspec.Struct, frozen=True):
    """`distance` is confidence − threshold, None where it is not known; `bare_steps` are the steps that no clause
    backs, `clause_errors` those marked as resting on the wrong clause, `wrong_steps` all marked wrong."""

    code: Code | None
    attribution: Attribution | None = None
    distance: float | None = None
    bare_steps: frozenset[int] = frozenset()
    clause_errors: frozenset[int] = frozenset()
    wrong_steps: frozenset[int] = frozenset()


class RouteSuggestion(msgspec.Struct, frozen=True):
    """`reason` is one of code_default, clause_wrong, clauses_contradict, clause_missing, check_missing,
    close_to_threshold, signal_bias and no_route; `route` is None with the last."""

    route: Route | None
    reason: str


def suggest_route(facts: RouteFacts) -> RouteSuggestion | None:
    """The route to offer; None until a code was chosen. A clause at fault counts for more than a threshold, and a
    threshold for more than what the code usually means."""
    code = facts.code
    if code is None:
        return None
    explains_error = code.code_kind is CodeKind.ROOT_CAUSE
    clause = _clause_reason(facts) if explains_error or code.route is Route.C else None
    if clause is not None:
        return RouteSuggestion(Route.C, clause)
    near = facts.distance is not None and abs(facts.distance) <= NEAR_THRESHOLD
    of_signal = facts.attribution is not None and facts.attribution.kind in (
        AttributionKind.SIGNAL,
        AttributionKind.MISSING_SIGNAL,
    )
    if code.route is Route.B and of_signal and not near and facts.distance is not None:
        # Far from the line, moving it would have changed nothing: the signal itself is off.
        return RouteSuggestion(Route.A, "signal_bias") if explains_error else RouteSuggestion(Route.B, "code_default")
    if near and not of_signal and not facts.wrong_steps and code.route in (None, Route.B):
        return RouteSuggestion(Route.B, "close_to_threshold")
    if code.route is None:
        return RouteSuggestion(None, "no_route")
    return RouteSuggestion(code.route, "code_default")


def _clause_reason(facts: RouteFacts) -> str | None:
    attribution = facts.attribution
    if attribution is None:
        return None
    if attribution.kind is AttributionKind.CLAUSE:
        return "clause_wrong"
    if attribution.kind is AttributionKind.CONTRADICTION:
        return "clauses_contradict"
    if attribution.kind is AttributionKind.MISSING_CHECK:
        return "check_missing"
    if attribution.kind is AttributionKind.STEP and attribution.ref.isascii() and attribution.ref.isdecimal():
        n = int(attribution.ref)
        if n in facts.clause_errors:
            return "clause_wrong"
        # A step that misread its evidence is the model's, whether or not a clause backs it.
        if n in facts.bare_steps and facts.code is not None and facts.code.route is Route.C:
            return "clause_missing"
    return None
