"""The loop: what recurs and what became of it, signals counted by day, training sets, and news for who found it."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table, Text, false

from app.server.storage.tables.base import Big, metadata

# One row for each finding that somebody is to act on. `pattern_key` names a mined pattern across windows (null where
# a person raised it); `generation` grows where it came back after it had been mended. `figures` and `field_revs` are
# JSON: what was counted last, and the `rev` that each field was last changed at.
feedback_items = Table(
    "feedback_items",
    metadata,
    Column("feedback_id", String(36), primary_key=True),
    Column("rev", Integer, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("pattern_key", String(64)),
    Column("generation", Integer, nullable=False, default=1, server_default="1"),
    Column("case_type", String(60), nullable=False),
    Column("label", String(2)),
    Column("code", String(60)),
    Column("attribution_kind", String(20)),
    Column("attribution_ref", String(200)),
    Column("title", Text, nullable=False),
    Column("title_language", String(4), nullable=False),
    Column("route", String(1)),
    Column("suggested_route", String(1)),
    Column("suggested_reason", String(24), nullable=False),
    Column("state", String(12), nullable=False),
    Column("owner_kind", String(8), nullable=False),
    Column("owner_id", String(36)),
    Column("reason", Text, nullable=False),
    Column("reason_language", String(4), nullable=False),
    Column("result_kind", String(16)),
    Column("result_ref", String(120)),
    Column("merged_into", String(36)),
    Column("split_from", String(36)),
    Column("recurs_of", String(36)),
    Column("raised_by", ForeignKey("users.user_id"), index=True),
    Column("opened_at", Big, nullable=False),
    Column("changed_at", Big, nullable=False),
    Column("first_at", Big, nullable=False),
    Column("last_at", Big, nullable=False),
    Column("mended_at", Big),
    Column("cases", Integer, nullable=False),
    Column("figures", Text, nullable=False),
    Column("field_revs", Text, nullable=False),
    Index("ix_feedback_items_pattern", "pattern_key", "generation", unique=True),
    Index("ix_feedback_items_state", "state", "feedback_id"),
)
# The cases behind an item, each with the review that said so; `gone_at` where its label is another one by now.
feedback_cases = Table(
    "feedback_cases",
    metadata,
    Column("feedback_id", ForeignKey("feedback_items.feedback_id"), primary_key=True),
    Column("case_number", ForeignKey("cases.case_number"), primary_key=True, autoincrement=False),
    Column("review_id", String(36)),
    Column("reviewer_id", String(36)),
    Column("at", Big, nullable=False),
    Column("added_at", Big, nullable=False),
    Column("gone_at", Big),
    Index("ix_feedback_cases_case", "case_number"),
    Index("ix_feedback_cases_whose", "reviewer_id", "feedback_id"),
)
feedback_events = Table(
    "feedback_events",
    metadata,
    Column("feedback_id", ForeignKey("feedback_items.feedback_id"), primary_key=True),
    Column("n", Integer, primary_key=True, autoincrement=False),
    Column("at", Big, nullable=False),
    # Null where the server found it.
    Column("actor_id", String(36)),
    Column("action", String(16), nullable=False),
    Column("detail", Text, nullable=False),
)
# What became of a person's finding, for that person alone. `detail`: JSON, whole, so that nothing else has to be read.
news = Table(
    "news",
    metadata,
    Column("news_id", String(36), primary_key=True),
    Column("user_id", ForeignKey("users.user_id"), nullable=False),
    Column("feedback_id", String(36), nullable=False),
    Column("event", String(12), nullable=False),
    Column("at", Big, nullable=False),
    Column("rev", Integer, nullable=False),
    Column("read_at", Big),
    Column("detail", Text, nullable=False),
    Index("ix_news_whose", "user_id", "news_id"),
    Index("ix_news_of", "feedback_id"),
)
# Signals of a day: as they came in, and, of labelled cases, beside what was true. `kind`: signal, step, clause, or ""
# for the sums of all cases. Shares are in millionths of what spoke for the agent's verdict where that was right.
signal_counts = Table(
    "signal_counts",
    metadata,
    Column("day", Big, primary_key=True, autoincrement=False),
    Column("case_type", String(60), primary_key=True),
    Column("model_version", String(120), primary_key=True),
    Column("kind", String(8), primary_key=True),
    Column("name", String(200), primary_key=True),
    *(
        Column(name, Big, nullable=False, default=0, server_default="0")
        for name in (
            *("listed", "missing", "bin_0", "bin_1", "bin_2", "bin_3", "bin_4", "bin_5", "bin_6", "bin_7"),
            *("risk_bad", "risk_good", "safe_bad", "safe_good", "block_share", "pass_share"),
        )
    ),
)
training_sets = Table(
    "training_sets",
    metadata,
    Column("set_id", String(36), primary_key=True),
    Column("name", String(80), nullable=False),
    Column("version", Integer, nullable=False),
    Column("feedback_id", String(36), index=True),
    Column("made_by", ForeignKey("users.user_id"), nullable=False),
    Column("made_at", Big, nullable=False),
    Column("manifest", Text, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("withdrawn", Boolean, nullable=False, default=False, server_default=false()),
    Index("ix_training_sets_version", "name", "version", unique=True),
)
training_files = Table(
    "training_files",
    metadata,
    Column("set_id", ForeignKey("training_sets.set_id"), primary_key=True),
    Column("name", String(80), primary_key=True),
    Column("sha256", String(64), nullable=False),
    Column("size", Big, nullable=False),
    Column("media_type", String(60), nullable=False),
)
# A model owner asked to train from a set: sent by the connector, answered with a model version or a refusal.
retraining_requests = Table(
    "retraining_requests",
    metadata,
    Column("request_id", String(36), primary_key=True),
    Column("set_id", ForeignKey("training_sets.set_id"), nullable=False, index=True),
    Column("feedback_id", String(36), index=True),
    Column("asked_by", ForeignKey("users.user_id"), nullable=False),
    Column("asked_at", Big, nullable=False),
    Column("note", Text, nullable=False),
    Column("state", String(12), nullable=False),
    Column("sent_by", String(12), nullable=False),
    Column("sent_at", Big),
    Column("answered_at", Big),
    Column("answered_by", String(36)),
    Column("model_version", String(120)),
    Column("answer", Text, nullable=False),
)
