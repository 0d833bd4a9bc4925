"""Calibration sessions with blind ballots, and thresholds that somebody challenges."""

import sqlalchemy as sa
from alembic import op

revision = "m0034"
down_revision = "m0033"
branch_labels = None
depends_on = None

_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "calibration_series",
        sa.Column("series_id", sa.String(36), nullable=False),
        sa.Column("every_days", sa.Integer(), nullable=False),
        sa.Column("next_at", _BIG, nullable=False),
        sa.Column("made", sa.Integer(), nullable=False),
        sa.Column("ended_at", _BIG, nullable=True),
        sa.PrimaryKeyConstraint("series_id", name="pk_calibration_series"),
    )
    where = sa.text("ended_at IS NULL")
    op.create_index(
        "ix_calibration_series_next", "calibration_series", ["next_at"], postgresql_where=where, sqlite_where=where
    )
    op.create_table(
        "calibration_sessions",
        sa.Column("session_id", sa.String(36), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("language", sa.String(4), nullable=False),
        sa.Column("case_type", sa.String(60), nullable=False),
        sa.Column("criteria", sa.Text(), nullable=False),
        sa.Column("seed", sa.String(64), nullable=False),
        sa.Column("fit", sa.Integer(), nullable=False),
        sa.Column("series_id", sa.String(36), nullable=True),
        sa.Column("feedback_id", sa.String(36), nullable=True),
        sa.Column("chair_id", sa.String(36), nullable=False),
        sa.Column("made_at", _BIG, nullable=False),
        sa.Column("revealed_at", _BIG, nullable=True),
        sa.Column("ended_at", _BIG, nullable=True),
        sa.Column("agreement", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("session_id", name="pk_calibration_sessions"),
        sa.ForeignKeyConstraint(
            ["series_id"], ["calibration_series.series_id"], name="fk_calibration_sessions_series_id_calibration_series"
        ),
        sa.ForeignKeyConstraint(["chair_id"], ["users.user_id"], name="fk_calibration_sessions_chair_id_users"),
    )
    where = sa.text("ended_at IS NOT NULL")
    op.create_index(
        "ix_calibration_sessions_ended",
        "calibration_sessions",
        ["ended_at"],
        postgresql_where=where,
        sqlite_where=where,
    )
    op.create_index("ix_calibration_sessions_series_id", "calibration_sessions", ["series_id"])
    op.create_table(
        "calibration_items",
        sa.Column("session_id", sa.String(36), nullable=False),
        sa.Column("ref", sa.String(8), nullable=False),
        sa.Column("case_number", _BIG, nullable=False),
        sa.Column("review_id", sa.String(36), nullable=False),
        sa.Column("label", sa.String(2), nullable=False),
        sa.Column("truth", sa.String(10), nullable=True),
        sa.Column("truth_code", sa.String(60), nullable=True),
        sa.Column("truth_reason", sa.Text(), nullable=True),
        sa.Column("truth_language", sa.String(4), nullable=True),
        sa.Column("truth_attendees", sa.Text(), nullable=True),
        sa.Column("truth_by", sa.String(36), nullable=True),
        sa.Column("truth_at", _BIG, nullable=True),
        sa.PrimaryKeyConstraint("session_id", "ref", name="pk_calibration_items"),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["calibration_sessions.session_id"],
            name="fk_calibration_items_session_id_calibration_sessions",
        ),
        sa.ForeignKeyConstraint(["case_number"], ["cases.case_number"], name="fk_calibration_items_case_number_cases"),
    )
    op.create_index("ix_calibration_items_case_number", "calibration_items", ["case_number"])
    op.create_table(
        "calibration_attendees",
        sa.Column("session_id", sa.String(36), nullable=False),
        sa.Column("user_id", sa.String(36), nullable=False),
        sa.Column("joined_at", _BIG, nullable=True),
        sa.Column("shown_at", _BIG, nullable=True),
        sa.PrimaryKeyConstraint("session_id", "user_id", name="pk_calibration_attendees"),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["calibration_sessions.session_id"],
            name="fk_calibration_attendees_session_id_calibration_sessions",
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.user_id"], name="fk_calibration_attendees_user_id_users"),
    )
    op.create_index("ix_calibration_attendees_whose", "calibration_attendees", ["user_id", "session_id"])
    op.create_table(
        "calibration_ballots",
        sa.Column("command_id", sa.String(36), nullable=False),
        sa.Column("session_id", sa.String(36), nullable=False),
        sa.Column("ref", sa.String(8), nullable=False),
        sa.Column("user_id", sa.String(36), nullable=False),
        sa.Column("decision", sa.String(10), nullable=False),
        sa.Column("code", sa.String(60), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("language", sa.String(4), nullable=False),
        sa.Column("cast_at", _BIG, nullable=False),
        sa.Column("command_seq", _BIG, nullable=False),
        sa.Column("received_at", _BIG, nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.PrimaryKeyConstraint("command_id", name="pk_calibration_ballots"),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["calibration_sessions.session_id"],
            name="fk_calibration_ballots_session_id_calibration_sessions",
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.user_id"], name="fk_calibration_ballots_user_id_users"),
    )
    op.create_index("ix_calibration_ballots_of", "calibration_ballots", ["session_id", "user_id", "ref"])
    op.create_table(
        "calibration_notes",
        sa.Column("note_id", sa.String(36), nullable=False),
        sa.Column("session_id", sa.String(36), nullable=False),
        sa.Column("ref", sa.String(8), nullable=True),
        sa.Column("user_id", sa.String(36), nullable=False),
        sa.Column("at", _BIG, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("language", sa.String(4), nullable=False),
        sa.PrimaryKeyConstraint("note_id", name="pk_calibration_notes"),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["calibration_sessions.session_id"],
            name="fk_calibration_notes_session_id_calibration_sessions",
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.user_id"], name="fk_calibration_notes_user_id_users"),
    )
    op.create_index("ix_calibration_notes_session_id", "calibration_notes", ["session_id"])
    op.create_table(
        "calibration_follow_ups",
        sa.Column("follow_up_id", sa.String(36), nullable=False),
        sa.Column("session_id", sa.String(36), nullable=False),
        sa.Column("route", sa.String(1), nullable=False),
        sa.Column("refs", sa.Text(), nullable=False),
        sa.Column("by", sa.String(36), nullable=False),
        sa.Column("at", _BIG, nullable=False),
        sa.Column("feedback_id", sa.String(36), nullable=True),
        sa.Column("proposal_id", sa.String(36), nullable=True),
        sa.PrimaryKeyConstraint("follow_up_id", name="pk_calibration_follow_ups"),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["calibration_sessions.session_id"],
            name="fk_calibration_follow_ups_session_id_calibration_sessions",
        ),
        sa.ForeignKeyConstraint(["by"], ["users.user_id"], name="fk_calibration_follow_ups_by_users"),
    )
    op.create_index("ix_calibration_follow_ups_session_id", "calibration_follow_ups", ["session_id"])
    op.create_table(
        "threshold_challenges",
        sa.Column("challenge_id", sa.String(36), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("case_number", _BIG, nullable=False),
        sa.Column("review_id", sa.String(36), nullable=False),
        sa.Column("case_type", sa.String(60), nullable=False),
        sa.Column("side", sa.String(5), nullable=False),
        sa.Column("cited", sa.Float(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("risk_score", sa.Float(), nullable=False),
        sa.Column("threshold", sa.Float(), nullable=True),
        sa.Column("user_id", sa.String(36), nullable=False),
        sa.Column("at", _BIG, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("language", sa.String(4), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("answer_language", sa.String(4), nullable=True),
        sa.Column("answered_by", sa.String(36), nullable=True),
        sa.Column("answered_at", _BIG, nullable=True),
        sa.Column("proposal_id", sa.String(36), nullable=True),
        sa.PrimaryKeyConstraint("challenge_id", name="pk_threshold_challenges"),
        sa.ForeignKeyConstraint(
            ["case_number"], ["cases.case_number"], name="fk_threshold_challenges_case_number_cases"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.user_id"], name="fk_threshold_challenges_user_id_users"),
    )
    op.create_index("ix_threshold_challenges_state", "threshold_challenges", ["state", "challenge_id"])
    op.create_index("ix_threshold_challenges_whose", "threshold_challenges", ["user_id", "case_number"], unique=True)
    if op.get_bind().dialect.name != "postgresql":
        return
    # Sessions are held inside the house; a challenge belongs to whoever raised it (see storage/vendor_net.py).
    shut = ("series", "sessions", "items", "attendees", "ballots", "notes", "follow_ups")
    conditions = {f"calibration_{name}": "false" for name in shut}
    conditions["threshold_challenges"] = (
        "EXISTS (SELECT 1 FROM users WHERE users.user_id = threshold_challenges.user_id)"
    )
    for table, condition in conditions.items():
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY of_one_vendor ON {table} USING ({condition})")
