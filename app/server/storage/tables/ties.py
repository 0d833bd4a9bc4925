"""What ties cases together.

Values are kept as hashes under a secret of the server, beside what a person may see of them; the plain value stays in
the facts alone. A withdrawn case has no rows here.
"""

from sqlalchemy import Column, Float, ForeignKey, Index, String, Table

from app.server.storage.tables.base import Big, metadata

case_links = Table(
    "case_links",
    metadata,
    Column("link_id", Big, primary_key=True, autoincrement=True),
    Column("case_number", ForeignKey("cases.case_number"), nullable=False, index=True),
    Column("kind", String(40), nullable=False),
    Column("value_hash", String(32), nullable=False),
    Column("shown", String(80), nullable=False),
    Index("ix_case_links_value", "value_hash", "case_number"),
)
case_transfers = Table(
    "case_transfers",
    metadata,
    Column("transfer_id", Big, primary_key=True, autoincrement=True),
    Column("case_number", ForeignKey("cases.case_number"), nullable=False, index=True),
    # What each end is: address or account.
    Column("from_kind", String(12), nullable=False),
    Column("to_kind", String(12), nullable=False),
    Column("from_hash", String(32), nullable=False, index=True),
    Column("to_hash", String(32), nullable=False, index=True),
    Column("from_shown", String(80), nullable=False),
    Column("to_shown", String(80), nullable=False),
    Column("amount", Float, nullable=False),
    Column("asset", String(20), nullable=False),
    Column("at", Big),
)
watch_hits = Table(
    "watch_hits",
    metadata,
    Column("hit_id", Big, primary_key=True, autoincrement=True),
    Column("case_number", ForeignKey("cases.case_number"), nullable=False, index=True),
    Column("value_hash", String(32), nullable=False, index=True),
    Column("list", String(80), nullable=False),
    Column("list_date", String(10), nullable=False),
    Column("category", String(40), nullable=False),
)
