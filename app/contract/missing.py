"""What reviewers looked for and did not find, counted."""

from datetime import datetime

import msgspec


class MissingCount(msgspec.Struct, frozen=True, omit_defaults=True):
    """In how many cases of a type one thing was missing; `code` null counts those that said it in own words."""

    case_type: str
    code: str | None
    cases: int


class MissingText(msgspec.Struct, frozen=True):
    """Words of a reviewer's own."""

    case_id: str
    case_type: str
    at: datetime
    text: str


class MissingStats(msgspec.Struct, frozen=True):
    """Since `since`; the most wanted first, the newest words first, a hundred of them at most."""

    since: datetime
    counts: tuple[MissingCount, ...]
    texts: tuple[MissingText, ...]
