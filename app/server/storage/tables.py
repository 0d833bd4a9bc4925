"""Every table of the server. Times are UTC milliseconds since 1970, so that they mean the same on every database."""

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    false,
    text,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)
Big = BigInteger().with_variant(Integer, "sqlite")


def _only(where: str, on_sqlite: str | None = None) -> dict[str, Any]:
    """An index of the rows alone for which `where` holds."""
    return {"postgresql_where": text(where), "sqlite_where": text(on_sqlite or where)}


# What is true of this server as a whole: its epoch, its secrets, the last numbers given out.
server_state = Table(
    "server_state", metadata, Column("name", String(40), primary_key=True), Column("value", Text, nullable=False)
)

# --- people ----------------------------------------------------------------------------------------------------------
users = Table(
    "users",
    metadata,
    Column("user_id", String(36), primary_key=True),
    Column("name", String(120), nullable=False, unique=True),
    Column("password_hash", Text),
    Column("vendor", String(80)),
    Column("language", String(10)),
    Column("created_at", Big, nullable=False),
    Column("disabled_at", Big),
    # May take cases along without the server, though no role of theirs says so.
    Column("takes_along", Boolean, nullable=False, default=False, server_default=false()),
)
user_roles = Table(
    "user_roles",
    metadata,
    Column("user_id", ForeignKey("users.user_id"), primary_key=True),
    Column("role", String(40), primary_key=True),
)
devices = Table(
    "devices",
    metadata,
    Column("device_id", String(36), primary_key=True),
    Column("user_id", ForeignKey("users.user_id"), nullable=False, index=True),
    Column("device_name", String(200), nullable=False),
    Column("os", String(120), nullable=False),
    Column("app_version", String(40), nullable=False),
    Column("created_at", Big, nullable=False),
    Column("revoked_at", Big),
    # Public keys of the seat, base64; a script's device has none.
    Column("x25519_key", String(44)),
    Column("ed25519_key", String(44)),
    # Opens what the seat sealed after too long without contact; told to its person alone, at a sign-in.
    Column("unlock_secret", String(64)),
    Column("seen_at", Big),
    # The seat in whose session this one was registered: what is taken away with that one.
    Column("registered_from", String(36), index=True),
)
# Carried to a seat as they were signed elsewhere; the seat's own word is the outcome.
directives = Table(
    "directives",
    metadata,
    Column("directive_id", String(36), primary_key=True),
    Column("device_id", ForeignKey("devices.device_id"), nullable=False),
    Column("kind", String(24), nullable=False),
    Column("signed", LargeBinary, nullable=False),
    Column("sent_by", String(36), nullable=False),
    Column("received_at", Big, nullable=False),
    Column("outcome", String(24)),
    Column("outcome_at", Big),
    Column("kept", Integer, nullable=False, server_default="0"),
    Index("ix_directives_waiting", "device_id", "outcome"),
)
# Only hashes of tokens are kept. A family is one sign-in; using a token twice ends its family.
refresh_tokens = Table(
    "refresh_tokens",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("family_id", String(36), nullable=False, index=True),
    Column("user_id", ForeignKey("users.user_id"), nullable=False),
    Column("device_id", String(36)),
    Column("issued_at", Big, nullable=False),
    Column("expires_at", Big, nullable=False),
    Column("used_at", Big),
    Column("revoked_at", Big),
)
# Of services alone. `scopes`: what of its role the token is good for, separated by spaces; null for all of it.
service_tokens = Table(
    "service_tokens",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("user_id", ForeignKey("users.user_id"), nullable=False),
    Column("created_at", Big, nullable=False),
    Column("revoked_at", Big),
    Column("token_id", String(36), nullable=False),
    Column("label", String(120), nullable=False, server_default=""),
    Column("scopes", Text),
    Column("created_by", String(36), nullable=False, server_default=""),
    Column("expires_at", Big),
    Column("last_used_at", Big),
    # The token that this one takes the place of, which lives on for a while.
    Column("replaces", String(36)),
    Index("ix_service_tokens_token_id", "token_id", unique=True),
)
# What a house has set otherwise than `app.domain.roles` says it begins.
role_changes = Table(
    "role_changes",
    metadata,
    Column("role", String(40), primary_key=True),
    Column("capability", String(40), primary_key=True),
    Column("allowed", Boolean, nullable=False),
    Column("changed_by", String(36), nullable=False),
    Column("changed_at", Big, nullable=False),
)
# Failed sign-ins by hashes of the name, the address and both, whether there is a person of that name or not.
sign_in_failures = Table(
    "sign_in_failures",
    metadata,
    Column("kind", String(12), primary_key=True),
    Column("key_hash", String(64), primary_key=True),
    Column("failures", Integer, nullable=False),
    Column("last_at", Big, nullable=False),
    Column("locked_until", Big, nullable=False),
    Index("ix_sign_in_failures_last_at", "last_at"),
)
# Whom an identity provider means: by issuer and subject, never by a name or an address.
identities = Table(
    "identities",
    metadata,
    Column("issuer", String(300), primary_key=True),
    Column("subject", String(255), primary_key=True),
    Column("user_id", ForeignKey("users.user_id"), nullable=False, index=True),
    Column("linked_at", Big, nullable=False),
    Column("seen_at", Big),
)
# An ID token opens one session; its hash is kept until it has expired.
used_id_tokens = Table(
    "used_id_tokens",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("expires_at", Big, nullable=False),
    Index("ix_used_id_tokens_expires_at", "expires_at"),
)

