"""What each person may decide alone, how they came there, and which of their reviews are looked at again."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table, Text

from app.server.storage.tables.base import Big, metadata

licences = Table(
    "licences",
    metadata,
    Column("user_id", ForeignKey("users.user_id"), primary_key=True),
    Column("case_type", String(60), primary_key=True),
    Column("rung", String(12), nullable=False),
    Column("per_mille", Integer, nullable=False),
    # Of the test that runs since the last step.
    Column("n", Integer, nullable=False),
    Column("errors", Integer, nullable=False),
    Column("why", String(20), nullable=False),
    Column("since", Big, nullable=False),
    Column("by", String(36)),
    Column("reason", Text),
)
licence_steps = Table(
    "licence_steps",
    metadata,
    Column("step_id", String(36), primary_key=True),
    Column("user_id", ForeignKey("users.user_id"), nullable=False),
    Column("case_type", String(60), nullable=False),
    Column("at", Big, nullable=False),
    Column("from_rung", String(12), nullable=False),
    Column("from_per_mille", Integer, nullable=False),
    Column("to_rung", String(12), nullable=False),
    Column("to_per_mille", Integer, nullable=False),
    Column("n", Integer, nullable=False),
    Column("errors", Integer, nullable=False),
    Column("why", String(20), nullable=False),
    Column("by", String(36)),
    Column("reason", Text),
    Index("ix_licence_steps_whose", "user_id", "case_type", "step_id"),
)
# Reviews that were drawn to be looked at again, by the share in force when they were made.
licence_looks = Table(
    "licence_looks",
    metadata,
    Column("review_id", ForeignKey("reviews.review_id"), primary_key=True),
    Column("case_number", ForeignKey("cases.case_number"), nullable=False),
    Column("user_id", ForeignKey("users.user_id"), nullable=False),
    Column("case_type", String(60), nullable=False),
    Column("per_mille", Integer, nullable=False),
    Column("drawn_at", Big, nullable=False),
    Column("judged_at", Big),
    Column("judged_by", String(36)),
    Column("wrong", Boolean),
    Column("error_class", String(40)),
    Index("ix_licence_looks_waiting", "judged_at", "review_id"),
)
