"""Licences: where each person stands with each case type, why, and what leads on."""

from datetime import datetime
from typing import Annotated

import msgspec

from app.domain.licence import Rung
from app.domain.text import Bilingual

Reason = Annotated[str, msgspec.Meta(min_length=1, max_length=500)]


class RungView(msgspec.Struct, frozen=True):
    """A rung of the ladder and what it means."""

    code: str
    name: Bilingual
    meaning: Bilingual


class WhyView(msgspec.Struct, frozen=True):
    """A reason of a step, in words."""

    code: str
    text: Bilingual


class LicenceView(msgspec.Struct, frozen=True, omit_defaults=True):
    """One person and one case type. `rung`: learn, certify, supervised or live; `per_mille` of the decisions are looked
    at again. `n` judged cases since the last step, `errors` of them wrong; the next step upward comes after `to_go`
    right ones in a row. `why` is a code; `reason` what a person of the house wrote."""

    case_type: str
    rung: str
    per_mille: int
    n: int
    errors: int
    to_go: int
    why: str
    since: datetime | None = None
    reason: str | None = None


class StepView(msgspec.Struct, frozen=True, omit_defaults=True):
    """One step up or down, with the test that led to it. `by_name` where a person made it."""

    case_type: str
    at: datetime
    from_rung: str
    from_per_mille: int
    to_rung: str
    to_per_mille: int
    n: int
    errors: int
    why: str
    by_name: str | None = None
    reason: str | None = None


class OwnLicences(msgspec.Struct, frozen=True):
    """`required`: whether the house asks for licences at all. The words of all codes come along."""

    required: bool
    licences: tuple[LicenceView, ...]
    steps: tuple[StepView, ...]
    rungs: tuple[RungView, ...]
    whys: tuple[WhyView, ...]


class PersonLicence(msgspec.Struct, frozen=True, omit_defaults=True):
    """One row of the house's list."""

    user_id: str
    user_name: str
    licence: LicenceView
    vendor: str | None = None


class LicencePage(msgspec.Struct, frozen=True):
    """All licences that are written down, and how many drawn reviews wait for their second look."""

    required: bool
    rows: tuple[PersonLicence, ...]
    waiting: int


class LicencePlace(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where a person of the house puts another, and why. Without `per_mille`: the highest share of the rung."""

    rung: Rung
    reason: Reason
    per_mille: int | None = None


class LookView(msgspec.Struct, frozen=True):
    """A review that was drawn to be looked at again. What was decided is not told here: look first."""

    review_id: str
    case_id: str
    case_type: str
    user_id: str
    user_name: str
    drawn_at: datetime
    per_mille: int


class LookPage(msgspec.Struct, frozen=True):
    """Reviews that wait for a second look, the oldest first."""

    looks: tuple[LookView, ...]
    next_after: str | None


class LookJudgement(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the second look found: nothing, or an error by its class in the rubric."""

    error_class: str | None = None


class LookJudged(msgspec.Struct, frozen=True):
    """`wrong`: whether it counts against the licence, which critical errors do; where the person stands now."""

    wrong: bool
    licence: LicenceView