# --- cases -----------------------------------------------------------------------------------------------------------
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
    # How much of its deadline's nearing was told: 0 nothing, 1 amber, 2 red, 3 that it is late.
    Column("sla_told", Integer, nullable=False, default=0, server_default="0"),
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
    ),
    # Holds all that a search looks at, so that a word is looked for in 100,000 cases without touching the facts.
    Index("ix_cases_find", "state", "subject_short", "external_ref", "case_type", "case_number"),
    Index("ix_cases_due", "state", "effective_due_at"),
    Index("ix_cases_claim_owner", "claim_owner"),
    Index("ix_cases_assigned_to", "assigned_to"),
    Index("ix_cases_closed_at", "closed_at"),
    # For the line that fills a seat: what comes back, Key Users, one vendor's; and whose a case is that was put off.
    Index("ix_cases_back", "back_from_snooze", **_only("back_from_snooze", "back_from_snooze = 1")),
    Index("ix_cases_snoozed", "snoozed_until", **_only("snoozed_until IS NOT NULL")),
    Index("ix_cases_key_users", "state", "effective_due_at", **_only("priority >= 75")),
    Index("ix_cases_vendor", "vendor", "state", "effective_due_at", **_only("vendor IS NOT NULL")),
    Index("ix_cases_snoozed_by", "snoozed_by", **_only("snoozed_by IS NOT NULL")),
    Index("ix_cases_waiting_by", "waiting_by", **_only("waiting_by IS NOT NULL")),
    Index("ix_cases_subject", "subject_hash", "case_number"),
    Index("ix_cases_shape_1", "shape_1", "closed_at"),
    Index("ix_cases_shape_2", "shape_2", "closed_at"),
    Index("ix_cases_shape_3", "shape_3", "closed_at"),
    Index("ix_cases_sla_untold", "state", "effective_due_at", **_only("sla_told < 3")),
    Index("ix_cases_sla_told", "effective_due_at", **_only("sla_told > 0")),
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
    Index("ix_ledger_frame", "decided_at", "case_type", "verdict"),
)

# --- what ties cases together ----------------------------------------------------------------------------------------
# Values are kept as hashes under a secret of the server, beside what a person may see of them; the plain value stays
# in the facts alone. A withdrawn case has no rows here.
case_links = Table(
    "case_links",
    metadata,
    Column("link_id", Big, primary_key=True, autoincrement=True),
    Column("case_number", ForeignKey("cases.case_number"), nullable=False, index=True),
    Column("kind", String(40), nullable=False),
    Column("value_hash", String(32), nullable=False),
    Column("shown", String(80), nullable=False),
    Index("ix_case_links_value", "value_hash", "case_number"),
)
case_transfers = Table(
    "case_transfers",
    metadata,
    Column("transfer_id", Big, primary_key=True, autoincrement=True),
    Column("case_number", ForeignKey("cases.case_number"), nullable=False, index=True),
    # What each end is: address or account.
    Column("from_kind", String(12), nullable=False),
    Column("to_kind", String(12), nullable=False),
    Column("from_hash", String(32), nullable=False, index=True),
    Column("to_hash", String(32), nullable=False, index=True),
    Column("from_shown", String(80), nullable=False),
    Column("to_shown", String(80), nullable=False),
    Column("amount", Float, nullable=False),
    Column("asset", String(20), nullable=False),
    Column("at", Big),
)
watch_hits = Table(
    "watch_hits",
    metadata,
    Column("hit_id", Big, primary_key=True, autoincrement=True),
    Column("case_number", ForeignKey("cases.case_number"), nullable=False, index=True),
    Column("value_hash", String(32), nullable=False, index=True),
    Column("list", String(80), nullable=False),
    Column("list_date", String(10), nullable=False),
    Column("category", String(40), nullable=False),
)

