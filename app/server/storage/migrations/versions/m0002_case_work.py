"""Notes, tags, assignment, snooze, waiting and hand-over of cases."""

revision = "m0002"
down_revision = "m0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass
