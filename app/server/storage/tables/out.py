"""What goes out: webhooks, and the audits that bring cases of the ledger back in."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, LargeBinary, String, Table, Text, false

from app.server.storage.tables.base import Big, metadata, only

webhook_endpoints = Table(
    "webhook_endpoints",
    metadata,
    Column("endpoint_id", String(36), primary_key=True),
    Column("url", Text, nullable=False),
    # The types that it is sent, as a list in JSON.
    Column("event_types", Text, nullable=False),
    Column("description", String(200), nullable=False),
    Column("created_by", String(36), nullable=False),
    Column("created_at", Big, nullable=False),
    Column("disabled_at", Big),
    Column("disabled_reason", String(20)),
    # Since when nothing that was tried was taken.
    Column("failing_since", Big),
)
# What an endpoint's messages are signed with: the newest, and older ones until they end.
webhook_secrets = Table(
    "webhook_secrets",
    metadata,
    Column("secret_id", String(36), primary_key=True),
    Column("endpoint_id", ForeignKey("webhook_endpoints.endpoint_id"), nullable=False, index=True),
    Column("secret", String(120), nullable=False),
    Column("created_at", Big, nullable=False),
    Column("expires_at", Big),
)
# The bytes of a message, the same for every endpoint and attempt.
webhook_messages = Table(
    "webhook_messages",
    metadata,
    Column("message_id", String(36), primary_key=True),
    Column("event_type", String(40), nullable=False),
    Column("created_at", Big, nullable=False, index=True),
    Column("body", LargeBinary, nullable=False),
)
# `next_at` is null once nothing is left to try; `lease_until` keeps two processes from trying at once.
webhook_deliveries = Table(
    "webhook_deliveries",
    metadata,
    Column("delivery_id", String(36), primary_key=True),
    Column("message_id", ForeignKey("webhook_messages.message_id"), nullable=False, index=True),
    Column("endpoint_id", ForeignKey("webhook_endpoints.endpoint_id"), nullable=False),
    Column("created_at", Big, nullable=False),
    Column("state", String(10), nullable=False),
    Column("attempts", Integer, nullable=False, default=0, server_default="0"),
    Column("replay", Boolean, nullable=False, default=False, server_default=false()),
    Column("next_at", Big),
    Column("lease_until", Big),
    Index("ix_webhook_deliveries_due", "endpoint_id", "next_at", **only("next_at IS NOT NULL")),
    Index("ix_webhook_deliveries_log", "endpoint_id", "delivery_id"),
)
webhook_attempts = Table(
    "webhook_attempts",
    metadata,
    Column("attempt_id", String(36), primary_key=True),
    Column("delivery_id", ForeignKey("webhook_deliveries.delivery_id"), nullable=False, index=True),
    Column("at", Big, nullable=False),
    Column("status", Integer),
    Column("error", String(24), nullable=False),
    Column("took_ms", Integer, nullable=False),
)
# Rows of the ledger whose full case was asked for: named, or drawn.
audit_requests = Table(
    "audit_requests",
    metadata,
    Column("request_id", String(36), primary_key=True),
    Column("external_ref", String(200), nullable=False, unique=True),
    Column("case_type", String(60), nullable=False),
    Column("asked_by", ForeignKey("users.user_id"), nullable=False),
    Column("asked_at", Big, nullable=False),
    Column("draw_id", String(36), index=True),
    Column("answered_at", Big),
    Index("ix_audit_requests_waiting", "request_id", **only("answered_at IS NULL")),
)
# A sample of the ledger: what was drawn from, how, and how much, so that it can be drawn again and weighed.
audit_draws = Table(
    "audit_draws",
    metadata,
    Column("draw_id", String(36), primary_key=True),
    Column("seed", String(64), nullable=False),
    Column("case_type", String(60)),
    Column("verdict", String(5)),
    Column("decided_from", Big, nullable=False),
    Column("decided_before", Big, nullable=False),
    Column("frame_size", Big, nullable=False),
    Column("frame_digest", String(64), nullable=False),
    Column("sample_size", Integer, nullable=False),
    Column("drawn_by", ForeignKey("users.user_id"), nullable=False),
    Column("drawn_at", Big, nullable=False),
)
# What each draw took, whether it was asked for anew or had been before.
audit_samples = Table(
    "audit_samples",
    metadata,
    Column("draw_id", ForeignKey("audit_draws.draw_id"), primary_key=True),
    Column("external_ref", String(200), primary_key=True),
    Index("ix_audit_samples_ref", "external_ref"),
)