# --- commands, feed, audit -------------------------------------------------------------------------------------------
command_results = Table(
    "command_results",
    metadata,
    Column("command_id", String(36), primary_key=True),
    Column("device_id", String(36), nullable=False),
    Column("command_seq", Big, nullable=False),
    Column("author_id", String(36), nullable=False),
    Column("case_number", Big),
    Column("body_sha256", String(64), nullable=False),
    # The author's chain of bodies, for reconciliation after a restore.
    Column("prev_hash", String(64)),
    Column("received_at", Big, nullable=False),
    # A CommandResult in JSON: what the command's author was told first and will be told for ever.
    Column("result", LargeBinary, nullable=False),
    Index("ix_command_results_order", "device_id", "author_id", "command_seq"),
)
# Pointers to what changed, in the order of commit; the page reads the entity as it is now.
feed = Table(
    "feed",
    metadata,
    Column("feed_seq", Big, primary_key=True, autoincrement=False),
    Column("entity", String(12), nullable=False),
    Column("entity_id", String(40), nullable=False),
    Column("rev", Integer, nullable=False),
    # Who could see it before this change: a vendor's people lose sight of a case that leaves their scope.
    Column("scope_vendor", String(80)),
    Column("tx_first", Big, nullable=False),
    Column("bulk", Boolean, nullable=False, default=False),
    Column("at", Big, nullable=False),
    Column("chain", LargeBinary(32), nullable=False),
)
# What capped seats were last told that they hold, by its hash, which their cursors carry. `seat`: the device, or the
# person where a session has none. `numbers`: the case numbers, sorted, as the steps between them in MessagePack.
seat_holdings = Table(
    "seat_holdings",
    metadata,
    Column("seat", String(36), primary_key=True),
    Column("holding_id", String(12), primary_key=True),
    Column("told_at", Big, nullable=False),
    Column("numbers", LargeBinary, nullable=False),
)
# How often windows were left during reviews: sums, so that nothing leads back to a person or a case.
left_window = Table(
    "left_window",
    metadata,
    Column("case_type", String(60), primary_key=True),
    Column("day", Big, primary_key=True, autoincrement=False),
    Column("reviews", Integer, nullable=False),
    Column("times", Big, nullable=False),
)
audit = Table(
    "audit",
    metadata,
    Column("audit_seq", Big, primary_key=True, autoincrement=False),
    Column("at", Big, nullable=False),
    Column("actor_id", String(36), nullable=False),
    Column("action", String(40), nullable=False),
    Column("entity", String(20), nullable=False),
    Column("entity_id", String(200), nullable=False),
    # Codes and ids in canonical JSON, never a person's data.
    Column("detail", Text, nullable=False),
    Column("hash", LargeBinary(32), nullable=False),
    Index("ix_audit_actor", "actor_id", "action", "at"),
    Index("ix_audit_entity", "entity", "entity_id"),
)
# How far the chain had come on a day, under a signature. Like `audit` it takes rows and gives none back: triggers of
# the database refuse every change.
audit_heads = Table(
    "audit_heads",
    metadata,
    Column("audit_seq", Big, primary_key=True, autoincrement=False),
    Column("hash", LargeBinary(32), nullable=False),
    Column("day", String(10), nullable=False),
    Column("epoch", String(40), nullable=False),
    Column("signed_at", Big, nullable=False),
    Column("public_key", String(44), nullable=False),
    Column("signature", String(88), nullable=False),
)
# Work that no request asks for: whose turn it is. `turn` grows with every turn and is never reset, so that a process
# that was too slow can tell that another has taken the job over.
jobs = Table(
    "jobs",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("due_at", Big, nullable=False),
    Column("turn", Big, nullable=False, default=0, server_default="0"),
    Column("holder", String(60)),
    Column("lease_until", Big),
    Column("started_at", Big),
    Column("ended_at", Big),
    Column("failures", Integer, nullable=False, default=0, server_default="0"),
    Column("error", String(80)),
)

