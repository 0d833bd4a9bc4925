"""Words inside a case's evidence, as everybody may see it, so that the server's search finds cases by them."""

import sqlalchemy as sa
from alembic import op

from app.server.storage.migrations.indexes import add_index

revision = "m0031"
down_revision = "m0030"
branch_labels = None
depends_on = None

_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
# Beginnings of words are looked for as a stretch of the alphabet, which has to be the same whatever the database's own.
_WORD = sa.String(64).with_variant(sa.String(64, collation="C"), "postgresql")


def upgrade() -> None:
    op.add_column("cases", sa.Column("words_by", sa.String(24), nullable=True))
    add_index("ix_cases_words", "cases", ["words_by", "closed_at", "case_number"])
    op.create_table(
        "case_words",
        sa.Column("word", _WORD, nullable=False),
        sa.Column("case_number", _BIG, nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("word", "case_number", name="pk_case_words"),
        sa.ForeignKeyConstraint(["case_number"], ["cases.case_number"], name="fk_case_words_case_number_cases"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_case_words_case_number", "case_words", ["case_number"])
    if op.get_bind().dialect.name != "postgresql":
        return
    op.execute("ALTER TABLE case_words ENABLE ROW LEVEL SECURITY")
    seen = "EXISTS (SELECT 1 FROM cases WHERE cases.case_number = case_words.case_number)"
    op.execute(f"CREATE POLICY of_one_vendor ON case_words USING ({seen})")
