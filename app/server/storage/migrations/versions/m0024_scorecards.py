"""Teams, disputes of judgements, and what every draw of audits took."""

import sqlalchemy as sa
from alembic import op

revision = "m0024"
down_revision = "m0023"
branch_labels = None
depends_on = None

_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_BY_CASE = "EXISTS (SELECT 1 FROM cases WHERE cases.case_number = {table}.case_number)"


def upgrade() -> None:
    op.add_column("users", sa.Column("team", sa.String(80), nullable=True))
    op.create_table(
        "disputes",
        sa.Column("dispute_id", sa.String(36), nullable=False),
        sa.Column("source", sa.String(20), nullable=False),
        sa.Column("judgement_key", sa.String(90), nullable=False),
        sa.Column("review_id", sa.String(36), nullable=False),
        sa.Column("raised_by", sa.String(36), nullable=False),
        sa.Column("judge_id", sa.String(36), nullable=True),
        sa.Column("truth", sa.String(10), nullable=True),
        sa.Column("raised_at", _BIG, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("reason_language", sa.String(4), nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("resolved_by", sa.String(36), nullable=True),
        sa.Column("resolved_at", _BIG, nullable=True),
        sa.Column("resolution", sa.Text(), nullable=True),
        sa.Column("resolution_language", sa.String(4), nullable=True),
        sa.ForeignKeyConstraint(["raised_by"], ["users.user_id"], name=op.f("fk_disputes_raised_by_users")),
        sa.ForeignKeyConstraint(["review_id"], ["reviews.review_id"], name=op.f("fk_disputes_review_id_reviews")),
        sa.PrimaryKeyConstraint("dispute_id", name=op.f("pk_disputes")),
    )
    op.create_index("ix_disputes_judgement", "disputes", ["source", "judgement_key"], unique=True)
    op.create_index("ix_disputes_raised_by", "disputes", ["raised_by", "raised_at"])
    op.create_index(op.f("ix_disputes_review_id"), "disputes", ["review_id"])
    op.create_index("ix_disputes_state", "disputes", ["state", "dispute_id"])
    op.create_table(
        "audit_samples",
        sa.Column("draw_id", sa.String(36), nullable=False),
        sa.Column("external_ref", sa.String(200), nullable=False),
        sa.ForeignKeyConstraint(
            ["draw_id"], ["audit_draws.draw_id"], name=op.f("fk_audit_samples_draw_id_audit_draws")
        ),
        sa.PrimaryKeyConstraint("draw_id", "external_ref", name=op.f("pk_audit_samples")),
    )
    op.create_index("ix_audit_samples_ref", "audit_samples", ["external_ref"])
    # Of draws before, what had not been asked for already.
    op.execute(
        "INSERT INTO audit_samples (draw_id, external_ref)"
        " SELECT draw_id, external_ref FROM audit_requests WHERE draw_id IS NOT NULL"
    )
    if op.get_bind().dialect.name == "postgresql":
        # What a contact centre's person contests is theirs; what is found of their own work is told to them (see
        # storage/vendor_net.py); the samples of audits are of the house alone.
        conditions = {
            "disputes": "EXISTS (SELECT 1 FROM users WHERE users.user_id = disputes.raised_by)",
            "audit_samples": "false",
        }
        for table, condition in conditions.items():
            op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
            op.execute(f"CREATE POLICY of_one_vendor ON {table} USING ({condition})")
        own_work = {table: _BY_CASE.format(table=table) for table in ("qa_items", "qa_truths")}
        own_work["qa_tasks"] = (
            "EXISTS (SELECT 1 FROM qa_items WHERE qa_items.sample_id = qa_tasks.sample_id"
            " AND qa_items.ref = qa_tasks.ref)"
        )
        for table, condition in own_work.items():
            op.execute(f"CREATE POLICY of_own_work ON {table} FOR SELECT USING ({condition})")
