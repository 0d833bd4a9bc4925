"""What was found by the automatic checks of every review."""

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table

from app.server.storage.tables.base import Big, metadata

# One row per review; each of `passed`, `failed` and `not_known` has a bit for each check (app.domain.qa_checks).
review_checks = Table(
    "review_checks",
    metadata,
    Column("review_id", ForeignKey("reviews.review_id"), primary_key=True),
    Column("case_number", ForeignKey("cases.case_number"), nullable=False),
    Column("reviewer_id", String(36), nullable=False),
    Column("checked_at", Big, nullable=False),
    Column("passed", Integer, nullable=False),
    Column("failed", Integer, nullable=False),
    Column("not_known", Integer, nullable=False),
    Column("rubric", String(20), nullable=False),
    Index("ix_review_checks_whose", "reviewer_id", "checked_at"),
    Index("ix_review_checks_at", "checked_at"),
)
