"""What ties cases together: devices, addresses, payees, transfers."""

import sqlalchemy as sa
from alembic import op

revision = "m0004"
down_revision = "m0003"
branch_labels = None
depends_on = None

_NEW = ("subject_hash", 32), ("subject_short", 80), ("shape_1", 16), ("shape_2", 16), ("shape_3", 16)


def _big() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _of_case(table: str) -> tuple[sa.Column[int], sa.ForeignKeyConstraint]:
    name = op.f(f"fk_{table}_case_number")
    column: sa.Column[int] = sa.Column("case_number", _big(), nullable=False)
    return column, sa.ForeignKeyConstraint(["case_number"], ["cases.case_number"], name=name)


def upgrade() -> None:
    for name, length in _NEW:
        op.add_column("cases", sa.Column(name, sa.String(length=length), nullable=True))
    op.add_column("cases", sa.Column("tied_rev", sa.Integer(), nullable=True))
    op.create_index("ix_cases_subject", "cases", ["subject_hash", "case_number"], unique=False)
    for n in (1, 2, 3):
        op.create_index(f"ix_cases_shape_{n}", "cases", [f"shape_{n}", "closed_at"], unique=False)
    op.create_index("ix_audit_entity", "audit", ["entity", "entity_id"], unique=False)
    op.create_table(
        "case_links",
        sa.Column("link_id", _big(), autoincrement=True, nullable=False),
        *_of_case("case_links"),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("value_hash", sa.String(length=32), nullable=False),
        sa.Column("shown", sa.String(length=80), nullable=False),
        sa.PrimaryKeyConstraint("link_id", name=op.f("pk_case_links")),
    )
    op.create_index(op.f("ix_case_links_case_number"), "case_links", ["case_number"], unique=False)
    op.create_index("ix_case_links_value", "case_links", ["value_hash", "case_number"], unique=False)
    op.create_table(
        "case_transfers",
        sa.Column("transfer_id", _big(), autoincrement=True, nullable=False),
        *_of_case("case_transfers"),
        sa.Column("from_kind", sa.String(length=12), nullable=False),
        sa.Column("to_kind", sa.String(length=12), nullable=False),
        sa.Column("from_hash", sa.String(length=32), nullable=False),
        sa.Column("to_hash", sa.String(length=32), nullable=False),
        sa.Column("from_shown", sa.String(length=80), nullable=False),
        sa.Column("to_shown", sa.String(length=80), nullable=False),
        sa.Column("amount", sa.Float(), nullable=False),
        sa.Column("asset", sa.String(length=20), nullable=False),
        sa.Column("at", _big(), nullable=True),
        sa.PrimaryKeyConstraint("transfer_id", name=op.f("pk_case_transfers")),
    )
    for column in ("case_number", "from_hash", "to_hash"):
        op.create_index(op.f(f"ix_case_transfers_{column}"), "case_transfers", [column], unique=False)
    op.create_table(
        "watch_hits",
        sa.Column("hit_id", _big(), autoincrement=True, nullable=False),
        *_of_case("watch_hits"),
        sa.Column("value_hash", sa.String(length=32), nullable=False),
        sa.Column("list", sa.String(length=80), nullable=False),
        sa.Column("list_date", sa.String(length=10), nullable=False),
        sa.Column("category", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("hit_id", name=op.f("pk_watch_hits")),
    )
    for column in ("case_number", "value_hash"):
        op.create_index(op.f(f"ix_watch_hits_{column}"), "watch_hits", [column], unique=False)
