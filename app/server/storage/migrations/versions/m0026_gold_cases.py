"""Gold cases: sets, items, the cases that were given out, and practice."""

import sqlalchemy as sa
from alembic import op

revision = "m0026"
down_revision = "m0025"
branch_labels = None
depends_on = None

_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_QUEUE = (
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
)


def upgrade() -> None:
    op.add_column("cases", sa.Column("only_for", sa.String(36), nullable=True))
    # The index of the queue holds all that its row filter asks for.
    op.drop_index("ix_cases_queue", "cases")
    op.create_index("ix_cases_queue", "cases", [*_QUEUE, "only_for"])
    op.create_table(
        "gold_sets",
        sa.Column("set_id", sa.String(36), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("owner_id", sa.String(36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("most_exposures", sa.Integer(), nullable=False),
        sa.Column("created_at", _BIG, nullable=False),
        sa.ForeignKeyConstraint(["owner_id"], ["users.user_id"], name=op.f("fk_gold_sets_owner_id_users")),
        sa.PrimaryKeyConstraint("set_id", name=op.f("pk_gold_sets")),
        sa.UniqueConstraint("name", name=op.f("uq_gold_sets_name")),
    )
    op.create_table(
        "gold_items",
        sa.Column("item_id", sa.String(36), nullable=False),
        sa.Column("set_id", sa.String(36), nullable=False),
        sa.Column("case_number", _BIG, nullable=False),
        sa.Column("case_type", sa.String(60), nullable=False),
        sa.Column("truth", sa.String(10), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("reason_language", sa.String(4), nullable=False),
        sa.Column("practice", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("since_version", sa.Integer(), nullable=False),
        sa.Column("added_by", sa.String(36), nullable=False),
        sa.Column("added_at", _BIG, nullable=False),
        sa.Column("retired_at", _BIG, nullable=True),
        sa.Column("retired_version", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["set_id"], ["gold_sets.set_id"], name=op.f("fk_gold_items_set_id_gold_sets")),
        sa.ForeignKeyConstraint(["case_number"], ["cases.case_number"], name=op.f("fk_gold_items_case_number_cases")),
        sa.ForeignKeyConstraint(["added_by"], ["users.user_id"], name=op.f("fk_gold_items_added_by_users")),
        sa.PrimaryKeyConstraint("item_id", name=op.f("pk_gold_items")),
    )
    op.create_index("ix_gold_items_set_id", "gold_items", ["set_id"])
    op.create_index("ix_gold_items_case_type", "gold_items", ["case_type"])
    op.create_index("ix_gold_items_case", "gold_items", ["case_number"], unique=True)
    op.create_table(
        "gold_cases",
        sa.Column("case_number", _BIG, autoincrement=False, nullable=False),
        sa.Column("item_id", sa.String(36), nullable=False),
        sa.Column("user_id", sa.String(36), nullable=False),
        sa.Column("issued_at", _BIG, nullable=False),
        sa.Column("way", sa.String(10), nullable=False),
        sa.Column("counted_at", _BIG, nullable=True),
        sa.ForeignKeyConstraint(["case_number"], ["cases.case_number"], name=op.f("fk_gold_cases_case_number_cases")),
        sa.ForeignKeyConstraint(["item_id"], ["gold_items.item_id"], name=op.f("fk_gold_cases_item_id_gold_items")),
        sa.ForeignKeyConstraint(["user_id"], ["users.user_id"], name=op.f("fk_gold_cases_user_id_users")),
        sa.PrimaryKeyConstraint("case_number", name=op.f("pk_gold_cases")),
    )
    op.create_index("ix_gold_cases_once", "gold_cases", ["user_id", "item_id"], unique=True)
    op.create_index("ix_gold_cases_item", "gold_cases", ["item_id"])
    op.create_table(
        "gold_practice",
        sa.Column("user_id", sa.String(36), nullable=False),
        sa.Column("item_id", sa.String(36), nullable=False),
        sa.Column("decision", sa.String(10), nullable=False),
        sa.Column("right_", sa.Boolean(), nullable=False),
        sa.Column("at", _BIG, nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.user_id"], name=op.f("fk_gold_practice_user_id_users")),
        sa.ForeignKeyConstraint(["item_id"], ["gold_items.item_id"], name=op.f("fk_gold_practice_item_id_gold_items")),
        sa.PrimaryKeyConstraint("user_id", "item_id", name=op.f("pk_gold_practice")),
    )
    if op.get_bind().dialect.name != "postgresql":
        return
    conditions = {
        "gold_sets": "false",
        "gold_items": "false",
        "gold_cases": "EXISTS (SELECT 1 FROM cases WHERE cases.case_number = gold_cases.case_number)",
        "gold_practice": "EXISTS (SELECT 1 FROM users WHERE users.user_id = gold_practice.user_id)",
    }
    for table, condition in conditions.items():
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY of_one_vendor ON {table} USING ({condition})")
