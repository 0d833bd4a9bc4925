"""Who ever had a lease on a case, and from which seat another one was registered."""

import sqlalchemy as sa
from alembic import op

revision = "m0013"
down_revision = "m0012"
branch_labels = None
depends_on = None

_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "case_holders",
        sa.Column("case_number", _BIG, nullable=False, autoincrement=False),
        sa.Column("user_id", sa.String(36), nullable=False),
        sa.ForeignKeyConstraint(["case_number"], ["cases.case_number"], name=op.f("fk_case_holders_case_number_cases")),
        sa.PrimaryKeyConstraint("case_number", "user_id", name=op.f("pk_case_holders")),
    )
    # Those of before stand in the trail.
    op.execute(
        "INSERT INTO case_holders (case_number, user_id) SELECT DISTINCT cases.case_number, audit.actor_id FROM audit "
        "JOIN cases ON audit.entity_id = 'C-' || CAST(cases.case_number AS VARCHAR(20)) "
        "WHERE audit.entity = 'case' AND audit.action = 'case.claim'"
    )
    with op.batch_alter_table("devices") as batch_op:
        batch_op.add_column(sa.Column("registered_from", sa.String(36), nullable=True))
        batch_op.create_index("ix_devices_registered_from", ["registered_from"])
