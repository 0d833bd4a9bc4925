"""Procedures at every seat: how often each page changed for its readers, and what drafts said before an edit."""

import sqlalchemy as sa
from alembic import op

revision = "m0032"
down_revision = "m0031"
branch_labels = None
depends_on = None

_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "sop_pages",
        sa.Column("page_id", sa.String(20), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("page_id", name="pk_sop_pages"),
    )
    op.create_table(
        "sop_texts",
        sa.Column("version_id", sa.String(36), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("page", sa.Text(), nullable=False),
        sa.Column("until", _BIG, nullable=False),
        sa.PrimaryKeyConstraint("version_id", "digest", name="pk_sop_texts"),
        sa.ForeignKeyConstraint(
            ["version_id"], ["sop_versions.version_id"], name="fk_sop_texts_version_id_sop_versions"
        ),
    )
    if op.get_bind().dialect.name != "postgresql":
        return
    for table, seen in (("sop_pages", "true"), ("sop_texts", "false")):
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY of_one_vendor ON {table} USING ({seen})")
    # Beside what is in force: what was read when a decision was made, and what is read from a known day on. Whoever
    # decides does so by the same words on the same day, with or without the server.
    read = "in_force_from IS NOT NULL OR standing = 'approved'"
    op.execute(f"CREATE POLICY read_by_a_vendor ON sop_versions FOR SELECT USING ({read})")
