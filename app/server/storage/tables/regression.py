"""The regression set of the agent: what it was found to have done wrong, candidates that answer it, and blind votes."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table, Text

from app.server.storage.tables.base import Big, metadata

# One row for each version; `counts` is JSON: cases, checks, faults, drawn.
regression_sets = Table(
    "regression_sets",
    metadata,
    Column("set_id", String(36), primary_key=True),
    Column("version", Integer, nullable=False, unique=True),
    Column("case_type", String(60)),
    Column("made_by", ForeignKey("users.user_id"), nullable=False),
    Column("made_at", Big, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("counts", Text, nullable=False),
)
# Frozen with the set. `entry`: JSON as it is told; `authors`: who marked which step, told to nobody.
regression_cases = Table(
    "regression_cases",
    metadata,
    Column("set_id", ForeignKey("regression_sets.set_id"), primary_key=True),
    Column("n", Integer, primary_key=True, autoincrement=False),
    Column("case_number", ForeignKey("cases.case_number"), nullable=False),
    Column("entry", Text, nullable=False),
    Column("reviewer_id", String(36)),
    Index("ix_regression_cases_case", "case_number"),
)
regression_runs = Table(
    "regression_runs",
    metadata,
    Column("run_id", String(36), primary_key=True),
    Column("set_id", ForeignKey("regression_sets.set_id"), nullable=False, index=True),
    Column("model_version", String(120), nullable=False),
    Column("prompt_version", String(120)),
    Column("asked_by", ForeignKey("users.user_id"), nullable=False),
    Column("asked_at", Big, nullable=False),
    Column("concluded_at", Big),
    Column("concluded_by", ForeignKey("users.user_id")),
    # JSON as it was told at the conclusion.
    Column("figures", Text),
)
# Two reasonings laid before one person, in an order drawn by lot; `choice` is null until the person has said.
regression_pairs = Table(
    "regression_pairs",
    metadata,
    Column("pair_id", String(36), primary_key=True),
    Column("run_id", ForeignKey("regression_runs.run_id"), nullable=False),
    Column("case_number", ForeignKey("cases.case_number"), nullable=False),
    Column("user_id", ForeignKey("users.user_id"), nullable=False),
    Column("candidate_first", Boolean, nullable=False),
    Column("issued_at", Big, nullable=False),
    Column("voted_at", Big),
    Column("choice", String(12)),
    Column("reason", Text, nullable=False, default="", server_default=""),
    Column("reason_language", String(4), nullable=False, default="en", server_default="en"),
    Index("ix_regression_pairs_whose", "run_id", "user_id", "case_number", unique=True),
    Index("ix_regression_pairs_case", "case_number"),
    Index("ix_regression_pairs_user", "user_id"),
)
# Who has looked at the single cases of a run while it was open: no pair of it is laid before them.
regression_looks = Table(
    "regression_looks",
    metadata,
    Column("run_id", ForeignKey("regression_runs.run_id"), primary_key=True),
    Column("user_id", ForeignKey("users.user_id"), primary_key=True),
    Column("at", Big, nullable=False),
    Index("ix_regression_looks_user", "user_id"),
)
