"""Who has looked at the single cases of a run of the regression set while it was open."""

import sqlalchemy as sa
from alembic import op

revision = "m0036"
down_revision = "m0035"
branch_labels = None
depends_on = None

_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "regression_looks",
        sa.Column("run_id", sa.String(36), nullable=False),
        sa.Column("user_id", sa.String(36), nullable=False),
        sa.Column("at", _BIG, nullable=False),
        sa.PrimaryKeyConstraint("run_id", "user_id", name="pk_regression_looks"),
        sa.ForeignKeyConstraint(
            ["run_id"], ["regression_runs.run_id"], name="fk_regression_looks_run_id_regression_runs"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.user_id"], name="fk_regression_looks_user_id_users"),
    )
    op.create_index("ix_regression_looks_user", "regression_looks", ["user_id"])
    if op.get_bind().dialect.name != "postgresql":
        return
    op.execute("ALTER TABLE regression_looks ENABLE ROW LEVEL SECURITY")
    op.execute("CREATE POLICY of_one_vendor ON regression_looks USING (false)")
