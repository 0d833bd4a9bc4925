"""The few reviews that are not in force, by time: judgements and agreement are read from them."""

import sqlalchemy as sa
from alembic import op

revision = "m0039"
down_revision = "m0036"
branch_labels = None
depends_on = None


def upgrade() -> None:
    where = sa.text("standing <> 'in_force'")
    op.create_index(
        "ix_reviews_beside",
        "reviews",
        ["decided_at", "case_number", "standing"],
        postgresql_where=where,
        sqlite_where=where,
    )
