"""Work that every process of the server may take a turn at."""

import sqlalchemy as sa
from alembic import op

revision = "m0014"
down_revision = "m0013"
branch_labels = None
depends_on = None

_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "jobs",
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("due_at", _BIG, nullable=False),
        sa.Column("turn", _BIG, nullable=False, server_default="0"),
        sa.Column("holder", sa.String(60), nullable=True),
        sa.Column("lease_until", _BIG, nullable=True),
        sa.Column("started_at", _BIG, nullable=True),
        sa.Column("ended_at", _BIG, nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("error", sa.String(80), nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_jobs")),
    )
