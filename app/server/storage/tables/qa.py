"""Quality: frames that samples are drawn from, what is re-reviewed by whom, what was said, signed and settled."""

from sqlalchemy import Boolean, Column, Float, ForeignKey, Index, Integer, String, Table, Text

from app.server.storage.tables.base import Big, metadata

# A frozen list of decisions; `criteria` and `strata` in JSON.
qa_frames = Table(
    "qa_frames",
    metadata,
    Column("frame_id", String(36), primary_key=True),
    Column("criteria", Text, nullable=False),
    Column("strata", Text, nullable=False),
    Column("frame_cursor", Big, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("size", Integer, nullable=False),
    Column("left_out", Integer, nullable=False),
    Column("tells", Boolean, nullable=False),
    Column("defined_by", ForeignKey("users.user_id"), nullable=False),
    Column("defined_at", Big, nullable=False, index=True),
)
qa_frame_rows = Table(
    "qa_frame_rows",
    metadata,
    Column("frame_id", ForeignKey("qa_frames.frame_id"), primary_key=True),
    Column("ref", String(40), primary_key=True),
    Column("case_number", Big, nullable=False),
    Column("review_id", String(36), nullable=False),
    Column("stratum", Integer, nullable=False),
)
# `settled_at`: when nothing of it waited any more, with the verdict of the lot as it stood then.
qa_samples = Table(
    "qa_samples",
    metadata,
    Column("sample_id", String(36), primary_key=True),
    Column("frame_id", ForeignKey("qa_frames.frame_id"), nullable=False),
    Column("plan", Text, nullable=False),
    Column("seed", String(64), nullable=False),
    Column("refs_digest", String(64), nullable=False),
    Column("size", Integer, nullable=False),
    Column("letter", String(2), nullable=False),
    Column("accept", Integer),
    Column("reject", Integer),
    Column("overlap", Float, nullable=False),
    Column("series", String(60)),
    Column("severity", String(16), nullable=False),
    Column("drawn_by", ForeignKey("users.user_id"), nullable=False),
    Column("drawn_at", Big, nullable=False, index=True),
    Column("verdict", String(12), nullable=False),
    Column("settled_at", Big),
    Index("ix_qa_samples_series", "series", "settled_at"),
)
# The cases of a sample, and the review that is looked at again; `truth` once somebody has settled it.
qa_items = Table(
    "qa_items",
    metadata,
    Column("sample_id", ForeignKey("qa_samples.sample_id"), primary_key=True),
    Column("ref", String(40), primary_key=True),
    Column("case_number", Big, nullable=False, index=True),
    Column("review_id", String(36), nullable=False, index=True),
    Column("reviewer_id", String(36), nullable=False),
    Column("decision", String(10), nullable=False),
    Column("stratum", Integer, nullable=False),
    Column("place", Integer, nullable=False),
)
# Who is to look at which case; `decision` is what they said last, final once `signed_at` stands. A case that nobody of
# those named may look at has a row with nobody ("") in it, which anybody else takes over.
qa_tasks = Table(
    "qa_tasks",
    metadata,
    Column("sample_id", ForeignKey("qa_samples.sample_id"), primary_key=True),
    Column("ref", String(40), primary_key=True),
    Column("scorer_id", String(36), primary_key=True),
    Column("place", Integer, nullable=False),
    Column("decision", String(10)),
    Column("scored_at", Big),
    Column("signed_at", Big),
    Index("ix_qa_tasks_scorer", "scorer_id", "signed_at"),
)
# Everything that was ever said, in the order of each scorer (`n` from 1, without a gap, by sample).
qa_scores = Table(
    "qa_scores",
    metadata,
    Column("score_id", String(36), primary_key=True),
    Column("sample_id", ForeignKey("qa_samples.sample_id"), nullable=False),
    Column("ref", String(40), nullable=False),
    Column("scorer_id", ForeignKey("users.user_id"), nullable=False),
    Column("n", Integer, nullable=False),
    Column("command_id", String(36), nullable=False, unique=True),
    Column("device_id", String(36), nullable=False),
    Column("decision", String(10), nullable=False),
    Column("rationale", Text, nullable=False),
    Column("rationale_language", String(4), nullable=False),
    Column("active_ms", Big, nullable=False),
    Column("created_wall", Big, nullable=False),
    Column("received_at", Big, nullable=False),
    Index("ix_qa_scores_order", "sample_id", "scorer_id", "n", unique=True),
)
qa_signatures = Table(
    "qa_signatures",
    metadata,
    Column("sample_id", ForeignKey("qa_samples.sample_id"), primary_key=True),
    Column("scorer_id", String(36), primary_key=True),
    Column("command_id", String(36), nullable=False),
    Column("device_id", String(36), nullable=False),
    Column("scores", Integer, nullable=False),
    Column("scores_digest", String(64), nullable=False),
    Column("public_key", String(44), nullable=False),
    Column("signature", String(88), nullable=False),
    Column("signed_at", Big, nullable=False),
)
qa_truths = Table(
    "qa_truths",
    metadata,
    Column("sample_id", ForeignKey("qa_samples.sample_id"), primary_key=True),
    Column("ref", String(40), primary_key=True),
    Column("case_number", Big, nullable=False),
    Column("review_id", String(36), nullable=False, index=True),
    Column("truth", String(10), nullable=False),
    Column("reason", Text, nullable=False),
    Column("reason_language", String(4), nullable=False),
    Column("adjudicator_id", ForeignKey("users.user_id"), nullable=False),
    Column("command_id", String(36), nullable=False),
    Column("at", Big, nullable=False, index=True),
)
# What seats were given to take along. The bytes are made anew each time and kept nowhere.
qa_packets = Table(
    "qa_packets",
    metadata,
    Column("packet_id", String(36), primary_key=True),
    Column("user_id", ForeignKey("users.user_id"), nullable=False),
    Column("device_id", String(36), nullable=False),
    Column("frame_id", String(36), nullable=False),
    Column("sample_id", String(36)),
    Column("items", Integer, nullable=False),
    Column("sealed_sha256", String(64), nullable=False),
    Column("issued_at", Big, nullable=False),
    Column("expires_at", Big, nullable=False, index=True),
    Column("returned_at", Big),
)
# From whom the decision of which case is kept back now, and why (`source`: a packet or a sample).
qa_holds = Table(
    "qa_holds",
    metadata,
    Column("user_id", String(36), primary_key=True),
    Column("case_number", Big, primary_key=True, autoincrement=False),
    Column("source", String(36), primary_key=True),
    Index("ix_qa_holds_source", "source"),
)
