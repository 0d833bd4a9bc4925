"""The Decision Hub: thresholds, proposals, experiments and slices; what was wrong with the rule that a case cites."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from app.server.storage.migrations.indexes import add_index

revision = "m0029"
down_revision = "m0028"
branch_labels = None
depends_on = None

_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_TABLES = (
    "threshold_rules",
    "proposals",
    "proposal_steps",
    "experiments",
    "experiment_cases",
    "experiment_looks",
    "case_slices",
    "automation_slices",
)


def _only(where: str) -> dict[str, Any]:
    return {"postgresql_where": sa.text(where), "sqlite_where": sa.text(where)}


def upgrade() -> None:
    for table in ("cases", "ledger"):
        op.add_column(table, sa.Column("rule_flag", sa.String(24), nullable=True))
    add_index("ix_cases_rule_flag", "cases", ["received_at"], "rule_flag IS NOT NULL")
    add_index("ix_ledger_rule_flag", "ledger", ["received_at"], "rule_flag IS NOT NULL")
    add_index("ix_ledger_rule", "ledger", ["case_type", "verdict", "confidence", "decided_at", "received_at"])
    op.create_table(
        "threshold_rules",
        sa.Column("rule_version", sa.String(120), nullable=False),
        sa.Column("case_type", sa.String(60), nullable=False),
        sa.Column("side", sa.String(5), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("threshold", sa.Float(), nullable=False),
        sa.Column("effective_from", _BIG, nullable=False),
        sa.Column("ended_at", _BIG, nullable=True),
        sa.Column("set_by", sa.String(36), nullable=False),
        sa.Column("set_at", _BIG, nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("why_language", sa.String(4), nullable=False),
        sa.Column("proposal_id", sa.String(36), nullable=True),
        sa.Column("rolled_back", sa.String(120), nullable=True),
        sa.Column("dropped_at", _BIG, nullable=True),
        sa.Column("acknowledged_at", _BIG, nullable=True),
        sa.Column("acknowledged", sa.String(200), nullable=True),
        sa.ForeignKeyConstraint(["set_by"], ["users.user_id"], name=op.f("fk_threshold_rules_set_by_users")),
        sa.PrimaryKeyConstraint("rule_version", name=op.f("pk_threshold_rules")),
    )
    op.create_index("ix_threshold_rules_side", "threshold_rules", ["case_type", "side", "version"], unique=True)
    op.create_table(
        "proposals",
        sa.Column("proposal_id", sa.String(36), nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("case_type", sa.String(60), nullable=False),
        sa.Column("side", sa.String(5), nullable=False),
        sa.Column("base_version", sa.String(120), nullable=True),
        sa.Column("base_threshold", sa.Float(), nullable=True),
        sa.Column("threshold", sa.Float(), nullable=False),
        sa.Column("source", sa.String(12), nullable=False),
        sa.Column("feedback_id", sa.String(36), nullable=True),
        sa.Column("session_id", sa.String(36), nullable=True),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("why_language", sa.String(4), nullable=False),
        sa.Column("cost_wrong", sa.Float(), nullable=False),
        sa.Column("minutes_per_case", sa.Float(), nullable=True),
        sa.Column("author_id", sa.String(36), nullable=False),
        sa.Column("created_at", _BIG, nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("replay", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["author_id"], ["users.user_id"], name=op.f("fk_proposals_author_id_users")),
        sa.PrimaryKeyConstraint("proposal_id", name=op.f("pk_proposals")),
    )
    op.create_index("ix_proposals_state", "proposals", ["state"])
    op.create_index("ix_proposals_feedback", "proposals", ["feedback_id"], **_only("feedback_id IS NOT NULL"))
    op.create_table(
        "proposal_steps",
        sa.Column("step_id", sa.String(36), nullable=False),
        sa.Column("proposal_id", sa.String(36), nullable=False),
        sa.Column("at", _BIG, nullable=False),
        sa.Column("by", sa.String(36), nullable=True),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("why_language", sa.String(4), nullable=False),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposals.proposal_id"], name=op.f("fk_proposal_steps_proposal_id_proposals")
        ),
        sa.PrimaryKeyConstraint("step_id", name=op.f("pk_proposal_steps")),
    )
    op.create_index("ix_proposal_steps_proposal_id", "proposal_steps", ["proposal_id"])
    op.create_table(
        "experiments",
        sa.Column("experiment_id", sa.String(36), nullable=False),
        sa.Column("proposal_id", sa.String(36), nullable=False),
        sa.Column("case_type", sa.String(60), nullable=False),
        sa.Column("side", sa.String(5), nullable=False),
        sa.Column("salt", sa.String(64), nullable=False),
        sa.Column("plan", sa.Text(), nullable=False),
        sa.Column("plan_digest", sa.String(64), nullable=False),
        sa.Column("old_version", sa.String(120), nullable=False),
        sa.Column("old_threshold", sa.Float(), nullable=False),
        sa.Column("new_version", sa.String(120), nullable=False),
        sa.Column("new_threshold", sa.Float(), nullable=False),
        sa.Column("started_by", sa.String(36), nullable=False),
        sa.Column("started_at", _BIG, nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("ended_at", _BIG, nullable=True),
        sa.Column("standing", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposals.proposal_id"], name=op.f("fk_experiments_proposal_id_proposals")
        ),
        sa.ForeignKeyConstraint(["started_by"], ["users.user_id"], name=op.f("fk_experiments_started_by_users")),
        sa.PrimaryKeyConstraint("experiment_id", name=op.f("pk_experiments")),
        sa.UniqueConstraint("proposal_id", name=op.f("uq_experiments_proposal_id")),
    )
    op.create_index("ix_experiments_state", "experiments", ["state"])
    op.create_table(
        "experiment_cases",
        sa.Column("experiment_id", sa.String(36), nullable=False),
        sa.Column("external_ref", sa.String(200), nullable=False),
        sa.Column("arm", sa.String(3), nullable=False),
        sa.Column("alone", sa.Boolean(), nullable=False),
        sa.Column("audited", sa.Boolean(), nullable=False),
        sa.Column("flag", sa.String(24), nullable=True),
        sa.Column("seen_at", _BIG, nullable=False),
        sa.Column("wrong", sa.Boolean(), nullable=True),
        sa.Column("known_at", _BIG, nullable=True),
        sa.ForeignKeyConstraint(
            ["experiment_id"], ["experiments.experiment_id"], name=op.f("fk_experiment_cases_experiment_id_experiments")
        ),
        sa.PrimaryKeyConstraint("experiment_id", "external_ref", name=op.f("pk_experiment_cases")),
    )
    op.create_index("ix_experiment_cases_open", "experiment_cases", ["experiment_id"], **_only("known_at IS NULL"))
    op.create_index("ix_experiment_cases_order", "experiment_cases", ["experiment_id", "seen_at", "external_ref"])
    op.create_table(
        "experiment_looks",
        sa.Column("experiment_id", sa.String(36), nullable=False),
        sa.Column("day", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", _BIG, nullable=False),
        sa.Column("standing", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["experiment_id"], ["experiments.experiment_id"], name=op.f("fk_experiment_looks_experiment_id_experiments")
        ),
        sa.PrimaryKeyConstraint("experiment_id", "day", name=op.f("pk_experiment_looks")),
    )
    op.create_table(
        "case_slices",
        sa.Column("case_number", _BIG, autoincrement=False, nullable=False),
        sa.Column("case_type", sa.String(60), nullable=False),
        sa.Column("side", sa.String(5), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("segment", sa.String(80), nullable=False),
        sa.Column("clause", sa.String(80), nullable=False),
        sa.Column("unsure", sa.String(24), nullable=False),
        sa.Column("audit", sa.Boolean(), nullable=False),
        sa.Column("routed_at", _BIG, nullable=False),
        sa.ForeignKeyConstraint(["case_number"], ["cases.case_number"], name=op.f("fk_case_slices_case_number_cases")),
        sa.PrimaryKeyConstraint("case_number", name=op.f("pk_case_slices")),
    )
    op.create_index("ix_case_slices_grid", "case_slices", ["case_type", "side", "confidence"])
    op.create_table(
        "automation_slices",
        sa.Column("slice_id", sa.String(36), nullable=False),
        sa.Column("proposal_id", sa.String(36), nullable=False),
        sa.Column("case_type", sa.String(60), nullable=False),
        sa.Column("segment", sa.String(80), nullable=False),
        sa.Column("clause", sa.String(80), nullable=False),
        sa.Column("unsure", sa.String(24), nullable=False),
        sa.Column("rule_version", sa.String(120), nullable=False),
        sa.Column("salt", sa.String(64), nullable=False),
        sa.Column("target", sa.Float(), nullable=False),
        sa.Column("audit_per_mille", sa.Integer(), nullable=False),
        sa.Column("right_", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("bound", sa.Float(), nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("graduated_at", _BIG, nullable=True),
        sa.Column("ended_at", _BIG, nullable=True),
        sa.Column("audited_right", sa.Integer(), nullable=False),
        sa.Column("audited_n", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposals.proposal_id"], name=op.f("fk_automation_slices_proposal_id_proposals")
        ),
        sa.PrimaryKeyConstraint("slice_id", name=op.f("pk_automation_slices")),
        sa.UniqueConstraint("proposal_id", name=op.f("uq_automation_slices_proposal_id")),
        sa.UniqueConstraint("rule_version", name=op.f("uq_automation_slices_rule_version")),
    )
    op.create_index("ix_automation_slices_state", "automation_slices", ["state"])
    if op.get_bind().dialect.name != "postgresql":
        return
    for table in _TABLES:
        # Nobody of a contact centre has anything to do with any of it.
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY of_one_vendor ON {table} USING (false)")
