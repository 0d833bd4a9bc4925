"""Pages of the operating procedures: their versions, who keeps them, and where they lie in Confluence."""

import sqlalchemy as sa
from alembic import op

revision = "m0030"
down_revision = "m0029"
branch_labels = None
depends_on = None

_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "sop_versions",
        sa.Column("version_id", sa.String(36), nullable=False),
        sa.Column("page_id", sa.String(20), nullable=False),
        sa.Column("version", sa.String(40), nullable=False),
        sa.Column("standing", sa.String(12), nullable=False),
        sa.Column("base_version", sa.String(40), nullable=True),
        sa.Column("page", sa.Text(), nullable=False),
        sa.Column("source", sa.String(12), nullable=False),
        sa.Column("feedback_id", sa.String(36), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("note_language", sa.String(4), nullable=False),
        sa.Column("author_id", sa.String(36), nullable=True),
        sa.Column("made_at", _BIG, nullable=False),
        sa.Column("effective_at", _BIG, nullable=True),
        sa.Column("decided_by", sa.String(36), nullable=True),
        sa.Column("decided_at", _BIG, nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("reason_language", sa.String(4), nullable=True),
        sa.Column("in_force_from", _BIG, nullable=True),
        sa.Column("in_force_until", _BIG, nullable=True),
        sa.PrimaryKeyConstraint("version_id", name="pk_sop_versions"),
        sa.ForeignKeyConstraint(["author_id"], ["users.user_id"], name="fk_sop_versions_author_id_users"),
    )
    op.create_index("ix_sop_versions_page", "sop_versions", ["page_id", "version_id"])
    op.create_index("ix_sop_versions_name", "sop_versions", ["page_id", "version"], unique=True)
    op.create_index("ix_sop_versions_feedback_id", "sop_versions", ["feedback_id"])
    where = sa.text("standing = 'in_force'")
    op.create_index(
        "ix_sop_versions_in_force",
        "sop_versions",
        ["page_id"],
        unique=True,
        postgresql_where=where,
        sqlite_where=where,
    )
    op.create_table(
        "sop_keepers",
        sa.Column("page_id", sa.String(20), nullable=False),
        sa.Column("keeper_id", sa.String(36), nullable=False),
        sa.Column("review_by", _BIG, nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("page_id", name="pk_sop_keepers"),
        sa.ForeignKeyConstraint(["keeper_id"], ["users.user_id"], name="fk_sop_keepers_keeper_id_users"),
    )
    op.create_table(
        "sop_links",
        sa.Column("page_id", sa.String(20), nullable=False),
        sa.Column("content_id", sa.String(40), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("remote_version", sa.Integer(), nullable=False),
        sa.Column("base", sa.Text(), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("looked_at", _BIG, nullable=False),
        sa.Column("again_at", _BIG, nullable=False),
        sa.Column("linked_by", sa.String(36), nullable=False),
        sa.PrimaryKeyConstraint("page_id", name="pk_sop_links"),
        sa.UniqueConstraint("content_id", name="uq_sop_links_content_id"),
        sa.ForeignKeyConstraint(["linked_by"], ["users.user_id"], name="fk_sop_links_linked_by_users"),
    )
    if op.get_bind().dialect.name != "postgresql":
        return
    # A person of a contact centre reads the pages in force, and nothing of how they came there.
    for table, seen in (("sop_versions", "standing = 'in_force'"), ("sop_keepers", "false"), ("sop_links", "false")):
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY of_one_vendor ON {table} USING ({seen})")
