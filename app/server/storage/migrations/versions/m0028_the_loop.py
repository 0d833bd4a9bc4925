"""The loop: findings with their cases, news for those who made them, signals by day, training sets."""

import sqlalchemy as sa
from alembic import op

revision = "m0028"
down_revision = "m0027"
branch_labels = None
depends_on = None

_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_SUMS = (
    *("listed", "missing", "bin_0", "bin_1", "bin_2", "bin_3", "bin_4", "bin_5", "bin_6", "bin_7"),
    *("risk_bad", "risk_good", "safe_bad", "safe_good", "block_share", "pass_share"),
)


def upgrade() -> None:
    op.create_table(
        "signal_counts",
        sa.Column("day", _BIG, autoincrement=False, nullable=False),
        sa.Column("case_type", sa.String(60), nullable=False),
        sa.Column("model_version", sa.String(120), nullable=False),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        *(sa.Column(name, _BIG, server_default="0", nullable=False) for name in _SUMS),
        sa.PrimaryKeyConstraint("day", "case_type", "model_version", "kind", "name", name=op.f("pk_signal_counts")),
    )
    op.create_table(
        "feedback_items",
        sa.Column("feedback_id", sa.String(36), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("pattern_key", sa.String(64), nullable=True),
        sa.Column("generation", sa.Integer(), server_default="1", nullable=False),
        sa.Column("case_type", sa.String(60), nullable=False),
        sa.Column("label", sa.String(2), nullable=True),
        sa.Column("code", sa.String(60), nullable=True),
        sa.Column("attribution_kind", sa.String(20), nullable=True),
        sa.Column("attribution_ref", sa.String(200), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("title_language", sa.String(4), nullable=False),
        sa.Column("route", sa.String(1), nullable=True),
        sa.Column("suggested_route", sa.String(1), nullable=True),
        sa.Column("suggested_reason", sa.String(24), nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("owner_kind", sa.String(8), nullable=False),
        sa.Column("owner_id", sa.String(36), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("reason_language", sa.String(4), nullable=False),
        sa.Column("result_kind", sa.String(16), nullable=True),
        sa.Column("result_ref", sa.String(120), nullable=True),
        sa.Column("merged_into", sa.String(36), nullable=True),
        sa.Column("split_from", sa.String(36), nullable=True),
        sa.Column("recurs_of", sa.String(36), nullable=True),
        sa.Column("raised_by", sa.String(36), nullable=True),
        sa.Column("opened_at", _BIG, nullable=False),
        sa.Column("changed_at", _BIG, nullable=False),
        sa.Column("first_at", _BIG, nullable=False),
        sa.Column("last_at", _BIG, nullable=False),
        sa.Column("mended_at", _BIG, nullable=True),
        sa.Column("cases", sa.Integer(), nullable=False),
        sa.Column("figures", sa.Text(), nullable=False),
        sa.Column("field_revs", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["raised_by"], ["users.user_id"], name=op.f("fk_feedback_items_raised_by")),
        sa.PrimaryKeyConstraint("feedback_id", name=op.f("pk_feedback_items")),
    )
    op.create_index("ix_feedback_items_pattern", "feedback_items", ["pattern_key", "generation"], unique=True)
    op.create_index(op.f("ix_feedback_items_raised_by"), "feedback_items", ["raised_by"], unique=False)
    op.create_index("ix_feedback_items_state", "feedback_items", ["state", "feedback_id"], unique=False)
    op.create_table(
        "news",
        sa.Column("news_id", sa.String(36), nullable=False),
        sa.Column("user_id", sa.String(36), nullable=False),
        sa.Column("feedback_id", sa.String(36), nullable=False),
        sa.Column("event", sa.String(12), nullable=False),
        sa.Column("at", _BIG, nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("read_at", _BIG, nullable=True),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.user_id"], name=op.f("fk_news_user_id")),
        sa.PrimaryKeyConstraint("news_id", name=op.f("pk_news")),
    )
    op.create_index("ix_news_of", "news", ["feedback_id"], unique=False)
    op.create_index("ix_news_whose", "news", ["user_id", "news_id"], unique=False)
    op.create_table(
        "training_sets",
        sa.Column("set_id", sa.String(36), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("feedback_id", sa.String(36), nullable=True),
        sa.Column("made_by", sa.String(36), nullable=False),
        sa.Column("made_at", _BIG, nullable=False),
        sa.Column("manifest", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.ForeignKeyConstraint(["made_by"], ["users.user_id"], name=op.f("fk_training_sets_made_by")),
        sa.PrimaryKeyConstraint("set_id", name=op.f("pk_training_sets")),
    )
    op.create_index(op.f("ix_training_sets_feedback_id"), "training_sets", ["feedback_id"], unique=False)
    op.create_index("ix_training_sets_version", "training_sets", ["name", "version"], unique=True)
    op.create_table(
        "feedback_cases",
        sa.Column("feedback_id", sa.String(36), nullable=False),
        sa.Column("case_number", _BIG, autoincrement=False, nullable=False),
        sa.Column("review_id", sa.String(36), nullable=True),
        sa.Column("reviewer_id", sa.String(36), nullable=True),
        sa.Column("at", _BIG, nullable=False),
        sa.Column("added_at", _BIG, nullable=False),
        sa.Column("gone_at", _BIG, nullable=True),
        sa.ForeignKeyConstraint(["case_number"], ["cases.case_number"], name=op.f("fk_feedback_cases_case_number")),
        sa.ForeignKeyConstraint(
            ["feedback_id"], ["feedback_items.feedback_id"], name=op.f("fk_feedback_cases_feedback_id")
        ),
        sa.PrimaryKeyConstraint("feedback_id", "case_number", name=op.f("pk_feedback_cases")),
    )
    op.create_index("ix_feedback_cases_case", "feedback_cases", ["case_number"], unique=False)
    op.create_index("ix_feedback_cases_whose", "feedback_cases", ["reviewer_id", "feedback_id"], unique=False)
    op.create_table(
        "feedback_events",
        sa.Column("feedback_id", sa.String(36), nullable=False),
        sa.Column("n", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", _BIG, nullable=False),
        sa.Column("actor_id", sa.String(36), nullable=True),
        sa.Column("action", sa.String(16), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["feedback_id"], ["feedback_items.feedback_id"], name=op.f("fk_feedback_events_feedback_id")
        ),
        sa.PrimaryKeyConstraint("feedback_id", "n", name=op.f("pk_feedback_events")),
    )
    op.create_table(
        "retraining_requests",
        sa.Column("request_id", sa.String(36), nullable=False),
        sa.Column("set_id", sa.String(36), nullable=False),
        sa.Column("feedback_id", sa.String(36), nullable=True),
        sa.Column("asked_by", sa.String(36), nullable=False),
        sa.Column("asked_at", _BIG, nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("sent_by", sa.String(12), nullable=False),
        sa.Column("sent_at", _BIG, nullable=True),
        sa.Column("answered_at", _BIG, nullable=True),
        sa.Column("answered_by", sa.String(36), nullable=True),
        sa.Column("model_version", sa.String(120), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["asked_by"], ["users.user_id"], name=op.f("fk_retraining_requests_asked_by")),
        sa.ForeignKeyConstraint(["set_id"], ["training_sets.set_id"], name=op.f("fk_retraining_requests_set_id")),
        sa.PrimaryKeyConstraint("request_id", name=op.f("pk_retraining_requests")),
    )
    op.create_index(op.f("ix_retraining_requests_feedback_id"), "retraining_requests", ["feedback_id"], unique=False)
    op.create_index(op.f("ix_retraining_requests_set_id"), "retraining_requests", ["set_id"], unique=False)
    op.create_table(
        "training_files",
        sa.Column("set_id", sa.String(36), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("size", _BIG, nullable=False),
        sa.Column("media_type", sa.String(60), nullable=False),
        sa.ForeignKeyConstraint(["set_id"], ["training_sets.set_id"], name=op.f("fk_training_files_set_id")),
        sa.PrimaryKeyConstraint("set_id", "name", name=op.f("pk_training_files")),
    )
    if op.get_bind().dialect.name != "postgresql":
        return
    # A person of a contact centre sees what they raised, and the news that are theirs (see storage/vendor_net.py).
    own = "EXISTS (SELECT 1 FROM feedback_items AS own WHERE own.feedback_id = {table}.feedback_id)"
    conditions = {
        "feedback_items": "EXISTS (SELECT 1 FROM users WHERE users.user_id = feedback_items.raised_by)",
        "feedback_cases": own.format(table="feedback_cases"),
        "feedback_events": own.format(table="feedback_events"),
        "news": "EXISTS (SELECT 1 FROM users WHERE users.user_id = news.user_id)",
        "signal_counts": "false",
        "training_sets": "false",
        "training_files": "false",
        "retraining_requests": "false",
    }
    for table, condition in conditions.items():
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY of_one_vendor ON {table} USING ({condition})")
