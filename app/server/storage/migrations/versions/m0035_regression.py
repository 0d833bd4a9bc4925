"""The regression set of the agent, runs of candidates over it, and blind votes on two reasonings."""

import sqlalchemy as sa
from alembic import op

revision = "m0035"
down_revision = "m0034"
branch_labels = None
depends_on = None

_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_TABLES = ("regression_sets", "regression_cases", "regression_runs", "regression_pairs")


def _user(column: str, table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], ["users.user_id"], name=f"fk_{table}_{column}_users")


def _case(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["case_number"], ["cases.case_number"], name=f"fk_{table}_case_number_cases")


def upgrade() -> None:
    op.create_table(
        "regression_sets",
        sa.Column("set_id", sa.String(36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("case_type", sa.String(60), nullable=True),
        sa.Column("made_by", sa.String(36), nullable=False),
        sa.Column("made_at", _BIG, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("counts", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("set_id", name="pk_regression_sets"),
        sa.UniqueConstraint("version", name="uq_regression_sets_version"),
        _user("made_by", "regression_sets"),
    )
    op.create_table(
        "regression_cases",
        sa.Column("set_id", sa.String(36), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("case_number", _BIG, nullable=False),
        sa.Column("entry", sa.Text(), nullable=False),
        sa.Column("reviewer_id", sa.String(36), nullable=True),
        sa.PrimaryKeyConstraint("set_id", "n", name="pk_regression_cases"),
        sa.ForeignKeyConstraint(
            ["set_id"], ["regression_sets.set_id"], name="fk_regression_cases_set_id_regression_sets"
        ),
        _case("regression_cases"),
    )
    op.create_index("ix_regression_cases_case", "regression_cases", ["case_number"])
    op.create_table(
        "regression_runs",
        sa.Column("run_id", sa.String(36), nullable=False),
        sa.Column("set_id", sa.String(36), nullable=False),
        sa.Column("model_version", sa.String(120), nullable=False),
        sa.Column("prompt_version", sa.String(120), nullable=True),
        sa.Column("asked_by", sa.String(36), nullable=False),
        sa.Column("asked_at", _BIG, nullable=False),
        sa.Column("concluded_at", _BIG, nullable=True),
        sa.Column("concluded_by", sa.String(36), nullable=True),
        sa.Column("figures", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("run_id", name="pk_regression_runs"),
        sa.ForeignKeyConstraint(
            ["set_id"], ["regression_sets.set_id"], name="fk_regression_runs_set_id_regression_sets"
        ),
        _user("asked_by", "regression_runs"),
        _user("concluded_by", "regression_runs"),
    )
    op.create_index("ix_regression_runs_set_id", "regression_runs", ["set_id"])
    op.create_table(
        "regression_pairs",
        sa.Column("pair_id", sa.String(36), nullable=False),
        sa.Column("run_id", sa.String(36), nullable=False),
        sa.Column("case_number", _BIG, nullable=False),
        sa.Column("user_id", sa.String(36), nullable=False),
        sa.Column("candidate_first", sa.Boolean(), nullable=False),
        sa.Column("issued_at", _BIG, nullable=False),
        sa.Column("voted_at", _BIG, nullable=True),
        sa.Column("choice", sa.String(12), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False, server_default=""),
        sa.Column("reason_language", sa.String(4), nullable=False, server_default="en"),
        sa.PrimaryKeyConstraint("pair_id", name="pk_regression_pairs"),
        sa.ForeignKeyConstraint(
            ["run_id"], ["regression_runs.run_id"], name="fk_regression_pairs_run_id_regression_runs"
        ),
        _case("regression_pairs"),
        _user("user_id", "regression_pairs"),
    )
    op.create_index("ix_regression_pairs_whose", "regression_pairs", ["run_id", "user_id", "case_number"], unique=True)
    op.create_index("ix_regression_pairs_case", "regression_pairs", ["case_number"])
    op.create_index("ix_regression_pairs_user", "regression_pairs", ["user_id"])
    if op.get_bind().dialect.name != "postgresql":
        return
    # What the agent was found to have done wrong is nothing for a contact centre.
    for table in _TABLES:
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY of_one_vendor ON {table} USING (false)")
