"""Notes, tags, assignment, snooze, waiting and hand-over of cases."""

import sqlalchemy as sa
from alembic import op

revision = "m0002"
down_revision = "m0001"
branch_labels = None
depends_on = None

Big = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_QUEUE = (
    "state",
    "case_type",
    "effective_due_at",
    "priority",
    "routed_at",
    "back_from_snooze",
    "vendor",
    "claim_owner",
    "claim_until",
    "assigned_to",
    "snoozed_until",
    "waiting_since",
)


def upgrade() -> None:
    for column in (
        sa.Column("assigned_to", sa.String(36)),
        sa.Column("snoozed_until", Big),
        sa.Column("snooze_reason", sa.String(40)),
        sa.Column("snoozed_by", sa.String(36)),
        sa.Column("waiting_since", Big),
        sa.Column("waiting_reason", sa.String(40)),
        sa.Column("waiting_by", sa.String(36)),
        sa.Column("priority_by", sa.String(36)),
        sa.Column("worked", sa.Boolean, nullable=False, server_default=sa.false()),
    ):
        op.add_column("cases", column)
    op.drop_index("ix_cases_queue", "cases")
    op.create_index("ix_cases_queue", "cases", list(_QUEUE))
    op.create_index("ix_cases_assigned_to", "cases", ["assigned_to"])
    op.create_table(
        "case_notes",
        sa.Column("note_id", sa.String(36), nullable=False),
        sa.Column("case_number", Big, nullable=False),
        sa.Column("n", sa.Integer, nullable=False),
        sa.Column("author_id", sa.String(36), nullable=False),
        sa.Column("at", Big, nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("language", sa.String(4), nullable=False),
        sa.Column("to_user", sa.String(36)),
        sa.PrimaryKeyConstraint("note_id", name="pk_case_notes"),
        sa.ForeignKeyConstraint(["case_number"], ["cases.case_number"], name="fk_case_notes_case_number"),
        sa.ForeignKeyConstraint(["author_id"], ["users.user_id"], name="fk_case_notes_author_id"),
    )
    op.create_index("ix_case_notes_case", "case_notes", ["case_number", "n"], unique=True)
    op.create_table(
        "case_tags",
        sa.Column("case_number", Big, nullable=False),
        sa.Column("tag", sa.String(64), nullable=False),
        sa.Column("place", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("case_number", "tag", name="pk_case_tags"),
        sa.ForeignKeyConstraint(["case_number"], ["cases.case_number"], name="fk_case_tags_case_number"),
    )
    op.create_index("ix_case_tags_tag", "case_tags", ["tag", "case_number"])
    op.create_table(
        "case_missing",
        sa.Column("missing_id", sa.String(36), nullable=False),
        sa.Column("case_number", Big, nullable=False),
        sa.Column("case_type", sa.String(60), nullable=False),
        sa.Column("author_id", sa.String(36), nullable=False),
        sa.Column("at", Big, nullable=False),
        sa.Column("code", sa.String(40)),
        sa.Column("text", sa.Text),
        sa.PrimaryKeyConstraint("missing_id", name="pk_case_missing"),
        sa.ForeignKeyConstraint(["case_number"], ["cases.case_number"], name="fk_case_missing_case_number"),
        sa.ForeignKeyConstraint(["author_id"], ["users.user_id"], name="fk_case_missing_author_id"),
    )
    op.create_index("ix_case_missing_case_number", "case_missing", ["case_number"])
    op.create_index("ix_case_missing_counts", "case_missing", ["case_type", "code"])
