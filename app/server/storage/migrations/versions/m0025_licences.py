"""Licences: who may decide which cases, how they came there, and what is looked at again."""

import sqlalchemy as sa
from alembic import op

revision = "m0025"
down_revision = "m0024"
branch_labels = None
depends_on = None

_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "licences",
        sa.Column("user_id", sa.String(36), nullable=False),
        sa.Column("case_type", sa.String(60), nullable=False),
        sa.Column("rung", sa.String(12), nullable=False),
        sa.Column("per_mille", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("errors", sa.Integer(), nullable=False),
        sa.Column("why", sa.String(20), nullable=False),
        sa.Column("since", _BIG, nullable=False),
        sa.Column("by", sa.String(36), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.user_id"], name=op.f("fk_licences_user_id_users")),
        sa.PrimaryKeyConstraint("user_id", "case_type", name=op.f("pk_licences")),
    )
    op.create_table(
        "licence_steps",
        sa.Column("step_id", sa.String(36), nullable=False),
        sa.Column("user_id", sa.String(36), nullable=False),
        sa.Column("case_type", sa.String(60), nullable=False),
        sa.Column("at", _BIG, nullable=False),
        sa.Column("from_rung", sa.String(12), nullable=False),
        sa.Column("from_per_mille", sa.Integer(), nullable=False),
        sa.Column("to_rung", sa.String(12), nullable=False),
        sa.Column("to_per_mille", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("errors", sa.Integer(), nullable=False),
        sa.Column("why", sa.String(20), nullable=False),
        sa.Column("by", sa.String(36), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.user_id"], name=op.f("fk_licence_steps_user_id_users")),
        sa.PrimaryKeyConstraint("step_id", name=op.f("pk_licence_steps")),
    )
    op.create_index("ix_licence_steps_whose", "licence_steps", ["user_id", "case_type", "step_id"])
    op.create_table(
        "licence_looks",
        sa.Column("review_id", sa.String(36), nullable=False),
        sa.Column("case_number", _BIG, nullable=False),
        sa.Column("user_id", sa.String(36), nullable=False),
        sa.Column("case_type", sa.String(60), nullable=False),
        sa.Column("per_mille", sa.Integer(), nullable=False),
        sa.Column("drawn_at", _BIG, nullable=False),
        sa.Column("judged_at", _BIG, nullable=True),
        sa.Column("judged_by", sa.String(36), nullable=True),
        sa.Column("wrong", sa.Boolean(), nullable=True),
        sa.Column("error_class", sa.String(40), nullable=True),
        sa.ForeignKeyConstraint(["review_id"], ["reviews.review_id"], name=op.f("fk_licence_looks_review_id_reviews")),
        sa.ForeignKeyConstraint(
            ["case_number"], ["cases.case_number"], name=op.f("fk_licence_looks_case_number_cases")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.user_id"], name=op.f("fk_licence_looks_user_id_users")),
        sa.PrimaryKeyConstraint("review_id", name=op.f("pk_licence_looks")),
    )
    op.create_index("ix_licence_looks_waiting", "licence_looks", ["judged_at", "review_id"])
    if op.get_bind().dialect.name != "postgresql":
        return
    person = "EXISTS (SELECT 1 FROM users WHERE users.user_id = {}.user_id)"
    case = "EXISTS (SELECT 1 FROM cases WHERE cases.case_number = {}.case_number)"
    for table, condition in (("licences", person), ("licence_steps", person), ("licence_looks", case)):
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY of_one_vendor ON {table} USING ({condition.format(table)})")
