"""PostgreSQL keeps the rows of one vendor from another's people, whatever a statement asks for (storage/vendor_net.py).

The policies bind the role that such transactions take on; the owner of the tables, whom the house works as, is not
bound by them.
"""

from alembic import op

revision = "m0019"
down_revision = "m0018"
branch_labels = None
depends_on = None

_BY_CASE = (
    "assessment_requests",
    "assessments",
    "case_holders",
    "case_links",
    "case_missing",
    "case_notes",
    "case_skips",
    "case_tags",
    "case_transfers",
    "escalations",
    "labels",
    "reviews",
    "watch_hits",
)
_BY_PERSON = {
    "command_results": "author_id",
    "devices": "user_id",
    "identities": "user_id",
    "patterns": "raised_by",
    "refresh_tokens": "user_id",
    "user_roles": "user_id",
}
_HOUSE_ALONE = (
    "audit_draws",
    "audit_requests",
    "ledger",
    "service_tokens",
    "sign_in_failures",
    "used_id_tokens",
    "webhook_attempts",
    "webhook_deliveries",
    "webhook_endpoints",
    "webhook_messages",
    "webhook_secrets",
)


def upgrade() -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    own = "'of:' || vendor = current_setting('footplate.vendor', true)"
    conditions = {"cases": own, "users": own}
    for table in _BY_CASE:
        conditions[table] = f"EXISTS (SELECT 1 FROM cases WHERE cases.case_number = {table}.case_number)"  # noqa: S608
    for table, column in _BY_PERSON.items():
        conditions[table] = f"EXISTS (SELECT 1 FROM users WHERE users.user_id = {table}.{column})"  # noqa: S608
    conditions["after_reveal"] = "EXISTS (SELECT 1 FROM reviews WHERE reviews.review_id = after_reveal.review_id)"
    conditions["directives"] = "EXISTS (SELECT 1 FROM devices WHERE devices.device_id = directives.device_id)"
    conditions |= dict.fromkeys(_HOUSE_ALONE, "false")
    for table, condition in conditions.items():
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY of_one_vendor ON {table} USING ({condition})")
