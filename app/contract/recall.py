"""What the agent finds and what it lets through, estimated by design: from samples of what it decided alone."""

from datetime import datetime

import msgspec


class RecallStratum(msgspec.Struct, frozen=True, omit_defaults=True):
    """One part of what the agent decided: auto_pass, auto_block or queue. `size` cases in all, `looked_at` of them by
    people, `bad` among these, `caught` of the bad by the agent's verdict; `waiting` were drawn and not decided yet."""

    part: str
    size: int
    looked_at: int
    bad: int
    caught: int
    waiting: int = 0


class RecallTarget(msgspec.Struct, frozen=True, omit_defaults=True):
    """A target and how the estimate stands to it by the one-sided 95 % bound: met, missed or not_yet_known; `more`
    audits of what was passed would be needed to know, where the estimate holds."""

    target: float
    state: str
    contract: str
    more: int | None = None


class RecallFigure(msgspec.Struct, frozen=True, omit_defaults=True):
    """A ratio estimate with its standard error and 95 % interval; null while there is nothing to estimate from."""

    estimate: float | None = None
    se: float | None = None
    low: float | None = None
    high: float | None = None
    targets: tuple[RecallTarget, ...] = ()


class RecallRow(msgspec.Struct, frozen=True, omit_defaults=True):
    """One case type, or "*" for all. `queue_only` is what the queue alone would say of recall: it cannot see what was
    passed, and is told for that reason only. `lacking`: parts whose sample is too small to estimate from (codes)."""

    case_type: str
    strata: tuple[RecallStratum, ...]
    recall: RecallFigure
    precision: RecallFigure
    queue_only: float | None = None
    lacking: tuple[str, ...] = ()


class RecallView(msgspec.Struct, frozen=True):
    """Cases that the agent decided in [from_at, before_at), by what came of random audits alone: a row that was named
    is no sample and is counted nowhere."""

    from_at: datetime
    before_at: datetime
    rows: tuple[RecallRow, ...]
