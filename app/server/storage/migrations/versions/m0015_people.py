"""What roles allow is data; service tokens have names, scopes and an end; failed sign-ins are counted for all servers;
people of an identity provider are known by issuer and subject."""

import sqlalchemy as sa
from alembic import op

revision = "m0015"
down_revision = "m0014"
branch_labels = None
depends_on = None

_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "role_changes",
        sa.Column("role", sa.String(40), nullable=False),
        sa.Column("capability", sa.String(40), nullable=False),
        sa.Column("allowed", sa.Boolean(), nullable=False),
        sa.Column("changed_by", sa.String(36), nullable=False),
        sa.Column("changed_at", _BIG, nullable=False),
        sa.PrimaryKeyConstraint("role", "capability", name=op.f("pk_role_changes")),
    )
    with op.batch_alter_table("service_tokens") as batch_op:
        batch_op.add_column(sa.Column("token_id", sa.String(36), nullable=True))
        batch_op.add_column(sa.Column("label", sa.String(120), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("scopes", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("created_by", sa.String(36), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("expires_at", _BIG, nullable=True))
        batch_op.add_column(sa.Column("last_used_at", _BIG, nullable=True))
        batch_op.add_column(sa.Column("replaces", sa.String(36), nullable=True))
    op.execute("UPDATE service_tokens SET token_id = substr(token_hash, 1, 36)")
    with op.batch_alter_table("service_tokens") as batch_op:
        batch_op.alter_column("token_id", existing_type=sa.String(36), nullable=False)
        batch_op.create_index("ix_service_tokens_token_id", ["token_id"], unique=True)
    op.create_table(
        "sign_in_failures",
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("key_hash", sa.String(64), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_at", _BIG, nullable=False),
        sa.Column("locked_until", _BIG, nullable=False),
        sa.PrimaryKeyConstraint("kind", "key_hash", name=op.f("pk_sign_in_failures")),
    )
    op.create_index("ix_sign_in_failures_last_at", "sign_in_failures", ["last_at"])
    op.create_table(
        "identities",
        sa.Column("issuer", sa.String(300), nullable=False),
        sa.Column("subject", sa.String(255), nullable=False),
        sa.Column("user_id", sa.String(36), nullable=False),
        sa.Column("linked_at", _BIG, nullable=False),
        sa.Column("seen_at", _BIG, nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.user_id"], name=op.f("fk_identities_user_id_users")),
        sa.PrimaryKeyConstraint("issuer", "subject", name=op.f("pk_identities")),
    )
    op.create_index("ix_identities_user_id", "identities", ["user_id"])
    op.create_table(
        "used_id_tokens",
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("expires_at", _BIG, nullable=False),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_used_id_tokens")),
    )
    op.create_index("ix_used_id_tokens_expires_at", "used_id_tokens", ["expires_at"])
