"""What ties cases together: devices, addresses, payees, transfers."""

revision = "m0004"
down_revision = "m0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass
