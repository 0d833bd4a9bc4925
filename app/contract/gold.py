"""Gold cases: sets and items for their owner, the alarm for who leads, and counts for the person."""

from datetime import datetime
from typing import Annotated

import msgspec

from app.contract.licences import LicenceView, Reason
from app.contract.views import CaseView
from app.domain.decision import Verdict

Name = Annotated[str, msgspec.Meta(min_length=1, max_length=80)]
Language = Annotated[str, msgspec.Meta(pattern="^(en|zh)$")]


class GoldSetOrder(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A new set, which belongs to whoever makes it. `most_exposures`: so often an item is given out before it rests."""

    name: Name
    most_exposures: Annotated[int, msgspec.Meta(ge=1, le=1000)] = 10


class GoldSetView(msgspec.Struct, frozen=True):
    """One set; `version` grows with every change of its items. `mine`: whether the reader may change it."""

    set_id: str
    name: str
    owner_id: str
    owner_name: str
    mine: bool
    version: int
    most_exposures: int
    created_at: datetime


class GoldObstacle(msgspec.Struct, frozen=True):
    """Why no gold case of a type is mixed in: off, or blind_share_too_low."""

    case_type: str
    reason: str


class GoldSets(msgspec.Struct, frozen=True):
    """All sets, and what stands in the way of mixing their cases in. `share` of the stream that is asked for."""

    share: float
    sets: tuple[GoldSetView, ...]
    obstacles: tuple[GoldObstacle, ...]


class GoldItemOrder(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A decided case with the answer that was found to be right and why. `practice`: shown and explained to those who
    learn, and never mixed in."""

    case_id: str
    truth: Verdict
    reason: Reason
    reason_language: Language
    practice: bool = False


class GoldItemView(msgspec.Struct, frozen=True):
    """`standing`: in_use, practice, resting (given out so often that too many know it) or retired."""

    item_id: str
    case_id: str
    case_type: str
    truth: str
    reason: str
    reason_language: str
    standing: str
    exposures: int
    since_version: int
    added_at: datetime


class GoldSetDetail(msgspec.Struct, frozen=True):
    """A set with its items, for its owner."""

    set: GoldSetView
    items: tuple[GoldItemView, ...]


class GoldOwner(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """To whom a set is handed."""

    user_id: str


class GoldRun(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Gold cases for one person's onboarding, all at once."""

    user_id: str
    case_type: str
    count: Annotated[int, msgspec.Meta(ge=1, le=100)] = 20


class GoldGiven(msgspec.Struct, frozen=True):
    """How many were given; fewer than asked for where there are no more items that the person may get."""

    given: int


class GoldPersonRow(msgspec.Struct, frozen=True):
    """One person. `state`: not_enough (fewer than 80 answered: `more` are needed), quiet or alarm; `errors` of the last
    `n` answers, 80 at most. Nobody's errors are told before there are 80."""

    user_id: str
    user_name: str
    state: str
    n: int
    more: int
    errors: int | None
    waiting: int


class GoldPeople(msgspec.Struct, frozen=True):
    """Everybody who was given gold cases, alarms first."""

    window: int
    alarm_errors: int
    rows: tuple[GoldPersonRow, ...]


class OwnGold(msgspec.Struct, frozen=True):
    """How one did in cases with a known answer that were decided before `as_of`, as counts alone; null while there are
    fewer than ten. What was sent upward is in neither."""

    as_of: datetime
    answered: int | None
    right: int | None


class PracticeCase(msgspec.Struct, frozen=True):
    """A practice case as it is shown, agent's word and all."""

    item_id: str
    case: CaseView


class PracticePage(msgspec.Struct, frozen=True):
    """Practice cases of a type that the person has not done yet."""

    cases: tuple[PracticeCase, ...]


class PracticeAnswer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the person would decide."""

    decision: Verdict


class PracticeResult(msgspec.Struct, frozen=True):
    """The answer, explained, and where the person stands now."""

    right: bool
    truth: str
    reason: str
    reason_language: str
    licence: LicenceView
