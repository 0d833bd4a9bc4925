"""What a search looks at stands in an index."""

from alembic import op

revision = "m0010"
down_revision = "m0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_cases_find", "cases", ["state", "subject_short", "external_ref", "case_type", "case_number"])
