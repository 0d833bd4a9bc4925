"""What the status line counts of a person's own work."""

from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.desktop.bootstrap.services import Services


def midnight_ms(services: "Services") -> int:
    """When today began here, in server time."""
    now = datetime.fromtimestamp(services.clock.now_ms() / 1000).astimezone()
    return int(now.replace(hour=0, minute=0, second=0, microsecond=0).timestamp() * 1000)


def decided_since(services: "Services", since_ms: int) -> int | None:
    """Reviews this person sent since then and did not take back; None where nothing is kept to count them by."""
    if services.session.person is None:
        return None
    most = 2000
    rows = services.activity.read(most, whole=False).rows
    done = [
        row
        for row in rows
        if row.command_type == "review.submit"
        and row.created_at >= since_ms
        and row.state not in ("withdrawn", "refused")
    ]
    return len(done) if len(rows) < most or len(done) < len(rows) else None
