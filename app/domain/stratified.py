"""A stratified sample that anybody can draw again from (frame, seed, plan): how many of each stratum, and which."""

import hashlib
import math
from collections.abc import Iterable, Mapping

import msgspec

from app.domain.draw import Frame


class StratifiedSample(msgspec.Struct, frozen=True):
    """What was drawn. `digest` is the frame's, `sizes` how many cases each stratum has, `drawn` the refs by stratum in
    the order of their draw: a shorter sample of the same frame, seed and plan is the beginning of a longer one."""

    digest: str
    seed: str
    plan: str
    sizes: dict[str, int]
    drawn: dict[str, tuple[str, ...]]

    @property
    def refs(self) -> tuple[str, ...]:
        """All of them, stratum by stratum."""
        return tuple(ref for refs in self.drawn.values() for ref in refs)


def frame_digest(frame: Iterable[tuple[str, str]]) -> str:
    """SHA-256 over the (ref, stratum) pairs of a frame, in whatever order they come; hex."""
    digest = hashlib.sha256()
    for ref, stratum in sorted(frame):
        for part in (ref.encode(), stratum.encode()):
            digest.update(len(part).to_bytes(4, "big") + part)
    return digest.hexdigest()


def draw_stratified(
    frame: Iterable[tuple[str, str]], wanted: Mapping[str, int], seed: str, plan: str
) -> StratifiedSample:
    """Draw `wanted` refs of each stratum from `frame`, pairs of (ref, stratum) in any order. Every ref of a stratum is
    as likely as any other. The same frame, seed and plan give the same refs on every machine; a stratum that has fewer
    cases than wanted gives all of them. ValueError for a ref that stands in the frame twice."""
    pairs = sorted(frame)
    if len({ref for ref, _ in pairs}) < len(pairs):
        raise ValueError("a case stands in the frame twice")
    digest = frame_digest(pairs)
    strata: dict[str, list[str]] = {}
    for ref, stratum in pairs:
        strata.setdefault(stratum, []).append(ref)
    key = hashlib.sha256("\n".join((digest, seed, plan)).encode()).hexdigest()
    drawn = {}
    for stratum, refs in sorted(strata.items()):
        many = wanted.get(stratum, 0)
        one = Frame(f"{key}\n{stratum}", many)
        if many:
            one.look(refs)
        drawn[stratum] = one.sample()
    return StratifiedSample(digest, seed, plan, {name: len(strata[name]) for name in drawn}, drawn)


def allocate(
    sizes: Mapping[str, int], total: int, *, spread: Mapping[str, float] | None = None, minimum: int = 2
) -> dict[str, int]:
    """How many of `total` each stratum gets: in proportion to its size, or with `spread` (the standard deviation that
    is expected within each stratum) by Neyman's rule, size times spread. Each gets `minimum` at least and its own size
    at most. ValueError where `total` does not reach for the minimum; a `total` above the frame takes all of it."""
    least = {name: min(minimum, size) for name, size in sizes.items()}
    if total < sum(least.values()):
        raise ValueError(f"{sum(least.values())} cases are the least for {minimum} of each stratum")
    total = min(total, sum(sizes.values()))
    weights = {name: size * (spread.get(name, 0.0) if spread is not None else 1.0) for name, size in sizes.items()}
    if not any(weights.values()):
        weights = {name: float(size) for name, size in sizes.items()}
    settled: dict[str, int] = {}
    while open_ := [name for name in sizes if name not in settled]:
        left, weight = total - sum(settled.values()), sum(weights[name] for name in open_)
        shares = {name: left * weights[name] / weight if weight else left / len(open_) for name in open_}
        over = {name: sizes[name] for name in open_ if shares[name] >= sizes[name]}
        under = {name: least[name] for name in open_ if shares[name] <= least[name]}
        # Whichever side moves more is settled first, so that what is left is never pushed over a border again.
        excess = sum(shares[name] - sizes[name] for name in over)
        lack = sum(least[name] - shares[name] for name in under)
        fixed = over if excess >= lack and over else under
        if not fixed:
            settled |= _rounded(shares, left)
            break
        settled |= fixed
    return {name: settled[name] for name in sizes}


def _rounded(shares: Mapping[str, float], total: int) -> dict[str, int]:
    """Whole numbers that make `total`: the largest remainders are rounded up, ties by name."""
    whole = {name: math.floor(share) for name, share in shares.items()}
    order = sorted(shares, key=lambda name: (whole[name] - shares[name], name))
    for name in order[: total - sum(whole.values())]:
        whole[name] += 1
    return whole
