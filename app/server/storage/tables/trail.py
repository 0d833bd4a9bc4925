"""Commands, feed, audit trail and the jobs of a server."""

from sqlalchemy import Boolean, Column, Index, Integer, LargeBinary, String, Table, Text

from app.server.storage.tables.base import Big, metadata

command_results = Table(
    "command_results",
    metadata,
    Column("command_id", String(36), primary_key=True),
    Column("device_id", String(36), nullable=False),
    Column("command_seq", Big, nullable=False),
    Column("author_id", String(36), nullable=False),
    Column("case_number", Big),
    Column("body_sha256", String(64), nullable=False),
    # The author's chain of bodies, for reconciliation after a restore.
    Column("prev_hash", String(64)),
    Column("received_at", Big, nullable=False),
    # A CommandResult in JSON: what the command's author was told first and will be told for ever.
    Column("result", LargeBinary, nullable=False),
    Index("ix_command_results_order", "device_id", "author_id", "command_seq"),
)
# Pointers to what changed, in the order of commit; the page reads the entity as it is now.
feed = Table(
    "feed",
    metadata,
    Column("feed_seq", Big, primary_key=True, autoincrement=False),
    Column("entity", String(12), nullable=False),
    Column("entity_id", String(40), nullable=False),
    Column("rev", Integer, nullable=False),
    # Who could see it before this change: a vendor's people lose sight of a case that leaves their scope.
    Column("scope_vendor", String(80)),
    # Whose seats alone are told of it; null for everybody's.
    Column("audience", String(36)),
    Column("tx_first", Big, nullable=False),
    Column("bulk", Boolean, nullable=False, default=False),
    Column("at", Big, nullable=False),
    Column("chain", LargeBinary(32), nullable=False),
)
# What capped seats were last told that they hold, by its hash, which their cursors carry. `seat`: the device, or the
# person where a session has none. `numbers`: the case numbers, sorted, as the steps between them in MessagePack.
seat_holdings = Table(
    "seat_holdings",
    metadata,
    Column("seat", String(36), primary_key=True),
    Column("holding_id", String(12), primary_key=True),
    Column("told_at", Big, nullable=False),
    Column("numbers", LargeBinary, nullable=False),
)
# How often windows were left during reviews: sums, so that nothing leads back to a person or a case.
left_window = Table(
    "left_window",
    metadata,
    Column("case_type", String(60), primary_key=True),
    Column("day", Big, primary_key=True, autoincrement=False),
    Column("reviews", Integer, nullable=False),
    Column("times", Big, nullable=False),
)
audit = Table(
    "audit",
    metadata,
    Column("audit_seq", Big, primary_key=True, autoincrement=False),
    Column("at", Big, nullable=False),
    Column("actor_id", String(36), nullable=False),
    Column("action", String(40), nullable=False),
    Column("entity", String(20), nullable=False),
    Column("entity_id", String(200), nullable=False),
    # Codes and ids in canonical JSON, never a person's data.
    Column("detail", Text, nullable=False),
    Column("hash", LargeBinary(32), nullable=False),
    Index("ix_audit_actor", "actor_id", "action", "at"),
    Index("ix_audit_entity", "entity", "entity_id"),
)
# How far the chain had come on a day, under a signature. Like `audit` it takes rows and gives none back: triggers of
# the database refuse every change.
audit_heads = Table(
    "audit_heads",
    metadata,
    Column("audit_seq", Big, primary_key=True, autoincrement=False),
    Column("hash", LargeBinary(32), nullable=False),
    Column("day", String(10), nullable=False),
    Column("epoch", String(40), nullable=False),
    Column("signed_at", Big, nullable=False),
    Column("public_key", String(44), nullable=False),
    Column("signature", String(88), nullable=False),
)
# Work that no request asks for: whose turn it is. `turn` grows with every turn and is never reset, so that a process
# that was too slow can tell that another has taken the job over.
jobs = Table(
    "jobs",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("due_at", Big, nullable=False),
    Column("turn", Big, nullable=False, default=0, server_default="0"),
    Column("holder", String(60)),
    Column("lease_until", Big),
    Column("started_at", Big),
    Column("ended_at", Big),
    Column("failures", Integer, nullable=False, default=0, server_default="0"),
    Column("error", String(80)),
)
