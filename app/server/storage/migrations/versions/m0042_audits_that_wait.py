"""Audits of a slice that waited for an answer for too long."""

import sqlalchemy as sa
from alembic import op

revision = "m0042"
down_revision = "m0041"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("automation_slices", sa.Column("audited_late", sa.Integer(), nullable=False, server_default="0"))
