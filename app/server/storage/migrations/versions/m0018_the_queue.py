"""The queue at scale: what was told of a deadline, the language of a case, and skips."""

import sqlalchemy as sa
from alembic import op

from app.server.storage.migrations.indexes import add_index

revision = "m0018"
down_revision = "m0017"
branch_labels = None
depends_on = None

_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("cases", sa.Column("language", sa.String(3), nullable=True))
    op.add_column("cases", sa.Column("sla_told", sa.Integer(), nullable=False, server_default="0"))
    for name, columns, only in (
        ("ix_cases_sla_untold", ["state", "effective_due_at"], "sla_told < 3"),
        ("ix_cases_sla_told", ["effective_due_at"], "sla_told > 0"),
    ):
        add_index(name, "cases", columns, only)
    op.create_table(
        "case_skips",
        sa.Column("skip_id", sa.String(36), nullable=False),
        sa.Column("case_number", _BIG, nullable=False),
        sa.Column("case_type", sa.String(60), nullable=False),
        sa.Column("user_id", sa.String(36), nullable=False),
        sa.Column("at", _BIG, nullable=False),
        sa.Column("reason", sa.String(40), nullable=False),
        sa.ForeignKeyConstraint(["case_number"], ["cases.case_number"], name=op.f("fk_case_skips_case_number_cases")),
        sa.ForeignKeyConstraint(["user_id"], ["users.user_id"], name=op.f("fk_case_skips_user_id_users")),
        sa.PrimaryKeyConstraint("skip_id", name=op.f("pk_case_skips")),
    )
    op.create_index("ix_case_skips_who", "case_skips", ["user_id", "at"])
    op.create_index("ix_case_skips_at", "case_skips", ["at"])
