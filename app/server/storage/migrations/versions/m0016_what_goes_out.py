"""Webhooks: endpoints, messages and the log of what was sent; audits drawn from the ledger."""

import sqlalchemy as sa
from alembic import op

from app.server.storage.migrations.indexes import add_index

revision = "m0016"
down_revision = "m0015"
branch_labels = None
depends_on = None

_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "webhook_endpoints",
        sa.Column("endpoint_id", sa.String(36), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("event_types", sa.Text(), nullable=False),
        sa.Column("description", sa.String(200), nullable=False),
        sa.Column("created_by", sa.String(36), nullable=False),
        sa.Column("created_at", _BIG, nullable=False),
        sa.Column("disabled_at", _BIG, nullable=True),
        sa.Column("disabled_reason", sa.String(20), nullable=True),
        sa.Column("failing_since", _BIG, nullable=True),
        sa.PrimaryKeyConstraint("endpoint_id", name=op.f("pk_webhook_endpoints")),
    )
    op.create_table(
        "webhook_secrets",
        sa.Column("secret_id", sa.String(36), nullable=False),
        sa.Column("endpoint_id", sa.String(36), nullable=False),
        sa.Column("secret", sa.String(120), nullable=False),
        sa.Column("created_at", _BIG, nullable=False),
        sa.Column("expires_at", _BIG, nullable=True),
        sa.ForeignKeyConstraint(
            ["endpoint_id"],
            ["webhook_endpoints.endpoint_id"],
            name=op.f("fk_webhook_secrets_endpoint_id_webhook_endpoints"),
        ),
        sa.PrimaryKeyConstraint("secret_id", name=op.f("pk_webhook_secrets")),
    )
    op.create_index("ix_webhook_secrets_endpoint_id", "webhook_secrets", ["endpoint_id"])
    op.create_table(
        "webhook_messages",
        sa.Column("message_id", sa.String(36), nullable=False),
        sa.Column("event_type", sa.String(40), nullable=False),
        sa.Column("created_at", _BIG, nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("message_id", name=op.f("pk_webhook_messages")),
    )
    op.create_index("ix_webhook_messages_created_at", "webhook_messages", ["created_at"])
    op.create_table(
        "webhook_deliveries",
        sa.Column("delivery_id", sa.String(36), nullable=False),
        sa.Column("message_id", sa.String(36), nullable=False),
        sa.Column("endpoint_id", sa.String(36), nullable=False),
        sa.Column("created_at", _BIG, nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("replay", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("next_at", _BIG, nullable=True),
        sa.Column("lease_until", _BIG, nullable=True),
        sa.ForeignKeyConstraint(
            ["message_id"],
            ["webhook_messages.message_id"],
            name=op.f("fk_webhook_deliveries_message_id_webhook_messages"),
        ),
        sa.ForeignKeyConstraint(
            ["endpoint_id"],
            ["webhook_endpoints.endpoint_id"],
            name=op.f("fk_webhook_deliveries_endpoint_id_webhook_endpoints"),
        ),
        sa.PrimaryKeyConstraint("delivery_id", name=op.f("pk_webhook_deliveries")),
    )
    op.create_index("ix_webhook_deliveries_message_id", "webhook_deliveries", ["message_id"])
    op.create_index("ix_webhook_deliveries_log", "webhook_deliveries", ["endpoint_id", "delivery_id"])
    op.create_index(
        "ix_webhook_deliveries_due",
        "webhook_deliveries",
        ["endpoint_id", "next_at"],
        postgresql_where=sa.text("next_at IS NOT NULL"),
        sqlite_where=sa.text("next_at IS NOT NULL"),
    )
    op.create_table(
        "webhook_attempts",
        sa.Column("attempt_id", sa.String(36), nullable=False),
        sa.Column("delivery_id", sa.String(36), nullable=False),
        sa.Column("at", _BIG, nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("error", sa.String(24), nullable=False),
        sa.Column("took_ms", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["delivery_id"],
            ["webhook_deliveries.delivery_id"],
            name=op.f("fk_webhook_attempts_delivery_id_webhook_deliveries"),
        ),
        sa.PrimaryKeyConstraint("attempt_id", name=op.f("pk_webhook_attempts")),
    )
    op.create_index("ix_webhook_attempts_delivery_id", "webhook_attempts", ["delivery_id"])
    op.create_table(
        "audit_draws",
        sa.Column("draw_id", sa.String(36), nullable=False),
        sa.Column("seed", sa.String(64), nullable=False),
        sa.Column("case_type", sa.String(60), nullable=True),
        sa.Column("verdict", sa.String(5), nullable=True),
        sa.Column("decided_from", _BIG, nullable=False),
        sa.Column("decided_before", _BIG, nullable=False),
        sa.Column("frame_size", _BIG, nullable=False),
        sa.Column("frame_digest", sa.String(64), nullable=False),
        sa.Column("sample_size", sa.Integer(), nullable=False),
        sa.Column("drawn_by", sa.String(36), nullable=False),
        sa.Column("drawn_at", _BIG, nullable=False),
        sa.ForeignKeyConstraint(["drawn_by"], ["users.user_id"], name=op.f("fk_audit_draws_drawn_by_users")),
        sa.PrimaryKeyConstraint("draw_id", name=op.f("pk_audit_draws")),
    )
    op.create_table(
        "audit_requests",
        sa.Column("request_id", sa.String(36), nullable=False),
        sa.Column("external_ref", sa.String(200), nullable=False),
        sa.Column("case_type", sa.String(60), nullable=False),
        sa.Column("asked_by", sa.String(36), nullable=False),
        sa.Column("asked_at", _BIG, nullable=False),
        sa.Column("draw_id", sa.String(36), nullable=True),
        sa.Column("answered_at", _BIG, nullable=True),
        sa.ForeignKeyConstraint(["asked_by"], ["users.user_id"], name=op.f("fk_audit_requests_asked_by_users")),
        sa.PrimaryKeyConstraint("request_id", name=op.f("pk_audit_requests")),
        sa.UniqueConstraint("external_ref", name=op.f("uq_audit_requests_external_ref")),
    )
    op.create_index("ix_audit_requests_draw_id", "audit_requests", ["draw_id"])
    op.create_index(
        "ix_audit_requests_waiting",
        "audit_requests",
        ["request_id"],
        postgresql_where=sa.text("answered_at IS NULL"),
        sqlite_where=sa.text("answered_at IS NULL"),
    )
    add_index("ix_ledger_frame", "ledger", ["decided_at", "case_type", "verdict"])
