"""The few reviews that are not in force, by time: judgements and agreement are read from them."""

from app.server.storage.migrations.indexes import add_index

revision = "m0039"
down_revision = "m0036"
branch_labels = None
depends_on = None


def upgrade() -> None:
    add_index("ix_reviews_beside", "reviews", ["decided_at", "case_number", "standing"], "standing <> 'in_force'")
