"""Disputes: a person says why a judgement of their own decision is wrong, and somebody else settles it."""

from datetime import datetime

import msgspec

from app.contract.scorecards import ScorecardView

MOST_DISPUTES = 200


class DisputeBrief(msgspec.Struct, frozen=True):
    """What travels with a review. `state`: open, upheld (the judgement stands) or overturned (the decision was right);
    `resolution` in the words of whoever settled it."""

    dispute_id: str
    judgement_id: str
    state: str
    raised_at: datetime
    resolved_at: datetime | None = None
    resolution: str = ""
    resolution_language: str = ""


class DisputeView(msgspec.Struct, frozen=True, omit_defaults=True):
    """One dispute for those who settle them. `mine_to_settle`: the reader neither raised it nor judged the decision."""

    dispute_id: str
    judgement_id: str
    source: str
    state: str
    case_id: str
    case_type: str
    review_id: str
    decision: str
    truth: str | None
    raised_by: str
    raised_by_name: str
    vendor: str
    raised_at: datetime
    reason: str
    reason_language: str
    mine_to_settle: bool
    resolved_at: datetime | None = None
    resolved_by_name: str | None = None
    resolution: str = ""
    resolution_language: str = ""


class DisputePage(msgspec.Struct, frozen=True):
    """The oldest first; `next_after` continues the list, null at its end."""

    disputes: tuple[DisputeView, ...]
    next_after: str | None


class WeeklyDispute(msgspec.Struct, frozen=True):
    """An open dispute as a contact centre reads it."""

    dispute_id: str
    case_id: str
    case_type: str
    source: str
    decision: str
    truth: str | None
    raised_at: datetime
    reason: str
    reason_language: str


class VendorWeekly(msgspec.Struct, frozen=True):
    """One page on a contact centre: a week from Monday, UTC, the week before, by case type, and open disputes. Nobody
    is named on it, so that it can be handed over."""

    vendor: str
    from_at: datetime
    before_at: datetime
    week: ScorecardView
    week_before: ScorecardView
    by_type: tuple[ScorecardView, ...]
    open_disputes: tuple[WeeklyDispute, ...]
