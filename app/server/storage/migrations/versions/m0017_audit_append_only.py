"""The audit trail takes rows and gives none back; its heads are kept under signatures.

The rows themselves are chained from the first one on since the first version of the tables.
"""

import sqlalchemy as sa
from alembic import op

revision = "m0017"
down_revision = "m0016"
branch_labels = None
depends_on = None

_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_TABLES = ("audit", "audit_heads")


def upgrade() -> None:
    op.create_table(
        "audit_heads",
        sa.Column("audit_seq", _BIG, autoincrement=False, nullable=False),
        sa.Column("hash", sa.LargeBinary(32), nullable=False),
        sa.Column("day", sa.String(10), nullable=False),
        sa.Column("epoch", sa.String(40), nullable=False),
        sa.Column("signed_at", _BIG, nullable=False),
        sa.Column("public_key", sa.String(44), nullable=False),
        sa.Column("signature", sa.String(88), nullable=False),
        sa.PrimaryKeyConstraint("audit_seq", name=op.f("pk_audit_heads")),
    )
    if op.get_bind().dialect.name == "postgresql":
        _on_postgresql()
    else:
        _on_sqlite()


def _on_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION footplate_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "RAISE EXCEPTION '% takes rows and gives none back: % refused', TG_TABLE_NAME, TG_OP "
        "USING ERRCODE = 'insufficient_privilege'; END $$"
    )
    for table in _TABLES:
        op.execute(
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION footplate_append_only()"
        )
        op.execute(
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION footplate_append_only()"
        )


def _on_sqlite() -> None:
    for table in _TABLES:
        refused = f"SELECT RAISE(ABORT, '{table} takes rows and gives none back')"
        for verb in ("UPDATE", "DELETE"):
            op.execute(f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} BEGIN {refused}; END")
        # INSERT OR REPLACE deletes without asking the trigger above.
        there = f"SELECT 1 FROM {table} WHERE audit_seq = NEW.audit_seq"  # noqa: S608 (names from this file)
        op.execute(
            f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} WHEN EXISTS ({there}) BEGIN {refused}; END"
        )
