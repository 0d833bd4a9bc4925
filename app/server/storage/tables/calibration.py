"""Calibration: labels in force counted by day, sessions with their ballots, and thresholds that somebody challenged."""

from sqlalchemy import Boolean, Column, Float, ForeignKey, Index, Integer, LargeBinary, String, Table, Text, false

from app.server.storage.tables.base import Big, metadata, only

# Each case whose label is in force, as it was counted: what is taken out again when another label takes its place is
# what was put in. `source`: 0 the queue, 1 a random audit, 2 asked for by name. `day`: with the number of its part
# (app/server/storage/labelled.py).
labelled_cases = Table(
    "labelled_cases",
    metadata,
    Column("case_number", ForeignKey("cases.case_number"), primary_key=True, autoincrement=False),
    Column("day", Big, nullable=False),
    Column("case_type", String(60), nullable=False),
    Column("label", String(2), nullable=False),
    Column("model_version", String(120), nullable=False),
    Column("score", Float, nullable=False),
    Column("source", Integer, nullable=False),
    Column("review_id", String(36), nullable=False),
    Column("language", String(3), nullable=False),
    Column("vendor", String(80), nullable=False),
    Column("priority", String(8), nullable=False),
    Column("country", String(80), nullable=False),
    Index("ix_labelled_cases_batch", "case_type", "label", "day", "case_number"),
)
# The scores of a part of a day by source and label (app.domain.score_place), of all cases (`kind` "") and by segment.
calibration_days = Table(
    "calibration_days",
    metadata,
    Column("day", Big, primary_key=True, autoincrement=False),
    Column("case_type", String(60), primary_key=True),
    Column("model_version", String(120), primary_key=True),
    Column("kind", String(10), primary_key=True),
    Column("name", String(80), primary_key=True),
    Column("counts", LargeBinary, nullable=False),
    Index("ix_calibration_days_kind", "kind", "day", "case_type"),
)
# Sessions of one kind that come again: `criteria` in JSON, and until when the last one was made.
calibration_series = Table(
    "calibration_series",
    metadata,
    Column("series_id", String(36), primary_key=True),
    Column("every_days", Integer, nullable=False),
    Column("next_at", Big, nullable=False),
    Column("made", Integer, nullable=False),
    Column("ended_at", Big),
    Index("ix_calibration_series_next", "next_at", **only("ended_at IS NULL")),
)
# `fit`: how many cases the batch was drawn from; `agreement`: as it was when the session ended, in JSON.
calibration_sessions = Table(
    "calibration_sessions",
    metadata,
    Column("session_id", String(36), primary_key=True),
    Column("rev", Integer, nullable=False),
    Column("kind", String(10), nullable=False),
    Column("state", String(10), nullable=False),
    Column("title", Text, nullable=False),
    Column("language", String(4), nullable=False),
    Column("case_type", String(60), nullable=False),
    Column("criteria", Text, nullable=False),
    Column("seed", String(64), nullable=False),
    Column("fit", Integer, nullable=False),
    Column("series_id", ForeignKey("calibration_series.series_id"), index=True),
    Column("feedback_id", String(36)),
    Column("chair_id", ForeignKey("users.user_id"), nullable=False),
    Column("made_at", Big, nullable=False),
    Column("revealed_at", Big),
    Column("ended_at", Big),
    Column("agreement", Text),
    Index("ix_calibration_sessions_ended", "ended_at", **only("ended_at IS NOT NULL")),
)
# The cases of a session under names of their own, each with the label that it was drawn for and what was found true.
calibration_items = Table(
    "calibration_items",
    metadata,
    Column("session_id", ForeignKey("calibration_sessions.session_id"), primary_key=True),
    Column("ref", String(8), primary_key=True),
    Column("case_number", ForeignKey("cases.case_number"), nullable=False, index=True),
    Column("review_id", String(36), nullable=False),
    Column("label", String(2), nullable=False),
    Column("truth", String(10)),
    Column("truth_code", String(60)),
    Column("truth_reason", Text),
    Column("truth_language", String(4)),
    Column("truth_attendees", Text),
    Column("truth_by", String(36)),
    Column("truth_at", Big),
)
# Who was invited or came. `shown_at`: since when the person knows the others' ballots.
calibration_attendees = Table(
    "calibration_attendees",
    metadata,
    Column("session_id", ForeignKey("calibration_sessions.session_id"), primary_key=True),
    Column("user_id", ForeignKey("users.user_id"), primary_key=True),
    Column("joined_at", Big),
    Column("shown_at", Big),
    Index("ix_calibration_attendees_whose", "user_id", "session_id"),
)
# Every ballot that ever came; the one that stands is the newest by its author's own order.
calibration_ballots = Table(
    "calibration_ballots",
    metadata,
    Column("command_id", String(36), primary_key=True),
    Column("session_id", ForeignKey("calibration_sessions.session_id"), nullable=False),
    Column("ref", String(8), nullable=False),
    Column("user_id", ForeignKey("users.user_id"), nullable=False),
    Column("decision", String(10), nullable=False),
    Column("code", String(60)),
    Column("reason", Text, nullable=False),
    Column("language", String(4), nullable=False),
    Column("cast_at", Big, nullable=False),
    Column("command_seq", Big, nullable=False),
    Column("received_at", Big, nullable=False),
    Column("late", Boolean, nullable=False, default=False, server_default=false()),
    Index("ix_calibration_ballots_of", "session_id", "user_id", "ref"),
)
calibration_notes = Table(
    "calibration_notes",
    metadata,
    Column("note_id", String(36), primary_key=True),
    Column("session_id", ForeignKey("calibration_sessions.session_id"), nullable=False, index=True),
    Column("ref", String(8)),
    Column("user_id", ForeignKey("users.user_id"), nullable=False),
    Column("at", Big, nullable=False),
    Column("text", Text, nullable=False),
    Column("language", String(4), nullable=False),
)
# What followed from a session: a finding, and by route B a proposal where one was made. `refs` in JSON.
calibration_follow_ups = Table(
    "calibration_follow_ups",
    metadata,
    Column("follow_up_id", String(36), primary_key=True),
    Column("session_id", ForeignKey("calibration_sessions.session_id"), nullable=False, index=True),
    Column("route", String(1), nullable=False),
    Column("refs", Text, nullable=False),
    Column("by", ForeignKey("users.user_id"), nullable=False),
    Column("at", Big, nullable=False),
    Column("feedback_id", String(36)),
    Column("proposal_id", String(36)),
)
# A case that speaks against the threshold that it was routed by, in the words of whoever decided it.
threshold_challenges = Table(
    "threshold_challenges",
    metadata,
    Column("challenge_id", String(36), primary_key=True),
    Column("state", String(10), nullable=False),
    Column("case_number", ForeignKey("cases.case_number"), nullable=False),
    Column("review_id", String(36), nullable=False),
    Column("case_type", String(60), nullable=False),
    Column("side", String(5), nullable=False),
    Column("cited", Float, nullable=False),
    Column("confidence", Float, nullable=False),
    Column("risk_score", Float, nullable=False),
    Column("threshold", Float),
    Column("user_id", ForeignKey("users.user_id"), nullable=False),
    Column("at", Big, nullable=False),
    Column("reason", Text, nullable=False),
    Column("language", String(4), nullable=False),
    Column("answer", Text),
    Column("answer_language", String(4)),
    Column("answered_by", String(36)),
    Column("answered_at", Big),
    Column("proposal_id", String(36)),
    Index("ix_threshold_challenges_state", "state", "challenge_id"),
    Index("ix_threshold_challenges_whose", "user_id", "case_number", unique=True),
)
