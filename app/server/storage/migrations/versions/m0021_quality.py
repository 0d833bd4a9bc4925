"""Frames, samples, what is re-reviewed by whom, and what came of it."""

import sqlalchemy as sa
from alembic import op

revision = "m0021"
down_revision = "m0020"
branch_labels = None
depends_on = None

_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_TABLES = (
    "qa_holds",
    "qa_frames",
    "qa_packets",
    "qa_frame_rows",
    "qa_samples",
    "qa_items",
    "qa_scores",
    "qa_signatures",
    "qa_tasks",
    "qa_truths",
)


def upgrade() -> None:
    op.create_table(
        "qa_holds",
        sa.Column("user_id", sa.String(36), nullable=False),
        sa.Column("case_number", _BIG, autoincrement=False, nullable=False),
        sa.Column("source", sa.String(36), nullable=False),
        sa.PrimaryKeyConstraint("user_id", "case_number", "source", name=op.f("pk_qa_holds")),
    )
    op.create_index("ix_qa_holds_source", "qa_holds", ["source"])
    op.create_table(
        "qa_frames",
        sa.Column("frame_id", sa.String(36), nullable=False),
        sa.Column("criteria", sa.Text(), nullable=False),
        sa.Column("strata", sa.Text(), nullable=False),
        sa.Column("frame_cursor", _BIG, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("left_out", sa.Integer(), nullable=False),
        sa.Column("tells", sa.Boolean(), nullable=False),
        sa.Column("defined_by", sa.String(36), nullable=False),
        sa.Column("defined_at", _BIG, nullable=False),
        sa.ForeignKeyConstraint(["defined_by"], ["users.user_id"], name=op.f("fk_qa_frames_defined_by_users")),
        sa.PrimaryKeyConstraint("frame_id", name=op.f("pk_qa_frames")),
    )
    op.create_index(op.f("ix_qa_frames_defined_at"), "qa_frames", ["defined_at"])
    op.create_table(
        "qa_packets",
        sa.Column("packet_id", sa.String(36), nullable=False),
        sa.Column("user_id", sa.String(36), nullable=False),
        sa.Column("device_id", sa.String(36), nullable=False),
        sa.Column("frame_id", sa.String(36), nullable=False),
        sa.Column("sample_id", sa.String(36), nullable=True),
        sa.Column("items", sa.Integer(), nullable=False),
        sa.Column("sealed_sha256", sa.String(64), nullable=False),
        sa.Column("issued_at", _BIG, nullable=False),
        sa.Column("expires_at", _BIG, nullable=False),
        sa.Column("returned_at", _BIG, nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.user_id"], name=op.f("fk_qa_packets_user_id_users")),
        sa.PrimaryKeyConstraint("packet_id", name=op.f("pk_qa_packets")),
    )
    op.create_index(op.f("ix_qa_packets_expires_at"), "qa_packets", ["expires_at"])
    op.create_table(
        "qa_frame_rows",
        sa.Column("frame_id", sa.String(36), nullable=False),
        sa.Column("ref", sa.String(40), nullable=False),
        sa.Column("case_number", _BIG, nullable=False),
        sa.Column("review_id", sa.String(36), nullable=False),
        sa.Column("stratum", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["frame_id"], ["qa_frames.frame_id"], name=op.f("fk_qa_frame_rows_frame_id_qa_frames")),
        sa.PrimaryKeyConstraint("frame_id", "ref", name=op.f("pk_qa_frame_rows")),
    )
    op.create_table(
        "qa_samples",
        sa.Column("sample_id", sa.String(36), nullable=False),
        sa.Column("frame_id", sa.String(36), nullable=False),
        sa.Column("plan", sa.Text(), nullable=False),
        sa.Column("seed", sa.String(64), nullable=False),
        sa.Column("refs_digest", sa.String(64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("letter", sa.String(2), nullable=False),
        sa.Column("accept", sa.Integer(), nullable=True),
        sa.Column("reject", sa.Integer(), nullable=True),
        sa.Column("overlap", sa.Float(), nullable=False),
        sa.Column("series", sa.String(60), nullable=True),
        sa.Column("severity", sa.String(16), nullable=False),
        sa.Column("drawn_by", sa.String(36), nullable=False),
        sa.Column("drawn_at", _BIG, nullable=False),
        sa.Column("verdict", sa.String(12), nullable=False),
        sa.Column("settled_at", _BIG, nullable=True),
        sa.ForeignKeyConstraint(["drawn_by"], ["users.user_id"], name=op.f("fk_qa_samples_drawn_by_users")),
        sa.ForeignKeyConstraint(["frame_id"], ["qa_frames.frame_id"], name=op.f("fk_qa_samples_frame_id_qa_frames")),
        sa.PrimaryKeyConstraint("sample_id", name=op.f("pk_qa_samples")),
    )
    op.create_index(op.f("ix_qa_samples_drawn_at"), "qa_samples", ["drawn_at"])
    op.create_index("ix_qa_samples_series", "qa_samples", ["series", "settled_at"])
    op.create_table(
        "qa_items",
        sa.Column("sample_id", sa.String(36), nullable=False),
        sa.Column("ref", sa.String(40), nullable=False),
        sa.Column("case_number", _BIG, nullable=False),
        sa.Column("review_id", sa.String(36), nullable=False),
        sa.Column("reviewer_id", sa.String(36), nullable=False),
        sa.Column("decision", sa.String(10), nullable=False),
        sa.Column("stratum", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["sample_id"], ["qa_samples.sample_id"], name=op.f("fk_qa_items_sample_id_qa_samples")),
        sa.PrimaryKeyConstraint("sample_id", "ref", name=op.f("pk_qa_items")),
    )
    op.create_index(op.f("ix_qa_items_case_number"), "qa_items", ["case_number"])
    op.create_index(op.f("ix_qa_items_review_id"), "qa_items", ["review_id"])
    op.create_table(
        "qa_scores",
        sa.Column("score_id", sa.String(36), nullable=False),
        sa.Column("sample_id", sa.String(36), nullable=False),
        sa.Column("ref", sa.String(40), nullable=False),
        sa.Column("scorer_id", sa.String(36), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("command_id", sa.String(36), nullable=False),
        sa.Column("device_id", sa.String(36), nullable=False),
        sa.Column("decision", sa.String(10), nullable=False),
        sa.Column("rationale", sa.Text(), nullable=False),
        sa.Column("rationale_language", sa.String(4), nullable=False),
        sa.Column("active_ms", _BIG, nullable=False),
        sa.Column("created_wall", _BIG, nullable=False),
        sa.Column("received_at", _BIG, nullable=False),
        sa.ForeignKeyConstraint(
            ["sample_id"], ["qa_samples.sample_id"], name=op.f("fk_qa_scores_sample_id_qa_samples")
        ),
        sa.ForeignKeyConstraint(["scorer_id"], ["users.user_id"], name=op.f("fk_qa_scores_scorer_id_users")),
        sa.PrimaryKeyConstraint("score_id", name=op.f("pk_qa_scores")),
        sa.UniqueConstraint("command_id", name=op.f("uq_qa_scores_command_id")),
    )
    op.create_index("ix_qa_scores_order", "qa_scores", ["sample_id", "scorer_id", "n"], unique=True)
    op.create_table(
        "qa_signatures",
        sa.Column("sample_id", sa.String(36), nullable=False),
        sa.Column("scorer_id", sa.String(36), nullable=False),
        sa.Column("command_id", sa.String(36), nullable=False),
        sa.Column("device_id", sa.String(36), nullable=False),
        sa.Column("scores", sa.Integer(), nullable=False),
        sa.Column("scores_digest", sa.String(64), nullable=False),
        sa.Column("public_key", sa.String(44), nullable=False),
        sa.Column("signature", sa.String(88), nullable=False),
        sa.Column("signed_at", _BIG, nullable=False),
        sa.ForeignKeyConstraint(
            ["sample_id"], ["qa_samples.sample_id"], name=op.f("fk_qa_signatures_sample_id_qa_samples")
        ),
        sa.PrimaryKeyConstraint("sample_id", "scorer_id", name=op.f("pk_qa_signatures")),
    )
    op.create_table(
        "qa_tasks",
        sa.Column("sample_id", sa.String(36), nullable=False),
        sa.Column("ref", sa.String(40), nullable=False),
        sa.Column("scorer_id", sa.String(36), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("decision", sa.String(10), nullable=True),
        sa.Column("scored_at", _BIG, nullable=True),
        sa.Column("signed_at", _BIG, nullable=True),
        sa.ForeignKeyConstraint(["sample_id"], ["qa_samples.sample_id"], name=op.f("fk_qa_tasks_sample_id_qa_samples")),
        sa.PrimaryKeyConstraint("sample_id", "ref", "scorer_id", name=op.f("pk_qa_tasks")),
    )
    op.create_index("ix_qa_tasks_scorer", "qa_tasks", ["scorer_id", "signed_at"])
    op.create_table(
        "qa_truths",
        sa.Column("sample_id", sa.String(36), nullable=False),
        sa.Column("ref", sa.String(40), nullable=False),
        sa.Column("case_number", _BIG, nullable=False),
        sa.Column("review_id", sa.String(36), nullable=False),
        sa.Column("truth", sa.String(10), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("reason_language", sa.String(4), nullable=False),
        sa.Column("adjudicator_id", sa.String(36), nullable=False),
        sa.Column("command_id", sa.String(36), nullable=False),
        sa.Column("at", _BIG, nullable=False),
        sa.ForeignKeyConstraint(["adjudicator_id"], ["users.user_id"], name=op.f("fk_qa_truths_adjudicator_id_users")),
        sa.ForeignKeyConstraint(
            ["sample_id"], ["qa_samples.sample_id"], name=op.f("fk_qa_truths_sample_id_qa_samples")
        ),
        sa.PrimaryKeyConstraint("sample_id", "ref", name=op.f("pk_qa_truths")),
    )
    op.create_index(op.f("ix_qa_truths_at"), "qa_truths", ["at"])
    op.create_index(op.f("ix_qa_truths_review_id"), "qa_truths", ["review_id"])
    # ### end Alembic commands ###
    if op.get_bind().dialect.name == "postgresql":
        # Of the house alone (see storage/vendor_net.py).
        for table in _TABLES:
            op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
            op.execute(f"CREATE POLICY of_one_vendor ON {table} USING (false)")
