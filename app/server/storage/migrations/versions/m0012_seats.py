"""Seats have keys of their own and are told directives."""

import sqlalchemy as sa
from alembic import op

revision = "m0012"
down_revision = "m0011"
branch_labels = None
depends_on = None

_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    with op.batch_alter_table("devices") as batch_op:
        batch_op.add_column(sa.Column("x25519_key", sa.String(44), nullable=True))
        batch_op.add_column(sa.Column("ed25519_key", sa.String(44), nullable=True))
        batch_op.add_column(sa.Column("unlock_secret", sa.String(64), nullable=True))
        batch_op.add_column(sa.Column("seen_at", _BIG, nullable=True))
    op.create_table(
        "directives",
        sa.Column("directive_id", sa.String(36), nullable=False),
        sa.Column("device_id", sa.String(36), nullable=False),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("signed", sa.LargeBinary(), nullable=False),
        sa.Column("sent_by", sa.String(36), nullable=False),
        sa.Column("received_at", _BIG, nullable=False),
        sa.Column("outcome", sa.String(24), nullable=True),
        sa.Column("outcome_at", _BIG, nullable=True),
        sa.Column("kept", sa.Integer(), nullable=False, server_default="0"),
        sa.ForeignKeyConstraint(["device_id"], ["devices.device_id"], name=op.f("fk_directives_device_id_devices")),
        sa.PrimaryKeyConstraint("directive_id", name=op.f("pk_directives")),
    )
    op.create_index("ix_directives_waiting", "directives", ["device_id", "outcome"])
