"""What is true of this server as a whole, and who may use it: people, seats, sessions, tokens, what roles allow."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, LargeBinary, String, Table, Text, false

from app.server.storage.tables.base import Big, metadata

# What is true of this server as a whole: its epoch, its secrets, the last numbers given out.
server_state = Table(
    "server_state", metadata, Column("name", String(40), primary_key=True), Column("value", Text, nullable=False)
)

users = Table(
    "users",
    metadata,
    Column("user_id", String(36), primary_key=True),
    Column("name", String(120), nullable=False, unique=True),
    Column("password_hash", Text),
    Column("vendor", String(80)),
    Column("language", String(10)),
    Column("created_at", Big, nullable=False),
    Column("disabled_at", Big),
    # May take cases along without the server, though no role of theirs says so.
    Column("takes_along", Boolean, nullable=False, default=False, server_default=false()),
    # Whom their work is counted with; null for those in no team.
    Column("team", String(80)),
)
user_roles = Table(
    "user_roles",
    metadata,
    Column("user_id", ForeignKey("users.user_id"), primary_key=True),
    Column("role", String(40), primary_key=True),
)
devices = Table(
    "devices",
    metadata,
    Column("device_id", String(36), primary_key=True),
    Column("user_id", ForeignKey("users.user_id"), nullable=False, index=True),
    Column("device_name", String(200), nullable=False),
    Column("os", String(120), nullable=False),
    Column("app_version", String(40), nullable=False),
    Column("created_at", Big, nullable=False),
    Column("revoked_at", Big),
    # Public keys of the seat, base64; a script's device has none.
    Column("x25519_key", String(44)),
    Column("ed25519_key", String(44)),
    # Opens what the seat sealed after too long without contact; told to its person alone, at a sign-in.
    Column("unlock_secret", String(64)),
    Column("seen_at", Big),
    # The seat in whose session this one was registered: what is taken away with that one.
    Column("registered_from", String(36), index=True),
)
# Carried to a seat as they were signed elsewhere; the seat's own word is the outcome.
directives = Table(
    "directives",
    metadata,
    Column("directive_id", String(36), primary_key=True),
    Column("device_id", ForeignKey("devices.device_id"), nullable=False),
    Column("kind", String(24), nullable=False),
    Column("signed", LargeBinary, nullable=False),
    Column("sent_by", String(36), nullable=False),
    Column("received_at", Big, nullable=False),
    Column("outcome", String(24)),
    Column("outcome_at", Big),
    Column("kept", Integer, nullable=False, server_default="0"),
    Index("ix_directives_waiting", "device_id", "outcome"),
)
# Only hashes of tokens are kept. A family is one sign-in; using a token twice ends its family.
refresh_tokens = Table(
    "refresh_tokens",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("family_id", String(36), nullable=False, index=True),
    Column("user_id", ForeignKey("users.user_id"), nullable=False),
    Column("device_id", String(36)),
    Column("issued_at", Big, nullable=False),
    Column("expires_at", Big, nullable=False),
    Column("used_at", Big),
    Column("revoked_at", Big),
)
# Of services alone. `scopes`: what of its role the token is good for, separated by spaces; null for all of it.
service_tokens = Table(
    "service_tokens",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("user_id", ForeignKey("users.user_id"), nullable=False),
    Column("created_at", Big, nullable=False),
    Column("revoked_at", Big),
    Column("token_id", String(36), nullable=False),
    Column("label", String(120), nullable=False, server_default=""),
    Column("scopes", Text),
    Column("created_by", String(36), nullable=False, server_default=""),
    Column("expires_at", Big),
    Column("last_used_at", Big),
    # The token that this one takes the place of, which lives on for a while.
    Column("replaces", String(36)),
    Index("ix_service_tokens_token_id", "token_id", unique=True),
)
# What a house has set otherwise than `app.domain.roles` says it begins.
role_changes = Table(
    "role_changes",
    metadata,
    Column("role", String(40), primary_key=True),
    Column("capability", String(40), primary_key=True),
    Column("allowed", Boolean, nullable=False),
    Column("changed_by", String(36), nullable=False),
    Column("changed_at", Big, nullable=False),
)
# Failed sign-ins by hashes of the name, the address and both, whether there is a person of that name or not.
sign_in_failures = Table(
    "sign_in_failures",
    metadata,
    Column("kind", String(12), primary_key=True),
    Column("key_hash", String(64), primary_key=True),
    Column("failures", Integer, nullable=False),
    Column("last_at", Big, nullable=False),
    Column("locked_until", Big, nullable=False),
    Index("ix_sign_in_failures_last_at", "last_at"),
)
# Whom an identity provider means: by issuer and subject, never by a name or an address.
identities = Table(
    "identities",
    metadata,
    Column("issuer", String(300), primary_key=True),
    Column("subject", String(255), primary_key=True),
    Column("user_id", ForeignKey("users.user_id"), nullable=False, index=True),
    Column("linked_at", Big, nullable=False),
    Column("seen_at", Big),
)
# An ID token opens one session; its hash is kept until it has expired.
used_id_tokens = Table(
    "used_id_tokens",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("expires_at", Big, nullable=False),
    Index("ix_used_id_tokens_expires_at", "expires_at"),
)
