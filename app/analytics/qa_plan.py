"""What a QA plan asks of a frame: how many cases of which stratum, and by which numbers a lot is judged. The seat asks
it before a sample is drawn, the server when it is."""

from collections.abc import Mapping

import msgspec

from app.analytics.stratified import plan_for_half_width
from app.domain import acceptance
from app.domain.sampling import WHOLE, Allocation, IsoPlan, Plan


class Planned(msgspec.Struct, frozen=True):
    """`sizes` by stratum, or {WHOLE: n}; `n` of all. Of an ISO plan: `letter`, `accept` and `reject`; of a stratified
    one `half_width`, as expected."""

    sizes: dict[int, int]
    n: int
    letter: str = ""
    accept: int | None = None
    reject: int | None = None
    half_width: float | None = None


def planned(plan: Plan, strata: Mapping[int, int]) -> Planned:
    """`strata`: the frame's, with their sizes. Raises ValueError for a plan that `plan_faults` has something against,
    and for a frame of fewer than two cases."""
    if isinstance(plan, IsoPlan):
        cell = acceptance.plan(sum(strata.values()), plan.aql, plan.level, plan.severity)
        return Planned({WHOLE: cell.to_inspect}, cell.to_inspect, cell.plan_letter, cell.ac, cell.re)
    sizes = {str(stratum): size for stratum, size in strata.items()}
    guesses = {name: plan.expected_by_stratum.get(name, plan.expected_error) for name in sizes}
    found = plan_for_half_width(
        sizes,
        plan.half_width,
        guesses,
        neyman=plan.allocation is Allocation.NEYMAN,
        minimum=plan.minimum,
        confidence=plan.confidence,
    )
    return Planned({int(name): n for name, n in found.allocation.items()}, found.n, half_width=found.half_width)
