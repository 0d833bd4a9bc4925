"""The automatic checks of reviews: one's own with their cases, everybody's as counts."""

from datetime import datetime

import msgspec

from app.domain.text import Bilingual


class ErrorClassView(msgspec.Struct, frozen=True):
    """One class of errors. `severity`: critical, major or minor."""

    code: str
    severity: str
    about: str
    name: Bilingual
    meaning: Bilingual


class CheckView(msgspec.Struct, frozen=True):
    """One automatic check: what it asks for, what is said where it fails, and the class of such an error."""

    code: str
    error_class: str
    name: Bilingual
    meaning: Bilingual
    failed: Bilingual


class RubricView(msgspec.Struct, frozen=True):
    """Everything that an error of a review can be called, in both languages."""

    version: str
    classes: tuple[ErrorClassView, ...]
    checks: tuple[CheckView, ...]


class CheckTally(msgspec.Struct, frozen=True):
    """How one check ended; reviews to which it did not apply are in none of the three."""

    check: str
    passed: int
    failed: int
    not_known: int


class CheckedReviewView(msgspec.Struct, frozen=True):
    """A review in which `failed` checks did not pass."""

    review_id: str
    case_id: str
    checked_at: datetime
    failed: tuple[str, ...]
    not_known: tuple[str, ...]


class OwnChecks(msgspec.Struct, frozen=True):
    """The own reviews in [from_at, before_at): all counted, the newest of those that failed named."""

    from_at: datetime
    before_at: datetime
    tallies: tuple[CheckTally, ...]
    failed: tuple[CheckedReviewView, ...]


class CheckRow(msgspec.Struct, frozen=True):
    """One check over the reviews of one person."""

    user_id: str
    user_name: str
    check: str
    passed: int
    failed: int
    not_known: int


class CheckStats(msgspec.Struct, frozen=True):
    """Everybody's reviews in [from_at, before_at), by person and check."""

    from_at: datetime
    before_at: datetime
    rows: tuple[CheckRow, ...]
