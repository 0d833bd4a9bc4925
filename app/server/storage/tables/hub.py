"""The Decision Hub: thresholds in versions, proposals, experiments, and where the agent's work ends."""

from sqlalchemy import Boolean, Column, Float, ForeignKey, Index, Integer, String, Table, Text

from app.server.storage.tables.base import Big, metadata, only

# One row for each threshold that ever was, by case type and side; in force from `effective_from` until `ended_at`.
threshold_rules = Table(
    "threshold_rules",
    metadata,
    Column("rule_version", String(120), primary_key=True),
    Column("case_type", String(60), nullable=False),
    Column("side", String(5), nullable=False),
    Column("version", Integer, nullable=False),
    Column("threshold", Float, nullable=False),
    Column("effective_from", Big, nullable=False),
    Column("ended_at", Big),
    Column("set_by", ForeignKey("users.user_id"), nullable=False),
    Column("set_at", Big, nullable=False),
    Column("why", Text, nullable=False),
    Column("why_language", String(4), nullable=False),
    Column("proposal_id", String(36)),
    # The version that was rolled back by this one.
    Column("rolled_back", String(120)),
    # What the hub outside was given, and what it said.
    Column("dropped_at", Big),
    Column("acknowledged_at", Big),
    Column("acknowledged", String(200)),
    Index("ix_threshold_rules_side", "case_type", "side", "version", unique=True),
)
proposals = Table(
    "proposals",
    metadata,
    Column("proposal_id", String(36), primary_key=True),
    Column("kind", String(12), nullable=False),
    Column("case_type", String(60), nullable=False),
    Column("side", String(5), nullable=False),
    # The rule that it would replace, null where there is none.
    Column("base_version", String(120)),
    Column("base_threshold", Float),
    Column("threshold", Float, nullable=False),
    Column("source", String(12), nullable=False),
    Column("feedback_id", String(36)),
    Column("session_id", String(36)),
    Column("why", Text, nullable=False),
    Column("why_language", String(4), nullable=False),
    Column("cost_wrong", Float, nullable=False),
    Column("minutes_per_case", Float),
    Column("author_id", ForeignKey("users.user_id"), nullable=False),
    Column("created_at", Big, nullable=False),
    Column("state", String(12), nullable=False, index=True),
    # What the replay on past cases found, in JSON as it is told.
    Column("replay", Text),
    Index("ix_proposals_feedback", "feedback_id", **only("feedback_id IS NOT NULL")),
)
# Every step of a proposal, by whom and why.
proposal_steps = Table(
    "proposal_steps",
    metadata,
    Column("step_id", String(36), primary_key=True),
    Column("proposal_id", ForeignKey("proposals.proposal_id"), nullable=False, index=True),
    Column("at", Big, nullable=False),
    Column("by", String(36)),
    Column("state", String(12), nullable=False),
    Column("why", Text, nullable=False),
    Column("why_language", String(4), nullable=False),
)
# A live comparison of two thresholds; `plan` in JSON as it was frozen, with its digest.
experiments = Table(
    "experiments",
    metadata,
    Column("experiment_id", String(36), primary_key=True),
    Column("proposal_id", ForeignKey("proposals.proposal_id"), nullable=False, unique=True),
    Column("case_type", String(60), nullable=False),
    Column("side", String(5), nullable=False),
    Column("salt", String(64), nullable=False),
    Column("plan", Text, nullable=False),
    Column("plan_digest", String(64), nullable=False),
    Column("old_version", String(120), nullable=False),
    Column("old_threshold", Float, nullable=False),
    Column("new_version", String(120), nullable=False),
    Column("new_threshold", Float, nullable=False),
    Column("started_by", ForeignKey("users.user_id"), nullable=False),
    Column("started_at", Big, nullable=False),
    Column("state", String(12), nullable=False, index=True),
    Column("ended_at", Big),
    # How it stood when it was last looked at, in JSON.
    Column("standing", Text),
)
# The cases of an experiment: where each went, whether its truth is found out, and what it was.
experiment_cases = Table(
    "experiment_cases",
    metadata,
    Column("experiment_id", ForeignKey("experiments.experiment_id"), primary_key=True),
    Column("external_ref", String(200), primary_key=True),
    Column("arm", String(3), nullable=False),
    Column("alone", Boolean, nullable=False),
    Column("audited", Boolean, nullable=False),
    Column("flag", String(24)),
    Column("seen_at", Big, nullable=False),
    Column("wrong", Boolean),
    Column("known_at", Big),
    Index("ix_experiment_cases_order", "experiment_id", "seen_at", "external_ref"),
    Index("ix_experiment_cases_open", "experiment_id", **only("known_at IS NULL")),
)
# How an experiment stood on each day that it was looked at.
experiment_looks = Table(
    "experiment_looks",
    metadata,
    Column("experiment_id", ForeignKey("experiments.experiment_id"), primary_key=True),
    Column("day", Integer, primary_key=True, autoincrement=False),
    Column("at", Big, nullable=False),
    Column("standing", Text, nullable=False),
)
# Of each case that came to people: what its slice is, and how sure the agent was.
case_slices = Table(
    "case_slices",
    metadata,
    Column("case_number", ForeignKey("cases.case_number"), primary_key=True, autoincrement=False),
    Column("case_type", String(60), nullable=False),
    Column("side", String(5), nullable=False),
    Column("confidence", Float, nullable=False),
    Column("segment", String(80), nullable=False),
    Column("clause", String(80), nullable=False),
    Column("unsure", String(24), nullable=False),
    # It was in the ledger first, and came to be looked at after.
    Column("audit", Boolean, nullable=False),
    Column("routed_at", Big, nullable=False),
    Index("ix_case_slices_grid", "case_type", "side", "confidence"),
)
# Slices that were proposed to be decided without people, and what became of them.
automation_slices = Table(
    "automation_slices",
    metadata,
    Column("slice_id", String(36), primary_key=True),
    Column("proposal_id", ForeignKey("proposals.proposal_id"), nullable=False, unique=True),
    Column("case_type", String(60), nullable=False),
    Column("segment", String(80), nullable=False),
    Column("clause", String(80), nullable=False),
    Column("unsure", String(24), nullable=False),
    Column("rule_version", String(120), nullable=False, unique=True),
    Column("salt", String(64), nullable=False),
    Column("target", Float, nullable=False),
    Column("audit_per_mille", Integer, nullable=False),
    # What it graduated on: right of n, and its bound.
    Column("right_", Integer, nullable=False),
    Column("n", Integer, nullable=False),
    Column("bound", Float, nullable=False),
    Column("state", String(12), nullable=False, index=True),
    Column("graduated_at", Big),
    Column("ended_at", Big),
    # What its audits found so far.
    Column("audited_right", Integer, nullable=False, default=0),
    Column("audited_n", Integer, nullable=False, default=0),
    # Those of them that waited for an answer for too long.
    Column("audited_late", Integer, nullable=False, default=0, server_default="0"),
)
