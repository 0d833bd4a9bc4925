"""What the Team room shows, in codes and figures."""

from typing import TYPE_CHECKING, Any

import msgspec

if TYPE_CHECKING:
    from app.contract.gold import GoldPeople, GoldSetDetail, GoldSets, PracticeCase, PracticeResult

OWN, COMPARE, AGREEMENT, RECALL, SHIFT, WEEKLY, DISPUTES = (
    "own",
    "compare",
    "agreement",
    "recall",
    "shift",
    "weekly",
    "disputes",
)
LADDER, CHECKS = "ladder", "checks"
"""One's own licences, and what the automatic checks found in one's own reviews."""
PULL, LICENCES, GOLD, HOUSE_CHECKS = "pull", "licences", "gold", "house_checks"
OWN_PAGES = (OWN, LADDER, CHECKS)
PAGES = (*OWN_PAGES, COMPARE, AGREEMENT, PULL, RECALL, SHIFT, WEEKLY, DISPUTES, LICENCES, GOLD, HOUSE_CHECKS)
DAYS = (7, 30, 90)
MAX_WORDS = 500
"""Characters of the reason of a licence or of a known answer."""
BY = ("vendor", "team", "case_type")
MEASURES = ("accuracy", "needless", "agreement", "overturned", "in_time")
PERIODIC = frozenset({OWN, COMPARE, AGREEMENT, RECALL, CHECKS, PULL, HOUSE_CHECKS})
"""Pages whose figures are of a period that one chooses."""


class WordsState(msgspec.Struct, frozen=True):
    """The sheet in which something is said or chosen. `kind`: dispute or settle (a judgement), card (open a person's),
    place (a licence), judge (a second look), new_set, add_item, retire, hand_over or run (cases with a known answer).
    `about` is the case, the person or the set that `id` stands for, and `also` what else it is of (a case type);
    `outcome` and `second` are what was chosen in its lists, "" before; `entry` what stands in its line; `options` what
    can be chosen, (id, words)."""

    kind: str
    id: str
    about: str
    text: str = ""
    outcome: str = ""
    second: str = ""
    entry: str = ""
    also: str = ""
    options: tuple[tuple[str, str], ...] = ()
    problem: str = ""
    busy: bool = False


class GoldData(msgspec.Struct, frozen=True):
    """The sets, the people, and the own set that is open, if one is."""

    sets: "GoldSets"
    people: "GoldPeople"
    detail: "GoldSetDetail | None" = None


class PracticeState(msgspec.Struct, frozen=True):
    """Practice cases of a type, one in sight: `number` of `cases`, what was chosen, and the answer once it is given."""

    case_type: str
    cases: "tuple[PracticeCase, ...]"
    number: int = 0
    decision: str = ""
    result: "PracticeResult | None" = None
    problem: str = ""
    busy: bool = False

    @property
    def case(self) -> "PracticeCase":
        return self.cases[self.number]


class CardState(msgspec.Struct, frozen=True):
    """Somebody's card, opened by who leads."""

    user_id: str
    name: str
    data: Any


class TeamState(msgspec.Struct, frozen=True):
    """`data` is what the server said for the page in sight, None before it answered; `beside` what belongs to it
    (judgements to one's own card, the funnel to the cards, second looks to the licences). `inner` is the set that is
    open on the page of known answers. `told` is a code of what was done last, or an error's; `saved` where files went;
    `rights` what of it this person may change."""

    page: str = OWN
    pages: tuple[str, ...] = (OWN,)
    rights: frozenset[str] = frozenset()
    days: int = 30
    by: str = "vendor"
    measure: str = "accuracy"
    vendor: str = ""
    vendors: tuple[str, ...] = ()
    data: Any = None
    beside: Any = None
    cases: Any = None
    cell: int = -1
    inner: str = ""
    practice: PracticeState | None = None
    card: CardState | None = None
    asking: bool = False
    failed: str = ""
    told: str = ""
    saved: str = ""
    undo_until: int = 0
    as_table: bool = False
    sheet: WordsState | None = None
