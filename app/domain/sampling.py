"""Drawing a QA sample that anybody can draw again.

A frame is a frozen list of cases under opaque names ("refs"), each in a stratum. Its digest is SHA-256 over one line
for each row, "ref TAB stratum LF", in the order of the refs. From digest, seed and plan follows the sample: in each
stratum the rows with the smallest SHA-256 of "digest LF seed LF ref", as many as the plan gives that stratum. No clock,
no generator and no order of input has a say, so a second machine, or a script of ten lines, draws the same sample.
"""

import enum
import hashlib
import heapq
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

import msgspec

from app.domain.faults import Fault

LONGEST_SEED = 64
SMALLEST_FRAME = 2
LEVELS = ("S-1", "S-2", "S-3", "S-4", "I", "II", "III")


class Severity(enum.StrEnum):
    """How strictly a series of lots is looked at. `DISCONTINUED`: five lots failed under tightened inspection; no lot
    is accepted by samples until the cause is mended."""

    NORMAL = "normal"
    TIGHTENED = "tightened"
    REDUCED = "reduced"
    DISCONTINUED = "discontinued"


class Allocation(enum.StrEnum):
    PROPORTIONAL = "proportional"
    NEYMAN = "neyman"


class IsoPlan(msgspec.Struct, frozen=True, tag="iso", tag_field="kind", forbid_unknown_fields=True):
    """A lot by ISO 2859-1: `aql` in percent; `severity` as the series stands when the sample is drawn."""

    aql: float
    level: str = "II"
    severity: Severity = Severity.NORMAL


class StratifiedPlan(msgspec.Struct, frozen=True, tag="stratified", tag_field="kind", forbid_unknown_fields=True):
    """A share estimated to within ± `half_width` at `confidence`. `expected_error`: the share of wrong decisions that
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
    digest = hashlib.sha256()
    for row in sorted(rows):
        digest.update(f"{row.ref}\t{row.stratum}\n".encode())
    return digest.hexdigest()


def strata_of(rows: Iterable[FrameRow]) -> dict[int, int]:
    """How many cases each stratum has."""
    return dict(sorted(Counter(row.stratum for row in rows).items()))


def draw(digest: str, seed: str, rows: Iterable[FrameRow], sizes: Mapping[int, int]) -> tuple[str, ...]:
    """The refs of the sample, sorted by their hash. `sizes`: how many each stratum gives (one that is larger than its
    stratum gives all of it); the key 0 alone: so many of the frame as a whole."""
    head = f"{digest}\n{seed}\n".encode()
    whole = sizes.keys() == {0}
    strata: dict[int, list[tuple[bytes, str]]] = defaultdict(list)
    for row in rows:
        weight = hashlib.sha256(head + row.ref.encode()).digest()
        strata[0 if whole else row.stratum].append((weight, row.ref))
    drawn: list[tuple[bytes, str]] = []
    for stratum, found in strata.items():
        drawn += heapq.nsmallest(sizes.get(stratum, 0), found)
    return tuple(ref for _, ref in sorted(drawn))


def sample_digest(refs: Iterable[str]) -> str:
    """Hex SHA-256 over the refs of a sample, sorted, each with a line feed."""
    return hashlib.sha256("".join(f"{ref}\n" for ref in sorted(refs)).encode()).hexdigest()


def plan_faults(plan: Plan, *, aqls: Iterable[float]) -> tuple[Fault, ...]:
    """What is wrong with a plan before any frame is looked at; `aqls` are those that the tables know."""
    faults: list[Fault] = []
    if isinstance(plan, IsoPlan):
        if plan.level not in LEVELS:
            faults.append(Fault("level_unknown", "/plan/level"))
        if not any(abs(plan.aql - known) < 1e-9 for known in aqls):
            faults.append(Fault("aql_unknown", "/plan/aql"))
        if plan.severity is Severity.DISCONTINUED:
            faults.append(Fault("series_discontinued", "/plan/severity"))
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
