"""What a seat holds: the holdings of capped seats, and the indexes that fill them."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "m0008"
down_revision = "m0007"
branch_labels = None
depends_on = None


def _big() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _index(name: str, table: str, columns: list[str], where: str | None = None, on_sqlite: str | None = None) -> None:
    told: dict[str, Any] = {}
    if where is not None:
        told = {"postgresql_where": sa.text(where), "sqlite_where": sa.text(on_sqlite or where)}
    op.create_index(name, table, columns, unique=False, **told)


def upgrade() -> None:
    op.create_table(
        "seat_holdings",
        sa.Column("seat", sa.String(36), nullable=False),
        sa.Column("holding_id", sa.String(12), nullable=False),
        sa.Column("told_at", _big(), nullable=False),
        sa.Column("numbers", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("seat", "holding_id", name=op.f("pk_seat_holdings")),
    )
    _index("ix_cases_back", "cases", ["back_from_snooze"], "back_from_snooze", "back_from_snooze = 1")
    _index("ix_cases_snoozed", "cases", ["snoozed_until"], "snoozed_until IS NOT NULL")
    _index("ix_cases_key_users", "cases", ["state", "effective_due_at"], "priority >= 75")
    _index("ix_cases_vendor", "cases", ["vendor", "state", "effective_due_at"], "vendor IS NOT NULL")
    _index("ix_cases_snoozed_by", "cases", ["snoozed_by"], "snoozed_by IS NOT NULL")
    _index("ix_cases_waiting_by", "cases", ["waiting_by"], "waiting_by IS NOT NULL")
    _index("ix_escalations_raised_by", "escalations", ["raised_by", "resolved_at"])
    _index("ix_reviews_of_late", "reviews", ["reviewer_id", "decided_at"])