# --- what goes out ---------------------------------------------------------------------------------------------------
webhook_endpoints = Table(
    "webhook_endpoints",
    metadata,
    Column("endpoint_id", String(36), primary_key=True),
    Column("url", Text, nullable=False),
    # The types that it is sent, as a list in JSON.
    Column("event_types", Text, nullable=False),
    Column("description", String(200), nullable=False),
    Column("created_by", String(36), nullable=False),
    Column("created_at", Big, nullable=False),
    Column("disabled_at", Big),
    Column("disabled_reason", String(20)),
    # Since when nothing that was tried was taken.
    Column("failing_since", Big),
)
# What an endpoint's messages are signed with: the newest, and older ones until they end.
webhook_secrets = Table(
    "webhook_secrets",
    metadata,
    Column("secret_id", String(36), primary_key=True),
    Column("endpoint_id", ForeignKey("webhook_endpoints.endpoint_id"), nullable=False, index=True),
    Column("secret", String(120), nullable=False),
    Column("created_at", Big, nullable=False),
    Column("expires_at", Big),
)
# The bytes of a message, the same for every endpoint and attempt.
webhook_messages = Table(
    "webhook_messages",
    metadata,
    Column("message_id", String(36), primary_key=True),
    Column("event_type", String(40), nullable=False),
    Column("created_at", Big, nullable=False, index=True),
    Column("body", LargeBinary, nullable=False),
)
# `next_at` is null once nothing is left to try; `lease_until` keeps two processes from trying at once.
webhook_deliveries = Table(
    "webhook_deliveries",
    metadata,
    Column("delivery_id", String(36), primary_key=True),
    Column("message_id", ForeignKey("webhook_messages.message_id"), nullable=False, index=True),
    Column("endpoint_id", ForeignKey("webhook_endpoints.endpoint_id"), nullable=False),
    Column("created_at", Big, nullable=False),
    Column("state", String(10), nullable=False),
    Column("attempts", Integer, nullable=False, default=0, server_default="0"),
    Column("replay", Boolean, nullable=False, default=False, server_default=false()),
    Column("next_at", Big),
    Column("lease_until", Big),
    Index("ix_webhook_deliveries_due", "endpoint_id", "next_at", **_only("next_at IS NOT NULL")),
    Index("ix_webhook_deliveries_log", "endpoint_id", "delivery_id"),
)
webhook_attempts = Table(
    "webhook_attempts",
    metadata,
    Column("attempt_id", String(36), primary_key=True),
    Column("delivery_id", ForeignKey("webhook_deliveries.delivery_id"), nullable=False, index=True),
    Column("at", Big, nullable=False),
    Column("status", Integer),
    Column("error", String(24), nullable=False),
    Column("took_ms", Integer, nullable=False),
)
# Rows of the ledger whose full case was asked for: named, or drawn.
audit_requests = Table(
    "audit_requests",
    metadata,
    Column("request_id", String(36), primary_key=True),
    Column("external_ref", String(200), nullable=False, unique=True),
    Column("case_type", String(60), nullable=False),
    Column("asked_by", ForeignKey("users.user_id"), nullable=False),
    Column("asked_at", Big, nullable=False),
    Column("draw_id", String(36), index=True),
    Column("answered_at", Big),
    Index("ix_audit_requests_waiting", "request_id", **_only("answered_at IS NULL")),
)
# A sample of the ledger: what was drawn from, how, and how much, so that it can be drawn again and weighed.
audit_draws = Table(
    "audit_draws",
    metadata,
    Column("draw_id", String(36), primary_key=True),
    Column("seed", String(64), nullable=False),
    Column("case_type", String(60)),
    Column("verdict", String(5)),
    Column("decided_from", Big, nullable=False),
    Column("decided_before", Big, nullable=False),
    Column("frame_size", Big, nullable=False),
    Column("frame_digest", String(64), nullable=False),
    Column("sample_size", Integer, nullable=False),
    Column("drawn_by", ForeignKey("users.user_id"), nullable=False),
    Column("drawn_at", Big, nullable=False),
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
    Index("ix_case_skips_who", "user_id", "at"),
    Index("ix_case_skips_at", "at"),
)
