"""Figures for those who lead: what the agent's word does to decisions, and who asked to see personal values."""

from datetime import date, datetime

import msgspec

from app.contract.scorecards import BlindShift


class Share(msgspec.Struct, frozen=True):
    """`count` of `n`, with the 95 % interval of the share (Wilson); (0, 1) where n is 0."""

    count: int
    n: int
    low: float
    high: float


class BlindFirstRow(msgspec.Struct, frozen=True):
    """One case type. `agreed_blind` and `agreed_shown`: first decisions equal to the agent's verdict, without and with
    it in sight; `toward` and `away`: blind decisions that moved once it was seen, of those `answered`; `took_effect`
    counts the second decisions in force, `owed` the blind reviews whose code is still missing. `shift` is what may be
    said of it: with intervals, and withheld below 30 cases."""

    case_type: str
    blind: int
    answered: int
    owed: int
    took_effect: int
    agreed_blind: Share
    agreed_shown: Share
    toward: Share
    away: Share
    shift: BlindShift | None = None


class BlindFirstStats(msgspec.Struct, frozen=True):
    """Decisions that reached the server in [from_at, before_at), by case type; "*" is all of them together."""

    from_at: datetime
    before_at: datetime
    rows: tuple[BlindFirstRow, ...]


class RevealRow(msgspec.Struct, frozen=True):
    """How many masked values one person asked to see on one day (UTC), and on how many cases."""

    day: date
    user_id: str
    user_name: str
    reveals: int
    cases: int


class RevealStats(msgspec.Struct, frozen=True):
    """The newest day first, then the most reveals. `per_hour` is the limit for each person."""

    from_at: datetime
    before_at: datetime
    per_hour: int
    rows: tuple[RevealRow, ...]


class LeftWindowRow(msgspec.Struct, frozen=True):
    """How often, in all the `reviews` of a case type, the window was left while the case was open in it."""

    case_type: str
    reviews: int
    times: int


class LeftWindowStats(msgspec.Struct, frozen=True):
    """Reviews that reached the server in [from_at, before_at), by case type; kept of no person and no case.
    A type whose window is left often is one whose evidence is looked for elsewhere."""

    from_at: datetime
    before_at: datetime
    rows: tuple[LeftWindowRow, ...]


class SkipRow(msgspec.Struct, frozen=True):
    """How often one person passed over cases of one type, for one reason (a code)."""

    user_id: str
    user_name: str
    case_type: str
    reason: str
    times: int


class SkipStats(msgspec.Struct, frozen=True):
    """Skips in [from_at, before_at), the most first."""

    from_at: datetime
    before_at: datetime
    rows: tuple[SkipRow, ...]
