"""Who put a tag on a case, since not everybody may read everybody's; and fencing numbers as large as the wire takes
them."""

import sqlalchemy as sa
from alembic import op

revision = "m0009"
down_revision = "m0008"
branch_labels = None
depends_on = None

Big = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_WIDER = (("cases", "fence"), ("reviews", "fence"), ("reviews", "base_rev"))


def upgrade() -> None:
    _tags_by_author()
    if op.get_bind().dialect.name != "sqlite":  # whose integers are wide already
        for table, column in _WIDER:
            op.alter_column(table, column, type_=Big, existing_type=sa.Integer(), existing_nullable=False)


def _tags_by_author() -> None:
    """The author of a tag of before is unknown: the house reads it, nobody else."""
    op.drop_index("ix_case_tags_tag", "case_tags")
    op.rename_table("case_tags", "case_tags_before")
    if op.get_bind().dialect.name != "sqlite":
        op.execute("ALTER TABLE case_tags_before DROP CONSTRAINT pk_case_tags")
        op.execute("ALTER TABLE case_tags_before DROP CONSTRAINT fk_case_tags_case_number")
    op.create_table(
        "case_tags",
        sa.Column("case_number", Big, nullable=False),
        sa.Column("tag", sa.String(64), nullable=False),
        sa.Column("author_id", sa.String(36), nullable=False),
        sa.Column("place", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("case_number", "tag", "author_id", name="pk_case_tags"),
        sa.ForeignKeyConstraint(["case_number"], ["cases.case_number"], name="fk_case_tags_case_number"),
    )
    op.create_index("ix_case_tags_tag", "case_tags", ["tag", "case_number"])
    op.execute(
        "INSERT INTO case_tags (case_number, tag, author_id, place)"
        " SELECT case_number, tag, '', place FROM case_tags_before"
    )
    op.drop_table("case_tags_before")
