"""Feedback items as those read them who act on them, with what was counted."""

from datetime import datetime

import msgspec

from app.domain.root_cause import Attribution

MOST_ITEMS, MOST_ITEM_CASES = 200, 500


class WeekCount(msgspec.Struct, frozen=True):
    """A week from Monday, UTC: how many of its labelled cases of the type were this error."""

    monday: datetime
    cases: int
    labelled: int


class PatternFigures(msgspec.Struct, frozen=True, omit_defaults=True):
    """What was counted in the window [from_at, before_at). `count` of `errors` (labels of this side and cause that name
    a thing of this kind) blame this one; `base`: the share of what spoke for the agent's verdict that it carries where
    the agent was right (or an even share, where that is larger or nothing is known); `lift` with its interval at
    `confidence` is (count / errors) / base. `p` is the exact binomial upper tail, `q` the same after
    Benjamini-Hochberg over `hypotheses` possible patterns. `labelled`: labels in force of the type; `from_audits`: how
    many of `count` come from audits of what the agent decided alone. `reviewers`: how many people labelled them, and
    `one_person` the largest share of one. `minutes`: active time of their reviews. `money`: never guessed; null, since
    no case type says what is at stake in a way that can be added up."""

    from_at: datetime
    before_at: datetime
    count: int
    errors: int
    labelled: int
    base: float
    lift: float
    lift_low: float
    lift_high: float
    confidence: float
    p: float
    q: float
    hypotheses: int
    reviewers: int
    one_person: float
    near_threshold: int
    from_audits: int
    minutes: float
    money: float | None = None


class SignalFailure(msgspec.Struct, frozen=True, omit_defaults=True):
    """One rule that a signal fails (`code`, see GET /v1/signals/rules): its value with the interval, the line that it
    crossed, on how many cases, of which model version."""

    code: str
    model_version: str
    value: float
    line: float
    n: int
    low: float | None = None
    high: float | None = None


class RouteWord(msgspec.Struct, frozen=True):
    """A suggested route and why: code_default, clause_wrong, clauses_contradict, clause_missing, check_missing,
    close_to_threshold, signal_bias, reviewers_chose, one_reviewer, signal_rule or no_route."""

    route: str | None
    reason: str


class FeedbackEvent(msgspec.Struct, frozen=True, omit_defaults=True):
    """One step of an item's history. `action`: opened, accepted, in_work, shipped, verified, dismissed, reopened,
    changed, merged, took_in, split, split_off or grew; `fields` that were set; `by_name` null where the server did
    it."""

    n: int
    at: datetime
    action: str
    by_id: str | None = None
    by_name: str | None = None
    fields: dict[str, str] = {}
    reason: str = ""
    language: str = ""
    other_id: str | None = None


class FeedbackBrief(msgspec.Struct, frozen=True, omit_defaults=True):
    """One item in a list. `kind`: pattern, signal or raised. `title` in its author's words, empty where the item speaks
    by its codes. `cases`: how many stand behind it now. `states`: what the reader may make of it; `own`: the reader
    raised it, and may word it otherwise or take it back while it is open. `count` of `errors` in [from_at, before_at),
    `lift` with its interval, `q` and `minutes` of a mined pattern as in PatternFigures."""

    feedback_id: str
    rev: int
    kind: str
    state: str
    case_type: str
    label: str | None
    code: str | None
    attribution: Attribution | None
    title: str
    title_language: str
    route: str | None
    suggested: RouteWord
    owner_kind: str
    owner_id: str | None
    owner_name: str | None
    cases: int
    opened_at: datetime
    changed_at: datetime
    first_at: datetime
    last_at: datetime
    raised_by_name: str | None = None
    count: int | None = None
    errors: int | None = None
    from_at: datetime | None = None
    before_at: datetime | None = None
    lift: float | None = None
    lift_low: float | None = None
    lift_high: float | None = None
    q: float | None = None
    minutes: float | None = None
    result_kind: str | None = None
    result_ref: str | None = None
    states: tuple[str, ...] = ()
    mine: bool = False
    own: bool = False


class FeedbackView(msgspec.Struct, frozen=True, omit_defaults=True):
    """A whole item. `figures` of a mined pattern, `failures` of a signal; `weeks` oldest first. `reason`: the words of
    its last step. `parts`: items that were split off or merged into it; `recurs_of`: the item that it is the return
    of. `field_revs`: the revision that each field was last changed at."""

    item: FeedbackBrief
    figures: PatternFigures | None
    failures: tuple[SignalFailure, ...]
    weeks: tuple[WeekCount, ...]
    events: tuple[FeedbackEvent, ...]
    field_revs: dict[str, int]
    reason: str = ""
    reason_language: str = ""
    merged_into: str | None = None
    split_from: str | None = None
    recurs_of: str | None = None
    parts: tuple[str, ...] = ()
    mended_at: datetime | None = None
    since_mended: int = 0


class FeedbackPage(msgspec.Struct, frozen=True):
    """The newest first; `next_after` continues the list, null at its end. `counts`: items by state, of the same kind
    and type."""

    items: tuple[FeedbackBrief, ...]
    next_after: str | None
    counts: dict[str, int]


class FeedbackCase(msgspec.Struct, frozen=True, omit_defaults=True):
    """One case behind an item. `gone_at`: since when its label is another one. `label` is the one in force."""

    case_id: str
    external_ref: str
    case_type: str
    label: str | None
    decided_at: datetime
    model_version: str | None
    review_id: str | None
    rationale: str
    rationale_language: str
    risk_score: float | None
    threshold: float | None
    gone_at: datetime | None = None


class FeedbackCases(msgspec.Struct, frozen=True):
    """The newest first. Cases that the reader is still to look at blind are left out and counted in `kept_back`."""

    cases: tuple[FeedbackCase, ...]
    next_after: str | None
    kept_back: int


class OwnFeedback(msgspec.Struct, frozen=True, omit_defaults=True):
    """An item as whoever raised it by hand reads it, in their own words. `reason`: the last words of those who act on
    it, to people inside the house."""

    feedback_id: str
    rev: int
    state: str
    case_type: str
    code: str | None
    route: str | None
    title: str
    title_language: str
    cases: tuple[str, ...]
    opened_at: datetime
    changed_at: datetime
    reason: str = ""
    reason_language: str = ""


class OwnFeedbackPage(msgspec.Struct, frozen=True):
    """The newest first; `next_after` continues the list, null at its end."""

    items: tuple[OwnFeedback, ...]
    next_after: str | None


class MinedNow(msgspec.Struct, frozen=True):
    """`patterns` and `signals`: how many hold in the window that ends now, opened before or just now."""

    patterns: int
    signals: int
