"""What the automatic checks found in each review."""

import sqlalchemy as sa
from alembic import op

revision = "m0023"
down_revision = "m0022"
branch_labels = None
depends_on = None

_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "review_checks",
        sa.Column("review_id", sa.String(36), nullable=False),
        sa.Column("case_number", _BIG, nullable=False),
        sa.Column("reviewer_id", sa.String(36), nullable=False),
        sa.Column("checked_at", _BIG, nullable=False),
        sa.Column("passed", sa.Integer(), nullable=False),
        sa.Column("failed", sa.Integer(), nullable=False),
        sa.Column("not_known", sa.Integer(), nullable=False),
        sa.Column("rubric", sa.String(20), nullable=False),
        sa.ForeignKeyConstraint(["review_id"], ["reviews.review_id"], name=op.f("fk_review_checks_review_id_reviews")),
        sa.ForeignKeyConstraint(
            ["case_number"], ["cases.case_number"], name=op.f("fk_review_checks_case_number_cases")
        ),
        sa.PrimaryKeyConstraint("review_id", name=op.f("pk_review_checks")),
    )
    op.create_index("ix_review_checks_whose", "review_checks", ["reviewer_id", "checked_at"])
    op.create_index("ix_review_checks_at", "review_checks", ["checked_at"])
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE review_checks ENABLE ROW LEVEL SECURITY")
        op.execute(
            "CREATE POLICY of_one_vendor ON review_checks USING"
            " (EXISTS (SELECT 1 FROM cases WHERE cases.case_number = review_checks.case_number))"
        )
