"""Labels in force counted by day, so that calibration is told without reading cases."""

import sqlalchemy as sa
from alembic import op

revision = "m0033"
down_revision = "m0032"
branch_labels = None
depends_on = None

_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "labelled_cases",
        sa.Column("case_number", _BIG, nullable=False, autoincrement=False),
        sa.Column("day", _BIG, nullable=False),
        sa.Column("case_type", sa.String(60), nullable=False),
        sa.Column("label", sa.String(2), nullable=False),
        sa.Column("model_version", sa.String(120), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("source", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.String(36), nullable=False),
        sa.Column("language", sa.String(3), nullable=False),
        sa.Column("vendor", sa.String(80), nullable=False),
        sa.Column("priority", sa.String(8), nullable=False),
        sa.Column("country", sa.String(80), nullable=False),
        sa.PrimaryKeyConstraint("case_number", name="pk_labelled_cases"),
        sa.ForeignKeyConstraint(["case_number"], ["cases.case_number"], name="fk_labelled_cases_case_number_cases"),
    )
    op.create_index("ix_labelled_cases_batch", "labelled_cases", ["case_type", "label", "day", "case_number"])
    op.create_table(
        "calibration_days",
        sa.Column("day", _BIG, nullable=False, autoincrement=False),
        sa.Column("case_type", sa.String(60), nullable=False),
        sa.Column("model_version", sa.String(120), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("counts", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("day", "case_type", "model_version", "kind", "name", name="pk_calibration_days"),
    )
    op.create_index("ix_calibration_days_kind", "calibration_days", ["kind", "day", "case_type"])
    if op.get_bind().dialect.name != "postgresql":
        return
    # Nobody of a contact centre is told how the agent fares (see storage/vendor_net.py).
    for table in ("labelled_cases", "calibration_days"):
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY of_one_vendor ON {table} USING (false)")
