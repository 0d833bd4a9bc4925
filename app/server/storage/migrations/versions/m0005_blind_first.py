"""Which cases are shown without the agent's word first, what came after the reveal, second looks asked of the agent,
and patterns of many cases."""

import sqlalchemy as sa
from alembic import op

revision = "m0005"
down_revision = "m0004"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("cases", sa.Column("blind_per_mille", sa.Integer(), nullable=True))
    op.add_column("cases", sa.Column("assessments_beside", sa.Integer(), nullable=True))
    op.add_column("cases", sa.Column("asked_request_id", sa.String(36), nullable=True))
    op.add_column("assessments", sa.Column("request_id", sa.String(36), nullable=True))
    op.add_column("reviews", sa.Column("amend_until", BIG, nullable=True))
    op.add_column("escalations", sa.Column("pattern_id", sa.String(36), nullable=True))
    op.create_index("ix_escalations_pattern_id", "escalations", ["pattern_id"], unique=False)
    op.create_table(
        "assessment_requests",
        sa.Column("request_id", sa.String(36), nullable=False),
        sa.Column("case_number", BIG, nullable=False),
        sa.Column("asked_by", sa.String(36), nullable=False),
        sa.Column("asked_at", BIG, nullable=False),
        sa.Column("reason", sa.String(24), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("answered_at", BIG, nullable=True),
        sa.ForeignKeyConstraint(
            ["case_number"], ["cases.case_number"], name=op.f("fk_assessment_requests_case_number")
        ),
        sa.ForeignKeyConstraint(["asked_by"], ["users.user_id"], name=op.f("fk_assessment_requests_asked_by")),
        sa.PrimaryKeyConstraint("request_id", name=op.f("pk_assessment_requests")),
    )
    op.create_index("ix_assessment_requests_case_number", "assessment_requests", ["case_number"], unique=False)
    op.create_index("ix_assessment_requests_answered_at", "assessment_requests", ["answered_at"], unique=False)
    op.create_table(
        "after_reveal",
        sa.Column("review_id", sa.String(36), nullable=False),
        sa.Column("command_id", sa.String(36), nullable=False),
        sa.Column("at", BIG, nullable=False),
        sa.Column("ai_verdict", sa.String(5), nullable=False),
        sa.Column("first_decision", sa.String(10), nullable=False),
        sa.Column("first_rationale", sa.Text(), nullable=False),
        sa.Column("second_decision", sa.String(10), nullable=False),
        sa.Column("shift", sa.String(8), nullable=False),
        sa.Column("second_review_id", sa.String(36), nullable=True),
        sa.ForeignKeyConstraint(["review_id"], ["reviews.review_id"], name=op.f("fk_after_reveal_review_id")),
        sa.PrimaryKeyConstraint("review_id", name=op.f("pk_after_reveal")),
    )
    op.create_table(
        "patterns",
        sa.Column("pattern_id", sa.String(36), nullable=False),
        sa.Column("raised_by", sa.String(36), nullable=False),
        sa.Column("raised_at", BIG, nullable=False),
        sa.Column("rationale", sa.Text(), nullable=False),
        sa.Column("rationale_language", sa.String(4), nullable=False),
        sa.Column("code", sa.String(60), nullable=True),
        sa.ForeignKeyConstraint(["raised_by"], ["users.user_id"], name=op.f("fk_patterns_raised_by")),
        sa.PrimaryKeyConstraint("pattern_id", name=op.f("pk_patterns")),
    )
