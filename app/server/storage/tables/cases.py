"""Cases and everything that people and the agent said of them."""

from sqlalchemy import Boolean, Column, Float, ForeignKey, Index, Integer, LargeBinary, String, Table, Text, false

from app.server.storage.tables.base import Big, metadata, only

cases = Table(
    "cases",
    metadata,
    Column("case_number", Big, primary_key=True, autoincrement=False),
    Column("external_ref", String(200), nullable=False, unique=True),
    Column("content_hash", String(64), nullable=False),
    Column("case_type", String(60), nullable=False),
    Column("vendor", String(80)),
    Column("priority", Integer, nullable=False),
    Column("state", String(12), nullable=False),
    Column("rev", Integer, nullable=False),
    Column("material_rev", Integer, nullable=False),
    Column("opened_at", Big, nullable=False),
    Column("routed_at", Big, nullable=False),
    Column("received_at", Big, nullable=False),
    Column("due_at", Big, nullable=False),
    Column("paused_ms", Big, nullable=False, default=0),
    Column("effective_due_at", Big, nullable=False),
    Column("back_from_snooze", Boolean, nullable=False, default=False),
    # The lease. `fence` grows with every new claim and is never reset.
    Column("fence", Big, nullable=False, default=0),
    Column("claim_id", String(36)),
    Column("claim_owner", String(36)),
    Column("claim_device", String(36)),
    # The seat of the same person that it was taken over from.
    Column("claim_from", String(36)),
    Column("claim_until", Big),
    Column("claim_hard_until", Big),
    Column("claim_mode", String(10)),
    Column("escalation_id", String(36)),
    Column("outcome_review_id", String(36)),
    Column("closed_at", Big),
    # Whose it is to do, and whether it is put off: away until then (back at the top after it), or with its clock
    # stopped since then. `worked` says that rows of case_notes, case_tags or case_missing belong to it.
    Column("assigned_to", String(36)),
    Column("snoozed_until", Big),
    Column("snooze_reason", String(40)),
    Column("snoozed_by", String(36)),
    Column("waiting_since", Big),
    Column("waiting_reason", String(40)),
    Column("waiting_by", String(36)),
    # The person whose word on the priority stands against the agent's.
    Column("priority_by", String(36)),
    # The person who took the Key User's mark off, and so does not close the case alone.
    Column("lowered_by", String(36)),
    Column("worked", Boolean, nullable=False, default=False, server_default=false()),
    # The share of its type that was blind-first when the case arrived; no later policy turns it half-way.
    Column("blind_per_mille", Integer),
    # How many assessments stand beside the one in force, and the second look that is still to come.
    Column("assessments_beside", Integer),
    Column("asked_request_id", String(36)),
    # Whose case it is (a keyed hash), that name masked, and hashes of its strongest signals, for finding similar
    # cases. `tied_rev` is the revision that these and the tables of links were made from, null where none was.
    Column("subject_hash", String(32)),
    Column("subject_short", String(80)),
    Column("shape_1", String(16)),
    Column("shape_2", String(16)),
    Column("shape_3", String(16)),
    Column("tied_rev", Integer),
    # The language that its subject names, where it does; for the rules of who is given it.
    Column("language", String(3)),
    # A gold case, and the one person who is given it; null for every ordinary case.
    Column("only_for", String(36)),
    # How much of its deadline's nearing was told: 0 nothing, 1 amber, 2 red, 3 that it is late.
    Column("sla_told", Integer, nullable=False, default=0, server_default="0"),
    # What was wrong with the threshold or rule that the agent's word cites; null where nothing was.
    Column("rule_flag", String(24)),
    # By which rule the words of the case were kept (storage/words.py); null where they are still to be taken.
    Column("words_by", String(24)),
    # The material revision whose files stand in `case_files` (storage/case_files.py).
    Column("files_rev", Integer),
    # Since when a closed case is kept no longer: what it said of a person is gone, what was decided stays.
    Column("let_go_at", Big),
    # The agent's facts as it sent them (an IntakeCase in JSON).
    Column("facts", LargeBinary, nullable=False),
    # Holds all that the served order and the row filters ask for, so that a queue of 100,000 is sorted without
    # touching the facts.
    Index(
        "ix_cases_queue",
        "state",
        "case_type",
        "effective_due_at",
        "priority",
        "routed_at",
        "back_from_snooze",
        "vendor",
        "claim_owner",
        "claim_until",
        "assigned_to",
        "snoozed_until",
        "waiting_since",
        "only_for",
    ),
    # Holds all that a search looks at, so that a word is looked for in 100,000 cases without touching the facts.
    Index("ix_cases_find", "state", "subject_short", "external_ref", "case_type", "case_number"),
    Index("ix_cases_due", "state", "effective_due_at"),
    Index("ix_cases_claim_owner", "claim_owner"),
    Index("ix_cases_assigned_to", "assigned_to"),
    Index("ix_cases_closed_at", "closed_at"),
    # For the line that fills a seat: what comes back, Key Users, one vendor's; and whose a case is that was put off.
    Index("ix_cases_back", "back_from_snooze", **only("back_from_snooze", "back_from_snooze = 1")),
    Index("ix_cases_snoozed", "snoozed_until", **only("snoozed_until IS NOT NULL")),
    Index("ix_cases_key_users", "state", "effective_due_at", **only("priority >= 75")),
    Index("ix_cases_vendor", "vendor", "state", "effective_due_at", **only("vendor IS NOT NULL")),
    Index("ix_cases_snoozed_by", "snoozed_by", **only("snoozed_by IS NOT NULL")),
    Index("ix_cases_waiting_by", "waiting_by", **only("waiting_by IS NOT NULL")),
    # The closed ones that are kept whole, for the job that lets go of them.
    Index("ix_cases_whole", "closed_at", **only("closed_at IS NOT NULL AND let_go_at IS NULL")),
    Index("ix_cases_subject", "subject_hash", "case_number"),
    Index("ix_cases_shape_1", "shape_1", "closed_at"),
    Index("ix_cases_shape_2", "shape_2", "closed_at"),
    Index("ix_cases_shape_3", "shape_3", "closed_at"),
    Index("ix_cases_words", "words_by", "closed_at", "case_number"),
    Index("ix_cases_sla_untold", "state", "effective_due_at", **only("sla_told < 3")),
    Index("ix_cases_sla_told", "effective_due_at", **only("sla_told > 0")),
    Index("ix_cases_rule_flag", "received_at", **only("rule_flag IS NOT NULL")),
    Index("ix_cases_files_unread", "case_number", **only("files_rev IS NULL OR files_rev != material_rev")),
)
# Everybody who ever had a lease on a case: only who worked on it is told what became of it.
case_holders = Table(
    "case_holders",
    metadata,
    Column("case_number", ForeignKey("cases.case_number"), primary_key=True, autoincrement=False),
    Column("user_id", String(36), primary_key=True),
)
# Views of cases that everybody inside sees alike, encoded: 2 × case number, + 1 for the one that keeps the agent's word
# back. `shape` names everything but the case that they were made with.
case_documents = Table(
    "case_documents",
    metadata,
    Column("document_id", Big, primary_key=True, autoincrement=False),
    Column("rev", Integer, nullable=False),
    Column("shape", String(16), nullable=False),
    Column("body", LargeBinary, nullable=False),
)
case_notes = Table(
    "case_notes",
    metadata,
    Column("note_id", String(36), primary_key=True),
    Column("case_number", ForeignKey("cases.case_number"), nullable=False),
    Column("n", Integer, nullable=False),
    Column("author_id", ForeignKey("users.user_id"), nullable=False),
    Column("at", Big, nullable=False),
    Column("kind", String(12), nullable=False),
    Column("text", Text, nullable=False),
    Column("language", String(4), nullable=False),
    Column("to_user", String(36)),
    Index("ix_case_notes_case", "case_number", "n", unique=True),
)
# A tag stands once for each person who put it there, since not everybody may read everybody's; the author of one from
# before that was kept is "".
case_tags = Table(
    "case_tags",
    metadata,
    Column("case_number", ForeignKey("cases.case_number"), primary_key=True),
    Column("tag", String(64), primary_key=True),
    Column("author_id", String(36), primary_key=True),
    Column("place", Integer, nullable=False),
    Index("ix_case_tags_tag", "tag", "case_number"),
)
# Evidence that people wanted and did not find; a row with `code` or with `text`, never both.
case_missing = Table(
    "case_missing",
    metadata,
    Column("missing_id", String(36), primary_key=True),
    Column("case_number", ForeignKey("cases.case_number"), nullable=False, index=True),
    Column("case_type", String(60), nullable=False),
    Column("author_id", ForeignKey("users.user_id"), nullable=False),
    Column("at", Big, nullable=False),
    Column("code", String(40)),
    Column("text", Text),
    Index("ix_case_missing_counts", "case_type", "code"),
)
assessments = Table(
    "assessments",
    metadata,
    Column("assessment_id", String(36), primary_key=True),
    Column("case_number", ForeignKey("cases.case_number"), nullable=False, index=True),
    Column("role", String(12), nullable=False),
    Column("content_hash", String(64), nullable=False),
    Column("received_at", Big, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("request_id", String(36)),
)
# A person asked the agent for a second look; answered by an assessment.
assessment_requests = Table(
    "assessment_requests",
    metadata,
    Column("request_id", String(36), primary_key=True),
    Column("case_number", ForeignKey("cases.case_number"), nullable=False, index=True),
    Column("asked_by", ForeignKey("users.user_id"), nullable=False),
    Column("asked_at", Big, nullable=False),
    Column("reason", String(24), nullable=False),
    Column("note", Text, nullable=False),
    Column("answered_at", Big, index=True),
)
# The files behind the evidence, by their content; the bytes themselves lie in the file store.
attachments = Table(
    "attachments",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("media_type", String(40), nullable=False),
    Column("size", Big, nullable=False),
    Column("received_at", Big, nullable=False),
    Column("received_from", ForeignKey("users.user_id"), nullable=False),
    # Since when its bytes are being removed; the row goes once they are gone.
    Column("leaving_since", Big),
)
case_files = Table(
    "case_files",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("case_number", ForeignKey("cases.case_number"), primary_key=True, index=True, autoincrement=False),
)
escalations = Table(
    "escalations",
    metadata,
    Column("escalation_id", String(36), primary_key=True),
    Column("case_number", ForeignKey("cases.case_number"), nullable=False, index=True),
    Column("kind", String(24), nullable=False),
    Column("raised_by", ForeignKey("users.user_id"), nullable=False),
    Column("raised_at", Big, nullable=False),
    Column("rationale", Text, nullable=False),
    Column("rationale_language", String(4), nullable=False),
    Column("resolved_at", Big),
    Column("resolved_review_id", String(36)),
    Column("pattern_id", String(36), index=True),
    Index("ix_escalations_raised_by", "raised_by", "resolved_at"),
)
# Many cases sent upward with one rationale.
patterns = Table(
    "patterns",
    metadata,
    Column("pattern_id", String(36), primary_key=True),
    Column("raised_by", ForeignKey("users.user_id"), nullable=False),
    Column("raised_at", Big, nullable=False),
    Column("rationale", Text, nullable=False),
    Column("rationale_language", String(4), nullable=False),
    Column("code", String(60)),
)
reviews = Table(
    "reviews",
    metadata,
    Column("review_id", String(36), primary_key=True),
    Column("case_number", ForeignKey("cases.case_number"), nullable=False, index=True),
    Column("command_id", String(36), nullable=False, unique=True),
    Column("reviewer_id", ForeignKey("users.user_id"), nullable=False, index=True),
    Column("device_id", String(36), nullable=False),
    Column("rev", Integer, nullable=False),
    Column("standing", String(16), nullable=False),
    Column("flags", Text, nullable=False),
    Column("decision", String(10), nullable=False),
    Column("label", String(2)),
    Column("code", String(60)),
    Column("code_kind", String(12)),
    Column("attribution_kind", String(20)),
    Column("attribution_ref", String(200)),
    Column("route", String(1)),
    Column("rationale", Text, nullable=False),
    Column("rationale_language", String(4), nullable=False),
    Column("steps", Text, nullable=False),
    Column("sop", Text),
    Column("active_ms", Big, nullable=False),
    Column("blind_first", Boolean, nullable=False),
    Column("escalation_id", String(36)),
    Column("decided_at", Big, nullable=False),
    Column("created_wall", Big, nullable=False),
    Column("fence", Big, nullable=False),
    Column("base_rev", Big, nullable=False),
    # The agent's word that was judged, as it stood then.
    Column("ai_verdict", String(5), nullable=False),
    Column("risk_score", Float, nullable=False),
    Column("threshold", Float, nullable=False),
    Column("model_version", String(120), nullable=False),
    Column("executed_at", Big),
    Column("executed_result", String(200)),
    # Of a blind review: until when its author may decide again with the agent's word in sight.
    Column("amend_until", Big),
    Index("ix_reviews_of_late", "reviewer_id", "decided_at"),
    # The few that judgements and agreement are read from; asked for by reviews.not_in_force.
    Index("ix_reviews_beside", "decided_at", "case_number", "standing", **only("standing <> 'in_force'")),
)
# What became of a blind review once its author had seen the agent's word; one row per blind review, written once.
after_reveal = Table(
    "after_reveal",
    metadata,
    Column("review_id", ForeignKey("reviews.review_id"), primary_key=True),
    Column("command_id", String(36), nullable=False),
    Column("at", Big, nullable=False),
    Column("ai_verdict", String(5), nullable=False),
    Column("first_decision", String(10), nullable=False),
    Column("first_rationale", Text, nullable=False),
    Column("second_decision", String(10), nullable=False),
    Column("shift", String(8), nullable=False),
    # The review that took its place, where the second decision took effect.
    Column("second_review_id", String(36)),
)
# One row for every label that was ever in force; the highest revision of a case is the one that is.
labels = Table(
    "labels",
    metadata,
    Column("label_seq", Big, primary_key=True, autoincrement=True),
    Column("case_number", ForeignKey("cases.case_number"), nullable=False, index=True),
    Column("review_id", ForeignKey("reviews.review_id"), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("source", String(20), nullable=False),
    Column("label", String(2), nullable=False),
    Column("created_at", Big, nullable=False),
    # No earlier than this may the label leave (null: at once): the undo window of its author.
    Column("release_at", Big),
)
ledger = Table(
    "ledger",
    metadata,
    Column("external_ref", String(200), primary_key=True),
    Column("content_hash", String(64), nullable=False),
    Column("case_type", String(60), nullable=False),
    Column("verdict", String(5), nullable=False),
    Column("risk_score", Float, nullable=False),
    Column("confidence", Float, nullable=False),
    Column("threshold", Float, nullable=False),
    Column("rule_version", String(120), nullable=False),
    Column("segment", Text, nullable=False),
    Column("decided_at", Big, nullable=False),
    Column("received_at", Big, nullable=False),
    Column("rule_flag", String(24)),
    Index("ix_ledger_frame", "decided_at", "case_type", "verdict"),
    # Holds all that counting on a grid of confidence asks for, so that a million rows are counted by index alone.
    Index("ix_ledger_rule", "case_type", "verdict", "confidence", "decided_at", "received_at"),
    Index("ix_ledger_rule_flag", "received_at", **only("rule_flag IS NOT NULL")),
)
# Who passed over a served case, and why: counted, and not served to the same person again for a while.
case_skips = Table(
    "case_skips",
    metadata,
    Column("skip_id", String(36), primary_key=True),
    Column("case_number", ForeignKey("cases.case_number"), nullable=False),
    Column("case_type", String(60), nullable=False),
    Column("user_id", ForeignKey("users.user_id"), nullable=False),
    Column("at", Big, nullable=False),
    Column("reason", String(40), nullable=False),
    # When the person brought the case back before its rest was over.
    Column("ended_at", Big),
    Index("ix_case_skips_who", "user_id", "at"),
    Index("ix_case_skips_at", "at"),
)
