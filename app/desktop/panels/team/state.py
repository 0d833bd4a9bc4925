"""What the Team room shows, in codes and figures."""

from typing import Any

import msgspec

OWN, COMPARE, AGREEMENT, RECALL, SHIFT, WEEKLY, DISPUTES = (
    "own",
    "compare",
    "agreement",
    "recall",
    "shift",
    "weekly",
    "disputes",
)
PAGES = (OWN, COMPARE, AGREEMENT, RECALL, SHIFT, WEEKLY, DISPUTES)
DAYS = (7, 30, 90)
BY = ("vendor", "team", "case_type")
MEASURES = ("accuracy", "needless", "agreement", "overturned", "in_time")
PERIODIC = frozenset({OWN, COMPARE, AGREEMENT, RECALL})
"""Pages whose figures are of a period that one chooses."""


class WordsState(msgspec.Struct, frozen=True):
    """The sheet in which a judgement is disputed (`kind` dispute) or a dispute is settled (settle). `about` is the
    case; `outcome` upheld, overturned, or "" before one is chosen."""

    kind: str
    id: str
    about: str
    text: str = ""
    outcome: str = ""
    problem: str = ""
    busy: bool = False


class TeamState(msgspec.Struct, frozen=True):
    """`data` is what the server said for the page in sight, None before it answered; `beside` what belongs to it
    (judgements to one's own card, the funnel to the cards). `told` is a code of what was done last, or an error's;
    `saved` where files went."""

    page: str = OWN
    pages: tuple[str, ...] = (OWN,)
    days: int = 30
    by: str = "vendor"
    measure: str = "accuracy"
    vendor: str = ""
    vendors: tuple[str, ...] = ()
    data: Any = None
    beside: Any = None
    cases: Any = None
    cell: int = -1
    asking: bool = False
    failed: str = ""
    told: str = ""
    saved: str = ""
    undo_until: int = 0
    as_table: bool = False
    sheet: WordsState | None = None
