"""What people say against judgements of their work."""

from sqlalchemy import Column, ForeignKey, Index, String, Table, Text

from app.server.storage.tables.base import Big, metadata

# One dispute for each judgement at most. `source` and `judgement_key` name the judgement (see storage/judgements.py),
# whose truth and judge are kept as they were when it was disputed.
disputes = Table(
    "disputes",
    metadata,
    Column("dispute_id", String(36), primary_key=True),
    Column("source", String(20), nullable=False),
    Column("judgement_key", String(90), nullable=False),
    Column("review_id", ForeignKey("reviews.review_id"), nullable=False, index=True),
    Column("raised_by", ForeignKey("users.user_id"), nullable=False),
    Column("judge_id", String(36)),
    Column("truth", String(10)),
    Column("raised_at", Big, nullable=False),
    Column("reason", Text, nullable=False),
    Column("reason_language", String(4), nullable=False),
    Column("state", String(12), nullable=False),
    Column("resolved_by", String(36)),
    Column("resolved_at", Big),
    Column("resolution", Text),
    Column("resolution_language", String(4)),
    Index("ix_disputes_judgement", "source", "judgement_key", unique=True),
    Index("ix_disputes_state", "state", "dispute_id"),
    Index("ix_disputes_raised_by", "raised_by", "raised_at"),
)
