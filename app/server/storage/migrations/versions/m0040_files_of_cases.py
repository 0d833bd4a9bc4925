"""Which case names which file, so that one that none names any more can be removed."""

import sqlalchemy as sa
from alembic import op

from app.server.storage.migrations.indexes import add_index

revision = "m0040"
down_revision = "m0039"
branch_labels = None
depends_on = None

_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("cases", sa.Column("files_rev", sa.Integer(), nullable=True))
    add_index("ix_cases_files_unread", "cases", ["case_number"], "files_rev IS NULL OR files_rev != material_rev")
    op.add_column("attachments", sa.Column("leaving_since", _BIG, nullable=True))
    op.create_table(
        "case_files",
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("case_number", _BIG, nullable=False),
        sa.PrimaryKeyConstraint("sha256", "case_number", name="pk_case_files"),
        sa.ForeignKeyConstraint(["case_number"], ["cases.case_number"], name="fk_case_files_case_number_cases"),
    )
    op.create_index("ix_case_files_case_number", "case_files", ["case_number"])
    if op.get_bind().dialect.name != "postgresql":
        return
    op.execute("ALTER TABLE case_files ENABLE ROW LEVEL SECURITY")
    seen = "EXISTS (SELECT 1 FROM cases WHERE cases.case_number = case_files.case_number)"
    op.execute(f"CREATE POLICY of_one_vendor ON case_files USING ({seen})")
