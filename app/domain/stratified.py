"""A stratified sample that anybody can draw again from (frame, seed, plan): how many of each stratum, and which."""

import hashlib
import math
from collections.abc import Iterable, Mapping

import msgspec


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


class StratifiedFrame:
    """A frame that is drawn from, pairs of (ref, stratum) in any order; ValueError for a ref that stands there twice.
    Sorting and digest are done once, so that many samples of one frame are cheap."""

    def __init__(self, frame: Iterable[tuple[str, str]]) -> None:
        pairs = sorted(frame)
        if len({ref for ref, _ in pairs}) < len(pairs):
            raise ValueError("a case stands in the frame twice")
        self.digest = frame_digest(pairs)
        self._strata: dict[str, list[str]] = {}
        for ref, stratum in sorted(pairs, key=lambda pair: pair[1]):
            self._strata.setdefault(stratum, []).append(ref)
        self.sizes = {name: len(refs) for name, refs in self._strata.items()}

    def draw(self, wanted: Mapping[str, int], seed: str, plan: str) -> StratifiedSample:
        """`wanted` refs of each stratum, all where it has fewer: those with the smallest SHA-256 of the key, the
        stratum and the ref, the key being the hash of digest, seed and plan. Every ref of a stratum is as likely as any
        other, and every machine draws the same."""
        key = hashlib.sha256("\n".join((self.digest, seed, plan)).encode()).hexdigest()
        drawn = {}
        for stratum, refs in self._strata.items():
            start = hashlib.sha256(f"{key}\n{stratum}\n".encode())

            def weight(ref: str, start: "hashlib._Hash" = start) -> bytes:
                hashed = start.copy()
                hashed.update(ref.encode())
                return hashed.digest()

            many = wanted.get(stratum, 0)
            drawn[stratum] = tuple(sorted(refs, key=weight)[:many]) if many > 0 else ()
        return StratifiedSample(self.digest, seed, plan, dict(self.sizes), drawn)


def draw_stratified(
    frame: Iterable[tuple[str, str]], wanted: Mapping[str, int], seed: str, plan: str
) -> StratifiedSample:
    """One sample of a frame; see `StratifiedFrame.draw`."""
    return StratifiedFrame(frame).draw(wanted, seed, plan)


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
