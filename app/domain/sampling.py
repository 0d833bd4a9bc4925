"""Plans and frames of QA samples, and the draw that anybody can make again.

A frame is a frozen list of cases under opaque names ("refs"), each in a stratum. From frame, seed and plan follows the
sample (app.domain.stratified says how); no clock, no generator and no order of input has a say, so a second machine
draws the same one. A lot by ISO 2859-1 is drawn from the frame as a whole, whatever its strata are.
"""

import enum
import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping

import msgspec

from app.domain.acceptance import Severity, aql_of, level_of
from app.domain.faults import Fault
from app.domain.stratified import draw_stratified
from app.domain.stratified import frame_digest as digest_of

LONGEST_SEED = 64
WHOLE = 0
"""In the place of a stratum: the frame as a whole."""


class Allocation(enum.StrEnum):
    PROPORTIONAL = "proportional"
    NEYMAN = "neyman"


class IsoPlan(msgspec.Struct, frozen=True, tag="iso", tag_field="kind", forbid_unknown_fields=True):
    """A lot by ISO 2859-1: `aql` in percent; `severity` as the series stands when the sample is drawn."""

    aql: float
    level: str = "II"
    severity: Severity = Severity.NORMAL


class StratifiedPlan(msgspec.Struct, frozen=True, tag="stratified", tag_field="kind", forbid_unknown_fields=True):
    """A share of wrong decisions estimated to within ± `half_width` at `confidence`. `expected_error`: the share that
    is planned for; `expected_by_stratum` the same for single strata (their numbers as text), for Neyman's allocation;
    `minimum`: no stratum gives fewer, as long as it has them."""

    half_width: float
    confidence: float = 0.95
    expected_error: float = 0.05
    allocation: Allocation = Allocation.PROPORTIONAL
    minimum: int = 2
    expected_by_stratum: dict[str, float] = {}


Plan = IsoPlan | StratifiedPlan


class FrameRow(msgspec.Struct, frozen=True, order=True):
    """One case of a frame; strata are numbered from 1."""

    ref: str
    stratum: int = 1


def frame_digest(rows: Iterable[FrameRow]) -> str:
    """Hex SHA-256 of a frame, in whatever order its rows come."""
    return digest_of((row.ref, str(row.stratum)) for row in rows)


def strata_of(rows: Iterable[FrameRow]) -> dict[int, int]:
    """How many cases each stratum has."""
    return dict(sorted(Counter(row.stratum for row in rows).items()))


def plan_text(plan: Plan) -> str:
    """A plan as one line, part of what a draw follows from."""
    if isinstance(plan, IsoPlan):
        return f"iso {level_of(plan.level)} {aql_of(plan.aql)} {plan.severity}"
    strata = ",".join(f"{name}={share!r}" for name, share in sorted(plan.expected_by_stratum.items()))
    parts = (repr(plan.half_width), repr(plan.confidence), repr(plan.expected_error), plan.allocation, plan.minimum)
    return " ".join(("stratified", *map(str, parts), strata)).rstrip()


def draw(rows: Iterable[FrameRow], sizes: Mapping[int, int], seed: str, plan: Plan) -> tuple[str, ...]:
    """The refs of a sample, stratum by stratum. `sizes`: how many each stratum gives; {WHOLE: n} for n of them all."""
    whole = sizes.keys() == {WHOLE}
    frame = ((row.ref, str(WHOLE if whole else row.stratum)) for row in rows)
    return draw_stratified(frame, {str(name): n for name, n in sizes.items()}, seed, plan_text(plan)).refs


def sample_digest(refs: Iterable[str]) -> str:
    """Hex SHA-256 over the refs of a sample, sorted, each with a line feed."""
    return hashlib.sha256("".join(f"{ref}\n" for ref in sorted(refs)).encode()).hexdigest()


def plan_faults(plan: Plan) -> tuple[Fault, ...]:
    """What is wrong with a plan before any frame is looked at."""
    faults: list[Fault] = []
    if isinstance(plan, IsoPlan):
        try:
            level_of(plan.level)
        except ValueError:
            faults.append(Fault("level_unknown", "/plan/level"))
        try:
            aql_of(plan.aql)
        except ValueError:
            faults.append(Fault("aql_unknown", "/plan/aql"))
        return tuple(faults)
    if not 0.001 <= plan.half_width <= 0.5:
        faults.append(Fault("half_width_range", "/plan/half_width"))
    if not 0.5 <= plan.confidence <= 0.999:
        faults.append(Fault("confidence_range", "/plan/confidence"))
    shares = (plan.expected_error, *plan.expected_by_stratum.values())
    if not all(0.0 < share < 1.0 for share in shares):
        faults.append(Fault("expected_error_range", "/plan/expected_error"))
    if not 0 <= plan.minimum <= 1_000:
        faults.append(Fault("minimum_range", "/plan/minimum"))
    if not all(name.isdecimal() and len(name) < 6 for name in plan.expected_by_stratum):
        faults.append(Fault("stratum_unknown", "/plan/expected_by_stratum"))
    return tuple(faults)


def seed_fault(seed: str) -> Fault | None:
    """A seed is 1 to 64 printable ASCII characters, so that it can be told over the telephone."""
    good = 0 < len(seed) <= LONGEST_SEED and seed.isascii() and seed.isprintable()
    return None if good else Fault("seed", "/seed", {"most": LONGEST_SEED})
