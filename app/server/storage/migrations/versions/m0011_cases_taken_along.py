"""Who may take cases along beside those whose role says so, and which seat a lease was taken over from."""

import sqlalchemy as sa
from alembic import op

revision = "m0011"
down_revision = "m0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("users", sa.Column("takes_along", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("cases", sa.Column("claim_from", sa.String(36)))
