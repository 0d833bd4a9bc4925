"""News: what became of a finding, for the person who made it."""

from datetime import datetime

import msgspec

from app.domain.root_cause import Attribution

MOST_NEWS = 200


class NewsView(msgspec.Struct, frozen=True, omit_defaults=True):
    """One piece of news for its reader alone. `event`: opened, accepted, in_work, shipped, verified, dismissed, merged,
    reopened, or retested (a candidate answered cases in which the reader marked steps wrong: `mended` of those marks no
    longer hold and `repeated` still do; `feedback_id` is the run). `feedback_id`, `case_type`, `code`, `label` say of
    what, `cases` how many of the reader's own reviews stand behind it and `case_ids` the latest of them. `raised`: the
    reader raised it by hand. To people inside the house alone: `attribution`, `title`, `reason` (the words of whoever
    did it), `by_name`, `result_kind` and `result_ref`."""

    news_id: str
    rev: int
    event: str
    at: datetime
    feedback_id: str
    case_type: str
    label: str | None
    code: str | None
    route: str | None
    cases: int
    case_ids: tuple[str, ...]
    raised: bool
    read_at: datetime | None = None
    attribution: Attribution | None = None
    title: str = ""
    title_language: str = ""
    reason: str = ""
    reason_language: str = ""
    by_name: str | None = None
    result_kind: str | None = None
    result_ref: str | None = None
    mended: int | None = None
    repeated: int | None = None


class NewsPage(msgspec.Struct, frozen=True):
    """The newest first; `next_before` continues the list, null at its end. `unread` of all."""

    news: tuple[NewsView, ...]
    next_before: str | None
    unread: int
