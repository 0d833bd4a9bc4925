"""News that concern one person alone."""

import sqlalchemy as sa
from alembic import op

revision = "m0027"
down_revision = "m0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("feed", sa.Column("audience", sa.String(36), nullable=True))
