"""Which cases are shown without the agent's word first, and what was asked of the agent again."""

revision = "m0005"
down_revision = "m0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass
