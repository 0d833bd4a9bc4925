"""A skip that its person took back is counted, and rests no more."""

import sqlalchemy as sa
from alembic import op

revision = "m0022"
down_revision = "m0021"
branch_labels = None
depends_on = None

_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("case_skips", sa.Column("ended_at", _BIG, nullable=True))
