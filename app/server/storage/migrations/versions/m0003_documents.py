"""Files behind the evidence."""

import sqlalchemy as sa
from alembic import op

revision = "m0003"
down_revision = "m0002"
branch_labels = None
depends_on = None

_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "attachments",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("media_type", sa.String(length=40), nullable=False),
        sa.Column("size", _BIG, nullable=False),
        sa.Column("received_at", _BIG, nullable=False),
        sa.Column("received_from", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(["received_from"], ["users.user_id"], name=op.f("fk_attachments_received_from")),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_attachments")),
    )
