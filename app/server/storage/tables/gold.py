"""Gold cases: sets with one owner, their items, and the cases that were given out."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table, Text, false

from app.server.storage.tables.base import Big, metadata

# `version` grows with every change of the items.
gold_sets = Table(
    "gold_sets",
    metadata,
    Column("set_id", String(36), primary_key=True),
    Column("name", String(80), nullable=False, unique=True),
    Column("owner_id", ForeignKey("users.user_id"), nullable=False),
    Column("version", Integer, nullable=False),
    Column("most_exposures", Integer, nullable=False),
    Column("created_at", Big, nullable=False),
)
gold_items = Table(
    "gold_items",
    metadata,
    Column("item_id", String(36), primary_key=True),
    Column("set_id", ForeignKey("gold_sets.set_id"), nullable=False, index=True),
    Column("case_number", ForeignKey("cases.case_number"), nullable=False),
    Column("case_type", String(60), nullable=False, index=True),
    Column("truth", String(10), nullable=False),
    Column("reason", Text, nullable=False),
    Column("reason_language", String(4), nullable=False),
    # Disclosed and explained, for those who learn; never mixed in.
    Column("practice", Boolean, nullable=False, default=False, server_default=false()),
    Column("since_version", Integer, nullable=False),
    Column("added_by", ForeignKey("users.user_id"), nullable=False),
    Column("added_at", Big, nullable=False),
    Column("retired_at", Big),
    Column("retired_version", Integer),
    Index("ix_gold_items_case", "case_number", unique=True),
)
# A case that is gold (`cases.only_for` says for whom), and the item that it was made from.
gold_cases = Table(
    "gold_cases",
    metadata,
    Column("case_number", ForeignKey("cases.case_number"), primary_key=True, autoincrement=False),
    Column("item_id", ForeignKey("gold_items.item_id"), nullable=False),
    Column("user_id", ForeignKey("users.user_id"), nullable=False),
    Column("issued_at", Big, nullable=False),
    # "seeding", or "run" for those of an onboarding.
    Column("way", String(10), nullable=False),
    Column("counted_at", Big),
    Index("ix_gold_cases_once", "user_id", "item_id", unique=True),
    Index("ix_gold_cases_item", "item_id"),
)
# Practice cases that a person has decided.
gold_practice = Table(
    "gold_practice",
    metadata,
    Column("user_id", ForeignKey("users.user_id"), primary_key=True),
    Column("item_id", ForeignKey("gold_items.item_id"), primary_key=True),
    Column("decision", String(10), nullable=False),
    Column("right_", Boolean, nullable=False),
    Column("at", Big, nullable=False),
)
