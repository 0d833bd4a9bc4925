"""The targets board: what the house has promised, whether it is met by the bound, and what moves it."""

from datetime import datetime

import msgspec


class TrendPoint(msgspec.Struct, frozen=True, omit_defaults=True):
    """The same figure in one period [from_at, before_at); null where it cannot be told."""

    from_at: datetime
    before_at: datetime
    n: int
    value: float | None = None
    low: float | None = None
    high: float | None = None
    state: str = "not_yet_known"


class Mover(msgspec.Struct, frozen=True, omit_defaults=True):
    """A case type and how far it moves the figure: `contribution` is what the figure would rise by were the type as it
    is but at the target (negative where it already lifts it); `change` against the period before of the same length,
    null where one of the two is not known. `n` cases of its own."""

    case_type: str
    n: int
    value: float | None
    contribution: float
    change: float | None = None


class TargetRow(msgspec.Struct, frozen=True, omit_defaults=True):
    """One target. `state`: met where the lower bound (one-sided 95 %) reaches `target`, missed where the upper one
    stays below it, else not_yet_known; `more` cases may settle it, `contract` is what the figure alone would say.
    `low` and `high` are the 95 % interval. `target` null: told without one. `count` of `n` for plain shares, which are
    withheld below 30 cases (`more_to_show` are lacking); recall and precision are estimated by the design of the
    audits, `n` of them looked at, and `lacking` names the parts without any."""

    measure: str
    n: int
    target: float | None = None
    count: int | None = None
    value: float | None = None
    low: float | None = None
    high: float | None = None
    state: str = "not_yet_known"
    contract: str | None = None
    more: int | None = None
    more_to_show: int = 0
    lacking: tuple[str, ...] = ()
    trend: tuple[TrendPoint, ...] = ()
    movers: tuple[Mover, ...] = ()


class TargetsBoard(msgspec.Struct, frozen=True):
    """What was decided in [from_at, before_at), of one case type or (null) of all; one row for each measure, in the
    order of app.domain.targets.MEASURES. Trends: the oldest period first, the last one is the board's own."""

    from_at: datetime
    before_at: datetime
    case_type: str | None
    rows: tuple[TargetRow, ...]
