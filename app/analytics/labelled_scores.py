"""Scores of labelled cases by source and label: days as app.domain.score_place keeps them, joined. Needs numpy."""

from collections.abc import Iterable

import msgspec
import numpy as np

from app.analytics.calibration import Calibration, Floats, Ints, calibration
from app.domain.score_place import HEAD, LABELS, PARTS

_BAD = ("TP", "FN")


class LabelledScores(msgspec.Struct, frozen=True):
    """The scores of each part in order."""

    parts: tuple[Floats, ...]

    @property
    def n(self) -> int:
        return sum(map(len, self.parts))

    def of_label(self, name: str) -> int:
        """How many have this label."""
        return sum(len(one) for one in self.parts[LABELS.index(name) :: len(LABELS)])

    def of_source(self, source: int) -> int:
        """How many come from there."""
        return sum(len(one) for one in self.parts[source * len(LABELS) : (source + 1) * len(LABELS)])

    def each(self) -> tuple[Floats, Ints]:
        """Score and outcome of every case, in the order of scores."""
        # A score from 0 to 1 leaves the two highest of its bits free. Moved up by one it makes room for the outcome and
        # keeps its order, so that plain numbers are sorted, which is several times faster than sorting by a key.
        keys = [(one.view(np.uint64) << np.uint64(1)) | np.uint64(is_bad(n)) for n, one in enumerate(self.parts)]
        joined = np.sort(np.concatenate(keys))
        return (joined >> np.uint64(1)).view(np.float64), (joined & np.uint64(1)).astype(np.int64)


def is_bad(part: int) -> bool:
    """Whether the cases of a part turned out bad."""
    return LABELS[part % len(LABELS)] in _BAD


def together(days: Iterable[bytes]) -> LabelledScores:
    """All days in one."""
    found: list[list[Floats]] = [[] for _ in range(PARTS)]
    for day in days:
        if not day:
            continue
        at = HEAD.size
        for part, size in enumerate(HEAD.unpack_from(day)):
            if size:
                found[part].append(np.frombuffer(day, "<f8", size, at))
            at += 8 * size
    return LabelledScores(tuple(np.sort(np.concatenate(one)) if one else np.empty(0) for one in found))


def figures(scores: LabelledScores, bins: int = 10) -> Calibration:
    """Every figure of app.analytics.calibration over these."""
    return calibration(*scores.each(), bins=bins, thresholds=())
