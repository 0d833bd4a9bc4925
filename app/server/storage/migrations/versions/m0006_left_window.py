"""How often a window was left during a review, by case type and day."""

import sqlalchemy as sa
from alembic import op

revision = "m0006"
down_revision = "m0005"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "left_window",
        sa.Column("case_type", sa.String(60), nullable=False),
        sa.Column("day", BIG, nullable=False),
        sa.Column("reviews", sa.Integer(), nullable=False),
        sa.Column("times", BIG, nullable=False),
        sa.PrimaryKeyConstraint("case_type", "day", name=op.f("pk_left_window")),
    )
