"""Pages of the operating procedures: every version there ever was, who keeps a page, where it lies in Confluence."""

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, Text

from app.server.storage.tables.base import Big, metadata, only

# `page`: the whole page as JSON. `in_force_from` and `in_force_until` are when reviewers read it; a version that is
# approved ahead waits for `effective_at`.
sop_versions = Table(
    "sop_versions",
    metadata,
    Column("version_id", String(36), primary_key=True),
    Column("page_id", String(20), nullable=False),
    Column("version", String(40), nullable=False),
    Column("standing", String(12), nullable=False),
    Column("base_version", String(40)),
    Column("page", Text, nullable=False),
    Column("source", String(12), nullable=False),
    Column("feedback_id", String(36), index=True),
    Column("note", Text, nullable=False),
    Column("note_language", String(4), nullable=False),
    Column("author_id", ForeignKey("users.user_id")),
    Column("made_at", Big, nullable=False),
    Column("effective_at", Big),
    Column("decided_by", String(36)),
    Column("decided_at", Big),
    Column("reason", Text),
    Column("reason_language", String(4)),
    Column("in_force_from", Big),
    Column("in_force_until", Big),
    Index("ix_sop_versions_page", "page_id", "version_id"),
    Index("ix_sop_versions_name", "page_id", "version", unique=True),
    # One version of a page is in force at a time, whatever two leads do at once.
    Index("ix_sop_versions_in_force", "page_id", unique=True, **only("standing = 'in_force'")),
)
sop_keepers = Table(
    "sop_keepers",
    metadata,
    Column("page_id", String(20), primary_key=True),
    Column("keeper_id", ForeignKey("users.user_id"), nullable=False),
    Column("review_by", Big, nullable=False),
    Column("rev", Integer, nullable=False),
)
# `base`: the page as both sides had it when they were last the same. `detail`: JSON of what the last look found.
sop_links = Table(
    "sop_links",
    metadata,
    Column("page_id", String(20), primary_key=True),
    Column("content_id", String(40), nullable=False, unique=True),
    Column("title", Text, nullable=False),
    Column("remote_version", Integer, nullable=False),
    Column("base", Text, nullable=False),
    Column("state", String(20), nullable=False),
    Column("detail", Text, nullable=False),
    Column("looked_at", Big, nullable=False),
    Column("again_at", Big, nullable=False),
    Column("linked_by", ForeignKey("users.user_id"), nullable=False),
)
# How often a page changed for those who read it: the revision of its row at every seat.
sop_pages = Table(
    "sop_pages",
    metadata,
    Column("page_id", String(20), primary_key=True),
    Column("rev", Integer, nullable=False),
)
# What a draft said before it was edited, under the digest that its editor knew it by.
sop_texts = Table(
    "sop_texts",
    metadata,
    Column("version_id", ForeignKey("sop_versions.version_id"), primary_key=True),
    Column("digest", String(64), primary_key=True),
    Column("page", Text, nullable=False),
    Column("until", Big, nullable=False),
)
