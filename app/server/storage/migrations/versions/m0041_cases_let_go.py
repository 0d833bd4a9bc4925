"""Closed cases that are kept no longer: since when."""

import sqlalchemy as sa
from alembic import op

from app.server.storage.migrations.indexes import add_index

revision = "m0041"
down_revision = "m0040"
branch_labels = None
depends_on = None

_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("cases", sa.Column("let_go_at", _BIG))
    add_index("ix_cases_whole", "cases", ["closed_at"], "closed_at IS NOT NULL AND let_go_at IS NULL")
